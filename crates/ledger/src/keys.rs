//! The hierarchy of keys: a root key outside, one key of the ledger wrapped by it, and every
//! other key wrapped by that one in a single small file.
//!
//! One rule: destroying a key is leaving it out when the file is replaced. Backups of this file
//! alone decide when something erased is gone from backups too.
//! Not here: what is sealed with which key.

pub(crate) mod care;

use crate::digest::{Digest, MacKey, sha256};
use crate::header::{FORMAT_VERSION, u32_at};
use crate::randomness::Randomness;
use crate::seal::{NONCE_BYTES, SEAL_BYTES, SealingKey};
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};
use zeroize::Zeroizing;

/// Bytes of every key.
pub const KEY_BYTES: usize = 32;
const MAGIC: &[u8; 8] = b"TILSYNKY";
const LISTED_KEY_BYTES: usize = 9 + KEY_BYTES + SEAL_BYTES;
const KEYS_MAX: usize = 1 << 20;

/// A root key that never shows itself: in a key file, or in a hardware module.
pub trait Kek: Send + Sync {
    /// Wraps the key of a ledger; [`Error::RootKey`] where the root key is out of reach.
    fn wrap(&self, key: &[u8; KEY_BYTES], randomness: &dyn Randomness) -> Result<Vec<u8>>;
    /// Unwraps it; [`Error::NotOpened`] if it was wrapped by another root key.
    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<[u8; KEY_BYTES]>>;
    /// A name for the root key that tells nothing about it. At most 200 bytes.
    fn id(&self) -> String;
}

/// A root key in a file of 32 bytes that only its owner may read.
pub struct FileKek {
    key: SealingKey,
    id: String,
}

impl FileKek {
    /// Makes a new key file; one that is there already stays and is an error.
    pub fn create(path: &Path, randomness: &dyn Randomness) -> Result<FileKek> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        randomness.fill(bytes.as_mut())?;
        let file = tilsyn_durable::DurableFile::create_new(path)?;
        file.write_at(0, bytes.as_ref())?;
        file.sync()?;
        tilsyn_durable::sync_folder(path.parent().unwrap_or(Path::new(".")))?;
        Ok(FileKek::of(&bytes))
    }

    /// Reads a key file.
    pub fn open(path: &Path) -> Result<FileKek> {
        let bytes = Zeroizing::new(tilsyn_durable::read(path)?);
        let found = path
            .metadata()
            .map_err(|e| tilsyn_durable::Error::of("measure", path, e))?;
        if found.permissions().mode() & 0o077 != 0 {
            return Err(Error::KeyOpenToOthers {
                file: path.to_path_buf(),
            });
        }
        let key = <&[u8; KEY_BYTES]>::try_from(bytes.as_slice())
            .map_err(|_| Error::damaged(path, "a key file has 32 bytes"))?;
        Ok(FileKek::of(key))
    }

    fn of(key: &[u8; KEY_BYTES]) -> FileKek {
        FileKek {
            key: SealingKey::new(key),
            id: name_of_key(b"tilsyn/kek-id/1", key),
        }
    }
}

impl Kek for FileKek {
    fn wrap(&self, key: &[u8; KEY_BYTES], randomness: &dyn Randomness) -> Result<Vec<u8>> {
        Ok(self
            .key
            .seal(key, fresh_nonce(randomness)?, b"tilsyn/kek/1"))
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<[u8; KEY_BYTES]>> {
        let mut wrapped = Zeroizing::new(wrapped.to_vec());
        open_key(&self.key, &mut wrapped, b"tilsyn/kek/1")
    }

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// Which key of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KeyName {
    purpose: u8,
    a: u32,
    b: u32,
}

impl KeyName {
    /// Looks identities up: K_idx.
    pub(crate) const INDEX: KeyName = KeyName {
        purpose: 1,
        a: 0,
        b: 0,
    };
    /// Seals the vault: K_vault.
    pub(crate) const VAULT: KeyName = KeyName {
        purpose: 2,
        a: 0,
        b: 0,
    };
    /// Signs checkpoints.
    pub(crate) const SIGNING: KeyName = KeyName {
        purpose: 5,
        a: 0,
        b: 0,
    };

    /// Hides the event ids of a source: K_src.
    pub(crate) fn source(source: u32) -> KeyName {
        KeyName {
            purpose: 3,
            a: source,
            b: 0,
        }
    }

