//! What each address reads behind its `?`.
//!
//! The program hands on to a page what stands here for it, and nothing else: so no page reads what
//! the document does not tell. A value that is none of those told is refused, since a list that
//! passes over a filter looks like one that was narrowed. Not here: what forms send (`fields`).

use serde_json::{Value as Json, json};
use tilsyn_app::erasure::MONTHS_MAX;
use tilsyn_app::findings::State;
use tilsyn_app::log_review::{
    element_columns, picture_columns, statement_columns, subject_columns, usage_columns,
};
use tilsyn_domain::event::Kind;

use super::value::{NUMBER_MAX, Value};
use crate::addresses::fits;
use crate::findings::list::kind_words;
use crate::log_review::elements::field_names;
use crate::log_review::history::sort_names;
use crate::log_review::usage;
use crate::scim;

/// A name, and what its value can be.
pub(crate) type Parameter = (&'static str, Value);

const PERIOD: &[Parameter] = &[
    (
        "period",
        Value::Of("^((19[0-9]{2}|20[0-9]{2}|2100)-Q[1-4]|span|all)$"),
    ),
    ("from", Value::Day),
    ("to", Value::Day),
];
/// A period that the page itself has no use for, but the tabs on it.
const HANDED_ON: &[Parameter] = &[
    ("period", Value::Text),
    ("from", Value::Text),
    ("to", Value::Text),
];
const PAGE: &[Parameter] = &[("page", Value::Number(1, 1_000_000))];
const ORDER: Parameter = ("order", Value::OneOf(|| vec!["asc", "desc"]));
/// Narrows and order of every list of events.
const EVENTS: &[Parameter] = &[
    ("kind", Value::AnyOf(kinds)),
    ("only", Value::OneOf(|| vec!["lookups", "outside"])),
    ("source", Value::Text),
    ("client", Value::Text),
    ("server", Value::Text),
    ("unit", Value::Text),
    ("weekday", Value::Number(1, 7)),
    ("hour", Value::Number(0, 23)),
    ("sort", Value::OneOf(sort_names)),
    ORDER,
];
const USER: &[Parameter] = &[("user", Value::Text)];
const FIELD: &[Parameter] = &[("field", Value::OneOf(field_names))];
/// Narrows of every list of lines that are counted.
const LINES: &[Parameter] = &[("unit", Value::Text), ("text", Value::Text), ORDER];

/// The statement, and its pictures.
const STATEMENT: &[Parameter] = &[("sort", Value::OneOf(statement_columns))];

/// What pages read, and the forms that are sent to the same address.
const OF_PAGES: [(&str, &[&[Parameter]]); 29] = [
    ("", &[PERIOD]),
    ("/cases", &[PAGE]),
    (
        "/cases/open",
        &[
            &[
                ("event", Value::Number(0, NUMBER_MAX)),
                ("about", Value::Text),
                ("finding", Value::Number(0, NUMBER_MAX)),
            ],
            PERIOD,
            EVENTS,
        ],
    ),
    ("/changes", &[PERIOD, EVENTS, USER, PAGE]),
    (
        "/element",
        &[FIELD, &[("name", Value::Text)], PERIOD, EVENTS, USER, PAGE],
    ),
    (
        "/elements",
        &[
            FIELD,
            PERIOD,
            LINES,
            &[("sort", Value::OneOf(element_columns))],
            PAGE,
        ],
    ),
    (
        "/erasures/holds",
        &[&[("event", Value::Number(0, NUMBER_MAX))], PAGE],
    ),
    (
        "/erasures/retention/{number}",
        &[&[
            ("months", Value::Number(1, MONTHS_MAX as u64)),
            ("basis", Value::Text),
        ]],
    ),
    (
        "/findings",
        &[
            &[
                ("state", Value::OneOf(|| State::WORDS.to_vec())),
                ("what", Value::OneOf(kind_words)),
                ("unit", Value::Text),
            ],
            PERIOD,
            PAGE,
        ],
    ),
    ("/findings/records", &[PAGE]),
    ("/log", &[PERIOD, EVENTS, USER, PAGE]),
    ("/logons", &[PERIOD, EVENTS, USER, PAGE]),
    ("/mine", &[PERIOD, EVENTS, PAGE]),
    ("/own-log", &[PAGE]),
    ("/person/{handle}", &[PERIOD, EVENTS, USER, PAGE]),
    (
        "/person/{handle}/letter.pdf",
        &[PERIOD, &[("names", Value::OneOf(|| vec!["1"]))]],
    ),
    (
        "/picture",
        &[
            &[("system", Value::Text), ("document", Value::Text)],
            PERIOD,
            EVENTS,
            USER,
            PAGE,
        ],
    ),
    (
        "/pictures",
        &[
            PERIOD,
            LINES,
            &[("sort", Value::OneOf(picture_columns))],
            PAGE,
        ],
    ),
    (
        "/quarantine",
        &[&[("reason", Value::Text), ("file", Value::Text)], PAGE],
    ),
    (
        "/reports/{quarter}",
        &[&[("edition", Value::Number(1, NUMBER_MAX))]],
    ),
    ("/samples", &[HANDED_ON]),
    (
        "/samples/{number}/review",
        &[&[("after", Value::Number(0, NUMBER_MAX))]],
    ),
    (
        "/search",
        &[&[("reason", Value::OneOf(|| vec!["id"]))], HANDED_ON],
    ),
    ("/source", &[&[("source", Value::Text)]]),
    ("/statement", &[PERIOD, LINES, STATEMENT, PAGE]),
    ("/statement/pictures", &[PERIOD, LINES, STATEMENT, PAGE]),
    (
        "/subjects",
        &[
            PERIOD,
            LINES,
            &[("sort", Value::OneOf(subject_columns))],
            PAGE,
        ],
    ),
    (
        "/usage",
        &[
            &[
                ("field", Value::OneOf(usage::field_names)),
                ("kind", Value::AnyOf(kinds)),
                ("only", Value::OneOf(usage::only_names)),
                ("source", Value::Text),
                ("unit", Value::Text),
                ("sort", Value::OneOf(usage_columns)),
                ORDER,
            ],
            PERIOD,
            PAGE,
        ],
    ),
    ("/user/{handle}", &[PERIOD, EVENTS, PAGE]),
];

/// Without these there is nothing that data could be about. Of a page people are led to the list.
const NEEDED: [(&str, &[&str]); 3] = [
    ("/element", &["name"]),
    ("/picture", &["system", "document"]),
    ("/source", &["source"]),
];

/// What data of an address cannot do without.
pub(crate) fn needed(path: &str) -> &'static [&'static str] {
    let found = NEEDED.iter().find(|(known, _)| *known == path);
    found.map(|(_, names)| *names).unwrap_or_default()
}

