//! What those with a part do, and what it must show.

use std::collections::BTreeSet;

use tilsyn_domain::day::Day;
use tilsyn_domain::event::Kind;

use crate::calendar::{HOUR, LOG_FIRST, LOG_LAST, MINUTE, date, days};
use crate::cast::{LEFT_ON, MOVED_AFTER};
use crate::plants::{Stage, What, at_least, exactly};
use crate::sources::System;
use crate::units::{COMPANY_CLOSES, NONE, Sector};
use crate::world::Size;

impl Stage<'_> {
    /// Somebody of a field's roster whom this worker's units do not serve that day.
    fn stranger(&mut self, sector: Sector, worker: u32, day: Day) -> u32 {
        let units = &self.world.units.of_field[sector as usize];
        loop {
            let roster = &self.world.rosters[*self.chance.pick(units) as usize];
            if roster.is_empty() {
                continue;
            }
            let person = *self.chance.pick(roster);
            let of_unit = |person: u32| {
                let posts = self.world.staff.posts_of(worker);
                posts
                    .iter()
                    .any(|post| self.world.belongs(person, post.unit, day))
            };
            let served = units
                .iter()
                .any(|unit| self.world.belongs(person, *unit, day));
            if served && !of_unit(person) && person != self.world.person_of(worker) {
                return person;
            }
        }
    }

    pub(crate) fn people_and_pictures(&mut self) {
        let cast = self.world.plan.cast_of().clone();
        self.visits_to_one(
            (cast.neighbour, cast.next_door),
            (date(2026, 2, 4), 7, 38),
            "neighbour",
        );
        self.visits_to_one(
            (cast.former_partner, cast.partner),
            (date(2026, 5, 6), 13, 9),
            "former_partner",
        );
        self.crowd(cast.celebrity);
        self.picture_of_many(cast.pictured);
        self.picture_of_one(cast.admirer, cast.admired);
    }

    fn visits_to_one(
        &mut self,
        (worker, subject): (u32, u32),
        (first, every, times): (Day, i32, i32),
        key: &'static str,
    ) {
        let account = self.account(worker);
        let (mut lookups, mut visits) = (0, 0);
        for visit in 0..times {
            let day = first.plus(visit * every + self.chance.between(0, 2));
            visits += 1;
            let mut at = 9 * HOUR + self.chance.below(6 * HOUR);
            for _ in 0..=self.chance.below(2) {
                self.plan((day, at), Kind::Lookup, account, subject);
                at += MINUTE + self.chance.below(3 * MINUTE);
                lookups += 1;
            }
        }
        let figures = vec![exactly(What::Lookups, lookups), exactly(What::Days, visits)];
        self.about(
            key,
            (Some(account), &[subject]),
            (LOG_FIRST, LOG_LAST),
            figures,
        );
    }

    /// Users of many units open a person in the news.
    fn crowd(&mut self, celebrity: u32) {
        let wanted = match self.world.size {
            Size::Small => 34,
            Size::Medium => 80,
            Size::Large => 400,
        };
        let (first, last) = (date(2026, 8, 19), date(2026, 8, 23));
        let workers = self.world.staff.workers.len() as u32;
        let (mut users, mut units, mut lookups) = (0, BTreeSet::new(), 0);
        let step = (workers / wanted / 2).max(1);
        for worker in (0..workers).step_by(step as usize) {
            let held = &self.world.staff.workers[worker as usize];
            let serves = held.sector.is_some_and(|sector| {
                !matches!(
                    sector,
                    Sector::Garrison | Sector::Technology | Sector::Personnel
                )
            });
            let day = first.plus(self.chance.between(0, 4));
            let posts = self.world.staff.posts_of(worker);
            let valid: Vec<u32> = posts
                .iter()
                .filter(|post| post.valid_on(day))
                .map(|post| post.unit)
                .collect();
            if !serves || held.accounts.is_empty() || valid.is_empty() || users >= wanted {
                continue;
            }
            users += 1;
            units.extend(valid);
            let account = held.accounts.start;
            let mut at = 8 * HOUR + self.chance.below(11 * HOUR);
            for _ in 0..=self.chance.below(3) {
                self.plan((day, at), Kind::Lookup, account, celebrity);
                at += MINUTE + self.chance.below(2 * MINUTE);
                lookups += 1;
            }
        }
        self.about(
            "celebrity",
            (None, &[celebrity]),
            (first, last),
            vec![
                exactly(What::Users, u64::from(users)),
                exactly(What::Units, units.len() as u64),
                exactly(What::Lookups, lookups),
            ],
        );
    }

    fn picture_of_many(&mut self, subject: u32) {
        let wanted = match self.world.size {
            Size::Small => 24,
            Size::Medium => 90,
            Size::Large => 900,
        };
        let (mut users, mut views) = (0_u64, 0_u64);
        for worker in 0..self.world.staff.workers.len() as u32 {
            let Some(account) = self.world.staff.account(worker, System::Personnel) else {
                continue;
            };
            let day = date(2026, 7, 1).plus(self.chance.between(0, 90));
            let idle = self.world.staff.workers[worker as usize].pace == 0;
            if users >= wanted || idle || self.world.staff.post_on(worker, day).is_none() {
                continue;
            }
            users += 1;
            for n in 0..=self.chance.below(2) {
                let at = 9 * HOUR + n * 5 * MINUTE + self.chance.below(6 * HOUR);
                self.plan((day, at), Kind::ImageView, account, subject);
                views += 1;
            }
        }
        self.about(
            "picture_many",
            (None, &[subject]),
            (date(2026, 7, 1), date(2026, 9, 30)),
            vec![
                exactly(What::Users, users),
                exactly(What::PictureViews, views),
            ],
        );
    }

    fn picture_of_one(&mut self, worker: u32, subject: u32) {
        let account = self.account(worker);
        for n in 0..61 {
            let day = date(2026, 7, 1).plus(n * 3 / 2);
            let at = 8 * HOUR + self.chance.below(8 * HOUR);
            self.plan((day, at), Kind::ImageView, account, subject);
        }
        self.about(
            "picture_one_user",
            (Some(account), &[subject]),
            (date(2026, 7, 1), date(2026, 9, 30)),
            vec![exactly(What::PictureViews, 61)],
        );
    }

    pub(crate) fn users(&mut self) {
        let cast = self.world.plan.cast_of().clone();
        self.burst(cast.burst);
        self.evenings(cast.evening);
        self.fishing(cast.fisher);
        self.own_records(cast.own_record);
        self.after_moving(cast.mover);
    }

    fn burst(&mut self, worker: u32) {
        let account = self.account(worker);
        let (first, last) = (date(2026, 9, 7), date(2026, 9, 11));
        for day in days(first, last) {
            for n in 0..36 {
                let subject = self.stranger(Sector::Labour, worker, day);
                let at = 8 * HOUR + n * 11 * MINUTE + self.chance.below(9 * MINUTE);
                self.plan((day, at), Kind::Lookup, account, subject);
            }
        }
        self.about(
            "burst_week",
            (Some(account), &[]),
            (first, last),
            vec![at_least(What::Lookups, 180)],
        );
    }

    fn evenings(&mut self, worker: u32) {
        let account = self.account(worker);
        let (first, last) = (date(2026, 6, 6), date(2026, 8, 22));
        let mut lookups = 0;
        for week in 0..12 {
            let day = first.plus(week * 7);
            let mut at = 20 * HOUR + self.chance.below(HOUR);
            self.plan((day, at), Kind::Logon, account, NONE);
            for _ in 0..4 + self.chance.below(4) {
                at += 2 * MINUTE + self.chance.below(9 * MINUTE);
                let subject = self.stranger(Sector::Nursing, worker, day);
                self.plan((day, at), Kind::Lookup, account, subject);
                lookups += 1;
            }
            self.plan((day, at + 5 * MINUTE), Kind::Logoff, account, NONE);
        }
        self.about(
            "evenings",
            (Some(account), &[]),
            (first, last),
            vec![at_least(What::Lookups, lookups)],
        );
    }

    fn fishing(&mut self, worker: u32) {
        let Some(account) = self.world.staff.account(worker, System::Register) else {
            return;
        };
        let days = [date(2026, 5, 19), date(2026, 5, 20)];
        for day in days {
            for n in 0..32 {
                let subject = self.stranger(Sector::School, worker, day);
                let at = 9 * HOUR + n * 12 * MINUTE + self.chance.below(10 * MINUTE);
                self.plan((day, at), Kind::RegisterLookup, account, subject);
            }
        }
        self.about(
            "register_fishing",
            (Some(account), &[]),
            (days[0], days[1]),
            vec![at_least(What::RegisterLookups, 64)],
        );
    }

    fn own_records(&mut self, worker: u32) {
        let account = self.account(worker);
        let mut subjects = Vec::new();
        for n in 0..3 {
            let day = date(2026, 7, 14).plus(n * 21);
            let subject = self.stranger(Sector::Garrison, worker, day);
            self.plan((day, 11 * HOUR), Kind::OwnRecord, account, subject);
            subjects.push(subject);
        }
        self.about(
            "own_record_unequal",
            (Some(account), &subjects),
            (date(2026, 7, 14), date(2026, 8, 25)),
            vec![exactly(What::UnequalOwnRecords, 3)],
        );
    }

    fn after_moving(&mut self, worker: u32) {
        let account = self.account(worker);
        let old = self.world.staff.posts_of(worker)[0].unit;
        let roster = self.world.rosters[old as usize].clone();
        let mut lookups = 0;
        let last = MOVED_AFTER.plus(24);
        for day in days(MOVED_AFTER.plus(1), last).filter(|day| day.weekday() < 5) {
            for n in 0..2 + self.chance.below(3) {
                let subject = *self.chance.pick(&roster);
                let at = 9 * HOUR + n * 40 * MINUTE + self.chance.below(30 * MINUTE);
                if self.world.belongs(subject, old, day) {
                    self.plan((day, at), Kind::Lookup, account, subject);
                    lookups += 1;
                }
            }
        }
        self.about(
            "just_moved",
            (Some(account), &[]),
            (MOVED_AFTER.plus(1), last),
            vec![at_least(What::Lookups, lookups)],
        );
    }

    pub(crate) fn leaver_and_closed_unit(&mut self) {
        let cast = self.world.plan.cast_of().clone();
        let account = self.account(cast.leaver);
        let mut lookups = 0;
        for n in 0..9 {
            let day = LEFT_ON.plus(10 + n * 13);
            let mut at = 19 * HOUR + self.chance.below(2 * HOUR);
            self.plan((day, at), Kind::Logon, account, NONE);
            for _ in 0..2 + self.chance.below(3) {
                at += 3 * MINUTE + self.chance.below(6 * MINUTE);
                let subject = self.stranger(Sector::ChildCare, cast.evening, day);
                self.plan((day, at), Kind::Lookup, account, subject);
                lookups += 1;
            }
        }
        self.about(
            "leaver",
            (Some(account), &[]),
            (LEFT_ON.plus(1), LOG_LAST),
            vec![exactly(What::Lookups, lookups), exactly(What::Days, 9)],
        );
        let account = self.account(cast.of_closed_unit);
        let roster = self.world.rosters[self.world.units.closed_company as usize].clone();
        let last = COMPANY_CLOSES.plus(60);
        for day in days(COMPANY_CLOSES.plus(1), last).filter(|day| day.weekday() < 5) {
            let subject = *self.chance.pick(&roster);
            let at = 10 * HOUR + self.chance.below(4 * HOUR);
            self.plan((day, at), Kind::Lookup, account, subject);
        }
        self.about(
            "closed_unit",
            (Some(account), &[]),
            (COMPANY_CLOSES.plus(1), last),
            vec![at_least(What::Lookups, 43)],
        );
    }
}
