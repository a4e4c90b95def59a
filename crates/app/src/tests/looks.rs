//! Looks and their index: what a crash kept from the registry is found in the ledger.

use std::sync::atomic::Ordering;

use tilsyn_registry::Page;

use super::*;

fn look(desk: &Desk) {
    desk.statement(
        &permit::<ReadStatement>(),
        Period::always(),
        &Shown::default(),
    )
    .expect("asks");
}

/// The registry as it was before some looks, put in place of the one that knows them.
fn put_back(folder: &Path, kept: &Path) {
    for name in [
        "registry.sqlite",
        "registry.sqlite-wal",
        "registry.sqlite-shm",
    ] {
        let (from, to) = (kept.join(name), folder.join(name));
        fs::remove_file(&to).ok();
        if from.exists() {
            fs::copy(from, to).expect("copies");
        }
    }
}

fn keep(folder: &Path, kept: &Path) {
    let name = "registry.sqlite";
    fs::copy(folder.join(name), kept.join(name)).expect("copies");
}

fn registry(folder: &Path) -> Registry {
    Registry::open(
        &Location::Sqlite(folder.join("registry.sqlite")),
        &testing::key(),
    )
    .expect("registry")
}

#[test]
fn looks_that_a_crash_kept_from_the_index_are_in_it_after_the_next_start() {
    let (folder, kept) = (tempfile::tempdir(), tempfile::tempdir());
    let (folder, kept) = (folder.expect("a folder"), kept.expect("a folder"));
    let desk = open(folder.path());
    bring(&desk, folder.path(), "a.ndjson", &line("e1", "kari", "x1"));
    look(&desk);
    drop(desk);
    keep(folder.path(), kept.path());
    let desk = open(folder.path());
    // The clock of these tests stands still; looks of one moment are told apart by their number.
    desk.looks_filed.fetch_add(1, Ordering::Relaxed);
    look(&desk);
    look(&desk);
    drop(desk);
    put_back(folder.path(), kept.path());
    let looks = registry(folder.path()).looks(Page::first(9));
    assert_eq!(looks.expect("a list").len(), 1, "the crash took two");
    drop(open(folder.path()));
    let looks = registry(folder.path()).looks(Page::first(9));
    assert_eq!(looks.expect("a list"), [3, 2, 1]);
}

#[test]
fn only_what_came_after_the_last_noted_look_is_searched() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    look(&desk);
    bring(&desk, folder.path(), "a.ndjson", &line("e1", "kari", "x1"));
    assert_eq!(registry(folder.path()).looks_noted_to().expect("reads"), 2);
    look(&desk);
    assert_eq!(registry(folder.path()).looks_noted_to().expect("reads"), 3);
}
