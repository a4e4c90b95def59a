//! Folders kept from each format so far: they come forward whole, with the answers of then.
//!
//! `fixtures/kept/format-N.tar.gz` is a folder as it was written when format N was new, and
//! `format-N.json` what it answered then. A later format must carry all of them forward.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use tilsyn_tests::{Folder, fixture, ran, write};

/// Every format that was ever released.
pub(crate) const FORMATS: [u64; 1] = [1];
const PERIOD: [&str; 4] = ["--from", "2026-01-01", "--to", "2026-12-31"];
/// One event in so many of the small demo register.
const ONE_EVENT_IN: usize = 400;
/// Rows of a directory file in a kept folder.
const ROWS_MAX: usize = 200;

fn kept(format: u64, ending: &str) -> PathBuf {
    fixture(&format!("kept/format-{format}.{ending}"))
}

fn tar(words: &[&OsStr]) {
    let _said = ran(Command::new("tar").args(words)).ended(0);
}

/// A folder of that format, as it was kept.
pub(crate) fn unpacked(format: u64) -> Folder {
    let folder = Folder::new();
    let packed = kept(format, "tar.gz");
    let to = folder.data();
    let to = to.parent().expect("data lies in a folder");
    tar(&["-xzf".as_ref(), packed.as_ref(), "-C".as_ref(), to.as_ref()]);
    folder
}

fn answers_then(format: u64) -> Value {
    let text = std::fs::read(kept(format, "json")).expect("answers were kept too");
    serde_json::from_slice(&text).expect("JSON")
}

/// The national id of somebody in the folder of that format.
pub(crate) fn a_person_of(format: u64) -> String {
    let first = &answers_then(format)["subjects"]["rows"][0]["national_id"];
    first.as_str().expect("an id").to_owned()
}

/// What a folder answers, question by question.
fn answers(folder: &Folder) -> Value {
    let ask = |words: &[&str]| folder.ask(words).ended(0);
    let list = |name: &str| ask(&[&[name][..], &PERIOD].concat()).json();
    let [statement, subjects, pictures] = ["statement", "subjects", "pictures"].map(list);
    let person = subjects["rows"][0]["national_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let looks = ask(&["own-log", "--limit", "500"]).json();
    let looks = looks["rows"].as_array().cloned().expect("rows");
    json!({
        "statement": statement,
        "subjects": subjects,
        "pictures": pictures,
        "history": ask(&["history", "--subject", &person]).lines(),
        "sources": ask(&["sources"]).json(),
        "quarantine": ask(&["quarantine"]).json(),
        "refused piece": ask(&["quarantine", "--piece", "1"]).out,
        "settings": ask(&["settings"]).json(),
        "first looks": looks.iter().rev().take(3).collect::<Vec<_>>(),
        "verify": ask(&["verify"]).json(),
    })
}

/// Where an answer of now says something else than then. What was empty then may be filled, and
/// fields may be added; leaves and checkpoints grow with every look.
fn differences(at: &str, then: &Value, now: &Value, found: &mut Vec<String>) {
    match (then, now) {
        (Value::Null, _) => {}
        // An event of then may be explained now.
        (Value::Array(then), Value::Array(_))
            if then.is_empty() && at.ends_with("explanations") => {}
        (Value::Object(then), Value::Object(now)) => {
            for (key, then) in then {
                let grows = matches!(key.as_str(), "leaves" | "checkpoints");
                let now = now.get(key).unwrap_or(&Value::Null);
                if !grows {
                    differences(&format!("{at}.{key}"), then, now, found);
                } else if now.as_u64() < then.as_u64() {
                    found.push(format!("{at}.{key}: {then} then, {now} now"));
                }
            }
        }
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
            for (place, (then, now)) in then.iter().zip(now).enumerate() {
                differences(&format!("{at}[{place}]"), then, now, found);
            }
        }
        _ if then == now => {}
        _ => found.push(format!("{at}: {then} then, {now} now")),
    }
}

pub(crate) fn check_answers(folder: &Folder, format: u64) {
    let mut found = Vec::new();
    differences("", &answers_then(format), &answers(folder), &mut found);
    assert!(found.is_empty(), "format {format}: {found:#?}");
}

#[test]
fn every_kept_folder_comes_forward_with_the_answers_of_then() {
    for format in FORMATS {
        let folder = unpacked(format);
        let upgraded = folder.ask(&["upgrade"]).ended(0).json();
        assert_eq!(upgraded["from"], format, "{upgraded}");
        assert!(upgraded["to"].as_u64() >= FORMATS.last().copied());
        let whole = folder.ask(&["verify"]).ended(0).json();
        assert_eq!(whole["ok"], true, "{whole}");
        check_answers(&folder, format);
        std::fs::remove_dir_all(folder.data().join("archive")).expect("can be thrown away");
        check_answers(&folder, format);
    }
}

