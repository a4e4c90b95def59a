//! What must hold for any bytes whatever that are read back from a ledger's folder: shared by the
//! fuzz targets and the ordinary tests.
//!
//! Whoever can write there can write a right checksum too: bytes are taken as they are, and again
//! with their checksum put right. What is sealed is taken as it would be once it had opened.
//! Nothing may panic, and what is read is, where there is one way to write it, written back byte
//! for byte. Compiled for tests, and for `fuzz/` by a feature. Not here: the seeds (`tests`).

mod files;
mod notes;
mod vault;

use crate::digest::Digest;
use crate::entry::Entry;
use crate::frame::{Frame, FrameHead, Line, SealedPosition, entries_of_frame, write_frame};
use crate::header::{HEADER_BYTES, length_u32};
use crate::row::{OpenRow, PersonKeys, RowCheck};
use crate::segment::{acknowledged_after, valid_frames};
use crate::{ENTRY_BYTES, digest::MacKey};

/// Takes any bytes; panics where something does not hold, and tells whether anything was read.
pub type Target = fn(&[u8]) -> bool;

/// The target of a name; each is a folder of `fuzz/corpus` too.
pub const TARGETS: [(&str, Target); 18] = [
    ("bundle", files::bundle),
    ("checkpoint", notes::checkpoint),
    ("checkpoint_history", files::history),
    ("erasing_list", vault::erasing_list),
    ("erasure_record", notes::erasure_record),
    ("frame", frame),
    ("frames_list", files::frames_list),
    ("header", files::header),
    ("keys_file", files::keys_file),
    ("name_file", notes::name_file),
    ("overflow_slot", vault::overflow_slot),
    ("positions", files::positions),
    ("proof", notes::proof),
    ("row", row),
    ("run", files::run),
    ("segment", segment),
    ("slot", vault::slot),
    ("statement", notes::statement),
];

/// The target of this name.
///
/// # Panics
/// When there is none.
pub fn target(name: &str) -> Target {
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    found.expect("a target of this name").1
}

/// A checksum where it stands, over what it covers.
fn put_checksum(bytes: &mut [u8], at: usize, covered: std::ops::Range<usize>) {
    let crc = crc32c::crc32c(&bytes[covered]);
    bytes[at..at + 4].copy_from_slice(&crc.to_be_bytes());
}

/// As they are, and with a right checksum of all before as the last four bytes.
fn with_last_checksum(bytes: &[u8], check: impl Fn(&[u8]) -> bool) -> bool {
    let is_read = check(bytes);
    let Some((content, _)) = bytes.split_last_chunk::<4>() else {
        return is_read;
    };
    let crc = crc32c::crc32c(content).to_be_bytes();
    check(&[content, &crc].concat()) || is_read
}

fn check_entry(bytes: &[u8; ENTRY_BYTES]) {
    if let Some(entry) = Entry::of(bytes) {
        assert_eq!(entry.to_bytes(), *bytes);
    }
}

/// A frame as it came, and one of this length with a right checksum.
fn frame(bytes: &[u8]) -> bool {
    let is_read = check_frame(bytes);
    let mut right = bytes.to_vec();
    put_frame_checksum(&mut right, bytes.len());
    check_frame(&right) || is_read
}

fn put_frame_checksum(frame: &mut [u8], length: usize) {
    if (12..=frame.len()).contains(&length) {
        frame[4..8].copy_from_slice(&length_u32(length).to_be_bytes());
        put_checksum(frame, 8, 12..length);
    }
}

/// A frame that is read is written back byte for byte.
fn check_frame(bytes: &[u8]) -> bool {
    let Some(frame) = Frame::parse(bytes) else {
        assert!(entries_of_frame(bytes).is_none());
        return false;
    };
    let mut lines = Vec::new();
    for (_, line) in frame.lines() {
        check_entry(line.entry_bytes());
        lines.push(Line {
            entry: *line.entry_bytes(),
            retention_class: line.retention_class(),
            month: line.month(),
            row: line.row().to_vec(),
        });
    }
    let mut positions = Vec::new();
    for position in frame.positions() {
        let (source, stream, sealed) = position.expect("checked when it was parsed");
        let sealed = sealed.to_vec();
        positions.push(SealedPosition {
            source,
            stream,
            sealed,
        });
    }
    let (positions, lines): (Vec<_>, Vec<_>) = (positions.iter().collect(), lines.iter().collect());
    let FrameHead {
        first,
        durable,
        count,
        length,
        ..
    } = frame.head;
    assert_eq!(count as usize, lines.len());
    let written = write_frame(first, durable, &positions, &lines);
    assert_eq!(written, bytes[..length]);
    true
}

/// What stands behind the header of a segment: as it is, and with right checksums.
fn segment(bytes: &[u8]) -> bool {
    let mut segment = [&[0; HEADER_BYTES], bytes].concat();
    let is_read = check_segment(&segment);
    let mut at = HEADER_BYTES;
    while let Some(head) = segment.get(at..).and_then(FrameHead::parse) {
        put_frame_checksum(&mut segment[at..], head.length);
        at = at.saturating_add(head.length.max(1));
    }
    check_segment(&segment) || is_read
}

/// Frames follow each other, and what follows them is damage only if it says so.
fn check_segment(segment: &[u8]) -> bool {
    let first = FrameHead::parse(&segment[HEADER_BYTES..]).map_or(0, |head| head.first);
    let valid = valid_frames(segment, first);
    let (mut at, mut next) = (HEADER_BYTES, first);
    for place in &valid.frames {
        assert_eq!((place.offset as usize, place.first), (at, next));
        let frame = Frame::parse(&segment[at..]).expect("it is valid");
        assert_eq!(frame.head.places_at(), place.places_at as usize);
        (at, next) = (at + frame.head.length, next + u64::from(frame.head.count));
    }
    assert_eq!((at, next), (valid.end, valid.next));
    if let Some(at) = acknowledged_after(segment, &valid) {
        let frame = Frame::parse(&segment[at..]).expect("it is whole");
        assert!(at >= valid.end && frame.head.durable.settled > valid.next);
    }
    !valid.frames.is_empty()
}

/// A row whose outer seal was opened, of persons whose secrets are there and of such as are not.
fn row(bytes: &[u8]) -> bool {
    let Some(row) = OpenRow::parse(bytes) else {
        return false;
    };
    let key: Digest = [7; 32];
    let mut entry = [1; ENTRY_BYTES];
    entry[24..56].copy_from_slice(&key);
    let entry = Entry::of(&entry).expect("of version 1 and kind 1");
    let count = row.count();
    let gone = (0..count).filter(|number| row.is_gone(*number)).count();
    let known: PersonKeys = row
        .persons()
        .map(|code| (code, MacKey::new(&key)))
        .collect();
    for code in known.keys() {
        assert!(row.parts_about(*code).iter().all(|number| *number < count));
    }
    assert!(row.is_gone(count), "there are no more");
    for persons in [&PersonKeys::default(), &known] {
        if let Ok(parts) = row.open_boxes(&key, 5, persons) {
            assert_eq!(parts.len(), usize::from(count));
            let shut = parts.iter().filter(|part| part.bytes.is_none()).count();
            assert!(shut >= gone, "what is gone does not open");
        }
        let committed = row.committed_parts(&entry, 5, persons).is_some();
        let opens = matches!(row.check(&entry, 5, persons), RowCheck::Opens { .. });
        assert_eq!(opens, committed);
    }
    true
}
