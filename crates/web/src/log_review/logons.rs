//! Logon log (H1, H9.5): sessions, each logon with its logoff, open ones shown as open.
//!
//! Which logoff ends which logon is decided in `app`.

use tilsyn_app::log_review::view::{HistoryEvent, HistoryView, SessionEnd, SessionsView};
use tilsyn_app::permit::{Permit, ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;
use tilsyn_domain::event::{Event, Kind, Outcome};
use tilsyn_domain::question::{About, HistoryQuestion, account_text};

use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::Column;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::log_review::history;
use crate::people::name_of;
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::sheet::{About as AboutSheet, Cell, Rows, Sheet};
use crate::words::Words;

/// Logoffs stand beside their logon; as events of their own they are shown when asked for.
const KINDS: [Kind; 2] = [Kind::Logon, Kind::LogonFailed];
const OFFERED: [Kind; 3] = [Kind::Logon, Kind::LogonFailed, Kind::Logoff];

const COLUMNS: [Column; 7] = [
    Column::text("time", "logons-col-on"),
    Column::text("", "logons-col-off"),
    Column::text("user", "history-col-user"),
    Column::text("application", "logons-col-application"),
    Column::text("client", "logons-col-pc"),
    Column::text("server", "logons-col-server"),
    Column::text("", "logons-col-users"),
];

/// `GET /{language}/logons`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let question = history::question(asked, About::Everything, &KINDS, choice);
    let question = history::narrowed(desk, asked, question);
    if asked.is_whole() {
        return whole(desk, &permit, &question, asked);
    }
    let view = desk.sessions(&permit, &question)?;
    match asked.form {
        Form::Json => Ok(json(&view, asked, desk)),
        _ => Ok(Reply::Page(render(&view, choice, asked, desk))),
    }
}

/// The whole list, as a file or as data.
fn whole(
    desk: &Desk,
    permit: &Permit<ReadHistory>,
    question: &HistoryQuestion,
    asked: &Asked,
) -> Result<Reply, Problem> {
    let (view, mut events) = desk.outgoing(permit, question)?;
    let mut ends = events.session_ends();
    if asked.form == Form::Json {
        let head = history::head(&view, asked);
        return Ok(Reply::long_json(&head, "events", move |desk| {
            let Some(piece) = events.next_piece(desk)? else {
                return Ok(None);
            };
            let data = piece.iter().map(|event| {
                let mut data = history::event_data(event, None, desk);
                if let Some(end) = ends.of(desk, event)? {
                    data["session"] = session(end);
                }
                Ok(data)
            });
            data.collect::<Result<_, Problem>>().map(Some)
        }));
    }
    let words = asked.words();
    let rows = Rows::asked(move |desk| {
        let Some(piece) = events.next_piece(desk)? else {
            return Ok(None);
        };
        let rows = piece.iter().map(|event| {
            let end = ends.of(desk, event)?;
            Ok(cells(event, end.as_ref(), words))
        });
        rows.collect::<Result<_, Problem>>().map(Some)
    });
    sheet(&view, rows, asked).reply(asked.form)
}

pub(crate) fn render(
    view: &SessionsView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let history = &view.history;
    let offered = history::Offered {
        kinds: &OFFERED,
        otherwise: Otherwise::LastQuarter,
        at_once: &["user", "client", "server"],
        left_out: &[],
    };
    let title = words.say("logons-title");
    let page = ListPage {
        detail: history::period_line(choice, words),
        lead: words.say("logons-lead"),
        filters: history::filters(history, &offered, asked),
        ..ListPage::of(asked, title, history.total, &history.made_from)
    };
    let rows: Vec<_> = history
        .events
        .iter()
        .map(|event| row(event, view.ends.get(&event.leaf), choice, asked, handles))
        .collect();
    page.render(asked, Place::Log, &COLUMNS, history::SORTED_BY, &rows)
}

fn row(
    event: &HistoryEvent,
    end: Option<&SessionEnd>,
    choice: Choice,
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
    let what = match (event.event.kind, event.event.outcome) {
        (Kind::Logon, Outcome::Permit) => String::new(),
        (Kind::Logon, outcome) => history::outcome_name(outcome, words),
        (kind, _) => history::kind_name(kind, words),
    };
    vec![
        TableCell::heading(time, page).class("nowrap").below(what),
        off(event, end, asked),
        history::actor(event, choice, asked, handles),
        said(&place.application),
        said(&place.client_host).below(place.client_ip.clone().unwrap_or_default()),
        said(&place.server),
        accounts,
    ]
}

