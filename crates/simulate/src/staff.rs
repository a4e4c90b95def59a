//! Who works where, since when, and with which accounts and rights.
//!
//! Movers, people with two posts, leavers and joiners are made here; curiosities are not
//! (`plants`).

use tilsyn_domain::day::Day;

use crate::calendar::{HISTORY_FIRST, LOG_FIRST, LOG_LAST, date};
use crate::chance::Chance;
use crate::names::plain;
use crate::people::{INSTRUCTORS, Part, Person};
use crate::sources::{SOURCES, System};
use crate::units::{FIELDS, NONE, OFFICE_CLOSES, Sector, Units};
use crate::world::Size;

/// One employment.
#[derive(Clone)]
pub(crate) struct Post {
    pub worker: u32,
    pub unit: u32,
    pub position: &'static str,
    pub from: Day,
    pub to: Option<Day>,
}

/// An employee.
pub(crate) struct Worker {
    pub person: u32,
    pub number: u32,
    /// `None` for driving instructors.
    pub sector: Option<Sector>,
    pub posts: std::ops::Range<u32>,
    pub accounts: std::ops::Range<u32>,
    /// How much this one looks up, of a thousand of what is usual.
    pub pace: u32,
    /// Whether ordinary work may be planned for this one's figures (`Planted`: cast in a
    /// curiosity).
    pub part: Part,
}

/// What kind of account.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountKind {
    Person,
    System,
    Test,
    Shared,
}

/// One account in one system.
pub(crate) struct Account {
    pub system: System,
    pub user: String,
    /// Owner, or `NONE`.
    pub worker: u32,
    pub kind: AccountKind,
    pub from: Day,
    pub to: Option<Day>,
    pub last_logon: Option<Day>,
}

/// How far a right reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    OwnUnit,
    Unit(u32),
    All,
}

/// One entitlement held by one account.
pub(crate) struct Grant {
    pub account: u32,
    /// Place in the entitlements of its system.
    pub entitlement: u32,
    pub scope: Scope,
    pub rights: &'static str,
    pub from: Day,
    pub to: Option<Day>,
    pub ordered_by: u32,
    pub approved_by: u32,
    pub reason: &'static str,
}

/// The entitlements that every system offers: name ends, and screens they open.
pub(crate) const ENTITLEMENTS: [(&str, &str); 4] = [
    ("les", "Lese ordinære opplysninger"),
    ("les-sensitiv", "Lese sensitive opplysninger"),
    ("oppdater", "Oppdatere opplysninger"),
    ("rapport", "Rapporter og uttrekk"),
];

pub(crate) struct Staff {
    pub workers: Vec<Worker>,
    pub posts: Vec<Post>,
    pub accounts: Vec<Account>,
    pub grants: Vec<Grant>,
    /// The head of each unit, as a worker, or `NONE`.
    pub heads: Vec<u32>,
    /// The account of each system's interface.
    pub system_accounts: Vec<u32>,
    /// Workers of the technology field, who grant access.
    pub granting: Vec<u32>,
}

impl Staff {
    pub(crate) fn new(size: Size, seed: u64, units: &Units, people: &mut [Person]) -> Staff {
        let mut chance = Chance::new(seed, 2);
        let mut staff = Staff {
            workers: Vec::new(),
            posts: Vec::new(),
            accounts: Vec::new(),
            grants: Vec::new(),
            heads: vec![NONE; units.list.len()],
            system_accounts: Vec::new(),
            granting: Vec::new(),
        };
        let chosen = choose(size.users() * 5 / 4, people, &mut chance);
        let mut users = 0;
        for (n, person) in chosen.into_iter().enumerate() {
            let with_account = n % 5 != 4;
            staff.hire(units, people, person, (users, with_account), &mut chance);
            users += u32::from(with_account);
        }
        staff.hire_instructors(units, people);
        staff.name_heads(units);
        staff.open_accounts(people, &mut chance);
        staff.open_special_accounts();
        staff.granting = (0..staff.workers.len() as u32)
            .filter(|worker| staff.account(*worker, System::Access).is_some())
            .collect();
        staff.give_grants(&mut chance);
        staff
    }

