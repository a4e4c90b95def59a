//! One invented world: its people, its staff, what ties them, and what is planted in it.
//!
//! A world is its size and seed; nothing else decides a byte of it.

use tilsyn_domain::day::{Day, Zone};

use crate::calendar::oslo;
use crate::people::{Part, Person, Settlement, mark_ids};
use crate::plants::{Plan, Plant};
use crate::staff::Staff;
use crate::ties::Ties;
use crate::units::{NONE, Units};

/// How large a world is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// About 50 thousand events, 300 users, 8 thousand people.
    Small,
    /// About a million events, 1,500 users, 60 thousand people.
    Medium,
    /// About 50 million events, 20 thousand users, a million people.
    Large,
}

/// How much a working day holds.
#[derive(Clone, Copy)]
pub(crate) struct Tempo {
    /// Of a thousand workers at work, how many open their system that day.
    pub opens: u32,
    /// Acts in a session: at least, and at most so many more.
    pub acts: u32,
    pub more: u32,
    /// People handled by each nightly job.
    pub batch: u32,
}

impl Size {
    /// The size of a word, as on the command line.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Size> {
        match word {
            "small" => Some(Size::Small),
            "medium" => Some(Size::Medium),
            "large" => Some(Size::Large),
            _ => None,
        }
    }

    pub(crate) fn users(self) -> u32 {
        [300, 1_500, 20_000][self as usize]
    }

    pub(crate) fn residents(self) -> u32 {
        [8_000, 60_000, 1_000_000][self as usize]
    }

    /// Sub-units, in tenths of a small world's.
    pub(crate) fn unit_factor(self) -> u32 {
        [10, 21, 72][self as usize]
    }

    pub(crate) fn tempo(self) -> Tempo {
        match self {
            Size::Small => Tempo {
                opens: 84,
                acts: 2,
                more: 7,
                batch: 2,
            },
            Size::Medium => Tempo {
                opens: 270,
                acts: 3,
                more: 11,
                batch: 9,
            },
            Size::Large => Tempo {
                opens: 565,
                acts: 8,
                more: 20,
                batch: 220,
            },
        }
    }
}

/// A world, ready to be written out.
pub struct World {
    pub(crate) size: Size,
    pub(crate) seed: u64,
    pub(crate) zone: Zone,
    pub(crate) units: Units,
    pub(crate) people: Vec<Person>,
    pub(crate) staff: Staff,
    pub(crate) ties: Ties,
    pub(crate) plan: Plan,
    /// For each unit, the people it serves or employs, past ones included.
    pub(crate) rosters: Vec<Vec<u32>>,
}

impl World {
    /// Makes the world of a size and seed.
    #[must_use]
    pub fn new(size: Size, seed: u64) -> World {
        let units = Units::new(size);
        let mut people = Settlement::people(size, seed, &units);
        let staff = Staff::new(size, seed, &units, &mut people);
        let (wrong_ids, renamed) = mark_ids(&mut people, seed);
        let mut world = World {
            size,
            seed,
            zone: oslo(),
            units,
            people,
            staff,
            ties: Ties::default(),
            plan: Plan::default(),
            rosters: Vec::new(),
        };
        Plan::cast(&mut world, &wrong_ids, renamed);
        world.rosters = world.fill_rosters();
        world.ties = Ties::new(&world);
        Plan::act(&mut world);
        world
    }

    /// What is planted, so that it can be pointed at.
    #[must_use]
    pub fn plants(&self) -> Vec<Plant> {
        self.plan.plants.clone()
    }

    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    fn fill_rosters(&self) -> Vec<Vec<u32>> {
        let mut rosters = vec![Vec::new(); self.units.list.len()];
        for (place, person) in self.people.iter().enumerate() {
            if person.part == Part::Planted {
                continue;
            }
            let mut units = [person.unit, person.second_unit, person.earlier_unit];
            if person.earlier_unit == person.unit {
                units[2] = NONE;
            }
            for unit in units.into_iter().filter(|unit| *unit != NONE) {
                rosters[unit as usize].push(place as u32);
            }
        }
        for post in &self.staff.posts {
            let person = self.staff.workers[post.worker as usize].person;
            if self.people[person as usize].part == Part::Ordinary {
                let roster = &mut rosters[post.unit as usize];
                if roster.last() != Some(&person) {
                    roster.push(person);
                }
            }
        }
        rosters
    }

    /// Whether a person belongs to a unit on a day: by employment, else by being served there.
    pub(crate) fn belongs(&self, person: u32, unit: u32, day: Day) -> bool {
        let someone = &self.people[person as usize];
        if someone.worker != NONE && self.staff.post_on(someone.worker, day).is_some() {
            let posts = self.staff.posts_of(someone.worker);
            return posts
                .iter()
                .any(|post| post.unit == unit && post.valid_on(day));
        }
        someone.units_on(day).contains(&unit)
    }
}
