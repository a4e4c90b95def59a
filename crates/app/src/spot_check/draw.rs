//! The draw itself: every lookup of a period is hashed, and the smallest are kept.
//!
//! The archive knows lookups by leaf and code, and an item holds the id that the source gave its
//! event, so the act of each event is read from the ledger, on all cores, piece by piece. Only
//! hashes and places of the smallest stay; their items are read once more at the end.

use std::ops::ControlFlow;

use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tilsyn_detect::sample::Smallest;
use tilsyn_domain::question::OneLookup;
use tilsyn_domain::{NationalId, Period};

use super::SampleItem;
use crate::desk::{Desk, answered, unreadable};
use crate::problem::Problem;

/// A lookup by its hash.
type Hashed = ([u8; 32], OneLookup);

/// What stands in an item beside the person.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) source: String,
}

impl Named {
    /// What a lookup of this event hashes to; `start`: what comes before all items.
    pub(super) fn hash(&self, start: &Sha256, person: Option<&NationalId>) -> [u8; 32] {
        let hash = start
            .clone()
            .chain_update(&self.source)
            .chain_update([0x1f]);
        let hash = hash.chain_update(&self.id).chain_update([0x1f]);
        let person = person.map_or("", NationalId::reveal);
        hash.chain_update(person).finalize().into()
    }
}

impl Desk {
    /// How many lookups a period has, and those of them whose hashes are smallest, in order.
    pub(super) fn smallest(
        &self,
        period: Period,
        size: usize,
        seed: &str,
        told: &dyn Fn(u64),
    ) -> Result<(u64, Vec<OneLookup>), Problem> {
        let start = Sha256::new().chain_update(seed).chain_update([0]);
        let mut seen = 0;
        let mut kept = Ok(Smallest::new(size));
        let each = &mut |piece: Vec<OneLookup>| {
            let before = std::mem::replace(&mut kept, Ok(Smallest::new(0)));
            kept = before.and_then(|before| {
                let (count, smallest) = self.of_piece(&piece, size, &start)?;
                seen += count;
                told(seen);
                Ok(before.merged(smallest))
            });
            match kept {
                Ok(_) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        answered(self.answers().lookups(period, each))?;
        let kept = kept?.into_sorted();
        Ok((seen, kept.into_iter().map(|(_, lookup)| lookup).collect()))
    }

    /// The same of one piece, which is in the order of leaves: an event is read once.
    fn of_piece(
        &self,
        piece: &[OneLookup],
        size: usize,
        start: &Sha256,
    ) -> Result<(u64, Smallest<Hashed>), Problem> {
        let none = || (0, Smallest::new(size));
        piece
            .par_chunk_by(|one, other| one.leaf == other.leaf)
            .try_fold(none, |(mut seen, mut kept), of_event| {
                // An event that was erased meanwhile: the draw begins again.
                if let Some(named) = self.named_event(of_event[0].leaf)? {
                    for lookup in of_event {
                        let hash = named.hash(start, lookup.subject.as_ref());
                        kept.add((hash, lookup.clone()));
                        seen += 1;
                    }
                }
                Ok((seen, kept))
            })
            .try_reduce(none, |(seen, kept), (more, others)| {
                Ok((seen + more, kept.merged(others)))
            })
    }

    pub(super) fn named_event(&self, leaf: u64) -> Result<Option<Named>, Problem> {
        let act = self.ledger().read_act(leaf).map_err(unreadable)?;
        let damaged = |cause| Problem::ours("problem-ledger", cause);
        let named = act.map(|act| serde_json::from_slice(&act).map_err(damaged));
        named.transpose()
    }

    /// What was drawn, as it is given out. One that was erased in this moment is left out.
    pub(super) fn items(&self, drawn: Vec<OneLookup>) -> Result<Vec<SampleItem>, Problem> {
        let item = |lookup: OneLookup| {
            let named = self.named_event(lookup.leaf)?;
            Ok(named.map(|Named { id, source }| SampleItem {
                source,
                id,
                national_id: lookup.subject,
            }))
        };
        let items = drawn.into_par_iter().with_min_len(16).map(item);
        let items: Vec<Option<SampleItem>> = items.collect::<Result<_, Problem>>()?;
        Ok(items.into_iter().flatten().collect())
    }
}
