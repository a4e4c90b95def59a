//! The import journal: what was begun, when, and how it ended.
//!
//! One rule: an import is written down before its first record is read, so that one that a
//! crash cut short is still seen, as one that never finished, until what it set out to read has
//! come whole.

use std::collections::BTreeSet;

use tilsyn_domain::{Instant, Json};

use crate::error::Error;
use crate::page::Page;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

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
    /// Of one that was interrupted: all it set out to read has come since.
    pub made_good: bool,
}

/// A file that an import sets out to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFile {
    pub path: String,
    pub bytes: u64,
    /// Of its content; whoever imports says how it is made.
    pub fingerprint: [u8; 32],
}

/// A file of an import that never finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingFile {
    pub import: ImportId,
    /// Which of the import's files, from 0.
    pub number: u64,
}

/// How an import ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    pub at: Instant,
    pub summary: Json,
}

impl Registry {
    /// Writes down that an import begins, and the files it sets out to read. Of what is no file,
    /// such as a folder that is a snapshot as a whole, `what` says that it is the same again.
    ///
    /// # Errors
    /// If the database fails.
    pub fn begin_import(
        &self,
        what: &str,
        files: &[ImportFile],
        started: Instant,
    ) -> Result<ImportId, Error> {
        self.store.write(|open| {
            let next = "SELECT coalesce(max(import_no), 0) + 1 FROM imports";
            let number = open.number(next, &[])?;
            open.execute(
                "INSERT INTO imports (import_no, what, started) VALUES ($1, $2, $3)",
                &[number.into(), Value::personal(WHAT, what), started.into()],
            )?;
            let files = files.iter().enumerate();
            open.add_all(
                "import_files",
                &FILE_COLUMNS,
                files,
                |(nth, file), cells| {
                    cells.push(number.into());
                    cells.push(Value::unsigned(nth as u64));
                    cells.push(Value::text(&file.path));
                    cells.push(Value::unsigned(file.bytes));
                    cells.push(Value::blob(&file.fingerprint));
                },
            )?;
            Ok(ImportId(number.cast_unsigned()))
        })
    }

    /// Writes down how an import ended; said twice, the first holds. `came` are files of earlier
    /// imports whose content came with it: an import that never finished is made good when all
    /// of its files have come, or, if it had none, when the same `what` has.
    ///
    /// # Errors
    /// If the database fails or knows no such import.
    pub fn finish_import(
        &self,
        import: ImportId,
        came: &[MissingFile],
        summary: &Json,
        finished: Instant,
    ) -> Result<(), Error> {
        let number = Value::unsigned(import.0);
        let known = self.store.write(|open| {
            open.execute(
                "UPDATE imports SET finished = $1, summary = $2
                 WHERE import_no = $3 AND finished IS NULL",
                &[
                    finished.into(),
                    Value::personal(SUMMARY, summary.text()),
                    number.clone(),
                ],
            )?;
            let delete = "DELETE FROM import_files WHERE import_no = $1";
            open.execute(delete, std::slice::from_ref(&number))?;
            make_good(open, import, came)?;
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

    /// The files of imports before this one that never finished, and have not come since.
    ///
    /// # Errors
    /// If the database fails.
    pub fn missing_files(&self, before: ImportId) -> Result<Vec<(MissingFile, ImportFile)>, Error> {
        self.store.read(|open| {
            open.select(
                "import_files",
                &FILE_COLUMNS,
                "WHERE import_no < $1 ORDER BY import_no, file_no",
                &[Value::unsigned(before.0)],
                |row| {
                    let missing = MissingFile {
                        import: ImportId(row.unsigned()?),
                        number: row.unsigned()?,
                    };
                    let file = ImportFile {
                        path: row.text()?,
                        bytes: row.unsigned()?,
                        fingerprint: row
                            .maybe_blob()?
                            .and_then(|bytes| bytes.try_into().ok())
                            .ok_or_else(|| row.unreadable())?,
                    };
                    Ok((missing, file))
                },
            )
        })
    }

    /// Imports, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn imports(&self, page: Page) -> Result<Vec<Import>, Error> {
        self.store.read(|open| {
            open.select(
                "imports",
                &IMPORT_COLUMNS,
                "ORDER BY import_no DESC LIMIT $1 OFFSET $2",
                &[page.rows().into(), page.skip().into()],
                read_import,
            )
        })
    }

    /// Imports that began, never finished, and were not made good by a later one, newest first:
    /// interrupted, unless still running.
    ///
    /// # Errors
    /// If the database fails.
    pub fn unfinished_imports(&self) -> Result<Vec<Import>, Error> {
        self.store.read(|open| {
            open.select(
                "imports",
                &IMPORT_COLUMNS,
                "WHERE finished IS NULL AND made_good_by IS NULL ORDER BY import_no DESC",
                &[],
                read_import,
            )
        })
    }
}

const IMPORT_COLUMNS: [&str; 6] = [
    "import_no",
    "what",
    "started",
    "finished",
    "summary",
    "made_good_by",
];
const WHAT: &Column = declared("imports", "what");
const SUMMARY: &Column = declared("imports", "summary");
const FILE_COLUMNS: [&str; 5] = ["import_no", "file_no", "path", "bytes", "fingerprint"];

/// What came with an import is missing no more.
fn make_good(open: &mut Transaction, import: ImportId, came: &[MissingFile]) -> Result<(), Error> {
    for file in came {
        open.execute(
            "DELETE FROM import_files WHERE import_no = $1 AND file_no = $2",
            &[Value::unsigned(file.import.0), Value::unsigned(file.number)],
        )?;
    }
    let imports: BTreeSet<ImportId> = came.iter().map(|file| file.import).collect();
    for made_good in imports {
        open.execute(
            "UPDATE imports SET made_good_by = $1 WHERE import_no = $2
             AND NOT EXISTS (SELECT 1 FROM import_files f WHERE f.import_no = $2)",
            &[Value::unsigned(import.0), Value::unsigned(made_good.0)],
        )?;
    }
    open.execute(
        "UPDATE imports SET made_good_by = $1
         WHERE finished IS NULL AND made_good_by IS NULL AND import_no < $1
         AND what = (SELECT i.what FROM imports i WHERE i.import_no = $1)
         AND NOT EXISTS (SELECT 1 FROM import_files f WHERE f.import_no = imports.import_no)",
        &[Value::unsigned(import.0)],
    )?;
    Ok(())
}

fn read_import(row: &mut Reader) -> Result<Import, Error> {
    let id = ImportId(row.unsigned()?);
    let what = row.text()?;
    let started = row.instant()?;
    let at = row.maybe_integer()?.map(Instant);
    let summary = row.maybe_text()?.and_then(Json::from_text);
    let made_good = row.maybe_integer()?.is_some();
    Ok(Import {
        id,
        what,
        started,
        finished: at
            .zip(summary)
            .map(|(at, summary)| Finished { at, summary }),
        made_good,
    })
}
