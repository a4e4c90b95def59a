//! A ledger's folder checked by somebody who has the public key and nothing else.
//!
//! Every entry against the leaves of the tree, every tile against the tiles below, every
//! checkpoint against the tree of its size: what was signed cannot have been changed since.
//! Nothing is written, no lock is taken; a folder that is written to meanwhile can be checked.
//! Not here: what needs keys (`verify`), the segments (`check_segments`), one entry (`proof`).

use crate::check_segments::check_segments;
use crate::check_tree::files_under;
use crate::checkpoint::{Checkpoint, parse_checkpoint};
use crate::digest::{Digest, leaf_hash, sha256, tree_head};
use crate::entry::{ENTRY_BYTES, Entry};
use crate::header::{FileKind, Header};
use crate::ledger::{NAME_FILE, read_origin};
use crate::stored_tiles::{Items, StoredTiles};
use crate::tiles::{TILE_WIDTH, TreeBuilder, entries_of_bundle};
use crate::tree::{CHECKPOINT_FILE, HISTORY_FILE, history_lines};
use crate::verifier_key::{Signed, VerifierKey};
use crate::verify::Problem;
use crate::witnessed;
use crate::{Error, Result};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use tilsyn_durable::is_there;

/// Bundles of 256 entries read at a time.
const BLOCKS_TOGETHER: usize = 64;

/// What checking a folder found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderReport {
    /// The log's name.
    pub origin: String,
    /// The checkpoint that everything was compared with.
    pub checkpoint: Option<Checkpoint>,
    /// Entries compared with the tree.
    pub entries: u64,
    /// Signed checkpoints that the tree agrees with.
    pub checkpoints: u64,
    /// Files of tiles compared.
    pub tiles: u64,
    /// Names on the checkpoint beside the log's own.
    pub other_signers: Vec<String>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What could not be checked.
    pub unchecked: Vec<Unchecked>,
}

/// Something in the folder that the public key alone says nothing about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unchecked {
    /// What the entries commit to.
    #[error("whether the sealed rows in `segments` open to what their entries commit to")]
    Rows,
    /// Identities and their secrets.
    #[error("`vault`, `keys`, `positions`: they are sealed with the root key")]
    Sealed,
    /// When kept checkpoints were made.
    #[error("the times in `checkpoints`, and whether its last lines were cut off")]
    Times,
    /// There are no segments.
    #[error("`segments` is not here: only the entries in `tile` were checked")]
    NoSegments,
    /// There are no kept checkpoints.
    #[error("`checkpoints` is not here: only the last checkpoint was checked")]
    NoHistory,
    /// Files that go beyond the checkpoint.
    #[error("{0} files in `tile` that go beyond the checkpoint: nothing is signed over them yet")]
    TilesBeyond(u64),
    /// Entries beyond the checkpoint.
    #[error("{0} entries in `segments` beyond the checkpoint: nothing is signed over them yet")]
    EntriesBeyond(u64),
}

impl FolderReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn note(&mut self, file: &Path, what: impl Into<String>) {
        Problem::note(&mut self.problems, file, what);
    }
}

