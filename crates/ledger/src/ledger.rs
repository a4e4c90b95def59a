//! The ledger: its folder made and opened, its checkpoints made, its parts held together.
//!
//! One rule: after a write whose outcome is not known, nothing more is taken in; the program
//! ends and opens the ledger again, which finds out. A full disk is no such outcome: nothing was
//! acknowledged, memory is as the disk is, and with room again it goes on.
//! Not here: taking in (`append`), reading (`read`), checking (`verify`).

use crate::append::{NewEntry, position_bound_to, unless_full};
use crate::checkpoint::{Checkpoint, CheckpointKey, check_origin};
use crate::digest::{Digest, leaf_hash, sha256};
use crate::disguise::Disguise;
use crate::entry::{ENTRY_BYTES, EntryKind};
use crate::keys::{Kek, Key, KeyName, Keys, fresh_nonce};
use crate::randomness::{Randomness, SystemRandomness};
use crate::seen::{Seen, prefix_of};
use crate::segment::{Segments, Tail};
use crate::tree::{KeptCheckpoint, Tree};
use crate::vault::Vault;
use crate::witnessed::RollBack;
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use tilsyn_durable::FolderLock;

pub(crate) const NAME_FILE: &str = "ledger";
pub(crate) const KEYS_FILE: &str = "keys";
const POSITIONS_FILE: &str = "positions";
const NAME_LINE: &str = "tilsyn ledger 1";
const POSITION_PURPOSE: &str = "position";
/// From so many leaves on a checkpoint is due: about 32 MB of them are in memory.
pub(crate) const PENDING_LEAVES_AIM: usize = 1 << 18;
/// With so many an append makes it itself, and waits for it.
const PENDING_LEAVES_MAX: usize = 1 << 19;

/// How a ledger is run. None of it changes what a reader of its files needs to know.
#[derive(Clone)]
pub struct Options {
    /// What the holder of the folder calls itself, for whoever finds the folder held.
    pub holder: String,
    /// Size of a segment file, reserved when it is begun. At most 2 GiB.
    pub segment_bytes: u64,
    /// A checkpoint is kept in the history when the one kept last is this much older.
    pub history_spacing_seconds: u64,
    /// A batch is written in frames of about so many bytes; each is synced by itself.
    pub frame_bytes_aim: usize,
    /// Event keys held in memory before they move to disk.
    pub newest_keys_max: usize,
    /// Where random bytes come from.
    pub randomness: Arc<dyn Randomness>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            holder: "tilsyn".to_string(),
            segment_bytes: 64 << 20,
            history_spacing_seconds: 3600,
            frame_bytes_aim: 4 << 20,
            newest_keys_max: 1 << 18,
            randomness: Arc::new(SystemRandomness),
        }
    }
}

/// An open ledger. Many may read while one appends.
pub struct Ledger {
    folder: PathBuf,
    origin: String,
    ledger_id: Digest,
    keys: Keys,
    vault: Vault,
    segments: Segments,
    writer: Mutex<Writer>,
    pending: Mutex<Vec<([u8; ENTRY_BYTES], Digest)>>,
    tree: Mutex<Tree>,
    stopped: AtomicBool,
    /// Held for writing while a segment is written again. Who holds it never waits for `writer`.
    pub(crate) rewriting: RwLock<()>,
    pub(crate) roll_back: OnceLock<RollBack>,
    randomness: Arc<dyn Randomness>,
    pub(crate) frame_bytes_aim: usize,
    _lock: FolderLock,
}

/// What only one call at a time may use.
pub(crate) struct Writer {
    pub(crate) tail: Tail,
    pub(crate) seen: Seen,
    pub(crate) last_received: u64,
    pub(crate) positions: BTreeMap<(u32, u64), Vec<u8>>,
}

fn ledger_id(origin: &str) -> Digest {
    sha256(&[origin.as_bytes()])
}

