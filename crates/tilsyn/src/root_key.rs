//! The root key in a file: opened, and replaced by a new one.
//!
//! The order is the promise: the new key is durable beside the old one, then all keys are wrapped
//! with it, then it takes the old one's name, and the old one's blocks are overwritten. The file
//! of wrapped keys says by name which of the two is in force, so a power cut anywhere is finished
//! by the next opening. Not here: what is wrapped.

use std::path::{Path, PathBuf};

use tilsyn_app::Problem;
use tilsyn_ledger::{FileKek, Kek, SystemRandomness};

use crate::folder::{FolderSettings, KEY_FILE};

/// Where the root key of a data folder lies.
pub(crate) fn place(data: &Path, settings: &FolderSettings) -> PathBuf {
    let place = settings.key_file.clone();
    place.unwrap_or_else(|| data.join(KEY_FILE))
}

/// Opens the root key that the wrapped keys in the ledger's folder need.
pub(crate) fn open(place: &Path, ledger: &Path) -> tilsyn_ledger::Result<FileKek> {
    let next = next_to(place);
    if !tilsyn_durable::is_there(&next) {
        return FileKek::open(place);
    }
    let file = ledger.join("keys");
    let needed = tilsyn_ledger::root_key_of(&file, &tilsyn_durable::read(&file)?)?;
    if FileKek::open(&next).is_ok_and(|kek| kek.id() == needed) {
        tracing::warn!("a rotation of the root key that broke off is finished");
        if tilsyn_durable::is_there(place) {
            tilsyn_ledger::replace_and_shred(&next, place)?;
        } else {
            tilsyn_durable::rename(&next, place)?;
        }
        return FileKek::open(place);
    }
    // It came to nothing: no key was wrapped with it.
    let kek = FileKek::open(place)?;
    if kek.id() == needed {
        tilsyn_ledger::shred(&next)?;
    }
    Ok(kek)
}

/// Makes a new root key, has everything wrapped with it, and puts it in the old one's place.
pub(crate) fn rotate<T>(
    place: &Path,
    wrap: impl FnOnce(&dyn Kek) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let failed = |why: tilsyn_ledger::Error| {
        Problem::ours("cli-keys-not-rotated", why).with("path", place.display())
    };
    let next = next_to(place);
    if tilsyn_durable::is_there(&next) {
        tilsyn_ledger::shred(&next).map_err(failed)?;
    }
    let new = FileKek::create(&next, &SystemRandomness).map_err(failed)?;
    let done = wrap(&new)?;
    tilsyn_ledger::replace_and_shred(&next, place).map_err(failed)?;
    Ok(done)
}

fn next_to(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_os_string();
    name.push(".next");
    place.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilsyn_ledger::{Ledger, Options};

    /// A folder with a ledger and a root key, and which key is in force after a rotation was
    /// broken off by `broken`.
    fn check(broken: impl FnOnce(&Path, &Ledger)) -> (String, String, String) {
        let home = tempfile::tempdir().expect("a folder");
        let (place, folder) = (home.path().join("root.key"), home.path().join("ledger"));
        let kek = FileKek::create(&place, &SystemRandomness).expect("a key");
        let ledger = Ledger::create(&folder, "a.example", &kek, &Options::default());
        broken(&place, &ledger.expect("a ledger"));
        let next = FileKek::open(&next_to(&place)).map_or_else(|_| String::new(), |kek| kek.id());
        let opened = open(&place, &folder).expect("a root key");
        Ledger::open(&folder, &opened, &Options::default()).expect("it opens");
        assert!(!next_to(&place).exists());
        (kek.id(), next, opened.id())
    }

    #[test]
    fn a_rotation_that_broke_off_before_the_wrapping_came_to_nothing() {
        let (old, next, now) = check(|place, _| {
            FileKek::create(&next_to(place), &SystemRandomness).expect("a key");
        });
        assert!(now == old && next != old);
    }

    #[test]
    fn a_rotation_that_broke_off_after_the_wrapping_is_finished() {
        let (old, next, now) = check(|place, ledger| {
            let new = FileKek::create(&next_to(place), &SystemRandomness).expect("a key");
            ledger.rotate_keys(&new).expect("rotated");
        });
        assert!(now == next && next != old);
    }

    #[test]
    fn a_rotation_replaces_the_key_and_leaves_no_other() {
        let (old, _, now) = check(|place, ledger| {
            rotate(place, |kek| {
                ledger
                    .rotate_keys(kek)
                    .map_err(|why| Problem::ours("problem-ledger", why))
            })
            .expect("rotated");
        });
        assert_ne!(old, now);
    }

    #[test]
    fn a_rotation_that_fails_leaves_the_key_in_force() {
        let (old, next, now) = check(|place, _| {
            let failed = rotate::<()>(place, |_| Err(Problem::yours("problem-ledger")));
            assert!(failed.is_err());
        });
        assert!(now == old && next != old);
    }
}
