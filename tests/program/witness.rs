//! A witness of another organisation: a program, a folder and a user of its own.
//!
//! What only two programs together can show: checkpoints are cosigned and verified, a folder put
//! back from an older copy is refused, and what a lying witness says is not used.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tilsyn_tests::{Folder, Ran, Witness, fixture, ran, write};

/// How long a checkpoint may take until it is cosigned.
const COSIGNED_SECONDS_MAX: u64 = 30;

/// A policy of one witness.
fn policy(folder: &Folder, key: &str, address: &str) -> String {
    let text = format!("witness north {key} http://{address}\nquorum north\n");
    follow(folder, &text)
}

/// Writes a policy and the setting that names it; the answer is the policy's path.
fn follow(folder: &Folder, text: &str) -> String {
    let path = folder.file("north.policy", text);
    let path = path.to_str().expect("a path of text").to_owned();
    std::fs::create_dir_all(folder.data()).expect("temporary folders can be made");
    let setting = format!("witness_policy = \"{path}\"\n");
    write(&folder.data().join("settings.toml"), setting.as_bytes());
    path
}

pub(crate) fn doctor(folder: &Folder) -> Value {
    folder.ask(&["doctor"]).json()
}

/// What the doctor says of one thing: whether it is well, and the hint.
pub(crate) fn found(folder: &Folder, name: &str) -> (bool, String) {
    let doctor = doctor(folder);
    let checks = doctor["checks"].as_array().expect("checks").iter();
    let check = checks.clone().find(|check| check["name"] == name);
    let check = check.expect("the check");
    let hint = check["hint"].as_str().expect("a hint").to_owned();
    (check["ok"] == true, hint)
}

pub(crate) fn verified(folder: &Folder, policy: &str) -> Ran {
    folder.ask(&["verify", "--policy", policy])
}

/// Waits until enough have signed at least so many leaves.
pub(crate) fn cosigned(folder: &Folder, policy: &str, leaves: u64) -> u64 {
    let start = Instant::now();
    loop {
        let answer = verified(folder, policy).json();
        let signed = answer["witnesses"]["leaves"].as_u64().unwrap_or(0);
        if signed >= leaves {
            assert_eq!(answer["ok"], true, "{answer}");
            return signed;
        }
        let waited = start.elapsed().as_secs();
        assert!(waited < COSIGNED_SECONDS_MAX, "not cosigned: {answer}");
        sleep(Duration::from_millis(300));
    }
}

/// One event more, and its checkpoint is signed by as many as are needed; gives its file.
pub(crate) fn takes_one_more(folder: &Folder, policy: &str) -> PathBuf {
    let more = r#"{"id": "later-1", "source": "HR", "time": "2026-07-20T10:00:00+02:00","#;
    let act = r#""kind": "lookup", "actor": {"user": "anna"},"#;
    let about = r#""subjects": [{"national_id": "02817110005"}]}"#;
    let more = folder.file("more.ndjson", format!("{more} {act} {about}\n"));
    assert_eq!(folder.takes(&more).ended(0).json()["stored"], 1);
    let leaves = verified(folder, policy).json()["leaves"].as_u64();
    cosigned(folder, policy, leaves.expect("a count"));
    more
}

fn copy(from: &Path, to: &Path) {
    let _copied = ran(Command::new("cp").arg("-a").arg(from).arg(to)).ended(0);
}

/// A folder whose log a witness knows, not served yet.
fn known(witness: &Witness) -> (Folder, String) {
    let folder = Folder::new();
    let path = policy(&folder, &witness.key, &witness.listen);
    let key = doctor(&folder)["log_key"]
        .as_str()
        .expect("a key")
        .to_owned();
    witness.add_log(&key);
    (folder, path)
}

