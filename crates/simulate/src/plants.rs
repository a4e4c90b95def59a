//! What is planted in a world, with the figures that it must show.
//!
//! Subjects of plants are left alone by ordinary work, so their figures are exact; where
//! ordinary work adds to a figure, it is a least.

use tilsyn_domain::day::{Day, Period};
use tilsyn_domain::event::{Kind, Outcome};
use tilsyn_domain::national_id::NationalId;

use crate::act::{Act, Twist};
use crate::calendar::{LOG_FIRST, LOG_LAST, date};
use crate::cast::Cast;
use crate::chance::Chance;
use crate::koereproeve;
use crate::people::{CHANGED_ON, Part};
use crate::sources::System;
use crate::stream::{GAPS, SILENT_FROM};
use crate::units::{NONE, Sector};
use crate::world::World;

pub(crate) use crate::koereproeve::RELEASE;

/// One curiosity.
#[derive(Clone, Debug, PartialEq)]
pub struct Plant {
    /// A word that stays: tests find the plant by it, and its sentence stands under it in the
    /// text files of the program.
    pub key: &'static str,
    /// `source:user`.
    pub user: Option<String>,
    /// Where it happened, if it is about a whole source.
    pub source: Option<&'static str>,
    pub subjects: Vec<NationalId>,
    pub period: Period,
    pub expected: Vec<Figure>,
}

/// One number that a plant must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub what: What,
    pub bound: Bound,
    pub value: u64,
}

/// What a figure counts, over the plant's user, subjects and period as far as it has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Lookups as formats.md defines them.
    Lookups,
    /// Lookups that are picture views.
    PictureViews,
    /// Days on which there were lookups.
    Days,
    /// Distinct users who looked up.
    Users,
    /// Distinct units of those users, as of the lookups.
    Units,
    /// Distinct people looked up.
    People,
    /// Distinct units of the people looked up.
    SubjectUnits,
    /// Lookups in the population register.
    RegisterLookups,
    /// Own records opened that were somebody else's.
    UnequalOwnRecords,
    /// Running numbers that never came.
    MissingNumbers,
    /// Events of the source in the period.
    Events,
    /// Next of kin that came along in transfers from the population register.
    Kin,
    /// Acts refused by the source.
    Refused,
}

/// Whether a figure is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Exactly,
    AtLeast,
}

pub(crate) fn exactly(what: What, value: u64) -> Figure {
    Figure {
        what,
        bound: Bound::Exactly,
        value,
    }
}

pub(crate) fn at_least(what: What, value: u64) -> Figure {
    Figure {
        what,
        bound: Bound::AtLeast,
        value,
    }
}

/// Everything that is planned rather than drawn day by day.
#[derive(Default)]
pub(crate) struct Plan {
    pub plants: Vec<Plant>,
    /// In the order of days.
    pub acts: Vec<(Day, Act)>,
    /// Grants and the day on which each begins or ends, in the order of days.
    grants: Vec<(u32, Day)>,
    cast: Cast,
}

impl Plan {
    /// Chooses who plays a part, before anything else is drawn.
    pub(crate) fn cast(world: &mut World, wrong_ids: &[u32], renamed: u32) {
        world.plan.cast = Cast::new(world, wrong_ids, renamed);
    }

    /// Plans the acts and writes down what they must show.
    pub(crate) fn act(world: &mut World) {
        let mut stage = Stage {
            world,
            chance: Chance::new(world.seed, 4),
            plants: Vec::new(),
            acts: Vec::new(),
        };
        stage.people_and_pictures();
        stage.users();
        stage.leaver_and_closed_unit();
        stage.sources();
        stage.ids();
        koereproeve::plan(&mut stage);
        let (plants, mut acts) = (stage.plants, stage.acts);
        acts.sort_by_key(|(day, act)| (*day, act.at));
        let mut grants = Vec::new();
        for (place, grant) in world.staff.grants.iter().enumerate() {
            for day in [Some(grant.from), grant.to].into_iter().flatten() {
                if LOG_FIRST <= day && day <= LOG_LAST {
                    grants.push((place as u32, day));
                }
            }
        }
        grants.sort_by_key(|(grant, day)| (*day, *grant));
        (world.plan.plants, world.plan.acts, world.plan.grants) = (plants, acts, grants);
    }

    pub(crate) fn acts_on(&self, day: Day) -> &[(Day, Act)] {
        let first = self.acts.partition_point(|(on, _)| *on < day);
        let end = self.acts.partition_point(|(on, _)| *on <= day);
        &self.acts[first..end]
    }

