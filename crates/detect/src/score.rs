//! A user's week as one number: pairs, counts and rules, each weighed once.
//!
//! Everything is in nats: ln of how much likelier the week is under misuse than in ordinary work.
//! Not here: what each term says (`pairs`, `counts`, `signals`).

use std::collections::HashMap;

use crate::engine::{Counted, UserWeek};
use crate::pairs::{Pair, Terms};
use crate::signals::Signal;

/// How little a run of work that nobody registered says against a user.
const UNRECORDED: f64 = 0.1;

fn share_of_work(user: &UserWeek) -> f64 {
    if user.is_unrecorded_work {
        UNRECORDED
    } else {
        1.0
    }
}

/// The evidence of a week as one number: pairs, counts and rules, each weighed once.
pub(crate) fn score(user: &UserWeek) -> f64 {
    (of_pairs(user) + of_counts(user)).max(1e-9).ln()
}

/// What pairs and rules say.
fn of_pairs(user: &UserWeek) -> f64 {
    let work = share_of_work(user);
    let strength = |(_, terms): &(Pair, Terms)| {
        let own = terms.closeness + terms.attention + terms.again;
        let work = if own > 1.0 { 1.0 } else { work };
        work * terms.sum().min(9.0).exp()
    };
    let strengths = user.pairs.iter().map(strength);
    let sum: f64 = strengths.clone().sum();
    let most = strengths.fold(0.0, f64::max);
    let mut rules: Vec<(Signal, f64)> = user
        .broken
        .iter()
        .map(|(broken, weight)| (broken.signal, weight.exp()))
        .collect();
    rules.sort_by_key(|(signal, _)| *signal);
    rules.dedup_by_key(|(signal, _)| *signal);
    0.4 * sum + 0.6 * most + rules.iter().map(|(_, weight)| weight).sum::<f64>()
}

/// What counts say. No family says more than its cap: the model's tails are thinner than life's.
fn of_counts(user: &UserWeek) -> f64 {
    let work = share_of_work(user);
    let e = |family: Counted, most: f64| user.counts[family as usize].1.ln_e.min(most).exp();
    1.5 * work * e(Counted::Unexplained, 8.0)
        + e(Counted::Pictures, 8.0)
        + e(Counted::Register, 8.0)
        + 0.5 * work * e(Counted::Sensitive, 6.0)
        + 0.05 * e(Counted::People, 5.0)
}

/// As much work as usual, and suddenly nothing of it explained: a job that was not registered.
pub(crate) fn is_unrecorded_work(user: &UserWeek) -> bool {
    let (all, usual) = user.counts[Counted::People as usize];
    let mut departments: HashMap<u32, usize> = HashMap::new();
    for (pair, _) in &user.pairs {
        *departments.entry(pair.department).or_default() += 1;
    }
    let open = user.pairs.len();
    let in_one = departments.values().max().copied().unwrap_or(0);
    let is_run = open >= 8 || open >= 3 && in_one * 10 >= open * 7;
    is_run && all.seen <= 1.25 * usual.expected + 3.0
}

/// What the evidence of a user comes to in an ordinary week: an e-value is what a week has
/// beside that.
#[derive(Clone, Default)]
pub(crate) struct Calibration {
    /// Means of the last weeks.
    weeks: Vec<f64>,
}

/// Weeks whose means are kept.
const CALIBRATION_WEEKS: usize = 13;
/// One user's week adds no more than this to the mean, in nats: what is far above is either
/// misuse, or lifts nobody else.
const TEACHES_MAX: f64 = 2.0;

impl Calibration {
    /// 0 before anything is known.
    pub(crate) fn e(&self, user: &UserWeek) -> f64 {
        let weeks = f64::from(u32::try_from(self.weeks.len()).unwrap_or(u32::MAX));
        match self.weeks.iter().sum::<f64>() / weeks {
            mean if mean.is_finite() => user.score.exp() / mean.max(1.0),
            _ => 0.0,
        }
    }

    pub(crate) fn learn(&mut self, users: &[UserWeek]) {
        let all = f64::from(u32::try_from(users.len().max(1)).unwrap_or(1));
        let sum: f64 = users
            .iter()
            .map(|user| user.score.min(TEACHES_MAX).exp())
            .sum();
        self.weeks.push(sum / all);
        self.weeks
            .drain(..self.weeks.len().saturating_sub(CALIBRATION_WEEKS));
    }
}
