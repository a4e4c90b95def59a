//! What makes lookups needed: matters, loans, help, courses, news; and who is away.
//!
//! Everything here happened; whether it was also written down is said of each. Not here: the
//! lookups themselves (`visits`), questions about ties (`answers`).

use tilsyn_domain::day::Day;

use super::folk::Standing;
use super::terms::Role;
use super::{Garrison, streams};
use crate::calendar::{date, within};
use crate::chance::{Chance, mix};
use crate::units::NONE;

/// Lookups that a matter brings, on average: so many fewer matters than lookups.
const VISITS_A_MATTER: u32 = 4;
/// People in the batch that is scanned in one week.
const BATCH: i32 = 30;

/// A case, appointment, ticket or job about one person.
#[derive(Clone, Copy)]
pub(super) struct Matter {
    pub subject: u32,
    pub clerk: u32,
    pub unit: u32,
    pub from: Day,
    pub to: Day,
    /// `None`: never.
    pub registered: Option<Day>,
    /// Whether the register says whose it is, or only whose office's.
    pub named: bool,
}

/// Work for another unit, for a while.
#[derive(Clone, Copy)]
pub(super) struct Loan {
    pub clerk: u32,
    pub unit: u32,
    /// `loan` or `duty`.
    pub kind: &'static str,
    pub from: Day,
    pub to: Day,
    pub recorded: bool,
    /// Of a thousand lookups of these weeks.
    pub share: u32,
}

/// A course that a department holds for people of others.
pub(super) struct Course {
    pub unit: u32,
    pub from: Day,
    pub to: Day,
    /// Those who take part, and whether the register knows.
    pub persons: Vec<(u32, bool)>,
}

#[derive(Clone, Copy)]
pub(super) struct Absence {
    pub clerk: u32,
    pub kind: &'static str,
    pub from: Day,
    pub to: Day,
}

pub(super) struct News {
    pub person: u32,
    pub day: Day,
    pub what: &'static str,
}

#[derive(Default)]
pub(super) struct Ties {
    /// By clerk, the earlier ones first.
    pub matters: Vec<Vec<Matter>>,
    pub loans: Vec<Vec<Loan>>,
    /// By clerk: the unit that is helped without anybody having written so, or `NONE`.
    pub helped: Vec<u32>,
    pub absences: Vec<Vec<Absence>>,
    pub courses: Vec<Course>,
    pub news: Vec<News>,
    /// By unit: all who ever belong there.
    pub rosters: Vec<Vec<u32>>,
    /// By unit: those who come within the log, and those who go, with the day.
    pub arrivals: Vec<Vec<(u32, Day)>>,
    pub departures: Vec<Vec<(u32, Day)>>,
    /// By unit: the clerks who ever sit there.
    pub teams: Vec<Vec<u32>>,
    /// By rank of the family name, and by town: people whom the register knows by themselves.
    pub namesakes: Vec<Vec<u32>>,
    pub townspeople: Vec<Vec<u32>>,
    pub figures: Vec<u32>,
}

impl Ties {
    pub(super) fn new(world: &Garrison) -> Ties {
        let mut ties = Ties::default();
        ties.fill_rosters(world);
        ties.fill_people(world);
        let mut chance = world.chance(streams::TIES);
        for clerk in 0..world.clerks.len() as u32 {
            ties.absences.push(absences(world, clerk, &mut chance));
            ties.loans.push(loans(world, clerk, &mut chance));
            ties.helped.push(helped(world, clerk, &mut chance));
        }
        ties.add_courses(world, &mut chance);
        ties.add_news(world, &mut chance);
        for clerk in 0..world.clerks.len() as u32 {
            let mut chance = world.chance(streams::MATTERS + u64::from(clerk));
            let matters = ties.matters_for(world, clerk, &mut chance);
            ties.matters.push(matters);
        }
        ties
    }

