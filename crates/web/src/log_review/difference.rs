//! What a change changed: field by field where both sides are JSON objects, else whole.
//!
//! Read from the complete contents before and after (H2); nothing is left out but fields that
//! stayed the same, and those are counted.

use serde_json::Value;
use tilsyn_domain::Json;
use tilsyn_domain::event::Change;

use crate::list::table::Pair;

/// Fields shown of one change; the rest stands in the contents themselves.
pub(crate) const FIELDS_MAX: usize = 200;

/// What differs, and how many fields do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) same: usize,
}

/// The difference between the two contents of a change.
pub(crate) fn difference(change: &Change) -> Difference {
    let value = |side: &Option<Json>| side.as_ref().and_then(Json::value);
    let mut found = Difference::default();
    match (value(&change.before), value(&change.after)) {
        (Some(before), Some(after)) => compare("", &before, &after, &mut found),
        (None, Some(after)) if change.before.is_none() => {
            compare("", &empty_like(&after), &after, &mut found);
        }
        (Some(before), None) if change.after.is_none() => {
            compare("", &before, &empty_like(&before), &mut found);
        }
        // Nested too deep to take apart.
        _ => {
            let plain = |side: &Option<Json>| side.as_ref().map(Json::plain).unwrap_or_default();
            let (before, after) = (plain(&change.before), plain(&change.after));
            found.pairs.push(Pair {
                field: String::new(),
                before,
                after,
            });
        }
    }
    found
}

fn empty_like(value: &Value) -> Value {
    if value.is_object() {
        Value::Object(serde_json::Map::new())
    } else {
        Value::Null
    }
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Difference) {
    if let (Value::Object(old), Value::Object(new)) = (before, after) {
        let names = old
            .keys()
            .chain(new.keys().filter(|name| !old.contains_key(*name)));
        for name in names {
            let inner = if path.is_empty() {
                name.clone()
            } else {
                format!("{path} › {name}")
            };
            let none = Value::Null;
            let (old, new) = (
                old.get(name).unwrap_or(&none),
                new.get(name).unwrap_or(&none),
            );
            match (old, new) {
                (Value::Null, Value::Object(_)) => compare(&inner, &empty_like(new), new, found),
                (Value::Object(_), Value::Null) => compare(&inner, old, &empty_like(old), found),
                _ => compare(&inner, old, new, found),
            }
        }
        return;
    }
    if before == after {
        found.same += 1;
    } else if found.pairs.len() < FIELDS_MAX {
        let pair = Pair {
            field: path.to_owned(),
            before: plain(before),
            after: plain(after),
        };
        found.pairs.push(pair);
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // A list of plain values reads better without its signs.
        Value::Array(values)
            if values
                .iter()
                .all(|value| !value.is_array() && !value.is_object()) =>
        {
            values.iter().map(plain).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `before -> after`, each JSON or nothing; the lines expected, then how many stayed.
    fn check(change: &str, expected: &[&str], same: usize) {
        let (before, after) = change.split_once("->").expect("an arrow");
        let side = |text: &str| Json::from_text(text.trim().to_owned());
        let change = Change {
            before: side(before),
            after: side(after),
            origin: None,
        };
        let found = difference(&change);
        let line = |pair: &Pair| format!("{}: {} -> {}", pair.field, pair.before, pair.after);
        let lines: Vec<String> = found.pairs.iter().map(line).collect();
        assert_eq!(
            (lines, found.same),
            (expected.iter().map(|s| (*s).to_owned()).collect(), same)
        );
    }

    #[test]
    fn objects_are_compared_field_by_field() {
        check(
            r#"{"gate":"Storgata 1","by":{"navn":"Nordvik","nr":1}}
               -> {"by":{"nr":1,"navn":"Sørvik"},"gate":"Storgata 1","post":null,"ny":true}"#,
            &["by › navn: Nordvik -> Sørvik", "ny:  -> true"],
            3,
        );
        check(r#" -> {"a":{"b":"x"}}"#, &["a › b:  -> x"], 0);
        check(r#"{"a":{"b":"x"}} -> "#, &["a › b: x -> "], 0);
        check(r#"{"a":{"b":"x"}} -> {}"#, &["a › b: x -> "], 0);
    }

    #[test]
    fn other_contents_are_compared_whole() {
        check(r#""gift" -> "skilt""#, &[": gift -> skilt"], 0);
        check(r#"[1,2] -> [1,2]"#, &[], 1);
        check(r#"["a",1] -> ["a",2]"#, &[": a, 1 -> a, 2"], 0);
        check(r#"{"a":1} -> 7"#, &[r#": {"a":1} -> 7"#], 0);
    }
}
