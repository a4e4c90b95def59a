//! Orders to erase: what is refused, what is counted, and what is left on the disk, to the byte.

use super::erasure::{all_of, check_explained, erase, erase_secrets, opens, order, parts, person};
use super::*;
use crate::frame::LINE_HEAD_BYTES;
use crate::vault::erase::listed;
use sha2::{Digest as _, Sha256};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::time::Duration;

fn plan(ledger: &Ledger, scope: Scope) -> Result<Plan> {
    ledger.plan_erasure(scope, &mut |_, _| {})
}

fn period(month: i32) -> Scope {
    Scope::Period {
        retention_class: 1,
        month,
        held: Vec::new(),
    }
}

/// A ledger of so many events, fifty a group of appends, and several segments.
fn filled(bench: &Bench, events: u64) -> Ledger {
    let ledger = bench.create();
    for first in (0..events).step_by(50) {
        append(&ledger, first..first + 50);
    }
    ledger.checkpoint(NOON).unwrap();
    ledger
}

#[test]
fn a_reason_and_a_basis_have_a_limit() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..10);
    let ordered = |index, reason: usize, basis: usize| {
        let mut order = order(&ledger, &format!("{index}"));
        order.reason = vec![b'x'; reason];
        order.basis = "§".repeat(basis);
        ledger.erase(plan(&ledger, all_of(index)).unwrap(), &order, NOON)
    };
    assert!(ordered(1, 4096, 64).is_ok());
    for (reason, basis) in [(4097, 64), (4096, 65)] {
        let refused = ordered(2, reason, basis);
        assert!(matches!(refused, Err(Error::ErasureRefused { .. })));
    }
    assert!(opens(&ledger, 2).is_some());
}

#[test]
fn nothing_is_ordered_of_what_is_not_there() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..10);
    erase(&ledger, all_of(3), "e1");
    let said = |scope| match plan(&ledger, scope) {
        Err(Error::ErasureRefused { what }) => what,
        other => panic!("{:?}", other.map(|plan| plan.entries())),
    };
    assert_eq!(said(Scope::Persons(Vec::new())), "it names nobody");
    assert_eq!(said(Scope::Entries(Gone::new())), "it names no entry");
    assert_eq!(said(all_of(3)), "the entry was erased before");
    assert_eq!(said(parts(3, &[0])), "the entry was erased before");
    for no_part in [&[][..], &[4], &[0, 4]] {
        assert_eq!(said(parts(4, no_part)), "the entry has no such part");
    }
    assert_eq!(plan(&ledger, parts(4, &[3])).unwrap().entries(), 1);
    let beyond = plan(&ledger, all_of(11));
    assert!(matches!(beyond, Err(Error::NoSuchLeaf { index: 11, .. })));
}

#[test]
fn who_approves_is_told_how_many_entries_lose_something() {
    let bench = Bench::new();
    let ledger = filled(&bench, 300);
    let month = event(&ledger, 1).month;
    let of_person = plan(&ledger, person(&ledger, 105)).unwrap();
    assert_eq!(of_person.entries(), 6);
    let named: Vec<u64> = of_person.indexes().collect();
    assert_eq!(named, [5, 55, 105, 155, 205, 255]);
    assert_eq!(plan(&ledger, all_of(7)).unwrap().entries(), 1);
    assert_eq!(plan(&ledger, period(month + 1)).unwrap().entries(), 0);
    let mut looked = Vec::new();
    let of_period = ledger.plan_erasure(period(month), &mut |to, of| looked.push((to, of)));
    let of_period = of_period.unwrap();
    assert_eq!((of_period.entries(), of_period.indexes().count()), (300, 0));
    assert_eq!(looked.last(), Some(&(300, 300)));
    // What came in since it was looked at goes as well, and is counted.
    append(&ledger, 300..310);
    let record = ledger.erase(of_period, &order(&ledger, "cut"), NOON);
    let record = ledger.erasure(record.unwrap()).unwrap().unwrap().record;
    let Erased::Period { count, digest, .. } = record.what else {
        panic!("{record:?}");
    };
    let indexes: Vec<u8> = (0..310_u64).flat_map(u64::to_be_bytes).collect();
    let expected: Digest = Sha256::digest(indexes).into();
    assert_eq!((count, digest), (310, expected));
}

