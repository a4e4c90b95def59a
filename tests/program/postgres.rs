//! A folder whose registry is a PostgreSQL database: everything as with SQLite.

use serde_json::{Value, json};
use tilsyn_registry::testing::Cluster;
use tilsyn_tests::{Folder, fixture, ran, write};

/// A folder whose settings name a registry elsewhere.
pub(crate) fn folder_on(registry: &str) -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.data()).expect("a folder can be made");
    let settings = format!("registry = {}\n", json!(registry));
    write(&folder.data().join("settings.toml"), settings.as_bytes());
    folder
}

/// Brings in the hand-written register and a line that is refused.
fn fill(folder: &Folder) {
    folder.takes_directory(&fixture("directory"));
    let _summary = folder.takes(&fixture("events.ndjson")).ended(0);
    let _again = folder.takes(&fixture("events.ndjson")).ended(0);
    let bad = folder.file("bad.ndjson", "{\"id\":\"no end\n");
    let _refused = folder.takes(&bad).ended(1);
    let name = ["settings", "organisation_name", "Nordvik kommune"];
    let _set = folder.ask(&name).ended(0);
}

/// Everything that a registry takes part in, without what differs from folder to folder.
fn answers(folder: &Folder) -> Vec<Value> {
    let ask = |words: &[&str]| folder.ask(words).ended(0);
    let mut answers: Vec<Value> = ["statement", "subjects", "pictures"]
        .map(|list| Value::Array(folder.july(list)))
        .to_vec();
    answers.push(json!(ask(&["history", "--user", "HR:anna"]).lines()));
    answers.extend([&["sources"][..], &["settings"]].map(|words| ask(words).json()));
    answers.push(json!(ask(&["quarantine", "--piece", "1"]).out));
    answers.push(ask(&["own-log"]).json()["total"].clone());
    let whole = ask(&["verify"]).json();
    answers.push(json!([whole["ok"], whole["events"], whole["erased"]]));
    let checks = folder.ask(&["doctor"]).json();
    let checks = checks["checks"].as_array().expect("checks").clone();
    // What a database says about itself is its own.
    let of_both = |check: &Value| check["name"] != "registry" && check["name"] != "data checksums";
    answers.push(checks.into_iter().filter(of_both).collect());
    answers
}

#[test]
fn verify_and_doctor_ask_postgres_for_its_checksums() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let folder = folder_on(&cluster.database());
    let whole = folder.ask(&["verify"]).ended(0).json();
    assert_eq!(whole["registry"]["check"], "data_checksums", "{whole}");
    let said = whole["registry"]["ok"].clone();
    let checks = folder.ask(&["doctor"]).json();
    let mut checks = checks["checks"].as_array().expect("checks").iter();
    let found = checks.find(|check| check["name"] == "data checksums");
    assert_eq!(found.expect("a check")["ok"], said);
}

#[test]
fn every_command_answers_as_with_sqlite() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let (postgres, sqlite) = (folder_on(&cluster.database()), Folder::new());
    fill(&postgres);
    fill(&sqlite);
    assert!(!postgres.data().join("registry.sqlite").exists());
    assert_eq!(answers(&postgres), answers(&sqlite));
    let _forward = postgres.ask(&["upgrade"]).ended(0);
    assert_eq!(answers(&postgres), answers(&sqlite));
}

#[test]
fn a_served_folder_takes_in_and_shows_as_with_sqlite() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let (postgres, sqlite) = (folder_on(&cluster.database()), Folder::new());
    let (server, other) = (postgres.serve(), sqlite.serve());
    fill(&postgres);
    fill(&sqlite);
    assert_eq!(answers(&postgres), answers(&sqlite));
    for path in [
        "/nb/statement?from=2026-07-01&to=2026-07-31",
        "/nb/sources",
        "/nb/quarantine",
    ] {
        let (one, two) = (server.get(path), other.get(path));
        assert_eq!((one.status, two.status), (200, 200), "{path}");
        assert_eq!(one.body.lines().count(), two.body.lines().count(), "{path}");
    }
    server.kill();
    let whole = postgres.ask(&["verify"]).ended(0).json();
    assert_eq!(whole["ok"], true, "{whole}");
    assert_eq!(postgres.july("statement"), sqlite.july("statement"));
}

#[test]
fn a_database_that_cannot_be_reached_is_said_without_its_password() {
    let folder = folder_on("postgres://tilsyn:not-for-logs@127.0.0.1:1/none?connect_timeout=2");
    let refused = ran(&mut folder.command(&["sources"])).ended(3);
    assert!(refused.err.contains("PostgreSQL"), "{refused:?}");
    assert!(!refused.err.contains("not-for-logs"), "{refused:?}");
}
