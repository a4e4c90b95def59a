//! A report before it is a file: what it says, in the reader's language, with its numbers still
//! numbers; and the same as PDF, as a workbook and as HTML.
//!
//! One rule: nothing here asks the clock or the desk, so equal papers are equal files. Not here:
//! which sentences it is made of (`says`).

use std::fmt::Write as _;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use tilsyn_domain::Document;
use tilsyn_domain::document::{self, Block, Level};

use crate::charts::{Caption, ColumnsChart};
use crate::list::table::{TableCell, escaped, plain_table};
use crate::words::Words;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Whole(u64),
    Nothing,
}

/// A heading and what stands below it.
pub(super) struct Part {
    pub(super) heading: String,
    pub(super) pieces: Vec<Piece>,
}

pub(super) enum Piece {
    Paragraph(String),
    /// What matters most of a part.
    Note(String),
    List(Vec<String>),
    Facts(Vec<(String, String)>),
    Table(Table),
    /// Counts of weeks, drawn where the form can; the table beside it has them too.
    Weeks {
        title: String,
        description: String,
        labels: Vec<String>,
        counts: Vec<u64>,
    },
}

pub(super) struct Table {
    pub(super) caption: String,
    /// Names, and how wide each is beside the others.
    pub(super) columns: Vec<(String, u16)>,
    pub(super) rows: Vec<Vec<Value>>,
    /// What is said where there are no rows.
    pub(super) empty: String,
}

/// The whole report.
pub(super) struct Paper {
    pub(super) about: document::About,
    /// Says that it is a draft; empty where it is approved.
    pub(super) draft: String,
    pub(super) parts: Vec<Part>,
}

impl Table {
    fn is_number(&self, column: usize) -> bool {
        let mut values = self.rows.iter().filter_map(|row| row.get(column));
        let is_number = |value: &&Value| !matches!(value, Value::Text(_));
        !self.rows.is_empty() && values.all(|value| is_number(&value))
    }
}

fn said(value: &Value, words: Words) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Whole(number) => words.figures().whole(*number),
        Value::Nothing => "–".to_owned(),
    }
}

impl Paper {
    /// For PDF.
    pub(super) fn document(&self, words: Words) -> Document {
        let mut document = Document::report(self.about.clone());
        if !self.draft.is_empty() {
            document.push(Block::note(
                document::Text::default().strong(self.draft.clone()),
            ));
        }
        for part in &self.parts {
            document.push(Block::heading(Level::One, part.heading.clone()));
            for piece in &part.pieces {
                let block = match piece {
                    Piece::Paragraph(text) => Block::paragraph(text.clone()),
                    Piece::Note(text) => Block::note(text.clone()),
                    Piece::List(items) => Block::list(items.clone()),
                    Piece::Facts(facts) => Block::facts(facts.clone()),
                    Piece::Table(table) if table.rows.is_empty() => {
                        Block::paragraph(table.empty.clone())
                    }
                    Piece::Table(table) => Block::Table(printed(table, words)),
                    Piece::Weeks { .. } => continue,
                };
                document.push(block);
            }
        }
        document
    }

    /// What stands below the title of a page.
    pub(super) fn body(&self, words: Words) -> String {
        let mut out = String::new();
        for part in &self.parts {
            let heading = escaped(&part.heading);
            write!(out, "<section><h2>{heading}</h2>").expect("a text takes all");
            for piece in &part.pieces {
                out.push_str(&piece_as_html(piece, words));
            }
            out.push_str("</section>");
        }
        out
    }

    /// A page that needs nothing beside it.
    pub(super) fn page(&self, words: Words) -> Vec<u8> {
        let about = &self.about;
        let draft = match self.draft.as_str() {
            "" => String::new(),
            draft => format!(
                "<p class=\"note draft\"><strong>{}</strong></p>",
                escaped(draft)
            ),
        };
        format!(
            "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title}</title><style>{STYLE}</style></head>\n<body><main><header>\
             <p class=\"from\">{}</p><h1>{title}</h1><p class=\"sub\">{}</p>{draft}</header>\n{}\n\
             <footer>{}</footer></main></body></html>\n",
            about.language.tag(),
            escaped(&about.author),
            escaped(&about.subject),
            self.body(words),
            escaped(&about.foot.line),
            title = escaped(&about.title),
        )
        .into_bytes()
    }

