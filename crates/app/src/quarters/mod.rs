//! Quarters (H10.2): what was checked, what came of it, and the report that is closed, written
//! about, approved by another, and from then on the same for good.
//!
//! What is approved is kept as one document; whatever is printed later is made of it alone. A
//! correction is a new edition beside it. Not here: sentences and files (`web`).

mod controls;
mod count;
mod report;
mod steps;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tilsyn_domain::{Day, Instant, Period};

pub use report::{
    Cases, Checkpoint, Compared, Figures, Findings, Measure, Reader, Report, Said, Sample, Signed,
    Source, Statement, Test, Totals, UnitTotals, Week,
};
pub use steps::{MEASURES_MAX, NewSaid, TEXT_MAX};

/// A quarter of a year: `2026-Q3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i16,
    /// From 1 on.
    number: i8,
}

impl Quarter {
    /// The quarter of a word such as `2026-Q3`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Quarter> {
        let (year, number) = word.split_once("-Q")?;
        let is_plain = |text: &str, digits| {
            text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_plain(year, 4) || !is_plain(number, 1) {
            return None;
        }
        let (year, number) = (year.parse().ok()?, number.parse().ok()?);
        let is_one = (1800..=2198).contains(&year) && (1..=4).contains(&number);
        is_one.then_some(Quarter { year, number })
    }

    #[must_use]
    pub fn of(day: Day) -> Quarter {
        let date = day.date();
        Quarter {
            year: date.year(),
            number: (date.month() - 1) / 3 + 1,
        }
    }

    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    #[must_use]
    pub fn number(self) -> i8 {
        self.number
    }

    /// Its days.
    #[must_use]
    pub fn period(self) -> Period {
        let first = Day::from_ymd(self.year, self.number * 3 - 2, 1).unwrap_or(Day::MIN);
        let last = Day::from_ymd(self.year, self.number * 3, 1).unwrap_or(first);
        let last = Period::month_of(last).to();
        Period::new(first, last).unwrap_or(Period::month_of(first))
    }

    #[must_use]
    pub fn before(self) -> Quarter {
        Quarter::of(self.period().from().plus(-1))
    }

    #[must_use]
    pub fn after(self) -> Quarter {
        Quarter::of(self.period().to().plus(1))
    }

    #[must_use]
    pub fn year_before(self) -> Quarter {
        Quarter {
            year: self.year - 1,
            ..self
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quarter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Quarter, D::Error> {
        let word = String::deserialize(deserializer)?;
        let quarter = Quarter::parse(&word);
        quarter.ok_or_else(|| serde::de::Error::custom("not a quarter"))
    }
}

/// How far the report of a quarter has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The quarter is not over.
    Running,
    /// It is over, and nobody has closed it.
    Ended,
    /// Its figures stand; nothing is written about them.
    Closed,
    /// Something is written, and it waits to be approved.
    Written,
    Approved,
}

impl State {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Ended => "ended",
            State::Closed => "closed",
            State::Written => "written",
            State::Approved => "approved",
        }
    }
}

/// A quarter, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterRow {
    pub quarter: Quarter,
    /// Of the last edition.
    pub state: State,
    /// The last; 0: there is none.
    pub edition: u64,
    /// The last that was approved.
    pub approved: Option<(u64, Instant)>,
    /// By when one is to be approved.
    pub due: Day,
    /// No edition was approved in time, and none is yet.
    pub is_missed: bool,
}

/// An edition, as it is listed beside its quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionRow {
    pub edition: u64,
    pub closed: Signed,
    pub approved: Option<Signed>,
    /// SHA-256 of the document that was approved, in hexadecimal.
    pub sha256: Option<String>,
}

/// A quarter with the report that is shown of it.
#[derive(Clone, Debug)]
pub struct QuarterView {
    pub row: QuarterRow,
    /// The latest first.
    pub editions: Vec<EditionRow>,
    pub report: Report,
    /// How far the edition shown has come.
    pub state: State,
    pub sha256: Option<String>,
    /// Whether it is the last edition, which alone can be worked on.
    pub is_last: bool,
    /// Whether whoever asks closed it, and so cannot approve it.
    pub is_closed_by_reader: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_written_in_one_way_and_has_its_days() {
        for (word, from, to) in [
            ("2026-Q1", "2026-01-01", "2026-03-31"),
            ("2026-Q3", "2026-07-01", "2026-09-30"),
            ("2027-Q4", "2027-10-01", "2027-12-31"),
        ] {
            let quarter = Quarter::parse(word).expect("a quarter");
            let days = quarter.period();
            assert_eq!(quarter.to_string(), word);
            assert_eq!(
                (days.from().to_string(), days.to().to_string()),
                (from.into(), to.into())
            );
            assert_eq!(
                [Quarter::of(days.from()), Quarter::of(days.to())],
                [quarter; 2]
            );
            assert_eq!(quarter.before().after(), quarter);
        }
        for wrong in [
            "2026-Q5", "2026-Q0", "2026-q3", "2026Q3", "26-Q3", "2026-Q33", "", "+026-Q1",
        ] {
            assert_eq!(Quarter::parse(wrong), None, "{wrong}");
        }
        let first = Quarter::parse("2026-Q1").expect("a quarter");
        assert_eq!(first.before().to_string(), "2025-Q4");
        assert_eq!(first.year_before().to_string(), "2025-Q1");
    }
}
