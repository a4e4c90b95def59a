//! Keys are rotated, and told by their names, never by their bytes.
//!
//! Order of a rotation: the new root key is on the disk (its maker sees to that), then the file
//! of wrapped keys is replaced as a whole, sealed with a new key of the ledger, then the blocks
//! of the old file are overwritten. A power cut leaves the old file or the new one.
//! What is sealed with the keys in the file stays as it is: they are the same keys.

use super::{Kek, KeyName, Keys, KeysFile, Wrapping};
use crate::{Ledger, Result};
use std::path::Path;
use tilsyn_durable::DurableFile;

impl KeyName {
    /// The purpose and what it is for, as hex digits.
    pub(crate) fn in_hex(self) -> String {
        let bytes = self.to_bytes();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Keys {
    /// The names of all keys, sorted.
    pub(crate) fn names(&self) -> Vec<KeyName> {
        let keys = self.keys.read().expect("no holder of this lock panics");
        keys.keys().copied().collect()
    }

    /// The numbers of the sources that have sent something.
    pub(crate) fn sources(&self) -> Vec<u32> {
        let names = self.names().into_iter();
        let sources = names.filter(|name| name.purpose == KeyName::source(0).purpose);
        let numbers = sources.map(|name| name.a);
        numbers.filter(|number| *number > 0).collect()
    }

    /// The name of the root key that wrapped keys were wrapped with.
    pub(crate) fn root_key_of(file: &Path, bytes: &[u8]) -> Result<String> {
        Ok(KeysFile::parse(file, bytes)?.kek_id.to_string())
    }

    /// Wraps all keys with a new key of the ledger, and that with this root key.
    fn rotate(&self, kek: &dyn Kek) -> Result<()> {
        let mut saving = self.saving.lock().expect("no holder of this lock panics");
        let keys = self.keys.read().expect("no holder of this lock panics");
        let next = Wrapping::new(kek, self.randomness.as_ref())?;
        shredding(&self.path, || self.save(&next, &keys))?;
        drop(keys);
        *saving = next;
        Ok(())
    }
}

/// The names of the keys, and how many there are of those that come by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysNamed {
    /// The root key.
    pub root: String,
    /// The key of the ledger, which the root key wraps.
    pub ledger: String,
    /// Keys of sources, which hide event ids.
    pub sources: u64,
    /// Keys of retention classes and months, which seal rows.
    pub periods: u64,
    /// The first and the last month of those, as year × 12 + month.
    pub months: Option<(i32, i32)>,
    /// Periods whose key was destroyed.
    pub destroyed: u64,
    /// All others: identities, vault, signing, and what is kept beside the ledger.
    pub others: u64,
}

impl Ledger {
    /// What may be told of the keys.
    pub fn keys_named(&self) -> KeysNamed {
        let keys = self.keys();
        let saving = keys.saving.lock().expect("no holder of this lock panics");
        let (root, ledger) = (saving.kek_id.clone(), saving.name.clone());
        drop(saving);
        let names = keys.names();
        let of = |like: KeyName| {
            names
                .iter()
                .filter(move |name| name.purpose == like.purpose)
        };
        let count = |like: KeyName| of(like).count() as u64;
        let periods = count(KeyName::period(0, 0));
        let destroyed = count(KeyName::destroyed_period(0, 0));
        let sources = count(KeyName::source(0));
        let months = || of(KeyName::period(0, 0)).map(|name| name.b.cast_signed());
        KeysNamed {
            root,
            ledger,
            sources,
            periods,
            months: months().min().zip(months().max()),
            destroyed,
            others: names.len() as u64 - sources - periods - destroyed,
        }
    }

    /// Wraps every key anew: with a new key of the ledger, and that with this root key, the one
    /// in use or another, which must be durable by now. The file before is overwritten as far as
    /// a file can be. Copies of it elsewhere still open with the root key of then.
    ///
    /// # Errors
    /// When the file cannot be written; the root key of before is then still in force, unless
    /// the error is fatal.
    pub fn rotate_keys(&self, kek: &dyn Kek) -> Result<()> {
        self.stopping(self.keys().rotate(kek))
    }
}

/// Replaces a file by `replace`, and overwrites the blocks of what was there before. On disks
/// and file systems that write elsewhere, such as flash, copies may be left all the same.
pub(super) fn shredding(path: &Path, replace: impl FnOnce() -> Result<()>) -> Result<()> {
    let old = DurableFile::open(path)?;
    replace()?;
    overwrite(&old)
}

/// Overwrites a file of keys and removes it.
///
/// # Errors
/// When it cannot be written or removed.
pub fn shred(path: &Path) -> Result<()> {
    overwrite(&DurableFile::open(path)?)?;
    Ok(tilsyn_durable::remove_file(path)?)
}

/// Gives a file of keys the name of another one, whose content is overwritten.
///
/// # Errors
/// When it cannot be renamed or written.
pub fn replace_and_shred(from: &Path, to: &Path) -> Result<()> {
    shredding(to, || Ok(tilsyn_durable::rename(from, to)?))
}

fn overwrite(file: &DurableFile) -> Result<()> {
    let length = usize::try_from(file.length()?).unwrap_or(0);
    file.write_at(0, &vec![0; length])?;
    Ok(file.sync()?)
}
