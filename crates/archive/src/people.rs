//! The people of a directory, numbered for looking up: national ids, former ids, the present
//! one that stands for all of them.
//!
//! A person here is the place of the present id in the list. Not here: codes of the vault.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use tilsyn_domain::{Directory, NationalId};

use crate::row::row_number;

/// A person of the directory: the place of the present id.
pub(crate) type PersonNo = u32;

/// Former ids of former ids are followed so far; a longer chain is a circle.
const FORMER_STEPS_MAX: usize = 8;

/// Every national id that the directory names.
pub(crate) struct People {
    ids: Vec<NationalId>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// For each id, the present id of its person.
    present: Vec<PersonNo>,
    /// Ids of people who have more than one, by person.
    several: Vec<(PersonNo, u32)>,
}

impl People {
    /// Numbers all ids of the files that the archive resolves with.
    pub(crate) fn of(directory: &Directory) -> People {
        let mut people = People {
            ids: Vec::with_capacity(directory.people.len()),
            table: HashTable::with_capacity(directory.people.len()),
            hasher: DefaultHashBuilder::default(),
            present: Vec::new(),
            several: Vec::new(),
        };
        let mut former = Vec::new();
        for person in &directory.people {
            let now = people.intern(&person.national_id);
            for id in &person.former_ids {
                former.push((people.intern(id), now));
            }
        }
        for row in &directory.employments {
            people.intern(&row.national_id);
        }
        for row in &directory.person_units {
            people.intern(&row.national_id);
        }
        for owner in directory
            .accounts
            .iter()
            .filter_map(|row| row.national_id.as_ref())
        {
            people.intern(owner);
        }
        people.link(&former);
        people
    }

    fn intern(&mut self, id: &NationalId) -> u32 {
        let hash = self.hasher.hash_one(id);
        let (ids, hasher) = (&self.ids, &self.hasher);
        let found = self.table.find(hash, |place| ids[*place as usize] == *id);
        if let Some(place) = found {
            return *place;
        }
        let place = row_number(ids.len());
        (self.table).insert_unique(hash, place, |place| hasher.hash_one(&ids[*place as usize]));
        self.ids.push(id.clone());
        place
    }

    /// Lets every former id lead to the present one; of two claims the first row holds.
    fn link(&mut self, former: &[(u32, PersonNo)]) {
        let ids = row_number(self.ids.len());
        let mut next: Vec<u32> = (0..ids).collect();
        for (id, now) in former {
            if next[*id as usize] == *id {
                next[*id as usize] = *now;
            }
        }
        self.present = (0..ids)
            .map(|id| {
                let mut at = id;
                for _ in 0..FORMER_STEPS_MAX {
                    at = next[at as usize];
                }
                at
            })
            .collect();
        for (id, _) in former {
            let person = self.present[*id as usize];
            self.several.push((person, *id));
            self.several.push((person, person));
        }
        self.several.sort_unstable();
        self.several.dedup();
    }

    /// The person an id stands for, if the directory names it.
    pub(crate) fn find(&self, id: &NationalId) -> Option<PersonNo> {
        let hash = self.hasher.hash_one(id);
        let found = self
            .table
            .find(hash, |place| self.ids[*place as usize] == *id)?;
        Some(self.present[*found as usize])
    }

    /// The id the person has now.
    pub(crate) fn present_id(&self, person: PersonNo) -> &NationalId {
        &self.ids[person as usize]
    }

    /// All ids of a person, the present one included.
    pub(crate) fn ids_of(&self, person: PersonNo) -> impl Iterator<Item = &NationalId> {
        let start = self.several.partition_point(|(other, _)| *other < person);
        let end = self.several.partition_point(|(other, _)| *other <= person);
        let alone = (start == end).then_some(person);
        let ids = self.several[start..end].iter().map(|(_, id)| *id);
        ids.chain(alone).map(|id| &self.ids[id as usize])
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }
}
