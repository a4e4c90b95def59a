//! CSV as spreadsheets in the four countries open it: semicolon, UTF-8 with mark, CRLF, decimal
//! comma outside English.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe in front.

use std::io::Write;

use tilsyn_app::Problem;

use super::{Cell, DecimalSign, Head, Piece, no_file};

pub(super) fn write(
    head: &Head,
    next: &mut dyn FnMut() -> Result<Piece, Problem>,
    out: &mut dyn Write,
) -> Result<(), Problem> {
    let headings: Vec<Cell> = head.columns.iter().cloned().map(Cell::Text).collect();
    let first = format!("\u{feff}{}", line(head, &headings));
    out.write_all(first.as_bytes()).map_err(no_file)?;
    while let Some(rows) = next()? {
        let lines: String = rows.iter().map(|row| line(head, row)).collect();
        out.write_all(lines.as_bytes()).map_err(no_file)?;
    }
    Ok(())
}

fn line(head: &Head, row: &[Cell]) -> String {
    let fields: Vec<String> = row.iter().map(|cell| field(head, cell)).collect();
    fields.join(";") + "\r\n"
}

fn field(head: &Head, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => quoted(&disarmed(text)),
        Cell::Whole(number) => number.to_string(),
        Cell::Real(number) => match head.decimal_sign {
            DecimalSign::Comma => number.to_string().replace('.', ","),
            DecimalSign::Point => number.to_string(),
        },
        Cell::Moment(at) => {
            let seconds = head
                .zone
                .local_micros(*at)
                .div_euclid(1_000_000)
                .rem_euclid(86_400);
            let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            format!(
                "{} {hour:02}:{minute:02}:{second:02}",
                head.zone.day_of(*at)
            )
        }
    }
}

/// Leading signs that start a formula, also behind white space.
fn disarmed(text: &str) -> String {
    match text.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{text}"),
        _ if text.starts_with(['\t', '\r', '\n']) => format!("'{text}"),
        _ => text.to_owned(),
    }
}

fn quoted(text: &str) -> String {
    if text.contains([';', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use tilsyn_domain::{Stamp, Zone};

    use super::*;

    fn check(decimal_sign: DecimalSign, cells: &[Cell], expected: &str) {
        let head = Head {
            title: String::new(),
            about: Vec::new(),
            rows: (String::new(), 1),
            columns: vec!["Bruker".to_owned(), "Antall".to_owned()],
            zone: Zone::named("Europe/Oslo").expect("Oslo"),
            about_name: "Om".to_owned(),
            decimal_sign,
        };
        // A piece without rows is not the end.
        let mut pieces = [vec![], vec![cells.to_vec()]].into_iter();
        let mut out = Vec::new();
        write(&head, &mut || Ok(pieces.next()), &mut out).expect("memory takes it");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text, format!("\u{feff}Bruker;Antall\r\n{expected}\r\n"));
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn formulas_become_texts() {
        let comma = DecimalSign::Comma;
        check(comma, &[text("=1+1"), text("@SUM(A1)")], "'=1+1;'@SUM(A1)");
        check(
            comma,
            &[text("-2"), text(" +cmd|' /C calc'!A0")],
            "'-2;' +cmd|' /C calc'!A0",
        );
        check(
            comma,
            &[text("=\"a;b\""), text("\tx")],
            "\"'=\"\"a;b\"\"\";'\tx",
        );
        check(
            comma,
            &[text("Kari Solheim"), text("a-b")],
            "Kari Solheim;a-b",
        );
    }

    #[test]
    fn numbers_and_times_are_plain() {
        check(
            DecimalSign::Comma,
            &[Cell::Whole(1242), Cell::Real(37.8)],
            "1242;37,8",
        );
        check(
            DecimalSign::Point,
            &[Cell::Empty, Cell::Real(37.8)],
            ";37.8",
        );
        let at = Stamp::parse("2026-04-02T19:06:00Z").expect("a time").at;
        check(
            DecimalSign::Comma,
            &[Cell::Moment(at), Cell::Empty],
            "2026-04-02 21:06:00;",
        );
    }
}
