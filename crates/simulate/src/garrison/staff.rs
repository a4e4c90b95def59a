//! Who has an account: people of the world, in the seats of the jobs.
//!
//! Everybody with an account is employed, and has a machine, whether or not it is used.

use std::collections::BTreeMap;

use tilsyn_domain::day::Day;

use super::folk::{Standing, Stay};
use super::places::Form;
use super::terms::{ACCESS, MAIN, REGISTER, Role, Seat};
use super::{Garrison, streams};
use crate::chance::Chance;
use crate::names::plain;
use crate::units::NONE;

/// Somebody with an account.
pub(super) struct Clerk {
    pub person: u32,
    /// The place among the jobs.
    pub job: u8,
    pub user: String,
    pub employee_no: u32,
    /// How much the register is used, against others of the job, of a thousand.
    pub pace: u32,
    /// Weekdays off, a bit each, Monday first.
    pub free_days: u8,
    /// Whether the desk is shared with others of the unit.
    pub shares_desk: bool,
    /// The last day of the account; open after the last day of work for some.
    pub account_to: Option<Day>,
}

impl Clerk {
    pub(super) fn is_free(&self, day: Day) -> bool {
        self.free_days >> day.weekday() & 1 == 1
    }
}

/// Gives every seat to somebody.
pub(super) fn employ(world: &mut Garrison) {
    let mut chance = world.chance(streams::STAFF);
    let mut waiting = candidates(world, &mut chance);
    let mut names = BTreeMap::new();
    for job in 0..world.terms.jobs.len() {
        let count = world.terms.staff_of(job, world.plan.users);
        let seats = seats(world, job, count);
        for seat in seats {
            let town = world.places.units[seat as usize].town;
            let Some(person) = take(&mut waiting, town) else {
                continue;
            };
            let since = world.people[person as usize].stay.from;
            world.people[person as usize].stay = Stay::since(seat, since);
            world.people[person as usize].clerk = world.clerks.len() as u32;
            let clerk = hire(world, person, job as u8, &mut names, &mut chance);
            world.clerks.push(clerk);
        }
    }
}

/// Employees by town, in the order of chance.
fn candidates(world: &Garrison, chance: &mut Chance) -> Vec<Vec<u32>> {
    let mut towns = vec![Vec::new(); usize::from(world.places.towns)];
    for (place, person) in (0_u32..).zip(&world.people) {
        if person.standing == Standing::Employed {
            let town = world.homes[person.home as usize].town;
            towns[usize::from(town)].push(place);
        }
    }
    for town in &mut towns {
        for place in (1..town.len()).rev() {
            town.swap(place, chance.below(place as u32 + 1) as usize);
        }
    }
    towns
}

fn take(waiting: &mut [Vec<u32>], town: u8) -> Option<u32> {
    if let Some(person) = waiting[usize::from(town)].pop() {
        return Some(person);
    }
    let most = waiting.iter_mut().max_by_key(|town| town.len());
    most.and_then(Vec::pop)
}

/// The unit of each of so many people of a job.
fn seats(world: &Garrison, job: usize, count: u32) -> Vec<u32> {
    let places = &world.places;
    let list = match world.terms.jobs[job].seat {
        Seat::Department => weighted(world),
        Seat::Office(_) => places.offices[job].clone(),
        Seat::Base => places.bases.clone(),
    };
    let at = |n: u32| match world.terms.jobs[job].seat {
        // Spread over the whole list, so that large departments have more.
        Seat::Department => list[(u64::from(n) * list.len() as u64 / u64::from(count)) as usize],
        _ => list[n as usize % list.len()],
    };
    (0..count).map(at).collect()
}

/// Departments, the larger ones more often.
fn weighted(world: &Garrison) -> Vec<u32> {
    let departments = world.places.departments.iter();
    let often = |unit: &u32| {
        let weight = world.places.units[*unit as usize].weight + 2;
        (0..weight).map(|_| *unit).collect::<Vec<u32>>()
    };
    departments.flat_map(often).collect()
}

fn hire(
    world: &Garrison,
    person: u32,
    job: u8,
    names: &mut BTreeMap<String, u32>,
    chance: &mut Chance,
) -> Clerk {
    let someone = &world.people[person as usize];
    let front = |name: &str| plain(name).chars().take(3).collect::<String>();
    let family = super::surnames::family_name(someone.family);
    let name = front(someone.given_name()) + &front(&family);
    let count = names.entry(name.clone()).or_default();
    *count += 1;
    let user = if *count == 1 {
        name
    } else {
        format!("{name}{count}")
    };
    let shift_work = matches!(
        world.terms.jobs[usize::from(job)].role,
        Role::Duty | Role::Scanning
    );
    let free_days = if !shift_work && chance.permille(world.terms.part_time) {
        1 << chance.below(5) | 1 << chance.below(5)
    } else {
        0
    };
    Clerk {
        person,
        job,
        user,
        employee_no: 100_000 + world.clerks.len() as u32 * 17 + chance.below(17),
        pace: [300, 500, 700, 850, 1_000, 1_150, 1_350, 1_700, 2_300][chance.below(9) as usize],
        free_days,
        shares_desk: chance.permille(180),
        account_to: None,
    }
}

impl Garrison {
    /// The systems in which a clerk has an account.
    pub(super) fn systems_of(&self, clerk: u32) -> impl Iterator<Item = u8> {
        let job = self.job(clerk);
        let register = (job.register > 0).then_some(REGISTER);
        let access = (job.role == Role::Support).then_some(ACCESS);
        [Some(MAIN), register, access].into_iter().flatten()
    }

    pub(super) fn user_in(&self, system: u8, clerk: u32) -> String {
        let front = self.terms.origins[usize::from(system)].user_front;
        format!("{front}{}", self.clerks[clerk as usize].user)
    }

    /// `source:user`, as relations and truth have it.
    pub(super) fn account_in(&self, system: u8, clerk: u32) -> String {
        let source = self.terms.origins[usize::from(system)].name;
        format!("{source}:{}", self.user_in(system, clerk))
    }

    /// The one who leads a unit: of a department its head, else who has been there longest.
    pub(super) fn head_of(&self, unit: u32) -> u32 {
        let here = |clerk: &u32| self.person_of(*clerk).stay.unit == unit;
        let all = 0..self.clerks.len() as u32;
        let head = all.clone().find(|clerk| {
            here(clerk) && (self.job(*clerk).role == Role::Head || !self.is_department(unit))
        });
        head.or_else(|| all.clone().find(here)).unwrap_or(NONE)
    }

    pub(super) fn is_department(&self, unit: u32) -> bool {
        matches!(self.places.units[unit as usize].form, Form::Department(_))
    }
}
