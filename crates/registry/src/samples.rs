//! Official samples: which lookups were drawn, and where it stands what was made of each. And
//! tests that were agreed beforehand.
//!
//! Nothing here is ever changed or deleted: who takes a verdict back gives another. What was said
//! is in the ledger alone. Not here: drawing, who may judge which item (`app`).

use std::fmt;

use tilsyn_domain::{Day, Instant};

use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

/// An official sample, without its items.
#[derive(Clone, PartialEq, Eq)]
pub struct Sample {
    /// From 1 on.
    pub number: u64,
    /// Where the draw stands in the ledger.
    pub leaf: u64,
    pub from: Day,
    pub to: Day,
    pub at: Instant,
    /// The user name of whoever drew it.
    pub by: String,
    /// By what it was drawn, as `app` writes it.
    pub terms: String,
}

/// One lookup of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleItem {
    /// From 1 on, in the order in which they were drawn.
    pub place: u64,
    /// Where its event stands in the ledger.
    pub leaf: u64,
    /// Who looked, and at whom: numbers of the ledger's vault, which lead to nobody after an
    /// erasure.
    pub user: u32,
    pub about: u32,
    /// A word of `app`.
    pub stratum: String,
    /// Where the user worked.
    pub unit: Option<String>,
    /// The rule that explains it.
    pub reason: Option<String>,
}

/// What somebody made of an item, or that they took it back.
#[derive(Clone, PartialEq, Eq)]
pub struct SampleVerdict {
    /// From 1 on in each sample.
    pub number: u64,
    pub place: u64,
    pub leaf: u64,
    pub at: Instant,
    /// The user name of whoever gave it.
    pub by: String,
    /// A word of `app`.
    pub verdict: String,
    /// The case in which the user is asked.
    pub case: Option<u64>,
}

/// A test that was agreed beforehand; what it is stands in the ledger.
#[derive(Clone, PartialEq, Eq)]
pub struct PlantedTest {
    pub number: u64,
    pub leaf: u64,
    pub from: Day,
    pub to: Day,
    pub at: Instant,
    /// The user name of whoever agreed to it.
    pub by: String,
}

/// Names nobody: what is printed may end in a log.
impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Sample {
            number,
            leaf,
            terms,
            ..
        } = self;
        write!(
            f,
            "Sample({number} {}..{} at {leaf}: {terms})",
            self.from, self.to
        )
    }
}

impl fmt::Debug for SampleVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SampleVerdict { number, place, .. } = self;
        write!(f, "SampleVerdict({number} of {place}: {})", self.verdict)
    }
}

impl fmt::Debug for PlantedTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PlantedTest {
            number,
            leaf,
            from,
            to,
            ..
        } = self;
        write!(f, "PlantedTest({number} {from}..{to} at {leaf})")
    }
}

const DRAWN_BY: &Column = declared("samples", "drawn_by");
const GIVEN_BY: &Column = declared("sample_verdicts", "given_by");
const AGREED_BY: &Column = declared("planted_tests", "agreed_by");

const SAMPLE: [&str; 7] = [
    "sample_no",
    "leaf",
    "from_day",
    "to_day",
    "drawn_at",
    "drawn_by",
    "terms",
];
const ITEM: [&str; 7] = [
    "place",
    "leaf",
    "user_code",
    "about_code",
    "stratum",
    "unit",
    "reason",
];
const VERDICT: [&str; 7] = [
    "verdict_no",
    "place",
    "leaf",
    "given_at",
    "given_by",
    "verdict",
    "case_no",
];
const TEST: [&str; 6] = [
    "test_no",
    "leaf",
    "from_day",
    "to_day",
    "agreed_at",
    "agreed_by",
];

