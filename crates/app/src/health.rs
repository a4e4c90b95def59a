//! Is the log whole? Everything stored is checked again against the signed checkpoints, and the
//! registry as far as it can be.
//!
//! What the registry holds and no checkpoint covers: the directory with its history, settings
//! and the names of sources. Of these only the form is checked; a value exchanged for another of
//! the same form is not found (2026-11). Quarantine and the index of looks are checked whole.

pub use tilsyn_registry::DatabaseCheck;
use tilsyn_registry::{Depth, KeptPiece, Sealed};

use crate::desk::{Desk, answered, registry_problem, unreadable};
use crate::permit::{Permit, ReadSources, VerifyLedger};
use crate::problem::Problem;

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Integrity {
    pub leaves: u64,
    /// Access events among them.
    pub events: u64,
    /// Those of them of which nothing is left but the entry.
    pub events_erased: u64,
    pub checkpoints: u64,
    pub erased: u64,
    /// Holes that no erasure record explains.
    pub unexplained: u64,
    /// The first of them: which entry, which part.
    pub holes: Vec<String>,
    /// Pieces in quarantine, each opened.
    pub pieces: u64,
    /// What the registry's database says of itself; `None`: it could not be asked.
    pub database: Option<DatabaseCheck>,
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
    /// The registry's database is not as it was written.
    #[error("{file}: {what}")]
    Registry { file: String, what: String },
    /// A piece in quarantine is not what came in.
    #[error("the registry: piece {number} in quarantine is not what came in")]
    Piece { number: u64 },
    /// The registry's list of looks is not that of the ledger.
    #[error("the registry lists {registry} looks, the ledger holds {ledger}")]
    Looks { registry: u64, ledger: u64 },
}

impl Integrity {
    #[must_use]
    pub fn ok(&self) -> bool {
        self.faults.is_empty() && self.unexplained == 0
    }
}

impl Desk {
    /// The check behind [`Desk::verify`].
    pub(crate) fn check_everything(
        &self,
        permit: &Permit<VerifyLedger>,
    ) -> Result<Integrity, Problem> {
        tracing::info!(principal = permit.principal().user(), "verification begins");
        // What came in since is signed first: a checkpoint that a full disk or a crash kept from
        // being made leaves tiles that belong to no signed tree yet.
        let now = crate::desk::seconds(self.now());
        if self.roll_back().is_none() {
            self.ledger().checkpoint(now).map_err(unreadable)?;
        }
        let mut progress = |done, total| self.verification.progress(done, total);
        let report = self.ledger().verify(&mut progress).map_err(unreadable)?;
        let mut found = Integrity {
            leaves: report.leaves,
            events: report.events,
            events_erased: report.events_erased,
            checkpoints: report.checkpoints,
            erased: report.erased,
            unexplained: report.unexplained,
            holes: report.holes.iter().map(ToString::to_string).collect(),
            faults: report
                .problems
                .iter()
                .map(|found| Fault::Ledger {
                    file: found.file.display().to_string(),
                    what: found.what.clone(),
                })
                .collect(),
            ..Integrity::default()
        };
        let archive = answered(self.answers().check())?.into_iter();
        found
            .faults
            .extend(archive.map(|what| Fault::Archive { what }));
        self.compare_archive(&mut found);
        self.check_registry(report.looks, &mut found);
        Ok(found)
    }

    /// Whether the registry's database is whole in form; quick enough for every few minutes.
    ///
    /// # Errors
    /// When it cannot be asked; what is wrong with it is in the answer.
    pub fn check_database(&self, _permit: &Permit<ReadSources>) -> Result<DatabaseCheck, Problem> {
        self.registry()
            .check(Depth::Quick)
            .map_err(registry_problem)
    }

    /// How many imports were cut off, and not made good since: of what they set out to read,
    /// some has not come whole. One that runs just now counts as well.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn imports_cut_off(&self, _permit: &Permit<ReadSources>) -> Result<u64, Problem> {
        let open = self.registry().unfinished_imports();
        open.map(|imports| imports.len() as u64)
            .map_err(registry_problem)
    }

    fn check_registry(&self, looks: u64, found: &mut Integrity) {
        let file = self.registry().place();
        let unreadable = |cause: tilsyn_registry::Error| Fault::Registry {
            file: file.clone(),
            what: with_cause(&cause),
        };
        match self.registry().check(Depth::Full) {
            Ok(said) => {
                found.faults.extend(faults_of(&said, &file));
                found.database = Some(said);
            }
            Err(cause) => found.faults.push(unreadable(cause)),
        }
        if let Err(cause) = self.check_pieces(found) {
            found.faults.push(unreadable(cause));
        }
        if let Err(cause) = self.compare_looks(looks, found) {
            found.faults.push(unreadable(cause));
        }
    }

    /// Opens every piece in quarantine.
    fn check_pieces(&self, found: &mut Integrity) -> Result<(), tilsyn_registry::Error> {
        let mut behind = 0;
        while let Some(piece) = self.registry().piece_behind(behind)? {
            behind = piece.entry.number;
            found.pieces += 1;
            if !self.is_what_came(&piece) {
                found.faults.push(Fault::Piece { number: behind });
            }
        }
        Ok(())
    }

    fn is_what_came(&self, piece: &KeptPiece) -> bool {
        let Some(Sealed::Bytes(sealed)) = &piece.sealed else {
            return false;
        };
        let packed = self.unseal_piece(sealed).ok();
        let digest = packed.map(|packed| tilsyn_ledger::leaf_hash(&packed));
        piece.placed && digest == Some(piece.digest)
    }

    /// The index must list every look that the ledger holds; those just on their way apart.
    fn compare_looks(
        &self,
        looks: u64,
        found: &mut Integrity,
    ) -> Result<(), tilsyn_registry::Error> {
        let listed = self.registry().looks_before(found.leaves)?;
        let on_their_way = self.filing.count();
        if listed > looks || listed + on_their_way < looks {
            found.faults.push(Fault::Looks {
                registry: listed,
                ledger: looks,
            });
        }
        Ok(())
    }

    /// The archive must hold as many events as the ledger, which it is made from; those apart that
    /// came in after the ledger was read.
    pub(crate) fn compare_archive(&self, found: &mut Integrity) {
        match self.answers().sources() {
            Ok(sources) => {
                let archived: u64 = sources.iter().map(|source| source.events).sum();
                let ledger = found.events - found.events_erased;
                let since = self.ledger().len().saturating_sub(found.leaves);
                if archived < ledger || archived > ledger + since {
                    found.faults.push(Fault::Counts {
                        archive: archived,
                        ledger,
                    });
                }
            }
            Err(error) => found.faults.push(Fault::ArchiveUnreadable {
                what: error.to_string(),
            }),
        }
    }
}

/// An error with what lies behind it, in technical words.
fn with_cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// What the database found wrong with itself.
fn faults_of(said: &DatabaseCheck, place: &str) -> Vec<Fault> {
    let (file, faults) = match said {
        DatabaseCheck::Sqlite { file, faults } => (file.as_str(), faults),
        DatabaseCheck::Postgres { faults, .. } => (place, faults),
    };
    let fault = |what: &String| Fault::Registry {
        file: file.to_owned(),
        what: what.clone(),
    };
    faults.iter().map(fault).collect()
}
