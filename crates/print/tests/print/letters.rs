//! Letters: what the window of an envelope shows, and what it must not.

use tilsyn_domain::Document;
use tilsyn_domain::document::{Block, Letterhead};

use crate::foreign::{self, Word};
use crate::{about, print};

/// Points of so many millimetres.
fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// From the baseline of an addressee to the lower edge of what poppler takes for a word.
const DESCENT: f32 = 2.42;

fn letter(head: Letterhead) -> Document {
    Document::letter(about("Hvem som har sett på deg"), head).with(Block::paragraph("Svaret."))
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn head() -> Letterhead {
    Letterhead {
        sender: lines(&[
            "Nordvik kommune",
            "Postboks 14",
            "8399 Nordvik",
            "Telefon",
            "Epost",
        ]),
        addressee: lines(&[
            "Mottaker1",
            "Mottaker2",
            "Mottaker3",
            "Mottaker4",
            "Mottaker5",
        ]),
        place_and_date: "Nordvik, 23. november 2026".into(),
        reference: "Vår ref.: 2026/0412".into(),
    }
}

/// Whether a word touches a part of the paper: from the left, from the top, in millimetres.
fn touches(word: &Word, across: (f32, f32), down: (f32, f32)) -> bool {
    let in_width = word.right > mm(across.0) && word.left < mm(across.1);
    in_width && word.bottom > mm(down.0) && word.top < mm(down.1)
}

#[test]
fn a_window_on_the_left_shows_the_addressee_and_no_secret() {
    let Some(words) = foreign::placed_words(&print(&letter(head()))) else {
        return;
    };
    // Wherever the paper slides to in its envelope.
    let is_addressee = |word: &&Word| word.text.starts_with("Mottaker");
    let addressee: Vec<&Word> = words.iter().filter(is_addressee).collect();
    assert_eq!(addressee.len(), 5);
    for word in addressee {
        assert!(word.left >= mm(15.0) && word.right <= mm(101.0), "{word:?}");
        assert!(
            word.top >= mm(44.0) && word.bottom <= mm(65.5) + DESCENT,
            "{word:?}"
        );
    }
    let may_show = words
        .iter()
        .filter(|word| touches(word, (0.0, 120.0), (30.5, 79.0)));
    let others: Vec<&Word> = may_show.filter(|word| !is_addressee(word)).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn a_letterhead_is_read_from_sender_to_reference() {
    let pdf = print(&letter(head()));
    foreign::check(&pdf);
    if let Some(page) = foreign::page(&pdf) {
        let said = "Nordvik kommune Postboks 14 8399 Nordvik Telefon Epost Mottaker1 Mottaker2 \
            Mottaker3 Mottaker4 Mottaker5 Nordvik, 23. november 2026 Vår ref.: 2026/0412 \
            Hvem som har sett på deg Svaret. Sak 2026/0412 side 1 av 1";
        assert_eq!(page, said);
    }
}

#[test]
fn parts_of_a_letterhead_never_cover_each_other() {
    let long = Letterhead {
        sender: vec!["Kommunen".into(); 12],
        addressee: vec!["Mottaker".into(); 9],
        place_and_date: "Nordvik ".repeat(20),
        reference: "Referanse ".repeat(20),
    };
    let Some(words) = foreign::placed_words(&print(&letter(long))) else {
        return;
    };
    for (at, one) in words.iter().enumerate() {
        for other in &words[..at] {
            let across = one.left < other.right && other.left < one.right;
            // Lines are closer than poppler's boxes are high.
            let down = (one.top - other.top).abs() < 6.0;
            assert!(!(across && down), "{one:?} {other:?}");
        }
    }
}

#[test]
fn a_letterhead_without_end_is_paragraphs() {
    let endless = Letterhead {
        addressee: (0..300).map(|line| format!("m{line}")).collect(),
        ..head()
    };
    let Some(pages) = foreign::pages(&print(&letter(endless))) else {
        return;
    };
    let all = format!(" {} ", pages.join(" "));
    assert!(pages.len() > 3);
    assert!((0..300).all(|line| all.matches(&format!(" m{line} ")).count() == 1));
}
