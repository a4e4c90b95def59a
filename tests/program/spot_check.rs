//! Random samples, recomputed here from the file of events and the words of formats.md alone.

use std::collections::BTreeSet;

use serde_json::Value;
use sha2::{Digest, Sha256};
use tilsyn_tests::{Folder, fixture, ran};

/// Somebody who looks at people of the own unit only, and so stands in no statement.
const INSIDE: &str = r#"{"id":"i 1","source":"HR","time":"2026-07-09T11:00:00+02:00",
    "kind":"lookup","actor":{"user":"inside","national_id":"068175-10025"},
    "subjects":[{"national_id":"028171 10005"}]}"#;
const JULY: [&str; 4] = ["--from", "2026-07-01", "--to", "2026-07-31"];

fn register() -> (Folder, Vec<Value>) {
    let folder = Folder::with_register();
    let inside = INSIDE.replace('\n', " ") + "\n";
    let more = folder.file("more.ndjson", &inside);
    let _summary = folder.takes(&more).ended(0);
    let lines = std::fs::read_to_string(fixture("events.ndjson")).expect("a fixture") + &inside;
    let events = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("an event"));
    (folder, events.collect())
}

/// The lookups of July by formats.md, section 4: the account that acted, and the item.
fn july(events: &[Value]) -> Vec<(String, String)> {
    let mut lookups = Vec::new();
    for event in events {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (id, source) = (text(&event["id"]), text(&event["source"]));
        let user = text(&event["actor"]["user"]);
        let is_lookup = ["lookup", "document_view", "image_view"].contains(&&*text(&event["kind"]));
        let permitted = event["outcome"].is_null() || event["outcome"] == "permit";
        let system = event["actor"]["system"] == true || user == "batch";
        // It happened in August, by the clocks of Oslo.
        if !is_lookup || !permitted || system || id == "e13" {
            continue;
        }
        let subjects = event["subjects"].as_array().into_iter().flatten();
        let shown = subjects.filter(|one| one["via"].is_null() || one["via"] == "shown");
        let people: BTreeSet<String> = shown
            .map(|one| text(&one["national_id"]).replace([' ', '-'], ""))
            .collect();
        let account = format!("{source}:{user}");
        let item = |person: &String| format!("{source}\u{1f}{id}\u{1f}{person}");
        lookups.extend(people.iter().map(|person| (account.clone(), item(person))));
    }
    lookups
}

fn drawn(folder: &Folder, how_many: &[&str]) -> Value {
    let words = [&["sample"][..], &JULY, how_many].concat();
    folder.ask(&words).ended(0).json()
}

fn items(sample: &Value) -> Vec<String> {
    let items = sample["items"].as_array().expect("a list");
    let text = |item: &Value, field: &str| item[field].as_str().expect("a text").to_owned();
    let fields = ["source", "id", "national_id"];
    items
        .iter()
        .map(|item| fields.map(|field| text(item, field)).join("\u{1f}"))
        .collect()
}

#[test]
fn the_smallest_hashes_of_the_lookups_in_the_file_are_drawn() {
    let (folder, events) = register();
    let mut all: Vec<String> = july(&events).into_iter().map(|(_, item)| item).collect();
    let hash = |item: &String| Sha256::digest([b"2026-Q3", &[0][..], item.as_bytes()].concat());
    all.sort_by_key(hash);
    for size in [1, 7, all.len(), all.len() + 1] {
        let sample = drawn(&folder, &["--seed", "2026-Q3", "--size", &size.to_string()]);
        let expected = &all[..size.min(all.len())];
        assert_eq!(items(&sample), expected);
        assert_eq!(sample["population"], all.len());
        assert_eq!(sample["size"], expected.len());
        assert_eq!(
            (&sample["seed"], &sample["seed_origin"]),
            (&"2026-Q3".into(), &"given".into())
        );
        assert!(sample["detects"].is_null());
    }
    let sample = drawn(&folder, &["--seed", "2026-Q3", "--detect", "0.5"]);
    assert_eq!(items(&sample), all[..4]);
    let detects = sample["detects"].as_f64().expect("a probability");
    assert!((0.95..0.97).contains(&detects), "{detects}");
}

