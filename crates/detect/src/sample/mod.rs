//! Random samples with a stated promise: how many to draw, what was proved, what to expect of all.
//!
//! Nothing but sums, products and whole numbers, so that every machine gets the same figures.
//! Not here: where lookups come from and what they hash to (`app`), who may draw (`app`).

mod draw;
mod exact;
mod hypergeometric;
mod promise;
mod strata;

pub use draw::Smallest;
pub use hypergeometric::Drawing;
pub use promise::{
    Rate, Sensitivity, size_to_detect, size_to_detect_by, unwarranted_detected, unwarranted_max,
};
pub use strata::{Estimate, Recall, Stratum, estimate, recall};