#[test]
fn todays_format_is_among_the_kept() {
    let folder = Folder::new();
    let _made = folder.ask(&["verify"]).ended(0);
    assert_eq!(Some(format_of(&folder)), FORMATS.last().copied());
}

fn format_of(folder: &Folder) -> u64 {
    let text = std::fs::read(folder.data().join("folder.json")).expect("a folder says its format");
    let about: Value = serde_json::from_slice(&text).expect("JSON");
    about["format"].as_u64().expect("a number")
}

/// Gives a kept folder the archive of an earlier version, so that an upgrade has work to do.
fn with_old_archive() -> Folder {
    let folder = unpacked(FORMATS[0]);
    let path = folder.data().join("archive/manifest.json");
    let text = std::fs::read_to_string(&path).expect("a manifest");
    let old = text.replacen("\"version\": 1", "\"version\": 0", 1);
    assert_ne!(text, old);
    write(&path, old.as_bytes());
    folder
}

#[test]
fn an_upgrade_that_was_cut_off_can_be_run_again() {
    for milliseconds in [2, 8, 16, 40] {
        let folder = with_old_archive();
        let mut command = folder.command(&["upgrade"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the program starts");
        sleep(Duration::from_millis(milliseconds));
        child.kill().expect("our own child can be killed");
        let _status = child.wait();
        let _upgraded = folder.ask(&["upgrade"]).ended(0);
        let whole = folder.ask(&["verify"]).ended(0).json();
        assert_eq!(whole["ok"], true, "{milliseconds} ms: {whole}");
        let statement = json!({ "rows": folder.rows("statement", PERIOD[1], PERIOD[3]) });
        let mut found = Vec::new();
        let then = &answers_then(FORMATS[0])["statement"];
        differences("statement", then, &statement, &mut found);
        assert!(found.is_empty(), "{milliseconds} ms: {found:#?}");
    }
}

#[test]
fn a_folder_of_a_later_format_is_refused_and_left_alone() {
    let folder = unpacked(FORMATS[0]);
    let path = folder.data().join("folder.json");
    write(
        &path,
        br#"{"format": 999, "made_by": "9.9.9", "more": true}"#,
    );
    for words in [
        &["upgrade"][..],
        &["verify"],
        &["sources"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        let refused = folder.ask(words);
        let exit = if words == ["verify"] { 1 } else { 3 };
        assert_eq!(refused.exit, Some(exit), "{words:?} {refused:?}");
        let path = folder.data().display().to_string();
        let said = &refused.err;
        assert!(
            said.contains("999") && said.contains(&path),
            "{words:?} {said}"
        );
    }
    let left = std::fs::read_to_string(&path).expect("it is there");
    assert!(left.contains("\"more\""), "{left}");
}

#[test]
fn an_upgrade_waits_for_nobody_and_names_who_holds_the_folder() {
    let folder = Folder::new();
    let _server = folder.serve();
    let refused = folder.ask(&["upgrade"]).ended(3);
    assert!(refused.err.contains("tilsyn serve"), "{refused:?}");
}

#[test]
fn where_there_is_no_folder_none_is_made() {
    let folder = Folder::new();
    let refused = folder.ask(&["upgrade"]).ended(2);
    let path = folder.data().display().to_string();
    assert!(refused.err.contains(&path), "{refused:?}");
    assert!(!folder.data().exists());
}

/// Makes the kept folder of today's format: see `fixtures/kept/README.md`.
#[test]
#[ignore = "run by hand, once for each new format"]
fn keep_a_folder_of_todays_format() {
    let folder = Folder::new();
    let home = folder
        .data()
        .parent()
        .expect("data lies in a folder")
        .to_owned();
    let demo = home.join("demo");
    let words = [
        "run",
        "--quiet",
        "-p",
        "tilsyn-simulate",
        "--example",
        "generate",
        "--",
    ];
    let mut generate = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    generate.args(words).args(["--size", "small", "--out"]);
    let _made = ran(generate.arg(&demo)).ended(0);
    let events = std::fs::read_to_string(demo.join("events.ndjson")).expect("events");
    let events: Vec<&str> = events.lines().step_by(ONE_EVENT_IN).collect();
    cut_directory(&demo.join("directory"), &named(&events));
    fill(&folder, &demo.join("directory"), &events);
    let answers = answers(&folder);

    let format = format_of(&folder);
    let (packed, told) = (kept(format, "tar.gz"), kept(format, "json"));
    assert!(
        !packed.exists(),
        "a kept folder is never made again: {packed:?}"
    );
    // Room kept free in a segment is allocated, which tar takes for content.
    let holes = home.join("holes");
    let copied = ran(Command::new("cp")
        .args(["-a", "--sparse=always"])
        .args([folder.data(), holes.clone()]));
    let _said = copied.ended(0);
    let pack = "--sort=name --owner=0 --group=0 --numeric-owner --exclude=lock --sparse".split(' ');
    let renamed = ["--transform=s,^holes,data,", "-I", "gzip -9", "-cf"];
    let words: Vec<&OsStr> = pack
        .chain(renamed)
        .map(OsStr::new)
        .chain([packed.as_os_str(), "-C".as_ref(), home.as_os_str()])
        .chain(["holes".as_ref()])
        .collect();
    tar(&words);
    let told_text = serde_json::to_string_pretty(&answers).expect("JSON");
    write(&told, format!("{told_text}\n").as_bytes());
}

/// National ids and user names in events.
fn named(events: &[&str]) -> HashSet<String> {
    let mut names = HashSet::new();
    for event in events {
        let event: Value = serde_json::from_str(event).expect("JSON");
        let subjects = event["subjects"].as_array().into_iter().flatten();
        let people = subjects.map(|subject| &subject["national_id"]);
        let all = people.chain([&event["actor"]["national_id"], &event["actor"]["user"]]);
        names.extend(all.filter_map(Value::as_str).map(str::to_owned));
    }
    names
}

/// Leaves of a directory what these people and users need.
fn cut_directory(directory: &Path, names: &HashSet<String>) {
    let mut names = names.clone();
    let accounts = std::fs::read_to_string(directory.join("accounts.csv")).expect("accounts");
    for line in accounts.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        if names.contains(cells[1]) {
            names.insert(cells[2].to_owned());
        }
    }
    names.remove("");
    for entry in std::fs::read_dir(directory).expect("a folder") {
        let path = entry.expect("its entries can be read").path();
        let text = std::fs::read_to_string(&path).expect("text");
        let whole = path.ends_with("units.csv") || path.ends_with("entitlements.csv");
        let needed = |line: &str| whole || line.split(',').any(|cell| names.contains(cell));
        let (head, rest) = text.split_once('\n').expect("a header");
        let mut cut = format!("{head}\n");
        for line in rest.lines().filter(|line| needed(line)).take(ROWS_MAX) {
            writeln!(cut, "{line}").expect("a string takes all");
        }
        write(&path, cut.as_bytes());
    }
}

/// Brings in everything that a folder can hold.
fn fill(folder: &Folder, directory: &Path, events: &[&str]) {
    let named = ["settings", "organisation_name", "Nordvik kommune"];
    let _set = folder.ask(&named).ended(0);
    folder.takes_directory(directory);
    let (first, rest) = events.split_at(events.len() / 2);
    let first = folder.file("first.ndjson", first.join("\n"));
    let _summary = folder.takes(&first).ended(0);
    // Some leave: a directory with a history.
    let path = directory.join("employments.csv");
    let text = std::fs::read_to_string(&path).expect("employments");
    let staying = text
        .lines()
        .enumerate()
        .filter(|(at, _)| at % 40 != 7)
        .map(|(_, line)| line);
    write(&path, staying.collect::<Vec<_>>().join("\n").as_bytes());
    folder.takes_directory(directory);
    // A duplicate, the same id with other content, a line that is none, an identity that does
    // not fit a slot of the vault, a transfer with next of kin.
    let other = rest[0].replacen("\"kind\":\"", "\"outcome\":\"deny\",\"kind\":\"", 1);
    let long = "u".repeat(180);
    let more = [
        rest[0].to_owned(),
        other,
        "{\"id\":\"no end".to_owned(),
        format!(
            r#"{{"id":"long","source":"HR","seq":7,"time":"2026-05-05T12:00:00+02:00",
            "kind":"lookup","actor":{{"user":"{long}"}},
            "subjects":[{{"national_id":"02817110005"}}]}}"#
        ),
        r#"{"id":"moved","source":"HR","seq":9,"time":"2026-05-06T12:00:00+02:00",
            "kind":"register_transfer","actor":{"user":"anna"},
            "subjects":[{"national_id":"02817110005"}],"transfer":{"kin":[
            {"national_id":"03817210065","relation":"mother"}]}}"#
            .to_owned(),
    ];
    let more = more.map(|line| line.replace('\n', " "));
    let rest = folder.file(
        "rest.ndjson",
        [rest, &more.each_ref().map(String::as_str)]
            .concat()
            .join("\n"),
    );
    let summary = folder.takes(&rest).ended(1).json();
    let counts = ["duplicates", "conflicts", "quarantined", "gaps"].map(|name| &summary[name]);
    assert_eq!(counts[..3], [1, 1, 1], "{summary}");
    assert!(counts[3].as_u64() > Some(0), "{summary}");
}
