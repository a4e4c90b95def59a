//! What decides a world: how many, how long, which seed, with misuse or without.

use tilsyn_domain::day::Day;

use super::terms::{GARRISON, MUNICIPALITY, Terms};
use crate::calendar::date;

/// Fewest and most people of a world.
pub(super) const PERSONS: (u32, u32) = (3_000, 300_000);
/// Fewest weeks, so that what is planted has room, and most, so that days stay within a year.
pub(super) const WEEKS: (u32, u32) = (16, 42);
/// Fewest clerks, so that every role has somebody.
pub(super) const USERS_MIN: u32 = 120;

/// Which kind of organisation it is: its roles, units, and what makes a lookup expected there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    Garrison,
    /// Care, schools and offices; more part-time staff, fewer relations written down.
    Municipality,
}

/// What decides every byte of a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// People in the register, 3,000 to 300,000.
    pub persons: u32,
    /// Employees with an account, from 120 to a tenth of the people.
    pub users: u32,
    /// Length of the log, 16 to 42 weeks.
    pub weeks: u32,
    pub seed: u64,
    /// Whether incidents are planted.
    pub misuse: bool,
    pub flavour: Flavour,
}

impl Plan {
    /// The world of the evaluation: about 1.1 million events.
    #[must_use]
    pub fn full(seed: u64) -> Plan {
        Plan {
            persons: 60_000,
            users: 2_400,
            weeks: 26,
            seed,
            misuse: true,
            flavour: Flavour::Garrison,
        }
    }

    /// A world of the same size that is built otherwise.
    #[must_use]
    pub fn municipality(seed: u64) -> Plan {
        Plan {
            flavour: Flavour::Municipality,
            ..Plan::full(seed)
        }
    }

    /// The same with one in so many of the people and users.
    #[must_use]
    pub fn one_in(self, part: u32) -> Plan {
        Plan {
            persons: self.persons / part,
            users: self.users / part,
            ..self
        }
    }

    /// The first day of the log, a Monday in spring: Easter, May, the holiday and the summer
    /// intake come within half a year.
    #[must_use]
    pub fn first_day(&self) -> Day {
        date(2026, 3, 2)
    }

    #[must_use]
    pub fn last_day(&self) -> Day {
        self.first_day().plus(self.weeks as i32 * 7 - 1)
    }

    /// The first day of the evaluated half; what comes before may be learned from.
    #[must_use]
    pub fn evaluated_from(&self) -> Day {
        self.first_day().plus((self.weeks / 2) as i32 * 7)
    }

    /// The Monday of a week, counted from 0.
    pub(super) fn monday(&self, week: u32) -> Day {
        self.first_day().plus(week as i32 * 7)
    }

    pub(super) fn terms(&self) -> &'static Terms {
        match self.flavour {
            Flavour::Garrison => &GARRISON,
            Flavour::Municipality => &MUNICIPALITY,
        }
    }

    /// Incidents of each scenario and difficulty: six in a full world, at least one.
    pub(super) fn incidents_each(&self) -> u32 {
        (self.users * 6 / 2_400).max(1)
    }

    pub(super) fn check(&self) {
        let (fewest, most) = PERSONS;
        assert!(
            (fewest..=most).contains(&self.persons),
            "a world has {fewest} to {most} people"
        );
        assert!(
            (USERS_MIN..=self.persons / 10).contains(&self.users),
            "a world has {USERS_MIN} users to a tenth of its people"
        );
        let (fewest, most) = WEEKS;
        assert!(
            (fewest..=most).contains(&self.weeks),
            "a world has {fewest} to {most} weeks"
        );
    }
}
