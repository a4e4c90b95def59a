//! The scenarios of curiosity: whom somebody looks up without need, how often, how spread.
//!
//! Numbers stand in one table, so that difficulty can be read. Not here: misuse that shows in
//! who, when and where rather than whom (`breaches`).

use tilsyn_domain::day::Day;
use tilsyn_domain::event::Kind;

use super::day::{Act, Shift};
use super::planting::{Draft, Planter, Task, lookup};
use super::terms::REGISTER;
use super::truth::{Difficulty, Scenario};
use crate::units::NONE;

/// How an incident is spread.
struct Spread {
    /// People, at least and at most.
    persons: (i32, i32),
    /// Times that somebody is looked at.
    looks: (i32, i32),
    weeks: i32,
    /// Working days at most.
    days: usize,
    /// Of a thousand people, for how many there is a good reason.
    excused: u32,
}

const fn spread(
    persons: (i32, i32),
    looks: (i32, i32),
    weeks: i32,
    days: usize,
    excused: u32,
) -> Spread {
    Spread {
        persons,
        looks,
        weeks,
        days,
        excused,
    }
}

impl Spread {
    fn of(scenario: Scenario, difficulty: Difficulty) -> Spread {
        let [easy, medium, hard] = match scenario {
            Scenario::Vip => [
                spread((5, 7), (9, 14), 3, 15, 0),
                spread((2, 3), (4, 6), 3, 15, 0),
                spread((1, 1), (2, 3), 4, 20, 600),
            ],
            Scenario::Kin => [
                spread((2, 4), (9, 13), 6, 30, 0),
                spread((1, 2), (4, 6), 5, 25, 0),
                spread((1, 1), (3, 4), 9, 45, 700),
            ],
            Scenario::Stalk => [
                spread((1, 1), (14, 18), 7, 35, 0),
                spread((1, 1), (7, 9), 7, 35, 0),
                spread((1, 1), (6, 7), 11, 60, 700),
            ],
            Scenario::Bulk => [
                spread((70, 110), (70, 110), 2, 3, 0),
                spread((28, 38), (28, 38), 2, 5, 0),
                spread((26, 36), (26, 36), 4, 16, 600),
            ],
            Scenario::Slow => [
                spread((36, 44), (36, 44), 8, 40, 0),
                spread((18, 24), (18, 24), 9, 45, 0),
                spread((12, 15), (12, 15), 11, 60, 500),
            ],
            Scenario::Photo => [
                spread((50, 80), (50, 80), 2, 3, 0),
                spread((16, 24), (16, 24), 2, 8, 0),
                spread((14, 20), (20, 28), 6, 30, 700),
            ],
            _ => [
                spread((30, 45), (30, 45), 2, 3, 0),
                spread((12, 16), (12, 16), 2, 8, 0),
                spread((12, 16), (12, 16), 6, 30, 600),
            ],
        };
        match difficulty {
            Difficulty::Easy => easy,
            Difficulty::Medium => medium,
            Difficulty::Hard => hard,
        }
    }
}

