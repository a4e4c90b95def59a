//! Pages of the log review: the demanded views on what was looked up (H8, H9).

pub(crate) mod actor;
pub(crate) mod authorised;
pub(crate) mod changes;
pub(crate) mod difference;
pub(crate) mod element;
pub(crate) mod elements;
pub(crate) mod event;
pub(crate) mod everything;
pub(crate) mod evidence;
mod filters;
pub(crate) mod history;
pub(crate) mod logons;
pub(crate) mod person;
pub(crate) mod picture;
pub(crate) mod pictures;
pub(crate) mod statement;
pub(crate) mod statement_pictures;
pub(crate) mod subjects;
pub(crate) mod usage;
