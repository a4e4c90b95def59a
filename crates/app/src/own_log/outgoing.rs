//! The own log on its way out, piece by piece.

use tilsyn_registry::PAGE_ROWS_MAX;

use super::{Look, Looked, Withheld};
use crate::desk::{Desk, registry_problem};
use crate::permit::{Permit, ReadOwnLog};
use crate::problem::Problem;

/// Looks of one piece.
const PIECE_LOOKS: usize = 256;

impl Desk {
    /// The newest looks, at most `limit`, to be written out; and how many there are.
    ///
    /// # Errors
    /// When the registry cannot be read or the look cannot be filed.
    pub fn outgoing_looks(
        &self,
        permit: &Permit<ReadOwnLog>,
        limit: u64,
    ) -> Result<(u64, OutgoingLooks), Problem> {
        let total = self.registry().looks_count().map_err(registry_problem)?;
        let mut leaves: Vec<u64> = Vec::new();
        let wanted = usize::try_from(limit.min(total)).unwrap_or(usize::MAX);
        while leaves.len() < wanted {
            let below = leaves.last().copied().unwrap_or(self.ledger().len());
            let found = self.registry().looks_below(below, PAGE_ROWS_MAX);
            let found = found.map_err(registry_problem)?;
            if found.is_empty() {
                break;
            }
            leaves.extend(found);
        }
        leaves.truncate(wanted);
        let looked = Looked::plain("own-log", 0).rows(leaves.len() as u64, 0, total);
        self.file_look(permit, &looked)?;
        let leaves = leaves.into_iter();
        let withheld = self.withheld_from(permit.principal())?;
        Ok((total, OutgoingLooks { leaves, withheld }))
    }
}

/// Looks that go out, newest first.
pub struct OutgoingLooks {
    leaves: std::vec::IntoIter<u64>,
    withheld: Withheld,
}

impl OutgoingLooks {
    /// The next looks; `None` at the end.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn next_piece(&mut self, desk: &Desk) -> Result<Option<Vec<Look>>, Problem> {
        let leaves: Vec<u64> = self.leaves.by_ref().take(PIECE_LOOKS).collect();
        if leaves.is_empty() {
            return Ok(None);
        }
        desk.looks_at(&leaves, &self.withheld).map(Some)
    }
}
