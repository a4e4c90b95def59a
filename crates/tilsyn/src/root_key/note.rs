//! What a change of the root key is about, written down before it begins.
//!
//! With it, and with what the file of wrapped keys says, a change that broke off anywhere is
//! finished or undone: no key in a token is ever taken for ours because of its label alone.
//! Not here: finishing and undoing (`root_key`).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Trouble;

/// What happens to the key that is replaced, where it lies in a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum OldKey {
    Kept,
    Destroyed,
}

/// `keys/rotation.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// The name of the key that is to be in force.
    pub made: String,
    /// The name of the key before; `None` in a new folder.
    pub replaced: Option<String>,
    pub old: OldKey,
}

impl Note {
    fn place(data: &Path) -> PathBuf {
        data.join("keys/rotation.json")
    }

    /// The note of a change that is not finished. One that is damaged is taken for none: then
    /// a key may be left in a token, and nothing else.
    pub(super) fn read(data: &Path) -> Result<Option<Note>, Trouble> {
        let bytes = tilsyn_durable::read_if_there(&Note::place(data))?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Durable when this returns.
    pub(super) fn write(&self, data: &Path) -> Result<(), Trouble> {
        let place = Note::place(data);
        tilsyn_durable::create_folder(&data.join("keys"))?;
        let bytes = serde_json::to_vec_pretty(self).expect("a note is names only");
        Ok(tilsyn_durable::write_atomically(&place, &bytes)?)
    }

    pub(super) fn remove(data: &Path) -> Result<(), Trouble> {
        let place = Note::place(data);
        match tilsyn_durable::is_there(&place) {
            true => Ok(tilsyn_durable::remove_file(&place)?),
            false => Ok(()),
        }
    }
}
