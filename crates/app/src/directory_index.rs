//! The directory, and what is asked of it at every request: what units are called, which ids are
//! one person's, where that person is employed.
//!
//! Made anew with every directory, so that no request reads through its rows. Not here: who is
//! who in questions about the log (`archive`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tilsyn_domain::directory::{Employment, Protection};
use tilsyn_domain::{Day, Directory, NationalId};

/// Places of rows in the directory, by an id that they name.
type RowsById = HashMap<NationalId, Vec<usize>>;

/// The directory with its answers at hand.
pub(crate) struct DirectoryIndex {
    pub(crate) directory: Arc<Directory>,
    unit_names: HashMap<String, String>,
    /// Places of the rows that say what a unit is part of, by its code.
    above: HashMap<String, Vec<usize>>,
    /// People who had other ids before, by all of them.
    renamed: RowsById,
    employments: RowsById,
    /// Places of the rows of an account, by system and user.
    accounts: HashMap<(String, String), Vec<usize>>,
    /// Under all their ids.
    protected: HashSet<NationalId>,
}

impl DirectoryIndex {
    pub(crate) fn of(directory: Arc<Directory>) -> DirectoryIndex {
        // Of several rows of one unit the last to start names it.
        let mut rows: Vec<_> = directory.units.iter().collect();
        rows.sort_by_key(|row| row.valid.first());
        let names = rows
            .into_iter()
            .map(|row| (row.unit.clone(), row.name.clone()));
        let mut above: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, row) in directory.units.iter().enumerate() {
            if row.parent.is_some() {
                above.entry(row.unit.clone()).or_default().push(place);
            }
        }
        let mut renamed = RowsById::new();
        for (place, row) in directory.people.iter().enumerate() {
            let former = row.former_ids.iter();
            for id in former.chain((!row.former_ids.is_empty()).then_some(&row.national_id)) {
                renamed.entry(id.clone()).or_default().push(place);
            }
        }
        let mut employments = RowsById::new();
        for (place, row) in directory.employments.iter().enumerate() {
            let rows = employments.entry(row.national_id.clone());
            rows.or_default().push(place);
        }
        let mut accounts: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (place, row) in directory.accounts.iter().enumerate() {
            let rows = accounts.entry((row.system.clone(), row.user.clone()));
            rows.or_default().push(place);
        }
        let protected = directory.people.iter();
        let protected = protected.filter(|row| row.protection != Protection::None);
        let protected =
            protected.flat_map(|row| row.former_ids.iter().chain([&row.national_id]).cloned());
        DirectoryIndex {
            protected: protected.collect(),
            unit_names: told_apart(names.collect()),
            above,
            renamed,
            employments,
            accounts,
            directory,
        }
    }

    /// What a unit is called; its code where nothing names it.
    pub(crate) fn unit_name(&self, unit: &str) -> String {
        let name = self.unit_names.get(unit);
        name.map_or(unit, String::as_str).to_owned()
    }

    /// Whether there is, or was, a unit with a code.
    pub(crate) fn has_unit(&self, unit: &str) -> bool {
        self.unit_names.contains_key(unit)
    }

    /// Codes of the units there are on a day; some may come twice.
    pub(crate) fn units_on(&self, day: Day) -> impl Iterator<Item = &str> {
        let there = self.directory.units.iter();
        let there = there.filter(move |row| row.valid.on(day));
        there.map(|row| row.unit.as_str())
    }

    /// Whether the register protects anybody here at all.
    pub(crate) fn protects_anybody(&self) -> bool {
        !self.protected.is_empty()
    }

    /// Whether the register protects who this is.
    pub(crate) fn is_protected(&self, id: &NationalId) -> bool {
        self.protected.contains(id)
    }

    /// Every id of a person, former ones too.
    pub(crate) fn ids_of(&self, id: &NationalId) -> Vec<NationalId> {
        let rows = self.renamed.get(id).into_iter().flatten();
        let rows = rows.map(|place| &self.directory.people[*place]);
        let all = rows.flat_map(|row| [&row.national_id].into_iter().chain(&row.former_ids));
        let mut ids: Vec<NationalId> = all.cloned().chain([id.clone()]).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Every employment of a person, past ones too, in the order of the directory.
    pub(crate) fn employments_of(&self, id: &NationalId) -> impl Iterator<Item = &Employment> {
        let ids = self.ids_of(id);
        let places = ids.iter().filter_map(|id| self.employments.get(id));
        let mut places: Vec<usize> = places.flatten().copied().collect();
        places.sort_unstable();
        let row = |place| &self.directory.employments[place];
        places.into_iter().map(row)
    }

    /// Codes of the units where a person is employed on a day, and of those above them.
    pub(crate) fn units_of(&self, id: &NationalId, day: Day) -> Vec<String> {
        let own = self.employments_of(id).filter(|row| row.valid.on(day));
        let mut units: Vec<&str> = Vec::new();
        for row in own {
            let mut unit = Some(row.unit.as_str());
            // A unit that is seen before ends the way up, also where units stand in a circle.
            while let Some(code) = unit.filter(|code| !units.contains(code)) {
                units.push(code);
                unit = self.above(code, day);
            }
        }
        units.into_iter().map(str::to_owned).collect()
    }

    /// Who owns an account on a day, by the row valid then, else by the last that ended before
    /// (formats.md, section 4).
    pub(crate) fn owner_of(&self, system: &str, user: &str, day: Day) -> Option<&NationalId> {
        let places = self.accounts.get(&(system.to_owned(), user.to_owned()))?;
        let rows = || places.iter().map(|place| &self.directory.accounts[*place]);
        let valid = rows().filter(|row| row.valid.on(day));
        let ended = rows().filter(|row| row.valid.last() < day);
        let row = valid.max_by_key(|row| row.valid.first());
        let row = row.or_else(|| ended.max_by_key(|row| row.valid.last()))?;
        row.national_id.as_ref()
    }

    /// What a unit is part of on a day; of several rows the last counts.
    fn above(&self, unit: &str, day: Day) -> Option<&str> {
        let places = self.above.get(unit)?.iter().rev();
        let mut rows = places.map(|place| &self.directory.units[*place]);
        rows.find(|row| row.valid.on(day))?.parent.as_deref()
    }
}

/// Units of one name get their code after it, or readers would take them for one.
fn told_apart(mut names: HashMap<String, String>) -> HashMap<String, String> {
    let mut units_of: HashMap<String, usize> = HashMap::new();
    for name in names.values() {
        *units_of.entry(name.clone()).or_default() += 1;
    }
    for (unit, name) in &mut names {
        if units_of.get(name).is_some_and(|units| *units > 1) {
            *name = format!("{name} ({unit})");
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_one_name_are_told_apart_by_their_code() {
        let units = [("BV-01", "Mottak"), ("HE-02", "Mottak"), ("SK-01", "Skole")];
        let named = units.map(|(unit, name)| (unit.to_owned(), name.to_owned()));
        let names = told_apart(named.into());
        assert_eq!(names["BV-01"], "Mottak (BV-01)");
        assert_eq!(names["HE-02"], "Mottak (HE-02)");
        assert_eq!(names["SK-01"], "Skole");
    }
}
