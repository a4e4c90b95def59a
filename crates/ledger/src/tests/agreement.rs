//! Four verifiers on the same proofs: ours, Go's x/mod, npm's `@sigstore/verify`, `ct-merkle`.
//!
//! What holds, all accept; what was changed in any way that they can see, all refuse. npm's knows
//! nothing of openings, and `ct-merkle` of nothing but the way from a leaf to the head.

use super::foreign::{Foreign, is_well};
use super::*;
use CompartmentKind::{Act, Actor, Detail, Subject};
use ct_merkle::{InclusionProof, RootHash};
use rand::RngExt;
use sha2::Sha256;

const CHECKPOINTS: usize = 21;
const PROOFS_EACH: usize = 500;
const SPOILT_EACH: usize = 15;
/// Characters of the second line that hold what npm's verifier sees: `extra `, then up to the
/// end of the entry.
const SEEN_IN_EXTRA: usize = 6 + 130;

/// What is done to a proof.
type Spoil<'a> = &'a dyn Fn(&mut Proof);

/// A proof as it is handed over.
struct Given {
    key: String,
    file: Vec<u8>,
    /// Whether the verifier of npm can see what is wrong.
    seen_by_npm: bool,
    what: &'static str,
}

struct Verifiers {
    go: Option<Foreign>,
    npm: Option<Foreign>,
}

impl Verifiers {
    fn accept(&mut self, key: &str, proof: &Proof) {
        let file = proof.to_bytes();
        let ours = VerifierKey::parse(key).unwrap();
        let proven = Proof::parse(&file).unwrap().check(&ours).unwrap();
        assert!(reaches(proof, &proven.checkpoint));
        for other in [&mut self.go, &mut self.npm].into_iter().flatten() {
            let said = other.proof(key, &file);
            let told = [
                format!("\"size\":{},", proven.checkpoint.size),
                format!("\"index\":{},", proof.index),
            ];
            // Either order, and at the end of the document too.
            let said_plainly = said.replace('}', ",}");
            let tells_both = told.iter().all(|one| said_plainly.contains(one));
            assert!(is_well(&said) && tells_both, "{}: {said}", other.name);
        }
    }

    fn refuse(&mut self, given: &Given) {
        let (what, file) = (given.what, &given.file);
        let ours = VerifierKey::parse(&given.key).unwrap();
        let checked = Proof::parse(file).and_then(|proof| proof.check(&ours));
        assert!(checked.is_err(), "{what}: accepted by ours");
        let foreign = [(&mut self.go, true), (&mut self.npm, given.seen_by_npm)];
        for (other, sees) in foreign {
            if let Some(other) = other.as_mut().filter(|_| sees) {
                let said = other.proof(&given.key, file);
                let shown = file.escape_ascii();
                assert!(!is_well(&said), "{what}: {} accepts {shown}", other.name);
            }
        }
    }
}

/// What `ct-merkle` says of the way from the entry to the head.
fn reaches(proof: &Proof, signed: &Checkpoint) -> bool {
    let root = RootHash::<Sha256>::new(signed.root.into(), signed.size);
    let hashes = InclusionProof::try_from_bytes(proof.hashes.concat()).unwrap();
    let found = root.verify_inclusion(&proof.entry, proof.index, &hashes);
    found.is_ok()
}

fn some_parts(chance: &mut ChaCha8Rng) -> Vec<CompartmentKind> {
    let all = [Actor, Subject, Act, Detail];
    all.into_iter().filter(|_| chance.random()).collect()
}

