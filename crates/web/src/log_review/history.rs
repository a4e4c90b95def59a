//! What all lists of single events share: the question, the rows, and the files (H9).

use tilsyn_app::log_review::view::{HistoryEvent, HistoryView};
use tilsyn_domain::NationalId;
use tilsyn_domain::event::{Event, Kind, Outcome, Via};
use tilsyn_domain::question::{About, HistoryQuestion, Only, account_text};

use crate::asked::Asked;
use crate::handles::Handles;
use crate::list::table::TableCell;
use crate::list::{self, Chance, Column, FilterSet, Select, Side};
use crate::masked::{mask_data, masked};
use crate::people::{View, Who, name_of, unit_names};
use crate::period::{Choice, Otherwise, span_name};
use crate::reply::Reply;
use crate::sheet::{About as AboutSheet, Cell, Sheet};
use crate::words::Words;

/// People named in a row; the event itself names them all.
const PEOPLE_NAMED_MAX: usize = 4;

pub(crate) const COLUMNS: [Column; 6] = [
    Column {
        sort: "",
        heading: "history-col-time",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "history-col-user",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "history-col-act",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "history-col-people",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "history-col-where",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "history-col-remark",
        side: Side::Text,
    },
];

/// The question an address asks about somebody or something.
pub(crate) fn question(
    asked: &Asked,
    about: About,
    kinds: &[Kind],
    otherwise: Otherwise,
) -> HistoryQuestion {
    let wanted: Vec<Kind> = asked.all("kind").filter_map(Kind::from_word).collect();
    HistoryQuestion {
        about,
        period: asked.choice(otherwise).period(),
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
        skip: asked.skip() as u64,
        limit: asked.limit() as u64,
    }
}

/// Filters of a list of events: period, kind, and which.
pub(crate) fn filters(asked: &Asked, kinds: &[Kind], otherwise: Otherwise) -> String {
    let words = asked.words();
    let all = |value: &str| Chance {
        value: String::new(),
        label: words.say("filter-all"),
        chosen: asked.get(value).is_none(),
    };
    let kind_chances = kinds.iter().map(|kind| Chance {
        value: kind.word().to_owned(),
        label: kind_name(*kind, words),
        chosen: asked.get("kind") == Some(kind.word()),
    });
    let mut selects = vec![Select {
        name: "kind",
        label: words.say("history-kind"),
        chances: std::iter::once(all("kind")).chain(kind_chances).collect(),
    }];
    if kinds.contains(&Kind::Lookup) {
        let only = [
            ("lookups", "history-only-lookups"),
            ("outside", "history-only-outside"),
        ];
        let only = only.map(|(value, key)| Chance {
            value: value.to_owned(),
            label: words.say(key),
            chosen: asked.get("only") == Some(value),
        });
        selects.push(Select {
            name: "only",
            label: words.say("history-only"),
            chances: std::iter::once(all("only")).chain(only).collect(),
        });
    }
    list::filters(
        asked,
        &FilterSet {
            otherwise,
            selects,
            text: None,
        },
    )
}

/// The rows of a list of events.
pub(crate) fn rows(
    view: &HistoryView,
    asked: &Asked,
    handles: &dyn Handles,
) -> Vec<Vec<TableCell>> {
    view.events
        .iter()
        .map(|event| row(event, asked, handles))
        .collect()
}

fn row(event: &HistoryEvent, asked: &Asked, handles: &dyn Handles) -> Vec<TableCell> {
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
        actor(event, asked, handles),
        act(&event.event, words),
        people(event, asked, handles),
        place(&event.event),
        remarks(event, words),
    ]
}

/// Who acted, with the units of that day.
pub(crate) fn actor(event: &HistoryEvent, asked: &Asked, handles: &dyn Handles) -> TableCell {
    let words = asked.words();
    let who = Who::of(&event.actor, View::User, asked, handles);
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
    let parts = [&object.element, &object.folder_type, &object.document];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    TableCell::text(kind_name(event.kind, words)).below(parts.join(" · "))
}

fn people(event: &HistoryEvent, asked: &Asked, handles: &dyn Handles) -> TableCell {
    let words = asked.words();
    let named: Vec<Who> = event
        .subjects
        .iter()
        .map(|subject| Who::of(&subject.named, View::Person, asked, handles))
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

fn place(event: &Event) -> TableCell {
    let place = &event.place;
    let seen = [&place.screen, &place.tab, &place.report]
        .into_iter()
        .flatten();
    let from = [&place.application, &place.client_host]
        .into_iter()
        .flatten();
    let join = |parts: Vec<&String>| {
        parts
            .into_iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" · ")
    };
    TableCell::text(join(seen.collect())).below(join(from.collect()))
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

/// The list as a file. Ids are whole only where the file is about that person.
pub(crate) fn sheet(
    view: &HistoryView,
    stem: &'static str,
    title: String,
    own: Option<&NationalId>,
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
        "history-outside",
    ];
    let rows = view.events.iter().map(|event| cells(event, own, words));
    Sheet::new(asked, about, &columns, rows.collect())
}

fn cells(event: &HistoryEvent, own: Option<&NationalId>, words: Words) -> Vec<Cell> {
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
            false => masked(&subject.national_id),
        });
    let units: Vec<String> = event
        .subjects
        .iter()
        .map(|subject| unit_names(&subject.units, words))
        .collect();
    let screen = [&act.place.screen, &act.place.tab, &act.place.report]
        .into_iter()
        .flatten();
    let screen: Vec<&str> = screen.map(String::as_str).collect();
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
        Cell::Text(screen.join(" · ")),
        Cell::text(act.place.application.as_deref()),
        Cell::text(act.place.client_host.as_deref()),
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
    let events: Vec<_> = view
        .events
        .iter()
        .map(|event| event_data(event, own, handles))
        .collect();
    let data = serde_json::json!({
        "from": view.period.from(), "to": view.period.to(), "accounts": view.accounts,
        "events": events, "matching": view.total, "skipped": asked.skip(),
        "ledger_entries": view.made_from.leaves,
    });
    Reply::Json(data.to_string().into_bytes())
}

/// One event with what the archive knows of its two sides.
pub(crate) fn event_data(
    event: &HistoryEvent,
    own: Option<&NationalId>,
    handles: &dyn Handles,
) -> serde_json::Value {
    let mut data = serde_json::to_value(&event.event).unwrap_or_default();
    mask_data(&mut data, own);
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

/// How many of these events fell into each hour of the day.
pub(crate) fn hours(events: &[HistoryEvent]) -> [u64; 24] {
    let mut hours = [0; 24];
    for event in events {
        hours[usize::from(event.minute / 60).min(23)] += 1;
    }
    hours
}

/// The period a page is about, in its words.
pub(crate) fn period_line(choice: Choice, words: Words) -> String {
    words.with("history-period", "period", choice.name(words))
}
