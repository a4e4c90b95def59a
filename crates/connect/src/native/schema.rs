//! The fields of the native format, as a table: what they are called, hold and need.
//!
//! One rule: this table accepts what the types of `domain::event` accept. It serves lines that
//! those refuse: to name the fault, and to tell known fields from unknown ones.

use std::collections::HashSet;

use tilsyn_domain::event::{Kind, Origin, Outcome, Via};
use tilsyn_domain::{NationalId, Refusal, Stamp};

use crate::tree::{Node, bad, bad_time, join, missing};

/// What a field may hold.
enum Form {
    Text,
    NationalId,
    /// A national id that may be empty, meaning none.
    OwnerId,
    Count,
    Truth,
    Time,
    /// One of the words of a contract.
    Word(&'static str, fn(&str) -> bool),
    Any,
    Object(&'static [Field]),
    List(&'static Form),
    /// `extra`: any keys, each once.
    Extra,
}

struct Field {
    name: &'static str,
    form: Form,
    needed: Needed,
}

#[derive(Clone, Copy, PartialEq)]
enum Needed {
    Yes,
    No,
}

const fn needs(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        needed: Needed::Yes,
    }
}

const fn may(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        needed: Needed::No,
    }
}

fn is_word<T: serde::de::DeserializeOwned>(word: &str) -> bool {
    serde_json::from_value::<T>(serde_json::Value::String(word.to_owned())).is_ok()
}

static EVENT: [Field; 17] = [
    needs("id", Form::Text),
    needs("source", Form::Text),
    may("seq", Form::Count),
    needs("time", Form::Time),
    may("end", Form::Time),
    needs("kind", Form::Word("a kind of event", is_word::<Kind>)),
    may(
        "outcome",
        Form::Word("permit, deny or error", is_word::<Outcome>),
    ),
    needs("actor", Form::Object(&ACTOR)),
    may("place", Form::Object(&PLACE)),
    may("subjects", Form::List(&Form::Object(&SUBJECT))),
    may("object", Form::Object(&OBJECT)),
    may("change", Form::Object(&CHANGE)),
    may("transfer", Form::Object(&TRANSFER)),
    may("query", Form::Object(&QUERY)),
    may("access", Form::Object(&ACCESS)),
    may("why", Form::Object(&WHY)),
    may("extra", Form::Extra),
];

static ACTOR: [Field; 8] = [
    needs("user", Form::Text),
    may("national_id", Form::OwnerId),
    may("name", Form::Text),
    may("employee_no", Form::Text),
    may("unit", Form::Text),
    may("role", Form::Text),
    may("system", Form::Truth),
    may("for", Form::Object(&ACTOR)),
];

static PLACE: [Field; 11] = [
    may("application", Form::Text),
    may("module", Form::Text),
    may("screen", Form::Text),
    may("tab", Form::Text),
    may("report", Form::Text),
    may("server", Form::Text),
    may("client_host", Form::Text),
    may("client_ip", Form::Text),
    may("os_user", Form::Text),
    may("base_user", Form::Text),
    may("session", Form::Text),
];

static SUBJECT: [Field; 3] = [
    needs("national_id", Form::NationalId),
    may("name", Form::Text),
    may(
        "via",
        Form::Word("shown, listed, criterion, kin or disclosed", is_word::<Via>),
    ),
];

static OBJECT: [Field; 5] = [
    may("element", Form::Text),
    may("folder_type", Form::Text),
    may("document", Form::Text),
    may("document_type", Form::Text),
    may("image", Form::Truth),
];

static CHANGE: [Field; 3] = [
    may("before", Form::Any),
    may("after", Form::Any),
    may(
        "origin",
        Form::Word("screen or interface", is_word::<Origin>),
    ),
];

static TRANSFER: [Field; 3] = [
    may("first_at", Form::Time),
    may("updated_at", Form::Time),
    may("kin", Form::List(&Form::Object(&KIN))),
];

static KIN: [Field; 2] = [
    needs("national_id", Form::NationalId),
    may("relation", Form::Text),
];

static QUERY: [Field; 5] = [
    may("text", Form::Text),
    may("criteria", Form::List(&Form::Object(&CRITERION))),
    may("dimensions", Form::List(&Form::Text)),
    may("measures", Form::List(&Form::Text)),
    may("rows", Form::Count),
];

static CRITERION: [Field; 3] = [
    may("field", Form::Text),
    may("op", Form::Text),
    may("value", Form::Any),
];

static ACCESS: [Field; 11] = [
    may("user", Form::Text),
    may("national_id", Form::OwnerId),
    may("system", Form::Text),
    may("entitlement", Form::Text),
    may("scope", Form::Text),
    may("rights", Form::Text),
    may("op", Form::Text),
    may("from", Form::Text),
    may("to", Form::Text),
    may("ordered_by", Form::Text),
    may("approved_by", Form::Text),
];

static WHY: [Field; 5] = [
    may("purpose", Form::Text),
    may("case", Form::Text),
    may("legal_basis", Form::Text),
    may("reason", Form::Text),
    may("break_glass", Form::Truth),
];

/// The names of the top-level fields that tell a native event from other JSON.
pub(crate) const SIGNS: [&str; 4] = ["source", "time", "kind", "actor"];

/// Refuses the first field that does not hold what it should.
pub(crate) fn check(event: &Node) -> Result<(), Refusal> {
    match event {
        Node::Object(_) => check_object(event, &EVENT, ""),
        _ => Err(Refusal::NotReadable {
            format: "JSON object".to_owned(),
            column: 1,
        }),
    }
}

fn check_object(node: &Node, fields: &[Field], path: &str) -> Result<(), Refusal> {
    node.check_own_keys(path)?;
    for field in fields {
        let path = join(path, field.name);
        match node.get(field.name) {
            Some(value) if !value.is_null() => check_value(value, &field.form, &path)?,
            _ if field.needed == Needed::Yes => return Err(missing(&path)),
            _ => {}
        }
    }
    Ok(())
}

fn check_value(node: &Node, form: &Form, path: &str) -> Result<(), Refusal> {
    let text = || node.text().ok_or_else(|| bad(path, "text"));
    let holds = |fits: bool, expected: &str| {
        if fits {
            Ok(())
        } else {
            Err(bad(path, expected))
        }
    };
    match form {
        Form::Any => Ok(()),
        Form::Text | Form::OwnerId => text().map(|_| ()),
        Form::NationalId => holds(NationalId::new(&text()?).is_some(), "a national id"),
        Form::Count => {
            let fits = matches!(node, Node::Leaf(raw) if raw.parse::<u64>().is_ok());
            holds(fits, "a whole number")
        }
        Form::Truth => {
            let fits = matches!(node, Node::Leaf(raw) if raw == "true" || raw == "false");
            holds(fits, "true or false")
        }
        Form::Time => match Stamp::parse(&text()?) {
            Ok(_) => Ok(()),
            Err(why) => Err(bad_time(path, why)),
        },
        Form::Word(expected, fits) => holds(fits(&text()?), expected),
        Form::Object(fields) => {
            holds(matches!(node, Node::Object(_)), "an object")?;
            check_object(node, fields, path)
        }
        Form::List(inner) => {
            let Node::Array(elements) = node else {
                return Err(bad(path, "a list"));
            };
            for (place, element) in elements.iter().enumerate() {
                check_value(element, inner, &join(path, &place.to_string()))?;
            }
            Ok(())
        }
        Form::Extra => {
            holds(matches!(node, Node::Object(_)), "an object")?;
            node.check_own_keys(path)
        }
    }
}

/// Moves the fields that the contract does not name into `extra`, under their dotted path; where
/// that name is taken, `#2`, `#3` … is put behind it.
pub(crate) fn move_unknown(event: &mut Node) {
    let mut moved = Vec::new();
    separate(event, &EVENT, "", &mut moved);
    if moved.is_empty() {
        return;
    }
    let mut extra = match event.take("extra") {
        Some(Node::Object(fields)) => fields,
        _ => Vec::new(),
    };
    let mut taken: HashSet<String> = extra.iter().map(|(name, _)| name.clone()).collect();
    for (path, value) in moved {
        let mut name = path.clone();
        let mut n = 2;
        while !taken.insert(name.clone()) {
            name = format!("{path}#{n}");
            n += 1;
        }
        extra.push((name, value));
    }
    if let Node::Object(fields) = event {
        fields.push(("extra".to_owned(), Node::Object(extra)));
    }
}

fn separate(node: &mut Node, fields: &[Field], path: &str, moved: &mut Vec<(String, Node)>) {
    let Node::Object(entries) = node else { return };
    for (name, mut value) in std::mem::take(entries) {
        let path = join(path, &name);
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            moved.push((path, value));
            continue;
        };
        match &field.form {
            Form::Object(inner) => separate(&mut value, inner, &path, moved),
            Form::List(Form::Object(inner)) => {
                if let Node::Array(elements) = &mut value {
                    for (place, element) in elements.iter_mut().enumerate() {
                        separate(element, inner, &join(&path, &place.to_string()), moved);
                    }
                }
            }
            _ => {}
        }
        entries.push((name, value));
    }
}
