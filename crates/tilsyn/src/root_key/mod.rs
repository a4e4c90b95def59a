//! The root key, in a file or in a hardware module: opened, made, and replaced by a new one.
//!
//! One rule: the file of wrapped keys says by name which key is in force, and where it lies; the
//! settings say where a new one goes. So a power cut anywhere in a change, also from a file to a
//! module and back, is finished or undone by the next opening.
//! Not here: what is wrapped (`ledger`), pages.

mod file;
mod module;
mod note;
mod pin;
mod trouble;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use tilsyn_app::Problem;
use tilsyn_ledger::{FileKek, Kek};

use crate::folder::{FolderSettings, KEY_FILE};
use module::ModuleKek;
pub(crate) use module::ModuleSettings;
use note::Note;
pub(crate) use note::OldKey;
use pin::Refusals;
pub(crate) use trouble::{Trouble, behind};

/// In what a root key lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// A key file.
    File,
    /// A hardware module.
    Module,
}

impl Kind {
    /// The kind of the key of this name.
    pub(crate) fn of(name: &str) -> Kind {
        match module::is_name(name) {
            true => Kind::Module,
            false => Kind::File,
        }
    }

    /// For programs.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Kind::File => "file",
            Kind::Module => "module",
        }
    }
}

/// Two changes at once would each take the other's for one that broke off.
static CHANGING: Mutex<()> = Mutex::new(());

/// Where the root keys of a data folder lie.
pub(crate) struct Places {
    data: PathBuf,
    file: PathBuf,
    module: Option<ModuleSettings>,
    refusals: Refusals,
}

/// A change of the root key that was made.
pub(crate) struct Changed<T> {
    pub done: T,
    /// The key before, where it is left in a token.
    pub left: Option<String>,
    /// Why the key before could not be removed yet.
    pub trouble: Option<Trouble>,
}

impl<T> Changed<T> {
    /// A change that leaves nothing behind.
    pub(crate) fn only(done: T) -> Changed<T> {
        Changed {
            done,
            left: None,
            trouble: None,
        }
    }
}

impl Places {
    pub(crate) fn of(data: &Path, settings: &FolderSettings) -> Places {
        let file = settings.key_file.clone();
        Places {
            data: data.to_owned(),
            file: file.unwrap_or_else(|| data.join(KEY_FILE)),
            module: settings.key_pkcs11.clone(),
            refusals: Refusals::of(data),
        }
    }

    /// The same while a folder is restored: a refused PIN is told, and written down nowhere.
    pub(crate) fn to_restore(data: &Path, settings: &FolderSettings) -> Places {
        Places {
            refusals: Refusals::Nowhere,
            ..Places::of(data, settings)
        }
    }

    /// Where the key file lies, or would.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// What the settings say of a module.
    pub(crate) fn module(&self) -> Option<&ModuleSettings> {
        self.module.as_ref()
    }

    /// Opens the root key that the wrapped keys in the ledger's folder need. A token is asked
    /// when the key is used, not before.
    pub(crate) fn open(&self) -> Result<Box<dyn Kek>, Trouble> {
        self.open_named(&self.needed()?)
    }

    /// Opens the root key of this name.
    pub(crate) fn open_named(&self, name: &str) -> Result<Box<dyn Kek>, Trouble> {
        match Kind::of(name) {
            Kind::Module => Ok(Box::new(self.in_module(name)?)),
            Kind::File => {
                let kek = file::open(&self.file, name).map_err(|why| self.of_file(why))?;
                Ok(Box::new(kek))
            }
        }
    }

    /// The same, and a token is asked at once whether it has the key.
    pub(crate) fn open_checked(&self, name: &str) -> Result<Box<dyn Kek>, Trouble> {
        if Kind::of(name) == Kind::Module {
            self.in_module(name)?.check_key()?;
        }
        self.open_named(name)
    }

    /// Makes the root key of a new folder, in a module if the settings name one.
    pub(crate) fn make(&self) -> Result<Box<dyn Kek>, Trouble> {
        let Some(settings) = &self.module else {
            let kek = file::make(&self.file).map_err(|why| self.of_file(why))?;
            return Ok(Box::new(kek));
        };
        // One that was begun before, and broke off, goes on with the key it began with.
        let begun = Note::read(&self.data)?.filter(|note| note.replaced.is_none());
        let kek = match begun {
            Some(note) => self.in_module(&note.made)?,
            None => ModuleKek::drawn(settings, self.refusals.clone())?,
        };
        let note = Note {
            made: kek.id(),
            replaced: None,
            old: OldKey::Kept,
        };
        note.write(&self.data)?;
        kek.generate_first()?;
        Ok(Box::new(kek))
    }

