//! Folders: made, listed and synced.
//!
//! A name in a folder is durable only when the folder itself was synced.

use crate::{Error, Result};
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Makes a folder and those above it, and the names of all of them durable.
/// A folder that is there already stays as it is.
pub fn create_folder(path: &Path) -> Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    let above = folder_above(path);
    create_folder(above)?;
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => sync_folder(above),
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(source) => Err(Error::of("create", path, source)),
    }
}

/// Makes the names in a folder durable. A failure is fatal.
pub fn sync_folder(path: &Path) -> Result<()> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let folder = File::open(path).map_err(|source| Error::of("open", path, source))?;
    folder
        .sync_all()
        .map_err(|source| Error::not_durable(path, source))
}

/// The names in a folder, sorted. Names that are not UTF-8 are left out: none is ours.
pub fn names_in(path: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path).map_err(|source| Error::of("list", path, source))? {
        let entry = entry.map_err(|source| Error::of("list", path, source))?;
        names.extend(entry.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

/// Removes a file if it is there, durably.
pub fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder(folder_above(path)),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Error::of("remove", path, source)),
    }
}

/// Removes a folder that holds nothing but files. The removal itself is not synced: use it for
/// what nobody misses and nobody minds.
pub fn remove_folder_of_files(path: &Path) -> Result<()> {
    for name in names_in(path)? {
        let file = path.join(name);
        fs::remove_file(&file).map_err(|source| Error::of("remove", &file, source))?;
    }
    fs::remove_dir(path).map_err(|source| Error::of("remove", path, source))
}

/// The folder a path is in.
pub(crate) fn folder_above(path: &Path) -> &Path {
    match path.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ if path.is_absolute() => Path::new("/"),
        _ => Path::new("."),
    }
}
