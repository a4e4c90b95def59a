//! `cargo xtask bench`: runs what lies in `bench/`; the measuring itself is there.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{assets, run, workspace};

/// Runs one benchmark by name, or lists them.
pub(crate) fn bench(words: &[String]) -> Result<()> {
    let known = benchmarks()?;
    let Some((wanted, rest)) = words.split_first() else {
        let names: Vec<String> = known.into_iter().map(|(name, _)| name).collect();
        bail!("name one of: {}", names.join(", "));
    };
    let Some((_, file)) = known.iter().find(|(name, _)| name == wanted) else {
        bail!("there is no benchmark {wanted} in bench/");
    };
    assets::assets()?;
    run::run(&mut run::cargo(&["build", "--release", "-p", "tilsyn"])?)?;
    let program = workspace::target_dir().join("release/tilsyn");
    let mut command = match file.extension().and_then(|e| e.to_str()) {
        Some("py") => Command::new("python3"),
        _ => Command::new("bash"),
    };
    command
        .arg(file)
        .args(rest)
        .current_dir(workspace::root())
        .env("TILSYN_BIN", program);
    run::building(&mut command)?;
    run::run(&mut command)
}

/// The scripts of `bench/` by name, without those that start with an underscore.
fn benchmarks() -> Result<Vec<(String, PathBuf)>> {
    let folder = workspace::root().join("bench");
    if !folder.is_dir() {
        bail!("there is no folder bench/");
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let script = file.extension().is_some_and(|e| e == "py" || e == "sh");
        let name = file.file_stem().map(|s| s.to_string_lossy().into_owned());
        if let Some(name) = name.filter(|name| script && !name.starts_with('_')) {
            found.push((name, file));
        }
    }
    found.sort();
    Ok(found)
}
