//! Plants incidents in a world that does not know of them.
//!
//! Every incident has a user of its own, who otherwise does ordinary work, and lies wholly in
//! one half of the log. Not here: what the scenarios are (`scenarios`, `breaches`).

use std::collections::{BTreeMap, BTreeSet};

use tilsyn_domain::day::Day;
use tilsyn_domain::event::Kind;

use super::day::{Act, PLANTED_FROM, Shift, Twist};
use super::kinship::Kinship;
use super::render::event_id;
use super::terms::{MAIN, Role};
use super::ties::Matter;
use super::truth::{Difficulty, Incident, IncidentEvent, Scenario};
use super::{Garrison, streams};
use crate::calendar::{MINUTE, SECOND, days};
use crate::chance::Chance;
use crate::units::NONE;

/// Clerks tried for one incident before it is left out.
const TRIALS: u32 = 3_000;
/// Of a thousand looks without need, how many leave something written.
const WRITES: u32 = 20;

/// Those for whom few people are left come first.
const ORDER: [Scenario; 10] = [
    Scenario::Leaver,
    Scenario::Myself,
    Scenario::Kin,
    Scenario::Share,
    Scenario::Vip,
    Scenario::Stalk,
    Scenario::Bulk,
    Scenario::Slow,
    Scenario::Photo,
    Scenario::NextOfKin,
];

/// What is planted.
#[derive(Default)]
pub(super) struct Plants {
    pub incidents: Vec<Incident>,
    /// Relations that make a good reason for what has none.
    pub ties: Vec<Matter>,
    /// By day, the earlier ones first.
    acts: Vec<(Day, Vec<Act>)>,
    /// Clerks who left and whose account nobody closed.
    kept: BTreeSet<u32>,
}

/// What is to be planted: which kind, how well hidden, and when.
#[derive(Clone, Copy)]
pub(super) struct Task {
    pub scenario: Scenario,
    pub difficulty: Difficulty,
    /// Which of its kind it is, from 0.
    pub turn: u32,
    pub first: Day,
    pub last: Day,
    evaluated: bool,
}

/// An incident while it is made.
pub(super) struct Draft {
    pub clerk: u32,
    pub form: &'static str,
    pub victims: Vec<u32>,
    pub acts: Vec<(Day, Act)>,
    pub ties: Vec<Matter>,
    pub keeps_account: bool,
}

impl Draft {
    pub(super) fn new(clerk: u32, form: &'static str, victims: Vec<u32>) -> Draft {
        Draft {
            clerk,
            form,
            victims,
            acts: Vec::new(),
            ties: Vec::new(),
            keeps_account: false,
        }
    }
}

impl Plants {
    pub(super) fn new(world: &Garrison) -> Plants {
        let mut planter = Planter {
            world,
            chance: world.chance(streams::PLANTS),
            kinship: Kinship::new(world),
            used: BTreeSet::new(),
            number: PLANTED_FROM,
        };
        let mut done = Vec::new();
        for (place, task) in (0..).zip(tasks(world)) {
            planter.chance = world.chance(streams::INCIDENTS + place);
            if let Some(draft) = planter.plant(&task) {
                done.push((task, draft));
            }
        }
        done.sort_by_key(|(task, _)| (task.scenario, task.difficulty, task.turn));
        Plants::of(world, done)
    }

    fn of(world: &Garrison, done: Vec<(Task, Draft)>) -> Plants {
        let mut plants = Plants::default();
        let mut acts: BTreeMap<Day, Vec<Act>> = BTreeMap::new();
        for (n, (task, mut draft)) in (1..).zip(done) {
            draft.acts.sort_by_key(|(day, act)| (*day, act.at));
            plants.incidents.push(incident(world, n, &task, &draft));
            plants.ties.extend(draft.ties);
            if draft.keeps_account {
                plants.kept.insert(draft.clerk);
            }
            for (day, act) in draft.acts {
                acts.entry(day).or_default().push(act);
            }
        }
        plants.acts = acts.into_iter().collect();
        plants
    }

    pub(super) fn acts_on(&self, day: Day) -> &[Act] {
        let found = self.acts.binary_search_by_key(&day, |(day, _)| *day);
        found.map_or(&[], |place| &self.acts[place].1)
    }

