//! A data folder: what lies in it, and how the stores are opened together.
//!
//! ```text
//! tilsyn-data/
//!   folder.json       format version, when and by which version it was made
//!   lock              held by the one program that has it open
//!   settings.toml     where the registry and the root key are, who the witnesses; optional
//!   keys/             root key and wrapped keys
//!   ledger/  archive/  quarantine/
//!   registry.sqlite   unless settings.toml names a PostgreSQL
//!   directory.copy    the directory, sealed, so that a start reads it quickly; may be lost
//! ```

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tilsyn_app::Desk;
use tilsyn_app::desk::{Parts, VaultBook};
use tilsyn_archive::{Archive, ArchiveKey};
use tilsyn_domain::{Answers, Instant, Zone};
use tilsyn_durable::FolderLock;
use tilsyn_ledger::Ledger;
use tilsyn_registry::settings::{ORGANISATION_NAME, TIME_ZONE};
use tilsyn_registry::{CommonDefinitions, Location, Registry, RegistryKey};

use crate::mail::MailSettings;
use crate::provider::LoginSettings;
use crate::root_key::{ModuleSettings, Places};

/// The version of the folder's layout that this program writes.
pub(crate) const FORMAT: u32 = 1;

/// Where the root key lies unless the settings say otherwise.
pub(crate) const KEY_FILE: &str = "keys/root.key";

/// What the registry's key is for, among the keys of the ledger.
pub(crate) const REGISTRY_PURPOSE: &str = "registry";

/// `folder.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct About {
    pub format: u32,
    pub made_by: String,
}

/// `settings.toml`; every setting has a default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FolderSettings {
    /// `postgres://…`; SQLite in the folder without it.
    pub registry: Option<String>,
    /// The name of the log in its checkpoints (C2SP origin).
    pub origin: String,
    /// Where the root key lies; in the folder without it.
    pub key_file: Option<PathBuf>,
    /// The hardware module that a new root key is made in; none without it.
    pub key_pkcs11: Option<ModuleSettings>,
    /// Whom to show checkpoints to: a C2SP tlog-policy file with the addresses of witnesses.
    pub witness_policy: Option<PathBuf>,
    /// The certificates of the authorities that witnesses behind TLS are trusted by, in PEM.
    pub witness_authorities: Option<PathBuf>,
    /// Who vouches for people; without it nobody does, and the pages are for this machine alone.
    pub login: Option<LoginSettings>,
    /// Who takes our mail; without it nobody is written to.
    pub mail: Option<MailSettings>,
}

impl Default for FolderSettings {
    fn default() -> FolderSettings {
        FolderSettings {
            registry: None,
            origin: "tilsyn.example/log/default".to_owned(),
            key_file: None,
            key_pkcs11: None,
            witness_policy: None,
            witness_authorities: None,
            login: None,
            mail: None,
        }
    }
}

/// Why a folder cannot be used, where no store says it itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unusable {
    #[error("{} has format {found}, this program writes {known}", path.display())]
    Older {
        path: PathBuf,
        found: u32,
        known: u32,
    },
    #[error("{} has format {found}, this program knows {known}", path.display())]
    Newer {
        path: PathBuf,
        found: u32,
        known: u32,
    },
    #[error("{} belongs to {owner}, and this runs as root", path.display())]
    OfAnother { path: PathBuf, owner: String },
    #[error("the setting time_zone: there is no zone {name:?}")]
    Zone { name: String },
    #[error("opening needs {mebibytes} MiB of free disk for {}", path.display())]
    NoRoom {
        path: PathBuf,
        mebibytes: u64,
        source: tilsyn_ledger::Error,
    },
    #[error("{place} does not hold what the ledger needs: it is missing, empty or older")]
    RegistryGone { place: String },
    #[error("{place} was sealed with the key of another ledger")]
    RegistryOfAnother { place: String },
    #[error("{}: {why}", path.display())]
    File { path: PathBuf, why: String },
}

/// What a program does where another has the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It ends, and says so; it ends too where a server waits.
    NowOrNever,
    /// It waits: a server is what everybody else is waiting for.
    Waits,
}

/// How long a server waits for its folder. A service manager starts it again after that.
const SERVER_PATIENCE: Duration = Duration::from_secs(60);

impl Turn {
    pub(crate) fn lock(self, data: &Path, what: &str) -> tilsyn_durable::Result<FolderLock> {
        match self {
            Turn::NowOrNever => FolderLock::take_unless_awaited(data, what),
            Turn::Waits => FolderLock::take_in_turn(data, what, SERVER_PATIENCE, |held| {
                tracing::warn!("{held}; waiting for it");
            }),
        }
    }
}

