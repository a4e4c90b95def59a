//! What stays together when pages turn, however far a page is filled before it.

use tilsyn_domain::document::{Block, Column, Level, Signature, Table};

use crate::{foreign, print, report};

/// More lines than a page has, each lower than whatever is to stay together.
const LINES: usize = 54;

/// Prints the blocks below any number of lines: these words stand on one page, which is the first
/// at times and the second at times.
fn check(blocks: &[Block], words: &[&str]) {
    let mut seen = [false; 3];
    for lines in 0..LINES {
        let mut document = report();
        document.push(Block::paragraph("Linje\n".repeat(lines)));
        blocks.iter().for_each(|block| document.push(block.clone()));
        let Some(placed) = foreign::placed_words(&print(&document)) else {
            return;
        };
        let page_of = |text: &&str| placed.iter().find(|word| word.text == *text);
        let mut pages: Vec<usize> = words.iter().filter_map(page_of).map(|w| w.page).collect();
        assert_eq!(pages.len(), words.len(), "all of {words:?}");
        pages.dedup();
        assert_eq!(pages.len(), 1, "{words:?} below {lines} lines");
        seen[pages[0]] = true;
    }
    assert_eq!(seen, [false, true, true], "pages turn somewhere");
}

fn table() -> Table {
    Table::new("Overskrift", [Column::new("Hode", 1)])
        .row(["Første"])
        .row(["Siste"])
        .remark("Merknad")
}

#[test]
fn a_heading_stays_with_the_first_row() {
    let blocks = [Block::heading(Level::One, "Kapittel"), table().into()];
    check(&blocks, &["Kapittel", "Overskrift", "Hode", "Første"]);
}

#[test]
fn a_remark_stays_with_the_last_row() {
    check(&[table().into()], &["Siste", "Merknad"]);
}

#[test]
fn headings_stay_with_headings_and_text() {
    let blocks = [
        Block::heading(Level::One, "Kapittel"),
        Block::heading(Level::Two, "Avsnitt"),
        Block::paragraph("En\nTo\nTre"),
    ];
    check(&blocks, &["Kapittel", "Avsnitt", "En", "To"]);
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    let paragraph = [Block::paragraph("En\nTo\nTre\nFire\nFem")];
    check(&paragraph, &["En", "To"]);
    check(&paragraph, &["Fire", "Fem"]);
}

#[test]
fn a_short_note_is_whole() {
    check(
        &[Block::note("En\nTo\nTre\nFire\nFem")],
        &["En", "Tre", "Fem"],
    );
}

#[test]
fn who_signs_stands_with_what_is_signed() {
    let places = [Signature::new("Jon", "Loggkontrollør")];
    let blocks = [Block::paragraph("Hilsen"), Block::signatures(places)];
    check(&blocks, &["Hilsen", "Jon", "Loggkontrollør"]);
}
