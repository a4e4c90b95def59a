//! The manifest: which segments count, up to which leaf, resolved with which directory.
//!
//! One rule: a file counts when the manifest names it. The manifest is replaced as a whole; what
//! it does not name is left over from a crash and is removed when the archive is opened.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{ArchiveError, Result};
use crate::segment::Summary;
use crate::words::WordsSaved;

/// The version of all files of an archive. Another one: the archive is made anew.
const VERSION: u32 = 3;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) version: u32,
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

#[derive(Serialize, Deserialize)]
struct Sealed {
    manifest: Manifest,
    crc32c: u32,
}

/// What the version is read from, whatever else the file holds.
#[derive(Deserialize)]
struct AnyVersion {
    manifest: VersionOnly,
}

#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

impl Manifest {
    pub(crate) fn new(zone: &str, directory: u64) -> Manifest {
        Manifest {
            version: VERSION,
            zone: zone.to_owned(),
            directory,
            next_leaf: 0,
            next_segment: 0,
            words: WordsSaved::default(),
            segments: Vec::new(),
        }
    }

    /// Reads the manifest; `None` if there is none, or one of another version.
    pub(crate) fn read(archive: &Path) -> Result<Option<Manifest>> {
        let path = path_in(archive);
        let Some(bytes) = tilsyn_durable::read_if_there(&path)? else {
            return Ok(None);
        };
        let unreadable = |_| ArchiveError::damaged(&path, "it cannot be read");
        let any: AnyVersion = serde_json::from_slice(&bytes).map_err(unreadable)?;
        if any.manifest.version != VERSION {
            return Ok(None);
        }
        let sealed: Sealed = serde_json::from_slice(&bytes).map_err(unreadable)?;
        if sealed.manifest.checksum() != sealed.crc32c {
            return Err(ArchiveError::damaged(&path, "its checksum is wrong"));
        }
        Ok(Some(sealed.manifest))
    }

    fn checksum(&self) -> u32 {
        crc32c::crc32c(&serde_json::to_vec(self).expect("a manifest is plain JSON"))
    }

    /// Replaces the manifest: from here on the segments it names count.
    pub(crate) fn write(&self, archive: &Path) -> Result<()> {
        let sealed = Sealed {
            crc32c: self.checksum(),
            manifest: self.clone(),
        };
        let text = serde_json::to_vec_pretty(&sealed).expect("a manifest is plain JSON");
        Ok(tilsyn_durable::write_atomically(&path_in(archive), &text)?)
    }
}

fn path_in(archive: &Path) -> PathBuf {
    archive.join("manifest.json")
}