    fn hire(
        &mut self,
        units: &Units,
        people: &mut [Person],
        person: u32,
        (users, with_account): (u32, bool),
        chance: &mut Chance,
    ) {
        let place = if with_account {
            // Spread evenly, so that small worlds have every field.
            let mut left = (u64::from(users) * 618_034 % 1_000_000) as u32 / 1_000;
            let count = |left: &mut u32, share: u32| {
                let here = *left < share;
                *left = left.wrapping_sub(if here { 0 } else { share });
                here
            };
            FIELDS
                .iter()
                .position(|field| count(&mut left, field.share))
                .unwrap_or(0)
        } else if chance.permille(600) {
            Sector::Garrison as usize
        } else {
            chance.below(FIELDS.len() as u32) as usize
        };
        let field = &FIELDS[place];
        let number = self.workers.len() as u32;
        let first = self.posts.len() as u32;
        let subs = &units.of_field[place];
        let unit = *chance.pick(subs);
        let position = *chance.pick(field.positions);
        let started = if chance.permille(120) {
            HISTORY_FIRST.plus(chance.between(20, 640))
        } else {
            HISTORY_FIRST.plus(-chance.between(60, 1_700))
        };
        let left = chance
            .permille(80)
            .then(|| started.max(HISTORY_FIRST).plus(chance.between(60, 700)));
        let left = left.filter(|day| *day < LOG_LAST);
        self.posts.push(Post {
            worker: number,
            unit,
            position,
            from: started,
            to: left,
        });
        self.vary(units, place, chance);
        let accounts = if with_account { 0..1 } else { 0..0 };
        let slow = matches!(
            field.sector,
            Sector::Direction | Sector::Personnel | Sector::Technology
        );
        self.workers.push(Worker {
            person,
            number: 100_000 + number * 7 % 900_000,
            sector: Some(field.sector),
            posts: first..self.posts.len() as u32,
            accounts,
            pace: if slow { 300 } else { 600 + chance.below(800) },
            part: Part::Ordinary,
        });
        people[person as usize].worker = number;
    }

    /// Gives the post hired last a move to another unit, or a second post beside it; and moves
    /// everybody out of the office that closed.
    fn vary(&mut self, units: &Units, place: usize, chance: &mut Chance) {
        let subs = &units.of_field[place];
        let open = &subs[..subs.len().saturating_sub(1).max(1)];
        let post = self.posts.len() - 1;
        let first = self.posts[post].clone();
        let other = *chance.pick(open);
        let may_leave = first.to.unwrap_or(LOG_LAST);
        if first.unit == units.closed_office() {
            if first.from > OFFICE_CLOSES {
                self.posts[post].unit = open[0];
            } else if may_leave > OFFICE_CLOSES {
                self.posts[post].to = Some(OFFICE_CLOSES);
                let from = OFFICE_CLOSES.plus(1);
                self.posts.push(Post {
                    unit: other,
                    from,
                    to: first.to,
                    ..first
                });
            }
        } else if first.unit == units.closed_company {
            // Its people are moved by `plants`, all but one.
            self.posts[post].unit = open[0];
        } else if chance.permille(110) && other != first.unit && other != units.closed_company {
            let span = may_leave.0 - first.from.max(HISTORY_FIRST).0;
            if span > 120 {
                let last = first
                    .from
                    .max(HISTORY_FIRST)
                    .plus(chance.between(60, span - 30));
                self.posts[post].to = Some(last);
                self.posts.push(Post {
                    unit: other,
                    from: last.plus(1),
                    to: first.to,
                    ..first
                });
            }
        } else if chance.permille(60) && other != first.unit && other != units.closed_company {
            let from = first.from.max(HISTORY_FIRST);
            self.posts.push(Post {
                unit: other,
                from,
                to: first.to,
                ..first
            });
        }
        // A zone that opened during the history has nobody before it opened.
        for post in &mut self.posts[post..] {
            let opened = units.list[post.unit as usize].from;
            if post.from < opened {
                post.unit = subs[0];
            }
        }
    }

