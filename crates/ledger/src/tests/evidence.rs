//! Proofs of one entry: what holds is accepted, and whatever was changed is refused.

use super::*;
use crate::digest::{node_hash, tree_head};
use crate::opening::{head_of_path, siblings_of_all};
use CompartmentKind::{Act, Actor, Detail, Subject};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use rand::RngExt;
use sha2::Sha256;
use tlog_tiles::{Hash, HashReader, check_tree, prove_record};

/// Three hundred and one events, with a checkpoint kept at 200.
fn made(bench: &Bench) -> (Ledger, VerifierKey) {
    let ledger = bench.create();
    append(&ledger, 0..200);
    ledger.checkpoint(NOON).unwrap();
    append(&ledger, 200..301);
    ledger.checkpoint(NOON + 1).unwrap();
    let key = VerifierKey::parse(&ledger.verifier_key()).unwrap();
    (ledger, key)
}

fn prove(ledger: &Ledger, index: u64, open: &[CompartmentKind]) -> Proof {
    ledger.prove(index, open).unwrap().proof
}

#[test]
fn what_is_opened_is_proved_and_nothing_else_is_in_the_file() {
    let bench = Bench::new();
    let (ledger, key) = made(&bench);
    for index in [0, 37, 255, 256, 299, 300] {
        let made = ledger.prove(index, &[Act, Detail]).unwrap();
        let bytes = made.proof.to_bytes();
        let read = Proof::parse(&bytes).unwrap();
        assert_eq!(read, made.proof);
        let proven = read.check(&key).unwrap();
        assert_eq!(proven.checkpoint, ledger.last_checkpoint());
        assert_eq!(proven.other_signers, [] as [&str; 0]);
        assert_eq!(proven.entry, ledger.read(index).unwrap().unwrap().entry);
        let opened: Vec<_> = read.openings.iter().map(|one| one.bytes.clone()).collect();
        let expected = ["act", "detail"].map(|part| format!("canary-{part}-{index}").into_bytes());
        assert_eq!(opened, expected);
        // What stands in a log or in the report of a panic.
        let told = format!("{:?}", read.openings[0]);
        assert_eq!(told, format!("2: Act of {} bytes", expected[0].len()));
        let shown = made.parts.iter().map(|(_, shown)| *shown);
        use PartShown::{Opened, Shut};
        assert_eq!(shown.collect::<Vec<_>>(), [Shut, Shut, Opened, Opened]);
        for shut in ["canary-actor", "canary-subject", "canary-person"] {
            let extra = read.openings.iter().map(|one| &one.bytes[..]);
            let held = [&bytes[..]].into_iter().chain(extra).any(|bytes| {
                bytes
                    .windows(shut.len())
                    .any(|window| window == shut.as_bytes())
            });
            assert!(!held, "{shut} is in the file");
        }
    }
}

#[test]
fn every_changed_byte_of_a_file_is_refused() {
    let bench = Bench::new();
    let (ledger, key) = made(&bench);
    for open in [&[][..], &[Act], &[Actor, Subject, Act, Detail]] {
        let right = prove(&ledger, 170, open).to_bytes();
        for at in 0..right.len() {
            for change in [0x01, 0x02, 0x20, 0x80, right[at]] {
                let mut wrong = right.clone();
                wrong[at] ^= change;
                let found = Proof::parse(&wrong).and_then(|proof| proof.check(&key));
                assert!(found.is_err(), "byte {at} changed by {change:02x}");
            }
            let cut = Proof::parse(&right[..at]).and_then(|proof| proof.check(&key));
            assert!(cut.is_err(), "cut off at {at}");
        }
        let longer = [&right[..], b"\n"].concat();
        assert_eq!(Proof::parse(&longer), Err(ProofError::Form));
    }
}

