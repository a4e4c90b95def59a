//! `cargo xtask assets`: what pages are shown with and letters set in, and the licences of both.
//!
//! Foreign files come by `npm ci` from a crate's `assets/package-lock.json`, ours from its
//! `assets/src/`; both land in its `assets/dist/`, which git ignores.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::node::{self, Node};
use crate::{run, workspace};

/// The assets of one crate.
struct Assets {
    /// The folder that has the lock file.
    folder: &'static str,
    /// What is taken out of the packages: from `node_modules/`, to `dist/`.
    foreign: &'static [(&'static str, &'static str)],
}

/// Style sheets and fonts that the web crate serves.
const WEB: Assets = Assets {
    folder: "crates/web/assets",
    foreign: &[
        (
            "@digdir/designsystemet-css/dist/src/index.css",
            "designsystemet.css",
        ),
        (
            "@digdir/designsystemet-css/dist/theme/designsystemet.css",
            "designsystemet-theme.css",
        ),
        (
            "@fontsource/inter/files/inter-latin-400-normal.woff2",
            "inter-latin-400-normal.woff2",
        ),
        (
            "@fontsource/inter/files/inter-latin-600-normal.woff2",
            "inter-latin-600-normal.woff2",
        ),
        (
            "@fontsource/inter/files/inter-latin-ext-400-normal.woff2",
            "inter-latin-ext-400-normal.woff2",
        ),
        (
            "@fontsource/inter/files/inter-latin-ext-600-normal.woff2",
            "inter-latin-ext-600-normal.woff2",
        ),
        (
            "@digdir/designsystemet-css/LICENSE",
            "LICENSE-designsystemet.txt",
        ),
        ("@fontsource/inter/LICENSE", "LICENSE-inter.txt"),
    ],
};

/// Fonts of letters and reports: the web's own are packed for browsers (WOFF2).
const PRINT: Assets = Assets {
    folder: "crates/print/assets",
    foreign: &[
        (
            "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
            "inter-regular.ttf",
        ),
        (
            "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
            "inter-semibold.ttf",
        ),
        ("@expo-google-fonts/inter/LICENSE_FONT", "LICENSE-inter.txt"),
    ],
};

/// Makes the `assets/dist/` of every crate that has one, unless it is up to date.
pub(crate) fn assets() -> Result<()> {
    make(&WEB)?;
    make(&PRINT)
}

fn make(assets: &Assets) -> Result<()> {
    let folder = workspace::root().join(assets.folder);
    let dist = folder.join("dist");
    let sources = files_below(&folder.join("src"))?;
    let wanted = stamp(assets, &folder, &sources)?;
    let stamp_file = dist.join(".stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    node::install_once(&Node::find()?, &folder)?;
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| format!("removing {}", dist.display()))?;
    }
    for (from, to) in assets.foreign {
        copy(&folder.join("node_modules").join(from), &dist.join(to))?;
    }
    for (name, file) in &sources {
        copy(file, &dist.join(name))?;
    }
    run::write(&stamp_file, &wanted)?;
    eprintln!(
        "  {} files in {}",
        assets.foreign.len() + sources.len(),
        dist.display()
    );
    Ok(())
}

/// Our own files with their names relative to `folder`, in order of name.
fn files_below(folder: &Path) -> Result<Vec<(PathBuf, PathBuf)>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        if !next.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                found.push((name.to_path_buf(), path.clone()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Everything that decides what `dist/` holds: the lock file, and our files with size and time.
fn stamp(assets: &Assets, folder: &Path, sources: &[(PathBuf, PathBuf)]) -> Result<String> {
    let lock = folder.join("package-lock.json");
    let mut stamp =
        fs::read_to_string(&lock).with_context(|| format!("could not read {}", lock.display()))?;
    for (from, to) in assets.foreign {
        stamp.push_str(&format!("{from} {to}\n"));
    }
    for (name, file) in sources {
        let text = fs::metadata(file)?;
        let time = text.modified()?.duration_since(std::time::UNIX_EPOCH)?;
        let line = format!("{} {} {}\n", name.display(), text.len(), time.as_nanos());
        stamp.push_str(&line);
    }
    Ok(stamp)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to)
        .with_context(|| format!("copying {} to {}", from.display(), to.display()))?;
    Ok(())
}
