//! Runs compared with the entries whose keys they say they hold.
//!
//! A run that lacks a key, as one of another ledger of the same name would, lets an event be taken
//! in twice. What the runs hold is summed up and compared with the same sum over the entries: that
//! takes no memory, and a sum of SHA-256 is not met by chance. Not here: making runs (`seen`).

use crate::digest::sha256;
use crate::entry::ENTRY_BYTES;
use crate::header::u64_at;
use crate::run::Run;
use crate::{Error, Result};
use std::collections::BTreeMap;

/// Where the event key stands in an entry; runs hold its first eight bytes.
const KEY_AT: usize = 24;

/// The sums over all entries before those at which runs begin and end.
pub(crate) struct KeySums {
    before: BTreeMap<u64, Option<u128>>,
    sum: u128,
}

impl KeySums {
    /// Nothing summed up yet. Runs that are merged meanwhile begin and end where these do.
    pub(crate) fn of(runs: &[Run]) -> KeySums {
        let edges = runs.iter().flat_map(|run| [run.first, run.end]);
        KeySums {
            before: edges.map(|edge| (edge, None)).collect(),
            sum: 0,
        }
    }

    /// Adds the next entry.
    pub(crate) fn add(&mut self, index: u64, entry: &[u8; ENTRY_BYTES]) {
        self.end_at(index);
        self.sum = self.sum.wrapping_add(mixed(u64_at(entry, KEY_AT), index));
    }

    /// All entries before this one have been added.
    pub(crate) fn end_at(&mut self, index: u64) {
        if let Some(before) = self.before.get_mut(&index) {
            *before = Some(self.sum);
        }
    }

    /// Whether a run holds what it should; nothing is said of one that was made meanwhile.
    pub(crate) fn check(&self, run: &Run) -> Result<()> {
        let mut sum = 0_u128;
        for pair in run.pairs() {
            let (prefix, index) = pair?;
            sum = sum.wrapping_add(mixed(prefix, index));
        }
        let before = |edge| self.before.get(&edge).copied().flatten();
        let (Some(first), Some(end)) = (before(run.first), before(run.end)) else {
            return Ok(());
        };
        match sum == end.wrapping_sub(first) {
            true => Ok(()),
            false => Err(Error::damaged(
                run.path(),
                "it does not hold the keys of its entries",
            )),
        }
    }
}

fn mixed(prefix: u64, index: u64) -> u128 {
    let hash = sha256(&[&prefix.to_be_bytes(), &index.to_be_bytes()]);
    let (first, _) = hash.split_first_chunk::<16>().expect("a hash has 32 bytes");
    u128::from_be_bytes(*first)
}
