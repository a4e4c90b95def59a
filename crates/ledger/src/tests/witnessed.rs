//! Consistency from proofs alone, and ledgers put back from older copies.

use super::*;

/// Heads of a tree of fifty leaves at every size, and a ledger that proves them.
fn grown(bench: &Bench) -> (Ledger, Vec<Checkpoint>) {
    let ledger = bench.create();
    let mut heads = vec![ledger.last_checkpoint()];
    for number in 0..50 {
        append(&ledger, number..number + 1);
        heads.push(ledger.checkpoint(NOON).unwrap());
    }
    (ledger, heads)
}

#[test]
fn every_proof_between_two_sizes_is_accepted_and_no_other() {
    let bench = Bench::new();
    let (ledger, heads) = grown(&bench);
    for old in &heads {
        for new in &heads[at(old.size)..] {
            let proof = match old.size {
                0 => Vec::new(),
                size => ledger.consistency_proof(size, new.size).unwrap(),
            };
            assert!(
                is_consistent(old, new, &proof),
                "{} to {}",
                old.size,
                new.size
            );
            if old.size > 0 {
                refused(old, new, &proof);
            }
            if old.size < new.size {
                assert!(!is_consistent(new, old, &proof), "backwards");
            }
        }
    }
}

/// Proofs like a good one that must not be accepted.
fn refused(old: &Checkpoint, new: &Checkpoint, proof: &[Digest]) {
    let sizes = (old.size, new.size);
    for place in 0..proof.len() {
        let mut wrong = proof.to_vec();
        wrong[place][place % 32] ^= 1;
        assert!(!is_consistent(old, new, &wrong), "{sizes:?} hash {place}");
        wrong.remove(place);
        assert!(
            !is_consistent(old, new, &wrong),
            "{sizes:?} without {place}"
        );
    }
    let longer = [proof, &[[7; 32]]].concat();
    assert!(!is_consistent(old, new, &longer), "{sizes:?} longer");
    let other = |one: &Checkpoint| Checkpoint {
        root: [8; 32],
        ..*one
    };
    assert!(
        !is_consistent(&other(old), new, proof),
        "{sizes:?} old root"
    );
    assert!(
        !is_consistent(old, &other(new), proof),
        "{sizes:?} new root"
    );
}

#[test]
fn a_proof_of_more_than_63_hashes_is_none() {
    let (old, new) = (1, u64::MAX);
    let head = |size| Checkpoint {
        size,
        root: [1; 32],
    };
    assert!(!is_consistent(&head(old), &head(new), &vec![[2; 32]; 64]));
    assert!(!is_consistent(
        &head(u64::MAX - 1),
        &head(new),
        &vec![[2; 32]; 63]
    ));
}

#[test]
fn the_root_at_each_size_is_that_of_its_checkpoint() {
    let bench = Bench::new();
    let (ledger, heads) = grown(&bench);
    for head in heads {
        assert_eq!(ledger.root_at(head.size).unwrap(), head.root);
    }
    assert!(ledger.root_at(51).is_err());
}

pub(super) fn cosigned(ledger: &Ledger, time: u64) -> Vec<u8> {
    let note = ledger.checkpoint_note();
    let witness = Cosigner::new("witness.example/1", &[1; 32]).unwrap();
    let line = witness.cosign(&parse_checkpoint(&note).unwrap(), time);
    [note, line].concat()
}

#[test]
fn cosigned_checkpoints_are_kept_and_forgotten_one_by_one() {
    let bench = Bench::new();
    let (ledger, _) = grown(&bench);
    assert_eq!(ledger.witnessed().unwrap().len(), 0);
    ledger.keep_witnessed(&ledger.checkpoint_note()).unwrap();
    let note = cosigned(&ledger, NOON);
    ledger.keep_witnessed(&note).unwrap();
    append(&ledger, 50..51);
    ledger.checkpoint(NOON).unwrap();
    ledger.keep_witnessed(&cosigned(&ledger, NOON)).unwrap();
    drop(ledger);
    let ledger = bench.open();
    let kept = ledger.witnessed().unwrap();
    assert_eq!(kept.len(), 2, "one a tree");
    assert_eq!(kept[0].note, note);
    check_sound(&ledger, 51);
    ledger.forget_witnessed(&kept[0]).unwrap();
    assert_eq!(ledger.witnessed().unwrap().len(), 1);
    assert_eq!(ledger.roll_back(), None);
}

#[test]
fn what_another_log_signed_is_not_kept() {
    let (bench, other) = (Bench::new(), Bench::new());
    let (ledger, other) = (bench.create(), other.create());
    // The same origin, but chance repeats itself: only an altered note differs.
    let mut note = other.checkpoint_note();
    let last = note.len() - 10;
    note[last] = if note[last] == b'A' { b'B' } else { b'A' };
    assert!(matches!(
        ledger.keep_witnessed(&note),
        Err(Error::ForeignCheckpoint)
    ));
    ledger.keep_witnessed(&ledger.checkpoint_note()).unwrap();
    let path = &ledger.witnessed().unwrap()[0].path;
    write_file(path, &note).unwrap();
    assert!(matches!(ledger.witnessed(), Err(Error::Damaged { .. })));
    let problems = verify(&ledger).problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].file, *path);
}

/// A ledger at 50 and a copy of it at 20, under one key.
fn put_back(bench: &Bench) -> (Vec<u8>, TempDir) {
    let ledger = bench.create();
    append(&ledger, 0..20);
    ledger.checkpoint(NOON).unwrap();
    let copy = bench.snapshot();
    append(&ledger, 20..50);
    ledger.checkpoint(NOON).unwrap();
    (cosigned(&ledger, NOON), copy)
}

#[test]
fn a_ledger_behind_what_it_signed_signs_no_more_now_and_after_opening() {
    let bench = Bench::new();
    let (later, copy) = put_back(&bench);
    for round in 0..2 {
        let ledger = bench.open_at(copy.path()).unwrap();
        if round == 0 {
            assert_eq!(ledger.roll_back(), None);
            ledger.keep_witnessed(&later).unwrap();
            let found = ledger.find_roll_back().unwrap().unwrap();
            assert_eq!((found.signed.size, found.own.size), (50, 20));
        }
        let found = ledger.roll_back().unwrap();
        assert_eq!((found.signed.size, found.own.size), (50, 20));
        append(&ledger, 100..103);
        assert!(matches!(ledger.checkpoint(NOON), Err(Error::RolledBack)));
        assert_eq!(ledger.last_checkpoint().size, 20);
        let problems = verify(&ledger).problems;
        assert!(
            problems.iter().any(|one| one.what.contains("50 entries")),
            "{problems:?}"
        );
    }
}

#[test]
fn a_ledger_that_went_another_way_is_found_out_too() {
    let bench = Bench::new();
    let (later, copy) = put_back(&bench);
    let ledger = bench.open_at(copy.path()).unwrap();
    append(&ledger, 200..260);
    ledger.checkpoint(NOON).unwrap();
    ledger.keep_witnessed(&later).unwrap();
    let found = ledger.find_roll_back().unwrap().unwrap();
    assert_eq!((found.signed.size, found.own.size), (50, 80));
    assert!(matches!(ledger.checkpoint(NOON), Err(Error::RolledBack)));
}
