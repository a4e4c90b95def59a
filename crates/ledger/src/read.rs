//! Reading back: one entry, many, or all from an index on.
//!
//! An entry is found by its index alone and opened with the keys of its period and its persons;
//! what has been erased is told apart from what is damaged. Not here: whether it is still what
//! the tree commits to (`verify`).

use crate::entry::Entry;
use crate::frame::LineView;
use crate::keys::KeyName;
use crate::ledger::Ledger;
use crate::row::{OpenRow, PersonKeys, RowPlace, StoredCompartment};
use crate::segment::FrameBytes;
use crate::{Code, Error, Result};
use rayon::prelude::*;
use std::collections::VecDeque;

/// Entries opened together by an iteration.
const OPENED_TOGETHER: usize = 8192;

/// An entry read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its place in the ledger.
    pub index: u64,
    /// The part that stays for ever.
    pub entry: Entry,
    /// Which retention rule it falls under.
    pub retention_class: u16,
    /// Its month, as year × 12 + month from 0.
    pub month: i32,
    /// Its parts, or nothing when the whole event, or its period, has been erased.
    pub compartments: Option<Vec<StoredCompartment>>,
}

impl Ledger {
    /// The entry with this index; nothing if there are not so many.
    pub fn read(&self, index: u64) -> Result<Option<StoredEntry>> {
        let Some(line) = self.segments().line(index)? else {
            return Ok(None);
        };
        let line = LineView::of(&line).ok_or(Error::NotOpened)?;
        let (stored, row) = self.open_line(index, line)?;
        let mut codes: Vec<Code> = row.iter().flat_map(OpenRow::persons).collect();
        codes.sort_unstable();
        codes.dedup();
        let persons = self.vault().person_keys(&codes)?;
        finish(stored, row, &persons).map(Some)
    }

    /// When the entry with this index came in, in seconds since 1970, as it says itself; nothing
    /// if there are not so many. Nothing is opened for it.
    pub fn received(&self, index: u64) -> Result<Option<u64>> {
        let entry = self.segments().entry(index)?;
        Ok(entry.map(|entry| Entry::received_seconds_of(&entry)))
    }

    /// The act of the entry with this index, and no other part: no person's box is opened for
    /// it. Nothing if there is no such entry, or none any more.
    pub fn read_act(&self, index: u64) -> Result<Option<Vec<u8>>> {
        let Some(line) = self.segments().line(index)? else {
            return Ok(None);
        };
        let line = LineView::of(&line).ok_or(Error::NotOpened)?;
        let (stored, row) = self.open_line(index, line)?;
        match row {
            Some(row) => row.open_act(&stored.entry.event_key, index),
            None => Ok(None),
        }
    }

    /// The entries with these indexes, in this order.
    pub fn read_many(&self, indexes: &[u64]) -> Result<Vec<Option<StoredEntry>>> {
        indexes
            .par_iter()
            .with_min_len(8)
            .map(|index| self.read(*index))
            .collect()
    }

    /// All entries from an index on, up to the last one at the time they are asked for.
    pub fn iterate(&self, from: u64) -> Entries<'_> {
        Entries {
            ledger: self,
            next: from,
            opened: VecDeque::new(),
            has_failed: false,
        }
    }

    /// Opens the outer seal of a line. The compartments follow in [`finish`].
    pub(crate) fn open_line(
        &self,
        index: u64,
        line: LineView<'_>,
    ) -> Result<(StoredEntry, Option<OpenRow>)> {
        let damaged = |what| {
            Error::damaged(
                &self.segments().path_of(index),
                format!("entry {index} {what}"),
            )
        };
        let entry = line
            .entry()
            .ok_or_else(|| damaged("is of no known version"))?;
        let (retention_class, month) = (line.retention_class(), line.month());
        let stored = StoredEntry {
            index,
            entry,
            retention_class,
            month,
            compartments: None,
        };
        let key = self.keys().get(KeyName::period(retention_class, month));
        let Some(key) = key.filter(|_| !line.row().is_empty()) else {
            return Ok((stored, None));
        };
        let place = RowPlace {
            ledger_id: self.ledger_id(),
            index,
        };
        let row = OpenRow::open(line.row(), place, line.entry_bytes(), &key.sealing)
            .map_err(|_| damaged("does not open"))?;
        Ok((stored, Some(row)))
    }

    fn open_frames(&self, frames: &[FrameBytes], from: u64) -> Result<Vec<StoredEntry>> {
        let frames: Vec<_> = frames.iter().map(FrameBytes::frame).collect();
        let lines: Vec<(u64, LineView<'_>)> = frames
            .iter()
            .flat_map(|frame| frame.lines())
            .filter(|(index, _)| *index >= from)
            .collect();
        let opened: Vec<(StoredEntry, Option<OpenRow>)> = lines
            .into_par_iter()
            .with_min_len(64)
            .map(|(index, line)| self.open_line(index, line))
            .collect::<Result<_>>()?;
        let mut codes: Vec<Code> = opened
            .iter()
            .filter_map(|(_, row)| row.as_ref())
            .flat_map(OpenRow::persons)
            .collect();
        codes.par_sort_unstable();
        codes.dedup();
        let persons = self.vault().person_keys(&codes)?;
        opened
            .into_par_iter()
            .with_min_len(64)
            .map(|(stored, row)| finish(stored, row, &persons))
            .collect()
    }
}

fn finish(
    mut stored: StoredEntry,
    row: Option<OpenRow>,
    persons: &PersonKeys,
) -> Result<StoredEntry> {
    if let Some(row) = row {
        let opened = row.open_boxes(&stored.entry.event_key, stored.index, persons)?;
        stored.compartments = Some(opened);
    }
    Ok(stored)
}

/// Entries one after the other, opened in parallel ahead of being asked for.
pub struct Entries<'a> {
    ledger: &'a Ledger,
    next: u64,
    opened: VecDeque<StoredEntry>,
    has_failed: bool,
}

impl Entries<'_> {
    fn open_more(&mut self) -> Result<()> {
        let mut frames = Vec::new();
        let (from, mut count) = (self.next, 0);
        while count < OPENED_TOGETHER
            && let Some(bytes) = self.ledger.segments().frame_of(self.next)?
        {
            let head = bytes.frame().head;
            count += head.count as usize;
            self.next = head.first + u64::from(head.count);
            frames.push(bytes);
        }
        self.opened = self.ledger.open_frames(&frames, from)?.into();
        Ok(())
    }
}

impl Iterator for Entries<'_> {
    type Item = Result<StoredEntry>;

    fn next(&mut self) -> Option<Result<StoredEntry>> {
        if self.has_failed {
            return None;
        }
        if self.opened.is_empty()
            && let Err(error) = self.open_more()
        {
            self.has_failed = true;
            return Some(Err(error));
        }
        self.opened.pop_front().map(Ok)
    }
}
