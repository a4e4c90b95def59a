//! What can go wrong in the ledger. No message ever holds an identity or stored content.
//!
//! [`Error::is_fatal`] says when the program has to stop rather than try again.

use std::path::{Path, PathBuf};

/// The result of everything here.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read, written or made durable.
    #[error(transparent)]
    File(#[from] tilsyn_durable::Error),
    /// A file is not what the ledger wrote.
    #[error("{} is damaged: {what}", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What about it is wrong.
        what: String,
    },
    /// A file is of a version this program does not know.
    #[error("{} has format version {found}; this program reads {known}", file.display())]
    Version {
        /// The file.
        file: PathBuf,
        /// The version it has.
        found: u16,
        /// The version known here.
        known: u16,
    },
    /// The key given is not the one the keys were wrapped with.
    #[error("{} was not wrapped with the key {key}", file.display())]
    WrongKey {
        /// The file of wrapped keys.
        file: PathBuf,
        /// The name of the key that was tried.
        key: String,
    },
    /// A key file can be read by others than its owner.
    #[error("{} can be read by others: set its mode to 0600", file.display())]
    KeyOpenToOthers {
        /// The key file.
        file: PathBuf,
    },
    /// A root key that lies elsewhere than in a file cannot be used now.
    #[error("the root key cannot be used")]
    RootKey {
        /// Why not.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A folder holds a ledger already.
    #[error("{} holds a ledger already", folder.display())]
    Exists {
        /// The folder.
        folder: PathBuf,
    },
    /// More than a limit allows.
    #[error("{found} {what}, at most {max} are allowed")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much was given.
        found: usize,
        /// The limit.
        max: usize,
    },
    /// Something that must not be empty is.
    #[error("{what} is empty")]
    Empty {
        /// What it is.
        what: &'static str,
    },
    /// A code that stands for nobody, or for somebody erased.
    #[error("code {code} stands for nobody")]
    NoSuchPerson {
        /// The code.
        code: u32,
    },
    /// A period whose key was destroyed takes nothing in any more.
    #[error("retention class {retention_class}, month {month}: the period has been erased")]
    PeriodErased {
        /// The retention class.
        retention_class: u16,
        /// Year × 12 + month from 0.
        month: i32,
    },
    /// An erasure that nobody may carry out, or that cannot be written down.
    #[error("the erasure is refused: {what}")]
    ErasureRefused {
        /// Why.
        what: &'static str,
    },
    /// Sealed bytes that do not open: altered, of another purpose or of another ledger.
    #[error("sealed bytes do not open")]
    NotOpened,
    /// A place in the tree that is not there yet.
    #[error("leaf {index} is not among the {size} leaves of the tree")]
    NoSuchLeaf {
        /// The place asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A checkpoint that was not kept.
    #[error("no checkpoint of {size} entries was kept")]
    NoSuchCheckpoint {
        /// The size asked for.
        size: u64,
    },
    /// A folder without any file of a ledger.
    #[error("there is no ledger in {}", folder.display())]
    NoLedger {
        /// The folder.
        folder: PathBuf,
    },
    /// A name that cannot stand in a signed note.
    #[error("the origin must be 1 to 200 characters without spaces and plus signs")]
    Origin,
    /// A note that is not signed with the ledger's key.
    #[error("the checkpoint is not signed with this ledger's key")]
    ForeignCheckpoint,
    /// The ledger was put back from an older copy. Nothing more is signed.
    #[error("a later state of this ledger has been signed; it signs nothing more")]
    RolledBack,
    /// The system gave no random bytes.
    #[error("the system gives no random bytes")]
    NoRandomness,
    /// An earlier write failed. Nothing is taken in until the program has been started again.
    #[error("an earlier write failed; the ledger takes nothing in until it is opened again")]
    Stopped,
}

impl Error {
    /// A file that is not what it should be.
    pub(crate) fn damaged(file: &Path, what: impl Into<String>) -> Error {
        Error::Damaged {
            file: file.to_path_buf(),
            what: what.into(),
        }
    }

    /// Refuses what is more than a limit allows.
    pub(crate) fn unless_at_most(what: &'static str, found: usize, max: usize) -> Result<()> {
        if found > max {
            return Err(Error::TooMuch { what, found, max });
        }
        Ok(())
    }

    /// Whether the disk was full. What was to be written was not, and can be tried again.
    pub fn is_full(&self) -> bool {
        matches!(self, Error::File(tilsyn_durable::Error::Full { .. }))
    }

    /// Whether the program has to stop now and start again.
    pub fn is_fatal(&self) -> bool {
        match self {
            Error::File(error) => error.is_fatal(),
            Error::Stopped => true,
            _ => false,
        }
    }
}
