//! Log evaluation: why a lookup was expected, and what nothing explains.
//!
//! Pure: touches and directory in, explanations and findings out; no files, no clock, no chance.
//! The same input gives the same output, to the last digit, on every machine.
//! Not here: reading the archive (`archive`), permission (`app`), sentences for people (`web`),
//! except those that an organisation writes into its own rules.

mod classes;
mod counts;
pub mod engine;
pub mod explain;
pub mod findings;
mod ground;
mod habits;
pub mod language;
mod pairs;
mod people;
pub mod sample;
mod score;
pub mod signals;
mod spans;
pub mod statement;
#[cfg(test)]
mod tests;
mod weekly;

pub use classes::{Basis, Classes, Classifier};
pub use counts::{Count, Peers};
pub use explain::{Coverage, Explained, Explaining, Look, Why, Word};
pub use findings::{Evaluation, Fact, Finding, Kind};
pub use ground::Closeness;
pub use signals::Signal;
pub use weekly::{JudgedWeek, PastWeek, Weekly, Weeks};
