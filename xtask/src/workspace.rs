//! Where things are: the clone, the build's folders, the cache.
//!
//! What is built on the way and what is downloaded lies outside the clone, so that all clones share
//! it; what is finished lies inside, so that no clone runs another's program. That clones do not
//! take each other's crates for their own is seen to in `.cargo/config.toml`.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The clone's top folder: that of the clone which runs this, not of the one which built it.
pub(crate) fn root() -> PathBuf {
    let here = setting("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = Path::new(&here);
    here.parent().map_or_else(|| here.into(), Path::to_path_buf)
}

/// A setting from the environment; empty counts as absent.
pub(crate) fn setting(name: &str) -> Option<String> {
    let value = env::var_os(name)?.into_string().ok()?;
    (!value.is_empty()).then_some(value)
}

/// Where downloads and built tools are kept between runs.
pub(crate) fn cache_dir() -> Result<PathBuf> {
    let base = match setting("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(&setting("HOME").context("HOME is not set")?).join(".cache"),
    };
    Ok(base.join("tilsyn"))
}

/// Where cargo puts what is finished: programs, documentation.
pub(crate) fn target_dir() -> PathBuf {
    given_dir().unwrap_or_else(|| root().join("target"))
}

/// Where cargo builds, shared by all clones.
pub(crate) fn build_dir() -> Result<PathBuf> {
    match given_dir() {
        Some(folder) => Ok(folder),
        None => Ok(cache_dir()?.join("target")),
    }
}

/// Whether clones build in one folder: where the environment names none.
pub(crate) fn builds_are_shared() -> bool {
    given_dir().is_none()
}

/// One folder for both, where the environment names one.
fn given_dir() -> Option<PathBuf> {
    let folder = setting("TILSYN_TARGET_DIR").or_else(|| setting("CARGO_TARGET_DIR"))?;
    Some(root().join(folder))
}

/// Whether we may install Debian packages.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// The first program of that name on `PATH`.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
