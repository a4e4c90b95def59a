//! What a backup takes of a ledger while entries come in.
//!
//! Intake waits only while its length is noted; what was durable then never changes but by
//! erasure, which writes a segment anew and wipes slots. Segments go before the vault: codes are
//! durable before entries that use them, so the copy of the vault has all of them. Everything is
//! checked while it is copied, so that damage is found now and not when the copy is needed.
//! Not copied: the wrapped keys (backed up apart), and what is made again (tiles, lists of
//! frames, event keys, positions, which also stand in the frames).

use crate::header::{FileKind, HEADER_BYTES, Header};
use crate::keys::KeyName;
use crate::ledger::{KEYS_FILE, NAME_FILE};
use crate::segment::valid_frames;
use crate::slot::{OVERFLOW_BYTES, SLOT_BYTES, Slot};
use crate::tree::{CHECKPOINT_FILE, HISTORY_FILE};
use crate::{Checkpoint, Error, Ledger, Result};
use std::ops::Range;
use std::path::Path;
use tilsyn_durable::DurableFile;

/// Slots of the vault in one piece: 12 MiB.
const SLOTS_A_PIECE: usize = 1 << 16;
/// Overflow slots in one piece: 8 MiB.
const OVERFLOWS_A_PIECE: usize = 1 << 13;
/// How often a segment is read again that does not look whole: it may just be written anew.
const READ_AGAIN_MAX: usize = 3;
const SEGMENTS: &str = "segments";
const VAULT: &str = "vault";
const WITNESSED: &str = "witnessed";

/// Takes a piece of a file: its name in the ledger's folder, and bytes.
pub type EachPiece<'a, E> = dyn FnMut(&str, &[u8]) -> std::result::Result<(), E> + 'a;

/// A ledger as it was at one moment, to be copied while it goes on.
pub struct LedgerCopy<'a> {
    ledger: &'a Ledger,
    entries: u64,
    checkpoint: Checkpoint,
    small: Vec<(String, Vec<u8>)>,
}

impl Ledger {
    /// Fixes the moment of a copy. `meanwhile` is called while nothing can be taken in, so that
    /// what is kept beside the ledger can be fixed at the same moment; it must be quick.
    ///
    /// # Errors
    /// When the ledger has stopped, or its small files cannot be read.
    pub fn begin_copy<T>(&self, meanwhile: impl FnOnce() -> T) -> Result<(LedgerCopy<'_>, T)> {
        // Each may only be older than what is read after it: what witnesses signed, what was
        // signed, what was taken in.
        let mut small = Vec::new();
        for kept in self.witnessed()? {
            let name = kept.path.file_name().unwrap_or_default().to_string_lossy();
            small.push((format!("{WITNESSED}/{name}"), kept.note));
        }
        let checkpoint = {
            let tree = self.tree();
            for name in [HISTORY_FILE, CHECKPOINT_FILE] {
                let bytes = tilsyn_durable::read(&self.folder().join(name))?;
                small.push((name.to_string(), bytes));
            }
            tree.checkpoint()
        };
        let name = tilsyn_durable::read(&self.folder().join(NAME_FILE))?;
        small.push((NAME_FILE.to_string(), name));
        let writer = self.writer()?;
        let (entries, done) = (self.len(), meanwhile());
        drop(writer);
        let copy = LedgerCopy {
            ledger: self,
            entries,
            checkpoint,
            small,
        };
        Ok((copy, done))
    }

    /// The wrapped keys as they lie in the folder: of no use without the root key.
    ///
    /// # Errors
    /// When the file cannot be read, or is not what the ledger was opened with.
    pub fn wrapped_keys(&self) -> Result<Vec<u8>> {
        self.keys().check()?;
        Ok(tilsyn_durable::read(&self.folder().join(KEYS_FILE))?)
    }

    /// The codes of persons and accounts that have been erased: numbers that say nothing.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub fn erased_codes(&self) -> Result<Vec<u32>> {
        let mut erased = Vec::new();
        self.slots(|first, bytes| {
            for (slot, code) in bytes.chunks_exact(SLOT_BYTES).zip(first..) {
                let is_erased = Slot::of(slot).is_some_and(|slot| slot.hash.is_none());
                if is_erased && let Ok(code) = u32::try_from(code) {
                    erased.push(code);
                }
            }
            Ok::<_, Error>(())
        })?;
        Ok(erased)
    }

    /// Names of the keys there are, as 18 hex digits each: what opens the data of this moment.
    pub fn key_names(&self) -> Vec<String> {
        let names = self.keys().names();
        names.into_iter().map(KeyName::in_hex).collect()
    }

    /// The numbers of the sources that have sent something, as far as the keys tell: what is kept
    /// beside the ledger must know all of them.
    pub fn source_numbers(&self) -> Vec<u32> {
        self.keys().sources()
    }

    /// The slots that have been handed out, from 1 on, in pieces.
    fn slots<E: From<Error>>(
        &self,
        each: impl FnMut(u64, &[u8]) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let path = self.folder().join(VAULT).join("slots");
        let file = DurableFile::open_to_read(&path).map_err(Error::from)?;
        let end = u64::from(self.vault().len()) + 1;
        in_pieces(&file, SLOT_BYTES, 1..end, SLOTS_A_PIECE, each)
    }
}

