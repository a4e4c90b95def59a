//! The segments of a ledger checked without keys: the entries in them are those in the tree.
//!
//! A frame's checksum covers its sealed rows too, so chance damage to those is found; whether
//! they open is not known here. Not here: the tree (`check_folder`).

use crate::check_folder::{FolderReport, Unchecked, what_of};
use crate::digest::Digest;
use crate::entry::ENTRY_BYTES;
use crate::frame::Frame;
use crate::header::{FileKind, HEADER_BYTES, Header};
use crate::stored_tiles::{Items, StoredTiles};
use crate::tiles::{TILE_WIDTH, entries_of_bundle};
use crate::{Error, Result};
use std::path::Path;

/// Compares every entry in the segments with the one in the tiles.
pub(crate) fn check_segments(
    tiles: &StoredTiles,
    ledger_id: &Digest,
    report: &mut FolderReport,
) -> Result<()> {
    let folder = tiles.folder.join("segments");
    let mut names = match tilsyn_durable::names_in(&folder) {
        Ok(names) => names,
        Err(error) if error.is_absent() => {
            report.unchecked.push(Unchecked::NoSegments);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    report.unchecked.push(Unchecked::Rows);
    names.retain(|name| name.ends_with(".segment"));
    let mut check = SegmentCheck {
        tiles,
        ledger_id,
        next: 0,
        beyond: 0,
        bundle: None,
    };
    for (at, name) in names.iter().enumerate() {
        let is_last = at + 1 == names.len();
        let path = folder.join(name);
        match check.segment(&path, is_last, report) {
            Ok(()) => {}
            Err(Error::File(error)) => return Err(error.into()),
            Err(error) => report.note(&path, what_of(error)),
        }
    }
    if check.next < tiles.size {
        let last = names
            .last()
            .map_or(folder.clone(), |name| folder.join(name));
        let what = format!("it ends before entry {}, which was signed", tiles.size - 1);
        report.note(&last, what);
    }
    if check.beyond > 0 {
        let beyond = Unchecked::EntriesBeyond(check.beyond);
        report.unchecked.push(beyond);
    }
    Ok(())
}

struct SegmentCheck<'a> {
    tiles: &'a StoredTiles,
    ledger_id: &'a Digest,
    /// The index of the next entry.
    next: u64,
    /// Entries after the checkpoint.
    beyond: u64,
    /// The bundle read last.
    bundle: Option<(u64, Vec<[u8; ENTRY_BYTES]>)>,
}

impl SegmentCheck<'_> {
    fn segment(&mut self, path: &Path, is_last: bool, report: &mut FolderReport) -> Result<()> {
        let bytes = tilsyn_durable::read(path)?;
        let header = Header::of(FileKind::Segment, self.ledger_id, path, &bytes)?;
        if header.first != self.next {
            let (next, first) = (self.next, header.first);
            report.note(
                path,
                format!("entries {next} to {first} are missing before it"),
            );
            self.next = first;
        }
        let mut at = HEADER_BYTES;
        while let Some(frame) = bytes.get(at..).and_then(Frame::parse) {
            if frame.head.first != self.next {
                break;
            }
            for (index, line) in frame.lines() {
                if index >= self.tiles.size {
                    self.beyond += 1;
                } else if let Some(entry) = self.entry(index)?
                    && entry != *line.entry_bytes()
                {
                    report.note(path, format!("entry {index} is not the one in the tiles"));
                }
            }
            self.next += u64::from(frame.head.count);
            at += frame.head.length;
        }
        // Each is reserved at full size. The end of the last one may be torn; one before it was
        // cut to its length unless the power went meanwhile, and then it ends in the zeros that
        // were reserved: whether a frame is missing there, the next one's first entry says.
        let is_reserve = || bytes[at..].iter().all(|byte| *byte == 0);
        let may_end_so = match is_last {
            true => self.next >= self.tiles.size,
            false => is_reserve(),
        };
        if at < bytes.len() && !may_end_so {
            let what = format!("the frame at byte {at} is altered");
            return Err(Error::damaged(path, what));
        }
        Ok(())
    }

    /// The entry in the tiles, if its bundle can be read; what is wrong there is told there.
    fn entry(&mut self, index: u64) -> Result<Option<[u8; ENTRY_BYTES]>> {
        let number = index / TILE_WIDTH as u64;
        if self.bundle.as_ref().is_none_or(|(read, _)| *read != number) {
            let width = self.tiles.width(Items::Entries, number);
            let bytes = self.tiles.read(Items::Entries, number, width)?;
            let entries = bytes.as_deref().and_then(entries_of_bundle);
            self.bundle = Some((number, entries.unwrap_or_default()));
        }
        let at = usize::try_from(index % TILE_WIDTH as u64).map_err(|_| Error::NotOpened)?;
        let entries = self.bundle.as_ref().map(|(_, entries)| entries);
        Ok(entries.and_then(|entries| entries.get(at)).copied())
    }
}
