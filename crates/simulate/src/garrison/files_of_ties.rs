//! The files about what ties people: relations, assignments, absences, news and shifts.
//!
//! Only what somebody wrote down; when it was written down is said of matters.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::Garrison;
use super::folk::{Person, Standing};
use super::terms::MAIN;
use super::ties::Matter;
use crate::calendar::{DayClock, days};
use crate::chance::mix;
use crate::directory::{Table, day_text};
use crate::units::NONE;

/// Of a thousand next of kin of served and employed people, how many are registered.
const KIN_REGISTERED: u32 = 680;

impl Garrison {
    pub(super) fn write_relations(&self, folder: &Path) -> io::Result<()> {
        let header =
            "subject_national_id kind ref unit user other_national_id from to registered_at";
        let mut table = Table::new(folder, "relations", header)?;
        let planted = self.plants.ties.iter();
        let mut number = 0;
        for matter in self.ties.matters.iter().flatten() {
            self.write_matter(matter, number, &mut table)?;
            number += 1;
        }
        // They share the reference of some other matter: a case may concern several people.
        for matter in planted {
            let shared = mix(u64::from(matter.subject), 71) % number;
            self.write_matter(matter, shared, &mut table)?;
        }
        self.write_courses(&mut table)?;
        self.write_kin(&mut table)?;
        table.done()
    }

    fn write_matter(&self, matter: &Matter, number: u32, table: &mut Table) -> io::Result<()> {
        let Some(registered) = matter.registered else {
            return Ok(());
        };
        let user = if matter.named {
            self.account_in(MAIN, matter.clerk)
        } else {
            String::new()
        };
        table.row(&[
            self.id_of(matter.subject),
            self.job(matter.clerk).tie,
            &format!("2026/{number:06}"),
            self.code(matter.unit),
            &user,
            "",
            &day_text(Some(matter.from)),
            &day_text(Some(matter.to)),
            &day_text(Some(registered)),
        ])
    }

    fn write_courses(&self, table: &mut Table) -> io::Result<()> {
        for (place, course) in self.ties.courses.iter().enumerate() {
            let reference = format!("K{place:04}");
            let (from, to) = (day_text(Some(course.from)), day_text(Some(course.to)));
            let code = self.code(course.unit);
            let told = course.persons.iter().filter(|(_, told)| *told);
            for person in told.map(|(person, _)| *person).collect::<BTreeSet<u32>>() {
                let id = self.id_of(person);
                table.row(&[id, "course", &reference, code, "", "", &from, &to, &from])?;
            }
        }
        Ok(())
    }

    fn write_kin(&self, table: &mut Table) -> io::Result<()> {
        let asks =
            |person: &Person| matches!(person.standing, Standing::Served | Standing::Employed);
        for (place, person) in (0_u32..).zip(&self.people) {
            for (nth, kin) in (0..).zip([person.mother, person.father, person.partner]) {
                let known = self.people.get(kin as usize);
                let told = known.is_some_and(|kin| asks(kin) || asks(person));
                let salt = mix(u64::from(place) * 4 + nth, self.plan.seed ^ 0x6b69);
                // A couple is one row, of the one who came first.
                let twice = nth == 2 && kin < place;
                if !told || twice || salt % 1_000 >= KIN_REGISTERED {
                    continue;
                }
                let since = day_text(Some(self.plan.first_day().plus(-((salt % 3_000) as i32))));
                let (id, other) = (person.id.text(), self.id_of(kin));
                table.row(&[id, "kin", "", "", "", other, &since, "", &since])?;
            }
        }
        Ok(())
    }

    pub(super) fn write_assignments(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "assignments", "national_id unit kind ref from to")?;
        let mut number = 0;
        for loan in self.ties.loans.iter().flatten() {
            number += 1;
            if !loan.recorded {
                continue;
            }
            table.row(&[
                self.id_of_clerk(loan.clerk),
                self.code(loan.unit),
                loan.kind,
                &format!("L{number:05}"),
                &day_text(Some(loan.from)),
                &day_text(Some(loan.to)),
            ])?;
        }
        // Those of an office are its team.
        for clerk in 0..self.clerks.len() as u32 {
            let stay = &self.person_of(clerk).stay;
            if stay.unit == NONE || self.is_department(stay.unit) {
                continue;
            }
            let id = self.id_of_clerk(clerk);
            if stay.moves() {
                let from = day_text(Some(stay.from));
                let to = day_text(Some(stay.moved_on.plus(-1)));
                table.row(&[id, self.code(stay.earlier), "team", "", &from, &to])?;
            }
            let (from, to) = (day_text(Some(stay.moved_on)), day_text(stay.to));
            table.row(&[id, self.code(stay.unit), "team", "", &from, &to])?;
        }
        table.done()
    }

    pub(super) fn write_absences(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "absences", "national_id kind from to")?;
        for absence in self.ties.absences.iter().flatten() {
            let (from, to) = (day_text(Some(absence.from)), day_text(Some(absence.to)));
            table.row(&[self.id_of_clerk(absence.clerk), absence.kind, &from, &to])?;
        }
        table.done()
    }

    pub(super) fn write_attention(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "attention", "national_id date what")?;
        for news in &self.ties.news {
            table.row(&[
                self.id_of(news.person),
                &day_text(Some(news.day)),
                news.what,
            ])?;
        }
        table.done()
    }

    pub(super) fn write_shifts(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "shifts", "national_id unit from to")?;
        for day in days(self.plan.first_day(), self.plan.last_day()) {
            let clock = DayClock::new(&self.zone, day);
            let text = |local: u32| {
                let mut text = Vec::new();
                clock.write(clock.at_local(local), &mut text);
                String::from_utf8_lossy(&text).into_owned()
            };
            for clerk in 0..self.clerks.len() as u32 {
                if let Some((start, end)) = self.planned(clerk, day) {
                    let (id, unit) = (self.id_of_clerk(clerk), self.seat(clerk, day));
                    table.row(&[id, self.code(unit), &text(start), &text(end)])?;
                }
            }
        }
        table.done()
    }
}
