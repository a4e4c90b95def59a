//! The front page: what waits, told in one look.
//!
//! Each part needs the permit that its own page needs; a part without one is left out. The look
//! names whom the statement's part named. Not here: what the parts are made of.

use tilsyn_domain::{Day, Period};

use crate::cases::CasesWaiting;
use crate::desk::Desk;
use crate::log_review::view::{Shown, StatementView};
use crate::own_log::{Looked, OwnLogView};
use crate::permit::{
    ConfirmReveal, Permit, ReadCases, ReadFindings, ReadMine, ReadOverview, ReadOwnLog,
    ReadReports, ReadSources, ReadStatement, ReviewEmergency,
};
use crate::problem::Problem;
use crate::quarters::QuarterRow;
use crate::sources::SourcesView;
use crate::witnesses::RollBack;

/// What may be shown of the front page.
#[derive(Debug, Default)]
pub struct OverviewPermits {
    pub statement: Option<Permit<ReadStatement>>,
    pub sources: Option<Permit<ReadSources>>,
    pub own_log: Option<Permit<ReadOwnLog>>,
    pub cases: Option<Permit<ReadCases>>,
    pub findings: Option<Permit<ReadFindings>>,
    pub mine: Option<Permit<ReadMine>>,
    pub reveals: Option<Permit<ConfirmReveal>>,
    pub emergencies: Option<Permit<ReviewEmergency>>,
    pub reports: Option<Permit<ReadReports>>,
}

/// How much of it is shown.
#[derive(Clone, Copy, Debug)]
pub struct OverviewSize {
    /// Users of the statement.
    pub users: usize,
    /// Looks of the own log.
    pub looks: u64,
}

/// The front page; a part is missing where the reader may not see it.
#[derive(Clone, Debug)]
pub struct Overview {
    pub statement: Option<StatementView>,
    pub sources: Option<SourcesView>,
    pub own_log: Option<OwnLogView>,
    pub cases: Option<CasesWaiting>,
    /// How many findings wait for a decision.
    pub findings: Option<usize>,
    /// How many times the reader is asked to confirm that somebody is shown.
    pub reveals: usize,
    /// How many uses of logins for emergencies the reader is to go through.
    pub emergencies: usize,
    /// Quarters that are over and have no approved report, the latest first.
    pub quarters: Vec<QuarterRow>,
    /// Cases in which whoever looks is asked, by number, and until when.
    pub asked: Vec<(u64, Option<Day>)>,
    /// Where the data was put back from an older copy, which concerns every reader.
    pub roll_back: Option<RollBack>,
}

impl Desk {
    /// The beginning of the statement of a period, the sources, and the newest looks.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn overview(
        &self,
        permit: &Permit<ReadOverview>,
        parts: &OverviewPermits,
        period: Period,
        size: OverviewSize,
    ) -> Result<Overview, Problem> {
        let shown = Shown {
            limit: Some(size.users),
            ..Shown::default()
        };
        let statement = parts.statement.as_ref();
        let statement = statement.map(|_| self.statement_view(period, &shown));
        let sources = parts.sources.as_ref().map(|_| self.sources_view());
        let own_log = parts.own_log.as_ref();
        let own_log = own_log.map(|permit| self.own_log_view(permit.principal(), 0, size.looks));
        let cases = parts
            .cases
            .as_ref()
            .map(|permit| self.cases_waiting(permit));
        let findings = parts
            .findings
            .as_ref()
            .map(|permit| self.findings_waiting(permit));
        let emergencies = parts.emergencies.as_ref();
        let emergencies = emergencies.map(|permit| self.emergencies_to_review(permit));
        let asked = parts.mine.as_ref().map(|permit| self.questions_to(permit));
        let overview = Overview {
            statement: statement.transpose()?,
            sources: sources.transpose()?,
            own_log: own_log.transpose()?,
            cases: cases.transpose()?,
            findings: findings.transpose()?,
            asked: asked.transpose()?.unwrap_or_default(),
            reveals: parts
                .reveals
                .as_ref()
                .map_or(0, |permit| self.reveals_to_confirm(permit)),
            emergencies: emergencies.transpose()?.unwrap_or_default(),
            quarters: match parts.reports {
                Some(_) => self.quarters_waiting()?,
                None => Vec::new(),
            },
            roll_back: self.roll_back(),
        };
        let rows = overview.statement.as_ref();
        let rows = rows.map(|view| view.rows.as_slice()).unwrap_or_default();
        let people = rows.iter().filter_map(|row| row.line.national_id.as_ref());
        self.file_look(
            permit,
            &Looked::list("overview", period, people, rows.len()),
        )?;
        Ok(overview)
    }
}
