//! For tests: random directories and logs, and a vault that is a table.
//!
//! Everything follows from a seed. The ids are too short to be anybody's.

mod book;
mod random;

pub use book::TableBook;
pub use random::Case;
