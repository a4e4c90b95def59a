//! What a form sent.
//!
//! Not here: whether it came from one of our pages (`routes`), and what becomes of it.

use tilsyn_app::Problem;
use tilsyn_domain::Day;

/// Names and values, in the order of the form's fields.
pub(crate) type Sent = [(String, String)];

/// The value of a field without white space around it; empty where it was not sent.
pub(crate) fn field<'a>(sent: &'a Sent, name: &str) -> &'a str {
    let found = sent.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.trim())
}

/// The day in a field; `None` where it is empty.
///
/// # Errors
/// Yours, where it is none.
pub(crate) fn day_of(sent: &Sent, name: &str) -> Result<Option<Day>, Problem> {
    match field(sent, name) {
        "" => Ok(None),
        text => match Day::parse(text) {
            Some(day) => Ok(Some(day)),
            None => Err(Problem::yours("problem-duty-day")),
        },
    }
}
