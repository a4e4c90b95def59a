//! The lists asked for last, so that sorting, paging and going back need no new count.
//!
//! A list is remembered for exactly the events and the directory it was counted from: one event
//! more, and it is counted anew. Looks are filed all the same. Not here: what a list shows.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tilsyn_domain::Period;
use tilsyn_domain::counted::{CountedPictures, CountedSubjects, SubjectColumn};
use tilsyn_domain::question::StatementLine;

use super::usual::UsualLookups;
use super::view::median;
use super::withheld::withheld;
use crate::desk::{Desk, answered};
use crate::problem::Problem;

/// Lists of one kind that are remembered.
const LISTS_MAX: usize = 4;

/// What a list was counted from: events up to this leaf, and so many changes of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub next_leaf: u64,
    pub directory: u64,
}

/// A list with what it was counted from.
type Remembered<T> = (Version, Period, Arc<T>);

/// The last few lists of one kind, newest first.
pub(crate) struct Recent<T: ?Sized> {
    lists: Mutex<VecDeque<Remembered<T>>>,
}

impl<T: ?Sized> Default for Recent<T> {
    fn default() -> Recent<T> {
        Recent {
            lists: Mutex::new(VecDeque::new()),
        }
    }
}

impl<T: ?Sized> Recent<T> {
    fn get(
        &self,
        version: Version,
        period: Period,
        count: impl FnOnce() -> Result<Arc<T>, Problem>,
    ) -> Result<Arc<T>, Problem> {
        let lists = || self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |(of, when, _): &&(Version, Period, _)| *of == version && *when == period;
        if let Some((_, _, list)) = lists().iter().find(known) {
            return Ok(list.clone());
        }
        let list = count()?;
        let mut lists = lists();
        lists.push_front((version, period, list.clone()));
        lists.truncate(LISTS_MAX);
        Ok(list)
    }
}

/// The lists a desk remembers.
#[derive(Default)]
pub(crate) struct RecentLists {
    statements: Recent<Vec<StatementLine>>,
    subjects: Recent<PeopleLookedUp>,
    pictures: Recent<CountedPictures>,
}

/// Everybody looked up in a period, with what is said of all of them.
pub(crate) struct PeopleLookedUp {
    pub list: Arc<CountedSubjects>,
    pub median_lookups: u64,
    pub median_users: u64,
    pub lookups_max: u64,
    pub units: BTreeSet<String>,
    pub usual: UsualLookups,
}

impl PeopleLookedUp {
    fn new(list: Arc<CountedSubjects>, usual: UsualLookups) -> PeopleLookedUp {
        let numbers = |column| (0..list.len()).map(move |place| (place, column));
        let numbers = |column| numbers(column).map(|(place, of)| list.number(place, of));
        PeopleLookedUp {
            median_lookups: median(numbers(SubjectColumn::Lookups)),
            median_users: median(numbers(SubjectColumn::Users)),
            lookups_max: numbers(SubjectColumn::Lookups).max().unwrap_or(0),
            units: list.units(),
            usual,
            list,
        }
    }
}

impl Desk {
    pub(crate) fn statement_of(&self, period: Period) -> Result<Arc<Vec<StatementLine>>, Problem> {
        let count = || {
            let mut lines = answered(self.answers().statement(period, None))?;
            self.explain_lines(&mut lines, period)?;
            Ok(Arc::new(withheld(lines, &self.directory_index())))
        };
        self.recent.statements.get(self.version(), period, count)
    }

    pub(crate) fn subjects_of(&self, period: Period) -> Result<Arc<PeopleLookedUp>, Problem> {
        let count = || {
            let list = answered(self.answers().counted_subjects(period))?;
            let usual = UsualLookups::of(list.as_ref(), &self.directory(), period.to());
            Ok(Arc::new(PeopleLookedUp::new(list, usual)))
        };
        self.recent.subjects.get(self.version(), period, count)
    }

    pub(crate) fn pictures_of(&self, period: Period) -> Result<Arc<CountedPictures>, Problem> {
        let count = || answered(self.answers().counted_pictures(period));
        self.recent.pictures.get(self.version(), period, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_counted_anew_when_an_event_came() {
        let recent = Recent::default();
        let ask = |next_leaf, what: u32| {
            let version = Version {
                next_leaf,
                directory: 0,
            };
            let list = recent.get(version, Period::always(), || Ok(Arc::new([what])));
            list.expect("counts")[0]
        };
        assert_eq!(
            [ask(1, 10), ask(1, 20), ask(2, 30), ask(1, 40)],
            [10, 10, 30, 10]
        );
    }
}
