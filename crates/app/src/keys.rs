//! The keys: which there are and since when, and wrapping all of them anew.
//!
//! Names only. A rotation is an entry of the ledger. Not here: where a root key lies.

use tilsyn_domain::Instant;
use tilsyn_ledger::{Kek, KeysNamed, PurposeKey};

use crate::desk::{Desk, unreadable};
use crate::permit::{ManageKeys, Permit, ReadKeys};
use crate::problem::Problem;

/// What changes of the root key, and of the key of the ledger, are called.
const ROOT: &str = "root key";
const LEDGER: &str = "ledger key";
/// What giving out the archive's key is called.
const ARCHIVE: &str = "archive key given out";
/// What the archive's key is for, among the keys of the ledger.
pub const ARCHIVE_PURPOSE: &str = "archive";

/// The keys, and since when the two that are rotated are in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysView {
    pub named: KeysNamed,
    /// `None` in a ledger without entries.
    pub root_since: Option<Instant>,
    pub ledger_since: Option<Instant>,
}

impl Desk {
    /// What may be told of the keys.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn keys(&self, _permit: &Permit<ReadKeys>) -> Result<KeysView, Problem> {
        let named = self.ledger().keys_named();
        let began = self.began_at()?;
        let root_since = self.changed_at(ROOT, &named.root)?.or(began);
        let ledger_since = self.changed_at(LEDGER, &named.ledger)?.or(began);
        Ok(KeysView {
            named,
            root_since,
            ledger_since,
        })
    }

    /// Wraps every key anew, with this root key, and files that.
    ///
    /// # Errors
    /// When the file of keys cannot be written; then the root key before is still in force. Or
    /// when the change could not be filed: then the new one is.
    pub fn rotate_keys(
        &self,
        permit: &Permit<ManageKeys>,
        root_key: &dyn Kek,
    ) -> Result<Rotated, Problem> {
        let before = self.ledger().keys_named();
        self.ledger().rotate_keys(root_key).map_err(unreadable)?;
        let after = self.ledger().keys_named();
        tracing::info!(
            principal = permit.principal().user(),
            root_key = after.root,
            "keys rotated"
        );
        let filed = self.file_rotation(permit, &before, &after);
        Ok(Rotated { after, filed })
    }

    /// The key of the archive, to open its files with a tool of others. That it was given out is
    /// filed before.
    ///
    /// # Errors
    /// When it could not be filed; then it is not given out.
    pub fn give_out_archive_key(&self, permit: &Permit<ManageKeys>) -> Result<PurposeKey, Problem> {
        let when = self.now().0.to_string();
        self.file_change(permit, ARCHIVE, "", &when)?;
        tracing::warn!(
            principal = permit.principal().user(),
            "the key of the archive was given out"
        );
        self.ledger()
            .purpose_key(ARCHIVE_PURPOSE)
            .map_err(unreadable)
    }

    fn file_rotation(
        &self,
        permit: &Permit<ManageKeys>,
        before: &KeysNamed,
        after: &KeysNamed,
    ) -> Result<(), Problem> {
        if before.root != after.root {
            self.file_change(permit, ROOT, &before.root, &after.root)?;
        }
        self.file_change(permit, LEDGER, &before.ledger, &after.ledger)
    }
}

/// A rotation that was made.
#[derive(Debug)]
pub struct Rotated {
    pub after: KeysNamed,
    /// Whether it stands in the ledger too.
    pub filed: Result<(), Problem>,
}
