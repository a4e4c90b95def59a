//! One fault of the disk, and what the ledger then says, keeps and finds out.

use super::*;
use tilsyn_durable::{Fault, SimDisk};

fn place(disk: &SimDisk) -> PathBuf {
    disk.root().join("ledger")
}

fn open(bench: &Bench, disk: &SimDisk) -> Ledger {
    bench.open_at(&place(disk)).unwrap()
}

fn create(bench: &Bench, disk: &SimDisk) -> Ledger {
    Ledger::create(&place(disk), ORIGIN, &bench.kek(), &bench.options).unwrap()
}

/// The same on other disks: chance decides what a fault leaves.
fn on_disks(many: u64, check: impl Fn(&Bench, SimDisk)) {
    let bench = Bench::new();
    for seed in 0..many {
        check(&bench, SimDisk::new(seed, 512));
    }
}

#[test]
fn after_a_failed_write_the_ledger_has_stopped_and_says_so() {
    let (bench, disk) = (Bench::new(), SimDisk::new(1, 512));
    let ledger = create(&bench, &disk);
    append(&ledger, 0..3);
    assert!(!ledger.has_stopped());
    disk.let_fail(Fault::FailedSync, 0);
    let failed = ledger.vault().codes_of(&[identity(500)]).unwrap_err();
    assert!(failed.is_fatal() && ledger.has_stopped(), "{failed}");
    let after = ledger.vault().codes_of(&[identity(501)]);
    assert!(matches!(after, Err(Error::Stopped)), "{after:?}");
    drop(ledger);
    disk.end_program();
    let ledger = open(&bench, &disk);
    assert!(!ledger.has_stopped());
    let groups = [vec![event(&ledger, 4)]];
    disk.let_fail(Fault::FailedSync, 0);
    let failed = ledger.append(&groups, NOON).unwrap_err();
    assert!(failed.is_fatal() && ledger.has_stopped(), "{failed}");
    let after = ledger.append(&groups, NOON);
    assert!(matches!(after, Err(Error::Stopped)), "{after:?}");
}

#[test]
fn identities_that_did_not_fit_leave_no_codes_behind() {
    on_disks(16, |bench, disk| {
        let ledger = create(bench, &disk);
        code(&ledger, 1);
        let many: Vec<Vec<u8>> = (100..120).map(identity).chain([vec![b'x'; 500]]).collect();
        // The overflow fits, the slots do so in part.
        disk.let_fail(Fault::Full, 2);
        assert!(ledger.vault().codes_of(&many).unwrap_err().is_full());
        assert!(!ledger.has_stopped());
        disk.make_room();
        assert_eq!(code(&ledger, 2).get(), 2);
        drop(ledger);
        disk.end_program();
        let ledger = open(bench, &disk);
        assert_eq!(ledger.vault().len(), 2);
        let codes = ledger.vault().codes_of(&many).unwrap();
        assert_eq!(codes.last().unwrap().get(), 23);
        check_sound(&ledger, 0);
    });
}

/// What the next program finds may be in memory alone, and nothing would ever write it again.
#[test]
fn a_code_that_is_found_after_a_failed_sync_stays() {
    on_disks(16, |bench, disk| {
        drop(create(bench, &disk));
        disk.cut_power();
        let ledger = open(bench, &disk);
        let many: Vec<Vec<u8>> = (100..130).map(identity).chain([vec![b'x'; 500]]).collect();
        // The overflow is durable by then.
        disk.let_fail(Fault::FailedSync, 3);
        ledger.vault().codes_of(&many).unwrap_err();
        drop(ledger);
        disk.end_program();
        let ledger = open(bench, &disk);
        let codes: Vec<Option<Code>> = many.iter().map(|one| ledger.vault().find(one)).collect();
        drop(ledger);
        disk.cut_power();
        let ledger = open(bench, &disk);
        for (one, code) in many.iter().zip(codes) {
            assert_eq!(ledger.vault().find(one), code);
        }
        check_sound(&ledger, 0);
    });
}

/// A checkpoint whose name was given, and whose folder then did not open: its tiles must stay,
/// whether the same program goes on or ends there.
#[test]
fn signed_tiles_are_there_whichever_folder_did_not_open() {
    on_disks(8, |bench, disk| {
        let ledger = create(bench, &disk);
        append(&ledger, 0..3);
        ledger.checkpoint(NOON).unwrap();
        append(&ledger, 3..5);
        drop(ledger);
        disk.cut_power();
        for (failing, goes_on) in (0..).flat_map(|failing| [(failing, true), (failing, false)]) {
            let disk = disk.copy(failing, 512);
            let ledger = open(bench, &disk);
            disk.let_fail(Fault::ShutFolder, failing);
            let done = ledger.checkpoint(NOON);
            let goes_on = goes_on && !ledger.has_stopped();
            disk.calm();
            if goes_on {
                append(&ledger, 5..6);
                assert_eq!(ledger.checkpoint(NOON).unwrap().size, 6);
            }
            drop(ledger);
            disk.cut_power();
            let ledger = open(bench, &disk);
            let size = ledger.checkpoint(NOON).unwrap().size;
            assert_eq!(size, if goes_on { 6 } else { 5 });
            check_sound(&ledger, size);
            if done.is_ok() && !goes_on {
                break;
            }
        }
    });
}

/// A folder that the program before made, and had not come to making durable.
#[test]
fn signed_tiles_are_there_whichever_folder_was_not_durable_before() {
    on_disks(4, |bench, disk| {
        let ledger = create(bench, &disk);
        append(&ledger, 0..3);
        drop(ledger);
        disk.cut_power();
        for failing in 0.. {
            let disk = disk.copy(failing, 512);
            let ledger = open(bench, &disk);
            disk.let_fail(Fault::FailedSync, failing);
            let done = ledger.checkpoint(NOON);
            drop(ledger);
            disk.end_program();
            let ledger = open(bench, &disk);
            assert_eq!(ledger.checkpoint(NOON).unwrap().size, 3);
            drop(ledger);
            disk.cut_power();
            check_sound(&open(bench, &disk), 3);
            if done.is_ok() {
                break;
            }
        }
    });
}
