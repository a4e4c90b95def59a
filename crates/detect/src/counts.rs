//! How unusual a count is: beside those of peers, and beside one's own past.
//!
//! A count of a week is Poisson with a rate of its own, and rates of peers are Gamma distributed
//! (negative binomial). Whoever has little history is judged by the peers, whoever has much by the
//! own level. The answer is an *e-value*: a likelihood ratio whose mean is at most 1 while all is
//! as usual, so that values of several weeks and families can be averaged and multiplied
//! (Wang & Ramdas, arXiv 2009.02824).

use std::collections::HashMap;

/// How many times more than usual is asked about.
const TIMES: [f64; 5] = [2.0, 4.0, 8.0, 16.0, 32.0];
/// Weeks of the peers that their spread is taken from.
const PEER_WEEKS: usize = 8;
/// What is left of the own past a week later.
const DECAY: f64 = 0.9;
/// The own past weighs at most so many times what the peers do.
const OWN_WEIGHT_MAX: f64 = 8.0;
/// Fewer user-weeks of peers say too little; then all users are the peers.
const PEERS_MIN: usize = 40;
/// The same where one period is judged within itself.
const PEERS_OF_PERIOD_MIN: usize = 8;
/// A week above this teaches neither the peers' level nor the own.
const TEACHES_MAX: f64 = 3.0;
/// Counts that spread more than so many times what the model says are not told apart further.
const SPREAD_MAX: f64 = 6.0;
/// One week says no more than this of how counts spread.
const OFF_MAX: f64 = 30.0;
/// Weeks over which the mean of the e-values is watched.
const CALIBRATION_WEEKS: usize = 13;

/// A week of one user in one family.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub seen: f64,
    /// What it is measured against: opportunity, not time.
    pub exposure: f64,
}

/// The level of a group of peers, as a Gamma prior of their rates.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// What the peers add up to.
    seen: f64,
    exposure: f64,
    a: f64,
    b: f64,
    /// How much more than Poisson counts spread around what was expected.
    spread: f64,
}

impl Level {
    /// The level of the others, where one of the peers is judged beside them.
    fn without(self, count: Count) -> Level {
        let exposure = (self.exposure - count.exposure).max(1.0);
        let rate = (self.seen - count.seen).max(0.5) / exposure;
        Level {
            b: self.a / rate,
            ..self
        }
    }
}

/// What a count came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Unusual {
    /// ln of the e-value, recalibrated.
    pub(crate) ln_e: f64,
    pub(crate) expected: f64,
    /// The chance of so many or more while all is as usual.
    pub(crate) p: f64,
    /// (seen - expected)² by its variance in the model.
    off: f64,
}

#[derive(Default)]
struct Group {
    weeks: Vec<Vec<Count>>,
    /// Mean e-value of each week.
    means: Vec<f64>,
    /// How far counts were off, in squares of what was to be expected, week by week.
    offs: Vec<f64>,
}

/// One family of counts over all users.
pub(crate) struct Family {
    groups: HashMap<u32, Group>,
    /// All users together, for groups that are too small.
    all: Group,
    own: HashMap<u32, (f64, f64)>,
}

impl Family {
    pub(crate) fn new() -> Family {
        Family {
            groups: HashMap::new(),
            all: Group::default(),
            own: HashMap::new(),
        }
    }

    /// Judges the counts of a week by what was before, and learns from them.
    pub(crate) fn judge(&mut self, week: &[(u32, u32, Count)]) -> Vec<Unusual> {
        let overall = self.all.level();
        let levels: HashMap<u32, Option<Level>> = week
            .iter()
            .map(|(_, group, _)| *group)
            .collect::<std::collections::HashSet<u32>>()
            .into_iter()
            .map(|group| {
                (
                    group,
                    self.groups.get(&group).and_then(Group::level).or(overall),
                )
            })
            .collect();
        let mut found = Vec::with_capacity(week.len());
        for (user, group, count) in week {
            let raw = match levels[group] {
                Some(level) => unusual(*count, level, self.own.get(user).copied()),
                None => Unusual {
                    p: 1.0,
                    ..Unusual::default()
                },
            };
            found.push(raw);
        }
        self.learn(week, &found, &levels);
        for ((_, group, _), unusual) in week.iter().zip(&mut found) {
            let mean = self.groups.get(group).map_or(1.0, Group::mean_e);
            unusual.ln_e -= mean.max(1.0).ln();
        }
        found
    }

