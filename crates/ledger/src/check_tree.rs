//! The tree built again from the entries, compared with the tiles and checkpoints on disk.
//!
//! Leaves are pushed in order; each tile that becomes whole is compared at once, the partial
//! ones at the end, and every file in the folder of tiles must be one of them.

use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::entry::ENTRY_BYTES;
use crate::tiles::{TILE_WIDTH, TileFile, TreeBuilder};
use crate::tree::{CHECKPOINT_FILE, Tree};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// What is wrong, and with which file.
type Problem = (PathBuf, String);

/// Builds the tree again, up to its last checkpoint.
pub(crate) struct Checker {
    folder: PathBuf,
    upto: Checkpoint,
    builder: TreeBuilder,
    whole: HashSet<String>,
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
    pub(crate) fn new(tree: &Tree) -> Checker {
        let mut checker = Checker {
            folder: tree.folder().to_path_buf(),
            upto: tree.checkpoint(),
            builder: TreeBuilder::default(),
            whole: HashSet::new(),
            expected: BTreeMap::new(),
            agreed: 0,
            problems: Vec::new(),
        };
        let file = checker.folder.join(CHECKPOINT_FILE);
        checker.expect(checker.upto, &file);
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
        if self.builder.size() == self.upto.size {
            return;
        }
        let mut became_whole = Vec::new();
        self.builder
            .push(entry, leaf, &mut |file| became_whole.push(file));
        for (path, bytes) in became_whole {
            self.compare(&path, &bytes);
            self.whole.insert(path);
        }
        self.meet();
    }

    fn compare(&mut self, path: &str, bytes: &[u8]) {
        let file = self.folder.join(path);
        match tilsyn_durable::read(&file) {
            Ok(found) if found == bytes => {}
            Ok(_) => self
                .problems
                .push((file, "it is not what the entries make it".to_string())),
            Err(_) => self.problems.push((file, "it is missing".to_string())),
        }
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
        let partial: Vec<TileFile> = if self.builder.size() == self.upto.size {
            self.builder.partial()
        } else {
            Vec::new()
        };
        for (path, bytes) in &partial {
            self.compare(path, bytes);
        }
        let partial: BTreeMap<&str, &[u8]> = partial
            .iter()
            .filter_map(|(path, bytes)| Some((path.rsplit_once(".p/")?.0, bytes.as_slice())))
            .collect();
        for path in files_under(&self.folder, "tile") {
            if !self.whole.contains(&path) && !self.is_older_part(&path, &partial) {
                let what = "it is no tile of this tree, or was altered".to_string();
                self.problems.push((self.folder.join(&path), what));
            }
        }
        Found {
            agreed: self.agreed,
            problems: self.problems,
        }
    }

    /// Whether a file is a partial tile of a tree that was smaller, or is that of this one.
    fn is_older_part(&self, path: &str, partial: &BTreeMap<&str, &[u8]>) -> bool {
        let Some((tile, width)) = path.rsplit_once(".p/") else {
            return false;
        };
        let Ok(found) = tilsyn_durable::read(&self.folder.join(path)) else {
            return false;
        };
        let item_bytes = if path.starts_with("tile/entries/") {
            2 + ENTRY_BYTES
        } else {
            32
        };
        let width = width
            .parse()
            .ok()
            .filter(|width| (1..TILE_WIDTH).contains(width));
        let whole = match partial.get(tile) {
            Some(bytes) => bytes.to_vec(),
            None if self.whole.contains(tile) => {
                tilsyn_durable::read(&self.folder.join(tile)).unwrap_or_default()
            }
            None => return false,
        };
        width.is_some_and(|width| found.len() == width * item_bytes) && whole.starts_with(&found)
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
