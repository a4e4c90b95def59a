//! Cases (H10.3, H10.4): the list, opening one, and one with all its steps.
//!
//! Forms hold what was written when something is missing, so that nobody writes it twice. Not
//! here: which step may follow, and whose it is to take (`app`).

pub(crate) mod about;
mod form;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod open;

pub(crate) use form::{StepForm, step_of};
pub(crate) use one::{facts, file_label, heading, leaves, paragraphs, step_facts, taken_by};

use tilsyn_app::cases::{CaseRow, Outcome, StepKind, Waiting};

use crate::asked::Asked;
use crate::words::Words;

/// The address of a case.
pub(crate) fn address(asked: &Asked, number: u64) -> String {
    asked.to(&format!("/cases/{number}"))
}

pub(crate) fn step_name(kind: StepKind, words: Words) -> String {
    words.say(&format!("case-step-{}", kind.word()))
}

pub(crate) fn outcome_name(outcome: Outcome, words: Words) -> String {
    words.say(&format!("case-outcome-{}", outcome.word()))
}

/// What a case waits for, and until when; how it ended, where it has.
pub(crate) fn standing(row: &CaseRow, words: Words) -> String {
    let waits = match (row.waiting, row.outcome) {
        (Waiting::Nothing, Some(outcome)) => {
            let outcome = outcome_name(outcome, words);
            return words.with("case-ended", "outcome", outcome);
        }
        (waiting, _) => words.say(&format!("case-waits-{}", waiting.word())),
    };
    match row.due {
        Some(due) => {
            let day = words.figures().day(due);
            words.fill("case-until", &[("what", waits), ("day", day)])
        }
        None => waits,
    }
}

/// Number and standing: `Case 3: answer, by 7 December 2026`.
pub(crate) fn line(row: &CaseRow, words: Words) -> String {
    let arguments = [
        ("number", row.number.to_string()),
        ("standing", standing(row, words)),
    ];
    words.fill("case-line", &arguments)
}
