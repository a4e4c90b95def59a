//! Opening a case and taking its steps.

use tilsyn_domain::Day;
use tilsyn_domain::codebook::Identity;
use tilsyn_registry::Case as Kept;

use super::acts::{CaseAct, VIEW_OF_STEP};
use super::course::{self, NotNow};
use super::standing::{NO_SUCH_CASE, Standing, is_open, kinds};
use super::{NewStep, Outcome, StepKind, reference_of};
use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{self, About, Action, AnswerCase, Case, Permit, ReadCases, TakeCaseStep};
use crate::problem::Problem;

/// Characters of what is said in a step.
pub const TEXT_MAX: usize = 10_000;
/// Events that one step can join.
pub const EVENTS_MAX: usize = 1_000;
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
        kind != StepKind::Opened
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
    pub(super) fn one_case_at_a_time(&self) -> Result<std::sync::MutexGuard<'_, ()>, Problem> {
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
        self.check_events(&step.events)?;
        let number = case.number.to_string();
        let mut looked = Looked::plain(VIEW_OF_STEP, 1)
            .by("case", Some(&number))
            .by("step", Some(step.kind.word()));
        looked.about = Some(about.clone());
        // First, so that nothing that stands in a case can be erased in between.
        self.hold_for_case(permit, case.number, &step.events)?;
        self.file_step(permit, &looked, &CaseAct::of(case, step), step)
    }

    /// Events that are joined are there, and are no entries of another kind.
    fn check_events(&self, leaves: &[u64]) -> Result<(), Problem> {
        let events = self.stored_events(leaves)?;
        match events.iter().all(Option::is_some) {
            true => Ok(()),
            false => Err(Problem::gone("problem-no-such-event")),
        }
    }

    /// What a case rests on is not erased while nobody has let it go. It holds that itself, whoever
    /// holds it beside: one who lets the other hold go knows nothing of the case.
    fn hold_for_case<A: Action>(
        &self,
        permit: &Permit<A>,
        case: u64,
        leaves: &[u64],
    ) -> Result<(), Problem> {
        let by = permit.principal().user();
        let reference = reference_of(case);
        for leaf in leaves {
            let there = self.registry().holds_on(*leaf).map_err(registry_problem)?;
            if there.iter().any(|hold| hold.reference == reference) {
                continue;
            }
            let hold = self.registry().hold(*leaf, &reference, self.now(), by);
            hold.map_err(registry_problem)?;
        }
        Ok(())
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
