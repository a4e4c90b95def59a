//! Opening a case and taking its steps.

use std::collections::HashSet;

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::question::{About as OfUser, HistoryQuestion};
use tilsyn_domain::{Day, Period};
use tilsyn_registry::Case as Kept;

use super::acts::{CaseAct, VIEW_OF_STEP};
use super::course::{self, NotNow};
use super::standing::{NO_SUCH_CASE, Standing, is_open, kinds};
use super::{NewStep, Outcome, StepKind};
use crate::desk::{Desk, answered, registry_problem};
use crate::own_log::Looked;
use crate::permit::{self, About, Action, AnswerCase, Case, Permit, ReadCases, TakeCaseStep};
use crate::problem::Problem;

/// Characters of what is said in a step.
pub const TEXT_MAX: usize = 10_000;
/// Events that one step can join.
pub const EVENTS_MAX: usize = 1_000;
/// So long at most an authorisation is withdrawn from somebody who was not heard.
const UNHEARD_DAYS_MAX: i32 = 30;
/// No day that is set lies further ahead, in days.
const DUE_DAYS_MAX: i32 = 3 * 366;

/// Steps that somebody can take: the reviewer and the heads, or the user who is asked.
pub trait Steps: Action + Sized {
    /// Which ones.
    fn includes(kind: StepKind) -> bool;

    /// Whether whoever asks may know of a case, as it stands.
    ///
    /// # Errors
    /// Refused, where they may not.
    fn may_know(permit: &Permit<Self>, case: Case) -> Result<(), Problem>;
}

impl Steps for TakeCaseStep {
    fn includes(kind: StepKind) -> bool {
        !matches!(kind, StepKind::Opened | StepKind::Answer)
    }

    fn may_know(permit: &Permit<TakeCaseStep>, case: Case) -> Result<(), Problem> {
        let reading = permit::ask::<ReadCases>(permit.principal(), permit.form())?;
        reading.over(&About::Case(case))
    }
}

impl Steps for AnswerCase {
    fn includes(kind: StepKind) -> bool {
        kind == StepKind::Answer
    }

    fn may_know(permit: &Permit<AnswerCase>, case: Case) -> Result<(), Problem> {
        permit.over(&About::CaseStep(StepKind::Answer.word(), case))
    }
}

impl Desk {
    /// Opens a case about a user; gives its number.
    ///
    /// # Errors
    /// A conflict, where one is open about that user: what was found joins it. Refused, where it
    /// would be about whoever opens it. Yours, where something is missing.
    pub fn open_case(
        &self,
        permit: &Permit<TakeCaseStep>,
        about: &Identity,
        first: &NewStep,
    ) -> Result<u64, Problem> {
        let _one = self.one_case_at_a_time()?;
        let standing = self.standing()?;
        let about = &self.owner_or_account(about.clone());
        // Before it is said that there is one: nobody learns here of a case about himself.
        let opening = standing.seen_by_rules(&[], Some(about));
        permit.over(&About::CaseStep(StepKind::Opened.word(), opening))?;
        if standing.about(about).into_iter().any(is_open) {
            return Err(Problem::conflict("problem-case-open"));
        }
        let number = self.registry().next_case().map_err(registry_problem)?;
        let case = Kept {
            number,
            about: 0,
            steps: Vec::new(),
        };
        self.take(permit, &standing, (&case, about), first)?;
        Ok(number)
    }

    /// Takes the next step of a case.
    ///
    /// # Errors
    /// A conflict, where it cannot follow now; yours, where something is missing; refused, where
    /// it is not theirs to take; gone, where there is no such case, none that they may know of, or
    /// its user is erased.
    pub fn take_step<A: Steps>(
        &self,
        permit: &Permit<A>,
        number: u64,
        step: &NewStep,
    ) -> Result<(), Problem> {
        if !A::includes(step.kind) {
            return Err(Problem::yours("problem-case-step"));
        }
        let _one = self.one_case_at_a_time()?;
        let standing = self.standing()?;
        let case = standing.case::<A>(number)?;
        let known = A::may_know(permit, standing.of(case));
        known.map_err(|no| Problem::denied(no.message, A::NAME).told_as_gone(NO_SUCH_CASE))?;
        let about = standing.user(case);
        let about = about.ok_or_else(|| Problem::gone("problem-case-erased"))?;
        self.take(permit, &standing, (case, about), step)
    }