/// The binary part behind its base64: lengths and counts that lie, and whatever else.
#[test]
fn every_change_of_the_extra_line_is_refused() {
    use base64::prelude::{BASE64_STANDARD, Engine};
    let bench = Bench::new();
    let (ledger, key) = made(&bench);
    let right = prove(&ledger, 170, &[Subject, Act]).to_bytes();
    let text = String::from_utf8(right).unwrap();
    let line = text.lines().nth(1).unwrap();
    let extra = BASE64_STANDARD.decode(&line[6..]).unwrap();
    let mut chance = ChaCha8Rng::seed_from_u64(13);
    for _ in 0..20_000 {
        let mut wrong = extra.clone();
        for _ in 0..chance.random_range(1..4) {
            let at = chance.random_range(0..wrong.len());
            wrong[at] ^= chance.random_range(1..=255_u8);
        }
        wrong.truncate(chance.random_range(wrong.len() / 2..wrong.len() * 2));
        if wrong == extra {
            continue;
        }
        let wrong = format!("extra {}", BASE64_STANDARD.encode(&wrong));
        let wrong = text.replacen(line, &wrong, 1);
        let found = Proof::parse(wrong.as_bytes()).and_then(|proof| proof.check(&key));
        assert!(found.is_err(), "{wrong}");
    }
}

#[test]
fn a_file_has_as_many_hashes_as_the_greatest_tree_needs_and_no_more() {
    let bench = Bench::new();
    let (ledger, _) = made(&bench);
    let right = prove(&ledger, 170, &[Act]);
    let parsed = |hashes, siblings| {
        let mut proof = right.clone();
        proof.hashes = vec![[1; 32]; hashes];
        proof.openings[0].siblings = vec![[2; 32]; siblings];
        Proof::parse(&proof.to_bytes()).map(|read| assert_eq!(read, proof))
    };
    assert_eq!(parsed(63, 16), Ok(()));
    assert_eq!(parsed(64, 16), Err(ProofError::Form));
    assert_eq!(parsed(63, 17), Err(ProofError::Form));
}

#[test]
fn a_proof_of_something_else_is_refused() {
    let bench = Bench::new();
    let (ledger, key) = made(&bench);
    let right = prove(&ledger, 170, &[Act, Actor]);
    let refused = |change: &dyn Fn(&mut Proof), expected: ProofError| {
        let mut wrong = right.clone();
        change(&mut wrong);
        assert_eq!(wrong.check(&key), Err(expected));
        let read = Proof::parse(&wrong.to_bytes()).and_then(|proof| proof.check(&key));
        assert!(read.is_err(), "after writing and reading: {read:?}");
    };
    use ProofError::{Inclusion, Opening, Origin, Signature};
    for index in (0..301)
        .filter(|index| *index != 170)
        .chain([301, u64::MAX])
    {
        refused(&|wrong| wrong.index = index, Inclusion);
    }
    let other = prove(&ledger, 171, &[Act, Actor]);
    let older = ledger.prove_at(170, &[Act, Actor], 200).unwrap().proof;
    older.check(&key).unwrap();
    refused(&|wrong| wrong.note = older.note.clone(), Inclusion);
    refused(&|wrong| wrong.hashes = older.hashes.clone(), Inclusion);
    refused(&|wrong| wrong.entry = other.entry, Inclusion);
    refused(&|wrong| wrong.hashes.swap(0, 1), Inclusion);
    refused(&|wrong| wrong.hashes.truncate(8), Inclusion);
    refused(&|wrong| wrong.hashes.push([0; 32]), Inclusion);
    refused(&|wrong| wrong.openings = other.openings.clone(), Opening(0));
    refused(
        &|wrong| wrong.openings[1] = other.openings[1].clone(),
        Opening(2),
    );
    refused(
        &|wrong| wrong.openings[1].salt = other.openings[1].salt,
        Opening(2),
    );
    refused(&|wrong| wrong.openings[0].kind = Subject, Opening(0));
    refused(&|wrong| wrong.openings[0].siblings.swap(0, 1), Opening(0));
    refused(&|wrong| wrong.openings[0].number = 1, Opening(1));
    refused(&|wrong| wrong.compartments = 5, Opening(0));
    let cosigner = Cosigner::new("other.example/log", &[7; 32]).unwrap();
    let other_key = cosigner.verifier_key();
    assert_eq!(right.check(other_key), Err(Origin));
    let same_name = Cosigner::new(ORIGIN, &[7; 32]).unwrap();
    assert_eq!(right.check(same_name.verifier_key()), Err(Signature));
}

