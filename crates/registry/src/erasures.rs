//! Erasures that are asked for, and what goes from the registry when one is carried out.
//!
//! What is to go is sealed by the caller and emptied when it has gone. Not here: who may ask or
//! approve, what is erased in the ledger, what stands in the way of an erasure (`holds`), and
//! after how long one is due (`retention`).

use std::fmt;

use tilsyn_domain::{Instant, NationalId};

use crate::directory::copy;
use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Value};

/// An erasure that is asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct NewErasure {
    pub asked: Instant,
    /// The principal's name.
    pub asked_by: String,
    /// What kind of thing is to go, as a word.
    pub scope: String,
    /// A code.
    pub basis: String,
    /// What is to go and why, sealed.
    pub sealed: Vec<u8>,
}

/// How far an erasure has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasureState {
    Asked,
    Declined,
    /// The record is in the ledger, and nothing opens any more; rows are still to be written
    /// again.
    Recorded,
    Done,
}

/// An erasure with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    pub number: u64,
    pub asked: NewErasure,
    pub state: ErasureState,
    /// When it was approved or declined, and by whom.
    pub decided: Option<(Instant, String)>,
    pub record_leaf: Option<u64>,
    pub finished: Option<Instant>,
}

/// Shows how much there is, never what.
impl fmt::Debug for NewErasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NewErasure { scope, basis, .. } = self;
        write!(f, "{scope} by {basis}, {} bytes sealed", self.sealed.len())
    }
}

impl ErasureState {
    /// Its word in the table, and in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ErasureState::Asked => "asked",
            ErasureState::Declined => "declined",
            ErasureState::Recorded => "recorded",
            ErasureState::Done => "done",
        }
    }

    fn of(word: &str) -> Option<ErasureState> {
        use ErasureState::{Asked, Declined, Done, Recorded};
        [Asked, Declined, Recorded, Done]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

const ERASURE: [&str; 11] = [
    "erasure_no",
    "asked",
    "asked_by",
    "scope",
    "basis",
    "sealed",
    "state",
    "decided",
    "decided_by",
    "record_leaf",
    "finished",
];
const ASKED_BY: &Column = declared("erasures", "asked_by");
const DECIDED_BY: &Column = declared("erasures", "decided_by");

impl Registry {
    /// Writes down that an erasure is asked for; gives its number.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn ask_erasure(&self, new: &NewErasure) -> Result<u64, Error> {
        self.store.write(|open| {
            let next = "SELECT coalesce(max(erasure_no), 0) + 1 FROM erasures";
            let number = open.number(next, &[])?;
            open.execute(
                "INSERT INTO erasures (erasure_no, asked, asked_by, scope, basis, sealed, state)
                 VALUES ($1, $2, $3, $4, $5, $6, 'asked')",
                &[
                    number.into(),
                    new.asked.into(),
                    Value::personal(ASKED_BY, &new.asked_by),
                    Value::text(&new.scope),
                    Value::text(&new.basis),
                    Value::blob(&new.sealed),
                ],
            )?;
            Ok(number.cast_unsigned())
        })
    }

    /// All erasures, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn erasures(&self) -> Result<Vec<Erasure>, Error> {
        let rest = "ORDER BY erasure_no DESC";
        self.store
            .read(|open| open.select("erasures", &ERASURE, rest, &[], read_erasure))
    }

    /// Those that somebody or something still has to do with: asked for, or approved and not
    /// carried out. Oldest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn open_erasures(&self) -> Result<Vec<Erasure>, Error> {
        let rest = "WHERE state IN ('asked', 'recorded') ORDER BY erasure_no";
        self.store
            .read(|open| open.select("erasures", &ERASURE, rest, &[], read_erasure))
    }

    /// The leaves of the ledger that say what was erased, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn erasure_records(&self) -> Result<Vec<u64>, Error> {
        let sql = "SELECT record_leaf FROM erasures WHERE record_leaf IS NOT NULL
                   ORDER BY record_leaf DESC";
        self.store
            .read(|open| open.rows(sql, &[], |row| row.unsigned()))
    }

    /// One of them.
    ///
    /// # Errors
    /// If the database fails.
    pub fn erasure(&self, number: u64) -> Result<Option<Erasure>, Error> {
        let (rest, number) = ("WHERE erasure_no = $1", [Value::unsigned(number)]);
        let found = self
            .store
            .read(|open| open.select("erasures", &ERASURE, rest, &number, read_erasure))?;
        Ok(found.into_iter().next())
    }

    /// Writes down that somebody declined an erasure that is still asked for. Says whether it was.
    ///
    /// # Errors
    /// If the database fails.
    pub fn decline_erasure(&self, number: u64, at: Instant, by: &str) -> Result<bool, Error> {
        let sql = "UPDATE erasures SET state = 'declined', decided = $2, decided_by = $3,
            sealed = $4 WHERE erasure_no = $1 AND state = 'asked'";
        let by = Value::personal(DECIDED_BY, by);
        let values = [Value::unsigned(number), at.into(), by, Value::blob(&[])];
        Ok(self.store.write(|open| open.execute(sql, &values))? > 0)
    }

    /// Writes down that the record of an erasure is in the ledger.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_erasure_recorded(
        &self,
        number: u64,
        at: Instant,
        by: &str,
        leaf: u64,
    ) -> Result<(), Error> {
        let sql = "UPDATE erasures SET state = 'recorded', decided = $2, decided_by = $3,
            record_leaf = $4 WHERE erasure_no = $1 AND state = 'asked'";
        let (by, leaf) = (Value::personal(DECIDED_BY, by), Value::unsigned(leaf));
        let values = [Value::unsigned(number), at.into(), by, leaf];
        self.store.write(|open| open.execute(sql, &values))?;
        Ok(())
    }

    /// Writes down that all of it has gone, and empties what was sealed.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_erasure_done(&self, number: u64, at: Instant) -> Result<(), Error> {
        let sql = "UPDATE erasures SET state = 'done', finished = $2, sealed = $3
            WHERE erasure_no = $1";
        let values = [Value::unsigned(number), at.into(), Value::blob(&[])];
        self.store.write(|open| open.execute(sql, &values))?;
        self.store.forget_what_was_deleted()
    }

    /// Takes a person, under all these ids, out of the directory in every version of it. Rows
    /// about something else that only name the person stay without the name. What its sealed copy
    /// was opened with goes too. Says how many rows went or changed.
    ///
    /// # Errors
    /// If the database fails.
    pub fn forget_person(&self, ids: &[NationalId]) -> Result<u64, Error> {
        let touched = self.store.write(|open| {
            let mut touched = 0;
            for id in ids {
                for sql in ABOUT {
                    touched += open.execute(sql, &[Value::id(id)])?;
                }
            }
            copy::note_change(open)?;
            Ok(touched)
        })?;
        self.store.forget_what_was_deleted()?;
        Ok(touched)
    }

    /// Takes pieces out of quarantine.
    ///
    /// # Errors
    /// If the database fails.
    pub fn forget_pieces(&self, numbers: &[u64]) -> Result<(), Error> {
        self.store.write(|open| {
            for number in numbers {
                let number = [Value::unsigned(*number)];
                open.execute("DELETE FROM quarantine_sealed WHERE entry_no = $1", &number)?;
                open.execute("DELETE FROM quarantine WHERE entry_no = $1", &number)?;
            }
            Ok(())
        })?;
        self.store.forget_what_was_deleted()
    }
}

