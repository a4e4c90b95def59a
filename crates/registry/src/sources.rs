//! Source systems: a number for each, and what is agreed about how often they deliver.
//!
//! One rule: a source's number never changes, since ledger and archive hold it.

use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Transaction, Value};

/// A source's name is no longer than this (formats.md allows 64 characters).
pub(crate) const SOURCE_NAME_BYTES_MAX: usize = 64 * 4;

/// It may say whom to call.
const NOTE: &Column = declared("sources", "note");

/// A system that logs come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub number: u32,
    pub name: String,
    pub agreement: Agreement,
}

/// What is agreed with those who run the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// A delivery is due at least this often.
    pub every_hours: Option<u32>,
    pub note: Option<String>,
}

impl Registry {
    /// The number of a source; a name that is new here gets the next one, the first 1.
    ///
    /// # Errors
    /// If the database fails or the name is too long.
    pub fn source_no(&self, name: &str) -> Result<u32, Error> {
        if name.len() > SOURCE_NAME_BYTES_MAX {
            return Err(Error::TooLong {
                what: "the name of a source",
                bytes_max: SOURCE_NAME_BYTES_MAX,
            });
        }
        if let Some(number) = self.store.read(|open| number_of(open, name))? {
            return Ok(number);
        }
        self.store.write(|open| {
            // Another writer may have been quicker.
            if let Some(number) = number_of(open, name)? {
                return Ok(number);
            }
            let next = "SELECT coalesce(max(source_no), 0) + 1 FROM sources";
            let number = open.first(next, &[], |row| row.small())?;
            let number: u32 = number.expect("max always gives a row");
            open.execute(
                "INSERT INTO sources (source_no, name) VALUES ($1, $2)",
                &[number.into(), Value::text(name)],
            )?;
            Ok(number)
        })
    }

    /// All sources, by number.
    ///
    /// # Errors
    /// If the database fails.
    pub fn sources(&self) -> Result<Vec<Source>, Error> {
        self.store.read(|open| {
            open.select(
                "sources",
                &["source_no", "name", "agreed_every_hours", "note"],
                "ORDER BY source_no",
                &[],
                |row| {
                    Ok(Source {
                        number: row.small()?,
                        name: row.text()?,
                        agreement: Agreement {
                            every_hours: row
                                .maybe_integer()?
                                .map(u32::try_from)
                                .transpose()
                                .map_err(|_| row.unreadable())?,
                            note: row.maybe_text()?,
                        },
                    })
                },
            )
        })
    }

    /// Writes down what is agreed about a source.
    ///
    /// # Errors
    /// If the database fails or knows no such source.
    pub fn agree(&self, source_no: u32, agreement: &Agreement) -> Result<(), Error> {
        let hours = agreement.every_hours;
        let touched = self.store.write(|open| {
            open.execute(
                "UPDATE sources SET agreed_every_hours = $1, note = $2 WHERE source_no = $3",
                &[
                    hours.map_or(Value::Null, Value::from),
                    Value::maybe_personal(NOTE, agreement.note.as_deref()),
                    source_no.into(),
                ],
            )
        })?;
        if touched == 0 {
            return Err(Error::Unknown { what: "source" });
        }
        Ok(())
    }
}

fn number_of(open: &mut Transaction, name: &str) -> Result<Option<u32>, Error> {
    open.first(
        "SELECT source_no FROM sources WHERE name = $1",
        &[Value::text(name)],
        |row| row.small(),
    )
}
