//! How systems are used: events counted by where, when and in which unit (K3).
//!
//! About systems, never about a person: nothing here is counted by who acted, and of them is only
//! told how many there were, so that a reader of few people's use can be told apart (`app`).

use serde::Serialize;

use crate::day::{Day, Zone};
use crate::time::Instant;

/// When in the week something happened, by the local clock; what is `None` narrows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeOfWeek {
    /// Monday is 0, Sunday 6.
    pub weekday: Option<u8>,
    /// 0 to 23.
    pub hour: Option<u8>,
}

impl TimeOfWeek {
    /// Whether it narrows anything.
    #[must_use]
    pub fn is_any(self) -> bool {
        self == TimeOfWeek::default()
    }

    #[must_use]
    pub fn holds(self, weekday: usize, hour: usize) -> bool {
        let fits = |asked: Option<u8>, found| asked.is_none_or(|one| usize::from(one) == found);
        fits(self.weekday, weekday) && fits(self.hour, hour)
    }
}

/// The weekday (Monday is 0) and the hour that it was there.
#[must_use]
pub fn weekday_and_hour(zone: &Zone, at: Instant) -> (usize, usize) {
    let weekday = zone.day_of(at).weekday();
    (
        usize::try_from(weekday).unwrap_or(0),
        usize::from(zone.minute_of(at) / 60),
    )
}

/// How many of some events there were, each way of counting over the same events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    pub events: u64,
    /// Distinct acting people, or accounts without owner.
    pub users: u64,
    /// By weekday (Monday first) and hour, on the local clock.
    pub hours: [[u64; 24]; 7],
    /// By the Monday of the week; only weeks with events, ascending.
    pub weeks: Vec<(Day, u64)>,
    /// Most events first, then by name; so for all below. What names none of them is left out.
    pub sources: Vec<UsedPlace>,
    pub elements: Vec<UsedPlace>,
    pub screens: Vec<UsedPlace>,
    pub reports: Vec<UsedPlace>,
    /// Units of those who acted; someone of two units counts in both.
    pub units: Vec<UsedPlace>,
    /// Events of those who had no unit that day.
    pub no_unit: u64,
}

/// A system, screen, report or unit, and how much it was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UsedPlace {
    pub name: String,
    pub events: u64,
    /// Distinct acting people, or accounts without owner.
    pub users: u64,
}

impl UsedPlace {
    /// Puts the most used first, and of equals the first by name.
    pub fn sort(places: &mut [UsedPlace]) {
        places.sort_by(|one, other| {
            let by_count = other.events.cmp(&one.events);
            by_count.then_with(|| one.name.cmp(&other.name))
        });
    }
}
