//! How many unwarranted lookups a drawing without putting back holds: the hypergeometric law.
//!
//! Values are products and sums of quotients, without logarithms: they are the same on every
//! machine, and how far they can be off is known. Where that is too far to tell a value from a
//! threshold, whole numbers decide. Not here: what follows from a value (`promise`, `strata`).

use super::exact::Exact;

/// More factors are not multiplied out: whole numbers of that size take minutes. The answer is
/// then that nothing is shown, which claims less than the sample does.
const EXACT_FACTORS_MAX: u64 = 100_000;

/// Some lookups drawn from a population, of which some are unwarranted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawing {
    population: u64,
    unwarranted: u64,
    drawn: u64,
}

impl Drawing {
    /// `None` where more are unwarranted, or drawn, than there are.
    #[must_use]
    pub fn new(population: u64, unwarranted: u64, drawn: u64) -> Option<Drawing> {
        let fits = unwarranted <= population && drawn <= population;
        fits.then_some(Drawing {
            population,
            unwarranted,
            drawn,
        })
    }

    /// The probability that at most so many unwarranted lookups were drawn.
    #[must_use]
    pub fn at_most(&self, hits: u64) -> f64 {
        if hits >= self.most() {
            return 1.0;
        }
        self.sum(1.0, hits).value().min(1.0)
    }

    /// The probability that none is recognised, where each that was drawn goes unnoticed with
    /// the probability `unnoticed`, by itself: the sum of `Hyp(j) · unnoticed^j` over all j.
    pub(super) fn none_recognised(&self, unnoticed: f64) -> f64 {
        self.sum(unnoticed, self.most()).value().min(1.0)
    }

    /// Whether at most so many are drawn with a probability of at most one in `parts`. Exact.
    pub(super) fn is_at_most(&self, hits: u64, parts: u64) -> bool {
        if hits >= self.most() {
            return parts <= 1;
        }
        if hits < self.least() {
            return true;
        }
        let steps = hits - self.least();
        let factors = self.first_factors().count;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a bound need not be exact to the last digit"
        )]
        let off = (4 * factors + 16 * steps + 64) as f64 * f64::EPSILON;
        let scaled = self.at_most(hits) * float(parts);
        if (scaled - 1.0).abs() > off {
            return scaled < 1.0;
        }
        factors + steps <= EXACT_FACTORS_MAX && self.is_exactly_at_most(hits, parts)
    }

    /// So few are drawn at least: the others do not fill the sample.
    fn least(&self) -> u64 {
        (self.drawn + self.unwarranted).saturating_sub(self.population)
    }

    fn most(&self) -> u64 {
        self.drawn.min(self.unwarranted)
    }

    /// `Hyp(least)` as a product of quotients, by whichever of the equal ones has fewest factors.
    fn first_factors(&self) -> Factors {
        let (few, many) = (self.most(), self.drawn.max(self.unwarranted));
        match self.least() {
            // Each of the few misses all of the many.
            0 => Factors {
                above: self.population - many,
                below: self.population,
                count: few,
            },
            // What is left in the population is all unwarranted.
            _ => Factors {
                above: few,
                below: self.population,
                count: self.population - many,
            },
        }
    }

    /// `Hyp(hits) / Hyp(hits − 1)` as two pairs of factors, above and below.
    fn step(&self, hits: u64) -> ([u64; 2], [u64; 2]) {
        let above = [self.drawn - hits + 1, self.unwarranted - hits + 1];
        let others = self.population + hits - self.unwarranted - self.drawn;
        (above, [hits, others])
    }

    /// The sum of `Hyp(j) · weight^j` over all j up to `last`.
    fn sum(&self, weight: f64, last: u64) -> Wide {
        let least = self.least();
        if last < least {
            return Wide::of(0.0);
        }
        let factors = self.first_factors();
        let quotients = (0..factors.count).map(|nth| {
            let [above, below] = factors.nth(nth);
            float(above) / float(below)
        });
        let weights = if weight < 1.0 { least } else { 0 };
        let weights = (0..weights).map(|_| weight);
        let mut term = quotients.chain(weights).fold(Wide::of(1.0), Wide::times);
        let mut sum = term;
        for hits in least + 1..=last {
            let ([a, b], [c, d]) = self.step(hits);
            let ratio = float(a) / float(c) * (float(b) / float(d)) * weight;
            term = term.times(ratio);
            sum = sum.plus(term);
            // Ratios only fall from here on, so what is left adds less than the last digit.
            if ratio < 0.5 && term.share_of(sum) < f64::EPSILON / 4.0 {
                break;
            }
        }
        sum
    }

    /// `parts · Hyp(least) · (1 + r₁(1 + r₂(1 + …))) ≤ 1` in whole numbers, from the inside out.
    fn is_exactly_at_most(&self, hits: u64, parts: u64) -> bool {
        let (mut above, mut below) = (Exact::one(), Exact::one());
        for step in (self.least() + 1..=hits).rev() {
            let ([a, b], [c, d]) = self.step(step);
            below = below.times(c).times(d);
            above = above.times(a).times(b).plus(&below);
        }
        let factors = self.first_factors();
        for nth in 0..factors.count {
            let [one, other] = factors.nth(nth);
            (above, below) = (above.times(one), below.times(other));
        }
        above.times(parts) <= below
    }
}

