//! A backup is made: the data to a place, or the wrapped keys to a file.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use tilsyn_app::permit::{MakeBackup, Permit};
use tilsyn_app::{Desk, Problem};
use tilsyn_ledger::{LedgerCopy, root_key_of};
use tilsyn_registry::Snapshot;

use super::keys_copy::KeysDocument;
use super::manifest::{FileOf, Manifest, Piece, VERSION};
use super::noted::{Last, Noted};
use super::place::{Amount, Place, Trouble};
use crate::folder;

/// What the registry and the settings are called among the files: they are sealed.
pub(crate) const REGISTRY: &str = "registry";
pub(crate) const SETTINGS: &str = "settings.toml";
/// The folder of the ledger in a data folder.
pub(crate) const LEDGER: &str = "ledger";
/// Bytes sealed together.
const SEALED_TOGETHER: usize = 4 << 20;

/// What was made.
pub(crate) struct Made {
    pub manifest: Manifest,
    pub written: Amount,
    pub known: Amount,
}

/// Copies a data folder to a place.
pub(crate) fn make(
    data: &Path,
    desk: &Desk,
    permit: &Permit<MakeBackup>,
    to: &Path,
) -> Result<Made, Problem> {
    refuse_inside(data, to)?;
    let in_place = |cause: Trouble| not_kept(to, cause);
    let place = Place::open(to, "tilsyn backup").map_err(in_place)?;
    let mut making = Making {
        data,
        place,
        files: Vec::new(),
    };
    let (mut manifest, making) = desk.copy(permit, |copy, snapshot| {
        let registry_rows = making.take(copy, snapshot).map_err(|why| why.problem(to))?;
        let checkpoint = copy.checkpoint();
        let manifest = Manifest {
            format: Manifest::format(),
            version: VERSION,
            made_seconds: u64::try_from(desk.now().seconds()).unwrap_or(0),
            made_by: env!("CARGO_PKG_VERSION").to_owned(),
            folder_format: folder::FORMAT,
            origin: desk.origin().to_owned(),
            log_key: desk.log_key(),
            entries: copy.entries(),
            checkpoint_size: checkpoint.size,
            checkpoint_root: hex(&checkpoint.root),
            root_key: String::new(),
            keys: Vec::new(),
            registry_rows,
            files: Vec::new(),
        };
        Ok((manifest, making))
    })?;
    let Making { place, files, .. } = making;
    manifest.files = files;
    // After the copy: it may have made the key that it was sealed with.
    manifest.keys = desk.key_names(permit);
    manifest.root_key = root_key(&desk.copy_keys(permit)?.wrapped)?;
    let text = manifest.text().map_err(unwritten)?;
    let note = desk.sign_backup(permit, &text)?;
    let files = manifest.files.iter().flat_map(|file| &file.pieces);
    let named: BTreeSet<String> = files.map(|piece| piece.sha256.clone()).collect();
    let (written, known) = (place.written, place.known);
    place.finish(&note, &named).map_err(in_place)?;
    let last = last(manifest.made_seconds, to, manifest.entries);
    note_it(data, |noted| noted.data = Some(last));
    Ok(Made {
        manifest,
        written,
        known,
    })
}

/// Writes the wrapped keys to a file that is not there yet.
pub(crate) fn make_keys(
    data: &Path,
    desk: &Desk,
    permit: &Permit<MakeBackup>,
    to: &Path,
) -> Result<KeysDocument, Problem> {
    refuse_inside(data, to)?;
    if to.exists() {
        return Err(Problem::yours("cli-backup-exists").with("path", to.display()));
    }
    let copy = desk.copy_keys(permit)?;
    let root_key = root_key(&copy.wrapped)?;
    let now = u64::try_from(desk.now().seconds()).unwrap_or(0);
    // A copy is made whatever state the settings are in.
    let settings = folder::read_settings(data).unwrap_or_default();
    let module = settings.key_pkcs11.as_ref();
    let document = KeysDocument::new(desk.origin(), root_key, module, now, copy);
    let text = document.text().map_err(unwritten)?;
    let note = desk.sign_backup(permit, &text)?;
    let written = tilsyn_durable::write_atomically(to, &note);
    written.map_err(|cause| not_kept(to, cause.into()))?;
    let last = last(now, to, document.entries);
    note_it(data, |noted| noted.keys = Some(last));
    Ok(document)
}

/// A copy in the folder itself would be lost with it, and copied with it.
fn refuse_inside(data: &Path, to: &Path) -> Result<(), Problem> {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let above = to.parent().map_or_else(|| whole(to), whole);
    if above.starts_with(whole(data)) || whole(to) == whole(data) {
        return Err(Problem::yours("cli-backup-inside").with("path", to.display()));
    }
    Ok(())
}

struct Making<'a> {
    data: &'a Path,
    place: Place,
    files: Vec<FileOf>,
}

/// Why a copy broke off: something to be copied, or the place.
enum Broken {
    Ledger(tilsyn_ledger::Error),
    Registry(tilsyn_registry::Error),
    File(tilsyn_durable::Error),
    Place(Trouble),
}