    fn fill_rosters(&mut self, world: &Garrison) {
        let units = world.places.units.len();
        self.rosters = vec![Vec::new(); units];
        self.arrivals = vec![Vec::new(); units];
        self.departures = vec![Vec::new(); units];
        self.teams = vec![Vec::new(); units];
        let first = world.plan.first_day();
        for (place, person) in (0_u32..).zip(&world.people) {
            let stay = &person.stay;
            if stay.unit == NONE || stay.to.is_some_and(|to| to < first.plus(-60)) {
                continue;
            }
            let list = if person.clerk == NONE {
                (&mut self.rosters, place)
            } else {
                (&mut self.teams, person.clerk)
            };
            list.0[stay.unit as usize].push(list.1);
            if stay.moves() {
                list.0[stay.earlier as usize].push(list.1);
                self.arrivals[stay.unit as usize].push((place, stay.moved_on));
                self.departures[stay.earlier as usize].push((place, stay.moved_on));
            } else if stay.from >= first {
                self.arrivals[stay.unit as usize].push((place, stay.from));
            }
            if let Some(to) = stay.to {
                self.departures[stay.unit as usize].push((place, to));
            }
            // Those with an account are people of their unit too.
            if person.clerk != NONE {
                self.rosters[stay.unit as usize].push(place);
                if stay.moves() {
                    self.rosters[stay.earlier as usize].push(place);
                }
            }
        }
    }

    fn fill_people(&mut self, world: &Garrison) {
        let names = world.people.iter().map(|person| person.family).max();
        self.namesakes = vec![Vec::new(); usize::from(names.unwrap_or_default()) + 1];
        self.townspeople = vec![Vec::new(); usize::from(world.places.towns)];
        for (place, person) in (0_u32..).zip(&world.people) {
            if person.public_figure {
                self.figures.push(place);
            }
            if person.standing != Standing::Civilian {
                self.namesakes[usize::from(person.family)].push(place);
                let town = world.homes[person.home as usize].town;
                self.townspeople[usize::from(town)].push(place);
            }
        }
    }

    /// One department in ten holds courses, one after the other.
    fn add_courses(&mut self, world: &Garrison, chance: &mut Chance) {
        for unit in &world.places.departments {
            let merged = world.places.merger.closed.contains(unit);
            if merged || !mix(u64::from(*unit), 77).is_multiple_of(10) {
                continue;
            }
            let mut from = world.plan.first_day().plus(chance.between(0, 20));
            while from < world.plan.last_day() {
                let to = from.plus(chance.between(9, 34));
                let mut persons = Vec::new();
                for _ in 0..chance.between(18, 40) {
                    let person = self.anybody(world, chance);
                    persons.push((person, chance.permille(860)));
                }
                self.courses.push(Course {
                    unit: *unit,
                    from,
                    to,
                    persons,
                });
                from = to.plus(chance.between(3, 30));
            }
        }
    }

    fn add_news(&mut self, world: &Garrison, chance: &mut Chance) {
        const WHAT: [&str; 4] = [
            "Omtalt i lokalavisen",
            "Omtalt i riksmedia",
            "Intervju",
            "Rettssak",
        ];
        let a_week = (world.plan.persons / 30_000).max(1);
        for week in 0..world.plan.weeks {
            for _ in 0..a_week {
                let person = if chance.permille(750) && !self.figures.is_empty() {
                    *chance.pick(&self.figures)
                } else {
                    self.anybody(world, chance)
                };
                let day = world.plan.monday(week).plus(chance.between(0, 6));
                let what = WHAT[chance.below(4) as usize];
                self.news.push(News { person, day, what });
            }
        }
    }

    /// Anybody whom the register knows by themselves, not only as kin.
    pub(super) fn anybody(&self, world: &Garrison, chance: &mut Chance) -> u32 {
        for _ in 0..40 {
            let person = chance.below(world.people.len() as u32);
            let standing = world.people[person as usize].standing;
            let often = match standing {
                Standing::Served | Standing::Employed => 1_000,
                Standing::Former => 350,
                Standing::Civilian => 10,
            };
            if chance.permille(often) {
                return person;
            }
        }
        0
    }

