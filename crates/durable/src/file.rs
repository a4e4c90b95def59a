//! One open file, written and read at positions, synced on demand.
//!
//! Keeps its path, so that every error can name it. Not here: files replaced as a whole
//! (`publish`).

use crate::{Error, Result};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// An open file that knows its path.
#[derive(Debug)]
pub struct DurableFile {
    file: File,
    path: PathBuf,
}

impl DurableFile {
    /// Makes a file that must not be there yet. Its name is durable after
    /// [`crate::sync_folder`].
    pub fn create_new(path: &Path) -> Result<DurableFile> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|source| Error::of("create", path, source))?;
        Ok(DurableFile {
            file,
            path: path.to_path_buf(),
        })
    }

    /// Opens a file for reading and writing.
    pub fn open(path: &Path) -> Result<DurableFile> {
        DurableFile::open_with(OpenOptions::new().read(true).write(true), path)
    }

    /// Opens a file for reading alone.
    pub fn open_to_read(path: &Path) -> Result<DurableFile> {
        DurableFile::open_with(OpenOptions::new().read(true), path)
    }

    fn open_with(options: &OpenOptions, path: &Path) -> Result<DurableFile> {
        let file = options
            .open(path)
            .map_err(|source| Error::of("open", path, source))?;
        Ok(DurableFile {
            file,
            path: path.to_path_buf(),
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes the file has.
    pub fn length(&self) -> Result<u64> {
        let found = self
            .file
            .metadata()
            .map_err(|source| self.refused("measure", source))?;
        Ok(found.len())
    }

    /// Fills `bytes` from `offset` on; a file that ends before is an error.
    pub fn read_at(&self, offset: u64, bytes: &mut [u8]) -> Result<()> {
        self.file
            .read_exact_at(bytes, offset)
            .map_err(|source| self.refused("read", source))
    }

    /// The whole file.
    pub fn read_all(&self) -> Result<Vec<u8>> {
        let length = usize::try_from(self.length()?).expect("a file read whole fits in memory");
        let mut bytes = vec![0; length];
        self.read_at(0, &mut bytes)?;
        Ok(bytes)
    }

    /// Writes at `offset`. Not durable before [`DurableFile::sync`].
    pub fn write_at(&self, offset: u64, bytes: &[u8]) -> Result<()> {
        self.file
            .write_all_at(bytes, offset)
            .map_err(|source| self.refused("write", source))
    }

    /// Cuts or lengthens the file. Not durable before [`DurableFile::sync`].
    pub fn set_length(&self, length: u64) -> Result<()> {
        self.file
            .set_len(length)
            .map_err(|source| self.refused("resize", source))
    }

    /// Reserves room up to `length` bytes, read as zeros, so that later writes cannot run out
    /// of space.
    pub fn preallocate(&self, length: u64) -> Result<()> {
        use rustix::fs::{FallocateFlags, fallocate};
        fallocate(&self.file, FallocateFlags::empty(), 0, length)
            .map_err(|source| self.refused("reserve room for", source.into()))
    }

    /// Puts content and length on the disk (`fdatasync`). A failure is fatal.
    pub fn sync(&self) -> Result<()> {
        self.file
            .sync_data()
            .map_err(|source| Error::not_durable(&self.path, source))
    }

    fn refused(&self, act: &'static str, source: std::io::Error) -> Error {
        Error::of(act, &self.path, source)
    }
}
