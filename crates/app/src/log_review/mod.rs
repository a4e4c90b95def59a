//! Log review: the demanded views on what was looked up (H8, H9).

mod authorised;
mod extract;
mod history;
mod lists;
mod mine;
mod outgoing;
mod pages;
mod proof;
mod protected;
pub(crate) mod recent;
mod search;
mod sessions;
mod sought;
mod usage;
mod usual;
pub mod view;
mod withheld;

pub use authorised::AuthorisationRow;
pub use extract::{EXTRACT_ROWS_MAX, Extract, ExtractRow, Naming, Who};
pub use history::FLOWS_MAX as USER_FLOWS_MAX;
pub(crate) use lists::actor;
pub use lists::{
    FLOWS_MAX as STATEMENT_FLOWS_MAX, HEAT_UNITS_MAX, element_columns, picture_columns,
    statement_columns, subject_columns,
};
pub use outgoing::OutgoingEvents;
pub use proof::EventEvidence;
pub(crate) use recent::Version;
pub use search::FOUND_MAX;
pub use sessions::SessionEnds;
pub use tilsyn_ledger::CompartmentKind as PartKind;
pub use usage::{SMALLEST_GROUP, Slot, UsageBy, UsageRow, UsageView, usage_columns};