    fn hire_instructors(&mut self, units: &Units, people: &mut [Person]) {
        let first = people
            .iter()
            .position(|person| person.danish)
            .unwrap_or(people.len());
        for n in 0..INSTRUCTORS {
            let (person, worker) = (first as u32 + n, self.workers.len() as u32);
            let posts = self.posts.len() as u32;
            let schools = &units.driving_schools;
            self.posts.push(Post {
                worker,
                unit: schools[n as usize % schools.len()],
                position: "Kørelærer",
                from: date(2021, 1, 1).plus(n as i32 * 90),
                to: None,
            });
            self.workers.push(Worker {
                person,
                number: 990_001 + n,
                sector: None,
                posts: posts..posts + 1,
                accounts: 0..1,
                pace: 0,
                part: Part::Planted,
            });
            people[person as usize].worker = worker;
        }
    }

    /// The one who has been there longest leads a unit.
    fn name_heads(&mut self, units: &Units) {
        for post in self.posts.iter().filter(|post| post.to.is_none()) {
            if self.workers[post.worker as usize].accounts.is_empty() {
                continue;
            }
            let mut unit = post.unit;
            while unit != NONE {
                let head = &mut self.heads[unit as usize];
                if *head == NONE {
                    *head = post.worker;
                }
                unit = units.list[unit as usize].parent;
            }
        }
    }

    fn open_accounts(&mut self, people: &[Person], chance: &mut Chance) {
        let mut taken = std::collections::BTreeMap::<String, u32>::new();
        for number in 0..self.workers.len() {
            let worker = &self.workers[number];
            let first = self.accounts.len() as u32;
            if worker.accounts.is_empty() {
                continue;
            }
            let person = &people[worker.person as usize];
            let mut user: String = plain(person.given_name()).chars().take(3).collect();
            user.extend(plain(person.family_name()).chars().take(3));
            let count = taken.entry(user.clone()).or_default();
            *count += 1;
            if *count > 1 {
                user.push_str(&count.to_string());
            }
            let heads = self.heads.contains(&(number as u32));
            let systems = systems_of(worker.sector, heads, chance);
            let posts = &self.posts[worker.posts.start as usize..worker.posts.end as usize];
            let from = posts[0].from;
            let end = posts.iter().map(|post| post.to.unwrap_or(Day::MAX)).max();
            let end = end.filter(|day| *day < Day::MAX);
            for system in systems {
                self.accounts.push(Account {
                    system,
                    user: user.clone(),
                    worker: number as u32,
                    kind: AccountKind::Person,
                    from,
                    to: end,
                    last_logon: end.or(Some(LOG_FIRST.plus(-chance.between(1, 40)))),
                });
            }
            self.workers[number].accounts = first..self.accounts.len() as u32;
        }
    }

    /// Interfaces, test accounts, shared ones, and some nobody knows the owner of.
    fn open_special_accounts(&mut self) {
        for source in &SOURCES {
            let special = [
                (source.system_user.to_owned(), AccountKind::System),
                (
                    format!("test-{}", source.prefix.to_lowercase()),
                    AccountKind::Test,
                ),
            ];
            self.system_accounts.push(self.accounts.len() as u32);
            for (user, kind) in special {
                self.add_ownerless(source.system, user, kind);
            }
        }
        self.add_ownerless(
            System::Journal,
            "vakt-legevakt".to_owned(),
            AccountKind::Shared,
        );
        self.add_ownerless(System::Archive, "skranke1".to_owned(), AccountKind::Shared);
        for (system, user) in [
            (System::Journal, "konsulent7"),
            (System::Finance, "ekstern-revisjon"),
            (System::School, "vikar3"),
        ] {
            self.add_ownerless(system, user.to_owned(), AccountKind::Person);
        }
    }

    fn add_ownerless(&mut self, system: System, user: String, kind: AccountKind) {
        self.accounts.push(Account {
            system,
            user,
            worker: NONE,
            kind,
            from: date(2022, 1, 1),
            to: None,
            last_logon: None,
        });
    }

