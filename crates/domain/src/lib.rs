//! The field's words as types: events, people, units, periods, questions.
//!
//! Nothing here reads a file, a clock or chance. What is true of an event, a directory or a
//! count is decided here; where it is kept, and how it is shown, is decided elsewhere.
//! Not here: foreign formats (`connect`), storage (`ledger`, `archive`, `registry`).

pub mod codebook;
pub mod counted;
pub mod day;
pub mod directory;
pub mod document;
pub mod event;
pub mod holidays;
pub mod json;
pub mod language;
pub mod mail_address;
pub mod national_id;
pub mod oracle;
pub mod pattern;
pub mod question;
pub mod refusal;
pub mod rhythm;
pub mod source_statement;
pub mod time;
pub mod touch;
pub mod usage;

pub use codebook::{Code, Codebook, Identity};
pub use counted::Counted;
pub use day::{Day, Period, Zone};
pub use directory::Directory;
pub use document::Document;
pub use event::{Event, Kind, Outcome, Via};
pub use json::Json;
pub use language::Language;
pub use mail_address::MailAddress;
pub use national_id::NationalId;
pub use pattern::Pattern;
pub use question::Answers;

pub use refusal::Refusal;
pub use source_statement::SourceStatement;
pub use time::{Instant, Stamp};
