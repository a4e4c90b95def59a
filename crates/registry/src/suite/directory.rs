//! What the directory's history promises, case by case.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;
use tilsyn_domain::directory::{DirectoryFile, Person, Protection};
use tilsyn_domain::{Directory, NationalId};

use super::fixture::{check, day};
use super::open;
use crate::directory::DirectorySnapshot;
use crate::error::Error;
use crate::registry::Location;
use crate::store::{Part, Transaction};

pub(super) fn a_first_import_adds_every_row(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         person p2 Ola
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..
         known
         known 2026-01-09",
        "people: 2 rows, 2 added
         employments: 1 rows, 1 added
         known
         person p1 Kari
         person p2 Ola
         employment E1 p1 ward1 2020-01-01..
         known",
    )
}

pub(super) fn the_same_files_again_change_nothing(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..
         on 2026-01-10
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..
         on 2026-01-11
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..",
        "people: 1 rows, 1 added
         employments: 1 rows, 1 added
         people: 1 rows
         employments: 1 rows
         people: 1 rows
         employments: 1 rows",
    )
}

pub(super) fn a_correction_keeps_what_was_known_before(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         employment E1 p1 ward1 2020-01-01..
         on 2026-02-01
         employment E1 p1 ward2 2020-01-01..
         known
         known 2026-01-31
         known 2026-02-01",
        "employments: 1 rows, 1 added
         employments: 1 rows, 1 changed
         known
         employment E1 p1 ward2 2020-01-01..
         known
         employment E1 p1 ward1 2020-01-01..
         known
         employment E1 p1 ward2 2020-01-01..",
    )
}

pub(super) fn an_absent_row_ends_on_the_day_of_import(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         employment E1 p1 ward1 2020-01-01..
         employment E2 p2 ward1 2020-01-01..2026-12-31
         on 2026-01-10
         employment E1 p1 ward1 2020-01-01..
         on 2026-02-01
         came employments
         on 2026-03-01
         came employments
         known
         known 2026-01-31",
        "employments: 2 rows, 2 added
         employments: 1 rows, 1 ended
         employments: 0 rows, 1 ended
         employments: 0 rows
         known
         employment E1 p1 ward1 2020-01-01..2026-02-01
         employment E2 p2 ward1 2020-01-01..2026-01-10
         known
         employment E1 p1 ward1 2020-01-01..
         employment E2 p2 ward1 2020-01-01..2026-01-10",
    )
}

pub(super) fn a_row_that_had_ended_stays_as_it_is(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         employment E1 p1 ward1 2020-01-01..2025-12-31
         employment E2 p1 ward1 2020-01-01..2026-01-11
         on 2026-01-11
         came employments
         known",
        "employments: 2 rows, 2 added
         employments: 0 rows
         known
         employment E1 p1 ward1 2020-01-01..2025-12-31
         employment E2 p1 ward1 2020-01-01..2026-01-11",
    )
}

pub(super) fn a_row_that_comes_back_is_open_again(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..
         on 2026-02-01
         came people
         came employments
         on 2026-03-01
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..
         known
         known 2026-02-15
         on 2026-03-02
         came people
         came employments",
        "people: 1 rows, 1 added
         employments: 1 rows, 1 added
         people: 0 rows, 1 ended
         employments: 0 rows, 1 ended
         people: 1 rows, 1 changed
         employments: 1 rows, 1 changed
         known
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..
         known
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..2026-02-01
         people: 0 rows, 1 ended
         employments: 0 rows, 1 ended",
    )
}

pub(super) fn a_row_that_had_not_begun_is_withdrawn(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         employment E1 p1 ward1 2026-02-01..
         employment E2 p1 ward1 2026-01-20..
         on 2026-01-20
         came employments
         known
         known 2026-01-10",
        "employments: 2 rows, 2 added
         employments: 0 rows, 2 ended
         known
         employment E2 p1 ward1 2026-01-20..2026-01-20
         known
         employment E1 p1 ward1 2026-02-01..
         employment E2 p1 ward1 2026-01-20..",
    )
}

