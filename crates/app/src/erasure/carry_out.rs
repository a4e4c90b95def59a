//! Carrying an approved erasure through every store, in an order that can be begun again.
//!
//! The archive first, while the rows still say whom they concern; then the rows; then, for a
//! person, the directory and quarantine. Each step done twice does nothing the second time.

use std::collections::BTreeMap;
use std::io::Read;

use tilsyn_domain::NationalId;
use tilsyn_domain::question::Dropped;
use tilsyn_ledger::{CompartmentKind, Erased, Gone, Parts};
use tilsyn_registry::{Erasure, Sealed as SealedPiece};

use super::What;
use crate::desk::{Desk, answered, registry_problem, unreadable};
use crate::permit::{CarryOutErasures, Permit};
use crate::problem::Problem;

impl Desk {
    /// What was approved goes from every store.
    pub(super) fn finish_erasure(
        &self,
        _permit: &Permit<CarryOutErasures>,
        erasure: &Erasure,
    ) -> Result<(), Problem> {
        let Some(record) = self.record_of(erasure)? else {
            return Err(Problem::gone("problem-no-such-erasure"));
        };
        {
            let _alone = self
                .intake
                .lock()
                .map_err(|_| Problem::ours(super::STOPPED, super::STOPPED))?;
            self.drop_from_archive(&record.record.what)?;
        }
        self.ledger()
            .carry_out(record.index, &mut |_, _| {})
            .map_err(unreadable)?;
        if let What::Person { national_id, .. } = self.unsealed(erasure)?.what {
            self.forget_in_registry(&national_id)?;
        }
        self.plans.forget(erasure.number);
        self.registry()
            .note_erasure_done(erasure.number, self.now())
            .map_err(registry_problem)?;
        tracing::info!(number = erasure.number, "an erasure was carried out");
        Ok(())
    }

    fn drop_from_archive(&self, what: &Erased) -> Result<(), Problem> {
        match what {
            Erased::Parts { codes, gone } if codes.is_empty() => {
                let dropped = self.dropped(gone)?;
                answered(self.answers().drop_events(&dropped))
            }
            // What was counted of a person stays counted, about somebody erased.
            Erased::Parts { codes, .. } => {
                let codes: Vec<_> = codes.iter().map(|code| code.get()).collect();
                self.answers().forget_people(&codes);
                Ok(())
            }
            Erased::Period {
                retention_class,
                month,
                held,
                ..
            } => {
                let all = self
                    .ledger()
                    .indexes_of_period(*retention_class, *month)
                    .map_err(unreadable)?;
                let gone = all
                    .into_iter()
                    .filter(|index| held.binary_search(index).is_err());
                let dropped = gone.map(|index| (index, Dropped::Event)).collect();
                answered(self.answers().drop_events(&dropped))
            }
        }
    }

    /// What the archive has to drop of events that lose parts.
    fn dropped(&self, gone: &Gone) -> Result<BTreeMap<u64, Dropped>, Problem> {
        let mut dropped = BTreeMap::new();
        for (index, parts) in gone {
            let Parts::These(parts) = parts else {
                dropped.insert(*index, Dropped::Event);
                continue;
            };
            let stored = self.ledger().read(*index).map_err(unreadable)?;
            let there = stored.and_then(|stored| stored.compartments);
            let there = there.unwrap_or_default();
            let subjects = parts.iter().filter_map(|part| {
                let part = there.get(usize::from(*part))?;
                let is_subject = part.kind == CompartmentKind::Subject;
                part.person.filter(|_| is_subject).map(|code| code.get())
            });
            let subjects: Vec<_> = subjects.collect();
            if !subjects.is_empty() {
                dropped.insert(*index, Dropped::Subjects(subjects));
            }
        }
        Ok(dropped)
    }

    /// Directory and quarantine. The ids are looked up before the directory forgets them.
    fn forget_in_registry(&self, id: &NationalId) -> Result<(), Problem> {
        let ids = self.ids_of(id);
        let pieces = self.pieces_naming(&ids)?;
        self.registry()
            .forget_pieces(&pieces)
            .map_err(registry_problem)?;
        let touched = self
            .registry()
            .forget_person(&ids)
            .map_err(registry_problem)?;
        if touched > 0 {
            self.renew_directory()?;
        }
        Ok(())
    }

    /// Pieces in quarantine in which one of these ids stands.
    fn pieces_naming(&self, ids: &[NationalId]) -> Result<Vec<u64>, Problem> {
        let mut naming = Vec::new();
        let mut behind = 0;
        while let Some(piece) = self
            .registry()
            .piece_behind(behind)
            .map_err(registry_problem)?
        {
            behind = piece.entry.number;
            if let Some(SealedPiece::Bytes(sealed)) = &piece.sealed
                && self.names_one(sealed, ids)?
            {
                naming.push(behind);
            }
        }
        Ok(naming)
    }

    fn names_one(&self, sealed: &[u8], ids: &[NationalId]) -> Result<bool, Problem> {
        let packed = self.unseal_piece(sealed)?;
        let unreadable = |cause: std::io::Error| Problem::ours("problem-registry", cause);
        let mut piece = zstd::stream::read::Decoder::new(packed.as_slice()).map_err(unreadable)?;
        let longest = ids.iter().map(|id| id.reveal().len()).max().unwrap_or(0);
        let mut bytes = Vec::new();
        let mut block = vec![0; 1 << 20];
        loop {
            let read = piece.read(&mut block).map_err(unreadable)?;
            if read == 0 {
                return Ok(false);
            }
            bytes.extend_from_slice(&block[..read]);
            // Spaces and hyphens may stand within an id.
            let digits: Vec<u8> = bytes
                .iter()
                .copied()
                .filter(|byte| !b" -".contains(byte))
                .collect();
            let stands = |id: &NationalId| memchr::memmem::find(&digits, id.reveal().as_bytes());
            if ids.iter().any(|id| stands(id).is_some()) {
                return Ok(true);
            }
            // An id may be cut by the end of a block.
            let kept = bytes.len().saturating_sub(2 * longest);
            bytes.drain(..kept);
        }
    }
}
