//! The tree built again from the entries, compared with the tiles and checkpoints on disk.
//!
//! Leaves are pushed in order; each tile that becomes whole is compared at once, the partial
//! ones at the end, and every file that was in the folder of tiles must be one of them. The ledger
//! may be written to meanwhile: a partial tile may go, since a wider one holds the same.

use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::entry::ENTRY_BYTES;
use crate::stored_tiles::StoredTiles;
use crate::tiles::TreeBuilder;
use crate::tree::{CHECKPOINT_FILE, Tree};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tilsyn_durable::is_there;

/// What is wrong, and with which file.
type Problem = (PathBuf, String);

/// Builds the tree again, up to its last checkpoint.
pub(crate) struct Checker {
    /// As they lie on the disk.
    tiles: StoredTiles,
    /// The files in the folder of tiles, by their paths in the ledger.
    files: Vec<String>,
    builder: TreeBuilder,
    expected: BTreeMap<u64, Vec<(Digest, PathBuf)>>,
    agreed: u64,
    problems: Vec<Problem>,
}

/// What building the tree again found.
pub(crate) struct Found {
    /// Checkpoints whose head the tree had at their size.
    pub(crate) agreed: u64,
    pub(crate) problems: Vec<Problem>,
}

impl Checker {
    /// `files` are those in the folder of tiles, listed before this tree was asked for.
    pub(crate) fn new(tree: &Tree, files: Vec<String>) -> Checker {
        let upto = tree.checkpoint();
        let mut checker = Checker {
            tiles: StoredTiles::new(tree.folder(), upto.size),
            files,
            builder: TreeBuilder::default(),
            expected: BTreeMap::new(),
            agreed: 0,
            problems: Vec::new(),
        };
        checker.expect(upto, &tree.folder().join(CHECKPOINT_FILE));
        checker.meet();
        checker
    }

    /// The tree must have this head when it has this size.
    pub(crate) fn expect(&mut self, checkpoint: Checkpoint, file: &Path) {
        let heads = self.expected.entry(checkpoint.size).or_default();
        heads.push((checkpoint.root, file.to_path_buf()));
    }

    /// Adds a leaf; those after the checkpoint are not in any tile yet.
    pub(crate) fn push(&mut self, entry: &[u8; ENTRY_BYTES], leaf: Digest) {
        if self.builder.size() == self.tiles.size {
            return;
        }
        let mut became_whole = Vec::new();
        self.builder
            .push(entry, leaf, &mut |file| became_whole.push(file));
        for (path, bytes) in became_whole {
            self.compare(&path, &bytes);
        }
        self.meet();
    }

    fn compare(&mut self, path: &str, bytes: &[u8]) {
        let what = match self.read(path) {
            Some(found) if found == bytes => return,
            Some(_) => "it is not what the entries make it",
            None => "it is missing",
        };
        self.note(path, what);
    }

    /// The bytes of a tile, from a wider one if need be.
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let (items, number, width) = StoredTiles::parse_path(path)?;
        self.tiles.read(items, number, width).ok()?
    }

    fn note(&mut self, path: &str, what: &str) {
        let file = self.tiles.folder.join(path);
        self.problems.push((file, what.to_string()));
    }

    fn meet(&mut self) {
        for (root, file) in self
            .expected
            .remove(&self.builder.size())
            .unwrap_or_default()
        {
            if root == self.builder.root() {
                self.agreed += 1;
            } else {
                let what = format!(
                    "the first {} entries are not those it was signed for",
                    self.builder.size()
                );
                self.problems.push((file, what));
            }
        }
    }

    /// Compares what is left: partial tiles, files that should not be there, checkpoints of
    /// more entries than there are.
    pub(crate) fn finish(mut self) -> Found {
        for (size, heads) in std::mem::take(&mut self.expected) {
            for (_, file) in heads {
                let what = format!("it was signed for {size} entries; there are fewer");
                self.problems.push((file, what));
            }
        }
        if self.builder.size() == self.tiles.size {
            for (path, bytes) in self.builder.partial() {
                self.compare(&path, &bytes);
            }
        }
        for path in std::mem::take(&mut self.files) {
            if !self.is_of_the_tree(&path) && is_there(&self.tiles.folder.join(&path)) {
                self.note(&path, "it is no tile of this tree, or was altered");
            }
        }
        Found {
            agreed: self.agreed,
            problems: self.problems,
        }
    }

    /// Whether a file is a tile of this tree, which has been compared, or the beginning of one: a
    /// partial tile of when the tree was smaller.
    fn is_of_the_tree(&self, path: &str) -> bool {
        let Some((items, number, width)) = StoredTiles::parse_path(path) else {
            return false;
        };
        let covered = self.tiles.width(items, number);
        match width.cmp(&covered) {
            Ordering::Greater => return false,
            Ordering::Equal => return true,
            Ordering::Less => {}
        }
        let tile = self.tiles.path(items, number, covered);
        let found = tilsyn_durable::read(&self.tiles.folder.join(path));
        let (Ok(found), Some(tile)) = (found, self.read(&tile)) else {
            return false;
        };
        found.len() == width * items.bytes() && tile.starts_with(&found)
    }
}

/// The files in a folder of the ledger and those below it, by their paths in the ledger.
pub(crate) fn files_under(folder: &Path, path: &str) -> Vec<String> {
    let mut files = Vec::new();
    for name in tilsyn_durable::names_in(&folder.join(path)).unwrap_or_default() {
        let path = format!("{path}/{name}");
        if tilsyn_durable::is_folder(&folder.join(&path)) {
            files.extend(files_under(folder, &path));
        } else {
            files.push(path);
        }
    }
    files
}
