//! The operations: one for each address of the router that is a page, its data, its files or a
//! form.
//!
//! Not here: signing in, and accounts over SCIM (`others`).

use serde_json::{Map, Value as Json, json};

use super::fields::{self, Field, Needed};
use super::value::{NUMBER_MAX, Value};
use super::{answers, parameters};
use crate::addresses::{FORMS, PAGES, UPLOADS};
use crate::language::Language;
use crate::scim;

/// What stands in braces in addresses.
const NAMED: [(&str, Value); 13] = [
    ("account", Value::Number(1, NUMBER_MAX)),
    ("handle", Value::Of("^[A-Za-z0-9_-]{22}$")),
    ("hash", FILE_PART),
    ("id", Value::Number(0, NUMBER_MAX)),
    (
        "language",
        Value::OneOf(|| Language::ALL.map(Language::tag).to_vec()),
    ),
    ("leaf", Value::Number(0, NUMBER_MAX)),
    ("name", FILE_PART),
    ("number", Value::Number(0, NUMBER_MAX)),
    ("place", Value::Number(0, NUMBER_MAX)),
    ("quarter", Value::Of("^[0-9]{4}-Q[1-4]$")),
    ("schema", Value::OneOf(scim::schema_names)),
    ("step", Value::Number(0, NUMBER_MAX)),
    ("type", Value::OneOf(|| vec!["User"])),
];
const FILE_PART: Value = Value::Of("^[A-Za-z0-9._-]+$");
/// It is a month in one place, and a class of events with its month in the other.
const PERIODS: [(&str, &str); 2] = [
    ("/own-log/", r"^[0-9]{4}-[0-9]{2}$"),
    ("/erasures/", r"^[0-9]{1,5}-[0-9]{1,6}$"),
];

/// All of them, by address.
pub(super) fn paths() -> Map<String, Json> {
    let mut paths = Map::new();
    for (path, endings, _) in PAGES {
        for ending in endings {
            let answers = answers::of_page(path, ending);
            add(&mut paths, ("get", path, ending), &answers);
        }
    }
    let forms = FORMS.iter().map(|(path, _)| *path);
    for path in forms.chain(UPLOADS.iter().map(|(path, _)| *path)) {
        add(&mut paths, ("post", path, ""), &answers::of_form(path));
    }
    paths
}

pub(super) const SENT: &str = "application/x-www-form-urlencoded";
const SENT_WITH_FILES: &str = "multipart/form-data";

fn add(paths: &mut Map<String, Json>, (method, path, ending): (&str, &str, &str), answers: &Json) {
    let address = format!("/{{language}}{path}{ending}");
    let mut told: Vec<Json> = named(&address).collect();
    // What is whole has no pages.
    let has_pages = matches!(ending, "" | ".json");
    let read = parameters::of(if path.is_empty() { "/" } else { path });
    let read = read.filter(|(name, _)| has_pages || *name != "page");
    told.extend(read.map(|(name, value)| parameters::told((path, ending), name, *value)));
    let mut operation = json!({
        "operationId": format!("{method}{}", address.replace("/{language}", "")),
        "tags": [path.split('/').nth(1).unwrap_or("overview")],
        "parameters": told,
        "responses": answers,
    });
    if method == "post" {
        take_form(&mut operation, path);
    }
    let at = paths.entry(address).or_insert_with(|| json!({}));
    at[method] = operation;
}

/// Says of an operation that it takes the form of its address.
pub(super) fn take_form(operation: &mut Json, path: &str) {
    let has_files = UPLOADS.iter().any(|(upload, _)| *upload == path);
    let media = if has_files { SENT_WITH_FILES } else { SENT };
    operation["requestBody"] = body(fields::of(path), media);
    let from_us = json!({ "$ref": "#/components/parameters/Sec-Fetch-Site" });
    let told = operation["parameters"].as_array_mut();
    told.expect("every operation has a list of them")
        .push(from_us);
}

/// The parameters in the path.
pub(super) fn named(address: &str) -> impl Iterator<Item = Json> {
    let names = address.split('{').skip(1);
    let names = names.filter_map(|rest| rest.split('}').next());
    names.map(|name| match name {
        "period" => {
            let found = PERIODS.iter().find(|(part, _)| address.contains(part));
            let (_, pattern) = found.expect("a period is of one of the two");
            in_path(name, Value::Of(pattern))
        }
        _ => json!({ "$ref": format!("#/components/parameters/{name}") }),
    })
}

fn in_path(name: &str, value: Value) -> Json {
    json!({ "name": name, "in": "path", "required": true, "schema": value.schema() })
}

/// What is named in several operations.
pub(super) fn shared_parameters() -> Json {
    let named = NAMED.iter();
    let named = named.map(|(name, value)| ((*name).to_owned(), in_path(name, *value)));
    let mut all: Map<String, Json> = named.collect();
    let from_us = json!({
        "name": "Sec-Fetch-Site", "in": "header", "required": true,
        "schema": { "type": "string", "enum": ["same-origin"] },
    });
    all.insert("Sec-Fetch-Site".to_owned(), from_us);
    all.into()
}

/// The body of a form: its token, and its fields.
fn body(fields: &[Field], media: &str) -> Json {
    let token = json!({ "$ref": "#/components/schemas/Token" });
    let mut properties = Map::from_iter([("token".to_owned(), token)]);
    let mut needed = vec!["token"];
    for ((name, value), how) in fields {
        let mut schema = match how {
            Needed::Several => json!({ "type": "array", "items": value.schema() }),
            Needed::Always | Needed::No => value.schema(),
        };
        if *how == Needed::Always && matches!(value, Value::Text | Value::Short(_)) {
            schema["minLength"] = 1.into();
        }
        properties.insert((*name).to_owned(), schema);
        if *how == Needed::Always {
            needed.push(name);
        }
    }
    json!({
        "required": true,
        "content": {
            media: {
                "schema": { "type": "object", "properties": properties, "required": needed },
            },
        },
    })
}
