//! The people of the world: households, streets, kin, and the units that serve them.
//!
//! Learners and instructors of the driving-school case stand last. Not here: who works where
//! (`staff`).

use tilsyn_domain::day::Day;

use crate::calendar::{HISTORY_FIRST, LOG_LAST, date};
use crate::chance::{Chance, mix};
use crate::ids::{Digits, Issuer, Series, Sex, with_wrong_check};
use crate::names::{DANISH_FAMILY, DANISH_GIVEN, FAMILY, FEMALE, MALE};
use crate::units::{COMPANY_CLOSES, NONE, OFFICE_CLOSES, Sector, Units};
use crate::world::Size;

/// Households in one street.
pub(crate) const HOUSES_A_STREET: u32 = 14;
/// Learners of the driving-school case.
pub(crate) const LEARNERS: u32 = 340;
/// Instructors of the driving-school case.
pub(crate) const INSTRUCTORS: u32 = 9;

/// What the register says of somebody's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shield {
    None,
    Address,
    Strict,
}

/// Whether the ordinary work of the world may touch a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Ordinary,
    /// Kept for a planted curiosity, so that its figures are exact.
    Planted,
}

/// One person.
pub(crate) struct Person {
    pub id: Digits,
    /// The D-number this person had before, and the last day of it.
    pub former: Option<(Digits, Day)>,
    pub given: u8,
    /// A second family name before the family name, or 255.
    pub middle: u8,
    pub family: u8,
    pub sex: Sex,
    pub born: Day,
    pub household: u32,
    /// Where the person lived before, and the first day at today's address.
    pub earlier_home: Option<(u32, Day)>,
    pub mother: u32,
    pub father: u32,
    /// The unit that serves the person, or `NONE`; `earlier_unit` before `moved_on`.
    pub unit: u32,
    pub second_unit: u32,
    pub earlier_unit: u32,
    pub moved_on: Day,
    pub shield: Shield,
    pub public_figure: bool,
    pub died_on: Option<Day>,
    pub part: Part,
    /// Place among the workers, or `NONE`.
    pub worker: u32,
    pub danish: bool,
}

impl Person {
    pub(crate) fn name(&self) -> String {
        let mut name = self.given_name().to_owned();
        if self.middle != u8::MAX {
            name.push(' ');
            name.push_str(FAMILY[usize::from(self.middle)]);
        }
        name.push(' ');
        name.push_str(self.family_name());
        name
    }

    pub(crate) fn given_name(&self) -> &'static str {
        let given = usize::from(self.given);
        match (self.danish, self.sex) {
            (true, _) => DANISH_GIVEN[given],
            (false, Sex::Female) => FEMALE[given],
            (false, Sex::Male) => MALE[given],
        }
    }

    pub(crate) fn family_name(&self) -> &'static str {
        let family = usize::from(self.family);
        if self.danish {
            DANISH_FAMILY[family]
        } else {
            FAMILY[family]
        }
    }

    /// The id as of a day.
    pub(crate) fn id_on(&self, day: Day) -> &Digits {
        match &self.former {
            Some((former, last)) if day <= *last => former,
            _ => &self.id,
        }
    }

    pub(crate) fn age(&self) -> i32 {
        (LOG_LAST.0 - self.born.0) / 366
    }

    /// The units that serve the person on a day.
    pub(crate) fn units_on(&self, day: Day) -> [u32; 2] {
        let first = if day < self.moved_on {
            self.earlier_unit
        } else {
            self.unit
        };
        [first, self.second_unit]
    }
}

/// Makes the people of a world, one household after the other.
pub(crate) struct Settlement<'a> {
    units: &'a Units,
    chance: Chance,
    issuer: Issuer,
    people: Vec<Person>,
    household: u32,
    residents: usize,
}

impl<'a> Settlement<'a> {
    pub(crate) fn people(size: Size, seed: u64, units: &'a Units) -> Vec<Person> {
        let residents = size.residents() as usize;
        let mut settlement = Settlement {
            units,
            chance: Chance::new(seed, 1),
            issuer: Issuer::default(),
            people: Vec::with_capacity(residents + 400),
            household: 0,
            residents,
        };
        while settlement.people.len() < residents {
            settlement.add_household();
        }
        settlement.add_danish();
        settlement.people
    }

    fn add_household(&mut self) {
        let family = self.family();
        let first = self.people.len();
        match self.chance.weighted(&[40, 25, 25, 10]) {
            0 => self.add_adult(family, 19, 92),
            1 => self.add_couple(family, 22, 88),
            kind => {
                if kind == 2 {
                    self.add_couple(family, 24, 52);
                } else {
                    self.add_adult(family, 22, 52);
                }
                for _ in 0..=self.chance.below(3) {
                    self.add_child(family, first);
                }
            }
        }
        self.household += 1;
    }

