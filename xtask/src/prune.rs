//! What clones that are gone have left in the shared build folder.
//!
//! Cargo builds all clones in one folder (`workspace`), so there is no folder a clone to remove;
//! but the compiler writes the clone's path into what it builds of our crates. Each clone that
//! builds is noted beside that folder. When the path of a noted one is gone, artifacts that name
//! it go; those that name a clone that is still there stay, whatever else they name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{run, workspace};

/// Notes this clone, and removes what gone ones have left; says so in a line.
pub(crate) fn prune() -> Result<()> {
    if !workspace::builds_are_shared() {
        return Ok(());
    }
    let note = workspace::cache_dir()?.join("clones");
    let known = fs::read_to_string(&note).unwrap_or_default();
    let mut clones: BTreeSet<PathBuf> = known.lines().map(PathBuf::from).collect();
    clones.insert(workspace::root());
    // A path that cannot be looked at, as on a disk that is not mounted right now, is not gone.
    let (gone, there): (Vec<PathBuf>, Vec<PathBuf>) = clones
        .into_iter()
        .partition(|clone| matches!(clone.try_exists(), Ok(false)));
    if !gone.is_empty() {
        let bytes = remove(&workspace::build_dir()?, &gone, &there)?;
        let names: Vec<String> = gone.iter().map(|path| path.display().to_string()).collect();
        let (mebibytes, names) = (bytes >> 20, names.join(", "));
        eprintln!("  removed {mebibytes} MiB built by clones that are gone: {names}");
    }
    let lines: String = there
        .iter()
        .map(|path| format!("{}\n", path.display()))
        .collect();
    if lines != known {
        fs::create_dir_all(workspace::cache_dir()?).context("making the cache")?;
        run::write(&note, &lines)?;
    }
    Ok(())
}

/// Removes what only the gone clones have built; how many bytes that were.
fn remove(build: &Path, gone: &[PathBuf], there: &[PathBuf]) -> Result<u64> {
    let mut bytes = 0;
    for profile in ["debug", "release"] {
        for group in groups(&build.join(profile)) {
            let files: Vec<Vec<u8>> = group.iter().flat_map(|path| contents(path)).collect();
            let named = |clones: &[PathBuf]| {
                let mut clones = clones.iter();
                clones.any(|clone| files.iter().any(|file| names(file, clone)))
            };
            if named(gone) && !named(there) {
                bytes += files.iter().map(|file| file.len() as u64).sum::<u64>();
                for path in &group {
                    let removed = if path.is_dir() {
                        fs::remove_dir_all(path)
                    } else {
                        fs::remove_file(path)
                    };
                    removed.with_context(|| format!("removing {}", path.display()))?;
                }
            }
        }
    }
    Ok(bytes)
}

/// What belongs together: the files of one artifact, and each folder of incremental building.
fn groups(profile: &Path) -> Vec<Vec<PathBuf>> {
    let mut groups: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in inside(&profile.join("deps")) {
        // `libname-0123456789abcdef.rlib`: the number tells builds of one crate apart.
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if let Some((name, number)) = stem.rsplit_once('-') {
            let name = name.strip_prefix("lib").unwrap_or(name);
            let key = format!("{name}-{number}");
            groups.entry(key).or_default().push(path);
        }
    }
    let incremental = inside(&profile.join("incremental"));
    let folders = incremental.into_iter().map(|folder| vec![folder]);
    groups.into_values().chain(folders).collect()
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(folder).into_iter().flatten().flatten();
    found.map(|entry| entry.path()).collect()
}

/// The bytes of a file, or of every file below a folder.
fn contents(path: &Path) -> Vec<Vec<u8>> {
    if path.is_dir() {
        return inside(path)
            .iter()
            .flat_map(|path| contents(path))
            .collect();
    }
    fs::read(path).into_iter().collect()
}

/// Whether a clone stands in an artifact as the folder that it was built in: as a text of its
/// own, so that neither `/a` is found in `/a/b` nor `/b` in `/a/b`.
fn names(artifact: &[u8], clone: &Path) -> bool {
    let clone = clone.as_os_str().as_encoded_bytes();
    artifact.split(|byte| *byte == 0).any(|text| text == clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a build folder, prunes `/gone`, and compares the files that are left.
    fn check(name: &str, files: &[(&str, &str)], left: &[&str]) {
        let build = std::env::temp_dir().join(format!("tilsyn-{name}-{}", std::process::id()));
        for (file, content) in files {
            let path = build.join(file);
            fs::create_dir_all(path.parent().expect("in a folder")).expect("makes");
            run::write(&path, content).expect("writes");
        }
        let [gone, there] = ["/gone", "/gone/inside"].map(|path| vec![PathBuf::from(path)]);
        remove(&build, &gone, &there).expect("removes");
        let found = files.iter().map(|(file, _)| *file);
        let found: Vec<&str> = found.filter(|file| build.join(file).exists()).collect();
        fs::remove_dir_all(&build).expect("removes");
        assert_eq!(found, left);
    }

    #[test]
    fn only_what_gone_clones_alone_have_built_goes() {
        let files = [
            ("debug/deps/libours-01.rlib", "x\0/gone\0y"),
            ("debug/deps/libours-01.rmeta", "x"),
            ("debug/deps/ours-01.d", "x"),
            ("debug/deps/libours-02.rlib", "x\0/gone/inside\0y"),
            ("debug/deps/ours-03", "\0/gone\0\0/gone/inside\0"),
            (
                "debug/deps/libtheirs-04.rlib",
                "\0/registry/gone\0/gone/x\0",
            ),
            ("debug/incremental/ours-a/s/1.o", "\0/gone\0"),
            ("debug/incremental/ours-b/s/1.o", "\0/gone/inside\0"),
            ("release/deps/libours-05.rlib", "\0/gone\0"),
        ];
        let left = [
            "debug/deps/libours-02.rlib",
            "debug/deps/ours-03",
            "debug/deps/libtheirs-04.rlib",
            "debug/incremental/ours-b/s/1.o",
        ];
        check("prune", &files, &left);
    }
}
