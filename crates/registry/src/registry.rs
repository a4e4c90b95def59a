//! The registry as others hold it. What it can be asked stands in the file of each subject.

use crate::error::Error;
use crate::migrations::migrate;
use crate::store::Store;

pub use crate::store::Location;

/// A registry, open and at the newest schema. Threads may share it; they take turns.
pub struct Registry {
    pub(crate) store: Store,
}

impl Registry {
    /// Opens the registry and brings its schema up to date.
    ///
    /// # Errors
    /// If it cannot be reached, or if a newer program has written it.
    pub fn open(location: &Location) -> Result<Registry, Error> {
        let store = Store::open(location)?;
        migrate(&store)?;
        Ok(Registry { store })
    }
}
