//! The tiles of a log as they lie on a disk, of whatever program.
//!
//! C2SP tlog-tiles: where a partial tile is gone, a wider one or the whole one holds the same.
//! Not here: whether they are right (`check_folder`), making them (`tiles`).

use crate::digest::Digest;
use crate::entry::ENTRY_BYTES;
use crate::tiles::{TILE_WIDTH, bundle_path, hash_tile_path};
use crate::{Error, Result};
use std::path::{Path, PathBuf};

/// What a file holds up to 256 of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Items {
    Entries,
    /// Hashes of this level, 0 being the leaves.
    Hashes(usize),
}

impl Items {
    /// Bytes of one.
    pub(crate) fn bytes(self) -> usize {
        match self {
            Items::Entries => 2 + ENTRY_BYTES,
            Items::Hashes(_) => 32,
        }
    }

    fn level(self) -> usize {
        match self {
            Items::Entries => 0,
            Items::Hashes(level) => level,
        }
    }
}

/// Levels of tiles that a tree of less than 2^64 leaves has.
const LEVELS_MAX: usize = 8;

/// The tiles of a tree of this size.
pub(crate) struct StoredTiles {
    pub(crate) folder: PathBuf,
    pub(crate) size: u64,
}

impl StoredTiles {
    pub(crate) fn new(folder: &Path, size: u64) -> StoredTiles {
        let folder = folder.to_path_buf();
        StoredTiles { folder, size }
    }

    /// How many items of the tree a tile holds.
    pub(crate) fn width(&self, items: Items, number: u64) -> usize {
        let all = self.size >> (8 * items.level());
        let left = all.saturating_sub(number.saturating_mul(TILE_WIDTH as u64));
        usize::try_from(left).map_or(TILE_WIDTH, |left| left.min(TILE_WIDTH))
    }

    pub(crate) fn path(&self, items: Items, number: u64, width: usize) -> String {
        match items {
            Items::Entries => bundle_path(number, width),
            Items::Hashes(level) => hash_tile_path(level, number, width),
        }
    }

    /// What a path under `tile` names; nothing if no tile is named so.
    pub(crate) fn parse_path(path: &str) -> Option<(Items, u64, usize)> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (name, width) = match rest.split_once(".p/") {
            Some((name, width)) => (name, width.parse().ok()?),
            None => (rest, TILE_WIDTH),
        };
        let digits: String = name
            .split('/')
            .map(|part| part.trim_start_matches('x'))
            .collect();
        let number = digits.parse().ok()?;
        let items = match level {
            "entries" => Items::Entries,
            level => Items::Hashes(level.parse().ok().filter(|level| *level < LEVELS_MAX)?),
        };
        let named = match items {
            Items::Entries => bundle_path(number, width),
            Items::Hashes(level) => hash_tile_path(level, number, width),
        };
        let is_width = (1..=TILE_WIDTH).contains(&width);
        (is_width && named == path).then_some((items, number, width))
    }

    /// The bytes of a tile of this width, from a wider one if need be; nothing if there is none.
    pub(crate) fn read(&self, items: Items, number: u64, width: usize) -> Result<Option<Vec<u8>>> {
        let at = |width| self.folder.join(self.path(items, number, width));
        if let Some(bytes) = tilsyn_durable::read_if_there(&at(width))? {
            return Ok(Some(bytes));
        }
        for wider in self.wider(items, number, width) {
            if let Some(mut bytes) = tilsyn_durable::read_if_there(&at(wider))? {
                bytes.truncate(width * items.bytes());
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }

    fn wider(&self, items: Items, number: u64, width: usize) -> Vec<usize> {
        if width == TILE_WIDTH {
            return Vec::new();
        }
        let whole = self.folder.join(self.path(items, number, TILE_WIDTH));
        let mut folder = whole.into_os_string();
        folder.push(".p");
        let names = tilsyn_durable::names_in(Path::new(&folder)).unwrap_or_default();
        let partial = names.iter().filter_map(|name| name.parse().ok());
        partial
            .chain([TILE_WIDTH])
            .filter(|found| *found > width)
            .collect()
    }

    /// The hash above a whole tile of leaves, if the tile that holds it can be read.
    pub(crate) fn hash_above(&self, number: u64) -> Result<Option<Digest>> {
        let (above, at) = (number / TILE_WIDTH as u64, number % TILE_WIDTH as u64);
        let width = self.width(Items::Hashes(1), above);
        let bytes = match width {
            0 => None,
            width => self.read(Items::Hashes(1), above, width)?,
        };
        let at = usize::try_from(at).map_err(|_| Error::NotOpened)? * 32;
        let hash = bytes.as_deref().and_then(|bytes| bytes.get(at..at + 32));
        Ok(hash.and_then(|hash| hash.try_into().ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_tile_that_is_gone_is_the_beginning_of_a_wider_one() {
        let home = tempfile::tempdir().unwrap();
        let put = |path: &str, bytes: &[u8]| {
            let path = home.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::File::create(path)
                .unwrap()
                .write_all(bytes)
                .unwrap();
        };
        let hashes: Vec<u8> = (0..9 * 32).map(|at| (at % 251) as u8).collect();
        let entries: Vec<u8> = (0..256 * 90).map(|at| (at % 253) as u8).collect();
        put("tile/0/000.p/2", &hashes[..2 * 32]);
        put("tile/0/000.p/9", &hashes);
        put("tile/entries/000", &entries);
        let tiles = StoredTiles::new(home.path(), 5);
        let read = |items, number, width| tiles.read(items, number, width).unwrap();
        let leaves = Items::Hashes(0);
        assert_eq!(read(leaves, 0, 9).as_deref(), Some(&hashes[..]));
        assert_eq!(read(leaves, 0, 5).as_deref(), Some(&hashes[..5 * 32]));
        assert_eq!(
            read(Items::Entries, 0, 3).as_deref(),
            Some(&entries[..3 * 90])
        );
        assert_eq!(read(leaves, 0, 10), None, "none is as wide");
        assert_eq!(read(leaves, 1, 1), None);
        assert_eq!(read(Items::Hashes(1), 0, 1), None);
    }
    #[test]
    fn a_path_names_a_tile_in_one_way() {
        for (path, named) in [
            ("tile/0/000", (Items::Hashes(0), 0, 256)),
            ("tile/7/x001/234.p/1", (Items::Hashes(7), 1234, 1)),
            ("tile/entries/005.p/255", (Items::Entries, 5, 255)),
        ] {
            assert_eq!(StoredTiles::parse_path(path), Some(named), "{path}");
        }
        for path in [
            "tile/8/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/00/001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/all/000",
            "entries/000",
        ] {
            assert_eq!(StoredTiles::parse_path(path), None, "{path}");
        }
    }
}
