//! The demo register: the same every time, and the driving-school case's three numbers in it.

use std::collections::BTreeSet;

use serde_json::Value;
use tilsyn_tests::{Folder, ran};

/// What should not have been shown: national id and licence type.
const EXPOSED: &str = "cpr_og_koerekorttype";

fn demo() -> Folder {
    let folder = Folder::new();
    let words = ["demo", "--size", "small", "--no-serve"];
    let _made = ran(&mut folder.command(&words)).ended(0);
    folder
}

fn texts<'a>(values: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    values
        .filter_map(|value| value.as_str())
        .map(str::to_owned)
        .collect()
}

#[test]
fn nine_instructors_saw_340_learners_of_39_municipalities() {
    let folder = demo();
    let days = ["--from", "2026-04-01", "--to", "2026-04-03"];
    let screen = [&["history", "--element", EXPOSED][..], &days].concat();
    let events = folder.ask(&screen).ended(0).lines();
    let subjects = events
        .iter()
        .flat_map(|event| event["subjects"].as_array().into_iter().flatten());
    let learners = texts(subjects.map(|subject| &subject["national_id"]));
    let users = texts(events.iter().map(|event| &event["actor"]["user"]));
    let units = events
        .iter()
        .flat_map(|event| event["subject_units"].as_object().into_iter());
    let units = units.flat_map(|units| units.values().filter_map(Value::as_array).flatten());
    let municipalities = texts(units);
    let figures = (users.len(), learners.len(), municipalities.len());
    assert_eq!(figures, (9, 340, 39), "users, people, units");

    // Closed on 2 April at 21:06: nothing of it later, and nothing at all until 09:00.
    let last = events[0]["time"].as_str().expect("a time");
    assert!(last.starts_with("2026-04-02T21:0"), "{last}");

    // The same from the other side: what each user looked at, and who looked at one person.
    let mut seen = BTreeSet::new();
    let source = events[0]["source"].as_str().expect("a source");
    for user in &users {
        let account = format!("{source}:{user}");
        let view = [
            &["history", "--user", &account, "--kind", "lookup"][..],
            &days,
        ]
        .concat();
        for event in folder.ask(&view).ended(0).lines() {
            if event["object"]["element"] == EXPOSED {
                seen.extend(texts(
                    event["subjects"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|s| &s["national_id"]),
                ));
            } else {
                let time = event["time"].as_str().expect("a time");
                assert!(time >= "2026-04-03T09:00", "{time}");
            }
        }
    }
    assert_eq!(seen, learners);
    let one = learners.first().expect("340 learners");
    let view = [&["history", "--subject", one][..], &days].concat();
    let viewers = folder.ask(&view).ended(0).lines();
    assert!(
        viewers
            .iter()
            .any(|event| event["object"]["element"] == EXPOSED)
    );
}

#[test]
fn the_demo_is_the_same_every_time() {
    let (one, other) = (demo(), demo());
    for list in ["statement", "subjects", "pictures"] {
        let rows = one.rows(list, "2026-01-01", "2026-12-31");
        assert!(!rows.is_empty(), "{list}");
        assert_eq!(rows, other.rows(list, "2026-01-01", "2026-12-31"), "{list}");
    }
}
