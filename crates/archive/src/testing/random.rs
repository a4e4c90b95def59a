//! Random directories and logs: movers, several employments, units of registered people, former
//! ids, shared and system accounts that change hands, and events at the edges of days.

use std::ops::Range;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tilsyn_domain::directory::{
    Account, AccountType, Directory, Employment, Person, PersonUnit, Protection, Validity,
};
use tilsyn_domain::event::Subject;
use tilsyn_domain::question::{EventFilter, EventSort, Order, SortBy, Stored};
use tilsyn_domain::usage::TimeOfWeek;
use tilsyn_domain::{
    Day, Event, Identity, Instant, Kind, NationalId, Outcome, Pattern, Period, Via, Zone,
};

use super::TableBook;

/// Days that events and validities lie in.
const DAYS: i32 = 24;

/// A source of random directories and logs.
pub struct Case {
    random: ChaCha8Rng,
    pub zone: Zone,
    first: Day,
    people: usize,
    users: usize,
    units: usize,
    next_leaf: u64,
}

const SYSTEMS: [&str; 3] = ["p3", "kartotek", "ris"];

fn id(number: usize) -> NationalId {
    NationalId::new(&format!("id{number:03}")).expect("not empty")
}

impl Case {
    #[must_use]
    pub fn new(seed: u64) -> Case {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let zones = [
            "Europe/Oslo",
            "Europe/Oslo",
            "UTC",
            "America/New_York",
            "Asia/Tokyo",
        ];
        let starts = ["2026-03-17", "2026-10-12", "2025-12-20", "1969-12-20"];
        let zone = zones[random.random_range(0..zones.len())];
        let first = starts[random.random_range(0..starts.len())];
        Case {
            zone: Zone::named(zone).expect("a zone of the table"),
            first: Day::parse(first).expect("a date of the table"),
            people: random.random_range(2..12),
            users: random.random_range(1..7),
            units: random.random_range(1..6),
            next_leaf: 0,
            random,
        }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    fn below(&mut self, end: usize) -> usize {
        self.random.random_range(0..end)
    }

    /// A number up to `max`.
    pub fn up_to(&mut self, max: usize) -> usize {
        self.random.random_range(0..=max)
    }

    /// A day that has events.
    pub fn day(&mut self) -> Day {
        let days = self.random.random_range(0..DAYS);
        self.first.plus(days)
    }

    /// A period: a day, some days, everything, or nothing near.
    pub fn period(&mut self) -> Period {
        let (one, other) = (self.day(), self.day());
        match self.below(8) {
            0 => Period::always(),
            1 => Period::new(one, one).expect("a day"),
            2 => Period::new(one.plus(400), one.plus(430)).expect("a period"),
            3 => Period::new(Day::MIN, one).expect("a period"),
            4 => Period::new(one, Day::MAX).expect("a period"),
            _ => Period::new(one.min(other), one.max(other)).expect("a period"),
        }
    }

    /// A span of time: hours, days, everything, or nothing.
    pub fn span(&mut self) -> Range<Instant> {
        let day = self.day();
        let start = self.zone.start_of(day);
        let start = Instant(start.0 + self.random.random_range(0..86_400_000_000));
        match self.below(5) {
            0 => Instant(i64::MIN)..Instant(i64::MAX),
            1 => start..start,
            2 => start..Instant(start.0 + self.random.random_range(0..7_200_000_000)),
            _ => start..Instant(start.0 + self.random.random_range(0..600_000_000_000)),
        }
    }

    /// Every source that there may be, and one that there is not.
    #[must_use]
    pub fn sources(&self) -> Vec<String> {
        let all = SYSTEMS.iter().chain(&["nobody's"]);
        all.map(|source| (*source).to_owned()).collect()
    }

    fn validity(&mut self) -> Validity {
        let (one, other) = (self.day(), self.day());
        let from = (!self.chance(40)).then_some(one.min(other));
        let to = (!self.chance(40)).then_some(one.max(other));
        Validity { from, to }
    }

    /// An id of a person of the directory, or now and then of one who is not in it.
    pub fn person(&mut self) -> NationalId {
        let number = self.below(self.people + 2);
        id(number)
    }

    fn unit(&mut self) -> String {
        format!("unit{}", self.below(self.units))
    }

    fn user(&mut self) -> (String, String) {
        let system = SYSTEMS[self.below(SYSTEMS.len())];
        (system.to_owned(), format!("user{}", self.below(self.users)))
    }

    /// Somebody who may have acted.
    pub fn actor(&mut self) -> Identity {
        if self.chance(50) {
            return Identity::Person(self.person());
        }
        let (source, user) = self.user();
        Identity::Account { source, user }
    }

    /// A directory; its owners of accounts have numbers.
    pub fn directory(&mut self, book: &TableBook) -> Directory {
        let mut directory = Directory::default();
        for number in 0..self.people {
            let former = self.chance(15).then(|| id(900 + number));
            let listed = self.chance(90);
            if listed {
                directory
                    .people
                    .push(person(number, former.into_iter().collect()));
            }
            self.belongings(number, &mut directory);
        }
        for system in SYSTEMS {
            for user in 0..self.users {
                for _ in 0..self.below(3) {
                    let account = self.account(system, user);
                    directory.accounts.push(account);
                }
            }
        }
        for owner in directory
            .accounts
            .iter()
            .filter_map(|row| row.national_id.clone())
        {
            book.number(&Identity::Person(owner));
        }
        directory
    }

    fn belongings(&mut self, number: usize, directory: &mut Directory) {
        let any_of = |case: &mut Case| {
            let former = case.chance(10);
            id(if former { 900 + number } else { number })
        };
        let employments = [0, 0, 1, 1, 2, 3][self.below(6)];
        for row in 0..employments {
            directory.employments.push(Employment {
                employment: format!("{number}/{row}"),
                national_id: any_of(self),
                employee_no: self.chance(80).then(|| format!("e{number}{}", 9 - row)),
                unit: self.unit(),
                position: None,
                manager_national_id: None,
                valid: self.validity(),
                paid_through: None,
            });
        }
        for _ in 0..self.below(3) {
            directory.person_units.push(PersonUnit {
                national_id: any_of(self),
                unit: self.unit(),
                valid: self.validity(),
            });
        }
    }

    fn account(&mut self, system: &str, user: usize) -> Account {
        let types = [
            AccountType::Person,
            AccountType::Person,
            AccountType::Person,
            AccountType::System,
            AccountType::Shared,
            AccountType::Test,
        ];
        Account {
            system: system.to_owned(),
            user: format!("user{user}"),
            national_id: self.chance(75).then(|| self.person()),
            account_type: types[self.below(types.len())],
            valid: self.validity(),
            last_logon: None,
        }
    }

    /// Some events in the order of their leaves, not of their times.
    pub fn events(&mut self, count: usize, book: &TableBook) -> Vec<Stored> {
        (0..count)
            .map(|_| {
                let event = self.event();
                let leaf = self.next_leaf;
                self.next_leaf += 1 + u64::from(self.chance(10)) * 3;
                book.stored(leaf, event)
            })
            .collect()
    }

    fn time(&mut self) -> Instant {
        let edges = [
            "21:59:59", "22:00:00", "22:30:00", "23:00:00", "23:30:00", "00:30:00", "01:00:00",
            "01:30:00", "04:30:00", "15:30:00",
        ];
        let day = self.day().date();
        let clock = if self.chance(60) {
            edges[self.below(edges.len())].to_owned()
        } else {
            format!(
                "{:02}:{:02}:{:02}.250",
                self.below(24),
                self.below(60),
                self.below(60)
            )
        };
        let text = format!("{day}T{clock}Z");
        tilsyn_domain::Stamp::parse(&text).expect("a time").at
    }

    fn kind(&mut self) -> Kind {
        if self.chance(35) {
            return Kind::ALL[self.below(Kind::ALL.len())];
        }
        [
            Kind::Lookup,
            Kind::Lookup,
            Kind::DocumentView,
            Kind::ImageView,
        ][self.below(4)]
    }

    fn word(&mut self, word: &str, percent: u32) -> Option<String> {
        self.chance(percent)
            .then(|| format!("{word}{}", self.below(3)))
    }

    /// What narrows a list of events, most of the time nothing.
    pub fn filter(&mut self) -> EventFilter {
        let patterns = ["pc-1", "PC-*", "*0.1", "10.0.0.2", "nowhere", "*"];
        let client = patterns[self.below(patterns.len())];
        let servers = ["ctx0", "CTX*", "*2", "other"];
        let server = servers[self.below(servers.len())];
        let accounts = (0..self.below(4)).map(|_| self.user()).collect();
        EventFilter {
            accounts: self.chance(25).then_some(accounts),
            source: self.chance(20).then(|| self.user().0),
            client: self.chance(20).then(|| Pattern::new(client)),
            server: self.chance(20).then(|| Pattern::new(server)),
            unit: self.chance(20).then(|| self.unit()),
            time: self.time_of_week(),
            unprotected: self.chance(20),
        }
    }

    fn time_of_week(&mut self) -> TimeOfWeek {
        let weekday = [0, 2, 5, 6][self.below(4)];
        let hour = [0, 2, 8, 15, 23][self.below(5)];
        TimeOfWeek {
            weekday: self.chance(10).then_some(weekday),
            hour: self.chance(10).then_some(hour),
        }
    }

    /// An order of events.
    pub fn sort(&mut self) -> EventSort {
        let by = [
            SortBy::Time,
            SortBy::Time,
            SortBy::Actor,
            SortBy::Application,
            SortBy::Element,
            SortBy::Screen,
            SortBy::Client,
            SortBy::Server,
        ];
        EventSort {
            by: by[self.below(by.len())],
            order: [Order::Descending, Order::Ascending][self.below(2)],
        }
    }

    fn event(&mut self) -> Event {
        let (source, user) = self.user();
        let time = self.time().utc();
        let number = self.next_leaf.to_string();
        let mut event = Event::new(&source, &number, time, self.kind(), &user);
        if self.chance(12) {
            event.outcome = [Outcome::Deny, Outcome::Error][self.below(2)];
        }
        event.actor.system = self.chance(8);
        event.actor.national_id = self.chance(30).then(|| self.any_id());
        event.object.element = self.word("element", 60);
        event.object.document = self.word("document", 40);
        event.place.application = self.word("application", 50);
        event.place.screen = self.word("screen", 50);
        event.place.tab = self.word("tab", 30);
        event.place.report = self.word("report", 20);
        event.place.client_host = self.word("PC-", 50);
        event.place.client_ip = self.word("10.0.0.", 40);
        event.place.server = self.word("ctx", 40);
        let subjects = match self.below(20) {
            0..3 => 0,
            3..13 => 1,
            13..19 => 1 + self.below(4),
            _ => 40,
        };
        for _ in 0..subjects {
            let subject = self.subject();
            event.subjects.push(subject);
        }
        event
    }

    /// A present or a former id.
    fn any_id(&mut self) -> NationalId {
        if self.chance(15) {
            return id(900 + self.below(self.people));
        }
        self.person()
    }

    fn subject(&mut self) -> Subject {
        let vias = [
            Via::Shown,
            Via::Listed,
            Via::Criterion,
            Via::Kin,
            Via::Disclosed,
        ];
        Subject {
            national_id: self.any_id(),
            name: None,
            via: if self.chance(75) {
                Via::Shown
            } else {
                vias[self.below(vias.len())]
            },
        }
    }
}

fn person(number: usize, former_ids: Vec<NationalId>) -> Person {
    Person {
        national_id: id(number),
        name: format!("Name {number}"),
        birth_date: None,
        address_key: None,
        protection: match number % 7 {
            3 => Protection::Address,
            _ => Protection::None,
        },
        public_figure: false,
        died_on: None,
        former_ids,
    }
}
