//! Who plays a part in the planted curiosities: chosen before ordinary work is drawn.
//!
//! Not here: what they do (`scenes`).

use tilsyn_domain::day::Day;

use crate::calendar::{LOG_FIRST, date};
use crate::chance::mix;
use crate::people::{HOUSES_A_STREET, Part, Shield};
use crate::sources::System;
use crate::staff::Scope;
use crate::units::{NONE, Sector};
use crate::world::World;

/// The parts: workers first, then people.
#[derive(Clone, Default)]
pub(crate) struct Cast {
    pub neighbour: u32,
    pub former_partner: u32,
    pub burst: u32,
    pub admirer: u32,
    pub leaver: u32,
    pub own_record: u32,
    pub of_closed_unit: u32,
    pub mover: u32,
    pub evening: u32,
    pub fisher: u32,
    pub clerk: u32,
    pub expired: u32,
    pub withdrawn: u32,
    pub unauthorised: u32,
    pub idle: u32,
    pub updates_all: u32,
    pub sees_all: u32,
    pub other_unit: u32,

    pub next_door: u32,
    pub partner: u32,
    pub celebrity: u32,
    pub pictured: u32,
    pub admired: u32,
    pub wrong_ids: Vec<u32>,
    pub renamed: u32,
}

/// The last day of the leaver.
pub(crate) const LEFT_ON: Day = date(2026, 5, 31);
/// The last day of the mover in the old unit.
pub(crate) const MOVED_AFTER: Day = date(2026, 5, 31);
/// The last logon of the one who never logs on.
pub(crate) const IDLE_SINCE: Day = date(2026, 3, 20);

impl Cast {
    pub(crate) fn new(world: &mut World, wrong_ids: &[u32], renamed: u32) -> Cast {
        for place in wrong_ids.iter().chain([&renamed]) {
            world.people[*place as usize].earlier_home = None;
        }
        let (neighbour, next_door) = neighbours(world);
        let mut worker = |sector| free_worker(world, sector, None);
        let mut cast = Cast {
            neighbour,
            next_door,
            former_partner: worker(Sector::Labour),
            burst: worker(Sector::School),
            admirer: worker(Sector::Garrison),
            leaver: worker(Sector::ChildCare),
            own_record: worker(Sector::Garrison),
            of_closed_unit: worker(Sector::Garrison),
            evening: worker(Sector::Clinic),
            clerk: worker(Sector::Labour),
            expired: worker(Sector::Garrison),
            withdrawn: worker(Sector::Garrison),
            unauthorised: worker(Sector::Garrison),
            idle: worker(Sector::Garrison),
            updates_all: worker(Sector::Garrison),
            sees_all: worker(Sector::Garrison),
            other_unit: worker(Sector::Garrison),
            wrong_ids: wrong_ids.to_vec(),
            renamed,
            ..Cast::default()
        };
        cast.fisher = free_worker(world, Sector::Citizens, Some(System::Register));
        cast.mover = mover(world);
        let of = |world: &World, sector: Sector, n: usize| {
            let units = &world.units.of_field[sector as usize];
            units[n % units.len()]
        };
        let finance = of(world, Sector::Finance, 0);
        cast.partner = free_person(world, 31, finance);
        let board = of(world, Sector::Citizens, 1);
        cast.celebrity = free_person(world, 32, board);
        let company = of(world, Sector::Garrison, 1);
        cast.pictured = free_person(world, 33, company);
        let other = of(world, Sector::Garrison, 3);
        cast.admired = free_person(world, 34, other);
        cast.dress(world);
        cast
    }

    /// Changes the world so that each part can be played.
    fn dress(&self, world: &mut World) {
        let home = world.person_of(self.former_partner);
        let household = world.people[home as usize].household;
        world.people[home as usize].earlier_home = None;
        let partner = &mut world.people[self.partner as usize];
        partner.earlier_home = Some((household, date(2025, 9, 1)));
        partner.shield = Shield::Strict;
        world.people[self.celebrity as usize].public_figure = true;

        let staff = &mut world.staff;
        let leaver = &staff.workers[self.leaver as usize];
        let (post, accounts) = (leaver.posts.start as usize, leaver.accounts.clone());
        staff.posts[post].to = Some(LEFT_ON);
        for account in &mut staff.accounts[accounts.start as usize..accounts.end as usize] {
            account.last_logon = Some(date(2026, 9, 22));
        }
        let closed = staff.workers[self.of_closed_unit as usize].posts.start as usize;
        staff.posts[closed].unit = world.units.closed_company;
        let idle = &mut staff.workers[self.idle as usize];
        idle.pace = 0;
        let account = idle.accounts.start as usize;
        staff.accounts[account].last_logon = Some(IDLE_SINCE);
        let elsewhere = world.units.of_field[Sector::Garrison as usize][5];
        let own = staff.posts_of(self.other_unit)[0].unit;
        let foreign = if own == elsewhere {
            world.units.of_field[Sector::Garrison as usize][0]
        } else {
            elsewhere
        };
        for (worker, scope, rights) in [
            (self.updates_all, Scope::All, "update"),
            (self.sees_all, Scope::All, "read"),
            (self.other_unit, Scope::Unit(foreign), "read"),
            (
                self.of_closed_unit,
                Scope::Unit(world.units.closed_company),
                "read",
            ),
        ] {
            let account = staff.workers[worker as usize].accounts.start;
            let grant = staff
                .grants
                .iter_mut()
                .find(|grant| grant.account == account);
            if let Some(grant) = grant {
                (grant.scope, grant.rights) = (scope, rights);
            }
        }
    }
}

