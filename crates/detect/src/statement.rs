//! What explanations say of an access statement: how many of a user's lookups outside the own unit
//! nothing explains, and how many that would be of others like that user.
//!
//! Others like the user are those with the same position in the same period; how many people they
//! looked up with an explanation says how much they had to do.

use std::collections::HashMap;

use tilsyn_domain::touch::{Channel, Marks, TouchQuestion, TouchWeek};
use tilsyn_domain::{Codebook, Day, Directory, Identity, Period};

use crate::counts::{Count, Peers};
use crate::explain::{Explained, ExplainedWeek, Explaining};
use crate::language::Rules;
use crate::people::Who;

/// Weeks before the period that it is measured over which templates count.
const WEEKS_BEFORE: i32 = 2;
/// What a user's week is worth who looked up nobody with an explanation.
const WEEK_EXPOSURE: f64 = 2.0;

/// One user's period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OfUser {
    /// Lookups outside the own unit that nothing explains, and of how many people.
    pub unexplained_lookups: u64,
    pub unexplained_people: u64,
    /// So many people without explanation were to be expected; nothing where there are too few
    /// others to tell.
    pub expected: Option<f64>,
    /// The chance of so many people or more while all is as usual.
    pub p: Option<f64>,
}

/// Adds up a period week by week.
pub struct Statement {
    explaining: Explaining,
    period: Period,
    weeks: f64,
    /// Pairs of a week outside the own unit without explanation, and their lookups.
    open: Vec<(Who, Who, u32)>,
    users: HashMap<Who, OfPeers>,
}

#[derive(Clone, Copy, Default)]
struct OfPeers {
    role: u32,
    explained: f64,
}

impl Statement {
    /// Nothing that was known after `known_on` is used.
    #[must_use]
    pub fn new(directory: &Directory, rules: &Rules, period: Period, known_on: Day) -> Statement {
        Statement {
            explaining: Explaining::new(directory, rules, known_on),
            period,
            weeks: 0.0,
            open: Vec::new(),
            users: HashMap::new(),
        }
    }

    /// What to ask the archive: the period, and the weeks before it that coverage is measured in.
    #[must_use]
    pub fn question(&self) -> TouchQuestion {
        let first = self.period.from().plus(-7 * WEEKS_BEFORE);
        let all = Period::new(first, self.period.to());
        self.explaining.question(all.unwrap_or(self.period))
    }

    /// Takes the weeks in their order.
    pub fn take(&mut self, week: &TouchWeek, book: &dyn Codebook) {
        let explained = self.explaining.week(week, book);
        if week.days.from() < self.period.from() {
            return;
        }
        self.weeks += 1.0;
        let mut open = self.open_pairs(&explained);
        open.sort_unstable();
        let same =
            |one: &(Who, Who, u32), other: &(Who, Who, u32)| (one.0, one.1) == (other.0, other.1);
        self.open.extend(open.chunk_by(same).map(|pair| {
            let lookups = pair.iter().map(|(_, _, lookups)| lookups);
            (pair[0].0, pair[0].1, lookups.sum())
        }));
    }

    /// Touches outside the own unit without explanation; the others are counted.
    fn open_pairs(&mut self, week: &ExplainedWeek) -> Vec<(Who, Who, u32)> {
        let mut open = Vec::new();
        for (place, one) in week.seen.iter().enumerate() {
            let touch = &one.touch;
            if touch.channel != Channel::Work || touch.lookups == 0 {
                continue;
            }
            let user = self.users.entry(one.user).or_insert(OfPeers {
                role: one.role,
                explained: 0.0,
            });
            if self.explaining.is_open(week.explained(place), one) {
                if touch.marks.any(Marks::OUTSIDE) {
                    open.push((one.user, one.person, touch.lookups));
                }
            } else {
                user.explained += 1.0;
            }
        }
        open
    }

    /// Every user with lookups.
    #[must_use]
    pub fn of_users(mut self) -> HashMap<Identity, OfUser> {
        self.open.sort_unstable();
        let mut found: HashMap<Who, OfUser> = HashMap::new();
        for of_pair in self
            .open
            .chunk_by(|one, other| (one.0, one.1) == (other.0, other.1))
        {
            let user = found.entry(of_pair[0].0).or_default();
            user.unexplained_people += 1;
            let lookups = of_pair.iter().map(|(_, _, lookups)| u64::from(*lookups));
            user.unexplained_lookups += lookups.sum::<u64>();
        }
        let mut users: Vec<(Who, OfPeers)> = self.users.into_iter().collect();
        users.sort_unstable_by_key(|(user, _)| *user);
        let counts: Vec<(u32, Count)> = users
            .iter()
            .map(|(user, of)| {
                let people = found.get(user).map_or(0, |user| user.unexplained_people);
                let count = Count {
                    seen: f64::from(u32::try_from(people).unwrap_or(u32::MAX)),
                    exposure: WEEK_EXPOSURE.mul_add(self.weeks, of.explained),
                };
                (of.role, count)
            })
            .collect();
        let peers = Peers::of(&counts);
        let people = &self.explaining.ground.people;
        let of_user = users.iter().zip(&counts).map(|((user, _), (role, count))| {
            let usual = peers.beside(*role, *count);
            let of_user = OfUser {
                expected: usual.map(|(expected, _)| expected),
                p: usual.map(|(_, p)| p),
                ..found.get(user).copied().unwrap_or_default()
            };
            (people.identity(*user).clone(), of_user)
        });
        of_user.collect()
    }
}

impl Explaining {
    /// Whether nothing explains a touch, or nothing may.
    pub(crate) fn is_open(&self, explained: Explained, one: &crate::explain::Seen) -> bool {
        explained == Explained::No || self.explainer.never(one, &self.ground).is_some()
    }
}