pub(super) fn someone_who_left_the_file_keeps_the_name(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         person p1 Kari
         person p2 Ola
         on 2026-02-01
         person p2 Olav
         on 2026-02-02
         person p2 Olav
         known
         known 2026-01-10",
        "people: 2 rows, 2 added
         people: 1 rows, 1 changed, 1 ended
         people: 1 rows
         known
         person p1 Kari
         person p2 Olav
         known
         person p1 Kari
         person p2 Ola",
    )
}

pub(super) fn a_workstation_holds_only_while_it_is_in_the_file(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         workstation pc1 p1
         workstation pc2 p2
         on 2026-02-01
         workstation pc1 p3
         known
         known 2026-01-31",
        "workstations: 2 rows, 2 added
         workstations: 1 rows, 1 added, 2 ended
         known
         workstation pc1 p3
         known
         workstation pc1 p1
         workstation pc2 p2",
    )
}

pub(super) fn a_clearance_that_is_absent_expires_but_is_not_withdrawn(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         clearance p1 secret 2020-01-01..2030-01-01
         clearance p2 secret 2020-01-01..2030-01-01 withdrawn 2025-06-01
         on 2026-02-01
         came clearances
         known",
        "clearances: 2 rows, 2 added
         clearances: 0 rows, 1 ended
         known
         clearance p1 secret 2020-01-01..2026-02-01
         clearance p2 secret 2020-01-01..2030-01-01 withdrawn 2025-06-01",
    )
}

pub(super) fn a_night_shift_ends_with_the_day(at: &Location) -> String {
    check(
        at,
        "on 2026-01-31
         shift p1 w 2026-01-31T22:00:00+01:00 2026-02-01T00:00:00+01:00
         shift p1 w 2026-02-01T22:00:00+01:00 2026-02-02T06:00:00+01:00
         shift p1 w 2026-02-02T22:00:00+01:00 2026-02-03T06:00:00+01:00
         on 2026-02-01
         came shifts
         known",
        "shifts: 3 rows, 3 added
         shifts: 0 rows, 2 ended
         known
         shift p1 w 2026-01-31T22:00:00.000+01:00 2026-02-01T00:00:00.000+01:00
         shift p1 w 2026-02-01T22:00:00.000+01:00 2026-02-02T00:00:00.000+01:00",
    )
}

pub(super) fn two_imports_on_one_day_leave_one_version(at: &Location) -> String {
    let said = check(
        at,
        "on 2026-01-10
         person p1 Kari
         on 2026-02-01
         person p1 Karin
         on 2026-02-01
         person p1 Karina
         known
         known 2026-02-01
         known 2026-01-31",
        "people: 1 rows, 1 added
         people: 1 rows, 1 changed
         people: 1 rows, 1 changed
         known
         person p1 Karina
         known
         person p1 Karina
         known
         person p1 Kari",
    );
    let count = "SELECT count(*) FROM people";
    let versions = open(at).store.read(|open| open.number(count, &[]));
    assert_eq!(versions.expect("a count"), 2);
    said
}

pub(super) fn a_missing_file_changes_nothing(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..
         on 2026-02-01
         person p1 Kari
         known",
        "people: 1 rows, 1 added
         employments: 1 rows, 1 added
         people: 1 rows
         known
         person p1 Kari
         employment E1 p1 ward1 2020-01-01..",
    )
}

pub(super) fn a_key_that_stands_twice_is_refused_and_nothing_is_kept(at: &Location) -> String {
    let registry = open(at);
    let rows = [("p3", "A"), ("p1", "Kari"), ("p3", "B")];
    let snapshot = DirectorySnapshot {
        people: Some(rows.map(|(id, name)| person(id, name)).to_vec()),
        ..DirectorySnapshot::default()
    };
    let error = registry
        .import_directory(snapshot, day("2026-01-10"))
        .expect_err("refused");
    assert_eq!(
        registry.directory(None).expect("a directory"),
        Directory::default()
    );
    error.to_string()
}

