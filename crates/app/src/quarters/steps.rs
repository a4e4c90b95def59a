//! The way of a report: the quarter is closed, written about, and approved by another.
//!
//! Each is an entry of the own log before it holds; the entry of an approval has the SHA-256 of
//! the document, so that the log proves which one it was. Not here: what is counted.

use std::sync::MutexGuard;

use sha2::{Digest, Sha256};
use tilsyn_domain::{Day, Instant};
use tilsyn_registry::settings::REPORT_DAYS;
use tilsyn_registry::{QuarterApproved, QuarterReport, QuarterSaid};

use super::{EditionRow, Measure, Quarter, QuarterRow, QuarterView, Report, Said, Signed, State};
use crate::desk::{Desk, answered, registry_problem};
use crate::own_log::{Looked, holds_number};
use crate::permit::{About, ApproveReport, Permit, ReadReports, Who, WriteReport};
use crate::problem::Problem;
use crate::staff::Names;

/// Characters of the assessment, and of what came of earlier measures.
pub const TEXT_MAX: usize = 8_000;
/// Characters of a measure, and of who is to see to it.
const LINE_MAX: usize = 500;
/// Measures of one report.
pub const MEASURES_MAX: usize = 20;
/// Quarters that are listed.
const LISTED_MAX: usize = 60;
/// The form of the document.
const FORMAT: u32 = 1;

/// What somebody writes about the figures.
#[derive(Clone, Debug, Default)]
pub struct NewSaid {
    pub assessment: String,
    pub came: String,
    pub measures: Vec<Measure>,
}

impl NewSaid {
    fn check(&self) -> Result<(), Problem> {
        let fits = |text: &str, max: usize| text.chars().count() <= max;
        let line = |text: &str| !text.trim().is_empty() && fits(text, LINE_MAX);
        let is_one = !self.assessment.trim().is_empty()
            && fits(&self.assessment, TEXT_MAX)
            && fits(&self.came, TEXT_MAX)
            && self.measures.len() <= MEASURES_MAX
            && self
                .measures
                .iter()
                .all(|one| line(&one.what) && line(&one.who));
        if !is_one {
            return Err(Problem::yours("problem-report-text").with("max", TEXT_MAX));
        }
        let measures = self.measures.iter().flat_map(|one| [&one.what, &one.who]);
        let mut texts = measures.chain([&self.assessment, &self.came]);
        match texts.any(|text| holds_number(text)) {
            true => Err(Problem::yours("problem-report-number")),
            false => Ok(()),
        }
    }
}

