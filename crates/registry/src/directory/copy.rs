//! A sealed copy of what is known now, in a file: a start reads it in a fraction of the time that
//! the tables take, where each value is sealed by itself.
//!
//! One rule: the copy is never older than the tables. What changes the directory takes the copy's
//! salt out of the database in the same transaction ([`note_change`]); without it nothing opens.
//! Whoever then reads the tables writes a new copy, under a new salt, and puts that into the
//! database only if nothing has changed since ([`DirectoryCopy::keep`]). A copy that is lost or
//! damaged costs the time to read the tables, and a warning.
//! Not here: what the file looks like (`file`).

pub(crate) mod file;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use tilsyn_domain::Directory;

use super::{Tables, keep, read_tables};
use crate::error::Error;
use crate::seal::copy::{CopySeal, Salt};
use crate::store::{Store, Transaction, Value};

pub(crate) use file::Unusable;

/// Where the copy lies. Threads take turns.
pub(crate) struct DirectoryCopy {
    file: PathBuf,
    turn: Mutex<()>,
}

/// To be called by whatever changes a table of the directory, in its transaction: the copy opens
/// no more.
pub(crate) fn note_change(open: &mut Transaction) -> Result<(), Error> {
    let sql = "UPDATE directory_copy SET changes = changes + 1, salt = NULL";
    open.execute(sql, &[])?;
    Ok(())
}

/// How often the directory has changed.
pub(crate) fn changes(open: &mut Transaction) -> Result<i64, Error> {
    open.number("SELECT changes FROM directory_copy", &[])
}

/// The salt of the copy of what stands in the tables; `None`: there is none.
pub(crate) fn salt(open: &mut Transaction) -> Result<Option<Salt>, Error> {
    let sql = "SELECT salt FROM directory_copy WHERE salt IS NOT NULL";
    open.first(sql, &[], |row| {
        let bytes = row.maybe_blob()?.unwrap_or_default();
        let bytes = bytes.try_into().map_err(|_| row.unreadable())?;
        Ok(Salt(bytes))
    })
}

impl DirectoryCopy {
    pub(crate) fn new(file: PathBuf) -> DirectoryCopy {
        DirectoryCopy {
            file,
            turn: Mutex::new(()),
        }
    }

    /// What is known now, from the copy or, where there is none, from the tables; then there is a
    /// copy afterwards.
    ///
    /// # Errors
    /// If the database fails. A copy that cannot be read or written is no error.
    pub(crate) fn known_now(&self, store: &Store) -> Result<Directory, Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(salt) = store.read(salt)? {
            match file::read(&self.file, &CopySeal::new(&store.key, &salt)) {
                Ok(directory) => return Ok(directory),
                Err(why) => tracing::warn!(
                    file = %self.file.display(), %why,
                    "the copy of the directory cannot be used; it is made again from the registry"
                ),
            }
        }
        let tables = read_tables(store, None)?;
        if let Err(why) = self.keep(store, &tables) {
            tracing::warn!(
                file = %self.file.display(), %why,
                "no copy of the directory was written; starting takes longer without it"
            );
        }
        Ok(tables.directory)
    }

    /// Writes a copy of what was read from the tables. If they have changed meanwhile, it is one
    /// that opens for nobody.
    pub(crate) fn keep(&self, store: &Store, tables: &Tables) -> Result<(), Unusable> {
        let salt = Salt::new()?;
        let seal = CopySeal::new(&store.key, &salt);
        file::write(&self.file, &seal, &tables.directory)?;
        let sql = "UPDATE directory_copy SET salt = $1 WHERE changes = $2";
        let values = [Value::blob(&salt.0), tables.changes.into()];
        store.write(|open| open.execute(sql, &values))?;
        Ok(())
    }

    /// What is wrong with the copy: that it cannot be opened, or says something else than the
    /// tables, of which not every column is sealed. Names tables, never what stands in them.
    ///
    /// # Errors
    /// If the database fails.
    pub(crate) fn faults(&self, store: &Store) -> Result<Vec<String>, Error> {
        let (before, found) = store.read(|open| {
            let before = salt(open)?;
            let seal = before.map(|salt| CopySeal::new(&store.key, &salt));
            let found = seal.map_or(Ok(Vec::new()), |seal| self.compare(open, &seal));
            Ok((before, found))
        })?;
        // Another copy may have taken its place meanwhile, which says nothing about this one.
        if store.read(salt)? != before {
            return Ok(Vec::new());
        }
        match found {
            Ok(faults) => Ok(faults),
            Err(Unusable::Registry(error)) => Err(error),
            Err(why) => Ok(vec![format!("{}: {why}", self.file.display())]),
        }
    }

    fn compare(&self, open: &mut Transaction, seal: &CopySeal) -> Result<Vec<String>, Unusable> {
        let copy = file::Opened::open(&self.file, seal)?;
        let mut faults = Vec::new();
        macro_rules! compare {
            ($($table:ident),* $(,)?) => {
                $(if differs(open, &copy, |directory| directory.$table)? {
                    let (table, file) = (stringify!($table), self.file.display());
                    faults.push(format!("the table {table} says something else than {file}"));
                })*
            };
        }
        super::each_table!(compare);
        Ok(faults)
    }
}

/// Whether a table says something else than its copy.
fn differs<T: keep::Kept>(
    open: &mut Transaction,
    copy: &file::Opened<'_>,
    _which: fn(Directory) -> Vec<T>,
) -> Result<bool, Unusable> {
    Ok(keep::known::<T>(open, None)? != copy.table::<T>()?)
}
