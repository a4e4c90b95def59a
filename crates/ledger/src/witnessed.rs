//! Checkpoints that witnesses have cosigned, kept beside the ledger's own; and what they say of a
//! ledger that has been rolled back.
//!
//! Each is a file of its own, a C2SP checkpoint with every signature it has. They outlive the
//! tree they were signed for: one that is ahead of the tree, or differs from it, shows that the
//! folder was put back from an older copy. Then nothing more is signed, for two histories under
//! one key are what witnesses are there to prevent. Not here: asking witnesses.

use crate::checkpoint::{Checkpoint, ParsedCheckpoint, parse_checkpoint};
use crate::ledger::Ledger;
use crate::verifier_key::{Signed, VerifierKey};
use crate::{Digest, Error, Result};
use std::path::PathBuf;

pub(crate) const FOLDER: &str = "witnessed";

/// A checkpoint as it was kept with its cosignatures.
#[derive(Debug)]
pub struct Witnessed {
    /// Taken apart; it is signed with the ledger's key, cosignatures have not been checked.
    pub parsed: ParsedCheckpoint,
    /// Its bytes.
    pub note: Vec<u8>,
    pub(crate) path: PathBuf,
}

/// A checkpoint signed with the ledger's key that the ledger does not lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RollBack {
    /// What was signed.
    pub signed: Checkpoint,
    /// What the ledger has.
    pub own: Checkpoint,
}

/// The name of the file that a checkpoint is kept in.
pub(crate) fn name_of(checkpoint: &Checkpoint) -> String {
    let Checkpoint { size, root } = checkpoint;
    let mark: String = root[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{size:020}-{mark}")
}

impl Ledger {
    /// What was kept, smallest first.
    ///
    /// # Errors
    /// When a file cannot be read, or is no checkpoint signed with the ledger's key.
    pub fn witnessed(&self) -> Result<Vec<Witnessed>> {
        let folder = self.folder().join(FOLDER);
        if !tilsyn_durable::is_folder(&folder) {
            return Ok(Vec::new());
        }
        let mut kept = Vec::new();
        for name in tilsyn_durable::names_in(&folder)? {
            if name.ends_with(".unfinished") {
                continue;
            }
            let path = folder.join(name);
            // Whoever keeps a newer one forgets an older meanwhile.
            let Some(note) = tilsyn_durable::read_if_there(&path)? else {
                continue;
            };
            let parsed = self.own_checkpoint(&note).ok_or_else(|| {
                Error::damaged(&path, "it is no checkpoint signed with this ledger's key")
            })?;
            if !path.ends_with(name_of(&parsed.checkpoint)) {
                let what = "it holds another checkpoint than its name says";
                return Err(Error::damaged(&path, what));
            }
            kept.push(Witnessed { parsed, note, path });
        }
        kept.sort_by_key(|one| (one.parsed.checkpoint.size, one.parsed.checkpoint.root));
        Ok(kept)
    }

    /// A note that this ledger has signed, taken apart; nothing if it did not.
    pub fn own_checkpoint(&self, note: &[u8]) -> Option<ParsedCheckpoint> {
        let own = self.own_key();
        let parsed = parse_checkpoint(note).filter(|parsed| parsed.origin == self.origin())?;
        (own.check(&parsed) == Signed::Well).then_some(parsed)
    }

    /// The key that checks its checkpoints.
    pub fn own_key(&self) -> VerifierKey {
        VerifierKey::parse(&self.verifier_key()).expect("it was written by the same rules")
    }

    /// Keeps a cosigned checkpoint; it is on the disk when this returns. One of the same tree is
    /// replaced.
    ///
    /// # Errors
    /// When it is not signed with the ledger's key, or cannot be written.
    pub fn keep_witnessed(&self, note: &[u8]) -> Result<()> {
        let folder = self.folder().join(FOLDER);
        let parsed = self.own_checkpoint(note).ok_or(Error::ForeignCheckpoint)?;
        tilsyn_durable::create_folder(&folder)?;
        let path = folder.join(name_of(&parsed.checkpoint));
        Ok(tilsyn_durable::write_atomically(&path, note)?)
    }

    /// Forgets a kept checkpoint that newer ones stand for.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn forget_witnessed(&self, kept: &Witnessed) -> Result<()> {
        Ok(tilsyn_durable::remove_file(&kept.path)?)
    }

    /// The head of the first `size` leaves, which must be under a checkpoint.
    ///
    /// # Errors
    /// When there are fewer, or tiles cannot be read.
    pub fn root_at(&self, size: u64) -> Result<Digest> {
        self.tree().tiles().root_at(size)
    }

    /// Whether the ledger leads to a checkpoint that it has signed; what it has, if not.
    ///
    /// # Errors
    /// When tiles cannot be read.
    pub fn rolled_back_from(&self, signed: Checkpoint) -> Result<Option<RollBack>> {
        let own = self.last_checkpoint();
        let leads = signed.size <= own.size && self.root_at(signed.size)? == signed.root;
        Ok((!leads).then_some(RollBack { signed, own }))
    }

    /// Compares what was kept with the tree, and signs nothing more if they do not agree.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn find_roll_back(&self) -> Result<Option<RollBack>> {
        for kept in self.witnessed()?.iter().rev() {
            if let Some(found) = self.rolled_back_from(kept.parsed.checkpoint)? {
                return Ok(Some(*self.roll_back.get_or_init(|| found)));
            }
        }
        Ok(None)
    }

    /// What was found so; from then on nothing is signed.
    pub fn roll_back(&self) -> Option<RollBack> {
        self.roll_back.get().copied()
    }
}
