//! Who is reminded by mail when the time for something runs out, once each: a user whose answer is
//! expected, before and after, and the reviewers who follow the case up, after.
//!
//! What is told of a day is written down together with that day, so a server that was away tells
//! of the days it missed, and none tells of a day twice. A step by which a case waits for something
//! else takes back what was not sent yet. Not here: sentences (`web`), sending (`notices`).

use tilsyn_domain::Day;
use tilsyn_registry::{Case as Kept, CaseStep as KeptStep, NewNotice, OverNotices, Telling};

use super::standing::{Standing, kinds};
use super::{StepKind, Waiting, course};
use crate::desk::{Desk, registry_problem};
use crate::notices::NoticeKind;
use crate::permit::{self, About, CameBy, Form, Permit, ReadCases, Role, SendNotices};
use crate::problem::Problem;

/// How many days before the time for an answer is over the user is reminded; whoever was asked
/// later than that has just been told.
pub const REMINDED_DAYS_BEFORE: i32 = 3;

/// The days that begin now, or began while nobody was told.
struct Days {
    /// The last one before them; `None`: there was none.
    after: Option<Day>,
    today: Day,
}

impl Days {
    fn contain(&self, day: Day) -> bool {
        day <= self.today && self.after.is_none_or(|after| after < day)
    }
}

/// What the clock says of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comes {
    /// An answer is expected within days.
    Due,
    /// It was expected before today.
    AnswerLate,
    /// Something else was.
    Late,
}

impl Desk {
    /// Writes down who is to be told that the time for something runs out, once a day; gives how
    /// many are told.
    ///
    /// # Errors
    /// When a store cannot be read or written; then the day is told of later.
    pub fn remind(&self, _permit: &Permit<SendNotices>) -> Result<u64, Problem> {
        let today = self.today();
        let before = self.registry().reminded_to().map_err(registry_problem)?;
        if before == Some(today) {
            return Ok(0);
        }
        // Nobody answers between what is read and what is written.
        let _one = self.one_case_at_a_time()?;
        let standing = self.standing()?;
        // A day that lies ahead was told of by a wrong clock.
        let days = Days {
            after: before.map(|day| day.min(today)),
            today,
        };
        let mut telling = Telling::default();
        for case in &standing.cases {
            if let Some((comes, step)) = comes(case, &days, self) {
                self.remind_of(&standing, (case, step), comes, &mut telling)?;
            }
        }
        let noted = self.registry().note_reminders(&telling, today, self.now());
        noted.map_err(registry_problem)?;
        Ok(telling.new.len() as u64)
    }

    fn remind_of(
        &self,
        standing: &Standing<'_>,
        (case, step): (&Kept, &KeptStep),
        comes: Comes,
        telling: &mut Telling,
    ) -> Result<(), Problem> {
        let Some(about) = standing.user(case) else {
            return Ok(());
        };
        let number = case.number;
        let user = standing.staff_of(about).map(|staff| staff.number);
        let to_user = |kind| user.map(|staff| notice(kind, staff, number));
        match comes {
            Comes::Due => telling.new.extend(to_user(NoticeKind::AnswerDue)),
            Comes::AnswerLate => {
                telling.over.push(over(NoticeKind::AnswerDue, number));
                telling.new.extend(to_user(NoticeKind::AnswerLate));
            }
            Comes::Late => {}
        }
        if comes != Comes::Due {
            let holders = self.holders(standing, case, step)?.into_iter();
            let told = holders.map(|staff| notice(NoticeKind::Overdue, staff, number));
            telling.new.extend(told);
        }
        Ok(())
    }

    /// The reviewers who follow a case up: who opened it and who set the day. Where none of them
    /// may see it any more, all who may.
    fn holders(
        &self,
        standing: &Standing<'_>,
        case: &Kept,
        step: &KeptStep,
    ) -> Result<Vec<u64>, Problem> {
        let mut reviewers = Vec::new();
        let about = About::Case(standing.of(case));
        for staff in standing.with_duty(Role::LogReviewer) {
            let Some(principal) = self.principal(staff, CameBy::Itself)? else {
                continue;
            };
            let reading = permit::ask::<ReadCases>(&principal, Form::Page);
            if reading.is_ok_and(|reading| reading.ruling(&about).allowed) {
                reviewers.push(staff);
            }
        }
        let opener = case.steps.first().map(|first| &first.by);
        let mut holders = reviewers.clone();
        holders.retain(|staff| Some(&staff.user) == opener || staff.user == step.by);
        let told = match holders.is_empty() {
            true => reviewers,
            false => holders,
        };
        Ok(told.into_iter().map(|staff| staff.number).collect())
    }
}

/// What comes in these days of a case, and the step that said until when.
fn comes<'a>(case: &'a Kept, days: &Days, desk: &Desk) -> Option<(Comes, &'a KeptStep)> {
    let waits = desk.waits(case);
    let (step, due) = (waits.since?, waits.due?);
    let waits_for_answer = waits.waiting == Waiting::Answer;
    let reminded = due.plus(-REMINDED_DAYS_BEFORE);
    let was_asked_before = desk.zone().day_of(step.at) < reminded;
    let comes = match waits_for_answer {
        // From the day after.
        true if days.contain(due.plus(1)) => Comes::AnswerLate,
        false if days.contain(due.plus(1)) => Comes::Late,
        true if days.contain(reminded) && was_asked_before && days.today <= due => Comes::Due,
        _ => return None,
    };
    Some((comes, step))
}

/// What is not to be told any more once a step is taken: a day of which it is no longer waited
/// for anything.
pub(super) fn taken_back(before: &Kept, step: &KeptStep) -> Vec<OverNotices> {
    let taken = kinds(&before.steps);
    let after: Vec<StepKind> = taken
        .iter()
        .copied()
        .chain(StepKind::of(&step.kind))
        .collect();
    if course::waits_for(&taken) == course::waits_for(&after) {
        return Vec::new();
    }
    [
        NoticeKind::AnswerDue,
        NoticeKind::AnswerLate,
        NoticeKind::Overdue,
    ]
    .map(|kind| over(kind, before.number))
    .into()
}

fn notice(kind: NoticeKind, staff: u64, case: u64) -> NewNotice {
    kind.to(staff, page(kind, case))
}

fn over(kind: NoticeKind, case: u64) -> OverNotices {
    OverNotices {
        kind: kind.word().to_owned(),
        path: page(kind, case),
    }
}

/// Where its receiver finds it, without a language.
fn page(kind: NoticeKind, case: u64) -> String {
    match kind {
        NoticeKind::Overdue => format!("/cases/{case}"),
        _ => format!("/mine/case/{case}"),
    }
}