    fn learn(
        &mut self,
        week: &[(u32, u32, Count)],
        found: &[Unusual],
        levels: &HashMap<u32, Option<Level>>,
    ) {
        let mut by_group: HashMap<u32, OfGroup> = HashMap::new();
        for own in self.own.values_mut() {
            own.0 *= DECAY;
            own.1 *= DECAY;
        }
        let mut all = OfGroup::default();
        for ((user, group, count), unusual) in week.iter().zip(found) {
            let of_group = by_group.entry(*group).or_default();
            of_group.es.push(unusual.ln_e.exp());
            of_group.off += unusual.off.min(OFF_MAX);
            all.off += unusual.off.min(OFF_MAX);
            all.weeks += 1;
            if unusual.ln_e > TEACHES_MAX {
                continue;
            }
            of_group.counts.push(*count);
            all.counts.push(*count);
            let spread = levels[group].map_or(1.0, |level| level.spread);
            let own = self.own.entry(*user).or_default();
            own.0 += count.seen / spread;
            own.1 += count.exposure / spread;
        }
        for (group, of_group) in by_group {
            self.groups.entry(group).or_default().push(of_group);
        }
        self.all.push(all);
    }
}

/// A week of a group, to learn from.
#[derive(Default)]
struct OfGroup {
    counts: Vec<Count>,
    es: Vec<f64>,
    off: f64,
    weeks: usize,
}

impl Group {
    fn push(&mut self, week: OfGroup) {
        self.offs
            .push(week.off / count_f64(week.es.len().max(week.weeks).max(1)));
        self.offs
            .drain(..self.offs.len().saturating_sub(PEER_WEEKS));
        self.weeks.push(week.counts);
        self.weeks
            .drain(..self.weeks.len().saturating_sub(PEER_WEEKS));
        if !week.es.is_empty() {
            self.means.push(trimmed_mean(&week.es));
            self.means
                .drain(..self.means.len().saturating_sub(CALIBRATION_WEEKS));
        }
    }

    fn mean_e(&self) -> f64 {
        match self.means.len() {
            0 => 1.0,
            weeks => self.means.iter().sum::<f64>() / count_f64(weeks),
        }
    }

    /// The peers' prior by moments; `None` while there are too few.
    fn level(&self) -> Option<Level> {
        self.level_of(PEERS_MIN)
    }

    fn level_of(&self, peers_min: usize) -> Option<Level> {
        let all: Vec<Count> = self.weeks.iter().flatten().copied().collect();
        let exposure: f64 = all.iter().map(|count| count.exposure).sum();
        if all.len() < peers_min || exposure <= 0.0 {
            return None;
        }
        let cut = quantile(&all);
        let seen = |count: &Count| count.seen.min(cut);
        let rate = (all.iter().map(seen).sum::<f64>() + 0.5) / (exposure + 1.0);
        let (mut over, mut squares) = (0.0, 0.0);
        for count in &all {
            let mean = rate * count.exposure;
            over += (seen(count) - mean).powi(2) - mean;
            squares += mean * mean;
        }
        let inverse = if squares > 0.0 { over / squares } else { 0.0 };
        let a = 1.0 / inverse.clamp(0.05, 20.0);
        let spread = self.offs.iter().sum::<f64>() / count_f64(self.offs.len().max(1));
        Some(Level {
            seen: rate * (exposure + 1.0),
            exposure: exposure + 1.0,
            a,
            b: a / rate,
            spread: spread.clamp(1.0, SPREAD_MAX),
        })
    }
}

/// One period of all there are, in groups, so that each can be judged beside the others.
pub struct Peers {
    levels: HashMap<u32, Option<Level>>,
}

impl Peers {
    /// Each with its group, what was counted and what that is measured against. A group that is
    /// too small is judged beside all.
    #[must_use]
    pub fn of(counts: &[(u32, Count)]) -> Peers {
        let mut groups: HashMap<u32, Group> = HashMap::new();
        let mut all = Group::default();
        // Sums of fractions depend on their order.
        let mut counts = counts.to_vec();
        counts.sort_by(|(group, one), (of, other)| {
            let by_group = group.cmp(of).then(one.seen.total_cmp(&other.seen));
            by_group.then(one.exposure.total_cmp(&other.exposure))
        });
        for (group, count) in &counts {
            for group in [groups.entry(*group).or_default(), &mut all] {
                match group.weeks.first_mut() {
                    Some(week) => week.push(*count),
                    None => group.weeks.push(vec![*count]),
                }
            }
        }
        let overall = all.level_of(PEERS_OF_PERIOD_MIN);
        let levels = groups.iter().map(|(number, group)| {
            let level = group.level_of(PEERS_OF_PERIOD_MIN);
            (*number, level.or(overall))
        });
        Peers {
            levels: levels.collect(),
        }
    }

