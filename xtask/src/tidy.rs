//! `cargo xtask tidy`: reads the repository and checks what needs no reviewer.
//!
//! Each rule is a small function over plain values (texts, manifests), so that a test can show it
//! a bad example. Not here: what clippy and rustfmt check (function length, `unwrap`, layout).

mod arrows;
mod asvs;
mod files;
mod identities;
mod lockfile;
mod map;
mod messages;
mod migrations;
mod places;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// A file of text in the tree.
pub(crate) struct Source {
    /// Its path from the top folder, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A crate's manifest.
pub(crate) struct Manifest {
    pub(crate) folder: PathBuf,
    /// Its name for cargo.
    pub(crate) package: String,
    pub(crate) toml: toml::Table,
}

/// Folders that hold nothing of ours.
const FOREIGN_FOLDERS: [&str; 9] = [
    ".git",
    "target",
    "node_modules",
    "dist",
    "demo-data",
    "demo-witness",
    "tilsyn-data",
    "artifacts",
    "corpus",
];
/// A file longer than this is data, not text.
const SOURCE_BYTES_MAX: u64 = 2 << 20;

/// Runs every rule and prints what breaks one.
pub(crate) fn tidy() -> Result<()> {
    let root = workspace::root();
    let sources = sources_below(&root)?;
    let manifests = manifests(&root)?;
    let map = text(&root, "ARCHITECTURE.md")?;
    let mut sins = Vec::new();
    for source in &sources {
        sins.extend(files::opens_with_its_idea(source));
        sins.extend(files::lines_are_short(source));
        sins.extend(files::is_not_too_long(source));
        sins.extend(files::prints_nothing(source));
        sins.extend(words::definitions_use_the_glossary(source));
        sins.extend(identities::are_synthetic(source));
        sins.extend(places::names_no_machine(source));
    }
    sins.extend(arrows::match_the_map(&manifests, &map));
    sins.extend(map::names_every_folder(&top_folders(&root)?, &map));
    sins.extend(map::names_every_crate(&crate_names(&manifests), &map));
    sins.extend(asvs::names_what_is_there(&sources));
    sins.extend(messages::agree(&sources));
    sins.extend(migrations::have_both_dialects(&sources));
    sins.extend(lockfile::is_below_its_ceiling(&text(&root, "Cargo.lock")?));
    for sin in &sins {
        eprintln!("  {sin}");
    }
    if sins.is_empty() {
        eprintln!("  {} files read, nothing found", sources.len());
        return Ok(());
    }
    bail!("{} places to mend", sins.len())
}

fn text(root: &Path, name: &str) -> Result<String> {
    fs::read_to_string(root.join(name)).with_context(|| format!("could not read {name}"))
}

/// All text files below a folder, in order of path.
pub(crate) fn sources_below(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                if !FOREIGN_FOLDERS.contains(&name.as_ref()) {
                    waiting.push(path);
                }
            } else if fs::metadata(&path).is_ok_and(|file| file.len() <= SOURCE_BYTES_MAX)
                && let Ok(text) = fs::read_to_string(&path)
            {
                let below = path.strip_prefix(root).unwrap_or(&path);
                let path = below.to_string_lossy().into_owned();
                sources.push(Source { path, text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// The manifests of the workspace's members.
pub(crate) fn manifests(root: &Path) -> Result<Vec<Manifest>> {
    let mut folders = vec![root.join("xtask"), root.join("tests")];
    for entry in fs::read_dir(root.join("crates"))? {
        folders.push(entry?.path());
    }
    folders.sort();
    let mut manifests = Vec::new();
    for folder in folders {
        let file = folder.join("Cargo.toml");
        if !file.is_file() {
            continue;
        }
        let toml: toml::Table = fs::read_to_string(&file)?
            .parse()
            .with_context(|| format!("in {}", file.display()))?;
        let package = toml.get("package").and_then(|p| p.get("name"));
        let package = package.and_then(|n| n.as_str()).unwrap_or_default();
        manifests.push(Manifest {
            package: package.to_owned(),
            folder,
            toml,
        });
    }
    Ok(manifests)
}

fn top_folders(root: &Path) -> Result<Vec<String>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let foreign = FOREIGN_FOLDERS.contains(&name.as_str()) || name.starts_with('.');
        if entry.path().is_dir() && !foreign {
            folders.push(name);
        }
    }
    folders.sort();
    Ok(folders)
}

/// The names of the folders under `crates/`.
fn crate_names(manifests: &[Manifest]) -> Vec<String> {
    let inside = |m: &&Manifest| m.folder.parent().is_some_and(|p| p.ends_with("crates"));
    manifests
        .iter()
        .filter(inside)
        .filter_map(|m| Some(m.folder.file_name()?.to_string_lossy().into_owned()))
        .collect()
}

#[cfg(test)]
fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}
