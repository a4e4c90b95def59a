//! A case about whoever asks (H10.3): what was asked, and the answer in one's own words.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::cases::{MyCase, NewFile, StepKind, StepRow};
use tilsyn_app::permit::{AnswerCase, ReadMine, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Day;

use crate::asked::Asked;
use crate::cases::{StepForm, outcome_name, paragraphs, step_facts, step_name, step_of};
use crate::frame::{Frame, Place};
use crate::list::table::escaped;
use crate::reply::{Reply, html};
use crate::sent::Sent;

/// `GET /{language}/mine/case/{number}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    match (asked.last().parse(), asked.form) {
        (Ok(number), Form::Page) => show(desk, asked, number, None),
        _ => Ok(Reply::Missing),
    }
}

/// `POST` to it: answers.
pub(crate) fn send(
    desk: &Arc<Desk>,
    asked: &Asked,
    sent: &Sent,
    files: Vec<NewFile>,
) -> Result<Reply, Problem> {
    let Ok(number) = asked.last().parse() else {
        return Ok(Reply::Missing);
    };
    let permit = ask::<AnswerCase>(asked.principal(), Form::Page)?;
    let answer = step_of(StepKind::Answer, sent, files)?;
    match desk.take_step(&permit, number, &answer) {
        Ok(()) => Ok(Reply::Elsewhere(asked.again("", &[]))),
        Err(problem) => Reply::again(problem, asked, |said| {
            show(desk, asked, number, Some((sent, said)))
        }),
    }
}

#[derive(Template)]
#[template(path = "mine/case.html")]
struct CasePage {
    frame: Frame,
    answer: String,
    fault: String,
    steps: Vec<Step>,
    /// Nothing, where no answer is taken.
    form: Option<StepForm>,
    action: String,
    back: String,
}

struct Step {
    name: String,
    detail: String,
    facts: Vec<String>,
    paragraphs: Vec<String>,
}

fn show(
    desk: &Desk,
    asked: &Asked,
    number: u64,
    before: Option<(&Sent, String)>,
) -> Result<Reply, Problem> {
    let permit = ask::<ReadMine>(asked.principal(), Form::Page)?;
    let case = desk.my_case_numbered(&permit, number)?;
    let today = asked.zone().day_of(desk.now());
    Ok(Reply::Page(render(&case, today, before, asked)))
}

pub(crate) fn render(
    case: &MyCase,
    today: Day,
    before: Option<(&Sent, String)>,
    asked: &Asked,
) -> String {
    let words = asked.words();
    let (sent, fault) = before.unzip();
    html(&CasePage {
        frame: Frame::of(asked, Place::Mine, words.say("my-case-title")),
        answer: answer(case, asked),
        fault: fault.unwrap_or_default(),
        steps: case.steps.iter().map(|step| shown(step, asked)).collect(),
        form: case
            .may_answer
            .then(|| StepForm::of(StepKind::Answer, &[], sent, today, words)),
        action: asked.again("", &[]),
        back: asked.to("/mine"),
    })
}

/// How it stands, for whom it is about.
fn answer(case: &MyCase, asked: &Asked) -> String {
    let words = asked.words();
    match (case.waits, case.due, case.outcome) {
        (true, Some(due), _) => words.with("my-case-waits", "day", words.figures().day(due)),
        (_, _, Some(outcome)) => words.with("case-ended", "outcome", outcome_name(outcome, words)),
        _ if case.may_answer => words.say("my-case-late"),
        _ => words.say("my-case-going"),
    }
}

fn shown(step: &StepRow, asked: &Asked) -> Step {
    let words = asked.words();
    let moment = words.figures().moment(asked.zone(), step.at);
    Step {
        name: step_name(step.kind, words),
        detail: format!("{moment} · {}", step.by),
        facts: step_facts(step, words),
        paragraphs: step.said.as_ref().map(paragraphs).unwrap_or_default(),
    }
}

/// The cases about whoever asks, for their own page; nothing where there is none.
pub(crate) fn section(cases: &[MyCase], asked: &Asked) -> String {
    if cases.is_empty() {
        return String::new();
    }
    let words = asked.words();
    let row = |case: &MyCase| {
        let href = asked.to(&format!("/mine/case/{}", case.number));
        let number = words.with("case-number", "number", case.number);
        let (number, answer) = (escaped(&number), escaped(&answer(case, asked)));
        format!("<li><a class=\"ds-link\" href=\"{href}\">{number}</a> {answer}</li>")
    };
    let rows: String = cases.iter().map(row).collect();
    let title = escaped(&words.say("my-cases-title"));
    format!("<section><h2>{title}</h2><ul class=\"plain-list\">{rows}</ul></section>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn the_page_is_whole_in_four_languages_and_asks_for_an_answer_while_one_waits() {
        let today = Day::from_ymd(2026, 9, 30).expect("a day");
        for language in Language::ALL {
            let path = format!("/{}/mine/case/3", language.tag());
            let asked = testing::asked(&path);
            let mut case = made_up::my_case();
            let html = render(&case, today, None, &asked);
            check_page(&html, &path);
            assert!(html.contains(&format!("action=\"{path}\"")) && html.contains("<textarea"));
            assert!(section(&[case.clone()], &asked).contains(&path));
            (case.waits, case.may_answer) = (false, false);
            let html = render(&case, today, None, &asked);
            check_page(&html, &path);
            assert!(!html.contains("<textarea"));
        }
    }
}
