//! Erasure: what is gone is gone, the rest opens, every hole has its record, and nobody erases
//! alone.

use super::*;
use crate::compartment::{commitment, salt};
use crate::digest::MacKey;
use crate::frame::LineView;
use crate::keys::KeyName;
use crate::segment::Rewritten;
use rand::RngExt;
use rand::seq::IndexedRandom;
use std::collections::{BTreeMap, BTreeSet};

const BASIS: &str = "GDPR-17-1-d";

fn signatory(ledger: &Ledger, number: u64) -> Signatory {
    Signatory {
        code: code(ledger, number),
        bytes: format!("official {number}").into_bytes(),
    }
}

pub(super) fn order(ledger: &Ledger, id: &str) -> Order {
    Order {
        id: id.as_bytes().to_vec(),
        basis: BASIS.to_owned(),
        reason: b"the court said so".to_vec(),
        requested_by: signatory(ledger, 1001),
        approved_by: signatory(ledger, 1002),
    }
}

/// The record and its secrets; the rows stay as they are.
pub(super) fn erase_secrets(ledger: &Ledger, scope: Scope, id: &str) -> u64 {
    let plan = ledger.plan_erasure(scope, &mut |_, _| {}).unwrap();
    ledger.erase(plan, &order(ledger, id), NOON + 5).unwrap()
}

pub(super) fn erase(ledger: &Ledger, scope: Scope, id: &str) -> u64 {
    let record = erase_secrets(ledger, scope, id);
    ledger.carry_out(record, &mut |_, _| {}).unwrap();
    record
}

pub(super) fn person(ledger: &Ledger, number: u64) -> Scope {
    Scope::Persons(vec![code(ledger, number)])
}

pub(super) fn parts(index: u64, parts: &[u16]) -> Scope {
    Scope::Entries([(index, Parts::These(parts.to_vec()))].into())
}

pub(super) fn all_of(index: u64) -> Scope {
    Scope::Entries([(index, Parts::All)].into())
}

/// Which parts of an entry open; nothing if its row is gone.
pub(super) fn opens(ledger: &Ledger, index: u64) -> Option<Vec<bool>> {
    let stored = ledger.read(index).unwrap().unwrap();
    let parts = stored.compartments;
    let mut acts = parts.iter().flatten();
    let act = acts.find(|part| part.kind == CompartmentKind::Act);
    let act = act.and_then(|part| part.bytes.clone());
    assert_eq!(ledger.read_act(index).unwrap(), act, "the act by itself");
    let parts = parts?;
    Some(parts.iter().map(|part| part.bytes.is_some()).collect())
}

/// Sound, with so many rows and parts erased, each of them explained.
pub(super) fn check_explained(ledger: &Ledger, erased: u64) {
    let report = verify(ledger);
    assert_eq!(report.problems, []);
    assert_eq!(report.holes, []);
    assert_eq!((report.erased, report.unexplained), (erased, 0));
}

#[test]
fn a_person_goes_and_everything_else_stays() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..100);
    ledger.checkpoint(NOON).unwrap();
    let gone = code(&ledger, 100);
    let record = erase_secrets(&ledger, person(&ledger, 100), "e1");
    // At once, before any row is written again.
    assert_eq!(ledger.vault().identity(gone).unwrap(), None);
    assert_eq!(ledger.vault().find(&identity(100)), None);
    assert_eq!(opens(&ledger, 0), Some(vec![true, false, true, false]));
    check_explained(&ledger, 4);
    ledger.carry_out(record, &mut |_, _| {}).unwrap();
    ledger.carry_out(record, &mut |_, _| {}).unwrap();
    for (index, expected) in [(0, false), (50, false), (1, true), (49, true)] {
        let shown = opens(&ledger, index).unwrap();
        assert_eq!(shown, [true, expected, true, expected], "entry {index}");
    }
    check_explained(&ledger, 4);
    let stored = ledger.erasure(record).unwrap().unwrap();
    assert_eq!(stored.record.basis, BASIS);
    assert_eq!(stored.reason.as_deref(), Some(&b"the court said so"[..]));
    assert_eq!(stored.approved_by.as_deref(), Some(&b"official 1002"[..]));
    assert_ne!(code(&ledger, 100), gone, "a code is never given out twice");
    ledger.close(NOON + 9).unwrap();
    let ledger = bench.open();
    check_explained(&ledger, 4);
    assert_eq!(append(&ledger, 0..1), [Appended::Seen(0)], "a replay");
}

