//! Writes the directory folder of formats.md, section 2.
//!
//! One function a file; columns stand in the order of the contract.

use std::fs::{File, create_dir_all};
use std::io;
use std::path::Path;

use tilsyn_domain::day::Day;

use crate::calendar::{HOUR, LOG_FIRST, LOG_LAST, MINUTE, date, days, within};
use crate::cast::Cast;
use crate::koereproeve::instructor_of;
use crate::people::{HOUSES_A_STREET, LEARNERS, Person, Shield};
use crate::sources::{Care, SOURCES, Screen, System};
use crate::staff::{AccountKind, ENTITLEMENTS, Scope};
use crate::ties::{Registered, shift, works_shifts};
use crate::units::{NONE, Sector, Units};
use crate::world::{Size, World};

/// One file being written.
pub(crate) struct Table(csv::Writer<File>);

impl Table {
    pub(crate) fn new(folder: &Path, name: &str, header: &str) -> io::Result<Table> {
        let file = File::create(folder.join(format!("{name}.csv")))?;
        let mut table = Table(csv::Writer::from_writer(file));
        table.0.write_record(header.split(' '))?;
        Ok(table)
    }

    pub(crate) fn row(&mut self, fields: &[&str]) -> io::Result<()> {
        Ok(self.0.write_record(fields)?)
    }

    pub(crate) fn done(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

pub(crate) fn day_text(day: Option<Day>) -> String {
    day.filter(|day| *day > Day(i32::MIN) && *day < Day::MAX)
        .map(|day| day.to_string())
        .unwrap_or_default()
}

pub(crate) fn entitlement_code(system: System, entitlement: u32) -> String {
    format!(
        "{}.{}",
        system.source().name,
        ENTITLEMENTS[entitlement as usize].0
    )
}

pub(crate) fn scope_text(units: &Units, scope: Scope) -> String {
    match scope {
        Scope::OwnUnit => "own_unit".to_owned(),
        Scope::All => "all".to_owned(),
        Scope::Unit(unit) => format!("unit:{}", units.code(unit)),
    }
}

fn home(household: u32) -> String {
    format!("A{household:07}")
}

fn street(household: u32) -> String {
    format!("S{:06}", household / HOUSES_A_STREET)
}

impl World {
    /// Writes the directory as CSV files into a folder, which is made if it is not there.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write_directory(&self, folder: &Path) -> io::Result<()> {
        create_dir_all(folder)?;
        self.write_units(folder)?;
        self.write_people(folder)?;
        self.write_employments(folder)?;
        self.write_person_units(folder)?;
        self.write_accounts(folder)?;
        self.write_entitlements(folder)?;
        self.write_grants(folder)?;
        self.write_clearances(folder)?;
        self.write_authorisations(folder)?;
        self.write_relations(folder)?;
        self.write_shifts(folder)?;
        self.write_assignments(folder)?;
        self.write_absences(folder)?;
        self.write_addresses(folder)?;
        self.write_attention(folder)?;
        self.write_workstations(folder)
    }

    fn worker_id(&self, worker: u32) -> &str {
        let person = self
            .staff
            .workers
            .get(worker as usize)
            .map(|worker| worker.person);
        person.map_or("", |person| self.people[person as usize].id.text())
    }

    fn write_units(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "units", "unit parent name head_national_id from to")?;
        for (place, unit) in self.units.list.iter().enumerate() {
            let parent = if unit.parent == NONE {
                ""
            } else {
                self.units.code(unit.parent)
            };
            let head = self.worker_id(self.staff.heads[place]);
            let (from, to) = (day_text(Some(unit.from)), day_text(unit.to));
            table.row(&[&unit.code, parent, &unit.name, head, &from, &to])?;
        }
        table.done()
    }

    fn write_people(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(
            folder,
            "people",
            "national_id name birth_date address_key protection public_figure died_on former_ids",
        )?;
        for person in &self.people {
            let shield = match person.shield {
                Shield::None => "none",
                Shield::Address => "address",
                Shield::Strict => "strict",
            };
            let former = person
                .former
                .map(|(id, _)| id.text().to_owned())
                .unwrap_or_default();
            table.row(&[
                person.id.text(),
                &person.name(),
                &day_text(Some(person.born)),
                &home(person.household),
                shield,
                if person.public_figure { "1" } else { "0" },
                &day_text(person.died_on),
                &former,
            ])?;
        }
        table.done()
    }

