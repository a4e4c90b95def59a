//! Making a proof of one entry: from its own line and from the few tiles on its way.
//!
//! At most eight tiles of hashes and one line are read, whatever the size of the ledger.
//! Not here: who may have it (the callers), its file and checking it (`proof`).

use crate::checkpoint::Checkpoint;
use crate::compartment::{CompartmentKind, body_leaf};
use crate::digest::Digest;
use crate::entry::Entry;
use crate::frame::LineView;
use crate::ledger::Ledger;
use crate::opening::{Opening, siblings_of_all};
use crate::proof::Proof;
use crate::row::{CommittedPart, OpenRow};
use crate::{Code, Error, Result};

/// A proof, and what became of each compartment of its entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofMade {
    /// The proof.
    pub proof: Proof,
    /// Every compartment of the entry, in order; nothing where the whole event was erased.
    pub parts: Vec<(CompartmentKind, PartShown)>,
    /// The checkpoint it is under.
    pub checkpoint: Checkpoint,
}

/// What a proof says of a compartment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartShown {
    /// Its bytes.
    Opened,
    /// That it is there; its bytes were not asked for.
    Shut,
    /// That it was there; its person has been erased.
    Erased,
}

impl Ledger {
    /// A proof under the last signed checkpoint, with the compartments of these kinds opened.
    ///
    /// # Errors
    /// [`Error::NoSuchLeaf`] where that checkpoint has fewer entries.
    pub fn prove(&self, index: u64, open: &[CompartmentKind]) -> Result<ProofMade> {
        let checkpoint = {
            let tree = self.tree();
            let checkpoint = tree.checkpoint();
            let hashes = tree.tiles().inclusion_proof(index, checkpoint.size)?;
            (checkpoint, hashes, tree.key().sign(&checkpoint))
        };
        self.prove_under(index, open, checkpoint)
    }

    /// The same under a checkpoint of before, which must be the last or one that was kept.
    ///
    /// # Errors
    /// [`Error::NoSuchCheckpoint`] where none of this size was kept.
    pub fn prove_at(&self, index: u64, open: &[CompartmentKind], size: u64) -> Result<ProofMade> {
        let checkpoint = {
            let tree = self.tree();
            let kept = tree.history()?.into_iter().map(|kept| kept.checkpoint);
            let checkpoint = kept
                .chain([tree.checkpoint()])
                .find(|checkpoint| checkpoint.size == size)
                .ok_or(Error::NoSuchCheckpoint { size })?;
            let hashes = tree.tiles().inclusion_proof(index, size)?;
            // Ed25519 signs the same text the same way each time.
            (checkpoint, hashes, tree.key().sign(&checkpoint))
        };
        self.prove_under(index, open, checkpoint)
    }

    fn prove_under(
        &self,
        index: u64,
        open: &[CompartmentKind],
        (checkpoint, hashes, note): (Checkpoint, Vec<Digest>, Vec<u8>),
    ) -> Result<ProofMade> {
        let no_such_leaf = || Error::NoSuchLeaf {
            index,
            size: checkpoint.size,
        };
        let line = self.segments().line(index)?.ok_or_else(no_such_leaf)?;
        let line = LineView::of(&line).ok_or(Error::NotOpened)?;
        let (stored, row) = self.open_line(index, line)?;
        let mut made = ProofMade {
            proof: Proof {
                index,
                entry: stored.entry.to_bytes(),
                compartments: 0,
                openings: Vec::new(),
                hashes,
                note,
            },
            parts: Vec::new(),
            checkpoint,
        };
        if let Some(row) = row {
            self.open_parts(&stored.entry, &row, open, &mut made)?;
        }
        Ok(made)
    }

    fn open_parts(
        &self,
        entry: &Entry,
        row: &OpenRow,
        open: &[CompartmentKind],
        made: &mut ProofMade,
    ) -> Result<()> {
        let index = made.proof.index;
        let mut codes: Vec<Code> = row.persons().collect();
        codes.sort_unstable();
        codes.dedup();
        let persons = self.vault().person_keys(&codes)?;
        let Some(parts) = row.committed_parts(entry, index, &persons) else {
            let what = format!("entry {index} does not commit to what is in its row");
            return Err(Error::damaged(&self.segments().path_of(index), what));
        };
        let shown = |part: &CommittedPart<'_>| match (&part.opened, open.contains(&part.kind)) {
            (None, _) => (part.kind, PartShown::Erased),
            (Some(_), true) => (part.kind, PartShown::Opened),
            (Some(_), false) => (part.kind, PartShown::Shut),
        };
        made.parts = parts.iter().map(shown).collect();
        made.proof.openings = openings(parts, open);
        if !made.proof.openings.is_empty() {
            let count = u16::try_from(made.parts.len());
            made.proof.compartments = count.expect("a limit keeps compartments below 65,536");
        }
        Ok(())
    }
}

fn openings(parts: Vec<CommittedPart<'_>>, open: &[CompartmentKind]) -> Vec<Opening> {
    let leaf = |part: &CommittedPart<'_>| body_leaf(part.kind, &part.commitment);
    let leaves: Vec<Digest> = parts.iter().map(leaf).collect();
    let mut siblings = vec![Vec::new(); leaves.len()];
    siblings_of_all(&leaves, &mut siblings);
    let all = parts.into_iter().zip(siblings).zip(0..);
    let asked = all.filter(|((part, _), _)| open.contains(&part.kind));
    let opening = |((part, siblings), number): ((CommittedPart<'_>, Vec<Digest>), u16)| {
        let (salt, bytes) = part.opened?;
        Some(Opening {
            number,
            kind: part.kind,
            salt,
            siblings,
            bytes: bytes.into_owned(),
        })
    };
    asked.filter_map(opening).collect()
}