    /// One of them beside the others: what was to be expected, and the chance of so many or more.
    /// `None` where there are too few others to tell.
    #[must_use]
    pub fn beside(&self, group: u32, count: Count) -> Option<(f64, f64)> {
        let level = (*self.levels.get(&group)?)?;
        let usual = unusual(count, level.without(count), None);
        Some((usual.expected, usual.p))
    }
}

fn unusual(count: Count, level: Level, own: Option<(f64, f64)>) -> Unusual {
    let (mut own_a, mut own_b) = own.unwrap_or_default();
    let most = OWN_WEIGHT_MAX * level.a.max(0.5);
    if own_a > most {
        own_b *= most / own_a;
        own_a = most;
    }
    let (a, b) = (level.a + own_a, level.b + own_b);
    let (k, exposure) = (count.seen / level.spread, count.exposure / level.spread);
    let term = |times: &f64| {
        let ratio = (b + exposure) / times.mul_add(exposure, b);
        (a * ratio.ln() + k * (times * ratio).ln()).exp()
    };
    let e = TIMES.iter().map(term).sum::<f64>() / count_f64(TIMES.len());
    let expected = a / b * count.exposure;
    let variance = expected * (1.0 + count.exposure / b);
    Unusual {
        ln_e: e.max(1e-12).ln(),
        expected,
        off: (count.seen - expected).powi(2) / variance.max(0.05),
        p: upper_tail(count.seen.round(), a, b / count.exposure.max(1e-9)),
    }
}

/// P(K >= k) of a negative binomial with shape `a` and rate `b` of its Gamma.
fn upper_tail(k: f64, a: f64, b: f64) -> f64 {
    let share = b / (b + 1.0);
    let mut term = (a * share.ln()).exp();
    let (mut below, mut above) = (0.0, 0.0);
    let mut step = 0.0;
    while step < STEPS_MAX && (step < k || term > above * 1e-12) {
        if step < k {
            below += term;
        } else {
            above += term;
        }
        term *= (a + step) / (step + 1.0) * (1.0 - share);
        step += 1.0;
    }
    // A small tail is lost where it is what is left of one.
    let tail = if k > a / b { above } else { 1.0 - below };
    tail.clamp(0.0, 1.0)
}

/// Counts beyond this are as good as impossible.
const STEPS_MAX: f64 = 100_000.0;

/// The mean, without what a few weeks that are unusual indeed would add.
fn trimmed_mean(values: &[f64]) -> f64 {
    let most = TEACHES_MAX.exp();
    values.iter().map(|e| e.min(most)).sum::<f64>() / count_f64(values.len().max(1))
}

/// The count that 99.5 % of the weeks stay below.
fn quantile(counts: &[Count]) -> f64 {
    let mut seen: Vec<f64> = counts.iter().map(|count| count.seen).collect();
    seen.sort_unstable_by(f64::total_cmp);
    seen[(seen.len() - 1) * 995 / 1_000].max(1.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of users are far below 2^53"
)]
fn count_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forty users with four events a week, a little up and down.
    fn ordinary(week: u32) -> Vec<(u32, u32, Count)> {
        let count = |user: u32| Count {
            seen: f64::from(2 + (user * 7 + week * 5) % 5),
            exposure: 1.0,
        };
        (0..60).map(|user| (user, 1, count(user))).collect()
    }

    #[test]
    fn ordinary_weeks_have_e_values_of_one_on_average() {
        let mut family = Family::new();
        let mut means = Vec::new();
        for week in 0..20 {
            let found = family.judge(&ordinary(week));
            let es = found.iter().map(|unusual| unusual.ln_e.exp());
            means.push(es.sum::<f64>() / count_f64(found.len()));
        }
        assert!(means[10..].iter().all(|mean| *mean <= 1.1), "{means:?}");
    }

    #[test]
    fn a_burst_stands_out_and_teaches_nothing() {
        let mut family = Family::new();
        for week in 0..12 {
            family.judge(&ordinary(week));
        }
        let burst = |week| {
            let mut counts = ordinary(week);
            counts[3].2.seen = 40.0;
            counts
        };
        let first = family.judge(&burst(12))[3];
        let again = family.judge(&burst(13))[3];
        assert!(first.ln_e > 5.0 && first.p < 1e-4, "{first:?}");
        assert!((first.expected - again.expected).abs() < 1.0, "{again:?}");
        let calm = family.judge(&ordinary(14))[5];
        assert!(calm.ln_e < 1.0, "{calm:?}");
    }

    #[test]
    fn nothing_is_unusual_before_there_are_peers() {
        let mut family = Family::new();
        let found = family.judge(&[(
            1,
            1,
            Count {
                seen: 500.0,
                exposure: 1.0,
            },
        )]);
        assert_eq!((found[0].ln_e, found[0].p), (0.0, 1.0));
    }
}