#[test]
fn the_detail_of_an_event_about_two_goes_with_either() {
    let bench = Bench::new();
    let ledger = bench.create();
    let mut entry = event(&ledger, 1);
    let other = Compartment::subject(Some(code(&ledger, 300)), b"another".to_vec());
    entry.compartments.insert(2, other);
    ledger.append(&[vec![entry]], NOON).unwrap();
    let record = erase_secrets(&ledger, person(&ledger, 300), "e1");
    let before = verify(&ledger);
    assert_eq!(before.problems.len(), 1, "the detail opens until then");
    ledger.carry_out(record, &mut |_, _| {}).unwrap();
    let left = opens(&ledger, 0);
    assert_eq!(left, Some(vec![true, true, false, true, false]));
    check_explained(&ledger, 2);
    // Its other subject can still go afterwards.
    erase(&ledger, person(&ledger, 101), "e2");
    let left = opens(&ledger, 0);
    assert_eq!(left, Some(vec![true, false, false, true, false]));
    check_explained(&ledger, 3);
}

#[test]
fn an_event_and_a_part_of_one_go() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..300);
    ledger.checkpoint(NOON).unwrap();
    erase(&ledger, all_of(7), "e1");
    erase(&ledger, parts(200, &[2, 3]), "e2");
    erase(&ledger, parts(200, &[0]), "e3");
    assert_eq!(opens(&ledger, 7), None);
    assert_eq!(opens(&ledger, 200), Some(vec![false, true, false, false]));
    let report = verify(&ledger);
    assert_eq!((report.events, report.events_erased), (300, 1));
    check_explained(&ledger, 4);
    let shown = ledger.prove(200, &[CompartmentKind::Subject]);
    let Err(Error::NoSuchLeaf { .. }) = ledger.prove(300, &[]) else {
        panic!("the records are under no checkpoint yet");
    };
    let proof = shown.unwrap().proof;
    let key = VerifierKey::parse(&ledger.verifier_key()).unwrap();
    let proven = Proof::parse(&proof.to_bytes()).unwrap().check(&key);
    assert!(proven.is_ok(), "what is left of a redacted event proves");
    ledger.close(NOON).unwrap();
    check_explained(&bench.open(), 4);
}

#[test]
fn a_period_goes_and_what_is_held_stays() {
    let bench = Bench::new();
    let ledger = bench.create();
    let month = event(&ledger, 1).month;
    for number in 0..200 {
        let mut entry = event(&ledger, number);
        entry.month += i32::try_from(number % 3).unwrap();
        ledger.append(&[vec![entry]], NOON).unwrap();
    }
    let held = vec![3, 99];
    let cut = |held: &[u64]| Scope::Period {
        retention_class: 1,
        month,
        held: held.to_vec(),
    };
    let record = erase(&ledger, cut(&held), "cut");
    let gone: Vec<u64> = (0..200)
        .filter(|index| opens(&ledger, *index).is_none())
        .collect();
    let expected: Vec<u64> = (0..200)
        .filter(|index| index % 3 == 0 && !held.contains(index))
        .collect();
    assert_eq!(gone, expected);
    check_explained(&ledger, expected.len() as u64);
    assert!(ledger.is_erased_period(1, month));
    let late = ledger.append(&[vec![event(&ledger, 1000)]], NOON);
    assert!(matches!(late, Err(Error::PeriodErased { .. })));
    // The hold over, those go as well, by a record of their own.
    let rest = Scope::Period {
        retention_class: HOLD_CLASS,
        month,
        held: Vec::new(),
    };
    erase(&ledger, rest, "rest");
    check_explained(&ledger, expected.len() as u64 + 2);
    ledger.carry_out(record, &mut |_, _| {}).unwrap();
    ledger.close(NOON).unwrap();
    check_explained(&bench.open(), expected.len() as u64 + 2);
}

