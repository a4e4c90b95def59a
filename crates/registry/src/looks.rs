//! The own log's places: which leaves of the ledger are looks.
//!
//! Only an index: what a look says stands in the ledger, and the index can be made from it.

use crate::error::Error;
use crate::page::Page;
use crate::registry::Registry;
use crate::store::Value;

impl Registry {
    /// Writes down where a look stands; said twice, it is one.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_look(&self, leaf: u64) -> Result<(), Error> {
        self.store.write(|open| {
            open.execute(
                "INSERT INTO own_looks (leaf) VALUES ($1) ON CONFLICT (leaf) DO NOTHING",
                &[Value::unsigned(leaf)],
            )
        })?;
        Ok(())
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
