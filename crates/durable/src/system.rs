//! The operations of the system that everything here is made of, and no others.
//!
//! One rule: nothing here knows what has to be synced when; that is what the others are for.
//! Tests put a simulated disk in this place (`simulated`), so both have the same operations.

use rustix::fs::{Advice, FallocateFlags, FlockOperation, fadvise, fallocate, flock};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::num::NonZeroU64;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::Path;

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// For reading alone.
    ToRead,
    /// For reading and writing.
    ToWrite,
    /// Made; it must not be there yet.
    New,
    /// Made if it is not there; its content stays.
    OldOrNew,
    /// Made if it is not there; its content goes.
    Emptied,
}

/// An open file.
#[derive(Debug)]
pub(crate) struct Opened(File);

impl Opened {
    pub(crate) fn open(path: &Path, how: How) -> io::Result<Opened> {
        let mut options = OpenOptions::new();
        options.read(true).write(how != How::ToRead).mode(0o600);
        match how {
            How::ToRead | How::ToWrite => {}
            How::New => {
                options.create_new(true);
            }
            How::OldOrNew => {
                options.create(true).truncate(false);
            }
            How::Emptied => {
                options.create(true).truncate(true);
            }
        }
        options.open(path).map(Opened)
    }

    pub(crate) fn length(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    pub(crate) fn read_at(&self, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.0.read_exact_at(bytes, offset)
    }

    pub(crate) fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all_at(bytes, offset)
    }

    pub(crate) fn set_length(&self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    pub(crate) fn reserve(&self, length: u64) -> io::Result<()> {
        Ok(fallocate(&self.0, FallocateFlags::empty(), 0, length)?)
    }

    /// Content and length (`fdatasync`).
    pub(crate) fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    /// Content and everything about it (`fsync`).
    pub(crate) fn sync_all(&self) -> io::Result<()> {
        self.0.sync_all()
    }

    /// Bytes that need not stay in memory; only whole pages go.
    pub(crate) fn let_go(&self, offset: u64, length: NonZeroU64) -> io::Result<()> {
        Ok(fadvise(&self.0, offset, Some(length), Advice::DontNeed)?)
    }

    /// Takes the file's lock; false if another has it. It ends when the file is closed.
    pub(crate) fn lock(&self) -> io::Result<bool> {
        match flock(&self.0, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Whether there is a file or a folder.
pub(crate) fn is_there(path: &Path) -> bool {
    path.exists()
}

pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

/// An open folder.
#[derive(Debug)]
pub(crate) struct Folder(File);

impl Folder {
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        File::open(path).map(Folder)
    }

    /// The names in it.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.0.sync_all()
    }

    /// Everything on the file system that holds it (`syncfs`).
    pub(crate) fn sync_file_system(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(&self.0)?)
    }
}

/// Bytes that may still be written on the file system that holds it.
pub(crate) fn free_bytes(path: &Path) -> io::Result<u64> {
    let found = rustix::fs::statvfs(path)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// In no order. Names that are not UTF-8 are left out: none is ours.
pub(crate) fn names_in(path: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        names.extend(entry?.file_name().into_string());
    }
    Ok(names)
}

pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

pub(crate) fn remove_folder(path: &Path) -> io::Result<()> {
    fs::remove_dir(path)
}

#[expect(
    clippy::disallowed_methods,
    reason = "`publish`, which alone calls it, syncs the folder"
)]
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}
