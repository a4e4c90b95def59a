//! Who comes, goes and changes place within the log: transfers with peaks, the summer intake,
//! discharges, rotation, leavers, and one reorganisation.
//!
//! Everybody moves once at most, so that a stay is a pair of units.

use tilsyn_domain::day::Day;

use super::folk::Standing;
use super::places::{Merger, REORGANISED_LATE_DAYS};
use super::terms::Role;
use super::{Garrison, streams};
use crate::chance::Chance;
use crate::units::NONE;

/// Of a thousand in a unit, how many are transferred within half a year.
const TRANSFERRED: u32 = 170;
/// Of a thousand served who are young, how many come with the summer intake.
const INTAKE: u32 = 230;
/// And how many are discharged before it.
const DISCHARGED: u32 = 190;
const YOUNG: i32 = 22;

pub(super) fn set_in_motion(world: &mut Garrison) {
    let mut chance = world.chance(streams::MOVES);
    let merger = world.places.merger;
    for place in 0..world.people.len() {
        let person = &world.people[place];
        let told = person.stay.unit != NONE && person.stay.to.is_none();
        if !told || merger.closed.contains(&person.stay.unit) {
            continue;
        }
        match (person.standing, person.clerk) {
            (Standing::Served, _) => move_served(world, place, &mut chance),
            (Standing::Employed, NONE) if chance.permille(TRANSFERRED) => {
                transfer(world, place, &mut chance);
            }
            (Standing::Employed, clerk) if clerk != NONE => {
                move_clerk(world, place, clerk, &mut chance);
            }
            _ => {}
        }
    }
    reorganise(world, merger);
}

fn move_served(world: &mut Garrison, place: usize, chance: &mut Chance) {
    let age = world.people[place].age_on(world.plan.first_day());
    let turn = chance.below(1_000);
    if age <= YOUNG && turn < INTAKE {
        let stay = &mut world.people[place].stay;
        let monday = world.plan.monday(world.plan.weeks * 23 / 26);
        stay.from = monday.plus(chance.between(0, 2));
        (stay.moved_on, stay.told_on) = (stay.from, stay.from);
    } else if age <= YOUNG && turn < INTAKE + DISCHARGED {
        let monday = world.plan.monday(world.plan.weeks * 16 / 26);
        let last = monday.plus(chance.between(-20, 20));
        world.people[place].stay.to = Some(last);
    } else if turn >= 1_000 - TRANSFERRED {
        transfer(world, place, chance);
    }
}

/// The first of the month has most transfers, and two weeks of the half year most of all.
fn transfer_day(world: &Garrison, chance: &mut Chance) -> Day {
    let weeks = world.plan.weeks;
    let weight = |week: u32| match week {
        _ if week == weeks * 5 / 26 || week == weeks * 22 / 26 => 16,
        _ if week.is_multiple_of(4) => 5,
        _ => 2,
    };
    let weights: Vec<u32> = (0..weeks).map(weight).collect();
    let week = chance.weighted(&weights) as u32;
    world.plan.monday(week).plus(chance.between(0, 4))
}

fn transfer(world: &mut Garrison, place: usize, chance: &mut Chance) {
    let day = transfer_day(world, chance);
    let now = world.people[place].stay.unit;
    let line = world.places.units[now as usize].form;
    let base = world.places.units[now as usize].parent;
    let near = chance.permille(550);
    for _ in 0..40 {
        let other = *chance.pick(&world.places.departments);
        let unit = &world.places.units[other as usize];
        let fits = unit.form == line || world.plan.flavour == super::Flavour::Garrison;
        let closed = world.places.merger.closed.contains(&other);
        if other == now || closed || !fits || near && unit.parent != base {
            continue;
        }
        let stay = &mut world.people[place].stay;
        (stay.unit, stay.moved_on, stay.told_on) = (other, day, day);
        return;
    }
}

/// Rotation to another seat of the same job; leavers, of whom some keep an open account; and
/// beginners.
fn move_clerk(world: &mut Garrison, place: usize, clerk: u32, chance: &mut Chance) {
    let span = world.plan.weeks as i32 * 7;
    let day = world.plan.first_day().plus(chance.between(10, span - 12));
    let role = world.job(clerk).role;
    match chance.weighted(&[60, 75, 60, 805]) {
        0 if matches!(role, Role::Unit | Role::Team | Role::Medical) => {
            let job = world.clerks[clerk as usize].job;
            let list = if role == Role::Unit {
                &world.places.departments
            } else {
                &world.places.offices[usize::from(job)]
            };
            let other = *chance.pick(list);
            let stay = &mut world.people[place].stay;
            if !world.places.merger.closed.contains(&other) && stay.unit != other {
                (stay.unit, stay.moved_on, stay.told_on) = (other, day, day);
            }
        }
        1 => {
            world.people[place].stay.to = Some(day);
            let open = chance.permille(400);
            world.clerks[clerk as usize].account_to =
                (!open).then(|| day.plus(chance.between(0, 20)));
        }
        2 => {
            let stay = &mut world.people[place].stay;
            (stay.from, stay.moved_on, stay.told_on) = (day, day, day);
        }
        _ => {}
    }
}

fn reorganise(world: &mut Garrison, merger: Merger) {
    for person in &mut world.people {
        let stay = &mut person.stay;
        let stays = stay.to.is_none_or(|to| to >= merger.day) && stay.from < merger.day;
        if stays && !stay.moves() && merger.closed.contains(&stay.unit) {
            stay.unit = merger.opened;
            stay.moved_on = merger.day;
            stay.told_on = merger.day.plus(REORGANISED_LATE_DAYS);
        }
    }
}