impl From<tilsyn_ledger::Error> for Broken {
    fn from(error: tilsyn_ledger::Error) -> Broken {
        Broken::Ledger(error)
    }
}

impl Broken {
    fn problem(self, to: &Path) -> Problem {
        match self {
            Broken::Ledger(cause) => Problem::ours("cli-backup-damaged", cause),
            Broken::Registry(cause) => Problem::ours("cli-backup-damaged", cause),
            Broken::File(cause) => Problem::ours("cli-backup-damaged", cause),
            Broken::Place(cause) => not_kept(to, cause),
        }
    }
}

impl Making<'_> {
    /// Everything; gives how many rows the registry has.
    fn take(
        &mut self,
        copy: &LedgerCopy<'_>,
        snapshot: &mut Snapshot<'_, '_>,
    ) -> Result<u64, Broken> {
        // The registry first: its moment is held open only as long as that takes.
        let rows = self.registry(copy, snapshot)?;
        copy.pieces(&mut |name, bytes| {
            let piece = self.place.keep(bytes).map_err(Broken::Place)?;
            self.add(&format!("{LEDGER}/{name}"), piece);
            Ok::<_, Broken>(())
        })?;
        let settings = tilsyn_durable::read_if_there(&self.data.join(SETTINGS));
        if let Some(settings) = settings.map_err(Broken::File)? {
            let sealed = copy.seal(&settings)?;
            let piece = self.place.keep(&sealed).map_err(Broken::Place)?;
            self.add_sealed(SETTINGS, vec![piece]);
        }
        self.quarantine()?;
        Ok(rows)
    }

    fn registry(
        &mut self,
        copy: &LedgerCopy<'_>,
        snapshot: &mut Snapshot<'_, '_>,
    ) -> Result<u64, Broken> {
        let mut pieces = Vec::new();
        let mut waiting = Vec::new();
        let mut failed = None;
        let place = &mut self.place;
        let mut keep = |waiting: &mut Vec<u8>| -> Result<(), Broken> {
            let sealed = copy.seal(waiting)?;
            pieces.push(place.keep(&sealed).map_err(Broken::Place)?);
            waiting.clear();
            Ok(())
        };
        let written = snapshot.write(&mut |bytes| {
            waiting.extend_from_slice(bytes);
            if waiting.len() < SEALED_TOGETHER {
                return Ok(());
            }
            keep(&mut waiting).map_err(|why| {
                failed = Some(why);
                io::Error::other("the place of the backup takes no more")
            })
        });
        if let Some(why) = failed {
            return Err(why);
        }
        let rows = written.map_err(Broken::Registry)?;
        keep(&mut waiting)?;
        self.add_sealed(REGISTRY, pieces);
        Ok(rows)
    }

    /// Pieces too large for the registry; they are sealed as they lie there.
    fn quarantine(&mut self) -> Result<(), Broken> {
        let folder = self.data.join("quarantine");
        if !tilsyn_durable::is_folder(&folder) {
            return Ok(());
        }
        for name in tilsyn_durable::names_in(&folder).map_err(Broken::File)? {
            let bytes = tilsyn_durable::read(&folder.join(&name)).map_err(Broken::File)?;
            let piece = self.place.keep(&bytes).map_err(Broken::Place)?;
            self.add(&format!("quarantine/{name}"), piece);
        }
        Ok(())
    }

    fn add(&mut self, path: &str, piece: Piece) {
        match self.files.last_mut() {
            Some(last) if last.path == path => last.pieces.push(piece),
            _ => self.files.push(FileOf {
                path: path.to_owned(),
                sealed: false,
                pieces: vec![piece],
            }),
        }
    }

    fn add_sealed(&mut self, path: &str, pieces: Vec<Piece>) {
        self.files.push(FileOf {
            path: path.to_owned(),
            sealed: true,
            pieces,
        });
    }
}

fn last(made_seconds: u64, to: &Path, entries: u64) -> Last {
    Last {
        made_seconds,
        place: to.display().to_string(),
        entries,
    }
}

/// The backup is made, whether or not this can be written down.
fn note_it(data: &Path, change: impl FnOnce(&mut Noted)) {
    if let Err(error) = Noted::note(data, change) {
        tracing::warn!(%error, "when the last backup was made could not be written down");
    }
}

fn root_key(wrapped: &[u8]) -> Result<String, Problem> {
    let named = root_key_of(Path::new("ledger/keys"), wrapped);
    named.map_err(|cause| Problem::ours("cli-backup-damaged", cause))
}

fn not_kept(to: &Path, cause: Trouble) -> Problem {
    match cause {
        Trouble::Foreign { .. } => Problem::yours("cli-backup-foreign").with("path", to.display()),
        cause => Problem::ours("cli-backup-place", cause).with("path", to.display()),
    }
}

fn unwritten(cause: serde_json::Error) -> Problem {
    Problem::ours("cli-backup-damaged", cause)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
