//! `cargo xtask campaign`: the ledger crashed and recovered, and tampered with, very many times.
//!
//! The ordinary tests do the same for a few minutes, always with the same seeds; this goes on from
//! others. What is done is in the ledger's tests (`crash`, `tampering_many`).

use anyhow::{Context, Result, bail};

use crate::run;

const CYCLES: u64 = 1_000_000;
const EDITS: u64 = 100_000;
/// Far from the seeds of the ordinary tests, which begin at 1.
const FIRST: u64 = 1_000_001;

/// Runs the crash tests with so many cycles, and the tests of tampering with so many edits, from
/// this seed on.
pub(crate) fn campaign(words: &[String]) -> Result<()> {
    let (mut cycles, mut edits, mut first) = (CYCLES, EDITS, FIRST);
    let mut rest = words.iter();
    while let Some(option) = rest.next() {
        let value = rest
            .next()
            .and_then(|word| word.replace('_', "").parse().ok());
        let value = value.with_context(|| format!("{option} takes a number"))?;
        match option.as_str() {
            "--cycles" => cycles = value,
            "--edits" => edits = value,
            "--first" => first = value,
            _ => bail!(
                "usage: cargo xtask campaign [--cycles NUMBER] [--edits NUMBER] [--first SEED]"
            ),
        }
    }
    let tests = ["test", "-p", "tilsyn-ledger", "--lib", "--", "--nocapture"];
    eprintln!("{edits} edits of a ledger's files, from seed {first} on");
    let mut command = run::cargo(&tests)?;
    command
        .args(["tampering_many::", "--test-threads=2"])
        .env("TILSYN_TAMPER_EDITS", edits.to_string())
        .env("TILSYN_TAMPER_SEED", first.to_string());
    run::run(&mut command)?;
    eprintln!("{cycles} crashes and recoveries, from seed {first} on");
    let mut command = run::cargo(&tests)?;
    command
        .args(["crash::nothing_", "crash::a_disk_"])
        .env("TILSYN_CRASH_CYCLES", cycles.to_string())
        .env("TILSYN_CRASH_FIRST", first.to_string());
    run::run(&mut command)
}
