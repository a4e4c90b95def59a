//! The import journal: what was begun, when, and how it ended.
//!
//! One rule: an import is written down before its first record is read, so that one that a
//! crash cut short is still seen, as one that never finished.

use tilsyn_domain::{Instant, Json};

use crate::error::Error;
use crate::page::Page;
use crate::registry::Registry;
use crate::store::{Reader, Value};

/// The number of an import, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImportId(pub u64);

/// One import.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    pub id: ImportId,
    /// What came in: a folder, files, a listener; in words of the one who began it.
    pub what: String,
    pub started: Instant,
    /// `None`: still running, or interrupted if nothing is running.
    pub finished: Option<Finished>,
}

/// How an import ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    pub at: Instant,
    pub summary: Json,
}

impl Registry {
    /// Writes down that an import begins.
    ///
    /// # Errors
    /// If the database fails.
    pub fn begin_import(&self, what: &str, started: Instant) -> Result<ImportId, Error> {
        self.store.write(|open| {
            let next = "SELECT coalesce(max(import_no), 0) + 1 FROM imports";
            let number = open.number(next, &[])?;
            open.execute(
                "INSERT INTO imports (import_no, what, started) VALUES ($1, $2, $3)",
                &[number.into(), Value::text(what), started.into()],
            )?;
            Ok(ImportId(number.cast_unsigned()))
        })
    }

    /// Writes down how an import ended; said twice, the first holds.
    ///
    /// # Errors
    /// If the database fails or knows no such import.
    pub fn finish_import(
        &self,
        import: ImportId,
        summary: &Json,
        finished: Instant,
    ) -> Result<(), Error> {
        let number = Value::unsigned(import.0);
        let known = self.store.write(|open| {
            open.execute(
                "UPDATE imports SET finished = $1, summary = $2
                 WHERE import_no = $3 AND finished IS NULL",
                &[finished.into(), Value::text(summary.text()), number.clone()],
            )?;
            open.number(
                "SELECT count(*) FROM imports WHERE import_no = $1",
                std::slice::from_ref(&number),
            )
        })?;
        if known == 0 {
            return Err(Error::Unknown { what: "import" });
        }
        Ok(())
    }

    /// Imports, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn imports(&self, page: Page) -> Result<Vec<Import>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT import_no, what, started, finished, summary FROM imports
                 ORDER BY import_no DESC LIMIT $1 OFFSET $2",
                &[page.rows().into(), page.skip().into()],
                read_import,
            )
        })
    }

    /// Imports that began and never finished, newest first: interrupted, unless still running.
    ///
    /// # Errors
    /// If the database fails.
    pub fn unfinished_imports(&self) -> Result<Vec<Import>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT import_no, what, started, finished, summary FROM imports
                 WHERE finished IS NULL ORDER BY import_no DESC",
                &[],
                read_import,
            )
        })
    }
}

fn read_import(row: &mut Reader) -> Result<Import, Error> {
    let id = ImportId(row.unsigned()?);
    let what = row.text()?;
    let started = row.instant()?;
    let at = row.maybe_integer()?.map(Instant);
    let summary = row.maybe_text()?.and_then(Json::from_text);
    Ok(Import {
        id,
        what,
        started,
        finished: at
            .zip(summary)
            .map(|(at, summary)| Finished { at, summary }),
    })
}
