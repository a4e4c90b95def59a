//! Who is told of a step by mail, and on which page it stands: a kind and a page, never a name.
//!
//! The user when asked, when an authorisation is withdrawn and when the case has ended, the heads
//! when they are told, the reviewer who asked when an answer came, whoever opened the case when a
//! head has done something. Nobody is told of what they did themselves. Not here: what the clock
//! tells (`due`), sentences (`web`), sending (`notices`).

use tilsyn_domain::codebook::Identity;
use tilsyn_registry::{Case as Kept, CaseStep as KeptStep, NewNotice, Telling};

use super::StepKind;
use super::due::taken_back;
use super::standing::{Standing, kinds};
use crate::desk::{Desk, registry_problem};
use crate::notices::NoticeKind;
use crate::problem::Problem;

/// Whom a kind of step is told to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Receiver {
    /// Whom the case is about, on the page of their own.
    User,
    /// The same, if they were told of the case before: otherwise they know of none.
    UserWhoKnows,
    /// The heads of the user's department.
    Heads,
    /// Whoever took the last step of this kind.
    Taker(StepKind),
}

impl Receiver {
    /// Whether it is whom the case is about.
    fn is_user(self) -> bool {
        matches!(self, Receiver::User | Receiver::UserWhoKnows)
    }
}

/// What is told of a kind of step, and to whom.
fn telling(kind: StepKind) -> &'static [(NoticeKind, Receiver)] {
    use StepKind::{Answer, Closed, Line, ManagerView, Measure, NoAnswer, Question, Withdrawn};
    const OPENER: Receiver = Receiver::Taker(StepKind::Opened);
    match kind {
        Question => &[(NoticeKind::Asked, Receiver::User)],
        Closed => &[(NoticeKind::Ended, Receiver::UserWhoKnows)],
        Answer | NoAnswer => &[(NoticeKind::Answered, Receiver::Taker(Question))],
        Line => &[(NoticeKind::LineTold, Receiver::Heads)],
        ManagerView | Measure => &[(NoticeKind::Acted, OPENER)],
        Withdrawn => &[
            (NoticeKind::Withdrawn, Receiver::User),
            (NoticeKind::Acted, OPENER),
        ],
        _ => &[],
    }
}

impl Desk {
    /// Who is to be told of a step that is to be noted, and what is over with it. Of one that is
    /// noted already, and of a case whose user is erased, nobody.
    pub(super) fn told_of_step(
        &self,
        case: u64,
        about: u32,
        step: &KeptStep,
    ) -> Result<Telling, Problem> {
        let cases = self.registry().cases_about(about);
        let mut cases = cases.map_err(registry_problem)?.into_iter();
        // A ledger that is read again from its beginning has many steps that were told long ago.
        let before = cases.find(|one| one.number == case && is_next(one, step));
        let Some(before) = before else {
            return Ok(Telling::default());
        };
        let mut new = Vec::new();
        for told in StepKind::of(&step.kind).map_or(&[][..], telling) {
            new.extend(self.notices_of_step(&before, step, *told)?);
        }
        Ok(Telling {
            new,
            over: taken_back(&before, step),
        })
    }

    /// `before`: the case as it stood then.
    fn notices_of_step(
        &self,
        before: &Kept,
        step: &KeptStep,
        (kind, receiver): (NoticeKind, Receiver),
    ) -> Result<Vec<NewNotice>, Problem> {
        let standing = self.standing()?;
        let Some(about) = standing.user(before) else {
            return Ok(Vec::new());
        };
        let mut users = receivers(receiver, &standing, before, about);
        // A head may be the user of the case, and learns of it when asked.
        let own = standing.staff_of(about).map(|staff| staff.user.clone());
        users.retain(|user| *user != step.by && (receiver.is_user() || Some(user) != own.as_ref()));
        let notice = |staff| kind.to(staff, page(receiver, before.number));
        let staff = users.iter().filter_map(|user| standing.number_of(user));
        Ok(staff.map(notice).collect())
    }
}

fn is_next(before: &Kept, step: &KeptStep) -> bool {
    let numbers = before.steps.iter().map(|taken| taken.number);
    numbers.max().is_none_or(|last| last < step.number)
}

/// The user names of those; `case`: as it stood before the step.
fn receivers(
    receiver: Receiver,
    standing: &Standing<'_>,
    case: &Kept,
    about: &Identity,
) -> Vec<String> {
    let taker = |kind: StepKind| {
        let mut steps = case.steps.iter().rev();
        let taken = steps.find(|step| step.kind == kind.word());
        taken.map(|step| step.by.clone())
    };
    let user = || standing.staff_of(about).map(|staff| staff.user.clone());
    match receiver {
        Receiver::User => user().into_iter().collect(),
        Receiver::UserWhoKnows => {
            let knows = kinds(&case.steps).into_iter().any(StepKind::tells_user);
            user().filter(|_| knows).into_iter().collect()
        }
        Receiver::Heads => standing
            .heads_of(about)
            .into_iter()
            .map(|head| head.0)
            .collect(),
        Receiver::Taker(kind) => taker(kind).into_iter().collect(),
    }
}

/// Where they find it, without a language.
fn page(receiver: Receiver, case: u64) -> String {
    match receiver.is_user() {
        true => format!("/mine/case/{case}"),
        false => format!("/cases/{case}"),
    }
}
