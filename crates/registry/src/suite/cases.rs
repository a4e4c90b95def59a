//! Cases and where their steps stand: the same on both databases.

use tilsyn_domain::Instant;

use super::fixture::day;
use super::open;
use crate::registry::Location;
use crate::{Case, CaseStep, Telling};

fn step(number: u64, kind: &str) -> CaseStep {
    CaseStep {
        number,
        leaf: 100 + number,
        at: Instant(i64::try_from(number).expect("small")),
        by: "siv".to_owned(),
        kind: kind.to_owned(),
        due: (kind == "opened").then(|| day("2026-12-01")),
        outcome: (kind == "closed").then(|| "unclear".to_owned()),
    }
}

pub(super) fn a_case_has_its_steps_once_and_in_order(at: &Location) -> String {
    let registry = open(at);
    assert_eq!(registry.next_case().expect("asked"), 1);
    let note = |case, about, step: &CaseStep| {
        let noted = registry.note_case_step(case, about, step, &Telling::default());
        noted.expect("noted");
    };
    note(1, 7, &step(1, "opened"));
    note(1, 7, &step(3, "closed"));
    note(1, 7, &step(2, "assessed"));
    // What is found in the ledger again after a crash changes nothing.
    note(1, 7, &step(2, "closed"));
    note(2, 8, &step(1, "opened"));
    assert_eq!(registry.next_case().expect("asked"), 3);
    let whole = Case {
        number: 1,
        about: 7,
        steps: vec![step(1, "opened"), step(2, "assessed"), step(3, "closed")],
    };
    assert_eq!(
        registry.cases_about(7).expect("read"),
        std::slice::from_ref(&whole)
    );
    assert_eq!(registry.cases_about(9).expect("read"), []);
    let all = registry.cases().expect("read");
    let numbers: Vec<u64> = all.iter().map(|case| case.number).collect();
    assert_eq!((numbers.as_slice(), &all[1]), ([2, 1].as_slice(), &whole));
    format!("{all:?}")
}