    fn write_employments(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(
            folder,
            "employments",
            "employment national_id employee_no unit position manager_national_id from to \
             paid_through",
        )?;
        for (place, post) in self.staff.posts.iter().enumerate() {
            let mut above = self.staff.heads[post.unit as usize];
            if above == post.worker {
                let parent = self.units.list[post.unit as usize].parent;
                above = self
                    .staff
                    .heads
                    .get(parent as usize)
                    .copied()
                    .unwrap_or(NONE);
            }
            let above = if above == post.worker { NONE } else { above };
            let paid = post
                .to
                .map(|to| to.plus(if place % 3 == 0 { 30 } else { 0 }));
            table.row(&[
                &format!("E{place:06}"),
                self.worker_id(post.worker),
                &self.staff.workers[post.worker as usize].number.to_string(),
                self.units.code(post.unit),
                post.position,
                self.worker_id(above),
                &day_text(Some(post.from)),
                &day_text(post.to),
                &day_text(paid),
            ])?;
        }
        table.done()
    }

    fn write_person_units(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "person_units", "national_id unit from to")?;
        for person in &self.people {
            let moved = person.earlier_unit != person.unit;
            if person.second_unit != NONE {
                table.row(&[
                    person.id.text(),
                    self.units.code(person.second_unit),
                    "",
                    "",
                ])?;
            }
            if person.unit == NONE {
                continue;
            }
            if !moved {
                table.row(&[person.id.text(), self.units.code(person.unit), "", ""])?;
                continue;
            }
            let (last, from) = (person.moved_on.plus(-1), person.moved_on);
            let earlier = self.units.code(person.earlier_unit);
            table.row(&[person.id.text(), earlier, "", &day_text(Some(last))])?;
            let now = self.units.code(person.unit);
            table.row(&[person.id.text(), now, &day_text(Some(from)), ""])?;
        }
        table.done()
    }

    fn write_accounts(&self, folder: &Path) -> io::Result<()> {
        let header = "system user national_id type from to last_logon";
        let mut table = Table::new(folder, "accounts", header)?;
        for account in &self.staff.accounts {
            let kind = match account.kind {
                AccountKind::Person => "person",
                AccountKind::System => "system",
                AccountKind::Test => "test",
                AccountKind::Shared => "shared",
            };
            table.row(&[
                account.system.source().name,
                &account.user,
                self.worker_id(account.worker),
                kind,
                &day_text(Some(account.from)),
                &day_text(account.to),
                &day_text(account.last_logon),
            ])?;
        }
        table.done()
    }

    fn write_entitlements(&self, folder: &Path) -> io::Result<()> {
        let header = "system entitlement name elements sensitive";
        let mut table = Table::new(folder, "entitlements", header)?;
        for source in &SOURCES {
            for (place, (end, name)) in ENTITLEMENTS.iter().enumerate() {
                let sensitive = *end == "les-sensitiv";
                let wanted = |screen: &&Screen| match *end {
                    "les" => screen.care == Care::Ordinary,
                    "les-sensitiv" => screen.care == Care::Sensitive,
                    _ => true,
                };
                let elements: Vec<&str> = source
                    .screens
                    .iter()
                    .filter(wanted)
                    .map(|screen| screen.element)
                    .collect();
                let code = entitlement_code(source.system, place as u32);
                let sensitive = if sensitive { "1" } else { "0" };
                table.row(&[source.name, &code, name, &elements.join(";"), sensitive])?;
            }
        }
        table.done()
    }

    fn write_grants(&self, folder: &Path) -> io::Result<()> {
        let header =
            "grant system user entitlement scope rights from to ordered_by approved_by reason";
        let mut table = Table::new(folder, "grants", header)?;
        for (place, grant) in self.staff.grants.iter().enumerate() {
            let account = &self.staff.accounts[grant.account as usize];
            let by = |worker: u32| {
                let worker = self.staff.workers.get(worker as usize);
                let account = worker.map(|worker| worker.accounts.start as usize);
                account.map_or("", |account| self.staff.accounts[account].user.as_str())
            };
            table.row(&[
                &format!("G{place:06}"),
                account.system.source().name,
                &account.user,
                &entitlement_code(account.system, grant.entitlement),
                &scope_text(&self.units, grant.scope),
                grant.rights,
                &day_text(Some(grant.from)),
                &day_text(grant.to),
                by(grant.ordered_by),
                by(grant.approved_by),
                grant.reason,
            ])?;
        }
        table.done()
    }

    /// Only the personnel register asks for clearance.
    fn write_clearances(&self, folder: &Path) -> io::Result<()> {
        let header = "national_id level from expires withdrawn_on";
        let mut table = Table::new(folder, "clearances", header)?;
        let cast = self.plan.cast_of();
        for (place, worker) in (0..).zip(&self.staff.workers) {
            if worker.sector != Some(Sector::Garrison) || worker.accounts.is_empty() {
                continue;
            }
            let from = date(2023, 1, 1).plus(place as i32 % 700);
            let expires = if place == cast.expired {
                date(2026, 8, 31)
            } else {
                from.plus(1_826)
            };
            let withdrawn = (place == cast.withdrawn).then(|| date(2026, 9, 15));
            let level = if place % 4 == 0 {
                "hemmelig"
            } else {
                "konfidensielt"
            };
            table.row(&[
                self.worker_id(place),
                level,
                &day_text(Some(from)),
                &day_text(Some(expires)),
                &day_text(withdrawn),
            ])?;
        }
        table.done()
    }

    fn write_authorisations(&self, folder: &Path) -> io::Result<()> {
        let header = "national_id system by_national_id from to rules_version rules_signed_on";
        let mut table = Table::new(folder, "authorisations", header)?;
        let cast = self.plan.cast_of();
        for (place, worker) in (0..).zip(&self.staff.workers) {
            if place == cast.unauthorised {
                continue;
            }
            for account in worker.accounts.clone() {
                let account = &self.staff.accounts[account as usize];
                let unit = self.staff.posts[worker.posts.start as usize].unit;
                let by = self.staff.heads[unit as usize];
                let by = if by == place { NONE } else { by };
                let version = if place % 3 == 0 { "2024-1" } else { "2025-2" };
                let signed = account.from.max(if place % 3 == 0 {
                    date(2024, 2, 1)
                } else {
                    date(2025, 9, 1)
                });
                table.row(&[
                    self.worker_id(place),
                    account.system.source().name,
                    self.worker_id(by),
                    &day_text(Some(account.from)),
                    &day_text(account.to),
                    version,
                    &day_text(Some(signed)),
                ])?;
            }
        }
        table.done()
    }

    fn write_relations(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(
            folder,
            "relations",
            "subject_national_id kind ref unit user other_national_id from to registered_at",
        )?;
        for (place, case) in self.ties.cases.iter().enumerate() {
            let Registered::On(registered) = case.registered else {
                continue;
            };
            let account = self
                .staff
                .workers
                .get(case.worker as usize)
                .and_then(|worker| {
                    self.staff
                        .accounts
                        .get(worker.accounts.clone().next()? as usize)
                });
            let user =
                account.map(|account| format!("{}:{}", account.system.source().name, account.user));
            table.row(&[
                self.people[case.subject as usize].id.text(),
                case.kind,
                &format!("2026/{place:05}"),
                self.units.code(case.unit),
                &user.unwrap_or_default(),
                "",
                &day_text(Some(case.from)),
                &day_text(Some(case.to)),
                &day_text(Some(registered)),
            ])?;
        }
        self.write_kin(&mut table)?;
        self.write_learners(&mut table)?;
        table.done()
    }

    /// The parents and children of employees, and of some others.
    fn write_kin(&self, table: &mut Table) -> io::Result<()> {
        let employed = |place: u32| {
            self.people
                .get(place as usize)
                .is_some_and(|person| person.worker != NONE)
        };
        for (place, person) in (0_u32..).zip(&self.people) {
            for parent in [person.mother, person.father] {
                let told = employed(place) || employed(parent) || place % 20 == 0;
                if parent == NONE || !told {
                    continue;
                }
                let other = self.people[parent as usize].id.text();
                let born = day_text(Some(person.born));
                table.row(&[person.id.text(), "kin", "", "", "", other, &born, "", &born])?;
            }
        }
        Ok(())
    }

    fn write_learners(&self, table: &mut Table) -> io::Result<()> {
        let first = self.people.len() as u32 - LEARNERS;
        let workers = self.staff.workers.len() as u32;
        for learner in 0..LEARNERS {
            let worker = workers - crate::people::INSTRUCTORS + instructor_of(learner);
            let Some(account) = self.staff.account(worker, System::Driving) else {
                continue;
            };
            let account = &self.staff.accounts[account as usize];
            let user = format!("{}:{}", account.system.source().name, account.user);
            let id = self.people[(first + learner) as usize].id.text();
            let reference = format!("H{learner:04}");
            table.row(&[
                id,
                "course",
                &reference,
                "",
                &user,
                "",
                "2026-01-05",
                "",
                "2026-01-05",
            ])?;
        }
        Ok(())
    }

    /// Shifts of the fields that have them, from 1 July on; of the largest world, from 1 October.
    fn write_shifts(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "shifts", "national_id unit from to")?;
        let first = if self.size == Size::Large {
            date(2026, 10, 1)
        } else {
            date(2026, 7, 1)
        };
        let clocks: Vec<_> = days(first, LOG_LAST)
            .map(|day| (day, crate::calendar::DayClock::new(&self.zone, day)))
            .collect();
        for (worker, held) in (0_u32..).zip(&self.staff.workers) {
            let Some(sector) = held.sector.filter(|sector| works_shifts(*sector)) else {
                continue;
            };
            if sector == Sector::HomeCare && self.size == Size::Large {
                continue;
            }
            for (day, clock) in &clocks {
                let Some(post) = self.staff.post_on(worker, *day) else {
                    continue;
                };
                let Some((start, length)) = shift(worker, *day) else {
                    continue;
                };
                if self.ties.is_away(worker, *day) {
                    continue;
                }
                let text = |local: u32| {
                    let mut text = Vec::new();
                    clock.write(clock.at_local(local), &mut text);
                    String::from_utf8_lossy(&text).into_owned()
                };
                let end = (start + length).min(24 * HOUR - MINUTE);
                let unit = self.units.code(post.unit);
                table.row(&[self.worker_id(worker), unit, &text(start), &text(end)])?;
            }
        }
        table.done()
    }

    fn write_assignments(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "assignments", "national_id unit kind ref from to")?;
        for (place, loan) in self.ties.loans.iter().enumerate() {
            // A fifth of the loans were never written down.
            if loan.kind == "loan" && place % 5 == 0 {
                continue;
            }
            table.row(&[
                self.worker_id(loan.worker),
                self.units.code(loan.unit),
                loan.kind,
                &format!("L{place:05}"),
                &day_text(Some(loan.from)),
                &day_text(Some(loan.to)),
            ])?;
        }
        table.done()
    }

    fn write_absences(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "absences", "national_id kind from to")?;
        for absence in &self.ties.absences {
            let (from, to) = (day_text(Some(absence.from)), day_text(Some(absence.to)));
            table.row(&[self.worker_id(absence.worker), absence.kind, &from, &to])?;
        }
        table.done()
    }

    fn write_addresses(&self, folder: &Path) -> io::Result<()> {
        let header = "national_id address_key street_key from to";
        let mut table = Table::new(folder, "addresses", header)?;
        let mut row = |person: &Person, household: u32, from: Option<Day>, to: Option<Day>| {
            let (home, street) = (home(household), street(household));
            table.row(&[
                person.id.text(),
                &home,
                &street,
                &day_text(from),
                &day_text(to),
            ])
        };
        for person in &self.people {
            if let Some((earlier, from)) = person.earlier_home {
                row(person, earlier, None, Some(from.plus(-1)))?;
                row(person, person.household, Some(from), None)?;
            } else {
                row(person, person.household, None, None)?;
            }
        }
        table.done()
    }

    fn write_attention(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "attention", "national_id date what")?;
        let Cast { celebrity, .. } = *self.plan.cast_of();
        let id = self.people[celebrity as usize].id.text();
        table.row(&[id, "2026-08-19", "Omtalt i riksmedia"])?;
        table.row(&[id, "2026-08-21", "Intervju i lokalavisen"])?;
        for n in 1..12_u32 {
            let place = (self.size.residents() / 12 * n) as usize;
            let day = LOG_FIRST.plus(n as i32 * 22);
            debug_assert!(within(day, LOG_FIRST, LOG_LAST));
            let id = self.people[place].id.text();
            table.row(&[id, &day_text(Some(day)), "Omtalt i lokalavisen"])?;
        }
        table.done()
    }

    fn write_workstations(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "workstations", "client_host national_id unit")?;
        for (place, worker) in (0..).zip(&self.staff.workers) {
            if worker.accounts.is_empty() || worker.sector.is_none() {
                continue;
            }
            let posts = self.staff.posts_of(place);
            let unit = self.units.code(posts[posts.len() - 1].unit);
            table.row(&[&format!("PC{place:06}"), self.worker_id(place), unit])?;
        }
        for n in 1..5 {
            table.row(&[&format!("FELLES{n:03}"), "", ""])?;
        }
        table.done()
    }
}
