//! Is the log whole? Everything stored is checked again against the signed checkpoints.

use crate::desk::{Desk, answered, unreadable};
use crate::permit::{Permit, VerifyLedger};
use crate::problem::Problem;

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Integrity {
    pub leaves: u64,
    /// Access events among them.
    pub events: u64,
    pub checkpoints: u64,
    pub erased: u64,
    /// Holes that no erasure record explains.
    pub unexplained: u64,
    /// What is wrong, with the file it is in.
    pub problems: Vec<String>,
}

impl Integrity {
    #[must_use]
    pub fn ok(&self) -> bool {
        self.problems.is_empty() && self.unexplained == 0
    }
}

impl Desk {
    /// Checks every event, tile and checkpoint, and that the archive holds what the ledger holds.
    ///
    /// # Errors
    /// When the check itself could not run; what it finds wrong is in the answer.
    pub fn verify(&self, permit: &Permit<VerifyLedger>) -> Result<Integrity, Problem> {
        tracing::info!(principal = permit.principal().name(), "verification begins");
        let report = self.ledger().verify(&mut |_, _| {}).map_err(unreadable)?;
        let mut found = Integrity {
            leaves: report.leaves,
            events: report.events,
            checkpoints: report.checkpoints,
            erased: report.erased,
            unexplained: report.unexplained,
            problems: report
                .problems
                .iter()
                .map(|found| format!("{}: {}", found.file.display(), found.what))
                .collect(),
        };
        found.problems.extend(answered(self.answers().check())?);
        self.compare_archive(&mut found);
        Ok(found)
    }

    /// The archive must hold as many events as the ledger: it is made from it.
    fn compare_archive(&self, found: &mut Integrity) {
        match self.answers().sources() {
            Ok(sources) => {
                let archived: u64 = sources.iter().map(|source| source.events).sum();
                if archived != found.events {
                    let events = found.events;
                    found.problems.push(format!(
                        "the archive holds {archived} events, the ledger {events}: \
                         delete the folder `archive`, it is made anew from the ledger"
                    ));
                }
            }
            Err(error) => found
                .problems
                .push(format!("the archive cannot be read: {error}")),
        }
    }
}
