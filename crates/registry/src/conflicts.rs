//! Conflicts: a source gave an id a second time with other content.
//!
//! Both stand in the ledger; the second counts in no question, and is listed here.

use tilsyn_domain::Instant;

use crate::error::Error;
use crate::page::Page;
use crate::registry::Registry;
use crate::store::Value;

/// Two records with one id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub source_no: u32,
    /// The record that counts.
    pub original_leaf: u64,
    /// The one that came later.
    pub conflict_leaf: u64,
    pub at: Instant,
}

impl Registry {
    /// Writes down a conflict; said twice, it is one.
    ///
    /// # Errors
    /// If the database fails or knows no such source.
    pub fn note_conflict(&self, conflict: Conflict) -> Result<(), Error> {
        let values = [
            Value::unsigned(conflict.conflict_leaf),
            conflict.source_no.into(),
            Value::unsigned(conflict.original_leaf),
            conflict.at.into(),
        ];
        self.store.write(|open| {
            open.execute(
                "INSERT INTO conflicts (conflict_leaf, source_no, original_leaf, noted)
                 VALUES ($1, $2, $3, $4) ON CONFLICT (conflict_leaf) DO NOTHING",
                &values,
            )
        })?;
        Ok(())
    }

    /// Conflicts, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn conflicts(&self, page: Page) -> Result<Vec<Conflict>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT source_no, original_leaf, conflict_leaf, noted FROM conflicts
                 ORDER BY conflict_leaf DESC LIMIT $1 OFFSET $2",
                &[page.rows().into(), page.skip().into()],
                |row| {
                    Ok(Conflict {
                        source_no: row.small()?,
                        original_leaf: row.unsigned()?,
                        conflict_leaf: row.unsigned()?,
                        at: row.instant()?,
                    })
                },
            )
        })
    }

    /// How many conflicts there are.
    ///
    /// # Errors
    /// If the database fails.
    pub fn conflicts_count(&self) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM conflicts";
        let count = self.store.read(|open| open.number(sql, &[]))?;
        Ok(count.cast_unsigned())
    }
}