    /// A workbook: one sheet that says everything in words, and one for each table.
    pub(super) fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let seconds = self.about.written.at.seconds();
        let properties = DocProperties::new()
            .set_title(&self.about.title)
            .set_author(&self.about.author)
            .set_creation_datetime(&ExcelDateTime::from_timestamp(seconds)?);
        book.set_properties(&properties);
        self.sheet_of_words(book.add_worksheet())?;
        let tables = self.parts.iter().flat_map(|part| &part.pieces);
        let tables = tables.filter_map(|piece| match piece {
            Piece::Table(table) if !table.rows.is_empty() => Some(table),
            _ => None,
        });
        for (number, table) in (1..).zip(tables) {
            sheet_of_table(book.add_worksheet(), number, table)?;
        }
        book.save_to_buffer()
    }

    fn sheet_of_words(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let strong = wrap.clone().set_bold();
        let large = Format::new().set_bold().set_font_size(14);
        sheet.set_name("0")?;
        sheet.set_column_width(0, 44)?;
        sheet.set_column_width(1, 90)?;
        sheet.write_string_with_format(0, 0, &self.about.title, &large)?;
        sheet.write_string(1, 0, &self.about.subject)?;
        sheet.write_string_with_format(2, 0, &self.draft, &strong)?;
        let mut row = 3;
        for part in &self.parts {
            row += 1;
            sheet.write_string_with_format(row, 0, &part.heading, &strong)?;
            for piece in &part.pieces {
                let lines: Vec<(&str, &str)> = match piece {
                    Piece::Paragraph(text) | Piece::Note(text) => vec![("", text)],
                    Piece::List(items) => items.iter().map(|item| ("", item.as_str())).collect(),
                    Piece::Facts(facts) => {
                        let pairs = facts.iter();
                        pairs
                            .map(|(name, value)| (name.as_str(), value.as_str()))
                            .collect()
                    }
                    Piece::Table(table) if table.rows.is_empty() => vec![("", &table.empty)],
                    Piece::Table(_) | Piece::Weeks { .. } => Vec::new(),
                };
                for (name, value) in lines {
                    row += 1;
                    sheet.write_string_with_format(row, 0, name, &wrap)?;
                    sheet.write_string_with_format(row, 1, value, &wrap)?;
                }
            }
            row += 1;
        }
        sheet.write_string(row + 1, 0, &self.about.foot.line)?;
        Ok(())
    }
}

fn sheet_of_table(sheet: &mut Worksheet, number: u32, table: &Table) -> Result<(), XlsxError> {
    let clean = table.caption.chars().filter(|c| !"[]:*?/\\'".contains(*c));
    let name: String = format!("{number} {}", clean.collect::<String>());
    sheet.set_name(name.chars().take(31).collect::<String>())?;
    sheet.set_freeze_panes(1, 0)?;
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let text = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let whole = Format::new()
        .set_num_format("#,##0")
        .set_align(FormatAlign::Top);
    for (column, (name, weight)) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(column, f64::from(*weight) * 5.0 + 4.0)?;
        sheet.write_string_with_format(0, column, name, &heading)?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, value) in (0_u16..).zip(cells) {
            match value {
                Value::Text(said) => sheet.write_string_with_format(row, column, said, &text)?,
                Value::Whole(number) => {
                    sheet.write_number_with_format(row, column, real(*number), &whole)?
                }
                Value::Nothing => sheet,
            };
        }
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a spreadsheet has no other numbers"
)]
fn real(number: u64) -> f64 {
    number as f64
}

fn printed(table: &Table, words: Words) -> document::Table {
    let columns = table.columns.iter().enumerate();
    let columns = columns.map(|(place, (name, weight))| match table.is_number(place) {
        true => document::Column::numbers(name.clone(), *weight),
        false => document::Column::new(name.clone(), *weight),
    });
    let mut printed = document::Table::new(table.caption.clone(), columns);
    for row in &table.rows {
        printed.push(row.iter().map(|value| said(value, words)));
    }
    printed
}

