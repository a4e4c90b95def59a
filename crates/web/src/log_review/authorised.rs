//! What somebody is authorised for, and which rules they signed (H10.5), as a table.

use tilsyn_app::log_review::AuthorisationRow;

use crate::list::table::{TableCell, plain_table};
use crate::words::Words;

/// A section with the table; nothing for whom the directory gives no authorisation.
pub(crate) fn section(rows: &[AuthorisationRow], words: Words) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let title = words.say("authorised-title");
    let columns = [
        "history-file-source",
        "authorised-col-since",
        "authorised-col-by",
        "authorised-col-rules",
        "authorised-col-signed",
    ];
    let columns = columns.map(|key| words.say(key));
    let rows: Vec<_> = rows.iter().map(|row| cells(row, words)).collect();
    let table = plain_table(&title, &columns, &rows);
    format!("<section><h2>{title}</h2>{table}</section>")
}

fn cells(row: &AuthorisationRow, words: Words) -> Vec<TableCell> {
    let figures = words.figures();
    let day = |day: Option<_>| day.map(|day| figures.day(day)).unwrap_or_default();
    let until = row
        .to
        .map(|to| words.with("authorised-until", "day", figures.day(to)));
    let again = row.newer_rules.as_ref();
    let again = again.map(|version| words.with("authorised-again", "version", version.clone()));
    let signed = match row.signed_on {
        Some(signed) => figures.day(signed),
        None => words.say("authorised-unsigned"),
    };
    vec![
        TableCell::heading(row.system.clone(), ""),
        TableCell::text(day(row.from)).below(until.unwrap_or_default()),
        TableCell::text(row.by.clone().unwrap_or_default()),
        TableCell::text(row.rules.clone().unwrap_or_default()).below(again.unwrap_or_default()),
        TableCell::text(signed),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;

    #[test]
    fn a_newer_version_of_the_rules_asks_for_a_signature_again() {
        let rows = made_up::user_pictures().authorisations;
        for language in Language::ALL {
            let words = Words::of(language);
            let html = section(&rows, words);
            assert_eq!(html.matches("2025-2").count(), 1);
            assert_eq!(html.matches(&words.say("authorised-unsigned")).count(), 1);
        }
        let english = section(&rows, Words::of(Language::English));
        for part in [
            "personreg",
            "15 Jan 2024",
            "Ingrid Moen",
            "2024-1",
            "1 Feb 2024",
        ] {
            assert!(english.contains(part), "{part} in {english}");
        }
        assert_eq!(section(&[], Words::of(Language::English)), "");
    }
}