/// Checks the folder of a ledger, or a copy of its public files. `progress` is told now and then
/// how many entries are done and how many there are.
///
/// # Errors
/// When there is no ledger in the folder, or a file of it cannot be read.
pub fn check_folder(
    folder: &Path,
    key: &VerifierKey,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<FolderReport> {
    let parts = [CHECKPOINT_FILE, HISTORY_FILE, NAME_FILE, "tile"];
    if !parts.iter().any(|name| is_there(&folder.join(name))) {
        let folder = folder.to_path_buf();
        return Err(Error::NoLedger { folder });
    }
    let mut check = FolderCheck {
        folder,
        key,
        expected: BTreeMap::new(),
        report: FolderReport {
            origin: key.name().to_string(),
            ..FolderReport::default()
        },
    };
    let upto = check.read_checkpoints()?;
    check.report.checkpoint = upto;
    let tiles = StoredTiles::new(folder, upto.map_or(0, |upto| upto.size));
    check.walk(&tiles, progress)?;
    check.look_at_files(&tiles)?;
    check_segments(&tiles, &sha256(&[key.name().as_bytes()]), &mut check.report)?;
    check.say_what_is_sealed();
    Ok(check.report)
}

struct FolderCheck<'a> {
    folder: &'a Path,
    key: &'a VerifierKey,
    /// By size: the heads that were signed, and in which file.
    expected: BTreeMap<u64, Vec<(Digest, &'static str)>>,
    report: FolderReport,
}

/// 256 entries, or the last ones, beside the hashes of their leaves.
struct Block {
    number: u64,
    width: usize,
    bundle: Option<Vec<u8>>,
    hashes: Option<Vec<u8>>,
}

impl FolderCheck<'_> {
    fn note(&mut self, name: &str, what: impl Into<String>) {
        self.report.note(&self.folder.join(name), what);
    }

    /// The checkpoint in a note, if it is one of this log, signed with its key.
    fn signed(&self, note: &[u8]) -> Option<(Checkpoint, Vec<String>)> {
        let parsed = parse_checkpoint(note)?;
        let is_ours = parsed.origin == self.key.name() && self.key.check(&parsed) == Signed::Well;
        let names = parsed.signatures.into_iter().map(|(name, ..)| name);
        let others = names.filter(|name| name != self.key.name()).collect();
        is_ours.then_some((parsed.checkpoint, others))
    }

    /// Reads all signed checkpoints; the one that everything is compared with comes back.
    fn read_checkpoints(&mut self) -> Result<Option<Checkpoint>> {
        if is_there(&self.folder.join(NAME_FILE)) {
            match read_origin(&self.folder.join(NAME_FILE)) {
                Ok(origin) if origin == self.key.name() => {}
                Ok(_) => self.note(NAME_FILE, "it names another log than the key does"),
                Err(Error::Damaged { what, .. }) => self.note(NAME_FILE, what),
                Err(error) => return Err(error),
            }
        }
        // What was kept is read first: in a folder in use it is never newer than the last then.
        let history = tilsyn_durable::read_if_there(&self.folder.join(HISTORY_FILE))?;
        let mut kept = self.read_witnessed()?;
        let note = tilsyn_durable::read_if_there(&self.folder.join(CHECKPOINT_FILE))?;
        let signed = note.as_ref().and_then(|note| self.signed(note));
        let last = match (&note, signed) {
            (None, _) => {
                self.note(CHECKPOINT_FILE, "it is missing");
                None
            }
            (Some(_), None) => {
                self.note(CHECKPOINT_FILE, "it is no checkpoint signed with this key");
                None
            }
            (Some(_), Some((checkpoint, others))) => {
                self.report.other_signers = others;
                self.expect(checkpoint, CHECKPOINT_FILE);
                Some(checkpoint)
            }
        };
        for checkpoint in self.read_history(history)? {
            kept.push((checkpoint, HISTORY_FILE));
        }
        let newest = kept
            .iter()
            .map(|(kept, _)| *kept)
            .max_by_key(|kept| kept.size);
        for (kept, file) in kept {
            self.expect(kept, file);
        }
        match (last, newest) {
            (Some(last), Some(newest)) if newest.size > last.size => {
                let what = format!(
                    "it has {} entries, and one of {} was kept before: the ledger was set back",
                    last.size, newest.size
                );
                self.note(CHECKPOINT_FILE, what);
                Ok(Some(newest))
            }
            (last, newest) => Ok(last.or(newest)),
        }
    }

    fn expect(&mut self, checkpoint: Checkpoint, file: &'static str) {
        let heads = self.expected.entry(checkpoint.size).or_default();
        heads.push((checkpoint.root, file));
    }

    /// Those that witnesses have signed too; what the witnesses say is not looked at.
    fn read_witnessed(&mut self) -> Result<Vec<(Checkpoint, &'static str)>> {
        let mut kept = Vec::new();
        for path in files_under(self.folder, witnessed::FOLDER) {
            if path.ends_with(".unfinished") {
                continue;
            }
            let note = tilsyn_durable::read_if_there(&self.folder.join(&path))?;
            // A newer one has taken its place meanwhile.
            let Some(note) = note else { continue };
            match self.signed(&note) {
                Some((checkpoint, _)) if path.ends_with(&witnessed::name_of(&checkpoint)) => {
                    kept.push((checkpoint, witnessed::FOLDER));
                }
                Some(_) => self.note(&path, "it holds another checkpoint than its name says"),
                None => self.note(&path, "it is no checkpoint signed with this key"),
            }
        }
        Ok(kept)
    }

    fn read_history(&mut self, bytes: Option<Vec<u8>>) -> Result<Vec<Checkpoint>> {
        let path = self.folder.join(HISTORY_FILE);
        let Some(bytes) = bytes else {
            // The public files of a ledger may be published without it.
            match is_there(&self.folder.join(NAME_FILE)) {
                true => self.note(HISTORY_FILE, "it is missing"),
                false => self.report.unchecked.push(Unchecked::NoHistory),
            }
            return Ok(Vec::new());
        };
        let id = sha256(&[self.key.name().as_bytes()]);
        if let Err(error) = Header::of(FileKind::CheckpointHistory, &id, &path, &bytes) {
            self.note(HISTORY_FILE, what_of(error));
            return Ok(Vec::new());
        }
        let (lines, end) = history_lines(&bytes);
        if end < bytes.len() {
            self.note(HISTORY_FILE, format!("the line at byte {end} is altered"));
        }
        let mut kept = Vec::with_capacity(lines.len());
        for (number, (_, note)) in lines.into_iter().enumerate() {
            match self.signed(note) {
                Some((checkpoint, _)) => kept.push(checkpoint),
                None => {
                    let what = format!("checkpoint {number} in it is not signed with this key");
                    self.note(HISTORY_FILE, what);
                }
            }
        }
        self.report.unchecked.push(Unchecked::Times);
        Ok(kept)
    }

    /// Builds the tree again from its leaves.
    fn walk(&mut self, tiles: &StoredTiles, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        let blocks = tiles.size.div_ceil(TILE_WIDTH as u64);
        let mut builder = TreeBuilder::default();
        let mut last_received = 0;
        self.meet(&builder);
        for first in (0..blocks).step_by(BLOCKS_TOGETHER) {
            let read: Vec<(Block, Vec<Digest>)> = (first
                ..blocks.min(first + BLOCKS_TOGETHER as u64))
                .into_par_iter()
                .map(|number| Block::read(tiles, number))
                .collect::<Result<_>>()?;
            for (block, leaves) in read {
                self.check_entries(tiles, &block, &mut last_received);
                let Some(leaves) = self.agreed(tiles, &block, leaves, &builder)? else {
                    let what = "neither entries nor hashes are there; nothing after was checked";
                    self.note(&tiles.path(Items::Entries, block.number, block.width), what);
                    return Ok(());
                };
                for leaf in leaves {
                    self.push(&mut builder, leaf, tiles)?;
                }
            }
            progress(builder.size(), tiles.size);
        }
        for (path, bytes) in builder.partial() {
            self.compare(tiles, &path, &bytes)?;
        }
        for (size, heads) in std::mem::take(&mut self.expected) {
            for (_, file) in heads {
                self.note(
                    file,
                    format!("it was signed for {size} entries; there are fewer"),
                );
            }
        }
        Ok(())
    }

    /// Entries that are none, or out of the order of time.
    fn check_entries(&mut self, tiles: &StoredTiles, block: &Block, last_received: &mut u64) {
        let entries = block.bundle.as_deref().and_then(entries_of_bundle);
        for (entry, index) in entries.iter().flatten().zip(block.first()..) {
            let path = || tiles.path(Items::Entries, block.number, block.width);
            match Entry::of(entry) {
                Some(entry) if entry.received_seconds >= *last_received => {
                    *last_received = entry.received_seconds;
                }
                Some(_) => {
                    let what = format!("entry {index} was received before the one before it");
                    self.note(&path(), what);
                }
                None => self.note(&path(), format!("entry {index} is of no known version")),
            }
            self.report.entries += 1;
        }
    }

    /// The leaves of a block. Where entries and hashes differ, the tile above says which of them
    /// were altered, or what was signed where none is above, and the others go on.
    fn agreed(
        &mut self,
        tiles: &StoredTiles,
        block: &Block,
        of_entries: Vec<Digest>,
        before: &TreeBuilder,
    ) -> Result<Option<Vec<Digest>>> {
        let entries_path = tiles.path(Items::Entries, block.number, block.width);
        let hashes_path = tiles.path(Items::Hashes(0), block.number, block.width);
        self.report.tiles += 2;
        let hashes = block.hashes.as_deref().and_then(|bytes| {
            let (hashes, rest) = bytes.as_chunks::<32>();
            (rest.is_empty() && hashes.len() == block.width).then(|| hashes.to_vec())
        });
        match &block.bundle {
            None => self.note(&entries_path, "it is missing"),
            Some(_) if of_entries.len() != block.width => {
                let what = "it is no bundle of as many entries as its name says";
                self.note(&entries_path, what);
            }
            Some(_) => {}
        }
        match (&block.hashes, &hashes) {
            (None, _) => self.note(&hashes_path, "it is missing"),
            (Some(_), None) => {
                self.note(&hashes_path, "it does not have the length its name says");
            }
            _ => {}
        }
        let of_entries = (of_entries.len() == block.width).then_some(of_entries);
        let (Some(of_entries), Some(hashes)) = (&of_entries, &hashes) else {
            return Ok(of_entries.or(hashes));
        };
        let Some(at) = (0..block.width).find(|at| of_entries[*at] != hashes[*at]) else {
            return Ok(Some(hashes.clone()));
        };
        let index = block.first() + at as u64;
        let hashes_are_right = match tiles.hash_above(block.number)? {
            Some(above) => above == tree_head(hashes),
            None => self.is_signed(before, hashes),
        };
        if hashes_are_right {
            let what = format!("entry {index} is not the one in the tree");
            self.note(&entries_path, what);
            return Ok(Some(hashes.clone()));
        }
        let what = format!("the hash of entry {index} is not that of the entry");
        self.note(&hashes_path, what);
        Ok(Some(of_entries.clone()))
    }

    /// Whether these leaves, after those before, lead to a head that was signed.
    fn is_signed(&self, before: &TreeBuilder, leaves: &[Digest]) -> bool {
        let mut builder = before.clone();
        for leaf in leaves {
            builder.push(&[0; ENTRY_BYTES], *leaf, &mut |_| {});
        }
        let heads = self.expected.get(&builder.size());
        heads.is_some_and(|heads| heads.iter().any(|(head, _)| *head == builder.root()))
    }

    fn push(&mut self, builder: &mut TreeBuilder, leaf: Digest, tiles: &StoredTiles) -> Result<()> {
        let mut whole = Vec::new();
        builder.push(&[0; ENTRY_BYTES], leaf, &mut |file| whole.push(file));
        for (path, bytes) in whole {
            self.compare(tiles, &path, &bytes)?;
        }
        self.meet(builder);
        Ok(())
    }

    /// Compares a tile above the leaves; those and the entries have been compared.
    fn compare(&mut self, tiles: &StoredTiles, path: &str, bytes: &[u8]) -> Result<()> {
        let Some((Items::Hashes(level), number, width)) = StoredTiles::parse_path(path) else {
            return Ok(());
        };
        if level == 0 {
            return Ok(());
        }
        self.report.tiles += 1;
        match tiles.read(Items::Hashes(level), number, width)? {
            Some(found) if found == bytes => {}
            Some(_) => self.note(path, "it is not what the tiles below make it"),
            None => self.note(path, "it is missing"),
        }
        Ok(())
    }

    fn meet(&mut self, builder: &TreeBuilder) {
        let Some(heads) = self.expected.remove(&builder.size()) else {
            return;
        };
        let root = builder.root();
        for (signed, file) in heads {
            if signed == root {
                self.report.checkpoints += 1;
            } else {
                let size = builder.size();
                let what = format!("the first {size} entries are not those it was signed for");
                self.note(file, what);
            }
        }
    }

    /// Files that the walk did not read: parts of a smaller tree, of a greater one, or strange.
    fn look_at_files(&mut self, tiles: &StoredTiles) -> Result<()> {
        let mut beyond = 0;
        for path in files_under(self.folder, "tile") {
            if path.ends_with(".unfinished") {
                continue;
            }
            let Some((items, number, width)) = StoredTiles::parse_path(&path) else {
                self.note(&path, "no tile has this name");
                continue;
            };
            let covered = tiles.width(items, number);
            beyond += u64::from(width > covered);
            // What goes beyond the checkpoint was never signed, and a power cut may have torn it.
            if width >= covered {
                continue;
            }
            // A whole one has taken its place meanwhile.
            let found = tilsyn_durable::read_if_there(&self.folder.join(&path))?;
            let Some(found) = found else { continue };
            self.report.tiles += 1;
            let read = tiles.read(items, number, covered)?.unwrap_or_default();
            if found.len() != width * items.bytes() || !read.starts_with(&found) {
                self.note(&path, "it is not the beginning of the tile that follows it");
            }
        }
        if beyond > 0 {
            self.report.unchecked.push(Unchecked::TilesBeyond(beyond));
        }
        Ok(())
    }

    fn say_what_is_sealed(&mut self) {
        let names = ["vault", "keys", "positions"];
        if names.iter().any(|name| is_there(&self.folder.join(name))) {
            self.report.unchecked.push(Unchecked::Sealed);
        }
    }
}

impl Block {
    fn read(tiles: &StoredTiles, number: u64) -> Result<(Block, Vec<Digest>)> {
        let width = tiles.width(Items::Entries, number);
        let block = Block {
            number,
            width,
            bundle: tiles.read(Items::Entries, number, width)?,
            hashes: tiles.read(Items::Hashes(0), number, width)?,
        };
        let entries = block.bundle.as_deref().and_then(entries_of_bundle);
        let leaves = entries.iter().flatten().map(|entry| leaf_hash(entry));
        let leaves = leaves.collect();
        Ok((block, leaves))
    }

    /// The index of its first entry.
    fn first(&self) -> u64 {
        self.number * TILE_WIDTH as u64
    }
}

/// What a file is blamed for.
pub(crate) fn what_of(error: Error) -> String {
    match error {
        Error::Damaged { what, .. } => what,
        other => other.to_string(),
    }
}
