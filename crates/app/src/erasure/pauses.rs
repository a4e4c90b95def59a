//! Erasures that could not be worked on: each is left alone for a while, and longer each time.
//!
//! Kept in memory only: after a start everything is tried at once. Not here: the work (`erasure`).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tilsyn_domain::Instant;

/// The first pause, in seconds; each further one is twice as long.
const FIRST_SECONDS: u32 = 10;
/// No pause is longer, in seconds.
const LONGEST_SECONDS: u32 = 320;

/// Who is left alone, and until when.
#[derive(Default)]
pub(crate) struct Pauses(Mutex<HashMap<u64, Pause>>);

#[derive(Clone, Copy)]
struct Pause {
    seconds: u32,
    until: Instant,
}

impl Pauses {
    fn all(&self) -> MutexGuard<'_, HashMap<u64, Pause>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an erasure is to be left alone now.
    pub(super) fn holds(&self, number: u64, now: Instant) -> bool {
        let all = self.all();
        all.get(&number).is_some_and(|pause| now < pause.until)
    }

    /// It failed once more: gives how many seconds it is left alone.
    pub(super) fn lengthen(&self, number: u64, now: Instant) -> u32 {
        let mut all = self.all();
        let before = all.get(&number).map(|pause| pause.seconds);
        let seconds = before.map_or(FIRST_SECONDS, |seconds| (2 * seconds).min(LONGEST_SECONDS));
        let until = Instant(now.0.saturating_add(i64::from(seconds) * 1_000_000));
        all.insert(number, Pause { seconds, until });
        seconds
    }

    /// It did not fail.
    pub(super) fn end(&self, number: u64) {
        self.all().remove(&number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit_and_begin_anew_after_success() {
        let pauses = Pauses::default();
        let at = |seconds: i64| Instant(seconds * 1_000_000);
        let lengths: Vec<u32> = (0..8).map(|_| pauses.lengthen(1, at(0))).collect();
        assert_eq!(lengths, [10, 20, 40, 80, 160, 320, 320, 320]);
        assert!(pauses.holds(1, at(319)));
        assert!(!pauses.holds(1, at(320)));
        assert!(!pauses.holds(2, at(0)), "each has its own");
        pauses.end(1);
        assert!(!pauses.holds(1, at(0)));
        assert_eq!(pauses.lengthen(1, at(0)), 10);
    }
}
