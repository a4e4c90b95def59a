//! The ground that explanations stand on: the directory, laid out for joins.
//!
//! Nothing of it was known later than one day: rows that begin, or were registered, after it are
//! left out, so that any past week can be asked again and answers as it would have then.
//! Not here: what a log says (`domain::touch`), templates (`explain`).

mod closeness;
mod names;
mod rows;
mod ties;
mod work;

use tilsyn_domain::directory::DirectoryFile;
use tilsyn_domain::{Day, Directory};

pub use closeness::Closeness;
pub(crate) use closeness::Kinship;
pub(crate) use names::Names;
pub(crate) use ties::{Tied, Ties, ties};
pub(crate) use work::{AccountFacts, Desks, Work};

use crate::people::People;

/// Everything that is asked of the directory.
pub(crate) struct Ground {
    pub(crate) people: People,
    pub(crate) units: Names,
    pub(crate) work: Work,
    pub(crate) kinship: Kinship,
    pub(crate) desks: Desks,
    /// Files of which there is no row: what rests on them cannot be said.
    pub(crate) missing: Vec<DirectoryFile>,
}

impl Ground {
    /// The directory as it was known on a day.
    pub(crate) fn of(directory: &Directory, known_on: Day) -> Ground {
        let mut people = People::of(directory);
        let mut units = Names::default();
        Ground {
            work: Work::of(directory, known_on, &mut people, &mut units),
            kinship: Kinship::of(directory, known_on, &mut people),
            desks: Desks::of(directory, &mut people),
            missing: missing(directory),
            people,
            units,
        }
    }
}

fn missing(directory: &Directory) -> Vec<DirectoryFile> {
    let is_empty = |file: &DirectoryFile| {
        let mut any = false;
        rows::each_row(directory, *file, |_| any = true);
        !any
    };
    DirectoryFile::ALL.into_iter().filter(is_empty).collect()
}
