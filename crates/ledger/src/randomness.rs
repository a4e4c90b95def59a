//! Chance comes in as a value, so that a test can repeat itself.

use crate::{Error, Result};

/// Where random bytes come from. The product uses [`SystemRandomness`]; anything else is for
/// tests.
pub trait Randomness: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]) -> Result<()>;
}

/// The random bytes of the operating system.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        aws_lc_rs::rand::fill(bytes).map_err(|_| Error::NoRandomness)
    }
}
