//! Log evaluation: which users' periods hold more than ordinary work gives, and why each lookup
//! was expected.
//!
//! Everything follows from the events, the directory and the rules, and from nothing later than
//! the period's last day, so that any past week can be asked again. A look is filed before the
//! answer leaves; a list longer than what is reported is filed as an evaluation.
//! Not here: how evidence is weighed (`detect`), the sentences (`web`).

mod explained;
mod why;

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use tilsyn_detect::Evaluation;
use tilsyn_detect::findings::person_of;
use tilsyn_detect::language::{self, Rules};
use tilsyn_domain::question::{About, HistoryQuestion, account_text};
use tilsyn_domain::{Identity, NationalId, Period};

pub(crate) use explained::ExplainedPeriods;
pub use tilsyn_detect::language::rules::{Class, Sentences};
pub use tilsyn_detect::{Closeness, Fact, Finding, Kind, Signal};
pub(crate) use why::Ready;
pub use why::{Explanation, Told};

use crate::desk::{Desk, VaultBook, answered};
use crate::own_log::Looked;
use crate::permit::{Permit, ReadFindings};
use crate::problem::Problem;

/// Events that a finding names.
pub const EVENTS_MAX: usize = 500;

/// How many findings are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowFar {
    /// Those whose false discoveries are bounded.
    Reported,
    /// The first so many users, reported or not: an evaluation of the method.
    Ranked(usize),
}

/// A finding with what leads to its events.
#[derive(Clone, Debug)]
pub struct FoundRow {
    /// From 1.
    pub rank: usize,
    pub finding: Finding,
    /// The account most of the events were done with, as `source:user`.
    pub user: Option<String>,
    /// `source:id`, the earliest first.
    pub events: Vec<String>,
}

impl FoundRow {
    /// Whom it is about.
    pub fn subjects(&self) -> impl Iterator<Item = &NationalId> {
        self.finding.subjects.iter().filter_map(person_of)
    }
}

impl Desk {
    /// The rules by which lookups are explained here.
    pub(crate) fn rules(&self) -> Rules {
        language::read(language::DEFAULT).expect("the rules that come with the program are right")
    }

    /// Users by the evidence of a period, the strongest first.
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn findings(
        &self,
        permit: &Permit<ReadFindings>,
        period: Period,
        how_far: HowFar,
    ) -> Result<Vec<FoundRow>, Problem> {
        let mut findings = self.evaluated(period)?.ranked();
        match how_far {
            HowFar::Reported => findings.retain(|finding| finding.is_reported),
            HowFar::Ranked(limit) => findings.truncate(limit),
        }
        let mut rows = Vec::with_capacity(findings.len());
        for (rank, finding) in (1..).zip(findings) {
            rows.push(self.found_row(rank, finding)?);
        }
        let view = match how_far {
            HowFar::Reported => "findings",
            HowFar::Ranked(_) => "findings-ranked",
        };
        let users = rows.iter().filter_map(|row| person_of(&row.finding.user));
        let people = users.chain(rows.iter().flat_map(FoundRow::subjects));
        let looked = Looked::list(view, period, people, rows.len());
        self.file_look(permit, &looked)?;
        Ok(rows)
    }

    /// The log evaluated up to the end of a period.
    pub(crate) fn evaluated(&self, period: Period) -> Result<Evaluation, Problem> {
        let mut evaluation = Evaluation::new(&self.directory(), &self.rules(), period);
        let book = VaultBook(self.ledger_shared());
        let question = evaluation.question();
        let mut take = |week: tilsyn_domain::touch::TouchWeek| {
            evaluation.take(&week, &book);
            ControlFlow::Continue(())
        };
        answered(self.answers().touches(&question, &mut take))?;
        Ok(evaluation)
    }

    fn found_row(&self, rank: usize, finding: Finding) -> Result<FoundRow, Problem> {
        let subjects: HashSet<&NationalId> =
            finding.subjects.iter().filter_map(person_of).collect();
        let question = HistoryQuestion {
            limit: EVENTS_ASKED_MAX,
            ..HistoryQuestion::every(About::Actor(finding.user.clone()), finding.days)
        };
        let mut lines = answered(self.answers().history(&question))?.lines;
        lines.reverse();
        let is_about = |id: &NationalId| subjects.contains(id);
        lines.retain(|line| line.subject_units.iter().any(|(id, _)| is_about(id)));
        lines.truncate(EVENTS_MAX);
        let leaves: Vec<u64> = lines.iter().map(|line| line.leaf).collect();
        let mut events = Vec::with_capacity(leaves.len());
        let mut accounts: BTreeMap<String, usize> = BTreeMap::new();
        for event in self.stored_events(&leaves)?.into_iter().flatten() {
            let account = account_text(&event.source, &event.actor.user);
            *accounts.entry(account).or_default() += 1;
            events.push(format!("{}:{}", event.source, event.id));
        }
        let most = accounts.into_iter().max_by_key(|(_, count)| *count);
        let user = most.map(|(account, _)| account);
        let user = user.or_else(|| self.account_of(&finding.user));
        Ok(FoundRow {
            rank,
            finding,
            user,
            events,
        })
    }

    fn account_of(&self, who: &Identity) -> Option<String> {
        match who {
            Identity::Account { source, user } => Some(account_text(source, user)),
            Identity::Person(_) => self.accounts_of(who).into_iter().next(),
        }
    }
}

/// Events of a user's week that are looked through for those of a finding.
const EVENTS_ASKED_MAX: u64 = 20_000;
