//! Makes registers, logs and planted misuse for demo, tests and benchmarks.
//!
//! A `World` is decided by its size and seed alone: the same bytes on every machine. It writes a
//! directory folder (formats.md, section 2) and streams its log (section 1). Everybody in it is
//! invented, and so are their national ids. Never used by the product's own decisions.
#![expect(
    clippy::cast_possible_truncation,
    reason = "counts of an invented world are small because they are chosen here"
)]

mod act;
mod calendar;
mod cast;
mod chance;
mod colleagues;
mod content;
mod directory;
pub mod garrison;
mod ids;
mod koereproeve;
mod line;
mod names;
mod people;
mod plants;
mod render;
mod scenes;
mod sources;
mod staff;
mod stream;
mod ties;
mod units;
mod work;
mod world;

#[cfg(test)]
mod tests;

pub use colleagues::Colleague;
pub use plants::{Bound, Figure, Plant, What};
pub use stream::{Events, Lines};
pub use world::{Size, World};
