//! What one has looked up oneself (K10): the employee's own page, in plain words.
//!
//! Nobody is led on from here: the people on it are those one has seen already, and their pages
//! are for log reviewers.

pub(crate) mod case;
pub(crate) mod sessions;

use tilsyn_app::log_review::view::{HistoryEvent, HistoryView, UserPictures};
use tilsyn_app::permit::{ReadMine, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::About;

use crate::asked::Asked;
use crate::emergency;
use crate::frame::Place;
use crate::list::Column;
use crate::list::figure::figures;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::log_review::{actor, authorised, history};
use crate::people::name_of;
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::sheet::{About as AboutSheet, Cell, Rows, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 5] = [
    Column::text("time", "history-col-time"),
    Column::text("", "history-col-act"),
    Column::text("", "history-col-people"),
    Column::text("screen", "history-col-where"),
    Column::text("client", "history-col-machine"),
];

const FILE_COLUMNS: [&str; 8] = [
    "history-col-time",
    "history-file-source",
    "history-col-act",
    "history-file-outcome",
    "history-col-people",
    "history-file-screen",
    "history-file-application",
    "history-file-pc",
];

/// `GET /{language}/mine`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadMine>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    // Whose it is, the desk says.
    let question = history::question(asked, About::Everything, &[], choice);
    if asked.form == Form::Page {
        let drawn = actor::drawn(question.period, asked.latest);
        let found = desk.my_lookups(&permit, drawn, &question)?;
        let cases = case::section(&desk.my_cases(&permit)?, asked);
        let sessions =
            emergency::mine::section(desk, &permit, asked)? + &sessions::section(desk, asked);
        let html = match found {
            Some((view, pictures)) => render(&view, &pictures, (&cases, sessions), choice, asked),
            None => unknown(sessions, asked),
        };
        return Ok(Reply::Page(html));
    }
    let Some((view, mut events)) = desk.my_outgoing(&permit, &question)? else {
        return Ok(Reply::Missing);
    };
    let words = asked.words();
    if asked.form == Form::Json {
        let head = history::head(&view, asked);
        return Ok(Reply::long_json(&head, "events", move |desk| {
            let piece = events.next_piece(desk)?;
            let data = |event: &HistoryEvent| data(event, words);
            Ok(piece.map(|events| events.iter().map(data).collect()))
        }));
    }
    let rows = Rows::asked(move |desk| {
        let piece = events.next_piece(desk)?;
        let cells = |event: &HistoryEvent| cells(event, words);
        Ok(piece.map(|events| events.iter().map(cells).collect()))
    });
    let about = AboutSheet {
        stem: "mine",
        title: words.say("mine-title"),
        period: crate::period::span_name(words, view.period),
        matching: view.total,
        made_from: Some(&view.made_from),
    };
    Sheet::long(asked, about, &FILE_COLUMNS, rows).reply(asked.form)
}

/// For whom the directory does not know.
fn unknown(sessions: String, asked: &Asked) -> String {
    let words = asked.words();
    let page = ListPage {
        title: words.say("mine-title"),
        heading: words.say("mine-title"),
        lead: words.say("mine-lead"),
        empty: words.say("mine-unknown"),
        below: sessions,
        ..ListPage::default()
    };
    page.render(asked, Place::Mine, &COLUMNS, history::SORTED_BY, &[])
}

pub(crate) fn render(
    view: &HistoryView,
    pictures: &UserPictures,
    (cases, sessions): (&str, String),
    choice: Choice,
    asked: &Asked,
) -> String {
    let words = asked.words();
    let mut shown = vec![actor::weeks(pictures, words)];
    shown.extend(actor::flows(
        &pictures.flows,
        words.say("user-flows-title"),
        words.count(
            "user-flows-description",
            tilsyn_app::log_review::USER_FLOWS_MAX,
        ),
        words,
    ));
    let offered = history::Offered {
        kinds: &Kind::ALL,
        otherwise: Otherwise::LastQuarter,
        at_once: &[],
        left_out: &["user", "server"],
    };
    let page = ListPage {
        detail: history::period_line(choice, words),
        lead: words.say("mine-lead"),
        above: cases.to_owned()
            + &authorised::section(&pictures.authorisations, words)
            + &figures(words, &shown),
        list_heading: words.say("mine-events"),
        list_note: words.say("mine-list-note"),
        filters: history::filters(view, &offered, asked),
        below: sessions,
        ..ListPage::of(asked, words.say("mine-title"), view.total, &view.made_from)
    };
    let rows: Vec<_> = view.events.iter().map(|event| row(event, words)).collect();
    page.render(asked, Place::Mine, &COLUMNS, history::SORTED_BY, &rows)
}