impl Desk {
    /// Every quarter from the first event on, the latest first.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn quarters(&self, permit: &Permit<ReadReports>) -> Result<Vec<QuarterRow>, Problem> {
        let rows = self.quarter_rows()?;
        self.file_look(permit, &Looked::plain("reports", rows.len()))?;
        Ok(rows)
    }

    /// Quarters that are over and wait for their report, the latest first; for the front page.
    pub(crate) fn quarters_waiting(&self) -> Result<Vec<QuarterRow>, Problem> {
        let mut rows = self.quarter_rows()?;
        rows.retain(|row| row.state != State::Running && row.approved.is_none());
        Ok(rows)
    }

    /// The report of a quarter: the edition asked for, else the last; of a quarter that is not
    /// closed, what would stand in it now.
    ///
    /// # Errors
    /// Gone, where there is no such quarter or edition; ours, where what was approved is not what
    /// is kept.
    pub fn quarter(
        &self,
        permit: &Permit<ReadReports>,
        quarter: Quarter,
        edition: Option<u64>,
    ) -> Result<QuarterView, Problem> {
        let rows = self.quarter_rows()?;
        let row = rows.into_iter().find(|row| row.quarter == quarter);
        let row = row.ok_or_else(|| Problem::gone("problem-no-such-quarter"))?;
        let kept = self.editions(quarter)?;
        let shown = match edition {
            Some(number) => {
                let found = kept.iter().find(|one| one.edition == number);
                Some(found.ok_or_else(|| Problem::gone("problem-no-such-quarter"))?)
            }
            None => kept.first(),
        };
        let user = permit.principal().user();
        let names = self.names()?;
        let report = match shown {
            Some(kept) => report_of(kept, &names)?,
            None => Report {
                format: FORMAT,
                quarter,
                edition: 0,
                figures: self.count_quarter(quarter, permit.principal())?,
                said: None,
                approved: None,
            },
        };
        let looked = Looked::list("report", quarter.period(), std::iter::empty(), 1);
        let looked = looked.by("edition", Some(&report.edition.to_string()));
        self.file_look(permit, &looked)?;
        Ok(QuarterView {
            state: shown.map_or(row.state, state_of),
            sha256: shown.and_then(|kept| kept.approved.as_ref().map(|one| one.sha256.clone())),
            is_last: report.edition == row.edition,
            is_closed_by_reader: shown.is_some_and(|kept| kept.closed_by == user),
            editions: kept.iter().map(|kept| edition_row(kept, &names)).collect(),
            row,
            report,
        })
    }

    /// Closes a quarter: counts, and keeps what was counted. Of one that is approved, that makes
    /// the next edition; of one that is not, its figures stand already.
    ///
    /// # Errors
    /// Yours, where it is not over; a conflict, where it is closed; gone, where there is none.
    pub fn close_quarter(
        &self,
        permit: &Permit<WriteReport>,
        quarter: Quarter,
    ) -> Result<u64, Problem> {
        let _one = self.one_report_at_a_time()?;
        if quarter.period().to() >= self.today() {
            return Err(Problem::yours("problem-quarter-runs"));
        }
        if !self
            .quarter_rows()?
            .iter()
            .any(|row| row.quarter == quarter)
        {
            return Err(Problem::gone("problem-no-such-quarter"));
        }
        let last = self.editions(quarter)?.into_iter().next();
        if last.as_ref().is_some_and(|last| last.approved.is_none()) {
            return Err(Problem::conflict("problem-quarter-closed"));
        }
        let edition = last.map_or(0, |last| last.edition) + 1;
        let figures = self.count_quarter(quarter, permit.principal())?;
        let kept = QuarterReport {
            from: quarter.period().from(),
            edition,
            closed_at: figures.counted.moment(),
            closed_by: permit.principal().user().to_owned(),
            figures: to_json(&figures)?,
            said: None,
            approved: None,
        };
        let hash = sha256(kept.figures.as_bytes());
        let looked = of_report("report-closed", quarter, edition).with_made("sha256", &hash);
        self.file_look(permit, &looked)?;
        self.registry()
            .keep_quarter(&kept)
            .map_err(registry_problem)?;
        Ok(edition)
    }

    /// Writes about the figures of a quarter that is closed, in place of what was written before.
    ///
    /// # Errors
    /// Yours, where a text is missing, too long or holds what may be a national id; a conflict,
    /// where nothing is closed or it is approved.
    pub fn write_report(
        &self,
        permit: &Permit<WriteReport>,
        quarter: Quarter,
        said: &NewSaid,
    ) -> Result<(), Problem> {
        said.check()?;
        let _one = self.one_report_at_a_time()?;
        let kept = self.open_edition(quarter)?;
        let measures = said.measures.iter().map(|one| Measure {
            what: one.what.trim().to_owned(),
            who: one.who.trim().to_owned(),
            due: one.due,
        });
        let at = self.now();
        let by = permit.principal().user();
        let text = to_json(&Said {
            assessment: said.assessment.trim().to_owned(),
            measures: measures.collect(),
            came: said.came.trim().to_owned(),
            signed: Signed {
                by: by.to_owned(),
                at: at.0,
            },
        })?;
        let looked = of_report("report-written", quarter, kept.edition);
        let looked = looked.with_made("sha256", &sha256(text.as_bytes()));
        self.file_look(permit, &looked)?;
        let by = by.to_owned();
        let said = QuarterSaid { at, by, text };
        let of = (kept.from, kept.edition);
        let is_kept = self.registry().say_of_quarter(of, &said);
        kept_or_not(is_kept.map_err(registry_problem)?)
    }

    /// Approves the report of a quarter; from then on it is frozen.
    ///
    /// # Errors
    /// A conflict, where nothing waits to be approved, or it is not the document that was read;
    /// refused, where whoever asks closed it.
    pub fn approve_report(
        &self,
        permit: &Permit<ApproveReport>,
        quarter: Quarter,
        read: (u64, Option<i64>),
    ) -> Result<String, Problem> {
        let _one = self.one_report_at_a_time()?;
        let kept = self.open_edition(quarter)?;
        permit.over(&About::Quarter {
            closed_by: Who(kept.closed_by.clone()),
        })?;
        let said_at = kept.said.as_ref().map(|said| said.at.0);
        let said_at = said_at.ok_or_else(|| Problem::conflict("problem-report-unsaid"))?;
        // Nobody approves what was written after they read it.
        if read != (kept.edition, Some(said_at)) {
            return Err(Problem::conflict("problem-report-changed"));
        }
        let at = self.now();
        let names = self.names()?;
        let user = permit.principal().user();
        let mut report = report_of(&kept, &names)?;
        report.approved = Some(Signed {
            by: names.called(user),
            at: at.0,
        });
        let document = to_json(&report)?;
        let hash = sha256(document.as_bytes());
        let looked = of_report("report-approved", quarter, kept.edition);
        self.file_look(permit, &looked.with_made("sha256", &hash))?;
        let approved = QuarterApproved {
            at,
            by: user.to_owned(),
            document,
            sha256: hash.clone(),
        };
        let of = (kept.from, kept.edition);
        let is_kept = self.registry().approve_quarter(of, &approved);
        kept_or_not(is_kept.map_err(registry_problem)?)?;
        Ok(hash)
    }

    fn one_report_at_a_time(&self) -> Result<MutexGuard<'_, ()>, Problem> {
        let stopped = |_| Problem::ours("problem-ledger", "a report before this one broke off");
        self.quarters.lock().map_err(stopped)
    }

    /// The last edition, which is closed and not approved.
    fn open_edition(&self, quarter: Quarter) -> Result<QuarterReport, Problem> {
        let last = self.editions(quarter)?.into_iter().next();
        let open = last.filter(|last| last.approved.is_none());
        open.ok_or_else(|| Problem::conflict("problem-report-not-now"))
    }

    /// The latest first.
    fn editions(&self, quarter: Quarter) -> Result<Vec<QuarterReport>, Problem> {
        let mut all = self
            .registry()
            .quarter_reports()
            .map_err(registry_problem)?;
        all.retain(|one| Quarter::of(one.from) == quarter);
        Ok(all)
    }

    /// The last approved report of a quarter.
    pub(super) fn approved_report(&self, quarter: Quarter) -> Result<Option<Report>, Problem> {
        let editions = self.editions(quarter)?;
        let mut approved = editions.iter().filter(|kept| kept.approved.is_some());
        let names = self.names()?;
        approved
            .next()
            .map(|kept| report_of(kept, &names))
            .transpose()
    }

    fn quarter_rows(&self) -> Result<Vec<QuarterRow>, Problem> {
        let sources = answered(self.answers().sources())?;
        let first = sources
            .iter()
            .map(|source| self.zone().day_of(source.first))
            .min();
        let kept = self
            .registry()
            .quarter_reports()
            .map_err(registry_problem)?;
        let first = first
            .into_iter()
            .chain(kept.last().map(|kept| kept.from))
            .min();
        let Some(first) = first else {
            return Ok(Vec::new());
        };
        let today = self.today();
        let days = self
            .registry()
            .setting(&REPORT_DAYS)
            .map_err(registry_problem)?;
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        let mut quarter = Quarter::of(today);
        let mut rows = Vec::new();
        while quarter.period().to() >= first && rows.len() < LISTED_MAX {
            let editions = kept.iter().filter(|one| Quarter::of(one.from) == quarter);
            let editions: Vec<&QuarterReport> = editions.collect();
            rows.push(row_of(quarter, &editions, (today, days)));
            quarter = quarter.before();
        }
        Ok(rows)
    }
}

