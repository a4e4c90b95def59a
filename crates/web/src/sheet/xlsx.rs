//! XLSX with a first sheet that says what the list is, and the list with a frozen header and
//! filters. Rows are written as they come, so memory does not grow with them.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Cell, Sheet};

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

pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let formats = Formats {
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
    };
    about(workbook.add_worksheet(), sheet, &formats)?;
    rows(
        workbook.add_worksheet_with_constant_memory()?,
        sheet,
        &formats,
    )?;
    workbook.save_to_buffer()
}

fn about(page: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), XlsxError> {
    page.set_name(tab_name(&sheet.about_name))?;
    page.set_column_width(0, 26)?;
    page.set_column_width(1, 90)?;
    page.write_string_with_format(0, 0, &sheet.title, &formats.title)?;
    for (row, (label, value)) in (2_u32..).zip(&sheet.about) {
        page.write_string_with_format(row, 0, label, &formats.heading)?;
        page.write_string_with_format(row, 1, value, &formats.wrap)?;
    }
    Ok(())
}

fn rows(page: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), XlsxError> {
    page.set_name(tab_name(&sheet.title))?;
    page.set_freeze_panes(1, 0)?;
    let columns = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
    let last = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    if columns > 0 {
        page.autofilter(0, 0, last, columns - 1)?;
    }
    for (column, heading) in (0_u16..).zip(&sheet.columns) {
        page.set_column_width(column, width(sheet, usize::from(column)))?;
        page.write_string_with_format(0, column, heading, &formats.heading)?;
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (column, value) in (0_u16..).zip(cells) {
            cell(page, (row, column), value, sheet, formats)?;
        }
    }
    Ok(())
}

fn cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Cell,
    sheet: &Sheet,
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
            let seconds = sheet.zone.local_micros(*at).div_euclid(1_000_000);
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
fn width(sheet: &Sheet, column: usize) -> f64 {
    let rows = sheet
        .rows
        .iter()
        .take(100)
        .filter_map(|row| row.get(column));
    let longest = rows
        .map(|cell| match cell {
            Cell::Text(text) => text.chars().count(),
            Cell::Moment(_) => 19,
            _ => 10,
        })
        .chain(
            sheet
                .columns
                .get(column)
                .map(|heading| heading.chars().count()),
        );
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
    fn names_of_sheets_fit() {
        assert_eq!(tab_name("Om: listen/[alt]?"), "Om listenalt");
        assert_eq!(tab_name("***"), "Tilsyn");
        assert_eq!(tab_name(&"å".repeat(40)).chars().count(), 31);
    }
}