impl Ledger {
    /// Makes a ledger in a folder and opens it. `origin` is its name in checkpoints, such as
    /// `tilsyn.example.org/log/1`.
    pub fn create(folder: &Path, origin: &str, kek: &dyn Kek, options: &Options) -> Result<Ledger> {
        check_origin(origin)?;
        tilsyn_durable::create_folder(folder)?;
        if Ledger::is_in(folder) {
            return Err(Error::Exists {
                folder: folder.to_path_buf(),
            });
        }
        let lock = FolderLock::take(folder, &options.holder)?;
        // Without its name file a ledger that was in use looks like none: its keys would go.
        Ledger::refuse_if_in_use(folder)?;
        let id = ledger_id(origin);
        let keys = Keys::create(
            &folder.join(KEYS_FILE),
            kek,
            Arc::clone(&options.randomness),
        )?;
        keys.make_missing(&[KeyName::kept_for(POSITION_PURPOSE)])?;
        Vault::create(&folder.join("vault"), id)?;
        Segments::create(&folder.join("segments"), id, options.segment_bytes)?;
        Tree::create(folder, id, &checkpoint_key(origin, &keys)?)?;
        // The name comes last: a folder without it holds no ledger, and can be begun again.
        let name = name_text(origin);
        tilsyn_durable::write_atomically(&folder.join(NAME_FILE), name.as_bytes())?;
        drop(lock);
        Ledger::open(folder, kek, options)
    }

    /// Whether there is a ledger in a folder.
    pub fn is_in(folder: &Path) -> bool {
        tilsyn_durable::is_there(&folder.join(NAME_FILE))
    }

    /// Opens a ledger. What a power cut has left undone is finished first; what is not as it was
    /// written is refused, and the file named.
    pub fn open(folder: &Path, kek: &dyn Kek, options: &Options) -> Result<Ledger> {
        let lock = FolderLock::take(folder, &options.holder)?;
        // A program that was killed after it named a file may not have come to making the name
        // durable, and what is taken in from now on may need that file: keys above all.
        tilsyn_durable::sync_folder(folder)?;
        let origin = read_origin(&folder.join(NAME_FILE))?;
        let id = ledger_id(&origin);
        let randomness = Arc::clone(&options.randomness);
        let keys = Keys::open(&folder.join(KEYS_FILE), kek, Arc::clone(&randomness))?;
        let tree = Tree::open(
            folder,
            id,
            checkpoint_key(&origin, &keys)?,
            options.history_spacing_seconds,
        )?;
        let segments_folder = folder.join("segments");
        let (segments, tail) = Segments::open(&segments_folder, id, options.segment_bytes)?;
        let end = segments.end();
        if end < tree.size() {
            let what = format!("it ends before entry {}, which was signed", tree.size() - 1);
            return Err(Error::damaged(&segments.last_path(), what));
        }
        let codes_kept = match end.checked_sub(1).map(|last| segments.frame_of(last)) {
            Some(frame) => frame?.map_or(0, |frame| frame.frame().head.durable.codes),
            None => 0,
        };
        let vault = Vault::open(
            &folder.join("vault"),
            id,
            &keys,
            Arc::clone(&randomness),
            codes_kept,
        )?;
        let seen = Seen::open(&folder.join("seen"), id, options.newest_keys_max, end)?;
        let writer = Writer {
            tail,
            seen,
            last_received: 0,
            positions: BTreeMap::new(),
        };
        let ledger = Ledger {
            folder: folder.to_path_buf(),
            origin,
            ledger_id: id,
            keys,
            vault,
            segments,
            writer: Mutex::new(writer),
            pending: Mutex::default(),
            tree: Mutex::new(tree),
            stopped: AtomicBool::new(false),
            rewriting: RwLock::default(),
            roll_back: OnceLock::new(),
            randomness,
            frame_bytes_aim: options.frame_bytes_aim,
            _lock: lock,
        };
        ledger.catch_up()?;
        ledger.find_roll_back()?;
        Ok(ledger)
    }

    /// Takes into memory what the segments hold beyond the tree and beyond the runs.
    fn catch_up(&self) -> Result<()> {
        let mut writer = self.writer()?;
        writer.positions = self.read_positions()?;
        self.take_into_memory(&mut writer)
    }

