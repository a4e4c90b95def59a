//! What all lists of single events share: the question, the rows, and the files (H9).

use tilsyn_app::log_review::view::{HistoryEvent, HistoryView};
use tilsyn_app::permit::{Permit, ReadHistory};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::{Event, Kind, Outcome, Via};
use tilsyn_domain::question::{
    About, EventFilter, EventSort, HistoryQuestion, Only, SortBy, account_text,
};
use tilsyn_domain::usage::TimeOfWeek;
use tilsyn_domain::{NationalId, Pattern};

use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::Column;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::log_review::filters::kinds_named;
pub(crate) use crate::log_review::filters::{Offered, filters};
use crate::masked::{mask_data, masked_of};
use crate::people::{View, Who, name_of, unit_names};
use crate::period::{Choice, span_name};
use crate::reply::Reply;
use crate::sheet::{About as AboutSheet, Cell, Rows, Sheet};
use crate::words::Words;

/// People named in a row; the event itself names them all.
pub(crate) const PEOPLE_NAMED_MAX: usize = 4;

pub(crate) const COLUMNS: [Column; 7] = [
    Column::text("time", "history-col-time"),
    Column::text("user", "history-col-user"),
    Column::text("", "history-col-act"),
    Column::text("", "history-col-people"),
    Column::text("screen", "history-col-where"),
    Column::text("client", "history-col-machine"),
    Column::text("", "history-col-remark"),
];

/// The column an event list is sorted by where the address says nothing.
pub(crate) const SORTED_BY: &str = "time";

const SORTS: [(&str, SortBy); 7] = [
    ("time", SortBy::Time),
    ("user", SortBy::Actor),
    ("application", SortBy::Application),
    ("element", SortBy::Element),
    ("screen", SortBy::Screen),
    ("client", SortBy::Client),
    ("server", SortBy::Server),
];

/// What a list of events can be sorted by, in addresses.
pub(crate) fn sort_names() -> Vec<&'static str> {
    SORTS.iter().map(|(name, _)| *name).collect()
}

/// The question an address asks about somebody or something; `user` is left to [`narrowed`].
pub(crate) fn question(
    asked: &Asked,
    about: About,
    kinds: &[Kind],
    choice: Choice,
) -> HistoryQuestion {
    let wanted: Vec<Kind> = asked.all("kind").flat_map(kinds_named).collect();
    let by = |word: &str| SORTS.into_iter().find(|(known, _)| *known == word);
    HistoryQuestion {
        kinds: if wanted.is_empty() {
            kinds.to_vec()
        } else {
            wanted
        },
        only: match asked.get("only") {
            Some("lookups") => Only::Lookups,
            Some("outside") => Only::Outside,
            _ => Only::All,
        },
        filter: EventFilter {
            accounts: None,
            source: asked.get("source").map(str::to_owned),
            client: asked.get("client").map(Pattern::new),
            server: asked.get("server").map(Pattern::new),
            unit: asked.get("unit").map(str::to_owned),
            time: time_of_week(asked),
            unprotected: false,
        },
        sort: EventSort {
            by: asked
                .get("sort")
                .and_then(by)
                .map_or(SortBy::Time, |(_, by)| by),
            order: asked.order(),
        },
        skip: asked.skip() as u64,
        limit: asked.limit() as u64,
        ..HistoryQuestion::every(about, choice.period())
    }
}

/// The hours of the week that an address names; Monday is its first day.
fn time_of_week(asked: &Asked) -> TimeOfWeek {
    let number = |name| asked.get(name).and_then(|text| text.parse::<u8>().ok());
    TimeOfWeek {
        weekday: number("weekday").and_then(|day| day.checked_sub(1)),
        hour: number("hour"),
    }
}

/// The same question of those accounts alone that the address names.
pub(crate) fn narrowed(desk: &Desk, asked: &Asked, question: HistoryQuestion) -> HistoryQuestion {
    let accounts = asked.get("user").map(|user| desk.accounts_like(user));
    HistoryQuestion {
        filter: EventFilter {
            accounts,
            ..question.filter
        },
        ..question
    }
}

