//! What can go wrong with a file, always with its path.
//!
//! The kinds differ in whose move it is: [`Error::NotDurable`] stops the program,
//! [`Error::Full`] waits for space, [`Error::Held`] names the other program.

use crate::Holder;
use std::io;
use std::path::{Path, PathBuf};

/// The result of everything here.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, and with which file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A sync failed. Fatal: the caller stops the program and never tries again.
    #[error("{} could not be made durable", path.display())]
    NotDurable {
        /// The file or folder whose sync failed.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk, or the quota, is full. Nothing was acknowledged.
    #[error("no space is left for {}", path.display())]
    Full {
        /// The file that did not fit.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another program holds the folder.
    #[error("{} is in use by {holder}", path.display())]
    Held {
        /// The folder.
        path: PathBuf,
        /// Who holds it, as far as it said.
        holder: Holder,
    },
    /// Anything else the system refused.
    #[error("cannot {act} {}", path.display())]
    Refused {
        /// What was being done, as a verb.
        act: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// An error of the system while doing `act` to `path`; a full disk is told apart.
    pub fn of(act: &'static str, path: &Path, source: io::Error) -> Error {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Error::Full { path, source }
            }
            _ => Error::Refused { act, path, source },
        }
    }

    /// A sync of `path` that failed.
    pub fn not_durable(path: &Path, source: io::Error) -> Error {
        Error::NotDurable {
            path: path.to_path_buf(),
            source,
        }
    }

    /// Whether the program has to stop now: what it believes about the disk may be wrong.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Error::NotDurable { .. })
    }

    /// Whether the file or folder was simply not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Error::Refused { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}