    /// Common names are common.
    fn family(&mut self) -> u8 {
        let count = FAMILY.len() as u32;
        let (one, two) = (self.chance.below(count), self.chance.below(count));
        one.min(two) as u8
    }

    fn add_couple(&mut self, family: u8, youngest: i32, oldest: i32) {
        let first = self.people.len();
        self.add_adult(family, youngest, oldest);
        let age = self.people.last().map_or(youngest, Person::age);
        let other = if self.chance.permille(600) {
            family
        } else {
            self.family()
        };
        self.add_adult(other, (age - 5).max(19), age + 5);
        if self.people.len() == first + 2 && self.chance.permille(930) {
            let (sex, given) = match self.people[first].sex {
                Sex::Female => (Sex::Male, self.chance.below(MALE.len() as u32)),
                Sex::Male => (Sex::Female, self.chance.below(FEMALE.len() as u32)),
            };
            let last = &mut self.people[first + 1];
            if last.sex != sex {
                (last.sex, last.given) = (sex, given as u8);
                last.id = self.issuer.norwegian(last.born, Series::Birth, sex);
            }
        }
    }

    fn add_adult(&mut self, family: u8, youngest: i32, oldest: i32) {
        let days = self.chance.between(youngest * 366, oldest * 366);
        self.add(family, LOG_LAST.plus(-days), (NONE, NONE));
    }

    fn add_child(&mut self, family: u8, first: usize) {
        let mut parents = (NONE, NONE);
        for (place, parent) in self.people.iter().enumerate().skip(first).take(2) {
            match parent.sex {
                _ if parent.age() < 19 => {}
                Sex::Female => parents.0 = place as u32,
                Sex::Male => parents.1 = place as u32,
            }
        }
        let youngest_parent = self.people[first].age();
        let oldest = (youngest_parent - 20).clamp(1, 20);
        let days = self.chance.between(30, oldest * 366);
        self.add(family, LOG_LAST.plus(-days), parents);
    }

    fn add(&mut self, family: u8, born: Day, (mother, father): (u32, u32)) {
        if self.people.len() >= self.residents {
            return;
        }
        let chance = &mut self.chance;
        let sex = if chance.permille(500) {
            Sex::Female
        } else {
            Sex::Male
        };
        let newcomer = (LOG_LAST.0 - born.0) > 20 * 366 && chance.permille(12);
        let series = if newcomer {
            Series::Temporary
        } else {
            Series::Birth
        };
        let shield = match chance.below(1_000) {
            0..=3 => Shield::Strict,
            4..=11 => Shield::Address,
            _ => Shield::None,
        };
        let earlier_home = chance.permille(70).then(|| {
            let home = chance.below(self.residents as u32 / 2);
            (home, HISTORY_FIRST.plus(chance.between(30, 700)))
        });
        let middle = if chance.permille(180) {
            chance.below(FAMILY.len() as u32)
        } else {
            255
        };
        let died = (LOG_LAST.0 - born.0) > 60 * 366 && chance.permille(12);
        let died_on = died.then(|| HISTORY_FIRST.plus(chance.between(60, 720)));
        let given = chance.below(FEMALE.len() as u32) as u8;
        let id = self.issuer.norwegian(born, series, sex);
        let mut person = Person {
            id,
            former: None,
            given,
            middle: middle as u8,
            family,
            sex,
            born,
            household: self.household,
            earlier_home,
            mother,
            father,
            unit: NONE,
            second_unit: NONE,
            earlier_unit: NONE,
            moved_on: Day(i32::MIN),
            shield,
            public_figure: false,
            died_on,
            part: Part::Ordinary,
            worker: NONE,
            danish: false,
        };
        self.serve(&mut person);
        self.people.push(person);
    }

    /// Ties a person to the units that serve it.
    fn serve(&mut self, person: &mut Person) {
        if self.chance.permille(30) {
            return;
        }
        let unit = self.serving_unit(person.age());
        person.unit = unit;
        person.earlier_unit = unit;
        if self.chance.permille(90) {
            person.earlier_unit = self.serving_unit(person.age());
            person.moved_on = HISTORY_FIRST.plus(self.chance.between(30, 720));
        }
        if self.chance.permille(140) {
            use Sector::{ChildCare, Clinic, Emergency, Labour};
            let sectors = [ChildCare, Emergency, Clinic, Labour];
            let sector = *self.chance.pick(&sectors);
            let second = self.unit_of(sector);
            if second != unit && second != person.earlier_unit {
                person.second_unit = second;
            }
        }
        self.serve_elsewhere_when_closed(person);
    }

