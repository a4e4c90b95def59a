//! What the ledger has seen: from an event key to the entry that has it.
//!
//! The newest keys are in a table in memory, the rest in runs on disk, merged eight to one, so
//! that 50 million keys take about 80 MB of memory. All of it can be made again from the
//! entries. Finding a prefix is not finding a key: the caller compares all 32 bytes.

use crate::Result;
use crate::digest::Digest;
use crate::header::u64_at;
use crate::run::{Pair, Run, files_in, merge};
use hashbrown::HashTable;
use std::path::{Path, PathBuf};

const MERGED_AT_ONCE: usize = 8;

/// Event keys and where they are.
pub(crate) struct Seen {
    folder: PathBuf,
    ledger_id: Digest,
    newest_max: usize,
    runs: Vec<Run>,
    newest: HashTable<Pair>,
    newest_first: u64,
    next: u64,
}

/// The first 8 bytes of an event key.
pub(crate) fn prefix_of(event_key: &Digest) -> u64 {
    u64_at(event_key, 0)
}

impl Seen {
    /// Opens the runs that are there. Entries from [`Seen::next`] on have to be added again.
    /// A run that is missing or altered, and all after it, are made again that way, and so is
    /// one that has keys of entries the ledger, of `entries`, does not have.
    pub(crate) fn open(
        folder: &Path,
        ledger_id: Digest,
        newest_max: usize,
        entries: u64,
    ) -> Result<Seen> {
        tilsyn_durable::create_folder(folder)?;
        let mut runs: Vec<Run> = Vec::new();
        let mut covered = 0;
        for path in files_in(folder)? {
            match Run::open(&path, &ledger_id) {
                Ok(run) if run.first == covered && (covered + 1..=entries).contains(&run.end) => {
                    covered = run.end;
                    runs.push(run);
                }
                _ => tilsyn_durable::remove_file(&path)?,
            }
        }
        Ok(Seen {
            folder: folder.to_path_buf(),
            ledger_id,
            newest_max,
            runs,
            newest: HashTable::new(),
            newest_first: covered,
            next: covered,
        })
    }

    /// The index of the first entry that has not been added.
    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    /// The indexes of all entries whose event key begins so, that are in runs.
    pub(crate) fn find_in_runs(&self, prefix: u64) -> Result<Vec<u64>> {
        let mut found = Vec::new();
        for run in &self.runs {
            found.extend(run.find(prefix)?);
        }
        Ok(found)
    }

    /// The indexes of all entries whose event key begins so, that are in memory.
    pub(crate) fn find_newest(&self, prefix: u64) -> impl Iterator<Item = u64> {
        let of_prefix = move |pair: &&Pair| pair.0 == prefix;
        self.newest
            .iter_hash(prefix)
            .filter(of_prefix)
            .map(|pair| pair.1)
    }

    /// Adds the key of the next entry.
    pub(crate) fn add(&mut self, prefix: u64, index: u64) {
        debug_assert_eq!(index, self.next, "entries are added in order");
        self.newest
            .insert_unique(prefix, (prefix, index), |pair| pair.0);
        self.next = index + 1;
    }

    /// Whether the table should be moved to disk.
    pub(crate) fn is_full(&self) -> bool {
        self.newest.len() >= self.newest_max
    }

    /// Moves the table to disk.
    pub(crate) fn flush(&mut self) -> Result<()> {
        if self.next == self.newest_first {
            return Ok(());
        }
        let mut pairs: Vec<Pair> = self.newest.iter().copied().collect();
        pairs.sort_unstable();
        let range = (self.newest_first, self.next);
        let count = pairs.len();
        let pairs = pairs.into_iter().map(Ok);
        let run = Run::write(&self.folder, &self.ledger_id, range, count, pairs)?;
        self.runs.push(run);
        self.newest.clear();
        self.newest_first = self.next;
        self.merge_tiers()
    }

    /// Merges the last runs while eight or more of them are of one size, or smaller.
    fn merge_tiers(&mut self) -> Result<()> {
        let mut tier = self.newest_max;
        loop {
            let small = |run: &&Run| run.len() <= tier;
            let count = self.runs.iter().rev().take_while(small).count();
            if count >= MERGED_AT_ONCE {
                self.merge_last(count)?;
            } else if self.runs.iter().all(|run| run.len() <= tier) {
                return Ok(());
            }
            tier = tier.saturating_mul(MERGED_AT_ONCE);
        }
    }

    fn merge_last(&mut self, count: usize) -> Result<()> {
        let from = self.runs.len() - count;
        let old = self.runs.split_off(from);
        let (first, end) = (old[0].first, old[count - 1].end);
        // The order is the promise: the merged run is durable before the old ones go. A crash in
        // between leaves both, and `open` keeps the one that covers more.
        let count = old.iter().map(Run::len).sum();
        let range = (first, end);
        match Run::write(&self.folder, &self.ledger_id, range, count, merge(&old)) {
            Ok(merged) => self.runs.push(merged),
            Err(error) => {
                self.runs.extend(old);
                return Err(error);
            }
        }
        for run in old {
            tilsyn_durable::remove_file(run.path())?;
        }
        Ok(())
    }

    /// The runs, for verification.
    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }
}