    /// Seals the rows of one retention class and month: DEK.
    pub(crate) fn period(retention_class: u16, month: i32) -> KeyName {
        KeyName {
            purpose: 4,
            a: retention_class.into(),
            b: month.cast_unsigned(),
        }
    }

    /// Says that the key of a period was destroyed, so that none is made again.
    fn destroyed_period(retention_class: u16, month: i32) -> KeyName {
        KeyName {
            purpose: 7,
            ..KeyName::period(retention_class, month)
        }
    }

    /// Seals what is kept beside the ledger for a purpose.
    pub(crate) fn kept_for(purpose: &str) -> KeyName {
        let digest = sha256(&[b"tilsyn/purpose/1", purpose.as_bytes()]);
        KeyName {
            purpose: 6,
            a: u32_at(&digest, 0),
            b: u32_at(&digest, 4),
        }
    }

    fn to_bytes(self) -> [u8; 9] {
        let mut bytes = [self.purpose; 9];
        bytes[1..5].copy_from_slice(&self.a.to_be_bytes());
        bytes[5..].copy_from_slice(&self.b.to_be_bytes());
        bytes
    }

    fn of(bytes: &[u8]) -> KeyName {
        KeyName {
            purpose: bytes[0],
            a: u32_at(bytes, 1),
            b: u32_at(bytes, 5),
        }
    }
}

/// One key, ready for what it is for.
pub(crate) struct Key {
    bytes: Zeroizing<[u8; KEY_BYTES]>,
    /// Seals and opens with it.
    pub(crate) sealing: SealingKey,
    /// Makes codes with it.
    pub(crate) mac: MacKey,
}

impl Key {
    fn of(bytes: Zeroizing<[u8; KEY_BYTES]>) -> Key {
        Key {
            sealing: SealingKey::new(&bytes),
            mac: MacKey::new(&bytes),
            bytes,
        }
    }

    /// The key itself.
    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.bytes
    }
}

/// The file of wrapped keys and what is in it.
pub(crate) struct Keys {
    path: PathBuf,
    keys: RwLock<BTreeMap<KeyName, Arc<Key>>>,
    randomness: Arc<dyn Randomness>,
    /// Held while the file is written.
    saving: Mutex<Wrapping>,
}

/// The key of the ledger, and how it stands in the file.
struct Wrapping {
    kek_id: String,
    wrapped: Vec<u8>,
    ledger_key: SealingKey,
    /// A name for the key of the ledger that tells nothing about it.
    name: String,
}

impl Wrapping {
    /// A new key of the ledger, wrapped by a root key.
    fn new(kek: &dyn Kek, randomness: &dyn Randomness) -> Result<Wrapping> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        randomness.fill(key.as_mut())?;
        let wrapped = kek.wrap(&key, randomness)?;
        Ok(Wrapping::of(kek.id(), wrapped, &key))
    }

    fn of(kek_id: String, wrapped: Vec<u8>, key: &[u8; KEY_BYTES]) -> Wrapping {
        Wrapping {
            kek_id,
            wrapped,
            ledger_key: SealingKey::new(key),
            name: name_of_key(b"tilsyn/ledger-key-id/1", key),
        }
    }
}

