//! The archive's words: source systems, elements, documents, units and sets of units, numbered.
//!
//! Numbers are given once and never change. Not here: people and accounts, who stand in the vault
//! alone, and the file (`words_file`).

use std::collections::HashMap;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

use crate::error::{ArchiveError, Result};

/// Words of one field, or sets of units.
pub(crate) const WORDS_MAX: u32 = u32::MAX - 2;

/// What a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    Source,
    Application,
    Element,
    Screen,
    Tab,
    Report,
    /// Source and document, with 0x1F between: a document is one of its source.
    Document,
    Unit,
    /// PC name and network address, with 0x1F between.
    Client,
    Server,
}

const FIELDS: usize = 10;

/// In the order of their numbers.
const FIELD_NAMES: [Field; FIELDS] = [
    Field::Source,
    Field::Application,
    Field::Element,
    Field::Screen,
    Field::Tab,
    Field::Report,
    Field::Document,
    Field::Unit,
    Field::Client,
    Field::Server,
];

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Word(Field, String),
    UnitSet(Vec<u32>),
}

/// Texts one after the other, found by hash.
#[derive(Default)]
struct WordList {
    text: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl WordList {
    fn text(&self, code: u32) -> &str {
        let Some(place) = (code as usize).checked_sub(1) else {
            return "";
        };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[place]]
    }

    fn find(&self, word: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(word);
        self.table
            .find(hash, |code| self.text(*code) == word)
            .copied()
    }

    fn push(&mut self, word: &str) -> u32 {
        self.text.push_str(word);
        self.ends.push(self.text.len());
        let code = u32::try_from(self.ends.len()).expect("checked against WORDS_MAX");
        let hash = self.hasher.hash_one(word);
        let (text, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        self.table.insert_unique(hash, code, |code| {
            let place = *code as usize - 1;
            let start = place.checked_sub(1).map_or(0, |before| ends[before]);
            hasher.hash_one(&text[start..ends[place]])
        });
        code
    }
}

/// All words and sets of units.
pub(crate) struct Words {
    lists: [WordList; FIELDS],
    sets: Vec<Box<[u32]>>,
    set_codes: HashMap<Box<[u32]>, u32>,
    /// Lines not yet in the file.
    waiting: Vec<u8>,
}

impl Words {
    pub(crate) fn new() -> Words {
        Words {
            lists: Default::default(),
            sets: vec![Box::from([])],
            set_codes: HashMap::from([(Box::from([]), 0)]),
            waiting: Vec::new(),
        }
    }

    /// Takes in lines of the file; false if one cannot be read.
    pub(crate) fn take_lines(&mut self, lines: &[u8]) -> bool {
        let mut lines = lines
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        lines.all(|line| match serde_json::from_slice(line) {
            Ok(Line::Word(field, word)) => {
                self.lists[field as usize].push(&word);
                true
            }
            Ok(Line::UnitSet(set)) => {
                self.push_set(set.into_boxed_slice());
                true
            }
            Err(_) => false,
        })
    }

    /// Lines that are not yet in the file.
    pub(crate) fn waiting(&self) -> &[u8] {
        &self.waiting
    }

    /// What waited is in the file now.
    pub(crate) fn are_saved(&mut self) {
        self.waiting.clear();
    }

    /// All words and sets of units, in lines whose order gives the same numbers.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        let words = self
            .lists
            .iter()
            .zip(FIELD_NAMES)
            .flat_map(|(list, field)| {
                let codes = 1..=u32::try_from(list.ends.len()).expect("checked against WORDS_MAX");
                codes.map(move |code| Line::Word(field, list.text(code).to_owned()))
            });
        let sets = self.sets.iter().skip(1);
        let sets = sets.map(|set| Line::UnitSet(set.to_vec()));
        words
            .chain(sets)
            .map(|line| serde_json::to_string(&line).expect("words are plain JSON"))
    }

    fn wait(&mut self, line: &Line) {
        let text = serde_json::to_vec(line).expect("words are plain JSON");
        self.waiting.extend_from_slice(&text);
        self.waiting.push(b'\n');
    }

    pub(crate) fn find(&self, field: Field, word: &str) -> Option<u32> {
        self.lists[field as usize].find(word)
    }

    /// The number of a word, given now if it has none.
    pub(crate) fn add(&mut self, field: Field, word: &str) -> Result<u32> {
        if let Some(code) = self.find(field, word) {
            return Ok(code);
        }
        if self.lists[field as usize].ends.len() >= WORDS_MAX as usize {
            let max = u64::from(WORDS_MAX);
            return Err(ArchiveError::Limit { what: "words", max });
        }
        self.wait(&Line::Word(field, word.to_owned()));
        Ok(self.lists[field as usize].push(word))
    }

    /// The number of a set of units, given now if it has none. Sorts the codes.
    pub(crate) fn add_set(&mut self, mut units: Vec<u32>) -> u32 {
        units.sort_unstable();
        units.dedup();
        if let Some(code) = self.set_codes.get(units.as_slice()) {
            return *code;
        }
        self.wait(&Line::UnitSet(units.clone()));
        self.push_set(units.into_boxed_slice());
        u32::try_from(self.sets.len() - 1).expect("there are fewer sets than rows")
    }

    fn push_set(&mut self, set: Box<[u32]>) {
        let code = u32::try_from(self.sets.len()).expect("there are fewer sets than rows");
        self.set_codes.insert(set.clone(), code);
        self.sets.push(set);
    }

    pub(crate) fn text(&self, field: Field, code: u32) -> &str {
        self.lists[field as usize].text(code)
    }

    /// How many words a field has, 0 included.
    pub(crate) fn codes(&self, field: Field) -> usize {
        self.lists[field as usize].ends.len() + 1
    }

    pub(crate) fn sets(&self) -> &[Box<[u32]>] {
        &self.sets
    }

    /// The units of a set as texts, sorted bytewise.
    pub(crate) fn set_texts(&self, set: u32) -> Vec<&str> {
        let units = self.sets[set as usize].iter();
        let mut texts: Vec<&str> = units.map(|unit| self.text(Field::Unit, *unit)).collect();
        texts.sort_unstable();
        texts
    }
}

/// Source and document as one word.
pub(crate) fn document_word(source: &str, document: &str) -> String {
    format!("{source}\u{1f}{document}")
}

/// PC name and network address of a word that names a client.
pub(crate) fn client_parts(word: &str) -> [&str; 2] {
    let (host, address) = word.split_once('\u{1f}').unwrap_or((word, ""));
    [host, address]
}