#[test]
fn the_population_is_what_the_lists_count() {
    let (folder, events) = register();
    let sample = drawn(&folder, &["--seed", "1", "--size", "1"]);
    let population = sample["population"].as_u64().expect("a count");
    let count = |row: &Value| row["lookups"].as_u64().expect("a count");
    let of_people: u64 = folder.july("subjects").iter().map(count).sum();
    assert_eq!(population, of_people);
    let statement = folder.july("statement");
    let accounts = statement.iter().flat_map(|row| row["accounts"].as_array());
    let accounts: BTreeSet<&str> = accounts.flatten().filter_map(Value::as_str).collect();
    let lookups = july(&events);
    let inside = lookups.iter().filter(|(who, _)| !accounts.contains(&**who));
    let inside = inside.count() as u64;
    assert_eq!(inside, 1, "one looks at the own unit only");
    assert_eq!(
        population,
        statement.iter().map(count).sum::<u64>() + inside
    );
}

/// A log that was over long ago by any clock.
fn old() -> Folder {
    let folder = Folder::new();
    let line = |n: u32| {
        format!(r#"{{"id":"{n}","source":"HR","time":"2019-02-01T10:00:00Z","kind":"lookup","#)
            + &format!(
                r#""actor":{{"user":"anna"}},"subjects":[{{"national_id":"0{}817110005"}}]}}"#,
                n % 10
            )
            + "\n"
    };
    let lines: String = (0..60).map(line).collect();
    let file = folder.file("old.ndjson", lines);
    let _summary = folder.takes(&file).ended(0);
    folder
}

const FEBRUARY: [&str; 7] = [
    "sample",
    "--from",
    "2019-02-01",
    "--to",
    "2019-02-28",
    "--size",
    "9",
];

#[test]
fn an_official_sample_is_the_same_here_and_on_a_copy() {
    let folder = old();
    let copy = |name: &str| {
        let place = folder.file(name, "").with_extension("data");
        let mut command = std::process::Command::new("cp");
        let _copied = ran(command.arg("-r").arg(folder.data()).arg(&place)).ended(0);
        place
    };
    let before = copy("before");
    let asked = |data: &std::path::Path| {
        let mut command = folder.command_on(data, &FEBRUARY);
        ran(command.arg("--json")).ended(0).json()
    };
    let first = asked(&folder.data());
    assert_eq!(first["seed_origin"], "ledger");
    assert_eq!(items(&first).len(), 9);
    let seed = first["seed"].as_str().expect("a text");
    assert_eq!(seed.len(), 64, "{seed}");
    assert_eq!(asked(&folder.data()), first, "the same again");
    let after = copy("after");
    for place in [before, after] {
        assert_eq!(asked(&place), first, "{}", place.display());
    }
    let by_hand = [&FEBRUARY[..], &["--seed", seed]].concat();
    let by_hand = folder.ask(&by_hand).ended(0).json();
    assert_eq!(
        (&by_hand["items"], &by_hand["seed_origin"]),
        (&first["items"], &"given".into())
    );
    let other = [&FEBRUARY[..2], &["2019-01-31"], &FEBRUARY[3..]].concat();
    assert_ne!(folder.ask(&other).ended(0).json()["seed"], first["seed"]);
}

#[test]
fn people_read_what_the_sample_promises() {
    let folder = old();
    let told = |words: &[&str]| ran(&mut folder.command(words)).ended(0);
    let table = told(&FEBRUARY);
    for part in ["9 of 60 look-ups", "from the log itself", "95 percent"] {
        assert!(table.out.contains(part), "{part}: {}", table.out);
    }
    let all = [&FEBRUARY[..6], &["61", "--seed", "x"]].concat();
    let all = told(&all);
    assert!(all.out.contains("no official sample: x"), "{}", all.out);
    assert!(all.err.contains("only 60 look-ups"), "{}", all.err);
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let folder = old();
    let check = |words: &[&str], exit: i32, part: &str| {
        let ran = folder.ask(&[&FEBRUARY[..5], words].concat()).ended(exit);
        assert!(ran.err.contains(part), "{words:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{}", ran.out);
    };
    check(&[], 2, "--size");
    check(&["--size", "1", "--detect", "0.1"], 2, "--detect");
    check(&["--size", "0"], 2, "at least one");
    check(&["--size", "-1"], 2, "");
    for rate in ["0", "1.1", "1%", "x"] {
        check(&["--detect", rate], 2, "0.01 for one percent");
    }
    check(&["--size", "1", "--seed", "01817010055"], 2, "national id");
    let none = [
        "sample",
        "--from",
        "2018-01-01",
        "--to",
        "2018-01-31",
        "--size",
        "1",
    ];
    let ran = folder.ask(&none).ended(2);
    assert!(ran.err.contains("no look-ups"), "{}", ran.err);
    let early = [
        "sample",
        "--from",
        "2019-02-01",
        "--to",
        "2099-12-31",
        "--size",
        "1",
    ];
    let ran = folder.ask(&early).ended(3);
    assert!(ran.err.contains("2100-01-01"), "{}", ran.err);
}
