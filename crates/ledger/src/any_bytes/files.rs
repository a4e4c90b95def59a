//! What must hold for any bytes of the files beside the segments and the vault.

use super::{check_entry, put_checksum, with_last_checksum};
use crate::header::{FileKind, HEADER_BYTES, Header, length_u32, u64_at};
use crate::keys::{KeysFile, push_short};
use crate::ledger::{positions_bytes, positions_of};
use crate::run::Run;
use crate::segment::listed_places;
use crate::tiles::entries_of_bundle;
use crate::tree::history_lines;
use crate::{ENTRY_BYTES, FORMAT_VERSION};
use std::path::Path;
use tilsyn_durable::SimDisk;

/// Whose files they are said to be.
const LEDGER_ID: [u8; 32] = [9; 32];

/// A bundle of entries that is taken apart is as long as they are.
pub(super) fn bundle(bytes: &[u8]) -> bool {
    let Some(entries) = entries_of_bundle(bytes) else {
        return false;
    };
    assert_eq!(bytes.len(), entries.len() * (2 + ENTRY_BYTES));
    for (entry, bundled) in entries.iter().zip(bytes.chunks(2 + ENTRY_BYTES)) {
        assert_eq!(entry, &bundled[2..]);
        check_entry(entry);
    }
    !entries.is_empty()
}

/// The lines of `checkpoints`, the first one also with a right checksum.
pub(super) fn history(bytes: &[u8]) -> bool {
    let mut history = [&[0; HEADER_BYTES], bytes].concat();
    let is_read = check_history(&history);
    let length = bytes
        .first_chunk::<4>()
        .map_or(0, |four| u32::from_be_bytes(*four) as usize);
    let end = HEADER_BYTES.saturating_add(16).saturating_add(length);
    if bytes.len() < 16 || end > history.len() {
        return is_read;
    }
    put_checksum(&mut history, HEADER_BYTES + 4, HEADER_BYTES + 8..end);
    check_history(&history) || is_read
}

fn check_history(bytes: &[u8]) -> bool {
    let (lines, end) = history_lines(bytes);
    let mut written = bytes[..HEADER_BYTES].to_vec();
    for (made_seconds, note) in lines {
        let line = [&made_seconds.to_be_bytes(), note].concat();
        written.extend_from_slice(&length_u32(note.len()).to_be_bytes());
        written.extend_from_slice(&crc32c::crc32c(&line).to_be_bytes());
        written.extend_from_slice(&line);
    }
    assert_eq!(written, bytes[..end]);
    end > HEADER_BYTES
}

/// The list beside a segment: read exactly if its header and its length are right.
pub(super) fn frames_list(bytes: &[u8]) -> bool {
    let header = header_of(FileKind::FrameIndex).to_bytes();
    let all = [&header[..], bytes].concat();
    assert!(listed_places(bytes, &header).is_none_or(|_| bytes.starts_with(&header)));
    with_last_checksum(&all, |all| {
        let Some(places) = listed_places(all, &header) else {
            return false;
        };
        let mut written = header.to_vec();
        for place in places {
            written.extend_from_slice(&place.first.to_be_bytes());
            written.extend_from_slice(&place.offset.to_be_bytes());
            written.extend_from_slice(&place.places_at.to_be_bytes());
        }
        assert_eq!(written, all[..all.len() - 4]);
        true
    })
}

fn header_of(kind: FileKind) -> Header {
    Header {
        kind,
        ledger_id: LEDGER_ID,
        number: 1,
        first: 0,
    }
}

/// A header that is read is written back byte for byte, and is of one kind.
pub(super) fn header(bytes: &[u8]) -> bool {
    let is_read = check_header(bytes);
    if bytes.len() < HEADER_BYTES {
        return is_read;
    }
    let mut right = bytes.to_vec();
    right[8..10].copy_from_slice(&FORMAT_VERSION.to_be_bytes());
    right[12..44].copy_from_slice(&LEDGER_ID);
    put_checksum(&mut right, 60, 0..60);
    check_header(&right) || is_read
}