pub(super) fn what_a_refused_row_is_about_does_not_end(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         employment e1 p1 ward1 2020-01-01..
         employment e1 p1 ward2 2027-01-01..
         employment e2 p2 ward1 2020-01-01..
         workstation pc1 p1
         person p1 Kari
         on 2026-02-01
         came employments
         came workstations
         came people
         refused employments e1
         refused workstations pc1
         refused people p1
         known
         on 2026-02-03
         came employments
         came workstations
         came people
         known",
        "people: 1 rows, 1 added
         employments: 3 rows, 3 added
         workstations: 1 rows, 1 added
         people: 0 rows, 1 kept
         employments: 0 rows, 1 ended, 2 kept
         workstations: 0 rows, 1 kept
         known
         person p1 Kari
         employment e1 p1 ward1 2020-01-01..
         employment e1 p1 ward2 2027-01-01..
         employment e2 p2 ward1 2020-01-01..2026-02-01
         workstation pc1 p1
         people: 0 rows, 1 ended
         employments: 0 rows, 2 ended
         workstations: 0 rows, 1 ended
         known
         person p1 Kari
         employment e1 p1 ward1 2020-01-01..2026-02-03
         employment e2 p2 ward1 2020-01-01..2026-02-01",
    )
}

pub(super) fn a_refused_row_about_nobody_known_spares_its_file(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         employment e1 p1 ward1 2020-01-01..
         employment e2 p2 ward1 2020-01-01..2025-01-01
         workstation pc1 p1
         on 2026-02-01
         employment e3 p3 ward1 2026-01-01..
         came workstations
         refused employments
         known",
        "employments: 2 rows, 2 added
         workstations: 1 rows, 1 added
         employments: 1 rows, 1 added, 1 kept
         workstations: 0 rows, 1 ended
         known
         employment e1 p1 ward1 2020-01-01..
         employment e2 p2 ward1 2020-01-01..2025-01-01
         employment e3 p3 ward1 2026-01-01..",
    )
}

pub(super) fn a_computer_may_be_shared(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         workstation pc1 p1
         workstation pc1 p2
         known",
        "workstations: 2 rows, 2 added
         known
         workstation pc1 p1
         workstation pc1 p2",
    )
}

pub(super) fn keys_stand_in_the_order_of_their_bytes(at: &Location) -> String {
    check(
        at,
        "on 2026-01-10
         workstation b p1
         workstation B p1
         workstation å p1
         workstation a p1
         workstation Æ p1
         known",
        "workstations: 5 rows, 5 added
         known
         workstation B p1
         workstation a p1
         workstation b p1
         workstation Æ p1
         workstation å p1",
    )
}

pub(super) fn an_earlier_day_is_refused(at: &Location) -> String {
    let registry = open(at);
    let snapshot = || DirectorySnapshot {
        people: Some(vec![person("p1", "Kari")]),
        ..DirectorySnapshot::default()
    };
    let first = registry.import_directory(snapshot(), day("2026-01-10"));
    assert_eq!(first.expect("an import").len(), 1);
    let earlier = registry.import_directory(snapshot(), day("2026-01-09"));
    let error = earlier.expect_err("refused");
    assert!(matches!(error, Error::DayBeforeLastImport { .. }));
    format!(
        "{error} {:?}",
        registry.directory_imports().expect("a list")
    )
}

pub(super) fn a_zero_byte_is_refused_and_nothing_is_kept(at: &Location) -> String {
    let registry = open(at);
    let snapshot = DirectorySnapshot {
        people: Some(vec![person("p1", "Kari"), person("p2", "O\0la")]),
        ..DirectorySnapshot::default()
    };
    let error = registry
        .import_directory(snapshot, day("2026-01-10"))
        .expect_err("refused");
    assert_eq!(
        registry.directory(None).expect("a directory"),
        Directory::default()
    );
    error.to_string()
}

