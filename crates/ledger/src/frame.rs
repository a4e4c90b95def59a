//! Frames: what one write to a segment looks like, and how it is told from a torn one.
//!
//! | at | bytes | |
//! | 0 | 4 | `TFR1` |
//! | 4 | 4 | length of the whole frame |
//! | 8 | 4 | CRC-32C of everything after these 12 bytes |
//! | 12 | 8 | index of the first entry |
//! | 20 | 8 | settled: how many entries were durable when this frame was written |
//! | 28 | 4 | count of entries |
//! | 32 | 4 | codes: how many codes the vault had given out |
//! | 36 | 4 | bytes of positions |
//! | 40 | | positions: `source (4) | stream (8) | length (4) | sealed position` each |
//! | | 4 × (count + 1) | where each entry begins, from the start of the frame, and the end |
//! | | | entries: `entry (88) | retention class (2) | month (4) | sealed row` each |
//!
//! Pure: bytes in, bytes out. Not here: where frames are kept (`segment`).

use crate::entry::{ENTRY_BYTES, Entry};
use crate::header::{length_u32, u32_at, u64_at};

const MAGIC: &[u8; 4] = b"TFR1";
/// Bytes before the positions.
pub(crate) const FRAME_HEAD_BYTES: usize = 40;
/// Bytes of an entry and its period, before the sealed row.
pub(crate) const LINE_HEAD_BYTES: usize = ENTRY_BYTES + 6;

/// An entry with its sealed row.
pub(crate) struct Line {
    pub(crate) entry: [u8; ENTRY_BYTES],
    pub(crate) retention_class: u16,
    pub(crate) month: i32,
    pub(crate) row: Vec<u8>,
}

impl Line {
    /// How much room it takes in a frame.
    pub(crate) fn frame_bytes(&self) -> usize {
        4 + LINE_HEAD_BYTES + self.row.len()
    }
}

/// How far a source has been read, sealed.
pub(crate) struct SealedPosition {
    pub(crate) source: u32,
    pub(crate) stream: u64,
    pub(crate) sealed: Vec<u8>,
}

/// What was on the disk for certain when a frame was written: less than that is damage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Durable {
    /// How many entries.
    pub(crate) settled: u64,
    /// How many codes of the vault.
    pub(crate) codes: u32,
}

/// Makes a frame.
pub(crate) fn write_frame(
    first: u64,
    durable: Durable,
    positions: &[&SealedPosition],
    lines: &[&Line],
) -> Vec<u8> {
    let rows: usize = lines.iter().map(|line| line.frame_bytes()).sum();
    let mut frame = Vec::with_capacity(FRAME_HEAD_BYTES + rows + 4);
    frame.extend_from_slice(MAGIC);
    frame.extend_from_slice(&[0; 8]);
    frame.extend_from_slice(&first.to_be_bytes());
    frame.extend_from_slice(&durable.settled.to_be_bytes());
    frame.extend_from_slice(&length_u32(lines.len()).to_be_bytes());
    frame.extend_from_slice(&durable.codes.to_be_bytes());
    frame.extend_from_slice(&[0; 4]);
    for position in positions {
        frame.extend_from_slice(&position.source.to_be_bytes());
        frame.extend_from_slice(&position.stream.to_be_bytes());
        frame.extend_from_slice(&length_u32(position.sealed.len()).to_be_bytes());
        frame.extend_from_slice(&position.sealed);
    }
    let positions_bytes = length_u32(frame.len() - FRAME_HEAD_BYTES);
    frame[36..40].copy_from_slice(&positions_bytes.to_be_bytes());
    let mut at = frame.len() + 4 * (lines.len() + 1);
    for line in lines {
        frame.extend_from_slice(&length_u32(at).to_be_bytes());
        at += LINE_HEAD_BYTES + line.row.len();
    }
    frame.extend_from_slice(&length_u32(at).to_be_bytes());
    for line in lines {
        frame.extend_from_slice(&line.entry);
        frame.extend_from_slice(&line.retention_class.to_be_bytes());
        frame.extend_from_slice(&line.month.to_be_bytes());
        frame.extend_from_slice(&line.row);
    }
    let length = length_u32(frame.len());
    frame[4..8].copy_from_slice(&length.to_be_bytes());
    let crc = crc32c::crc32c(&frame[12..]);
    frame[8..12].copy_from_slice(&crc.to_be_bytes());
    frame
}

/// The fixed numbers at the start of a frame. They are to be believed only after
/// [`Frame::parse`] of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameHead {
    pub(crate) length: usize,
    pub(crate) first: u64,
    pub(crate) durable: Durable,
    pub(crate) count: u32,
    positions_bytes: usize,
}

impl FrameHead {
    pub(crate) fn parse(bytes: &[u8]) -> Option<FrameHead> {
        let head = bytes.get(..FRAME_HEAD_BYTES)?.strip_prefix(MAGIC)?;
        Some(FrameHead {
            length: usize::try_from(u32_at(head, 0)).ok()?,
            first: u64_at(head, 8),
            durable: Durable {
                settled: u64_at(head, 16),
                codes: u32_at(head, 28),
            },
            count: u32_at(head, 24),
            positions_bytes: usize::try_from(u32_at(head, 32)).ok()?,
        })
    }