#[test]
fn what_comes_in_is_cosigned_and_the_quorum_is_checked() {
    let witness = Witness::start();
    let (folder, policy) = known(&witness);
    let before = verified(&folder, &policy).ended(1).json();
    assert_eq!(before["witnesses"]["missing"][0], "north");
    assert_eq!(before["problems"], serde_json::json!([]));
    let _server = folder.serve();
    let summary = folder.takes(&fixture("events.ndjson")).ended(0).json();
    let leaves = summary["events"].as_u64().expect("a count");
    assert!(cosigned(&folder, &policy, leaves) >= leaves);
    assert_eq!(found(&folder, "witnesses"), (true, String::new()));
    let said = ran(&mut folder.command(&["verify", "--policy", &policy])).ended(0);
    assert!(
        said.err.contains("Enough witnesses have signed"),
        "{said:?}"
    );
}

/// A witness that takes requests and never answers is in the policy too, and the environment
/// names it as everybody's proxy.
#[test]
fn one_that_hangs_keeps_nobody_from_signing_and_no_proxy_is_asked() {
    let (witness, other) = (Witness::start(), Witness::start());
    let hanging = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let hanging = hanging
        .local_addr()
        .map(|at| (hanging, format!("http://{at}")));
    let (_listens, nowhere) = hanging.expect("it listens");
    let folder = Folder::new();
    let first = format!("witness west {} {nowhere}\n", other.key);
    let second = format!("witness north {} http://{}\n", witness.key, witness.listen);
    let text = format!("{first}{second}group any 1 west north\nquorum any\n");
    let policy = follow(&folder, &text);
    let key = doctor(&folder)["log_key"].clone();
    witness.add_log(key.as_str().expect("a key"));
    let by_proxy = |program: &Path| {
        let mut command = Command::new(program);
        for name in ["all_proxy", "http_proxy", "https_proxy"] {
            command.env(name, &nowhere);
            command.env(name.to_uppercase(), &nowhere);
        }
        command
    };
    let _server = folder.serve_under(by_proxy).expect("it serves");
    let summary = folder.takes(&fixture("events.ndjson")).ended(0).json();
    let leaves = summary["events"].as_u64().expect("a count");
    cosigned(&folder, &policy, leaves);
    takes_one_more(&folder, &policy);
    let standing = verified(&folder, &policy).json();
    assert_eq!(standing["witnesses"]["missing"][0], "west", "{standing}");
}

#[test]
fn a_policy_that_is_wrong_is_told_with_its_line() {
    let folder = Folder::with_register();
    let path = folder.file("wrong.policy", "# whom to believe\nqourum none\n");
    let path = path.to_str().expect("a path of text");
    let said = ran(&mut folder.command(&["verify", "--policy", path])).ended(3);
    assert!(said.err.contains("line 2"), "{said:?}");
}

#[test]
fn a_folder_put_back_from_an_older_copy_takes_nothing_in() {
    let witness = Witness::start();
    let (folder, policy) = known(&witness);
    let server = folder.serve();
    let summary = folder.takes(&fixture("events.ndjson")).ended(0).json();
    cosigned(
        &folder,
        &policy,
        summary["events"].as_u64().expect("a count"),
    );
    server.kill();
    let older = folder.data().with_file_name("older");
    copy(&folder.data(), &older);
    let server = folder.serve();
    let more = takes_one_more(&folder, &policy);
    server.kill();
    let newer = folder.data().with_file_name("newer");
    let _moved = ran(Command::new("mv").arg(folder.data()).arg(&newer)).ended(0);
    copy(&older, &folder.data());

    let server = folder.serve();
    let refused = ran(folder.command(&["import", "events"]).arg(&more)).ended(3);
    assert!(refused.err.contains("older copy"), "{refused:?}");
    let (is_well, hint) = found(&folder, "roll-back");
    assert!(!is_well && hint.contains("older copy"), "{hint}");
    for language in ["nb", "da", "sv", "en"] {
        let page = server.get(&format!("/{language}"));
        assert_eq!(page.status, 200);
        assert!(page.body.contains("role=\"alert\""), "{language}");
    }
    assert_eq!(verified(&folder, &policy).ended(1).json()["ok"], false);
    server.kill();
    // The witness is gone; the folder itself knows now.
    drop(witness);
    let _refused = ran(folder.command(&["import", "events"]).arg(&more)).ended(3);
    let _server = folder.serve();
    let _refused = ran(folder.command(&["import", "events"]).arg(&more)).ended(3);
}

