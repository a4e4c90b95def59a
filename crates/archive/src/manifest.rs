//! The manifest: which segments count, up to which leaf, resolved with which directory.
//!
//! One rule: a file counts when the manifest names it. The manifest is replaced as a whole; what
//! it does not name is left over from a crash and is removed when the archive is opened. Sealed
//! like what it names; before the seal stand, in plain text, the version and the name of the key.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::{ArchiveError, Result};
use crate::home::Home;
use crate::seal::{Hex, SALT_BYTES, Seal, TAG_BYTES, new_salt};
use crate::segment::Summary;
use crate::words_file::WordsSaved;

/// The version of all files of an archive. Another one: the archive is made anew.
const VERSION: u32 = 4;

const MAGIC: &[u8; 8] = b"TILSYNM1";
/// Magic, version, name of the key, salt of what is sealed behind.
const HEAD_BYTES: usize = 8 + 4 + 8 + SALT_BYTES;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Name of the time zone that days are of.
    pub(crate) zone: String,
    /// Fingerprint of the directory that rows were resolved with.
    pub(crate) directory: u64,
    /// All leaves before this one are in the segments, or are no access events.
    pub(crate) next_leaf: u64,
    pub(crate) next_segment: u64,
    pub(crate) words: WordsSaved,
    pub(crate) segments: Vec<SegmentNote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SegmentNote {
    pub(crate) number: u64,
    pub(crate) summary: Summary,
}

impl Manifest {
    pub(crate) fn new(zone: &str, directory: u64) -> Manifest {
        Manifest {
            zone: zone.to_owned(),
            directory,
            next_leaf: 0,
            next_segment: 0,
            words: WordsSaved::default(),
            segments: Vec::new(),
        }
    }

    /// Reads the manifest; `None` if there is none, or one of another version or key.
    pub(crate) fn read(home: &Home) -> Result<Option<Manifest>> {
        let path = file_of(home);
        let Some(bytes) = tilsyn_durable::read_if_there(&path)? else {
            return Ok(None);
        };
        let damaged = |what: &str| ArchiveError::damaged(&path, what);
        let cut = || damaged("it is cut short");
        let (magic, rest) = bytes.split_first_chunk::<8>().ok_or_else(cut)?;
        if magic != MAGIC {
            return Err(damaged("it is not a manifest"));
        }
        let (version, rest) = rest.split_first_chunk().ok_or_else(cut)?;
        let (name, rest) = rest.split_first_chunk::<8>().ok_or_else(cut)?;
        if u32::from_le_bytes(*version) != VERSION || *name != home.key.name() {
            return Ok(None);
        }
        let (salt, sealed) = rest.split_first_chunk().ok_or_else(cut)?;
        let mut text = vec![0; sealed.len().checked_sub(TAG_BYTES).ok_or_else(cut)?];
        (seal(home, &Hex(*salt)).open(0, 0, sealed, &mut text))
            .map_err(|_| damaged("it was altered"))?;
        serde_json::from_slice(&text).map_err(|_| damaged("it cannot be read"))
    }

    /// Replaces the manifest: from here on the segments it names count.
    pub(crate) fn write(&self, home: &Home) -> Result<()> {
        let salt = new_salt();
        let mut text = serde_json::to_vec(self).expect("a manifest is plain JSON");
        let tag = seal(home, &salt).seal(0, 0, &mut text);
        let mut bytes = Vec::with_capacity(HEAD_BYTES + text.len() + TAG_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&home.key.name());
        bytes.extend_from_slice(&salt.0);
        bytes.extend_from_slice(&text);
        bytes.extend_from_slice(&tag);
        Ok(tilsyn_durable::write_atomically(&file_of(home), &bytes)?)
    }
}

fn seal(home: &Home, salt: &Hex) -> Seal {
    Seal::new(&home.key, salt, "manifest", VERSION.into())
}

fn file_of(home: &Home) -> PathBuf {
    home.folder.join("manifest.sealed")
}
