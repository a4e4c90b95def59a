//! Chance that is the same on every machine: ChaCha8 by seed and stream, whole numbers only.
//!
//! No floating point, since its functions differ between machines.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// One stream of chance.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    pub(crate) fn new(seed: u64, stream: u64) -> Chance {
        let mut key = *b"tilsyn simulate: key of a world.";
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut source = ChaCha8Rng::from_seed(key);
        source.set_stream(stream);
        Chance(source)
    }

    pub(crate) fn word(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number from 0 up to `end`, `end` itself excluded; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(end)) >> 32) as u32
    }

    /// A number from `first` to `last`, both included.
    pub(crate) fn between(&mut self, first: i32, last: i32) -> i32 {
        first + self.below((last - first + 1).unsigned_abs()) as i32
    }

    /// True in so many of a thousand cases.
    pub(crate) fn permille(&mut self, share: u32) -> bool {
        self.below(1_000) < share
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u32) as usize]
    }

    /// A place in a list of weights, by weight.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if left < *weight {
                return place;
            }
            left -= weight;
        }
        weights.len() - 1
    }
}

/// A number mixed from others, for details that need no stream of their own.
pub(crate) fn mix(one: u64, two: u64) -> u32 {
    let mut mixed =
        one.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ two.wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    mixed ^= mixed >> 29;
    mixed = mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 32) as u32
}