#[test]
fn a_witness_keeps_its_memory_and_refuses_another_history() {
    let mut witness = Witness::start();
    let (folder, policy) = known(&witness);
    let server = folder.serve();
    let summary = folder.takes(&fixture("events.ndjson")).ended(0).json();
    cosigned(
        &folder,
        &policy,
        summary["events"].as_u64().expect("a count"),
    );
    server.kill();
    witness.restart();
    let kept = std::fs::read_dir(folder.data().join("ledger/witnessed"));
    let kept = kept.expect("the folder of what witnesses signed").flatten();
    let newest = kept.map(|entry| entry.path()).max().expect("a note");
    let note = std::fs::read_to_string(newest).expect("a note");
    let size = note.lines().nth(1).expect("a size").to_owned();
    let answer = witness.post("/add-checkpoint", &format!("old 0\n\n{note}"));
    assert_eq!((answer.status, answer.body), (409, format!("{size}\n")));
    assert_eq!(witness.post("/add-checkpoint", "old 0\n").status, 400);
    let stranger = note.replacen("tilsyn.example", "other.example", 1);
    assert_eq!(
        witness
            .post("/add-checkpoint", &format!("old 0\n\n{stranger}"))
            .status,
        404
    );
    let altered = note.replacen(&format!("\n{size}\n"), &format!("\n{size}0\n"), 1);
    assert_eq!(
        witness
            .post("/add-checkpoint", &format!("old {size}\n\n{altered}"))
            .status,
        403
    );
    let again = witness.post("/add-checkpoint", &format!("old {size}\n\n{note}"));
    assert_eq!(again.status, 200);
    assert!(
        again.body.starts_with("\u{2014} witness.example.org "),
        "{again:?}"
    );
    let long = format!("old 0\n{}", "x".repeat(200_000));
    assert_eq!(witness.post("/add-checkpoint", &long).status, 413);
    assert_eq!(witness.post("/no-such-path", "").status, 404);
}

/// A witness that gives every request the same answer.
fn lying(status: &'static str, body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("an address").to_string();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut bytes = [0; 1 << 14];
            let _read = stream.read(&mut bytes);
            let length = body.len();
            let head = format!("HTTP/1.1 {status} x\r\nContent-Length: {length}\r\n\r\n");
            let _sent = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    address
}

#[test]
fn what_a_lying_witness_says_is_not_used_and_it_is_named() {
    let honest = Witness::start();
    let line = "\u{2014} witness.example.org AAAAAAAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWX\
                EhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    for (status, body) in [("200", line.to_owned()), ("409", "999999\n".to_owned())] {
        let folder = Folder::new();
        let policy = policy(&folder, &honest.key, &lying(status, body));
        let _server = folder.serve();
        let _taken = folder.takes(&fixture("events.ndjson")).ended(0);
        let start = Instant::now();
        while !found(&folder, "witnesses").1.contains("does not fit") {
            assert!(
                start.elapsed().as_secs() < COSIGNED_SECONDS_MAX,
                "not named"
            );
            sleep(Duration::from_millis(300));
        }
        let (is_well, hint) = found(&folder, "witnesses");
        assert!(!is_well && hint.contains("north"), "{hint}");
        assert!(found(&folder, "roll-back").0);
        let answer = verified(&folder, &policy).ended(1).json();
        assert_eq!(answer["witnesses"]["missing"][0], "north");
        assert_eq!(
            folder.takes(&fixture("events.ndjson")).ended(0).json()["duplicates"],
            37
        );
    }
}
