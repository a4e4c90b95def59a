//! Where things are: the clone, the build's folder, the cache.
//!
//! Builds and downloads lie outside the clone, so that a clone stays small and can be thrown away.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The clone's top folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
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

/// Where cargo builds.
pub(crate) fn target_dir() -> Result<PathBuf> {
    if let Some(folder) = setting("TILSYN_TARGET_DIR").or_else(|| setting("CARGO_TARGET_DIR")) {
        return Ok(root().join(folder));
    }
    Ok(cache_dir()?.join("target"))
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