    /// Those served by a unit that closes are served by the first of its field from then on.
    fn serve_elsewhere_when_closed(&self, person: &mut Person) {
        let offices = (self.units.closed_office(), Sector::Labour, OFFICE_CLOSES);
        let companies = (self.units.closed_company, Sector::Garrison, COMPANY_CLOSES);
        for (closed, sector, last) in [offices, companies] {
            let heir = self.units.of_field[sector as usize][0];
            if person.second_unit == closed {
                person.second_unit = NONE;
            }
            if person.earlier_unit == closed && person.moved_on > last.plus(1) {
                person.earlier_unit = heir;
            }
            if person.unit == closed {
                person.unit = heir;
                if person.earlier_unit == closed {
                    person.moved_on = last.plus(1);
                }
            }
        }
    }

    fn serving_unit(&mut self, age: i32) -> u32 {
        use Sector::{
            ChildCare, Citizens, Clinic, Emergency, Finance, Garrison, HomeCare, Labour, Nursing,
            Planning, School, Works,
        };
        let (sectors, weights): (&[Sector], &[u32]) = match age {
            ..=5 => (&[Clinic, ChildCare], &[85, 15]),
            6..=15 => (&[School, ChildCare], &[88, 12]),
            16..=18 => (&[School, Clinic, ChildCare], &[60, 20, 20]),
            19..=26 => (&[Garrison, Labour, Citizens, Clinic], &[50, 25, 15, 10]),
            27..=66 => (
                &[
                    Labour, Citizens, Planning, Finance, Clinic, Emergency, Works, Garrison,
                ],
                &[30, 16, 11, 12, 7, 8, 9, 7],
            ),
            _ => (
                &[HomeCare, Nursing, Emergency, Citizens, Finance],
                &[42, 30, 8, 10, 10],
            ),
        };
        let sector = sectors[self.chance.weighted(weights)];
        self.unit_of(sector)
    }

    fn unit_of(&mut self, sector: Sector) -> u32 {
        *self.chance.pick(&self.units.of_field[sector as usize])
    }

    /// Instructors live in no municipality of the case; learners in all thirty-nine.
    fn add_danish(&mut self) {
        for n in 0..INSTRUCTORS + LEARNERS {
            let learner = n >= INSTRUCTORS;
            let (youngest, oldest) = if learner { (17, 27) } else { (31, 61) };
            let born = date(2026, 1, 1).plus(-self.chance.between(youngest * 366, oldest * 365));
            let unit = if learner {
                let towns = &self.units.danish_towns;
                let place = if n - INSTRUCTORS < 39 {
                    n - INSTRUCTORS
                } else {
                    self.chance.below(39)
                };
                towns[place as usize]
            } else {
                NONE
            };
            let chance = &mut self.chance;
            let (given, family) = (chance.below(32) as u8, chance.below(32) as u8);
            let id = self.issuer.danish(born);
            self.people.push(Person {
                id,
                former: None,
                given,
                middle: u8::MAX,
                family,
                sex: if given < 16 { Sex::Female } else { Sex::Male },
                born,
                household: self.household,
                earlier_home: None,
                mother: NONE,
                father: NONE,
                unit,
                second_unit: NONE,
                earlier_unit: unit,
                moved_on: Day(i32::MIN),
                shield: Shield::None,
                public_figure: false,
                died_on: None,
                part: Part::Planted,
                worker: NONE,
                danish: true,
            });
            self.household += 1;
        }
    }
}

/// Gives three people wrong ids and one a D-number that became a birth number; who they are.
pub(crate) fn mark_ids(people: &mut [Person], seed: u64) -> (Vec<u32>, u32) {
    let residents = people.iter().filter(|person| !person.danish).count() as u32;
    let mut found = Vec::new();
    let mut at = mix(seed, 77) % (residents / 2);
    while found.len() < 4 {
        let person = &people[at as usize];
        let fits = person.worker == NONE && (30..60).contains(&person.age());
        let fits = fits && person.part == Part::Ordinary && person.unit != NONE;
        if fits && person.id.bytes()[0] < b'4' && person.died_on.is_none() {
            found.push(at);
        }
        at += 1;
    }
    for place in &found[..3] {
        let person = &mut people[*place as usize];
        person.id = with_wrong_check(person.id);
    }
    let renamed = found[3];
    let (born, sex) = (people[renamed as usize].born, people[renamed as usize].sex);
    let mut issuer = Issuer::default();
    let former = loop {
        let candidate = issuer.norwegian(born, Series::Temporary, sex);
        if people.iter().all(|person| person.id != candidate) {
            break candidate;
        }
    };
    people[renamed as usize].former = Some((former, CHANGED_ON));
    (found[..3].to_vec(), renamed)
}

/// The last day of the D-number of the person whose id changes.
pub(crate) const CHANGED_ON: Day = date(2026, 6, 14);