fn is_free(world: &World, worker: u32) -> bool {
    let held = &world.staff.workers[worker as usize];
    let posts = world.staff.posts_of(worker);
    held.part == Part::Ordinary
        && !held.accounts.is_empty()
        && posts.len() == 1
        && posts[0].to.is_none()
        && posts[0].from < date(2025, 12, 1)
        && !world.staff.heads.contains(&worker)
}

/// The first worker of a field who has no part yet, and no post but one.
fn free_worker(world: &mut World, sector: Sector, also: Option<System>) -> u32 {
    let count = world.staff.workers.len() as u32;
    let found = (0..count).find(|worker| {
        world.staff.workers[*worker as usize].sector == Some(sector)
            && is_free(world, *worker)
            && also.is_none_or(|system| world.staff.account(*worker, system).is_some())
    });
    let found = found.expect("every field of a world has enough workers for the parts");
    take(world, found);
    found
}

fn take(world: &mut World, worker: u32) {
    let held = &mut world.staff.workers[worker as usize];
    held.part = Part::Planted;
    // Steady and not too busy, so that a part stands out as it should.
    held.pace = 700;
}

/// Somebody who works nowhere and is in nobody's way, served by this unit from now on.
fn free_person(world: &mut World, salt: u64, unit: u32) -> u32 {
    let residents = world.size.residents();
    let first = mix(world.seed, salt) % residents;
    let found = (0..residents)
        .map(|n| (first + n) % residents)
        .find(|place| may_star(world, *place));
    let found = found.expect("a world has people who work nowhere");
    star(world, found, unit);
    found
}

fn may_star(world: &World, place: u32) -> bool {
    let person = &world.people[place as usize];
    person.part == Part::Ordinary
        && person.worker == NONE
        && person.died_on.is_none()
        && person.former.is_none()
        && person.id.id().form() == tilsyn_domain::national_id::IdForm::Synthetic
        && person.unit != NONE
        && (24..70).contains(&person.age())
}

fn star(world: &mut World, place: u32, unit: u32) {
    let person = &mut world.people[place as usize];
    person.part = Part::Planted;
    (person.unit, person.earlier_unit, person.second_unit) = (unit, unit, NONE);
    person.earlier_home = None;
}

/// A worker at the emergency room, and somebody who lives in the same street.
fn neighbours(world: &mut World) -> (u32, u32) {
    let count = world.staff.workers.len() as u32;
    for worker in 0..count {
        let held = &world.staff.workers[worker as usize];
        if held.sector != Some(Sector::Emergency) || !is_free(world, worker) {
            continue;
        }
        let home = world.people[held.person as usize].household;
        let first = held.person.saturating_sub(40);
        let last = (held.person + 40).min(world.size.residents());
        let next_door = (first..last).find(|place| {
            let other = world.people[*place as usize].household;
            let street = other / HOUSES_A_STREET == home / HOUSES_A_STREET;
            street && other != home && may_star(world, *place)
        });
        if let Some(next_door) = next_door {
            let person = held.person as usize;
            world.people[person].earlier_home = None;
            take(world, worker);
            let unit = world.units.of_field[Sector::Planning as usize][0];
            star(world, next_door, unit);
            return (worker, next_door);
        }
    }
    unreachable!("no worker at the emergency room has a neighbour")
}

/// Somebody who changed unit once; the change is put on the day of the part.
fn mover(world: &mut World) -> u32 {
    let count = world.staff.workers.len() as u32;
    let found = (0..count).find(|worker| {
        let posts = world.staff.posts_of(*worker);
        let held = &world.staff.workers[*worker as usize];
        posts.len() == 2
            && held.part == Part::Ordinary
            && held.sector != Some(Sector::Garrison)
            && !held.accounts.is_empty()
            && posts[0].from < LOG_FIRST
            && posts[0].to.is_some()
            && posts[1].to.is_none()
            && posts[0].to < Some(posts[1].from)
            && posts[0].unit != world.units.closed_office()
            && posts[0].unit != posts[1].unit
            && !world.rosters_are_empty(held.sector)
            && !world.staff.heads.contains(worker)
    });
    let found = found.expect("a world has people who changed unit");
    let first = world.staff.workers[found as usize].posts.start as usize;
    world.staff.posts[first].to = Some(MOVED_AFTER);
    world.staff.posts[first + 1].from = MOVED_AFTER.plus(1);
    take(world, found);
    found
}

impl World {
    pub(crate) fn person_of(&self, worker: u32) -> u32 {
        self.staff.workers[worker as usize].person
    }

    /// Whether a field serves nobody.
    fn rosters_are_empty(&self, sector: Option<Sector>) -> bool {
        matches!(
            sector,
            None | Some(Sector::Direction | Sector::Personnel | Sector::Technology)
        )
    }
}
