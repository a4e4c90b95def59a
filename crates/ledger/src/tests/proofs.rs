//! Heads and proofs agree with another program's (`ct-merkle`), and notes with C2SP's own
//! reader (`signed_note`).

use super::*;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2::Sha256;

type Other = MemoryBackedTree<Sha256, Vec<u8>>;

/// A ledger of entries without compartments, with checkpoints on the way.
fn grown(bench: &Bench, steps: &[u64]) -> (Ledger, Other) {
    let ledger = bench.create();
    let mut other = Other::new();
    let mut number = 0;
    for step in steps {
        let entry = |number| NewEntry {
            compartments: Vec::new(),
            ..event(&ledger, number)
        };
        let groups: Vec<_> = (number..number + step)
            .map(|number| vec![entry(number)])
            .collect();
        ledger.append(&groups, NOON).unwrap();
        for index in number..number + step {
            let stored = ledger.read(index).unwrap().unwrap();
            other.push(stored.entry.to_bytes().to_vec());
        }
        number += step;
        let checkpoint = ledger.checkpoint(NOON).unwrap();
        assert_eq!(
            checkpoint.root,
            other.root().as_bytes().as_slice(),
            "head at {number}"
        );
    }
    (ledger, other)
}

fn check(steps: &[u64]) {
    let bench = Bench::new();
    let (ledger, other) = grown(&bench, steps);
    let size = ledger.len();
    for index in (0..size).filter(|index| size < 300 || index % 37 == 0 || index + 2 > size) {
        let proof = ledger.inclusion_proof(index, size).unwrap().concat();
        assert_eq!(
            proof,
            other.prove_inclusion(at(index)).as_bytes(),
            "{index} in {size}"
        );
    }
    for old in (1..=size).filter(|old| size < 300 || old % 41 == 0 || old + 2 > size) {
        let proof = ledger.consistency_proof(old, size).unwrap().concat();
        let theirs = other.prove_consistency(at(size - old));
        assert_eq!(proof, theirs.as_bytes(), "from {old} to {size}");
    }
    assert!(
        ledger.inclusion_proof(size, size).is_err(),
        "one past the end"
    );
    assert!(
        ledger.inclusion_proof(0, size + 1).is_err(),
        "a tree that is not there yet"
    );
    assert_eq!(
        ledger.consistency_proof(0, size).unwrap(),
        [] as [Digest; 0]
    );
    assert!(
        ledger.consistency_proof(size, size + 1).is_err(),
        "a tree that is not there yet"
    );
    assert!(
        ledger.consistency_proof(size, size - 1).is_err(),
        "a smaller tree"
    );
    check_sound(&ledger, size);
}

#[test]
fn small_trees() {
    check(&[1, 1, 1, 1, 1, 1, 1, 1, 1]);
    check(&[17, 30]);
}

#[test]
fn trees_at_the_edges_of_tiles() {
    check(&[255]);
    check(&[256]);
    check(&[200, 57]);
    check(&[511, 1, 1]);
}

#[test]
fn a_tree_of_three_levels() {
    check(&[65_000, 535, 1, 300]);
}

#[test]
fn a_proof_of_a_smaller_tree_comes_from_the_tiles_of_a_greater() {
    let bench = Bench::new();
    let (ledger, other) = grown(&bench, &[300]);
    let smaller = other.items()[..260]
        .iter()
        .cloned()
        .fold(Other::new(), |mut tree, leaf| {
            tree.push(leaf);
            tree
        });
    for index in [0, 100, 255, 256, 259] {
        let proof = ledger.inclusion_proof(index, 260).unwrap().concat();
        assert_eq!(
            proof,
            smaller.prove_inclusion(at(index)).as_bytes(),
            "{index}"
        );
    }
}

#[test]
fn notes_are_read_by_the_key_that_is_handed_out() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..3);
    let checkpoint = ledger.heartbeat(NOON).unwrap();
    assert_eq!(checkpoint.size, 4);
    let on_disk = std::fs::read(bench.path().join("checkpoint")).unwrap();
    assert_eq!(on_disk, ledger.checkpoint_note());
    let verifier = signed_note::StandardVerifier::new(&ledger.verifier_key()).unwrap();
    let note = signed_note::Note::from_bytes(&on_disk).unwrap();
    let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    assert_eq!(note.verify(&known).unwrap().0.len(), 1);
    let text = String::from_utf8(note.text().to_vec()).unwrap();
    assert!(text.starts_with("test.example/log\n4\n"), "{text}");
}

#[test]
fn tiles_are_where_c2sp_says() {
    let bench = Bench::new();
    let (ledger, _) = grown(&bench, &[3, 600]);
    drop(ledger);
    let root = bench.path().join("tile");
    let found: Vec<String> = files_in(&root)
        .iter()
        .map(|path| {
            let bytes = path.metadata().unwrap().len();
            format!("{} {bytes}", path.strip_prefix(&root).unwrap().display())
        })
        .collect();
    let expected = [
        "0/000 8192",
        "0/001 8192",
        "0/002.p/91 2912",
        "1/000.p/2 64",
        "entries/000 23040",
        "entries/001 23040",
        "entries/002.p/91 8190",
    ];
    assert_eq!(found, expected);
    let path = |number| tiles::hash_tile_path(0, number, 256);
    assert_eq!(path(1_234_067), "tile/0/x001/x234/067");
}