    fn give_grants(&mut self, chance: &mut Chance) {
        for account in 0..self.accounts.len() as u32 {
            let held = &self.accounts[account as usize];
            if held.worker == NONE {
                continue;
            }
            let worker = &self.workers[held.worker as usize];
            let unit = self.posts[worker.posts.start as usize].unit;
            let wide = matches!(
                held.system,
                System::Register | System::Analysis | System::Access
            );
            let (from, to) = (held.from, held.to);
            let mut orderer = self.heads[unit as usize];
            if orderer == NONE || orderer == held.worker {
                orderer = self.granting.first().copied().unwrap_or(NONE);
            }
            let count = if wide {
                1
            } else {
                2 + u32::from(chance.permille(250))
            };
            for entitlement in 0..count {
                self.grants.push(Grant {
                    account,
                    entitlement,
                    scope: Scope::OwnUnit,
                    rights: if entitlement == 2 { "update" } else { "read" },
                    from: from.plus(chance.between(0, 3)).min(to.unwrap_or(Day::MAX)),
                    to,
                    ordered_by: orderer,
                    approved_by: *chance.pick(&self.granting),
                    reason: "Følger stillingen",
                });
            }
        }
    }

    /// The account of a worker in a system.
    pub(crate) fn account(&self, worker: u32, system: System) -> Option<u32> {
        let mut range = self.workers[worker as usize].accounts.clone();
        range.find(|account| {
            self.accounts
                .get(*account as usize)
                .is_some_and(|held| held.system == system)
        })
    }

    /// The account of this user name in a system.
    pub(crate) fn account_named(&self, system: System, user: &str) -> Option<u32> {
        let fits = |held: &Account| held.system == system && held.user == user;
        self.accounts
            .iter()
            .position(fits)
            .map(|place| place as u32)
    }

    pub(crate) fn posts_of(&self, worker: u32) -> &[Post] {
        let posts = &self.workers[worker as usize].posts;
        &self.posts[posts.start as usize..posts.end as usize]
    }

    /// The post valid on a day that stands first.
    pub(crate) fn post_on(&self, worker: u32, day: Day) -> Option<&Post> {
        self.posts_of(worker).iter().find(|post| post.valid_on(day))
    }
}

impl Post {
    pub(crate) fn valid_on(&self, day: Day) -> bool {
        self.from <= day && day <= self.to.unwrap_or(Day::MAX)
    }
}

/// Draws adults for the posts, evenly over the register; then shuffles them.
fn choose(count: u32, people: &[Person], chance: &mut Chance) -> Vec<u32> {
    let fits = |person: &Person| {
        !person.danish && person.died_on.is_none() && (22..66).contains(&person.age())
    };
    let mut left = people.iter().filter(|person| fits(person)).count() as u32;
    let mut chosen = Vec::with_capacity(count as usize);
    for (place, person) in people.iter().enumerate().filter(|(_, person)| fits(person)) {
        debug_assert!(person.worker == NONE);
        if chance.below(left) < count - chosen.len() as u32 {
            chosen.push(place as u32);
        }
        left -= 1;
    }
    for last in (1..chosen.len()).rev() {
        chosen.swap(last, chance.below(last as u32 + 1) as usize);
    }
    chosen
}

/// The systems one needs: that of the field first.
fn systems_of(sector: Option<Sector>, leads: bool, chance: &mut Chance) -> Vec<System> {
    let Some(sector) = sector else {
        return vec![System::Driving];
    };
    let main = FIELDS[sector as usize].system;
    let mut systems = vec![main];
    let register = matches!(
        sector,
        Sector::Labour | Sector::Citizens | Sector::ChildCare | Sector::Finance
    );
    if register && chance.permille(700) {
        systems.push(System::Register);
    }
    if main != System::Archive && main != System::Personnel && chance.permille(350) {
        systems.push(System::Archive);
    }
    if leads || matches!(sector, Sector::Direction | Sector::Finance) || chance.permille(50) {
        systems.push(System::Analysis);
    }
    systems
}
