//! An ordinary day: who is at work, whom they look up, and why.
//!
//! Most subjects are of the own unit; cases, loans, help between units, people who just moved
//! and plain mistakes account for the rest.

use tilsyn_domain::day::Day;
use tilsyn_domain::event::{Kind, Outcome};

use crate::act::{Act, Twist};
use crate::calendar::{HOUR, MINUTE, SECOND, attendance, is_workday};
use crate::chance::{Chance, mix};
use crate::people::Part;
use crate::sources::System;
use crate::ties::{shift, works_shifts};
use crate::units::{FIELDS, NONE, Sector};
use crate::world::{Size, Tempo, World};

/// One day of the world in the making.
pub(crate) struct WorkingDay<'a> {
    world: &'a World,
    day: Day,
    chance: Chance,
    tempo: Tempo,
    acts: &'a mut Vec<Act>,
}

/// One worker in one session.
struct Session {
    worker: u32,
    account: u32,
    system: System,
    unit: u32,
    sector: Sector,
    at: u32,
    end: u32,
    twist: Twist,
}

impl<'a> WorkingDay<'a> {
    pub(crate) fn fill(world: &'a World, day: Day, acts: &'a mut Vec<Act>) {
        let chance = Chance::new(world.seed, 1_000_000 + u64::from(day.0.unsigned_abs()));
        let tempo = world.size.tempo();
        let mut working = WorkingDay {
            world,
            day,
            chance,
            tempo,
            acts,
        };
        working.heartbeats();
        working.nightly_jobs();
        let office = attendance(day);
        for worker in 0..world.staff.workers.len() as u32 {
            working.work(worker, office);
        }
        working.grants_of_the_day();
    }

    fn heartbeats(&mut self) {
        let hours: &[u32] = match self.world.size {
            Size::Small => &[6],
            Size::Medium | Size::Large => &[6, 18],
        };
        for system in crate::sources::SOURCES.iter().map(|source| source.system) {
            let account = self.world.staff.system_accounts[system as usize];
            for hour in hours {
                let at = hour * HOUR + self.chance.below(20) * SECOND;
                self.acts
                    .push(Act::new(at, Kind::Heartbeat, system, account));
            }
        }
    }

    /// Interfaces bring changes by night, and jobs read people for letters and invoices.
    fn nightly_jobs(&mut self) {
        let jobs = [
            System::Personnel,
            System::Journal,
            System::Finance,
            System::Labour,
        ];
        for system in jobs {
            let account = self.world.staff.system_accounts[system as usize];
            let mut at = HOUR + self.chance.below(HOUR / 2);
            for n in 0..self.tempo.batch {
                let subject = self.anybody();
                at += SECOND + self.chance.below(3 * SECOND);
                let kind = match system {
                    System::Personnel | System::Journal if n % 2 == 0 => Kind::Change,
                    System::Labour => Kind::RegisterLookup,
                    _ => Kind::Lookup,
                };
                let salt = self.chance.word();
                self.acts
                    .push(Act::new(at, kind, system, account).towards(subject, 0, salt));
            }
        }
        let account = self.world.staff.system_accounts[System::Register as usize];
        for _ in 0..self.tempo.batch / 2 {
            let at = 3 * HOUR + self.chance.below(HOUR);
            let (subject, salt) = (self.anybody(), self.chance.word());
            let act = Act::new(at, Kind::RegisterLookup, System::Register, account);
            self.acts.push(act.towards(subject, 0, salt));
        }
    }

    fn anybody(&mut self) -> u32 {
        loop {
            let subject = self.chance.below(self.world.people.len() as u32);
            if self.world.people[subject as usize].part == Part::Ordinary {
                return subject;
            }
        }
    }

    fn work(&mut self, worker: u32, office: u32) {
        let staff = &self.world.staff;
        let held = &staff.workers[worker as usize];
        let Some(sector) = held.sector else { return };
        if held.accounts.is_empty() || held.pace == 0 {
            return;
        }
        let Some(post) = staff.post_on(worker, self.day) else {
            return;
        };
        if self.world.ties.is_away(worker, self.day) {
            return;
        }
        let unit = post.unit;
        let (start, span, attends) = if works_shifts(sector) {
            let Some((start, length)) = shift(worker, self.day) else {
                return;
            };
            (start + self.chance.below(HOUR), length - HOUR, 950)
        } else {
            let late = self.chance.below(3 * HOUR) + self.chance.below(3 * HOUR);
            (7 * HOUR + 20 * MINUTE + late, 4 * HOUR, office)
        };
        if !self.chance.permille(attends) || !self.chance.permille(self.tempo.opens) {
            return;
        }
        let accounts = held.accounts.clone();
        let acts = self.tempo.acts
            + self
                .chance
                .below(self.tempo.more * 2 * held.pace / 1_000 + 1);
        let account = accounts.start;
        let system = staff.accounts[account as usize].system;
        let mut session = Session {
            worker,
            account,
            system,
            unit,
            sector,
            at: start,
            end: (start + span).min(23 * HOUR + 50 * MINUTE),
            twist: Twist::None,
        };
        if self.chance.permille(60) {
            session.twist = Twist::Elsewhere(self.chance.below(4) as u8 + 1);
        }
        self.session(&mut session, acts);
        for account in accounts.skip(1) {
            let system = staff.accounts[account as usize].system;
            (session.account, session.system) = (account, system);
            let rarely = if system == System::Archive { 330 } else { 220 };
            if self.chance.permille(rarely) {
                self.beside(&mut session);
            }
        }
    }

