//! Who may do what, from the first roles on: commands and pages act as members of staff.

use std::process::Command;

use serde_json::Value;
use tilsyn_tests::{Folder, ran};

/// The user of the operating system that runs the tests, and so the commands.
fn this_user() -> String {
    ran(Command::new("id").arg("-un"))
        .ended(0)
        .out
        .trim()
        .to_owned()
}

const HEADINGS: &str = "user,name,employee_no,issuer,subject,role,scope,need,to\n";

/// A folder with the register, where whoever runs the tests has this role.
fn begun(role: &str) -> Folder {
    let folder = Folder::with_register();
    for (key, units) in [("reviewers_given_by", "TOP"), ("reviewers_held_by", "U2")] {
        let _set = folder.ask(&["settings", key, units]).ended(0);
    }
    let lines = [
        "anna,,101,https://login.example,1,head-of-review,,heads it,".to_owned(),
        "bjorn,,102,https://login.example,2,head-of-review,,heads it too,".to_owned(),
        "cecilie,,103,https://login.example,3,log-reviewer,,reviews,".to_owned(),
        "ida,Ida Vik,,https://login.example,4,administrator,,runs it,".to_owned(),
        format!(
            "me,Who Tests,,local,{},{role},,tests it,2099-12-31",
            this_user()
        ),
    ];
    let file = folder.file("first.csv", HEADINGS.to_owned() + &lines.join("\n"));
    let file = file.to_str().expect("a path in UTF-8");
    let told = folder.ask(&["duties", "begin", file]).ended(0).json();
    assert_eq!(told["people"], 5);
    folder
}

/// What a command refuses says that it is refused, and shows nobody.
fn is_refused(folder: &Folder, words: &str) {
    let words: Vec<&str> = words.split(' ').collect();
    let ran = folder.ask(&words);
    assert_eq!(ran.exit, Some(3), "{words:?}: {ran:?}");
    assert!(ran.out.is_empty() && !ran.err.contains("Anna"), "{ran:?}");
}

fn may(folder: &Folder) -> Vec<String> {
    let mine = folder.ask(&["duties", "mine"]).ended(0).json();
    let actions = mine["actions"].as_array().expect("a list").iter();
    let allowed = actions.filter(|one| one["allowed"] == true);
    allowed
        .map(|one| one["action"].as_str().expect("a word").to_owned())
        .collect()
}

const JULY: &str = "--from 2026-07-01 --to 2026-07-31";

#[test]
fn an_administrator_runs_the_machine_and_sees_nobody_in_the_log() {
    let folder = begun("administrator");
    for words in [
        format!("statement {JULY}"),
        format!("subjects {JULY}"),
        "history --user HR:anna".to_owned(),
        "search Anna".to_owned(),
        "own-log".to_owned(),
        "quarantine".to_owned(),
        "keys rotate root".to_owned(),
        "settings reviewers_held_by TOP".to_owned(),
        "import events no-such-file".to_owned(),
    ] {
        is_refused(&folder, &words);
    }
    let _sources = folder.ask(&["sources"]).ended(0);
    let _verified = folder.ask(&["verify"]).ended(0);
    let _checked = folder.ask(&["doctor"]);
    let proposal = [
        "duties",
        "propose",
        "cecilie",
        "certifier",
        "--need",
        "reviews of access",
    ];
    assert_eq!(folder.ask(&proposal).ended(0).json()["duty"], 6);
    is_refused(&folder, "duties give 6");
    let allowed = may(&folder);
    assert!(allowed.contains(&"propose-duty".to_owned()));
    assert!(!allowed.contains(&"read-statement".to_owned()));
}

#[test]
fn a_head_of_review_names_the_bodies() {
    let folder = begun("head-of-review");
    let named = folder.ask(&["settings", "reviewers_held_by", "U1, U2"]);
    assert_eq!(named.ended(0).json()["reviewers_held_by"], "U1,U2");
    is_refused(&folder, "settings people_per_hour_max 7");
    let wrong = folder
        .ask(&["settings", "reviewers_held_by", "X9"])
        .ended(2);
    assert!(wrong.err.contains("no unit"), "{}", wrong.err);
}

#[test]
fn commands_act_as_a_member_of_staff_beside_a_server_too() {
    let folder = begun("auditor");
    let _server = folder.serve();
    is_refused(&folder, &format!("statement {JULY}"));
    let duties = folder.ask(&["duties", "list"]).ended(0).json();
    let people = duties["people"].as_array().expect("a list");
    let me = people
        .iter()
        .find(|one| one["user"] == "me")
        .expect("listed");
    assert_eq!(me["roles"], serde_json::json!(["auditor"]));
    assert_eq!(duties["duties"].as_array().map(Vec::len), Some(5));
}

#[test]
fn pages_are_for_those_whose_role_they_are() {
    let folder = begun("source-operator");
    let server = folder.serve();
    // Anna, Bjørn, Cecilie who reviews, Ida, and whoever runs the tests.
    let status = |path: &str, reader: usize| {
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\
             Cookie: tilsyn-development-reader={reader}\r\n"
        );
        server.send(&head).status
    };
    let statement = "/nb/statement?from=2026-07-01&to=2026-07-31";
    let seen: Vec<u16> = (0..5).map(|reader| status(statement, reader)).collect();
    assert_eq!(seen, [403, 403, 200, 403, 403]);
    let seen: Vec<u16> = (0..5).map(|reader| status("/nb/duties", reader)).collect();
    assert_eq!(seen, [200, 200, 403, 200, 403]);
    let seen: Vec<u16> = (0..5).map(|reader| status("/nb/rules", reader)).collect();
    assert_eq!(seen, [200; 5]);
    let own_log = |reader| status("/nb/own-log", reader);
    assert_eq!((own_log(0), own_log(2)), (403, 200));
}

#[test]
fn a_file_that_cannot_be_used_gives_nothing() {
    let folder = Folder::with_register();
    let begin = |lines: &str| {
        let file = folder.file("first.csv", HEADINGS.to_owned() + lines);
        let file = file.to_str().expect("a path in UTF-8").to_owned();
        let ran = folder.ask(&["duties", "begin", &file]);
        assert!(matches!(ran.exit, Some(2 | 3)), "{ran:?}");
        assert!(!ran.err.trim().is_empty() && ran.out.is_empty());
    };
    begin("anna,,101,local,a,head-of-review,,heads it,");
    begin("anna,,101,local,a,king,,heads it,");
    begin("anna,,101\n");
    let listed: Value = folder.ask(&["duties", "list"]).ended(0).json();
    assert_eq!(listed["people"], serde_json::json!([]));
    // Whoever set it up still may.
    let _statement = folder.july("statement");
}