impl LedgerCopy<'_> {
    /// How many entries the copy has.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The last checkpoint in it; the entries behind are signed at the next start.
    pub fn checkpoint(&self) -> Checkpoint {
        self.checkpoint
    }

    /// Hands out the files of the copy, piece by piece: name in the ledger's folder, bytes.
    /// Pieces of one file come one behind the other. The same bytes are cut the same way every
    /// time, so that a second backup finds what it has already.
    ///
    /// # Errors
    /// What `each` says, or when a file is damaged or cannot be read.
    pub fn pieces<E: From<Error>>(
        &self,
        each: &mut EachPiece<'_, E>,
    ) -> std::result::Result<(), E> {
        self.segments(each)?;
        self.vault(each)?;
        for (name, bytes) in &self.small {
            each(name, bytes)?;
        }
        Ok(())
    }

    fn segments<E: From<Error>>(&self, each: &mut EachPiece<'_, E>) -> std::result::Result<(), E> {
        let folder = self.ledger.folder().join(SEGMENTS);
        let mut next = 0;
        for number in 1.. {
            let name = format!("{number:010}.segment");
            let (bytes, after) = self.segment(&folder.join(&name), number, next)?;
            next = after;
            each(&format!("{SEGMENTS}/{name}"), &bytes)?;
            if next >= self.entries {
                return Ok(());
            }
        }
        Ok(())
    }

    /// A segment up to the last entry of the copy, and the index after that.
    fn segment(&self, path: &Path, number: u64, first: u64) -> Result<(Vec<u8>, u64)> {
        for _ in 1..READ_AGAIN_MAX {
            if let Ok(read) = self.segment_once(path, number, first) {
                return Ok(read);
            }
        }
        self.segment_once(path, number, first)
    }

    fn segment_once(&self, path: &Path, number: u64, first: u64) -> Result<(Vec<u8>, u64)> {
        let mut bytes = tilsyn_durable::read(path)?;
        let header = Header::of(FileKind::Segment, self.ledger.ledger_id(), path, &bytes)?;
        if (header.number, header.first) != (number, first) {
            return Err(Error::damaged(path, "it does not follow the one before"));
        }
        let valid = valid_frames(&bytes, first);
        let beyond = valid
            .frames
            .iter()
            .find(|frame| frame.first >= self.entries);
        let (end, next) = match beyond {
            Some(frame) => (frame.offset as usize, frame.first),
            None => (valid.end, valid.next),
        };
        let has_next = next < self.entries;
        let follows = || path.with_file_name(format!("{:010}.segment", number + 1));
        if has_next && !tilsyn_durable::is_there(&follows()) {
            let what = format!("the frame at byte {end} is altered, or entries are missing");
            return Err(Error::damaged(path, what));
        }
        if has_next {
            let file = DurableFile::open_to_read(&follows())?;
            let mut head = [0; HEADER_BYTES];
            file.read_at(0, &mut head)?;
            let after = Header::of(FileKind::Segment, self.ledger.ledger_id(), path, &head)?;
            if after.first != next {
                let what = format!("the frame at byte {end} is altered");
                return Err(Error::damaged(path, what));
            }
        }
        bytes.truncate(end);
        Ok((bytes, next))
    }

    fn vault<E: From<Error>>(&self, each: &mut EachPiece<'_, E>) -> std::result::Result<(), E> {
        let path = self.ledger.folder().join(VAULT).join("slots");
        let file = DurableFile::open_to_read(&path).map_err(Error::from)?;
        let name = format!("{VAULT}/slots");
        each(&name, &read_slots(&file, 0, 1, SLOT_BYTES)?)?;
        let mut overflows = 0;
        self.ledger.slots(|first, bytes| {
            for (slot, code) in bytes.chunks_exact(SLOT_BYTES).zip(first..) {
                let what = format!("the checksum of slot {code} is wrong");
                let slot = Slot::of(slot).ok_or_else(|| Error::damaged(&path, what))?;
                overflows = overflows.max(u64::from(slot.overflow));
            }
            each(&name, bytes)
        })?;
        // After the slots: each of those points to a slot that is there by now.
        let file = path.with_file_name("overflow");
        let file = DurableFile::open_to_read(&file).map_err(Error::from)?;
        let (name, end) = (format!("{VAULT}/overflow"), overflows + 1);
        let each = |_, bytes: &[u8]| each(&name, bytes);
        in_pieces(&file, OVERFLOW_BYTES, 0..end, OVERFLOWS_A_PIECE, each)
    }

    /// Seals what is kept in the backup beside the ledger.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn seal(&self, content: &[u8]) -> Result<Vec<u8>> {
        self.ledger.seal(content, BACKUP_PURPOSE)
    }
}

/// What the registry and the settings are sealed for in a backup.
pub(crate) const BACKUP_PURPOSE: &str = "backup";

/// Hands out the slots of these numbers, so many in a piece, with the number of its first.
fn in_pieces<E: From<Error>>(
    file: &DurableFile,
    slot_bytes: usize,
    numbers: Range<u64>,
    in_a_piece: usize,
    mut each: impl FnMut(u64, &[u8]) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let end = numbers.end;
    for first in numbers.step_by(in_a_piece) {
        let take = (end - first).min(in_a_piece as u64);
        each(first, &read_slots(file, first, take, slot_bytes)?)?;
    }
    Ok(())
}

fn read_slots(file: &DurableFile, first: u64, count: u64, slot_bytes: usize) -> Result<Vec<u8>> {
    let length = usize::try_from(count).expect("pieces are small") * slot_bytes;
    let mut bytes = vec![0; length];
    file.read_at(first * slot_bytes as u64, &mut bytes)?;
    Ok(bytes)
}