    fn matters_for(&self, world: &Garrison, clerk: u32, chance: &mut Chance) -> Vec<Matter> {
        let (job, pace) = (world.job(clerk), world.clerks[clerk as usize].pace);
        if job.role == Role::Scanning {
            return self.batches(world, clerk, chance);
        }
        // Tenths of visits in a week, of which the matters take their share.
        let week = u64::from(job.opens * job.visits * pace) * 5 / 1_000_000;
        let share = u64::from(job.diet.matter);
        let tenths = (week * share / 1_000) as u32 / VISITS_A_MATTER;
        let mut matters = Vec::new();
        // Some are under way when the log begins.
        for week in -4..world.plan.weeks as i32 {
            let spread = chance.below(2 * tenths + 1);
            let count = spread / 10 + u32::from(chance.below(10) < spread % 10);
            for _ in 0..count {
                let from = world.plan.first_day().plus(week * 7 + chance.between(0, 4));
                let unit = world.seat(clerk, from);
                let subject = self.subject_for(world, clerk, chance);
                let registered = registered(world, from, chance);
                let to = from.plus([4, 9, 16, 30, 55][chance.below(5) as usize]);
                let named = chance.permille(780);
                if unit != NONE && subject != world.clerks[clerk as usize].person {
                    matters.push(Matter {
                        subject,
                        clerk,
                        unit,
                        from,
                        to,
                        registered,
                        named,
                    });
                }
            }
        }
        matters.sort_by_key(|matter| matter.from);
        matters
    }

    fn subject_for(&self, world: &Garrison, clerk: u32, chance: &mut Chance) -> u32 {
        let unit = world.person_of(clerk).stay.unit;
        let first = world.plan.first_day();
        let town = usize::from(world.places.units[unit as usize].town);
        match world.job(clerk).role {
            Role::Unit | Role::Head | Role::Duty if chance.permille(700) => {
                let base = world.places.base_of(unit);
                let near: Vec<u32> = world.places.below(base).collect();
                let near = chance.pick(&near);
                let roster = &self.rosters[*near as usize];
                if roster.is_empty() {
                    self.anybody(world, chance)
                } else {
                    *chance.pick(roster)
                }
            }
            Role::Medical if chance.permille(850) => *chance.pick(&self.townspeople[town]),
            Role::Recruiting => {
                for _ in 0..60 {
                    let person = chance.below(world.people.len() as u32);
                    let age = world.people[person as usize].age_on(first);
                    if (16..25).contains(&age) {
                        return person;
                    }
                }
                self.anybody(world, chance)
            }
            Role::Support if chance.permille(700) => {
                world.clerks[chance.below(world.clerks.len() as u32) as usize].person
            }
            Role::Press if chance.permille(700) && !self.news.is_empty() => {
                chance.pick(&self.news).person
            }
            _ => self.anybody(world, chance),
        }
    }

    /// A batch a week; one in twenty was never registered as a whole.
    fn batches(&self, world: &Garrison, clerk: u32, chance: &mut Chance) -> Vec<Matter> {
        let mut matters = Vec::new();
        for week in 0..world.plan.weeks {
            let from = world.plan.monday(week);
            let registered = (!chance.permille(50)).then_some(from);
            let unit = world.seat(clerk, from);
            for _ in 0..if unit == NONE { 0 } else { BATCH } {
                matters.push(Matter {
                    subject: self.anybody(world, chance),
                    clerk,
                    unit,
                    from,
                    to: from.plus(6),
                    registered,
                    named: true,
                });
            }
        }
        let own = world.clerks[clerk as usize].person;
        matters.retain(|matter| matter.subject != own);
        matters
    }
}

/// The day on which a matter is registered: mostly at once, late for some, never for a few.
fn registered(world: &Garrison, from: Day, chance: &mut Chance) -> Option<Day> {
    let turn = chance.below(1_000);
    let late = chance.between(4, 24);
    let terms = world.terms;
    if turn < terms.unrecorded {
        None
    } else if turn < terms.unrecorded + terms.late {
        Some(from.plus(late))
    } else {
        Some(from.plus(-i32::from(late % 3 == 0)))
    }
}

