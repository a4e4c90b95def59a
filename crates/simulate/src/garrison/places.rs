//! Towns and units: a root, branches, bases in towns, their departments, and central offices.
//!
//! The last unit is the one that a reorganisation makes of two. Not here: who works where.

use tilsyn_domain::day::Day;

use super::plan::Plan;
use super::terms::{Seat, Terms};
use crate::chance::mix;
use crate::names::PLACES;
use crate::units::NONE;

/// People for each department.
const PERSONS_A_DEPARTMENT: u32 = 200;
/// Departments for each base.
const DEPARTMENTS_A_BASE: u32 = 8;
/// Days between a reorganisation and its registration.
pub(super) const REORGANISED_LATE_DAYS: i32 = 12;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The root and its branches.
    Top,
    Base,
    /// Of a line, by its place in the table.
    Department(u8),
    /// The office of a job, by its place in the table.
    Office(u8),
}

pub(super) struct Unit {
    pub code: String,
    pub name: String,
    pub parent: u32,
    pub town: u8,
    pub form: Form,
    /// How many more people than others it has, 1 to 6.
    pub weight: u32,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// A reorganisation: two departments become one.
#[derive(Clone, Copy)]
pub(super) struct Merger {
    pub closed: [u32; 2],
    pub opened: u32,
    /// The day from which work is done in the new way; registered `REORGANISED_LATE_DAYS` later.
    pub day: Day,
}

pub(super) struct Places {
    pub units: Vec<Unit>,
    pub towns: u8,
    pub bases: Vec<u32>,
    pub departments: Vec<u32>,
    /// Offices by job.
    pub offices: Vec<Vec<u32>>,
    pub merger: Merger,
}

impl Places {
    pub(super) fn new(plan: &Plan, terms: &Terms) -> Places {
        let departments = (plan.persons / PERSONS_A_DEPARTMENT).max(12);
        let bases = departments.div_ceil(DEPARTMENTS_A_BASE);
        let towns = (bases * 2 / 3).clamp(2, 24) as u8;
        let mut places = Places {
            units: Vec::new(),
            towns,
            bases: Vec::new(),
            departments: Vec::new(),
            offices: vec![Vec::new(); terms.jobs.len()],
            merger: Merger {
                closed: [0; 2],
                opened: 0,
                day: plan.monday(plan.weeks * 3 / 5),
            },
        };
        places.add_top(terms);
        for base in 0..bases {
            let town = (base % u32::from(towns)) as u8;
            let name = format!("{} {}", terms.base, PLACES[usize::from(town)]);
            let unit = places.add(1 + base % 5, name, town, Form::Base);
            places.bases.push(unit);
        }
        for n in 0..departments {
            places.add_department(n, bases, terms);
        }
        places.add_offices(plan, terms);
        places.merge(terms);
        places
    }

    fn add(&mut self, parent: u32, name: String, town: u8, form: Form) -> u32 {
        let unit = self.units.len() as u32;
        self.units.push(Unit {
            code: format!("A{unit:04}"),
            name,
            parent,
            town,
            form,
            weight: 1 + mix(u64::from(unit), 3) % 6,
            from: None,
            to: None,
        });
        unit
    }

    fn add_top(&mut self, terms: &Terms) {
        let root = self.add(NONE, terms.root.to_owned(), 0, Form::Top);
        for branch in terms.branches {
            self.add(root, branch.to_owned(), 0, Form::Top);
        }
    }

    fn add_department(&mut self, n: u32, bases: u32, terms: &Terms) {
        let base = self.bases[(n % bases) as usize];
        let town = self.units[base as usize].town;
        // The line turns with the base, so that a base has departments of every line.
        let line = (n / bases + n % bases) as usize % terms.lines.len();
        let name = format!("{} {}", terms.lines[line].name, n + 1);
        let unit = self.add(base, name, town, Form::Department(line as u8));
        self.departments.push(unit);
    }

    fn add_offices(&mut self, plan: &Plan, terms: &Terms) {
        for (place, job) in terms.jobs.iter().enumerate() {
            let Seat::Office(size) = job.seat else {
                continue;
            };
            let count = terms.staff_of(place, plan.users).div_ceil(size);
            for n in 0..count {
                let town = (n % u32::from(self.towns)) as u8;
                let name = format!("{} {}", job.office, n + 1);
                let unit = self.add(5, name, town, Form::Office(place as u8));
                self.offices[place].push(unit);
            }
        }
    }

    fn merge(&mut self, terms: &Terms) {
        let first = self.departments[self.departments.len() / 2];
        let line = self.units[first as usize].form;
        let base = self.units[first as usize].parent;
        let second = self.departments.iter().copied().find(|other| {
            let unit = &self.units[*other as usize];
            *other != first && (unit.parent == base || unit.form == line)
        });
        let second = second.expect("a base has several departments");
        let town = self.units[first as usize].town;
        let name = format!("{} felles", terms.lines[0].name);
        let opened = self.add(base, name, town, line);
        let told = self.merger.day.plus(REORGANISED_LATE_DAYS);
        self.units[opened as usize].from = Some(told);
        for closed in [first, second] {
            self.units[closed as usize].to = Some(told.plus(-1));
        }
        self.merger.closed = [first, second];
        self.merger.opened = opened;
    }

    pub(super) fn base_of(&self, unit: u32) -> u32 {
        match self.units[unit as usize].form {
            Form::Department(_) => self.units[unit as usize].parent,
            _ => unit,
        }
    }

    /// Departments below a base.
    pub(super) fn below(&self, base: u32) -> impl Iterator<Item = u32> + '_ {
        let below = move |unit: &u32| self.units[*unit as usize].parent == base;
        self.departments.iter().copied().filter(below)
    }
}
