//! A copy of everything at one moment, while intake goes on.
//!
//! The registry's moment is fixed while nothing can be taken in, together with the ledger's
//! length: so the registry knows every source that the ledger has, and lists nothing that the
//! ledger has not. Not here: where the copy goes.

use tilsyn_ledger::LedgerCopy;
use tilsyn_registry::Snapshot;

use crate::desk::{Desk, registry_problem, seconds, unreadable};
use crate::permit::{MakeBackup, Permit};
use crate::problem::Problem;

/// The wrapped keys, and what whoever puts an older copy of the data back has to know.
#[derive(Clone, Debug)]
pub struct KeysCopy {
    /// The file of wrapped keys as it is.
    pub wrapped: Vec<u8>,
    /// How many entries the ledger had.
    pub entries: u64,
    /// The codes of those who have been erased.
    pub erased_codes: Vec<u32>,
}

impl Desk {
    /// Fixes the moment and hands out the copy.
    ///
    /// # Errors
    /// When a store cannot be read or is damaged, or what `work` fails with.
    pub fn copy<T>(
        &self,
        permit: &Permit<MakeBackup>,
        work: impl FnOnce(&LedgerCopy<'_>, &mut Snapshot<'_, '_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        tracing::info!(principal = permit.principal().user(), "a backup begins");
        // What came in so far is to stand under a checkpoint in the copy.
        if self.roll_back().is_none() {
            let now = seconds(self.now());
            self.ledger().checkpoint(now).map_err(unreadable)?;
        }
        // The way out of the registry's transaction knows its own errors only.
        let mut outcome = None;
        let read = self.registry().snapshot(|snapshot| {
            outcome = Some(self.copy_with(snapshot, work));
            Ok(())
        });
        match outcome {
            Some(outcome) => outcome,
            None => Err(read.map_or_else(registry_problem, |()| {
                Problem::ours("problem-registry", "the snapshot was not taken")
            })),
        }
    }

    fn copy_with<T>(
        &self,
        snapshot: &mut Snapshot<'_, '_>,
        work: impl FnOnce(&LedgerCopy<'_>, &mut Snapshot<'_, '_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let began = self.ledger().begin_copy(|| snapshot.fix());
        let (copy, fixed) = began.map_err(unreadable)?;
        fixed.map_err(registry_problem)?;
        work(&copy, snapshot)
    }

    /// The wrapped keys: of no use without the root key.
    ///
    /// # Errors
    /// When they cannot be read, or are not those in use.
    pub fn copy_keys(&self, permit: &Permit<MakeBackup>) -> Result<KeysCopy, Problem> {
        let principal = permit.principal().user();
        tracing::info!(principal, "a backup of the keys begins");
        let ledger = self.ledger();
        // Whoever is erased meanwhile is erased from a later copy.
        Ok(KeysCopy {
            entries: ledger.len(),
            erased_codes: ledger.erased_codes().map_err(unreadable)?,
            wrapped: ledger.wrapped_keys().map_err(unreadable)?,
        })
    }

    /// The names of the keys that open what is there now.
    #[must_use]
    pub fn key_names(&self, _permit: &Permit<MakeBackup>) -> Vec<String> {
        self.ledger().key_names()
    }

    /// The name of the log.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.ledger().origin()
    }

    /// Signs what a backup says of itself, with the key of the checkpoints.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn sign_backup(
        &self,
        _permit: &Permit<MakeBackup>,
        text: &str,
    ) -> Result<Vec<u8>, Problem> {
        self.ledger().sign_statement(text).map_err(unreadable)
    }
}
