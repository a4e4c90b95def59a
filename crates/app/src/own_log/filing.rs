//! Looks on their way: between the ledger, which has them, and the index, which will.
//!
//! Several are filed at once, and may reach the index in another order than the ledger. What
//! the index may say of itself (before this leaf, no look is missing) is found here.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// For each look on its way, the ledger's length when it set out: it stands there or later.
#[derive(Default)]
pub(crate) struct Filing(Mutex<BTreeMap<u64, usize>>);

/// A look on its way. One that fails is never taken off: it may stand in the ledger all the
/// same, and then the next start must find it.
pub(crate) struct OnItsWay {
    from: u64,
}

impl Filing {
    pub(crate) fn begin(&self, length: impl FnOnce() -> u64) -> OnItsWay {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let from = length();
        *looks.entry(from).or_default() += 1;
        OnItsWay { from }
    }

    /// The leaf before which every look is in the index, as soon as `arriving` is.
    pub(crate) fn none_missing_before(
        &self,
        arriving: Option<&OnItsWay>,
        length: impl FnOnce() -> u64,
    ) -> u64 {
        let looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A look that sets out later stands at this length or behind it.
        let length = length();
        let mine = |from: u64| usize::from(arriving.is_some_and(|look| look.from == from));
        let others = looks
            .iter()
            .find(|(from, looks)| **looks > mine(**from))
            .map(|(from, _)| *from);
        others.unwrap_or(length)
    }

    /// How many are on their way.
    pub(crate) fn count(&self) -> u64 {
        let looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looks.values().map(|count| *count as u64).sum()
    }

    /// The look is in the index.
    pub(crate) fn arrived(&self, OnItsWay { from }: OnItsWay) {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = looks.get_mut(&from) {
            *count -= 1;
            if *count == 0 {
                looks.remove(&from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_missing_before_the_first_that_is_on_its_way() {
        let filing = Filing::default();
        assert_eq!(filing.none_missing_before(None, || 7), 7);
        let first = filing.begin(|| 7);
        let second = filing.begin(|| 7);
        let third = filing.begin(|| 9);
        assert_eq!(filing.none_missing_before(Some(&third), || 10), 7);
        filing.arrived(third);
        assert_eq!(filing.none_missing_before(Some(&first), || 10), 7);
        filing.arrived(first);
        assert_eq!(filing.none_missing_before(Some(&second), || 12), 12);
        filing.arrived(second);
        assert_eq!(filing.none_missing_before(None, || 12), 12);
    }

    #[test]
    fn a_look_that_failed_stays_on_its_way() {
        let filing = Filing::default();
        let _failed = filing.begin(|| 3);
        let next = filing.begin(|| 5);
        assert_eq!(filing.none_missing_before(Some(&next), || 6), 3);
    }
}
