//! Any document can be printed, and no word of it is lost: chance by seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tilsyn_domain::Document;
use tilsyn_domain::document::{
    Align, Block, Column, Letterhead, Level, Signature, Span, Table, Text,
};

use crate::{about, foreign, print};

const DOCUMENTS: u64 = 60;

/// Chance, and the words it has given so far.
struct Author {
    chance: ChaCha8Rng,
    words: Vec<String>,
}

#[test]
fn no_word_of_any_document_is_lost() {
    for seed in 0..DOCUMENTS {
        let mut author = Author {
            chance: ChaCha8Rng::seed_from_u64(seed),
            words: Vec::new(),
        };
        let document = author.document();
        let pdf = print(&document);
        foreign::check(&pdf);
        let Some(pages) = foreign::pages(&pdf) else {
            continue;
        };
        let all = pages.concat().replace(' ', "");
        for word in &author.words {
            assert_eq!(
                all.matches(word).count(),
                1,
                "{word} of the document {seed}"
            );
        }
    }
}

impl Author {
    fn below(&mut self, end: u32) -> u32 {
        self.chance.next_u32() % end
    }

    fn document(&mut self) -> Document {
        let title = self.text(20);
        let mut document = match self.below(2) {
            0 => Document::report(about(&title)),
            _ => {
                let head = self.letterhead();
                Document::letter(about(&title), head)
            }
        };
        if self.below(4) == 0 {
            document = document.landscape();
        }
        for _ in 0..self.below(30) {
            document.push(self.block());
        }
        document
    }

    fn letterhead(&mut self) -> Letterhead {
        Letterhead {
            sender: self.texts(6, 5),
            addressee: self.texts(6, 5),
            place_and_date: self.text(5),
            reference: self.text(5),
        }
    }

    fn block(&mut self) -> Block {
        match self.below(9) {
            0 => Block::heading(Level::One, self.text(12)),
            1 => Block::heading(Level::Three, self.text(12)),
            2 => Block::Paragraph(self.spans()),
            3 => Block::list(self.texts(6, 40)),
            4 => Block::Facts(
                (0..self.below(6))
                    .map(|_| (self.text(6), self.text(30)))
                    .collect(),
            ),
            5 => Block::Note(self.spans()),
            6 => Block::signatures([Signature::new(self.text(4), self.text(4))]),
            7 => Block::PageBreak,
            _ => Block::Table(self.table()),
        }
    }

    fn table(&mut self) -> Table {
        let mut columns = Vec::new();
        for _ in 0..self.below(8) {
            columns.push(Column {
                heading: String::new(),
                weight: u16::try_from(self.below(5)).expect("small"),
                align: [Align::Start, Align::End][self.below(2) as usize],
            });
        }
        let mut table = Table::new(self.text(8), columns).remark(self.text(8));
        for _ in 0..self.below(30) {
            // Where there are no columns, there is no place for cells.
            let cells = match table.columns().len() {
                0 => Vec::new(),
                _ => self.texts(10, 8),
            };
            table.push(cells);
        }
        table
    }

    fn spans(&mut self) -> Text {
        let mut text = Text::default();
        for _ in 0..self.below(5) {
            text.0.push(match self.below(2) {
                0 => Span::Plain(self.text(60)),
                _ => Span::Strong(self.text(20)),
            });
        }
        text
    }

    fn texts(&mut self, count: u32, words: u32) -> Vec<String> {
        (0..self.below(count)).map(|_| self.text(words)).collect()
    }

    /// Words of ASCII that are told apart, and any characters between them.
    fn text(&mut self, words: u32) -> String {
        let mut text = String::new();
        for _ in 0..self.below(words) {
            if self.below(3) == 0 {
                let characters = 0..self.below(4);
                text.extend(characters.filter_map(|_| char::from_u32(self.below(0x11_0000))));
                text.extend(['\n', '\t', '\u{301}', '\0'].get(self.below(9) as usize));
            }
            let word = format!("q{}z", self.words.len());
            text.push_str(&format!(" {word} "));
            self.words.push(word);
        }
        text
    }
}
