//! The whole registry as bytes: the same from both databases, and either is made of them.

use super::directory::full_directory;
use super::fixture::day;
use super::open;
use crate::error::Error;
use crate::registry::{Location, Registry};
use crate::{Page, restore, settings, testing};

/// A registry with something in it.
pub(super) fn filled(at: &Location) -> Registry {
    let registry = open(at);
    let imported = registry.import_directory(full_directory().into(), day("2026-01-10"));
    assert_eq!(imported.expect("an import").len(), 16);
    registry.source_no("HR").expect("kept");
    registry.note_looks(&[3, u64::MAX], 7).expect("noted");
    let name = "Nordvik kommune".to_owned();
    let set = registry.set(&settings::ORGANISATION_NAME, &name);
    set.expect("set");
    registry
}

pub(super) fn bytes_of(registry: &Registry) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = registry.snapshot(|snapshot| {
        snapshot.fix()?;
        // Another writes on; it is not in the snapshot.
        registry.source_no("later")?;
        snapshot.write(&mut |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })
    });
    assert!(written.expect("a snapshot") > 16);
    bytes
}

fn empty_place(folder: &tempfile::TempDir) -> Location {
    Location::Sqlite(folder.path().join("restored.sqlite"))
}

pub(super) fn a_snapshot_put_back_is_the_registry_of_that_moment(at: &Location) -> String {
    let bytes = bytes_of(&filled(at));
    let folder = tempfile::tempdir().expect("a folder");
    let there = empty_place(&folder);
    let rows = restore(&there, &testing::key(), &mut bytes.as_slice()).expect("restored");
    let registry = open(&there);
    assert_eq!(
        registry.directory(None).expect("a directory"),
        full_directory()
    );
    let sources = registry.sources().expect("sources");
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].name, "HR");
    assert_eq!(registry.looks_noted_to().expect("noted"), 7);
    let looks = registry.looks(Page::new(0, 9)).expect("looks");
    assert_eq!(looks, [3, u64::MAX]);
    let name = registry.setting(&settings::ORGANISATION_NAME);
    assert_eq!(name.expect("a setting"), "Nordvik kommune");
    // And the same bytes come out again.
    let again = bytes_of(&registry);
    assert_eq!(again.len(), bytes.len());
    rows.to_string()
}

pub(super) fn what_is_there_is_not_replaced(at: &Location) -> String {
    let registry = filled(at);
    let bytes = bytes_of(&registry);
    let refused = restore(at, &testing::key(), &mut bytes.as_slice());
    assert!(matches!(refused, Err(Error::NotEmpty)), "{refused:?}");
    assert_eq!(registry.directory(None).expect("there"), full_directory());
    String::new()
}

pub(super) fn bytes_cut_or_altered_are_refused_and_nothing_is_kept(at: &Location) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let elsewhere = filled(&Location::Sqlite(folder.path().join("full.sqlite")));
    let bytes = bytes_of(&elsewhere);
    for end in [0, 5, 17, bytes.len() / 2, bytes.len() - 9, bytes.len() - 1] {
        let refused = restore(at, &testing::key(), &mut &bytes[..end]);
        assert!(
            matches!(refused, Err(Error::NoSnapshot)),
            "{end}: {refused:?}"
        );
    }
    let mut later = bytes.clone();
    later[10..18].copy_from_slice(&9999_i64.to_be_bytes());
    let refused = restore(at, &testing::key(), &mut later.as_slice());
    assert!(
        matches!(refused, Err(Error::NewerSchema { .. })),
        "{refused:?}"
    );
    // The place is as empty as before.
    restore(at, &testing::key(), &mut bytes.as_slice())
        .expect("restored")
        .to_string()
}