#[test]
fn the_rows_of_a_period_leave_every_segment() {
    let bench = Bench::new();
    let ledger = filled(&bench, 500);
    let segments = ledger.segments();
    let numbers: Vec<u64> = segments.holding(0..500).into_iter().collect();
    assert!(numbers.len() > 2, "{numbers:?}");
    let mut done = Vec::new();
    let record = erase_secrets(&ledger, period(event(&ledger, 1).month), "cut");
    ledger
        .carry_out(record, &mut |at, of| done.push((at, of)))
        .unwrap();
    let all = segments.full().len() as u64;
    assert_eq!(done, (1..=all).map(|at| (at, all)).collect::<Vec<_>>());
    for index in 0..500 {
        let line = segments.line(index).unwrap().unwrap();
        assert_eq!(line.len(), LINE_HEAD_BYTES, "entry {index} has a row");
    }
    check_explained(&ledger, 500);
    // Carried out again nothing is left to write: the files stay the same ones.
    let files = || {
        numbers
            .iter()
            .map(|number| file_of(&bench, *number).metadata().unwrap().ino())
    };
    let before: Vec<u64> = files().collect();
    ledger.carry_out(record, &mut |_, _| {}).unwrap();
    assert_eq!(files().collect::<Vec<_>>(), before);
}

#[test]
fn a_period_of_nothing_is_closed_as_well() {
    let bench = Bench::new();
    let ledger = filled(&bench, 50);
    let month = event(&ledger, 1).month + 7;
    erase(&ledger, period(month), "cut");
    assert!(ledger.is_erased_period(1, month));
    ledger.close(NOON).unwrap();
    assert!(bench.open().is_erased_period(1, month));
}

#[test]
fn a_part_leaves_the_segment_it_is_in_and_no_other_is_written() {
    let bench = Bench::new();
    let ledger = filled(&bench, 500);
    let segments = ledger.segments();
    let index = 499;
    let last = *segments.holding([index].into_iter()).first().unwrap();
    let files = || {
        let ino = |number| file_of(&bench, number).metadata().unwrap().ino();
        (ino(1), ino(last))
    };
    let before = files();
    let record = erase(&ledger, all_of(index), "e1");
    let after = files();
    assert_eq!(opens(&ledger, index), None);
    assert!(after.0 == before.0 && after.1 != before.1);
    ledger.carry_out(record, &mut |_, _| {}).unwrap();
    assert_eq!(files(), after, "nothing is left to write");
    check_explained(&ledger, 1);
}

fn file_of(bench: &Bench, number: u64) -> PathBuf {
    bench.path().join(format!("segments/{number:010}.segment"))
}

#[test]
fn the_bytes_of_before_are_overwritten_when_nobody_reads_them_any_more() {
    let bench = Bench::new();
    let ledger = filled(&bench, 300);
    assert!(opens(&ledger, 7).is_some());
    let (file, link) = (file_of(&bench, 1), bench.folder.path().join("link"));
    std::fs::hard_link(&file, &link).unwrap();
    let before = std::fs::read(&link).unwrap();
    let read = ledger.segments().file(1).unwrap();
    let reader = std::thread::spawn({
        let link = link.clone();
        move || {
            std::thread::sleep(Duration::from_millis(60));
            let seen = std::fs::read(link).unwrap();
            drop(read);
            seen
        }
    });
    erase(&ledger, all_of(7), "e1");
    assert!(
        reader.join().unwrap() == before,
        "overwritten under a reader"
    );
    let after = std::fs::read(&link).unwrap();
    assert_eq!(after.len(), before.len());
    assert!(
        after.iter().all(|byte| *byte == 0),
        "the old rows are there"
    );
    check_explained(&ledger, 1);
}

