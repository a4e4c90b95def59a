//! Segments: the files that frames are appended to, and where in them each entry is.
//!
//! Order of a write: frames, `fdatasync`, then the places that make them readable. At the start
//! the last segment's valid frames are copied into a new file and synced before anything is
//! served: after a failed sync the page cache may show bytes that the disk never got.
//! Not here: what is in a row, what has been seen before.

mod rewrite;

pub(crate) use rewrite::Rewritten;

use crate::digest::Digest;
use crate::entry::ENTRY_BYTES;
use crate::frame::{FRAME_HEAD_BYTES, Frame, FrameHead, LINE_HEAD_BYTES};
use crate::header::{FileKind, HEADER_BYTES, Header, u32_at, u64_at};
use crate::{Error, Result};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tilsyn_durable::DurableFile;

/// Files kept open for reading.
const OPEN_FILES_MAX: usize = 128;
/// No group of entries makes a longer frame.
pub(crate) const FRAME_BYTES_MAX: usize = 1 << 30;
const PLACE_BYTES: usize = 16;
/// A frame of an import, which nobody looks at the moment after it is stored (decision 0027).
const LARGE_FRAME_BYTES: usize = 1 << 20;

/// Where a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FramePlace {
    pub(crate) first: u64,
    pub(crate) offset: u32,
    /// Where in the frame the places of its entries stand.
    pub(crate) places_at: u32,
}

impl FramePlace {
    fn of(head: &FrameHead, offset: u64) -> FramePlace {
        let offset = u32::try_from(offset).expect("segments are limited to 4 GiB");
        let places_at = u32::try_from(head.places_at()).expect("frames are limited to 4 GiB");
        FramePlace {
            first: head.first,
            offset,
            places_at,
        }
    }
}

struct Segment {
    number: u64,
    first: u64,
    frames: Vec<FramePlace>,
}

/// All segments of a ledger.
pub(crate) struct Segments {
    folder: PathBuf,
    ledger_id: Digest,
    segment_bytes: u64,
    places: RwLock<Places>,
    open_files: Mutex<Vec<(u64, Arc<DurableFile>)>>,
}

#[derive(Default)]
struct Places {
    segments: Vec<Segment>,
    end: u64,
}

impl Places {
    fn find(&self, index: u64) -> Option<(u64, FramePlace)> {
        if index >= self.end {
            return None;
        }
        let at = self
            .segments
            .partition_point(|segment| segment.first <= index);
        let holds = |segment: &&Segment| !segment.frames.is_empty();
        let segment = self.segments[..at].iter().rev().find(holds)?;
        let at = segment.frames.partition_point(|frame| frame.first <= index);
        Some((segment.number, *segment.frames.get(at.checked_sub(1)?)?))
    }
}

/// The segment that is written to.
pub(crate) struct Tail {
    number: u64,
    file: Arc<DurableFile>,
    offset: u64,
}

/// A whole frame, read back.
pub(crate) struct FrameBytes {
    /// The segment it is in.
    pub(crate) path: PathBuf,
    bytes: Vec<u8>,
}

impl FrameBytes {
    pub(crate) fn frame(&self) -> Frame<'_> {
        Frame::parse(&self.bytes).expect("checked when it was read")
    }
}

impl Segments {
    /// Makes the folder and the first segment.
    pub(crate) fn create(folder: &Path, ledger_id: Digest, segment_bytes: u64) -> Result<()> {
        tilsyn_durable::create_folder(folder)?;
        let segments = Segments::new(folder, ledger_id, segment_bytes);
        segments.write_new(1, 0, &[]).map(drop)
    }

    fn new(folder: &Path, ledger_id: Digest, segment_bytes: u64) -> Segments {
        Segments {
            folder: folder.to_path_buf(),
            ledger_id,
            segment_bytes,
            places: RwLock::default(),
            open_files: Mutex::default(),
        }
    }