impl Keys {
    /// Makes the file with a new key of the ledger and the keys every ledger has.
    pub(crate) fn create(
        path: &Path,
        kek: &dyn Kek,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Keys> {
        let wrapping = Wrapping::new(kek, randomness.as_ref())?;
        let keys = Keys {
            path: path.to_path_buf(),
            keys: RwLock::default(),
            randomness,
            saving: Mutex::new(wrapping),
        };
        keys.make_missing(&[KeyName::INDEX, KeyName::VAULT, KeyName::SIGNING])?;
        Ok(keys)
    }

    /// Reads the file.
    pub(crate) fn open(
        path: &Path,
        kek: &dyn Kek,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Keys> {
        let bytes = tilsyn_durable::read(path)?;
        let parts = KeysFile::parse(path, &bytes)?;
        let wrong_key = |error| match error {
            Error::NotOpened => Error::WrongKey {
                file: path.to_path_buf(),
                key: kek.id(),
            },
            // A module that is gone says nothing of the key.
            other => other,
        };
        let ledger_key = kek.unwrap(parts.wrapped).map_err(wrong_key)?;
        let (kek_id, wrapped) = (parts.kek_id.to_string(), parts.wrapped.to_vec());
        let wrapping = Wrapping::of(kek_id, wrapped, &ledger_key);
        let keys = parts.open(path, &wrapping.ledger_key)?;
        Ok(Keys {
            path: path.to_path_buf(),
            keys: RwLock::new(keys),
            randomness,
            saving: Mutex::new(wrapping),
        })
    }

    /// The key of this name, unless it was never made or has been destroyed.
    pub(crate) fn get(&self, name: KeyName) -> Option<Arc<Key>> {
        self.keys
            .read()
            .expect("no holder of this lock panics")
            .get(&name)
            .cloned()
    }

    /// The key of this name; it must be one that every ledger has.
    pub(crate) fn required(&self, name: KeyName) -> Result<Arc<Key>> {
        self.get(name)
            .ok_or_else(|| Error::damaged(&self.path, "a key of the ledger is missing"))
    }

    /// Makes the keys that are not there yet. They are durable when this returns.
    pub(crate) fn make_missing(&self, names: &[KeyName]) -> Result<()> {
        if names.iter().all(|name| self.get(*name).is_some()) {
            return Ok(());
        }
        let saving = self.saving.lock().expect("no holder of this lock panics");
        let mut keys = self
            .keys
            .read()
            .expect("no holder of this lock panics")
            .clone();
        for name in names {
            if !keys.contains_key(name) {
                let mut bytes = Zeroizing::new([0; KEY_BYTES]);
                self.randomness.fill(bytes.as_mut())?;
                keys.insert(*name, Arc::new(Key::of(bytes)));
            }
        }
        Error::unless_at_most("keys", keys.len(), KEYS_MAX)?;
        self.save(&saving, &keys)?;
        *self.keys.write().expect("no holder of this lock panics") = keys;
        drop(saving);
        Ok(())
    }

    /// The periods whose keys are there: retention class, and year × 12 + month from 0.
    pub(crate) fn periods(&self) -> Vec<(u16, i32)> {
        let keys = self.keys.read().expect("no holder of this lock panics");
        let periods = keys.keys().filter(|name| name.purpose == 4);
        periods
            .filter_map(|name| Some((u16::try_from(name.a).ok()?, name.b.cast_signed())))
            .collect()
    }

    /// Whether the key of a period was destroyed.
    pub(crate) fn is_destroyed(&self, retention_class: u16, month: i32) -> bool {
        self.get(KeyName::destroyed_period(retention_class, month))
            .is_some()
    }

    /// Destroys the key of a period, durably; in its place stands that it was there.
    pub(crate) fn destroy_period(&self, retention_class: u16, month: i32) -> Result<()> {
        let saving = self.saving.lock().expect("no holder of this lock panics");
        let mut keys = self
            .keys
            .read()
            .expect("no holder of this lock panics")
            .clone();
        let was_there = keys
            .remove(&KeyName::period(retention_class, month))
            .is_some();
        let marker = KeyName::destroyed_period(retention_class, month);
        if was_there || !keys.contains_key(&marker) {
            let mut bytes = Zeroizing::new([0; KEY_BYTES]);
            self.randomness.fill(bytes.as_mut())?;
            keys.insert(marker, Arc::new(Key::of(bytes)));
            care::shredding(&self.path, || self.save(&saving, &keys))?;
            *self.keys.write().expect("no holder of this lock panics") = keys;
        }
        drop(saving);
        Ok(())
    }

    /// Reads the file again: it must hold what is in memory.
    pub(crate) fn check(&self) -> Result<()> {
        let saving = self.saving.lock().expect("no holder of this lock panics");
        let bytes = tilsyn_durable::read(&self.path)?;
        let parts = KeysFile::parse(&self.path, &bytes)?;
        let listed = parts.open(&self.path, &saving.ledger_key)?;
        let keys = self.keys.read().expect("no holder of this lock panics");
        let is_same = listed.len() == keys.len()
            && listed.iter().all(|(name, key)| {
                keys.get(name)
                    .is_some_and(|known| known.bytes() == key.bytes())
            });
        drop(keys);
        if is_same && parts.wrapped == saving.wrapped && parts.kek_id == saving.kek_id {
            return Ok(());
        }
        Err(Error::damaged(
            &self.path,
            "its keys are not those the ledger was opened with",
        ))
    }

    fn save(&self, wrapping: &Wrapping, keys: &BTreeMap<KeyName, Arc<Key>>) -> Result<()> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&FORMAT_VERSION.to_be_bytes());
        push_short(&mut bytes, wrapping.kek_id.as_bytes())?;
        push_short(&mut bytes, &wrapping.wrapped)?;
        for (name, key) in keys {
            let name = name.to_bytes();
            let nonce = fresh_nonce(self.randomness.as_ref())?;
            bytes.extend_from_slice(&name);
            bytes.extend(
                wrapping
                    .ledger_key
                    .seal(key.bytes(), nonce, &bound_to(&name)),
            );
        }
        let crc = crc32c::crc32c(&bytes);
        bytes.extend_from_slice(&crc.to_be_bytes());
        Ok(tilsyn_durable::write_atomically(&self.path, &bytes)?)
    }
}

