//! Who is whose family and neighbour, for finding those whom somebody might be curious about.

use std::collections::BTreeMap;

use super::Garrison;
use super::folk::{Person, Standing};
use crate::units::NONE;

pub(super) struct Kinship {
    children: BTreeMap<u32, Vec<u32>>,
    streets: BTreeMap<u32, Vec<u32>>,
}

impl Kinship {
    pub(super) fn new(world: &Garrison) -> Kinship {
        let mut kinship = Kinship {
            children: BTreeMap::new(),
            streets: BTreeMap::new(),
        };
        for (place, person) in (0..).zip(&world.people) {
            for parent in [person.mother, person.father] {
                if parent != NONE {
                    kinship.children.entry(parent).or_default().push(place);
                }
            }
            let street = world.homes[person.home as usize].street;
            kinship.streets.entry(street).or_default().push(place);
        }
        kinship
    }

    /// Parents, brothers and sisters, children, partner; those first whom the register knows
    /// by themselves.
    pub(super) fn family(&self, world: &Garrison, person: u32) -> Vec<u32> {
        let someone = &world.people[person as usize];
        let parents = [someone.mother, someone.father];
        let mut all = vec![someone.mother, someone.father, someone.partner];
        all.extend(self.children.get(&person).into_iter().flatten());
        for parent in parents {
            all.extend(self.children.get(&parent).into_iter().flatten());
        }
        all.retain(|kin| *kin != NONE && *kin != person);
        all.sort_unstable();
        all.dedup();
        all.sort_by_key(|kin| !is_known(&world.people[*kin as usize]));
        all
    }

    /// A child or partner of somebody: whose next of kin it is.
    pub(super) fn child_of(&self, world: &Garrison, person: u32) -> u32 {
        let child = self.children.get(&person).and_then(|list| list.first());
        child
            .copied()
            .unwrap_or(match world.people[person as usize].partner {
                NONE => person,
                partner => partner,
            })
    }

    /// People of the same street, but not of the same home, whom the register knows.
    pub(super) fn neighbours(&self, world: &Garrison, person: u32) -> Vec<u32> {
        let home = world.people[person as usize].home;
        let street = world.homes[home as usize].street;
        let all = self.streets.get(&street).into_iter().flatten().copied();
        all.filter(|other| {
            let other = &world.people[*other as usize];
            other.home != home && is_known(other)
        })
        .collect()
    }
}

fn is_known(person: &Person) -> bool {
    person.standing != Standing::Civilian
}