/// An open folder.
pub(crate) struct Folder {
    pub desk: Arc<Desk>,
    pub archive: Arc<Archive>,
    pub witness_authorities: Option<PathBuf>,
    pub login: Option<LoginSettings>,
    pub mail: Option<MailSettings>,
    _lock: FolderLock,
}

impl Folder {
    /// Opens a folder, and makes it first where there is none.
    ///
    /// # Errors
    /// When another program holds it and goes on to, it is of another version, or a store is
    /// damaged.
    pub(crate) fn open(data: &Path, what: &str, turn: Turn) -> anyhow::Result<Folder> {
        Folder::open_beside(data, what, turn, None)
    }

    /// The same, of an organisation that keeps to what a common body has decided.
    ///
    /// # Errors
    /// As `open`.
    pub(crate) fn open_beside(
        data: &Path,
        what: &str,
        turn: Turn,
        common: Option<CommonDefinitions>,
    ) -> anyhow::Result<Folder> {
        check_owner(data)?;
        tilsyn_durable::create_folder(data)?;
        let lock = turn.lock(data, what)?;
        check_format(data)?;
        let settings = read_settings(data)?;
        let ledger = Arc::new(open_ledger(data, &settings, what)?);
        let registry = open_registry(&location(data, &settings), &ledger)?;
        let registry = registry.keeping_copy(data.join("directory.copy"));
        let registry = registry.keeping_to(common);
        let time_zone = registry.setting(&TIME_ZONE)?;
        let zone = Zone::named(&time_zone).ok_or(Unusable::Zone { name: time_zone })?;
        let directory = Arc::new(registry.directory(None)?);
        let archive = Archive::open(
            &data.join("archive"),
            archive_key(&ledger)?,
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
            room: room_in(data),
        })?;
        if let Some(path) = &settings.witness_policy {
            desk.follow_policy(crate::witnesses::read_policy(path)?);
        }
        if let Some(found) = desk.roll_back() {
            tracing::error!(
                signed = found.signed.size,
                own = found.own.size,
                "ROLLED BACK: a later state of this ledger has been signed; nothing is taken in"
            );
        }
        Ok(Folder {
            desk: Arc::new(desk),
            archive,
            witness_authorities: settings.witness_authorities,
            login: settings.login,
            mail: settings.mail,
            _lock: lock,
        })
    }
}

