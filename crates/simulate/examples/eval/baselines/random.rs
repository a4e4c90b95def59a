//! Chance: what a list of 25 finds by itself.
//!
//! The mixing is SplitMix64's (Steele, Lea & Flood, OOPSLA 2014), so that every machine draws
//! alike.

use crate::names::Code;

/// A number from 0 up to 1 that follows from nothing about the user.
pub(crate) fn chance_of(week: usize, user: Code) -> f64 {
    Chance::new((week as u64) << 32 | u64::from(user)).share()
}

/// A stream of chance by seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to 1, 1 excluded.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 up to `end`, `end` excluded.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_whole_span_evenly() {
        let mut chance = Chance::new(1);
        let mut tenths = [0; 10];
        for _ in 0..100_000 {
            let tenth = (chance.share() * 10.0).floor();
            tenths[(0..10).rfind(|n| f64::from(*n) <= tenth).unwrap_or(0) as usize] += 1;
        }
        assert!(
            tenths.iter().all(|count| (9_700..10_300).contains(count)),
            "{tenths:?}"
        );
    }

    /// The first numbers of the generator that others publish for this seed.
    #[test]
    fn numbers_are_those_of_split_mix() {
        let mut chance = Chance::new(1_234_567);
        assert_eq!(chance.next(), 6_457_827_717_110_365_317);
        assert_eq!(chance.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn another_week_draws_another_number() {
        assert!((chance_of(1, 7) - chance_of(2, 7)).abs() > 1e-9);
        assert!((chance_of(1, 7) - chance_of(1, 7)).abs() < 1e-12);
    }
}