    pub(super) fn keeps_account(&self, clerk: u32) -> bool {
        self.kept.contains(&clerk)
    }
}

/// All that is to be planted: one in three of each kind in the first half.
fn tasks(world: &Garrison) -> Vec<Task> {
    let plan = &world.plan;
    let mut tasks = Vec::new();
    for scenario in ORDER {
        for difficulty in Difficulty::ALL {
            for turn in 0..plan.incidents_each() {
                let place = turn + scenario as u32 + difficulty as u32;
                let evaluated = !place.is_multiple_of(3);
                let (first, last) = if evaluated {
                    (plan.evaluated_from(), plan.last_day())
                } else {
                    (plan.first_day(), plan.evaluated_from().plus(-1))
                };
                tasks.push(Task {
                    scenario,
                    difficulty,
                    turn,
                    first,
                    last,
                    evaluated,
                });
            }
        }
    }
    tasks
}

fn incident(world: &Garrison, n: u32, task: &Task, draft: &Draft) -> Incident {
    let origins = &world.terms.origins;
    let event = |(day, act): &(Day, Act)| IncidentEvent {
        id: format!(
            "{}:{}",
            origins[usize::from(act.system)].name,
            event_id(world, *day, act)
        ),
        day: *day,
    };
    let id = |person: &u32| world.people[*person as usize].id.id();
    Incident {
        id: format!("I{n:03}"),
        scenario: task.scenario,
        difficulty: task.difficulty,
        form: draft.form,
        user: world.account_in(MAIN, draft.clerk),
        national_id: id(&world.clerks[draft.clerk as usize].person),
        subjects: draft.victims.iter().map(id).collect(),
        events: draft.acts.iter().map(event).collect(),
        is_in_evaluated_half: task.evaluated,
    }
}

/// Makes one incident after the other.
pub(super) struct Planter<'a> {
    pub world: &'a Garrison,
    pub chance: Chance,
    pub kinship: Kinship,
    used: BTreeSet<u32>,
    number: u32,
}

