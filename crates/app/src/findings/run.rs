//! An evaluation of the log: the last complete weeks are judged, findings open, grow, and are
//! judged again by what became known later.
//!
//! A week is complete when it is over by the clock and the log goes on to its end. The last
//! weeks are judged again each time, since events and registrations come late; so the same week
//! may say less than it did, and then its finding says that. It shows nobody anything, so it is no
//! look. Not here: who decides what becomes of a finding (`decide`).

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use tilsyn_detect::findings::person_of;
use tilsyn_detect::{Finding as Seen, JudgedWeek as Judged, Weekly, Weeks};
use tilsyn_domain::question::{About, HistoryQuestion};
use tilsyn_domain::touch::TouchWeek;
use tilsyn_domain::{Day, Identity, Instant, NationalId, Period};
use tilsyn_registry::{EvaluationRun, FindingWeek, JudgedWeek, WeekStanding};

use super::content::{WeekPart, part, past_parts, text};
use super::views::Known;
use super::{ActKind, State};
use crate::desk::{Desk, VaultBook, answered, registry_problem, unreadable};
use crate::permit::{EvaluateLog, Permit};
use crate::problem::Problem;

/// Events of a week that a finding keeps.
pub const EVENTS_MAX: usize = 500;
/// Events of a user's week that are looked through for those of a finding.
const EVENTS_ASKED_MAX: u64 = 20_000;
/// Weeks that are judged again each time: as late as registrations come, mostly.
const WEEKS_AGAIN: i32 = 4;
/// Weeks that the first evaluation judges, and no later one more: a quarter (H10.2).
const WEEKS_MAX: i32 = 13;
/// Weeks that the picture of a user's own normal goes back.
const PAST_WEEKS: usize = 26;
/// What is left of the evidence when a week's ground has fallen away: half of it, at most.
const FALLEN: f64 = 0.5;
/// Hours of the day, by the local clock, in which the clock evaluates.
const NIGHT: std::ops::Range<u16> = 2..5;

/// The last evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRun {
    pub run: EvaluationRun,
    /// The last day that a next one would judge.
    pub due: Option<Day>,
}

/// Whether an evaluation runs, and since when.
#[derive(Default)]
pub(crate) struct Evaluating(Mutex<Option<Instant>>);

impl Evaluating {
    /// `false` where one runs already.
    fn begin(&self, at: Instant) -> bool {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_free = running.is_none();
        if is_free {
            *running = Some(at);
        }
        is_free
    }

    fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(super) fn is_running(&self) -> bool {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.is_some()
    }
}

impl Desk {
    /// Starts an evaluation beside everything else. Does nothing where one runs already.
    ///
    /// # Errors
    /// A conflict, where there is no complete week; ours, when it cannot be started.
    pub fn begin_evaluation(self: &Arc<Desk>, permit: Permit<EvaluateLog>) -> Result<(), Problem> {
        if self.last_complete_day().is_none() {
            return Err(Problem::conflict("problem-evaluation-nothing"));
        }
        if !self.evaluating.begin(self.now()) {
            return Ok(());
        }
        let desk = Arc::clone(self);
        let evaluate = move || {
            let done = desk.evaluate_begun(&permit);
            desk.evaluating.end();
            if let Err(problem) = done {
                tracing::error!(%problem, "the log could not be evaluated");
            }
        };
        let thread = std::thread::Builder::new().name("evaluation".to_owned());
        thread.spawn(evaluate).map(drop).map_err(|cause| {
            self.evaluating.end();
            Problem::ours("problem-evaluation", cause)
        })
    }

    /// Evaluates the log, and waits for it.
    ///
    /// # Errors
    /// A conflict, where there is no complete week, or one runs; ours, when a store fails.
    pub fn evaluate(&self, permit: &Permit<EvaluateLog>) -> Result<EvaluationRun, Problem> {
        if !self.evaluating.begin(self.now()) {
            return Err(Problem::conflict("problem-evaluation-runs"));
        }
        let done = self.evaluate_begun(permit);
        self.evaluating.end();
        done
    }

    /// Evaluates the log once a night; `None`: not now.
    ///
    /// # Errors
    /// Ours, when a store fails.
    pub fn evaluate_at_night(
        &self,
        permit: &Permit<EvaluateLog>,
    ) -> Result<Option<EvaluationRun>, Problem> {
        let now = self.now();
        let is_night = NIGHT.contains(&(self.zone().minute_of(now) / 60));
        if !is_night || self.last_complete_day().is_none() {
            return Ok(None);
        }
        let last = self
            .registry()
            .last_evaluation()
            .map_err(registry_problem)?;
        let today = self.zone().day_of(now);
        if last.is_some_and(|run| self.zone().day_of(run.at) == today) {
            return Ok(None);
        }
        match self.evaluating.begin(now) {
            false => Ok(None),
            true => {
                let done = self.evaluate_begun(permit);
                self.evaluating.end();
                done.map(Some)
            }
        }
    }

