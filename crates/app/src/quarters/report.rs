//! The report of a quarter as a document: figures, what was written about them, who approved it.
//!
//! Whole numbers and texts only, always in this order, so that equal documents are equal bytes.
//! Nobody who looked or was looked up stands in it: only those who review, by name. A field that
//! is added later has a default, so that what was approved before can be read for good.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tilsyn_domain::{Day, Instant};

use super::Quarter;

/// A report, approved or on its way there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Of this form of document.
    pub format: u32,
    pub quarter: Quarter,
    /// 0: the quarter is not closed.
    pub edition: u64,
    pub figures: Figures,
    pub said: Option<Said>,
    pub approved: Option<Signed>,
}

/// Who did something, as pages call them, and when (microseconds since 1970, UTC).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub by: String,
    pub at: i64,
}

impl Signed {
    #[must_use]
    pub fn moment(&self) -> Instant {
        Instant(self.at)
    }
}

/// What was written about the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub assessment: String,
    pub measures: Vec<Measure>,
    /// What came of the measures of the quarter before.
    pub came: String,
    pub signed: Signed,
}

/// A measure that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub what: String,
    pub who: String,
    pub due: Option<Day>,
}

/// Everything that was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub organisation: String,
    pub zone: String,
    pub from: Day,
    pub to: Day,
    /// When it was counted, and by whom; the last day that the log had then.
    pub counted: Signed,
    pub log_to: Option<Day>,
    pub checkpoint: Checkpoint,
    /// The version of the program, and SHA-256 of the rules that explain lookups.
    pub program: String,
    pub rules: String,
    pub templates: u64,
    pub statement: Statement,
    pub weeks: Vec<Week>,
    pub findings: Findings,
    pub cases: Cases,
    pub samples: Vec<Sample>,
    pub tests: Vec<Test>,
    pub sources: Vec<Source>,
    /// Pieces in quarantine, and conflicts, when it was counted.
    pub quarantined: u64,
    pub conflicts: u64,
    pub readers: Vec<Reader>,
    /// How often national ids, or people whom the register protects, were shown for a reason.
    pub reveals: u64,
    pub settings: Vec<(String, String)>,
    /// The measures of the quarter before, as its report was approved.
    pub measures_before: Vec<Measure>,
}

/// The signed state of the log that everything was counted from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub origin: String,
    pub size: u64,
    pub root: String,
    pub until: Option<i64>,
}

/// Sums of the statement, beside those of other quarters where the log has any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub now: Totals,
    pub before: Option<Compared>,
    pub year_before: Option<Compared>,
    pub units: Vec<UnitTotals>,
}

/// Another quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub quarter: Quarter,
    /// The edition of the approved report that it is of; `None`: counted anew.
    pub edition: Option<u64>,
    pub totals: Totals,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// All lookups of the quarter.
    pub lookups: u64,
    /// Of people outside the own unit, and by how many users.
    pub outside: u64,
    pub outside_users: u64,
    /// Where somebody has no unit.
    pub no_unit: u64,
    /// Of those outside, not explained; `None` where nothing is known that could explain.
    pub unexplained: Option<u64>,
    pub unexplained_users: Option<u64>,
}

/// The same of a unit, by the code of the users' own unit; `None`: those without one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitTotals {
    pub name: Option<String>,
    pub users: u64,
    pub outside: u64,
    pub unexplained: Option<u64>,
}

/// A week of the quarter, as far as it lies in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    pub from: Day,
    pub to: Day,
    pub lookups: u64,
    /// When it was first evaluated whole; `None`: it was not.
    pub evaluated: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    pub opened: u64,
    /// By what was decided last, of decisions in the quarter.
    pub decided: BTreeMap<String, u64>,
    /// Without a decision when it was counted.
    pub waiting: u64,
    /// Days from opening to decision, the median, in tenths.
    pub median_days_tenths: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cases {
    pub opened: u64,
    /// By outcome.
    pub closed: BTreeMap<String, u64>,
    /// Open when it was counted.
    pub open: u64,
}

/// A sample of lookups of the quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    pub number: u64,
    pub from: Day,
    pub to: Day,
    pub population: u64,
    pub items: u64,
    pub judged: u64,
    pub unwarranted: u64,
    pub asked: u64,
    /// Among lookups that nothing explains: with so many unwarranted of so many, the sample shows
    /// one with so many in a thousand.
    pub promise: Option<(u64, u64, u64)>,
    /// Between so many and so many of all are unwarranted, with 95 %.
    pub bounds: Option<[u64; 2]>,
}

/// A test with lookups that were planted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    pub number: u64,
    pub from: Day,
    pub to: Day,
    /// Lookups, and found of them; `None`: it was not over.
    pub lookups: Option<u64>,
    pub found: Option<u64>,
    /// The share that findings find, with 95 %, in thousandths.
    pub recall: Option<[u64; 2]>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub source: String,
    pub every_hours: Option<u32>,
    pub events: u64,
    /// Days of the quarter with events.
    pub days: u64,
    /// Runs of missing numbers noticed in the quarter and open still, and those filled in it.
    pub open_gaps: u64,
    pub filled_gaps: u64,
    /// Numbers missing now.
    pub missing: u64,
}

/// What one of those who review did in the quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    pub name: String,
    pub looks: u64,
    pub people: u64,
    pub searches: u64,
    pub files: u64,
    pub refused: u64,
    /// By whom the looks of how many months were reviewed.
    pub months_reviewed: u64,
    pub reviewed_by: Vec<String>,
}
