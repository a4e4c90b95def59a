//! Witnesses of other organisations: each checkpoint is shown to them, and what they sign is kept.
//!
//! They are the only ones who notice that the whole folder was put back from an older copy. What
//! a witness says is believed only as far as it can show it: a cosignature must be right, and a
//! size that the ledger does not have must come with a checkpoint signed with the ledger's own
//! key. Then nothing more is taken in. Not here: the network ([`Asking`]), quorums (`ledger`).

mod round;
mod standing;

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tilsyn_domain::Instant;
use tilsyn_ledger::{Policy, Witnessed};

pub use round::Until;
pub use standing::{Quorum, WitnessStanding};
pub use tilsyn_ledger::RollBack;

use crate::desk::{Desk, unreadable};
use crate::problem::Problem;

/// The way to a witness. Answers are a status of HTTP and a body, which has a limit.
pub trait Asking: Send + Sync {
    /// Sends a body to an address.
    ///
    /// # Errors
    /// When nobody answers in time.
    fn post(&self, url: &str, body: &[u8]) -> io::Result<(u16, Vec<u8>)>;

    /// Asks for what is at an address.
    ///
    /// # Errors
    /// When nobody answers in time.
    fn get(&self, url: &str) -> io::Result<(u16, Vec<u8>)>;
}

/// Why a witness did not cosign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It does not answer.
    Unreachable,
    /// It does not know the log, or knows it with another key.
    DoesNotKnowUs,
    /// What it says does not fit: a wrong signature, or a size that it cannot show.
    Unbelievable,
    /// An answer that the protocol does not have, or has for other requests.
    Odd(u16),
    /// The policy gives no address for it.
    NoAddress,
}

/// What is known of witnesses while the program runs.
#[derive(Default)]
pub(crate) struct Witnesses {
    policy: OnceLock<Policy>,
    memory: Mutex<HashMap<String, Known>>,
    under_way: Arc<Mutex<HashMap<String, u64>>>,
    keeping: Mutex<()>,
}

/// A witness is being asked, for as long as this lives.
struct UnderWay {
    all: Arc<Mutex<HashMap<String, u64>>>,
    name: String,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let all = self.all.lock();
        all.unwrap_or_else(PoisonError::into_inner)
            .remove(&self.name);
    }
}

impl Witnesses {
    /// Begins to ask one about a checkpoint of so many entries; nothing if it still is asked.
    fn begin(&self, name: &str, size: u64) -> Option<UnderWay> {
        let all = self.under_way.lock();
        let mut all = all.unwrap_or_else(PoisonError::into_inner);
        if all.contains_key(name) {
            return None;
        }
        all.insert(name.to_owned(), size);
        Some(UnderWay {
            all: Arc::clone(&self.under_way),
            name: name.to_owned(),
        })
    }

    /// The checkpoints that others than this one are being asked about, by how many entries
    /// they cover.
    fn sizes_others_are_asked(&self, name: &str) -> Vec<u64> {
        let all = self.under_way.lock();
        let all = all.unwrap_or_else(PoisonError::into_inner);
        let others = all.iter().filter(|(other, _)| *other != name);
        others.map(|(_, size)| *size).collect()
    }

    /// What was signed is read, put together and kept by one at a time.
    fn keep_alone(&self) -> MutexGuard<'_, ()> {
        self.keeping.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is known of one witness.
#[derive(Clone, Copy, Default)]
struct Known {
    /// The size it cosigned last.
    size: Option<u64>,
    /// Whether it did so while this program runs: what it did before, an older copy says too.
    is_fresh: bool,
    trouble: Option<Trouble>,
    /// After trouble it is left alone until then.
    not_before: Option<Instant>,
}

impl Desk {
    /// Says whom to ask, once, at the start.
    pub fn follow_policy(&self, policy: Policy) {
        if self.witnesses.policy.set(policy).is_err() {
            tracing::warn!("a second policy is not followed");
        }
    }

    /// Whether a later state of the ledger is known than the one that is here.
    #[must_use]
    pub fn roll_back(&self) -> Option<RollBack> {
        self.ledger().roll_back()
    }

    /// The key that others check the ledger's checkpoints with.
    #[must_use]
    pub fn log_key(&self) -> String {
        self.ledger().verifier_key()
    }

    /// What was kept of what they signed; not while somebody else keeps or forgets.
    fn kept_of_witnesses(&self) -> Result<Vec<Witnessed>, Problem> {
        let _alone = self.witnesses.keep_alone();
        self.ledger().witnessed().map_err(unreadable)
    }

    /// Nothing is taken in on top of an older copy.
    pub(crate) fn check_not_rolled_back(&self) -> Result<(), Problem> {
        match self.roll_back() {
            None => Ok(()),
            Some(found) => Err(Problem::refused("problem-rolled-back")
                .with("signed", found.signed.size)
                .with("own", found.own.size)
                .hint("hint-rolled-back")),
        }
    }
}
