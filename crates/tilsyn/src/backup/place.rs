//! The place of a backup: a folder of pieces, each under its own digest, and the manifest.
//!
//! A piece that is there already is compared and not written again, so a second backup writes
//! only what is new. The order is the promise: pieces, then the manifest that names them, then
//! those that nothing names any more go. Broken off anywhere, the backup before still stands.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tilsyn_durable::FolderLock;

use super::manifest::{MANIFEST_BYTES_MAX, Piece};

const MANIFEST: &str = "manifest";
const PIECES: &str = "pieces";

/// An open place; nobody else writes to it meanwhile.
pub(crate) struct Place {
    folder: PathBuf,
    /// What was written, and what was there already.
    pub written: Amount,
    pub known: Amount,
    _lock: FolderLock,
}

/// How much of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amount {
    pub pieces: u64,
    pub bytes: u64,
}

impl Amount {
    fn add(&mut self, bytes: usize) {
        self.pieces += 1;
        self.bytes += bytes as u64;
    }
}

/// Why a place cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error(transparent)]
    File(#[from] tilsyn_durable::Error),
    #[error("{} holds other files and no backup", path.display())]
    Foreign { path: PathBuf },
    #[error("{} holds no backup", path.display())]
    NoBackup { path: PathBuf },
    #[error("{} is not what was written", path.display())]
    Altered { path: PathBuf },
}

impl Place {
    /// Opens a place to write to; an empty folder becomes one.
    pub(crate) fn open(folder: &Path, holder: &str) -> Result<Place, Trouble> {
        tilsyn_durable::create_folder(folder)?;
        let names = tilsyn_durable::names_in(folder)?;
        let ours = [MANIFEST, PIECES, "lock", "manifest.unfinished"];
        if names.iter().any(|name| !ours.contains(&name.as_str())) {
            let path = folder.to_owned();
            return Err(Trouble::Foreign { path });
        }
        let lock = FolderLock::take(folder, holder)?;
        tilsyn_durable::create_folder(&folder.join(PIECES))?;
        Ok(Place {
            folder: folder.to_owned(),
            written: Amount::default(),
            known: Amount::default(),
            _lock: lock,
        })
    }

    /// Keeps bytes; they are on the disk when this returns.
    pub(crate) fn keep(&mut self, bytes: &[u8]) -> Result<Piece, Trouble> {
        let piece = Piece::of(bytes);
        let path = path_of(&self.folder, &piece);
        // Compared, not believed: what rots in the place is written anew.
        if tilsyn_durable::read_if_there(&path)?.is_some_and(|there| there == bytes) {
            self.known.add(bytes.len());
            return Ok(piece);
        }
        if let Some(above) = path.parent() {
            tilsyn_durable::create_folder(above)?;
        }
        tilsyn_durable::write_atomically(&path, bytes)?;
        self.written.add(bytes.len());
        Ok(piece)
    }

    /// Makes this the backup that the place holds, and removes what only the one before had.
    pub(crate) fn finish(self, manifest: &[u8], pieces: &BTreeSet<String>) -> Result<(), Trouble> {
        tilsyn_durable::write_atomically(&self.folder.join(MANIFEST), manifest)?;
        let all = self.folder.join(PIECES);
        let mut gone = Vec::new();
        for begin in tilsyn_durable::names_in(&all)? {
            let folder = all.join(begin);
            for name in tilsyn_durable::names_in(&folder)? {
                if !pieces.contains(&name) {
                    gone.push(folder.join(name));
                }
            }
        }
        Ok(tilsyn_durable::remove_files(&gone)?)
    }
}

/// The signed manifest of the backup in a folder.
pub(crate) fn manifest_in(folder: &Path) -> Result<Vec<u8>, Trouble> {
    let path = folder.join(MANIFEST);
    let length = std::fs::metadata(&path).map_or(0, |file| file.len());
    let bytes = tilsyn_durable::read_if_there(&path)?;
    match bytes.filter(|_| length <= MANIFEST_BYTES_MAX) {
        Some(bytes) => Ok(bytes),
        None => Err(Trouble::NoBackup {
            path: folder.to_owned(),
        }),
    }
}

/// A piece of the backup in a folder, if it is as it was written.
pub(crate) fn piece_in(folder: &Path, piece: &Piece) -> Result<Vec<u8>, Trouble> {
    let path = path_of(folder, piece);
    let bytes = tilsyn_durable::read(&path)?;
    if Piece::of(&bytes) == *piece {
        Ok(bytes)
    } else {
        Err(Trouble::Altered { path })
    }
}

fn path_of(folder: &Path, piece: &Piece) -> PathBuf {
    let begin = piece.sha256.get(..2).unwrap_or_default();
    folder.join(PIECES).join(begin).join(&piece.sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(pieces: &[Piece]) -> BTreeSet<String> {
        pieces.iter().map(|piece| piece.sha256.clone()).collect()
    }

    #[test]
    fn only_what_is_new_is_written_and_what_is_old_goes() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("place");
        let mut place = Place::open(&folder, "a test").expect("a place");
        let first = [place.keep(b"one"), place.keep(b"two")].map(|kept| kept.expect("kept"));
        place.finish(b"first", &names(&first)).expect("finished");
        let mut place = Place::open(&folder, "a test").expect("a place");
        assert!(Place::open(&folder, "another").is_err());
        let second = [place.keep(b"two"), place.keep(b"three")].map(|kept| kept.expect("kept"));
        assert_eq!((place.written.pieces, place.known.pieces), (1, 1));
        // Until the second is finished, the first can be put back.
        assert_eq!(manifest_in(&folder).expect("there"), b"first");
        assert_eq!(piece_in(&folder, &first[0]).expect("there"), b"one");
        place.finish(b"second", &names(&second)).expect("finished");
        assert_eq!(manifest_in(&folder).expect("there"), b"second");
        assert!(piece_in(&folder, &first[0]).is_err());
        assert_eq!(piece_in(&folder, &second[0]).expect("there"), b"two");
    }

    #[test]
    fn what_was_altered_is_found_and_written_again() {
        let home = tempfile::tempdir().expect("a folder");
        let mut place = Place::open(home.path(), "a test").expect("a place");
        let piece = place.keep(b"something").expect("kept");
        let path = path_of(home.path(), &piece);
        tilsyn_durable::write_atomically(&path, b"sumething").expect("altered");
        assert!(matches!(
            piece_in(home.path(), &piece),
            Err(Trouble::Altered { .. })
        ));
        place.keep(b"something").expect("kept");
        assert_eq!(piece_in(home.path(), &piece).expect("whole"), b"something");
    }

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        let home = tempfile::tempdir().expect("a folder");
        tilsyn_durable::write_atomically(&home.path().join("letter"), b"").expect("written");
        let refused = Place::open(home.path(), "a test").err();
        assert!(
            matches!(refused, Some(Trouble::Foreign { .. })),
            "{refused:?}"
        );
        assert!(matches!(
            manifest_in(home.path()),
            Err(Trouble::NoBackup { .. })
        ));
    }
}
