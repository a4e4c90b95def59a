//! Plants incidents.

use tilsyn_domain::day::Day;

use super::Garrison;
use super::day::Act;
use super::ties::Matter;
use super::truth::Incident;

#[derive(Default)]
pub(super) struct Plants {
    pub incidents: Vec<Incident>,
    /// Relations that make a good reason for what has none.
    pub ties: Vec<Matter>,
    acts: Vec<(Day, Vec<Act>)>,
}

impl Plants {
    pub(super) fn new(_world: &Garrison) -> Plants {
        Plants::default()
    }

    pub(super) fn acts_on(&self, day: Day) -> &[Act] {
        let found = self.acts.binary_search_by_key(&day, |(day, _)| *day);
        found.map_or(&[], |place| &self.acts[place].1)
    }

    pub(super) fn keeps_account(&self, _clerk: u32) -> bool {
        false
    }
}
