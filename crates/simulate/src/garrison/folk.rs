//! The people of the world: families in homes, homes in streets, streets in towns.
//!
//! Kin may live apart, couples may have parted; surnames follow Zipf's law, so that most who
//! share one are no kin. Not here: transfers (`moves`), who has an account (`staff`).

use tilsyn_domain::day::Day;

use super::places::{Form, Places};
use super::plan::Plan;
use super::streams;
use super::surnames::{Surnames, family_name};
use super::terms::Terms;
use crate::chance::Chance;
use crate::ids::{Digits, Issuer, Series, Sex};
use crate::names::{FEMALE, MALE};
use crate::units::NONE;

/// Homes in one street.
const HOMES_A_STREET: u32 = 14;
/// One in so many adults is a public figure.
const ADULTS_A_FIGURE: u32 = 550;

/// What somebody is to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A soldier, a pupil, a patient: belongs to a unit without being employed.
    Served,
    Employed,
    /// Was one of them; the register keeps what it knows.
    Former,
    /// In the register only as somebody's kin, or not yet.
    Civilian,
}

/// Where somebody belongs, and since when: one move at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay {
    pub earlier: u32,
    pub unit: u32,
    /// The first day in `unit`, as things are.
    pub moved_on: Day,
    /// The first day in `unit`, as the directory has it.
    pub told_on: Day,
    pub from: Day,
    /// The last day.
    pub to: Option<Day>,
}

impl Stay {
    const NOWHERE: Stay = Stay {
        earlier: NONE,
        unit: NONE,
        moved_on: Day::MIN,
        told_on: Day::MIN,
        from: Day::MIN,
        to: None,
    };

    pub(super) fn since(unit: u32, from: Day) -> Stay {
        Stay {
            earlier: unit,
            unit,
            moved_on: from,
            told_on: from,
            from,
            to: None,
        }
    }

    /// The unit of a day, or `NONE`.
    pub(super) fn unit_on(&self, day: Day) -> u32 {
        if day < self.from || self.to.is_some_and(|to| to < day) {
            NONE
        } else if day < self.moved_on {
            self.earlier
        } else {
            self.unit
        }
    }

    pub(super) fn moves(&self) -> bool {
        self.earlier != self.unit
    }

    /// Whether somebody ever belongs to a unit.
    pub(super) fn touches(&self, unit: u32) -> bool {
        unit != NONE && (self.unit == unit || self.earlier == unit)
    }
}

pub(super) struct Person {
    pub id: Digits,
    given: u8,
    pub family: u16,
    sex: Sex,
    pub born: Day,
    pub home: u32,
    /// Where the person lived before, and the first day at today's home.
    pub earlier_home: Option<(u32, Day)>,
    pub mother: u32,
    pub father: u32,
    pub partner: u32,
    pub former_partner: u32,
    pub standing: Standing,
    pub public_figure: bool,
    pub shielded: bool,
    pub stay: Stay,
    /// The place among the clerks, or `NONE`.
    pub clerk: u32,
}

impl Person {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.given_name(), family_name(self.family))
    }

    pub(super) fn given_name(&self) -> &'static str {
        match self.sex {
            Sex::Female => FEMALE[usize::from(self.given)],
            Sex::Male => MALE[usize::from(self.given)],
        }
    }

    pub(super) fn age_on(&self, day: Day) -> i32 {
        (day.0 - self.born.0) / 366
    }
}

#[derive(Clone, Copy)]
pub(super) struct Home {
    pub town: u8,
    pub street: u32,
}

/// Makes the people of a world, one family after the other, and their homes.
pub(super) fn settle(plan: &Plan, terms: &Terms, places: &Places) -> (Vec<Person>, Vec<Home>) {
    let mut settlement = Settlement {
        plan,
        terms,
        places,
        chance: Chance::new(plan.seed, streams::FOLK),
        issuer: Issuer::default(),
        surnames: Surnames::new(),
        people: Vec::with_capacity(plan.persons as usize + 8),
        homes: Vec::new(),
        streets: vec![(0, 0); usize::from(places.towns)],
        streets_made: 0,
    };
    while settlement.people.len() < plan.persons as usize {
        settlement.add_family();
    }
    (settlement.people, settlement.homes)
}

struct Settlement<'a> {
    plan: &'a Plan,
    terms: &'a Terms,
    places: &'a Places,
    chance: Chance,
    issuer: Issuer,
    surnames: Surnames,
    people: Vec<Person>,
    homes: Vec<Home>,
    /// By town: the street that is being built, and how many homes it may still have.
    streets: Vec<(u32, u32)>,
    streets_made: u32,
}

