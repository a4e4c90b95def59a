//! Is the database whole? What it says about itself.
//!
//! SQLite reads every page of its file and compares every index with its table. PostgreSQL
//! checks its pages whenever it reads them, if it was told to. Neither sees a value that was
//! exchanged for another of the same form; a sealed one then no longer opens, unless it was taken
//! from the same column, and the directory says something else than its sealed copy.
//! Not here: what can be computed again, such as quarantine and the index of looks (`app`).

use crate::error::Error;
use crate::registry::Registry;

/// How thoroughly to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The form of every page.
    Quick,
    /// Every index entry, every reference, every sealed value and the directory's copy too.
    Full,
}

/// What the database says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseCheck {
    /// What SQLite found wrong with its file; in its words, which quote no values.
    Sqlite { file: String, faults: Vec<String> },
    /// Whether PostgreSQL keeps checksums of its pages (`data_checksums`), and what was found
    /// wrong with what is sealed.
    Postgres {
        checksums: bool,
        faults: Vec<String>,
    },
}

impl Registry {
    /// What to call its place where something is wrong with it.
    #[must_use]
    pub fn place(&self) -> String {
        self.store.location.place()
    }

    /// Asks the database whether it is whole. Others go on reading and writing meanwhile.
    ///
    /// # Errors
    /// If the database cannot be asked; what is wrong with it is in the answer.
    pub fn check(&self, depth: Depth) -> Result<DatabaseCheck, Error> {
        let mut said = self.store.check(depth)?;
        let faults = match &mut said {
            DatabaseCheck::Sqlite { faults, .. } | DatabaseCheck::Postgres { faults, .. } => faults,
        };
        // Tables with faults would only say the same again.
        if let (Depth::Full, true, Some(copy)) = (depth, faults.is_empty(), &self.copy) {
            *faults = copy.faults(&self.store.again()?)?;
        }
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::disallowed_methods,
        reason = "what a test writes need not survive a power cut"
    )]

    use std::path::Path;

    use super::*;
    use crate::registry::Location;
    use crate::testing::{self, Cluster};

    /// The page on which a table or index begins, and how long a page is.
    fn root(registry: &Registry, name: &str) -> (usize, usize) {
        let number = |sql: &str| {
            let found = registry.store.read(|open| open.number(sql, &[]));
            usize::try_from(found.expect("a number")).expect("small")
        };
        let page = number(&format!(
            "SELECT rootpage FROM sqlite_master WHERE name = '{name}'"
        ));
        (page - 1, number("PRAGMA page_size"))
    }

    /// What a check says after a byte has changed, so far from the start of a page (or, when
    /// negative, from its end).
    fn check(name: &str, place: isize, depth: Depth) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("registry.sqlite");
        let registry =
            Registry::open(&Location::Sqlite(file.clone()), &testing::key()).expect("a registry");
        for leaf in 0..9 {
            registry.note_looks(&[leaf], 0).expect("noted");
            registry.source_no(&format!("source {leaf}")).expect("kept");
        }
        let (page, length) = root(&registry, name);
        drop(registry);
        let start = page * length + if place < 0 { length } else { 0 };
        change(&file, start.checked_add_signed(place).expect("within"));
        let registry =
            Registry::open(&Location::Sqlite(file.clone()), &testing::key()).expect("opens still");
        let said = registry.check(depth).expect("asked");
        let DatabaseCheck::Sqlite {
            file: named,
            faults,
        } = said
        else {
            panic!("{said:?}");
        };
        assert_eq!(Path::new(&named), file);
        faults
    }

    fn change(file: &Path, place: usize) {
        let mut bytes = std::fs::read(file).expect("reads");
        bytes[place] ^= 0x10;
        std::fs::write(file, bytes).expect("writes");
    }

    #[test]
    fn a_page_of_another_form_is_found() {
        assert_ne!(check("own_looks", 0, Depth::Quick), Vec::<String>::new());
        assert_ne!(check("own_looks", 0, Depth::Full), Vec::<String>::new());
    }

    #[test]
    fn an_index_that_lists_something_else_is_found() {
        // Entries are laid from the end of the page: there stands the name of the first source.
        let index = "sources_name";
        assert_ne!(check(index, -3, Depth::Full), Vec::<String>::new());
    }

    #[test]
    fn a_whole_file_has_no_faults() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("registry.sqlite");
        let registry =
            Registry::open(&Location::Sqlite(file), &testing::key()).expect("a registry");
        for depth in [Depth::Quick, Depth::Full] {
            let said = registry.check(depth).expect("asked");
            assert!(matches!(said, DatabaseCheck::Sqlite { faults, .. } if faults.is_empty()));
        }
    }

    #[test]
    fn postgresql_is_asked_for_its_checksums() {
        let Some(cluster) = Cluster::start() else {
            return;
        };
        let registry = Registry::open(&Location::Postgres(cluster.database()), &testing::key());
        let said = registry.expect("a registry").check(Depth::Full);
        assert!(
            matches!(said, Ok(DatabaseCheck::Postgres { .. })),
            "{said:?}"
        );
    }
}
