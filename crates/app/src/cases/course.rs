//! The course of a case (H10.3, H10.4): which step may follow on which.
//!
//! A suspicion is assessed first. The user may be followed over time, and is heard before anybody
//! says that the lookups were unwarranted: question, answer, the reviewer's view and the manager's
//! view, each a step of its own. Then the line of command, a measure, the end. A step is never
//! changed; what was forgotten is added as a note, after the end too.
//! Not here: who may take which step (`permit`), and where the steps are kept (`mod.rs`).

/// A step of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepKind {
    Opened,
    /// Whether there is something to follow up, and what.
    Assessed,
    /// The user's lookups are followed until a day.
    Followed,
    /// What the user is asked; an answer is expected until a day.
    Question,
    Answer,
    /// The user did not answer within the time.
    NoAnswer,
    /// What was said in a talk with the user, written down by the reviewer.
    Talk,
    ReviewerView,
    ManagerView,
    /// The head of the department is told.
    Line,
    Measure,
    /// The authorisation is withdrawn, for a time or for good (H10.4).
    Withdrawn,
    /// More events that belong to it.
    Joined,
    Note,
    Closed,
}

/// How a case ended; the same words as of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    NeedEstablished,
    Unwarranted,
    RecordsError,
    Unclear,
}

/// Why a step may not be taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotNow {
    /// It is opened once, at the beginning.
    NotTheFirst,
    /// Nothing but a note after the end.
    IsClosed,
    /// Somebody has to assess it first.
    NotAssessed,
    /// There is no question that still waits for an answer.
    NothingAsked,
    /// A question still waits for its answer.
    NotAnswered,
    /// A measure comes after the line of command was told.
    LineNotTold,
    /// Nobody's lookups are called unwarranted, and nobody bears a measure for them, unheard.
    NotHeard,
}

impl StepKind {
    pub const ALL: [StepKind; 15] = [
        StepKind::Opened,
        StepKind::Assessed,
        StepKind::Followed,
        StepKind::Question,
        StepKind::Answer,
        StepKind::NoAnswer,
        StepKind::Talk,
        StepKind::ReviewerView,
        StepKind::ManagerView,
        StepKind::Line,
        StepKind::Measure,
        StepKind::Withdrawn,
        StepKind::Joined,
        StepKind::Note,
        StepKind::Closed,
    ];

    /// Its word in the ledger, in addresses and in texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            StepKind::Opened => "opened",
            StepKind::Assessed => "assessed",
            StepKind::Followed => "followed",
            StepKind::Question => "question",
            StepKind::Answer => "answer",
            StepKind::NoAnswer => "no-answer",
            StepKind::Talk => "talk",
            StepKind::ReviewerView => "reviewer-view",
            StepKind::ManagerView => "manager-view",
            StepKind::Line => "line",
            StepKind::Measure => "measure",
            StepKind::Withdrawn => "withdrawn",
            StepKind::Joined => "joined",
            StepKind::Note => "note",
            StepKind::Closed => "closed",
        }
    }

    #[must_use]
    pub fn of(word: &str) -> Option<StepKind> {
        StepKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether whom a case is about learns of it by this step.
    #[must_use]
    pub fn tells_user(self) -> bool {
        matches!(self, StepKind::Question | StepKind::Withdrawn)
    }

    /// Whether somebody has to do something until a day that is said with it.
    #[must_use]
    pub fn has_deadline(self) -> bool {
        use StepKind::{Followed, Line, Opened, Question};
        matches!(self, Opened | Followed | Question | Line)
    }
}