    /// Opens all segments, makes the last one good and gives it for writing.
    pub(crate) fn open(
        folder: &Path,
        ledger_id: Digest,
        segment_bytes: u64,
    ) -> Result<(Segments, Tail)> {
        let segments = Segments::new(folder, ledger_id, segment_bytes);
        let numbers = segments.numbers()?;
        let Some((last, full)) = numbers.split_last() else {
            return Err(Error::damaged(folder, "there is no segment in it"));
        };
        let mut places = Places::default();
        for number in full {
            let segment = segments.open_full(*number)?;
            places.segments.push(segment);
        }
        let (segment, tail, end) = segments.recover(*last)?;
        places.segments.push(segment);
        places.end = end;
        segments.check_order(&places)?;
        *segments
            .places
            .write()
            .unwrap_or_else(PoisonError::into_inner) = places;
        Ok((segments, tail))
    }

    /// Numbers follow each other from 1, and so do first indexes.
    fn check_order(&self, places: &Places) -> Result<()> {
        let mut first = 0;
        for (segment, number) in places.segments.iter().zip(1..) {
            let file = self.path(segment.number);
            if segment.number != number {
                return Err(Error::damaged(&self.path(number), "it is missing"));
            }
            if segment.first < first || (number == 1 && segment.first != 0) {
                return Err(Error::damaged(&file, "it does not follow the one before"));
            }
            if segment
                .frames
                .first()
                .is_some_and(|frame| frame.first != segment.first)
            {
                return Err(Error::damaged(
                    &file,
                    "its first frame is not the one it begins with",
                ));
            }
            first = segment
                .frames
                .last()
                .map_or(segment.first, |frame| frame.first.saturating_add(1));
        }
        Ok(())
    }

    /// The segment that is written to.
    pub(crate) fn last_path(&self) -> PathBuf {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        places
            .segments
            .last()
            .map_or(self.folder.clone(), |last| self.path(last.number))
    }

