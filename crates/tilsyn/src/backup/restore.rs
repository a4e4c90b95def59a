//! The way back: an empty folder becomes the data folder that was copied.
//!
//! The order is the promise: keys, then every file against its digest, then what is made again,
//! and `folder.json` last: before that the folder is none. Whoever was erased since the copy was
//! made, as far as the backup of the keys knows, is erased in it before it is opened.
//! Not here: the verification that follows, and what is said.

use std::error::Error;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tilsyn_app::Problem;
use tilsyn_app::problem::Whose;
use tilsyn_durable::DurableFile;
use tilsyn_ledger::{Kek, OpenKeys, read_statement, statement_unchecked};

use super::keys_copy::KeysDocument;
use super::make::{LEDGER, REGISTRY, SETTINGS};
use super::manifest::{FileOf, Manifest, Piece};
use super::place;
use crate::folder::{self, FolderSettings};
use crate::root_key::{self, Kind, Places, Trouble};

/// From where, with what, to where.
pub(crate) struct Wanted<'a> {
    pub from: &'a Path,
    pub data: &'a Path,
    /// The backup of the wrapped keys.
    pub keys: &'a Path,
    /// The root key, where it is a file and not where the settings say.
    pub key_file: Option<&'a Path>,
    /// Settings to use in place of those in the backup.
    pub settings: Option<&'a Path>,
}

/// What was restored.
pub(crate) struct Restored {
    pub manifest: Manifest,
    pub keys: KeysDocument,
    /// Who was erased since the copy was made, and has been erased in it.
    pub erased_again: u64,
    /// Keys that the copy was sealed with, and that have been destroyed since.
    pub keys_destroyed: u64,
    pub registry_rows: u64,
}

/// Puts the files in place; the folder can be opened when this returns.
pub(crate) fn restore(wanted: &Wanted<'_>) -> Result<Restored, Problem> {
    refuse_used(wanted.data)?;
    let note = place::manifest_in(wanted.from).map_err(|why| unusable(wanted.from, why))?;
    let text = statement_unchecked(&note).ok_or_else(|| changed(wanted.from))?;
    let manifest = Manifest::read(text).map_err(|why| unusable(wanted.from, why))?;
    let (document, keys_note) = read_keys(wanted, &manifest)?;
    let given = wanted.settings.map(folder::settings_in).transpose();
    let given = given.map_err(|why| unusable(wanted.settings.unwrap_or(wanted.data), why))?;
    let root_key = root_key(wanted, given.as_ref(), &document)?;
    let mut restoring = Restoring {
        wanted,
        ledger: wanted.data.join(LEDGER),
    };
    tilsyn_durable::create_folder(&restoring.ledger).map_err(unwritten)?;
    let wrapped = document.wrapped().ok_or_else(|| changed(wanted.keys))?;
    let place = restoring.ledger.join("keys");
    tilsyn_durable::write_atomically(&place, &wrapped).map_err(unwritten)?;
    let keys = OpenKeys::open(&restoring.ledger, &manifest.origin, root_key.as_ref());
    let keys = keys.map_err(|why| match why {
        why @ tilsyn_ledger::Error::RootKey { .. } => in_module(&document, why),
        why => unusable(wanted.keys, why),
    })?;
    let signer = keys
        .verifier_key()
        .map_err(|why| unusable(wanted.keys, why))?;
    for (note, file) in [(&keys_note, wanted.keys), (&note, wanted.from)] {
        read_statement(note, &signer).ok_or_else(|| changed(file))?;
    }
    let keys_destroyed = compare_keys(&manifest, &document, &keys)?;
    restoring.files(&manifest)?;
    let backed_up = restoring.settings(&manifest, &keys)?;
    let settings = given.unwrap_or(backed_up);
    restoring.place_root_key(&settings, &document)?;
    let ledger = |why: tilsyn_ledger::Error| unusable(wanted.from, why);
    let erased_again =
        tilsyn_ledger::erase_in_copy(&restoring.ledger, &document.erased_codes).map_err(ledger)?;
    tilsyn_ledger::remake_tiles(&restoring.ledger).map_err(ledger)?;
    let registry_rows = restoring.registry(&manifest, &settings, &keys)?;
    tilsyn_ledger::finish_copy(&restoring.ledger, &manifest.origin).map_err(ledger)?;
    let format = folder::write_about(wanted.data, manifest.folder_format);
    format.map_err(|why| Problem::ours("cli-restore-unwritten", Told(why.to_string())))?;
    Ok(Restored {
        manifest,
        keys: document,
        erased_again,
        keys_destroyed,
        registry_rows,
    })
}

