//! The corpora of what is read back from a folder: every seed, and seeds changed at random.
//!
//! The chance is seeded, so that a failure comes again. `TILSYN_FUZZ_ROUNDS` sets how many
//! changed inputs each target gets; the real fuzzer is in `fuzz/`. The seeds are what is written
//! today, with keys that are no secret: `TILSYN_WRITE_SEEDS=1` writes them to the corpora again.

use super::*;
use crate::any_bytes::{TARGETS, Target};
use crate::frame::{Durable, Frame, Line, SealedPosition, write_frame};
use crate::header::{FileKind, HEADER_BYTES, Header};
use rand::RngExt;
use std::collections::BTreeMap;
use std::panic::catch_unwind;

const ROUNDS: u64 = 100_000;
/// Of a thousand inputs, so many at least must be read: a target that reads nothing shows nothing.
const READ_PER_THOUSAND_MIN: u64 = 10;

/// Pieces that the formats are made of.
const PIECES: [&[u8]; 18] = [
    b"TFR1",
    b"TILSYNKY",
    b"TILSYNSG",
    b"TILSYNPF",
    b"\0\x58",
    b"\0\0\0\0",
    b"\0\0\0\x01",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\x80\0\0\0",
    b"\n",
    b"\n\n",
    b" ",
    b"0",
    b"18446744073709551616",
    b"tile/entries/x001/000.p/1",
    b"gone 1 0\n",
    "\u{2014} ".as_bytes(),
];

/// What a ledger writes, as small as may be, by target and name.
type Seeds = BTreeMap<(&'static str, &'static str), Vec<u8>>;

fn number(name: &str) -> Option<u64> {
    std::env::var_os(name)?.into_string().ok()?.parse().ok()
}

fn corpus(target: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    folder.join(target)
}

/// A ledger of five events, one person and one event of whom are erased.
fn small_ledger(bench: &Bench) {
    let ledger = bench.create();
    append(&ledger, 0..3);
    let long = vec![b'z'; 300];
    ledger.vault().codes_of(&[long]).unwrap();
    ledger.checkpoint(NOON).unwrap();
    append(&ledger, 3..5);
    ledger.checkpoint(NOON + 1).unwrap();
    ledger.close(NOON + 2).unwrap();
}

fn frames() -> [Vec<u8>; 3] {
    let line = |number: u8, row: usize| Line {
        entry: {
            let mut entry = [number; ENTRY_BYTES];
            entry[..2].copy_from_slice(&[1, 1]);
            entry
        },
        retention_class: 1,
        month: 24_315,
        row: vec![number; row],
    };
    let position = SealedPosition {
        source: 3,
        stream: 1,
        sealed: vec![8; 40],
    };
    let durable = |settled| Durable { settled, codes: 2 };
    let (one, two, none) = (line(1, 60), line(2, 30), line(3, 0));
    [
        write_frame(0, durable(0), &[], &[&one]),
        write_frame(1, durable(1), &[&position], &[&two, &none]),
        write_frame(9, durable(9), &[&position, &position], &[&none]),
    ]
}