    /// The same while the ledger is open: frames of a batch that did not fit as a whole.
    pub(crate) fn take_into_memory(&self, writer: &mut Writer) -> Result<()> {
        let in_tree = self.tree().size() + self.pending().len() as u64;
        let mut next = in_tree.min(writer.seen.next());
        while let Some(bytes) = self.segments.frame_of(next)? {
            let frame = bytes.frame();
            let lines = frame.lines().filter(|(index, _)| *index >= next);
            for (index, line) in lines {
                let entry = line.entry().ok_or_else(|| {
                    Error::damaged(&bytes.path, format!("entry {index} is of no known version"))
                })?;
                if index >= in_tree {
                    let entry = line.entry_bytes();
                    self.pending().push((*entry, leaf_hash(entry)));
                }
                if index >= writer.seen.next() {
                    writer.seen.add(prefix_of(&entry.event_key), index);
                }
            }
            for (source, stream, sealed) in frame.positions().flatten() {
                let mut sealed = sealed.to_vec();
                let bound_to = position_bound_to(source, stream);
                let key = self.position_key()?;
                let position = key.sealing.open(&mut sealed, &bound_to).map_err(|_| {
                    let what = format!("how far stream {stream} of source {source} was read");
                    Error::damaged(&bytes.path, format!("{what} does not open"))
                })?;
                writer.positions.insert((source, stream), position.to_vec());
            }
            next = frame.head.first + u64::from(frame.head.count);
            if writer.seen.is_full() {
                // Without room all the keys stay in memory: one that is missing there would let
                // its entry in twice.
                unless_full(self.flush(writer))?;
            }
        }
        let last = self
            .segments
            .end()
            .checked_sub(1)
            .map(|last| self.segments.entry(last));
        let last = last
            .transpose()?
            .flatten()
            .and_then(|entry| crate::Entry::of(&entry));
        writer.last_received = last.map_or(0, |entry| entry.received_seconds);
        Ok(())
    }

    /// Integrates everything taken in, writes the tiles and signs the tree.
    ///
    /// # Errors
    /// [`Error::RolledBack`] once [`Ledger::find_roll_back`] has found that; otherwise when a
    /// write failed.
    pub fn checkpoint(&self, now_seconds: u64) -> Result<Checkpoint> {
        if self.roll_back.get().is_some() {
            return Err(Error::RolledBack);
        }
        let mut tree = self.tree();
        let leaves = std::mem::take(&mut *self.pending());
        for (entry, leaf) in leaves {
            tree.push(&entry, leaf);
        }
        self.stopping(tree.publish(now_seconds))
    }

    /// Whether so many leaves wait for a checkpoint that it should not be put off. Whoever takes
    /// in much lets another thread make it meanwhile; else an append makes it in the end.
    pub fn is_checkpoint_due(&self) -> bool {
        self.pending().len() >= PENDING_LEAVES_AIM
    }

    /// The last signed checkpoint.
    pub fn last_checkpoint(&self) -> Checkpoint {
        self.tree().checkpoint()
    }

    /// The last signed checkpoint as the note others check.
    pub fn checkpoint_note(&self) -> Vec<u8> {
        let tree = self.tree();
        tree.key().sign(&tree.checkpoint())
    }

    /// The checkpoints kept from before, oldest first.
    pub fn checkpoint_history(&self) -> Result<Vec<KeptCheckpoint>> {
        self.tree().history()
    }

    /// Adds a sign of life, so that a silent stretch is sealed too, and signs the tree.
    pub fn heartbeat(&self, now_seconds: u64) -> Result<Checkpoint> {
        let beat = NewEntry {
            kind: EntryKind::Statement,
            schema: 0,
            source: 0,
            source_sequence: 0,
            event_id: format!("heartbeat/{now_seconds}").into_bytes(),
            retention_class: 0,
            month: 0,
            compartments: Vec::new(),
            position: None,
        };
        self.append(&[vec![beat]], now_seconds)?;
        self.checkpoint(now_seconds)
    }

    /// Whether an entry with this id of this source is there, and where.
    pub fn find(&self, source: u32, event_id: &[u8]) -> Result<Option<u64>> {
        let Some(key) = self.keys.get(KeyName::source(source)) else {
            return Ok(None);
        };
        let event_key = key.mac.mac(&[event_id]);
        let writer = self.writer()?;
        Ok(self
            .already_seen(&writer, &[event_key])?
            .into_iter()
            .next()
            .flatten())
    }

