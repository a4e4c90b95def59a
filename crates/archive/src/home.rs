//! Where an archive lies, and the key that its files are sealed with.

use std::path::PathBuf;

use crate::error::Result;
use crate::seal::ArchiveKey;

/// The folder of an archive and its key.
pub(crate) struct Home {
    pub(crate) folder: PathBuf,
    pub(crate) key: ArchiveKey,
}

/// What archives before version 4 had in plain text beside the segments.
const PLAIN_BEFORE: [&str; 2] = ["manifest.json", "words.ndjson"];

impl Home {
    /// The folder of a segment.
    pub(crate) fn segment(&self, number: u64) -> PathBuf {
        self.folder.join("segments").join(format!("{number:08}"))
    }

    /// Removes what an earlier version left in plain text.
    pub(crate) fn remove_plain(&self) -> Result<()> {
        for name in PLAIN_BEFORE {
            let path = self.folder.join(name);
            if tilsyn_durable::is_there(&path) {
                tilsyn_durable::remove_file(&path)?;
            }
        }
        Ok(())
    }
}
