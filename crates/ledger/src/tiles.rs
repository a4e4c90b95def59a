//! The tree as C2SP tlog-tiles: files of 256 hashes, files of 256 entries.
//!
//! <https://c2sp.org/tlog-tiles>: `tile/<level>/<n>[.p/<width>]`, `tile/entries/<n>[.p/<width>]`.
//! A builder takes leaves one by one and hands out tiles as they become whole; what it keeps is
//! the right edge of the tree. Not here: signing (`checkpoint`), writing (`tree`).

use crate::digest::{Digest, leaf_hash, node_hash, tree_head};
use crate::entry::ENTRY_BYTES;

/// Hashes, or entries, in a whole tile.
pub const TILE_WIDTH: usize = 256;
const BUNDLED_ENTRY_BYTES: usize = 2 + ENTRY_BYTES;

/// A tile file: its path in the ledger's folder, and its bytes.
pub(crate) type TileFile = (String, Vec<u8>);

/// The path of a tile of hashes. `width` 256 is a whole one.
pub(crate) fn hash_tile_path(level: usize, number: u64, width: usize) -> String {
    format!("tile/{level}/{}", path_of(number, width))
}

/// The path of a bundle of entries.
pub(crate) fn bundle_path(number: u64, width: usize) -> String {
    format!("tile/entries/{}", path_of(number, width))
}

fn path_of(number: u64, width: usize) -> String {
    let mut path = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width < TILE_WIDTH {
        format!("{path}.p/{width}")
    } else {
        path
    }
}

/// The right edge of a growing tree.
#[derive(Clone, Default)]
pub(crate) struct TreeBuilder {
    size: u64,
    /// By level: the hashes of the tile that is not whole yet.
    edge: Vec<Vec<Digest>>,
    bundle: Vec<u8>,
}

impl TreeBuilder {
    /// A tree whose right edge was read back.
    pub(crate) fn of(size: u64, edge: Vec<Vec<Digest>>, bundle: Vec<u8>) -> TreeBuilder {
        TreeBuilder { size, edge, bundle }
    }

    /// The leaves that the entries in the bundle that is not whole hash to.
    pub(crate) fn bundled_leaves(&self) -> Vec<Digest> {
        let entries = entries_of_bundle(&self.bundle).unwrap_or_default();
        entries.iter().map(|entry| leaf_hash(entry)).collect()
    }

    /// Whether those are the leaves on the right edge.
    pub(crate) fn leaves_are_bundled(&self) -> bool {
        self.edge.first().map_or(&[][..], Vec::as_slice) == self.bundled_leaves()
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; tiles that become whole are given to `whole`.
    pub(crate) fn push(
        &mut self,
        entry: &[u8; ENTRY_BYTES],
        leaf: Digest,
        whole: &mut impl FnMut(TileFile),
    ) {
        let length = u16::try_from(ENTRY_BYTES).expect("88 fits in two bytes");
        self.bundle.extend_from_slice(&length.to_be_bytes());
        self.bundle.extend_from_slice(entry);
        self.size += 1;
        if self.bundle.len() == TILE_WIDTH * BUNDLED_ENTRY_BYTES {
            let path = bundle_path(self.size / TILE_WIDTH as u64 - 1, TILE_WIDTH);
            whole((path, std::mem::take(&mut self.bundle)));
        }
        let mut hash = leaf;
        let mut below = self.size;
        for level in 0.. {
            if level == self.edge.len() {
                self.edge.push(Vec::with_capacity(TILE_WIDTH));
            }
            let edge = &mut self.edge[level];
            edge.push(hash);
            if edge.len() < TILE_WIDTH {
                return;
            }
            below /= TILE_WIDTH as u64;
            whole((hash_tile_path(level, below - 1, TILE_WIDTH), edge.concat()));
            hash = tree_head(edge);
            edge.clear();
        }
    }

    /// The tiles that are not whole, as a reader of the tree of this size needs them.
    pub(crate) fn partial(&self) -> Vec<TileFile> {
        let mut files = Vec::new();
        let mut below = self.size;
        if !self.bundle.is_empty() {
            let width = self.bundle.len() / BUNDLED_ENTRY_BYTES;
            let number = self.size / TILE_WIDTH as u64;
            files.push((bundle_path(number, width), self.bundle.clone()));
        }
        for (level, edge) in self.edge.iter().enumerate() {
            below /= TILE_WIDTH as u64;
            if !edge.is_empty() {
                files.push((hash_tile_path(level, below, edge.len()), edge.concat()));
            }
        }
        files
    }

    /// The head of the tree.
    pub(crate) fn root(&self) -> Digest {
        let mut root = None;
        for edge in &self.edge {
            // Whole subtrees on the left, what is smaller on the right: joined from the right,
            // by the binary digits of how many there are.
            let mut end = edge.len();
            while end > 0 {
                let size = 1 << end.trailing_zeros();
                let subtree = tree_head(&edge[end - size..end]);
                root = Some(root.map_or(subtree, |right| node_hash(&subtree, &right)));
                end -= size;
            }
        }
        root.unwrap_or_else(|| tree_head(&[]))
    }
}

/// Takes a bundle apart into its entries.
pub fn entries_of_bundle(bundle: &[u8]) -> Option<Vec<[u8; ENTRY_BYTES]>> {
    let mut entries = Vec::new();
    for bundled in bundle.chunks(BUNDLED_ENTRY_BYTES) {
        let (length, entry) = bundled.split_first_chunk::<2>()?;
        if usize::from(u16::from_be_bytes(*length)) != ENTRY_BYTES {
            return None;
        }
        entries.push(entry.try_into().ok()?);
    }
    Some(entries)
}
