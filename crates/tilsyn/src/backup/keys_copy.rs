//! The backup of the wrapped keys: one file, apart from that of the data.
//!
//! It says what a restored copy of the data must not bring back: who has been erased until then.
//! Of no use without the root key, which is in no backup. As long as an older one is kept, what
//! was erased since can be brought back: see docs/keys.md.

use base64::prelude::{BASE64_STANDARD, Engine};
use serde::{Deserialize, Serialize};

use crate::root_key::{Kind, ModuleSettings};

const FORMAT: &str = "tilsyn backup of keys";
const VERSION: u32 = 1;

/// The document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeysDocument {
    format: String,
    version: u32,
    /// Seconds since 1970, UTC.
    pub made_seconds: u64,
    pub made_by: String,
    pub origin: String,
    /// How many entries the ledger had.
    pub entries: u64,
    /// The name of the root key that opens them.
    pub root_key: String,
    /// The module that the root key lies in, as the settings call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    root_key_module: Option<ModuleNamed>,
    /// The codes of those who have been erased: numbers that say nothing.
    pub erased_codes: Vec<u32>,
    /// The file of wrapped keys, in base64.
    keys: String,
}

/// What to look for when the machine that had the settings is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ModuleNamed {
    token: String,
    label: String,
}

impl KeysDocument {
    pub(crate) fn new(
        origin: &str,
        root_key: String,
        module: Option<&ModuleSettings>,
        made_seconds: u64,
        copy: tilsyn_app::backup::KeysCopy,
    ) -> KeysDocument {
        KeysDocument {
            format: FORMAT.to_owned(),
            version: VERSION,
            made_seconds,
            made_by: env!("CARGO_PKG_VERSION").to_owned(),
            origin: origin.to_owned(),
            entries: copy.entries,
            root_key_module: module
                .filter(|_| Kind::of(&root_key) == Kind::Module)
                .map(|module| ModuleNamed {
                    token: module.token_named(),
                    label: module.label.clone(),
                }),
            root_key,
            erased_codes: copy.erased_codes,
            keys: BASE64_STANDARD.encode(copy.wrapped),
        }
    }

    /// The token with the root key and the label that it has there; dashes where that is unknown.
    pub(crate) fn module_named(&self) -> (&str, &str) {
        let named = self.root_key_module.as_ref();
        named.map_or(("–", "–"), |named| (&named.token, &named.label))
    }

    /// The text that is signed.
    pub(crate) fn text(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads it; `None`: it is no such document, or of another version.
    pub(crate) fn read(text: &str) -> Option<KeysDocument> {
        let document: KeysDocument = serde_json::from_str(text).ok()?;
        let is_known = document.format == FORMAT && document.version == VERSION;
        is_known.then_some(document)
    }

    /// The file of wrapped keys.
    pub(crate) fn wrapped(&self) -> Option<Vec<u8>> {
        BASE64_STANDARD.decode(&self.keys).ok()
    }
}
