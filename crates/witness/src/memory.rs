//! What a witness remembers, in files.
//!
//! ```text
//! FOLDER/
//!   lock                    held while it serves
//!   key                     name and secret, for the owner alone
//!   logs/<hash>.checkpoint  the checkpoint it cosigned last, with both signatures; empty before
//!   logs/<hash>.vkey        the key of a log it knows; <hash> is SHA-256 of the origin, in hex
//! ```
//! One rule: a log whose checkpoint file is missing is not begun anew. A witness that forgot
//! would sign what it must refuse. Not here: what may be signed (`witness`).

use base64::prelude::{BASE64_STANDARD, Engine};
use std::path::{Path, PathBuf};
use tilsyn_ledger::{
    Cosigner, KeyUse, ParsedCheckpoint, Signed, SystemRandomness, VerifierKey, origin_hash,
    parse_checkpoint,
};
use zeroize::Zeroizing;

const KEY_LINE: &str = "tilsyn witness key 1";

/// Why a witness cannot do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or made durable.
    #[error(transparent)]
    File(#[from] tilsyn_durable::Error),
    /// The ledger's parts refused: a name that cannot stand in a note, no random bytes.
    #[error(transparent)]
    Ledger(#[from] tilsyn_ledger::Error),
    /// There is a key already.
    #[error("{} holds a witness already", .0.display())]
    Exists(PathBuf),
    /// There is none.
    #[error("{} holds no witness: run `init` first", .0.display())]
    NotThere(PathBuf),
    /// A file is not what the witness wrote.
    #[error("{} is damaged or missing: put back a copy; never begin it anew", .0.display())]
    Damaged(PathBuf),
    /// A text that is no log's key.
    #[error("this is no key of a log (a C2SP vkey of type 0x01): {0}")]
    NoLogKey(String),
    /// A log of this origin is known with another key.
    #[error("the log {0} is known with another key")]
    OtherKey(String),
}

/// The folder of a witness.
pub struct Memory {
    folder: PathBuf,
    cosigner: Cosigner,
}

/// A log that the witness knows.
pub(crate) struct KnownLog {
    pub(crate) key: VerifierKey,
    /// The checkpoint cosigned last, and its bytes; nothing before the first.
    pub(crate) last: Option<(ParsedCheckpoint, Vec<u8>)>,
}

impl Memory {
    /// Makes a witness in a folder.
    ///
    /// # Errors
    /// When there is one, the name cannot stand in a note, or files cannot be written.
    pub fn create(folder: &Path, name: &str) -> Result<Memory, Error> {
        let path = folder.join("key");
        if path.exists() {
            return Err(Error::Exists(folder.to_path_buf()));
        }
        let seed = Zeroizing::new(Cosigner::new_seed(&SystemRandomness)?);
        let cosigner = Cosigner::new(name, &seed)?;
        tilsyn_durable::create_folder(&folder.join("logs"))?;
        let secret = Zeroizing::new(BASE64_STANDARD.encode(seed.as_slice()));
        let vkey = cosigner.verifier_key();
        let text = format!("{KEY_LINE}\n{name}\n{}\n{vkey}\n", *secret);
        let text = Zeroizing::new(text);
        tilsyn_durable::write_atomically(&path, text.as_bytes())?;
        Ok(Memory {
            folder: folder.to_path_buf(),
            cosigner,
        })
    }

    /// Opens a witness.
    ///
    /// # Errors
    /// When there is none, or its key is damaged.
    pub fn open(folder: &Path) -> Result<Memory, Error> {
        let path = folder.join("key");
        let bytes = tilsyn_durable::read_if_there(&path)?;
        let bytes = Zeroizing::new(bytes.ok_or_else(|| Error::NotThere(folder.to_path_buf()))?);
        let cosigner = cosigner_of(&bytes).ok_or(Error::Damaged(path))?;
        Ok(Memory {
            folder: folder.to_path_buf(),
            cosigner,
        })
    }

    /// What logs configure.
    pub fn verifier_key(&self) -> &VerifierKey {
        self.cosigner.verifier_key()
    }

    pub(crate) fn cosigner(&self) -> &Cosigner {
        &self.cosigner
    }

    /// Takes a log on, from nothing; one that is known already stays as it is. A server that
    /// runs knows it at its next request. The answer is the log's origin.
    ///
    /// # Errors
    /// When it is no log's key, the log is known with another, or files cannot be written.
    pub fn add_log(&self, vkey: &str) -> Result<String, Error> {
        let key = VerifierKey::parse(vkey).map_err(|error| Error::NoLogKey(error.to_string()))?;
        if key.key_use() != KeyUse::Log {
            return Err(Error::NoLogKey("it is a witness's".to_owned()));
        }
        let origin = key.name().to_owned();
        let hash = origin_hash(&origin);
        match self.known(&hash)? {
            Some(known) if known.key == key => return Ok(origin),
            Some(_) => return Err(Error::OtherKey(origin)),
            None => {}
        }
        // The order is the promise: without its key a log is not known, with it the checkpoint
        // is there.
        let checkpoint = self.path(&hash, "checkpoint");
        if !checkpoint.exists() {
            tilsyn_durable::write_atomically(&checkpoint, b"")?;
        }
        tilsyn_durable::write_atomically(&self.path(&hash, "vkey"), format!("{key}\n").as_bytes())?;
        Ok(origin)
    }

    /// What is remembered of the log whose origin has this hash.
    pub(crate) fn known(&self, hash: &str) -> Result<Option<KnownLog>, Error> {
        let path = self.path(hash, "vkey");
        let Some(vkey) = tilsyn_durable::read_if_there(&path)? else {
            return Ok(None);
        };
        let key = std::str::from_utf8(&vkey)
            .ok()
            .and_then(|text| VerifierKey::parse(text.strip_suffix('\n')?).ok())
            .filter(|key| origin_hash(key.name()) == hash)
            .ok_or(Error::Damaged(path))?;
        let path = self.path(hash, "checkpoint");
        let note = tilsyn_durable::read_if_there(&path)?;
        let note = note.ok_or_else(|| Error::Damaged(path.clone()))?;
        if note.is_empty() {
            return Ok(Some(KnownLog { key, last: None }));
        }
        let own = self.verifier_key();
        let is_ours = |parsed: &ParsedCheckpoint| {
            key.check(parsed) == Signed::Well && matches!(own.check(parsed), Signed::At(_))
        };
        let parsed = parse_checkpoint(&note).filter(is_ours);
        let parsed = parsed.ok_or(Error::Damaged(path))?;
        Ok(Some(KnownLog {
            key,
            last: Some((parsed, note)),
        }))
    }

    /// Remembers a checkpoint with its cosignature; it is on the disk when this returns.
    pub(crate) fn remember(&self, origin: &str, note: &[u8]) -> Result<(), Error> {
        let path = self.path(&origin_hash(origin), "checkpoint");
        Ok(tilsyn_durable::write_atomically(&path, note)?)
    }

    fn path(&self, hash: &str, kind: &str) -> PathBuf {
        self.folder.join("logs").join(format!("{hash}.{kind}"))
    }
}

/// The key in a key file, if it is whole: its public half stands in it too.
fn cosigner_of(bytes: &[u8]) -> Option<Cosigner> {
    let text = std::str::from_utf8(bytes).ok()?;
    let lines: Vec<&str> = text.strip_suffix('\n')?.split('\n').collect();
    let [KEY_LINE, name, secret, vkey] = lines[..] else {
        return None;
    };
    let seed = Zeroizing::new(BASE64_STANDARD.decode(secret).ok()?);
    let seed = Zeroizing::new(<[u8; 32]>::try_from(seed.as_slice()).ok()?);
    let cosigner = Cosigner::new(name, &seed).ok()?;
    (cosigner.verifier_key().to_string() == vkey).then_some(cosigner)
}
