//! What a document says is what its file says, in the order of reading.

use tilsyn_domain::Document;
use tilsyn_domain::document::{About, Block, Column, Level, Signature, Table, Text};
use tilsyn_print::{Error, PAGES_MAX, Printer};

use crate::{about, foreign, print, report};

/// Prints a report of one block and compares what the page says between title and foot.
fn check(block: impl Into<Block>, said: &str) {
    let pdf = print(&report().with(block));
    let Some(page) = foreign::page(&pdf) else {
        return;
    };
    let (before, after) = ("Nordvik kommune Loggkontroll", "Sak 2026/0412 side 1 av 1");
    assert_eq!(page, foreign::words(&format!("{before} {said} {after}")));
}

#[test]
fn every_kind_of_block_says_what_it_holds() {
    check(Block::heading(Level::Two, "Sammendrag"), "Sammendrag");
    check(
        Block::paragraph(Text::from("Alt ").strong("17 oppslag").plain(".")),
        "Alt 17 oppslag.",
    );
    check(Block::list(["Ett", "To"]), "• Ett • To");
    check(
        Block::facts([("Periode", "2026"), ("System", "Pasient")]),
        "Periode 2026 System Pasient",
    );
    check(
        Block::note("Sier ingenting om hvem."),
        "Sier ingenting om hvem.",
    );
    let places = [
        Signature::new("Jon Berg", "Loggkontrollør"),
        Signature::new("Siri Bø", ""),
    ];
    check(Block::signatures(places), "Jon Berg Loggkontrollør Siri Bø");
    let columns = [Column::new("Enhet", 2), Column::numbers("Oppslag", 1)];
    let table = Table::new("Per enhet", columns)
        .row(["Legevakten", "17"])
        .remark("Alle.");
    check(table, "Per enhet Enhet Oppslag Legevakten 17 Alle.");
}

#[test]
fn a_document_that_says_nothing_is_a_page() {
    let nothing = About {
        title: String::new(),
        author: String::new(),
        ..about("")
    };
    let pdf = print(&Document::report(nothing));
    foreign::check(&pdf);
    if let Some(page) = foreign::page(&pdf) {
        assert_eq!(page, "– Sak 2026/0412 side 1 av 1");
    }
}

#[test]
fn blocks_that_say_nothing_leave_no_trace() {
    check(Block::paragraph(""), "");
    check(Block::paragraph(" \u{200b}\n"), "");
    check(Block::heading(Level::One, ""), "");
    check(Block::list(["", " "]), "");
    check(Block::note(""), "");
    check(Block::facts::<String, String>([]), "");
    check(Block::signatures([]), "");
    check(Block::PageBreak, "");
}

#[test]
fn letters_of_the_north_are_shown_as_they_are() {
    let text = "ÆØÅ æøå ÄÖ äö ÐÞ ðþ ÁÉÍÓÚÝ Čč Đđ Ŋŋ Šš Ŧŧ Žž – « » € § ½ №";
    check(Block::paragraph(text), text);
    let greek_and_cyrillic = "Ευρυδίκη Наталья";
    check(Block::paragraph(greek_and_cyrillic), greek_and_cyrillic);
}

#[test]
fn characters_that_the_fonts_lack_are_numbered() {
    check(
        Block::paragraph("😀 王 שלום"),
        "[U+1F600] [U+738B] [U+05E9][U+05DC][U+05D5][U+05DD]",
    );
    check(Block::paragraph("a\u{202e}b\0c\u{e000}"), "abc[U+E000]");
}

#[test]
fn signs_stay_the_signs_they_are() {
    // Inter would make an arrow and a multiplication sign of them.
    check(
        Block::paragraph("a -> b, 3x4, f(x) != 1"),
        "a -> b, 3x4, f(x) != 1",
    );
}

#[test]
fn the_same_document_is_the_same_file() {
    let document = report().with(Block::paragraph("Ett avsnitt"));
    let other = Printer::new()
        .expect("fonts")
        .print(&document)
        .expect("a file");
    assert!(print(&document) == other);
    let mut later = document.clone();
    later.about.written.at.0 += 1_000_000;
    assert!(print(&document) != print(&later));
}

#[test]
fn a_file_has_so_many_pages_and_no_more() {
    let pages = |count: usize| {
        let mut document = report();
        for page in 1..count {
            document.push(Block::PageBreak);
            document.push(Block::paragraph(page.to_string()));
        }
        document
    };
    let pdf = print(&pages(PAGES_MAX));
    if let Some(printed) = foreign::pages(&pdf) {
        assert_eq!(printed.len(), PAGES_MAX);
        assert!(printed[PAGES_MAX - 1].ends_with("side 2000 av 2000"));
    }
    let one_more = crate::PRINTER.print(&pages(PAGES_MAX + 1));
    assert!(matches!(one_more, Err(Error::TooManyPages)));
}

#[test]
fn threads_share_a_printer() {
    fn shared<T: Send + Sync>() {}
    shared::<Printer>();
}