/// When the session ended, or that it is open.
fn off(event: &HistoryEvent, end: Option<&SessionEnd>, asked: &Asked) -> TableCell {
    let words = asked.words();
    match end {
        Some(SessionEnd::At(end)) => {
            let time = words.figures().moment(asked.zone(), end.at);
            TableCell::text(time)
                .below(duration(minutes(&event.event, end.at), words))
                .class("nowrap")
        }
        Some(SessionEnd::Open) => TableCell::text(words.say("logons-open")),
        None => TableCell::default(),
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

fn sheet(history: &HistoryView, rows: Rows, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = AboutSheet {
        stem: "logons",
        title: words.say("logons-title"),
        period: crate::period::span_name(words, history.period),
        matching: history.total,
        made_from: Some(&history.made_from),
    };
    let columns = [
        "history-col-act",
        "logons-col-on",
        "logons-col-off",
        "logons-open",
        "history-col-user",
        "statement-file-employee",
        "history-file-user-units",
        "history-file-account",
        "logons-col-application",
        "logons-col-pc",
        "event-ip",
        "logons-col-server",
        "logons-file-os",
        "logons-file-base",
        "history-file-outcome",
    ];
    Sheet::long(asked, about, &columns, rows)
}

fn cells(event: &HistoryEvent, end: Option<&SessionEnd>, words: Words) -> Vec<Cell> {
    let act = &event.event;
    let place = &act.place;
    let units = crate::people::unit_names(&event.actor_units, words);
    let (off, open) = match end {
        Some(SessionEnd::At(end)) => (Cell::Moment(end.at), Cell::Empty),
        Some(SessionEnd::Open) => (Cell::Empty, Cell::Text(words.say("word-yes"))),
        None => (Cell::Empty, Cell::Empty),
    };
    vec![
        Cell::Text(history::kind_name(act.kind, words)),
        Cell::Moment(act.time.at),
        off,
        open,
        Cell::Text(name_of(&event.actor, words)),
        Cell::text(event.actor.card.employee_no.as_deref()),
        Cell::Text(units),
        Cell::Text(account_text(&act.source, &act.actor.user)),
        Cell::text(place.application.as_deref()),
        Cell::text(place.client_host.as_deref()),
        Cell::text(place.client_ip.as_deref()),
        Cell::text(place.server.as_deref()),
        Cell::text(place.os_user.as_deref()),
        Cell::text(place.base_user.as_deref()),
        Cell::Text(history::outcome_name(act.outcome, words)),
    ]
}

/// The events of the contract, each logon with `session`: `{"open": bool, "end": time or null}`.
fn json(view: &SessionsView, asked: &Asked, handles: &dyn Handles) -> Reply {
    let more = |event: &HistoryEvent| {
        let end = view.ends.get(&event.leaf)?;
        Some(("session", session(*end)))
    };
    history::json_with(&view.history, None, asked, handles, &more)
}

fn session(end: SessionEnd) -> serde_json::Value {
    let end = match end {
        SessionEnd::At(end) => Some(end.text()),
        SessionEnd::Open => None,
    };
    serde_json::json!({ "open": end.is_none(), "end": end })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn open_sessions_show_as_open_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/logons", language.tag()));
            let question = history::question(&asked, About::Everything, &KINDS, Choice::All);
            let history = made_up::history(&question);
            let logon = history.events[0].leaf;
            let end = history.events[0].event.end.expect("an end");
            let mut view = SessionsView {
                history,
                ends: HashMap::from([(logon, SessionEnd::At(end))]),
            };
            let words = asked.words();
            let html = render(&view, Choice::All, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert!(!html.contains(&words.say("logons-open")));
            let lasted = minutes(&view.history.events[0].event, end.at);
            assert!(html.contains(&duration(lasted, words)));
            view.ends.insert(logon, SessionEnd::Open);
            let html = render(&view, Choice::All, &asked, &MadeUpHandles);
            assert!(html.contains(&words.say("logons-open")));
            let Reply::Json(bytes) = json(&view, &asked, &MadeUpHandles) else {
                panic!("data")
            };
            let data: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
            assert_eq!(data["events"][0]["session"]["open"], true);
            assert!(
                data["events"][1].get("session").is_none(),
                "a failed logon has none"
            );
        }
    }

    #[test]
    fn filters_stand_in_the_form_and_those_behind_the_word_open_it_when_set() {
        let check = |address: &str, open: bool| {
            let asked = testing::asked(address);
            let question = history::question(&asked, About::Everything, &KINDS, Choice::All);
            let view = SessionsView {
                history: made_up::history(&question),
                ends: HashMap::new(),
            };
            let html = render(&view, Choice::All, &asked, &MadeUpHandles);
            assert!(html.contains("name=\"client\" type=\"search\" value=\"PC-1*\""));
            assert_eq!(
                html.contains("<details class=\"more\" open>"),
                open,
                "{address}"
            );
        };
        check("/nb/logons?client=PC-1*", false);
        check("/nb/logons?client=PC-1*&unit=N-110", true);
        let asked = testing::asked("/nb/logons?unit=gone");
        let select = crate::list::unit_select(&asked, &[]);
        let last = select.chances.last().expect("chances");
        assert!(
            last.chosen && last.value == "gone",
            "what narrows the list is shown"
        );
    }
}
