//! Erasures, retention classes, holds and a person taken out of the directory: the same on both.

use tilsyn_domain::{Instant, NationalId};

use super::{fixture, open};
use crate::erasures::{ErasureState, NewErasure};
use crate::error::Error;
use crate::registry::Location;
use crate::retention::RetentionRule;

fn asked(by: &str) -> NewErasure {
    NewErasure {
        asked: Instant(5),
        asked_by: by.to_owned(),
        scope: "person".to_owned(),
        basis: "GDPR-17".to_owned(),
        sealed: vec![1, 2, 3],
    }
}

pub(super) fn an_erasure_goes_its_way(at: &Location) -> String {
    let registry = open(at);
    let number = |by| registry.ask_erasure(&asked(by)).expect("asked");
    assert_eq!((number("kari"), number("ola"), number("liv")), (1, 2, 3));
    assert!(
        registry
            .decline_erasure(2, Instant(6), "kari")
            .expect("asked")
    );
    assert!(
        !registry
            .decline_erasure(2, Instant(7), "liv")
            .expect("asked")
    );
    let record = |number, leaf| {
        let noted = registry.note_erasure_recorded(number, Instant(8), "ola", leaf);
        noted.expect("noted");
    };
    record(1, 77);
    record(2, 78);
    assert_eq!((number("kari"), number("siv")), (4, 5));
    record(4, 90);
    registry.note_erasure_done(1, Instant(9)).expect("noted");
    drop(registry);
    let registry = open(at);
    let all = registry.erasures().expect("a list");
    let states: Vec<_> = all.iter().map(|one| (one.number, one.state)).collect();
    use ErasureState::{Asked, Declined, Done, Recorded};
    let [five, four, three] = [(5, Asked), (4, Recorded), (3, Asked)];
    assert_eq!(states, [five, four, three, (2, Declined), (1, Done)]);
    let open = registry.open_erasures().expect("a list");
    let states: Vec<_> = open.iter().map(|one| (one.number, one.state)).collect();
    assert_eq!(states, [three, four, five]);
    assert_eq!(registry.erasure_records().expect("a list"), [90, 77]);
    let done = registry.erasure(1).expect("read").expect("there");
    assert_eq!(done.record_leaf, Some(77));
    assert!(done.asked.sealed.is_empty());
    assert_eq!(registry.erasure(9).expect("read"), None);
    format!("{all:?}")
}

pub(super) fn retention_classes_keep_their_numbers(at: &Location) -> String {
    let registry = open(at);
    let journal = registry.source_no("journal").expect("a number");
    let class = |basis: &str| registry.retention_class(journal, basis).expect("a class");
    assert_eq!((class(""), class("9-4"), class("")), (3, 4, 3));
    let rule = RetentionRule {
        months: 120,
        basis: "arkivlova".to_owned(),
        ruled: Instant(4),
        ruled_by: "kari".to_owned(),
    };
    registry.rule_retention(4, Some(&rule)).expect("ruled");
    registry.rule_retention(3, Some(&rule)).expect("ruled");
    registry.rule_retention(3, None).expect("ruled");
    let unknown = registry.rule_retention(5, None);
    assert!(matches!(unknown, Err(Error::Unknown { .. })));
    let all = registry.retention_classes().expect("a list");
    assert_eq!(all.len(), 4);
    assert_eq!(
        (all[2].rule.as_ref(), all[3].rule.as_ref()),
        (None, Some(&rule))
    );
    format!("{all:?}")
}

pub(super) fn holds_are_let_go_once(at: &Location) -> String {
    let registry = open(at);
    let hold = |leaf| {
        registry
            .hold(leaf, "sak 1", Instant(1), "kari")
            .expect("held")
    };
    assert_eq!((hold(9), hold(4), hold(9)), (1, 2, 3));
    assert_eq!(registry.held_leaves().expect("a list"), [4, 9]);
    assert!(registry.release_hold(1, Instant(2), "ola").expect("let go"));
    assert!(!registry.release_hold(1, Instant(3), "ola").expect("let go"));
    assert_eq!(registry.held_leaves().expect("a list"), [4, 9]);
    assert!(registry.release_hold(3, Instant(4), "ola").expect("let go"));
    assert_eq!(registry.held_leaves().expect("a list"), [4]);
    let one = |number| registry.hold_numbered(number).expect("read");
    assert_eq!((one(1).map(|one| one.leaf), one(4)), (Some(9), None));
    format!("{:?}", registry.holds().expect("a list"))
}

pub(super) fn nothing_of_a_forgotten_person_is_left(at: &Location) -> String {
    fixture::check(
        at,
        "on 2026-01-10
         person p1 Kari
         person p2 Ola
         employment E1 p1 ward1 2020-01-01..
         clearance p1 secret 2020-01-01..2030-01-01
         workstation pc1 p1",
        "people: 2 rows, 2 added
         employments: 1 rows, 1 added
         clearances: 1 rows, 1 added
         workstations: 1 rows, 1 added",
    );
    let registry = open(at);
    let known = registry.directory(None).expect("a directory");
    let id = known.people[0].national_id.clone();
    let touched = registry
        .forget_person(std::slice::from_ref(&id))
        .expect("forgotten");
    assert!(touched > 0);
    let left = registry.directory(None).expect("a directory");
    assert!(left.people.iter().all(|person| person.national_id != id));
    if let Location::Sqlite(file) = at {
        let text = NationalId::reveal(&id).as_bytes();
        for file in [file.clone(), file.with_extension("sqlite-wal")] {
            let bytes = std::fs::read(&file).unwrap_or_default();
            let found = bytes.windows(text.len()).any(|window| window == text);
            assert!(!found, "{} still holds it", file.display());
        }
    }
    format!("{touched} {:?}", left.people.len())
}
