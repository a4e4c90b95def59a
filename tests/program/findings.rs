//! Findings through the real program: a register of eighty users, and one of them who pries.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;
use tilsyn_tests::Folder;

const USERS: u32 = 80;
const UNITS: u32 = 40;
const WEEKS: u32 = 8;
/// The user who looks at people of all units in the last week.
const PRYING: u32 = 7;

/// A synthetic number: months of the register of tests are 80 more.
fn id(number: u32) -> String {
    format!("{:02}{:02}75{number:05}", 1 + number % 28, 81 + number % 12)
}

fn person(number: u32) -> String {
    id(1_000 + number)
}

fn bring_in_directory(folder: &Folder) {
    let home = folder.file("about.txt", "");
    let path = home.with_file_name("directory");
    std::fs::create_dir(&path).expect("a folder");
    let mut employments = "employment,national_id,employee_no,unit,position,\
         manager_national_id,from,to,paid_through\n"
        .to_owned();
    let mut accounts = "system,user,national_id,type,from,to,last_logon\n".to_owned();
    let mut members = "national_id,unit,from,to\n".to_owned();
    for user in 1..=USERS {
        let (who, unit) = (id(user), user % UNITS);
        writeln!(employments, "{user},{who},,U{unit},clerk,,,,").expect("a text");
        writeln!(accounts, "HR,user{user},{who},person,,,").expect("a text");
    }
    for number in 0..10 * UNITS {
        writeln!(members, "{},U{},,", person(number), number / 10).expect("a text");
    }
    let _file = folder.file("directory/employments.csv", &employments);
    let _file = folder.file("directory/accounts.csv", &accounts);
    let _file = folder.file("directory/person_units.csv", &members);
    folder.takes_directory(&path);
}

/// One lookup; weeks start on Monday 2 March 2026.
fn event(week: u32, day: u32, user: u32, subject: u32) -> String {
    let date = 61 + week * 7 + day;
    let months = [(31, 1), (28, 2), (31, 3), (30, 4), (31, 5)];
    let (mut left, mut month) = (date, 1);
    for (days, number) in months {
        month = number;
        if left <= days {
            break;
        }
        left -= days;
    }
    format!(
        "{{\"id\":\"{week}-{day}-{user}-{subject}\",\"source\":\"HR\",\
         \"time\":\"2026-{month:02}-{left:02}T10:00:00+02:00\",\"kind\":\"lookup\",\
         \"actor\":{{\"user\":\"user{user}\"}},\
         \"subjects\":[{{\"national_id\":\"{}\"}}]}}\n",
        person(subject)
    )
}

fn log() -> String {
    let mut lines = String::new();
    for week in 0..WEEKS {
        for user in 1..=USERS {
            for nth in 0..6 {
                let subject = user % UNITS * 10 + (user + nth * 3) % 10;
                lines += &event(week, nth % 5, user, subject);
            }
            if (user + week).is_multiple_of(9) {
                lines += &event(week, 2, user, (200 + user * 2) % 400);
            }
        }
    }
    for nth in 0..15 {
        lines += &event(WEEKS - 1, nth % 5, PRYING, 80 + nth * 13);
    }
    lines
}

fn register() -> Folder {
    let folder = Folder::new();
    bring_in_directory(&folder);
    let events = folder.file("events.ndjson", log());
    let _summary = folder.takes(&events).ended(0);
    folder
}

const LAST_WEEK: [&str; 4] = ["--from", "2026-04-20", "--to", "2026-04-26"];

fn rows(folder: &Folder, more: &[&str]) -> Vec<Value> {
    let words = [&["findings"][..], &LAST_WEEK, more].concat();
    let found = folder.ask(&words).ended(0).json();
    found["rows"].as_array().expect("rows").clone()
}

#[test]
fn whoever_pries_comes_first_with_exactly_the_events_of_it() {
    let folder = register();
    let ranked = rows(&folder, &["--limit", "10"]);
    let first = &ranked[0];
    assert_eq!(first["user"], format!("HR:user{PRYING}"));
    assert_eq!(first["national_id"], id(PRYING));
    assert_eq!(first["rank"], 1);
    let scores: Vec<f64> = ranked
        .iter()
        .filter_map(|row| row["score"].as_f64())
        .collect();
    assert!(scores.is_sorted_by(|one, other| one >= other), "{scores:?}");
    let texts = |field: &str| -> BTreeSet<String> {
        let list = first[field].as_array().expect("a list").iter();
        list.map(|one| one.as_str().expect("a text").to_owned())
            .collect()
    };
    let pried: BTreeSet<String> = (0..15).map(|nth| person(80 + nth * 13)).collect();
    assert!(texts("subjects").is_superset(&pried), "{first}");
    let events: BTreeSet<String> = (0..15)
        .map(|nth| format!("HR:{}-{}-{PRYING}-{}", WEEKS - 1, nth % 5, 80 + nth * 13))
        .collect();
    assert!(texts("events").is_superset(&events), "{first}");
    let reason = first["reason"].as_str().expect("a sentence");
    let people = texts("subjects").len();
    assert!(
        reason.contains(&format!(
            "Looked up {people} people with nothing to explain it"
        )),
        "{reason}"
    );
}

#[test]
fn what_comes_later_changes_no_past_week() {
    let folder = register();
    let before = rows(&folder, &["--limit", "200"]);
    let mut later = String::new();
    for nth in 0..20 {
        later += &event(WEEKS, nth % 5, 9, 100 + nth * 11);
    }
    let more = folder.file("later.ndjson", &later);
    let _summary = folder.takes(&more).ended(0);
    assert_eq!(before, rows(&folder, &["--limit", "200"]));
}

#[test]
fn without_a_limit_only_what_is_reported_is_shown_and_ranking_is_filed_as_such() {
    let folder = register();
    assert!(rows(&folder, &[]).len() <= 3);
    rows(&folder, &["--limit", "2"]);
    let filed = folder.ask(&["own-log"]).ended(0).json().to_string();
    assert!(filed.contains("\"findings\"") && filed.contains("\"findings-ranked\""));
}
