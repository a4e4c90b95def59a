//! Erasures asked for, retention classes and holds, and the directory's part of an erasure.
//!
//! What is to go is sealed by the caller and emptied when it has gone. Not here: who may ask or
//! approve, what is erased in the ledger.

use std::fmt;

use tilsyn_domain::{Instant, NationalId};

use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

/// Most classes there can be: what comes with yet another legal basis falls under that of its
/// source without any.
pub const RETENTION_CLASSES_MAX: usize = 4_000;

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

/// A retention class and its rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionClass {
    pub class: u16,
    /// The source its events came from; `None` for what came before there were classes.
    pub source_no: Option<u32>,
    /// The legal basis they came with; empty is none.
    pub legal_basis: String,
    pub rule: Option<RetentionRule>,
}

/// How long something is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// Whole months after the month of the event.
    pub months: u32,
    /// The code of the law that says so.
    pub basis: String,
    pub ruled: Instant,
    pub ruled_by: String,
}

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
const HOLD: [&str; 7] = [
    "hold_no",
    "leaf",
    "reference",
    "held",
    "held_by",
    "released",
    "released_by",
];
const CLASS: [&str; 7] = [
    "class",
    "source_no",
    "legal_basis",
    "months",
    "rule_basis",
    "ruled",
    "ruled_by",
];
const ASKED_BY: &Column = declared("erasures", "asked_by");
const DECIDED_BY: &Column = declared("erasures", "decided_by");
const RULED_BY: &Column = declared("retention_classes", "ruled_by");
const REFERENCE: &Column = declared("holds", "reference");
const HELD_BY: &Column = declared("holds", "held_by");
const RELEASED_BY: &Column = declared("holds", "released_by");

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

    /// The retention class of a source and legal basis; one that is new here gets the next.
    ///
    /// # Errors
    /// If the database fails or knows no such source.
    pub fn retention_class(&self, source_no: u32, legal_basis: &str) -> Result<u16, Error> {
        let find = |open: &mut Transaction, basis: &str| {
            open.first(
                "SELECT class FROM retention_classes WHERE source_no = $1 AND legal_basis = $2",
                &[source_no.into(), Value::text(basis)],
                |row| row.small(),
            )
        };
        if let Some(class) = self.store.read(|open| find(open, legal_basis))? {
            return Ok(class);
        }
        self.store.write(|open| {
            let next = "SELECT coalesce(max(class), 0) + 1 FROM retention_classes";
            let next = open.number(next, &[])?;
            let is_full = usize::try_from(next).is_ok_and(|next| next > RETENTION_CLASSES_MAX);
            // A source's own class always has room: there are fewer sources than classes.
            let basis = if is_full { "" } else { legal_basis };
            if let Some(class) = find(open, basis)? {
                return Ok(class);
            }
            let class = u16::try_from(next).unwrap_or(1);
            open.execute(
                "INSERT INTO retention_classes (class, source_no, legal_basis)
                 VALUES ($1, $2, $3)",
                &[next.into(), source_no.into(), Value::text(basis)],
            )?;
            Ok(class)
        })
    }

    /// All retention classes, by number.
    ///
    /// # Errors
    /// If the database fails.
    pub fn retention_classes(&self) -> Result<Vec<RetentionClass>, Error> {
        let rest = "ORDER BY class";
        self.store
            .read(|open| open.select("retention_classes", &CLASS, rest, &[], read_class))
    }

    /// Sets how long a class is kept, or that there is no rule.
    ///
    /// # Errors
    /// If the database fails or knows no such class.
    pub fn rule_retention(&self, class: u16, rule: Option<&RetentionRule>) -> Result<(), Error> {
        let sql = "UPDATE retention_classes SET months = $2, rule_basis = $3, ruled = $4,
            ruled_by = $5 WHERE class = $1";
        let months = rule.map(|rule| rule.months);
        let values = [
            u32::from(class).into(),
            months.map_or(Value::Null, Value::from),
            Value::maybe_text(rule.map(|rule| rule.basis.as_str())),
            rule.map_or(Value::Null, |rule| rule.ruled.into()),
            Value::maybe_personal(RULED_BY, rule.map(|rule| rule.ruled_by.as_str())),
        ];
        match self.store.write(|open| open.execute(sql, &values))? {
            0 => Err(Error::Unknown {
                what: "retention class",
            }),
            _ => Ok(()),
        }
    }

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

    /// The entries that are held now, ascending.
    ///
    /// # Errors
    /// If the database fails.
    pub fn held_leaves(&self) -> Result<Vec<u64>, Error> {
        let sql = "SELECT DISTINCT leaf FROM holds WHERE released IS NULL ORDER BY leaf";
        self.store
            .read(|open| open.rows(sql, &[], |row| row.unsigned()))
    }

    /// Takes a person, under all these ids, out of the directory in every version of it. Rows
    /// about something else that only name the person stay without the name. Says how many rows
    /// went or changed.
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

/// Every place of the directory where a national id stands.
const ABOUT: [&str; 16] = [
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

fn read_class(row: &mut Reader<'_>) -> Result<RetentionClass, Error> {
    let small = |number: Option<i64>| number.map(u32::try_from).transpose();
    let (class, source_no) = (row.small()?, row.maybe_integer()?);
    let (legal_basis, months) = (row.text()?, row.maybe_integer()?);
    let (basis, ruled) = (row.maybe_text()?, moment_and_who(row)?);
    let months = small(months).map_err(|_| row.unreadable())?;
    let rule = match (months, basis, ruled) {
        (Some(months), Some(basis), Some((ruled, ruled_by))) => Some(RetentionRule {
            months,
            basis,
            ruled,
            ruled_by,
        }),
        _ => None,
    };
    Ok(RetentionClass {
        class,
        source_no: small(source_no).map_err(|_| row.unreadable())?,
        legal_basis,
        rule,
    })
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

fn moment_and_who(row: &mut Reader<'_>) -> Result<Option<(Instant, String)>, Error> {
    let (at, who) = (row.maybe_integer()?, row.maybe_text()?);
    Ok(at.map(Instant).zip(who))
}
