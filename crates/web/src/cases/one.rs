//! One case: how it stands, what was found, every step in its order, and the steps that may come.

use std::io::Write;
use std::sync::Arc;

use askama::Template;
use tilsyn_app::cases::{CaseRow, CaseView, FileRow, NewFile, Said, StepKind, StepRow};
use tilsyn_app::log_review::view::HistoryEvent;
use tilsyn_app::permit::{ReadCases, ReadHistory, TakeCaseStep, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Day;

use super::form::{StepForm, step_of};
use super::list::{user_detail, user_name};
use super::{address, line, outcome_name, standing, step_name};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::list::table::{TableCell, plain_table};
use crate::log_review::history;
use crate::people::{View, name_of, person_page};
use crate::printed::letter::is_told;
use crate::reply::{File, FileKind, Reply, html};
use crate::sent::{Sent, field};
use crate::sheet::no_file;
use crate::words::Words;

/// Events of a case that its page lists.
const EVENTS_SHOWN: usize = 50;

/// `GET /{language}/cases/{number}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    match (asked.last().parse(), asked.form) {
        (Ok(number), Form::Page) => show(desk, asked, number, None),
        _ => Ok(Reply::Missing),
    }
}

/// `POST` to it: takes a step.
pub(crate) fn send(
    desk: &Arc<Desk>,
    asked: &Asked,
    sent: &Sent,
    files: Vec<NewFile>,
) -> Result<Reply, Problem> {
    let Ok(number) = asked.last().parse() else {
        return Ok(Reply::Missing);
    };
    match take(desk, asked, number, sent, files) {
        Ok(()) => Ok(Reply::Elsewhere(address(asked, number))),
        Err(problem) => Reply::again(problem, asked, |said| {
            show(desk, asked, number, Some((sent, said)))
        }),
    }
}

fn take(
    desk: &Desk,
    asked: &Asked,
    number: u64,
    sent: &Sent,
    files: Vec<NewFile>,
) -> Result<(), Problem> {
    let permit = ask::<TakeCaseStep>(asked.principal(), Form::Page)?;
    let kind = StepKind::of(field(sent, "step"));
    let kind = kind.ok_or_else(|| Problem::yours("problem-case-step"))?;
    desk.take_step(&permit, number, &step_of(kind, sent, files)?)
}

/// `GET /{language}/cases/{number}/{step}/{place}`: a file of a step, for saving.
pub(crate) fn file(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadCases>(asked.principal(), Form::Page)?;
    let parts: Vec<&str> = asked.path.split('/').skip(2).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u64>().ok());
    let (Some(case), Some(step), Some(place)) = (number(0), number(1), number(2)) else {
        return Ok(Reply::Missing);
    };
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    let found = desk.case_file(&permit, (case, step, place))?;
    Ok(Reply::File(File {
        // The name it came with may name somebody; browsers keep lists of what they saved.
        name: Some(format!(
            "case-{case}-{step}-{place}.{}",
            found.row.kind.ending()
        )),
        kind: FileKind::Attachment(found.row.kind),
        write: Box::new(move |_: &Desk, _: &Asked, out: &mut dyn Write| {
            out.write_all(&found.bytes).map_err(no_file)
        }),
    }))
}

#[derive(Template)]
#[template(path = "cases/one.html")]
struct OnePage {
    frame: Frame,
    heading: String,
    detail: String,
    answer: String,
    late: String,
    /// What was missing in a step; empty where nothing was.
    fault: String,
    facts: Vec<(String, String)>,
    /// Other cases about the same user.
    others: Vec<(String, String)>,
    /// The user's own page; empty where it is not for the reader.
    user: String,
    steps: Vec<Shown>,
    events_said: String,
    events: String,
    /// The whole file of the case, on paper.
    paper: String,
    action: String,
    forms: Vec<StepForm>,
    back: String,
}

/// A step as it is shown.
struct Shown {
    name: String,
    /// When, by whom, where it stands in the log.
    detail: String,
    /// Day, outcome and systems, as far as it has them.
    facts: Vec<String>,
    paragraphs: Vec<String>,
    files: Vec<(String, String)>,
    /// The letter in which the user is told of it; empty where there is none.
    letter: String,
}

fn show(
    desk: &Desk,
    asked: &Asked,
    number: u64,
    before: Option<(&Sent, String)>,
) -> Result<Reply, Problem> {
    let permit = ask::<ReadCases>(asked.principal(), Form::Page)?;
    let view = desk.case(&permit, number)?;
    let events = match ask::<ReadHistory>(asked.principal(), Form::Page) {
        Ok(may) => Some(desk.events_of_case(&may, &view, EVENTS_SHOWN)?),
        Err(_) => None,
    };
    let today = asked.zone().day_of(desk.now());
    let page = render(&view, events.as_deref(), today, before, asked, desk);
    Ok(Reply::Page(page))
}