impl Registry {
    /// The number that the next sample gets.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn next_sample(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(max(sample_no), 0) + 1 FROM samples";
        self.store
            .read(|open| open.number(sql, &[]).map(i64::cast_unsigned))
    }

    /// Keeps a sample that stands in the ledger, with its items. One that is kept stays as it is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn keep_sample(&self, sample: &Sample, items: &[SampleItem]) -> Result<(), Error> {
        self.store.write(|open| {
            let values = [
                Value::unsigned(sample.number),
                Value::unsigned(sample.leaf),
                Value::day(Some(sample.from)),
                Value::day(Some(sample.to)),
                sample.at.into(),
                Value::personal(DRAWN_BY, &sample.by),
                Value::text(&sample.terms),
            ];
            let sql = "INSERT INTO samples
                (sample_no, leaf, from_day, to_day, drawn_at, drawn_by, terms)
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
            match open.execute(sql, &values)? {
                0 => Ok(()),
                _ => items
                    .iter()
                    .try_for_each(|item| keep_item(open, sample.number, item)),
            }
        })
    }

    /// All samples, the latest period first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn samples(&self) -> Result<Vec<Sample>, Error> {
        let rest = "ORDER BY to_day DESC, from_day, sample_no";
        self.store
            .read(|open| open.select("samples", &SAMPLE, rest, &[], read_sample))
    }

    /// The items of a sample, in the order in which they were drawn.
    ///
    /// # Errors
    /// If the database fails.
    pub fn sample_items(&self, sample: u64) -> Result<Vec<SampleItem>, Error> {
        let rest = "WHERE sample_no = $1 ORDER BY place";
        let values = [Value::unsigned(sample)];
        self.store
            .read(|open| open.select("sample_items", &ITEM, rest, &values, read_item))
    }

    /// Notes what was made of an item. What was noted before stays as it is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn note_sample_verdict(&self, sample: u64, verdict: &SampleVerdict) -> Result<(), Error> {
        self.store.write(|open| {
            let values = [
                Value::unsigned(sample),
                Value::unsigned(verdict.number),
                Value::unsigned(verdict.place),
                Value::unsigned(verdict.leaf),
                verdict.at.into(),
                Value::personal(GIVEN_BY, &verdict.by),
                Value::text(&verdict.verdict),
                Value::maybe_unsigned(verdict.case),
            ];
            let sql = "INSERT INTO sample_verdicts
                (sample_no, verdict_no, place, leaf, given_at, given_by, verdict, case_no)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
            open.execute(sql, &values).map(drop)
        })
    }

    /// What was made of the items of a sample, in the order in which it was said.
    ///
    /// # Errors
    /// If the database fails.
    pub fn sample_verdicts(&self, sample: u64) -> Result<Vec<SampleVerdict>, Error> {
        let rest = "WHERE sample_no = $1 ORDER BY verdict_no";
        let values = [Value::unsigned(sample)];
        self.store
            .read(|open| open.select("sample_verdicts", &VERDICT, rest, &values, read_verdict))
    }

    /// The number that the next test gets.
    ///
    /// # Errors
    /// If the database fails.
    pub fn next_planted_test(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(max(test_no), 0) + 1 FROM planted_tests";
        self.store
            .read(|open| open.number(sql, &[]).map(i64::cast_unsigned))
    }

    /// Keeps a test that stands in the ledger. One that is kept stays as it is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn keep_planted_test(&self, test: &PlantedTest) -> Result<(), Error> {
        self.store.write(|open| {
            let values = [
                Value::unsigned(test.number),
                Value::unsigned(test.leaf),
                Value::day(Some(test.from)),
                Value::day(Some(test.to)),
                test.at.into(),
                Value::personal(AGREED_BY, &test.by),
            ];
            let sql = "INSERT INTO planted_tests
                (test_no, leaf, from_day, to_day, agreed_at, agreed_by)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
            open.execute(sql, &values).map(drop)
        })
    }

    /// All tests, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn planted_tests(&self) -> Result<Vec<PlantedTest>, Error> {
        let rest = "ORDER BY test_no DESC";
        self.store
            .read(|open| open.select("planted_tests", &TEST, rest, &[], read_test))
    }
}

fn keep_item(open: &mut Transaction<'_>, sample: u64, item: &SampleItem) -> Result<(), Error> {
    let values = [
        Value::unsigned(sample),
        Value::unsigned(item.place),
        Value::unsigned(item.leaf),
        Value::unsigned(item.user.into()),
        Value::unsigned(item.about.into()),
        Value::text(&item.stratum),
        Value::maybe_text(item.unit.as_deref()),
        Value::maybe_text(item.reason.as_deref()),
    ];
    let sql = "INSERT INTO sample_items
        (sample_no, place, leaf, user_code, about_code, stratum, unit, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    open.execute(sql, &values).map(drop)
}

fn read_sample(row: &mut Reader<'_>) -> Result<Sample, Error> {
    Ok(Sample {
        number: row.unsigned()?,
        leaf: row.unsigned()?,
        from: row.day()?,
        to: row.day()?,
        at: row.instant()?,
        by: row.text()?,
        terms: row.text()?,
    })
}

fn read_item(row: &mut Reader<'_>) -> Result<SampleItem, Error> {
    Ok(SampleItem {
        place: row.unsigned()?,
        leaf: row.unsigned()?,
        user: row.small()?,
        about: row.small()?,
        stratum: row.text()?,
        unit: row.maybe_text()?,
        reason: row.maybe_text()?,
    })
}

fn read_verdict(row: &mut Reader<'_>) -> Result<SampleVerdict, Error> {
    Ok(SampleVerdict {
        number: row.unsigned()?,
        place: row.unsigned()?,
        leaf: row.unsigned()?,
        at: row.instant()?,
        by: row.text()?,
        verdict: row.text()?,
        case: row.maybe_integer()?.map(i64::cast_unsigned),
    })
}

fn read_test(row: &mut Reader<'_>) -> Result<PlantedTest, Error> {
    Ok(PlantedTest {
        number: row.unsigned()?,
        leaf: row.unsigned()?,
        from: row.day()?,
        to: row.day()?,
        at: row.instant()?,
        by: row.text()?,
    })
}