fn row(event: &HistoryEvent, words: Words) -> Vec<TableCell> {
    let figures = words.figures();
    let when = format!(
        "{} {}",
        figures.day(event.day),
        figures.minute(event.minute)
    );
    let names = names(event, words);
    let more = names.len().saturating_sub(history::PEOPLE_NAMED_MAX);
    let shown = names[..names.len() - more].join(", ");
    let more = match more {
        0 => String::new(),
        more => words.count("and-more", more),
    };
    vec![
        TableCell::heading(when, "").class("nowrap"),
        history::act(&event.event, words).below(event.event.source.clone()),
        TableCell::text(shown).below(more),
        history::place(&event.event),
        TableCell::text(event.event.place.client_host.clone().unwrap_or_default()),
    ]
}

/// Whom an event is about.
fn names(event: &HistoryEvent, words: Words) -> Vec<String> {
    let names = event.subjects.iter();
    names
        .map(|subject| name_of(&subject.named, words))
        .collect()
}

fn cells(event: &HistoryEvent, words: Words) -> Vec<Cell> {
    let act = &event.event;
    let place = &act.place;
    vec![
        Cell::Moment(act.time.at),
        Cell::Text(act.source.clone()),
        Cell::Text(history::kind_name(act.kind, words)),
        Cell::Text(history::outcome_name(act.outcome, words)),
        Cell::Text(names(event, words).join(", ")),
        Cell::text(place.screen.as_deref()),
        Cell::text(place.application.as_deref()),
        Cell::text(place.client_host.as_deref()),
    ]
}

fn data(event: &HistoryEvent, words: Words) -> serde_json::Value {
    let act = &event.event;
    serde_json::json!({
        "time": act.time.at.utc().text(), "source": act.source, "kind": act.kind,
        "outcome": act.outcome, "people": names(event, words), "screen": act.place.screen,
        "application": act.place.application, "client_host": act.place.client_host,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    fn page_in(language: Language, protect: bool) -> String {
        let asked = testing::asked(&format!("/{}/mine", language.tag()));
        let question = history::question(&asked, About::Everything, &[], Choice::All);
        let mut view = made_up::history(&question);
        let subjects = view.events.iter_mut().flat_map(|event| &mut event.subjects);
        subjects.for_each(|subject| {
            subject.named.card.is_protected = protect;
            subject.named.card = std::mem::take(&mut subject.named.card).withheld();
        });
        render(
            &view,
            &made_up::user_pictures(),
            ("", String::new()),
            Choice::All,
            &asked,
        )
    }

    #[test]
    fn the_page_is_whole_in_four_languages_and_leads_to_nobody() {
        for language in Language::ALL {
            let html = page_in(language, false);
            check_page(&html, language.tag());
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
            for away in ["/person/", "/user/", "/event/"] {
                assert!(!html.contains(away), "{away}");
            }
            let asked = testing::asked(&format!("/{}/mine", language.tag()));
            let nobody = unknown(String::new(), &asked);
            check_page(&nobody, language.tag());
            assert!(nobody.contains(&asked.words().say("mine-unknown")));
        }
    }

    #[test]
    fn whom_the_register_protects_is_not_named() {
        let name = "Protected person";
        assert!(!page_in(Language::English, false).contains(name));
        let html = page_in(Language::English, true);
        let (_, list) = html.split_once("<table").expect("a list");
        assert!(list.contains(name));
    }
}
