//! Whom or what a row is about, and which absent rows a refused one keeps from ending.
//!
//! A file is a snapshot: who is not in it has ended. A row that was refused is in it all the same,
//! so nothing about the same person, unit or account ends for being absent; and while it cannot be
//! told whom a refused row is about, nothing of the file does (docs/decisions/0011).
//! Not here: reading the columns (`connect`), ending rows (`registry`).

use std::collections::HashSet;
use std::fmt;

use super::DirectoryFile;
use crate::national_id::NationalId;

/// Whom or what a row is about: the first part of its key. It may be a national id, so it has no
/// `Display`, and its `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct About(Box<[Box<str>]>);

impl About {
    pub(super) fn new<const PARTS: usize>(parts: [&str; PARTS]) -> About {
        About(parts.map(Box::from).into())
    }

    /// From the values of `DirectoryFile::about_columns`; `None` if one of them is not there.
    pub fn read<'a>(file: DirectoryFile, value: impl Fn(&str) -> Option<&'a str>) -> Option<About> {
        let part = |column: &&str| {
            let value = value(column)?;
            if column.ends_with("national_id") {
                NationalId::new(value).map(|id| Box::from(id.reveal()))
            } else {
                Some(Box::from(value))
            }
        };
        let parts: Option<Vec<Box<str>>> = file.about_columns().iter().map(part).collect();
        parts.map(|parts| About(parts.into()))
    }
}

impl fmt::Debug for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("About(…)")
    }
}

impl DirectoryFile {
    /// The columns that say whom or what a row is about.
    #[must_use]
    pub fn about_columns(self) -> &'static [&'static str] {
        match self {
            DirectoryFile::Units => &["unit"],
            DirectoryFile::Employments => &["employment"],
            DirectoryFile::Accounts => &["system", "user"],
            DirectoryFile::Entitlements => &["system", "entitlement"],
            DirectoryFile::Grants => &["grant"],
            DirectoryFile::Relations => &["subject_national_id"],
            DirectoryFile::Workstations => &["client_host"],
            DirectoryFile::People
            | DirectoryFile::PersonUnits
            | DirectoryFile::Clearances
            | DirectoryFile::Authorisations
            | DirectoryFile::Shifts
            | DirectoryFile::Assignments
            | DirectoryFile::Absences
            | DirectoryFile::Addresses
            | DirectoryFile::Attention => &["national_id"],
        }
    }
}

/// What of a file does not end though it is absent: the refused rows may be what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spared {
    /// What the refused rows are about; empty where none was refused.
    Only(HashSet<About>),
    /// The whole file: of a refused row it cannot be told whom it is about.
    Everything,
}

impl Default for Spared {
    fn default() -> Spared {
        Spared::Only(HashSet::new())
    }
}

impl Spared {
    /// A row was refused; `about`, where that can be read.
    pub fn refused(&mut self, about: Option<About>) {
        match (&mut *self, about) {
            (Spared::Only(known), Some(about)) => {
                known.insert(about);
            }
            (Spared::Only(_), None) => *self = Spared::Everything,
            (Spared::Everything, _) => {}
        }
    }

    /// Whether a row about this stays when it is absent.
    #[must_use]
    pub fn spares(&self, about: &About) -> bool {
        match self {
            Spared::Only(known) => known.contains(about),
            Spared::Everything => true,
        }
    }

    /// Whether no row was refused.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Spared::Only(known) if known.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(id: &str) -> Option<About> {
        About::read(DirectoryFile::People, |_| Some(id))
    }

    #[test]
    fn one_row_about_nobody_known_spares_all_whatever_comes_after() {
        let mut spared = Spared::default();
        assert!(spared.is_nothing());
        spared.refused(about("k 1"));
        let [k1, k2] = ["k1", "k2"].map(|id| about(id).expect("an id"));
        assert!(spared.spares(&k1) && !spared.spares(&k2) && !spared.is_nothing());
        spared.refused(None);
        spared.refused(about("k1"));
        assert!(spared.spares(&k2) && spared == Spared::Everything);
    }

    #[test]
    fn all_columns_are_needed_and_none_is_shown() {
        let value = |column: &str| (column == "system").then_some("HR");
        assert!(About::read(DirectoryFile::Accounts, value).is_none());
        let shown = format!("{:?}", about("01817010055"));
        assert!(!shown.contains("0181"), "{shown}");
    }
}
