//! Findings: whom each is about, what was seen week by week, and where what was decided about
//! it stands in the ledger; and each evaluation of the log that was run.
//!
//! What was seen is sealed, and names people by their numbers in the ledger's vault alone, so
//! that nothing of an erased person is left in it. What somebody said of a finding is in the
//! ledger. Not here: what a finding is, and what may be decided about it (`app`).

use std::collections::HashMap;
use std::fmt;

use tilsyn_domain::{Day, Instant};

use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

/// A finding, as far as the registry knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub number: u64,
    /// Whose lookups it is about: a number of the ledger's vault, as with a case.
    pub about: u32,
    pub opened: Instant,
    /// The earliest first.
    pub weeks: Vec<FindingWeek>,
    /// In the order in which they were done.
    pub acts: Vec<FindingAct>,
}

/// How a week stands in its finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekStanding {
    /// It was reported, and is by what is known today.
    Reported,
    /// It was reported; by what became known later it would not be.
    Fallen,
    /// It is not reported, but its user is followed.
    Followed,
}

impl WeekStanding {
    fn number(self) -> u32 {
        match self {
            WeekStanding::Reported => 0,
            WeekStanding::Fallen => 1,
            WeekStanding::Followed => 2,
        }
    }

    fn of(number: u32) -> Option<WeekStanding> {
        let all = [
            WeekStanding::Reported,
            WeekStanding::Fallen,
            WeekStanding::Followed,
        ];
        all.into_iter().find(|one| one.number() == number)
    }
}

/// What was seen of a user in a week; the texts are the caller's.
#[derive(Clone, PartialEq, Eq)]
pub struct FindingWeek {
    /// Its first day.
    pub from: Day,
    pub judged: Instant,
    pub standing: WeekStanding,
    pub seen: String,
    /// What is seen by what is known now, where its ground has fallen away.
    pub again: Option<String>,
}

/// Names nobody: what is printed may end in a log.
impl fmt::Debug for FindingWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FindingWeek({:?} {:?})", self.from, self.standing)
    }
}

/// Something that was done about a finding, without what was said.
#[derive(Clone, PartialEq, Eq)]
pub struct FindingAct {
    /// From 1 on in each finding.
    pub number: u64,
    /// Where it stands in the ledger.
    pub leaf: u64,
    pub at: Instant,
    /// The user name of whoever did it.
    pub by: String,
    /// A word of `app`.
    pub kind: String,
    /// The last day on which it holds.
    pub until: Option<Day>,
    /// The case that came of it.
    pub case: Option<u64>,
}

/// Names nobody: what is printed may end in a log.
impl fmt::Debug for FindingAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FindingAct {
            number, kind, leaf, ..
        } = self;
        write!(f, "FindingAct({number} {kind} at {leaf})")
    }
}

/// A week that an evaluation has judged, to be kept.
#[derive(Clone)]
pub struct JudgedWeek {
    /// The finding it belongs to; `None`: a new one, or that which another week of the same
    /// user just opened.
    pub finding: Option<u64>,
    pub about: u32,
    pub week: FindingWeek,
    /// Leaves of its events; a text of the caller's, like what was seen.
    pub events: String,
    /// What the user's weeks before were like.
    pub history: String,
}

/// One evaluation of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationRun {
    pub at: Instant,
    /// The first and the last day that were judged.
    pub from: Day,
    pub to: Day,
    /// Size of the ledger then.
    pub leaves: u64,
    /// How many weeks of users were judged.
    pub user_weeks: u64,
    /// How many of them were reported.
    pub reported: u64,
    /// How many findings were opened by it.
    pub opened: u64,
    /// How many weeks were left out because their reason was settled.
    pub settled: u64,
}

const HISTORY: &Column = declared("findings", "history");
const SEEN: &Column = declared("finding_weeks", "seen");
const EVENTS: &Column = declared("finding_weeks", "events");
const AGAIN: &Column = declared("finding_weeks", "again");
const DONE_BY: &Column = declared("finding_acts", "done_by");

const WEEK: [&str; 6] = [
    "finding_no",
    "from_day",
    "judged_at",
    "standing",
    "seen",
    "again",
];
const RUN: [&str; 8] = [
    "ran_at",
    "from_day",
    "to_day",
    "leaves",
    "user_weeks",
    "reported",
    "opened",
    "settled",
];
const ACT: [&str; 8] = [
    "finding_no",
    "act_no",
    "leaf",
    "done_at",
    "done_by",
    "kind",
    "until_day",
    "case_no",
];

