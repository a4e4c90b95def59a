//! What makes a lookup outside the own unit expected, or explains that somebody is away: cases,
//! loans, absences, shifts.
//!
//! Some cases are registered late and some never, as in life.

use tilsyn_domain::day::Day;

use crate::calendar::{HOUR, LOG_FIRST, LOG_LAST, date};
use crate::chance::{Chance, mix};
use crate::people::Part;
use crate::units::{FIELDS, NONE, Sector};
use crate::world::World;

/// When a case came into the register of cases.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registered {
    On(Day),
    Never,
}

/// A fact that ties a subject to a unit and perhaps to one worker.
pub(crate) struct Case {
    pub kind: &'static str,
    pub subject: u32,
    pub unit: u32,
    /// `NONE`: the whole unit has it.
    pub worker: u32,
    pub from: Day,
    pub to: Day,
    pub registered: Registered,
}

/// A worker works for another unit than the own.
pub(crate) struct Loan {
    pub worker: u32,
    pub unit: u32,
    pub kind: &'static str,
    pub from: Day,
    pub to: Day,
}

/// A worker is away.
pub(crate) struct Absence {
    pub worker: u32,
    pub kind: &'static str,
    pub from: Day,
    pub to: Day,
}

#[derive(Default)]
pub(crate) struct Ties {
    pub cases: Vec<Case>,
    /// Places of each unit's cases.
    pub of_unit: Vec<Vec<u32>>,
    /// In the order of workers; `loans_of` gives a worker's.
    pub loans: Vec<Loan>,
    pub loans_from: Vec<u32>,
    /// In the order of workers.
    pub absences: Vec<Absence>,
    pub absences_from: Vec<u32>,
}

impl Ties {
    pub(crate) fn new(world: &World) -> Ties {
        let mut ties = Ties {
            of_unit: vec![Vec::new(); world.units.list.len()],
            ..Ties::default()
        };
        let mut chance = Chance::new(world.seed, 3);
        ties.open_cases(world, &mut chance);
        for worker in 0..world.staff.workers.len() as u32 {
            ties.loans_from.push(ties.loans.len() as u32);
            ties.lend(world, worker, &mut chance);
            ties.absences_from.push(ties.absences.len() as u32);
            ties.send_away(world, worker, &mut chance);
        }
        ties.loans_from.push(ties.loans.len() as u32);
        ties.absences_from.push(ties.absences.len() as u32);
        ties
    }

    fn open_cases(&mut self, world: &World, chance: &mut Chance) {
        let people = world.people.len() as u32;
        for worker in 0..world.staff.workers.len() as u32 {
            let Some(sector) = world.staff.workers[worker as usize].sector else {
                continue;
            };
            let post = &world.staff.posts_of(worker)[0];
            for _ in 0..2 + chance.below(3) {
                let subject = chance.below(people);
                if world.people[subject as usize].part == Part::Planted {
                    continue;
                }
                let (kind, least, most) = match sector {
                    Sector::Emergency => ("appointment", 1, 4),
                    Sector::HomeCare | Sector::Nursing => ("care", 14, 160),
                    Sector::Garrison => ("course", 10, 40),
                    _ => ("case", 20, 150),
                };
                let from = LOG_FIRST.plus(chance.between(-60, 265));
                let to = from
                    .plus(chance.between(least, most))
                    .min(LOG_LAST.plus(30));
                let registered = match chance.below(100) {
                    0..=11 => Registered::Never,
                    12..=24 => Registered::On(from.plus(chance.between(5, 25)).min(LOG_LAST)),
                    _ => Registered::On(from.min(LOG_LAST)),
                };
                let own = chance.permille(650);
                let worker = if own { worker } else { NONE };
                self.of_unit[post.unit as usize].push(self.cases.len() as u32);
                let unit = post.unit;
                self.cases.push(Case {
                    kind,
                    subject,
                    unit,
                    worker,
                    from,
                    to,
                    registered,
                });
            }
        }
    }

