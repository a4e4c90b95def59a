//! Events that are held, and holding one.
//!
//! Not here: a hold by itself, and letting it go (`hold`).

use std::sync::Arc;

use askama::Template;
use tilsyn_app::erasure::{HoldView, HoldsShown, HoldsView, REFERENCE_MAX, as_json};
use tilsyn_app::log_review::view::PastEnd;
use tilsyn_app::permit::{Action as _, HoldEvents, ReadCases, ReadHistory, ask, may};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use crate::asked::Asked;
use crate::frame::Place;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column};
use crate::own_log::reader_name;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::sheet::{About, Cell, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 5] = [
    Column::text("", "holds-col-number"),
    Column::text("", "holds-col-event"),
    Column::text("", "holds-col-for"),
    Column::text("", "holds-col-held"),
    Column::text("", "holds-col-released"),
];

const FILE_COLUMNS: [&str; 8] = [
    "holds-col-number",
    "history-file-source",
    "history-file-id",
    "holds-col-for",
    "holds-file-held",
    "holds-col-held",
    "holds-file-released",
    "holds-col-released",
];

/// `GET /{language}/erasures/holds`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<HoldEvents>(asked.principal(), asked.form)?;
    let shown = HoldsShown {
        skip: asked.skip(),
        limit: asked.limit(),
        past_end: PastEnd::of(asked.form),
        event: asked.get("event").and_then(|leaf| leaf.parse().ok()),
    };
    let view = desk.holds(&permit, &shown)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, asked))),
        Form::Json => {
            let data = as_json::holds(&view, shown.skip);
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        form => sheet(&view, asked).reply(form),
    }
}

/// `POST` to it: holds an event, and leads to the hold.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<HoldEvents>(asked.principal(), Form::Page)?;
    let (source, id) = (field(sent, "source"), field(sent, "id"));
    let number = desk.hold_event(&permit, source, id, field(sent, "reference"))?;
    Ok(Reply::Elsewhere(address(asked, number)))
}

/// The form by which an event is held.
#[derive(Template)]
#[template(path = "erasures/hold_form.html")]
struct HoldForm {
    words: Words,
    token: String,
    action: String,
    /// Of the event that the reader comes from; empty otherwise.
    source: String,
    id: String,
    reference_max: usize,
}

pub(crate) fn render(view: &HoldsView, asked: &Asked) -> String {
    let words = asked.words();
    let (source, id) = view.event.clone().unwrap_or_default();
    let form = HoldForm {
        words,
        token: asked.token.clone(),
        action: asked.to("/erasures/holds"),
        source,
        id,
        reference_max: REFERENCE_MAX,
    };
    let holding = words.count("holds-holding", view.holding);
    let page = ListPage {
        title: words.say("holds-title"),
        heading: words.say("holds-title"),
        lead: format!("{holding} {}", words.say("holds-lead")),
        above: html(&form),
        list_heading: words.say("holds-all"),
        empty: words.say("holds-none"),
        exports: list::exports(asked, view.matching),
        paging: list::paging(asked, view.matching),
        ..ListPage::default()
    };
    let rows: Vec<_> = view.rows.iter().map(|hold| row(hold, asked)).collect();
    page.render(asked, Place::Sources, &COLUMNS, "", &rows)
}

fn row(hold: &HoldView, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let step = |(at, by): (Instant, &str)| {
        let at = words.figures().moment(asked.zone(), at);
        TableCell::text(reader_name(by, words)).below(at)
    };
    let released = hold.released.as_ref();
    let released = released.map(|(at, by)| step((*at, by)));
    vec![
        TableCell::heading(hold.number.to_string(), address(asked, hold.number)),
        TableCell::link(event(hold, words), event_page(hold, asked)),
        TableCell::link(what_for(hold, words), case_page(hold, asked)),
        step((hold.held, &hold.held_by)),
        released.unwrap_or_else(|| TableCell::text(words.say("holds-still"))),
    ]
}

/// The event of a hold, by its source and its id there.
pub(super) fn event(hold: &HoldView, words: Words) -> String {
    match &hold.event {
        Some((source, id)) => format!("{source}:{id}"),
        None => words.say("holds-erased"),
    }
}

/// Where the event of a hold is; empty for those who may not see it.
pub(super) fn event_page(hold: &HoldView, asked: &Asked) -> String {
    match hold.event.is_some() && may(asked.principal(), ReadHistory::NAME) {
        true => asked.to(&format!("/event/{}", hold.leaf)),
        false => String::new(),
    }
}

/// What a hold is for.
pub(super) fn what_for(hold: &HoldView, words: Words) -> String {
    match hold.case {
        Some(number) => words.with("case-number", "number", number),
        None => hold.reference.clone(),
    }
}

/// Where the case of a hold is; empty where there is none, and for those who may see no case.
pub(super) fn case_page(hold: &HoldView, asked: &Asked) -> String {
    match hold.case {
        Some(number) if may(asked.principal(), ReadCases::NAME) => {
            asked.to(&format!("/cases/{number}"))
        }
        _ => String::new(),
    }
}

/// The address of a hold.
pub(super) fn address(asked: &Asked, number: u64) -> String {
    asked.to(&format!("/erasures/holds/{number}"))
}

fn sheet(view: &HoldsView, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "holds",
        title: words.say("holds-title"),
        period: words.say("period-all"),
        matching: view.matching,
        made_from: None,
    };
    let cells = |hold: &HoldView| {
        let event = hold.event.as_ref();
        let released = hold.released.as_ref();
        let released_by = released.map(|(_, by)| reader_name(by, words));
        vec![
            Cell::Whole(hold.number),
            Cell::text(event.map(|(source, _)| source.as_str())),
            Cell::text(event.map(|(_, id)| id.as_str())),
            Cell::Text(what_for(hold, words)),
            Cell::Moment(hold.held),
            Cell::Text(reader_name(&hold.held_by, words)),
            released.map_or(Cell::Empty, |(at, _)| Cell::Moment(*at)),
            Cell::text(released_by.as_deref()),
        ]
    };
    let rows = view.rows.iter().map(cells).collect();
    Sheet::new(asked, about, &FILE_COLUMNS, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn the_list_is_whole_in_four_languages_and_leads_to_each_hold() {
        for language in Language::ALL {
            let path = format!("/{}/erasures/holds", language.tag());
            let asked = testing::asked(&path);
            let mut view = made_up::holds();
            let html = render(&view, &asked);
            check_page(&html, &path);
            assert!(html.contains(&format!("href=\"{path}/2\"")));
            assert!(html.contains("/event/17\"") && html.contains("/cases/7\""));
            assert!(html.contains("HR:e01") && html.contains("Siv Dahl"));
            assert!(html.contains(&asked.words().say("holds-still")));
            view.event = Some(("HR".to_owned(), "e\"02".to_owned()));
            view.rows.clear();
            let html = render(&view, &asked);
            check_page(&html, &path);
            assert!(html.contains("value=\"HR\"") && html.contains("value=\"e&#34;02\""));
            assert!(html.contains(&asked.words().say("holds-none")));
        }
    }
}
