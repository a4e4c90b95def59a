//! What verification finds in the registry, and that it leaves a whole one alone.

use tilsyn_registry::{DatabaseCheck, Sealed};

use super::*;
use crate::health::{Fault, Integrity};

fn registry_file(folder: &Path) -> PathBuf {
    folder.join("registry.sqlite")
}

/// A folder with an event, a piece in quarantine and a look.
fn made() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let lines = line("e1", "kari", "x1") + "{\"id\": \"a rather long piece that is no event\n";
    bring(&desk, folder.path(), "a.ndjson", &lines);
    let days = Period::always();
    desk.statement(&permit::<ReadStatement>(), days, &Shown::default())
        .expect("asks");
    folder
}

fn verified(desk: &Desk) -> Integrity {
    desk.verify(&permit::<VerifyLedger>()).expect("checks")
}

/// Flips a bit of these bytes, which stand once in the registry's file.
fn damage(folder: &Path, wanted: &[u8]) {
    let file = registry_file(folder);
    let mut bytes = fs::read(&file).expect("reads");
    let places = bytes.windows(wanted.len()).enumerate();
    let places: Vec<usize> = places
        .filter(|(_, window)| *window == wanted)
        .map(|(place, _)| place)
        .collect();
    assert_eq!(places.len(), 1, "they stand there once");
    bytes[places[0] + wanted.len() / 2] ^= 0x10;
    fs::write(&file, bytes).expect("writes");
}

#[test]
fn a_whole_registry_is_left_alone() {
    let folder = made();
    let found = verified(&open(folder.path()));
    assert!(found.ok(), "{found:?}");
    assert_eq!(found.pieces, 1);
    assert!(matches!(
        found.database,
        Some(DatabaseCheck::Sqlite { faults, .. }) if faults.is_empty()
    ));
}

#[test]
fn what_came_in_after_the_ledger_was_read_is_no_fault_of_the_archive_and_anything_else_is() {
    let folder = made();
    let desk = open(folder.path());
    let mut found = verified(&desk);
    let lines = line("e2", "kari", "x1") + &line("e3", "kari", "x1");
    bring(&desk, folder.path(), "b.ndjson", &lines);
    desk.compare_archive(&mut found);
    assert_eq!(found.faults, []);
    found.leaves = desk.ledger().len();
    desk.compare_archive(&mut found);
    let (archive, ledger) = (3, 1);
    assert_eq!(found.faults, [Fault::Counts { archive, ledger }]);
    found.events = 4;
    desk.compare_archive(&mut found);
    let (archive, ledger) = (3, 4);
    assert_eq!(found.faults[1], Fault::Counts { archive, ledger });
}

#[test]
fn a_changed_piece_in_quarantine_is_found() {
    let folder = made();
    let registry = Registry::open(
        &Location::Sqlite(registry_file(folder.path())),
        &testing::key(),
    );
    let piece = registry.expect("registry").quarantine_entry(1);
    let (_, sealed) = piece.expect("reads").expect("is there");
    let Sealed::Bytes(sealed) = sealed else {
        panic!("a short piece is in the database");
    };
    damage(folder.path(), &sealed);
    let found = verified(&open(folder.path()));
    assert_eq!(found.faults, [Fault::Piece { number: 1 }]);
}

#[test]
fn a_look_that_is_not_listed_is_found() {
    let folder = made();
    let desk = open_with(folder.path(), |registry, _| {
        registry.note_looks(&[0], 0).expect("notes");
    });
    let found = verified(&desk);
    let expected = Fault::Looks {
        registry: 2,
        ledger: 1,
    };
    assert_eq!(found.faults, [expected]);
}
