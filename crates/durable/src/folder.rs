//! Folders: made, listed and synced.
//!
//! A name in a folder is durable only when the folder itself was synced.

use crate::disk;
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Makes a folder and those above it, and the names of all of them durable.
/// A folder that is there already stays as it is, but its name too is durable then: a program
/// that was killed may have made it and not come to syncing the one above.
pub fn create_folder(path: &Path) -> Result<()> {
    if path.as_os_str().is_empty() {
        return Ok(());
    }
    if disk::is_folder(path) {
        // Those further above were durable before this one was made.
        return sync_folder_if_ours(folder_above(path));
    }
    create_missing_folder(path)
}

/// The same, but a folder that is there already is taken to be durable, name and all.
pub(crate) fn create_missing_folder(path: &Path) -> Result<()> {
    if disk::is_folder(path) {
        return Ok(());
    }
    let above = folder_above(path);
    create_folder(above)?;
    match disk::make_folder(path) {
        Ok(()) => sync_folder(above),
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists && disk::is_folder(path) => {
            sync_folder(above)
        }
        Err(source) => Err(Error::of("create", path, source)),
    }
}

/// A folder that we may not open was not made by us, nor was what is in it.
fn sync_folder_if_ours(path: &Path) -> Result<()> {
    match sync_folder(path) {
        Err(Error::Refused { source, .. }) if source.kind() == io::ErrorKind::PermissionDenied => {
            Ok(())
        }
        other => other,
    }
}

/// Whether there is a file or folder of this name.
pub fn is_there(path: &Path) -> bool {
    disk::is_there(path)
}

/// Whether there is a folder of this name.
pub fn is_folder(path: &Path) -> bool {
    disk::is_folder(path)
}

/// Makes the names in a folder durable. A failed sync is fatal; a folder that does not open is
/// not, so whoever changes a name opens it before.
pub fn sync_folder(path: &Path) -> Result<()> {
    Synced::open(path)?.sync()
}

/// A folder that is open, for making its names durable.
pub(crate) struct Synced<'a> {
    path: &'a Path,
    folder: disk::Folder,
}

impl Synced<'_> {
    pub(crate) fn open(path: &Path) -> Result<Synced<'_>> {
        let path = match path.as_os_str().is_empty() {
            true => Path::new("."),
            false => path,
        };
        let folder = disk::Folder::open(path).map_err(|source| Error::of("open", path, source))?;
        Ok(Synced { path, folder })
    }

    pub(crate) fn sync(&self) -> Result<()> {
        let synced = self.folder.sync();
        synced.map_err(|source| Error::not_durable(self.path, source))
    }
}

/// How many bytes may still be written on the disk that holds a folder.
pub fn free_bytes(path: &Path) -> Result<u64> {
    disk::free_bytes(path).map_err(|source| Error::of("measure the disk of", path, source))
}

/// The names in a folder, sorted. Names that are not UTF-8 are left out: none is ours.
pub fn names_in(path: &Path) -> Result<Vec<String>> {
    let mut names = disk::names_in(path).map_err(|source| Error::of("list", path, source))?;
    names.sort_unstable();
    Ok(names)
}

/// Removes a file if it is there, durably.
pub fn remove_file(path: &Path) -> Result<()> {
    let folder = Synced::open(folder_above(path))?;
    match disk::remove_file(path) {
        Ok(()) => folder.sync(),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Error::of("remove", path, source)),
    }
}

/// Removes files that are there, durably, each folder synced once.
pub fn remove_files(paths: &[PathBuf]) -> Result<()> {
    let mut of_folders: BTreeMap<&Path, Vec<&PathBuf>> = BTreeMap::new();
    for path in paths {
        of_folders.entry(folder_above(path)).or_default().push(path);
    }
    for (folder, paths) in of_folders {
        let open = Synced::open(folder)?;
        for path in paths {
            disk::remove_file(path).map_err(|source| Error::of("remove", path, source))?;
        }
        open.sync()?;
    }
    Ok(())
}

/// Removes a folder that holds nothing but files. The removal itself is not synced: use it for
/// what nobody misses and nobody minds.
pub fn remove_folder_of_files(path: &Path) -> Result<()> {
    for name in names_in(path)? {
        let file = path.join(name);
        disk::remove_file(&file).map_err(|source| Error::of("remove", &file, source))?;
    }
    disk::remove_folder(path).map_err(|source| Error::of("remove", path, source))
}

/// The folder a path is in.
pub(crate) fn folder_above(path: &Path) -> &Path {
    match path.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ if path.is_absolute() => Path::new("/"),
        _ => Path::new("."),
    }
}
