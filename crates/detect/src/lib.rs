//! Log evaluation: why a lookup was expected, and what nothing explains.
//!
//! Pure: touches and directory in, explanations and findings out; no files, no clock, no chance.
//! The same input gives the same output, to the last digit, on every machine.
//! Not here: reading the archive (`archive`), permission (`app`), sentences for people (`web`),
//! except those that an organisation writes into its own rules.

pub mod language;
pub mod sample;