/// The file of wrapped keys, taken apart and not yet unwrapped.
pub(crate) struct KeysFile<'a> {
    pub(crate) kek_id: &'a str,
    pub(crate) wrapped: &'a [u8],
    pub(crate) listed: &'a [u8],
}

impl<'a> KeysFile<'a> {
    pub(crate) fn parse(path: &Path, bytes: &'a [u8]) -> Result<KeysFile<'a>> {
        let damaged = || Error::damaged(path, "it is not a file of wrapped keys, or was altered");
        let (content, crc) = bytes.split_last_chunk::<4>().ok_or_else(damaged)?;
        let rest = content.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (version, rest) = rest.split_first_chunk::<2>().ok_or_else(damaged)?;
        if crc32c::crc32c(content) != u32::from_be_bytes(*crc) {
            return Err(damaged());
        }
        let found = u16::from_be_bytes(*version);
        if found != FORMAT_VERSION {
            return Err(Error::Version {
                file: path.to_path_buf(),
                found,
                known: FORMAT_VERSION,
            });
        }
        let (kek_id, rest) = take_short(rest).ok_or_else(damaged)?;
        let (wrapped, listed) = take_short(rest).ok_or_else(damaged)?;
        let kek_id = std::str::from_utf8(kek_id).map_err(|_| damaged())?;
        if listed.len() % LISTED_KEY_BYTES != 0 {
            return Err(damaged());
        }
        Ok(KeysFile {
            kek_id,
            wrapped,
            listed,
        })
    }

    fn open(&self, path: &Path, ledger_key: &SealingKey) -> Result<BTreeMap<KeyName, Arc<Key>>> {
        let mut keys = BTreeMap::new();
        for listed in self.listed.chunks_exact(LISTED_KEY_BYTES) {
            let (name, sealed) = listed.split_at(9);
            let mut sealed = Zeroizing::new(sealed.to_vec());
            let key = open_key(ledger_key, &mut sealed, &bound_to(name))
                .map_err(|_| Error::damaged(path, "a key in it does not open"))?;
            keys.insert(KeyName::of(name), Arc::new(Key::of(key)));
        }
        Ok(keys)
    }
}

/// A name that tells nothing about a key: the beginning of a hash of it.
fn name_of_key(purpose: &[u8], key: &[u8; KEY_BYTES]) -> String {
    let digest = sha256(&[purpose, key]);
    let digits = digest[..8].iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

pub(crate) fn push_short(bytes: &mut Vec<u8>, part: &[u8]) -> Result<()> {
    let too_much = |_| Error::TooMuch {
        what: "bytes of a wrapped key",
        found: part.len(),
        max: 65_535,
    };
    let length = u16::try_from(part.len()).map_err(too_much)?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(part);
    Ok(())
}

fn take_short(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(u16::from_be_bytes(*length).into())
}

fn bound_to(name: &[u8]) -> Vec<u8> {
    [b"acl/key/1".as_slice(), name].concat()
}

fn open_key(key: &SealingKey, sealed: &mut [u8], bound_to: &[u8]) -> Result<Zeroizing<Digest>> {
    let opened = key.open(sealed, bound_to)?;
    let bytes = <[u8; KEY_BYTES]>::try_from(&*opened).map_err(|_| Error::NotOpened)?;
    Ok(Zeroizing::new(bytes))
}

/// A nonce never used before.
pub(crate) fn fresh_nonce(randomness: &dyn Randomness) -> Result<[u8; NONCE_BYTES]> {
    let mut nonce = [0; NONCE_BYTES];
    randomness.fill(&mut nonce)?;
    Ok(nonce)
}