/// The same proof spoilt in every way; `other` is one of another entry and tree.
fn spoilt(key: &str, right: &Proof, other: &Proof, chance: &mut ChaCha8Rng) -> Vec<Given> {
    let mut all = Vec::new();
    let size = parse_checkpoint(&right.note).unwrap().checkpoint.size;
    let changes: [(&'static str, bool, Spoil<'_>); 8] = [
        ("the next index", true, &|p| p.index += 1),
        ("an index past the end", true, &|p| p.index = size),
        ("a checkpoint of another size", true, &|p| {
            p.note.clone_from(&other.note);
        }),
        ("two hashes swapped", true, &|p| {
            let last = p.hashes.len() - 1;
            p.hashes.swap(0, last);
        }),
        ("a hash less", true, &|p| {
            p.hashes.truncate(p.hashes.len() - 1);
        }),
        ("a hash more", true, &|p| p.hashes.push([7; 32])),
        ("another entry", true, &|p| p.entry = other.entry),
        ("another salt", false, &|p| {
            p.openings[0].salt = other.entry[24..56].try_into().unwrap();
        }),
    ];
    for (what, seen_by_npm, change) in changes {
        let mut wrong = right.clone();
        change(&mut wrong);
        assert!(wrong != *right, "{what}");
        let signed = parse_checkpoint(&wrong.note).unwrap().checkpoint;
        assert_eq!(reaches(&wrong, &signed), !seen_by_npm, "{what}");
        let (key, file) = (key.to_string(), wrong.to_bytes());
        all.push(Given {
            key,
            file,
            seen_by_npm,
            what,
        });
    }
    let file = right.to_bytes();
    for name in [ORIGIN, "other.example/log"] {
        let stranger = checkpoint::CheckpointKey::new(name, &[9; 32]);
        all.push(Given {
            key: stranger.verifier_key(),
            file: file.clone(),
            seen_by_npm: true,
            what: "another key",
        });
    }
    for _ in 0..4 {
        all.push(changed_byte(key, &file, chance));
    }
    let cut = chance.random_range(0..file.len());
    all.push(Given {
        key: key.to_string(),
        file: file[..cut].to_vec(),
        seen_by_npm: true,
        what: "cut off",
    });
    all
}

fn changed_byte(key: &str, file: &[u8], chance: &mut ChaCha8Rng) -> Given {
    let at = chance.random_range(0..file.len());
    let mut wrong = file.to_vec();
    wrong[at] ^= chance.random_range(1..=255_u8);
    let second = file.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let third = second
        + file[second..]
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap();
    Given {
        key: key.to_string(),
        file: wrong,
        seen_by_npm: !(second + SEEN_IN_EXTRA..third).contains(&at),
        what: "a byte changed",
    }
}

#[test]
fn four_verifiers_agree_on_ten_thousand_proofs_and_on_what_is_wrong() {
    let mut verifiers = Verifiers {
        go: Foreign::go(),
        npm: Foreign::npm(),
    };
    let bench = Bench::new();
    let ledger = bench.create();
    let key = ledger.verifier_key();
    let mut chance = ChaCha8Rng::seed_from_u64(17);
    append(&ledger, 0..2);
    ledger.checkpoint(NOON).unwrap();
    let mut older = ledger.prove(1, &[Act]).unwrap().proof;
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..CHECKPOINTS {
        let from = ledger.len();
        append(&ledger, from..from + chance.random_range(1..90));
        let size = ledger.checkpoint(NOON + from).unwrap().size;
        for number in 0..PROOFS_EACH {
            let index = chance.random_range(0..size);
            let parts = some_parts(&mut chance);
            let proof = ledger.prove(index, &parts).unwrap().proof;
            verifiers.accept(&key, &proof);
            accepted += 1;
            let can_be_spoilt = proof.hashes.len() > 1 && !proof.openings.is_empty();
            if number < SPOILT_EACH && can_be_spoilt && proof.entry != older.entry {
                for given in spoilt(&key, &proof, &older, &mut chance) {
                    verifiers.refuse(&given);
                    refused += 1;
                }
            }
        }
        older = ledger.prove(size - 1, &[Act]).unwrap().proof;
    }
    eprintln!("{accepted} proofs accepted, {refused} spoilt ones refused, by all");
    assert!(
        accepted >= 10_000 && refused >= 2_000,
        "{accepted} {refused}"
    );
}