    /// Makes a new root key, has everything wrapped with it, and puts it in the old one's place.
    ///
    /// # Errors
    /// Then the one in force is the one that the wrapped keys name; the next opening, or the next
    /// change, does the rest.
    pub(crate) fn change<T>(
        &self,
        to: Option<Kind>,
        old: OldKey,
        wrap: impl FnOnce(&dyn Kek) -> Result<T, Problem>,
    ) -> anyhow::Result<Changed<T>> {
        let _one_at_a_time = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
        self.settle()?;
        let replaced = self.needed()?;
        let new = self.begin(to, old, &replaced)?;
        let done = wrap(new.as_ref())?;
        if Kind::of(&new.id()) == Kind::File {
            let failed = |why: tilsyn_ledger::Error| {
                Problem::ours("cli-keys-not-rotated", why).with("path", self.file.display())
            };
            file::take_place(&self.file).map_err(failed)?;
        }
        let trouble = self.settle().err();
        let is_left = Kind::of(&replaced) == Kind::Module && old == OldKey::Kept;
        Ok(Changed {
            done,
            left: is_left.then_some(replaced),
            trouble,
        })
    }

    /// Makes the new root key. What is needed to finish or undo it is durable before.
    fn begin(
        &self,
        to: Option<Kind>,
        old: OldKey,
        replaced: &str,
    ) -> Result<Box<dyn Kek>, Trouble> {
        let usual = match self.module {
            Some(_) => Kind::Module,
            None => Kind::File,
        };
        let note = |made: String| Note {
            made,
            replaced: Some(replaced.to_owned()),
            old,
        };
        match to.unwrap_or(usual) {
            Kind::Module => {
                let settings = self.module.as_ref().ok_or(Trouble::NoSettings)?;
                let kek = ModuleKek::drawn(settings, self.refusals.clone())?;
                kek.check_token()?;
                note(kek.id()).write(&self.data)?;
                kek.generate()?;
                Ok(Box::new(kek))
            }
            Kind::File => {
                let comes_from_module = Kind::of(replaced) == Kind::Module;
                if comes_from_module && tilsyn_durable::is_there(&self.file) {
                    let path = self.file.clone();
                    return Err(Trouble::FileThere { path });
                }
                let kek = file::make_next(&self.file).map_err(|why| self.of_file(why))?;
                if comes_from_module {
                    note(kek.id()).write(&self.data)?;
                }
                Ok(Box::new(kek))
            }
        }
    }

    /// Finishes or undoes a change that broke off, as the wrapped keys say. To be called when
    /// the ledger is open: its keys have been unwrapped by then.
    pub(crate) fn settle(&self) -> Result<(), Trouble> {
        let needed = self.needed()?;
        if Kind::of(&needed) == Kind::Module {
            // A key file that was on its way came to nothing.
            file::undo(&self.file).map_err(|why| self.of_file(why))?;
        }
        let Some(note) = Note::read(&self.data)? else {
            return Ok(());
        };
        match (&note.replaced, Kind::of(&note.made)) {
            (Some(replaced), _) if note.made == needed => self.retire(replaced, note.old)?,
            (Some(replaced), Kind::Module) if *replaced == needed => {
                self.in_module(&note.made)?.destroy()?;
            }
            // A new folder has what it needs; or the folder was put back from elsewhere, and
            // the note is not about its keys.
            _ => {}
        }
        Note::remove(&self.data)
    }

    /// Removes the key that is in force no more.
    fn retire(&self, name: &str, old: OldKey) -> Result<(), Trouble> {
        match (Kind::of(name), old) {
            (Kind::File, _) => file::retire(&self.file, name).map_err(|why| self.of_file(why)),
            (Kind::Module, OldKey::Destroyed) => self.in_module(name)?.destroy(),
            (Kind::Module, OldKey::Kept) => Ok(()),
        }
    }

    /// Why the next start would fail, as far as the root key goes; `None`: it would not.
    pub(crate) fn rehearse(&self) -> Option<Trouble> {
        let tried = self.needed().and_then(|name| match Kind::of(&name) {
            Kind::Module => self.in_module(&name)?.check_key(),
            Kind::File => Ok(()),
        });
        tried.err()
    }

    fn in_module(&self, name: &str) -> Result<ModuleKek, Trouble> {
        let key = name.to_owned();
        let settings = self.module.as_ref().ok_or(Trouble::NoModuleNamed { key })?;
        ModuleKek::named(settings, self.refusals.clone(), name)
    }

    /// The name of the root key in force.
    fn needed(&self) -> Result<String, Trouble> {
        let file = self.data.join("ledger/keys");
        let wrapped = tilsyn_durable::read(&file)?;
        Ok(tilsyn_ledger::root_key_of(&file, &wrapped)?)
    }

    fn of_file(&self, source: tilsyn_ledger::Error) -> Trouble {
        let path = self.file.clone();
        Trouble::File { path, source }
    }
}

/// Opens a key file that a command names.
pub(crate) fn open_file(path: &Path) -> Result<Box<dyn Kek>, Trouble> {
    match FileKek::open(path) {
        Ok(kek) => Ok(Box::new(kek)),
        Err(source) => Err(Trouble::File {
            path: path.to_owned(),
            source,
        }),
    }
}

#[cfg(test)]
mod tests;
