//! The cases about a user, on the page of that user.

use tilsyn_app::cases::{CaseRow, CasesAbout, Withdrawn};

use super::{address, line};
use crate::asked::Asked;
use crate::list::table::escaped;
use crate::words::Words;

/// The cases about a user, and where to open one with the events that are listed.
pub(crate) fn section(cases: &CasesAbout, asked: &Asked) -> String {
    let words = asked.words();
    let way = match (cases.may_open, cases.open().is_some()) {
        (true, _) => Some("case-open"),
        (false, true) => Some("case-join"),
        (false, false) => None,
    };
    let shown = |row: &CaseRow| {
        let href = address(asked, row.number);
        let line = escaped(&line(row, words));
        format!("<li><a class=\"ds-link\" href=\"{href}\">{line}</a></li>")
    };
    let rows: String = cases.rows.iter().map(shown).collect();
    let way = way.map(|key| {
        let here = asked.again("", &[("about", asked.last())]);
        let query = here.split_once('?').map_or("", |(_, query)| query);
        let href = format!("{}?{query}", asked.to("/cases/open")).replace('&', "&amp;");
        let text = words.say(key);
        format!("<p><a class=\"ds-link\" href=\"{href}\">{text}</a></p>")
    });
    let way = way.unwrap_or_default();
    let lines = cases.withdrawn.iter().map(|one| line_of(one, words));
    let withdrawn: String = lines.collect();
    if rows.is_empty() && way.is_empty() {
        return String::new();
    }
    let title = words.say("cases-title");
    format!(
        "<section><h2>{title}</h2>{withdrawn}<ul class=\"plain-list\">{rows}</ul>{way}</section>"
    )
}

/// That a system is not the user's to use today.
fn line_of(withdrawn: &Withdrawn, words: Words) -> String {
    let until = match withdrawn.until {
        Some(day) => words.with("case-withdrawn-until", "day", words.figures().day(day)),
        None => words.say("case-withdrawn-for-good"),
    };
    let arguments = [
        ("system", withdrawn.system.clone()),
        ("until", until),
        ("number", withdrawn.case.to_string()),
    ];
    let line = escaped(&words.fill("case-withdrawn-line", &arguments));
    format!("<p><strong>{line}</strong></p>")
}
