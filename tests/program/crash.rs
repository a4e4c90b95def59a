//! Power cuts: `kill -9` in the middle of an import, then the same import again.
//!
//! The result must be that of one clean run, whatever had been acknowledged.

use std::fmt::Write;
use std::os::unix::fs::FileExt;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;
use tilsyn_tests::{Folder, fixture};

pub(crate) const EVENTS: usize = 40_000;
const PEOPLE: [&str; 7] = [
    "01817010055",
    "02817110005",
    "03817210065",
    "04817310015",
    "05817410075",
    "06817510025",
    "07817610085",
];
const USERS: [&str; 6] = ["anna", "bjorn", "cecilie", "david", "eva", "ghost"];

/// A long file whose events differ in user, person, day and kind.
pub(crate) fn many_events() -> String {
    let mut text = String::new();
    for n in 0..EVENTS {
        let user = USERS[n * 7 % USERS.len()];
        let subject = PEOPLE[n * 5 % PEOPLE.len()];
        let kind = ["lookup", "image_view", "change", "list"][n % 4];
        let (day, hour, minute) = (1 + n % 31, n / 31 % 24, n / 744 % 60);
        let time = format!("2026-07-{day:02}T{hour:02}:{minute:02}:00+02:00");
        let act = format!(r#""id":"n{n}","source":"HR","seq":{n},"time":"{time}""#);
        let who = format!(r#""kind":"{kind}","actor":{{"user":"{user}"}}"#);
        let written = writeln!(
            text,
            r#"{{{act},{who},"subjects":[{{"national_id":"{subject}"}}]}}"#
        );
        written.expect("a string takes all");
    }
    text
}

/// Every answer that the events could change.
fn answers(folder: &Folder) -> Vec<Vec<Value>> {
    let mut answers: Vec<Vec<Value>> = ["statement", "subjects", "pictures"]
        .map(|list| folder.july(list))
        .to_vec();
    let history = folder
        .ask(&["history", "--subject", PEOPLE[1]])
        .ended(0)
        .lines();
    // Events of one minute stand in the order of the ledger, which a crash may change.
    let mut ids: Vec<Value> = history
        .into_iter()
        .map(|event| event["id"].clone())
        .collect();
    ids.sort_by_key(Value::to_string);
    answers.push(ids);
    answers
}

/// Waits until the ledger has written something at that byte of a segment: a batch is some five
/// megabytes and the whole import some twenty-five, so that it is then in the middle.
fn wait_until_written(folder: &Folder, byte: u64) {
    let segments = folder.data().join("ledger/segments");
    for _ in 0..60_000 {
        let files = std::fs::read_dir(&segments).into_iter().flatten().flatten();
        if files
            .into_iter()
            .any(|file| has_bytes_at(&file.path(), byte))
        {
            return;
        }
        sleep(Duration::from_millis(1));
    }
    panic!("nothing was written at byte {byte} within a minute");
}

fn has_bytes_at(file: &std::path::Path, byte: u64) -> bool {
    let mut bytes = [0; 64];
    let Ok(file) = std::fs::File::open(file) else {
        return false;
    };
    file.read_exact_at(&mut bytes, byte).is_ok() && bytes.iter().any(|byte| *byte != 0)
}

#[test]
fn an_import_killed_in_the_middle_and_repeated_equals_a_clean_one() {
    let text = many_events();
    let clean = Folder::new();
    clean.takes_directory(&fixture("directory"));
    let _summary = clean.takes(&clean.file("many.ndjson", &text)).ended(0);
    let expected = answers(&clean);
    assert!(expected.iter().all(|rows| !rows.is_empty()));

    let mut killed_midway = 0;
    for written in [1 << 20, 8 << 20, 14 << 20] {
        let folder = Folder::new();
        folder.takes_directory(&fixture("directory"));
        let file = folder.file("many.ndjson", &text);
        let mut import = folder.command(&["import", "events"]);
        let import = import
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = import.spawn().expect("the program starts");
        wait_until_written(&folder, written);
        child.kill().expect("our own child can be killed");
        let status = child.wait().expect("a killed child ends");

        let again = folder.takes(&file).ended(0).json();
        let count = |field: &str| again[field].as_u64().expect("a count");
        assert_eq!(count("read"), EVENTS as u64);
        assert_eq!(count("stored") + count("duplicates"), EVENTS as u64);
        if !status.success() && count("duplicates") > 0 {
            killed_midway += 1;
        }
        assert_eq!(answers(&folder), expected, "killed at byte {written}");
        let verified = folder.ask(&["verify"]).ended(0).json();
        assert_eq!(verified["ok"], true, "{verified}");
        assert_eq!(
            verified["events"].as_u64(),
            Some(EVENTS as u64),
            "{verified}"
        );
    }
    assert!(
        killed_midway > 0,
        "no import was caught between its first batch and its end"
    );
}

/// What `doctor` says of imports; nothing where they are in order.
fn doctor_on_imports(folder: &Folder) -> String {
    let checks = folder.ask(&["doctor"]).ended(1).json();
    let checks = checks["checks"].as_array().expect("a list").clone();
    let imports = checks.iter().find(|check| check["name"] == "imports");
    let imports = imports.expect("it is checked");
    let hint = imports["hint"].as_str().expect("a text");
    assert_eq!(imports["ok"], hint.is_empty(), "{imports}");
    hint.to_owned()
}

#[test]
fn doctor_complains_of_a_cut_off_import_until_its_content_has_come() {
    let folder = Folder::new();
    let text = many_events();
    let file = folder.file("many.ndjson", &text);
    assert_eq!(doctor_on_imports(&folder), "");
    let mut import = folder.command(&["import", "events"]);
    let import = import
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = import.spawn().expect("the program starts");
    wait_until_written(&folder, 1 << 20);
    child.kill().expect("our own child can be killed");
    let status = child.wait().expect("a killed child ends");
    assert!(!status.success(), "it was caught before its end");
    assert!(doctor_on_imports(&folder).contains("1 was cut off"));

    // Another log of the same name, as after a rotation: what was cut off is still missing.
    let first = text.lines().next().expect("a line");
    let _rotated = folder.file("many.ndjson", first.replace("\"n0\"", "\"m0\"") + "\n");
    let _summary = folder.takes(&file).ended(0);
    assert!(doctor_on_imports(&folder).contains("1 was cut off"));

    let moved = folder.file("many-1.ndjson", &text);
    let _summary = folder.takes(&moved).ended(0);
    assert_eq!(doctor_on_imports(&folder), "");
}

#[test]
fn what_a_killed_server_had_acknowledged_is_there() {
    let folder = Folder::new();
    let server = folder.serve();
    folder.takes_directory(&fixture("directory"));
    let _summary = folder.takes(&fixture("events.ndjson")).ended(0);
    let before = folder.july("statement");
    server.kill();
    assert_eq!(folder.july("statement"), before);
    assert_eq!(before, Folder::with_register().july("statement"));
}

#[test]
fn the_program_has_nothing_of_the_simulated_disk() {
    let program = std::fs::read(tilsyn_tests::program()).expect("it is built");
    let has = |text: &[u8]| program.windows(text.len()).any(|part| part == text);
    assert!(has(b"could not be made durable"), "what `durable` says");
    assert!(!has(b"/simulated-disk"), "the root of simulated disks");
}
