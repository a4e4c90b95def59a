//! A JSON value kept as it was written.
//!
//! The text is kept, so that no digit of a number and no order of keys is lost; two values are
//! equal when they mean the same.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One JSON value, verbatim.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Keeps a value as the text it is written with; `None` if it is not JSON.
    #[must_use]
    pub fn from_text(text: String) -> Option<Json> {
        RawValue::from_string(text).ok().map(Json)
    }

    /// A JSON string.
    #[must_use]
    pub fn string(text: &str) -> Json {
        let quoted = serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned());
        Json(RawValue::from_string(quoted).expect("serde_json wrote this string"))
    }

    /// The text as it came.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// The value taken apart; `None` where it is nested too deep to take apart.
    #[must_use]
    pub fn value(&self) -> Option<serde_json::Value> {
        serde_json::from_str(self.text()).ok()
    }

    /// What to show a person: a string without its quotes, anything else as written.
    #[must_use]
    pub fn plain(&self) -> String {
        serde_json::from_str::<String>(self.text()).unwrap_or_else(|_| self.text().to_owned())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Json) -> bool {
        if self.text() == other.text() {
            return true;
        }
        matches!((self.value(), other.value()), (Some(one), Some(two)) if one == two)
    }
}

/// Hidden: a value may hold what was looked up.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.text().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_means_the_same_whatever_the_order_of_keys() {
        let json = |text: &str| Json::from_text(text.to_owned()).expect("JSON");
        assert_eq!(json(r#"{"a":1,"b":[2]}"#), json(r#"{ "b": [2], "a": 1 }"#));
        assert_ne!(json("1"), json("2"));
        assert_eq!(
            json("12345678901234567890.10").text(),
            "12345678901234567890.10"
        );
    }
}
