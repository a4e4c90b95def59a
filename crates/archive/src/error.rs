//! What can go wrong with the archive, always with the file it went wrong with.
//!
//! No error repeats what stood in a file.

use std::path::{Path, PathBuf};

use tilsyn_domain::question::AnswerError;

/// Why the archive could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Remove the archive's folder; it is made anew from the ledger.
    #[error("{} is damaged: {what}", path.display())]
    Damaged { path: PathBuf, what: String },
    #[error("a file of the archive could not be read or written")]
    File(#[from] tilsyn_durable::Error),
    #[error("{} could not be written as Parquet", path.display())]
    Parquet {
        path: PathBuf,
        source: parquet::errors::ParquetError,
    },
    #[error("more than {max} {what}, which is the limit of an archive")]
    Limit { what: &'static str, max: u64 },
    /// The thread that merges segments failed earlier; the cause is in the source.
    #[error("upkeep of the archive failed earlier")]
    Upkeep(#[source] Box<ArchiveError>),
}

impl ArchiveError {
    pub(crate) fn damaged(path: &Path, what: impl Into<String>) -> ArchiveError {
        ArchiveError::Damaged {
            path: path.to_path_buf(),
            what: what.into(),
        }
    }
}

impl From<ArchiveError> for AnswerError {
    fn from(error: ArchiveError) -> AnswerError {
        AnswerError::Archive(Box::new(error))
    }
}

pub(crate) type Result<T> = std::result::Result<T, ArchiveError>;
