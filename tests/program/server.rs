//! A served folder: commands go through the server, pages are guarded, unknown paths are 404.

use std::os::unix::net::UnixDatagram;
use std::process::Command;
use std::time::Duration;

use tilsyn_tests::{Folder, fixture, ran};

#[test]
fn a_command_beside_a_running_server_goes_through_it() {
    let folder = Folder::new();
    let server = folder.serve();
    folder.takes_directory(&fixture("directory"));
    let summary = folder.takes(&fixture("events.ndjson")).ended(0).json();
    assert_eq!(summary["stored"], 37);
    assert_eq!(
        folder.july("statement"),
        Folder::with_register().july("statement")
    );
    assert_eq!(folder.ask(&["verify"]).ended(0).json()["ok"], true);
    let page = server.get("/nb/statement?from=2026-07-01&to=2026-07-31");
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("Anna Aas"),
        "the page shows what the command brought in"
    );
}

#[test]
fn the_service_manager_is_told_once_commands_go_through() {
    let folder = Folder::new();
    let socket = folder.data().with_file_name("notify");
    let manager = UnixDatagram::bind(&socket).expect("there is room");
    let patience = Some(Duration::from_secs(60));
    manager.set_read_timeout(patience).expect("it is a time");
    std::thread::scope(|scope| {
        let heard = scope.spawn(|| {
            let mut told = [0; 64];
            let length = manager.recv(&mut told).expect("it is told");
            // One assignment a line (sd_notify(3)).
            let told = String::from_utf8_lossy(&told[..length]);
            assert_eq!(told.lines().collect::<Vec<_>>(), ["READY=1"]);
            // Too early, and the folder would be in use by somebody who does not listen yet.
            let _sources = folder.ask(&["sources"]).ended(0);
        });
        let server = folder.serve_under(|program| {
            let mut command = Command::new(program);
            command.env("NOTIFY_SOCKET", &socket);
            command
        });
        heard.join().expect("it was heard");
        let _ended = server.expect("it serves").terminate();
    });
}

#[test]
fn a_second_server_is_refused_and_told_who_holds_the_folder() {
    let folder = Folder::new();
    let server = folder.serve();
    let second = ran(&mut folder.command(&["serve", "--listen", "127.0.0.1:0"])).ended(3);
    assert!(!second.err.trim().is_empty());
    assert!(matches!(server.get("/").status, 200..400));
}

#[test]
fn unknown_paths_are_not_found() {
    let folder = Folder::with_register();
    let server = folder.serve();
    for path in [
        "/no-such-page",
        "/nb/no-such-page",
        "/xx/statement",
        "/nb/../../etc/passwd",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn wrong_questions_are_the_askers_fault() {
    let folder = Folder::with_register();
    let server = folder.serve();
    for query in [
        "from=yesterday",
        "from=2026-07-31&to=2026-07-01",
        "period=2026-Q9",
    ] {
        for form in ["", ".csv", ".xlsx", ".json"] {
            let answer = server.get(&format!("/nb/statement{form}?{query}"));
            assert_eq!(answer.status, 400, "{form} {query}");
            assert!(!answer.body.contains("Anna Aas"), "{form} {query}");
        }
    }
    assert_eq!(server.get("/nb/statement?sort=nothing").status, 400);
}

#[test]
fn every_page_is_guarded() {
    let folder = Folder::with_register();
    let server = folder.serve();
    let page = server.get("/nb/statement?from=2026-07-01&to=2026-07-31");
    let policy = page.header("content-security-policy").unwrap_or_default();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert!(page.header("referrer-policy").is_some());
    let kind = page.header("content-type").unwrap_or_default();
    assert!(kind.contains("charset=utf-8"), "{kind}");
}

#[test]
fn another_sites_name_is_not_answered_with_data() {
    let folder = Folder::with_register();
    let server = folder.serve();
    let path = "/nb/statement?from=2026-07-01&to=2026-07-31";
    let answer = server.send(&format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\n"));
    assert!(
        !answer.body.contains("Anna Aas"),
        "a rebound name gets the data"
    );
}

#[test]
fn every_look_is_filed() {
    let folder = Folder::with_register();
    let server = folder.serve();
    let filed = || folder.ask(&["own-log"]).ended(0).out;
    let before = filed();
    assert_eq!(
        server
            .get("/nb/subjects?from=2026-07-01&to=2026-07-31")
            .status,
        200
    );
    let after = filed();
    assert!(
        after.len() > before.len(),
        "before: {before}\nafter: {after}"
    );
}

/// The first handle on the page of July's statement.
fn first_handle(folder: &Folder) -> String {
    let server = folder.serve();
    let page = server.get("/nb/statement?from=2026-07-01&to=2026-07-31");
    let (_, rest) = page.body.split_once("/nb/user/").expect("a link to a user");
    let handle: String = rest
        .chars()
        .take_while(|c| !['?', '"'].contains(c))
        .collect();
    assert_eq!(handle.len(), 22, "{handle}");
    assert_eq!(server.get(&format!("/nb/person/{handle}")).status, 200);
    let turned = if handle.starts_with('B') { 'C' } else { 'B' };
    for forged in [
        "a1",
        "p1",
        &handle[1..],
        &format!("{turned}{}", &handle[1..]),
    ] {
        let page = server.get(&format!("/nb/person/{forged}"));
        assert_eq!(page.status, 404, "{forged}");
    }
    handle
}

#[test]
fn bookmarks_lead_where_they_led_and_to_nobody_in_another_folder() {
    let (folder, other) = (Folder::with_register(), Folder::with_register());
    let handle = first_handle(&folder);
    assert_eq!(first_handle(&folder), handle);
    let server = other.serve();
    assert_eq!(server.get(&format!("/nb/person/{handle}")).status, 404);
}

#[test]
fn a_list_as_a_file_holds_every_row_and_one_look_is_filed() {
    let folder = Folder::with_register();
    let server = folder.serve();
    let looks = || folder.ask(&["own-log"]).ended(0).json()["total"].as_u64();
    let before = looks();
    let file = server.get("/en/log.csv?period=all");
    // The 37 that were sent, two next of kin who came along, and the headings.
    assert_eq!((file.status, file.body.lines().count()), (200, 40));
    // Two: the file, and the question before it.
    assert_eq!(looks(), before.map(|looks| looks + 2));
    assert_eq!(server.get("/en").status, 200);
    assert_eq!(looks(), before.map(|looks| looks + 4));
}
