//! Findings through the real program: a register of eighty users, and one of them who pries; asked
//! for by command, and kept, opened, decided on and made a case on pages.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;
use tilsyn_tests::{Answer, Folder, Server};

use super::sign_in::form_token;

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

fn get(server: &Server, path: &str) -> Answer {
    server.send(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"))
}

fn page(server: &Server, path: &str) -> String {
    let answer = get(server, path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert!(!answer.body.contains(&id(PRYING)), "{path}");
    answer.body
}

/// Sends a form of ours, with files perhaps: `kind` is how its fields are written.
fn post(server: &Server, path: &str, kind: &str, body: &str) -> Answer {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n\
         Content-Type: {kind}\r\n"
    );
    server.send_with(&head, body)
}

fn send(server: &Server, path: &str, fields: &str) -> Answer {
    let token = form_token(&page(server, "/en/search"));
    let body = format!("token={token}&{fields}");
    post(server, path, "application/x-www-form-urlencoded", &body)
}

/// What stands between two texts, the first time.
fn part<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split(before).nth(1).unwrap_or_default();
    rest.split(after).next().unwrap_or_default()
}

#[test]
fn a_finding_is_opened_followed_to_its_events_and_becomes_a_case() {
    let folder = register();
    // The log goes on: the week before is whole.
    let more = folder.file("later.ndjson", event(WEEKS, 0, 9, 91));
    let _summary = folder.takes(&more).ended(0);
    let run = folder.ask(&["evaluate"]).ended(0).json();
    assert_eq!(
        (&run["to"], &run["opened"]),
        (&"2026-04-26".into(), &1.into()),
        "{run}"
    );
    let again = folder.ask(&["evaluate"]).ended(0).json();
    assert_eq!(again["opened"], 0, "{again}");
    let server = folder.serve();
    assert!(page(&server, "/en").contains("1 finding waits for a decision."));
    let list = page(&server, "/en/findings");
    assert!(
        list.contains("user in U7") && list.contains("one in five"),
        "{list}"
    );
    let one = "/en/findings/1";
    assert!(!page(&server, one).contains("/event/"));
    let opened = send(&server, &format!("{one}/open"), "reason=weekly+control");
    assert_eq!(opened.status, 303, "{}", opened.body);
    let shown = page(&server, one);
    assert!(shown.contains("weekly control") && shown.contains("times as likely"));
    let leaf = part(&shown, "href=\"/en/event/", "\"");
    let event = page(&server, &format!("/en/event/{leaf}"));
    assert!(event.contains(&format!("user{PRYING}")), "{event}");
    // Decided, taken back, and made a case.
    let need = send(&server, one, "decision=need&reason=a+course");
    assert_eq!(need.status, 303, "{}", need.body);
    assert!(page(&server, "/en/findings/settled").contains(one));
    let undone = send(&server, one, "decision=undone&reason=another+one");
    assert_eq!(undone.status, 303, "{}", undone.body);
    let way = "/en/cases/open?finding=1";
    let form = page(&server, way);
    let token = part(&form, "name=\"token\" value=\"", "\"").to_owned();
    let joined = part(&form, "name=\"event\" value=\"", "\"").to_owned();
    let fields = [
        ("token", token.as_str()),
        ("step", "opened"),
        ("text", "Finding 1."),
        ("due", part(&form, "type=\"date\" value=\"", "\"")),
        ("event", joined.as_str()),
    ];
    let mut body = String::new();
    for (name, value) in fields {
        write!(
            body,
            "--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
        .expect("a text");
    }
    body += "--part--\r\n";
    let opened = post(&server, way, "multipart/form-data; boundary=part", &body);
    assert_eq!(opened.status, 303, "{}", opened.body);
    assert!(page(&server, "/en/cases/1").contains(&format!("/event/{joined}")));
    assert!(page(&server, one).contains("/en/cases/1"));
    assert!(page(&server, "/en").contains("No findings wait."));
}

#[test]
fn statement_and_history_say_what_explains_and_what_nothing_does() {
    let folder = register();
    let line = || {
        let words = [&["statement"][..], &LAST_WEEK].concat();
        let found = folder.ask(&words).ended(0).json();
        let rows = found["rows"].as_array().expect("rows").clone();
        let of_user = |row: &Value| row["national_id"] == id(PRYING);
        rows.into_iter().find(of_user).expect("a line")
    };
    let before = line();
    assert_eq!(before["outside_people"], 15, "{before}");
    assert!(before["unexplained_people"].is_null() && before["expected"].is_null());
    let columns = "subject_national_id,kind,ref,unit,user,other_national_id,from,to,registered_at";
    let case = format!("{},case,2026/17,,user{PRYING},,2026-04-01,,", person(80));
    let path = folder.file("about.txt", "").with_file_name("case");
    std::fs::create_dir(&path).expect("a folder");
    let _file = folder.file("case/relations.csv", format!("{columns}\n{case}\n"));
    folder.takes_directory(&path);
    let after = line();
    assert_eq!(
        [&after["unexplained_people"], &after["unexplained_lookups"]],
        [14, 14],
        "{after}"
    );
    let expected = after["expected"].as_f64().expect("told");
    assert!(
        expected < 3.0 && after["p"].as_f64() < Some(0.001),
        "{after}"
    );
    let history = |subject: String| {
        let words = [
            "--lang",
            "en",
            "history",
            "--subject",
            &subject,
            "--from",
            "2026-04-20",
        ];
        let lines = folder.ask(&words).ended(0).lines();
        let found = lines
            .into_iter()
            .find(|line| line["actor_person"] == id(PRYING));
        found.expect("an event")["explanations"].clone()
    };
    let explained = history(person(80));
    assert_eq!(explained[0]["explanation"], "case");
    assert_eq!(
        explained[0]["text"]["en"],
        "Case 2026/17 concerns the person and is assigned to the user."
    );
    assert_eq!(history(person(93)), serde_json::json!([]));
}