impl Planter<'_> {
    /// Looks at people whom nothing concerns the clerk with.
    pub(super) fn pry(&mut self, clerk: u32, task: &Task) -> Option<Draft> {
        let spread = Spread::of(task.scenario, task.difficulty);
        let count = self.chance.between(spread.persons.0, spread.persons.1) as usize;
        let start = self.start(task, spread.weeks)?;
        let (form, victims) = self.victims(clerk, task, start, count)?;
        let mut shifts = self.at_work(clerk, start, start.plus(spread.weeks * 7 - 1));
        let enough = (spread.weeks as usize).min(spread.days);
        if shifts.len() < enough.max(2) {
            return None;
        }
        shifts.truncate(spread.days);
        let mut draft = Draft::new(clerk, form, victims);
        self.find_excuses(&mut draft, task, &spread, start);
        let looks = self.chance.between(spread.looks.0, spread.looks.1) as usize;
        for turn in 0..looks {
            let spot = turn * shifts.len() + self.chance.below(shifts.len() as u32) as usize;
            let on = shifts[spot / looks];
            let victim = draft.victims[turn % draft.victims.len()];
            self.look_as(&mut draft, task.scenario, on, victim);
        }
        Some(draft)
    }

    /// The first day: of a week that leaves room, or of news about somebody.
    fn start(&mut self, task: &Task, weeks: i32) -> Option<Day> {
        let room = (task.last.0 + 1 - task.first.0) / 7 - weeks;
        if room < 0 {
            return None;
        }
        if task.scenario == Scenario::Vip {
            let news = self.world.ties.news.iter().map(|news| news.day);
            let fit = |day: &Day| task.first <= *day && day.plus(weeks * 7) <= task.last;
            let days: Vec<Day> = news.filter(fit).collect();
            if !days.is_empty() && self.chance.permille(700) {
                return Some(*self.chance.pick(&days));
            }
        }
        Some(task.first.plus(7 * self.chance.between(0, room)))
    }

    fn victims(
        &mut self,
        clerk: u32,
        task: &Task,
        start: Day,
        count: usize,
    ) -> Option<(&'static str, Vec<u32>)> {
        let (form, mut found) = match task.scenario {
            Scenario::Vip => ("figure", self.figures(clerk, start, count)),
            Scenario::Kin => self.near(clerk, task, count),
            Scenario::Bulk if task.turn % 2 == 1 => ("unit", self.whole_unit(clerk, start)),
            Scenario::Photo if task.difficulty == Difficulty::Hard => {
                ("own_unit", self.mixed(clerk, start, count))
            }
            Scenario::Stalk if task.turn % 3 == 2 => ("colleague", self.colleague(clerk)),
            Scenario::NextOfKin => ("kin", self.parents(clerk, start, count)),
            _ => {
                let all = (0..count).map(|_| self.outsider(clerk, start)).collect();
                ("scattered", all)
            }
        };
        found.retain(|person| *person != NONE);
        found.dedup();
        found.truncate(count);
        let least = match task.scenario {
            Scenario::Bulk | Scenario::Photo | Scenario::NextOfKin => count / 2,
            Scenario::Slow => count * 3 / 4,
            _ => 1,
        };
        (found.len() >= least.max(1)).then_some((form, found))
    }

    /// Somebody in the news first, then others in the public eye.
    fn figures(&mut self, clerk: u32, start: Day, count: usize) -> Vec<u32> {
        let world = self.world;
        let own = world.clerks[clerk as usize].person;
        let news = world.ties.news.iter().filter(|news| news.day == start);
        let mut all: Vec<u32> = news.map(|news| news.person).collect();
        for _ in 0..count * 4 {
            all.push(*self.chance.pick(&world.ties.figures));
        }
        all.retain(|person| !world.is_tied(clerk, *person) && !world.is_kin(own, *person));
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|person| seen.insert(*person));
        all
    }

    /// Family, neighbours or a former partner, in turn.
    fn near(&mut self, clerk: u32, task: &Task, count: usize) -> (&'static str, Vec<u32>) {
        let world = self.world;
        let own = world.clerks[clerk as usize].person;
        let (form, mut all) = match task.turn % 3 {
            0 => ("family", self.kinship.family(world, own)),
            1 => ("neighbour", self.kinship.neighbours(world, own)),
            _ => {
                let former = world.people[own as usize].former_partner;
                ("former_partner", vec![former])
            }
        };
        all.retain(|person| *person != NONE && !world.is_tied(clerk, *person));
        if form == "neighbour" && all.len() > count {
            let start = self.chance.below((all.len() - count) as u32) as usize;
            all.drain(..start);
        }
        if form == "family" && task.difficulty == Difficulty::Easy && all.len() < 2 {
            all.clear();
        }
        (form, all)
    }

    /// All of a department that is not the clerk's.
    fn whole_unit(&mut self, clerk: u32, start: Day) -> Vec<u32> {
        let world = self.world;
        let unit = *self.chance.pick(&world.places.departments);
        let mut all = world.ties.rosters[unit as usize].clone();
        all.retain(|person| {
            world.people[*person as usize].stay.unit_on(start) == unit
                && !world.is_tied(clerk, *person)
        });
        all
    }

    /// Seven in ten of the own unit, where every look has a reason.
    fn mixed(&mut self, clerk: u32, start: Day, count: usize) -> Vec<u32> {
        let world = self.world;
        let unit = world.seat(clerk, start);
        let own = world.clerks[clerk as usize].person;
        let mut all = Vec::new();
        for _ in 0..count {
            let person = if unit != NONE && self.chance.permille(700) {
                world.somebody_of(unit, start, &mut self.chance)
            } else {
                self.outsider(clerk, start)
            };
            if person != own && !all.contains(&person) {
                all.push(person);
            }
        }
        all
    }

    /// Somebody else with an account, of another unit.
    fn colleague(&mut self, clerk: u32) -> Vec<u32> {
        let world = self.world;
        let other = self.chance.below(world.clerks.len() as u32);
        let person = world.clerks[other as usize].person;
        if other == clerk || world.is_tied(clerk, person) {
            Vec::new()
        } else {
            vec![person]
        }
    }

    /// Next of kin of people whom the clerk has nothing to do with.
    fn parents(&mut self, clerk: u32, start: Day, count: usize) -> Vec<u32> {
        let mut all = Vec::new();
        let own = self.world.clerks[clerk as usize].person;
        for _ in 0..count * 6 {
            let child = self.outsider(clerk, start);
            let Some(person) = self.world.people.get(child as usize) else {
                continue;
            };
            for kin in [person.mother, person.father, person.partner] {
                if kin != NONE && kin != own && !all.contains(&kin) {
                    all.push(kin);
                }
            }
            if all.len() >= count {
                break;
            }
        }
        all
    }

    fn find_excuses(&mut self, draft: &mut Draft, task: &Task, spread: &Spread, start: Day) {
        if task.scenario == Scenario::Photo {
            return;
        }
        for victim in draft.victims.clone() {
            if !self.chance.permille(spread.excused) {
                continue;
            }
            let around = start.plus(self.chance.between(0, spread.weeks * 3));
            let subject = if task.scenario == Scenario::NextOfKin {
                self.kinship.child_of(self.world, victim)
            } else {
                victim
            };
            self.excuse(draft, subject, around);
        }
    }

    fn look_as(&mut self, draft: &mut Draft, how: Scenario, on: (Day, Shift), victim: u32) {
        let at = self.moment(&on.1);
        let act = lookup(draft.clerk, victim, at, on.1.desk);
        match how {
            Scenario::Photo => {
                if self.chance.permille(250) {
                    self.peek(draft, on.0, act);
                }
                let picture = Act {
                    kind: Kind::ImageView,
                    at: at + 40_000,
                    ..act
                };
                self.act(draft, on.0, picture);
            }
            Scenario::NextOfKin => {
                let asked = Act {
                    kind: Kind::RegisterLookup,
                    system: REGISTER,
                    ..act
                };
                self.act(draft, on.0, asked);
            }
            _ => self.peek(draft, on.0, act),
        }
    }
}
