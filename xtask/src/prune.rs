//! What clones that are gone have left in the shared build folder.
//!
//! Cargo builds all clones in one folder (`workspace`), so there is no folder a clone to remove;
//! but the compiler writes the clone's path into what it builds of our crates. Each clone that
//! builds is noted beside that folder. When the path of a noted one is gone, artifacts that name
//! it go; those that name a clone that is still there stay, whatever else they name. What the
//! compiler keeps to build only what changed grows with every set of options it is given, so what
//! was not used for some days goes too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::{run, workspace};

/// After so long without a build that used it, a folder of incremental building goes.
const UNUSED_MAX: Duration = Duration::from_hours(2 * 24);

/// Notes this clone, and removes what gone ones have left; says so in a line.
pub(crate) fn prune() -> Result<()> {
    if !workspace::builds_are_shared() {
        return Ok(());
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "how long ago a folder was used, only the clock says"
    )]
    let unused = remove_unused(&workspace::build_dir()?, SystemTime::now())?;
    if unused > 0 {
        eprintln!("  removed {unused} folders that no build has used for days");
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

/// Removes what incremental building has left; how many folders that were.
fn remove_unused(build: &Path, now: SystemTime) -> Result<usize> {
    let mut removed = 0;
    for folder in inside(&build.join("debug/incremental")) {
        let used = fs::metadata(&folder).and_then(|about| about.modified());
        let age = used.map(|used| now.duration_since(used).unwrap_or_default());
        if age.is_ok_and(|age| age > UNUSED_MAX) {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("removing {}", folder.display()))?;
            removed += 1;
        }
    }
    Ok(removed)
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
    groups.retain(|_, group| !is_of_others(group));
    let incremental = inside(&profile.join("incremental"));
    let folders = incremental.into_iter().map(|folder| vec![folder]);
    groups.into_values().chain(folders).collect()
}

/// Whether it is built from a package of a registry: that names no clone, and is most of all.
fn is_of_others(group: &[PathBuf]) -> bool {
    let is_list = |path: &&PathBuf| path.extension().is_some_and(|kind| kind == "d");
    let mut lists = group.iter().filter(is_list);
    lists.any(|list| {
        let sources = fs::read_to_string(list).unwrap_or_default();
        sources.contains("/registry/src/")
    })
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
            ("debug/deps/ours-01.d", "x: crates/x/src/lib.rs"),
            ("debug/deps/libours-02.rlib", "x\0/gone/inside\0y"),
            ("debug/deps/ours-03", "\0/gone\0\0/gone/inside\0"),
            (
                "debug/deps/libtheirs-04.rlib",
                "\0/registry/gone\0/gone/x\0",
            ),
            ("debug/deps/libtheirs-06.rlib", "\0/gone\0"),
            (
                "debug/deps/theirs-06.d",
                "x: /home/.cargo/registry/src/i/x/lib.rs",
            ),
            ("debug/incremental/ours-a/s/1.o", "\0/gone\0"),
            ("debug/incremental/ours-b/s/1.o", "\0/gone/inside\0"),
            ("release/deps/libours-05.rlib", "\0/gone\0"),
        ];
        let left = [
            "debug/deps/libours-02.rlib",
            "debug/deps/ours-03",
            "debug/deps/libtheirs-04.rlib",
            "debug/deps/libtheirs-06.rlib",
            "debug/deps/theirs-06.d",
            "debug/incremental/ours-b/s/1.o",
        ];
        check("prune", &files, &left);
    }

    #[test]
    fn what_no_build_has_used_for_days_goes() {
        let build = std::env::temp_dir().join(format!("tilsyn-unused-{}", std::process::id()));
        let folders = ["old", "new"].map(|name| build.join("debug/incremental").join(name));
        for folder in &folders {
            fs::create_dir_all(folder).expect("makes");
        }
        let made = fs::metadata(&folders[1]).expect("there").modified();
        let now = made.expect("a time");
        let then = now - UNUSED_MAX - Duration::from_hours(1);
        let old = fs::File::open(&folders[0]).expect("opens");
        old.set_modified(then).expect("sets the time");
        assert_eq!(remove_unused(&build, now).expect("removes"), 1);
        assert!(!folders[0].exists() && folders[1].exists());
        fs::remove_dir_all(&build).expect("removes");
    }
}
