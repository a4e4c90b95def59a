//! A list as a file: XLSX and CSV of the same columns and rows.
//!
//! Numbers leave as numbers and ids as text; nothing formatted for a page goes in.

mod csv;
mod xlsx;

use tilsyn_app::log_review::view::MadeFrom;
use tilsyn_app::{Form, Problem};
use tilsyn_domain::{Instant, Zone};

use crate::asked::Asked;
use crate::list;
use crate::reply::{FileKind, Reply};

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

/// A list on its way into a file.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Start of the file's name, without ending; never a name or an id.
    pub(crate) stem: &'static str,
    pub(crate) title: String,
    /// What, when, made from: pairs for the first sheet.
    pub(crate) about: Vec<(String, String)>,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) zone: Zone,
    /// Name of the sheet about the list.
    pub(crate) about_name: String,
    pub(crate) decimal_comma: DecimalSign,
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
    pub(crate) fn new(
        asked: &Asked,
        about: About<'_>,
        columns: &[&str],
        rows: Vec<Vec<Cell>>,
    ) -> Sheet {
        let words = asked.words();
        let mut lines = vec![
            (words.say("about-list"), about.title.clone()),
            (
                words.say("about-organisation"),
                asked.shared.organisation.clone(),
            ),
            (words.say("about-period"), about.period),
            (
                words.say("about-rows"),
                format!("{} / {}", rows.len(), about.matching),
            ),
            (words.say("about-zone"), asked.zone().name().to_owned()),
            (words.say("about-address"), asked.again("", &[])),
        ];
        if let Some(made) = about.made_from {
            let made = list::made_from_text(asked, made);
            lines.extend(made.into_iter().map(|line| (words.say("made-label"), line)));
        }
        lines.push((words.say("about-note"), words.say("made-fair")));
        lines.push((words.say("about-note"), words.say("about-masked")));
        Sheet {
            stem: about.stem,
            title: about.title,
            about: lines,
            columns: columns.iter().map(|key| words.say(key)).collect(),
            rows,
            zone: asked.zone().clone(),
            about_name: words.say("about-sheet"),
            decimal_comma: match asked.language {
                crate::language::Language::English => DecimalSign::Point,
                _ => DecimalSign::Comma,
            },
        }
    }

    /// The file in the form asked for.
    pub(crate) fn reply(&self, form: Form) -> Result<Reply, Problem> {
        let (kind, ending, bytes) = match form {
            Form::Xlsx => {
                let bytes = xlsx::write(self)
                    .map_err(|error| Problem::ours("problem-no-file", error.to_string()))?;
                (FileKind::Xlsx, "xlsx", bytes)
            }
            _ => (FileKind::Csv, "csv", csv::write(self)),
        };
        Ok(Reply::File {
            name: format!("tilsyn-{}.{ending}", self.stem),
            kind,
            bytes,
        })
    }
}