fn row_of(quarter: Quarter, editions: &[&QuarterReport], (today, days): (Day, i32)) -> QuarterRow {
    let to = quarter.period().to();
    let last = editions.first();
    let approved = editions.iter().find_map(|one| {
        let approved = one.approved.as_ref()?;
        Some((one.edition, approved.at))
    });
    let due = to.plus(days);
    QuarterRow {
        quarter,
        state: match last {
            Some(kept) => state_of(kept),
            None if to >= today => State::Running,
            None => State::Ended,
        },
        edition: last.map_or(0, |last| last.edition),
        approved,
        due,
        is_missed: approved.is_none() && due < today,
    }
}

fn state_of(kept: &QuarterReport) -> State {
    match (&kept.approved, &kept.said) {
        (Some(_), _) => State::Approved,
        (None, Some(_)) => State::Written,
        (None, None) => State::Closed,
    }
}

fn edition_row(kept: &QuarterReport, names: &Names) -> EditionRow {
    let signed = |by: &str, at: Instant| Signed {
        by: names.called(by),
        at: at.0,
    };
    let approved = kept.approved.as_ref();
    EditionRow {
        edition: kept.edition,
        closed: signed(&kept.closed_by, kept.closed_at),
        approved: approved.map(|one| signed(&one.by, one.at)),
        sha256: approved.map(|one| one.sha256.clone()),
    }
}

/// What an edition says; of an approved one the document alone.
fn report_of(kept: &QuarterReport, names: &Names) -> Result<Report, Problem> {
    let damaged = |cause| Problem::ours("problem-registry", cause);
    if let Some(approved) = &kept.approved {
        if sha256(approved.document.as_bytes()) != approved.sha256 {
            let cause = "a document is not the one that was approved";
            return Err(Problem::ours("problem-registry", cause));
        }
        return serde_json::from_str(&approved.document).map_err(damaged);
    }
    let said = kept.said.as_ref();
    let said = said.map(|said| serde_json::from_str::<Said>(&said.text));
    let mut said = said.transpose().map_err(damaged)?;
    if let Some(said) = &mut said {
        said.signed.by = names.called(&said.signed.by);
    }
    Ok(Report {
        format: FORMAT,
        quarter: Quarter::of(kept.from),
        edition: kept.edition,
        figures: serde_json::from_str(&kept.figures).map_err(damaged)?,
        said,
        approved: None,
    })
}

fn of_report(view: &'static str, quarter: Quarter, edition: u64) -> Looked {
    let looked = Looked::list(view, quarter.period(), std::iter::empty(), 1);
    looked.by("edition", Some(&edition.to_string()))
}

fn kept_or_not(is_kept: bool) -> Result<(), Problem> {
    match is_kept {
        true => Ok(()),
        false => Err(Problem::conflict("problem-report-not-now")),
    }
}

fn to_json(value: &impl serde::Serialize) -> Result<String, Problem> {
    let unmade = |cause| Problem::ours("problem-registry", cause);
    serde_json::to_string(value).map_err(unmade)
}

fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes any byte");
        text
    })
}