    /// The last day of the last week that is over, and to whose end the log goes.
    pub(super) fn last_complete_day(&self) -> Option<Day> {
        let reached = self.latest_day()?.min(self.today().plus(-1));
        // The Sunday on or before that day.
        let sunday = reached.plus(1).monday().plus(-1);
        let sources = self.answers().sources().ok()?;
        let firsts = sources.iter().map(|source| source.first).min()?;
        (self.zone().day_of(firsts) <= sunday).then_some(sunday)
    }

    fn evaluate_begun(&self, _: &Permit<EvaluateLog>) -> Result<EvaluationRun, Problem> {
        let nothing = || Problem::conflict("problem-evaluation-nothing");
        let to = self.last_complete_day().ok_or_else(nothing)?;
        let last = self
            .registry()
            .last_evaluation()
            .map_err(registry_problem)?;
        let weeks = last.map_or(WEEKS_MAX, |run| {
            let new = (to.0 - run.to.0).max(0) / 7;
            (new + WEEKS_AGAIN).min(WEEKS_MAX)
        });
        let period = Period::new(to.plus(1 - 7 * weeks), to).ok_or_else(nothing)?;
        let leaves = self.ledger().len();
        let known = self.known_findings()?;
        let judged = self.judged(period, &known)?;
        let user_weeks = judged.user_weeks;
        let reported = judged.judged.iter();
        let reported = reported.filter(|one| one.finding.is_reported).count() as u64;
        let mut keeping = Keeping {
            desk: self,
            known: &known,
            past: &judged,
            at: self.now(),
            kept: Vec::new(),
            settled: 0,
        };
        for week in &judged.judged {
            keeping.take(week)?;
        }
        let mut run = EvaluationRun {
            at: keeping.at,
            from: period.from(),
            to,
            leaves,
            user_weeks,
            reported,
            opened: 0,
            settled: keeping.settled,
        };
        // Decisions that were made meanwhile were made on findings as they were.
        let _one = self.one_finding_at_a_time()?;
        let kept = self.registry().keep_evaluation(&run, &keeping.kept);
        kept.map_err(registry_problem)?;
        let last = self
            .registry()
            .last_evaluation()
            .map_err(registry_problem)?;
        run.opened = last.map_or(0, |run| run.opened);
        Ok(run)
    }

    fn judged(&self, period: Period, known: &[Known]) -> Result<Weeks, Problem> {
        let of_period = |known: &&Known| {
            let mut weeks = known.kept.weeks.iter();
            matches!(known.state, State::Followed(_))
                || weeks.any(|week| period.contains(week.from))
        };
        let watched = known.iter().filter(of_period);
        let watched = watched.filter_map(|known| known.user.clone());
        let watched = watched.flat_map(|user| self.identities_of(user)).collect();
        let known_on = self.today().max(period.to());
        let rules = self.rules();
        let mut weekly = Weekly::new((&self.directory(), &rules), period, known_on, watched);
        let book = VaultBook(self.ledger_shared());
        let question = weekly.question();
        let mut take = |week: TouchWeek| {
            weekly.take(&week, &book);
            ControlFlow::Continue(())
        };
        answered(self.answers().touches(&question, &mut take))?;
        Ok(weekly.weeks())
    }

    /// Somebody under all ids the register has of them.
    fn identities_of(&self, who: Identity) -> Vec<Identity> {
        match &who {
            Identity::Person(id) => {
                let ids = self.ids_of(id).into_iter();
                ids.map(Identity::Person).collect()
            }
            Identity::Account { .. } => vec![who],
        }
    }

    /// The leaves of the events that a week's finding is about: those with its people, or, where
    /// none of them has any, all of the week.
    fn leaves_of(&self, seen: &Seen) -> Result<Vec<u64>, Problem> {
        let subjects: HashSet<&NationalId> = seen.subjects.iter().filter_map(person_of).collect();
        let question = HistoryQuestion {
            limit: EVENTS_ASKED_MAX,
            ..HistoryQuestion::every(About::Actor(seen.user.clone()), seen.days)
        };
        let lines = answered(self.answers().history(&question))?.lines;
        let is_about = |id: &NationalId| subjects.contains(id);
        let about = lines.iter().filter(|line| {
            let mut people = line.subject_units.iter();
            people.any(|(id, _)| is_about(id))
        });
        let mut leaves: Vec<u64> = about.map(|line| line.leaf).collect();
        if leaves.is_empty() {
            leaves = lines.iter().map(|line| line.leaf).collect();
        }
        leaves.reverse();
        leaves.truncate(EVENTS_MAX);
        Ok(leaves)
    }
}

/// What of the judged weeks is to be kept, and where.
struct Keeping<'a> {
    desk: &'a Desk,
    known: &'a [Known],
    past: &'a Weeks,
    at: Instant,
    kept: Vec<JudgedWeek>,
    settled: u64,
}

