//! What goes in, what is kept apart, and that the summary adds up.

use serde_json::Value;
use tilsyn_tests::{Folder, Ran, fixture};

fn event(id: &str, time: &str, user: &str) -> String {
    let act = format!(r#""id":"{id}","source":"HR","time":"{time}","kind":"lookup""#);
    let who = format!(r#""actor":{{"user":"{user}"}}"#);
    format!(r#"{{{act},{who},"subjects":[{{"national_id":"02817110005"}}]}}"#)
}

const NOON: &str = "2026-07-01T12:00:00+02:00";

/// The summary's counts, as `read=stored+duplicates+conflicts+quarantined events`.
fn counts(ran: &Ran) -> String {
    let summary = ran.json();
    let count = |field: &str| {
        summary[field]
            .as_u64()
            .unwrap_or_else(|| panic!("{summary}"))
    };
    let parts = ["stored", "duplicates", "conflicts", "quarantined"].map(count);
    assert_eq!(count("read"), parts.iter().sum::<u64>(), "{summary}");
    let [stored, duplicates, conflicts, quarantined] = parts;
    let (read, events) = (count("read"), count("events"));
    format!("{read}={stored}+{duplicates}+{conflicts}+{quarantined} {events}")
}

/// Imports lines and checks exit and counts.
fn check(folder: &Folder, lines: &[String], exit: i32, expected: &str) -> Ran {
    let file = folder.file("lines.ndjson", lines.join("\n") + "\n");
    let ran = folder.takes(&file).ended(exit);
    assert_eq!(counts(&ran), expected, "{lines:?}");
    ran
}

#[test]
fn the_summary_of_the_register_adds_up() {
    let folder = Folder::new();
    let ran = folder.takes(&fixture("events.ndjson")).ended(0);
    // Two next of kin came along with e28.
    assert_eq!(counts(&ran), "37=37+0+0+0 39");
    let summary = ran.json();
    assert_eq!(summary["gaps"], 0);
    assert!(
        summary["seconds"]
            .as_f64()
            .is_some_and(|seconds| seconds >= 0.0)
    );
    let time = |field: &str| summary[field].as_str().map(str::to_owned);
    assert!(time("first_time").is_some_and(|time| time.starts_with("2026-06-30T22:30:00")));
    assert!(time("last_time").is_some_and(|time| time.starts_with("2026-07-31T22:30:00")));
}

#[test]
fn the_same_file_again_stores_nothing_and_changes_no_answer() {
    let folder = Folder::with_register();
    let before = (
        folder.july("statement"),
        folder.july("subjects"),
        folder.july("pictures"),
    );
    let again = folder.takes(&fixture("events.ndjson")).ended(0);
    assert_eq!(counts(&again), "37=0+37+0+0 0");
    let after = (
        folder.july("statement"),
        folder.july("subjects"),
        folder.july("pictures"),
    );
    assert_eq!(before, after);
}

#[test]
fn the_order_of_keys_and_spaces_do_not_make_another_event() {
    let folder = Folder::new();
    let plain = event("1", NOON, "anna");
    let fields: Value = serde_json::from_str(&plain).expect("an event");
    let sorted = fields.to_string();
    let spaced = plain.replace("\":", "\" : ");
    let _ran = check(&folder, &[plain, sorted, spaced], 0, "3=1+2+0+0 1");
}

#[test]
fn the_same_id_with_other_content_is_a_conflict_and_counts_nowhere() {
    let folder = Folder::new();
    let _first = check(&folder, &[event("1", NOON, "anna")], 0, "1=1+0+0+0 1");
    let _other = check(&folder, &[event("1", NOON, "bjorn")], 1, "1=0+0+1+0 0");
    let events = folder
        .ask(&["history", "--subject", "02817110005"])
        .ended(0)
        .lines();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["actor"]["user"], "anna");
}

#[test]
fn the_same_id_in_another_source_is_another_event() {
    let folder = Folder::new();
    let other = event("1", NOON, "anna").replace("\"HR\"", "\"CASE\"");
    let _ran = check(
        &folder,
        &[event("1", NOON, "anna"), other],
        0,
        "2=2+0+0+0 2",
    );
}

#[test]
fn what_cannot_be_read_is_kept_and_the_rest_goes_in() {
    let folder = Folder::new();
    let lines = [
        event("1", NOON, "anna"),
        "not JSON".to_owned(),
        event("2", "2026-07-01T12:00:00", "anna"),
        event("3", "0001-01-01T00:00:00Z", "anna"),
        event("4", "9999-12-31T00:00:00Z", "anna"),
        event("5", NOON, "anna").replace("lookup", "peek"),
        event("6", NOON, "anna").replace("\"source\":\"HR\",", ""),
        event(&"7".repeat(201), NOON, "anna"),
        event("8", NOON, "anna"),
    ];
    let ran = check(&folder, &lines, 1, "9=2+0+0+7 2");
    assert!(
        !ran.out.contains("not JSON"),
        "standard output holds the summary alone"
    );
}

#[test]
fn quarantine_keeps_word_for_word_where_it_came_from() {
    let folder = Folder::new();
    let lines = [event("1", NOON, "anna"), "{\"id\": \"half".to_owned()];
    let _ran = check(&folder, &lines, 1, "2=1+0+0+1 1");
    let shown = folder.ask(&["quarantine"]).ended(0).out;
    assert!(shown.contains("lines.ndjson"), "{shown}");
    assert!(shown.contains('2'), "the line number stands there: {shown}");
}

#[test]
fn a_line_at_the_limit_goes_in_and_one_past_it_does_not() {
    const LINE_BYTES_MAX: usize = 1 << 20;
    let folder = Folder::new();
    let of_length = |id: &str, length: usize| {
        let short = event(id, NOON, "anna");
        let head = &short[..short.len() - 1];
        let fill = length - head.len() - r#","extra":{"x":""}}"#.len();
        format!(r#"{head},"extra":{{"x":"{}"}}}}"#, "x".repeat(fill))
    };
    let lines = [
        of_length("1", LINE_BYTES_MAX),
        of_length("2", LINE_BYTES_MAX + 1),
    ];
    let _ran = check(&folder, &lines, 1, "2=1+0+0+1 1");
}

#[test]
fn missing_running_numbers_are_gaps() {
    let folder = Folder::new();
    let numbered = |seq: u64| {
        let plain = event(&seq.to_string(), NOON, "anna");
        plain.replace("\"source\"", &format!("\"seq\":{seq},\"source\""))
    };
    let ran = check(
        &folder,
        &[numbered(1), numbered(2), numbered(5)],
        0,
        "3=3+0+0+0 3",
    );
    assert_eq!(ran.json()["gaps"], 1);
}

#[test]
fn fields_we_do_not_know_are_kept() {
    let folder = Folder::new();
    let odd = event("1", NOON, "anna").replace("\"source\"", "\"ward_round\":[1,2],\"source\"");
    let _ran = check(&folder, &[odd], 0, "1=1+0+0+0 1");
    let events = folder
        .ask(&["history", "--user", "HR:anna"])
        .ended(0)
        .lines();
    assert_eq!(events[0]["extra"]["ward_round"].to_string(), "[1,2]");
}

#[test]
fn an_id_with_wrong_check_digits_is_kept() {
    let folder = Folder::new();
    let wrong = event("1", NOON, "anna").replace("02817110005", "02817110006");
    let _ran = check(&folder, &[wrong], 0, "1=1+0+0+0 1");
    let events = folder
        .ask(&["history", "--subject", "02817110006"])
        .ended(0)
        .lines();
    assert_eq!(events.len(), 1);
}

#[test]
fn files_that_are_no_text_are_refused_without_a_panic() {
    for (name, content) in [
        ("binary.ndjson", vec![0_u8, 159, 146, 150, 255, 0, 1]),
        ("latin1.ndjson", b"{\"id\":\"bj\xf8rn\"}\n".to_vec()),
        ("short.ndjson.gz", vec![0x1f, 0x8b, 8, 0, 0]),
        ("short.ndjson.zst", vec![0x28, 0xb5, 0x2f, 0xfd, 4]),
        ("deep.ndjson", "[".repeat(100_000).into_bytes()),
    ] {
        let folder = Folder::new();
        let file = folder.file(name, content);
        let ran = folder.takes(&file);
        assert!(matches!(ran.exit, Some(1 | 3)), "{name}: {ran:?}");
        assert!(!ran.err.contains("panicked"), "{name}: {ran:?}");
    }
}

#[test]
fn the_directory_summary_counts_per_file() {
    let folder = Folder::new();
    let first = folder.takes_directory(&fixture("directory"));
    let people = first["people.csv"].clone();
    let shown = format!("{first}");
    assert_eq!(people["rows"], 7, "{shown}");
    assert_eq!(people["added"], 7, "{shown}");
    assert_eq!(first["employments.csv"]["rows"], 7, "{shown}");
    let again = folder.takes_directory(&fixture("directory"));
    for field in ["added", "changed", "ended", "quarantined"] {
        assert_eq!(again["people.csv"][field], 0, "{again}");
    }
}

/// Imports a directory of these files; exit, and what the messages must say.
fn check_directory(files: &[(&str, &str)], exit: i32, expected: &[&str]) {
    let folder = Folder::new();
    let inside = folder.data().with_file_name("in");
    std::fs::create_dir(&inside).expect("a folder");
    for (name, text) in files {
        tilsyn_tests::write(&inside.join(name), text.as_bytes());
    }
    let ran = folder
        .ask(&["import", "directory", "in", "--lang", "en"])
        .ended(exit);
    for part in expected {
        assert!(ran.err.contains(part), "{part}: {ran:?}");
    }
}

#[test]
fn what_is_wrong_with_a_directory_is_told_with_file_line_and_what_to_do() {
    let units = "unit,parent,name,head_national_id,from,to\n";
    let cyclic = format!("{units}A,B,a,,,\nB,A,b,,,\n");
    let cyclic = ("units.csv", cyclic.as_str());
    let told = [
        "units.csv, line 3: parent points back",
        "kept in quarantine",
    ];
    check_directory(&[cyclic], 1, &told);
    let without = ("people.csv", "national_id,name\n1,a\n");
    let told = ["people.csv, line 1: these columns are missing: birth_date"];
    check_directory(&[without], 1, &told);
    check_directory(&[("people.csv", "")], 1, &["columns are missing"]);
    let other = ("People.csv", units);
    check_directory(
        &[("units.csv", units), other],
        0,
        &["People.csv is none of"],
    );
    check_directory(
        &[other],
        2,
        &["none of the directory's files", "people.csv"],
    );
    let many = "x,u,soon,\n".repeat(30);
    let many = format!("national_id,unit,from,to\n{many}");
    let told = ["person_units.csv, line 21:", "10 more rows"];
    check_directory(&[("person_units.csv", &many)], 1, &told);
    let folder = Folder::new();
    let ran = folder.ask(&["import", "directory", "nowhere", "--lang", "en"]);
    let ran = ran.ended(2);
    assert!(ran.err.contains("nowhere does not exist"), "{ran:?}");
}

#[test]
fn what_refused_rows_keep_from_ending_is_told_in_every_language() {
    let folder = Folder::new();
    let inside = folder.data().with_file_name("in");
    std::fs::create_dir(&inside).expect("a folder");
    let header = "system,user,national_id,type,from,to,last_logon\n";
    let comes = |rows: &[u8]| {
        let bytes = [header.as_bytes(), rows].concat();
        tilsyn_tests::write(&inside.join("accounts.csv"), &bytes);
    };
    comes(b"HR,anna,,,,,\nHR,bo,,,,,\n");
    folder.takes_directory(&inside);
    comes(b"HR,\xe5se,,,,,\n");
    let said = [
        ("nb", "2 rader mangler"),
        ("da", "2 rækker mangler"),
        ("sv", "2 rader saknas"),
        ("en", "2 rows are missing"),
    ];
    for (language, told) in said {
        let words = ["import", "directory", "in", "--lang", language];
        let ran = folder.ask(&words).ended(1);
        let accounts = ran.json()["accounts.csv"].clone();
        assert_eq!(
            (&accounts["kept"], &accounts["ended"]),
            (&2.into(), &0.into())
        );
        assert_eq!(accounts["kept_because"], "unreadable_keys", "{accounts}");
        assert!(ran.err.contains(told), "{ran:?}");
    }
    comes(b"HR,anna,,,,,\n");
    let accounts = folder.takes_directory(&inside)["accounts.csv"].clone();
    assert_eq!(
        (&accounts["kept"], &accounts["ended"]),
        (&0.into(), &1.into())
    );
    assert!(accounts["kept_because"].is_null(), "{accounts}");
}

#[test]
fn events_before_the_directory_give_the_same_answers() {
    let folder = Folder::new();
    let _summary = folder.takes(&fixture("events.ndjson")).ended(0);
    folder.takes_directory(&fixture("directory"));
    assert_eq!(
        folder.july("statement"),
        Folder::with_register().july("statement")
    );
}
