//! Small numbered batches of events, and which of them a folder holds.
//!
//! What was acknowledged is known from the program's own summary: a batch whose import ended
//! with 0 must be there for ever, one that did not may be, and nothing may be there twice.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use tilsyn_tests::{Folder, Ran};

/// Records of one batch.
pub(crate) const RECORDS: u64 = 30;

/// The numbers of the batches that a folder acknowledged.
pub(crate) type Acknowledged = BTreeSet<u64>;

/// One event for each record; every other one names a person whom nobody has looked up before.
pub(crate) fn batch(number: u64) -> String {
    let mut text = String::new();
    for n in 0..RECORDS {
        let subject = match n % 2 {
            0 => "01817010055".to_owned(),
            _ => person(number * RECORDS + n),
        };
        let (day, minute) = (1 + number % 31, n);
        let act = format!(
            r#""id":"{number}-{n}","source":"HR","time":"2026-07-{day:02}T10:{minute:02}:00+02:00""#
        );
        let who = r#""kind":"lookup","actor":{"user":"anna"}"#;
        writeln!(
            text,
            r#"{{{act},{who},"subjects":[{{"national_id":"{subject}"}}]}}"#
        )
        .expect("a string takes all");
    }
    text
}

/// A synthetic national id: the month is 80 too high, so that nobody has it.
fn person(number: u64) -> String {
    let digit = |text: &str, at: usize| u64::from(text.as_bytes()[at] - b'0');
    let check = |text: &str, weights: &[u64]| {
        let sum: u64 = (0..)
            .zip(weights)
            .map(|(at, weight)| digit(text, at) * weight)
            .sum();
        11 - sum % 11
    };
    // Some numbers have no check digits; the next free one stands for them.
    (0..)
        .find_map(|skipped| {
            let number = number * 7 + skipped;
            let day = 1 + number / 500 % 28;
            let month = 81 + number / 14_000 % 12;
            let body = format!("{day:02}{month:02}75{:03}", number % 500);
            let first = check(&body, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11;
            let body = (first < 10).then(|| format!("{body}{first}"))?;
            let second = check(&body, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
            (second < 10).then(|| format!("{body}{second}"))
        })
        .expect("one of many has check digits")
}

/// Writes a batch beside the data.
pub(crate) fn file(folder: &Folder, number: u64) -> PathBuf {
    folder.file(&format!("batch-{number}.ndjson"), batch(number))
}

/// Whether an import was acknowledged, and all of it was taken in.
pub(crate) fn is_acknowledged(import: &Ran) -> bool {
    if import.exit != Some(0) {
        return false;
    }
    let summary = import.json();
    let count = |field: &str| summary[field].as_u64().expect("a count");
    assert_eq!(
        count("stored") + count("duplicates"),
        RECORDS,
        "{summary}: all of a batch, or no success"
    );
    true
}

/// Every event of the batches that a folder holds; none is there twice.
fn held(folder: &Folder) -> BTreeSet<String> {
    let rows = folder.ask(&["history", "--user", "HR:anna"]).ended(0);
    let mut held = BTreeSet::new();
    for row in rows.lines() {
        let id = row["id"].as_str().expect("an id").to_owned();
        assert!(held.insert(id.clone()), "{id} is there twice");
    }
    held
}

/// The batches that are missing, in whole or in part.
pub(crate) fn missing(folder: &Folder, acknowledged: &Acknowledged) -> Vec<u64> {
    let held = held(folder);
    let is_whole = |number: &&u64| (0..RECORDS).all(|n| held.contains(&format!("{number}-{n}")));
    let missing = acknowledged.iter().filter(|number| !is_whole(number));
    missing.copied().collect()
}

/// Asks an untroubled program: everything holds, and nothing acknowledged is missing.
pub(crate) fn check_kept(folder: &Folder, acknowledged: &Acknowledged, after: &str) {
    let whole = folder.ask(&["verify"]);
    assert_eq!(whole.exit, Some(0), "after {after}: {whole:?}");
    let missing = missing(folder, acknowledged);
    assert!(missing.is_empty(), "after {after}: {missing:?} are lost");
}

/// Numbers by chance from a seed, the same ones each time.
pub(crate) struct Chance(pub u64);

impl Chance {
    /// One below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }
}

/// A number from the environment, by which the campaign asks for more.
pub(crate) fn setting(name: &str) -> Option<u64> {
    std::env::var_os(name)?.into_string().ok()?.parse().ok()
}

/// A seed that is another one each time, and printed, unless the environment says which.
pub(crate) fn seed(name: &str) -> u64 {
    let seed = setting(name).unwrap_or(1);
    eprintln!("{name}={seed}");
    seed
}

/// Says that it is over when it goes, also when that is by a panic, so that nobody goes on.
pub(crate) struct SaysOver<'a>(pub &'a AtomicBool);

impl Drop for SaysOver<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
