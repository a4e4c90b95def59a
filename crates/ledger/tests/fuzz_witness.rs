//! The corpora of what witnesses and logs say to each other, as ordinary tests: every seed, and
//! seeds changed at random.
//!
//! The chance is seeded, so that a failure comes again. `TILSYN_FUZZ_ROUNDS` sets how many
//! changed inputs each target gets; the real fuzzer is in `fuzz/`.

mod witness_checks;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::panic::catch_unwind;
use std::path::Path;

const ROUNDS: u64 = 100_000;

/// Pieces that the formats are made of.
const PIECES: [&[u8]; 16] = [
    b"\n",
    b"\n\n",
    b" ",
    b"\t",
    b"+",
    b"=",
    b"old 0",
    b"old 18446744073709551616",
    b"\xff",
    b"\0",
    b"\r\n",
    b"none",
    b"all",
    b"quorum ",
    b"0",
    "\u{2014} ".as_bytes(),
];

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(target);
    let entries = std::fs::read_dir(folder).expect("the corpus is in the repository");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    let read = |path| std::fs::read(path).expect("readable");
    paths.iter().map(read).collect()
}

fn rounds() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "a test has no settings file")]
    let asked = std::env::var("TILSYN_FUZZ_ROUNDS").ok();
    let asked = asked.and_then(|rounds| rounds.parse().ok());
    asked.unwrap_or(ROUNDS)
}

fn below(chance: &mut ChaCha8Rng, bound: usize) -> usize {
    usize::try_from(chance.next_u64() % (bound as u64 + 1)).expect("within usize")
}

/// One to four changes: a byte, a cut, a repetition, the end cut off, a piece put in.
fn changed(seeds: &[Vec<u8>], chance: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = seeds[below(chance, seeds.len() - 1)].clone();
    for _ in 0..=below(chance, 3) {
        let at = below(chance, bytes.len());
        let end = (at + below(chance, 64)).min(bytes.len());
        match below(chance, 4) {
            0 if at < bytes.len() => bytes[at] = chance.next_u64().to_le_bytes()[0],
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            3 => bytes.truncate(at),
            _ => {
                let piece = PIECES[below(chance, PIECES.len() - 1)];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}

#[test]
fn what_holds_for_any_bytes_holds_for_seeds_and_what_is_made_of_them() {
    for (name, target) in witness_checks::TARGETS {
        let seeds = seeds(name);
        assert!(seeds.len() >= 2, "{name} has seeds");
        seeds.iter().for_each(|seed| target(seed));
        let mut chance = ChaCha8Rng::seed_from_u64(2026);
        for round in 0..rounds() {
            let bytes = changed(&seeds, &mut chance);
            if catch_unwind(|| target(&bytes)).is_err() {
                panic!("{name}, round {round}: {}", bytes.escape_ascii());
            }
        }
    }
}
