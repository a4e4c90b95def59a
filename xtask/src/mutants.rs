//! Mistakes planted one at a time in the ledger's code: each must be found by a test.
//!
//! cargo-mutants (MIT) plants them in a copy of the tree, as `.cargo/mutants.toml` says. One that
//! no test finds is a missing test, or stands in `crates/ledger/survivors.txt` with the reason why
//! it may; anything else fails. Not here: what the tests are.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools::Tool;
use crate::workspace;

const MUTANTS: Tool = Tool {
    package: "cargo-mutants",
    version: "27.1.0",
};
/// The crate whose every line counts.
const PACKAGE: &str = "tilsyn-ledger";
const SURVIVORS: &str = "crates/ledger/survivors.txt";
/// What they end with: all found; some missed; some never came to an end.
const ENDS: [i32; 3] = [0, 2, 3];

/// Plants one mistake in so many, spread over all files, and compares what no test found with the
/// list of those that may stay.
pub(crate) fn mutants(one_in: u64, first: u64) -> Result<()> {
    let listed = survivors(&workspace::root())?;
    let output = workspace::target_dir();
    let one_in = one_in.max(1);
    let shard = format!("{}/{one_in}", first % one_in);
    let mut command = Command::new(MUTANTS.program()?);
    command
        .args(["mutants", "--package", PACKAGE, "--jobs", "1"])
        .args(["--sharding", "round-robin", "--shard", &shard])
        .arg("--output")
        .arg(&output)
        .current_dir(workspace::root())
        // A build folder of its own, since every mistake is a build.
        .env("CARGO_TARGET_DIR", workspace::cache_dir()?.join("mutants"))
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("TILSYN_CRASH_CYCLES", "1000");
    eprintln!("  $ cargo mutants --package {PACKAGE} --shard {shard}");
    let status = command.status().context("could not start cargo-mutants")?;
    if !status.code().is_some_and(|code| ENDS.contains(&code)) {
        bail!("cargo-mutants ended with {status}");
    }
    let missed = output.join("mutants.out/missed.txt");
    let missed = std::fs::read_to_string(&missed)
        .with_context(|| format!("could not read {}", missed.display()))?;
    compare(&missed, &listed)
}

/// Tells which mistakes were missed that may not be.
fn compare(missed: &str, listed: &BTreeMap<String, String>) -> Result<()> {
    let mut unlisted = 0;
    for line in missed.lines() {
        match listed.get(&without_place(line)) {
            Some(reason) => eprintln!("may stay: {line} ({reason})"),
            None => {
                eprintln!("NOT FOUND BY ANY TEST: {line}");
                unlisted += 1;
            }
        }
    }
    match unlisted {
        0 => Ok(()),
        _ => {
            bail!("{unlisted} mistakes were found by no test; write one, or say why in {SURVIVORS}")
        }
    }
}

/// Those that may stay, and why.
fn survivors(root: &Path) -> Result<BTreeMap<String, String>> {
    let path = root.join(SURVIVORS);
    let text = std::fs::read_to_string(&path);
    read_survivors(&text.with_context(|| format!("could not read {}", path.display()))?)
}

/// A line each: the mistake without line and column, ` # `, and the reason.
fn read_survivors(text: &str) -> Result<BTreeMap<String, String>> {
    let mut listed = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with('#') {
            continue;
        }
        let (mistake, reason) = line
            .split_once(" # ")
            .with_context(|| format!("{SURVIVORS}: no reason is given: {line}"))?;
        listed.insert(mistake.trim().to_owned(), reason.trim().to_owned());
    }
    Ok(listed)
}

/// A mistake as it is listed: lines and columns change with every edit of the file.
fn without_place(line: &str) -> String {
    let mut parts = line.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(row), Some(column), Some(what))
            if [row, column].iter().all(|text| text.parse::<u32>().is_ok()) =>
        {
            format!("{file}:{what}")
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: &str = "# why\n\na.rs: replace + with - in sum # it only makes room\n";

    #[test]
    fn what_is_listed_may_stay_wherever_it_stands_now() {
        let listed = read_survivors(LISTED).expect("well formed");
        let line = "a.rs:12:9: replace + with - in sum\n";
        assert!(compare(line, &listed).is_ok());
        assert!(compare("", &listed).is_ok());
        assert!(compare("a.rs:12:9: replace + with * in sum\n", &listed).is_err());
        assert!(compare("b.rs:12:9: replace + with - in sum\n", &listed).is_err());
    }

    #[test]
    fn a_mistake_without_a_reason_is_refused() {
        assert!(read_survivors("a.rs: replace + with - in sum\n").is_err());
    }

    #[test]
    fn the_list_in_the_repository_can_be_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let listed = survivors(&root).expect("it can be read");
        assert!(
            listed
                .keys()
                .all(|mistake| mistake.starts_with("crates/ledger/src/"))
        );
    }
}
