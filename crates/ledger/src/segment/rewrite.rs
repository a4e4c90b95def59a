//! Segments written again: the only change there ever is to one that is full, and only for
//! rows that may not be kept any more.
//!
//! Order: the list of frames goes first, since it would not fit the new file and is made again
//! at a start without it; then the new file takes the old one's name; then the list; then the
//! old file's bytes are overwritten. Whatever stops in between leaves a whole segment, old or
//! new, and the caller's record says which rows are to go.

use super::{FramePlace, Segments, Tail, valid_frames};
use crate::frame::{Frame, Line, LineView, SealedPosition, write_frame};
use crate::header::{FileKind, HEADER_BYTES};
use crate::{Error, Result};
use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tilsyn_durable::DurableFile;

/// Bytes overwritten at a time.
const ZEROS: usize = 1 << 20;
/// How often it is looked whether the last reader has left an old file, 5 ms apart.
const LOOKS_FOR_READERS: usize = 400;

/// What a line becomes: its entry stays, whatever happens.
pub(crate) struct Rewritten {
    pub(crate) retention_class: u16,
    pub(crate) month: i32,
    /// The sealed row; empty when all of it is gone.
    pub(crate) row: Vec<u8>,
}

impl Segments {
    /// Ends the segment that is written to, unless nothing is in it: only full ones are
    /// rewritten.
    pub(crate) fn end_last(&self, tail: &mut Tail) -> Result<()> {
        if tail.offset > HEADER_BYTES as u64 {
            self.roll(tail, self.end())?;
        }
        Ok(())
    }

    /// The segments that hold these entries.
    pub(crate) fn holding(&self, indexes: impl Iterator<Item = u64>) -> BTreeSet<u64> {
        let numbers = indexes.filter_map(|index| self.find(index));
        numbers.map(|(number, _)| number).collect()
    }

    /// All segments but the one that is written to.
    pub(crate) fn full(&self) -> Vec<u64> {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        let (_, full) = places.segments.split_last().expect("there is always one");
        full.iter().map(|segment| segment.number).collect()
    }

    /// Writes a full segment again with the lines that `change` gives another row. Says whether
    /// any was.
    pub(crate) fn rewrite(
        &self,
        number: u64,
        change: &mut dyn FnMut(u64, LineView<'_>) -> Result<Option<Rewritten>>,
    ) -> Result<bool> {
        let path = self.path(number);
        let old = Arc::new(DurableFile::open(&path)?);
        let first = self.read_header(&old, number)?.first;
        let Some(frames) = changed_frames(&old, first, change)? else {
            return Ok(false);
        };
        let mut bytes = self.header(FileKind::Segment, number, first).to_vec();
        bytes.extend_from_slice(&frames);
        let places = valid_frames(&bytes, first).frames;
        let unfinished = tilsyn_durable::unfinished_name(&path);
        tilsyn_durable::remove_file(&unfinished)?;
        let written = write_whole(&unfinished, &bytes);
        if written.as_ref().is_err_and(Error::is_full) {
            tilsyn_durable::remove_file(&unfinished)?;
        }
        written?;
        tilsyn_durable::remove_file(&self.index_path(number))?;
        tilsyn_durable::sync_folder(&self.folder)?;
        let read_before = self.exchange(number, &unfinished, places.clone())?;
        match self.write_index(number, first, &places) {
            // The list is made again at the next start.
            Err(error) if error.is_full() => {}
            other => other?,
        }
        overwrite(&old, read_before)?;
        Ok(true)
    }

    /// Gives the new file the name, and readers its places, in one step. Returns what readers
    /// of the old file may still hold.
    fn exchange(
        &self,
        number: u64,
        unfinished: &std::path::Path,
        frames: Vec<FramePlace>,
    ) -> Result<Option<Arc<DurableFile>>> {
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        tilsyn_durable::rename(unfinished, &self.path(number))?;
        let mut open_files = self
            .open_files
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let at = open_files.iter().position(|(open, _)| *open == number);
        let read_before = at.map(|at| open_files.remove(at).1);
        let segment = places.segments.iter_mut().find(|one| one.number == number);
        if let Some(segment) = segment {
            segment.frames = frames;
        }
        Ok(read_before)
    }
}

fn write_whole(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    let file = DurableFile::create_new(path)?;
    file.write_at(0, bytes)?;
    Ok(file.sync()?)
}

/// The frames of a segment with some lines changed; nothing if none is.
fn changed_frames(
    file: &DurableFile,
    first: u64,
    change: &mut dyn FnMut(u64, LineView<'_>) -> Result<Option<Rewritten>>,
) -> Result<Option<Vec<u8>>> {
    let bytes = file.read_all()?;
    let valid = valid_frames(&bytes, first);
    if valid.end != bytes.len() {
        let what = format!("the frame at byte {} is altered", valid.end);
        return Err(Error::damaged(file.path(), what));
    }
    let mut frames = Vec::with_capacity(bytes.len());
    let mut is_changed = false;
    for place in &valid.frames {
        let at = place.offset as usize;
        let frame = Frame::parse(&bytes[at..]).expect("it was found valid");
        match changed_frame(&frame, change)? {
            Some(changed) => {
                is_changed = true;
                frames.extend_from_slice(&changed);
            }
            None => frames.extend_from_slice(&bytes[at..at + frame.head.length]),
        }
    }
    Ok(is_changed.then_some(frames))
}

fn changed_frame(
    frame: &Frame<'_>,
    change: &mut dyn FnMut(u64, LineView<'_>) -> Result<Option<Rewritten>>,
) -> Result<Option<Vec<u8>>> {
    let mut is_changed = false;
    let mut lines = Vec::with_capacity(frame.head.count as usize);
    for (index, line) in frame.lines() {
        let rewritten = change(index, line)?;
        is_changed |= rewritten.is_some();
        let rewritten = rewritten.unwrap_or_else(|| Rewritten {
            retention_class: line.retention_class(),
            month: line.month(),
            row: line.row().to_vec(),
        });
        lines.push(Line {
            entry: *line.entry_bytes(),
            retention_class: rewritten.retention_class,
            month: rewritten.month,
            row: rewritten.row,
        });
    }
    if !is_changed {
        return Ok(None);
    }
    let positions: Vec<SealedPosition> = frame
        .positions()
        .flatten()
        .map(|(source, stream, sealed)| SealedPosition {
            source,
            stream,
            sealed: sealed.to_vec(),
        })
        .collect();
    let positions: Vec<&SealedPosition> = positions.iter().collect();
    let lines: Vec<&Line> = lines.iter().collect();
    let head = frame.head;
    Ok(Some(write_frame(
        head.first,
        head.durable,
        &positions,
        &lines,
    )))
}

/// Overwrites a file that has no name any more, once nobody reads it. File systems that write
/// to another place do not give the old blocks up that way; the rows in them are sealed, and
/// `docs/ledger-format.md` says what that means.
fn overwrite(old: &DurableFile, read_before: Option<Arc<DurableFile>>) -> Result<()> {
    if let Some(read) = read_before {
        let mut looks = 0;
        while Arc::strong_count(&read) > 1 {
            looks += 1;
            if looks > LOOKS_FOR_READERS {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    let zeros = vec![0; ZEROS];
    let length = old.length()?;
    let mut at = 0;
    while at < length {
        let bytes = (length - at).min(ZEROS as u64);
        let bytes = usize::try_from(bytes).unwrap_or(ZEROS);
        old.write_at(at, &zeros[..bytes])?;
        at += bytes as u64;
    }
    Ok(old.sync()?)
}
