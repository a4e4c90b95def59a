//! One program to a folder.
//!
//! The lock is the kernel's (`flock`), so it ends with the program however that ends; the text
//! in the lock file only says who it was, for the person who reads the refusal.

use crate::disk::Opened;
use crate::system::How;
use crate::{Error, Result};
use std::fmt;
use std::io;
use std::path::Path;

const LOCK_FILE: &str = "lock";
const HOLDER_BYTES_MAX: u64 = 256;

/// Holds a folder until it is dropped.
#[derive(Debug)]
pub struct FolderLock {
    _file: Opened,
}

/// Who holds a folder, as it said itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The number of its process, if it got as far as writing it.
    pub process: Option<u32>,
    /// What it is doing, in its own words.
    pub what: String,
}

impl FolderLock {
    /// Takes the folder, or says who has it. `what` names this program and what it is doing.
    pub fn take(folder: &Path, what: &str) -> Result<FolderLock> {
        let path = folder.join(LOCK_FILE);
        let file = Opened::open(&path, How::OldOrNew)
            .map_err(|source| Error::of("open", &path, source))?;
        let is_ours = file
            .lock()
            .map_err(|source| Error::of("lock", &path, source))?;
        if !is_ours {
            return Err(Error::Held {
                path: folder.to_path_buf(),
                holder: Holder::read(&file),
            });
        }
        write_holder(&file, what).map_err(|source| Error::of("write", &path, source))?;
        Ok(FolderLock { _file: file })
    }
}

fn write_holder(file: &Opened, what: &str) -> io::Result<()> {
    let what: String = what.chars().filter(|c| !c.is_control()).take(80).collect();
    file.set_length(0)?;
    file.write_at(0, format!("{} {what}\n", std::process::id()).as_bytes())
}

impl Holder {
    fn read(file: &Opened) -> Holder {
        let length = file.length().unwrap_or(0).min(HOLDER_BYTES_MAX);
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        if file.read_at(0, &mut bytes).is_err() {
            bytes.clear();
        }
        let text = String::from_utf8(bytes).unwrap_or_default();
        match text.trim_end().split_once(' ') {
            Some((process, what)) => Holder {
                process: process.parse().ok(),
                what: what.to_string(),
            },
            None => Holder {
                process: None,
                what: String::new(),
            },
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.process {
            Some(process) => write!(f, "{} (process {process})", self.what),
            None => write!(f, "another program"),
        }
    }
}
