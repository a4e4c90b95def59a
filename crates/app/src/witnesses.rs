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
use std::sync::{Mutex, OnceLock};

use tilsyn_domain::Instant;
use tilsyn_ledger::Policy;

pub use standing::{Quorum, WitnessStanding};
pub use tilsyn_ledger::RollBack;

use crate::desk::Desk;
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
