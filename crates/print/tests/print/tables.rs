//! Tables: on many pages, with cells of any size.

use tilsyn_domain::document::{Block, Column, Table};

use crate::{foreign, print, report};

/// Where text may stand on paper that is upright, in points.
const LEFT: f32 = 62.0;
const RIGHT: f32 = 533.0;

fn columns(names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| Column::new(*name, 1)).collect()
}

#[test]
fn every_row_is_there_once_and_every_page_has_the_head() {
    let mut table = Table::new("", columns(&["c1", "c2", "c3", "c4", "c5", "c6"]));
    for row in 0..1500 {
        table.push((1..=6).map(|column| format!("r{row}k{column}")));
    }
    let pdf = print(&report().with(table));
    foreign::check(&pdf);
    let Some(pages) = foreign::pages(&pdf) else {
        return;
    };
    let rows_on = |page: &String| page.matches("k1 ").count();
    let full = rows_on(&pages[1]);
    assert!(full > 30, "rows of one line fill a page");
    assert_eq!(pages.len(), (1500 - rows_on(&pages[0])).div_ceil(full) + 1);
    let mut cells = Vec::new();
    for page in &pages {
        assert_eq!(page.matches("c1 c2 c3 c4 c5 c6").count(), 1, "{page}");
        cells.extend(page.split(' ').filter(|word| word.starts_with('r')));
    }
    let expected = (0..1500).flat_map(|row| (1..=6).map(move |column| format!("r{row}k{column}")));
    assert_eq!(cells, expected.collect::<Vec<_>>());
}

#[test]
fn a_table_without_rows_is_its_head() {
    let table = Table::new("Ingen", columns(&["Enhet", "Oppslag"])).remark("Det var ingen.");
    let pdf = print(&report().with(table));
    foreign::check(&pdf);
    if let Some(page) = foreign::page(&pdf) {
        assert!(
            page.contains("Ingen Enhet Oppslag Det var ingen."),
            "{page}"
        );
    }
}

#[test]
fn a_table_without_columns_is_its_words() {
    let pdf = print(&report().with(Table::new("Ingen", []).remark("Det var ingen.")));
    if let Some(page) = foreign::page(&pdf) {
        assert!(page.contains("Ingen Det var ingen."), "{page}");
    }
}

#[test]
fn long_words_stay_in_their_cell() {
    let id = "0123456789".repeat(20);
    let address = format!("https://nordvik.example/{}", "sak/".repeat(40));
    let table = Table::new("", columns(&["a", "b", "c"])).row([&id, &address, &id]);
    let pdf = print(&report().with(table).with(Block::paragraph(id.as_str())));
    let Some(words) = foreign::placed_words(&pdf) else {
        return;
    };
    assert!(
        words
            .iter()
            .all(|word| word.left > LEFT && word.right < RIGHT),
        "{words:?}"
    );
    let page = foreign::page(&pdf)
        .expect("poppler is there")
        .replace(' ', "");
    assert_eq!(page.matches(&id).count(), 3);
    assert_eq!(page.matches(&address).count(), 1);
}

#[test]
fn a_cell_that_is_higher_than_a_page_goes_on() {
    let words: Vec<String> = (0..4000).map(|number| format!("w{number}")).collect();
    let table = Table::new("", columns(&["kort", "lang"])).row(["før".to_owned(), words.join(" ")]);
    let pdf = print(&report().with(table));
    foreign::check(&pdf);
    let Some(pages) = foreign::pages(&pdf) else {
        return;
    };
    assert!(pages.len() > 5);
    assert!(pages.iter().skip(1).all(|page| page.contains("kort lang")));
    let all = pages.join(" ");
    let found: Vec<&str> = all.split(' ').filter(|word| is_numbered(word)).collect();
    assert_eq!(found, words);
}

fn is_numbered(word: &str) -> bool {
    word.strip_prefix('w')
        .is_some_and(|number| number.parse::<u16>().is_ok())
}

#[test]
fn a_head_that_is_higher_than_a_page_is_shown_once() {
    let head = "kolonne ".repeat(3000);
    let table = Table::new("", columns(&[&head, "b"])).row(["x", "y"]);
    let pdf = print(&report().with(table));
    foreign::check(&pdf);
    if let Some(pages) = foreign::pages(&pdf) {
        assert_eq!(pages.join(" ").matches("kolonne").count(), 3000);
    }
}

#[test]
fn numbers_end_below_each_other() {
    let columns = [Column::new("Enhet", 3), Column::numbers("Oppslag", 1)];
    let numbers = ["7", "88", "1111", "90001"];
    let mut table = Table::new("", columns);
    for number in numbers {
        table.push(["enhet", number]);
    }
    let Some(words) = foreign::placed_words(&print(&report().with(table))) else {
        return;
    };
    let cells = words
        .iter()
        .filter(|word| numbers.contains(&word.text.as_str()));
    let ends: Vec<f32> = cells.map(|word| word.right).collect();
    assert_eq!(ends.len(), numbers.len());
    assert!(
        ends.iter().all(|end| (end - ends[0]).abs() < 0.1),
        "{ends:?}"
    );
}

#[test]
fn headings_of_columns_stand_on_one_line() {
    let table = Table::new("", columns(&["Kort", "En\nlang"])).row(["a", "b"]);
    let Some(words) = foreign::placed_words(&print(&report().with(table))) else {
        return;
    };
    let bottom = |text: &str| {
        words
            .iter()
            .find(|word| word.text == text)
            .map(|w| w.bottom)
    };
    assert!(bottom("Kort").is_some());
    assert_eq!(bottom("Kort"), bottom("lang"));
    assert_ne!(bottom("Kort"), bottom("En"));
}
