//! Logon log (H1, H9.5): sessions, each logon with its logoff, open ones shown as open.
//!
//! A logon ends by its own `end`, else by the next logoff of the same account and session.

use std::collections::HashMap;

use tilsyn_app::log_review::view::{HistoryEvent, HistoryView};
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::{Event, Kind, Outcome};
use tilsyn_domain::question::{About, account_text};
use tilsyn_domain::{Instant, Stamp};

use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column, Side};
use crate::log_review::history;
use crate::people::name_of;
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::settings::PAGE_ROWS;
use crate::sheet::{About as AboutSheet, Cell, Sheet};
use crate::words::Words;

const KINDS: [Kind; 3] = [Kind::Logon, Kind::Logoff, Kind::LogonFailed];
/// How many newer events are read to find the logoffs of those on the page.
const AHEAD: u64 = 200;

const COLUMNS: [Column; 7] = [
    Column {
        sort: "",
        heading: "logons-col-on",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "logons-col-off",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "history-col-user",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "logons-col-application",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "logons-col-pc",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "logons-col-server",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "logons-col-users",
        side: Side::Text,
    },
];

/// `GET /{language}/logons`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let otherwise = Otherwise::LastQuarter;
    let mut question = history::question(asked, About::Everything, &KINDS, otherwise);
    let ahead = question.skip.min(AHEAD);
    question.skip -= ahead;
    question.limit += ahead;
    let mut view = desk.history(&permit, &question)?;
    let ends = ends(&view.events);
    view.events
        .drain(..usize::try_from(ahead).unwrap_or(0).min(view.events.len()));
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(
            &view,
            &ends,
            asked.choice(otherwise),
            asked,
            desk,
        ))),
        Form::Json => Ok(history::json(&view, None, asked, desk)),
        form => sheet(&view, &ends, asked).reply(form),
    }
}

/// When each session of these events ended: the leaf of a logon, and its end.
fn ends(events: &[HistoryEvent]) -> HashMap<u64, Stamp> {
    let mut last_off: HashMap<(&str, &str, &str), Stamp> = HashMap::new();
    let mut ends = HashMap::new();
    // Newest first, so a logoff is met before its logon.
    for event in events {
        let act = &event.event;
        let session = act.place.session.as_deref();
        let key = (
            act.source.as_str(),
            act.actor.user.as_str(),
            session.unwrap_or_default(),
        );
        match act.kind {
            Kind::Logoff => {
                last_off.insert(key, act.time);
            }
            Kind::Logon => {
                let known = act.end.or_else(|| last_off.remove(&key));
                if let Some(end) = known {
                    ends.insert(event.leaf, end);
                }
            }
            _ => {}
        }
    }
    ends
}

pub(crate) fn render(
    view: &HistoryView,
    ends: &HashMap<u64, Stamp>,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let page = ListPage {
        title: words.say("logons-title"),
        heading: words.say("logons-title"),
        detail: history::period_line(choice, words),
        lead: words.say("logons-lead"),
        filters: history::filters(asked, &KINDS, Otherwise::LastQuarter),
        exports: list::exports(asked, view.total),
        paging: list::paging(asked, view.total),
        made_from: list::made_from(asked, &view.made_from),
        ..ListPage::default()
    };
    let rows = view
        .events
        .iter()
        .take(PAGE_ROWS)
        .map(|event| row(event, ends, asked, handles));
    let rows: Vec<_> = rows.collect();
    page.render(asked, Place::Log, &COLUMNS, "", &rows)
}

fn row(
    event: &HistoryEvent,
    ends: &HashMap<u64, Stamp>,
    asked: &Asked,
    handles: &dyn Handles,
) -> Vec<TableCell> {
    let words = asked.words();
    let place = &event.event.place;
    let said = |text: &Option<String>| TableCell::text(text.clone().unwrap_or_default());
    let mut accounts = TableCell::text(event.event.actor.user.clone());
    for (user, key) in [
        (&place.os_user, "logons-os"),
        (&place.base_user, "logons-base"),
    ] {
        if let Some(user) = user {
            accounts = accounts.below(words.with(key, "user", user));
        }
    }
    let time = words.figures().moment(asked.zone(), event.event.time.at);
    let page = asked.to(&format!("/event/{}", event.leaf));
    let what = match event.event.kind {
        Kind::Logon => String::new(),
        kind => history::kind_name(kind, words),
    };
    vec![
        TableCell::heading(time, page).class("nowrap").below(what),
        off(event, ends, asked),
        history::actor(event, asked, handles),
        said(&place.application),
        said(&place.client_host).below(place.client_ip.clone().unwrap_or_default()),
        said(&place.server),
        accounts,
    ]
}

