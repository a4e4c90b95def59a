//! Every action a person or the clock can take; permission is asked here.
//!
//! The door is the `Desk`: nothing outside reaches ledger, registry or archive but through it,
//! every method takes a `Permit`, and a look is filed before its answer leaves.
//! Not here: pages and sentences (`web`), formats (`connect`), how answers are found (`archive`).

pub mod backup;
pub mod cases;
mod compartments;
pub mod desk;
mod directory_index;
pub mod erasure;
pub mod evaluation;
pub mod findings;
mod handles;
pub mod health;
pub mod intake;
pub mod integrity;
pub mod keys;
pub mod log_review;
pub mod notices;
pub mod overview;
pub mod own_log;
pub mod permit;
pub mod problem;
pub mod quarters;
pub mod reveals;
pub mod sealing;
pub mod settings;
pub mod sources;
pub mod spot_check;
pub mod staff;
mod stored;
#[cfg(test)]
mod tests;
pub mod witnesses;

pub use desk::Desk;
pub use permit::{Form, Permit, Principal};
pub use problem::Problem;
