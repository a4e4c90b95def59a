//! The file of words: appended to in parts, each sealed with a key of its own.
//!
//! One rule: a part never changes, and each is bound to the tag of the one before, so that the
//! tag of the last, which the manifest keeps, stands for all of them. What follows the part that
//! counts is left from a crash and is written over, with another key. Not here: what the words
//! mean (`words`).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tilsyn_durable::DurableFile;

use crate::error::{ArchiveError, Result};
use crate::home::Home;
use crate::manifest::Manifest;
use crate::seal::{ArchiveKey, Hash, SALT_BYTES, Seal, TAG_BYTES, new_salt};
use crate::words::Words;

/// Salt, length of what is sealed.
const HEAD_BYTES: usize = SALT_BYTES + 8;

/// Up to where the file counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WordsSaved {
    pub(crate) bytes: u64,
    /// Of the last part.
    tag: [u8; TAG_BYTES],
}

impl WordsSaved {
    /// The seal of the part that follows.
    fn seal_after(&self, home: &Home, head: &[u8; HEAD_BYTES]) -> Seal {
        let mut hash = Hash::new();
        hash.feed(head);
        hash.feed(&self.tag);
        Seal::new(&home.key, &hash.finish(), "words", self.bytes)
    }

    /// After one more part.
    fn and(&self, content: usize, tag: [u8; TAG_BYTES]) -> WordsSaved {
        WordsSaved {
            bytes: self.bytes + (HEAD_BYTES + content + TAG_BYTES) as u64,
            tag,
        }
    }
}

fn file_of(home: &Home) -> PathBuf {
    home.folder.join("words.sealed")
}

/// Reads the words up to where the manifest says.
pub(crate) fn read(home: &Home, saved: WordsSaved) -> Result<Words> {
    let mut words = Words::new();
    if saved.bytes == 0 {
        return Ok(words);
    }
    let path = file_of(home);
    let file = DurableFile::open_to_read(&path)?;
    if file.length()? < saved.bytes {
        return Err(ArchiveError::damaged(&path, "it is cut short"));
    }
    let mut read = WordsSaved::default();
    while read.bytes < saved.bytes {
        let (content, now) = read_part(home, &file, read, saved.bytes)?;
        if !words.take_lines(&content) {
            return Err(ArchiveError::damaged(&path, "a line cannot be read"));
        }
        read = now;
    }
    if read == saved {
        Ok(words)
    } else {
        Err(ArchiveError::damaged(&path, "its last part is another one"))
    }
}

fn read_part(
    home: &Home,
    file: &DurableFile,
    before: WordsSaved,
    end: u64,
) -> Result<(Vec<u8>, WordsSaved)> {
    let altered = || ArchiveError::damaged(file.path(), "it was altered");
    let left = (end - before.bytes).checked_sub((HEAD_BYTES + TAG_BYTES) as u64);
    let mut head = [0; HEAD_BYTES];
    file.read_at(before.bytes, &mut head)?;
    let length = u64::from_le_bytes(*head.last_chunk().expect("a head is longer"));
    if left.is_none_or(|left| length > left) {
        return Err(altered());
    }
    let length = usize::try_from(length).expect("words fit in memory");
    let mut sealed = vec![0; length + TAG_BYTES];
    file.read_at(before.bytes + HEAD_BYTES as u64, &mut sealed)?;
    let mut content = vec![0; length];
    (before.seal_after(home, &head))
        .open(0, 0, &sealed, &mut content)
        .map_err(|_| altered())?;
    let tag = sealed.last_chunk().expect("a tag was read");
    Ok((content, before.and(length, *tag)))
}

/// Appends what is new to the file and says up to where it counts now.
pub(crate) fn save(words: &mut Words, home: &Home, saved: WordsSaved) -> Result<WordsSaved> {
    if words.waiting().is_empty() {
        return Ok(saved);
    }
    let path = file_of(home);
    let file = if path.exists() {
        DurableFile::open(&path)?
    } else {
        let file = DurableFile::create_new(&path)?;
        tilsyn_durable::sync_folder(&home.folder)?;
        file
    };
    let mut content = words.waiting().to_vec();
    let mut head = [0; HEAD_BYTES];
    head[..SALT_BYTES].copy_from_slice(&new_salt().0);
    head[SALT_BYTES..].copy_from_slice(&(content.len() as u64).to_le_bytes());
    let tag = saved.seal_after(home, &head).seal(0, 0, &mut content);
    let now = saved.and(content.len(), tag);
    file.set_length(saved.bytes)?;
    file.write_at(saved.bytes, &[&head, &content[..], &tag].concat())?;
    file.sync()?;
    words.are_saved();
    Ok(now)
}

