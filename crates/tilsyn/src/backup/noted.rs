//! `backups.json` in the data folder: when and where the last backups were made.
//!
//! For `doctor`; losing it loses nothing but that.

use std::path::Path;

use serde::{Deserialize, Serialize};

const FILE: &str = "backups.json";

/// The last backup of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Noted {
    pub data: Option<Last>,
    pub keys: Option<Last>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Last {
    pub made_seconds: u64,
    pub place: String,
    pub entries: u64,
}

impl Noted {
    /// What is noted in a data folder; nothing where that cannot be read.
    pub(crate) fn read(data: &Path) -> Noted {
        let bytes = tilsyn_durable::read_if_there(&data.join(FILE));
        let bytes = bytes.ok().flatten().unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Notes what `change` says.
    pub(crate) fn note(data: &Path, change: impl FnOnce(&mut Noted)) -> anyhow::Result<()> {
        let mut noted = Noted::read(data);
        change(&mut noted);
        let bytes = serde_json::to_vec_pretty(&noted)?;
        Ok(tilsyn_durable::write_atomically(&data.join(FILE), &bytes)?)
    }
}
