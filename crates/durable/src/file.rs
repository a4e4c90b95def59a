//! One open file, written and read at positions, synced on demand.
//!
//! Keeps its path, so that every error can name it. Not here: files replaced as a whole
//! (`publish`).

use crate::disk::Opened;
use crate::system::How;
use crate::{Error, Result};
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

/// What the system keeps of a file in memory, it keeps in pieces of this size, or a multiple.
const PAGE_BYTES: u64 = 4096;

/// An open file that knows its path.
#[derive(Debug)]
pub struct DurableFile {
    file: Opened,
    path: PathBuf,
}

impl DurableFile {
    /// Makes a file that must not be there yet. Its name is durable after
    /// [`crate::sync_folder`].
    pub fn create_new(path: &Path) -> Result<DurableFile> {
        DurableFile::open_how("create", path, How::New)
    }

    /// Opens a file for reading and writing.
    pub fn open(path: &Path) -> Result<DurableFile> {
        DurableFile::open_how("open", path, How::ToWrite)
    }

    /// Opens a file for reading alone.
    pub fn open_to_read(path: &Path) -> Result<DurableFile> {
        DurableFile::open_how("open", path, How::ToRead)
    }

    fn open_how(act: &'static str, path: &Path, how: How) -> Result<DurableFile> {
        let file = Opened::open(path, how).map_err(|source| Error::of(act, path, source))?;
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
        self.file
            .length()
            .map_err(|source| self.refused("measure", source))
    }

    /// Fills `bytes` from `offset` on; a file that ends before is an error.
    pub fn read_at(&self, offset: u64, bytes: &mut [u8]) -> Result<()> {
        self.file
            .read_at(offset, bytes)
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
            .write_at(offset, bytes)
            .map_err(|source| self.refused("write", source))
    }

    /// Cuts or lengthens the file. Not durable before [`DurableFile::sync`].
    pub fn set_length(&self, length: u64) -> Result<()> {
        self.file
            .set_length(length)
            .map_err(|source| self.refused("resize", source))
    }

    /// Reserves room up to `length` bytes, read as zeros, so that later writes cannot run out
    /// of space.
    pub fn preallocate(&self, length: u64) -> Result<()> {
        self.file
            .reserve(length)
            .map_err(|source| self.refused("reserve room for", source))
    }

    /// Puts content and length on the disk (`fdatasync`). A failure is fatal.
    pub fn sync(&self) -> Result<()> {
        self.file
            .sync_data()
            .map_err(|source| Error::not_durable(&self.path, source))
    }

    /// Says that nobody will soon read these bytes, which are synced: the system then gives the
    /// memory that holds them to what is written next, instead of keeping them at the cost of what
    /// is read. Only advice, so one that is not taken is no error.
    pub fn let_go(&self, offset: u64, length: u64) {
        // The page that was begun before is full now; the one that was begun last stays.
        let from = offset - offset % PAGE_BYTES;
        if let Some(length) = NonZeroU64::new(offset + length - from) {
            drop(self.file.let_go(from, length));
        }
    }

    fn refused(&self, act: &'static str, source: std::io::Error) -> Error {
        Error::of(act, &self.path, source)
    }
}
