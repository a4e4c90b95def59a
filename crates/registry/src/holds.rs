//! Holds: entries that may not be erased while something is being looked into.
//!
//! A hold that was let go stays listed. Not here: what a hold stands in the way of (`erasures`).

use tilsyn_domain::Instant;

use crate::erasures::moment_and_who;
use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Value};

/// An entry that may not be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub number: u64,
    pub leaf: u64,
    /// What is being looked into: a case's number, no name.
    pub reference: String,
    pub held: Instant,
    pub held_by: String,
    pub released: Option<(Instant, String)>,
}

const HOLD: [&str; 7] = [
    "hold_no",
    "leaf",
    "reference",
    "held",
    "held_by",
    "released",
    "released_by",
];
const REFERENCE: &Column = declared("holds", "reference");
const HELD_BY: &Column = declared("holds", "held_by");
const RELEASED_BY: &Column = declared("holds", "released_by");

impl Registry {
    /// Holds an entry; gives the hold's number.
    ///
    /// # Errors
    /// If the database fails.
    pub fn hold(&self, leaf: u64, reference: &str, at: Instant, by: &str) -> Result<u64, Error> {
        self.store.write(|open| {
            let next = "SELECT coalesce(max(hold_no), 0) + 1 FROM holds";
            let number = open.number(next, &[])?;
            open.execute(
                "INSERT INTO holds (hold_no, leaf, reference, held, held_by)
                 VALUES ($1, $2, $3, $4, $5)",
                &[
                    number.into(),
                    Value::unsigned(leaf),
                    Value::personal(REFERENCE, reference),
                    at.into(),
                    Value::personal(HELD_BY, by),
                ],
            )?;
            Ok(number.cast_unsigned())
        })
    }

    /// Lets a hold go. Says whether it was there and held.
    ///
    /// # Errors
    /// If the database fails.
    pub fn release_hold(&self, number: u64, at: Instant, by: &str) -> Result<bool, Error> {
        let sql = "UPDATE holds SET released = $2, released_by = $3
            WHERE hold_no = $1 AND released IS NULL";
        let by = Value::personal(RELEASED_BY, by);
        let values = [Value::unsigned(number), at.into(), by];
        Ok(self.store.write(|open| open.execute(sql, &values))? > 0)
    }

    /// All holds, those released too, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn holds(&self) -> Result<Vec<Hold>, Error> {
        let rest = "ORDER BY hold_no DESC";
        self.store
            .read(|open| open.select("holds", &HOLD, rest, &[], read_hold))
    }

    /// One of them.
    ///
    /// # Errors
    /// If the database fails.
    pub fn hold_numbered(&self, number: u64) -> Result<Option<Hold>, Error> {
        let (rest, number) = ("WHERE hold_no = $1", [Value::unsigned(number)]);
        let found = self
            .store
            .read(|open| open.select("holds", &HOLD, rest, &number, read_hold))?;
        Ok(found.into_iter().next())
    }

    /// The entries that are held now, ascending.
    ///
    /// # Errors
    /// If the database fails.
    pub fn held_leaves(&self) -> Result<Vec<u64>, Error> {
        let sql = "SELECT DISTINCT leaf FROM holds WHERE released IS NULL ORDER BY leaf";
        self.store
            .read(|open| open.rows(sql, &[], |row| row.unsigned()))
    }
}

fn read_hold(row: &mut Reader<'_>) -> Result<Hold, Error> {
    Ok(Hold {
        number: row.unsigned()?,
        leaf: row.unsigned()?,
        reference: row.text()?,
        held: row.instant()?,
        held_by: row.text()?,
        released: moment_and_who(row)?,
    })
}
