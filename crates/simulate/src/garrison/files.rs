//! Writes the directory folder of formats.md, section 2: units, people and where they live.
//!
//! What is planted shows in it only where it has to. Not here: what is about those with an
//! account (`files_of_staff`) and what ties people (`files_of_ties`).

use std::fs::create_dir_all;
use std::io;
use std::path::Path;

use tilsyn_domain::day::Day;

use super::Garrison;
use super::folk::{Person, Standing};
use super::terms::Role;
use crate::directory::{Table, day_text};
use crate::units::NONE;

impl Garrison {
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
        self.write_addresses(folder)?;
        self.write_accounts(folder)?;
        self.write_entitlements(folder)?;
        self.write_grants(folder)?;
        self.write_clearances(folder)?;
        self.write_authorisations(folder)?;
        self.write_workstations(folder)?;
        self.write_relations(folder)?;
        self.write_assignments(folder)?;
        self.write_absences(folder)?;
        self.write_attention(folder)?;
        self.write_shifts(folder)
    }

    pub(super) fn id_of(&self, person: u32) -> &str {
        let person = self.people.get(person as usize);
        person.map_or("", |person| person.id.text())
    }

    pub(super) fn id_of_clerk(&self, clerk: u32) -> &str {
        let clerk = self.clerks.get(clerk as usize);
        clerk.map_or("", |clerk| self.id_of(clerk.person))
    }

    pub(super) fn code(&self, unit: u32) -> &str {
        let unit = self.places.units.get(unit as usize);
        unit.map_or("", |unit| unit.code.as_str())
    }

    fn write_units(&self, folder: &Path) -> io::Result<()> {
        let header = "unit parent name head_national_id from to";
        let mut table = Table::new(folder, "units", header)?;
        for (place, unit) in (0..).zip(&self.places.units) {
            table.row(&[
                &unit.code,
                self.code(unit.parent),
                &unit.name,
                self.id_of_clerk(self.head_of(place)),
                &day_text(unit.from),
                &day_text(unit.to),
            ])?;
        }
        table.done()
    }

    fn write_people(&self, folder: &Path) -> io::Result<()> {
        let header = "national_id name birth_date address_key protection public_figure died_on";
        let mut table = Table::new(folder, "people", header)?;
        for person in &self.people {
            let shield = if person.shielded { "address" } else { "none" };
            let figure = if person.public_figure { "1" } else { "0" };
            table.row(&[
                person.id.text(),
                &person.name(),
                &day_text(Some(person.born)),
                &home_key(person.home),
                shield,
                figure,
                "",
            ])?;
        }
        table.done()
    }

    fn write_employments(&self, folder: &Path) -> io::Result<()> {
        let header = "employment national_id employee_no unit position manager_national_id from \
                      to paid_through";
        let mut table = Table::new(folder, "employments", header)?;
        let mut heads = vec![NONE; self.places.units.len()];
        for clerk in (0..self.clerks.len() as u32).rev() {
            if self.job(clerk).role == Role::Head {
                heads[self.person_of(clerk).stay.unit as usize] = clerk;
            }
        }
        for (place, person) in (0_u32..).zip(&self.people) {
            if person.standing != Standing::Employed {
                continue;
            }
            let positions = self.terms.positions;
            let (position, number) = match self.clerks.get(person.clerk as usize) {
                Some(clerk) => (self.job(person.clerk).position, clerk.employee_no),
                None => (positions[place as usize % positions.len()], 500_000 + place),
            };
            for (n, (unit, from, to)) in (1..).zip(spans(person)) {
                let head = heads[unit as usize];
                let head = if head == person.clerk { NONE } else { head };
                table.row(&[
                    &format!("E{place:06}-{n}"),
                    person.id.text(),
                    &number.to_string(),
                    self.code(unit),
                    position,
                    self.id_of_clerk(head),
                    &day_text(from),
                    &day_text(to),
                    &day_text(to.filter(|_| person.stay.to == to)),
                ])?;
            }
        }
        table.done()
    }

    fn write_person_units(&self, folder: &Path) -> io::Result<()> {
        let mut table = Table::new(folder, "person_units", "national_id unit from to")?;
        for person in &self.people {
            if !matches!(person.standing, Standing::Served | Standing::Former) {
                continue;
            }
            for (unit, from, to) in spans(person) {
                let (from, to) = (day_text(from), day_text(to));
                table.row(&[person.id.text(), self.code(unit), &from, &to])?;
            }
        }
        table.done()
    }

    fn write_addresses(&self, folder: &Path) -> io::Result<()> {
        let header = "national_id address_key street_key from to";
        let mut table = Table::new(folder, "addresses", header)?;
        for person in &self.people {
            let mut row = |home: u32, from: Option<Day>, to: Option<Day>| {
                let street = format!("S{:06}", self.homes[home as usize].street);
                let (from, to) = (day_text(from), day_text(to));
                table.row(&[person.id.text(), &home_key(home), &street, &from, &to])
            };
            if let Some((earlier, moved)) = person.earlier_home {
                row(earlier, None, Some(moved.plus(-1)))?;
                row(person.home, Some(moved), None)?;
            } else {
                row(person.home, None, None)?;
            }
        }
        table.done()
    }
}

fn home_key(home: u32) -> String {
    format!("H{home:07}")
}

/// The units of a person as the directory has them, with first and last day.
fn spans(person: &Person) -> Vec<(u32, Option<Day>, Option<Day>)> {
    let stay = &person.stay;
    let from = Some(stay.from).filter(|from| *from > Day::MIN);
    if !stay.moves() {
        return vec![(stay.unit, from, stay.to)];
    }
    // Whoever leaves before the move is told never comes to be in the new unit.
    if stay.to.is_some_and(|to| to < stay.told_on) {
        return vec![(stay.earlier, from, stay.to)];
    }
    vec![
        (stay.earlier, from, Some(stay.told_on.plus(-1))),
        (stay.unit, Some(stay.told_on), stay.to),
    ]
}
