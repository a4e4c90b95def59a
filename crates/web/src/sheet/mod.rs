//! A list as a file: XLSX and CSV of the same columns and rows.
//!
//! Rows are asked for piece by piece while the file is written, so memory does not grow with
//! them. Numbers leave as numbers and ids as text; nothing formatted for a page goes in.

mod csv;
mod xlsx;

use std::io::{self, Write};

use tilsyn_app::log_review::view::MadeFrom;
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::{Instant, Zone};

use crate::asked::Asked;
use crate::integrity;
use crate::list;
use crate::reply::{File, FileKind, Reply};

/// One value of a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Whole(u64),
    Real(f64),
    Moment(Instant),
}

impl Cell {
    pub(crate) fn text(text: Option<&str>) -> Cell {
        text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()))
    }

    pub(crate) fn whole(number: Option<u64>) -> Cell {
        number.map_or(Cell::Empty, Cell::Whole)
    }
}

/// Some rows; `None` at the end of the list.
pub(crate) type Piece = Option<Vec<Vec<Cell>>>;

/// The rows of a list.
pub(crate) enum Rows {
    /// All of them.
    Ready(Vec<Vec<Cell>>),
    /// Asked of the desk, piece by piece.
    Asked(AskRows),
}

/// Asks for the next rows.
type AskRows = Box<dyn FnMut(&Desk) -> Result<Piece, Problem> + Send>;

impl Rows {
    pub(crate) fn asked(
        next: impl FnMut(&Desk) -> Result<Piece, Problem> + Send + 'static,
    ) -> Rows {
        Rows::Asked(Box::new(next))
    }

    fn next(&mut self, desk: &Desk) -> Result<Piece, Problem> {
        match self {
            Rows::Ready(rows) if rows.is_empty() => Ok(None),
            Rows::Ready(rows) => Ok(Some(std::mem::take(rows))),
            Rows::Asked(next) => next(desk),
        }
    }
}

/// What a file says of its list, beside the rows.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) title: String,
    /// What, when, made from: pairs for the first sheet.
    pub(crate) about: Vec<(String, String)>,
    /// Label of how many rows there are, and how many match.
    pub(crate) rows: (String, u64),
    pub(crate) columns: Vec<String>,
    pub(crate) zone: Zone,
    /// Name of the sheet about the list.
    pub(crate) about_name: String,
    pub(crate) decimal_sign: DecimalSign,
}

impl Head {
    /// Says from which checkpoint the list was made, which is known when it is written.
    fn made_from(&mut self, asked: &Asked) {
        let label = asked.words().say("checkpoint-label");
        let line = asked.mark.as_ref().map(|mark| integrity::line(mark, asked));
        self.about.extend(line.map(|line| (label, line)));
    }
}

/// A list on its way into a file.
pub(crate) struct Sheet {
    /// Start of the file's name, without ending; never a name or an id.
    stem: &'static str,
    head: Head,
    rows: Rows,
}

/// Which sign stands before decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalSign {
    Comma,
    Point,
}

/// What a list is, for the first sheet.
pub(crate) struct About<'a> {
    pub(crate) stem: &'static str,
    pub(crate) title: String,
    pub(crate) period: String,
    pub(crate) matching: u64,
    pub(crate) made_from: Option<&'a MadeFrom>,
}

impl Sheet {
    /// A list whose rows are there.
    pub(crate) fn new(
        asked: &Asked,
        about: About<'_>,
        columns: &[&str],
        rows: Vec<Vec<Cell>>,
    ) -> Sheet {
        Sheet::long(asked, about, columns, Rows::Ready(rows))
    }

    /// A list whose rows are asked for while it is written.
    pub(crate) fn long(asked: &Asked, about: About<'_>, columns: &[&str], rows: Rows) -> Sheet {
        let words = asked.words();
        let mut lines = vec![
            (words.say("about-list"), about.title.clone()),
            (
                words.say("about-organisation"),
                asked.shared.organisation.clone(),
            ),
            (words.say("about-period"), about.period),
            (words.say("about-zone"), asked.zone().name().to_owned()),
            (words.say("about-address"), asked.again("", &[])),
        ];
        if let Some(made) = about.made_from {
            let made = list::made_from_text(asked, made);
            lines.extend(made.into_iter().map(|line| (words.say("made-label"), line)));
        }
        lines.push((words.say("about-note"), words.say("made-fair")));
        lines.push((words.say("about-note"), words.say("about-masked")));
        let head = Head {
            title: about.title,
            about: lines,
            rows: (words.say("about-rows"), about.matching),
            columns: columns.iter().map(|key| words.say(key)).collect(),
            zone: asked.zone().clone(),
            about_name: words.say("about-sheet"),
            decimal_sign: match asked.language {
                crate::language::Language::English => DecimalSign::Point,
                _ => DecimalSign::Comma,
            },
        };
        Sheet {
            stem: about.stem,
            head,
            rows,
        }
    }

    /// The file in the form asked for.
    pub(crate) fn reply(self, form: Form) -> Result<Reply, Problem> {
        let (kind, ending) = match form {
            Form::Xlsx => (FileKind::Xlsx, "xlsx"),
            // A list has no form on paper but the page itself.
            Form::Pdf => return Ok(Reply::Missing),
            _ => (FileKind::Csv, "csv"),
        };
        let name = format!("tilsyn-{}.{ending}", self.stem);
        let (mut head, mut rows) = (self.head, self.rows);
        Ok(Reply::File(File {
            name: Some(name),
            kind,
            write: Box::new(move |desk, asked, out| {
                head.made_from(asked);
                write(kind, &head, &mut || rows.next(desk), out)
            }),
        }))
    }

    /// The file as it is written when all rows are there.
    #[cfg(test)]
    pub(crate) fn bytes(self, kind: FileKind) -> Vec<u8> {
        let Rows::Ready(rows) = self.rows else {
            panic!("rows that are there")
        };
        let (mut rows, mut out) = (Some(rows), Vec::new());
        write(kind, &self.head, &mut || Ok(rows.take()), &mut out).expect("memory takes it");
        out
    }
}

fn write(
    kind: FileKind,
    head: &Head,
    next: &mut dyn FnMut() -> Result<Piece, Problem>,
    out: &mut dyn Write,
) -> Result<(), Problem> {
    match kind {
        FileKind::Xlsx => xlsx::write(head, next, out),
        _ => csv::write(head, next, out),
    }
}

/// A file that could not be made or sent.
pub(crate) fn no_file(cause: io::Error) -> Problem {
    Problem::ours("problem-no-file", cause)
}
