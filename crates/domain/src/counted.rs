//! Lists too long to write out: counted once, read in pieces.
//!
//! A million people looked up are a million names and ids, of which a page shows fifty. Here the
//! numbers of all lines are at hand for sorting, and a line is written out when it is asked for.

use std::collections::BTreeSet;

use crate::question::{PictureLine, SubjectLine};

/// A list whose numbers are at hand and whose lines are written out one by one.
///
/// Places run from 0 and mean the same line as long as the value lives.
pub trait Counted: Send + Sync {
    type Line: Send;
    /// Columns with numbers.
    type Column: Copy + Send + Sync;

    fn len(&self) -> usize;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// # Panics
    /// Beyond the end of the list, and so for the two below.
    fn number(&self, place: usize, column: Self::Column) -> u64;

    /// The unit that the line names, where lines have units.
    fn unit(&self, place: usize) -> Option<String>;

    /// Every unit that a line names.
    fn units(&self) -> BTreeSet<String> {
        let units = (0..self.len()).filter_map(|place| self.unit(place));
        units.collect()
    }

    /// `None` where the person was erased after the count.
    fn line(&self, place: usize) -> Option<Self::Line>;
}

/// Numbers of a person looked up (H8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectColumn {
    Lookups,
    Users,
    Units,
}

/// Numbers of a picture or document (H8.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureColumn {
    Lookups,
    Users,
    MaxByOneUser,
}

/// People looked up, counted.
pub type CountedSubjects = dyn Counted<Line = SubjectLine, Column = SubjectColumn>;

/// Pictures and documents, counted.
pub type CountedPictures = dyn Counted<Line = PictureLine, Column = PictureColumn>;

/// A short list is its own lines.
impl Counted for Vec<SubjectLine> {
    type Line = SubjectLine;
    type Column = SubjectColumn;

    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn number(&self, place: usize, column: SubjectColumn) -> u64 {
        let line = &self[place];
        match column {
            SubjectColumn::Lookups => line.lookups,
            SubjectColumn::Users => line.users,
            SubjectColumn::Units => line.units,
        }
    }

    fn unit(&self, place: usize) -> Option<String> {
        self[place].unit.clone()
    }

    fn line(&self, place: usize) -> Option<SubjectLine> {
        Some(self[place].clone())
    }
}

/// A short list is its own lines.
impl Counted for Vec<PictureLine> {
    type Line = PictureLine;
    type Column = PictureColumn;

    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn number(&self, place: usize, column: PictureColumn) -> u64 {
        let line = &self[place];
        match column {
            PictureColumn::Lookups => line.lookups,
            PictureColumn::Users => line.users,
            PictureColumn::MaxByOneUser => line.max_by_one_user,
        }
    }

    fn unit(&self, _: usize) -> Option<String> {
        None
    }

    fn line(&self, place: usize) -> Option<PictureLine> {
        Some(self[place].clone())
    }
}