    /// The second systems: a few acts in the archive, the register, or a report.
    fn beside(&mut self, session: &mut Session) {
        match session.system {
            System::Register => {
                for _ in 0..=self.chance.below(3) {
                    let (subject, case) = self.subject(session);
                    self.act(session, Kind::RegisterLookup, subject, case);
                }
            }
            System::Analysis => {
                for _ in 0..=self.chance.below(2) {
                    let subject = if self.chance.permille(250) {
                        self.subject(session).0
                    } else {
                        NONE
                    };
                    self.act(session, Kind::ReportRun, subject, NONE);
                }
                if self.chance.permille(120) {
                    self.act(session, Kind::Export, NONE, NONE);
                }
            }
            _ => {
                let acts = 2 + self.chance.below(4);
                self.session(session, acts);
            }
        }
    }

    fn session(&mut self, session: &mut Session, acts: u32) {
        if self.chance.permille(25) {
            self.act(session, Kind::LogonFailed, NONE, NONE);
        }
        self.act(session, Kind::Logon, NONE, NONE);
        let end = self.acts.len() + acts as usize;
        while self.acts.len() < end && session.at < session.end {
            self.visit(session);
        }
        if self.chance.permille(880) {
            self.act(session, Kind::Logoff, NONE, NONE);
        }
    }

    /// Everything done about one person, from the search to the change.
    fn visit(&mut self, session: &mut Session) {
        if session.system == System::Access {
            return self.visit_accounts(session);
        }
        let (subject, case) = self.subject(session);
        if self.chance.permille(210) {
            self.act(session, Kind::Search, subject, NONE);
        }
        for _ in 0..=self.chance.below(3) {
            self.act(session, Kind::Lookup, subject, case);
        }
        let rare = self.chance.below(1_000);
        let personnel = session.system == System::Personnel;
        let school = session.system == System::School;
        let kind = match rare {
            0..=169 => Some(Kind::DocumentView),
            170..=309 => Some(Kind::Change),
            310..=369 if personnel || school => Some(Kind::ImageView),
            370..=409 if personnel => Some(Kind::RegisterLookup),
            410..=429 if personnel => Some(Kind::RegisterTransfer),
            430..=459 => Some(Kind::List),
            460..=474 => Some(Kind::Print),
            475..=482 => Some(Kind::Disclosure),
            483..=492 => Some(Kind::ReportRun),
            493..=495 => Some(Kind::Export),
            _ => None,
        };
        if let Some(kind) = kind {
            let transfer = kind == Kind::RegisterTransfer;
            let about = if transfer {
                self.with_parents(subject, session)
            } else {
                subject
            };
            self.act(session, kind, about, case);
        }
        if personnel && self.chance.permille(25) {
            let own = self.world.staff.workers[session.worker as usize].person;
            self.act(session, Kind::OwnRecord, own, NONE);
        }
    }

    /// Somebody of the unit whose parents are known, if there is one at hand.
    fn with_parents(&mut self, subject: u32, session: &Session) -> u32 {
        let known = |person: u32| self.world.people[person as usize].mother != NONE;
        let found = (0..30).map(|_| self.of_roster(session.unit, session, 2));
        let mut found: Vec<u32> = found.collect();
        found.retain(|person| known(*person));
        found.first().copied().unwrap_or(subject)
    }

    /// Whoever keeps the accounts looks at employees of the units served.
    fn visit_accounts(&mut self, session: &mut Session) {
        let (subject, _) = self.subject(session);
        self.act(session, Kind::Search, subject, NONE);
        if self.chance.permille(500) {
            self.act(session, Kind::Lookup, subject, NONE);
        }
    }

