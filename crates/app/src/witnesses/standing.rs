//! How witnesses stand: who has been silent, and whether enough of them have signed.

use std::sync::PoisonError;

use tilsyn_ledger::{Policy, PolicyWitness, Signed, Witnessed};

use super::Trouble;
use super::round::is_cosigned;
use crate::desk::{Desk, seconds};
use crate::permit::{Permit, ReadSources, VerifyLedger};
use crate::problem::Problem;

/// A witness that has signed nothing for so long is silent: five heartbeats.
const SILENT_SECONDS: u64 = 300;

/// How one witness stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessStanding {
    /// What the policy calls it.
    pub name: String,
    /// How long ago it cosigned last, in seconds; nothing if it never did.
    pub silent_seconds: Option<u64>,
    /// How many entries the checkpoint covers that it cosigned last.
    pub leaves: Option<u64>,
    /// What was wrong when it was asked last, while this program runs.
    pub trouble: Option<Trouble>,
}

impl WitnessStanding {
    /// Whether somebody should look at it.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        let is_silent = self
            .silent_seconds
            .is_none_or(|silent| silent >= SILENT_SECONDS);
        is_silent || self.trouble == Some(Trouble::Unbelievable)
    }
}

/// Whether a policy is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// How many leaves the newest checkpoint covers that enough witnesses have signed.
    pub leaves: Option<u64>,
    /// Witnesses that have not signed it; without such a checkpoint, the newest that was kept.
    pub missing: Vec<String>,
}

impl Quorum {
    /// Whether enough witnesses have signed a state of the ledger.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.leaves.is_some()
    }
}

impl Desk {
    /// Every witness of the policy that is followed, in its order.
    ///
    /// # Errors
    /// When what they signed cannot be read.
    pub fn witnesses(
        &self,
        _permit: &Permit<ReadSources>,
    ) -> Result<Vec<WitnessStanding>, Problem> {
        self.standing_of_witnesses()
    }

    pub(crate) fn standing_of_witnesses(&self) -> Result<Vec<WitnessStanding>, Problem> {
        let Some(policy) = self.witnesses.policy.get() else {
            return Ok(Vec::new());
        };
        let kept = self.kept_of_witnesses()?;
        let memory = self.witnesses.memory.lock();
        let memory = memory.unwrap_or_else(PoisonError::into_inner);
        let now = seconds(self.now());
        let standing = |witness: &PolicyWitness| {
            let last = last_signed(witness, &kept);
            WitnessStanding {
                name: witness.name.clone(),
                silent_seconds: last.map(|(at, _)| now.saturating_sub(at)),
                leaves: last.map(|(_, leaves)| leaves),
                trouble: memory.get(&witness.name).and_then(|known| known.trouble),
            }
        };
        Ok(policy.witnesses().iter().map(standing).collect())
    }

    /// Whether a policy is met by what was kept. That the ledger leads to what was kept is
    /// checked by [`Desk::verify`].
    ///
    /// # Errors
    /// When what witnesses signed cannot be read.
    pub fn quorum(
        &self,
        _permit: &Permit<VerifyLedger>,
        policy: &Policy,
    ) -> Result<Quorum, Problem> {
        self.quorum_of(policy)
    }

    /// Whether the policy that is followed is met; nothing where none is.
    pub(crate) fn followed_quorum(&self) -> Result<Option<Quorum>, Problem> {
        let policy = self.witnesses.policy.get();
        let policy = policy.filter(|policy| !policy.witnesses().is_empty());
        policy.map(|policy| self.quorum_of(policy)).transpose()
    }

    fn quorum_of(&self, policy: &Policy) -> Result<Quorum, Problem> {
        let kept = self.kept_of_witnesses()?;
        let own = self.ledger().own_key();
        let bare = self
            .ledger()
            .own_checkpoint(&self.ledger().checkpoint_note());
        let bare = bare.expect("the ledger has signed it");
        let enough = kept.iter().rev();
        let mut enough = enough.filter(|one| policy.judge(&one.parsed, &own).holds());
        let found = enough.next().map(|one| &one.parsed);
        let shown = found
            .or(kept.last().map(|one| &one.parsed))
            .unwrap_or(&bare);
        // A policy that wants no witness is met by the ledger's own signature.
        let is_met = found.is_some() || policy.judge(&bare, &own).holds();
        let missing = policy.witnesses().iter();
        let missing = missing.filter(|witness| !is_cosigned(witness, shown));
        Ok(Quorum {
            leaves: is_met.then_some(shown.checkpoint.size),
            missing: missing.map(|witness| witness.name.clone()).collect(),
        })
    }
}

/// When a witness cosigned last, in seconds, and a checkpoint over how many entries.
fn last_signed(witness: &PolicyWitness, kept: &[Witnessed]) -> Option<(u64, u64)> {
    let times = kept
        .iter()
        .filter_map(|one| match witness.key.check(&one.parsed) {
            Signed::At(seconds) => Some((seconds, one.parsed.checkpoint.size)),
            Signed::Not | Signed::Wrongly | Signed::Well => None,
        });
    times.max()
}