/// When the session ended, or that it is open.
fn off(event: &HistoryEvent, ends: &HashMap<u64, Stamp>, asked: &Asked) -> TableCell {
    let words = asked.words();
    let refused = event.event.outcome != Outcome::Permit;
    match (event.event.kind, ends.get(&event.leaf)) {
        (Kind::Logon, Some(end)) => {
            let time = words.figures().moment(asked.zone(), end.at);
            let minutes = minutes(&event.event, end.at);
            TableCell::text(time)
                .below(duration(minutes, words))
                .class("nowrap")
        }
        (Kind::Logon, None) if refused => TableCell::default(),
        (Kind::Logon, None) => TableCell::text(words.say("logons-open")),
        _ => TableCell::default(),
    }
}

/// `7 t 25 min`.
fn duration(minutes: u64, words: Words) -> String {
    let parts = [
        ("hours", (minutes / 60).to_string()),
        ("minutes", (minutes % 60).to_string()),
    ];
    words.fill("logons-duration", &parts)
}

fn minutes(event: &Event, end: Instant) -> u64 {
    u64::try_from((end.0 - event.time.at.0) / 60_000_000).unwrap_or(0)
}

fn sheet(view: &HistoryView, ends: &HashMap<u64, Stamp>, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = AboutSheet {
        stem: "logons",
        title: words.say("logons-title"),
        period: crate::period::span_name(words, view.period),
        matching: view.total,
        made_from: Some(&view.made_from),
    };
    let columns = [
        "history-col-act",
        "logons-col-on",
        "logons-col-off",
        "history-col-user",
        "statement-file-employee",
        "history-file-user-units",
        "history-file-account",
        "logons-col-application",
        "logons-col-pc",
        "logons-col-server",
        "logons-file-os",
        "logons-file-base",
        "history-file-outcome",
    ];
    let rows = view
        .events
        .iter()
        .map(|event| cells(event, ends.get(&event.leaf), words));
    Sheet::new(asked, about, &columns, rows.collect())
}

fn cells(event: &HistoryEvent, end: Option<&Stamp>, words: Words) -> Vec<Cell> {
    let act = &event.event;
    let place = &act.place;
    let units = crate::people::unit_names(&event.actor_units, words);
    vec![
        Cell::Text(history::kind_name(act.kind, words)),
        Cell::Moment(act.time.at),
        end.map_or(Cell::Empty, |end| Cell::Moment(end.at)),
        Cell::Text(name_of(&event.actor, words)),
        Cell::text(event.actor.card.employee_no.as_deref()),
        Cell::Text(units),
        Cell::Text(account_text(&act.source, &act.actor.user)),
        Cell::text(place.application.as_deref()),
        Cell::text(place.client_host.as_deref()),
        Cell::text(place.server.as_deref()),
        Cell::text(place.os_user.as_deref()),
        Cell::text(place.base_user.as_deref()),
        Cell::Text(history::outcome_name(act.outcome, words)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    fn session(leaf: u64, kind: Kind, minute: u32, session: Option<&str>) -> HistoryEvent {
        let mut event = made_up::events().swap_remove(1);
        let time = Stamp::parse(&format!("2026-09-01T08:{minute:02}:00Z")).expect("a time");
        event.leaf = leaf;
        event.event = Event::new("s", &leaf.to_string(), time, kind, "kso");
        event.event.place.session = session.map(str::to_owned);
        event
    }

    #[test]
    fn a_logoff_ends_its_own_session_and_only_that() {
        let events = [
            session(5, Kind::Logon, 50, Some("B")),
            session(4, Kind::Logoff, 40, Some("A")),
            session(3, Kind::LogonFailed, 30, None),
            session(2, Kind::Logon, 20, Some("A")),
            session(1, Kind::Logon, 10, Some("A")),
        ];
        let found = ends(&events);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [2]);
        assert_eq!(minutes(&events[3].event, found[&2].at), 20);
    }

    #[test]
    fn open_sessions_show_as_open_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/logons", language.tag()));
            let question = history::question(&asked, About::Everything, &KINDS, Otherwise::All);
            let mut view = made_up::history(&question);
            let closed = ends(&view.events);
            let html = render(&view, &closed, Choice::All, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert!(!html.contains(&asked.words().say("logons-open")));
            view.events[0].event.end = None;
            let html = render(
                &view,
                &ends(&view.events[..1]),
                Choice::All,
                &asked,
                &MadeUpHandles,
            );
            assert!(html.contains(&asked.words().say("logons-open")));
        }
    }
}
