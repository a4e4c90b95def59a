//! Running numbers of a source: which came, and which runs are missing (goal: loss is visible).

use std::collections::BTreeMap;

/// The running numbers seen, as disjoint runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sequence {
    /// First to last of each run, both included.
    runs: BTreeMap<u64, u64>,
}

impl Sequence {
    /// From runs as they were kept; they may touch, and stand in any order.
    #[must_use]
    pub(crate) fn from_runs(runs: &[(u64, u64)]) -> Sequence {
        let mut sequence = Sequence::default();
        for (first, last) in runs {
            sequence.add_run(*first, *last);
        }
        sequence
    }

    pub(crate) fn add(&mut self, number: u64) {
        self.add_run(number, number);
    }

    fn add_run(&mut self, first: u64, last: u64) {
        let (mut first, mut last) = (first, last.max(first));
        // Runs that start before or right after the new one's end, and reach its start.
        while let Some((run_first, run_last)) = self
            .runs
            .range(..=last.saturating_add(1))
            .next_back()
            .map(|(one, two)| (*one, *two))
        {
            if run_last.saturating_add(1) < first {
                break;
            }
            if run_first <= first && last <= run_last {
                return;
            }
            self.runs.remove(&run_first);
            first = first.min(run_first);
            last = last.max(run_last);
        }
        self.runs.insert(first, last);
    }

    pub(crate) fn runs(&self) -> impl Iterator<Item = (u64, u64)> {
        self.runs.iter().map(|(first, last)| (*first, *last))
    }

    /// The runs that are missing between the smallest and the largest number seen.
    pub(crate) fn gaps(&self) -> impl Iterator<Item = (u64, u64)> {
        let next = self.runs.keys().skip(1);
        self.runs
            .values()
            .zip(next)
            .map(|(last, first)| (last + 1, first - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(numbers: &[u64], gaps: &[(u64, u64)]) {
        let mut sequence = Sequence::default();
        numbers.iter().for_each(|number| sequence.add(*number));
        assert_eq!(sequence.gaps().collect::<Vec<_>>(), gaps, "{numbers:?}");
        let runs: Vec<(u64, u64)> = sequence.runs().collect();
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
}
