//! The file of a case on paper: how it stands, every step word for word, and the events.

use tilsyn_app::cases::{CaseView, StepRow};
use tilsyn_app::log_review::view::HistoryEvent;
use tilsyn_app::permit::{ReadCases, ReadHistory, ask};
use tilsyn_app::{Desk, Problem};
use tilsyn_domain::Document;
use tilsyn_domain::document::{Block, Column, Level, Table, Text};

use super::{about, file, number_in, written};
use crate::asked::Asked;
use crate::cases::list::{user_detail, user_name};
use crate::cases::{
    facts, file_label, heading, leaves, line, standing, step_facts, step_name, taken_by,
};
use crate::log_review::history;
use crate::people::name_of;
use crate::reply::Reply;
use crate::words::Words;

/// Events that a file lists; whoever needs more takes the list of the user's page.
const EVENTS_MAX: usize = 1_000;

/// `GET /{language}/cases/{number}/file.pdf`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadCases>(asked.principal(), asked.form)?;
    let Some(number) = number_in(asked, 2) else {
        return Ok(Reply::Missing);
    };
    let view = desk.case(&permit, number)?;
    let events = match ask::<ReadHistory>(asked.principal(), asked.form) {
        Ok(may) => Some(desk.events_of_case(&may, &view, EVENTS_MAX)?),
        Err(_) => None,
    };
    let document = document(&view, events.as_deref(), desk, asked);
    file(asked, format!("case-{number}.pdf"), &document)
}

fn document(
    view: &CaseView,
    events: Option<&[HistoryEvent]>,
    desk: &Desk,
    asked: &Asked,
) -> Document {
    let words = asked.words();
    let row = &view.row;
    let title = heading(row, words);
    let mut whole = Document::report(about(desk, asked, title, standing(row, words)));
    let mut known = vec![(words.say("case-col-user"), user_name(row, words))];
    let detail = user_detail(row);
    if !detail.is_empty() {
        known.push((words.say("print-work"), detail));
    }
    known.extend(facts(view, asked));
    let others = view.others.iter().map(|other| line(other, words));
    known.extend(others.map(|other| (words.say("case-others"), other)));
    whole.push(Block::facts(known));
    whole.push(Block::heading(Level::One, words.say("case-steps")));
    for step in &view.steps {
        blocks(step, asked).for_each(|block| whole.push(block));
    }
    whole.push(Block::heading(Level::One, words.say("case-events-title")));
    whole.push(Block::paragraph(match leaves(view) {
        0 => words.say("case-events-none"),
        some => words.count("case-events", some),
    }));
    if let Some(events) = events.filter(|events| !events.is_empty()) {
        whole.push(table(events, leaves(view), words));
    }
    whole
}

fn blocks(step: &StepRow, asked: &Asked) -> impl Iterator<Item = Block> {
    let words = asked.words();
    let figures = words.figures();
    let name = format!("{}. {}", step.number, step_name(step.kind, words));
    let leaf = words.with("case-leaf", "leaf", figures.whole(step.leaf));
    let detail = [
        figures.moment(asked.zone(), step.at),
        taken_by(step, words),
        leaf,
    ]
    .join(" · ");
    let facts = step_facts(step, words).into_iter();
    let facts = facts.map(|fact| Block::paragraph(Text::default().strong(fact)));
    let said: Vec<Block> = match &step.said {
        Some(said) => written(&said.text).collect(),
        None => vec![Block::paragraph(words.say("case-step-erased"))],
    };
    let files = step.said.iter().flat_map(|said| &said.files);
    let files: Vec<String> = files.map(|file| file_label(file, words)).collect();
    let files = (!files.is_empty()).then(|| Block::list(files));
    [Block::heading(Level::Two, name), Block::paragraph(detail)]
        .into_iter()
        .chain(facts)
        .chain(said)
        .chain(files)
}

fn table(events: &[HistoryEvent], all: usize, words: Words) -> Block {
    let columns = [
        Column::new(words.say("history-col-time"), 3),
        Column::new(words.say("history-col-act"), 4),
        Column::new(words.say("history-col-people"), 4),
        Column::new(words.say("history-col-where"), 4),
        Column::new(words.say("history-col-remark"), 4),
    ];
    let figures = words.figures();
    let mut table = Table::new("", columns);
    for event in events {
        let when = format!(
            "{} {}",
            figures.day(event.day),
            figures.minute(event.minute)
        );
        let people = event.subjects.iter().take(history::PEOPLE_NAMED_MAX);
        let mut people: Vec<String> = people.map(|one| name_of(&one.named, words)).collect();
        let rest = event.subjects.len() - people.len();
        if rest > 0 {
            people.push(words.count("and-more", rest));
        }
        let act = history::act(&event.event, words).plain();
        let place = history::place(&event.event).plain();
        let remarks = history::remark_words(event, words).join(", ");
        table.push([when, act, people.join(", "), place, remarks]);
    }
    if events.len() < all {
        let shown = ("shown", events.len().to_string());
        table = table.remark(words.count_with("case-events-cut", all, shown));
    }
    Block::Table(table)
}