/// The words that the segments on the disk name, for tools that are given the Parquet key.
pub struct SavedWords(Words);

impl SavedWords {
    /// Reads them beside an archive that may be open; none where there is no archive.
    ///
    /// # Errors
    /// When a file is damaged or cannot be read.
    pub fn read(folder: &Path, key: &ArchiveKey) -> Result<SavedWords> {
        let home = Home {
            folder: folder.to_path_buf(),
            key: key.clone(),
        };
        let saved = Manifest::read(&home)?.map(|manifest| manifest.words);
        Ok(SavedWords(read(&home, saved.unwrap_or_default())?))
    }

    /// A line of JSON for each word or set of units, in the order of their numbers.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.0.lines()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Field;

    /// Two parts, and how much counts after each.
    fn two_parts(home: &Home, second: &str) -> [WordsSaved; 2] {
        let mut words = Words::new();
        words.add(Field::Element, "diagnosis").expect("room");
        let one = save(&mut words, home, WordsSaved::default()).expect("saves");
        words.add(Field::Element, second).expect("room");
        words.add_set(vec![3, 1]);
        [one, save(&mut words, home, one).expect("saves")]
    }

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home {
            folder: folder.path().to_path_buf(),
            key: ArchiveKey::new(&[1; 32]),
        };
        (folder, home)
    }

    #[test]
    fn what_was_saved_is_read_and_nothing_stands_there_in_plain_text() {
        let (_folder, home) = home();
        let [_, saved] = two_parts(&home, "medication");
        let words = read(&home, saved).expect("reads");
        assert_eq!(words.text(Field::Element, 2), "medication");
        assert_eq!(words.sets(), [Box::from([]), Box::<[u32]>::from([1, 3])]);
        assert!(words.waiting().is_empty());
        let bytes = std::fs::read(file_of(&home)).expect("a file");
        let has = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
        assert!(!has(b"diagnosis") && !has(b"medication") && !has(b"word"));
    }

    #[test]
    fn a_part_of_another_file_of_the_same_archive_does_not_fit() {
        let (_one, of_one) = home();
        let (_two, of_two) = home();
        let [first, saved] = two_parts(&of_one, "medication");
        let other = two_parts(&of_two, "allergies!");
        assert_eq!((first.bytes, saved.bytes), (other[0].bytes, other[1].bytes));
        let cut = usize::try_from(first.bytes).expect("small");
        let mut bytes = std::fs::read(file_of(&of_one)).expect("a file");
        let foreign = std::fs::read(file_of(&of_two)).expect("a file");
        bytes[cut..].copy_from_slice(&foreign[cut..]);
        tilsyn_durable::write_atomically(&file_of(&of_one), &bytes).expect("writes");
        assert!(read(&of_one, saved).is_err());
        // The first part alone, and the whole other file, open, but are not what counts.
        assert!(read(&of_one, first).is_ok());
        tilsyn_durable::write_atomically(&file_of(&of_one), &foreign).expect("writes");
        assert!(read(&of_one, saved).is_err());
        assert!(read(&of_one, other[1]).is_ok());
    }

    #[test]
    fn what_a_crash_left_is_written_over_with_another_key() {
        let (_folder, home) = home();
        let [first, _] = two_parts(&home, "medication");
        let left = std::fs::read(file_of(&home)).expect("a file");
        let mut words = read(&home, first).expect("reads");
        words.add(Field::Element, "medication").expect("room");
        words.add_set(vec![3, 1]);
        let saved = save(&mut words, &home, first).expect("saves");
        let now = std::fs::read(file_of(&home)).expect("a file");
        assert_eq!(left.len(), now.len());
        let cut = usize::try_from(first.bytes).expect("small");
        let same = (left.iter().zip(&now).skip(cut)).filter(|(one, other)| one == other);
        assert!(same.count() < 30, "the same words look the same");
        assert!(read(&home, saved).is_ok());
    }
}
