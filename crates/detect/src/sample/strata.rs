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
    /// Drawn, and not settled: bounds take them for both.
    open: u64,
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
            open: 0,
        })
    }

    /// The same, where of those drawn that are no hits so many may still be.
    #[must_use]
    pub fn with_open(self, open: u64) -> Stratum {
        Stratum {
            open: open.min(self.drawn - self.hits),
            ..self
        }
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
        let hits = self.hits + self.open;
        let most = most_with(self.population, (self.drawn, hits), parts);
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

/// How many of the unwarranted lookups stand in the findings, as a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recall {
    /// `None`: no unwarranted lookup was seen at all.
    pub share: Option<f64>,
    /// Between so much and so much, with a probability of at least 95 %.
    pub least: f64,
    pub most: f64,
}

/// The share of what findings found, by samples of what they reported and of what they did not.
#[must_use]
pub fn recall(reported: &[Stratum], others: &[Stratum]) -> Recall {
    let sides = sides_of(reported.len() + others.len());
    let [found_least, found_most] = bounds(reported, sides).map(float);
    let [missed_least, missed_most] = bounds(others, sides).map(float);
    let total = |strata: &[Stratum]| -> f64 { strata.iter().map(Stratum::total).sum() };
    let (found, missed) = (total(reported), total(others));
    let share = |found: f64, missed: f64| (found + missed > 0.0).then(|| found / (found + missed));
    Recall {
        share: share(found, missed),
        least: share(found_least, missed_most).unwrap_or(0.0),
        most: share(found_most, missed_least).unwrap_or(1.0),
    }
}

/// Two bounds of each stratum share the one failure in twenty.
fn sides_of(strata: usize) -> u64 {
    2 * u64::try_from(strata).unwrap_or(u64::MAX / 64).max(1)
}

/// The bounds of all strata added up.
fn bounds(strata: &[Stratum], sides: u64) -> [u64; 2] {
    let bounds = strata
        .iter()
        .map(|stratum| stratum.bounds(FAILS_ONE_IN * sides));
    bounds.fold([0, 0], |[least, most], [low, high]| {
        [least + low, most + high]
    })
}

/// What the samples of all strata say together.
#[must_use]
pub fn estimate(strata: &[Stratum]) -> Estimate {
    let [least, most] = bounds(strata, sides_of(strata.len()));
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

    #[test]
    fn what_is_not_settled_may_be_either() {
        let settled = estimate(&[stratum(1_000, 100, 2)]);
        let open = estimate(&[stratum(1_000, 100, 2).with_open(3)]);
        assert!((open.total - settled.total).abs() < 1e-9);
        assert_eq!(open.least, settled.least);
        assert_eq!(open.most, estimate(&[stratum(1_000, 100, 5)]).most);
        let all = stratum(10, 10, 4).with_open(99);
        assert_eq!(estimate(&[all]).most, 10, "no more than were drawn");
    }

    #[test]
    fn recall_is_what_findings_hold_of_all_that_is_unwarranted() {
        let told = |reported: Stratum, other: Stratum| recall(&[reported], &[other]);
        // All were seen: 30 of 40 stand in findings, and nothing is left to chance.
        let all = told(stratum(50, 50, 30), stratum(500, 500, 10));
        let near = |one: f64, other: f64| (one - other).abs() < 1e-12;
        assert!(near(all.share.expect("some"), 0.75));
        assert!(near(all.least, 0.75) && near(all.most, 0.75));
        // One in a thin sample stands for many.
        let thin = told(stratum(50, 50, 30), stratum(30_000, 300, 1));
        assert!(near(thin.share.expect("some"), 30.0 / 130.0));
        assert!(thin.least < 0.1 && thin.most > 0.9, "{thin:?}");
        let none = told(stratum(50, 50, 0), stratum(30_000, 300, 0));
        assert_eq!((none.share, none.least, none.most), (None, 0.0, 1.0));
    }

    /// Over all samples that could have been drawn of both.
    #[test]
    fn recall_is_within_its_bounds_in_19_of_20() {
        for (found, missed) in [(0, 3), (2, 2), (5, 0), (5, 8)] {
            let reported = Drawing::new(8, found, 4).expect("fits");
            let others = Drawing::new(20, missed, 8).expect("fits");
            let truth = float(found) / float(found + missed);
            let mut covered = 0.0;
            for (hits, p) in outcomes(&reported, 4) {
                for (more, q) in outcomes(&others, 8).filter(|(_, q)| p * q > 1e-15) {
                    let said = recall(&[stratum(8, 4, hits)], &[stratum(20, 8, more)]);
                    if (said.least..=said.most).contains(&truth) {
                        covered += p * q;
                    }
                }
            }
            assert!(covered >= 0.95 - 1e-12, "{found} {missed}: {covered}");
        }
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