    fn act(&mut self, session: &mut Session, kind: Kind, subject: u32, case: u32) {
        let gap = match kind {
            Kind::Logon => 5 * SECOND,
            Kind::Logoff => 2 * MINUTE,
            _ => 9 * SECOND,
        };
        let length = session.end.saturating_sub(session.at);
        session.at += gap + self.chance.below(length / 12 + SECOND);
        let at = session.at.min(session.end + 5 * MINUTE) + self.chance.below(1_000);
        let mut act = Act::new(at, kind, session.system, session.account);
        let screens = session.system.source().screens;
        act.detail = match kind {
            Kind::Lookup | Kind::ReportRun | Kind::RegisterLookup => {
                let mut left = self
                    .chance
                    .below(screens.iter().map(|screen| screen.weight).sum());
                let found = screens.iter().position(|screen| {
                    let here = left < screen.weight;
                    left = left.wrapping_sub(if here { 0 } else { screen.weight });
                    here
                });
                found.unwrap_or(0) as u32
            }
            _ => self.chance.below(7),
        };
        (act.subject, act.case, act.salt) = (subject, case, self.chance.word());
        act.twist = session.twist;
        match kind {
            Kind::Lookup => self.twist_lookup(session, &mut act),
            Kind::Search if act.salt.is_multiple_of(2) => act.twist = Twist::ByNumber,
            Kind::List => act.twist = Twist::ListOf(3 + (act.salt % 9) as u8),
            Kind::RegisterTransfer if !act.salt.is_multiple_of(3) => act.twist = Twist::WithKin,
            _ => {}
        }
        self.acts.push(act);
    }

    fn twist_lookup(&mut self, session: &Session, act: &mut Act) {
        match self.chance.below(1_000) {
            0..=11 => act.twist = Twist::Household,
            12..=15 => act.outcome = Outcome::Deny,
            16 => act.outcome = Outcome::Error,
            17..=20 if session.system == System::Journal => act.twist = Twist::BrokeGlass,
            21..=25 => act.twist = Twist::OnBehalf,
            _ => {}
        }
    }

    /// Whom to look up, and the case that it is about.
    fn subject(&mut self, session: &Session) -> (u32, u32) {
        let ties = &self.world.ties;
        match self.chance.below(1_000) {
            0..=44 => {
                let cases = &ties.of_unit[session.unit as usize];
                for _ in 0..6 {
                    if cases.is_empty() {
                        break;
                    }
                    let place = *self.chance.pick(cases);
                    let case = &ties.cases[place as usize];
                    let free = case.worker == NONE || case.worker == session.worker;
                    if free && case.from <= self.day && self.day <= case.to {
                        return (case.subject, place);
                    }
                }
            }
            45..=199 => {
                for loan in ties.loans_of(session.worker) {
                    let now = loan.from <= self.day && self.day <= loan.to;
                    if now && (loan.kind != "team" || self.chance.permille(330)) {
                        return (self.of_roster(loan.unit, session, 4), NONE);
                    }
                }
            }
            200..=227 => {
                // The same unit asks the same other unit for help the whole year.
                let units = &self.world.units.of_field[session.sector as usize];
                let helped = mix(u64::from(session.unit), 11) as usize % units.len();
                return (self.of_roster(units[helped], session, 4), NONE);
            }
            228..=243 => return (self.of_roster(session.unit, session, 0), NONE),
            244..=255 => {
                let field = self.chance.below(FIELDS.len() as u32) as usize;
                let unit = *self.chance.pick(&self.world.units.of_field[field]);
                return (self.of_roster(unit, session, 2), NONE);
            }
            256..=261 => return (self.anybody(), NONE),
            _ => {}
        }
        (self.of_roster(session.unit, session, 8), NONE)
    }

    /// Somebody of a unit; mostly of the worker's own caseload, which changes by the month.
    fn of_roster(&mut self, unit: u32, session: &Session, tries: u32) -> u32 {
        let roster = &self.world.rosters[unit as usize];
        if roster.is_empty() {
            let fields = &self.world.units.of_field[Sector::Citizens as usize];
            let other = fields[mix(u64::from(unit), 3) as usize % fields.len()];
            return if other == unit {
                self.anybody()
            } else {
                self.of_roster(other, session, 1)
            };
        }
        let count = roster.len() as u32;
        let month = self.day.0.unsigned_abs() / 30;
        let start = mix(u64::from(session.worker), u64::from(month / 3)) % count;
        let mut found = roster[start as usize];
        for _ in 0..=tries {
            let place = if self.chance.permille(720) {
                (start + self.chance.below(count.min(45))) % count
            } else {
                self.chance.below(count)
            };
            found = roster[place as usize];
            if self.world.belongs(found, unit, self.day) {
                break;
            }
        }
        found
    }

    /// Grants that begin or end today.
    fn grants_of_the_day(&mut self) {
        let range = self.world.plan.grants_on(self.day);
        for (grant, _) in range {
            let granting = &self.world.staff.granting;
            let worker = granting[mix(u64::from(*grant), 4) as usize % granting.len()];
            let account = self.world.staff.account(worker, System::Access);
            let Some(account) = account else { continue };
            let early = if is_workday(self.day) {
                8 * HOUR
            } else {
                6 * HOUR
            };
            let at = early + self.chance.below(7 * HOUR);
            let mut act = Act::new(at, Kind::AccessChange, System::Access, account);
            act.detail = *grant;
            act.salt = self.chance.word();
            self.acts.push(act);
        }
    }
}
