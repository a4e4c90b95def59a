//! Running other programs, and saying which one failed.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Cargo in the clone, building outside it and finishing inside.
pub(crate) fn cargo(words: &[&str]) -> Result<Command> {
    let cargo = workspace::setting("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(words).current_dir(workspace::root());
    building(&mut command)?;
    Ok(command)
}

/// Tells a program that calls cargo where to build.
pub(crate) fn building(command: &mut Command) -> Result<()> {
    command
        .env("CARGO_TARGET_DIR", workspace::target_dir())
        .env("CARGO_BUILD_BUILD_DIR", workspace::build_dir()?);
    Ok(())
}

/// Runs a program and waits; its output goes where ours goes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    eprintln!("  $ {line}");
    let status = command
        .status()
        .with_context(|| format!("could not start: {line}"))?;
    if !status.success() {
        bail!("failed ({status}): {line}");
    }
    Ok(())
}

/// Runs a program and gives back what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = command
        .stderr(Stdio::null())
        .output()
        .with_context(|| format!("could not start: {line}"))?;
    if !output.status.success() {
        bail!("failed ({}): {line}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Writes a file of ours: a stamp, a setting. Nothing anyone's data depends on.
#[expect(
    clippy::disallowed_methods,
    reason = "a lost stamp costs one rebuild; no need for `durable`"
)]
pub(crate) fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).with_context(|| format!("could not write {}", file.display()))
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|w| w.to_string_lossy().into_owned()));
    words.join(" ")
}
