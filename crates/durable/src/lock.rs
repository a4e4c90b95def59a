//! One program to a folder.
//!
//! The lock is the kernel's (`flock`), so it ends with the program however that ends; the text
//! in the lock file only says who it was, for the person who reads the refusal. Who waits for the
//! folder holds a second lock meanwhile, and who comes after that lets it go first: otherwise
//! programs that take the folder one after the other could keep it from a server for ever.

use crate::disk::Opened;
use crate::system::How;
use crate::{Error, Result};
use std::fmt;
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

const LOCK_FILE: &str = "lock";
/// Held by whoever waits; only there once somebody has waited.
const NEXT_FILE: &str = "next.lock";
/// How long who waits sleeps before it looks again.
const LOOK_EVERY: Duration = Duration::from_millis(50);
const HOLDER_BYTES_MAX: u64 = 256;

/// Holds a folder until it is dropped.
#[derive(Debug)]
pub struct FolderLock {
    file: Opened,
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
        FolderLock::take_file(folder, LOCK_FILE, what)
    }

    /// Takes the folder unless somebody has it, or waits for it.
    pub fn take_unless_awaited(folder: &Path, what: &str) -> Result<FolderLock> {
        let path = folder.join(NEXT_FILE);
        let _before_who_waits = match Opened::open(&path, How::ToWrite) {
            Ok(file) => Some(taken(file, folder, &path)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(Error::of("open", &path, source)),
        };
        FolderLock::take(folder, what)
    }

    /// Takes the folder as soon as it is free, before others that come meanwhile, or says after
    /// `patience` who has it. Where it is not free at once, `waiting` is told for whom it waits:
    /// another that waits, and then who has it.
    pub fn take_in_turn(
        folder: &Path,
        what: &str,
        patience: Duration,
        waiting: impl Fn(&Error),
    ) -> Result<FolderLock> {
        let end = Instant::now() + patience;
        let next = FolderLock::wait_for(NEXT_FILE, folder, what, end, &waiting)?;
        let taken = FolderLock::wait_for(LOCK_FILE, folder, what, end, &waiting)?;
        // Nobody is to be told any more that this one waits.
        let cleared = next.file.set_length(0);
        cleared.map_err(|source| Error::of("empty", &folder.join(NEXT_FILE), source))?;
        Ok(taken)
    }

    fn wait_for(
        file: &str,
        folder: &Path,
        what: &str,
        end: Instant,
        waiting: impl Fn(&Error),
    ) -> Result<FolderLock> {
        let mut said = false;
        loop {
            match FolderLock::take_file(folder, file, what) {
                Err(error @ Error::Held { .. }) if Instant::now() < end => {
                    if !said {
                        waiting(&error);
                    }
                    said = true;
                    sleep(LOOK_EVERY);
                }
                taken_or_not => return taken_or_not,
            }
        }
    }

    fn take_file(folder: &Path, name: &str, what: &str) -> Result<FolderLock> {
        let path = folder.join(name);
        let file = Opened::open(&path, How::OldOrNew)
            .map_err(|source| Error::of("open", &path, source))?;
        let file = taken(file, folder, &path)?;
        write_holder(&file, what).map_err(|source| Error::of("write", &path, source))?;
        Ok(FolderLock { file })
    }
}

/// The file with its lock, or who has that.
fn taken(file: Opened, folder: &Path, path: &Path) -> Result<Opened> {
    let is_ours = file
        .lock()
        .map_err(|source| Error::of("lock", path, source))?;
    if is_ours {
        return Ok(file);
    }
    Err(Error::Held {
        path: folder.to_path_buf(),
        holder: Holder::read(&file),
    })
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
