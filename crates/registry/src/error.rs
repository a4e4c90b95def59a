//! What can go wrong between the registry and its database.
//!
//! One rule: no error repeats what stood in a row. PostgreSQL puts whole rows into the details
//! of its messages, so of those only the code and the names of table and constraint are kept.

use std::error::Error as _;
use std::path::PathBuf;

use tilsyn_domain::Day;

/// Why the registry could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no space is left for the registry")]
    Full(#[source] std::io::Error),
    #[error("the registry's SQLite database refused")]
    Sqlite(#[source] rusqlite::Error),
    #[error("{} is damaged", file.display())]
    Damaged {
        file: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
    #[error("the registry's PostgreSQL database refused: {0}")]
    Postgres(String),
    #[error("the address of the PostgreSQL database: {0}")]
    Address(String),
    #[error(
        "the certificate of the PostgreSQL server was refused: {0}; sslrootcert must name the \
         authority that signed it, and the address the server as it is called there"
    )]
    Untrusted(String),
    #[error("the registry's file cannot be made or opened")]
    File(#[source] std::io::Error),
    #[error("the PostgreSQL database stores texts as {0}; it must be UTF8")]
    NotUtf8(String),
    #[error(
        "the registry was written by a newer version (schema {found}, this program knows \
         {known}): start that version, or restore the backup made before it"
    )]
    NewerSchema { found: i64, known: i64 },
    #[error("migration {number} is recorded as {found}, but this program calls it {known}")]
    OtherMigration {
        number: i64,
        found: String,
        known: String,
    },
    #[error("a text holds a zero byte, which no registry can keep")]
    ZeroByte,
    #[error("two rows of {file} have the same key")]
    SameKeyTwice { file: &'static str },
    #[error("column {column} of a row in the registry does not hold what it should")]
    Unreadable { column: usize },
    #[error("the directory was last imported on {last}, which is after {today}: check the clock")]
    DayBeforeLastImport { today: Day, last: Day },
    #[error("{what} is longer than {bytes_max} bytes")]
    TooLong {
        what: &'static str,
        bytes_max: usize,
    },
    #[error("the setting {key} cannot be read as it stands")]
    BadSetting { key: &'static str },
    #[error("a common body has decided the setting {key}")]
    SettingDecided { key: String },
    #[error("the bytes are no whole snapshot of a registry, or were altered")]
    NoSnapshot,
    #[error("the registry there holds something already")]
    NotEmpty,
    #[error(
        "a sealed value in {table}.{column} does not open: it was altered, or sealed with \
         another key"
    )]
    Sealed {
        table: &'static str,
        column: &'static str,
    },
    #[error("the registry was sealed with the key of another ledger: restore both together")]
    OtherKey,
    #[error("the machine gives no randomness")]
    NoRandomness,
    #[error("the registry knows no {what} of this number")]
    Unknown { what: &'static str },
    #[error("nothing was kept: it was only tried")]
    OnlyTried,
    #[error("the registry has this already: {0}")]
    Taken(Taken),
}

/// What is somebody's already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A user name.
    User,
    /// A national id: this person is a member of staff under another user name.
    Person,
    Login,
    /// The same duty is proposed for the same person and not decided.
    Proposal,
}

impl std::fmt::Display for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Taken::User => "the user name",
            Taken::Person => "the person",
            Taken::Login => "the login",
            Taken::Proposal => "the proposal",
        })
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Error::full(),
            _ => Error::Sqlite(error),
        }
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Error {
        match error.code() {
            Some(&postgres::error::SqlState::DISK_FULL) => Error::full(),
            _ => Error::Postgres(describe(&error)),
        }
    }
}

impl Error {
    /// Whether what is stored is not what was stored: a page, or a value.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Error::Damaged { .. } | Error::Sealed { .. } | Error::Unreadable { .. }
        )
    }

    fn full() -> Error {
        Error::Full(std::io::ErrorKind::StorageFull.into())
    }

    /// Writing to COPY fails as a stream does; what the database said is inside.
    pub(crate) fn from_copy(error: &std::io::Error) -> Error {
        let inside = error.get_ref().and_then(|inside| inside.downcast_ref());
        Error::Postgres(inside.map_or_else(|| error.kind().to_string(), describe))
    }
}

/// What of a PostgreSQL error may be read by anyone.
fn describe(error: &postgres::Error) -> String {
    let Some(database) = error.as_db_error() else {
        // Not an answer of the database: a connection that failed or broke.
        let cause = error.source().map(|cause| format!(": {cause}"));
        return format!("{error}{}", cause.unwrap_or_default());
    };
    let code = database.code().code();
    // Wrong data (22) and broken constraints (23) are the classes whose messages quote values.
    let message = match &code[..2] {
        "22" | "23" => "",
        _ => database.message(),
    };
    let table = database.table().unwrap_or_default();
    let constraint = database.constraint().unwrap_or_default();
    [message, table, constraint]
        .into_iter()
        .filter(|part| !part.is_empty())
        .fold(format!("SQLSTATE {code}"), |all, part| {
            format!("{all}, {part}")
        })
}
