//! The own log's places: which leaves of the ledger are looks.
//!
//! Only an index: what a look says stands in the ledger, and the index can be made from it.
//! One rule: with the looks stands the leaf before which none is missing, so that after a crash
//! only the rest of the ledger is searched for them.

use crate::error::Error;
use crate::page::Page;
use crate::registry::Registry;
use crate::store::Value;

impl Registry {
    /// Writes down where looks stand, and that before `none_missing_before` all are written
    /// down; said twice, a look is one.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_looks(&self, leaves: &[u64], none_missing_before: u64) -> Result<(), Error> {
        self.store.write(|open| {
            for leaf in leaves {
                open.execute(
                    "INSERT INTO own_looks (leaf) VALUES ($1) ON CONFLICT (leaf) DO NOTHING",
                    &[Value::unsigned(*leaf)],
                )?;
            }
            open.execute(
                "UPDATE own_looks_noted SET up_to_leaf = $1 WHERE up_to_leaf < $1",
                &[Value::unsigned(none_missing_before)],
            )?;
            Ok(())
        })
    }

    /// The leaf before which every look is written down.
    ///
    /// # Errors
    /// If the database fails.
    pub fn looks_noted_to(&self) -> Result<u64, Error> {
        let sql = "SELECT up_to_leaf FROM own_looks_noted";
        let noted = self.store.read(|open| open.number(sql, &[]))?;
        Ok(noted.cast_unsigned())
    }

    /// Leaves of looks, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn looks(&self, page: Page) -> Result<Vec<u64>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT leaf FROM own_looks ORDER BY leaf DESC LIMIT $1 OFFSET $2",
                &[page.rows().into(), page.skip().into()],
                |row| row.unsigned(),
            )
        })
    }

    /// Leaves of looks before this one, newest first; at most so many.
    ///
    /// # Errors
    /// If the database fails.
    pub fn looks_below(&self, leaf: u64, limit: u32) -> Result<Vec<u64>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT leaf FROM own_looks WHERE leaf < $1 ORDER BY leaf DESC LIMIT $2",
                &[Value::unsigned(leaf), i64::from(limit).into()],
                |row| row.unsigned(),
            )
        })
    }

    /// The leaf of the first look there is; `None`: there is none.
    ///
    /// # Errors
    /// If the database fails.
    pub fn first_look(&self) -> Result<Option<u64>, Error> {
        let sql = "SELECT leaf FROM own_looks ORDER BY leaf LIMIT 1";
        self.store
            .read(|open| open.first(sql, &[], |row| row.unsigned()))
    }

    /// How many looks stand before this leaf.
    ///
    /// # Errors
    /// If the database fails.
    pub fn looks_before(&self, leaf: u64) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM own_looks WHERE leaf < $1";
        let count = self
            .store
            .read(|open| open.number(sql, &[Value::unsigned(leaf)]))?;
        Ok(count.cast_unsigned())
    }

    /// How many looks there are.
    ///
    /// # Errors
    /// If the database fails.
    pub fn looks_count(&self) -> Result<u64, Error> {
        let count = self
            .store
            .read(|open| open.number("SELECT count(*) FROM own_looks", &[]))?;
        Ok(count.cast_unsigned())
    }
}
