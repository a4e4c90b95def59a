//! What may be told of keys: their names, never their bytes.

use super::{KeyName, Keys, KeysFile};
use crate::Result;
use std::path::Path;

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
        sources
            .map(|name| name.a)
            .filter(|number| *number > 0)
            .collect()
    }

    /// The name of the root key that wrapped keys were wrapped with.
    pub(crate) fn root_key_of(file: &Path, bytes: &[u8]) -> Result<String> {
        Ok(KeysFile::parse(file, bytes)?.kek_id.to_string())
    }
}