fn check_header(bytes: &[u8]) -> bool {
    let mut read = 0;
    for kind in FileKind::ALL {
        if let Ok(header) = Header::of(kind, &LEDGER_ID, Path::new("any"), bytes) {
            assert_eq!(header.to_bytes(), bytes[..HEADER_BYTES]);
            read += 1;
        }
    }
    assert!(read <= 1);
    read == 1
}

/// A file of wrapped keys that is taken apart is put together byte for byte.
pub(super) fn keys_file(bytes: &[u8]) -> bool {
    with_last_checksum(bytes, |bytes| {
        let Ok(parts) = KeysFile::parse(Path::new("any"), bytes) else {
            return false;
        };
        let mut written = bytes[..10].to_vec();
        push_short(&mut written, parts.kek_id.as_bytes()).expect("it was short");
        push_short(&mut written, parts.wrapped).expect("it was short");
        written.extend_from_slice(parts.listed);
        assert_eq!(written, bytes[..bytes.len() - 4]);
        true
    })
}

/// Positions that were read are read again from what would be written.
pub(super) fn positions(bytes: &[u8]) -> bool {
    let Some(positions) = positions_of(bytes) else {
        return false;
    };
    let (any, written) = (!positions.is_empty(), positions_bytes(&positions));
    assert_eq!(positions_of(&written), Some(positions));
    any
}

thread_local! {
    static DISK: SimDisk = SimDisk::new(1, 512);
}

/// A run: what says that a key may be there never says more than its pairs.
pub(super) fn run(bytes: &[u8]) -> bool {
    let is_read = check_run(bytes);
    if bytes.len() < HEADER_BYTES + 24 {
        return is_read;
    }
    let mut right = bytes.to_vec();
    right[..12].copy_from_slice(&header_of(FileKind::DedupRun).to_bytes()[..12]);
    right[12..44].copy_from_slice(&LEDGER_ID);
    right[HEADER_BYTES + 8..HEADER_BYTES + 16].fill(0);
    put_checksum(&mut right, 60, 0..60);
    let count = usize::try_from(u64_at(&right, 44)).unwrap_or(usize::MAX);
    let (pairs, end) = (HEADER_BYTES + 24, right.len());
    let rest = count.saturating_mul(16).saturating_add(pairs).min(end);
    put_checksum(&mut right, HEADER_BYTES + 16, pairs..rest);
    put_checksum(&mut right, HEADER_BYTES + 20, rest..end);
    check_run(&right) || is_read
}

fn check_run(bytes: &[u8]) -> bool {
    let (first, end) = match bytes.get(52..HEADER_BYTES + 8) {
        Some(both) => (u64_at(both, 0), u64_at(both, 12)),
        None => (0, 0),
    };
    DISK.with(|disk| {
        let path = disk.root().join(Run::name(first, end));
        tilsyn_durable::write_atomically(&path, bytes).expect("a disk of memory takes it");
        let run = Run::open(&path, &LEDGER_ID);
        let is_read = run.as_ref().is_ok_and(|run| run.len() > 0);
        if let Ok(run) = run {
            let pairs: Vec<_> = run.pairs().filter_map(Result::ok).collect();
            assert!(pairs.len() <= run.len());
            for (prefix, _) in pairs.iter().take(3).chain(&[(0, 0), (u64::MAX, 0)]) {
                let found = run.find(*prefix).expect("it can be read");
                let is_there = |index| pairs.contains(&(*prefix, index));
                assert!(found.into_iter().all(is_there) || pairs.len() < run.len());
            }
            let merged = crate::run::merge(&[run]).count();
            assert!(merged >= pairs.len());
        }
        tilsyn_durable::remove_file(&path).expect("it was there");
        is_read
    })
}
