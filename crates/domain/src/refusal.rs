//! Why a piece of input went to quarantine.
//!
//! A refusal says what is wrong and where in the piece; it never repeats what stood there, since
//! that may be a national id. The sentence for people is in the text files, under `key()`.

use serde::{Deserialize, Serialize};

/// One reason, with what it needs to be understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Refusal {
    /// `at`: byte within the piece.
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: u64 },
    #[error("not readable as {format}, at column {column}")]
    NotReadable { format: String, column: u64 },
    #[error("nested too deep")]
    TooDeep,
    #[error("longer than {bytes_max} bytes")]
    TooLong { bytes_max: u64 },
    #[error("the field {field} is missing")]
    MissingField { field: String },
    #[error("the field {field} should be {expected}")]
    BadField { field: String, expected: String },
    #[error("the field {field} stands twice")]
    TwiceField { field: String },
    /// A text that no database keeps.
    #[error("the field {field} holds a zero byte")]
    ZeroByte { field: String },
    #[error("the time in {field} states no offset from UTC")]
    NoOffset { field: String },
    #[error("the time in {field} is outside the years 1900 to 2100")]
    TimeOutOfRange { field: String },
    /// A resource or message of another type, for example a FHIR Patient.
    #[error("this is a {what}, not an access event")]
    NotAnEvent { what: String },
    #[error("a template with placeholders, not a message")]
    Template,
    #[error("the format is none of those known here")]
    UnknownFormat,
    #[error("the compressed file breaks off or is damaged")]
    BrokenCompression,
    /// A row of a directory file.
    #[error("the row has {found} columns, the header {expected}")]
    Columns { found: u64, expected: u64 },
    #[error("{field} points back to itself")]
    Cycle { field: String },
    #[error("the end lies before the start")]
    EndsBeforeStart,
    #[error("the key of this row stands twice in the file")]
    SameKeyTwice,
}

impl Refusal {
    /// The key of its sentence in the text files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Refusal::NotUtf8 { .. } => "refusal-not-utf8",
            Refusal::NotReadable { .. } => "refusal-not-readable",
            Refusal::TooDeep => "refusal-too-deep",
            Refusal::TooLong { .. } => "refusal-too-long",
            Refusal::MissingField { .. } => "refusal-missing-field",
            Refusal::BadField { .. } => "refusal-bad-field",
            Refusal::TwiceField { .. } => "refusal-twice-field",
            Refusal::ZeroByte { .. } => "refusal-zero-byte",
            Refusal::NoOffset { .. } => "refusal-no-offset",
            Refusal::TimeOutOfRange { .. } => "refusal-time-out-of-range",
            Refusal::NotAnEvent { .. } => "refusal-not-an-event",
            Refusal::Template => "refusal-template",
            Refusal::UnknownFormat => "refusal-unknown-format",
            Refusal::BrokenCompression => "refusal-broken-compression",
            Refusal::Columns { .. } => "refusal-columns",
            Refusal::Cycle { .. } => "refusal-cycle",
            Refusal::EndsBeforeStart => "refusal-ends-before-start",
            Refusal::SameKeyTwice => "refusal-same-key-twice",
        }
    }
}