/// Nothing is ever written over.
fn refuse_used(data: &Path) -> Result<(), Problem> {
    let names = match tilsyn_durable::is_there(data) {
        true => tilsyn_durable::names_in(data).map_err(unwritten)?,
        false => Vec::new(),
    };
    if names.is_empty() {
        return Ok(());
    }
    Err(Problem::yours("cli-restore-not-empty").with("path", data.display()))
}

fn read_keys(wanted: &Wanted<'_>, manifest: &Manifest) -> Result<(KeysDocument, Vec<u8>), Problem> {
    let note = tilsyn_durable::read(wanted.keys).map_err(|why| unusable(wanted.keys, why))?;
    let text = statement_unchecked(&note).ok_or_else(|| changed(wanted.keys))?;
    let document = KeysDocument::read(text).ok_or_else(|| changed(wanted.keys))?;
    if document.origin == manifest.origin {
        return Ok((document, note));
    }
    Err(Problem::yours("cli-restore-other-log")
        .with("path", wanted.keys.display())
        .with("origin", &document.origin)
        .with("wanted", &manifest.origin))
}

/// The root key, from where the command or the settings given say.
fn root_key(
    wanted: &Wanted<'_>,
    given: Option<&FolderSettings>,
    document: &KeysDocument,
) -> Result<Box<dyn Kek>, Problem> {
    let name = &document.root_key;
    let needed = |why: Trouble| match Kind::of(name) {
        Kind::File => Problem::caused(Whose::Yours, "cli-restore-root-key", why).with("key", name),
        Kind::Module => in_module(document, why),
    };
    let opened = match (Kind::of(name), wanted.key_file, given) {
        (Kind::File, Some(file), _) => root_key::open_file(file),
        (_, _, Some(settings)) => Places::to_restore(wanted.data, settings).open_checked(name),
        (Kind::File, None, None) => {
            return Err(Problem::yours("cli-restore-root-key").with("key", name));
        }
        (Kind::Module, _, None) => Err(Trouble::NoSettings),
    };
    opened.map_err(needed)
}

/// The keys need a module; which one, as far as the copy of the keys says.
fn in_module(document: &KeysDocument, why: impl Error + Send + Sync + 'static) -> Problem {
    let (token, label) = document.module_named();
    Problem::caused(Whose::Yours, "cli-restore-root-key-module", why)
        .with("key", &document.root_key)
        .with("token", token)
        .with("label", label)
}

/// Keys that the copy needs and the backup of the keys has not: destroyed since, or not there
/// yet. Gives how many were destroyed.
fn compare_keys(
    manifest: &Manifest,
    document: &KeysDocument,
    keys: &OpenKeys,
) -> Result<u64, Problem> {
    let there = keys.key_names();
    let missing = manifest.keys.iter().filter(|name| !there.contains(name));
    let missing = missing.count() as u64;
    if missing > 0 && document.entries < manifest.entries {
        return Err(Problem::yours("cli-restore-keys-older").with("count", missing));
    }
    Ok(missing)
}

struct Restoring<'a> {
    wanted: &'a Wanted<'a>,
    ledger: PathBuf,
}

