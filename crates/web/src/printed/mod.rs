//! What leaves on paper: the file of a case, letters, the extract that a person asks for.
//!
//! Here stands what is said, in the reader's language; how it is laid out on paper is another's
//! (`print`), handed in as a value. Every document says from which state of the log it was made.

pub(crate) mod case_file;
pub(crate) mod extract;
pub(crate) mod letter;

use std::fmt;
use std::io::Write;
use std::sync::Arc;

use tilsyn_app::{Desk, Problem};
use tilsyn_domain::Document;
use tilsyn_domain::document::{About, Block, Foot, Letterhead};
use tilsyn_domain::time::{SECOND, Stamp};

use crate::asked::Asked;
use crate::integrity;
use crate::reply::{File, FileKind, Reply};
use crate::sheet::no_file;

/// Why a document did not become a file.
pub type PrintFailed = Box<dyn std::error::Error + Send + Sync>;

/// The bytes of a file, or why there are none.
type Printed = Result<Vec<u8>, PrintFailed>;

/// What makes a PDF file of a document.
#[derive(Clone)]
pub struct Print(Arc<dyn Fn(&Document) -> Printed + Send + Sync>);

impl Print {
    pub fn new(print: impl Fn(&Document) -> Printed + Send + Sync + 'static) -> Print {
        Print(Arc::new(print))
    }

    /// The document as PDF.
    pub(crate) fn bytes(&self, document: &Document) -> Result<Vec<u8>, Problem> {
        (self.0)(document).map_err(|cause| Problem::ours("problem-print", cause))
    }
}

impl fmt::Debug for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Print")
    }
}

/// The document as a file; its name says nothing of whom it is about, since browsers keep lists of
/// what they saved.
fn file(asked: &Asked, name: String, document: &Document) -> Result<Reply, Problem> {
    let bytes = asked.shared.print.bytes(document)?;
    Ok(Reply::File(File {
        name: Some(name),
        kind: FileKind::Pdf,
        write: Box::new(move |_: &Desk, _: &Asked, out: &mut dyn Write| {
            out.write_all(&bytes).map_err(no_file)
        }),
    }))
}

/// What is said of a document as a whole.
fn about(desk: &Desk, asked: &Asked, title: String, subject: String) -> About {
    let words = asked.words();
    let now = desk.now();
    let ahead = asked.zone().local_micros(now) - now.0;
    let mark = desk.mark_of_all();
    let state = words.fill(
        "print-state",
        &[
            ("size", words.figures().whole(mark.size)),
            ("root", integrity::file_part(&mark)),
        ],
    );
    About {
        language: asked.language,
        title,
        author: asked.shared.organisation.clone(),
        subject,
        written: Stamp {
            at: now,
            offset_seconds: i32::try_from(ahead / SECOND).unwrap_or(0),
        },
        foot: Foot {
            line: match asked.shared.organisation.as_str() {
                "" => state,
                organisation => format!("{organisation} · {state}"),
            },
            pages: words.fill(
                "print-page",
                &[
                    ("page", "{page}".to_owned()),
                    ("pages", "{pages}".to_owned()),
                ],
            ),
        },
    }
}

/// The top of a letter to somebody, whose address whoever sends it knows.
fn letterhead(desk: &Desk, asked: &Asked, addressee: Vec<String>, reference: String) -> Letterhead {
    let figures = asked.words().figures();
    Letterhead {
        sender: Some(asked.shared.organisation.clone())
            .filter(|name| !name.is_empty())
            .into_iter()
            .collect(),
        addressee,
        place_and_date: figures.day(asked.zone().day_of(desk.now())),
        reference,
    }
}

/// What somebody wrote, a paragraph a line.
fn written(text: &str) -> impl Iterator<Item = Block> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).map(Block::paragraph)
}

/// A number in the path: `/cases/3/file` has it at place 2.
fn number_in(asked: &Asked, place: usize) -> Option<u64> {
    asked.path.split('/').nth(place)?.parse().ok()
}
