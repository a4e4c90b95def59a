//! Who looked somebody up, as it is told to that person: by unit or by name, nothing of what is
//! looked into just now, and by nobody who is among those told of.

use super::cases::{DAVID, begun, by, leaves_of, open_case, walk};
use super::*;
use crate::cases::StepKind;
use crate::log_review::{Extract, Naming};
use crate::problem::Problem;

const ANNA: &str = "01817010055";

fn extract(desk: &Desk, reader: &str, naming: Naming) -> Result<Extract, Problem> {
    let anna = NationalId::new(ANNA).expect("an id");
    let permit = by::<ReadHistory>(desk, reader)?;
    desk.extract(&permit, (&anna, Period::always()), naming)
}

/// Each row as `units: name ×lookups`.
fn rows(desk: &Desk, naming: Naming) -> Vec<String> {
    let extract = extract(desk, "cecilie", naming).expect("reads");
    let rows = extract.rows.into_iter().map(|row| {
        let name = row.who.name.unwrap_or_default();
        format!("{}: {name} ×{}", row.who.units.join("+"), row.lookups)
    });
    rows.collect()
}

#[test]
fn a_person_is_told_which_units_looked_and_by_name_where_that_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    assert_eq!(
        rows(&desk, Naming::Units),
        ["Barnevern nord+Lønn:  ×2", "Barnevern sør:  ×1"]
    );
    assert_eq!(
        rows(&desk, Naming::Names),
        [
            "Barnevern sør: Bjørn Berg ×1",
            "Barnevern nord+Lønn: David Eng ×2"
        ]
    );
    let told = extract(&desk, "cecilie", Naming::Units).expect("reads");
    assert_eq!((told.lookups, told.withheld, told.rows_in_all), (3, 0, 2));
    assert_eq!(told.about.card.name.as_deref(), Some("Anna Aas"));
    // Each letter is a look of whoever makes it, and nobody tells of his own.
    let own = extract(&desk, "bjorn", Naming::Units);
    assert_eq!(own.err().map(|no| no.message), Some("problem-letter-own"));
    assert!(
        extract(&desk, "anna", Naming::Units).is_err(),
        "no reviewer"
    );
}

#[test]
fn what_is_looked_into_is_told_when_that_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let events = leaves_of(&desk, "david");
    let case = open_case(&desk, "cecilie", DAVID, &events[..1]).expect("opens");
    let told = || {
        let told = extract(&desk, "cecilie", Naming::Units).expect("reads");
        (told.lookups, told.withheld)
    };
    assert_eq!(told(), (2, 1));
    let to_the_end = [
        ("cecilie", StepKind::Assessed, "taken"),
        ("cecilie", StepKind::Question, "taken"),
        ("cecilie", StepKind::Talk, "taken"),
        ("cecilie", StepKind::ReviewerView, "taken"),
    ];
    walk(&desk, case, &to_the_end);
    assert_eq!(told(), (2, 1));
    walk(&desk, case, &[("cecilie", StepKind::Closed, "taken")]);
    assert_eq!(told(), (3, 0));
}