/// Every place of the directory where a national id stands, and what such a person is to be told.
const ABOUT: [&str; 17] = [
    "DELETE FROM people WHERE national_id = $1",
    "DELETE FROM employments WHERE national_id = $1",
    "DELETE FROM person_units WHERE national_id = $1",
    "DELETE FROM clearances WHERE national_id = $1",
    "DELETE FROM authorisations WHERE national_id = $1",
    "DELETE FROM relations WHERE subject_national_id = $1 OR other_national_id = $1",
    "DELETE FROM shifts WHERE national_id = $1",
    "DELETE FROM assignments WHERE national_id = $1",
    "DELETE FROM absences WHERE national_id = $1",
    "DELETE FROM addresses WHERE national_id = $1",
    "DELETE FROM attention WHERE national_id = $1",
    "UPDATE units SET head_national_id = NULL WHERE head_national_id = $1",
    "UPDATE employments SET manager_national_id = NULL WHERE manager_national_id = $1",
    "UPDATE accounts SET national_id = NULL WHERE national_id = $1",
    "UPDATE authorisations SET by_national_id = NULL WHERE by_national_id = $1",
    "UPDATE workstations SET national_id = NULL WHERE national_id = $1",
    "DELETE FROM notices WHERE staff_no IN (SELECT staff_no FROM staff WHERE national_id = $1)",
];

fn read_erasure(row: &mut Reader<'_>) -> Result<Erasure, Error> {
    Ok(Erasure {
        number: row.unsigned()?,
        asked: NewErasure {
            asked: row.instant()?,
            asked_by: row.text()?,
            scope: row.text()?,
            basis: row.text()?,
            sealed: row.maybe_blob()?.unwrap_or_default().to_vec(),
        },
        state: ErasureState::of(&row.str()?).ok_or_else(|| row.unreadable())?,
        decided: moment_and_who(row)?,
        record_leaf: row.maybe_integer()?.map(i64::cast_unsigned),
        finished: row.maybe_integer()?.map(Instant),
    })
}

/// When something was decided or done, and by whom.
pub(crate) fn moment_and_who(row: &mut Reader<'_>) -> Result<Option<(Instant, String)>, Error> {
    let (at, who) = (row.maybe_integer()?, row.maybe_text()?);
    Ok(at.map(Instant).zip(who))
}
