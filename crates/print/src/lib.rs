//! Letters and reports as PDF: a plain document in, a file for archives and screen readers out.
//!
//! One rule: no text makes it fail or gets lost. Words that fit no line are broken, rows that fit
//! no page are cut, and a character that the fonts lack is written as its number (`readable`).
//! Every file keeps PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), as far as krilla can tell;
//! the same document gives the same bytes. Not here: what a document says (`domain::document`), who
//! may have it (`app`).
//!
//! The way of a document: its texts become glyphs (`fonts`), glyphs lines (`typesetter`), lines
//! strips that are never split (`layout`), strips pages (`pages`), and pages a file (`draw`,
//! `pdf`).

mod draw;
mod fonts;
mod layout;
mod pages;
mod pdf;
mod readable;
mod strip;
mod structure;
mod style;
mod typesetter;

use tilsyn_domain::Document;

use crate::fonts::Fonts;
use crate::layout::Layout;
use crate::typesetter::Typesetter;

/// Pages of one file: some sixty thousand rows of a table. Beyond that a spreadsheet serves better.
pub const PAGES_MAX: usize = 2_000;

/// Sets documents. It holds the fonts, and any number of threads may share it.
pub struct Printer {
    fonts: Fonts,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program was built without its fonts.
    #[error("the font {0} is missing: run `cargo xtask assets` and build again")]
    FontMissing(&'static str),
    /// The document would have more than [`PAGES_MAX`] pages.
    #[error("the document has more than {PAGES_MAX} pages")]
    TooManyPages,
    /// krilla wrote no file. What it says in full repeats texts of the document, so only its
    /// summary is kept: this may end in a log.
    #[error("no PDF could be written: {0}")]
    NotWritten(String),
}

impl Printer {
    /// Reads the fonts.
    ///
    /// # Errors
    /// [`Error::FontMissing`] alone.
    pub fn new() -> Result<Printer, Error> {
        let fonts = Fonts::load()?;
        Ok(Printer { fonts })
    }

    /// The document as a PDF file.
    ///
    /// # Errors
    /// [`Error::TooManyPages`], and [`Error::NotWritten`] where the file would not be what it says
    /// it is, which would be a mistake of ours.
    pub fn print(&self, document: &Document) -> Result<Vec<u8>, Error> {
        let typesetter = Typesetter::new(&self.fonts);
        let laid = Layout::new(&typesetter, document).finish();
        let pages = pages::paginate(&laid.strips, &laid.heads, laid.sheet.body_height())?;
        pdf::write(&typesetter, document, laid, &pages)
    }
}