impl Outcome {
    pub const ALL: [Outcome; 4] = [
        Outcome::NeedEstablished,
        Outcome::Unwarranted,
        Outcome::RecordsError,
        Outcome::Unclear,
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Outcome::NeedEstablished => "need-established",
            Outcome::Unwarranted => "unwarranted",
            Outcome::RecordsError => "records-error",
            Outcome::Unclear => "unclear",
        }
    }

    #[must_use]
    pub fn of(word: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Whether a step may follow on those taken so far; `outcome`: of the step that ends the case.
///
/// # Errors
/// Why not.
pub(super) fn may_follow(
    taken: &[StepKind],
    next: StepKind,
    outcome: Option<Outcome>,
) -> Result<(), NotNow> {
    let has = |kind: StepKind| taken.contains(&kind);
    let was_heard = was_heard(taken);
    let waits_for_answer = open_question(taken).is_some();
    match next {
        StepKind::Opened if taken.is_empty() => return Ok(()),
        _ if taken.is_empty() || next == StepKind::Opened => return Err(NotNow::NotTheFirst),
        StepKind::Note => return Ok(()),
        _ if has(StepKind::Closed) => return Err(NotNow::IsClosed),
        StepKind::Assessed | StepKind::Joined => return Ok(()),
        _ if !has(StepKind::Assessed) => return Err(NotNow::NotAssessed),
        _ => {}
    }
    match next {
        StepKind::Answer if !may_still_answer(taken) => Err(NotNow::NothingAsked),
        StepKind::NoAnswer if !waits_for_answer => Err(NotNow::NothingAsked),
        StepKind::ReviewerView | StepKind::ManagerView if !was_heard => Err(NotNow::NotHeard),
        StepKind::Question | StepKind::Closed if waits_for_answer => Err(NotNow::NotAnswered),
        StepKind::Measure | StepKind::Withdrawn if !has(StepKind::Line) => Err(NotNow::LineNotTold),
        StepKind::Measure if !was_heard => Err(NotNow::NotHeard),
        StepKind::Closed if outcome == Some(Outcome::Unwarranted) && !was_heard => {
            Err(NotNow::NotHeard)
        }
        _ => Ok(()),
    }
}

/// Whether the user was heard, or did not want to be.
#[must_use]
pub(super) fn was_heard(taken: &[StepKind]) -> bool {
    let hears =
        |kind: &StepKind| matches!(kind, StepKind::Answer | StepKind::NoAnswer | StepKind::Talk);
    taken.iter().any(hears)
}

/// Whether the user may answer the last question: until the end, also when the time is over or
/// there was a talk about it.
#[must_use]
pub(super) fn may_still_answer(taken: &[StepKind]) -> bool {
    let asked = taken.iter().rposition(|kind| *kind == StepKind::Question);
    let is_over = |kind: &StepKind| matches!(kind, StepKind::Answer | StepKind::Closed);
    asked.is_some_and(|asked| !taken[asked..].iter().any(is_over))
}

/// What a case waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    Assessment,
    /// What to do: nobody was asked or told yet, or an answer has come.
    Decision,
    /// Nothing but the day until which the user is followed.
    Following,
    Answer,
    /// What the head of the department says and does.
    Department,
    Nothing,
}

impl Waiting {
    /// Its word in data and in texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Waiting::Assessment => "assessment",
            Waiting::Decision => "decision",
            Waiting::Following => "following",
            Waiting::Answer => "answer",
            Waiting::Department => "department",
            Waiting::Nothing => "nothing",
        }
    }
}

/// What a case waits for after these steps, and since which of them.
#[must_use]
pub(super) fn waits_for(taken: &[StepKind]) -> (Waiting, Option<usize>) {
    if taken.contains(&StepKind::Closed) {
        return (Waiting::Nothing, None);
    }
    let counts = |kind: &StepKind| !matches!(kind, StepKind::Note | StepKind::Joined);
    let last = taken.iter().rposition(counts);
    // A question waits for its answer, and the line of command for its word, whatever else is
    // done meanwhile.
    if let Some(asked) = open_question(taken) {
        return (Waiting::Answer, Some(asked));
    }
    if let Some(told) = open_line(taken) {
        return (Waiting::Department, Some(told));
    }
    let waits = match last.map(|at| taken[at]) {
        Some(StepKind::Opened) => Waiting::Assessment,
        Some(StepKind::Followed) => Waiting::Following,
        _ => Waiting::Decision,
    };
    (waits, last)
}

/// The question that still waits for an answer.
fn open_question(taken: &[StepKind]) -> Option<usize> {
    let asked = taken.iter().rposition(|kind| *kind == StepKind::Question)?;
    (!was_heard(&taken[asked..])).then_some(asked)
}

