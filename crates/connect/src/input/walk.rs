//! Finding the files: folders are walked in the order of names.
//!
//! Hidden files (a dot first) and links to folders are left out; whatever else lies there is
//! read, whatever its name.

use std::fs;
use std::path::{Path, PathBuf};

use super::ReadError;

/// How deep folders may lie in each other.
const FOLDER_DEPTH_MAX: usize = 64;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    pub path: PathBuf,
    /// Its size on disk, compressed or not.
    pub bytes: u64,
}

/// The files of these paths; folders give theirs, in the order of names, subfolders included.
///
/// # Errors
/// When a path does not exist, cannot be read, or is neither file nor folder.
pub fn inputs(paths: &[PathBuf]) -> Result<Vec<InputFile>, ReadError> {
    let mut found = Vec::new();
    for path in paths {
        walk(path, 0, &mut found)?;
    }
    Ok(found)
}

fn walk(path: &Path, depth: usize, found: &mut Vec<InputFile>) -> Result<(), ReadError> {
    let wrong = |source| ReadError::File {
        path: path.to_owned(),
        source,
    };
    let about = fs::metadata(path).map_err(wrong)?;
    if about.is_file() {
        found.push(InputFile {
            path: path.to_owned(),
            bytes: about.len(),
        });
        return Ok(());
    }
    if !about.is_dir() || depth > FOLDER_DEPTH_MAX {
        return Err(ReadError::NotAFile {
            path: path.to_owned(),
        });
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let link = entry.file_type().map_err(wrong)?.is_symlink();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !(hidden || link && entry.path().is_dir()) {
            entries.push(entry.path());
        }
    }
    entries.sort();
    entries
        .iter()
        .try_for_each(|entry| walk(entry, depth + 1, found))
}
