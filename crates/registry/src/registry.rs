//! The registry as others hold it. What it can be asked stands in the file of each subject.

use std::path::PathBuf;

use crate::directory::copy::DirectoryCopy;
use crate::error::Error;
use crate::migrations::migrate;
use crate::seal::forward;
use crate::store::Store;

pub use crate::seal::RegistryKey;
pub use crate::store::Location;

/// A registry, open and at the newest schema. Threads may share it; they take turns.
pub struct Registry {
    pub(crate) store: Store,
    pub(crate) copy: Option<DirectoryCopy>,
    pub(crate) common: Option<CommonDefinitions>,
}

/// What a common body has decided for several organisations, by the key of a setting; `None` where
/// it has decided nothing.
pub type CommonDefinitions = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

impl Registry {
    /// Opens the registry and brings its schema up to date. One that was not sealed yet is
    /// sealed with this key, which takes its time once.
    ///
    /// # Errors
    /// If it cannot be reached, if a newer program has written it, or if it was sealed with
    /// another key.
    pub fn open(location: &Location, key: &RegistryKey) -> Result<Registry, Error> {
        let store = Store::open(location, key)?;
        migrate(&store)?;
        forward::wipe_plain(&store)?;
        Ok(Registry {
            store,
            copy: None,
            common: None,
        })
    }

    /// The same, keeping to what a common body has decided.
    #[must_use]
    pub fn keeping_to(self, common: Option<CommonDefinitions>) -> Registry {
        Registry { common, ..self }
    }

    /// The same, keeping a sealed copy of the directory in that file, from which it is read in a
    /// fraction of the time. The file may be lost at any time: it is made again from the tables.
    #[must_use]
    pub fn keeping_copy(self, file: PathBuf) -> Registry {
        Registry {
            copy: Some(DirectoryCopy::new(file)),
            ..self
        }
    }
}
