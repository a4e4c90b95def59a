//! Files of explanations changed at random, and bytes that were never one, as ordinary tests.
//!
//! The chance is seeded, so that a failure comes again. `TILSYN_FUZZ_ROUNDS` sets how many
//! changed files there are; the real fuzzer is in `fuzz/`.

mod language_checks;

use std::panic::catch_unwind;
use std::path::Path;
use tilsyn_detect::language::{DEFAULT, FILE_BYTES_MAX};

const ROUNDS: u64 = 10_000;

/// Pieces that files are made of, and some that break them.
const PIECES: [&str; 32] = [
    "relation ",
    "explain ",
    "never ",
    "path ",
    "same surname ",
    "once within 5min before ",
    "user ",
    "person ",
    "explained ",
    "within 3d",
    "say nb ",
    "\"",
    "\\",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    "= ",
    "!= ",
    "-30d",
    "+21d",
    "#",
    "\n",
    "{unit}",
    "\u{feff}",
    "\u{0}",
    "å",
    "9999999999999999999999d",
];

/// A generator that needs no crate: xorshift (Marsaglia 2003), for tests alone.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from 0 to the bound.
    fn to(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound as u64 + 1)).expect("within usize")
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/explanations");
    let entries = std::fs::read_dir(folder).expect("the corpus is in the repository");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    let read = |path| std::fs::read(path).expect("readable");
    let mut seeds: Vec<Vec<u8>> = paths.iter().map(read).collect();
    seeds.push(DEFAULT.as_bytes().to_vec());
    seeds
}

fn rounds() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "a test has no settings file")]
    let asked = std::env::var("TILSYN_FUZZ_ROUNDS").ok();
    let asked = asked.and_then(|rounds| rounds.parse().ok());
    asked.unwrap_or(ROUNDS)
}

/// One to four changes: a byte, a cut, a repetition, the end cut off, a piece put in.
fn changed(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds[chance.to(seeds.len() - 1)].clone();
    for _ in 0..=chance.to(3) {
        let at = chance.to(bytes.len());
        let end = (at + chance.to(64)).min(bytes.len());
        match chance.to(5) {
            0 if at < bytes.len() => bytes[at] = chance.next().to_le_bytes()[0],
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            3 if chance.to(7) == 0 => bytes.truncate(at),
            _ => {
                let piece = PIECES[chance.to(PIECES.len() - 1)];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

fn holds(bytes: &[u8]) {
    if catch_unwind(|| language_checks::explanations(bytes)).is_err() {
        panic!("{}", bytes.escape_ascii());
    }
}

#[test]
fn whatever_becomes_of_a_good_file_is_read_or_refused() {
    let seeds = seeds();
    assert!(seeds.len() >= 3, "there are seeds");
    seeds.iter().for_each(|seed| holds(seed));
    let mut chance = Chance(2026);
    for _ in 0..rounds() {
        holds(&changed(&seeds, &mut chance));
    }
}

#[test]
fn any_bytes_and_any_pieces_are_read_or_refused() {
    let mut chance = Chance(1_109);
    for _ in 0..rounds() {
        let many = chance.to(200);
        let bytes: Vec<u8> = (0..many).map(|_| chance.next().to_le_bytes()[0]).collect();
        holds(&bytes);
        let pieces = (0..many).map(|_| PIECES[chance.to(PIECES.len() - 1)]);
        holds(pieces.collect::<String>().as_bytes());
    }
}

/// If anything were paid for twice a piece, these would take minutes.
#[test]
fn the_longest_files_are_read_at_once() {
    let starts = [
        "",
        "explain a { path ",
        "explain a { say nb \"",
        "explain a { screens ",
        "relation r(",
    ];
    let more = [
        "a.b c, ",
        "q kin q, ",
        "x; y} ",
        "{ } {} ",
        "a(b, c) or ",
        "r in [s] and ",
    ];
    for start in starts {
        for piece in PIECES.into_iter().chain(more) {
            let many = (FILE_BYTES_MAX - start.len()) / piece.len();
            holds((start.to_owned() + &piece.repeat(many)).as_bytes());
        }
    }
}
