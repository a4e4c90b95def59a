//! Tiles that no checkpoint covers: left by a power cut between tiles and checkpoint.
//!
//! They are removed when the ledger is opened. They mean nothing, may be torn, and would look to
//! whoever verifies like tiles that somebody altered. Not here: tiles that are missing.

use crate::Result;
use crate::tiles::TILE_WIDTH;
use std::path::{Path, PathBuf};

/// Numbers below this stand in folders of at most one `x` part.
const FLAT_NUMBERS: u64 = 1_000_000;

/// Removes the tiles in a ledger's folder that a tree of this size does not have.
pub(crate) fn remove_leftover_tiles(folder: &Path, size: u64) -> Result<()> {
    let tiles = folder.join("tile");
    if !tilsyn_durable::is_folder(&tiles) {
        return Ok(());
    }
    let mut found = Vec::new();
    for name in tilsyn_durable::names_in(&tiles)? {
        let level = if name == "entries" {
            Some(0)
        } else {
            name.parse().ok()
        };
        let Some(level) = level.filter(|level: &u32| *level < 8) else {
            continue;
        };
        let hashes = size >> (8 * level);
        let edge = Edge {
            number: hashes / TILE_WIDTH as u64,
            width: hashes % TILE_WIDTH as u64,
        };
        edge.find_beyond(&tiles.join(name), 0, &mut found)?;
    }
    Ok(tilsyn_durable::remove_files(&found)?)
}

/// The number that a name in a folder stands for.
fn numbered(above: u64, name: u64) -> u64 {
    above.saturating_mul(1000).saturating_add(name)
}

/// Where the tiles of a level end.
struct Edge {
    /// The first tile that is not whole.
    number: u64,
    /// How many hashes it has.
    width: u64,
}

impl Edge {
    /// The files in a folder, and in those in it, that lie beyond; `above` is what the names of
    /// the folder say of their numbers.
    fn find_beyond(&self, folder: &Path, above: u64, found: &mut Vec<PathBuf>) -> Result<()> {
        for name in tilsyn_durable::names_in(folder)? {
            let path = folder.join(&name);
            if let Some(inner) = name
                .strip_prefix('x')
                .and_then(|name| name.parse::<u64>().ok())
            {
                // Anybody may have made a name; one beyond all numbers is beyond the tree.
                let inner = numbered(above, inner);
                let last = numbered(inner, 999);
                let is_before = last < self.number && self.number < FLAT_NUMBERS;
                if !is_before && inner > 0 {
                    self.find_beyond(&path, inner, found)?;
                }
            } else if let Some(Ok(number)) = name.strip_suffix(".p").map(str::parse::<u64>) {
                self.find_wider(&path, numbered(above, number), found)?;
            } else if let Ok(number) = name.parse::<u64>()
                && numbered(above, number) >= self.number
            {
                found.push(path);
            }
        }
        Ok(())
    }

    /// The parts of one tile that are wider than the tree has it.
    fn find_wider(&self, folder: &Path, number: u64, found: &mut Vec<PathBuf>) -> Result<()> {
        let widest = match number.cmp(&self.number) {
            std::cmp::Ordering::Less => return Ok(()),
            std::cmp::Ordering::Equal => self.width,
            std::cmp::Ordering::Greater => 0,
        };
        for name in tilsyn_durable::names_in(folder)? {
            if name.parse().is_ok_and(|width: u64| width > widest) {
                found.push(folder.join(name));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Removes what a tree of this size does not have of tiles with these names, each of which
    /// stays or goes.
    fn check(size: u64, stay: &[&str], go: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let tile = |name: &&str| folder.path().join("tile").join(name);
        for path in stay.iter().chain(go).map(tile) {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::File::create(path).unwrap();
        }
        remove_leftover_tiles(folder.path(), size).unwrap();
        let is_there = |name: &&&str| tile(name).exists();
        assert_eq!(stay.iter().filter(is_there).count(), stay.len());
        assert_eq!(
            go.iter().filter(is_there).collect::<Vec<_>>(),
            Vec::<&&str>::new()
        );
    }

    #[test]
    fn tiles_beyond_a_small_tree_go() {
        let stay = ["entries/000.p/3", "entries/000.p/7", "0/000.p/7"];
        let go = [
            "entries/000",
            "entries/000.p/8",
            "0/000",
            "0/001.p/1",
            "1/000.p/1",
        ];
        check(7, &stay, &go);
        check(0, &[], &go);
    }

    #[test]
    fn tiles_beyond_a_tree_of_thousands_of_tiles_go() {
        let stay = ["0/999", "0/x001/000", "0/x001/499", "entries/x001/499.p/9"];
        let go = [
            "0/x001/500",
            "0/x001/500.p/1",
            "entries/x001/501",
            "0/x002/000",
        ];
        check(1500 * 256, &stay, &go);
    }

    #[test]
    fn tiles_beyond_a_tree_of_millions_of_tiles_go() {
        let stay = [
            "0/x001/x233/999",
            "0/x001/x234/066",
            "0/x001/x234/067.p/10",
            "1/x004/819",
            "1/x004/820.p/147",
            "2/018.p/212",
        ];
        let go = [
            "0/x001/x234/067",
            "0/x001/x234/067.p/11",
            "0/x001/x234/068.p/1",
            "0/x001/x235/000",
            "0/x002/x000/000",
            "1/x004/820",
            "1/x004/820.p/148",
            "1/x004/821.p/1",
            "2/018.p/213",
            "2/019",
        ];
        check(1_234_067 * 256 + 10, &stay, &go);
    }

    /// The last tile, not whole, is the last one of its folder, or the first one of a folder deeper
    /// than those before.
    #[test]
    fn what_is_too_wide_at_the_edge_of_a_folder_goes() {
        let stay = ["0/x001/998", "0/x001/999.p/10"];
        check(1999 * 256 + 10, &stay, &["0/x001/999", "0/x001/999.p/11"]);
        let stay = ["0/x999/999", "0/x001/x000/000.p/10"];
        let go = ["0/x001/x000/000", "0/x001/x000/000.p/11", "0/x001/x001/000"];
        check(1_000_000 * 256 + 10, &stay, &go);
    }

    #[test]
    fn what_no_tile_is_named_stays() {
        let stay = ["8/000", "other/000", "0/name", "0/x/1", "0/x000/009"];
        check(7, &stay, &["7/000"]);
    }
}
