//! Pages of the log review: the demanded views on what was looked up (H8, H9).

pub(crate) mod statement;