pub(crate) fn render(
    view: &CaseView,
    events: Option<&[HistoryEvent]>,
    today: Day,
    before: Option<(&Sent, String)>,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let row = &view.row;
    let (sent, fault) = before.unzip();
    let step_sent = |kind: &StepKind| sent.filter(|sent| field(sent, "step") == kind.word());
    let offered = view.next.iter().filter(|kind| **kind != StepKind::Joined);
    let user = row.about.as_ref().filter(|_| events.is_some());
    let user = user.and_then(|named| handles.handle(&named.identity));
    html(&OnePage {
        frame: Frame::of(
            asked,
            Place::Cases,
            words.with("case-number", "number", row.number),
        ),
        heading: heading(row, words),
        detail: user_detail(row),
        answer: standing(row, words),
        late: match row.is_late(today) {
            true => words.say("case-is-late"),
            false => String::new(),
        },
        fault: fault.unwrap_or_default(),
        facts: facts(view, asked),
        others: view
            .others
            .iter()
            .map(|other| (address(asked, other.number), line(other, words)))
            .collect(),
        user: user
            .map(|handle| person_page(asked, View::User, &handle, None))
            .unwrap_or_default(),
        steps: view
            .steps
            .iter()
            .map(|step| shown(step, view, asked))
            .collect(),
        events_said: match leaves(view) {
            0 => words.say("case-events-none"),
            some if some > EVENTS_SHOWN && events.is_some() => {
                words.count_with("case-events-cut", some, ("shown", EVENTS_SHOWN.to_string()))
            }
            some => words.count("case-events", some),
        },
        events: events
            .map(|events| table(events, asked))
            .unwrap_or_default(),
        paper: asked.to(&format!("/cases/{}/file.pdf", row.number)),
        action: address(asked, row.number),
        forms: offered
            .map(|kind| StepForm::of(*kind, &view.systems, step_sent(kind), today, words))
            .collect(),
        back: asked.to("/cases"),
    })
}

/// The number, and whose lookups it is about.
pub(crate) fn heading(row: &CaseRow, words: Words) -> String {
    let arguments = [
        ("number", row.number.to_string()),
        ("name", user_name(row, words)),
    ];
    words.fill("case-heading", &arguments)
}

/// Who took a step, where the register does not protect them.
pub(crate) fn taken_by(step: &StepRow, words: Words) -> String {
    match step.by.as_str() {
        "" => words.say("name-protected"),
        name => name.to_owned(),
    }
}

/// The name and size of a file of a step.
pub(crate) fn file_label(file: &FileRow, words: Words) -> String {
    let size = words.figures().whole(file.bytes.div_ceil(1024));
    words.fill("case-file", &[("name", file.name.clone()), ("size", size)])
}

