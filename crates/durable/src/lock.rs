//! One program to a folder.
//!
//! The lock is the kernel's (`flock`), so it ends with the program however that ends; the text
//! in the lock file only says who it was, for the person who reads the refusal.

use crate::{Error, Result};
use rustix::fs::{FlockOperation, flock};
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const LOCK_FILE: &str = "lock";
const HOLDER_BYTES_MAX: u64 = 256;

/// Holds a folder until it is dropped.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
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
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(|source| Error::of("open", &path, source))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => {
                let holder = Holder::read(&mut file);
                return Err(Error::Held {
                    path: folder.to_path_buf(),
                    holder,
                });
            }
            Err(source) => return Err(Error::of("lock", &path, source.into())),
        }
        write_holder(&mut file, what).map_err(|source| Error::of("write", &path, source))?;
        Ok(FolderLock { _file: file })
    }
}

fn write_holder(file: &mut File, what: &str) -> io::Result<()> {
    let what: String = what.chars().filter(|c| !c.is_control()).take(80).collect();
    file.set_len(0)?;
    file.write_all(format!("{} {what}\n", std::process::id()).as_bytes())
}

impl Holder {
    fn read(file: &mut File) -> Holder {
        let mut text = String::new();
        if file
            .take(HOLDER_BYTES_MAX)
            .read_to_string(&mut text)
            .is_err()
        {
            text.clear();
        }
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