/// Rows without their outer seal: whole, and of which the last two parts are gone.
fn rows() -> [Vec<u8>; 3] {
    let mut whole = vec![1];
    whole.extend_from_slice(&[5; 32]);
    whole.extend_from_slice(&[0, 2, 3, 0, 0, 0, 0, 0, 0, 0, 3]);
    whole.extend_from_slice(b"act");
    whole.extend_from_slice(&[1, 0, 0, 0, 7, 0, 0, 0, 40]);
    whole.extend_from_slice(&[6; 40 + 32]);
    let mut redacted = vec![2, 0, 3];
    redacted.extend_from_slice(&[3, 1, 0, 0, 0, 0, 0, 0, 0, 35]);
    redacted.extend_from_slice(&[7; 35]);
    redacted.extend_from_slice(&[4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    redacted.extend_from_slice(&[8; 32]);
    redacted.extend_from_slice(&[1, 1, 0, 0, 0, 9, 0, 0, 0, 60]);
    redacted.extend_from_slice(&[9; 60 + 32]);
    [whole, redacted, vec![2, 0, 0]]
}

fn records() -> [Vec<u8>; 2] {
    let parts = "tilsyn erasure 1\nbasis GDPR-17-1-d\ncodes 12 40\ngone 17 0 3\ngone 18\n";
    let digest = "9f".repeat(32);
    let period = format!("tilsyn erasure 1\nbasis L-4\nperiod 1 24315 1000 {digest}\nheld 12 15\n");
    [parts.into(), period.into_bytes()]
}

fn seeds() -> Seeds {
    let bench = Bench::new();
    small_ledger(&bench);
    let ledger = bench.open();
    let read = |name: &str| std::fs::read(bench.path().join(name)).unwrap();
    let proof = |index, parts: &[_]| ledger.prove(index, parts).unwrap().proof.to_bytes();
    let text = "tilsyn backup 1\nmanifest of files\nanother line\n";
    let other = b"a\nb\n\n\xe2\x80\x94 c AAAAAAA=\n".to_vec();
    let line = "\u{2014} witness.example.org AAAAAAAAAAAAAAAAAAAAAA==\n";
    let cosigned = [&read("checkpoint")[..], line.as_bytes()].concat();
    let [parts, period] = records();
    let tiles = b"tile/0/000.p/5\ntile/entries/x001/234";
    let notes = [
        (("bundle", "seed-three"), read("tile/entries/000.p/3")),
        (("bundle", "seed-five"), read("tile/entries/000.p/5")),
        (("checkpoint", "seed-signed"), read("checkpoint")),
        (("checkpoint", "seed-cosigned"), cosigned),
        (("erasure_record", "seed-parts"), parts),
        (("erasure_record", "seed-period"), period),
        (("name_file", "seed-name"), read("ledger")),
        (("name_file", "seed-tiles"), tiles.to_vec()),
        (("proof", "seed-act"), proof(1, &[CompartmentKind::Act])),
        (("proof", "seed-shut"), proof(4, &[])),
        (
            ("statement", "seed-signed"),
            ledger.sign_statement(text).unwrap(),
        ),
        (("statement", "seed-two-lines"), other),
    ];
    let mut seeds: Seeds = notes.into();
    seeds.extend(seeds_of_segments());
    seeds.extend(seeds_of_files(&bench));
    seeds
}

fn seeds_of_segments() -> [((&'static str, &'static str), Vec<u8>); 11] {
    let [one, two, three] = frames();
    let [whole, redacted, empty] = rows();
    let place = [[0; 8].as_slice(), &[0, 0, 0, 64, 0, 0, 0, 40]].concat();
    [
        (("segment", "seed-torn"), [&one, &two[..90]].concat()),
        (("segment", "seed-two"), [&one[..], &two, &[0; 64]].concat()),
        (
            ("segment", "seed-damaged"),
            [&one[..], &two[1..], &three].concat(),
        ),
        (("frame", "seed-one"), one),
        (("frame", "seed-two-and-a-position"), two),
        (("frame", "seed-two-positions"), three),
        (("frames_list", "seed-one"), checksummed(&place)),
        (("frames_list", "seed-two"), checksummed(&place.repeat(2))),
        (("row", "seed-whole"), whole),
        (("row", "seed-redacted"), redacted),
        (("row", "seed-empty"), empty),
    ]
}

fn checksummed(bytes: &[u8]) -> Vec<u8> {
    [bytes, &crc32c::crc32c(bytes).to_be_bytes()].concat()
}

fn seeds_of_files(bench: &Bench) -> [((&'static str, &'static str), Vec<u8>); 17] {
    let read = |name: &str| std::fs::read(bench.path().join(name)).unwrap();
    let slot = |name: &str, bytes: usize| read(name)[bytes..2 * bytes].to_vec();
    let header = |kind| {
        let (number, first, ledger_id) = (7, 300, [9; 32]);
        let header = Header {
            kind,
            ledger_id,
            number,
            first,
        };
        header.to_bytes()
    };
    let (segment, run) = (header(FileKind::Segment), header(FileKind::DedupRun));
    let position = [&[0, 0, 0, 3][..], &[0; 7], &[1, 0, 0, 0, 4], b"here"].concat();
    let to_erase = [[0, 0, 0, 2], [0; 4], [0, 0, 0, 7], [0, 0, 0, 1]].concat();
    let lines = read("checkpoints")[HEADER_BYTES..].to_vec();
    let long = [&[0, 30], &[b'z'; 30][..]].concat();
    let someone = [&[7; 32][..], &[0, 9], b"n:someone"].concat();
    let runs = files_in(&bench.path().join("seen"));
    [
        (("checkpoint_history", "seed-torn"), lines[..200].to_vec()),
        (("checkpoint_history", "seed-lines"), lines),
        (("erasing_list", "seed-two"), checksummed(&to_erase)),
        (("erasing_list", "seed-none"), checksummed(b"")),
        (("header", "seed-segment"), segment.to_vec()),
        (("header", "seed-run"), run.to_vec()),
        (("keys_file", "seed-first"), read("keys")),
        (("keys_file", "seed-few"), read("keys")[..250].to_vec()),
        (
            ("overflow_slot", "seed-sealed"),
            slot("vault/overflow", 1072),
        ),
        (("overflow_slot", "seed-content"), long),
        (("positions", "seed-one"), position.clone()),
        (("positions", "seed-two"), position.repeat(2)),
        (("run", "seed-five"), std::fs::read(&runs[0]).unwrap()),
        (("run", "seed-none"), run.repeat(2)),
        (("slot", "seed-sealed"), slot("vault/slots", 192)),
        (("slot", "seed-erased"), slot::erased_slot(4).to_vec()),
        (("slot", "seed-content"), someone),
    ]
}

#[test]
fn the_corpora_are_what_is_written_today() {
    let is_writing = number("TILSYN_WRITE_SEEDS") == Some(1);
    for ((target, name), bytes) in seeds() {
        let path = corpus(target).join(name);
        if is_writing {
            std::fs::create_dir_all(corpus(target)).unwrap();
            write_file(&path, &bytes).unwrap();
        }
        let kept = std::fs::read(&path).unwrap_or_default();
        assert!(
            kept == bytes,
            "{target}/{name} is not what is written today"
        );
    }
}

/// One to four changes: a byte, a cut, a repetition, the end cut off, a piece put in or over.
fn changed(seeds: &[Vec<u8>], chance: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = seeds[chance.random_range(0..seeds.len())].clone();
    for _ in 0..chance.random_range(1..5) {
        let at = chance.random_range(0..=bytes.len());
        let end = (at + chance.random_range(0..64)).min(bytes.len());
        let piece = PIECES[chance.random_range(0..PIECES.len())];
        match chance.random_range(0..7) {
            0 | 1 if at < bytes.len() => bytes[at] = chance.random(),
            2 => drop(bytes.drain(at..end)),
            3 => bytes.extend_from_within(at..end),
            4 => bytes.truncate(at),
            5 => drop(bytes.splice(at..(at + piece.len()).min(end), piece.iter().copied())),
            _ => drop(bytes.splice(at..at, piece.iter().copied())),
        }
    }
    bytes
}

/// Gives a target its seeds and what is made of them; how many were read, or what it does not
/// take.
fn taken(name: &str, target: Target) -> std::result::Result<u64, String> {
    let paths = files_in(&corpus(name)).into_iter();
    let seeds: Vec<Vec<u8>> = paths.map(|path| std::fs::read(path).unwrap()).collect();
    assert!(seeds.len() >= 2, "{name} has seeds");
    let mut chance = ChaCha8Rng::seed_from_u64(2026);
    let rounds = number("TILSYN_FUZZ_ROUNDS").unwrap_or(ROUNDS);
    let made = (0..rounds).map(|_| changed(&seeds, &mut chance));
    let mut read = 0;
    for bytes in seeds.iter().cloned().chain(made) {
        let is_read = catch_unwind(|| target(&bytes));
        let failed = |_| format!("{name}: {}", bytes.escape_ascii());
        read += u64::from(is_read.map_err(failed)?);
    }
    match read * 1000 / (rounds + 1) {
        few if few < READ_PER_THOUSAND_MIN => Err(format!("{name}: only {few} ‰ were read")),
        some => Ok(some),
    }
}

#[test]
fn what_holds_for_any_bytes_holds_for_seeds_and_what_is_made_of_them() {
    let mut failed = Vec::new();
    for (name, target) in TARGETS {
        match taken(name, target) {
            Ok(read) => eprintln!("{name}: {read} of a thousand inputs were read"),
            Err(what) => failed.push(what),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_frame_whose_indexes_pass_all_numbers_is_none() {
    let line = Line {
        entry: [1; ENTRY_BYTES],
        retention_class: 1,
        month: 0,
        row: Vec::new(),
    };
    let frame = |first| write_frame(first, Durable::default(), &[], &[&line, &line]);
    assert!(Frame::parse(&frame(u64::MAX - 2)).is_some());
    assert!(Frame::parse(&frame(u64::MAX - 1)).is_none());
}

#[test]
fn a_run_that_counts_more_than_it_holds_is_made_again() {
    let bench = Bench::new();
    small_ledger(&bench);
    let runs = files_in(&bench.path().join("seen"));
    let right = std::fs::read(&runs[0]).unwrap();
    for count in [6, 1 << 59, u64::MAX / 16, u64::MAX] {
        let mut wrong = right.clone();
        wrong[44..52].copy_from_slice(&u64::to_be_bytes(count));
        let crc = crc32c::crc32c(&wrong[..60]);
        wrong[60..64].copy_from_slice(&crc.to_be_bytes());
        write_file(&runs[0], &wrong).unwrap();
        check_sound(&bench.open(), 5);
    }
}

#[test]
fn names_of_tiles_beyond_all_numbers_go_when_it_is_opened() {
    let bench = Bench::new();
    small_ledger(&bench);
    let last = u64::MAX;
    let beyond = [format!("x{last}/{last}"), format!("x999/{last}.p/{last}")];
    for name in &beyond {
        let path = bench.path().join("tile/0").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write_file(&path, b"of no tree").unwrap();
    }
    check_sound(&bench.open(), 5);
    for name in beyond {
        assert!(!bench.path().join("tile/0").join(name).exists());
    }
}