impl Registry {
    /// Keeps what an evaluation came to, all of it or nothing.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn keep_evaluation(&self, run: &EvaluationRun, weeks: &[JudgedWeek]) -> Result<(), Error> {
        self.store.write(|open| {
            let mut opened: HashMap<u32, u64> = HashMap::new();
            for judged in weeks {
                let known = judged
                    .finding
                    .or_else(|| opened.get(&judged.about).copied());
                let number = match known {
                    Some(number) => number,
                    None => open_finding(open, judged.about, run.at)?,
                };
                opened.insert(judged.about, number);
                keep_week(open, number, judged)?;
            }
            let count = opened_count(weeks);
            let values = [
                run.at.into(),
                run.from.into(),
                run.to.into(),
                Value::unsigned(run.leaves),
                Value::unsigned(run.user_weeks),
                Value::unsigned(run.reported),
                Value::unsigned(count),
                Value::unsigned(run.settled),
            ];
            let sql = "INSERT INTO evaluations (evaluation_no, ran_at, from_day, to_day, leaves,
                    user_weeks, reported, opened, settled)
                SELECT coalesce(max(evaluation_no), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8
                FROM evaluations";
            open.execute(sql, &values).map(drop)
        })
    }

    /// The last evaluation.
    ///
    /// # Errors
    /// If the database fails.
    pub fn last_evaluation(&self) -> Result<Option<EvaluationRun>, Error> {
        let order = "ORDER BY evaluation_no DESC LIMIT 1";
        self.store.read(|open| {
            let last = open.select("evaluations", &RUN, order, &[], read_run)?;
            Ok(last.into_iter().next())
        })
    }

    /// All evaluations, the earliest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn evaluations(&self) -> Result<Vec<EvaluationRun>, Error> {
        let order = "ORDER BY evaluation_no";
        self.store
            .read(|open| open.select("evaluations", &RUN, order, &[], read_run))
    }

    /// Notes something done about a finding that stands in the ledger; what was noted before
    /// stays as it is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_finding_act(
        &self,
        finding: u64,
        about: u32,
        act: &FindingAct,
    ) -> Result<(), Error> {
        self.store.write(|open| {
            let values = [
                Value::unsigned(finding),
                Value::unsigned(about.into()),
                act.at.into(),
            ];
            // It is there, unless the registry was made anew from the ledger.
            let sql = "INSERT INTO findings (finding_no, about_code, opened_at)
                VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            open.execute(sql, &values)?;
            let values = [
                Value::unsigned(finding),
                Value::unsigned(act.number),
                Value::unsigned(act.leaf),
                act.at.into(),
                Value::personal(DONE_BY, &act.by),
                Value::text(&act.kind),
                Value::day(act.until),
                Value::maybe_unsigned(act.case),
            ];
            let sql = "INSERT INTO finding_acts
                (finding_no, act_no, leaf, done_at, done_by, kind, until_day, case_no)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
            open.execute(sql, &values).map(drop)
        })
    }

    /// All findings, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn findings(&self) -> Result<Vec<Finding>, Error> {
        self.store.read(|open| {
            let columns = ["finding_no", "about_code", "opened_at"];
            let order = "ORDER BY finding_no DESC";
            let mut all: Vec<Finding> =
                open.select("findings", &columns, order, &[], read_finding)?;
            let order = "ORDER BY finding_no, from_day";
            let weeks = open.select("finding_weeks", &WEEK, order, &[], read_week)?;
            let order = "ORDER BY finding_no, act_no";
            let acts = open.select("finding_acts", &ACT, order, &[], read_act)?;
            let places = all.iter().enumerate();
            let places: HashMap<u64, usize> =
                places.map(|(place, one)| (one.number, place)).collect();
            for (number, week) in weeks {
                all[places[&number]].weeks.push(week);
            }
            for (number, act) in acts {
                all[places[&number]].acts.push(act);
            }
            Ok(all)
        })
    }

    /// Whom each finding is about, by its number: numbers of the ledger's vault.
    ///
    /// # Errors
    /// If the database fails.
    pub fn finding_users(&self) -> Result<Vec<(u64, u32)>, Error> {
        let order = "ORDER BY finding_no";
        self.store.read(|open| {
            let columns = ["finding_no", "about_code"];
            open.select("findings", &columns, order, &[], |row| {
                Ok((row.unsigned()?, row.small()?))
            })
        })
    }

    /// The events of each week of a finding, the earliest week first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn finding_events(&self, finding: u64) -> Result<Vec<(Day, String)>, Error> {
        let rest = "WHERE finding_no = $1 ORDER BY from_day";
        let values = [Value::unsigned(finding)];
        self.store.read(|open| {
            let columns = ["from_day", "events"];
            open.select("finding_weeks", &columns, rest, &values, |row| {
                Ok((row.day()?, row.text()?))
            })
        })
    }

    /// What the weeks of a finding's user were like, when it was last judged.
    ///
    /// # Errors
    /// If the database fails.
    pub fn finding_history(&self, finding: u64) -> Result<Option<String>, Error> {
        let rest = "WHERE finding_no = $1";
        let values = [Value::unsigned(finding)];
        self.store.read(|open| {
            let found = open.select("findings", &["history"], rest, &values, |row| {
                row.maybe_text()
            })?;
            Ok(found.into_iter().next().flatten())
        })
    }
}

