//! The tree on disk: tiles, the checkpoint over them, and the checkpoints of before.
//!
//! Order of a checkpoint: tiles durable, then the checkpoint, then its line in the history.
//! A crash in between leaves tiles that no checkpoint covers; they are written again from the
//! segments, and never trusted. Not here: where leaves come from.

use crate::checkpoint::{Checkpoint, CheckpointKey};
use crate::digest::{Digest, node_hash, tree_head};
use crate::entry::{ENTRY_BYTES, Entry};
use crate::header::{FileKind, HEADER_BYTES, Header, length_u32, u32_at, u64_at};
use crate::leftover::remove_leftover_tiles;
use crate::tiles::{
    TILE_WIDTH, TileFile, TreeBuilder, bundle_path, entries_of_bundle, hash_tile_path,
};
use crate::{Error, Result};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) const CHECKPOINT_FILE: &str = "checkpoint";
pub(crate) const HISTORY_FILE: &str = "checkpoints";
const NOTE_BYTES_MAX: usize = 4096;
const KNOWN_FOLDERS_MAX: usize = 1024;

/// The tree of a ledger and where it is kept.
pub(crate) struct Tree {
    folder: PathBuf,
    ledger_id: Digest,
    key: CheckpointKey,
    builder: TreeBuilder,
    unwritten: Vec<TileFile>,
    checkpoint: Checkpoint,
    history_spacing_seconds: u64,
    last_kept: Option<u64>,
    /// When the last leaf added was received.
    last_received: u64,
    /// Tiles under the checkpoint that are not whole: they stay as they are on the disk.
    signed_partial: Vec<String>,
    /// Folders whose names this program has made durable.
    folders: BTreeSet<PathBuf>,
}

/// A checkpoint of before, and when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// When, in seconds UTC.
    pub made_seconds: u64,
    /// What it said.
    pub checkpoint: Checkpoint,
}

impl Tree {
    /// Writes the checkpoint of the empty tree and an empty history.
    pub(crate) fn create(folder: &Path, ledger_id: Digest, key: &CheckpointKey) -> Result<()> {
        let header = Header {
            kind: FileKind::CheckpointHistory,
            ledger_id,
            number: 0,
            first: 0,
        };
        tilsyn_durable::write_atomically(&folder.join(HISTORY_FILE), &header.to_bytes())?;
        let empty = Checkpoint {
            size: 0,
            root: tree_head(&[]),
        };
        Ok(tilsyn_durable::write_atomically(
            &folder.join(CHECKPOINT_FILE),
            &key.sign(&empty),
        )?)
    }