    /// Steps are numbered one after the other.
    pub(crate) fn one_case_at_a_time(&self) -> Result<std::sync::MutexGuard<'_, ()>, Problem> {
        let stopped = |_| Problem::ours("problem-ledger", "a step before this one broke off");
        self.cases.lock().map_err(stopped)
    }

    fn take<A: Action>(
        &self,
        permit: &Permit<A>,
        standing: &Standing<'_>,
        (case, about): (&Kept, &Identity),
        step: &NewStep,
    ) -> Result<(), Problem> {
        let as_ruled = standing.seen_by_rules(&case.steps, Some(about));
        permit.over(&About::CaseStep(step.kind.word(), as_ruled))?;
        check(step, self.today())?;
        let taken = kinds(&case.steps);
        course::may_follow(&taken, step.kind, step.outcome).map_err(not_now)?;
        self.check_it_is_time(standing, (case, about), step)?;
        self.check_events(about, &step.events)?;
        let number = case.number.to_string();
        let mut looked = Looked::plain(VIEW_OF_STEP, 1)
            .by("case", Some(&number))
            .by("step", Some(step.kind.word()));
        looked.about = Some(about.clone());
        self.file_step(permit, &looked, &CaseAct::of(case, step), step)
    }

    /// What more than the course of the case says whether a step may be taken today.
    fn check_it_is_time(
        &self,
        standing: &Standing<'_>,
        (case, about): (&Kept, &Identity),
        step: &NewStep,
    ) -> Result<(), Problem> {
        let today = self.today();
        match step.kind {
            // Until then the user can answer.
            StepKind::NoAnswer if !standing.is_late(case) => {
                Err(Problem::conflict("problem-case-still-time"))
            }
            StepKind::Line if !standing.has_head_besides(about) => {
                Err(Problem::conflict("problem-case-no-head"))
            }
            StepKind::Withdrawn if !course::was_heard(&kinds(&case.steps)) => {
                let last = today.plus(UNHEARD_DAYS_MAX);
                match step.due.is_some_and(|due| due <= last) {
                    true => Ok(()),
                    false => {
                        let no = Problem::conflict("problem-case-withdrawn-unheard");
                        Err(no.with("days", UNHEARD_DAYS_MAX))
                    }
                }
            }
            _ => Ok(()),
        }
    }

    /// Events that are joined are acts of the user of the case: what is looked into is withheld
    /// from others and is not erased, so nobody's own lookups can be hidden in another's case.
    fn check_events(&self, user: &Identity, leaves: &[u64]) -> Result<(), Problem> {
        let gone = || Problem::gone("problem-no-such-event");
        let events = self.stored_events(leaves)?;
        let days = events.iter().map(|event| {
            let event = event.as_ref().ok_or_else(gone)?;
            Ok(self.zone().day_of(event.time.at))
        });
        let days: Vec<Day> = days.collect::<Result<_, Problem>>()?;
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return Ok(());
        };
        let period = Period::new(*first, *last).unwrap_or(Period::always());
        let question = HistoryQuestion::every(OfUser::Actor(user.clone()), period);
        let theirs = answered(self.answers().leaves(&question))?;
        let theirs: HashSet<u64> = theirs.into_iter().collect();
        match leaves.iter().all(|leaf| theirs.contains(leaf)) {
            true => Ok(()),
            false => Err(Problem::yours("problem-case-events-of-others")),
        }
    }
}

/// What a step needs to say.
fn check(step: &NewStep, today: Day) -> Result<(), Problem> {
    let text = step.text.trim();
    if text.is_empty() || text.chars().count() > TEXT_MAX {
        return Err(Problem::yours("problem-case-text").with("max", TEXT_MAX));
    }
    let withdraws = step.kind == StepKind::Withdrawn;
    let has_day = match step.due {
        // For good.
        None => !step.kind.has_deadline(),
        Some(due) => {
            let is_ahead = today <= due && due <= today.plus(DUE_DAYS_MAX);
            is_ahead && (withdraws || step.kind.has_deadline())
        }
    };
    if !has_day {
        return Err(Problem::yours("problem-case-due"));
    }
    if (step.kind == StepKind::Closed) != step.outcome.is_some() {
        return Err(Problem::yours("problem-case-outcome"));
    }
    if withdraws == step.systems.is_empty() {
        return Err(Problem::yours("problem-case-systems"));
    }
    let joins = matches!(step.kind, StepKind::Opened | StepKind::Joined);
    let is_right = match step.kind {
        StepKind::Joined => !step.events.is_empty(),
        _ => joins || step.events.is_empty(),
    };
    match is_right && step.events.len() <= EVENTS_MAX {
        true => Ok(()),
        false => Err(Problem::yours("problem-case-events").with("max", EVENTS_MAX)),
    }
}

fn not_now(why: NotNow) -> Problem {
    Problem::conflict(match why {
        NotNow::NotTheFirst => "problem-case-not-first",
        NotNow::IsClosed => "problem-case-closed",
        NotNow::NotAssessed => "problem-case-not-assessed",
        NotNow::NothingAsked => "problem-case-nothing-asked",
        NotNow::NotAnswered => "problem-case-not-answered",
        NotNow::LineNotTold => "problem-case-line",
        NotNow::NotHeard => "problem-case-not-heard",
    })
}

/// Which steps may follow now by their course; one that ends the case, if it can end at all.
pub(super) fn may_come_next(taken: &[StepKind]) -> impl Iterator<Item = StepKind> {
    let can = move |kind: &StepKind| {
        let outcome = (*kind == StepKind::Closed).then_some(Outcome::Unclear);
        course::may_follow(taken, *kind, outcome).is_ok()
    };
    StepKind::ALL.into_iter().filter(can)
}
