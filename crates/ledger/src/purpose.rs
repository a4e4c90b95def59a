//! Keys for what is kept beside the ledger and sealed where it is kept: registry, archive.
//!
//! One rule: a purpose has one key as long as the ledger lives. It stands among the wrapped keys,
//! so rotation, backup and restore take it along; without the root key it opens for nobody.
//! Not here: what is sealed with it.

use crate::digest::{Digest, hkdf};
use crate::keys::{Key, KeyName};
use crate::remake::OpenKeys;
use crate::{Ledger, Result};
use zeroize::Zeroizing;

/// 32 bytes that are wiped when they are let go.
pub type PurposeKey = Zeroizing<Digest>;

impl Ledger {
    /// The key for a purpose, such as `registry`. It is made by the first to ask, also in a
    /// folder of an earlier version, and is durable when this returns.
    ///
    /// # Errors
    /// When the file of wrapped keys cannot be written.
    pub fn purpose_key(&self, purpose: &str) -> Result<PurposeKey> {
        let name = KeyName::kept_for(purpose);
        self.stopping(self.keys().make_missing(&[name]))?;
        Ok(derived(self.keys().required(name)?.as_ref(), purpose))
    }
}

impl OpenKeys {
    /// As [`Ledger::purpose_key`], for what is put back beside a ledger that is not open yet.
    ///
    /// # Errors
    /// When the file of wrapped keys cannot be written.
    pub fn purpose_key(&self, purpose: &str) -> Result<PurposeKey> {
        let name = KeyName::kept_for(purpose);
        self.keys.make_missing(&[name])?;
        Ok(derived(self.keys.required(name)?.as_ref(), purpose))
    }
}

/// What is handed out is derived: the key itself may seal inside the ledger.
fn derived(key: &Key, purpose: &str) -> PurposeKey {
    let parts: [&[u8]; 2] = [b"tilsyn/purpose-key/1/", purpose.as_bytes()];
    Zeroizing::new(hkdf(key.bytes(), &parts))
}
