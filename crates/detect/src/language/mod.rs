//! The explanation language: what makes a lookup expected, as text that an organisation owns.
//!
//! A file declares relations (which columns of the directory tie whom to what), templates (paths
//! from the user to the person over such relations), and what no template clears. Loading checks
//! every name, type and bound; each mistake says line and column.
//! Not here: evaluating templates, and how often they hold (`explain`).

pub mod rules;
