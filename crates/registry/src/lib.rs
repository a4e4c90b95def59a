//! People, units, grants, settings, jobs; alone in knowing SQL.
//!
//! One rule: SQLite and PostgreSQL give the same answer to the same question. So the tables hold
//! integers, texts and bytes only, time is UTC microseconds in 64 bits, days are days since 1970,
//! texts sort by their bytes, every list has a tie-break, and one writer works at a time.
//! Blocking: call it from a thread that may wait.
//! Not here: events (`ledger`, `archive`), reading files (`connect`), permission (`app`).

mod directory;
mod error;
mod migrations;
mod page;
mod registry;
mod sources;
mod store;

pub use directory::{Changed, DirectoryImport, DirectorySnapshot};
pub use error::Error;
pub use page::Page;
pub use registry::{Location, Registry};
pub use sources::{Agreement, Source};
