//! How likely so few events are, if they come as they usually do.
//!
//! Counts of a log vary more than chance alone would have them: people come and go together. So
//! the chance is that of a negative binomial, whose variance is `mean + extra · mean²` (the
//! usual model of overdispersed counts; see McCullagh and Nelder, Generalized Linear Models).

/// A count that is expected, and how much it varies from time to time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Count {
    pub(super) mean: f64,
    /// Variance beyond chance, as a part of the squared mean; more than 0.
    pub(super) extra: f64,
}

/// The 95th percentile of a normal deviate: a band from −z to z holds nine in ten.
const NINE_IN_TEN: f64 = 1.645;

impl Count {
    /// The chance of at most `events`.
    pub(super) fn chance_of_at_most(self, events: u64) -> f64 {
        let spread = self.extra * self.mean;
        let size = 1.0 / self.extra;
        // In logarithms, since the first terms are too small for a number.
        let ratio = (spread / (1.0 + spread)).ln();
        let mut term = -size * spread.ln_1p();
        let mut sum = term;
        let mut count = 0.0;
        for _ in 0..events {
            count += 1.0;
            term += ((count - 1.0 + size) / count).ln() + ratio;
            let (large, small) = if term > sum { (term, sum) } else { (sum, term) };
            sum = large + (small - large).exp().ln_1p();
        }
        sum.exp().min(1.0)
    }

    /// What nine in ten counts lie between, by the Wilson-Hilferty approximation of the gamma
    /// distribution of the same mean and variance.
    pub(super) fn band(self) -> (f64, f64) {
        if self.mean <= 0.0 {
            return (0.0, 0.0);
        }
        let shape = self.mean / (1.0 + self.extra * self.mean);
        let ninth = 1.0 / (9.0 * shape);
        let edge = |z: f64| self.mean * (1.0 - ninth + z * ninth.sqrt()).max(0.0).powi(3);
        (edge(-NINE_IN_TEN), edge(NINE_IN_TEN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_is_that_of_a_negative_binomial() {
        let check = |mean, extra, events, expected: f64| {
            let chance = Count { mean, extra }.chance_of_at_most(events);
            assert!((chance - expected).abs() < expected * 1e-6, "{chance}");
        };
        // Size 2, success 1/6: (1/6)²; and with the terms of one and two events.
        check(10.0, 0.5, 0, 1.0 / 36.0);
        check(10.0, 0.5, 1, 1.0 / 36.0 + 2.0 * (5.0 / 6.0) / 36.0);
        let two = 3.0 * (25.0 / 36.0) / 36.0;
        check(10.0, 0.5, 2, 1.0 / 36.0 + 2.0 * (5.0 / 6.0) / 36.0 + two);
        // With next to no extra it is Poisson's.
        let none = Count {
            mean: 7.0,
            extra: 1e-9,
        };
        assert!((none.chance_of_at_most(0) - (-7.0_f64).exp()).abs() < 1e-9);
        let large = Count {
            mean: 1e6,
            extra: 0.05,
        };
        assert!(large.chance_of_at_most(200_000) < 1e-4);
    }

    #[test]
    fn the_band_lies_around_what_is_expected() {
        let count = Count {
            mean: 100.0,
            extra: 0.04,
        };
        let (low, high) = count.band();
        assert!((60.0..70.0).contains(&low) && (138.0..145.0).contains(&high));
        let nothing = Count {
            mean: 0.0,
            extra: 0.1,
        };
        assert_eq!(nothing.band(), (0.0, 0.0));
    }
}