#[test]
fn nobody_erases_alone() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..10);
    let refused = |change: &dyn Fn(&mut Order)| {
        let plan = ledger.plan_erasure(all_of(3), &mut |_, _| {}).unwrap();
        let mut order = order(&ledger, "alone");
        change(&mut order);
        let refused = ledger.erase(plan, &order, NOON);
        assert!(matches!(refused, Err(Error::ErasureRefused { .. })));
    };
    refused(&|order| order.approved_by = order.requested_by.clone());
    refused(&|order| order.approved_by.code = order.requested_by.code);
    refused(&|order| order.approved_by.bytes = order.requested_by.bytes.clone());
    refused(&|order| order.reason.clear());
    refused(&|order| order.basis = "no code".to_owned());
    assert_eq!(ledger.len(), 10);
    check_sound(&ledger, 10);
    let record = erase(&ledger, all_of(3), "by two");
    let of_record = ledger.plan_erasure(all_of(record), &mut |_, _| {});
    assert!(matches!(of_record, Err(Error::ErasureRefused { .. })));
    let records = Scope::Period {
        retention_class: RECORD_CLASS,
        month: 0,
        held: Vec::new(),
    };
    let records = ledger.plan_erasure(records, &mut |_, _| {});
    assert!(matches!(records, Err(Error::ErasureRefused { .. })));
}

#[test]
fn who_approved_can_be_erased_and_the_record_holds() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..10);
    let record = erase(&ledger, all_of(3), "e1");
    let mut second = order(&ledger, "e2");
    second.requested_by = signatory(&ledger, 1003);
    second.approved_by = signatory(&ledger, 1004);
    let scope = person(&ledger, 1002);
    let plan = ledger.plan_erasure(scope, &mut |_, _| {}).unwrap();
    let other = ledger.erase(plan, &second, NOON).unwrap();
    ledger.carry_out(other, &mut |_, _| {}).unwrap();
    let stored = ledger.erasure(record).unwrap().unwrap();
    assert_eq!(stored.approved_by, None);
    check_explained(&ledger, 2);
}

#[test]
fn an_order_given_twice_is_one_record() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..10);
    let first = erase(&ledger, person(&ledger, 103), "same");
    let plan = ledger.plan_erasure(all_of(4), &mut |_, _| {}).unwrap();
    let again = ledger.erase(plan, &order(&ledger, "same"), NOON).unwrap();
    assert_eq!(again, first);
    assert!(opens(&ledger, 4).is_some(), "the first one counts");
}

#[test]
fn a_hole_without_a_record_is_named() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..60);
    let lone = code(&ledger, 105);
    let segments = ledger.segments();
    segments
        .end_last(&mut ledger.writer().unwrap().tail)
        .unwrap();
    ledger.checkpoint(NOON).unwrap();
    let empty = |index, line: LineView<'_>| {
        (index == 9).then(|| Rewritten {
            retention_class: line.retention_class(),
            month: line.month(),
            row: Vec::new(),
        })
    };
    segments
        .rewrite(1, &mut |index, line| Ok(empty(index, line)))
        .unwrap();
    ledger.vault().erase(&[lone]).unwrap();
    let report = verify(&ledger);
    let told: Vec<String> = report.holes.iter().map(Hole::to_string).collect();
    let expected = [
        "entry 9",
        "entry 5, part 1",
        "entry 5, part 3",
        "entry 55, part 1",
        "entry 55, part 3",
    ];
    assert_eq!(told, expected);
    assert_eq!(report.unexplained, 5);
    assert!(!report.is_sound());
}

/// Somebody without keys marks a row as belonging to a period that was lawfully cut.
#[test]
fn a_row_put_into_an_erased_period_is_found() {
    let bench = Bench::new();
    let ledger = bench.create();
    for number in 0..20 {
        let mut entry = event(&ledger, number);
        entry.month += i32::try_from(number % 2).unwrap();
        ledger.append(&[vec![entry]], NOON).unwrap();
    }
    let month = event(&ledger, 1).month;
    let cut = Scope::Period {
        retention_class: 1,
        month,
        held: Vec::new(),
    };
    erase(&ledger, cut, "cut");
    check_explained(&ledger, 10);
    let segments = ledger.segments();
    let hide = |index: u64| {
        (index == 5).then(|| Rewritten {
            retention_class: 1,
            month,
            row: Vec::new(),
        })
    };
    segments
        .rewrite(1, &mut |index, _| Ok(hide(index)))
        .unwrap();
    let report = verify(&ledger);
    assert_eq!((report.erased, report.unexplained), (11, 11));
}

