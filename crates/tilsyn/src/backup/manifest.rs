//! What a backup says of itself: every file with its digest, where it stands, which keys it needs.
//!
//! JSON in a note signed with the log's key, so that a changed backup is found, also by somebody
//! who has the public key alone.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The version that this program writes.
pub(crate) const VERSION: u32 = 1;
const FORMAT: &str = "tilsyn backup";
/// No manifest is longer: a petabyte of segments.
pub(crate) const MANIFEST_BYTES_MAX: u64 = 1 << 30;

/// The document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub format: String,
    pub version: u32,
    /// Seconds since 1970, UTC.
    pub made_seconds: u64,
    pub made_by: String,
    /// The layout of the data folder.
    pub folder_format: u32,
    pub origin: String,
    pub log_key: String,
    /// How many entries the ledger had.
    pub entries: u64,
    /// The last checkpoint in the copy.
    pub checkpoint_size: u64,
    pub checkpoint_root: String,
    /// The name of the root key; it tells nothing about the key.
    pub root_key: String,
    /// The names of the keys that open the copy.
    pub keys: Vec<String>,
    /// Rows of the registry.
    pub registry_rows: u64,
    pub files: Vec<FileOf>,
}

/// A file of the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileOf {
    /// In the data folder; or what it is, where it is sealed.
    pub path: String,
    /// Whether each piece has to be opened with the ledger's key for backups.
    pub sealed: bool,
    pub pieces: Vec<Piece>,
}

/// Some bytes of a file, kept under their digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Piece {
    pub sha256: String,
    pub bytes: u64,
}

/// Why a document is none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("it is no manifest of a backup")]
    Form,
    #[error("it has version {found}; this program reads {VERSION}")]
    Version { found: u32 },
}

impl Piece {
    pub(crate) fn of(bytes: &[u8]) -> Piece {
        let digest = Sha256::digest(bytes);
        Piece {
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            bytes: bytes.len() as u64,
        }
    }
}

impl Manifest {
    pub(crate) fn format() -> String {
        FORMAT.to_owned()
    }

    /// The text that is signed.
    pub(crate) fn text(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads it; the caller has checked, or will check, the signature.
    pub(crate) fn read(text: &str) -> Result<Manifest, Unreadable> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|_| Unreadable::Form)?;
        if value["format"] != FORMAT {
            return Err(Unreadable::Form);
        }
        // A later version may have other fields: its number is looked at first.
        let found = value["version"]
            .as_u64()
            .and_then(|found| u32::try_from(found).ok());
        let found = found.ok_or(Unreadable::Form)?;
        if found != VERSION {
            return Err(Unreadable::Version { found });
        }
        let manifest: Manifest = serde_json::from_value(value).map_err(|_| Unreadable::Form)?;
        let is_sane = manifest.files.iter().all(|file| {
            is_inside(&file.path) && file.pieces.iter().all(|piece| is_hex(&piece.sha256))
        });
        if is_sane {
            Ok(manifest)
        } else {
            Err(Unreadable::Form)
        }
    }
}

/// A path that cannot lead out of the folder.
fn is_inside(path: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    path.split('/').all(is_plain) && !path.contains(['\\', '\0'])
}

fn is_hex(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Manifest {
        Manifest {
            format: Manifest::format(),
            version: VERSION,
            made_seconds: 7,
            made_by: "0.1.0".to_owned(),
            folder_format: 1,
            origin: "test.example/log".to_owned(),
            log_key: "key".to_owned(),
            entries: 9,
            checkpoint_size: 8,
            checkpoint_root: "ab".to_owned(),
            root_key: "cd".to_owned(),
            keys: vec!["01".to_owned()],
            registry_rows: 3,
            files: vec![FileOf {
                path: "ledger/segments/1".to_owned(),
                sealed: false,
                pieces: vec![Piece::of(b"abc")],
            }],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let manifest = example();
        let text = manifest.text().expect("JSON");
        assert!(!text.contains("\n\n") && text.ends_with("}\n"));
        assert_eq!(Manifest::read(&text).expect("read"), manifest);
    }

    #[test]
    fn paths_that_lead_out_and_other_versions_are_refused() {
        for path in ["../x", "/etc/x", "a/../../x", "", "a//b", "."] {
            let mut wrong = example();
            path.clone_into(&mut wrong.files[0].path);
            let text = wrong.text().expect("JSON");
            assert!(
                matches!(Manifest::read(&text), Err(Unreadable::Form)),
                "{path}"
            );
        }
        let mut later = example();
        later.version = 2;
        let read = Manifest::read(&later.text().expect("JSON"));
        assert!(matches!(read, Err(Unreadable::Version { found: 2 })));
        let mut elsewhere = example();
        "../../x".clone_into(&mut elsewhere.files[0].pieces[0].sha256);
        assert!(Manifest::read(&elsewhere.text().expect("JSON")).is_err());
    }

    /// What is read is read again from what would be written, and leads nowhere else.
    fn check(bytes: &[u8]) -> bool {
        let text = std::str::from_utf8(bytes).ok();
        let Some(Ok(manifest)) = text.map(Manifest::read) else {
            return false;
        };
        let again = Manifest::read(&manifest.text().expect("JSON"));
        assert_eq!(again.expect("it was written a moment ago"), manifest);
        assert!(manifest.files.iter().all(|file| is_inside(&file.path)));
        true
    }

    /// Seeds of the fuzz target `backup_manifest`, and each with a byte changed, gone or put in,
    /// or cut off there.
    #[test]
    fn whatever_is_read_is_read_again_and_stays_in_the_folder() {
        let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../fuzz/corpus/backup_manifest");
        let (mut read, mut refused) = (0, 0);
        for seed in std::fs::read_dir(corpus).expect("it is there").flatten() {
            let seed = std::fs::read(seed.path()).expect("readable");
            assert!(check(&seed), "a seed is read");
            for at in 0..seed.len() {
                let (before, after) = seed.split_at(at);
                let mut all = vec![before.to_vec(), [before, &after[1..]].concat()];
                for byte in *b"\0\"\\/.,:{}[]019-en\xff" {
                    all.push([before, &[byte], after].concat());
                    all.push([before, &[byte], &after[1..]].concat());
                }
                for changed in all {
                    *if check(&changed) {
                        &mut read
                    } else {
                        &mut refused
                    } += 1;
                }
            }
        }
        assert!(
            read > 1000 && refused > 1000,
            "{read} read, {refused} refused"
        );
    }
}
