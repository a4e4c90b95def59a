//! Where a command's words go: to the terminal here, or to the command that asked over the
//! socket.

use std::io::{self, Write};

use crate::cli::Language;

/// How a command ended (formats.md, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Done,
    /// Done, but something needs attention.
    Attention,
    WrongUse,
    CouldNot,
}

impl Exit {
    pub(crate) fn number(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Attention => 1,
            Exit::WrongUse => 2,
            Exit::CouldNot => 3,
        }
    }
}

/// Standard output and error of a command, and how they are to be written.
pub(crate) struct Output<'a> {
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    pub json: bool,
    pub language: Language,
    /// Whether a person watches: progress bars make sense.
    pub terminal: bool,
}

impl Output<'_> {
    /// One JSON document, followed by a line end.
    pub(crate) fn document(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *self.out, value)?;
        self.out.write_all(b"\n")
    }

    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// A word beside the answer: progress, hints, what went wrong.
    pub(crate) fn aside(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.err, "{text}")
    }
}

/// A readable table: text columns to the left, numbers to the right.
pub(crate) fn table(out: &mut dyn Write, header: &[&str], rows: &[Vec<Cell>]) -> io::Result<()> {
    let mut widths: Vec<usize> = header.iter().map(|text| text.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.text.chars().count());
        }
    }
    let numbers: Vec<bool> = (0..header.len())
        .map(|column| {
            rows.iter()
                .any(|row| row.get(column).is_some_and(|cell| cell.number))
        })
        .collect();
    let pad = |text: &str, column: usize| {
        let fill = " ".repeat(widths[column].saturating_sub(text.chars().count()));
        if numbers[column] {
            format!("{fill}{text}")
        } else {
            format!("{text}{fill}")
        }
    };
    let line = |cells: Vec<String>| cells.join("  ").trim_end().to_owned();
    let head = header
        .iter()
        .enumerate()
        .map(|(column, text)| pad(text, column));
    writeln!(out, "{}", line(head.collect()))?;
    let rule = widths.iter().map(|width| "─".repeat(*width));
    writeln!(out, "{}", line(rule.collect()))?;
    for row in rows {
        let cells = row
            .iter()
            .enumerate()
            .map(|(column, cell)| pad(&cell.text, column));
        writeln!(out, "{}", line(cells.collect()))?;
    }
    Ok(())
}

/// One cell of a table.
pub(crate) struct Cell {
    text: String,
    number: bool,
}

impl From<u64> for Cell {
    fn from(number: u64) -> Cell {
        Cell {
            text: number.to_string(),
            number: true,
        }
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Cell {
        Cell {
            text: text.unwrap_or_else(|| "–".to_owned()),
            number: false,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell {
            text: text.to_owned(),
            number: false,
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell {
            text,
            number: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_text_left() {
        let mut out = Vec::new();
        let rows = [vec!["Åse".into(), 7.into()], vec!["Bo".into(), 1234.into()]];
        table(&mut out, &["Name", "n"], &rows).expect("writes to memory");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text, "Name     n\n────  ────\nÅse      7\nBo    1234\n");
    }
}
