//! Is the log whole, and who besides us says so: the last checkpoint, witnesses, the last full
//! check, and the way of the log so far.
//!
//! Nothing here is a verdict that has to be believed: the same view hands out the key and the
//! signed note, with which anybody can check. Not here: the check itself (`health`), rounds of
//! witnesses (`witnesses`).

mod erased;
mod mark;
mod verification;

pub use erased::{ErasureTold, ToldOf};
pub use mark::CheckpointMark;
pub(crate) use verification::Verification;
pub use verification::{Outcome, Running, Verified};

use tilsyn_domain::Instant;
use tilsyn_ledger::KeptCheckpoint;

use crate::desk::{Desk, unreadable};
use crate::health::Fault;
use crate::own_log::Looked;
use crate::permit::{Permit, ReadIntegrity};
use crate::problem::Problem;
use crate::witnesses::{Quorum, RollBack, WitnessStanding};

/// Checkpoints of the past that are shown; of more, evenly spread ones.
const GROWTH_MAX: usize = 240;

/// How the log stands.
#[derive(Clone, Debug)]
pub struct IntegrityView {
    pub mark: CheckpointMark,
    /// Entries there are, those not yet signed included.
    pub entries: u64,
    /// The public key that everything is checked with, a C2SP vkey.
    pub verifier_key: String,
    /// When the log had how many entries under a signed checkpoint, oldest first.
    pub growth: Vec<(Instant, u64)>,
    pub witnesses: Vec<WitnessStanding>,
    /// Whether enough of them have signed; nothing where no witness is asked.
    pub quorum: Option<Quorum>,
    /// Where the data was put back from an older copy.
    pub roll_back: Option<RollBack>,
    pub verified: Option<Verified>,
    pub running: Option<Running>,
    /// What was erased and why, the newest first.
    pub erasures: Vec<ErasureTold>,
    /// How many erasures there were.
    pub erasures_total: u64,
    /// The first faults of the last check, if this program made it.
    pub faults: Vec<Fault>,
}

impl Desk {
    /// How the log stands.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn integrity(&self, permit: &Permit<ReadIntegrity>) -> Result<IntegrityView, Problem> {
        let mark = self.checkpoint_mark();
        let (erasures, erasures_total) = self.erasures_told()?;
        let view = IntegrityView {
            entries: self.ledger().len(),
            verifier_key: self.ledger().verifier_key(),
            growth: self.growth(&mark)?,
            witnesses: self.standing_of_witnesses()?,
            quorum: self.followed_quorum()?,
            roll_back: self.roll_back(),
            verified: self.verified()?,
            running: self.verification.running(),
            faults: self.verification.faults(),
            erasures,
            erasures_total,
            mark,
        };
        self.file_look(permit, &Looked::plain("integrity", 1))?;
        Ok(view)
    }

    /// The newest signed checkpoint as the note that others check.
    ///
    /// # Errors
    /// When the look cannot be filed.
    pub fn checkpoint_note(&self, permit: &Permit<ReadIntegrity>) -> Result<Vec<u8>, Problem> {
        self.file_look(permit, &Looked::plain("checkpoint", 1))?;
        Ok(self.ledger().checkpoint_note())
    }

    fn growth(&self, mark: &CheckpointMark) -> Result<Vec<(Instant, u64)>, Problem> {
        let kept = self.ledger().checkpoint_history().map_err(unreadable)?;
        let mut growth = spread(&kept, GROWTH_MAX);
        let now = mark.until.map(|until| (until, mark.size));
        growth.extend(now.filter(|now| growth.last().is_none_or(|last| last.1 < now.1)));
        Ok(growth)
    }
}

/// At most so many of them, evenly spread, the first and the last among them.
fn spread(kept: &[KeptCheckpoint], max: usize) -> Vec<(Instant, u64)> {
    let point = |kept: &KeptCheckpoint| {
        let seconds = i64::try_from(kept.made_seconds).unwrap_or(i64::MAX / 1_000_000);
        (
            Instant(seconds.saturating_mul(1_000_000)),
            kept.checkpoint.size,
        )
    };
    if kept.len() <= max {
        return kept.iter().map(point).collect();
    }
    let places = (0..max).map(|place| place * (kept.len() - 1) / (max - 1));
    places
        .filter_map(|place| kept.get(place).map(point))
        .collect()
}

#[cfg(test)]
mod tests {
    use tilsyn_ledger::Checkpoint;

    use super::*;

    #[test]
    fn of_many_checkpoints_evenly_spread_ones_are_shown() {
        let kept = |count: u64| -> Vec<KeptCheckpoint> {
            let one = |size| KeptCheckpoint {
                made_seconds: size * 10,
                checkpoint: Checkpoint {
                    size,
                    root: [0; 32],
                },
            };
            (0..count).map(one).collect()
        };
        assert_eq!(spread(&kept(3), 3).len(), 3);
        let some = spread(&kept(1000), 5);
        let sizes: Vec<u64> = some.iter().map(|(_, size)| *size).collect();
        assert_eq!(sizes, [0, 249, 499, 749, 999]);
        assert_eq!(some[4].0, Instant(9_990_000_000));
    }
}
