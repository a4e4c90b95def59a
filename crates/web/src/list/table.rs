//! A table as data: cells in, HTML out, the same for every list, so that all of them turn into
//! cards on a narrow screen and print alike.

use askama::Template;

use crate::people::Who;
use crate::reply::html;

/// One cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableCell {
    class: &'static str,
    text: String,
    href: String,
    /// Small lines below.
    sub: Vec<String>,
    /// A picture of ours, between text and small lines.
    svg: String,
    heading: bool,
    /// Pairs of what was and what is, for changes.
    pub(crate) pairs: Vec<Pair>,
}

/// A field that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) field: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

impl TableCell {
    pub(crate) fn text(text: impl Into<String>) -> TableCell {
        TableCell {
            text: text.into(),
            ..TableCell::default()
        }
    }

    pub(crate) fn number(text: impl Into<String>) -> TableCell {
        TableCell {
            text: text.into(),
            class: "number",
            ..TableCell::default()
        }
    }

    /// The cell that names the row.
    pub(crate) fn heading(text: impl Into<String>, href: impl Into<String>) -> TableCell {
        TableCell {
            text: text.into(),
            href: href.into(),
            heading: true,
            ..TableCell::default()
        }
    }

    pub(crate) fn link(text: impl Into<String>, href: impl Into<String>) -> TableCell {
        TableCell {
            text: text.into(),
            href: href.into(),
            ..TableCell::default()
        }
    }

    /// Somebody, with employee number and unit below.
    pub(crate) fn who(who: Who) -> TableCell {
        TableCell::link(who.name, who.href).below(who.detail)
    }

    /// What stands in it, on paper.
    pub(crate) fn plain(self) -> String {
        let parts = std::iter::once(self.text).chain(self.sub);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        parts.join("\n")
    }

    pub(crate) fn below(mut self, text: impl Into<String>) -> TableCell {
        let text = text.into();
        if !text.is_empty() {
            self.sub.push(text);
        }
        self
    }

    pub(crate) fn svg(mut self, svg: String) -> TableCell {
        self.svg = svg;
        self
    }

    pub(crate) fn class(mut self, class: &'static str) -> TableCell {
        self.class = class;
        self
    }

    pub(crate) fn heading_row(mut self) -> TableCell {
        self.heading = true;
        self
    }
}

#[derive(Template)]
#[template(path = "list/table.html")]
struct TablePart<'a> {
    label: &'a str,
    headings: &'a str,
    columns: &'a [String],
    rows: &'a [Vec<TableCell>],
}

/// The table; `headings` come from `list::headings`, `columns` are their names again.
pub(crate) fn table(
    label: &str,
    headings: &str,
    columns: &[String],
    rows: &[Vec<TableCell>],
) -> String {
    html(&TablePart {
        label,
        headings,
        columns,
        rows,
    })
}

/// A table whose headings do not sort, such as the one behind a picture.
pub(crate) fn plain_table(label: &str, columns: &[String], rows: &[Vec<TableCell>]) -> String {
    let first = rows.first();
    let headings: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let cell = first.and_then(|row| row.get(place));
            let class = match cell.map(|cell| cell.class) {
                Some("number") => " class=\"number\"",
                _ => "",
            };
            format!("<th scope=\"col\"{class}>{}</th>", escaped(column))
        })
        .collect();
    table(label, &headings.concat(), columns, rows)
}

pub(crate) fn escaped(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    escaped.replace('"', "&quot;")
}
