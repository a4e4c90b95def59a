//! Which lines of the ledger its own tests run, counted by the compiler (cargo-llvm-cov).
//!
//! A line that is run is not a line that is tested: that is what `mutants` asks. A line that is
//! never run is tested by nothing.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools::Tool;
use crate::{run, workspace};

const LLVM_COV: Tool = Tool {
    package: "cargo-llvm-cov",
    version: "0.9.1",
};
const PACKAGE: &str = "tilsyn-ledger";
/// What is not the product: tests, and what fuzzing asks.
const LEFT_OUT: &str = "(/tests/|/tests\\.rs|/any_bytes|/crates/durable/|/bin/)";

/// Runs the ledger's tests and writes, and tells by file, what they ran.
pub(crate) fn coverage() -> Result<()> {
    let rustup = workspace::program("rustup");
    let rustup = rustup.context("the compiler's llvm-tools are needed: rustup is not here")?;
    run::run(Command::new(rustup).args(["component", "add", "llvm-tools"]))?;
    let build = workspace::cache_dir()?.join("coverage");
    let cover = |words: &[&str]| -> Result<Command> {
        let mut command = Command::new(LLVM_COV.program()?);
        command
            .arg("llvm-cov")
            .args(words)
            .current_dir(workspace::root())
            .env("CARGO_TARGET_DIR", &build)
            // The crashes run the same lines again and again.
            .env("TILSYN_CRASH_CYCLES", "3000");
        Ok(command)
    };
    let tests = ["--no-report", "--package", PACKAGE, "--lib"];
    run::run(&mut cover(&[&["test"][..], &tests].concat())?)?;
    let lists = workspace::target_dir().join("coverage");
    let lists = lists.to_str().context("the path of the target folder")?;
    let shown = ["--package", PACKAGE, "--ignore-filename-regex", LEFT_OUT];
    let report = |more: &[&str]| cover(&[&["report"][..], &shown, more].concat());
    run::run(&mut report(&["--html", "--output-dir", lists])?)?;
    let summary = run::output(&mut report(&["--summary-only"])?)?;
    eprintln!("{summary}");
    if !summary.contains("TOTAL") {
        bail!("cargo-llvm-cov says nothing of what was run");
    }
    Ok(())
}
