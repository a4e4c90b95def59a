//! What each request that waits for a decision would take away, as far as it is known.
//!
//! Kept in memory only: a plan is made again after a start, and whenever something else is held.
//! Not here: making one (`Desk::look_through`), and what a plan is (`ledger`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tilsyn_ledger::{Plan, Scope};

use super::LookedThrough;

/// What is known of requests that wait for a decision; made again after a start.
#[derive(Default)]
pub(crate) struct Plans(Mutex<HashMap<u64, Looking>>);

pub(super) enum Looking {
    Going { done: u64, all: u64 },
    Ready { plan: Box<Plan>, held: Vec<u64> },
}

impl Plans {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<u64, Looking>) -> T) -> T {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut plans)
    }

    pub(super) fn put(&self, number: u64, looking: Looking) {
        self.with(|plans| plans.insert(number, looking));
    }

    pub(crate) fn forget(&self, number: u64) {
        self.with(|plans| plans.remove(&number));
    }

    pub(super) fn is_ready(&self, number: u64, held: &[u64]) -> bool {
        self.ready(number, held).is_some()
    }

    /// The plan, if it was made with these entries under hold.
    pub(super) fn ready(&self, number: u64, held: &[u64]) -> Option<Plan> {
        self.with(|plans| match plans.get(&number) {
            Some(Looking::Ready { plan, held: then }) if then == held => Some((**plan).clone()),
            _ => None,
        })
    }

    pub(super) fn state(&self, number: u64) -> LookedThrough {
        self.with(|plans| match plans.get(&number) {
            None => LookedThrough::Waiting,
            Some(Looking::Going { done, all }) => LookedThrough::Going {
                done: *done,
                all: *all,
            },
            Some(Looking::Ready { plan, held }) => LookedThrough::Ready {
                entries: plan.entries(),
                held: held_among(plan, held),
            },
        })
    }
}

/// How many of the entries that would lose something are held.
pub(super) fn held_among(plan: &Plan, held: &[u64]) -> u64 {
    match plan.scope() {
        Scope::Period { held, .. } => held.len() as u64,
        _ => plan
            .indexes()
            .filter(|index| held.binary_search(index).is_ok())
            .count() as u64,
    }
}
