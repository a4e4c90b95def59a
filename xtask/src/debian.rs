//! Debian packages that a task needs: installed when root, named otherwise.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{run, workspace};

/// Installs Debian packages that the caller has found missing.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let line = format!(
        "apt-get install --yes --no-install-recommends {}",
        packages.join(" ")
    );
    if !workspace::is_root() || workspace::program("apt-get").is_none() {
        bail!(
            "missing: {}. As root, run:\n    {line}",
            packages.join(", ")
        );
    }
    run::run(&mut apt(&["update", "--quiet"]))?;
    let mut words = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    words.extend(packages);
    run::run(&mut apt(&words))
}

fn apt(words: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}