impl Settlement<'_> {
    fn add_home(&mut self, town: u8) -> u32 {
        let (street, left) = &mut self.streets[usize::from(town)];
        if *left == 0 {
            (*street, *left) = (self.streets_made, HOMES_A_STREET);
            self.streets_made += 1;
        }
        *left -= 1;
        self.homes.push(Home {
            town,
            street: *street,
        });
        self.homes.len() as u32 - 1
    }

    /// The larger towns come first.
    fn town(&mut self) -> u8 {
        let towns = u32::from(self.places.towns);
        let (one, two) = (self.chance.below(towns), self.chance.below(towns));
        if self.chance.permille(500) {
            one.min(two) as u8
        } else {
            one as u8
        }
    }

    fn add_family(&mut self) {
        let town = self.town();
        let home = self.add_home(town);
        let family = self.surnames.draw(&mut self.chance);
        let age = self.chance.between(23, self.terms.oldest);
        match self.chance.weighted(&[38, 20, 24, 18]) {
            0 => {
                let (one, other) = self.add_couple(age, family, home);
                self.add_children(one, other);
            }
            1 => {
                self.add_couple(age, family, home);
            }
            2 => {
                let one = self.add(age, family, home);
                if self.chance.permille(260) {
                    self.add_former_partner(one);
                }
            }
            _ => {
                let one = self.add(age, family, home);
                if self.chance.permille(700) {
                    let other = self.add_former_partner(one);
                    self.add_children(one, other);
                } else {
                    self.add_children(one, NONE);
                }
            }
        }
        if self.chance.permille(90) {
            self.move_home(home);
        }
    }

    fn add_couple(&mut self, age: i32, family: u16, home: u32) -> (u32, u32) {
        let one = self.add(age, family, home);
        let near = self.chance.between(-4, 4);
        let family = if self.chance.permille(640) {
            family
        } else {
            self.surnames.draw(&mut self.chance)
        };
        let other = self.add((age + near).max(20), family, home);
        self.people[one as usize].partner = other;
        self.people[other as usize].partner = one;
        (one, other)
    }

    /// Somebody who lived in the same home until some years or months ago.
    fn add_former_partner(&mut self, one: u32) -> u32 {
        let (home, age) = {
            let person = &self.people[one as usize];
            (person.home, person.age_on(self.plan.first_day()))
        };
        let town = if self.chance.permille(700) {
            self.homes[home as usize].town
        } else {
            self.town()
        };
        let (family, home_now) = (self.surnames.draw(&mut self.chance), self.add_home(town));
        let near = self.chance.between(-4, 4);
        let other = self.add((age + near).max(20), family, home_now);
        let parted = self.plan.first_day().plus(-self.chance.between(60, 2_600));
        self.people[other as usize].earlier_home = Some((home, parted));
        self.people[other as usize].former_partner = one;
        self.people[one as usize].former_partner = other;
        other
    }

    fn add_children(&mut self, one: u32, other: u32) {
        let parent = &self.people[one as usize];
        let (family, home) = (parent.family, parent.home);
        let oldest = parent.age_on(self.plan.first_day()) - 20;
        let town = self.homes[home as usize].town;
        for _ in 0..self.chance.weighted(&[10, 38, 38, 14]) {
            let age = self.chance.between(0, oldest.clamp(0, 42));
            let grown = age >= 20 && self.chance.permille(650);
            let home = if grown { self.add_home(town) } else { home };
            let family = match other {
                NONE => family,
                _ if self.chance.permille(150) => self.people[other as usize].family,
                _ => family,
            };
            let child = self.add(age, family, home);
            self.people[child as usize].mother = one;
            self.people[child as usize].father = other;
        }
    }

    /// A whole household came from somewhere else within the last years.
    fn move_home(&mut self, home: u32) {
        let town = self.town();
        let earlier = self.add_home(town);
        let moved = self
            .plan
            .first_day()
            .plus(-self.chance.between(-150, 1_500));
        for person in self.people.iter_mut().rev().take(8) {
            if person.home == home && person.earlier_home.is_none() {
                person.earlier_home = Some((earlier, moved));
            }
        }
    }

    fn add(&mut self, age: i32, family: u16, home: u32) -> u32 {
        let first = self.plan.first_day();
        let born = first.plus(-age * 366 - self.chance.between(0, 364));
        let sex = if self.chance.permille(500) {
            Sex::Female
        } else {
            Sex::Male
        };
        let standing = self.standing(age);
        let public = age >= 20 && self.chance.below(ADULTS_A_FIGURE) == 0;
        let stay = self.stay(standing, age, self.homes[home as usize].town);
        self.people.push(Person {
            id: self.issuer.norwegian(born, Series::Birth, sex),
            given: self.chance.below(FEMALE.len() as u32) as u8,
            family,
            sex,
            born,
            home,
            earlier_home: None,
            mother: NONE,
            father: NONE,
            partner: NONE,
            former_partner: NONE,
            standing,
            public_figure: public,
            shielded: self.chance.permille(6),
            stay,
            clerk: NONE,
        });
        self.people.len() as u32 - 1
    }

    fn standing(&mut self, age: i32) -> Standing {
        let band = self.terms.bands.iter().find(|band| age <= band.oldest);
        let Some(band) = band else {
            return Standing::Civilian;
        };
        let rest = 1_000 - band.served - band.employed - band.former;
        let shares = [band.served, band.employed, band.former, rest];
        [
            Standing::Served,
            Standing::Employed,
            Standing::Former,
            Standing::Civilian,
        ][self.chance.weighted(&shares)]
    }

    fn stay(&mut self, standing: Standing, age: i32, town: u8) -> Stay {
        let first = self.plan.first_day();
        let since = first.plus(-self.chance.between(30, 1_800));
        match standing {
            Standing::Civilian => Stay::NOWHERE,
            Standing::Former => {
                let mut stay = Stay::since(self.department(age, town), since.plus(-1_000));
                stay.to = Some(since);
                stay
            }
            Standing::Served => Stay::since(self.department(age, town), since),
            Standing::Employed => Stay::since(self.department(NONE as i32, town), since),
        }
    }

    /// A department that takes the age (a negative one: any), in the town where there is one.
    fn department(&mut self, age: i32, town: u8) -> u32 {
        let mut found = self.places.departments[0];
        for trial in 0..60 {
            let department = *self.chance.pick(&self.places.departments);
            let unit = &self.places.units[department as usize];
            let Form::Department(line) = unit.form else {
                continue;
            };
            let (youngest, oldest) = self.terms.lines[usize::from(line)].ages;
            let fits = age < 0 || (youngest..=oldest).contains(&age);
            if !fits || self.chance.below(6) >= unit.weight {
                continue;
            }
            found = department;
            // A third serve elsewhere than they live.
            if unit.town == town || trial > 40 || self.chance.permille(20) {
                break;
            }
        }
        found
    }
}
