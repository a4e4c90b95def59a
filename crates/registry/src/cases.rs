//! Cases: whom each is about, and where its steps stand in the ledger.
//!
//! Nothing here is ever changed or deleted. What was said is in the ledger alone,
//! so that nobody can say it otherwise later. Not here: which step may follow on which (`app`).

use std::fmt;

use tilsyn_domain::{Day, Instant};

use crate::error::Error;
use crate::notices::{self, Telling};
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Value};

/// A case, as far as the registry knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub number: u64,
    /// Whose lookups it is about: the number of that person in the ledger's vault, which tells
    /// nothing by itself and leads to nobody after an erasure.
    pub about: u32,
    /// In the order in which they were taken.
    pub steps: Vec<CaseStep>,
}

/// A step of a case, without what was said in it.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseStep {
    /// From 1 on in each case.
    pub number: u64,
    /// Where it stands in the ledger.
    pub leaf: u64,
    pub at: Instant,
    /// The user name of whoever took it.
    pub by: String,
    /// A word of `app`.
    pub kind: String,
    /// Until when somebody has to do something.
    pub due: Option<Day>,
    /// How the case ended, of the step that ended it; a word of `app`.
    pub outcome: Option<String>,
}

/// Names nobody: what is printed may end in a log.
impl fmt::Debug for CaseStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CaseStep({} {} at {})",
            self.number, self.kind, self.leaf
        )
    }
}

const TAKEN_BY: &Column = declared("case_steps", "taken_by");

const STEP: [&str; 8] = [
    "case_no", "step_no", "leaf", "taken_at", "taken_by", "kind", "due_on", "outcome",
];

impl Registry {
    /// The number that the next case gets.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn next_case(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(max(case_no), 0) + 1 FROM cases";
        self.store
            .read(|open| open.number(sql, &[]).map(i64::cast_unsigned))
    }

    /// Notes a step that stands in the ledger, and its case with the first one, together with what
    /// is to be told of it. A step that was noted before stays as it is and is told to nobody.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_case_step(
        &self,
        case: u64,
        about: u32,
        step: &CaseStep,
        told: &Telling,
    ) -> Result<(), Error> {
        self.store.write(|open| {
            open.execute(
                "INSERT INTO cases (case_no, about_code) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                &[Value::unsigned(case), Value::unsigned(about.into())],
            )?;
            let values = [
                Value::unsigned(case),
                Value::unsigned(step.number),
                Value::unsigned(step.leaf),
                step.at.into(),
                Value::personal(TAKEN_BY, &step.by),
                Value::text(&step.kind),
                Value::day(step.due),
                Value::maybe_text(step.outcome.as_deref()),
            ];
            let sql = "INSERT INTO case_steps
                (case_no, step_no, leaf, taken_at, taken_by, kind, due_on, outcome)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
            match open.execute(sql, &values)? {
                0 => Ok(()),
                _ => notices::tell(open, told, step.at),
            }
        })
    }

    /// All cases, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn cases(&self) -> Result<Vec<Case>, Error> {
        self.cases_where("ORDER BY case_no DESC", "ORDER BY step_no", &[])
    }

    /// Those about one number of the vault, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn cases_about(&self, about: u32) -> Result<Vec<Case>, Error> {
        let rest = "WHERE about_code = $1 ORDER BY case_no DESC";
        let steps = "WHERE case_no IN (SELECT case_no FROM cases WHERE about_code = $1)
                     ORDER BY step_no";
        self.cases_where(rest, steps, &[Value::unsigned(about.into())])
    }

    fn cases_where(
        &self,
        rest: &str,
        of_steps: &str,
        values: &[Value<'_>],
    ) -> Result<Vec<Case>, Error> {
        self.store.read(|open| {
            let mut cases: Vec<Case> =
                open.select("cases", &["case_no", "about_code"], rest, values, read_case)?;
            let steps = open.select("case_steps", &STEP, of_steps, values, read_step)?;
            for (case, step) in steps {
                if let Some(case) = cases.iter_mut().find(|one| one.number == case) {
                    case.steps.push(step);
                }
            }
            Ok(cases)
        })
    }
}

fn read_case(row: &mut Reader<'_>) -> Result<Case, Error> {
    Ok(Case {
        number: row.unsigned()?,
        about: u32::try_from(row.unsigned()?).unwrap_or(0),
        steps: Vec::new(),
    })
}

fn read_step(row: &mut Reader<'_>) -> Result<(u64, CaseStep), Error> {
    let case = row.unsigned()?;
    let step = CaseStep {
        number: row.unsigned()?,
        leaf: row.unsigned()?,
        at: row.instant()?,
        by: row.text()?,
        kind: row.text()?,
        due: row.maybe_day()?,
        outcome: row.maybe_text()?,
    };
    Ok((case, step))
}
