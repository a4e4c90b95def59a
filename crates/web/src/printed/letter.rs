//! Letters to the user of a case: what is asked, what was withdrawn, how it ended.
//!
//! One rule: a letter says what the user's own page says, and nothing of what others wrote.

use tilsyn_app::cases::{CaseView, StepKind, StepRow};
use tilsyn_app::permit::{ReadCases, ask};
use tilsyn_app::{Desk, Problem};
use tilsyn_domain::Document;
use tilsyn_domain::document::{Block, Level};

use super::{about, file, letterhead, number_in, written};
use crate::asked::Asked;
use crate::cases::{outcome_name, step_facts};
use crate::reply::Reply;
use crate::words::Words;

/// `GET /{language}/cases/{number}/{step}/letter.pdf`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadCases>(asked.principal(), asked.form)?;
    let (Some(number), Some(step)) = (number_in(asked, 2), number_in(asked, 3)) else {
        return Ok(Reply::Missing);
    };
    let view = desk.case(&permit, number)?;
    let found = view.steps.iter().find(|known| known.number == step);
    match found.filter(|step| is_told(step.kind, &view)) {
        Some(step) => {
            let document = document(step, &view, desk, asked);
            file(
                asked,
                format!("case-{number}-letter-{}.pdf", step.number),
                &document,
            )
        }
        None => Ok(Reply::Missing),
    }
}

/// Whether the user is told of a step by letter: of the end only who was told of the case before,
/// since the own page says nothing to others either.
pub(crate) fn is_told(kind: StepKind, view: &CaseView) -> bool {
    let was_told = || view.steps.iter().any(|step| step.kind.tells_user());
    kind.tells_user() || (kind == StepKind::Closed && was_told())
}

fn document(step: &StepRow, view: &CaseView, desk: &Desk, asked: &Asked) -> Document {
    let words = asked.words();
    let kind = step.kind.word();
    let title = words.say(&format!("letter-{kind}-title"));
    let number = words.with("case-number", "number", view.row.number);
    let reference = words.with("letter-reference", "number", number.clone());
    let head = letterhead(desk, asked, addressee(view), reference);
    let mut letter = Document::letter(about(desk, asked, title, number), head);
    letter.push(Block::paragraph(words.say(&format!("letter-{kind}-lead"))));
    match step.kind {
        StepKind::Question => {
            letter.push(Block::heading(
                Level::One,
                words.say("letter-question-asked"),
            ));
            let said = step.said.as_ref().map(|said| said.text.as_str());
            written(said.unwrap_or_default()).for_each(|block| letter.push(block));
        }
        StepKind::Closed => {
            let outcome = step.outcome.or(view.row.outcome);
            let said = outcome.map(|outcome| outcome_name(outcome, words));
            letter.push(Block::facts(
                said.map(|said| (words.say("case-col-outcome"), said)),
            ));
        }
        _ => {
            let facts = step_facts(step, words).into_iter();
            facts.for_each(|fact| letter.push(Block::paragraph(fact)));
        }
    }
    letter.push(Block::paragraph(closing(step, words)));
    letter.with(Block::paragraph(words.say("letter-your-rights")))
}

/// What the user can do, and until when.
fn closing(step: &StepRow, words: Words) -> String {
    match (step.kind, step.due) {
        (StepKind::Question, Some(due)) => {
            words.with("letter-question-until", "day", words.figures().day(due))
        }
        (kind, _) => words.say(&format!("letter-{}-next", kind.word())),
    }
}

/// The name and the unit, where the register does not protect them.
fn addressee(view: &CaseView) -> Vec<String> {
    let Some(named) = view.row.about.as_ref().filter(|named| !named.is_withheld()) else {
        return Vec::new();
    };
    let lines = [named.card.name.clone(), named.unit_name.clone()];
    lines.into_iter().flatten().collect()
}
