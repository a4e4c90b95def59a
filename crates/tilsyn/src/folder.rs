//! A data folder: what lies in it, and how the stores are opened together.
//!
//! ```text
//! tilsyn-data/
//!   folder.json       format version, when and by which version it was made
//!   lock              held by the one program that has it open
//!   settings.toml     where the registry and the root key are, optional
//!   keys/             root key and wrapped keys
//!   ledger/  archive/  quarantine/
//!   registry.sqlite   unless settings.toml names a PostgreSQL
//! ```

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use serde::{Deserialize, Serialize};
use tilsyn_app::Desk;
use tilsyn_app::desk::{Parts, VaultBook};
use tilsyn_archive::Archive;
use tilsyn_domain::{Answers, Instant, Zone};
use tilsyn_durable::FolderLock;
use tilsyn_ledger::Ledger;
use tilsyn_registry::settings::{ORGANISATION_NAME, TIME_ZONE};
use tilsyn_registry::{Location, Registry};

/// The version of the folder's layout that this program writes.
pub(crate) const FORMAT: u32 = 1;

/// `folder.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct About {
    pub format: u32,
    pub made_by: String,
}

/// `settings.toml`; every setting has a default.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FolderSettings {
    /// `postgres://…`; SQLite in the folder without it.
    pub registry: Option<String>,
    /// The name of the log in its checkpoints (C2SP origin).
    pub origin: String,
    /// Where the root key lies; in the folder without it.
    pub key_file: Option<PathBuf>,
}

impl Default for FolderSettings {
    fn default() -> FolderSettings {
        FolderSettings {
            registry: None,
            origin: "tilsyn.example/log/default".to_owned(),
            key_file: None,
        }
    }
}

/// An open folder.
pub(crate) struct Folder {
    pub desk: Arc<Desk>,
    pub archive: Arc<Archive>,
    _lock: FolderLock,
}

impl Folder {
    /// Opens a folder, and makes it first where there is none.
    ///
    /// # Errors
    /// When another program holds it, it is of another version, or a store is damaged.
    pub(crate) fn open(data: &Path, what: &str) -> anyhow::Result<Folder> {
        tilsyn_durable::create_folder(data)?;
        let lock = FolderLock::take(data, what)?;
        check_format(data)?;
        let settings = read_settings(data)?;
        let ledger = Arc::new(open_ledger(data, &settings, what)?);
        let registry = Registry::open(&location(data, &settings))?;
        let time_zone = registry.setting(&TIME_ZONE)?;
        let zone = Zone::named(&time_zone)
            .with_context(|| format!("the setting time_zone: there is no zone {time_zone:?}"))?;
        let directory = Arc::new(registry.directory(None)?);
        let archive = Archive::open(
            &data.join("archive"),
            tilsyn_archive::Settings::new(zone.clone()),
            Arc::new(VaultBook(ledger.clone())),
            directory.clone(),
        )?;
        let archive = Arc::new(archive);
        let answers: Arc<dyn Answers> = archive.clone();
        let organisation = registry.setting(&ORGANISATION_NAME)?;
        let desk = Desk::open(Parts {
            ledger,
            registry,
            answers,
            directory,
            zone,
            organisation,
            clock: Box::new(now),
        })?;
        Ok(Folder {
            desk: Arc::new(desk),
            archive,
            _lock: lock,
        })
    }
}

/// The clock of the machine. The only place that reads it.
#[expect(
    clippy::disallowed_methods,
    reason = "time enters the program here, as a value"
)]
pub(crate) fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let micros = since.map_or(0, |since| {
        i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
    });
    Instant(micros)
}

fn location(data: &Path, settings: &FolderSettings) -> Location {
    match &settings.registry {
        Some(url) => Location::Postgres(url.clone()),
        None => Location::Sqlite(data.join("registry.sqlite")),
    }
}

fn open_ledger(data: &Path, settings: &FolderSettings, what: &str) -> anyhow::Result<Ledger> {
    use tilsyn_ledger::{FileKek, Options, SystemRandomness};
    let folder = data.join("ledger");
    let key_file = settings
        .key_file
        .clone()
        .unwrap_or_else(|| data.join("keys/root.key"));
    let options = Options {
        holder: what.to_owned(),
        ..Options::default()
    };
    if Ledger::is_in(&folder) {
        let kek = FileKek::open(&key_file)
            .with_context(|| format!("the root key {} cannot be read", key_file.display()))?;
        return Ok(Ledger::open(&folder, &kek, &options)?);
    }
    if let Some(parent) = key_file.parent() {
        tilsyn_durable::create_folder(parent)?;
    }
    let kek = if key_file.exists() {
        FileKek::open(&key_file)?
    } else {
        FileKek::create(&key_file, &SystemRandomness)?
    };
    Ok(Ledger::create(&folder, &settings.origin, &kek, &options)?)
}

fn read_settings(data: &Path) -> anyhow::Result<FolderSettings> {
    let path = data.join("settings.toml");
    let Some(bytes) = tilsyn_durable::read_if_there(&path)? else {
        return Ok(FolderSettings::default());
    };
    let text = String::from_utf8(bytes).with_context(|| format!("{}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{}", path.display()))
}

/// The version a folder was written in; `None` for a new one.
pub(crate) fn about(data: &Path) -> anyhow::Result<Option<About>> {
    let path = data.join("folder.json");
    let Some(bytes) = tilsyn_durable::read_if_there(&path)? else {
        return Ok(None);
    };
    let about = serde_json::from_slice(&bytes).with_context(|| format!("{}", path.display()))?;
    Ok(Some(about))
}

/// Says in the folder which format it has now.
pub(crate) fn write_about(data: &Path, format: u32) -> anyhow::Result<()> {
    let about = About {
        format,
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let bytes = serde_json::to_vec_pretty(&about)?;
    Ok(tilsyn_durable::write_atomically(
        &data.join("folder.json"),
        &bytes,
    )?)
}

/// A folder that a later version has written.
pub(crate) fn newer(data: &Path, format: u32) -> anyhow::Error {
    anyhow!(
        "{} has format {format}, and this program knows formats up to {FORMAT}: a newer version \
         wrote it; start that version, or put back the copy made before its upgrade",
        data.display()
    )
}

fn check_format(data: &Path) -> anyhow::Result<()> {
    match about(data)? {
        None => write_about(data, FORMAT),
        Some(about) if about.format == FORMAT => Ok(()),
        Some(about) if about.format < FORMAT => bail!(
            "{} has format {}, this program writes {FORMAT}: make a copy, then run \
             `tilsyn upgrade`",
            data.display(),
            about.format
        ),
        Some(about) => Err(newer(data, about.format)),
    }
}
