//! Reports of quarters: what was counted when one was closed, what was written about it, and the
//! document that was approved.
//!
//! An approved edition is never changed: a correction is another edition beside it. Not here: what
//! is counted, and who may approve it (`app`).

use std::fmt;

use tilsyn_domain::{Day, Instant};

use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Value};

/// One edition of the report of a quarter; the texts are the caller's.
#[derive(Clone, PartialEq, Eq)]
pub struct QuarterReport {
    /// The first day of the quarter.
    pub from: Day,
    /// From 1 on in each quarter.
    pub edition: u64,
    pub closed_at: Instant,
    /// The user name of whoever closed it.
    pub closed_by: String,
    pub figures: String,
    pub said: Option<QuarterSaid>,
    pub approved: Option<QuarterApproved>,
}

/// What was written about the figures.
#[derive(Clone, PartialEq, Eq)]
pub struct QuarterSaid {
    pub at: Instant,
    pub by: String,
    pub text: String,
}

/// That it was approved, and what was.
#[derive(Clone, PartialEq, Eq)]
pub struct QuarterApproved {
    pub at: Instant,
    pub by: String,
    pub document: String,
    /// Of the document's bytes, in hexadecimal.
    pub sha256: String,
}

/// Names nobody: what is printed may end in a log.
impl fmt::Debug for QuarterReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let QuarterReport { from, edition, .. } = self;
        let is_approved = self.approved.is_some();
        write!(
            f,
            "QuarterReport({from} edition {edition}, approved: {is_approved})"
        )
    }
}

const CLOSED_BY: &Column = declared("quarter_reports", "closed_by");
const FIGURES: &Column = declared("quarter_reports", "figures");
const SAID: &Column = declared("quarter_reports", "said");
const SAID_BY: &Column = declared("quarter_reports", "said_by");
const APPROVED_BY: &Column = declared("quarter_reports", "approved_by");
const DOCUMENT: &Column = declared("quarter_reports", "document");

const REPORT: [&str; 12] = [
    "quarter_from",
    "edition",
    "closed_at",
    "closed_by",
    "figures",
    "said",
    "said_at",
    "said_by",
    "approved_at",
    "approved_by",
    "document",
    "sha256",
];

impl Registry {
    /// All editions of all quarters: the latest quarter first, of each the latest edition first.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn quarter_reports(&self) -> Result<Vec<QuarterReport>, Error> {
        let order = "ORDER BY quarter_from DESC, edition DESC";
        self.store
            .read(|open| open.select("quarter_reports", &REPORT, order, &[], read_report))
    }

    /// Keeps a quarter that was closed; whether it did: an edition that is there stays as it is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn keep_quarter(&self, report: &QuarterReport) -> Result<bool, Error> {
        let values = [
            report.from.into(),
            Value::unsigned(report.edition),
            report.closed_at.into(),
            Value::personal(CLOSED_BY, &report.closed_by),
            Value::personal(FIGURES, &report.figures),
        ];
        let sql = "INSERT INTO quarter_reports
            (quarter_from, edition, closed_at, closed_by, figures)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        self.store
            .write(|open| Ok(open.execute(sql, &values)? == 1))
    }

    /// Keeps what was written about an edition; whether it did: an approved one stays as it is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn say_of_quarter(
        &self,
        (from, edition): (Day, u64),
        said: &QuarterSaid,
    ) -> Result<bool, Error> {
        let values = [
            from.into(),
            Value::unsigned(edition),
            Value::personal(SAID, &said.text),
            said.at.into(),
            Value::personal(SAID_BY, &said.by),
        ];
        let sql = "UPDATE quarter_reports SET said = $3, said_at = $4, said_by = $5
            WHERE quarter_from = $1 AND edition = $2 AND approved_at IS NULL";
        self.store
            .write(|open| Ok(open.execute(sql, &values)? == 1))
    }

    /// Keeps the document of an edition; whether it did: one that is approved stays as it is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn approve_quarter(
        &self,
        (from, edition): (Day, u64),
        approved: &QuarterApproved,
    ) -> Result<bool, Error> {
        let values = [
            from.into(),
            Value::unsigned(edition),
            approved.at.into(),
            Value::personal(APPROVED_BY, &approved.by),
            Value::personal(DOCUMENT, &approved.document),
            Value::text(&approved.sha256),
        ];
        let sql = "UPDATE quarter_reports
            SET approved_at = $3, approved_by = $4, document = $5, sha256 = $6
            WHERE quarter_from = $1 AND edition = $2 AND approved_at IS NULL";
        self.store
            .write(|open| Ok(open.execute(sql, &values)? == 1))
    }
}

fn read_report(row: &mut Reader<'_>) -> Result<QuarterReport, Error> {
    let mut report = QuarterReport {
        from: row.day()?,
        edition: row.unsigned()?,
        closed_at: row.instant()?,
        closed_by: row.text()?,
        figures: row.text()?,
        said: None,
        approved: None,
    };
    let (text, at, by) = (row.maybe_text()?, row.maybe_integer()?, row.maybe_text()?);
    if let (Some(text), Some(at), Some(by)) = (text, at, by) {
        let at = Instant(at);
        report.said = Some(QuarterSaid { at, by, text });
    }
    let (at, by) = (row.maybe_integer()?, row.maybe_text()?);
    if let (Some(at), Some(by), Some(document), Some(sha256)) =
        (at, by, row.maybe_text()?, row.maybe_text()?)
    {
        report.approved = Some(QuarterApproved {
            at: Instant(at),
            by,
            document,
            sha256,
        });
    }
    Ok(report)
}