impl Restoring<'_> {
    /// The files that lie in the folder as they are in the copy.
    fn files(&mut self, manifest: &Manifest) -> Result<(), Problem> {
        let name = format!("{LEDGER}/ledger");
        for file in manifest.files.iter().filter(|file| !file.sealed) {
            if file.path == name {
                // Written last of all: a folder without it holds no ledger.
                for piece in &file.pieces {
                    self.piece(file, piece)?;
                }
                continue;
            }
            let path = self.wanted.data.join(&file.path);
            if let Some(above) = path.parent() {
                tilsyn_durable::create_folder(above).map_err(unwritten)?;
            }
            let to = DurableFile::create_new(&path).map_err(unwritten)?;
            let mut at = 0;
            for piece in &file.pieces {
                let bytes = self.piece(file, piece)?;
                to.write_at(at, &bytes).map_err(unwritten)?;
                at += bytes.len() as u64;
            }
            to.sync().map_err(unwritten)?;
            if let Some(above) = path.parent() {
                tilsyn_durable::sync_folder(above).map_err(unwritten)?;
            }
        }
        Ok(())
    }

    fn piece(&self, file: &FileOf, piece: &Piece) -> Result<Vec<u8>, Problem> {
        place::piece_in(self.wanted.from, piece)
            .map_err(|why| Problem::ours("cli-restore-piece", why).with("path", &file.path))
    }

    /// The settings in the backup, written into the folder unless others were given.
    fn settings(&self, manifest: &Manifest, keys: &OpenKeys) -> Result<FolderSettings, Problem> {
        let to = self.wanted.data.join(SETTINGS);
        if let Some(given) = self.wanted.settings {
            let bytes = tilsyn_durable::read(given).map_err(|why| unusable(given, why))?;
            tilsyn_durable::write_atomically(&to, &bytes).map_err(unwritten)?;
            return Ok(FolderSettings::default());
        }
        let Some(file) = sealed(manifest, SETTINGS) else {
            return Ok(FolderSettings::default());
        };
        let mut bytes = Vec::new();
        for piece in &file.pieces {
            bytes.extend(unseal(keys, file, &self.piece(file, piece)?)?);
        }
        tilsyn_durable::write_atomically(&to, &bytes).map_err(unwritten)?;
        folder::settings_in(&to).map_err(|why| unusable(&to, why))
    }

    /// The root key has to lie where the settings say, or the folder will not open.
    fn place_root_key(
        &self,
        settings: &FolderSettings,
        document: &KeysDocument,
    ) -> Result<(), Problem> {
        if Kind::of(&document.root_key) == Kind::Module {
            return Ok(());
        }
        let place = match &settings.key_file {
            Some(place) if place.exists() => return Ok(()),
            Some(place) => {
                return Err(Problem::yours("cli-restore-key-place")
                    .with("path", place.display())
                    .with("key", &document.root_key));
            }
            None => self.wanted.data.join(folder::KEY_FILE),
        };
        let Some(key_file) = self.wanted.key_file.filter(|_| !place.exists()) else {
            return Ok(());
        };
        let bytes = tilsyn_durable::read(key_file).map_err(|why| unusable(key_file, why))?;
        if let Some(above) = place.parent() {
            tilsyn_durable::create_folder(above).map_err(unwritten)?;
        }
        tilsyn_durable::write_atomically(&place, &bytes).map_err(unwritten)
    }

    fn registry(
        &self,
        manifest: &Manifest,
        settings: &FolderSettings,
        keys: &OpenKeys,
    ) -> Result<u64, Problem> {
        let missing = || changed(self.wanted.from);
        let file = sealed(manifest, REGISTRY).ok_or_else(missing)?;
        let mut input = Unsealing {
            restoring: self,
            file,
            keys,
            next: 0,
            open: io::Cursor::new(Vec::new()),
            failed: None,
        };
        let location = folder::location(self.wanted.data, settings);
        let key = keys.purpose_key(folder::REGISTRY_PURPOSE);
        let key = key.map_err(|why| unusable(self.wanted.keys, why))?;
        let key = tilsyn_registry::RegistryKey::new(&key);
        let restored = tilsyn_registry::restore(&location, &key, &mut input);
        if let Some(why) = input.failed {
            return Err(why);
        }
        restored.map_err(|why| {
            Problem::ours("cli-restore-registry", why).with("path", location.place())
        })
    }
}

fn sealed<'a>(manifest: &'a Manifest, path: &str) -> Option<&'a FileOf> {
    manifest
        .files
        .iter()
        .find(|file| file.sealed && file.path == path)
}

fn unseal(keys: &OpenKeys, file: &FileOf, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    keys.unseal(bytes)
        .map_err(|why| Problem::ours("cli-restore-piece", why).with("path", &file.path))
}

/// The bytes of a sealed file, opened piece by piece.
struct Unsealing<'a> {
    restoring: &'a Restoring<'a>,
    file: &'a FileOf,
    keys: &'a OpenKeys,
    next: usize,
    open: io::Cursor<Vec<u8>>,
    failed: Option<Problem>,
}

impl Read for Unsealing<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.open.read(bytes)?;
            let Some(piece) = self.file.pieces.get(self.next).filter(|_| read == 0) else {
                return Ok(read);
            };
            self.next += 1;
            let sealed = self.restoring.piece(self.file, piece);
            match sealed.and_then(|sealed| unseal(self.keys, self.file, &sealed)) {
                Ok(opened) => self.open = io::Cursor::new(opened),
                Err(why) => {
                    self.failed = Some(why);
                    return Err(io::Error::other("a piece of the backup cannot be read"));
                }
            }
        }
    }
}

/// An error that is known by its text alone.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Told(String);

fn changed(file: &Path) -> Problem {
    Problem::conflict("cli-restore-changed").with("path", file.display())
}

fn unusable(file: &Path, why: impl std::fmt::Display) -> Problem {
    Problem::ours("cli-restore-unusable", Told(why.to_string())).with("path", file.display())
}

fn unwritten(why: tilsyn_durable::Error) -> Problem {
    Problem::ours("cli-restore-unwritten", why)
}