    fn numbers(&self) -> Result<Vec<u64>> {
        let names = tilsyn_durable::names_in(&self.folder)?;
        let number = |name: &String| name.strip_suffix(".segment")?.parse().ok();
        Ok(names.iter().filter_map(number).collect())
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:010}.segment"))
    }

    fn index_path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:010}.frames"))
    }

    fn header(&self, kind: FileKind, number: u64, first: u64) -> [u8; HEADER_BYTES] {
        Header {
            kind,
            ledger_id: self.ledger_id,
            number,
            first,
        }
        .to_bytes()
    }

    /// Writes a segment with these frames under its name, whole and durable.
    fn write_new(&self, number: u64, first: u64, frames: &[u8]) -> Result<DurableFile> {
        let path = self.path(number);
        let unfinished = tilsyn_durable::unfinished_name(&path);
        tilsyn_durable::remove_file(&unfinished)?;
        let written = self.write_unfinished(&unfinished, number, first, frames);
        if written.as_ref().is_err_and(Error::is_full) {
            // What it got of the disk goes back; the error is what matters.
            tilsyn_durable::remove_file(&unfinished)?;
        }
        written?;
        tilsyn_durable::rename(&unfinished, &path)?;
        Ok(DurableFile::open(&path)?)
    }

    fn write_unfinished(&self, path: &Path, number: u64, first: u64, frames: &[u8]) -> Result<()> {
        let file = DurableFile::create_new(path)?;
        let end = HEADER_BYTES + frames.len();
        file.preallocate(self.segment_bytes.max(end as u64))?;
        file.write_at(0, &self.header(FileKind::Segment, number, first))?;
        file.write_at(HEADER_BYTES as u64, frames)?;
        Ok(file.sync()?)
    }

    /// Opens a segment that is full: its frames are listed beside it, or are read again. The
    /// latter also finishes what a power cut may have left undone when it became full.
    fn open_full(&self, number: u64) -> Result<Segment> {
        let file = DurableFile::open(&self.path(number))?;
        let first = self.read_header(&file, number)?.first;
        if let Some(frames) = self.read_index(number, first)? {
            return Ok(Segment {
                number,
                first,
                frames,
            });
        }
        let valid = valid_frames(&file.read_all()?, first);
        let next = DurableFile::open_to_read(&self.path(number + 1))?;
        if self.read_header(&next, number + 1)?.first != valid.next {
            let what = format!("the frame at byte {} is altered", valid.end);
            return Err(Error::damaged(file.path(), what));
        }
        file.set_length(valid.end as u64)?;
        file.sync()?;
        self.write_index(number, first, &valid.frames)?;
        Ok(Segment {
            number,
            first,
            frames: valid.frames,
        })
    }

    fn read_header(&self, file: &DurableFile, number: u64) -> Result<Header> {
        let mut header = [0; HEADER_BYTES];
        file.read_at(0, &mut header)?;
        let header = Header::of(FileKind::Segment, &self.ledger_id, file.path(), &header)?;
        if header.number != number {
            return Err(Error::damaged(
                file.path(),
                "its name and its header differ",
            ));
        }
        Ok(header)
    }

    /// The list of frames beside a full segment; nothing if it is missing or altered, for it
    /// can be made again.
    fn read_index(&self, number: u64, first: u64) -> Result<Option<Vec<FramePlace>>> {
        let path = self.index_path(number);
        let Some(bytes) = tilsyn_durable::read_if_there(&path)? else {
            return Ok(None);
        };
        Ok(listed_places(
            &bytes,
            &self.header(FileKind::FrameIndex, number, first),
        ))
    }

    fn index_bytes(&self, number: u64, first: u64, frames: &[FramePlace]) -> Vec<u8> {
        let mut bytes = self.header(FileKind::FrameIndex, number, first).to_vec();
        for frame in frames {
            bytes.extend_from_slice(&frame.first.to_be_bytes());
            bytes.extend_from_slice(&frame.offset.to_be_bytes());
            bytes.extend_from_slice(&frame.places_at.to_be_bytes());
        }
        let crc = crc32c::crc32c(&bytes);
        bytes.extend_from_slice(&crc.to_be_bytes());
        bytes
    }

    fn write_index(&self, number: u64, first: u64, frames: &[FramePlace]) -> Result<()> {
        let bytes = self.index_bytes(number, first, frames);
        Ok(tilsyn_durable::write_atomically(
            &self.index_path(number),
            &bytes,
        )?)
    }

    /// Copies the valid frames of the last segment into a new file, durably.
    fn recover(&self, number: u64) -> Result<(Segment, Tail, u64)> {
        let path = self.path(number);
        let file = DurableFile::open_to_read(&path)?;
        let header = self.read_header(&file, number)?;
        let bytes = file.read_all()?;
        let valid = valid_frames(&bytes, header.first);
        if let Some(at) = acknowledged_after(&bytes, &valid) {
            let what = format!(
                "the frame at byte {} is altered: the one at byte {at} says that it was kept",
                valid.end
            );
            return Err(Error::damaged(&path, what));
        }
        let file = self.write_new(number, header.first, &bytes[HEADER_BYTES..valid.end])?;
        let tail = Tail {
            number,
            file: Arc::new(file),
            offset: valid.end as u64,
        };
        self.remember_open(number, &tail.file);
        let segment = Segment {
            number,
            first: header.first,
            frames: valid.frames,
        };
        Ok((segment, tail, valid.next))
    }

    /// Writes a frame and makes it durable; then it can be read.
    pub(crate) fn append(&self, tail: &mut Tail, frame: &[u8]) -> Result<()> {
        // The order is the promise: bytes, sync, places. The caller acknowledges after that.
        let head = FrameHead::parse(frame).expect("it was written a moment ago");
        let room = self.segment_bytes.saturating_sub(tail.offset);
        if (frame.len() as u64) > room && tail.offset > HEADER_BYTES as u64 {
            self.roll(tail, head.first)?;
        }
        tail.file.write_at(tail.offset, frame)?;
        tail.file.sync()?;
        if frame.len() >= LARGE_FRAME_BYTES {
            tail.file.let_go(tail.offset, frame.len() as u64);
        }
        let place = FramePlace::of(&head, tail.offset);
        tail.offset += frame.len() as u64;
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        let last = places
            .segments
            .last_mut()
            .expect("there is always a last segment");
        last.frames.push(place);
        places.end = head.first + u64::from(head.count);
        Ok(())
    }

    /// Ends the segment at its last frame and begins the next one at index `first`.
    fn roll(&self, tail: &mut Tail, first: u64) -> Result<()> {
        // The order is the promise: the next segment first, for a full disk then changes
        // nothing; then the end of this one; then its list of frames, which says that it ended.
        let number = tail.number + 1;
        let next = Arc::new(self.write_new(number, first, &[])?);
        tail.file.set_length(tail.offset)?;
        tail.file.sync()?;
        let ended = {
            let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
            let ended = places
                .segments
                .last()
                .map(|last| (last.first, last.frames.clone()));
            places.segments.push(Segment {
                number,
                first,
                frames: Vec::new(),
            });
            ended
        };
        self.remember_open(number, &next);
        let full = tail.number;
        *tail = Tail {
            number,
            file: next,
            offset: HEADER_BYTES as u64,
        };
        let listed = match ended {
            Some((first, frames)) => self.write_index(full, first, &frames),
            None => Ok(()),
        };
        match listed {
            // The list is made again at the next start.
            Err(error) if error.is_full() => Ok(()),
            other => other,
        }
    }

    /// How many entries can be read.
    pub(crate) fn end(&self) -> u64 {
        self.places
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .end
    }

    /// The frame that holds an entry.
    fn find(&self, index: u64) -> Option<(u64, FramePlace)> {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        places.find(index)
    }

    /// The frame that holds an entry, and its file. Both in one step: a segment that is written
    /// again has other places.
    fn find_open(&self, index: u64) -> Result<Option<(Arc<DurableFile>, FramePlace)>> {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        let found = places.find(index);
        let opened = found.map(|(number, place)| Ok((self.file(number)?, place)));
        drop(places);
        opened.transpose()
    }

    /// The segment an entry is in.
    pub(crate) fn path_of(&self, index: u64) -> PathBuf {
        self.find(index)
            .map_or_else(|| self.last_path(), |(number, _)| self.path(number))
    }

    /// The line of an entry: the entry and its sealed row.
    pub(crate) fn line(&self, index: u64) -> Result<Option<Vec<u8>>> {
        let Some((file, place)) = self.find_open(index)? else {
            return Ok(None);
        };
        let mut ends = [0; 8];
        let at = u64::from(place.offset) + u64::from(place.places_at) + 4 * (index - place.first);
        file.read_at(at, &mut ends)?;
        let (begin, end) = (u32_at(&ends, 0), u32_at(&ends, 4));
        let length = end.checked_sub(begin).map(|length| length as usize);
        let Some(length) = length.filter(|length| *length >= LINE_HEAD_BYTES) else {
            return Err(Error::damaged(
                file.path(),
                format!("entry {index} has no place in it"),
            ));
        };
        let mut line = vec![0; length];
        file.read_at(u64::from(place.offset) + u64::from(begin), &mut line)?;
        Ok(Some(line))
    }

    /// The entry alone.
    pub(crate) fn entry(&self, index: u64) -> Result<Option<[u8; ENTRY_BYTES]>> {
        let line = self.line(index)?;
        Ok(line.and_then(|line| line.first_chunk().copied()))
    }

    /// The whole frame that holds an entry, checked; nothing after the last entry.
    pub(crate) fn frame_of(&self, index: u64) -> Result<Option<FrameBytes>> {
        let Some((file, place)) = self.find_open(index)? else {
            return Ok(None);
        };
        let mut head = [0; FRAME_HEAD_BYTES];
        file.read_at(place.offset.into(), &mut head)?;
        let damaged = || {
            let what = format!("the frame at byte {} is altered", place.offset);
            Error::damaged(file.path(), what)
        };
        let length = FrameHead::parse(&head).ok_or_else(damaged)?.length;
        let mut bytes = vec![0; length.min(self.longest_frame())];
        file.read_at(place.offset.into(), &mut bytes)?;
        let path = file.path().to_path_buf();
        if Frame::parse(&bytes).is_none_or(|frame| frame.head.first != place.first) {
            return Err(damaged());
        }
        Ok(Some(FrameBytes { path, bytes }))
    }

    /// No frame is longer than a segment, or than the one oversized group a segment may be.
    fn longest_frame(&self) -> usize {
        usize::try_from(self.segment_bytes)
            .unwrap_or(usize::MAX)
            .max(FRAME_BYTES_MAX)
    }

    /// A segment's file, open for reading.
    pub(crate) fn file(&self, number: u64) -> Result<Arc<DurableFile>> {
        let open_files = self
            .open_files
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((_, file)) = open_files.iter().rev().find(|(open, _)| *open == number) {
            return Ok(Arc::clone(file));
        }
        drop(open_files);
        let file = Arc::new(DurableFile::open_to_read(&self.path(number))?);
        self.remember_open(number, &file);
        Ok(file)
    }

    fn remember_open(&self, number: u64, file: &Arc<DurableFile>) {
        let mut open_files = self
            .open_files
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        open_files.retain(|(open, _)| *open != number);
        if open_files.len() == OPEN_FILES_MAX {
            open_files.remove(0);
        }
        open_files.push((number, Arc::clone(file)));
    }

    /// Every segment with the bytes that have to be in its list of frames, for verification.
    pub(crate) fn expected_indexes(&self) -> Vec<(PathBuf, PathBuf, u64, Option<Vec<u8>>)> {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        let last = places.segments.len() - 1;
        let expected = |(at, segment): (usize, &Segment)| {
            let index = self.index_bytes(segment.number, segment.first, &segment.frames);
            let (path, index_path) = (self.path(segment.number), self.index_path(segment.number));
            (
                path,
                index_path,
                segment.first,
                (at < last).then_some(index),
            )
        };
        places.segments.iter().enumerate().map(expected).collect()
    }
}

