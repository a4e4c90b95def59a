//! Schemathesis, which asks what the OpenAPI document tells and does not: from PyPI by a lock file
//! with hashes, in a folder of its own in the cache.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{debian, node, run, workspace};

/// Its program, if it was installed.
pub(crate) fn installed() -> Option<PathBuf> {
    let program = folder().ok()?.join("bin/schemathesis");
    program.is_file().then_some(program)
}

/// Installs exactly what the lock file names, unless it is there already.
pub(crate) fn install_once() -> Result<()> {
    let lock = workspace::root().join("tests/foreign/schemathesis/requirements.txt");
    let wanted = std::fs::read_to_string(&lock)
        .with_context(|| format!("could not read {}", lock.display()))?;
    if wanted.contains("http") {
        bail!("{} names a registry", lock.display());
    }
    let folder = folder()?;
    let stamp = folder.join("tilsyn-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    if !node::has_venv() {
        debian::install(&["python3", "python3-venv"])?;
    }
    let venv = ["-m", "venv", "--clear"];
    run::run(Command::new("python3").args(venv).arg(&folder))?;
    // Wheels only: nothing of a package is run to install it.
    let words = [
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary=:all:",
        "-r",
    ];
    run::run(Command::new(folder.join("bin/pip")).args(words).arg(&lock))?;
    run::write(&stamp, &wanted)
}

fn folder() -> Result<PathBuf> {
    Ok(workspace::cache_dir()?.join("schemathesis"))
}