#[test]
fn the_erased_stay_shut_and_the_others_open() {
    let bench = Bench::new();
    let (ledger, key) = made(&bench);
    let subject = code(&ledger, 100 + 37);
    ledger.close(NOON + 1).unwrap();
    persons::overwrite_slot(&bench, subject);
    let ledger = bench.open();
    let made = ledger.prove(37, &[Actor, Subject, Act, Detail]).unwrap();
    use PartShown::{Erased, Opened};
    let parts = [
        (Actor, Opened),
        (Subject, Erased),
        (Act, Opened),
        (Detail, Erased),
    ];
    assert_eq!(made.parts, parts);
    let proven = Proof::parse(&made.proof.to_bytes()).unwrap().check(&key);
    assert!(proven.is_ok(), "{proven:?}");
    let numbers: Vec<u16> = made.proof.openings.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [0, 2]);
}

#[test]
fn an_entry_that_no_checkpoint_covers_has_no_proof_yet() {
    let bench = Bench::new();
    let (ledger, key) = made(&bench);
    append(&ledger, 301..302);
    let early = ledger.prove(301, &[Act]);
    assert!(
        matches!(
            early,
            Err(Error::NoSuchLeaf {
                index: 301,
                size: 301
            })
        ),
        "{early:?}"
    );
    assert!(ledger.prove(302, &[Act]).is_err());
    assert!(
        ledger.prove_at(200, &[Act], 200).is_err(),
        "one past the end"
    );
    let never = ledger.prove_at(5, &[Act], 199);
    assert!(
        matches!(never, Err(Error::NoSuchCheckpoint { size: 199 })),
        "{never:?}"
    );
    ledger.checkpoint(NOON + 2).unwrap();
    assert!(prove(&ledger, 301, &[Act]).check(&key).is_ok());
}

#[test]
fn openings_of_any_number_of_compartments_lead_to_the_head() {
    for size in (1..70_usize).chain([255, 256, 257, 1000]) {
        let leaf = |number: usize| leaf_hash(&number.to_be_bytes());
        let leaves: Vec<Digest> = (0..size).map(leaf).collect();
        let mut lists = vec![Vec::new(); size];
        let head = siblings_of_all(&leaves, &mut lists);
        assert_eq!(head, tree_head(&leaves));
        let mut other = MemoryBackedTree::<Sha256, Vec<u8>>::new();
        (0..size).for_each(|number| other.push(number.to_be_bytes().to_vec()));
        for (number, list) in lists.iter().enumerate() {
            assert_eq!(list.concat(), other.prove_inclusion(number).as_bytes());
            let at = |number: usize| head_of_path(number as u64, size as u64, leaves[number], list);
            assert_eq!(at(number), Some(head));
            let beside = (number + 1) % size;
            assert!(size == 1 || at(beside) != Some(head), "{number} of {size}");
        }
        assert_eq!(head_of_path(size as u64, size as u64, leaves[0], &[]), None);
    }
    assert_eq!(head_of_path(0, 0, [0; 32], &[]), None);
    let two = node_hash(&[1; 32], &[2; 32]);
    assert_eq!(head_of_path(1, 2, [2; 32], &[[1; 32]]), Some(two));
}

#[test]
fn proofs_of_random_trees_are_those_of_another_program() {
    let bench = Bench::new();
    let ledger = bench.create();
    let mut chance = ChaCha8Rng::seed_from_u64(11);
    let mut other = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    let mut heads = Vec::new();
    for _ in 0..24 {
        let (from, many) = (ledger.len(), chance.random_range(1..90));
        append(&ledger, from..from + many);
        let checkpoint = ledger.checkpoint(NOON).unwrap();
        for index in from..from + many {
            let stored = ledger.read(index).unwrap().unwrap();
            other.push(stored.entry.to_bytes().to_vec());
        }
        heads.push(checkpoint);
        for _ in 0..20 {
            let index = chance.random_range(0..checkpoint.size);
            let proof = prove(&ledger, index, &[Act]);
            assert_eq!(
                proof.hashes.concat(),
                other.prove_inclusion(at(index)).as_bytes()
            );
        }
    }
    let key = VerifierKey::parse(&ledger.verifier_key()).unwrap();
    let new = ledger.last_checkpoint();
    for old in &heads {
        let index = chance.random_range(0..old.size);
        let kept = ledger.prove_at(index, &[Act], old.size).unwrap();
        assert_eq!(kept.proof.check(&key).unwrap().checkpoint, *old);
        let proof = ledger.consistency_proof(old.size, new.size).unwrap();
        let theirs = other.prove_consistency(at(new.size - old.size));
        assert_eq!(proof.concat(), theirs.as_bytes());
        let hashes = proof.iter().map(|hash| Hash(*hash)).collect();
        check_tree(&hashes, new.size, Hash(new.root), old.size, Hash(old.root)).unwrap();
        assert!(is_consistent(old, &new, &proof));
    }
}

