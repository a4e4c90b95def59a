//! The PIN of a token: read where the settings say, tried once.
//!
//! Tokens lock after a few wrong tries, and a service that does not start is started again every
//! few seconds. So a refusal is written down, and nothing is tried again until somebody has
//! removed that. The PIN stands in no error, log or setting.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use cryptoki::types::AuthPin;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Trouble;
use super::module::ModuleSettings;

/// More than any token takes.
const PIN_BYTES_MAX: u64 = 1024;

/// Reads the PIN.
pub(super) fn read(settings: &ModuleSettings) -> Result<AuthPin, Trouble> {
    let path = place(settings)?;
    let unreadable = |detail: String| Trouble::Pin {
        place: path.display().to_string(),
        detail,
    };
    let found = path.metadata().map_err(|why| unreadable(why.to_string()))?;
    // systemd lets nobody else into the folder of credentials, and shows the service's right to
    // a file in it as one of the group.
    if settings.pin_file.is_some() && is_open_to_others(&path) {
        return Err(Trouble::PinOpenToOthers { path });
    }
    if found.len() > PIN_BYTES_MAX {
        return Err(unreadable(format!("more than {PIN_BYTES_MAX} bytes")));
    }
    let bytes = Zeroizing::new(tilsyn_durable::read(&path)?);
    let text = std::str::from_utf8(&bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))?;
    match text.trim_end_matches(['\n', '\r']) {
        "" => Err(unreadable("it is empty".to_owned())),
        pin => Ok(AuthPin::new(pin.into())),
    }
}

/// Whether anyone but its owner may read a file.
pub(super) fn is_open_to_others(path: &Path) -> bool {
    let found = path.metadata();
    found.is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

fn place(settings: &ModuleSettings) -> Result<PathBuf, Trouble> {
    match (&settings.pin_file, &settings.pin_credential) {
        (Some(file), None) => Ok(file.clone()),
        (None, Some(name)) => match std::env::var_os("CREDENTIALS_DIRECTORY") {
            Some(folder) => Ok(Path::new(&folder).join(name)),
            None => Err(Trouble::Pin {
                place: format!("$CREDENTIALS_DIRECTORY/{name}"),
                detail: "systemd sets CREDENTIALS_DIRECTORY for a service".to_owned(),
            }),
        },
        _ => Err(Trouble::Setting),
    }
}

/// Where a refusal is written down; nowhere while a folder is restored, by somebody who waits
/// for the answer.
#[derive(Clone, Debug)]
pub(super) enum Refusals {
    In(PathBuf),
    Nowhere,
}

/// `keys/pin-refused.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Refused {
    token: String,
    /// Seconds since 1970, UTC.
    seconds: i64,
}

impl Refusals {
    /// Those of a data folder.
    pub(super) fn of(data: &Path) -> Refusals {
        Refusals::In(data.join("keys/pin-refused.json"))
    }

    /// An error where this token has refused the PIN before.
    pub(super) fn check(&self, token: &str) -> Result<(), Trouble> {
        let Refusals::In(note) = self else {
            return Ok(());
        };
        let bytes = tilsyn_durable::read_if_there(note)?;
        let is_of_another = |bytes: &Vec<u8>| {
            let refused = serde_json::from_slice::<Refused>(bytes);
            refused.is_ok_and(|refused| refused.token != token)
        };
        match bytes.filter(|bytes| !is_of_another(bytes)) {
            None => Ok(()),
            Some(_) => Err(Trouble::PinNotTried {
                token: token.to_owned(),
                note: note.clone(),
            }),
        }
    }

    /// Writes down that this token has refused the PIN, and says so.
    pub(super) fn add(&self, token: &str) -> Trouble {
        let token = token.to_owned();
        let Refusals::In(note) = self else {
            return Trouble::PinWrong { token, note: None };
        };
        let refused = Refused {
            token: token.clone(),
            seconds: crate::folder::now().seconds(),
        };
        let bytes = serde_json::to_vec_pretty(&refused).expect("a name and a number");
        let folder = note.parent().unwrap_or(note);
        let written = tilsyn_durable::create_folder(folder)
            .and_then(|()| tilsyn_durable::write_atomically(note, &bytes));
        match written {
            Ok(()) => Trouble::PinWrong {
                token,
                note: Some(note.clone()),
            },
            // Worse than a wrong PIN: the next start would try it again.
            Err(error) => Trouble::Disk(error),
        }
    }
}
