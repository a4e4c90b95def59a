//! The root key in a file: opened, and replaced by a new one.
//!
//! The order is the promise: the new key is durable beside the old one, then all keys are wrapped
//! with it, then it takes the old one's name, and the old one's blocks are overwritten. The file
//! of wrapped keys says by name which of the two is in force, so a power cut anywhere is finished
//! by the next opening. Not here: what is wrapped.

use std::path::{Path, PathBuf};

use tilsyn_ledger::{FileKek, Kek, Result, SystemRandomness};
use zeroize::Zeroizing;

/// Opens the root key of this name; where there is none of it, the one that is there.
pub(super) fn open(place: &Path, needed: &str) -> Result<FileKek> {
    let next = next_to(place);
    if !tilsyn_durable::is_there(&next) {
        return FileKek::open(place);
    }
    if FileKek::open(&next).is_ok_and(|kek| kek.id() == needed) {
        tracing::warn!("a rotation of the root key that broke off is finished");
        take_place(place)?;
        return FileKek::open(place);
    }
    // It came to nothing: no key was wrapped with it.
    let kek = FileKek::open(place)?;
    if kek.id() == needed {
        undo(place)?;
    }
    Ok(kek)
}

/// Makes the root key of a new folder; one that lies there already is taken.
pub(super) fn make(place: &Path) -> Result<FileKek> {
    if let Some(parent) = place.parent() {
        tilsyn_durable::create_folder(parent)?;
    }
    match place.exists() {
        true => FileKek::open(place),
        false => FileKek::create(place, &SystemRandomness),
    }
}

/// Makes a new root key beside the place it is for.
pub(super) fn make_next(place: &Path) -> Result<FileKek> {
    undo(place)?;
    if let Some(parent) = place.parent() {
        tilsyn_durable::create_folder(parent)?;
    }
    FileKek::create(&next_to(place), &SystemRandomness)
}

/// Gives the new root key its place, and overwrites the old one.
pub(super) fn take_place(place: &Path) -> Result<()> {
    let next = next_to(place);
    match tilsyn_durable::is_there(place) {
        true => tilsyn_ledger::replace_and_shred(&next, place),
        false => Ok(tilsyn_durable::rename(&next, place)?),
    }
}

/// Overwrites a new root key that came to nothing.
pub(super) fn undo(place: &Path) -> Result<()> {
    let next = next_to(place);
    match tilsyn_durable::is_there(&next) {
        true => tilsyn_ledger::shred(&next),
        false => Ok(()),
    }
}

/// Overwrites a root key that is in force no more, if it is the one of this name; or removes
/// what is left of it, where that broke off.
pub(super) fn retire(place: &Path, name: &str) -> Result<()> {
    let Some(bytes) = tilsyn_durable::read_if_there(place)?.map(Zeroizing::new) else {
        return Ok(());
    };
    let is_overwritten = bytes.iter().all(|byte| *byte == 0);
    match is_overwritten || FileKek::open(place)?.id() == name {
        true => tilsyn_ledger::shred(place),
        false => Ok(()),
    }
}

fn next_to(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_os_string();
    name.push(".next");
    place.with_file_name(name)
}