fn absences(world: &Garrison, clerk: u32, chance: &mut Chance) -> Vec<Absence> {
    let mut list = Vec::new();
    let first = world.plan.first_day();
    let span = world.plan.weeks as i32 * 7;
    let mut add = |kind, from: Day, days: i32| {
        let to = from.plus(days - 1);
        let stay = &world.person_of(clerk).stay;
        if stay.from <= from && stay.to.is_none_or(|last| to <= last) {
            list.push(Absence {
                clerk,
                kind,
                from,
                to,
            });
        }
    };
    if chance.permille(880) {
        let start = date(2026, 6, 22).plus(7 * chance.between(0, 5));
        add("ferie", start, 7 * chance.between(2, 4) - 2);
    }
    if chance.permille(300) {
        let day = first.plus(chance.between(0, span - 8)).monday();
        add("ferie", day, 5);
    }
    for _ in 0..chance.below(4) {
        let day = first.plus(chance.between(0, span - 4));
        add("sykefravær", day, chance.between(1, 4));
    }
    if chance.permille(90) {
        let day = first.plus(chance.between(0, span - 30));
        add("sykefravær", day, chance.between(10, 40));
    }
    if chance.permille(20) {
        let day = first.plus(chance.between(0, span / 2));
        add("permisjon", day, chance.between(60, 120));
    }
    list.sort_by_key(|absence| (absence.from, absence.kind));
    list.dedup_by_key(|absence| (absence.from, absence.kind));
    list
}

fn loans(world: &Garrison, clerk: u32, chance: &mut Chance) -> Vec<Loan> {
    let mut list = Vec::new();
    let mut add = |unit, kind, from: Day, days, recorded, share| {
        list.push(Loan {
            clerk,
            unit,
            kind,
            from,
            to: from.plus(days - 1),
            recorded,
            share,
        });
    };
    let places = &world.places;
    match world.job(clerk).role {
        Role::Unit if chance.permille(80) => {
            let weeks = world.plan.weeks - 6;
            let from = world.plan.monday(chance.below(weeks));
            let unit = *chance.pick(&places.departments);
            let recorded = chance.permille(700);
            add(unit, "loan", from, 7 * chance.between(2, 6), recorded, 500);
        }
        Role::Checking => {
            for week in 0..world.plan.weeks {
                let unit = *chance.pick(&places.departments);
                let monday = world.plan.monday(week);
                add(unit, "duty", monday, 7, chance.permille(920), 850);
            }
        }
        Role::Duty => {
            let base = world.person_of(clerk).stay.unit;
            for week in (0..world.plan.weeks).filter(|week| (week + clerk).is_multiple_of(4)) {
                let recorded = chance.permille(960);
                for unit in places.below(base) {
                    add(unit, "duty", world.plan.monday(week), 7, recorded, 750);
                }
            }
        }
        _ => {}
    }
    list
}

/// Some help another department for as long as anybody remembers.
fn helped(world: &Garrison, clerk: u32, chance: &mut Chance) -> u32 {
    let unit = world.person_of(clerk).stay.unit;
    if world.job(clerk).role != Role::Unit || !chance.permille(90) {
        return NONE;
    }
    let near: Vec<u32> = world.places.below(world.places.base_of(unit)).collect();
    let other = if chance.permille(600) && !near.is_empty() {
        *chance.pick(&near)
    } else {
        *chance.pick(&world.places.departments)
    };
    if other == unit { NONE } else { other }
}

/// Whether offices are empty because it is summer is said by absences; Easter by this.
pub(super) fn attendance(day: Day) -> u32 {
    if within(day, date(2026, 6, 22), date(2026, 8, 14)) {
        [940, 940, 930, 920, 840, 15, 9][day.weekday().unsigned_abs() as usize]
    } else {
        crate::calendar::attendance(day)
    }
}
