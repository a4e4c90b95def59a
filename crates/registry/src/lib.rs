//! People, units, grants, settings, jobs; alone in knowing SQL.
//!
//! One rule: SQLite and PostgreSQL give the same answer to the same question. So the tables hold
//! integers, texts and bytes only, time is UTC microseconds in 64 bits, days are days since 1970,
//! texts sort by their bytes, every list has a tie-break, and one writer works at a time.
//! What is about people is sealed in the tables, with a key the caller brings.
//! Blocking: call it from a thread that may wait.
//! Not here: events (`ledger`, `archive`), reading files (`connect`), permission (`app`).

mod accounts;
mod cases;
mod cells;
mod check;
mod completeness;
mod conflicts;
mod directory;
mod duties;
mod emergency;
mod erasures;
mod error;
mod filters;
mod findings;
mod holds;
mod imports;
mod looks;
mod migrations;
mod notices;
mod page;
mod personal;
mod quarantine;
mod quarters;
mod registry;
mod retention;
mod samples;
mod seal;
mod sequences;
pub mod settings;
mod snapshot;
mod sources;
mod staff;
mod store;
#[cfg(test)]
mod suite;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use accounts::{Account, AccountChange};
pub use cases::{Case, CaseStep};
pub use check::{DatabaseCheck, Depth};
pub use completeness::{ArrivalNotes, Gap, NoteKind};
pub use conflicts::Conflict;
pub use directory::{Changed, DirectoryImport, DirectorySnapshot};
pub use duties::{Duty, DutyState, NewDuty};
pub use emergency::{CodeDigest, EmergencyLogin};
pub use erasures::{Erasure, ErasureState, NewErasure};
pub use error::{Error, Taken};
pub use filters::SavedFilter;
pub use findings::{EvaluationRun, Finding, FindingAct, FindingWeek, JudgedWeek, WeekStanding};
pub use holds::Hold;
pub use imports::{Finished, Import, ImportFile, ImportId, MissingFile};
pub use notices::{DueNotice, NewNotice, NoticeCounts, OverNotices, Telling};
pub use page::{PAGE_ROWS_MAX, Page};
pub use quarantine::{
    KeptPiece, QuarantineEntry, QuarantineFilter, QuarantineReason, Quarantined, Sealed, TakenIn,
};
pub use quarters::{QuarterApproved, QuarterReport, QuarterSaid};
pub use registry::{CommonDefinitions, Location, Registry, RegistryKey};
pub use retention::{RETENTION_CLASSES_MAX, RetentionClass, RetentionRule};
pub use samples::{PlantedTest, Sample, SampleItem, SampleVerdict};
pub use sequences::{SequenceRange, SequenceSeen};
pub use snapshot::{Snapshot, Taking, restore};
pub use sources::{Agreement, Source};
pub use staff::{LOCAL_ISSUER, Login, NewStaff, Staff};
