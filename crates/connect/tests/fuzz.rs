//! The fuzz corpora as ordinary tests: every seed, and seeds changed at random.
//!
//! The chance is seeded, so that a failure comes again. `TILSYN_FUZZ_ROUNDS` sets how many
//! changed inputs each target gets; the real fuzzer is in `fuzz/`.

mod checks;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const ROUNDS: u64 = 100_000;
const INPUT_BYTES_MAX: usize = 1 << 16;

/// Pieces that formats are made of.
const PIECES: [&[u8]; 32] = [
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\\",
    b"\n",
    b"\r\n",
    b"\0",
    b"=",
    b"|",
    b";",
    b"null",
    b"1e999",
    b"-0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\\u0000",
    b"<",
    b">",
    b"</",
    b"<!--",
    b"<AuditMessage>",
    b"</AuditMessage>",
    b"&amp;",
    b"\"entry\":[",
    b"{\"resource\":",
    b"CEF:0|",
    b"9999-12-31T23:59:59Z",
    b"2026-01-01",
];

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(target);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("the corpus is in the repository")
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read(path).expect("readable"))
        .collect()
}

fn rounds() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "a test has no settings file")]
    let asked = std::env::var("TILSYN_FUZZ_ROUNDS").ok();
    asked
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(ROUNDS)
}

fn below(chance: &mut ChaCha8Rng, bound: usize) -> usize {
    usize::try_from(chance.next_u64() % (bound as u64 + 1)).expect("within usize")
}

/// One to four changes: a byte, a cut, a repetition, a piece of a format, another seed's end.
fn changed(seeds: &[Vec<u8>], chance: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = seeds[below(chance, seeds.len() - 1)].clone();
    for _ in 0..=below(chance, 3) {
        let at = below(chance, bytes.len());
        let end = (at + below(chance, 64)).min(bytes.len());
        match below(chance, 5) {
            0 if at < bytes.len() => bytes[at] = chance.next_u64().to_le_bytes()[0],
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            3 => bytes.truncate(at),
            4 => {
                let other = &seeds[below(chance, seeds.len() - 1)];
                let from = below(chance, other.len());
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => {
                let piece = PIECES[below(chance, PIECES.len() - 1)];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
        bytes.truncate(INPUT_BYTES_MAX);
    }
    bytes
}

fn check(name: &str) {
    let target = checks::TARGETS
        .iter()
        .find(|(target, _)| *target == name)
        .expect("a target")
        .1;
    let seeds = seeds(name);
    assert!(seeds.len() >= 3, "{name} has seeds");
    seeds.iter().for_each(|seed| target(seed));
    let mut chance = ChaCha8Rng::seed_from_u64(2026);
    // Framing reads each input eight times, and byte by byte.
    let rounds = if name == "input_framing" {
        rounds() / 10
    } else {
        rounds()
    };
    for round in 0..rounds {
        let bytes = changed(&seeds, &mut chance);
        if catch_unwind(|| target(&bytes)).is_err() {
            panic!("{name}, round {round}: {}", bytes.escape_ascii());
        }
    }
}

#[test]
fn fuzz_native() {
    check("native");
}

#[test]
fn fuzz_fhir() {
    check("fhir");
}

#[test]
fn fuzz_dicom() {
    check("dicom");
}

#[test]
fn fuzz_cef() {
    check("cef");
}

#[test]
fn fuzz_directory_csv() {
    check("directory_csv");
}

#[test]
fn fuzz_input_framing() {
    check("input_framing");
}