    /// RFC 6962: the hashes that lead from leaf `index` to the head of the first `size` leaves,
    /// which must be under a checkpoint.
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Result<Vec<Digest>> {
        self.tree().tiles().inclusion_proof(index, size)
    }

    /// RFC 6962: the hashes that show the first `old` leaves to be unchanged among the first
    /// `new`.
    pub fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Digest>> {
        self.tree().tiles().consistency_proof(old, new)
    }

    /// While this is held no segment is written again, so that files can be read one by one.
    pub fn hold_rows_still(&self) -> RwLockReadGuard<'_, ()> {
        self.rewriting
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// How many entries there are.
    pub fn len(&self) -> u64 {
        self.segments.end()
    }

    /// Whether there is no entry yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its name in checkpoints.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The public key of its checkpoints, as others configure it.
    pub fn verifier_key(&self) -> String {
        self.tree().key().verifier_key()
    }

    /// How far a stream of a source has been read, as of the last entry taken in.
    pub fn position(&self, source: u32, stream: u64) -> Result<Option<Vec<u8>>> {
        Ok(self.writer()?.positions.get(&(source, stream)).cloned())
    }

    /// The identities and their codes.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The disguise for a purpose, such as handles in addresses. Its key is made by the first
    /// to ask, also in a folder of an earlier version, and is durable when this returns.
    pub fn disguise(&self, purpose: &str) -> Result<Disguise> {
        let name = KeyName::kept_for(purpose);
        self.stopping(self.keys.make_missing(&[name]))?;
        Ok(Disguise::new(self.keys.required(name)?.bytes()))
    }

    /// Seals bytes that are kept beside the ledger, such as refused lines.
    pub fn seal(&self, content: &[u8], purpose: &str) -> Result<Vec<u8>> {
        let name = KeyName::kept_for(purpose);
        self.stopping(self.keys.make_missing(&[name]))?;
        let nonce = fresh_nonce(self.randomness())?;
        Ok(self
            .keys
            .required(name)?
            .sealing
            .seal(content, nonce, purpose.as_bytes()))
    }

    /// Opens what [`Ledger::seal`] sealed for the same purpose.
    pub fn unseal(&self, sealed: &[u8], purpose: &str) -> Result<Vec<u8>> {
        let key = self
            .keys
            .get(KeyName::kept_for(purpose))
            .ok_or(Error::NotOpened)?;
        let mut sealed = sealed.to_vec();
        Ok(key.sealing.open(&mut sealed, purpose.as_bytes())?.to_vec())
    }

    /// Signs the tree and moves to disk what would have to be read again at the next start.
    pub fn close(self, now_seconds: u64) -> Result<()> {
        self.checkpoint(now_seconds)?;
        let mut writer = self.writer()?;
        self.flush(&mut writer)
    }

    /// Moves event keys and positions to disk, positions first: those may be newer than the
    /// keys, never older.
    pub(crate) fn flush(&self, writer: &mut Writer) -> Result<()> {
        let content = positions_bytes(&writer.positions);
        let nonce = fresh_nonce(self.randomness())?;
        let sealed = self
            .position_key()?
            .sealing
            .seal(&content, nonce, b"acl/positions/1");
        tilsyn_durable::write_atomically(&self.folder.join(POSITIONS_FILE), &sealed)?;
        writer.seen.flush()
    }

    pub(crate) fn read_positions(&self) -> Result<Positions> {
        let path = self.folder.join(POSITIONS_FILE);
        let Some(mut sealed) = tilsyn_durable::read_if_there(&path)? else {
            return Ok(BTreeMap::new());
        };
        let damaged = || Error::damaged(&path, "it does not open");
        let key = self.position_key()?;
        let opened = key
            .sealing
            .open(&mut sealed, b"acl/positions/1")
            .map_err(|_| damaged())?;
        positions_of(opened).ok_or_else(damaged)
    }

