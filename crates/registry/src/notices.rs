//! Notices: what is to be told somebody by mail, until it is sent.
//!
//! A notice holds a kind and a page of ours, never a name. It is written in the same step as what
//! it tells of, so that a crash loses neither. Who was told of which case says whom it is about, so
//! what is sent is not kept. Not here: sentences (`web`), sending (`tilsyn`).

use std::fmt;

use tilsyn_domain::{Day, Instant, MailAddress};

use crate::error::Error;
use crate::registry::Registry;
use crate::settings::{self, REMINDED_TO};
use crate::store::{Reader, Transaction, Value};

/// What somebody is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// The number of the member of staff.
    pub staff: u64,
    /// A word of `app`.
    pub kind: String,
    /// The page where it stands, without a language: `/mine/case/3`.
    pub path: String,
}

/// Notices that tell of what is over: those of a kind that lead to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverNotices {
    /// A word of `app`.
    pub kind: String,
    /// The page, without a language.
    pub path: String,
}

/// What is to be told, and what is not to be told any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Telling {
    pub new: Vec<NewNotice>,
    /// Taken away first, where they were not sent yet.
    pub over: Vec<OverNotices>,
}

/// A notice that is to be sent now.
#[derive(Clone, PartialEq, Eq)]
pub struct DueNotice {
    pub number: u64,
    /// A word of `app`.
    pub kind: String,
    /// The page where it stands, without a language.
    pub path: String,
    pub made: Instant,
    /// How often it was tried in vain.
    pub tries: u32,
    /// Where its receiver is written to now.
    pub mail: MailAddress,
}

/// Names nobody: what is printed may end in a log.
impl fmt::Debug for DueNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DueNotice { number, tries, .. } = self;
        write!(f, "DueNotice({number}, {tries} tries)")
    }
}

/// How many notices wait, and how many nobody got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeCounts {
    pub waiting: u64,
    /// Of those that wait, the ones whose receivers have no address here.
    pub nowhere: u64,
    /// When the oldest of those that wait was made.
    pub since: Option<Instant>,
    /// Tried for so long that they were given up.
    pub given_up: u64,
}

const NOTICE: [&str; 6] = ["notice_no", "kind", "path", "made", "tries", "staff_no"];

/// Whoever left or is kept out could not open the page.
const MAY_COME_IN: &str = "left_at IS NULL AND suspended_at IS NULL";

impl Registry {
    /// Those whose next try is due, in the order in which they were made, of receivers who may
    /// come in and have an address; at most so many.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn due_notices(&self, now: Instant, limit: u32) -> Result<Vec<DueNotice>, Error> {
        let rest = format!(
            "WHERE given_up IS NULL AND next_try <= $1 AND staff_no IN (
                SELECT staff_no FROM staff WHERE {MAY_COME_IN} AND mail IS NOT NULL)
             ORDER BY notice_no LIMIT $2"
        );
        let values = [now.into(), i64::from(limit).into()];
        self.store.read(|open| {
            let due = open.select("notices", &NOTICE, &rest, &values, read)?;
            let mut found = Vec::with_capacity(due.len());
            for waiting in due {
                found.extend(waiting.addressed(open)?);
            }
            Ok(found)
        })
    }

    /// Takes away a notice that is sent; numbers of those that are gone are given again, so its
    /// moment counts too.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_notice_sent(&self, number: u64, made: Instant) -> Result<(), Error> {
        let sql = "DELETE FROM notices WHERE notice_no = $1 AND made = $2";
        let values = [Value::unsigned(number), made.into()];
        self.store
            .write(|open| open.execute(sql, &values).map(drop))
    }

    /// Writes down that a notice was tried in vain, and when to try again.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_notice_failed(&self, number: u64, next_try: Instant) -> Result<(), Error> {
        let sql = "UPDATE notices SET tries = tries + 1, next_try = $2 WHERE notice_no = $1";
        let values = [Value::unsigned(number), next_try.into()];
        self.store
            .write(|open| open.execute(sql, &values).map(drop))
    }

    /// Gives up what was made before a moment and still waits, and forgets what was given up before
    /// another; gives the number of those given up now.
    ///
    /// # Errors
    /// If the database fails.
    pub fn give_up_notices(
        &self,
        made_before: Instant,
        forgotten_before: Instant,
        at: Instant,
    ) -> Result<u64, Error> {
        let forget = "DELETE FROM notices WHERE given_up < $1";
        let give_up = "UPDATE notices SET given_up = $2, kind = '', path = ''
             WHERE given_up IS NULL AND made < $1";
        self.store.write(|open| {
            open.execute(forget, &[forgotten_before.into()])?;
            open.execute(give_up, &[made_before.into(), at.into()])
        })
    }

    /// Writes down what is to be told of something that is kept nowhere else.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_told(&self, telling: &Telling, at: Instant) -> Result<(), Error> {
        self.store.write(|open| tell(open, telling, at))
    }

    /// Takes away those of a kind that were made at a moment or before it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn forget_notices(&self, kind: &str, made: Instant) -> Result<(), Error> {
        let sql = "DELETE FROM notices WHERE kind = $1 AND made <= $2";
        let values = [Value::text(kind), made.into()];
        self.store
            .write(|open| open.execute(sql, &values).map(drop))
    }

    /// How many wait that were made before a moment, and how many were given up; those of people
    /// who left or are kept out apart.
    ///
    /// # Errors
    /// If the database fails.
    pub fn notice_counts(&self, made_before: Instant) -> Result<NoticeCounts, Error> {
        let of_staff = format!("staff_no IN (SELECT staff_no FROM staff WHERE {MAY_COME_IN}");
        let waiting = format!("FROM notices WHERE given_up IS NULL AND made < $1 AND {of_staff}");
        let given_up =
            format!("SELECT count(*) FROM notices WHERE given_up IS NOT NULL AND {of_staff})");
        let nowhere = format!("SELECT count(*) {waiting} AND mail IS NULL)");
        let waiting = format!("SELECT count(*), min(made) {waiting})");
        let before = [made_before.into()];
        self.store.read(|open| {
            let counted = open.first(&waiting, &before, |row| {
                Ok((row.unsigned()?, row.maybe_integer()?.map(Instant)))
            })?;
            let (waiting, since) = counted.unwrap_or_default();
            Ok(NoticeCounts {
                waiting,
                since,
                nowhere: open.number(&nowhere, &before)?.cast_unsigned(),
                given_up: open.number(&given_up, &[])?.cast_unsigned(),
            })
        })
    }
}

