//! Several samples together: how many lookups of all are unwarranted, by Horvitz and Thompson.
//!
//! Each lookup that was found stands for as many as were left out beside it, so samples of
//! unequal density add up without favouring any. The interval holds for certain what it says
//! (exact bounds of each stratum, put together by Bonferroni), though most are unwarranted
//! nowhere; the standard error alone would claim too much there. Not here: one sample
//! (`promise`).

use super::hypergeometric::float;
use super::promise::{FAILS_ONE_IN, most_with};

/// Part of the lookups, sampled by itself and reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stratum {
    population: u64,
    drawn: u64,
    hits: u64,
}

impl Stratum {
    /// So many were drawn, and so many of them were unwarranted. `None` where that cannot be, or
    /// where nothing was drawn of some: nothing can be said of them.
    #[must_use]
    pub fn new(population: u64, drawn: u64, hits: u64) -> Option<Stratum> {
        let fits = hits <= drawn && drawn <= population && (drawn > 0 || population == 0);
        fits.then_some(Stratum {
            population,
            drawn,
            hits,
        })
    }

    fn total(&self) -> f64 {
        match self.drawn {
            0 => 0.0,
            drawn => float(self.population) * float(self.hits) / float(drawn),
        }
    }

    /// The square of the standard error of the total.
    fn variance(&self) -> f64 {
        let [population, drawn, hits] = [self.population, self.drawn, self.hits].map(float);
        // Of one alone nothing is known of how they differ; all are seen where all are drawn.
        if self.drawn < 2 {
            return 0.0;
        }
        let share = hits / drawn;
        let spread = drawn / (drawn - 1.0) * share * (1.0 - share);
        population * (population - drawn) * spread / drawn
    }

    /// At least and at most so many, each wrong in one case of `parts` or fewer.
    fn bounds(&self, parts: u64) -> [u64; 2] {
        let most = most_with(self.population, (self.drawn, self.hits), parts);
        // As many warranted at most, as of the others at least.
        let others = most_with(self.population, (self.drawn, self.drawn - self.hits), parts);
        [self.population - others, most]
    }
}

/// What is known of the unwarranted lookups in all strata together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// How many lookups there are.
    pub population: u64,
    /// How many of them are unwarranted: right on average over all samples.
    pub total: f64,
    pub standard_error: f64,
    /// Between so many and so many, with a probability of at least 95 %.
    pub least: u64,
    pub most: u64,
}

/// What the samples of all strata say together.
#[must_use]
pub fn estimate(strata: &[Stratum]) -> Estimate {
    // Two bounds of each stratum share the one failure in twenty.
    let sides = 2 * u64::try_from(strata.len()).unwrap_or(u64::MAX / 64).max(1);
    let bounds = strata
        .iter()
        .map(|stratum| stratum.bounds(FAILS_ONE_IN * sides));
    let [least, most] = bounds.fold([0, 0], |[least, most], [low, high]| {
        [least + low, most + high]
    });
    let variance: f64 = strata.iter().map(Stratum::variance).sum();
    Estimate {
        population: strata.iter().map(|stratum| stratum.population).sum(),
        total: strata.iter().map(Stratum::total).sum(),
        standard_error: variance.sqrt(),
        least,
        most,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Drawing;
    use super::*;

    /// Every number of hits that a sample could have, with its probability.
    fn outcomes(drawing: &Drawing, drawn: u64) -> impl Iterator<Item = (u64, f64)> + '_ {
        (0..=drawn).map(|hits| {
            let below = hits
                .checked_sub(1)
                .map_or(0.0, |less| drawing.at_most(less));
            (hits, drawing.at_most(hits) - below)
        })
    }

    fn stratum(population: u64, drawn: u64, hits: u64) -> Stratum {
        Stratum::new(population, drawn, hits).expect("it can be so")
    }

    #[test]
    fn what_cannot_be_is_no_stratum() {
        assert_eq!(Stratum::new(10, 11, 0), None);
        assert_eq!(Stratum::new(10, 5, 6), None);
        assert_eq!(Stratum::new(10, 0, 0), None);
        assert!(Stratum::new(0, 0, 0).is_some());
    }

    #[test]
    fn dense_and_thin_samples_add_up() {
        let found = estimate(&[stratum(100, 50, 4), stratum(10_000, 100, 1)]);
        assert_eq!(found.population, 10_100);
        assert!((found.total - (8.0 + 100.0)).abs() < 1e-9);
        assert!((found.least..=found.most).contains(&108));
        assert!((90.0..110.0).contains(&found.standard_error));
        let all = estimate(&[stratum(7, 7, 2), stratum(0, 0, 0)]);
        assert_eq!((all.least, all.most), (2, 2), "all were seen");
        assert!(all.standard_error < 1e-12);
        let clean = estimate(&[stratum(20_000, 300, 0)]);
        assert_eq!(clean.least, 0);
        // One side has half of the failures, so more than the 197 of one bound alone.
        assert!((198..260).contains(&clean.most), "{clean:?}");
    }

    /// Over all samples that could have been drawn.
    #[test]
    fn the_estimate_is_right_on_average_and_its_interval_in_19_of_20() {
        for (population, drawn) in [(30, 6), (30, 15), (12, 12)] {
            for unwarranted in 0..=population {
                check_all(population, unwarranted, drawn);
            }
        }
    }

    fn check_all(population: u64, unwarranted: u64, drawn: u64) {
        let drawing = Drawing::new(population, unwarranted, drawn).expect("fits");
        let (mut mean, mut variance, mut squares, mut covered) = (0.0, 0.0, 0.0, 0.0);
        for (hits, probability) in outcomes(&drawing, drawn).filter(|(_, p)| *p > 1e-15) {
            let found = estimate(&[stratum(population, drawn, hits)]);
            mean += probability * found.total;
            variance += probability * found.standard_error.powi(2);
            squares += probability * (found.total - float(unwarranted)).powi(2);
            if (found.least..=found.most).contains(&unwarranted) {
                covered += probability;
            }
        }
        let what = format!("{drawing:?}");
        assert!((mean - float(unwarranted)).abs() < 1e-9, "{what}: {mean}");
        assert!((variance - squares).abs() < 1e-6, "{what}: {variance}");
        assert!(covered >= 0.95 - 1e-12, "{what}: {covered}");
    }
}