#[test]
fn what_comes_back_from_an_old_copy_is_told_and_goes_again() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..60);
    order(&ledger, "gives both a code");
    let mut writer = ledger.writer().unwrap();
    ledger.segments().end_last(&mut writer.tail).unwrap();
    drop(writer);
    ledger.close(NOON).unwrap();
    let old = bench.snapshot();
    let ledger = bench.open();
    let record = erase(&ledger, person(&ledger, 105), "e1");
    let other = erase(&ledger, all_of(20), "e2");
    ledger.close(NOON).unwrap();
    for file in ["vault/slots", "segments/0000000001.segment"] {
        std::fs::copy(old.path().join(file), bench.path().join(file)).unwrap();
    }
    std::fs::remove_file(bench.path().join("segments/0000000001.frames")).unwrap();
    let ledger = bench.open();
    let report = verify(&ledger);
    let others: Vec<_> = report
        .problems
        .iter()
        .filter(|one| !one.what.contains("older copy"))
        .collect();
    assert_eq!(others, [] as [&Problem; 0]);
    assert_eq!(report.problems.len(), 5);
    for record in [record, other] {
        ledger.carry_out(record, &mut |_, _| {}).unwrap();
    }
    check_explained(&ledger, 5);
}

/// Whoever holds everything that is left, the root key too, tries every id there can be.
#[test]
fn trying_every_id_finds_nobody() {
    const IDS: u64 = 20_000;
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..100);
    let slots = std::fs::read(bench.path().join("vault/slots")).unwrap();
    let slot = &slots[192 * code(&ledger, 100).get() as usize..][..192];
    let hash = slot[12..44].to_vec();
    erase(&ledger, person(&ledger, 100), "e1");
    ledger.close(NOON).unwrap();

    let ledger = bench.open();
    let index_key = ledger.keys().required(KeyName::INDEX).unwrap();
    let everything: Vec<Vec<u8>> = files_in(bench.folder.path())
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect();
    let is_left = |bytes: &[u8]| {
        let holds = |file: &Vec<u8>| memchr::memmem::find(file, bytes).is_some();
        everything.iter().any(holds)
    };
    assert!(!is_left(&hash), "the keyed hash of the id");
    assert!(!is_left(&slot[44..]), "the sealed secret");
    assert_eq!(
        index_key.mac.mac(&[&identity(100)]).to_vec(),
        hash,
        "the control"
    );
    let slots = std::fs::read(bench.path().join("vault/slots")).unwrap();
    let hashes: BTreeSet<&[u8]> = slots.chunks_exact(192).map(|slot| &slot[12..44]).collect();
    let found = (0..IDS).filter(|id| hashes.contains(&index_key.mac.mac(&[&identity(*id)])[..]));
    let found: Vec<u64> = found.filter(|id| *id == 100).collect();
    assert_eq!(found, [] as [u64; 0]);

    // Rows of that person: no salt that can still be made commits to any guess.
    let line = ledger.segments().line(0).unwrap().unwrap();
    let line = LineView::of(&line).unwrap();
    let (stored, row) = ledger.open_line(0, line).unwrap();
    let row = row.unwrap();
    let parts = row.committed_parts(&stored.entry, 0, &BTreeMap::new().into_iter().collect());
    assert!(parts.is_none_or(|parts| parts[1].opened.is_none()));
    let all: Vec<Digest> = everything
        .iter()
        .flat_map(|file| file.windows(32).step_by(4))
        .map(|window| window.try_into().unwrap())
        .collect();
    let kept = row_commitment(&ledger, 0, 1);
    let mut few = ChaCha8Rng::seed_from_u64(1);
    let secrets: Vec<&Digest> = (0..50).filter_map(|_| all.choose(&mut few)).collect();
    for id in 0..IDS / 50 {
        let guess = format!("canary-subject-{}", id * 50).into_bytes();
        for secret in &secrets {
            let salt = salt(&MacKey::new(secret), 1, &Digest::default());
            let made = commitment(&salt, 1, CompartmentKind::Subject, &guess);
            assert_ne!(made, kept);
        }
    }
}

/// The commitment that the entry holds to a part that is gone.
fn row_commitment(ledger: &Ledger, index: u64, part: usize) -> Digest {
    let line = ledger.segments().line(index).unwrap().unwrap();
    let line = LineView::of(&line).unwrap();
    let (stored, row) = ledger.open_line(index, line).unwrap();
    let row = row.unwrap();
    let codes: Vec<Code> = row.persons().collect();
    let persons = ledger.vault().person_keys(&codes).unwrap();
    row.committed_parts(&stored.entry, index, &persons).unwrap()[part].commitment
}