/// The places in a list of frames that begins with this header; nothing if it is altered.
pub(crate) fn listed_places(bytes: &[u8], header: &[u8]) -> Option<Vec<FramePlace>> {
    let (content, crc) = bytes.split_last_chunk::<4>()?;
    let listed = content.strip_prefix(header)?;
    let is_right = crc32c::crc32c(content) == u32::from_be_bytes(*crc);
    let place = |place: &[u8]| FramePlace {
        first: u64_at(place, 0),
        offset: u32_at(place, 8),
        places_at: u32_at(place, 12),
    };
    let is_whole = is_right && listed.len() % PLACE_BYTES == 0;
    is_whole.then(|| listed.chunks_exact(PLACE_BYTES).map(place).collect())
}

/// The valid frames at the start of a segment.
pub(crate) struct ValidFrames {
    pub(crate) frames: Vec<FramePlace>,
    /// Where the first byte after them is.
    pub(crate) end: usize,
    /// The index of the entry after them.
    pub(crate) next: u64,
}

/// The frames of a segment up to the first that is torn, altered or out of order.
pub(crate) fn valid_frames(segment: &[u8], first: u64) -> ValidFrames {
    let mut valid = ValidFrames {
        frames: Vec::new(),
        end: HEADER_BYTES,
        next: first,
    };
    while let Some(frame) = segment.get(valid.end..).and_then(Frame::parse) {
        if frame.head.first != valid.next {
            break;
        }
        valid
            .frames
            .push(FramePlace::of(&frame.head, valid.end as u64));
        valid.next += u64::from(frame.head.count);
        valid.end += frame.head.length;
    }
    valid
}

/// Where a whole frame is that was written when entries from `valid.next` on were durable
/// already: then what follows the valid frames is no torn write but damage.
pub(crate) fn acknowledged_after(segment: &[u8], valid: &ValidFrames) -> Option<usize> {
    let mut at = valid.end;
    while let Some(next) = segment.get(at..).and_then(find_magic) {
        at += next;
        match Frame::parse(&segment[at..]) {
            Some(frame) if frame.head.durable.settled > valid.next => return Some(at),
            Some(frame) => at += frame.head.length,
            None => at += 1,
        }
    }
    None
}

fn find_magic(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, b"TFR1")
}

#[cfg(test)]
mod tests;
