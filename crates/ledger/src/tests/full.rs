//! A full disk: nothing is lost, nothing half kept, and with room again the ledger goes on.

use super::*;
use crate::append::unless_full;
use std::os::unix::fs::symlink;

/// A file on the way to its name that no byte fits into.
struct Full(PathBuf);

impl Full {
    fn new(bench: &Bench, name: &str) -> Full {
        let path = bench.path().join(format!("{name}.unfinished"));
        symlink("/dev/full", &path).unwrap();
        Full(path)
    }

    fn make_room(self) {
        std::fs::remove_file(self.0).unwrap();
    }
}

/// Everything is taken in that was refused, and is there after opening again.
fn check_goes_on(bench: &Bench, ledger: Ledger, entries: u64) {
    append(&ledger, 0..entries);
    ledger.checkpoint(NOON).unwrap();
    check_sound(&ledger, entries);
    drop(ledger);
    check_sound(&bench.open(), entries);
}

#[test]
fn without_room_for_a_new_key_nothing_is_taken_in() {
    let bench = Bench::new();
    let ledger = bench.create();
    code(&ledger, 1);
    let full = Full::new(&bench, "keys");
    let groups = [vec![event(&ledger, 0)]];
    assert!(ledger.append(&groups, NOON).unwrap_err().is_full());
    assert_eq!(ledger.len(), 0);
    full.make_room();
    check_goes_on(&bench, ledger, 3);
}

#[test]
fn a_checkpoint_without_room_is_made_later() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..2);
    let full = Full::new(&bench, "checkpoint");
    assert!(ledger.checkpoint(NOON).unwrap_err().is_full());
    assert_eq!(ledger.last_checkpoint().size, 0);
    append(&ledger, 2..300);
    assert!(ledger.checkpoint(NOON).unwrap_err().is_full());
    full.make_room();
    check_goes_on(&bench, ledger, 300);
}

#[test]
fn event_keys_without_room_stay_in_memory() {
    let bench = Bench::new();
    let ledger = bench.create();
    let full = Full::new(&bench, "positions");
    let stored = append(&ledger, 0..100);
    assert!(matches!(stored[99], Appended::Stored(99)));
    assert_eq!(append(&ledger, 99..100), [Appended::Seen(99)]);
    full.make_room();
    check_goes_on(&bench, ledger, 150);
}

#[test]
fn a_list_of_frames_without_room_is_made_at_the_next_start() {
    let bench = Bench::new();
    let ledger = bench.create();
    let full = Full::new(&bench, "segments/0000000001.frames");
    let list = bench.path().join("segments/0000000001.frames");
    append(&ledger, 0..200);
    append(&ledger, 200..300);
    assert!(bench.path().join("segments/0000000002.segment").exists());
    assert!(!list.exists());
    full.make_room();
    check_goes_on(&bench, ledger, 300);
    assert!(list.exists());
}

#[test]
fn a_list_of_frames_that_cannot_be_written_for_another_reason_stops_the_ledger() {
    let bench = Bench::new();
    let ledger = bench.create();
    let list = bench.path().join("segments/0000000001.frames");
    std::fs::create_dir(list.with_extension("frames.unfinished")).unwrap();
    append(&ledger, 0..200);
    let more = |numbers: std::ops::Range<u64>| {
        let groups: Vec<_> = numbers.map(|number| vec![event(&ledger, number)]).collect();
        ledger.append(&groups, NOON)
    };
    let failed = more(200..300).unwrap_err();
    assert!(!failed.is_full(), "{failed}");
    assert!(matches!(more(300..301), Err(Error::Stopped)));
}

fn full() -> Error {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    tilsyn_durable::Error::of("write", Path::new("any"), full).into()
}

#[test]
fn the_program_has_to_stop_when_the_disk_cannot_be_believed_and_not_when_it_is_full() {
    let failed = std::io::Error::from(std::io::ErrorKind::Other);
    let failed = tilsyn_durable::Error::not_durable(Path::new("any"), failed);
    assert!(Error::from(failed).is_fatal());
    assert!(Error::Stopped.is_fatal());
    assert!(!full().is_fatal());
    assert!(!Error::RolledBack.is_fatal());
}

#[test]
fn only_a_full_disk_and_a_roll_back_are_waited_for() {
    assert!(unless_full(Err(full())).is_ok());
    assert!(unless_full(Err(Error::RolledBack)).is_ok());
    assert!(unless_full(Ok(())).is_ok());
    let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
    let gone = tilsyn_durable::Error::of("open", Path::new("any"), gone);
    assert!(unless_full(Err(gone.into())).is_err());
    assert!(unless_full(Err(Error::Stopped)).is_err());
}
