//! Why a root key cannot be had. Never a PIN, never a key.
//!
//! Not here: the sentences for people (`spoken`).

use std::path::PathBuf;

/// What stands between the program and a root key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("the root key {} cannot be read", path.display())]
    File {
        path: PathBuf,
        source: tilsyn_ledger::Error,
    },
    #[error("{} is there already, and is not the root key in force", path.display())]
    FileThere { path: PathBuf },
    #[error("the root key {key} lies in a hardware module, and no settings name one")]
    NoModuleNamed { key: String },
    #[error("there is no [key_pkcs11] in settings.toml")]
    NoSettings,
    #[error(
        "[key_pkcs11] needs module (absolute), token or serial, and pin_file or pin_credential"
    )]
    Setting,
    #[error("the module {} cannot be used: {detail}", path.display())]
    NotLoaded { path: PathBuf, detail: String },
    #[error("{} shows no token {token}; it shows: {found}", path.display())]
    NoToken {
        path: PathBuf,
        token: String,
        found: String,
    },
    #[error("{} shows several tokens {token}", path.display())]
    ManyTokens { path: PathBuf, token: String },
    #[error("the PIN cannot be read from {place}: {detail}")]
    Pin { place: String, detail: String },
    #[error("{} holds a PIN and can be read by others", path.display())]
    PinOpenToOthers { path: PathBuf },
    #[error("the token {token} refused the PIN")]
    PinWrong {
        token: String,
        /// What has to go before the PIN is tried again; `None`: nothing does.
        note: Option<PathBuf>,
    },
    #[error("the token {token} has refused the PIN before; it was not tried again")]
    PinNotTried { token: String, note: PathBuf },
    #[error("the PIN of the token {token} is locked")]
    PinLocked { token: String },
    #[error("the token {token} takes one more wrong PIN; none was tried")]
    PinLastTry { token: String },
    #[error("the token {token} has no key {key}")]
    NoKey {
        token: String,
        label: String,
        key: String,
    },
    #[error("the token {token} has keys labelled {label} already")]
    LabelTaken { token: String, label: String },
    #[error("the token {token} cannot: {detail}")]
    Failed { token: String, detail: String },
    #[error(transparent)]
    Disk(#[from] tilsyn_durable::Error),
    #[error(transparent)]
    Ledger(tilsyn_ledger::Error),
}

impl From<tilsyn_ledger::Error> for Trouble {
    fn from(error: tilsyn_ledger::Error) -> Trouble {
        Trouble::Ledger(error)
    }
}

impl From<Trouble> for tilsyn_ledger::Error {
    fn from(trouble: Trouble) -> tilsyn_ledger::Error {
        match trouble {
            Trouble::Disk(error) => error.into(),
            Trouble::Ledger(error) => error,
            other => tilsyn_ledger::Error::RootKey {
                source: Box::new(other),
            },
        }
    }
}

/// The trouble with a root key that lies behind an error.
pub(crate) fn behind(error: &anyhow::Error) -> Option<&Trouble> {
    error.chain().find_map(|cause| cause.downcast_ref())
}
