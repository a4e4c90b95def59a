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
    pub faults: Vec<Fault>,
}

/// Something that does not hold. What is wrong with a file is told in technical words; the
/// sentences around them are in the text files.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A file of the ledger is not what was written.
    #[error("{file}: {what}")]
    Ledger { file: String, what: String },
    /// A file of the archive is not what was written.
    #[error("{what}")]
    Archive { what: String },
    /// Both are whole, but they do not hold the same.
    #[error(
        "the archive holds {archive} events, the ledger {ledger}: delete the folder `archive`, \
         it is made anew from the ledger"
    )]
    Counts { archive: u64, ledger: u64 },
    #[error("the archive cannot be read: {what}")]
    ArchiveUnreadable { what: String },
}

impl Integrity {
    #[must_use]
    pub fn ok(&self) -> bool {
        self.faults.is_empty() && self.unexplained == 0
    }
}

impl Desk {
    /// Checks every event, tile and checkpoint, and that the archive holds what the ledger holds.
    ///
    /// # Errors
    /// When the check itself could not run; what it finds wrong is in the answer.
    pub fn verify(&self, permit: &Permit<VerifyLedger>) -> Result<Integrity, Problem> {
        tracing::info!(principal = permit.principal().name(), "verification begins");
        // What came in since is signed first: a checkpoint that a full disk or a crash kept from
        // being made leaves tiles that belong to no signed tree yet.
        let now = crate::desk::seconds(self.now());
        self.ledger().checkpoint(now).map_err(unreadable)?;
        let report = self.ledger().verify(&mut |_, _| {}).map_err(unreadable)?;
        let mut found = Integrity {
            leaves: report.leaves,
            events: report.events,
            checkpoints: report.checkpoints,
            erased: report.erased,
            unexplained: report.unexplained,
            faults: report
                .problems
                .iter()
                .map(|found| Fault::Ledger {
                    file: found.file.display().to_string(),
                    what: found.what.clone(),
                })
                .collect(),
        };
        let archive = answered(self.answers().check())?.into_iter();
        found
            .faults
            .extend(archive.map(|what| Fault::Archive { what }));
        self.compare_archive(&mut found);
        Ok(found)
    }

    /// The archive must hold as many events as the ledger: it is made from it.
    fn compare_archive(&self, found: &mut Integrity) {
        match self.answers().sources() {
            Ok(sources) => {
                let archived: u64 = sources.iter().map(|source| source.events).sum();
                if archived != found.events {
                    found.faults.push(Fault::Counts {
                        archive: archived,
                        ledger: found.events,
                    });
                }
            }
            Err(error) => found.faults.push(Fault::ArchiveUnreadable {
                what: error.to_string(),
            }),
        }
    }
}