/// `above/below · (above − 1)/(below − 1) · …`, so many quotients.
struct Factors {
    above: u64,
    below: u64,
    count: u64,
}

impl Factors {
    fn nth(&self, nth: u64) -> [u64; 2] {
        [self.above - nth, self.below - nth]
    }
}

/// Counts are far below 2^53, up to which every whole number is one of these.
#[expect(clippy::cast_precision_loss, reason = "see above")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}

/// 2^256, by which values are put right: a power of two changes no digit.
const SCALE: f64 = f64::from_bits((1023 + 256) << 52);

/// A value that may be far too small for its digits alone: `digits · 2^(512 · units)`.
#[derive(Clone, Copy)]
struct Wide {
    digits: f64,
    units: i64,
}

impl Wide {
    fn of(digits: f64) -> Wide {
        Wide { digits, units: 0 }
    }

    fn times(self, factor: f64) -> Wide {
        let digits = self.digits * factor;
        if digits >= SCALE {
            return Wide {
                digits: digits / SCALE / SCALE,
                units: self.units + 1,
            };
        }
        if digits < 1.0 / SCALE && digits > 0.0 {
            return Wide {
                digits: digits * SCALE * SCALE,
                units: self.units - 1,
            };
        }
        Wide { digits, ..self }
    }

    fn plus(self, other: Wide) -> Wide {
        let (more, less) = match self.units < other.units {
            true => (other, self),
            false => (self, other),
        };
        let digits = match more.units - less.units {
            0 => less.digits,
            1 => less.digits / SCALE / SCALE,
            _ => 0.0,
        };
        Wide {
            digits: more.digits + digits,
            ..more
        }
        .times(1.0)
    }

    /// How much of a sum it is.
    fn share_of(self, sum: Wide) -> f64 {
        match sum.units - self.units {
            _ if self.digits <= 0.0 => 0.0,
            0 => self.digits / sum.digits,
            1 => self.digits / SCALE / SCALE / sum.digits,
            2.. => 0.0,
            _ => f64::INFINITY,
        }
    }

    fn value(self) -> f64 {
        match self.units {
            0 => self.digits,
            1.. => f64::INFINITY,
            -1 => self.digits / SCALE / SCALE,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Binomial coefficients by Pascal's triangle.
    fn choose(of: u64, some: u64) -> u128 {
        if some > of {
            return 0;
        }
        (0..some).fold(1, |all, nth| {
            all * u128::from(of - nth) / u128::from(nth + 1)
        })
    }

    /// `P(X ≤ hits)` as a fraction of whole numbers.
    fn fraction(population: u64, unwarranted: u64, drawn: u64, hits: u64) -> (u128, u128) {
        let ways = |found: u64| match found <= drawn {
            true => choose(unwarranted, found) * choose(population - unwarranted, drawn - found),
            false => 0,
        };
        ((0..=hits).map(ways).sum(), choose(population, drawn))
    }

    #[test]
    fn every_small_drawing_is_what_counting_all_samples_gives() {
        for population in 0..=24_u64 {
            for unwarranted in 0..=population {
                for drawn in 0..=population {
                    for hits in 0..=drawn {
                        check_small(population, unwarranted, drawn, hits);
                    }
                }
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "compared to ten digits")]
    fn check_small(population: u64, unwarranted: u64, drawn: u64, hits: u64) {
        let drawing = Drawing::new(population, unwarranted, drawn).expect("not more than all");
        let (above, below) = fraction(population, unwarranted, drawn, hits);
        let what = format!("{drawing:?}, {hits}");
        let value = above as f64 / below as f64;
        assert!((drawing.at_most(hits) - value).abs() < 1e-10, "{what}");
        for parts in [1, 2, 3, 20, 40, 120] {
            let expected = above * u128::from(parts) <= below;
            assert_eq!(drawing.is_at_most(hits, parts), expected, "{what}, {parts}");
            if (drawing.least()..drawing.most()).contains(&hits) {
                let exactly = drawing.is_exactly_at_most(hits, parts);
                assert_eq!(exactly, expected, "{what}, {parts} exactly");
            }
        }
    }

    #[test]
    fn what_is_exactly_one_in_twenty_is_at_most_that() {
        for population in [20, 1_000, 1_000_000_000] {
            let drawn = population / 20 * 19;
            let check = |drawn: u64, expected: bool| {
                let drawing = Drawing::new(population, 1, drawn).expect("fits");
                assert_eq!(drawing.is_at_most(0, 20), expected, "{drawing:?}");
            };
            check(drawn, true);
            check(drawn - 1, false);
        }
    }

    #[test]
    fn values_beyond_all_digits_add_up() {
        // The likeliest outcome is 5,000; none at all is 10^-2184 and less.
        let drawing = Drawing::new(1_000_000, 10_000, 500_000).expect("fits");
        let middle = drawing.at_most(5_000) - drawing.at_most(4_999);
        assert!((drawing.at_most(4_999) * 2.0 + middle - 1.0).abs() < 1e-9);
        assert!(drawing.at_most(4_000) < 1e-80);
        assert!(drawing.at_most(6_000) > 1.0 - 1e-12);
        let bounded = Drawing::new(1_000, 900, 900).expect("fits");
        assert!(bounded.at_most(799) < f64::MIN_POSITIVE);
        assert!((bounded.at_most(900) - 1.0).abs() < 1e-12);
    }
}
