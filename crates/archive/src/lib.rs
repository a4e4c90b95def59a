//! Access events as columns and the kernels that answer questions; alone in knowing Parquet.
//!
//! One rule: the archive can be thrown away. The ledger is the truth, the directory decides who
//! acted and with which units, and what lies here is computed from both. What was taken in is
//! found by the next question. Not here: who may ask, and how an answer is shown.

mod answers;
mod archive;
mod columns;
mod drop;
mod error;
mod home;
mod kernels;
mod manifest;
mod merge;
mod parquet_file;
mod people;
mod renew;
mod resolver;
mod rollup;
mod row;
mod seal;
mod segment;
mod settings;
mod tail;
#[cfg(feature = "testing")]
pub mod testing;
mod timeline;
mod upkeep;
mod words;
mod words_file;
mod write;

pub use archive::{Archive, Size};
pub use error::ArchiveError;
pub use row::{ActorKind, CodedEvent, EventWords, StatedActor};
pub use seal::ArchiveKey;
pub use settings::{
    MERGE_SEGMENTS_DEFAULT, SEGMENT_ROWS_MAX_DEFAULT, Settings, TAIL_ROWS_DEFAULT, Upkeep,
};
pub use words_file::SavedWords;
