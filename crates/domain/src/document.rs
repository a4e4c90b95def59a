//! A letter or a report before it is PDF: what it says, in the order in which it is read.
//!
//! One rule: everything it says is given, as plain texts in the reader's language. That goes for
//! words like "page 2 of 7" and for the moment it was written too, so equal documents are equal
//! files. Not here: fonts, measures and pages (`print`), where the sentences come from (`web`).

mod block;
mod table;

pub use block::{Block, Level, Signature, Span, Text};
pub use table::{Align, Column, Table};

use crate::language::Language;
use crate::time::Stamp;

/// A letter or a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub about: About,
    pub kind: Kind,
    pub orientation: Orientation,
    /// What follows the title.
    pub blocks: Vec<Block>,
}

/// What is said of a document as a whole, on its pages and to who searches among files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub language: Language,
    /// Its heading, and its name in a list of files.
    pub title: String,
    /// Who writes: the name of the body.
    pub author: String,
    /// What it is about, in one sentence. A report shows it below the title; may be empty.
    pub subject: String,
    /// When it was written, by the clock of the place.
    pub written: Stamp,
    pub foot: Foot,
}

/// What the document is, and what stands above its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Letter(Letterhead),
    Report,
}

/// How the paper is turned, for all pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orientation {
    #[default]
    Portrait,
    /// For tables of many columns.
    Landscape,
}

/// The line at the foot of every page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foot {
    /// On the left, for instance the body and the number of the case.
    pub line: String,
    /// On the right, a pattern with `{page}` and `{pages}`: "side {page} av {pages}".
    pub pages: String,
}

/// The top of a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The body's name first, then how it is reached.
    pub sender: Vec<String>,
    /// As it is to be read through the window of the envelope: name, street, postcode and town.
    pub addressee: Vec<String>,
    /// For instance "Nordvik, 23. november 2026".
    pub place_and_date: String,
    /// For instance "Vår ref.: 2026/0412"; may be empty.
    pub reference: String,
}

impl Document {
    /// A letter that says nothing yet.
    #[must_use]
    pub fn letter(about: About, letterhead: Letterhead) -> Document {
        Document::of(about, Kind::Letter(letterhead))
    }

    /// A report that says nothing yet.
    #[must_use]
    pub fn report(about: About) -> Document {
        Document::of(about, Kind::Report)
    }

    fn of(about: About, kind: Kind) -> Document {
        Document {
            about,
            kind,
            orientation: Orientation::Portrait,
            blocks: Vec::new(),
        }
    }

    /// The same on paper turned sideways.
    #[must_use]
    pub fn landscape(mut self) -> Document {
        self.orientation = Orientation::Landscape;
        self
    }

    /// The same with one more block at its end.
    #[must_use]
    pub fn with(mut self, block: impl Into<Block>) -> Document {
        self.push(block);
        self
    }

    /// Puts a block at its end.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }
}

impl Foot {
    /// What stands on the right of one page; `page` counts from 1.
    #[must_use]
    pub fn page_words(&self, page: usize, pages: usize) -> String {
        self.pages
            .replace("{pages}", &pages.to_string())
            .replace("{page}", &page.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_which_of_how_many_it_is() {
        let foot = |pages: &str| Foot {
            line: String::new(),
            pages: pages.into(),
        };
        let check = |pattern, said| assert_eq!(foot(pattern).page_words(2, 17), said);
        check("side {page} av {pages}", "side 2 av 17");
        check("{pages} pages, this is {page}", "17 pages, this is 2");
        check("no numbers", "no numbers");
        check("", "");
    }
}