impl Keeping<'_> {
    fn take(&mut self, judged: &Judged) -> Result<(), Problem> {
        let seen = &judged.finding;
        let ids = self.desk.identities_of(seen.user.clone());
        let theirs = self.known.iter();
        let theirs: Vec<&Known> = theirs
            .filter(|known| known.user.as_ref().is_some_and(|user| ids.contains(user)))
            .collect();
        let from = seen.days.from();
        for known in &theirs {
            let week = known.kept.weeks.iter().find(|week| week.from == from);
            if let Some(week) = week {
                return match known.state {
                    // It was decided on as it was.
                    State::Explained(_) => Ok(()),
                    _ => self.again(known, week, judged),
                };
            }
        }
        let mut open = theirs.iter().filter(|known| self.grows(known));
        let open = open.next().copied();
        if !seen.is_reported {
            let is_followed = open.is_some_and(|known| match known.state {
                State::Followed(since) => seen.days.to() >= since,
                _ => false,
            });
            return match is_followed {
                true => self.keep(open, judged, WeekStanding::Followed),
                false => Ok(()),
            };
        }
        if open.is_none() && theirs.iter().any(|known| is_settled(known, seen)) {
            self.settled += 1;
            return Ok(());
        }
        self.keep(open, judged, WeekStanding::Reported)
    }

    /// Whether later weeks join it.
    fn grows(&self, known: &Known) -> bool {
        match known.state {
            State::Open | State::Followed(_) => true,
            State::Explained(_) => false,
            State::Case(_) => known.has_open_case,
        }
    }

    /// A week that a finding has already, judged again.
    fn again(
        &mut self,
        known: &Known,
        before: &FindingWeek,
        judged: &Judged,
    ) -> Result<(), Problem> {
        let was: WeekPart = part(&before.seen)?;
        let is_reported = judged.finding.is_reported;
        let standing = match before.standing {
            WeekStanding::Followed if !is_reported => WeekStanding::Followed,
            _ if is_reported => WeekStanding::Reported,
            WeekStanding::Fallen => WeekStanding::Fallen,
            _ if judged.e < FALLEN * was.e => WeekStanding::Fallen,
            // Others of that week say more now; this one says what it said.
            _ => return Ok(()),
        };
        if standing != WeekStanding::Fallen {
            return self.keep(Some(known), judged, standing);
        }
        let now = self.desk.week_part(&judged.finding, judged.e);
        let events = known.events_of(self.desk, before.from)?;
        self.push(
            Some(known),
            &judged.finding,
            FindingWeek {
                from: before.from,
                judged: self.at,
                standing,
                seen: before.seen.clone(),
                again: Some(text(&now)?),
            },
            events,
        )
    }

    fn keep(
        &mut self,
        known: Option<&Known>,
        judged: &Judged,
        standing: WeekStanding,
    ) -> Result<(), Problem> {
        let seen = &judged.finding;
        let events = text(&self.desk.leaves_of(seen)?)?;
        let week = FindingWeek {
            from: seen.days.from(),
            judged: self.at,
            standing,
            seen: text(&self.desk.week_part(seen, judged.e))?,
            again: None,
        };
        self.push(known, seen, week, events)
    }

    fn push(
        &mut self,
        known: Option<&Known>,
        seen: &Seen,
        week: FindingWeek,
        events: String,
    ) -> Result<(), Problem> {
        let vault = self.desk.ledger();
        let bytes = [crate::desk::identity_bytes(&seen.user)];
        let codes = vault.vault().codes_of(&bytes).map_err(unreadable)?;
        let about = codes.first().map_or(0, |code| code.get());
        let past = self.past.past.get(&seen.user).map(Vec::as_slice);
        let past = past.unwrap_or_default();
        let past = &past[past.len().saturating_sub(PAST_WEEKS)..];
        self.kept.push(JudgedWeek {
            finding: known.map(|known| known.kept.number),
            about,
            week,
            events,
            history: text(&past_parts(past))?,
        });
        Ok(())
    }
}

/// Whether a need that was established explains a week as well: the same reason, nobody new, and
/// not too long ago.
fn is_settled(known: &Known, seen: &Seen) -> bool {
    let need = known.deciding();
    let need = need.filter(|act| ActKind::of(&act.kind) == Some(ActKind::Need));
    let until = need.and_then(|act| act.until);
    if until.is_none_or(|until| seen.days.from() > until) {
        return false;
    }
    let weeks = known.weeks.iter().map(|week| &week.seen);
    let same = weeks.filter(|week| week.kind == seen.kind);
    let people: HashSet<&Identity> = same.flat_map(|week| &week.subjects).collect();
    !seen.subjects.is_empty() && seen.subjects.iter().all(|one| people.contains(one))
}