    /// Takes the right to write, unless an earlier write failed.
    pub(crate) fn writer(&self) -> Result<MutexGuard<'_, Writer>> {
        let writer = self.writer.lock().map_err(|_| Error::Stopped)?;
        if self.stopped.load(Ordering::Acquire) {
            Err(Error::Stopped)
        } else {
            Ok(writer)
        }
    }

    /// Whether a write failed whose outcome is not known: nothing is taken in until the ledger is
    /// opened again, so the program should end.
    pub fn has_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire) || self.vault.has_failed()
    }

    /// Stops the ledger when a write failed, unless the disk was full: what calls this has then
    /// left everything as it was before.
    pub(crate) fn stopping<T>(&self, outcome: Result<T>) -> Result<T> {
        if outcome.as_ref().is_err_and(|error| !error.is_full()) {
            self.stopped.store(true, Ordering::Release);
        }
        outcome
    }

    /// Keeps leaves for the next checkpoint; tells whether it is time for one.
    pub(crate) fn add_pending(
        &self,
        leaves: impl Iterator<Item = ([u8; ENTRY_BYTES], Digest)>,
    ) -> bool {
        let mut pending = self.pending();
        pending.extend(leaves);
        pending.len() >= PENDING_LEAVES_MAX
    }

    pub(crate) fn position_key(&self) -> Result<Arc<Key>> {
        self.keys.required(KeyName::kept_for(POSITION_PURPOSE))
    }

    pub(crate) fn tree(&self) -> MutexGuard<'_, Tree> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pending(&self) -> MutexGuard<'_, Vec<([u8; ENTRY_BYTES], Digest)>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn ledger_id(&self) -> &Digest {
        &self.ledger_id
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(crate) fn segments(&self) -> &Segments {
        &self.segments
    }

    pub(crate) fn randomness(&self) -> &dyn Randomness {
        self.randomness.as_ref()
    }
}

fn checkpoint_key(origin: &str, keys: &Keys) -> Result<CheckpointKey> {
    Ok(CheckpointKey::new(
        origin,
        keys.required(KeyName::SIGNING)?.bytes(),
    ))
}

/// How far each stream of a source has been read.
pub(crate) type Positions = BTreeMap<(u32, u64), Vec<u8>>;

/// `source (4) | stream (8) | length (4) | position` each.
pub(crate) fn positions_bytes(positions: &Positions) -> Vec<u8> {
    let mut bytes = Vec::new();
    for ((source, stream), position) in positions {
        bytes.extend_from_slice(&source.to_be_bytes());
        bytes.extend_from_slice(&stream.to_be_bytes());
        bytes.extend_from_slice(&crate::header::length_u32(position.len()).to_be_bytes());
        bytes.extend_from_slice(position);
    }
    bytes
}

/// Reads them back; nothing if one is cut short.
pub(crate) fn positions_of(mut rest: &[u8]) -> Option<Positions> {
    let mut positions = Positions::new();
    while !rest.is_empty() {
        let (head, after) = rest.split_first_chunk::<16>()?;
        let length = crate::header::u32_at(head, 12) as usize;
        let (position, after) = after.split_at_checked(length)?;
        let stream = (
            crate::header::u32_at(head, 0),
            crate::header::u64_at(head, 4),
        );
        positions.insert(stream, position.to_vec());
        rest = after;
    }
    Some(positions)
}

/// The origin in the file that names the ledger.
pub(crate) fn read_origin(path: &Path) -> Result<String> {
    let bytes = tilsyn_durable::read(path)?;
    let damaged = || Error::damaged(path, "it does not name a ledger");
    origin_of(&bytes).map(str::to_string).ok_or_else(damaged)
}

/// The origin in these bytes; nothing if they are not exactly what names it.
pub(crate) fn origin_of(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let rest = text.strip_prefix(NAME_LINE)?.strip_prefix('\n')?;
    let origin = rest.lines().next()?;
    (text == name_text(origin) && check_origin(origin).is_ok()).then_some(origin)
}

/// What the name file says: the format, the origin, and the CRC-32C of both, so that a changed
/// byte here is not taken for a fault of the checkpoint.
pub(crate) fn name_text(origin: &str) -> String {
    let said = format!("{NAME_LINE}\n{origin}\n");
    let checksum = crc32c::crc32c(said.as_bytes());
    format!("{said}{checksum:08x}\n")
}
