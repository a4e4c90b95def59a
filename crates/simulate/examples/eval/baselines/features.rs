//! A user's week in figures, compared with weeks of the same position.
//!
//! What a log tells without the directory's relations: how much, of whom, where, when.

use std::collections::{BTreeMap, HashMap};

use tilsyn_domain::Kind;

use super::Given;
use super::counts::is_outside;
use crate::acts::Act;
use crate::names::{Code, NOTHING};

/// Figures of a week.
pub(crate) const FEATURES: usize = 15;
/// One week's figures.
pub(crate) type Row = [f64; FEATURES];

/// A user's week.
pub(crate) struct UserWeek {
    pub(crate) week: usize,
    pub(crate) user: Code,
    position: Code,
    pub(crate) row: Row,
}

/// Every user's every week of the log, the earlier ones first.
pub(crate) fn all_weeks(given: &Given<'_>) -> Vec<UserWeek> {
    let mut acts: BTreeMap<(usize, Code), Vec<&Act>> = BTreeMap::new();
    for act in &given.log.acts {
        acts.entry((act.week, act.actor)).or_default().push(act);
    }
    let rows = acts.into_iter().map(|((week, user), acts)| UserWeek {
        week,
        user,
        position: given.register.position(user, acts[0].day),
        row: figures(given, &acts),
    });
    rows.collect()
}

fn figures(given: &Given<'_>, acts: &[&Act]) -> Row {
    let count = |fits: &dyn Fn(&Act) -> bool| acts.iter().filter(|act| fits(act)).count() as f64;
    let different = |of: &dyn Fn(&Act) -> Vec<Code>, fits: &dyn Fn(&Act) -> bool| {
        let fitting = acts.iter().filter(|act| fits(act));
        let mut all: Vec<Code> = fitting.flat_map(|act| of(act)).collect();
        all.sort_unstable();
        all.dedup();
        all.retain(|code| *code != NOTHING);
        all.len() as f64
    };
    let mut by_person: HashMap<Code, f64> = HashMap::new();
    for act in acts.iter().filter(|act| act.is_lookup()) {
        *by_person.entry(act.subject).or_default() += 1.0;
    }
    let outside = |act: &Act| act.is_lookup() && is_outside(given.register, act);
    let late = |act: &Act| act.minute < 6 * 60 || act.minute >= 18 * 60 || act.day.weekday() >= 5;
    let lookups = count(&Act::is_lookup);
    let strangers = different(&|act| vec![act.subject], &outside);
    let people = by_person.len() as f64;
    [
        lookups.ln_1p(),
        people.ln_1p(),
        count(&outside).ln_1p(),
        strangers.ln_1p(),
        strangers / people.max(1.0),
        different(
            &|act| given.register.units_on(act.subject, act.day),
            &outside,
        )
        .ln_1p(),
        count(&|act| act.kind == Kind::ImageView).ln_1p(),
        count(&|act| act.kind == Kind::DocumentView).ln_1p(),
        count(&|act| act.kind == Kind::RegisterLookup).ln_1p(),
        count(&|act| act.kind == Kind::Search).ln_1p(),
        count(&|act| act.kind == Kind::OwnRecord).ln_1p(),
        count(&|act| act.kind == Kind::Change) / lookups.max(1.0),
        by_person.values().copied().fold(0.0, f64::max).ln_1p(),
        count(&late) / acts.len() as f64,
        different(&|act| vec![act.machine], &|_| true),
    ]
}

/// The rows up to a week, each figure as distance from its mean among the same position, in
/// standard deviations there. A position of fewer than 30 weeks is compared with everybody.
pub(crate) fn standardised(all: &[UserWeek], week: usize) -> Vec<(&UserWeek, Row)> {
    const ENOUGH: f64 = 30.0;
    let known: Vec<&UserWeek> = all.iter().filter(|one| one.week <= week).collect();
    let mut sums: HashMap<Code, Sums> = HashMap::new();
    for one in &known {
        sums.entry(one.position).or_default().add(&one.row);
        sums.entry(EVERYBODY).or_default().add(&one.row);
    }
    let of = |position: Code| {
        let own = sums.get(&position).filter(|sums| sums.count >= ENOUGH);
        own.or_else(|| sums.get(&EVERYBODY))
    };
    let rows = known.into_iter().map(|one| {
        let row = of(one.position).map_or(one.row, |sums| sums.standardise(&one.row));
        (one, row)
    });
    rows.collect()
}

/// Stands for all positions together.
const EVERYBODY: Code = NOTHING - 1;

#[derive(Default)]
struct Sums {
    count: f64,
    sum: Row,
    squares: Row,
}

impl Sums {
    fn add(&mut self, row: &Row) {
        self.count += 1.0;
        for (n, value) in row.iter().enumerate() {
            self.sum[n] += value;
            self.squares[n] += value * value;
        }
    }

    fn standardise(&self, row: &Row) -> Row {
        let mut standard = *row;
        for (n, value) in standard.iter_mut().enumerate() {
            let mean = self.sum[n] / self.count;
            let variance = (self.squares[n] / self.count - mean * mean).max(0.0);
            // What never varies among them is no smaller a step than it is among all.
            *value = (*value - mean) / variance.sqrt().max(0.05);
        }
        standard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_compared_within_a_position_and_with_nothing_later() {
        let week = |week, position, value: f64| {
            let mut row = [0.0; FEATURES];
            row[0] = value;
            UserWeek {
                week,
                user: 1,
                position,
                row,
            }
        };
        let mut all = Vec::new();
        for n in 0..40 {
            all.push(week(0, 7, f64::from(n % 2)));
            all.push(week(0, 8, 100.0 + f64::from(n % 2)));
        }
        all.push(week(1, 7, 1_000.0));
        let known = standardised(&all, 0);
        assert_eq!(known.len(), 80);
        for (one, row) in known {
            let own = if one.row[0].rem_euclid(100.0) > 0.5 {
                1.0
            } else {
                -1.0
            };
            assert!((row[0] - own).abs() < 1e-9, "{}", row[0]);
        }
    }
}
