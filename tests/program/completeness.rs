//! Whether everything is in: gaps, statements of sources, and what `doctor` says of them.

use tilsyn_tests::Folder;

fn event(number: u32) -> String {
    format!(
        concat!(
            r#"{{"id":"e{}","source":"hr","seq":{},"time":"2026-07-01T12:00:00+02:00","#,
            r#""kind":"logon","actor":{{"user":"anna"}}}}"#
        ),
        number, number
    )
}

fn lines(numbers: impl Iterator<Item = u32>) -> String {
    numbers.map(|number| event(number) + "\n").collect()
}

fn check_of<'a>(doctor: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let checks = doctor["checks"].as_array().expect("checks");
    let found = checks.iter().find(|check| check["name"] == name);
    found.unwrap_or_else(|| panic!("{doctor}"))
}

#[test]
fn a_statement_tells_what_is_missing_until_it_comes() {
    let folder = Folder::new();
    let heartbeat = concat!(
        r#"{"id":"day","source":"hr","time":"2026-07-02T00:00:00+02:00","kind":"heartbeat","#,
        r#""actor":{"user":"export","system":true},"#,
        r#""extra":{"statement":{"from_seq":1,"to_seq":9}}}"#,
        "\n"
    );
    let first = lines([1, 2, 3, 7].into_iter()) + heartbeat;
    let file = folder.file("first.ndjson", first);
    let summary = folder.takes(&file).ended(0).json();
    assert_eq!(
        (&summary["read"], &summary["stored"]),
        (&5.into(), &5.into())
    );
    assert_eq!(summary["events"], 4, "a statement is no access event");

    let shown = folder.ask(&["source", "show", "hr"]).ended(1).json();
    let said = &shown["statement_list"][0];
    assert_eq!(said["missing_numbers"], serde_json::json!([[4, 6], [8, 9]]));
    assert_eq!((&said["stored"], &said["missing"]), (&4.into(), &5.into()));
    assert_eq!(shown["rhythm"]["is"], "too_early");
    let doctor = folder.ask(&["doctor"]).ended(1).json();
    assert_eq!(check_of(&doctor, "source statements")["ok"], false);
    assert_eq!(check_of(&doctor, "running numbers")["ok"], false);
    assert_eq!(check_of(&doctor, "source rhythm")["ok"], true);

    let file = folder.file("rest.ndjson", lines((4..7).chain(8..10)));
    let _rest = folder.takes(&file).ended(0);
    let shown = folder.ask(&["source", "show", "hr"]).ended(0).json();
    assert_eq!(shown["statement_list"][0]["agrees"], true, "{shown}");
    assert_eq!(shown["filled_gaps"][0]["last"], 6, "{shown}");
    let answer = folder.ask(&["verify"]).ended(0).json();
    assert_eq!(answer["events"], 9, "{answer}");
}

#[test]
fn a_person_may_state_and_explain_and_the_gap_stays() {
    let folder = Folder::new();
    let file = folder.file("events.ndjson", lines([1, 2, 5].into_iter()));
    let _taken = folder.takes(&file).ended(0);
    let day = [
        "--from",
        "2026-07-01T00:00:00+02:00",
        "--to",
        "2026-07-02T00:00:00+02:00",
    ];
    let state = |source: &str, count: &str| {
        let asked = [&["source", "statement", source, "--count", count], &day[..]].concat();
        folder.ask(&asked)
    };
    assert_eq!(state("hr", "3").ended(0).json()["agrees"], true);
    assert_eq!(state("hr", "4").ended(1).json()["missing"], 1);
    let _unknown = state("finance", "3").ended(2);

    let explain = |numbers: &str, reason: &str| {
        folder.ask(&[
            "source",
            "explain",
            "hr",
            "--numbers",
            numbers,
            "--reason",
            reason,
        ])
    };
    let _none = explain("7-8", "x").ended(2);
    let _empty = explain("3-4", " ").ended(2);
    let _words = explain("three", "x").ended(2);
    let shown = explain("3-4", "Drawn twice.").ended(0).json();
    let gap = &shown["open_gaps"][0];
    assert_eq!((&gap["first"], &gap["last"]), (&3.into(), &4.into()));
    assert_eq!(gap["explained"][0]["reason"], "Drawn twice.");
    let sources = folder.ask(&["sources"]).ended(0).json();
    let row = &sources["rows"][0];
    assert_eq!(
        (&row["gaps_total"], &row["gaps_unexplained"]),
        (&1.into(), &0.into())
    );
    let doctor = folder.ask(&["doctor"]).ended(1).json();
    assert_eq!(check_of(&doctor, "running numbers")["ok"], true);
}