/// How many users have a week that belongs to no finding yet.
fn opened_count(weeks: &[JudgedWeek]) -> u64 {
    let known = weeks.iter().filter(|week| week.finding.is_some());
    let known: Vec<u32> = known.map(|week| week.about).collect();
    let mut new: Vec<u32> = weeks.iter().map(|week| week.about).collect();
    new.sort_unstable();
    new.dedup();
    new.retain(|about| !known.contains(about));
    new.len() as u64
}

fn open_finding(open: &mut Transaction, about: u32, at: Instant) -> Result<u64, Error> {
    let sql = "SELECT coalesce(max(finding_no), 0) + 1 FROM findings";
    let number = open.number(sql, &[])?.cast_unsigned();
    let values = [
        Value::unsigned(number),
        Value::unsigned(about.into()),
        at.into(),
    ];
    let sql = "INSERT INTO findings (finding_no, about_code, opened_at) VALUES ($1, $2, $3)";
    open.execute(sql, &values)?;
    Ok(number)
}

fn keep_week(open: &mut Transaction, number: u64, judged: &JudgedWeek) -> Result<(), Error> {
    let week = &judged.week;
    let values = [
        Value::unsigned(number),
        week.from.into(),
        week.judged.into(),
        week.standing.number().into(),
        Value::personal(SEEN, &week.seen),
        Value::personal(EVENTS, &judged.events),
        Value::maybe_personal(AGAIN, week.again.as_deref()),
    ];
    let sql = "INSERT INTO finding_weeks
        (finding_no, from_day, judged_at, standing, seen, events, again)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (finding_no, from_day) DO UPDATE SET
        judged_at = excluded.judged_at, standing = excluded.standing, seen = excluded.seen,
        events = excluded.events, again = excluded.again";
    open.execute(sql, &values)?;
    let values = [
        Value::unsigned(number),
        Value::personal(HISTORY, &judged.history),
    ];
    let sql = "UPDATE findings SET history = $2 WHERE finding_no = $1";
    open.execute(sql, &values).map(drop)
}

fn read_run(row: &mut Reader<'_>) -> Result<EvaluationRun, Error> {
    Ok(EvaluationRun {
        at: row.instant()?,
        from: row.day()?,
        to: row.day()?,
        leaves: row.unsigned()?,
        user_weeks: row.unsigned()?,
        reported: row.unsigned()?,
        opened: row.unsigned()?,
        settled: row.unsigned()?,
    })
}

fn read_finding(row: &mut Reader<'_>) -> Result<Finding, Error> {
    Ok(Finding {
        number: row.unsigned()?,
        about: row.small()?,
        opened: row.instant()?,
        weeks: Vec::new(),
        acts: Vec::new(),
    })
}

fn read_week(row: &mut Reader<'_>) -> Result<(u64, FindingWeek), Error> {
    let finding = row.unsigned()?;
    let week = FindingWeek {
        from: row.day()?,
        judged: row.instant()?,
        standing: WeekStanding::of(row.small()?).ok_or_else(|| row.unreadable())?,
        seen: row.text()?,
        again: row.maybe_text()?,
    };
    Ok((finding, week))
}

fn read_act(row: &mut Reader<'_>) -> Result<(u64, FindingAct), Error> {
    let finding = row.unsigned()?;
    let act = FindingAct {
        number: row.unsigned()?,
        leaf: row.unsigned()?,
        at: row.instant()?,
        by: row.text()?,
        kind: row.text()?,
        until: row.maybe_day()?,
        case: row.maybe_integer()?.map(i64::cast_unsigned),
    };
    Ok((finding, act))
}
