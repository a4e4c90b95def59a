//! `cargo xtask campaign`: the ledger crashed and recovered very many times.
//!
//! The ordinary tests do the same for a few minutes, always with the same seeds; this goes on from
//! others. The lives themselves are in the ledger's tests (`crash`).

use anyhow::{Context, Result, bail};

use crate::run;

const CYCLES: u64 = 1_000_000;
/// Far from the seeds of the ordinary tests, which begin at 1.
const FIRST: u64 = 1_000_001;

/// Runs the crash tests with so many cycles, from this seed on.
pub(crate) fn campaign(words: &[String]) -> Result<()> {
    let (mut cycles, mut first) = (CYCLES, FIRST);
    let mut rest = words.iter();
    while let Some(option) = rest.next() {
        let value = rest
            .next()
            .and_then(|word| word.replace('_', "").parse().ok());
        let value = value.with_context(|| format!("{option} takes a number"))?;
        match option.as_str() {
            "--cycles" => cycles = value,
            "--first" => first = value,
            _ => bail!("usage: cargo xtask campaign [--cycles NUMBER] [--first SEED]"),
        }
    }
    eprintln!("{cycles} crashes and recoveries, from seed {first} on");
    let mut command = run::cargo(&["test", "-p", "tilsyn-ledger", "--lib", "--", "--nocapture"])?;
    command
        .args(["crash::nothing_", "crash::a_disk_"])
        .env("TILSYN_CRASH_CYCLES", cycles.to_string())
        .env("TILSYN_CRASH_FIRST", first.to_string());
    run::run(&mut command)
}
