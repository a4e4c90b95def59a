//! What a form sent.
//!
//! Not here: whether it came from one of our pages (`routes`), and what becomes of it.

/// Names and values, in the order of the form's fields.
pub(crate) type Sent = [(String, String)];

/// The value of a field without white space around it; empty where it was not sent.
pub(crate) fn field<'a>(sent: &'a Sent, name: &str) -> &'a str {
    let found = sent.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.trim())
}
