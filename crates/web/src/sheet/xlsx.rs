//! XLSX with a first sheet that says what the list is, and the list with a frozen header and
//! filters. Rows are written as they come, so memory does not grow with them.

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use tilsyn_app::Problem;

use super::{Cell, Head, Piece, no_file};
use crate::settings::XLSX_ROWS_MAX;

const TEXT_CHARS_MAX: usize = 32_000;
/// Days between 1899-12-30, where spreadsheets count from, and 1970-01-01.
const EPOCH: f64 = 25_569.0;

struct Formats {
    heading: Format,
    text: Format,
    whole: Format,
    real: Format,
    moment: Format,
    title: Format,
    wrap: Format,
}

pub(super) fn write(
    head: &Head,
    next: &mut dyn FnMut() -> Result<Piece, Problem>,
    out: &mut dyn Write,
) -> Result<(), Problem> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    let page = workbook.add_worksheet_with_constant_memory();
    let page = page.map_err(unmade)?;
    let written = rows(page, head, next, &formats, XLSX_ROWS_MAX)?;
    let first = workbook.worksheet_from_index(0).map_err(unmade)?;
    about(first, head, written, &formats).map_err(unmade)?;
    // The archive is put together on the disk, in a file that has no name and is gone with us.
    let mut file = tempfile::tempfile().map_err(no_file)?;
    workbook.save_to_writer(&mut file).map_err(unmade)?;
    file.rewind().map_err(no_file)?;
    io::copy(&mut file, out).map_err(no_file).map(drop)
}

fn unmade(error: XlsxError) -> Problem {
    no_file(io::Error::other(error))
}

impl Formats {
    fn new() -> Formats {
        Formats {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            text: Format::new().set_num_format("@"),
            whole: Format::new().set_num_format("#,##0"),
            real: Format::new().set_num_format("#,##0.0"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            title: Format::new().set_bold().set_font_size(14),
            wrap: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

fn about(
    page: &mut Worksheet,
    head: &Head,
    written: u32,
    formats: &Formats,
) -> Result<(), XlsxError> {
    page.set_name(tab_name(&head.about_name))?;
    page.set_column_width(0, 26)?;
    page.set_column_width(1, 90)?;
    page.write_string_with_format(0, 0, &head.title, &formats.title)?;
    let (label, matching) = &head.rows;
    let counted = (label.clone(), format!("{written} / {matching}"));
    for (row, (label, value)) in (2_u32..).zip(head.about.iter().chain([&counted])) {
        page.write_string_with_format(row, 0, label, &formats.heading)?;
        page.write_string_with_format(row, 1, value, &formats.wrap)?;
    }
    Ok(())
}

/// Writes the list, as much of it as a sheet may hold; how many rows that were.
fn rows(
    page: &mut Worksheet,
    head: &Head,
    next: &mut dyn FnMut() -> Result<Piece, Problem>,
    formats: &Formats,
    rows_max: u32,
) -> Result<u32, Problem> {
    let mut piece = next()?;
    let first = piece.as_deref().unwrap_or_default();
    headings(page, head, first, formats).map_err(unmade)?;
    let mut written = 0;
    'sheet: while let Some(rows) = piece {
        for row in &rows {
            if written == rows_max {
                break 'sheet;
            }
            written += 1;
            for (column, value) in (0_u16..).zip(row) {
                cell(page, (written, column), value, head, formats).map_err(unmade)?;
            }
        }
        piece = next()?;
    }
    let columns = u16::try_from(head.columns.len()).unwrap_or(u16::MAX);
    if columns > 0 {
        page.autofilter(0, 0, written, columns - 1)
            .map_err(unmade)?;
    }
    Ok(written)
}

fn headings(
    page: &mut Worksheet,
    head: &Head,
    first: &[Vec<Cell>],
    formats: &Formats,
) -> Result<(), XlsxError> {
    page.set_name(tab_name(&head.title))?;
    page.set_freeze_panes(1, 0)?;
    for (column, heading) in (0_u16..).zip(&head.columns) {
        let cells = first.iter().filter_map(|row| row.get(usize::from(column)));
        page.set_column_width(column, width(heading, cells))?;
        page.write_string_with_format(0, column, heading, &formats.heading)?;
    }
    Ok(())
}

fn cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Cell,
    head: &Head,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match value {
        Cell::Empty => page,
        Cell::Text(text) => {
            let short: String = text.chars().take(TEXT_CHARS_MAX).collect();
            page.write_string_with_format(row, column, short, &formats.text)?
        }
        Cell::Whole(number) => {
            page.write_number_with_format(row, column, real(*number), &formats.whole)?
        }
        Cell::Real(number) => page.write_number_with_format(row, column, *number, &formats.real)?,
        Cell::Moment(at) => {
            let seconds = head.zone.local_micros(*at).div_euclid(1_000_000);
            let days = i32::try_from(seconds.div_euclid(86_400)).unwrap_or(0);
            let rest = i32::try_from(seconds.rem_euclid(86_400)).unwrap_or(0);
            let value = f64::from(days) + f64::from(rest) / 86_400.0 + EPOCH;
            page.write_number_with_format(row, column, value, &formats.moment)?
        }
    };
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a spreadsheet has no other numbers"
)]
fn real(number: u64) -> f64 {
    number as f64
}

/// Wide enough for the heading and the first rows, never wider than a line is read.
fn width<'a>(heading: &str, cells: impl Iterator<Item = &'a Cell>) -> f64 {
    let longest = cells
        .take(100)
        .map(|cell| match cell {
            Cell::Text(text) => text.chars().count(),
            Cell::Moment(_) => 19,
            _ => 10,
        })
        .chain([heading.chars().count()]);
    let longest = longest.max().unwrap_or(10).clamp(8, 60);
    f64::from(u32::try_from(longest).unwrap_or(60)) + 2.0
}

/// Spreadsheets allow 31 characters and none of `[]:*?/\` in the name of a sheet.
fn tab_name(name: &str) -> String {
    let clean = name.chars().filter(|c| !"[]:*?/\\'".contains(*c));
    let name: String = clean.take(31).collect();
    if name.trim().is_empty() {
        "Tilsyn".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_takes_no_row_more_than_it_may() {
        let head = Head {
            title: "Test".to_owned(),
            about: Vec::new(),
            rows: (String::new(), 7),
            columns: vec!["Antall".to_owned()],
            zone: tilsyn_domain::Zone::named("Europe/Oslo").expect("Oslo"),
            about_name: "Om".to_owned(),
            decimal_sign: crate::sheet::DecimalSign::Comma,
        };
        let check = |rows_max, expected| {
            let mut workbook = Workbook::new();
            let page = workbook
                .add_worksheet_with_constant_memory()
                .expect("a sheet");
            let row = || vec![Cell::Whole(1)];
            let mut pieces = [vec![row(), row()], vec![], vec![row(); 5]].into_iter();
            let mut next = || Ok(pieces.next());
            let written = rows(page, &head, &mut next, &Formats::new(), rows_max);
            assert_eq!(written.expect("memory takes it"), expected);
        };
        check(8, 7);
        check(7, 7);
        check(6, 6);
        check(0, 0);
    }

    #[test]
    fn names_of_sheets_fit() {
        assert_eq!(tab_name("Om: listen/[alt]?"), "Om listenalt");
        assert_eq!(tab_name("***"), "Tilsyn");
        assert_eq!(tab_name(&"å".repeat(40)).chars().count(), 31);
    }
}
