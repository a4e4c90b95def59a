//! Duties: proposed by one, given or declined by another, and ended. None is ever deleted, so that
//! it can be told who could do what on any day (D11).
//!
//! Not here: what a duty allows and who may give it (`app`).

use tilsyn_domain::{Day, Instant};

use crate::erasures::moment_and_who;
use crate::error::{Error, Taken};
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::staff::{self, NewStaff};
use crate::store::{Reader, Transaction, Value};

/// A duty that somebody is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDuty {
    /// The number of a member of staff.
    pub staff: u64,
    /// A word of `app`.
    pub role: String,
    /// A unit or a source, where it is not about the whole organisation; else empty.
    pub scope: String,
    /// What it is needed for.
    pub need: String,
    pub from: Day,
    /// Its last day; none: until it is ended.
    pub to: Option<Day>,
    /// The number of the member of staff whose deputy it makes.
    pub deputy_for: Option<u64>,
}

/// How far a duty has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyState {
    Proposed,
    Declined,
    Given,
    Ended,
}

/// A duty with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub number: u64,
    pub duty: NewDuty,
    pub state: DutyState,
    pub proposed: Instant,
    /// User names, here and below.
    pub proposed_by: String,
    /// When it was given or declined, and by whom.
    pub decided: Option<(Instant, String)>,
    pub ended: Option<(Instant, String)>,
    /// Why it was declined or ended.
    pub end_reason: Option<String>,
}

impl Duty {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        let NewDuty { from, to, .. } = self.duty;
        self.state == DutyState::Given && from <= day && to.is_none_or(|to| day <= to)
    }
}

impl DutyState {
    /// Its word in the table, and in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DutyState::Proposed => "proposed",
            DutyState::Declined => "declined",
            DutyState::Given => "given",
            DutyState::Ended => "ended",
        }
    }

    fn of(word: &str) -> Option<DutyState> {
        use DutyState::{Declined, Ended, Given, Proposed};
        [Proposed, Declined, Given, Ended]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

const DUTY: [&str; 16] = [
    "duty_no",
    "staff_no",
    "role",
    "scope",
    "need",
    "valid_from",
    "valid_to",
    "deputy_for",
    "state",
    "proposed",
    "proposed_by",
    "decided",
    "decided_by",
    "ended",
    "ended_by",
    "end_reason",
];
const NEED: &Column = declared("duties", "need");
const PROPOSED_BY: &Column = declared("duties", "proposed_by");
const DECIDED_BY: &Column = declared("duties", "decided_by");
const ENDED_BY: &Column = declared("duties", "ended_by");
const END_REASON: &Column = declared("duties", "end_reason");

impl Registry {
    /// Writes down that somebody proposes a duty; gives its number.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn propose_duty(&self, new: &NewDuty, at: Instant, by: &str) -> Result<u64, Error> {
        self.store.write(|open| propose(open, new, at, by))
    }

    /// Whether a duty could be proposed now.
    ///
    /// # Errors
    /// As for proposing it.
    pub fn could_propose_duty(&self, new: &NewDuty) -> Result<(), Error> {
        let at = Instant(0);
        self.store
            .try_out(|open| propose(open, new, at, "").map(drop))
    }

    /// All duties, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn duties(&self) -> Result<Vec<Duty>, Error> {
        let rest = "ORDER BY duty_no DESC";
        self.store
            .read(|open| open.select("duties", &DUTY, rest, &[], read))
    }

    /// Those of one member of staff, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn duties_of(&self, staff: u64) -> Result<Vec<Duty>, Error> {
        let (rest, staff) = (
            "WHERE staff_no = $1 ORDER BY duty_no DESC",
            [Value::unsigned(staff)],
        );
        self.store
            .read(|open| open.select("duties", &DUTY, rest, &staff, read))
    }

    /// One of them.
    ///
    /// # Errors
    /// If the database fails.
    pub fn duty(&self, number: u64) -> Result<Option<Duty>, Error> {
        let (rest, number) = ("WHERE duty_no = $1", [Value::unsigned(number)]);
        let found = self
            .store
            .read(|open| open.select("duties", &DUTY, rest, &number, read))?;
        Ok(found.into_iter().next())
    }

    /// Whether anybody was ever given a duty.
    ///
    /// # Errors
    /// If the database fails.
    pub fn any_duty_was_given(&self) -> Result<bool, Error> {
        self.store.read(any_was_given)
    }

    /// Gives a duty that is still proposed. Says whether it was.
    ///
    /// # Errors
    /// If the database fails.
    pub fn give_duty(&self, number: u64, at: Instant, by: &str) -> Result<bool, Error> {
        self.store.write(|open| give(open, number, at, by))
    }

    /// Declines a duty that is still proposed. Says whether it was.
    ///
    /// # Errors
    /// If the database fails.
    pub fn decline_duty(
        &self,
        number: u64,
        at: Instant,
        by: &str,
        reason: &str,
    ) -> Result<bool, Error> {
        let sql = "UPDATE duties SET state = 'declined', decided = $2, decided_by = $3,
            end_reason = $4 WHERE duty_no = $1 AND state = 'proposed'";
        self.close_duty(sql, number, at, Value::personal(DECIDED_BY, by), reason)
    }

    /// Ends a duty that somebody has. Says whether it was.
    ///
    /// # Errors
    /// If the database fails.
    pub fn end_duty(
        &self,
        number: u64,
        at: Instant,
        by: &str,
        reason: &str,
    ) -> Result<bool, Error> {
        let sql = "UPDATE duties SET state = 'ended', ended = $2, ended_by = $3,
            end_reason = $4 WHERE duty_no = $1 AND state = 'given'";
        self.close_duty(sql, number, at, Value::personal(ENDED_BY, by), reason)
    }

    /// Says whether there was one to close.
    fn close_duty(
        &self,
        sql: &str,
        number: u64,
        at: Instant,
        by: Value<'_>,
        reason: &str,
    ) -> Result<bool, Error> {
        let reason = Value::personal(END_REASON, reason);
        let values = [Value::unsigned(number), at.into(), by, reason];
        Ok(self.store.write(|open| open.execute(sql, &values))? > 0)
    }

    /// Lets the first people in, with the duties each begins with, all or none.
    ///
    /// # Errors
    /// [`Error::NotEmpty`], where anybody was given a duty before; [`Error::Taken`], where two of
    /// them are one. If the database fails.
    pub fn begin_duties(
        &self,
        people: &[(NewStaff, Vec<NewDuty>)],
        at: Instant,
        by: &str,
    ) -> Result<(), Error> {
        self.store.write(|open| begin(open, people, at, by))
    }

    /// Whether duties could begin so now.
    ///
    /// # Errors
    /// As for beginning.
    pub fn could_begin_duties(&self, people: &[(NewStaff, Vec<NewDuty>)]) -> Result<(), Error> {
        let at = Instant(0);
        self.store.try_out(|open| begin(open, people, at, ""))
    }
}

