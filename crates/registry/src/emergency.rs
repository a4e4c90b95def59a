//! Logins for emergencies: two codes, of which only digests are kept, and those until it is used.
//!
//! Somebody has one that is not used yet at most. One that was used stays, for those who go through
//! it. Not here: the codes, who may make one, what it opens (`app`).

use tilsyn_domain::Instant;

use crate::erasures::moment_and_who;
use crate::error::Error;
use crate::notices::{self, Telling};
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

/// A digest of a code.
pub type CodeDigest = [u8; 32];

/// A login for emergencies, on its way from its first code to the review of its use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmergencyLogin {
    pub number: u64,
    /// The number of the member of staff whose it is.
    pub staff: u64,
    pub first_made: Instant,
    /// When the second code was made, and by whom (a user name, as below).
    pub second: Option<(Instant, String)>,
    pub used: Option<Instant>,
    /// What the use was for.
    pub reason: Option<String>,
    pub reviewed: Option<(Instant, String)>,
    /// What the review found.
    pub remark: Option<String>,
}

const LOGIN: [&str; 10] = [
    "login_no",
    "staff_no",
    "first_made",
    "second_made",
    "second_by",
    "used",
    "reason",
    "reviewed",
    "reviewed_by",
    "remark",
];
const SECOND_BY: &Column = declared("emergency_logins", "second_by");
const REASON: &Column = declared("emergency_logins", "reason");
const REVIEWED_BY: &Column = declared("emergency_logins", "reviewed_by");
const REMARK: &Column = declared("emergency_logins", "remark");

impl Registry {
    /// All of them, newest first.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn emergency_logins(&self) -> Result<Vec<EmergencyLogin>, Error> {
        let rest = "ORDER BY login_no DESC";
        self.store
            .read(|open| open.select("emergency_logins", &LOGIN, rest, &[], read))
    }

    /// Keeps the first code of somebody. Whatever they had that was not used is gone, with its
    /// second code.
    ///
    /// # Errors
    /// If the database fails.
    pub fn begin_emergency_login(
        &self,
        staff: u64,
        first: &CodeDigest,
        at: Instant,
    ) -> Result<(), Error> {
        self.store.write(|open| {
            forget_unused_of(open, staff)?;
            let next = "SELECT coalesce(max(login_no), 0) + 1 FROM emergency_logins";
            let number = open.number(next, &[])?;
            let values = [
                number.into(),
                Value::unsigned(staff),
                at.into(),
                Value::blob(first),
            ];
            open.execute(
                "INSERT INTO emergency_logins (login_no, staff_no, first_made, first_digest)
                 VALUES ($1, $2, $3, $4)",
                &values,
            )?;
            Ok(())
        })
    }

    /// Keeps the second code of one that is not used, in place of any before. Says whether there is
    /// such a one.
    ///
    /// # Errors
    /// If the database fails.
    pub fn complete_emergency_login(
        &self,
        number: u64,
        second: &CodeDigest,
        at: Instant,
        by: &str,
    ) -> Result<bool, Error> {
        let sql = "UPDATE emergency_logins
            SET second_made = $2, second_by = $3, second_digest = $4
            WHERE login_no = $1 AND used IS NULL";
        let values = [
            Value::unsigned(number),
            at.into(),
            Value::personal(SECOND_BY, by),
            Value::blob(second),
        ];
        Ok(self.store.write(|open| open.execute(sql, &values))? > 0)
    }

    /// The one that these two codes open, if nobody used it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn emergency_login_opened_by(
        &self,
        staff: u64,
        (first, second): (&CodeDigest, &CodeDigest),
    ) -> Result<Option<EmergencyLogin>, Error> {
        let rest = "WHERE staff_no = $1 AND first_digest = $2 AND second_digest = $3
            AND used IS NULL";
        let values = [
            Value::unsigned(staff),
            Value::blob(first),
            Value::blob(second),
        ];
        let found = self
            .store
            .read(|open| open.select("emergency_logins", &LOGIN, rest, &values, read))?;
        Ok(found.into_iter().next())
    }

    /// Uses one up, and writes down who is to be told. Says whether it was still there to use.
    ///
    /// # Errors
    /// If the database fails.
    pub fn use_emergency_login(
        &self,
        number: u64,
        at: Instant,
        reason: &str,
        told: &Telling,
    ) -> Result<bool, Error> {
        let sql = "UPDATE emergency_logins
            SET used = $2, reason = $3, first_digest = NULL, second_digest = NULL
            WHERE login_no = $1 AND used IS NULL";
        let values = [
            Value::unsigned(number),
            at.into(),
            Value::personal(REASON, reason),
        ];
        self.store.write(|open| match open.execute(sql, &values)? {
            0 => Ok(false),
            _ => notices::tell(open, told, at).map(|()| true),
        })
    }

    /// Writes down that somebody went through the use of one. Says whether nobody had.
    ///
    /// # Errors
    /// If the database fails.
    pub fn review_emergency_login(
        &self,
        number: u64,
        at: Instant,
        by: &str,
        remark: &str,
    ) -> Result<bool, Error> {
        let sql = "UPDATE emergency_logins SET reviewed = $2, reviewed_by = $3, remark = $4
            WHERE login_no = $1 AND used IS NOT NULL AND reviewed IS NULL";
        let values = [
            Value::unsigned(number),
            at.into(),
            Value::personal(REVIEWED_BY, by),
            Value::personal(REMARK, remark),
        ];
        Ok(self.store.write(|open| open.execute(sql, &values))? > 0)
    }
}

/// Takes away all that are not used: in a copy from before their use they would open once more.
pub(crate) fn forget_unused(open: &mut Transaction) -> Result<(), Error> {
    let sql = "DELETE FROM emergency_logins WHERE used IS NULL";
    open.execute(sql, &[]).map(drop)
}

/// Takes away what somebody has that is not used.
pub(crate) fn forget_unused_of(open: &mut Transaction, staff: u64) -> Result<(), Error> {
    let sql = "DELETE FROM emergency_logins WHERE staff_no = $1 AND used IS NULL";
    open.execute(sql, &[Value::unsigned(staff)]).map(drop)
}

fn read(row: &mut Reader<'_>) -> Result<EmergencyLogin, Error> {
    Ok(EmergencyLogin {
        number: row.unsigned()?,
        staff: row.unsigned()?,
        first_made: row.instant()?,
        second: moment_and_who(row)?,
        used: row.maybe_integer()?.map(Instant),
        reason: row.maybe_text()?,
        reviewed: moment_and_who(row)?,
        remark: row.maybe_text()?,
    })
}
