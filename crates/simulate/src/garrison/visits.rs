//! Ordinary work: whom somebody looks up and why, and what is opened of them.
//!
//! A visit is what one need brings: a search, some screens, often something written down.

use tilsyn_domain::day::Day;
use tilsyn_domain::event::Kind;

use super::Garrison;
use super::day::{Act, Shift, Twist};
use super::terms::{Job, MAIN, REGISTER, Role};
use crate::calendar::{MINUTE, SECOND, within};
use crate::chance::{Chance, mix};
use crate::units::NONE;

/// Of a thousand visits, how many open somebody of the same name first.
const WRONG_FIRST: u32 = 14;
/// Of a thousand visits of those who help a unit, how many are for it.
const HELPS: u32 = 140;
/// Of a thousand visits while the own unit holds a course.
const TEACHES: u32 = 110;
/// Of a thousand visits in the fortnight after a change of seat, those for the earlier one.
const HANDS_OVER: u32 = 160;

/// A clerk's day while it is made.
pub(super) struct Hand<'a> {
    world: &'a Garrison,
    job: &'static Job,
    clerk: u32,
    unit: u32,
    day: Day,
    shift: Shift,
    chance: Chance,
    acts: &'a mut Vec<Act>,
    number: u32,
}

impl<'a> Hand<'a> {
    pub(super) fn new(
        world: &'a Garrison,
        clerk: u32,
        day: Day,
        shift: Shift,
        chance: Chance,
        acts: &'a mut Vec<Act>,
    ) -> Hand<'a> {
        Hand {
            job: world.job(clerk),
            unit: world.seat(clerk, day),
            world,
            clerk,
            day,
            shift,
            chance,
            acts,
            number: 0,
        }
    }

    pub(super) fn fill(mut self) {
        let Shift { start, end, .. } = self.shift;
        self.push(start, Kind::Logon, NONE);
        let room = end - start - MINUTE;
        let visits = 0..self.shift.visits;
        let mut times: Vec<u32> = visits
            .map(|_| start + 20 * SECOND + self.chance.below(room))
            .collect();
        times.sort_unstable();
        for at in times {
            let subject = self.subject();
            if subject != NONE && subject != self.world.clerks[self.clerk as usize].person {
                self.visit(at, subject);
            }
        }
        if self.chance.permille(170) {
            self.list(start + 10 * SECOND);
        }
        if self.job.role == Role::Checking || self.job.role == Role::Head {
            let at = end - MINUTE / 2;
            if self.chance.permille(200) {
                self.push(at, Kind::ReportRun, NONE);
            }
        }
        if self.chance.permille(4) {
            self.second_desk();
        }
        if !self.chance.permille(60) {
            self.push(end.max(self.last() + SECOND), Kind::Logoff, NONE);
        }
    }

    /// When the last act of the session was; the portal is apart from it.
    fn last(&self) -> u32 {
        let own = self.acts.iter().rev();
        let own = own.take_while(|act| act.clerk == self.clerk && act.kind != Kind::OwnRecord);
        own.map(|act| act.at).max().unwrap_or_default()
    }

    fn push(&mut self, at: u32, kind: Kind, subject: u32) -> &mut Act {
        self.acts.push(Act {
            at,
            kind,
            system: MAIN,
            clerk: self.clerk,
            subject,
            twist: Twist::None,
            detail: 0,
            desk: self.shift.desk,
            number: self.number,
        });
        self.number += 1;
        self.acts.last_mut().expect("just pushed")
    }

    /// A meeting room or a colleague's machine, while the own session goes on.
    fn second_desk(&mut self) {
        let at = self.shift.start + (self.shift.end - self.shift.start) / 2;
        let desk = super::day::SHARED_DESKS + self.unit * 4 + 3;
        self.push(at, Kind::Logon, NONE).desk = desk;
        self.push(at + 9 * MINUTE, Kind::Logoff, NONE).desk = desk;
    }

    fn list(&mut self, at: u32) {
        let (unit, day) = (self.unit, self.day);
        let subject = self.world.somebody_of(unit, day, &mut self.chance);
        let more = self.chance.below(9) as u8;
        if subject != NONE {
            self.push(at, Kind::List, subject).twist = Twist::ListOf(more);
        }
    }

    /// Whom the next need is about.
    fn subject(&mut self) -> u32 {
        if let Some(subject) = self.lent().or_else(|| self.apart()) {
            return subject;
        }
        let diet = self.job.diet;
        let shares = [diet.own, diet.matter, diet.cover, diet.moves, diet.corridor];
        let found = match self.chance.weighted(&shares) {
            0 => self.of_unit(),
            1 => self.of_matter(self.clerk),
            2 => {
                let team = &self.world.ties.teams[self.unit as usize];
                let mate = *self.chance.pick(team);
                self.of_matter(mate)
            }
            3 => self.moving(),
            _ => self.asked(),
        };
        match found {
            NONE if diet.own > 0 => self.of_unit(),
            NONE => self.of_matter(self.clerk),
            found => found,
        }
    }

    /// For the unit one is lent to, or has just left.
    fn lent(&mut self) -> Option<u32> {
        let (world, day) = (self.world, self.day);
        if let Some(loan) = world.open_loan(self.clerk, day, &mut self.chance)
            && self.chance.permille(loan.share)
        {
            let found = world.somebody_of(loan.unit, day, &mut self.chance);
            return (found != NONE).then_some(found);
        }
        let stay = &world.person_of(self.clerk).stay;
        let fresh = stay.moves() && within(day, stay.moved_on, stay.moved_on.plus(13));
        if fresh && self.chance.permille(HANDS_OVER) {
            let found = world.somebody_of(stay.earlier, day, &mut self.chance);
            return (found != NONE).then_some(found);
        }
        None
    }

    /// Help, courses, and what the press asks about.
    fn apart(&mut self) -> Option<u32> {
        let (world, day) = (self.world, self.day);
        let helped = world.ties.helped[self.clerk as usize];
        if helped != NONE && self.chance.permille(HELPS) {
            let found = world.somebody_of(helped, day, &mut self.chance);
            return (found != NONE).then_some(found);
        }
        if self.job.role == Role::Press && self.chance.permille(600) {
            let fresh = world.ties.news.iter();
            let fresh = fresh.filter(|news| within(day, news.day, news.day.plus(4)));
            let persons: Vec<u32> = fresh.map(|news| news.person).collect();
            return (!persons.is_empty()).then(|| *self.chance.pick(&persons));
        }
        let courses = world.ties.courses.iter();
        let mut held = courses
            .filter(|course| course.unit == self.unit && within(day, course.from, course.to));
        if let Some(course) = held.next()
            && self.chance.permille(TEACHES)
        {
            return Some(self.chance.pick(&course.persons).0);
        }
        None
    }

    /// Somebody of the own unit; two in five times one of those at hand this fortnight.
    fn of_unit(&mut self) -> u32 {
        let (world, day) = (self.world, self.day);
        let roster = &world.ties.rosters[self.unit as usize];
        if !roster.is_empty() && self.chance.permille(400) {
            let fortnight = u64::from(day.0.unsigned_abs() / 14);
            let start = mix(u64::from(self.clerk) << 20 | fortnight, 5) % roster.len() as u32;
            let place = (start + self.chance.below(10)) as usize % roster.len();
            if world.people[roster[place] as usize].stay.unit_on(day) == self.unit {
                return roster[place];
            }
        }
        world.somebody_of(self.unit, day, &mut self.chance)
    }

    fn of_matter(&mut self, clerk: u32) -> u32 {
        let matter = self.world.open_matter(clerk, self.day, &mut self.chance);
        matter.map_or(NONE, |matter| matter.subject)
    }

    /// Somebody who comes within weeks, or has just gone.
    fn moving(&mut self) -> u32 {
        let ties = &self.world.ties;
        let day = self.day;
        let coming = ties.arrivals[self.unit as usize]
            .iter()
            .filter(|(_, on)| within(*on, day.plus(1), day.plus(25)));
        let gone = ties.departures[self.unit as usize]
            .iter()
            .filter(|(_, on)| within(*on, day.plus(-16), day));
        let found: Vec<u32> = coming.chain(gone).map(|(person, _)| *person).collect();
        if found.is_empty() {
            NONE
        } else {
            *self.chance.pick(&found)
        }
    }

    /// Somebody asks, and it is written down nowhere: mostly about people near by, colleagues
    /// and people of the town among them, and again about the same one for some weeks. That it
    /// is a neighbour or a namesake of one's own is a coincidence, but not a rare one.
    fn asked(&mut self) -> u32 {
        let world = self.world;
        let town = usize::from(world.places.units[self.unit as usize].town);
        match self.chance.weighted(&[310, 150, 100, 165, 18, 12, 245]) {
            0 => {
                let base = world.places.base_of(self.unit);
                let near: Vec<u32> = world.places.below(base).collect();
                if near.is_empty() {
                    return world.ties.anybody(world, &mut self.chance);
                }
                let unit = *self.chance.pick(&near);
                world.somebody_of(unit, self.day, &mut self.chance)
            }
            1 => {
                let other = self.chance.below(world.clerks.len() as u32);
                world.clerks[other as usize].person
            }
            2 => *self.chance.pick(&world.ties.townspeople[town]),
            3 => {
                let weeks = u64::from(self.day.0.unsigned_abs() / 24);
                let kept = mix(u64::from(self.clerk) << 20 | weeks, 9);
                let people = &world.ties.townspeople[town];
                people[kept as usize % people.len()]
            }
            4 => self.neighbour(),
            5 => {
                let family = usize::from(world.person_of(self.clerk).family);
                *self.chance.pick(&world.ties.namesakes[family])
            }
            _ => world.ties.anybody(world, &mut self.chance),
        }
    }

    /// Somebody of the clerk's own street, or `NONE`.
    fn neighbour(&mut self) -> u32 {
        let world = self.world;
        let home = world.homes[world.person_of(self.clerk).home as usize];
        let street = |person: &&u32| {
            let there = world.people[**person as usize].home;
            world.homes[there as usize].street == home.street
        };
        let all = world.ties.townspeople[usize::from(home.town)].iter();
        let all: Vec<u32> = all.filter(street).copied().collect();
        if all.is_empty() {
            NONE
        } else {
            *self.chance.pick(&all)
        }
    }

    fn visit(&mut self, at: u32, subject: u32) {
        let mut at = at;
        if self.chance.permille(WRONG_FIRST) {
            at = self.wrong_first(at, subject);
        } else if self.chance.permille(120) {
            self.search(at, subject);
            at += self.chance.below(30) * SECOND + 4 * SECOND;
        }
        for _ in 0..=self.chance.weighted(&[72, 19, 7, 2]) {
            let kind = self.look();
            let detail = self.detail(kind);
            self.push(at, kind, subject).detail = detail;
            at += self.chance.below(70) * SECOND + self.chance.below(9_000) + 3 * SECOND;
        }
        if self.chance.permille(self.job.writes) {
            let detail = self.chance.word();
            self.push(at, Kind::Change, subject).detail = detail;
            at += 20 * SECOND;
        }
        if self.chance.permille(self.job.writes / 3) {
            let detail = self.chance.word();
            self.push(at, Kind::DocumentView, subject).detail = detail;
            at += 20 * SECOND;
        }
        if self.job.register > 0 && self.chance.permille(self.job.register) {
            self.follow_up(at, subject);
        }
    }

    fn look(&mut self) -> Kind {
        let documents = if self.job.role == Role::Scanning {
            600
        } else {
            75
        };
        match self.chance.weighted(&[1_000, documents, 26]) {
            0 => Kind::Lookup,
            1 => Kind::DocumentView,
            _ => Kind::ImageView,
        }
    }

    fn detail(&mut self, kind: Kind) -> u32 {
        if kind == Kind::Lookup {
            self.screen()
        } else {
            self.chance.word()
        }
    }

    fn screen(&mut self) -> u32 {
        let weights: Vec<u32> = self.world.terms.weights_for(self.job).collect();
        self.chance.weighted(&weights) as u32
    }

    fn search(&mut self, at: u32, subject: u32) {
        let twist = match self.chance.below(2) {
            0 => Twist::ByNumber,
            _ => Twist::ListOf(self.chance.below(4) as u8),
        };
        let detail = self.chance.word();
        let act = self.push(at, Kind::Search, subject);
        (act.twist, act.detail) = (twist, detail);
    }

    /// Opens somebody of the same name, sees that it is the wrong one, and goes on.
    fn wrong_first(&mut self, at: u32, subject: u32) -> u32 {
        let family = usize::from(self.world.people[subject as usize].family);
        let namesakes = &self.world.ties.namesakes[family];
        if namesakes.is_empty() {
            return at;
        }
        let wrong = *self.chance.pick(namesakes);
        let own = self.world.clerks[self.clerk as usize].person;
        if wrong == subject || wrong == own {
            return at;
        }
        self.search(at, subject);
        self.push(at + 9 * SECOND, Kind::Lookup, wrong).detail = 0;
        at + 30 * SECOND + self.chance.below(200) * SECOND
    }

    /// The population register is asked about the person, and often about next of kin.
    fn follow_up(&mut self, at: u32, subject: u32) {
        let person = &self.world.people[subject as usize];
        let kin = [person.mother, person.father, person.partner];
        let kin: Vec<u32> = kin.into_iter().filter(|kin| *kin != NONE).collect();
        if self.chance.permille(650) {
            self.push(at, Kind::RegisterLookup, subject).system = REGISTER;
        }
        let own = self.world.clerks[self.clerk as usize].person;
        if !kin.is_empty() && self.chance.permille(500) {
            let one = *self.chance.pick(&kin);
            let later = self.chance.below(90) * SECOND + 9 * SECOND;
            if one != own {
                self.push(at + later, Kind::RegisterLookup, one).system = REGISTER;
            }
        }
        if self.chance.permille(250) {
            let act = self.push(at + 3 * MINUTE, Kind::RegisterTransfer, subject);
            (act.system, act.twist) = (REGISTER, Twist::WithKin);
        }
    }
}
