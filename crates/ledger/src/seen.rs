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

    /// Merges the last runs while eight of them are of one tier, with what is smaller between
    /// them. Those of a higher tier stay as they are, so that a key is written again once a tier.
    fn merge_tiers(&mut self) -> Result<()> {
        while let Some(last) = self.runs.last() {
            let tier = self.tier_of(last);
            let tiers = self.runs.iter().rev().map(|run| self.tier_of(run));
            let up_to_it: Vec<u32> = tiers.take_while(|one| *one <= tier).collect();
            if up_to_it.iter().filter(|one| **one == tier).count() < MERGED_AT_ONCE {
                break;
            }
            self.merge_last(up_to_it.len())?;
        }
        Ok(())
    }

    /// How often eight were merged to one to come to so long a run; 0 below eight full tables.
    fn tier_of(&self, run: &Run) -> u32 {
        let tables = run.len() / self.newest_max.max(1);
        tables.checked_ilog(MERGED_AT_ONCE).unwrap_or(0)
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

#[cfg(test)]
mod tests {
    use super::*;
    use tilsyn_durable::SimDisk;

    const ID: Digest = [9; 32];
    const NEWEST_MAX: usize = 10;

    fn open(disk: &SimDisk, entries: u64) -> Seen {
        Seen::open(&disk.root().join("seen"), ID, NEWEST_MAX, entries).unwrap()
    }

    /// Adds entries up to `end`, with a run for each table; each has a prefix of its own.
    fn add(seen: &mut Seen, end: u64) {
        for index in seen.next()..end {
            seen.add(!index, index);
            if seen.is_full() {
                seen.flush().unwrap();
            }
        }
    }

    /// Adds so many entries at once, as a great batch does, and a run of them.
    fn add_batch(seen: &mut Seen, entries: u64) {
        (0..entries).for_each(|_| seen.add(!seen.next(), seen.next()));
        seen.flush().unwrap();
    }

    /// The ranges of the runs, and what is to be added next.
    fn covered(seen: &Seen) -> (Vec<(u64, u64)>, u64) {
        let ranges = seen.runs().iter().map(|run| (run.first, run.end));
        (ranges.collect(), seen.next())
    }

    #[test]
    fn eight_runs_become_one_and_eight_of_those_too() {
        let disk = SimDisk::new(1, 512);
        let mut seen = open(&disk, 0);
        for number in 1..=64 {
            add(&mut seen, number * 10);
            // In base eight: a run for each one, and for each eight.
            let expected = number / 64 + number % 64 / 8 + number % 8;
            assert_eq!(seen.runs().len() as u64, expected, "after {number}");
        }
        assert_eq!(covered(&seen), (vec![(0, 640)], 640));
        for index in 0..640 {
            assert_eq!(seen.find_in_runs(!index).unwrap(), [index]);
        }
    }

    #[test]
    fn runs_of_great_and_small_batches_are_merged_all_the_same() {
        let disk = SimDisk::new(1, 512);
        let mut seen = open(&disk, 0);
        // Each as long as one to seven tables, or less.
        for (number, entries) in [10, 60, 1, 79, 10, 25, 60].into_iter().enumerate() {
            add_batch(&mut seen, entries);
            assert_eq!(seen.runs().len(), number + 1);
        }
        add_batch(&mut seen, 15);
        assert_eq!(covered(&seen), (vec![(0, 260)], 260));
        // Small ones between great ones go with those.
        for _ in 0..6 {
            add_batch(&mut seen, 3);
            add_batch(&mut seen, 100);
        }
        assert_eq!(seen.runs().len(), 13);
        add_batch(&mut seen, 100);
        assert_eq!(covered(&seen), (vec![(0, 978)], 978));
    }

    #[test]
    fn runs_are_taken_as_far_as_they_follow_each_other() {
        let disk = SimDisk::new(1, 512);
        let mut seen = open(&disk, 0);
        add(&mut seen, 40);
        let runs = [(0, 10), (10, 20), (20, 30), (30, 40)];
        let file = |(first, end)| disk.root().join("seen").join(Run::name(first, end));
        assert_eq!(covered(&open(&disk, 40)), (runs.to_vec(), 40));
        // Keys of entries that the ledger does not have.
        assert_eq!(covered(&open(&disk, 39)), (runs[..3].to_vec(), 30));
        // What is behind a gap is made again, as is the gap.
        tilsyn_durable::remove_file(&file(runs[1])).unwrap();
        let mut seen = open(&disk, 40);
        assert_eq!(covered(&seen), (runs[..1].to_vec(), 10));
        assert!(!tilsyn_durable::is_there(&file(runs[2])));
        add(&mut seen, 40);
        assert_eq!(covered(&open(&disk, 40)), (runs.to_vec(), 40));
        // A crash has left the runs beside the one they were merged to.
        let all: Vec<Pair> = (0..40).rev().map(|index| (!index, index)).collect();
        let pairs = all.into_iter().map(Ok);
        Run::write(&disk.root().join("seen"), &ID, (0, 40), 40, pairs).unwrap();
        assert_eq!(covered(&open(&disk, 40)), (vec![(0, 40)], 40));
        assert_eq!(
            tilsyn_durable::names_in(&disk.root().join("seen"))
                .unwrap()
                .len(),
            1
        );
    }

    #[test]
    fn a_run_of_no_entries_is_none() {
        let disk = SimDisk::new(1, 512);
        drop(open(&disk, 0));
        Run::write(
            &disk.root().join("seen"),
            &ID,
            (0, 0),
            0,
            std::iter::empty(),
        )
        .unwrap();
        assert_eq!(covered(&open(&disk, 5)), (vec![], 0));
    }
}
