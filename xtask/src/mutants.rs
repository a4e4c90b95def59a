//! Mistakes planted one at a time in the ledger's code: each must be found by a test.
//!
//! cargo-mutants (MIT) plants them in a copy of the tree, as `.cargo/mutants.toml` says. One that
//! no test finds is a missing test, or stands in `crates/ledger/survivors.txt` with the reason why
//! it may; anything else fails. A mistake costs a build of a few seconds and the tests until one
//! fails, so the slow tests run only against what the quick ones did not find.
//! Not here: what the tests are.

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

/// Tests that take minutes, or ask programs of others: what only they find is no unit's fault. The
/// crashes stay, a few of them.
const MINUTES: [&str; 4] = [
    "agreement::",
    "tampering_many::",
    "/crash::.*_found$/",
    "seeds_that_failed",
];
/// Tests of a second and more, most of which do at length what a quicker one does in short.
const SECONDS: [&str; 14] = [
    "any_bytes::",
    "a_bit_turned_in_any_file",
    "a_disk_that_lies_or_rots",
    "a_segment_cut_anywhere",
    "a_segment_zero_from_anywhere",
    "a_tree_of_three_levels",
    "erasures_by_chance",
    "every_change_of_the_extra_line",
    "in_faults",
    "in_power_cuts_of_great_trees",
    "nothing_is_found_in_folders",
    "proofs_of_random_trees",
    "trees_at_the_edges_of_tiles",
    "whenever_the_power_goes",
];

/// Which mistakes a run plants, and which tests look for them.
struct Round {
    /// The folder the outcome is kept in.
    name: &'static str,
    chosen: Vec<String>,
    left_out: Vec<&'static str>,
    crash_cycles: u64,
}

/// Plants one mistake in so many, spread over all files, and compares what no test found with the
/// list of those that may stay.
pub(crate) fn mutants(one_in: u64, first: u64) -> Result<()> {
    let listed = survivors(&workspace::root())?;
    let one_in = one_in.max(1);
    let shard = format!("{}/{one_in}", first % one_in);
    let quick = Round {
        name: "quick",
        chosen: ["--sharding", "round-robin", "--shard", &shard]
            .map(str::to_owned)
            .to_vec(),
        left_out: [&MINUTES[..], &SECONDS].concat(),
        crash_cycles: 100,
    };
    let missed = quick.run()?;
    if missed.is_empty() {
        return Ok(());
    }
    let slow = Round {
        name: "slow",
        chosen: missed.lines().flat_map(only).collect(),
        left_out: MINUTES.to_vec(),
        crash_cycles: 1000,
    };
    compare(&slow.run()?, &listed)
}

impl Round {
    /// The mistakes that no test found, one a line. The rest of the outcome stays in the build's
    /// folder, under `mutants/<name>`.
    fn run(&self) -> Result<String> {
        let output = workspace::target_dir().join("mutants").join(self.name);
        std::fs::create_dir_all(&output)
            .with_context(|| format!("could not make {}", output.display()))?;
        let mut command = Command::new(MUTANTS.program()?);
        command
            .args(["mutants", "--package", PACKAGE, "--jobs", "1"])
            .args(&self.chosen)
            .args(["--cargo-test-arg=-E", &self.tests()])
            .arg("--output")
            .arg(&output)
            .current_dir(workspace::root())
            // A build folder of its own, since every mistake is a build: of what it changed alone,
            // and not optimised, which takes three times as long as the tests gain.
            .env("CARGO_TARGET_DIR", workspace::cache_dir()?.join("mutants"))
            .env("CARGO_INCREMENTAL", "1")
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("TILSYN_CRASH_CYCLES", self.crash_cycles.to_string());
        eprintln!("  $ {command:?}");
        let status = command.status().context("could not start cargo-mutants")?;
        if !status.code().is_some_and(|code| ENDS.contains(&code)) {
            bail!("cargo-mutants ended with {status}");
        }
        let missed = output.join("mutants.out/missed.txt");
        std::fs::read_to_string(&missed)
            .with_context(|| format!("could not read {}", missed.display()))
    }

    /// The tests that run, as nextest is told.
    fn tests(&self) -> String {
        let left_out: Vec<String> = self
            .left_out
            .iter()
            .map(|name| format!("test({name})"))
            .collect();
        format!("--cargo-test-arg=not ({})", left_out.join(" | "))
    }
}

/// Asks for this mistake and no other.
fn only(mistake: &str) -> [String; 2] {
    let mut pattern = String::from("^");
    for letter in mistake.chars() {
        // `\<` and `\>` would be edges of words.
        if letter.is_ascii_punctuation() && !['<', '>'].contains(&letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    ["--re".to_owned(), pattern + "$"]
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
    fn what_was_missed_is_asked_for_by_its_name() {
        let [option, pattern] = only("a.rs:1:9: replace f -> Vec<u8> with vec![0]");
        assert_eq!(option, "--re");
        assert_eq!(
            pattern,
            r"^a\.rs\:1\:9\: replace f \-> Vec<u8> with vec\!\[0\]$"
        );
    }

    #[test]
    fn a_mistake_without_a_reason_is_refused() {
        assert!(read_survivors("a.rs: replace + with - in sum\n").is_err());
    }

    /// The names of modules and functions in a folder of sources, `::` after those of modules.
    fn names_in(folder: &Path) -> Vec<String> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            let name = path.file_stem().expect("it has a name").to_string_lossy();
            names.push(format!("{name}::"));
            if path.is_dir() {
                names.extend(names_in(&path));
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("it is text");
            let functions = text.split("fn ").skip(1);
            let named = functions.filter_map(|rest| rest.split_once('('));
            names.extend(named.map(|(name, _)| name.to_owned()));
        }
        names
    }

    #[test]
    fn every_test_that_is_left_out_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let names = names_in(&root.join("crates/ledger/src"));
        for wanted in [&MINUTES[..], &SECONDS].concat() {
            // Of a pattern, its pieces.
            for piece in wanted.trim_matches(['/', '$']).split(".*") {
                let is_there = names.iter().any(|name| name.contains(piece));
                assert!(is_there, "no test of the ledger is named {piece}");
            }
        }
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