impl Planter<'_> {
    fn plant(&mut self, task: &Task) -> Option<Draft> {
        for _ in 0..TRIALS {
            let clerk = self.chance.below(self.world.clerks.len() as u32);
            if self.used.contains(&clerk) || !self.fits(clerk, task.scenario) {
                continue;
            }
            let Some(mut draft) = self.draft(clerk, task) else {
                continue;
            };
            if draft.acts.is_empty() {
                continue;
            }
            // Only those who were looked at: a day may have had room for fewer.
            let seen: BTreeSet<u32> = draft.acts.iter().map(|(_, act)| act.subject).collect();
            draft.victims.retain(|victim| seen.contains(victim));
            draft.victims.sort_unstable();
            draft.victims.dedup();
            self.used.insert(clerk);
            return Some(draft);
        }
        None
    }

    fn draft(&mut self, clerk: u32, task: &Task) -> Option<Draft> {
        match task.scenario {
            Scenario::Share => self.share(clerk, task),
            Scenario::Leaver => self.leave(clerk, task),
            Scenario::Myself => self.own(clerk, task),
            _ => self.pry(clerk, task),
        }
    }

    fn fits(&self, clerk: u32, scenario: Scenario) -> bool {
        let job = self.world.job(clerk);
        match job.role {
            Role::Scanning | Role::Press | Role::Checking => false,
            Role::Support => scenario == Scenario::Myself,
            _ => scenario != Scenario::NextOfKin || job.register > 0,
        }
    }

    /// Days between two on which the clerk works with the register, with the hours.
    pub(super) fn at_work(&self, clerk: u32, first: Day, last: Day) -> Vec<(Day, Shift)> {
        let world = self.world;
        let shift = |day: Day| world.shift(clerk, day).map(|(shift, _)| (day, shift));
        days(first, last).filter_map(shift).collect()
    }

    /// A moment within somebody's hours, with some minutes left before the logoff.
    pub(super) fn moment(&mut self, shift: &Shift) -> u32 {
        let room = (shift.end - shift.start).saturating_sub(6 * MINUTE);
        shift.start + MINUTE + self.chance.below(room) + self.chance.below(SECOND)
    }

    /// One act without need.
    pub(super) fn act(&mut self, draft: &mut Draft, day: Day, act: Act) {
        let number = self.number;
        self.number += 1;
        draft.acts.push((day, Act { number, ..act }));
    }

    /// Somebody's record is opened: a search perhaps, a screen or three, hardly ever a change.
    pub(super) fn peek(&mut self, draft: &mut Draft, day: Day, act: Act) {
        let mut act = act;
        if act.kind == Kind::Lookup && self.chance.permille(120) {
            let twist = match self.chance.below(2) {
                0 => Twist::ByNumber,
                _ => Twist::ListOf(self.chance.below(4) as u8),
            };
            let search = Act {
                kind: Kind::Search,
                twist,
                detail: self.chance.word(),
                ..act
            };
            self.act(draft, day, search);
            act.at += 5 * SECOND;
        }
        let looks = match act.kind {
            Kind::Lookup => 1 + self.chance.weighted(&[72, 19, 7, 2]),
            _ => 1,
        };
        for _ in 0..looks {
            let document = act.kind == Kind::Lookup && self.chance.permille(80);
            act.detail = self.chance.word();
            let kind = if document {
                Kind::DocumentView
            } else {
                act.kind
            };
            if kind == Kind::Lookup {
                act.detail = self.screen(draft.clerk);
            }
            self.act(draft, day, Act { kind, ..act });
            act.at += 4 * SECOND + self.chance.below(50 * SECOND);
        }
        if act.kind == Kind::Lookup && self.chance.permille(WRITES) {
            let kind = Kind::Change;
            self.act(draft, day, Act { kind, ..act });
        }
    }

    /// The screens that the clerk's job opens anyway.
    fn screen(&mut self, clerk: u32) -> u32 {
        let job = self.world.job(clerk);
        let weights: Vec<u32> = self.world.terms.weights_for(job).collect();
        self.chance.weighted(&weights) as u32
    }

    /// Somebody in a unit whom nothing ties to the clerk; often of the same town, since
    /// curiosity is about those one hears of.
    pub(super) fn outsider(&mut self, clerk: u32, day: Day) -> u32 {
        let own = self.world.clerks[clerk as usize].person;
        for _ in 0..200 {
            let world = self.world;
            let person = if self.chance.permille(400) {
                let unit = world.person_of(clerk).stay.unit;
                let town = world.places.units[unit as usize].town;
                *self.chance.pick(&world.ties.townspeople[usize::from(town)])
            } else {
                world.ties.anybody(world, &mut self.chance)
            };
            let someone = &world.people[person as usize];
            let there = someone.stay.unit_on(day) != NONE && !someone.public_figure;
            let near = world.is_tied(clerk, person) || world.is_kin(own, person);
            if there && !near {
                return person;
            }
        }
        NONE
    }

    /// A good reason: somebody else of the unit has a matter with the person.
    pub(super) fn excuse(&mut self, draft: &mut Draft, subject: u32, around: Day) {
        let world = self.world;
        let unit = world.person_of(draft.clerk).stay.unit;
        let team = &world.ties.teams[unit as usize];
        let others: Vec<u32> = team
            .iter()
            .copied()
            .filter(|mate| *mate != draft.clerk)
            .collect();
        let mate = if others.is_empty() {
            draft.clerk
        } else {
            *self.chance.pick(&others)
        };
        let from = around.plus(-self.chance.between(0, 12));
        draft.ties.push(Matter {
            subject,
            clerk: mate,
            unit,
            from,
            to: from.plus(self.chance.between(20, 60)),
            registered: Some(from),
            named: mate != draft.clerk,
        });
    }

    /// A look at somebody, from the machine and in the hours of a shift.
    pub(super) fn look(&mut self, draft: &mut Draft, on: &(Day, Shift), subject: u32) {
        let at = self.moment(&on.1);
        let act = lookup(draft.clerk, subject, at, on.1.desk);
        self.peek(draft, on.0, act);
    }
}

/// An act of looking at somebody's record.
pub(super) fn lookup(clerk: u32, subject: u32, at: u32, desk: u32) -> Act {
    Act {
        at,
        kind: Kind::Lookup,
        system: MAIN,
        clerk,
        subject,
        twist: Twist::None,
        detail: 0,
        desk,
        number: 0,
    }
}