#[test]
fn without_room_for_a_list_of_frames_a_row_goes_all_the_same() {
    let bench = Bench::new();
    let ledger = filled(&bench, 300);
    let list = bench.path().join("segments/0000000001.frames");
    let unfinished = list.with_extension("frames.unfinished");
    std::os::unix::fs::symlink("/dev/full", &unfinished).unwrap();
    erase(&ledger, all_of(7), "e1");
    assert_eq!(opens(&ledger, 7), None);
    assert!(!list.exists(), "it is made at the next start");
    std::fs::remove_file(&unfinished).unwrap();
    std::fs::create_dir(&unfinished).unwrap();
    let record = erase_secrets(&ledger, all_of(8), "e2");
    let failed = ledger.carry_out(record, &mut |_, _| {}).unwrap_err();
    assert!(!failed.is_full(), "{failed}");
    std::fs::remove_dir(&unfinished).unwrap();
    drop(ledger);
    let ledger = bench.open();
    ledger.carry_out(record, &mut |_, _| {}).unwrap();
    ledger.checkpoint(NOON).unwrap();
    check_explained(&ledger, 2);
    assert!(list.exists());
}

/// Two persons whose identities do not fit their slots, and the overflow file.
fn with_long_identities(bench: &Bench) -> (Ledger, [Code; 2], PathBuf) {
    let ledger = bench.create();
    let names = [b'y', b'z'].map(|letter| vec![letter; 300]);
    let codes = ledger.vault().codes_of(&names).unwrap();
    let overflow = bench.path().join("vault/overflow");
    (ledger, [codes[0], codes[1]], overflow)
}

/// What the overflow slot of this number holds beyond its head, and its state.
fn overflow_slot(overflow: &Path, number: u64) -> (u8, bool) {
    let mut bytes = [0; 1072];
    let file = std::fs::File::open(overflow).unwrap();
    file.read_exact_at(&mut bytes, number * 1072).unwrap();
    (bytes[4], bytes[8..].iter().any(|byte| *byte != 0))
}

#[test]
fn a_long_identity_is_overwritten_where_it_stands() {
    let bench = Bench::new();
    let (ledger, [first, second], overflow) = with_long_identities(&bench);
    erase(&ledger, Scope::Persons(vec![second]), "e1");
    assert_eq!(ledger.vault().identity(second).unwrap(), None);
    assert_eq!(overflow_slot(&overflow, 2), (2, false));
    assert_eq!(overflow_slot(&overflow, 1), (1, true));
    let kept = ledger.vault().identity(first).unwrap();
    assert_eq!(kept, Some(vec![b'y'; 300]));
    let report = verify(&ledger);
    assert_eq!(report.problems, []);
}

#[test]
fn an_erasure_that_the_power_cut_short_goes_on_at_the_start() {
    let bench = Bench::new();
    let (ledger, [first, second], overflow) = with_long_identities(&bench);
    drop(ledger);
    let erasing = bench.path().join("vault/erasing");
    write_file(&erasing, listed(&[(first.get(), 1)])).unwrap();
    let ledger = bench.open();
    assert_eq!(ledger.vault().identity(first).unwrap(), None);
    assert_eq!(overflow_slot(&overflow, 1), (2, false));
    assert!(ledger.vault().identity(second).unwrap().is_some());
    assert!(!erasing.exists());
    drop(ledger);
    let mut altered = listed(&[(second.get(), 2)]);
    altered[3] ^= 1;
    write_file(&erasing, altered).unwrap();
    let refused = bench.open_at(&bench.path()).err().unwrap().to_string();
    assert!(refused.contains("vault/erasing is damaged"), "{refused}");
}
