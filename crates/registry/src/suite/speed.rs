//! How long a large directory takes; run by hand, in release:
//! `cargo test --release -p tilsyn-registry speed -- --ignored --nocapture`.

use std::time::Instant as Clock;

use tilsyn_domain::NationalId;
use tilsyn_domain::directory::{Person, PersonUnit, Protection, Validity};

use super::fixture::day;
use super::{in_folder, open};
use crate::directory::DirectorySnapshot;
use crate::migrations::{SEALED, migrate_to};
use crate::registry::Location;
use crate::snapshot::columns;
use crate::store::{Store, Value};
use crate::testing::{self, Cluster};

const PEOPLE: u32 = 1_000_000;

#[test]
#[ignore = "a measurement, not a claim"]
fn speed_of_a_million_people_in_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    measure(&in_folder(folder.path()));
}

#[test]
#[ignore = "a measurement, not a claim"]
fn speed_of_a_million_people_in_postgres() {
    if let Some(cluster) = Cluster::start() {
        measure(&Location::Postgres(cluster.database()));
    }
}

fn measure(at: &Location) {
    let registry = open(at);
    for (today, what) in [("2026-01-01", "first"), ("2026-01-02", "same again")] {
        let snapshot = million();
        let start = Clock::now();
        let changes = registry
            .import_directory(snapshot, day(today))
            .expect("an import");
        eprintln!("{what}: {:.2?}", start.elapsed());
        let new = if what == "first" {
            u64::from(PEOPLE)
        } else {
            0
        };
        assert!(
            changes
                .iter()
                .all(|(_, file)| file.added == new && file.changed == 0)
        );
    }
    let start = Clock::now();
    let directory = registry.directory(None).expect("a directory");
    assert_eq!(directory.people.len(), PEOPLE as usize);
    eprintln!("load: {:.2?}", start.elapsed());
    let nobody = DirectorySnapshot {
        person_units: Some(Vec::new()),
        ..DirectorySnapshot::default()
    };
    let start = Clock::now();
    let changes = registry
        .import_directory(nobody, day("2026-01-03"))
        .expect("an import");
    assert_eq!(changes[0].1.ended, u64::from(PEOPLE));
    eprintln!("a million end: {:.2?}", start.elapsed());
}

#[test]
#[ignore = "a measurement, not a claim"]
fn speed_of_sealing_a_million_people_from_before_in_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    measure_sealing(&in_folder(folder.path()));
}

#[test]
#[ignore = "a measurement, not a claim"]
fn speed_of_sealing_a_million_people_from_before_in_postgres() {
    if let Some(cluster) = Cluster::start() {
        measure_sealing(&Location::Postgres(cluster.database()));
    }
}

fn measure_sealing(at: &Location) {
    let store = Store::open(at, &testing::key()).expect("a store");
    let written = store.write(|open| {
        migrate_to(open, SEALED - 1)?;
        for table in ["people", "person_units"] {
            let names = columns(open, table)?;
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let rows = (1..=PEOPLE).map(|version| plain_row(&names, version));
            open.add_unsealed(table, &names, rows.collect())?;
        }
        Ok(())
    });
    written.expect("as before");
    drop(store);
    let start = Clock::now();
    let registry = open(at);
    eprintln!("a million sealed: {:.2?}", start.elapsed());
    let people = registry.directory(None).expect("a directory").people;
    assert_eq!(people.len(), PEOPLE as usize);
}

/// Of a table of before there were seals.
fn plain_row(names: &[&str], version: u32) -> Vec<Value<'static>> {
    let cell = |name: &&str| match *name {
        "version" | "known_from" | "birth_date" => version.into(),
        "public_figure" => Value::Integer(0),
        "protection" => Value::text("none"),
        "national_id" => Value::Text(format!("0192{version:07}").into()),
        "name" | "unit" | "address_key" => Value::Text(format!("something {version}").into()),
        _ => Value::Null,
    };
    names.iter().map(cell).collect()
}

/// In an order that is not that of the keys.
fn million() -> DirectorySnapshot {
    let id = |nth: u32| {
        let number = u64::from(nth) * 7_919 % u64::from(PEOPLE);
        NationalId::new(&format!("0192{number:07}")).expect("an id")
    };
    let people = (0..PEOPLE).map(|nth| Person {
        national_id: id(nth),
        name: format!("Person Number {nth}"),
        birth_date: Some(day("1985-12-01")),
        address_key: Some(format!("address-{}", nth / 3)),
        protection: Protection::None,
        public_figure: false,
        died_on: None,
        former_ids: Vec::new(),
    });
    let units = (0..PEOPLE).map(|nth| PersonUnit {
        national_id: id(nth),
        unit: format!("unit-{}", nth % 400),
        valid: Validity {
            from: Some(day("2020-01-01")),
            to: None,
        },
    });
    DirectorySnapshot {
        people: Some(people.collect()),
        person_units: Some(units.collect()),
        ..DirectorySnapshot::default()
    }
}