/// A page with its list of events, in the columns that all such lists have.
pub(crate) fn page_of(
    page: ListPage,
    view: &HistoryView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let rows = rows(view, choice, asked, handles);
    page.render(asked, Place::Log, &COLUMNS, SORTED_BY, &rows)
}

/// The rows of a list of events; whom they name is led to with the period of the list.
fn rows(
    view: &HistoryView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> Vec<Vec<TableCell>> {
    view.events
        .iter()
        .map(|event| row(event, choice, asked, handles))
        .collect()
}

fn row(
    event: &HistoryEvent,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let day = figures.day(event.day);
    let time = figures.minute(event.minute);
    vec![
        TableCell::heading(
            format!("{day} {time}"),
            asked.to(&format!("/event/{}", event.leaf)),
        )
        .class("nowrap"),
        actor(event, choice, asked, handles),
        act(&event.event, words),
        people(event, choice, asked, handles),
        place(&event.event),
        machine(&event.event),
        remarks(event, words),
    ]
}

/// Who acted, with the units of that day.
pub(crate) fn actor(
    event: &HistoryEvent,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> TableCell {
    let words = asked.words();
    let who = Who::within(&event.actor, View::User, choice, asked, handles);
    let units = match event.actor_units.is_empty() {
        true => String::new(),
        false => unit_names(&event.actor_units, words),
    };
    let parts = [
        event.actor.card.employee_no.clone().unwrap_or_default(),
        units,
    ];
    let detail = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>();
    TableCell::link(who.name, who.href).below(detail.join(" · "))
}

/// What was done, and to what.
pub(crate) fn act(event: &Event, words: Words) -> TableCell {
    let object = &event.object;
    TableCell::text(kind_name(event.kind, words)).below(joined([
        &object.element,
        &object.folder_type,
        &object.document,
    ]))
}

fn people(event: &HistoryEvent, choice: Choice, asked: &Asked, handles: &dyn Handles) -> TableCell {
    let words = asked.words();
    let named: Vec<Who> = event
        .subjects
        .iter()
        .map(|subject| Who::within(&subject.named, View::Person, choice, asked, handles))
        .collect();
    match &event.subjects[..] {
        [] => TableCell::default(),
        [one] => {
            let who = named.into_iter().next().unwrap_or_default();
            TableCell::link(who.name, who.href).below(unit_names(&one.units, words))
        }
        many => {
            let names: Vec<String> = named
                .into_iter()
                .take(PEOPLE_NAMED_MAX)
                .map(|who| who.name)
                .collect();
            let rest = many.len().saturating_sub(PEOPLE_NAMED_MAX);
            let more = if rest > 0 {
                words.count("and-more", rest)
            } else {
                String::new()
            };
            TableCell::text(names.join(", ")).below(more)
        }
    }
}

/// Where in the source: screen, tab and report, with the application below.
pub(crate) fn place(event: &Event) -> TableCell {
    let place = &event.place;
    TableCell::text(joined([&place.screen, &place.tab, &place.report]))
        .below(joined([&place.application, &place.module]))
}

/// From where: PC and address, with the server below.
pub(crate) fn machine(event: &Event) -> TableCell {
    let place = &event.place;
    TableCell::text(joined([&place.client_host, &place.client_ip]))
        .below(place.server.clone().unwrap_or_default())
}

fn joined<const N: usize>(parts: [&Option<String>; N]) -> String {
    let said: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    said.join(" · ")
}

/// What else there is to know, in words.
pub(crate) fn remarks(event: &HistoryEvent, words: Words) -> TableCell {
    let mut remarks = remark_words(event, words).into_iter();
    let first = TableCell::text(remarks.next().unwrap_or_default());
    remarks.fold(first, TableCell::below)
}

pub(crate) fn remark_words(event: &HistoryEvent, words: Words) -> Vec<String> {
    let act = &event.event;
    let mut remarks = Vec::new();
    if event.outside {
        remarks.push(words.say("history-outside"));
    }
    if act.outcome != Outcome::Permit {
        remarks.push(outcome_name(act.outcome, words));
    }
    if act.actor.system {
        remarks.push(words.say("history-system"));
    }
    if act.why.break_glass {
        remarks.push(words.say("history-break-glass"));
    }
    let via: Vec<Via> = act.subjects.iter().map(|subject| subject.via).collect();
    if let Some(first) = via.first().filter(|first| **first != Via::Shown) {
        remarks.push(via_name(*first, words));
    }
    remarks
}

pub(crate) fn kind_name(kind: Kind, words: Words) -> String {
    words.say(&format!("kind-{}", kind.word().replace('_', "-")))
}

pub(crate) fn outcome_name(outcome: Outcome, words: Words) -> String {
    words.say(match outcome {
        Outcome::Permit => "outcome-permit",
        Outcome::Deny => "outcome-deny",
        Outcome::Error => "outcome-error",
    })
}

pub(crate) fn via_name(via: Via, words: Words) -> String {
    words.say(match via {
        Via::Shown => "via-shown",
        Via::Listed => "via-listed",
        Via::Criterion => "via-criterion",
        Via::Kin => "via-kin",
        Via::Disclosed => "via-disclosed",
    })
}

/// What a file of events is called, and whose id stands whole in it.
pub(crate) struct FileOf {
    pub(crate) stem: &'static str,
    pub(crate) title: String,
    pub(crate) own: Option<NationalId>,
}

impl FileOf {
    /// A file in which no id stands whole.
    pub(crate) fn everyone(stem: &'static str, title: String) -> FileOf {
        FileOf {
            stem,
            title,
            own: None,
        }
    }
}

/// The whole list as a file or as data, written piece by piece.
pub(crate) fn file(
    desk: &Desk,
    permit: &Permit<ReadHistory>,
    question: &HistoryQuestion,
    of: FileOf,
    asked: &Asked,
) -> Result<Reply, Problem> {
    if asked.form == Form::Json {
        return data(desk, permit, question, of.own, asked);
    }
    let (view, mut events) = desk.outgoing(permit, question)?;
    let (own, words) = (of.own, asked.words());
    let rows = Rows::asked(move |desk| {
        let piece = events.next_piece(desk)?;
        let rows = |event: &HistoryEvent| cells(event, own.as_ref(), words);
        Ok(piece.map(|events| events.iter().map(rows).collect()))
    });
    sheet(&view, of.stem, of.title, rows, asked).reply(asked.form)
}

/// The list as data: of the page asked for, or whole.
pub(crate) fn data(
    desk: &Desk,
    permit: &Permit<ReadHistory>,
    question: &HistoryQuestion,
    own: Option<NationalId>,
    asked: &Asked,
) -> Result<Reply, Problem> {
    if !asked.is_whole() {
        let view = desk.history(permit, question)?;
        return Ok(json(&view, own.as_ref(), asked, desk));
    }
    let (view, mut events) = desk.outgoing(permit, question)?;
    let head = head(&view, asked);
    Ok(Reply::long_json(&head, "events", move |desk| {
        let piece = events.next_piece(desk)?;
        let data = |event: &HistoryEvent| event_data(event, own.as_ref(), desk);
        Ok(piece.map(|events| events.iter().map(data).collect()))
    }))
}

/// What stands before a list of events as data.
pub(crate) fn head(view: &HistoryView, asked: &Asked) -> serde_json::Value {
    serde_json::json!({
        "from": view.period.from(), "to": view.period.to(), "accounts": view.accounts,
        "matching": view.total, "skipped": asked.skip(),
        "ledger_entries": view.made_from.leaves,
    })
}

/// The list as a file. Ids are whole only where the file is about that person.
pub(crate) fn sheet(
    view: &HistoryView,
    stem: &'static str,
    title: String,
    rows: Rows,
    asked: &Asked,
) -> Sheet {
    let words = asked.words();
    let about = AboutSheet {
        stem,
        title,
        period: span_name(words, view.period),
        matching: view.total,
        made_from: Some(&view.made_from),
    };
    let columns = [
        "history-col-time",
        "history-file-source",
        "history-file-id",
        "history-file-account",
        "history-col-user",
        "statement-file-employee",
        "history-file-user-units",
        "history-col-act",
        "history-file-outcome",
        "history-col-people",
        "statement-file-id",
        "history-file-people-units",
        "history-file-element",
        "history-file-document",
        "history-file-screen",
        "history-file-application",
        "history-file-pc",
        "event-ip",
        "logons-col-server",
        "history-outside",
    ];
    Sheet::long(asked, about, &columns, rows)
}

pub(crate) fn cells(event: &HistoryEvent, own: Option<&NationalId>, words: Words) -> Vec<Cell> {
    let act = &event.event;
    let people: Vec<String> = event
        .subjects
        .iter()
        .map(|subject| name_of(&subject.named, words))
        .collect();
    let ids = act
        .subjects
        .iter()
        .map(|subject| match own == Some(&subject.national_id) {
            true => subject.national_id.reveal().to_owned(),
            false => masked_of(&subject.national_id, event.protects(&subject.national_id)),
        });
    let units: Vec<String> = event
        .subjects
        .iter()
        .map(|subject| unit_names(&subject.units, words))
        .collect();
    vec![
        Cell::Moment(act.time.at),
        Cell::Text(act.source.clone()),
        Cell::Text(act.id.clone()),
        Cell::Text(account_text(&act.source, &act.actor.user)),
        Cell::Text(name_of(&event.actor, words)),
        Cell::text(event.actor.card.employee_no.as_deref()),
        Cell::Text(unit_names(&event.actor_units, words)),
        Cell::Text(kind_name(act.kind, words)),
        Cell::Text(outcome_name(act.outcome, words)),
        Cell::Text(people.join(", ")),
        Cell::Text(ids.collect::<Vec<_>>().join(", ")),
        Cell::Text(units.join("; ")),
        Cell::text(act.object.element.as_deref()),
        Cell::text(act.object.document.as_deref()),
        Cell::Text(joined([
            &act.place.screen,
            &act.place.tab,
            &act.place.report,
        ])),
        Cell::text(act.place.application.as_deref()),
        Cell::text(act.place.client_host.as_deref()),
        Cell::text(act.place.client_ip.as_deref()),
        Cell::text(act.place.server.as_deref()),
        Cell::Text(if event.outside {
            words.say("word-yes")
        } else {
            String::new()
        }),
    ]
}

/// The list as data: the events of the contract, ids masked but the person's own.
pub(crate) fn json(
    view: &HistoryView,
    own: Option<&NationalId>,
    asked: &Asked,
    handles: &dyn Handles,
) -> Reply {
    json_with(view, own, asked, handles, &|_| None)
}

/// The same with one more field of some events.
pub(crate) fn json_with(
    view: &HistoryView,
    own: Option<&NationalId>,
    asked: &Asked,
    handles: &dyn Handles,
    more: &dyn Fn(&HistoryEvent) -> Option<(&'static str, serde_json::Value)>,
) -> Reply {
    let events = view.events.iter().map(|event| {
        let mut data = event_data(event, own, handles);
        if let Some((field, value)) = more(event) {
            data[field] = value;
        }
        data
    });
    let events: Vec<_> = events.collect();
    let mut data = head(view, asked);
    data["events"] = events.into();
    Reply::Json(data.to_string().into_bytes())
}

/// One event with what the archive knows of its two sides.
pub(crate) fn event_data(
    event: &HistoryEvent,
    own: Option<&NationalId>,
    handles: &dyn Handles,
) -> serde_json::Value {
    let mut data = serde_json::to_value(&event.event).unwrap_or_default();
    mask_data(&mut data, own, &event.protected);
    let units = |units: &[tilsyn_app::log_review::view::UnitName]| {
        units
            .iter()
            .map(|unit| unit.unit.clone())
            .collect::<Vec<_>>()
    };
    let subjects: Vec<_> = event
        .subjects
        .iter()
        .map(|subject| {
            serde_json::json!({
                "handle": handles.handle(&subject.named.identity),
                "name": subject.named.card.name,
                "units": units(&subject.units),
            })
        })
        .collect();
    data["leaf"] = event.leaf.into();
    data["actor_handle"] = handles.handle(&event.actor.identity).into();
    data["actor_name"] = event.actor.card.name.clone().into();
    data["actor_units"] = units(&event.actor_units).into();
    data["subject_people"] = subjects.into();
    data["outside"] = event.outside.into();
    data
}

/// The period a page is about, in its words.
pub(crate) fn period_line(choice: Choice, words: Words) -> String {
    words.with("history-period", "period", choice.name(words))
}