/// Random orders on random ledgers: what must be gone is gone, what must stay stays.
#[test]
fn erasures_by_chance_leave_what_they_should() {
    for seed in 0..30 {
        one_by_chance(seed);
    }
}

fn one_by_chance(seed: u64) {
    let bench = Bench::new();
    let mut ledger = bench.create();
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut model: BTreeMap<u64, Vec<bool>> = BTreeMap::new();
    let mut about: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
    let mut numbers = 0..;
    for step in 0..12 {
        for number in numbers.by_ref().take(20) {
            let index = ledger.len();
            let appended = append(&ledger, number..number + 1);
            assert_eq!(appended, [Appended::Stored(index)], "seed {seed}");
            model.insert(index, vec![true; 4]);
            about.insert(index, (1 + number % 5, 100 + number % 50));
        }
        let index = *about
            .keys()
            .collect::<Vec<_>>()
            .choose(&mut chance)
            .unwrap();
        let id = format!("step {step}");
        match chance.random_range(0..3) {
            0 => {
                let who = about[index].1;
                if ledger.vault().find(&identity(who)).is_none() {
                    continue;
                }
                erase(&ledger, person(&ledger, who), &id);
                for (index, (_, subject)) in &about {
                    if *subject == who {
                        let parts = model.get_mut(index).unwrap().iter_mut();
                        let theirs = parts.enumerate().filter(|(part, _)| part % 2 == 1);
                        theirs.for_each(|(_, opens)| *opens = false);
                    }
                }
                // Who comes again is somebody new.
                about
                    .values_mut()
                    .filter(|one| one.1 == who)
                    .for_each(|one| one.1 = 0);
            }
            1 if opens(&ledger, *index).is_some() => {
                let index = *index;
                erase(&ledger, all_of(index), &id);
                model.insert(index, Vec::new());
            }
            2 if opens(&ledger, *index).is_some() => {
                let (index, part) = (*index, chance.random_range(0..4));
                erase(&ledger, parts(index, &[part]), &id);
                model.get_mut(&index).unwrap()[usize::from(part)] = false;
            }
            _ => {}
        }
        if chance.random_bool(0.3) {
            ledger.close(NOON).unwrap();
            ledger = bench.open();
        }
    }
    for (index, expected) in &model {
        let found = opens(&ledger, *index).unwrap_or_default();
        assert_eq!(found, *expected, "seed {seed}, entry {index}");
    }
    let report = verify(&ledger);
    assert_eq!(
        (&report.problems, report.unexplained),
        (&vec![], 0),
        "seed {seed}"
    );
}

#[test]
fn a_period_is_listed_with_its_entries_until_it_is_erased() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..3);
    let (class, month) = (1, 2026 * 12 + 3);
    let mut other = event(&ledger, 3);
    other.month += 1;
    ledger.append(&[vec![other]], NOON).unwrap();
    let periods = [(class, month), (class, month + 1)];
    assert_eq!(ledger.periods(), periods);
    let indexes = |month| ledger.indexes_of_period(class, month).unwrap();
    assert_eq!(
        (indexes(month), indexes(month + 1)),
        (vec![0, 1, 2], vec![3])
    );
    assert_eq!(indexes(month + 2), Vec::<u64>::new());
    assert!(
        ledger
            .indexes_of_period(class + 1, month)
            .unwrap()
            .is_empty()
    );
    let scope = Scope::Period {
        retention_class: class,
        month,
        held: Vec::new(),
    };
    erase(&ledger, scope, "cut");
    assert!(ledger.is_erased_period(class, month));
    assert!(!ledger.is_erased_period(class, month + 1));
    assert!(!ledger.periods().contains(&periods[0]));
    assert!(ledger.periods().contains(&periods[1]));
}

#[test]
fn an_entry_that_is_no_record_says_nothing_of_erasure() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..2);
    let record = erase(&ledger, all_of(1), "e1");
    assert_eq!(ledger.erasure(0).unwrap(), None);
    assert_eq!(ledger.erasure(record + 1).unwrap(), None);
    let read = ledger.erasure(record).unwrap().unwrap();
    assert_eq!((read.index, read.received_seconds), (record, NOON + 5));
    assert_eq!(
        read.requested_by.as_deref(),
        Some(b"official 1001".as_slice())
    );
    assert_eq!(
        read.approved_by.as_deref(),
        Some(b"official 1002".as_slice())
    );
    assert_eq!(
        read.reason.as_deref(),
        Some(b"the court said so".as_slice())
    );
}
