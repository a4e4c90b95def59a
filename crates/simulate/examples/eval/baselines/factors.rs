//! Collaborative filtering: what the usual ways of working do not rebuild is strange.
//!
//! Users by departments of the people they look up, as truncated singular value decomposition sees
//! them (latent features as in Menon, Jiang, Kim, Vaidya & Ohno-Machado, Machine Learning 95,
//! 2014; reconstruction error as score, Shyu et al. 2003): the matrix of all weeks before the
//! judged one gives the factors, and a week's score is the length of what they leave over. Counts
//! as ln(1 + n).

use std::collections::{BTreeMap, HashMap};

use super::Given;
use super::random::Chance;
use crate::judged::Scores;
use crate::names::Code;

/// Factors kept: a few for each kind of work. Not tuned.
const FACTORS: usize = 32;
const ROUNDS: usize = 12;

/// A user's row: department and ln(1 + people).
type Sparse = Vec<(usize, f64)>;

/// Users by the length of what the factors do not rebuild.
pub(crate) fn strangeness(given: &Given<'_>) -> Scores {
    let mut columns: HashMap<Code, usize> = HashMap::new();
    let mut weeks: BTreeMap<usize, BTreeMap<Code, HashMap<usize, f64>>> = BTreeMap::new();
    for act in given.log.acts.iter().filter(|act| act.is_lookup()) {
        for unit in given.register.units_on(act.subject, act.day) {
            let next = columns.len();
            let column = *columns.entry(unit).or_insert(next);
            let row = weeks.entry(act.week).or_default();
            let row = row.entry(act.actor).or_default();
            *row.entry(column).or_default() += 1.0;
        }
    }
    let mut scores = Scores::new();
    for week in &given.judged.weeks {
        let mut before: BTreeMap<Code, HashMap<usize, f64>> = BTreeMap::new();
        for (user, row) in weeks.range(..week.number).flat_map(|(_, users)| users) {
            let sum = before.entry(*user).or_default();
            for (column, count) in row {
                *sum.entry(*column).or_default() += count;
            }
        }
        let rows: Vec<Sparse> = before.values().map(sparse).collect();
        let factors = factors(&rows, columns.len(), FACTORS);
        let of_week = weeks.get(&week.number);
        let score = |user: &Code| {
            let row = of_week.and_then(|users| users.get(user)).map(sparse);
            row.map_or(0.0, |row| left_over(&row, &factors))
        };
        scores.push(week.users.iter().map(score).collect());
    }
    scores
}

fn sparse(row: &HashMap<usize, f64>) -> Sparse {
    let mut row: Sparse = row.iter().map(|(n, count)| (*n, count.ln_1p())).collect();
    row.sort_by_key(|(column, _)| *column);
    row
}

/// The first right singular vectors, by subspace iteration.
fn factors(rows: &[Sparse], columns: usize, count: usize) -> Vec<Vec<f64>> {
    let mut chance = Chance::new(1);
    let mut basis: Vec<Vec<f64>> = (0..count.min(columns))
        .map(|_| (0..columns).map(|_| chance.share() - 0.5).collect())
        .collect();
    for _ in 0..ROUNDS {
        orthonormalise(&mut basis);
        for vector in &mut basis {
            let mut next = vec![0.0; columns];
            for row in rows {
                let along: f64 = row.iter().map(|(n, value)| value * vector[*n]).sum();
                for (n, value) in row {
                    next[*n] += along * value;
                }
            }
            *vector = next;
        }
    }
    orthonormalise(&mut basis);
    basis
}

/// Gram and Schmidt; what is no new direction is dropped.
fn orthonormalise(basis: &mut Vec<Vec<f64>>) {
    let mut done: Vec<Vec<f64>> = Vec::new();
    for mut vector in std::mem::take(basis) {
        let before = dot(&vector, &vector).sqrt();
        for _ in 0..2 {
            for other in &done {
                let along = dot(&vector, other);
                for (value, part) in vector.iter_mut().zip(other) {
                    *value -= along * part;
                }
            }
        }
        let length = dot(&vector, &vector).sqrt();
        if length > 1e-9 * before.max(1e-12) {
            vector.iter_mut().for_each(|value| *value /= length);
            done.push(vector);
        }
    }
    *basis = done;
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Squared length of a row outside the factors.
fn left_over(row: &Sparse, factors: &[Vec<f64>]) -> f64 {
    let whole: f64 = row.iter().map(|(_, value)| value * value).sum();
    let along = factors.iter().map(|factor| {
        let along: f64 = row.iter().map(|(n, value)| value * factor[*n]).sum();
        along * along
    });
    whole - along.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_are_rebuilt_and_others_are_not() {
        // Two ways of working: departments 0 and 1 together, and 2 alone.
        let rows: Vec<Sparse> = (0..20_u32)
            .map(|n| match n % 2 {
                0 => vec![(0, 1.0 + f64::from(n)), (1, 1.0 + f64::from(n))],
                _ => vec![(2, 2.0)],
            })
            .collect();
        let found = factors(&rows, 4, 2);
        assert!(left_over(&vec![(0, 3.0), (1, 3.0)], &found).abs() < 1e-9);
        assert!(left_over(&vec![(2, 5.0)], &found).abs() < 1e-9);
        // Half of a pair leaves half its length over; a new department all of it.
        assert!((left_over(&vec![(0, 2.0)], &found) - 2.0).abs() < 1e-9);
        assert!((left_over(&vec![(3, 2.0)], &found) - 4.0).abs() < 1e-9);
    }
}
