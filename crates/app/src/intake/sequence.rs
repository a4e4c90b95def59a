//! Running numbers of a source: which came, and which runs are missing (goal: loss is visible).

use std::collections::BTreeMap;

use tilsyn_domain::Instant;
use tilsyn_registry::SequenceRange;

/// The running numbers seen, as disjoint runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sequence {
    /// By the first number of each run.
    runs: BTreeMap<u64, SequenceRange>,
}

/// Numbers that are missing, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) first: u64,
    pub(crate) last: u64,
    /// When the events with the numbers next to it happened, as far as that is known.
    pub(crate) after: Option<Instant>,
    pub(crate) before: Option<Instant>,
}

impl Sequence {
    /// From runs as they were kept; they may touch, and stand in any order.
    #[must_use]
    pub(crate) fn from_runs(runs: &[SequenceRange]) -> Sequence {
        let mut sequence = Sequence::default();
        for run in runs {
            sequence.add_run(*run);
        }
        sequence
    }

    /// A number, and when its event happened.
    pub(crate) fn add(&mut self, number: u64, at: Option<Instant>) {
        self.add_run(SequenceRange {
            first: number,
            last: number,
            first_at: at,
            last_at: at,
        });
    }

    fn add_run(&mut self, run: SequenceRange) {
        let mut run = run;
        // Runs that start before or right after the new one's end, and reach its start.
        while let Some((_, other)) = self.runs.range(..=run.last.saturating_add(1)).next_back() {
            let other = *other;
            if other.last.saturating_add(1) < run.first {
                break;
            }
            if other.first <= run.first && run.last <= other.last {
                return;
            }
            self.runs.remove(&other.first);
            if other.first < run.first {
                (run.first, run.first_at) = (other.first, other.first_at);
            }
            if other.last > run.last {
                (run.last, run.last_at) = (other.last, other.last_at);
            }
        }
        self.runs.insert(run.first, run);
    }

    pub(crate) fn runs(&self) -> impl Iterator<Item = SequenceRange> {
        self.runs.values().copied()
    }

    /// The runs that are missing between the smallest and the largest number seen.
    pub(crate) fn gaps(&self) -> impl Iterator<Item = Missing> {
        let next = self.runs.values().skip(1);
        self.runs.values().zip(next).map(|(run, next)| Missing {
            first: run.last + 1,
            last: next.first - 1,
            after: run.last_at,
            before: next.first_at,
        })
    }

    /// How many of these numbers came, both ends included.
    pub(crate) fn came(&self, first: u64, last: u64) -> u64 {
        self.within(first, last)
            .map(|(first, last)| (last - first).saturating_add(1))
            .fold(0, u64::saturating_add)
    }

    /// Which of these numbers did not come.
    pub(crate) fn missing(&self, first: u64, last: u64) -> Vec<(u64, u64)> {
        let (mut missing, mut next) = (Vec::new(), Some(first));
        for (start, end) in self.within(first, last) {
            if let Some(next) = next.filter(|next| *next < start) {
                missing.push((next, start - 1));
            }
            next = end.checked_add(1);
        }
        missing.extend(next.filter(|next| *next <= last).map(|next| (next, last)));
        missing
    }

    /// The runs between two numbers, cut to them.
    fn within(&self, first: u64, last: u64) -> impl Iterator<Item = (u64, u64)> {
        let before = self.runs.range(..first).next_back();
        let from = self
            .runs
            .range(first..)
            .take_while(move |(start, _)| **start <= last);
        let runs = before.into_iter().chain(from).map(|(_, run)| run);
        let runs = runs.filter(move |run| run.last >= first);
        runs.map(move |run| (run.first.max(first), run.last.min(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[u64]) -> Sequence {
        let mut sequence = Sequence::default();
        let at = |number: u64| Instant(i64::try_from(number % 1_000).expect("small"));
        numbers
            .iter()
            .for_each(|number| sequence.add(*number, Some(at(*number))));
        sequence
    }

    fn check(numbers: &[u64], gaps: &[(u64, u64)]) {
        let sequence = of(numbers);
        let found: Vec<(u64, u64)> = sequence.gaps().map(|gap| (gap.first, gap.last)).collect();
        assert_eq!(found, gaps, "{numbers:?}");
        for gap in sequence.gaps().filter(|gap| gap.last < 1_000) {
            let around = [gap.after, gap.before].map(|at| at.expect("known").0);
            assert_eq!(around[0].unsigned_abs(), gap.first - 1);
            assert_eq!(around[1].unsigned_abs(), gap.last + 1);
        }
        let runs: Vec<SequenceRange> = sequence.runs().collect();
        assert_eq!(Sequence::from_runs(&runs), sequence);
    }

    #[test]
    fn missing_runs_are_gaps_in_whatever_order_numbers_come() {
        check(&[1, 2, 3, 7, 8], &[(4, 6)]);
        check(&[8, 7, 3, 1, 2], &[(4, 6)]);
        check(&[1, 3, 2], &[]);
        check(&[5, 5, 9, 1], &[(2, 4), (6, 8)]);
        check(&[], &[]);
        check(&[u64::MAX, 1], &[(2, u64::MAX - 1)]);
    }

    #[test]
    fn what_came_of_some_numbers_is_counted() {
        let sequence = of(&[2, 3, 4, 8, 9, u64::MAX]);
        let check = |first, last, came, missing: &[(u64, u64)]| {
            assert_eq!(sequence.came(first, last), came, "{first} to {last}");
            assert_eq!(sequence.missing(first, last), missing, "{first} to {last}");
        };
        check(1, 10, 5, &[(1, 1), (5, 7), (10, 10)]);
        check(3, 8, 3, &[(5, 7)]);
        check(3, 3, 1, &[]);
        check(5, 6, 0, &[(5, 6)]);
        check(20, 30, 0, &[(20, 30)]);
        check(9, u64::MAX, 2, &[(10, u64::MAX - 1)]);
        assert_eq!(Sequence::default().missing(1, 3), [(1, 3)]);
    }
}
