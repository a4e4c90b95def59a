//! What a value of an address or a form can be, said twice from one place: to the program, which
//! refuses others, and to programs of others, in the words of JSON Schema.
//!
//! Not here: which address has which (`parameters`, `fields`).

use serde_json::{Value as Json, json};

/// What one value can be.
#[derive(Clone, Copy)]
pub(crate) enum Value {
    Text,
    /// Of so many characters at most.
    Short(usize),
    /// Of this pattern; who reads it says what it names.
    Of(&'static str),
    OneOf(fn() -> Vec<&'static str>),
    /// Several of them, with commas between.
    AnyOf(fn() -> Vec<&'static str>),
    /// From this number to that one.
    Number(u64, u64),
    /// Any whole number.
    Whole,
    Day,
    /// A day and a time on the local clock, to the minute.
    Minute,
    /// Of files: a document or picture.
    File,
}

/// The greatest number of something that is counted: what every store can keep.
pub(crate) const NUMBER_MAX: u64 = i64::MAX as u64;

/// A day of the years that the contract knows.
const DAY: &str = "^(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

impl Value {
    /// Whether a text is one. Days and what a pattern is for are read, and refused, by their pages.
    pub(crate) fn takes(self, text: &str) -> bool {
        match self {
            Value::OneOf(words) => words().contains(&text),
            Value::AnyOf(words) => {
                let words = words();
                text.split(',').all(|word| words.contains(&word.trim()))
            }
            Value::Number(first, last) => {
                let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
                let number = text.parse().ok().filter(|_| is_plain);
                number.is_some_and(|number: u64| (first..=last).contains(&number))
            }
            Value::Short(max) => text.chars().count() <= max,
            Value::Text
            | Value::Of(_)
            | Value::Whole
            | Value::Day
            | Value::Minute
            | Value::File => true,
        }
    }

    /// The same as JSON Schema.
    pub(crate) fn schema(self) -> Json {
        match self {
            Value::Text => json!({ "type": "string" }),
            Value::Short(max) => json!({ "type": "string", "maxLength": max }),
            Value::Of(pattern) => json!({ "type": "string", "pattern": pattern }),
            Value::OneOf(words) => json!({ "type": "string", "enum": words() }),
            Value::AnyOf(words) => {
                json!({ "type": "array", "minItems": 1, "items": { "enum": words() } })
            }
            Value::Number(first, last) => {
                json!({ "type": "integer", "minimum": first, "maximum": last })
            }
            Value::Whole => json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX }),
            Value::Day => json!({ "type": "string", "pattern": DAY }),
            Value::Minute => {
                let pattern = DAY.replace('$', "T([01][0-9]|2[0-3]):[0-5][0-9]$");
                json!({ "type": "string", "pattern": pattern })
            }
            Value::File => json!({ "type": "string", "format": "binary" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: Value, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(value.takes(text), "{text}");
        }
        for text in wrong {
            assert!(!value.takes(text), "{text}");
        }
    }

    #[test]
    fn a_value_is_taken_or_not() {
        check(Value::OneOf(|| vec!["asc", "desc"]), &["asc"], &["", "up"]);
        let several = Value::AnyOf(|| vec!["logon", "logoff"]);
        check(several, &["logon", "logoff, logon"], &["logon,", "other"]);
        let pages = Value::Number(1, 1_000);
        check(
            pages,
            &["1", "01", "1000"],
            &["0", "1001", "+1", "-1", "x", "1.0"],
        );
        check(Value::Short(3), &["æøå"], &["æøåx"]);
        check(Value::Text, &["\0"], &[]);
    }
}