fn piece_as_html(piece: &Piece, words: Words) -> String {
    let lines = |text: &str| escaped(text).replace('\n', "<br>");
    match piece {
        Piece::Paragraph(text) => format!("<p>{}</p>", lines(text)),
        Piece::Note(text) => format!("<p class=\"note\">{}</p>", lines(text)),
        Piece::List(items) => {
            let items = items.iter().map(|item| format!("<li>{}</li>", lines(item)));
            format!("<ul>{}</ul>", items.collect::<String>())
        }
        Piece::Facts(facts) => {
            let facts = facts.iter();
            let facts = facts.map(|(name, value)| {
                format!("<dt>{}</dt><dd>{}</dd>", escaped(name), lines(value))
            });
            format!("<dl class=\"facts\">{}</dl>", facts.collect::<String>())
        }
        Piece::Table(table) if table.rows.is_empty() => format!("<p>{}</p>", lines(&table.empty)),
        Piece::Table(table) => table_as_html(table, words),
        Piece::Weeks {
            title,
            description,
            labels,
            counts,
        } => {
            let chart = ColumnsChart {
                caption: Caption {
                    id: "weeks",
                    title: title.clone(),
                    description: description.clone(),
                },
                counts,
                labels,
                count: &|count| words.figures().whole(count),
            };
            let label = escaped(title);
            format!(
                "<figure><div class=\"scroll\" tabindex=\"0\" role=\"group\" \
                 aria-label=\"{label}\">{}</div></figure>",
                chart.svg()
            )
        }
    }
}

fn table_as_html(table: &Table, words: Words) -> String {
    let columns: Vec<String> = table.columns.iter().map(|(name, _)| name.clone()).collect();
    let row = |row: &Vec<Value>| {
        let cells = row.iter().enumerate().map(|(place, value)| {
            let text = said(value, words);
            match (place, table.is_number(place)) {
                (0, _) => TableCell::text(text).heading_row(),
                (_, true) => TableCell::number(text),
                (_, false) => TableCell::text(text),
            }
        });
        cells.collect::<Vec<TableCell>>()
    };
    let rows: Vec<Vec<TableCell>> = table.rows.iter().map(row).collect();
    let caption = escaped(&table.caption);
    format!(
        "<h3>{caption}</h3>{}",
        plain_table(&table.caption, &columns, &rows)
    )
}

/// Of the page that stands alone.
const STYLE: &str = "\
:root{color-scheme:light}*{box-sizing:border-box}\
body{margin:0;background:#fff;color:#1e2b3c;font:16px/1.55 system-ui,'Segoe UI',Roboto,sans-serif}\
main{max-width:52rem;margin:0 auto;padding:3rem 1.25rem 4rem}\
header{border-bottom:2px solid #1e2b3c;margin-bottom:2rem;padding-bottom:1rem}\
h1{font-size:2rem;line-height:1.2;margin:.2rem 0 .4rem}h2{font-size:1.35rem;margin:2.5rem 0 .6rem}\
h3{font-size:1rem;margin:1.5rem 0 .4rem}.from{font-weight:600;margin:0}.sub{color:#51606f;margin:0}\
.note{border-left:4px solid #0062ba;background:#eef4fa;padding:.7rem 1rem}\
table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;\
vertical-align:top;padding:.4rem .7rem .4rem 0;border-bottom:1px solid #d5dae0}\
thead th{border-bottom:2px solid #51606f}th.number,td.number{text-align:right;\
font-variant-numeric:tabular-nums}dl{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;\
gap:.35rem 1.2rem}dt{color:#51606f}dd{margin:0;overflow-wrap:anywhere}figure{margin:1rem 0}\
svg{width:100%;height:auto}svg .hour{fill:#0062ba}svg .grid{stroke:#d5dae0}\
svg text{font:11px system-ui,sans-serif;fill:#51606f}\
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid #d5dae0;color:#51606f;\
font-size:.85rem;overflow-wrap:anywhere}\
@media(max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}\
.scroll{overflow-x:auto}}@media print{main{max-width:none;padding:0}\
section{break-inside:auto}h2,h3{break-after:avoid}tr{break-inside:avoid}}";
