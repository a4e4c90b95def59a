//! The archive's words: source systems, elements, documents, units and sets of units, numbered.
//!
//! Numbers are given once and never change; the file is only appended to, and the manifest says
//! up to where it counts. Not here: people and accounts, who stand in the vault alone.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};
use tilsyn_durable::DurableFile;

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

/// Up to where the file of words counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WordsSaved {
    pub(crate) bytes: u64,
    pub(crate) crc32c: u32,
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

    /// Reads the file up to where the manifest says; what follows is left from a crash.
    pub(crate) fn open(folder: &Path, saved: WordsSaved) -> Result<Words> {
        let path = file_of(folder);
        let mut words = Words::new();
        if saved.bytes == 0 {
            return Ok(words);
        }
        let file = DurableFile::open(&path)?;
        if file.length()? < saved.bytes {
            return Err(ArchiveError::damaged(&path, "it is cut short"));
        }
        let mut bytes = vec![0; usize::try_from(saved.bytes).expect("words fit in memory")];
        file.read_at(0, &mut bytes)?;
        if crc32c::crc32c(&bytes) != saved.crc32c {
            return Err(ArchiveError::damaged(&path, "its checksum is wrong"));
        }
        for line in bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
        {
            match serde_json::from_slice(line) {
                Ok(Line::Word(field, word)) => {
                    words.lists[field as usize].push(&word);
                }
                Ok(Line::UnitSet(set)) => words.push_set(set.into_boxed_slice()),
                Err(_) => return Err(ArchiveError::damaged(&path, "a line cannot be read")),
            }
        }
        words.waiting.clear();
        Ok(words)
    }

    /// Appends what is new to the file and says up to where it counts now.
    pub(crate) fn save(&mut self, folder: &Path, saved: WordsSaved) -> Result<WordsSaved> {
        if self.waiting.is_empty() {
            return Ok(saved);
        }
        let path = file_of(folder);
        let file = if path.exists() {
            DurableFile::open(&path)?
        } else {
            let file = DurableFile::create_new(&path)?;
            tilsyn_durable::sync_folder(folder)?;
            file
        };
        // What a crash left behind the part that counts is written over.
        file.set_length(saved.bytes)?;
        file.write_at(saved.bytes, &self.waiting)?;
        file.sync()?;
        let now = WordsSaved {
            bytes: saved.bytes + self.waiting.len() as u64,
            crc32c: crc32c::crc32c_append(saved.crc32c, &self.waiting),
        };
        self.waiting.clear();
        Ok(now)
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

fn file_of(folder: &Path) -> PathBuf {
    folder.join("words.ndjson")
}
