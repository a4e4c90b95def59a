//! What is made again from the segments: the tiles of the tree.
//!
//! One rule: nothing is signed here. The tiles must lead to the head of the checkpoint that lies
//! in the folder; where they do not, a segment is not what was signed, and none of it is used.
//! Not here: lists of frames, event keys and positions, which opening makes again.

use crate::checkpoint::parse_checkpoint;
use crate::digest::{leaf_hash, sha256};
use crate::frame::Frame;
use crate::header::{FileKind, HEADER_BYTES, Header};
use crate::keys::{KeyName, Keys};
use crate::ledger::{KEYS_FILE, NAME_FILE, name_text};
use crate::segment::valid_frames;
use crate::slot::{OVERFLOW_BYTES, SLOT_BYTES, Slot, erased_overflow, erased_slot};
use crate::tiles::{TileFile, TreeBuilder};
use crate::tree::CHECKPOINT_FILE;
use crate::verifier_key::VerifierKey;
use crate::{Error, Kek, Ledger, Result, SystemRandomness};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tilsyn_durable::DurableFile;

/// Tile files written together.
const WRITTEN_TOGETHER: usize = 512;
const TILES: &str = "tile";

/// Makes the tiles of a ledger's folder again if the folder of tiles is not there at all. The
/// ledger must not be open.
///
/// # Errors
/// When a segment is not what the checkpoint was signed over; its file is named.
pub fn remake_missing_tiles(folder: &Path) -> Result<Remade> {
    let path = folder.join(CHECKPOINT_FILE);
    if tilsyn_durable::is_there(&folder.join(TILES)) || !tilsyn_durable::is_there(&path) {
        return Ok(Remade::Nothing);
    }
    match remake_tiles(folder)? {
        // An empty tree has none.
        Remade::Tiles(0) => Ok(Remade::Nothing),
        remade => Ok(remade),
    }
}

/// What was made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remade {
    /// Everything was there.
    Nothing,
    /// The tiles over so many entries.
    Tiles(u64),
}

/// Makes the tiles again that the checkpoint in the folder was signed over.
///
/// # Errors
/// When the segments do not lead to the checkpoint's head; the file is named.
pub fn remake_tiles(folder: &Path) -> Result<Remade> {
    let path = folder.join(CHECKPOINT_FILE);
    let note = tilsyn_durable::read(&path)?;
    let parsed = parse_checkpoint(&note);
    let parsed = parsed.ok_or_else(|| Error::damaged(&path, "it is not a checkpoint"))?;
    let id = sha256(&[parsed.origin.as_bytes()]);
    let signed = parsed.checkpoint;
    let mut making = Making {
        // Under another name until it is whole, so that half of it is not taken for all of it.
        folder: folder.join("tile.unfinished"),
        builder: TreeBuilder::default(),
        waiting: Vec::new(),
    };
    let mut last = folder.join("segments");
    for number in 1.. {
        if making.builder.size() >= signed.size {
            break;
        }
        let path = folder.join(format!("segments/{number:010}.segment"));
        making.take(&path, &id, number, signed.size)?;
        last = path;
    }
    let partial = making.builder.partial();
    making.waiting.extend(partial);
    making.write()?;
    if making.builder.root() != signed.root {
        let what = "its entries, or those of a segment before it, are not those that were signed";
        return Err(Error::damaged(&last, what));
    }
    tilsyn_durable::create_folder(&making.folder)?;
    tilsyn_durable::rename(&making.folder.join(TILES), &folder.join(TILES)).or_else(|error| {
        // A tree of no leaves has no tiles.
        if signed.size == 0 { Ok(()) } else { Err(error) }
    })?;
    tilsyn_durable::remove_folder_of_files(&making.folder)?;
    Ok(Remade::Tiles(signed.size))
}

struct Making {
    folder: PathBuf,
    builder: TreeBuilder,
    waiting: Vec<TileFile>,
}

impl Making {
    /// Takes the entries of a segment, up to the size of the tree.
    fn take(&mut self, path: &Path, id: &[u8; 32], number: u64, size: u64) -> Result<()> {
        let bytes = tilsyn_durable::read(path)?;
        let header = Header::of(FileKind::Segment, id, path, &bytes)?;
        if (header.number, header.first) != (number, self.builder.size()) {
            return Err(Error::damaged(path, "it does not follow the one before"));
        }
        let valid = valid_frames(&bytes, header.first);
        let mut at = HEADER_BYTES;
        while at < valid.end {
            let frame = Frame::parse(&bytes[at..]).expect("checked a moment ago");
            for (index, line) in frame.lines().take_while(|(index, _)| *index < size) {
                debug_assert_eq!(index, self.builder.size());
                let entry = line.entry_bytes();
                let waiting = &mut self.waiting;
                self.builder
                    .push(entry, leaf_hash(entry), &mut |file| waiting.push(file));
            }
            at += frame.head.length;
            if self.waiting.len() >= WRITTEN_TOGETHER {
                self.write()?;
            }
        }
        let next = path.with_file_name(format!("{:010}.segment", number + 1));
        if self.builder.size() < size && !tilsyn_durable::is_there(&next) {
            let index = self.builder.size();
            let what = format!("it ends before entry {index}, which was signed");
            return Err(Error::damaged(path, what));
        }
        Ok(())
    }

    fn write(&mut self) -> Result<()> {
        let files = std::mem::take(&mut self.waiting);
        let in_folder = |(path, bytes): TileFile| (self.folder.join(path), bytes);
        let files: Vec<_> = files.into_iter().map(in_folder).collect();
        Ok(tilsyn_durable::write_together(&files)?)
    }
}

