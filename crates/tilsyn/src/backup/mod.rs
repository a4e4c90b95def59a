//! Backups: a place that holds the newest copy of a data folder, and the way back from it.
//!
//! One rule: nothing personal is in a backup in plain text, and neither root key nor wrapped keys
//! are in the backup of the data. Not here: how a moment is fixed while intake goes on (`app`),
//! what the files of the ledger are (`ledger`).

pub(crate) mod keys_copy;
pub(crate) mod make;
pub(crate) mod manifest;
pub(crate) mod noted;
pub(crate) mod place;
pub(crate) mod restore;