/// What the archive is sealed with; made with the first archive of a ledger.
fn archive_key(ledger: &Ledger) -> tilsyn_ledger::Result<ArchiveKey> {
    let key = ledger.purpose_key(tilsyn_app::keys::ARCHIVE_PURPOSE)?;
    Ok(ArchiveKey::new(&key))
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

/// The room on the disk of the ledger. The only place that asks for it.
fn room_in(data: &Path) -> tilsyn_app::desk::Room {
    let ledger = data.join("ledger");
    Box::new(move || tilsyn_durable::free_bytes(&ledger).ok())
}

/// A registry that is gone must not be begun anew beside a ledger: it would know nobody, and give
/// the numbers of sources to others.
fn open_registry(location: &Location, ledger: &Ledger) -> anyhow::Result<Registry> {
    let gone = || Unusable::RegistryGone {
        place: location.place(),
    };
    if let Location::Sqlite(file) = location
        && !file.exists()
        && !ledger.is_empty()
    {
        return Err(gone().into());
    }
    let key = RegistryKey::new(&*ledger.purpose_key(REGISTRY_PURPOSE)?);
    let registry = match Registry::open(location, &key) {
        Err(tilsyn_registry::Error::OtherKey) => {
            let place = location.place();
            return Err(Unusable::RegistryOfAnother { place }.into());
        }
        opened => opened?,
    };
    let known: Vec<u32> = registry.sources()?.iter().map(|one| one.number).collect();
    let numbers = ledger.source_numbers();
    if numbers.iter().any(|number| !known.contains(number)) {
        return Err(gone().into());
    }
    Ok(registry)
}

pub(crate) fn location(data: &Path, settings: &FolderSettings) -> Location {
    match &settings.registry {
        Some(url) => Location::Postgres(url.clone()),
        None => Location::Sqlite(data.join("registry.sqlite")),
    }
}

fn open_ledger(data: &Path, settings: &FolderSettings, what: &str) -> anyhow::Result<Ledger> {
    use tilsyn_ledger::Options;
    let folder = data.join("ledger");
    let places = Places::of(data, settings);
    let options = Options {
        holder: what.to_owned(),
        ..Options::default()
    };
    if Ledger::is_in(&folder) {
        let kek = places.open()?;
        let remade = tilsyn_ledger::remake_missing_tiles(&folder)?;
        if let tilsyn_ledger::Remade::Tiles(leaves) = remade {
            tracing::warn!(leaves, "the tiles were missing and have been made again");
        }
        let opened = Ledger::open(&folder, kek.as_ref(), &options);
        let opened = opened.map_err(|error| too_little_room(error, &options))?;
        settle(&places);
        return Ok(opened);
    }
    // Before a key is made that a folder in use would not open with.
    Ledger::refuse_if_in_use(&folder)?;
    let kek = places.make()?;
    let made = Ledger::create(&folder, &settings.origin, kek.as_ref(), &options);
    let made = made.map_err(|error| too_little_room(error, &options))?;
    settle(&places);
    Ok(made)
}

/// What a change of the root key left behind keeps nobody from working: the next opening, or the
/// next change, tries again.
fn settle(places: &Places) {
    if let Err(error) = places.settle() {
        tracing::warn!(%error, "a change of the root key is not finished yet");
    }
}

/// Opening writes the ledger's last segment anew, in full length: what a crash left in the old
/// one is not trusted to be on the disk. So there is a number to name when the disk is full.
fn too_little_room(error: tilsyn_ledger::Error, options: &tilsyn_ledger::Options) -> anyhow::Error {
    match error {
        tilsyn_ledger::Error::File(tilsyn_durable::Error::Full { ref path, .. }) => {
            let path = path.clone();
            let mebibytes = options.segment_bytes.div_ceil(1 << 20);
            let source = error;
            Unusable::NoRoom {
                path,
                mebibytes,
                source,
            }
            .into()
        }
        other => other.into(),
    }
}

pub(crate) fn read_settings(data: &Path) -> anyhow::Result<FolderSettings> {
    let path = data.join("settings.toml");
    match tilsyn_durable::is_there(&path) {
        true => settings_in(&path),
        false => Ok(FolderSettings::default()),
    }
}

/// The settings in a file.
pub(crate) fn settings_in(path: &Path) -> anyhow::Result<FolderSettings> {
    let bytes = tilsyn_durable::read(path)?;
    let text = String::from_utf8(bytes).map_err(|error| unlike(path, &error))?;
    Ok(toml::from_str(&text).map_err(|error| unlike(path, &error))?)
}

/// A file that does not hold what it should.
fn unlike(path: &Path, why: &dyn std::fmt::Display) -> Unusable {
    Unusable::File {
        path: path.to_owned(),
        why: why.to_string(),
    }
}

/// Root would leave files in the service's folder that the service cannot open.
pub(crate) fn check_owner(data: &Path) -> Result<(), Unusable> {
    use std::os::unix::fs::MetadataExt;
    let owner = |path: &Path| std::fs::metadata(path).map(|found| found.uid());
    match (owner(Path::new("/proc/self")), owner(data)) {
        (Ok(0), Ok(other)) if other != 0 => Err(Unusable::OfAnother {
            path: data.to_owned(),
            owner: name_of_user(other),
        }),
        _ => Ok(()),
    }
}

/// What the machine calls a user; the number where it has no name.
fn name_of_user(number: u32) -> String {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let number = number.to_string();
    let named = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == number).then(|| name.to_owned())
    });
    named.unwrap_or(number)
}

/// The version a folder was written in; `None` for a new one.
pub(crate) fn about(data: &Path) -> anyhow::Result<Option<About>> {
    let path = data.join("folder.json");
    let Some(bytes) = tilsyn_durable::read_if_there(&path)? else {
        return Ok(None);
    };
    let about = serde_json::from_slice(&bytes).map_err(|error| unlike(&path, &error))?;
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
    let path = data.to_owned();
    let (found, known) = (format, FORMAT);
    Unusable::Newer { path, found, known }.into()
}

fn check_format(data: &Path) -> anyhow::Result<()> {
    match about(data)? {
        None => write_about(data, FORMAT),
        Some(about) if about.format == FORMAT => Ok(()),
        Some(about) if about.format < FORMAT => Err(Unusable::Older {
            path: data.to_owned(),
            found: about.format,
            known: FORMAT,
        }
        .into()),
        Some(about) => Err(newer(data, about.format)),
    }
}
