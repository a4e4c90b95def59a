//! Opening a finding, which shows whom it is about, and deciding what becomes of it.
//!
//! Each is one entry of the own log with a reason. What was decided last can be taken back for a
//! day, unless a case came of it; both stay in the log. Nobody decides on a finding about himself,
//! nor about whoever judged him (the rules ask for the case that it could become).

use std::sync::MutexGuard;

use tilsyn_domain::Identity;

use super::views::Known;
use super::{ActKind, REASON_MAX, SETTLED_DAYS, State};
use crate::cases::StepKind;
use crate::desk::Desk;
use crate::permit::{About, DecideFinding, Permit, ReadFindings};
use crate::problem::Problem;

/// Hours for which a decision can be taken back.
pub const UNDO_HOURS: i64 = 24;

/// What somebody decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDecision<'a> {
    pub kind: ActKind,
    pub reason: &'a str,
}

impl Desk {
    /// Shows whoever asks whom a finding is about, for a reason that is filed.
    ///
    /// # Errors
    /// Gone, where there is none of this number, or none that they may know of; yours, where no
    /// reason is given.
    pub fn open_finding(
        &self,
        permit: &Permit<ReadFindings>,
        number: u64,
        reason: &str,
    ) -> Result<(), Problem> {
        let reason = reason_of(reason)?;
        let _one = self.one_finding_at_a_time()?;
        let known = self.seen_finding(permit, number)?;
        if known.is_opened_by(permit.principal().user()) {
            return Ok(());
        }
        let user = known.user.as_ref();
        let user = user.ok_or_else(|| Problem::gone("problem-finding-erased"))?;
        let part = known.next_act(ActKind::Opened);
        self.file_finding(permit, user, &part, reason)
    }

    /// Decides what becomes of a finding.
    ///
    /// # Errors
    /// A conflict, where it cannot follow now, or the finding was not opened; yours, where no
    /// reason is given; refused, where it is not theirs to decide; gone, where there is none.
    pub fn decide_finding(
        &self,
        permit: &Permit<DecideFinding>,
        number: u64,
        decision: NewDecision<'_>,
    ) -> Result<(), Problem> {
        let reason = reason_of(decision.reason)?;
        if matches!(decision.kind, ActKind::Opened | ActKind::Case) {
            return Err(Problem::yours("problem-finding-decision"));
        }
        let _one = self.one_finding_at_a_time()?;
        let (known, user) = self.to_decide(permit, number)?;
        if !self.may_follow(&known).contains(&decision.kind) {
            return Err(Problem::conflict("problem-finding-not-now"));
        }
        let mut part = known.next_act(decision.kind);
        let holds = (decision.kind == ActKind::Need).then(|| self.today().plus(SETTLED_DAYS));
        part.until = holds;
        self.file_finding(permit, &user, &part, reason)
    }

    /// Says which case came of a finding; what is found later joins it while the case is open.
    ///
    /// # Errors
    /// As of [`Desk::decide_finding`].
    pub fn finding_became_case(
        &self,
        permit: &Permit<DecideFinding>,
        number: u64,
        case: u64,
    ) -> Result<(), Problem> {
        let _one = self.one_finding_at_a_time()?;
        let (known, user) = self.to_decide(permit, number)?;
        if known.state == State::Case(case) {
            return Ok(());
        }
        let mut part = known.next_act(ActKind::Case);
        part.case = Some(case);
        self.file_finding(permit, &user, &part, "")
    }

    /// One thing is done about findings at a time.
    pub(super) fn one_finding_at_a_time(&self) -> Result<MutexGuard<'_, ()>, Problem> {
        let stopped = |_| Problem::ours("problem-ledger", "an act before this one broke off");
        self.findings.lock().map_err(stopped)
    }

    /// A finding that somebody may decide on, and has opened.
    fn to_decide(
        &self,
        permit: &Permit<DecideFinding>,
        number: u64,
    ) -> Result<(Known, Identity), Problem> {
        let reading = crate::permit::ask::<ReadFindings>(permit.principal(), permit.form())?;
        let known = self.seen_finding(&reading, number)?;
        let gone = || Problem::gone("problem-finding-erased");
        let user = known.user.clone().ok_or_else(gone)?;
        permit.over(&self.step_about(&user)?)?;
        match known.is_opened_by(permit.principal().user()) {
            true => Ok((known, user)),
            false => Err(Problem::conflict("problem-finding-not-opened")),
        }
    }

    /// What the rules are asked of a decision about a user.
    pub(super) fn step_about(&self, user: &Identity) -> Result<About, Problem> {
        let case = self.standing()?.seen_by_rules(&[], Some(user));
        Ok(About::CaseStep(StepKind::Opened.word(), case))
    }

    /// What can be done about a finding now.
    pub(super) fn may_follow(&self, known: &Known) -> Vec<ActKind> {
        let explained = ActKind::EXPLAINED;
        let mut next: Vec<ActKind> = match known.state {
            State::Open => {
                let all = explained.into_iter();
                all.chain([ActKind::Followed, ActKind::Case]).collect()
            }
            State::Followed(_) => explained.into_iter().chain([ActKind::Case]).collect(),
            State::Explained(_) | State::Case(_) => Vec::new(),
        };
        if self.may_undo(known) {
            next.push(ActKind::Undone);
        }
        next
    }

    fn may_undo(&self, known: &Known) -> bool {
        let is_case = matches!(known.state, State::Case(_));
        let hours = |since: i64| (self.now().0 - since) / tilsyn_domain::time::HOUR;
        let last = known.deciding();
        !is_case && last.is_some_and(|act| hours(act.at.0) < UNDO_HOURS)
    }
}

fn reason_of(reason: &str) -> Result<&str, Problem> {
    let reason = reason.trim();
    match reason.is_empty() || reason.chars().count() > REASON_MAX {
        true => Err(Problem::yours("problem-finding-reason").with("max", REASON_MAX)),
        false => Ok(reason),
    }
}
