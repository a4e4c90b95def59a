//! Keys met so far: whether a row stands in its file already.
//!
//! Only the places of rows are kept; the rows themselves are asked for their keys.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use tilsyn_domain::Refusal;
use tilsyn_domain::directory::Keyed;

/// What became of a row that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    Added,
    /// It stood there before, word for word.
    Duplicate,
}

/// The keys of one file's rows.
#[derive(Default)]
pub(super) struct Keys {
    hasher: DefaultHashBuilder,
    places: HashTable<usize>,
}

impl Keys {
    /// Puts a row behind the others, unless its key stands there.
    pub(super) fn place<T: Keyed>(&mut self, row: T, rows: &mut Vec<T>) -> Result<Placed, Refusal> {
        if let Some(placed) = self.known(&row, rows)? {
            return Ok(placed);
        }
        let hasher = &self.hasher;
        let hash = hasher.hash_one(row.key());
        rows.push(row);
        self.places.insert_unique(hash, rows.len() - 1, |place| {
            hasher.hash_one(rows[*place].key())
        });
        Ok(Placed::Added)
    }

    /// Whether the row is a duplicate; refused if its key stands there with other content.
    pub(super) fn known<T: Keyed>(&self, row: &T, rows: &[T]) -> Result<Option<Placed>, Refusal> {
        let hash = self.hasher.hash_one(row.key());
        let same = |place: &usize| rows[*place].key() == row.key();
        match self.places.find(hash, same).map(|place| &rows[*place]) {
            None => Ok(None),
            Some(known) if known == row => Ok(Some(Placed::Duplicate)),
            Some(_) => Err(Refusal::SameKeyTwice),
        }
    }
}