    /// Personnel officers serve several units the whole time; others are lent for some weeks.
    fn lend(&mut self, world: &World, worker: u32, chance: &mut Chance) {
        let Some(sector) = world.staff.workers[worker as usize].sector else {
            return;
        };
        if world.staff.workers[worker as usize].part == Part::Planted {
            return;
        }
        if matches!(
            sector,
            Sector::Personnel | Sector::Technology | Sector::Direction
        ) {
            for _ in 0..3 {
                let field = chance.below(FIELDS.len() as u32) as usize;
                let unit = *chance.pick(&world.units.of_field[field]);
                let from = date(2024, 11, 1);
                self.loans.push(Loan {
                    worker,
                    unit,
                    kind: "team",
                    from,
                    to: LOG_LAST.plus(60),
                });
            }
        } else if chance.permille(120) {
            let system = FIELDS[sector as usize].system;
            let fields = FIELDS
                .iter()
                .enumerate()
                .filter(|(_, field)| field.system == system);
            let units: Vec<u32> = fields
                .flat_map(|(place, _)| world.units.of_field[place].clone())
                .collect();
            let kind = if sector == Sector::Emergency {
                "duty"
            } else {
                "loan"
            };
            let from = LOG_FIRST.plus(chance.between(-20, 240));
            let to = from.plus(chance.between(10, 55));
            self.loans.push(Loan {
                worker,
                unit: *chance.pick(&units),
                kind,
                from,
                to,
            });
        }
    }

    fn send_away(&mut self, world: &World, worker: u32, chance: &mut Chance) {
        if world.staff.workers[worker as usize].part == Part::Planted {
            return;
        }
        let first = date(2026, 6, 22).plus(7 * chance.between(0, 6));
        let to = first.plus(20);
        self.absences.push(Absence {
            worker,
            kind: "ferie",
            from: first,
            to,
        });
        if chance.permille(260) {
            let from = LOG_FIRST.plus(chance.between(0, 130));
            let to = from.plus(chance.between(1, 14)).min(first.plus(-1));
            if from <= to {
                self.absences.push(Absence {
                    worker,
                    kind: "syk",
                    from,
                    to,
                });
            }
        }
        if chance.permille(18) {
            let from = date(2026, 8, 24).plus(chance.between(0, 20));
            self.absences.push(Absence {
                worker,
                kind: "permisjon",
                from,
                to: LOG_LAST.plus(90),
            });
        }
    }

    pub(crate) fn loans_of(&self, worker: u32) -> &[Loan] {
        let worker = worker as usize;
        &self.loans[self.loans_from[worker] as usize..self.loans_from[worker + 1] as usize]
    }

    pub(crate) fn is_away(&self, worker: u32, day: Day) -> bool {
        let at = worker as usize;
        let range = self.absences_from[at] as usize..self.absences_from[at + 1] as usize;
        self.absences[range]
            .iter()
            .any(|absence| absence.from <= day && day <= absence.to)
    }
}

/// Start of a shift in local time of day, and its length, in milliseconds.
pub(crate) type Shift = (u32, u32);

/// Whether a field works in shifts.
pub(crate) fn works_shifts(sector: Sector) -> bool {
    matches!(
        sector,
        Sector::Emergency | Sector::HomeCare | Sector::Nursing
    )
}

/// The shift of a worker that starts on a day: two days, two evenings, a night, two off.
pub(crate) fn shift(worker: u32, day: Day) -> Option<Shift> {
    match (day.0.unsigned_abs() + mix(u64::from(worker), 5) % 7) % 7 {
        0 | 1 => Some((7 * HOUR, 8 * HOUR)),
        2 | 3 => Some((14 * HOUR + HOUR / 2, 8 * HOUR)),
        // A night counts from midnight, so that a day's acts lie within the day.
        4 => Some((0, 7 * HOUR)),
        _ => None,
    }
}