/// The telling of the line of command to which no head has said or done anything yet.
fn open_line(taken: &[StepKind]) -> Option<usize> {
    use StepKind::{ManagerView, Measure, Withdrawn};
    let told = taken.iter().rposition(|kind| *kind == StepKind::Line)?;
    let is_word = |kind: &StepKind| matches!(kind, ManagerView | Measure | Withdrawn);
    (!taken[told..].iter().any(is_word)).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::StepKind::*;
    use super::*;

    fn check(taken: &[StepKind], next: StepKind, expected: Result<(), NotNow>) {
        assert_eq!(
            may_follow(taken, next, None),
            expected,
            "{taken:?}, then {next:?}"
        );
    }

    #[test]
    fn a_case_takes_its_course() {
        let whole = [
            Opened,
            Assessed,
            Followed,
            Question,
            Answer,
            ReviewerView,
            ManagerView,
            Line,
            Measure,
            Withdrawn,
            Closed,
            Note,
        ];
        for steps in 0..whole.len() {
            check(&whole[..steps], whole[steps], Ok(()));
        }
    }

    #[test]
    fn what_comes_too_early_or_too_late_is_said() {
        check(&[], Note, Err(NotNow::NotTheFirst));
        check(&[Opened], Opened, Err(NotNow::NotTheFirst));
        check(&[Opened], Closed, Err(NotNow::NotAssessed));
        check(&[Opened], Joined, Ok(()));
        check(&[Opened, Assessed], Answer, Err(NotNow::NothingAsked));
        check(
            &[Opened, Assessed, Question],
            Question,
            Err(NotNow::NotAnswered),
        );
        check(
            &[Opened, Assessed, Question],
            Closed,
            Err(NotNow::NotAnswered),
        );
        check(
            &[Opened, Assessed, Question],
            ManagerView,
            Err(NotNow::NotHeard),
        );
        check(&[Opened, Assessed], Measure, Err(NotNow::LineNotTold));
        let told = [Opened, Assessed, Line];
        check(&told, Measure, Err(NotNow::NotHeard));
        // At once, where it is grave; for how long, the step says.
        check(&told, Withdrawn, Ok(()));
        let closed = [Opened, Assessed, Closed];
        for next in StepKind::ALL {
            let expected = match next {
                Opened => Err(NotNow::NotTheFirst),
                Note => Ok(()),
                _ => Err(NotNow::IsClosed),
            };
            check(&closed, next, expected);
        }
    }

    #[test]
    fn nobody_is_called_unwarranted_unheard() {
        let assessed = [Opened, Assessed];
        for outcome in Outcome::ALL {
            let expected = match outcome {
                Outcome::Unwarranted => Err(NotNow::NotHeard),
                _ => Ok(()),
            };
            assert_eq!(may_follow(&assessed, Closed, Some(outcome)), expected);
            let heard = [Opened, Assessed, Question, NoAnswer];
            assert_eq!(may_follow(&heard, Closed, Some(outcome)), Ok(()));
        }
    }

    #[test]
    fn a_late_answer_is_taken_until_the_end() {
        let asked = [Opened, Assessed, Question];
        for between in [NoAnswer, Talk] {
            let mut taken = asked.to_vec();
            taken.push(between);
            check(&taken, Answer, Ok(()));
            assert!(was_heard(&taken) && open_question(&taken).is_none());
            taken.push(Answer);
            check(&taken, Answer, Err(NotNow::NothingAsked));
            taken.push(Question);
            check(&taken, Answer, Ok(()));
        }
        check(&[Opened, Assessed], Answer, Err(NotNow::NothingAsked));
        check(&[Opened, Assessed], Talk, Ok(()));
    }

    /// Whatever is tried, in whatever order.
    #[test]
    fn no_course_goes_past_its_end_or_past_hearing() {
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize % below
        };
        for _ in 0..20_000 {
            let mut taken: Vec<StepKind> = Vec::new();
            let mut ended = None;
            for _ in 0..20 {
                let next = StepKind::ALL[random(StepKind::ALL.len())];
                let outcome = Outcome::ALL[random(4)];
                if may_follow(&taken, next, Some(outcome)).is_ok() {
                    taken.push(next);
                    if next == Closed {
                        ended = Some(outcome);
                    }
                }
            }
            let at = |kind: StepKind| taken.iter().position(|one| *one == kind);
            if let Some(end) = at(Closed) {
                assert!(taken[end + 1..].iter().all(|one| *one == Note));
                let is_heard = was_heard(&taken[..end]);
                assert!(is_heard || ended != Some(Outcome::Unwarranted));
            }
            if let Some(measure) = at(Measure) {
                assert!(at(Line) < Some(measure) && was_heard(&taken[..measure]));
            }
            assert!(at(Withdrawn).is_none() || at(Line) < at(Withdrawn));
        }
    }

    #[test]
    fn a_case_waits_for_what_its_last_step_asks_for() {
        let waits = |taken: &[StepKind], waiting, at| {
            assert_eq!(waits_for(taken), (waiting, at), "{taken:?}");
        };
        waits(&[Opened], Waiting::Assessment, Some(0));
        waits(&[Opened, Joined, Note], Waiting::Assessment, Some(0));
        waits(&[Opened, Assessed], Waiting::Decision, Some(1));
        waits(
            &[Opened, Assessed, Followed, Note],
            Waiting::Following,
            Some(2),
        );
        let asked = [Opened, Assessed, Question, Line, Note];
        waits(&asked, Waiting::Answer, Some(2));
        let answered = [Opened, Assessed, Question, Line, Answer];
        waits(&answered, Waiting::Department, Some(3));
        let heard = [Opened, Assessed, Question, Answer, Joined];
        waits(&heard, Waiting::Decision, Some(3));
        waits(&[Opened, Assessed, Line], Waiting::Department, Some(2));
        waits(
            &[Opened, Assessed, Line, ManagerView],
            Waiting::Decision,
            Some(3),
        );
        waits(&[Opened, Assessed, Closed, Note], Waiting::Nothing, None);
    }

    #[test]
    fn words_lead_back() {
        for kind in StepKind::ALL {
            assert_eq!(StepKind::of(kind.word()), Some(kind));
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::of(outcome.word()), Some(outcome));
        }
    }
}