    /// Where in the frame the places of its entries stand.
    pub(crate) fn places_at(&self) -> usize {
        FRAME_HEAD_BYTES.saturating_add(self.positions_bytes)
    }
}

/// A whole frame whose checksum and places have been checked.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) head: FrameHead,
    bytes: &'a [u8],
}

impl<'a> Frame<'a> {
    /// The frame at the start of `bytes`; nothing if there is none, or it is torn or altered.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Frame<'a>> {
        let head = FrameHead::parse(bytes)?;
        let bytes = bytes.get(..head.length)?;
        if head.length < FRAME_HEAD_BYTES || !has_right_checksum(bytes) {
            return None;
        }
        let frame = Frame { head, bytes };
        frame.is_well_formed().then_some(frame)
    }

    fn is_well_formed(&self) -> bool {
        let places_at = self.head.places_at();
        let Some(count) = usize::try_from(self.head.count)
            .ok()
            .filter(|count| *count > 0)
        else {
            return false;
        };
        let Some(places_bytes) = count.checked_add(1).and_then(|count| count.checked_mul(4)) else {
            return false;
        };
        let lines_at = places_at.saturating_add(places_bytes);
        let Some(places) = self.bytes.get(places_at..lines_at) else {
            return false;
        };
        let mut begin = lines_at;
        for (number, place) in places.chunks_exact(4).enumerate() {
            let place = usize::try_from(u32_at(place, 0)).unwrap_or(usize::MAX);
            let expected = if number == 0 {
                begin
            } else {
                begin.saturating_add(LINE_HEAD_BYTES)
            };
            if place < expected || (number == 0 && place != begin) || place > self.bytes.len() {
                return false;
            }
            begin = place;
        }
        let has_indexes = self.head.first.checked_add(self.head.count.into());
        let is_filled = begin == self.bytes.len() && has_indexes.is_some();
        is_filled && self.positions().all(|position| position.is_some())
    }

    /// The entry with its row, by its number in the frame.
    pub(crate) fn line(&self, number: u32) -> LineView<'a> {
        let at = self.head.places_at() + 4 * number as usize;
        let place = |at| usize::try_from(u32_at(self.bytes, at)).expect("within the frame");
        LineView {
            bytes: &self.bytes[place(at)..place(at + 4)],
        }
    }

    /// All entries with their indexes.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (u64, LineView<'a>)> + use<'a, '_> {
        (0..self.head.count).map(|number| (self.head.first + u64::from(number), self.line(number)))
    }

    /// The positions; an item of nothing is one that cannot be read.
    pub(crate) fn positions(&self) -> impl Iterator<Item = Option<(u32, u64, &'a [u8])>> {
        let mut rest = self
            .bytes
            .get(FRAME_HEAD_BYTES..self.head.places_at())
            .unwrap_or_default();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let parsed = rest.split_first_chunk::<16>().and_then(|(head, after)| {
                let length = usize::try_from(u32_at(head, 12)).ok()?;
                let (sealed, after) = after.split_at_checked(length)?;
                Some((u32_at(head, 0), u64_at(head, 4), sealed, after))
            });
            rest = parsed.map_or(&[], |(.., after)| after);
            Some(parsed.map(|(source, stream, sealed, _)| (source, stream, sealed)))
        })
    }
}

fn has_right_checksum(frame: &[u8]) -> bool {
    #[cfg(test)]
    if crate::tests::crash::checksums_are_believed() {
        return true;
    }
    crc32c::crc32c(&frame[12..]) == u32_at(frame, 8)
}

/// An entry with its row, as it stands in a frame.
#[derive(Clone, Copy)]
pub(crate) struct LineView<'a> {
    bytes: &'a [u8],
}

impl<'a> LineView<'a> {
    /// The bytes of one line; nothing if they are too few.
    pub(crate) fn of(bytes: &'a [u8]) -> Option<LineView<'a>> {
        (bytes.len() >= LINE_HEAD_BYTES).then_some(LineView { bytes })
    }

    pub(crate) fn entry_bytes(&self) -> &'a [u8; ENTRY_BYTES] {
        self.bytes
            .first_chunk()
            .expect("a line is never shorter than its entry")
    }

    pub(crate) fn entry(&self) -> Option<Entry> {
        Entry::of(self.entry_bytes())
    }

    pub(crate) fn retention_class(&self) -> u16 {
        u16::from_be_bytes([self.bytes[ENTRY_BYTES], self.bytes[ENTRY_BYTES + 1]])
    }

    pub(crate) fn month(&self) -> i32 {
        u32_at(self.bytes, ENTRY_BYTES + 2).cast_signed()
    }

    /// The sealed row; empty when the event was erased.
    pub(crate) fn row(&self) -> &'a [u8] {
        &self.bytes[LINE_HEAD_BYTES..]
    }
}

/// The entries of the frame at the start of `bytes`, with their indexes; nothing if there is no
/// whole frame. For verifiers and fuzzing: the rows beside them stay sealed.
pub fn entries_of_frame(bytes: &[u8]) -> Option<Vec<(u64, [u8; ENTRY_BYTES])>> {
    let frame = Frame::parse(bytes)?;
    Some(
        frame
            .lines()
            .map(|(index, line)| (index, *line.entry_bytes()))
            .collect(),
    )
}
