//! What screen readers and archives find beside the text.

use tilsyn_domain::Document;
use tilsyn_domain::document::{Block, Column, Level, Table, Text};

use crate::{about, foreign, print, report};

#[test]
fn the_tree_says_what_everything_is() {
    let columns = [Column::new("Enhet", 1), Column::new("Oppslag", 1)];
    let document = report()
        .with(Block::heading(Level::One, "Funn"))
        .with(Block::paragraph(
            Text::from("Alt ").strong("bra").plain("."),
        ))
        .with(Block::list(["Ett"]))
        .with(Table::new("Per enhet", columns).row(["Legevakten", ""]));
    let Some(tree) = foreign::structure(&print(&document)) else {
        return;
    };
    let expected = r#"
Document
  P
    "Nordvik kommune"
  H1
    "Loggkontroll"
  H2
    "Funn"
  P
    "Alt "
    Span
      "bra"
    "."
  L
     /ListNumbering /Disc
    LI
      Lbl
        "•"
      LBody
        "Ett"
  Table
    Caption
      "Per enhet"
    THead
      TR
        TH
           /Scope /Column
          "Enhet"
        TH
           /Scope /Column
          "Oppslag"
    TBody
      TR
        TD
          "Legevakten"
        TD
"#;
    assert_eq!(format!("\n{tree}"), expected);
}

#[test]
fn what_is_repeated_is_read_once() {
    let mut table = Table::new("", [Column::new("Hodet", 1)]);
    (0..200).for_each(|row| table.push([format!("r{row}")]));
    let pdf = print(&report().with(table));
    let (Some(tree), Some(pages)) = (foreign::structure(&pdf), foreign::pages(&pdf)) else {
        return;
    };
    assert!(pages.len() > 2);
    assert_eq!(tree.matches("Hodet").count(), 1);
    assert_eq!(tree.matches("Sak 2026/0412").count(), 0);
}

#[test]
fn a_cell_on_several_pages_is_one_cell() {
    let words: Vec<String> = (0..2000).map(|number| format!("w{number}")).collect();
    let table = Table::new("", [Column::new("Hodet", 1)]).row([words.join(" ")]);
    let Some(tree) = foreign::structure(&print(&report().with(table))) else {
        return;
    };
    assert_eq!(tree.matches("TD\n").count(), 1);
    assert_eq!(
        foreign::words(&tree.replace('"', " "))
            .matches(" w1999")
            .count(),
        1
    );
}

#[test]
fn a_paragraph_is_one_piece_a_page() {
    let pieces = |text: &str| {
        let file = foreign::unpacked(&print(&report().with(Block::paragraph(text))))?;
        Some(file.matches("/MCID").count())
    };
    let (Some(one), Some(wrapped)) = (pieces("Kort"), pieces(&"lang ".repeat(100))) else {
        return;
    };
    // The author, the title and the paragraph.
    assert_eq!((one, wrapped), (3, 3));
}

#[test]
fn headings_never_skip_a_step() {
    let document = report()
        .with(Block::heading(Level::Three, "a"))
        .with(Block::heading(Level::Three, "b"))
        .with(Block::heading(Level::One, "c"));
    let Some(tree) = foreign::structure(&print(&document)) else {
        return;
    };
    let headings = tree
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with('H'));
    assert_eq!(headings.collect::<Vec<_>>(), ["H1", "H2", "H3", "H2"]);
}

#[test]
fn the_file_says_what_it_keeps_and_what_it_is_called() {
    let pdf = print(&Document::report(about("Loggkontroll <3. kvartal> & så")));
    let (Some(metadata), Some(file)) = (foreign::metadata(&pdf), foreign::unpacked(&pdf)) else {
        return;
    };
    for said in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "Loggkontroll &lt;3. kvartal&gt; &amp; så",
        "2026-11-23T09:12:00+01:00",
    ] {
        assert!(metadata.contains(said), "{said}: {metadata}");
    }
    for said in ["/Lang (nb)", "/DisplayDocTitle true", "/Marked true"] {
        assert!(file.contains(said), "{said}");
    }
}

#[test]
fn headings_are_bookmarks() {
    let document = report()
        .with(Block::heading(Level::One, "Første"))
        .with(Block::heading(Level::Two, "Under"))
        .with(Block::PageBreak)
        .with(Block::heading(Level::One, "Andre"));
    if let Some(bookmarks) = foreign::bookmarks(&print(&document)) {
        let expected = "Loggkontroll 1\n  Første 1\n    Under 1\n  Andre 2\n";
        assert_eq!(bookmarks, expected);
    }
}