/// Makes a folder of copied files a ledger: the name file comes last.
///
/// # Errors
/// When it cannot be written.
pub fn finish_copy(folder: &Path, origin: &str) -> Result<()> {
    tilsyn_durable::sync_folder(folder)?;
    let text = name_text(origin);
    Ok(tilsyn_durable::write_atomically(
        &folder.join(NAME_FILE),
        text.as_bytes(),
    )?)
}

impl Ledger {
    /// Refuses a folder that holds entries or identities, whatever file is missing in it: no
    /// ledger may be begun there.
    ///
    /// # Errors
    /// [`Error::Damaged`], naming the file that says which ledger it is.
    pub fn refuse_if_in_use(folder: &Path) -> Result<()> {
        refuse_if_in_use(folder)
    }
}

fn refuse_if_in_use(folder: &Path) -> Result<()> {
    let length = |name: &str| {
        let path = folder.join(name);
        match tilsyn_durable::is_there(&path) {
            true => Ok(Some(DurableFile::open_to_read(&path)?)),
            false => Ok::<_, Error>(None),
        }
    };
    let mut in_use = length("segments/0000000002.segment")?.is_some();
    if let Some(slots) = length("vault/slots")? {
        in_use |= slots.length()? > SLOT_BYTES as u64;
    }
    if let Some(first) = length("segments/0000000001.segment")? {
        let mut begin = [0; HEADER_BYTES + 4];
        in_use |= first.read_at(0, &mut begin).is_ok() && begin[HEADER_BYTES..] == *b"TFR1";
    }
    if in_use {
        let what = "it is missing, but entries of a ledger are there; put it back, or write it \
                    again as the page on the format says";
        return Err(Error::damaged(&folder.join(NAME_FILE), what));
    }
    Ok(())
}

/// Wipes the slots of persons who have been erased since a copy was made, in that copy. Those
/// that it does not have yet are passed over. The ledger must not be open.
///
/// # Errors
/// When the vault cannot be read or written.
pub fn erase_in_copy(folder: &Path, codes: &[u32]) -> Result<u64> {
    let vault = folder.join("vault");
    let slots = DurableFile::open(&vault.join("slots"))?;
    let overflow = DurableFile::open(&vault.join("overflow"))?;
    let count = slots.length()? / SLOT_BYTES as u64;
    let mut erased = 0;
    for code in codes.iter().filter(|code| u64::from(**code) < count) {
        let at = u64::from(*code) * SLOT_BYTES as u64;
        let mut bytes = [0; SLOT_BYTES];
        slots.read_at(at, &mut bytes)?;
        let slot = Slot::of(&bytes).ok_or_else(|| {
            let what = format!("the checksum of slot {code} is wrong");
            Error::damaged(slots.path(), what)
        })?;
        if slot.hash.is_none() {
            continue;
        }
        if slot.overflow != 0 {
            let at = u64::from(slot.overflow) * OVERFLOW_BYTES as u64;
            overflow.write_at(at, &erased_overflow())?;
        }
        slots.write_at(at, &erased_slot(slot.overflow))?;
        erased += 1;
    }
    overflow.sync()?;
    slots.sync()?;
    Ok(erased)
}

/// The keys of a ledger that is not open: to look into a backup of it.
pub struct OpenKeys {
    pub(crate) keys: Keys,
    origin: String,
}

impl OpenKeys {
    /// Opens the wrapped keys in a ledger's folder.
    ///
    /// # Errors
    /// When the root key is another one, or the file is damaged.
    pub fn open(folder: &Path, origin: &str, kek: &dyn Kek) -> Result<OpenKeys> {
        let keys = Keys::open(&folder.join(KEYS_FILE), kek, Arc::new(SystemRandomness))?;
        Ok(OpenKeys {
            keys,
            origin: origin.to_string(),
        })
    }

    /// The public key of the ledger's checkpoints and statements.
    ///
    /// # Errors
    /// When there is no such key in the file.
    pub fn verifier_key(&self) -> Result<VerifierKey> {
        let seed = self.keys.required(KeyName::SIGNING)?;
        let key = crate::checkpoint::CheckpointKey::new(&self.origin, seed.bytes());
        Ok(VerifierKey::parse(&key.verifier_key()).expect("it was written by the same rules"))
    }

    /// Opens what a copy of the ledger sealed.
    ///
    /// # Errors
    /// When it was altered, or sealed with another key.
    pub fn unseal(&self, sealed: &[u8]) -> Result<Vec<u8>> {
        let purpose = crate::backup::BACKUP_PURPOSE;
        let key = self.keys.get(KeyName::kept_for(purpose));
        let key = key.ok_or(Error::NotOpened)?;
        let mut sealed = sealed.to_vec();
        Ok(key.sealing.open(&mut sealed, purpose.as_bytes())?.to_vec())
    }

    /// See [`crate::Ledger::key_names`].
    pub fn key_names(&self) -> Vec<String> {
        let names = self.keys.names();
        names.into_iter().map(KeyName::in_hex).collect()
    }
}

/// The name of the root key that wrapped keys need; it tells nothing about the key.
///
/// # Errors
/// When the bytes are no file of wrapped keys. `file` is how to call them.
pub fn root_key_of(file: &Path, wrapped_keys: &[u8]) -> Result<String> {
    Keys::root_key_of(file, wrapped_keys)
}
