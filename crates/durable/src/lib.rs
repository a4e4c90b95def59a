//! Files that survive power cuts.
//!
//! One rule: what a function here has returned from is on the disk, name and content, or the
//! function's name says that it is not yet. A failed sync is reported as [`Error::NotDurable`]
//! and is final: Linux marks the pages clean, so a second sync "succeeds" and the bytes are gone
//! (fsyncgate, 2018). Whoever gets it stops the program and never tries again.
//! Not here: what is in the files.
//!
//! Everything is made for the owner alone (files 0600, folders 0700).
//!
//! With the feature `simulated`, which only tests ask for, paths below the root of a
//! `SimDisk` go to that disk, which loses what was not synced; callers need no change.

mod error;
mod file;
mod folder;
mod lock;
mod publish;
#[cfg(feature = "simulated")]
mod simulated;
mod system;

#[cfg(feature = "simulated")]
use simulated::either as disk;
#[cfg(not(feature = "simulated"))]
use system as disk;

pub use error::{Error, Result};
pub use file::DurableFile;
pub use folder::{
    create_folder, free_bytes, is_folder, is_there, names_in, remove_file, remove_files,
    remove_folder_of_files, sync_folder,
};
pub use lock::{FolderLock, Holder};
pub use publish::{read, read_if_there, rename, unfinished_name, write_atomically, write_together};
#[cfg(feature = "simulated")]
pub use simulated::{Fault, Habit, SimDisk};

#[cfg(test)]
mod tests;