/// How many events belong to it.
pub(crate) fn leaves(view: &CaseView) -> usize {
    let mut all: Vec<u64> = view
        .steps
        .iter()
        .flat_map(|step| step.events.clone())
        .collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

pub(crate) fn facts(view: &CaseView, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let row = &view.row;
    let moment = |at| words.figures().moment(asked.zone(), at);
    let opened = format!("{}, {}", row.opened_by, moment(row.opened));
    let mut facts = vec![
        (words.say("case-col-opened"), opened),
        (words.say("case-col-last"), moment(row.last)),
    ];
    if !row.is_open()
        && let Some(outcome) = row.outcome
    {
        facts.push((words.say("case-col-outcome"), outcome_name(outcome, words)));
    }
    facts
}

fn shown(step: &StepRow, view: &CaseView, asked: &Asked) -> Shown {
    let words = asked.words();
    let case = view.row.number;
    let figures = words.figures();
    let detail = [
        figures.moment(asked.zone(), step.at),
        taken_by(step, words),
        words.with("case-leaf", "leaf", figures.whole(step.leaf)),
    ];
    let said = step.said.as_ref();
    let files = said.map(|said| said.files.as_slice()).unwrap_or_default();
    Shown {
        name: step_name(step.kind, words),
        letter: match is_told(step.kind, view) {
            true => asked.to(&format!("/cases/{case}/{}/letter.pdf", step.number)),
            false => String::new(),
        },
        detail: detail.join(" · "),
        facts: step_facts(step, words),
        paragraphs: match said {
            Some(said) => paragraphs(said),
            None => vec![words.say("case-step-erased")],
        },
        files: files
            .iter()
            .enumerate()
            .map(|(place, file)| {
                let path = format!("/cases/{case}/{}/{place}", step.number);
                (asked.to(&path), file_label(file, words))
            })
            .collect(),
    }
}

/// Day, outcome and systems of a step.
pub(crate) fn step_facts(step: &StepRow, words: Words) -> Vec<String> {
    let day = step.due.map(|due| words.figures().day(due));
    let until = match (step.kind, day) {
        (StepKind::Withdrawn, Some(day)) => Some(words.with("case-withdrawn-until", "day", day)),
        (StepKind::Withdrawn, None) => Some(words.say("case-withdrawn-for-good")),
        (_, Some(day)) => Some(words.with("case-step-until", "day", day)),
        (_, None) => None,
    };
    let outcome = step.outcome.map(|outcome| outcome_name(outcome, words));
    let systems = (!step.systems.is_empty())
        .then(|| words.with("case-withdrawn-systems", "systems", step.systems.join(", ")));
    let events = (!step.events.is_empty()).then(|| words.count("case-events", step.events.len()));
    [outcome, systems, until, events]
        .into_iter()
        .flatten()
        .collect()
}

/// What was said, as it was written.
pub(crate) fn paragraphs(said: &Said) -> Vec<String> {
    let lines = said.text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

pub(crate) fn table(events: &[HistoryEvent], asked: &Asked) -> String {
    let words = asked.words();
    if events.is_empty() {
        return String::new();
    }
    let columns = [
        "history-col-time",
        "history-col-act",
        "history-col-people",
        "history-col-where",
        "history-col-remark",
    ];
    let columns = columns.map(|key| words.say(key));
    let rows: Vec<_> = events.iter().map(|event| cells(event, asked)).collect();
    plain_table(&words.say("case-events-title"), &columns, &rows)
}

fn cells(event: &HistoryEvent, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let when = format!(
        "{} {}",
        figures.day(event.day),
        figures.minute(event.minute)
    );
    let named = event
        .subjects
        .iter()
        .map(|subject| name_of(&subject.named, words));
    let named: Vec<String> = named.take(history::PEOPLE_NAMED_MAX).collect();
    let rest = event.subjects.len() - named.len();
    let more = match rest {
        0 => String::new(),
        more => words.count("and-more", more),
    };
    vec![
        TableCell::heading(when, asked.to(&format!("/event/{}", event.leaf))).class("nowrap"),
        history::act(&event.event, words),
        TableCell::text(named.join(", ")).below(more),
        history::place(&event.event),
        history::remarks(event, words),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    fn today() -> Day {
        Day::from_ymd(2026, 9, 30).expect("a day")
    }

    #[test]
    fn a_case_is_whole_in_four_languages_with_every_step_there_is() {
        let view = made_up::case();
        for language in Language::ALL {
            let path = format!("/{}/cases/3", language.tag());
            let asked = testing::asked(&path);
            let question = history::question(
                &asked,
                tilsyn_domain::question::About::Everything,
                &[],
                crate::period::Choice::All,
            );
            let events = made_up::history(&question).events;
            let html = render(&view, Some(&events), today(), None, &asked, &MadeUpHandles);
            check_page(&html, &path);
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
            for step in StepKind::ALL {
                assert!(
                    html.contains(&step_name(step, asked.words())),
                    "{step:?} {path}"
                );
            }
            assert!(html.contains(&format!("action=\"{path}\"")));
            // A head sees the case, and nothing of the log.
            let html = render(&view, None, today(), None, &asked, &MadeUpHandles);
            check_page(&html, &path);
            assert!(!html.contains("/event/") && !html.contains("/user/"));
        }
    }

    #[test]
    fn what_was_written_stands_there_again_where_something_is_missing() {
        let view = made_up::case();
        let asked = testing::asked("/en/cases/3");
        let sent = [
            ("step", "note"),
            ("text", "Rang <b> the union & wrote it down."),
        ];
        let sent: Vec<(String, String)> = sent
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let before = Some((sent.as_slice(), "Say what happened.".to_owned()));
        let html = render(&view, None, today(), before, &asked, &MadeUpHandles);
        assert!(html.contains("Rang &#60;b&#62; the union &#38; wrote it down."));
        assert_eq!(html.matches("<details class=\"step\" open>").count(), 1);
        assert!(html.contains("Say what happened."));
    }
}