fn begin(
    open: &mut Transaction,
    people: &[(NewStaff, Vec<NewDuty>)],
    at: Instant,
    by: &str,
) -> Result<(), Error> {
    if any_was_given(open)? {
        return Err(Error::NotEmpty);
    }
    for (person, duties) in people {
        let staff = staff::add(open, person, at, by)?;
        for duty in duties {
            let duty = NewDuty {
                staff,
                ..duty.clone()
            };
            let number = propose(open, &duty, at, by)?;
            give(open, number, at, by)?;
        }
    }
    Ok(())
}

fn any_was_given(open: &mut Transaction) -> Result<bool, Error> {
    let sql = "SELECT count(*) FROM duties WHERE state IN ('given', 'ended')";
    Ok(open.number(sql, &[])? > 0)
}

fn propose(open: &mut Transaction, new: &NewDuty, at: Instant, by: &str) -> Result<u64, Error> {
    let there = "SELECT count(*) FROM duties WHERE staff_no = $1 AND role = $2 AND scope = $3
        AND state = 'proposed'";
    let (staff, role) = (Value::unsigned(new.staff), Value::text(&new.role));
    let scope = Value::text(&new.scope);
    if open.number(there, &[staff.clone(), role.clone(), scope.clone()])? > 0 {
        return Err(Error::Taken(Taken::Proposal));
    }
    let next = "SELECT coalesce(max(duty_no), 0) + 1 FROM duties";
    let number = open.number(next, &[])?;
    open.execute(
        "INSERT INTO duties (duty_no, staff_no, role, scope, need, valid_from, valid_to, state,
            proposed, proposed_by, deputy_for)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'proposed', $8, $9, $10)",
        &[
            number.into(),
            staff,
            role,
            scope,
            Value::personal(NEED, &new.need),
            new.from.into(),
            Value::day(new.to),
            at.into(),
            Value::personal(PROPOSED_BY, by),
            Value::maybe_unsigned(new.deputy_for),
        ],
    )?;
    Ok(number.cast_unsigned())
}

fn give(open: &mut Transaction, number: u64, at: Instant, by: &str) -> Result<bool, Error> {
    let sql = "UPDATE duties SET state = 'given', decided = $2, decided_by = $3
        WHERE duty_no = $1 AND state = 'proposed'";
    let values = [
        Value::unsigned(number),
        at.into(),
        Value::personal(DECIDED_BY, by),
    ];
    Ok(open.execute(sql, &values)? > 0)
}

/// Ends all duties of somebody who left, and declines those still proposed.
pub(crate) fn end_all_of(
    open: &mut Transaction,
    staff: u64,
    at: Instant,
    by: &str,
) -> Result<(), Error> {
    let staff = Value::unsigned(staff);
    let ended = "UPDATE duties SET state = 'ended', ended = $2, ended_by = $3
        WHERE staff_no = $1 AND state = 'given'";
    let values = [staff.clone(), at.into(), Value::personal(ENDED_BY, by)];
    open.execute(ended, &values)?;
    let declined = "UPDATE duties SET state = 'declined', decided = $2, decided_by = $3
        WHERE staff_no = $1 AND state = 'proposed'";
    let values = [staff, at.into(), Value::personal(DECIDED_BY, by)];
    open.execute(declined, &values)?;
    Ok(())
}

fn read(row: &mut Reader<'_>) -> Result<Duty, Error> {
    Ok(Duty {
        number: row.unsigned()?,
        duty: NewDuty {
            staff: row.unsigned()?,
            role: row.text()?,
            scope: row.text()?,
            need: row.text()?,
            from: row.day()?,
            to: row.maybe_day()?,
            deputy_for: row.maybe_integer()?.map(i64::cast_unsigned),
        },
        state: DutyState::of(&row.str()?).ok_or_else(|| row.unreadable())?,
        proposed: row.instant()?,
        proposed_by: row.text()?,
        decided: moment_and_who(row)?,
        ended: moment_and_who(row)?,
        end_reason: row.maybe_text()?,
    })
}
