//! The world by which the detection engine is evaluated: a large register, half a year of its
//! log, and misuse planted in it whose every event is known.
//!
//! A `Plan` decides every byte, on every machine. Ordinary work does not know what is planted:
//! its lines are the same with and without. Ordinary work is not made tidy: much of it is
//! explained by nothing that stands in the directory. Not here: the demo's world (`world`).

mod answers;
mod breaches;
mod day;
mod files;
mod files_of_staff;
mod files_of_ties;
mod folk;
mod kinship;
mod moves;
mod places;
mod plan;
mod planting;
mod render;
mod scenarios;
mod staff;
mod stream;
mod surnames;
mod terms;
mod ties;
mod truth;
mod visits;

#[cfg(test)]
mod tests;

use tilsyn_domain::day::{Day, Period, Zone};

pub use plan::{Flavour, Plan};
pub use truth::{Difficulty, Incident, IncidentEvent, Scenario};

use crate::calendar::oslo;
use crate::chance::Chance;
use folk::{Home, Person};
use places::Places;
use planting::Plants;
use staff::Clerk;
use terms::{Job, Terms};
use ties::Ties;

/// A world, ready to be written out.
pub struct Garrison {
    plan: Plan,
    terms: &'static Terms,
    zone: Zone,
    places: Places,
    people: Vec<Person>,
    homes: Vec<Home>,
    clerks: Vec<Clerk>,
    ties: Ties,
    plants: Plants,
}

impl Garrison {
    /// Makes the world of a plan.
    ///
    /// # Panics
    /// When the plan is outside its limits (`Plan`).
    #[must_use]
    pub fn new(plan: Plan) -> Garrison {
        plan.check();
        let terms = plan.terms();
        let places = Places::new(&plan, terms);
        let (people, homes) = folk::settle(&plan, terms, &places);
        let mut world = Garrison {
            zone: oslo(),
            terms,
            places,
            people,
            homes,
            clerks: Vec::new(),
            ties: Ties::default(),
            plants: Plants::default(),
            plan,
        };
        staff::employ(&mut world);
        moves::set_in_motion(&mut world);
        world.ties = Ties::new(&world);
        if world.plan.misuse {
            world.plants = Plants::new(&world);
        }
        world
    }

    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The first and the last day of the log.
    ///
    /// # Panics
    /// Never: a plan has at least one week.
    #[must_use]
    pub fn period(&self) -> Period {
        Period::new(self.plan.first_day(), self.plan.last_day()).expect("a plan has weeks")
    }

    fn chance(&self, stream: u64) -> Chance {
        Chance::new(self.plan.seed, stream)
    }

    fn job(&self, clerk: u32) -> &'static Job {
        &self.terms.jobs[usize::from(self.clerks[clerk as usize].job)]
    }

    fn person_of(&self, clerk: u32) -> &Person {
        &self.people[self.clerks[clerk as usize].person as usize]
    }

    /// The unit that a clerk works in on a day, or `NONE`.
    fn seat(&self, clerk: u32, day: Day) -> u32 {
        self.person_of(clerk).stay.unit_on(day)
    }
}

/// Streams of chance, one for each part of the world, so that none moves another.
mod streams {
    pub(super) const FOLK: u64 = 1_001;
    pub(super) const STAFF: u64 = 1_002;
    pub(super) const MOVES: u64 = 1_003;
    pub(super) const TIES: u64 = 1_004;
    pub(super) const PLANTS: u64 = 1_005;
    /// Plus the day.
    pub(super) const NIGHTS: u64 = 1 << 36;
    /// Plus clerk and day.
    pub(super) const WORK: u64 = 1 << 40;
    /// Plus the number of the incident.
    pub(super) const INCIDENTS: u64 = 1 << 37;
    /// Plus the clerk.
    pub(super) const MATTERS: u64 = 1 << 38;
}