impl Registry {
    /// The last day of which it was told what is due; `None`: it never was.
    ///
    /// # Errors
    /// If the database fails, or what stands there is no day.
    pub fn reminded_to(&self) -> Result<Option<Day>, Error> {
        let kept = self.setting(&REMINDED_TO)?;
        Ok(Day::parse(&kept))
    }

    /// Writes down what is to be told of deadlines, together with the day up to which that is
    /// all: so a day is told of once, and none is left out.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_reminders(&self, telling: &Telling, to: Day, at: Instant) -> Result<(), Error> {
        self.store.write(|open| {
            tell(open, telling, at)?;
            settings::keep(open, REMINDED_TO.key, &to.to_string())
        })
    }
}

/// Writes down what is to be told, in the step that it tells of.
pub(crate) fn tell(open: &mut Transaction, telling: &Telling, at: Instant) -> Result<(), Error> {
    let sql = "DELETE FROM notices WHERE kind = $1 AND path = $2 AND given_up IS NULL";
    for over in &telling.over {
        open.execute(sql, &[Value::text(&over.kind), Value::text(&over.path)])?;
    }
    for notice in &telling.new {
        let next = "SELECT coalesce(max(notice_no), 0) + 1 FROM notices";
        let number = open.number(next, &[])?;
        let values = [
            number.into(),
            Value::unsigned(notice.staff),
            Value::text(&notice.kind),
            Value::text(&notice.path),
            at.into(),
        ];
        open.execute(
            "INSERT INTO notices (notice_no, staff_no, kind, path, made, next_try, tries)
             VALUES ($1, $2, $3, $4, $5, $5, 0)",
            &values,
        )?;
    }
    Ok(())
}

/// A notice that waits, before it is known where its receiver is written to.
struct Waiting {
    staff: u64,
    number: u64,
    kind: String,
    path: String,
    made: Instant,
    tries: u32,
}

impl Waiting {
    fn addressed(self, open: &mut Transaction) -> Result<Option<DueNotice>, Error> {
        let whose = [Value::unsigned(self.staff)];
        let rest = "WHERE staff_no = $1";
        let read = |row: &mut Reader<'_>| row.maybe_mail();
        let mail = open.select("staff", &["mail"], rest, &whose, read)?;
        Ok(mail.into_iter().next().flatten().map(|mail| DueNotice {
            number: self.number,
            kind: self.kind,
            path: self.path,
            made: self.made,
            tries: self.tries,
            mail,
        }))
    }
}

fn read(row: &mut Reader<'_>) -> Result<Waiting, Error> {
    Ok(Waiting {
        number: row.unsigned()?,
        kind: row.text()?,
        path: row.text()?,
        made: row.instant()?,
        tries: row.small()?,
        staff: row.unsigned()?,
    })
}
