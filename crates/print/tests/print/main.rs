//! Documents as files, read with programs of others (poppler, qpdf).
//!
//! Not here: where lines and pages end in detail, which is tested inside the crate.

mod any_document;
mod content;
mod flow;
mod foreign;
mod letters;
mod structure;
mod tables;

use std::sync::LazyLock;

use tilsyn_domain::Language;
use tilsyn_domain::document::{About, Document, Foot};
use tilsyn_domain::time::Stamp;
use tilsyn_print::Printer;

static PRINTER: LazyLock<Printer> =
    LazyLock::new(|| Printer::new().expect("`cargo xtask assets` has been run"));

fn print(document: &Document) -> Vec<u8> {
    PRINTER.print(document).expect("it can be printed")
}

fn about(title: &str) -> About {
    About {
        language: Language::Norwegian,
        title: title.into(),
        author: "Nordvik kommune".into(),
        subject: String::new(),
        written: Stamp::parse("2026-11-23T09:12:00+01:00").expect("a time"),
        foot: Foot {
            line: "Sak 2026/0412".into(),
            pages: "side {page} av {pages}".into(),
        },
    }
}

fn report() -> Document {
    Document::report(about("Loggkontroll"))
}