/// What an address reads; it stands here without language and ending.
pub(crate) fn of(path: &str) -> impl Iterator<Item = &'static Parameter> {
    let path = path.trim_end_matches(PAPER);
    let found = OF_PAGES.iter().find(|(pattern, _)| {
        let pattern = if pattern.is_empty() { "/" } else { pattern };
        pattern == path || fits(pattern.trim_end_matches(PAPER), path)
    });
    let groups = found.map(|(_, groups)| *groups).unwrap_or_default();
    groups.iter().copied().flatten()
}

/// The ending of what has no other form.
const PAPER: &str = ".pdf";

/// The kinds of events.
pub(super) fn kinds() -> Vec<&'static str> {
    Kind::ALL.map(Kind::word).to_vec()
}

/// A parameter as it is told. One that is empty counts as none: browsers send those too.
pub(super) fn told((path, ending): (&str, &str), name: &str, value: Value) -> Json {
    let is_needed = !ending.is_empty() && needed(path).contains(&name);
    let mut schema = value.schema();
    if is_needed {
        schema["minLength"] = 1.into();
    }
    let mut told = json!({
        "name": name, "in": "query", "required": is_needed, "schema": schema,
    });
    // What SCIM asks comes from no browser, and there an empty filter is none that can be read.
    if !is_needed && !path.starts_with(scim::PLACE) {
        told["allowEmptyValue"] = true.into();
    }
    if matches!(value, Value::AnyOf(_)) {
        told["explode"] = false.into();
    }
    told
}