/// Hashes of no tree: only how many are asked for matters.
struct Nothing;

impl HashReader for Nothing {
    fn read_hashes(&self, indexes: &[u64]) -> std::result::Result<Vec<Hash>, tlog_tiles::Error> {
        Ok(vec![Hash([0; 32]); indexes.len()])
    }
}

#[test]
fn a_proof_among_a_billion_entries_has_less_than_a_kilobyte_of_hashes() {
    let size = 1_000_000_000;
    for index in [0, 1, 536_870_911, 536_870_912, 999_999_998, 999_999_999] {
        let hashes = prove_record(size, index, &Nothing).unwrap().len();
        assert!(32 * hashes <= 960, "{hashes} hashes for entry {index}");
    }
}

/// The blocks of code under "An example" in the format's page, in order.
fn example_blocks() -> Vec<String> {
    let page = include_str!("../../../../docs/ledger-format.md");
    let (_, example) = page.split_once("### An example\n").unwrap();
    let blocks = example.split("```\n").skip(1).step_by(2);
    blocks.map(str::to_string).collect()
}

/// Step by step with nothing but SHA-256 and HMAC, as a stranger would who has read the page.
#[test]
fn the_example_of_the_format_is_true() {
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Digest as _;
    let blocks = example_blocks();
    let key = VerifierKey::parse(blocks[0].trim_end()).unwrap();
    // The page breaks the one long line.
    let file = blocks[1].replace("\n  ", "");
    let proof = Proof::parse(file.as_bytes()).unwrap();
    let proven = proof.check(&key).unwrap();
    assert_eq!((proof.index, proven.checkpoint.size), (1, 3));

    let hash = |parts: &[&[u8]]| -> Digest { Sha256::digest(parts.concat()).into() };
    let opening = &proof.openings[0];
    let mut mac = Hmac::<Sha256>::new_from_slice(&opening.salt).unwrap();
    let number = opening.number.to_be_bytes();
    mac.update(&[b"acl/open/1".as_slice(), &number, &[3], &opening.bytes].concat());
    let commitment: Digest = mac.finalize().into_bytes().into();
    let leaf = hash(&[&[0, 3], &commitment]);
    let head = hash(&[&[1], &opening.siblings[0], &leaf]);
    let body_root = hash(&[&[2, 0, 2], &head]);
    assert_eq!(body_root, proof.entry[56..]);
    let entry_leaf = hash(&[&[0], &proof.entry]);
    let pair = hash(&[&[1], &proof.hashes[0], &entry_leaf]);
    let root = hash(&[&[1], &pair, &proof.hashes[1]]);
    assert_eq!(root, proven.checkpoint.root);

    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|b| format!("{b:02x}")).collect() };
    let steps = [
        ("s_1", opening.salt),
        ("c_1", commitment),
        ("l_1", leaf),
        ("head of the body", head),
        ("body root", body_root),
        ("leaf of the entry", entry_leaf),
        ("node above leaves 0 and 1", pair),
        ("head of the tree", root),
    ];
    let told: String = steps
        .iter()
        .map(|(name, value)| format!("{name:<26}{}\n", hex(value)))
        .collect();
    assert_eq!(blocks[2], told);
    assert_eq!(opening.bytes, br#"{"kind":"lookup"}"#);
}
