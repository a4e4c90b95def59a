//! The one address that is kept of those a provider sends (RFC 7643, 4.1.2).
//!
//! The primary one, else one at work, else the first. It is told as the primary one at work, so
//! that a provider that looks for either finds it and need not send it again.
//! Not here: what an address is (`app`).

use scim_v2::filter::AttrPath;
use scim_v2::models::errors::ScimType;
use scim_v2::models::user::Email;
use serde_json::{Value, json};

use super::answer::No;
use super::attribute::without_core;

/// What it is told to be for.
pub(super) const AT_WORK: &str = "work";

/// What of an address can be asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Value,
    Type,
    Primary,
}

impl Part {
    /// `emails`, `emails.type` and so on, with or without the schema all users have.
    pub(super) fn at(path: &AttrPath) -> Option<Part> {
        let name = match &path.uri {
            Some(uri) => format!("{uri}:{}", path.name),
            None => path.name.clone(),
        };
        let is_ours = without_core(&name.to_lowercase()) == "emails";
        let part = path.sub_attr.as_deref().unwrap_or("value");
        is_ours.then(|| Part::named(part))?
    }

    pub(super) fn named(name: &str) -> Option<Part> {
        match name.to_lowercase().as_str() {
            "value" => Some(Part::Value),
            "type" => Some(Part::Type),
            "primary" => Some(Part::Primary),
            _ => None,
        }
    }
}

/// As they are told.
pub(super) fn told(mail: &str) -> Value {
    json!([{ "value": mail, "type": AT_WORK, "primary": true }])
}

/// The one that is kept; empty where none has a value.
pub(super) fn chosen(emails: &[Email]) -> String {
    let at_work = |email: &&Email| {
        let kind = email.r#type.as_deref();
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case(AT_WORK))
    };
    let valued = || emails.iter().filter(|email| !value(email).is_empty());
    let best = valued().find(|email| email.primary == Some(true));
    let best = best.or_else(|| valued().find(at_work));
    let best = best.or_else(|| valued().next());
    best.map_or_else(String::new, |email| value(email).to_owned())
}

/// What is kept once these are put to what there was.
pub(super) fn added(before: &str, emails: &[Email]) -> String {
    let is_primary = emails.iter().any(|email| email.primary == Some(true));
    match is_primary || before.is_empty() {
        true => chosen(emails),
        false => before.to_owned(),
    }
}

/// Those of a message: one, or a list of them.
pub(super) fn read(value: &Value) -> Result<Vec<Email>, No> {
    let list = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    let read = list.into_iter().map(serde_json::from_value);
    let read: Result<Vec<Email>, serde_json::Error> = read.collect();
    // Its error would quote what was sent.
    read.map_err(|_| No::wrong(ScimType::InvalidValue, "each of emails has a text as value"))
}

fn value(email: &Email) -> &str {
    email.value.as_deref().unwrap_or_default().trim()
}