pub(super) fn every_table_keeps_every_column(at: &Location) -> String {
    let registry = open(at);
    let full = full_directory();
    let imported = registry.import_directory(full.clone().into(), day("2026-01-10"));
    let imported = imported.expect("an import");
    assert_eq!(imported.len(), 16);
    let kept = registry.directory(None).expect("a directory");
    assert_eq!(kept, full);
    let again = registry
        .import_directory(full.into(), day("2026-01-11"))
        .expect("an import");
    assert!(
        again
            .iter()
            .all(|(_, file)| file.added + file.changed + file.ended == 0)
    );
    // Stamps are equal whatever their offsets; the offset must come back all the same.
    kept.shifts[0].from.text()
}

/// Somebody counts up, and all who read together see one number.
pub(super) fn what_is_read_together_is_of_one_state(at: &Location) -> String {
    const TIMES: usize = 50;
    let a_while = || std::thread::sleep(Duration::from_millis(2));
    let (writing, reading) = (open(at), open(at));
    let count = move |open: &mut Transaction| {
        let sql = "SELECT count(*) FROM own_looks";
        let counted = open.number(sql, &[]);
        // So that nobody takes all parts.
        a_while();
        counted
    };
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for leaf in 1.. {
                writing.note_looks(&[leaf], leaf).expect("noted");
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                // So that others come to it.
                a_while();
            }
        });
        for _ in 0..TIMES {
            let parts = (0..8).map(|_| Box::new(count) as Part<i64>).collect();
            let seen = reading.store.read_together(parts).expect("counts");
            is_over.store(seen.iter().any(|one| *one != seen[0]), Ordering::Relaxed);
            assert!(!is_over.load(Ordering::Relaxed), "{seen:?}");
        }
        is_over.store(true, Ordering::Relaxed);
    });
    String::new()
}

fn person(id: &str, name: &str) -> Person {
    Person {
        national_id: NationalId::new(id).expect("an id"),
        name: name.to_owned(),
        birth_date: None,
        address_key: None,
        protection: Protection::None,
        public_figure: false,
        died_on: None,
        former_ids: Vec::new(),
    }
}

/// Reads `full.json`: for most tables a row with nothing left out, and one with everything left
/// out that may be, in the order of their keys.
pub(super) fn full_directory() -> Directory {
    let text = include_str!("full.json");
    let tables: Value = serde_json::from_str(text).expect("JSON");
    Directory {
        units: table(&tables, DirectoryFile::Units),
        people: table(&tables, DirectoryFile::People),
        employments: table(&tables, DirectoryFile::Employments),
        person_units: table(&tables, DirectoryFile::PersonUnits),
        accounts: table(&tables, DirectoryFile::Accounts),
        entitlements: table(&tables, DirectoryFile::Entitlements),
        grants: table(&tables, DirectoryFile::Grants),
        clearances: table(&tables, DirectoryFile::Clearances),
        authorisations: table(&tables, DirectoryFile::Authorisations),
        relations: table(&tables, DirectoryFile::Relations),
        shifts: table(&tables, DirectoryFile::Shifts),
        assignments: table(&tables, DirectoryFile::Assignments),
        absences: table(&tables, DirectoryFile::Absences),
        addresses: table(&tables, DirectoryFile::Addresses),
        attention: table(&tables, DirectoryFile::Attention),
        workstations: table(&tables, DirectoryFile::Workstations),
    }
}

fn table<T: DeserializeOwned>(tables: &Value, file: DirectoryFile) -> Vec<T> {
    let rows: Vec<T> = serde_json::from_value(tables[file.name()].clone()).expect("rows");
    assert!(!rows.is_empty());
    rows
}