    pub(crate) fn grants_on(&self, day: Day) -> &[(u32, Day)] {
        let first = self.grants.partition_point(|(_, on)| *on < day);
        let end = self.grants.partition_point(|(_, on)| *on <= day);
        &self.grants[first..end]
    }

    pub(crate) fn cast_of(&self) -> &Cast {
        &self.cast
    }
}

/// Where the planted acts are put together.
pub(crate) struct Stage<'a> {
    pub world: &'a World,
    pub chance: Chance,
    pub plants: Vec<Plant>,
    pub acts: Vec<(Day, Act)>,
}

impl Stage<'_> {
    /// The main account of a worker.
    pub(crate) fn account(&self, worker: u32) -> u32 {
        self.world.staff.workers[worker as usize].accounts.start
    }

    pub(crate) fn user(&self, account: u32) -> Option<String> {
        let held = &self.world.staff.accounts[account as usize];
        Some(format!("{}:{}", held.system.source().name, held.user))
    }

    pub(crate) fn id(&self, person: u32) -> NationalId {
        self.world.people[person as usize].id.id()
    }

    /// Plans one act of an account at a time of day.
    pub(crate) fn plan(
        &mut self,
        (day, at): (Day, u32),
        kind: Kind,
        account: u32,
        subject: u32,
    ) -> &mut Act {
        let system = self.world.staff.accounts[account as usize].system;
        let at = at + self.chance.below(1_000);
        let mut act = Act::new(at, kind, system, account);
        (act.subject, act.salt) = (subject, self.chance.word());
        let screens = system.source().screens;
        act.detail = self.chance.below(screens.len() as u32);
        self.acts.push((day, act));
        &mut self.acts.last_mut().expect("one was just put there").1
    }

    /// Adds a plant about one user.
    pub(crate) fn about(
        &mut self,
        key: &'static str,
        (account, subjects): (Option<u32>, &[u32]),
        (first, last): (Day, Day),
        expected: Vec<Figure>,
    ) {
        let plant = Plant {
            key,
            user: account.and_then(|account| self.user(account)),
            source: None,
            subjects: subjects.iter().map(|person| self.id(*person)).collect(),
            period: Period::new(first, last).expect("plants are planned forwards"),
            expected,
        };
        self.plants.push(plant);
    }

    /// Says that the plant added last is about a whole source.
    pub(crate) fn in_source(&mut self, system: System) {
        if let Some(plant) = self.plants.last_mut() {
            plant.source = Some(system.source().name);
        }
    }

    fn ids(&mut self) {
        let cast = self.world.plan.cast_of();
        let (wrong, renamed) = (cast.wrong_ids.clone(), cast.renamed);
        let (account, own) = (self.account(cast.clerk), wrong.clone());
        for (n, person) in (0..).zip(own) {
            let day = date(2026, 3, 10).plus(n * 40);
            self.plan((day, 36_000_000), Kind::Lookup, account, person);
        }
        self.about(
            "wrong_check_digits",
            (None, &wrong),
            (LOG_FIRST, LOG_LAST),
            vec![at_least(What::Lookups, 3)],
        );
        let clerk = self.account(self.world.plan.cast_of().clerk);
        for day in [CHANGED_ON.plus(-20), CHANGED_ON.plus(30)] {
            self.plan((day, 38_000_000), Kind::Lookup, clerk, renamed);
        }
        self.about(
            "changed_id",
            (None, &[renamed]),
            (LOG_FIRST, LOG_LAST),
            vec![at_least(What::Lookups, 1)],
        );
    }

    /// A conscript is fetched from the population register with mother and father.
    fn transfer(&mut self) {
        let ordinary = |place: u32| {
            let person = self.world.people.get(place as usize);
            person.is_some_and(|person| person.part == Part::Ordinary)
        };
        let people = (0_u32..).zip(&self.world.people);
        let conscript = people
            .filter(|(place, person)| ordinary(*place) && (17..22).contains(&person.age()))
            .find(|(_, person)| ordinary(person.mother) && ordinary(person.father));
        let Some((conscript, _)) = conscript else {
            return;
        };
        let account = self.account(self.world.plan.cast_of().sees_all);
        let day = date(2026, 8, 12);
        let act = self.plan(
            (day, 37_000_000),
            Kind::RegisterTransfer,
            account,
            conscript,
        );
        act.twist = Twist::WithKin;
        self.about(
            "transfer_with_kin",
            (Some(account), &[conscript]),
            (day, day),
            vec![at_least(What::Kin, 2)],
        );
    }

    fn sources(&mut self) {
        self.transfer();
        let grants = &self.world.staff.grants;
        let granter = self.world.staff.granting[0];
        let account = self.world.staff.account(granter, System::Access);
        let own = grants
            .iter()
            .position(|grant| Some(grant.account) == account);
        if let (Some(account), Some(own)) = (account, own) {
            let day = date(2026, 5, 28);
            let act = self.plan((day, 55_000_000), Kind::AccessChange, account, 0);
            (act.detail, act.outcome) = (own as u32, Outcome::Deny);
            self.about(
                "self_grant",
                (Some(account), &[]),
                (day, day),
                vec![at_least(What::Refused, 1)],
            );
        }
        let shared = self
            .world
            .staff
            .account_named(System::Journal, "vakt-legevakt");
        if let Some(shared) = shared {
            self.shared(shared);
        }
        self.unknown_owner();
        self.warned();
        let none = vec![exactly(What::Events, 0)];
        self.about("silent_source", (None, &[]), (SILENT_FROM, LOG_LAST), none);
        self.in_source(System::Finance);
        let missing = GAPS.iter().map(|gap| u64::from(gap.numbers)).sum();
        self.about(
            "sequence_gaps",
            (None, &[]),
            (LOG_FIRST, LOG_LAST),
            vec![exactly(What::MissingNumbers, missing)],
        );
    }

    /// An account that nobody knows the owner of, and a test account among real people.
    fn unknown_owner(&mut self) {
        for (name, every, times, key) in [
            ("konsulent7", 14, 16, "unknown_owner"),
            ("test-jo", 0, 12, "test_account"),
        ] {
            let Some(account) = self.world.staff.account_named(System::Journal, name) else {
                continue;
            };
            let first = if every == 0 {
                date(2026, 6, 17)
            } else {
                date(2026, 3, 5)
            };
            for n in 0..times {
                let units = &self.world.units.of_field[Sector::Nursing as usize];
                let roster = &self.world.rosters[units[0] as usize];
                let person = *self.chance.pick(roster);
                let at = 39_600_000 + n as u32 * 240_000;
                self.plan((first.plus(n * every), at), Kind::Lookup, account, person);
            }
            let last = first.plus((times - 1) * every);
            let figures = vec![exactly(What::Lookups, u64::from(times.unsigned_abs()))];
            self.about(key, (Some(account), &[]), (first, last), figures);
        }
    }

    /// Users whom the overview of accounts must warn of; the directory shows why.
    fn warned(&mut self) {
        let cast = self.world.plan.cast_of().clone();
        for (key, worker) in [
            ("clearance_expired", cast.expired),
            ("clearance_withdrawn", cast.withdrawn),
            ("authorisation_missing", cast.unauthorised),
            ("idle_six_months", cast.idle),
            ("may_update_all", cast.updates_all),
            ("may_see_all", cast.sees_all),
            ("other_unit", cast.other_unit),
        ] {
            let account = self.account(worker);
            self.about(key, (Some(account), &[]), (LOG_FIRST, LOG_LAST), Vec::new());
        }
    }

    /// Two people under one account at the same time, on two machines.
    fn shared(&mut self, account: u32) {
        let roster = self.world.rosters
            [self.world.units.of_field[Sector::Emergency as usize][0] as usize]
            .clone();
        let mut lookups = 0;
        for week in 0..12 {
            let day = date(2026, 7, 3).plus(week * 7);
            for machine in [1, 2] {
                let mut at = 64_800_000 + u32::from(machine) * 420_000;
                for kind in [
                    Kind::Logon,
                    Kind::Lookup,
                    Kind::Lookup,
                    Kind::Lookup,
                    Kind::Logoff,
                ] {
                    let person = *self.chance.pick(&roster);
                    let person = if kind == Kind::Lookup { person } else { NONE };
                    lookups += u64::from(kind == Kind::Lookup);
                    self.plan((day, at), kind, account, person).twist = Twist::Elsewhere(machine);
                    at += 300_000 + self.chance.below(900_000);
                }
            }
        }
        self.about(
            "shared_account",
            (Some(account), &[]),
            (date(2026, 7, 3), date(2026, 9, 18)),
            vec![exactly(What::Lookups, lookups)],
        );
    }
}