    /// Reads the checkpoint and the right edge of the tree, which must agree.
    pub(crate) fn open(
        folder: &Path,
        ledger_id: Digest,
        key: CheckpointKey,
        history_spacing_seconds: u64,
    ) -> Result<Tree> {
        let path = folder.join(CHECKPOINT_FILE);
        let note = tilsyn_durable::read(&path)?;
        let checkpoint = key.read(&note).ok_or_else(|| {
            Error::damaged(
                &path,
                "it is not a checkpoint signed with this ledger's key",
            )
        })?;
        let tiles = Tiles {
            folder,
            size: checkpoint.size,
        };
        let edge = tiles.right_edge()?;
        let bundle = tiles.last_bundle(edge.first().map_or(0, Vec::len))?;
        let builder = TreeBuilder::of(checkpoint.size, edge.clone(), bundle);
        if builder.root() != checkpoint.root || !builder.leaves_are_bundled() {
            return Err(tiles.blame(&edge, &builder, checkpoint.root));
        }
        remove_leftover_tiles(folder, checkpoint.size)?;
        let signed_partial = paths(builder.partial());
        let mut tree = Tree {
            folder: folder.to_path_buf(),
            ledger_id,
            key,
            builder,
            unwritten: Vec::new(),
            checkpoint,
            history_spacing_seconds,
            last_kept: None,
            last_received: 0,
            signed_partial,
            folders: BTreeSet::new(),
        };
        tree.last_kept = tree.last_made()?;
        Ok(tree)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn checkpoint(&self) -> Checkpoint {
        self.checkpoint
    }

    /// How many leaves it has, those not yet under a checkpoint included.
    pub(crate) fn size(&self) -> u64 {
        self.builder.size()
    }

    pub(crate) fn key(&self) -> &CheckpointKey {
        &self.key
    }

    /// Adds a leaf.
    pub(crate) fn push(&mut self, entry: &[u8; ENTRY_BYTES], leaf: Digest) {
        self.last_received = Entry::received_seconds_of(entry);
        let unwritten = &mut self.unwritten;
        self.builder
            .push(entry, leaf, &mut |file| unwritten.push(file));
    }

    /// Writes the tiles, then signs.
    pub(crate) fn publish(&mut self, now_seconds: u64) -> Result<Checkpoint> {
        if self.builder.size() == self.checkpoint.size {
            return Ok(self.checkpoint);
        }
        let whole = self.unwritten.len();
        let in_folder = |(path, bytes): &TileFile| (self.folder.join(path), bytes.clone());
        let partial = self.builder.partial();
        // To write one of these again would empty it first, under the head that was signed.
        let is_new = |(path, _): &&TileFile| !self.signed_partial.contains(path);
        let files: Vec<_> = self
            .unwritten
            .iter()
            .chain(partial.iter().filter(is_new))
            .map(in_folder)
            .collect();
        let checkpoint = Checkpoint {
            size: self.builder.size(),
            root: self.builder.root(),
        };
        // The order is the promise: tiles, then the checkpoint, then the history.
        self.write_tiles(&files)?;
        let note = self.key.sign(&checkpoint);
        let signed = tilsyn_durable::write_atomically(&self.folder.join(CHECKPOINT_FILE), &note);
        if matches!(signed, Err(tilsyn_durable::Error::Full { .. })) {
            remove_leftover_tiles(&self.folder, self.checkpoint.size)?;
        }
        signed?;
        self.unwritten.clear();
        self.checkpoint = checkpoint;
        self.signed_partial = paths(partial);
        for (path, _) in &files[..whole] {
            remove_partial(path)?;
        }
        self.keep(now_seconds, &note)?;
        Ok(checkpoint)
    }

    /// Writes tiles that no checkpoint covers yet. Those that a full disk kept from being whole
    /// are removed: a later tree is wider, and would not write them again.
    fn write_tiles(&mut self, files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
        let written = self
            .make_folders(files)
            .and_then(|()| Ok(tilsyn_durable::write_together(files)?));
        if written.as_ref().is_err_and(Error::is_full) {
            remove_leftover_tiles(&self.folder, self.checkpoint.size)?;
        }
        written
    }

    /// Makes the names of folders durable, also of those that an earlier program made: it may
    /// have been killed before it came to that.
    fn make_folders(&mut self, files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
        if self.folders.len() > KNOWN_FOLDERS_MAX {
            self.folders.clear();
        }
        for folder in files.iter().filter_map(|(path, _)| path.parent()) {
            if !self.folders.contains(folder) {
                tilsyn_durable::create_folder(folder)?;
                self.folders.insert(folder.to_path_buf());
            }
        }
        Ok(())
    }

    fn keep(&mut self, now_seconds: u64, note: &[u8]) -> Result<()> {
        // A clock that was set back makes no checkpoint older than its leaves, or than another.
        let before = self.last_received.max(self.last_kept.unwrap_or(0));
        let now_seconds = now_seconds.max(before);
        let is_due = |kept: u64| now_seconds.saturating_sub(kept) >= self.history_spacing_seconds;
        if !self.last_kept.is_none_or(is_due) {
            return Ok(());
        }
        let path = self.folder.join(HISTORY_FILE);
        let mut line = Vec::with_capacity(16 + note.len());
        line.extend_from_slice(&length_u32(note.len()).to_be_bytes());
        line.extend_from_slice(&[0; 4]);
        line.extend_from_slice(&now_seconds.to_be_bytes());
        line.extend_from_slice(note);
        let crc = crc32c::crc32c(&line[8..]);
        line[4..8].copy_from_slice(&crc.to_be_bytes());
        // As a whole, for what a power cut makes of a line at the end cannot be told from one
        // that was altered. A line an hour is two megabytes a year.
        let mut history = tilsyn_durable::read(&path)?;
        history.extend_from_slice(&line);
        match tilsyn_durable::write_atomically(&path, &history) {
            Ok(()) => self.last_kept = Some(now_seconds),
            // The checkpoint itself is there; the next one will be kept.
            Err(tilsyn_durable::Error::Full { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// When the last kept checkpoint was made.
    fn last_made(&self) -> Result<Option<u64>> {
        let history = self.read_history()?;
        let lines = self.lines_of(&history)?;
        Ok(lines.last().map(|(made, _)| *made))
    }

    /// Every kept checkpoint; an error if one is not signed with this ledger's key, or if there
    /// is more behind them than lines.
    pub(crate) fn history(&self) -> Result<Vec<KeptCheckpoint>> {
        let history = self.read_history()?;
        let read = |(made_seconds, note): (u64, &[u8])| {
            let checkpoint = self.key.read(note).ok_or_else(|| {
                Error::damaged(
                    &self.folder.join(HISTORY_FILE),
                    "a checkpoint in it is not signed with this ledger's key",
                )
            })?;
            Ok(KeptCheckpoint {
                made_seconds,
                checkpoint,
            })
        };
        self.lines_of(&history)?.into_iter().map(read).collect()
    }

    fn read_history(&self) -> Result<Vec<u8>> {
        let path = self.folder.join(HISTORY_FILE);
        let bytes = tilsyn_durable::read(&path)?;
        Header::of(FileKind::CheckpointHistory, &self.ledger_id, &path, &bytes)?;
        Ok(bytes)
    }

    /// All lines: the file is replaced whole, so there is never part of one.
    fn lines_of<'a>(&self, history: &'a [u8]) -> Result<Vec<(u64, &'a [u8])>> {
        let (lines, end) = history_lines(history);
        match end == history.len() {
            true => Ok(lines),
            false => Err(Error::damaged(
                &self.folder.join(HISTORY_FILE),
                format!("the line at byte {end} is altered"),
            )),
        }
    }

    /// The tiles under the checkpoint, for proofs.
    pub(crate) fn tiles(&self) -> Tiles<'_> {
        Tiles {
            folder: &self.folder,
            size: self.checkpoint.size,
        }
    }
}

fn paths(files: Vec<TileFile>) -> Vec<String> {
    files.into_iter().map(|(path, _)| path).collect()
}

/// The whole lines at the start of a history, and where they end.
pub(crate) fn history_lines(bytes: &[u8]) -> (Vec<(u64, &[u8])>, usize) {
    let mut lines = Vec::new();
    let mut at = HEADER_BYTES;
    while let Some(head) = bytes.get(at..at + 16) {
        let length = u32_at(head, 0) as usize;
        let Some(line) = bytes.get(at + 8..at + 16 + length.min(NOTE_BYTES_MAX)) else {
            break;
        };
        if length > NOTE_BYTES_MAX || crc32c::crc32c(line) != u32_at(head, 4) {
            break;
        }
        lines.push((u64_at(line, 0), &line[8..]));
        at += 16 + length;
    }
    (lines, at)
}

/// Removes the partial tiles that a whole one has replaced.
fn remove_partial(whole: &Path) -> Result<()> {
    let mut name = whole.as_os_str().to_os_string();
    name.push(".p");
    let folder = PathBuf::from(name);
    if tilsyn_durable::is_folder(&folder) {
        tilsyn_durable::remove_folder_of_files(&folder)?;
    }
    Ok(())
}

/// The tiles of a tree of this size, read from disk.
pub(crate) struct Tiles<'a> {
    folder: &'a Path,
    size: u64,
}

impl Tiles<'_> {
    fn width(&self, level: usize, number: u64) -> usize {
        let hashes = self.size >> (8 * level);
        let left = hashes.saturating_sub(number * TILE_WIDTH as u64);
        usize::try_from(left).map_or(TILE_WIDTH, |left| left.min(TILE_WIDTH))
    }

    fn hashes(&self, level: usize, number: u64) -> Result<Vec<Digest>> {
        let width = self.width(level, number);
        let path = self.folder.join(hash_tile_path(level, number, width));
        let bytes = tilsyn_durable::read(&path)?;
        if bytes.len() != width * 32 {
            return Err(Error::damaged(
                &path,
                "it does not have the length its name says",
            ));
        }
        let hash = |hash: &[u8]| hash.try_into().expect("chunks of 32 bytes");
        Ok(bytes.chunks_exact(32).map(hash).collect())
    }

    /// Reads back the tiles of hashes that are not whole, by level.
    fn right_edge(&self) -> Result<Vec<Vec<Digest>>> {
        let mut edge = Vec::new();
        let mut hashes = self.size;
        while hashes > 0 {
            let number = hashes / TILE_WIDTH as u64;
            let is_partial = !hashes.is_multiple_of(TILE_WIDTH as u64);
            edge.push(if is_partial {
                self.hashes(edge.len(), number)?
            } else {
                Vec::new()
            });
            hashes = number;
        }
        Ok(edge)
    }

    /// The bundle of entries that is not whole.
    fn last_bundle(&self, width: usize) -> Result<Vec<u8>> {
        if width == 0 {
            return Ok(Vec::new());
        }
        let path = self
            .folder
            .join(bundle_path(self.size / TILE_WIDTH as u64, width));
        let bundle = tilsyn_durable::read(&path)?;
        match entries_of_bundle(&bundle) {
            Some(entries) if entries.len() == width => Ok(bundle),
            _ => Err(Error::damaged(
                &path,
                "it is no bundle of as many entries as its name says",
            )),
        }
    }

    /// Finds the file that keeps the right edge from having the head that was signed.
    fn blame(&self, edge: &[Vec<Digest>], read: &TreeBuilder, signed: Digest) -> Error {
        let width = edge.first().map_or(0, Vec::len);
        let number = self.size / TILE_WIDTH as u64;
        if read.root() == signed {
            let bundle = self.folder.join(bundle_path(number, width));
            return Error::damaged(&bundle, "its entries are not those of the tree");
        }
        let mut from_bundle = edge.to_vec();
        if let Some(leaves) = from_bundle.first_mut() {
            *leaves = read.bundled_leaves();
        }
        if TreeBuilder::of(self.size, from_bundle, Vec::new()).root() == signed {
            let tile = self.folder.join(hash_tile_path(0, number, width));
            return Error::damaged(&tile, "its hashes are not those of its entries");
        }
        for (level, hashes) in edge.iter().enumerate().skip(1) {
            let first = (self.size >> (8 * (level + 1))) * TILE_WIDTH as u64;
            for (hash, below) in hashes.iter().zip(first..) {
                match self.hashes(level - 1, below) {
                    Ok(below) if tree_head(&below) == *hash => {}
                    Ok(_) => {
                        let number = first / TILE_WIDTH as u64;
                        let tile = hash_tile_path(level, number, hashes.len());
                        let what = "its hashes are not those of the tiles below";
                        return Error::damaged(&self.folder.join(tile), what);
                    }
                    Err(error) => return error,
                }
            }
        }
        let what = "the tree does not have the head that was signed";
        Error::damaged(&self.folder.join(CHECKPOINT_FILE), what)
    }

    /// The head of the tree over the leaves from `first` on, `count` of them, as it stands in
    /// the whole: `first` is a multiple of the power of two at or above `count`.
    fn head_of(&self, first: u64, count: u64) -> Result<Digest> {
        if count.is_power_of_two() {
            return self.subtree(first, count);
        }
        let left = count.next_power_of_two() / 2;
        let right = self.head_of(first + left, count - left)?;
        Ok(node_hash(&self.subtree(first, left)?, &right))
    }

    /// The head of a whole subtree of `count` leaves, a power of two.
    fn subtree(&self, first: u64, count: u64) -> Result<Digest> {
        let level = (count.trailing_zeros() / 8) as usize;
        let begin = first >> (8 * level);
        let hashes = self.hashes(level, begin / TILE_WIDTH as u64)?;
        let from = usize::try_from(begin % TILE_WIDTH as u64).expect("less than 256");
        let many = usize::try_from(count >> (8 * level)).expect("less than 256");
        Ok(tree_head(&hashes[from..from + many]))
    }

    /// The head of the first `size` leaves.
    pub(crate) fn root_at(&self, size: u64) -> Result<Digest> {
        match size {
            0 => Ok(tree_head(&[])),
            size if size > self.size => Err(Error::NoSuchLeaf {
                index: size,
                size: self.size,
            }),
            size => self.head_of(0, size),
        }
    }

    /// RFC 6962, 2.1.1: the hashes that lead from leaf `index` to the head of the first `size`.
    pub(crate) fn inclusion_proof(&self, index: u64, size: u64) -> Result<Vec<Digest>> {
        if size > self.size || index >= size {
            return Err(Error::NoSuchLeaf {
                index,
                size: self.size.min(size),
            });
        }
        let mut proof = Vec::new();
        let (mut first, mut count) = (0, size);
        while count > 1 {
            let left = count.next_power_of_two() / 2;
            if index - first < left {
                proof.push(self.head_of(first + left, count - left)?);
                count = left;
            } else {
                proof.push(self.subtree(first, left)?);
                (first, count) = (first + left, count - left);
            }
        }
        proof.reverse();
        Ok(proof)
    }

    /// RFC 6962, 2.1.2: the hashes that show the first `old` leaves to be unchanged among the
    /// first `new`.
    pub(crate) fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Digest>> {
        if new > self.size || old > new {
            return Err(Error::NoSuchLeaf {
                index: old.max(new),
                size: self.size,
            });
        }
        let mut proof = Vec::new();
        let (mut first, mut count, mut old) = (0, new, old);
        let mut is_known = true;
        while old > 0 && old < count {
            let left = count.next_power_of_two() / 2;
            if old <= left {
                proof.push(self.head_of(first + left, count - left)?);
                count = left;
            } else {
                proof.push(self.subtree(first, left)?);
                (first, count, old) = (first + left, count - left, old - left);
                is_known = false;
            }
        }
        if !is_known {
            proof.push(self.head_of(first, count)?);
        }
        proof.reverse();
        Ok(proof)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::leaf_hash;
    use tilsyn_durable::SimDisk;

    #[test]
    fn a_history_is_read_up_to_the_first_line_that_is_not_whole() {
        let line = |note: &[u8]| {
            let summed = [&7_u64.to_be_bytes()[..], note].concat();
            let (length, crc) = (length_u32(note.len()), crc32c::crc32c(&summed));
            [&length.to_be_bytes()[..], &crc.to_be_bytes(), &summed].concat()
        };
        let longest = vec![b'x'; NOTE_BYTES_MAX];
        let whole = [&[0; HEADER_BYTES][..], &line(b"first"), &line(&longest)].concat();
        let both = vec![(7, &b"first"[..]), (7, &longest)];
        assert_eq!(history_lines(&whole), (both.clone(), whole.len()));
        let too_long = [&whole[..], &line(&vec![b'x'; NOTE_BYTES_MAX + 1])].concat();
        assert_eq!(history_lines(&too_long), (both.clone(), whole.len()));
        let cut = [&whole[..], &line(b"third")[..20]].concat();
        assert_eq!(history_lines(&cut), (both, whole.len()));
    }

    /// A signed tree of 65,795 leaves. All are the same, so that the whole tiles of a level are
    /// too; of those only the ones are there that are looked at.
    fn write_great_tree(folder: &Path, key: &CheckpointKey) {
        let entry = [1; ENTRY_BYTES];
        let leaves = [leaf_hash(&entry); TILE_WIDTH];
        let above = [tree_head(&leaves); TILE_WIDTH];
        let edge = vec![
            leaves[..3].to_vec(),
            vec![above[0]],
            vec![tree_head(&above)],
        ];
        let bundle = [&[0, 88][..], &entry].concat().repeat(3);
        let size = (TILE_WIDTH * TILE_WIDTH + TILE_WIDTH + 3) as u64;
        let builder = TreeBuilder::of(size, edge, bundle);
        let mut files = builder.partial();
        files.push((hash_tile_path(0, 256, TILE_WIDTH), leaves.concat()));
        files.push((hash_tile_path(1, 0, TILE_WIDTH), above.concat()));
        let in_folder = |(path, bytes): TileFile| (folder.join(path), bytes);
        let files: Vec<_> = files.into_iter().map(in_folder).collect();
        tilsyn_durable::write_together(&files).unwrap();
        Tree::create(folder, [9; 32], key).unwrap();
        let root = builder.root();
        let note = key.sign(&Checkpoint { size, root });
        tilsyn_durable::write_atomically(&folder.join(CHECKPOINT_FILE), &note).unwrap();
    }

    #[test]
    fn the_tile_that_keeps_a_great_tree_from_its_signed_head_is_named() {
        let disk = SimDisk::new(1, 512);
        let key = || CheckpointKey::new("log.example/1", &[5; 32]);
        write_great_tree(disk.root(), &key());
        let open = || Tree::open(disk.root(), [9; 32], key(), 0);
        assert_eq!(open().unwrap().size(), 65_795);
        for (name, what) in [
            ("tile/entries/257.p/3", "not those of the tree"),
            ("tile/0/257.p/3", "not those of its entries"),
            ("tile/1/001.p/1", "not those of the tiles below"),
            ("tile/2/000.p/1", "not those of the tiles below"),
        ] {
            let path = disk.root().join(name);
            let right = tilsyn_durable::read(&path).unwrap();
            let mut wrong = right.clone();
            wrong[20] ^= 1;
            tilsyn_durable::write_atomically(&path, &wrong).unwrap();
            let told = open().err().map(|error| error.to_string());
            let told = told.unwrap_or_default();
            assert!(told.contains(name) && told.contains(what), "{name}: {told}");
            tilsyn_durable::write_atomically(&path, &right).unwrap();
        }
    }
}
