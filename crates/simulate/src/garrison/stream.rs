//! The log of a world in the order of time, a day at a time.
//!
//! Ordinary work, the work of the night, changes of access, and what is planted.

use std::io::{self, Write};

use tilsyn_domain::day::Day;
use tilsyn_domain::event::{Event, Kind};

use super::day::{ACCESS_FROM, Act, Twist};
use super::render::Page;
use super::terms::{ACCESS, MAIN, REGISTER, Role};
use super::{Garrison, streams};
use crate::calendar::{HOUR, MINUTE, SECOND, days};
use crate::units::NONE;

/// People for whom something comes in during one night: one in so many.
const PEOPLE_A_NIGHTLY_ACT: u32 = 400;

impl Garrison {
    /// The acts of a day, the earlier ones first.
    pub(super) fn acts(&self, day: Day) -> Vec<Act> {
        let mut acts = Vec::new();
        self.night(day, &mut acts);
        self.changes_of_access(day, &mut acts);
        for clerk in 0..self.clerks.len() as u32 {
            self.work(clerk, day, &mut acts);
        }
        acts.extend_from_slice(self.plants.acts_on(day));
        acts.sort_by_key(|act| (act.at, act.clerk, act.number));
        acts
    }

    /// The interface to the population register and the night job.
    fn night(&self, day: Day, acts: &mut Vec<Act>) {
        let mut chance = self.chance(streams::NIGHTS + u64::from(day.0.unsigned_abs()));
        for number in 0..self.plan.persons / PEOPLE_A_NIGHTLY_ACT {
            let transfers = chance.permille(400);
            let (kind, system, twist) = if transfers {
                (Kind::RegisterTransfer, REGISTER, Twist::WithKin)
            } else {
                (Kind::Change, MAIN, Twist::None)
            };
            acts.push(Act {
                at: 3 * HOUR + 10 * MINUTE + chance.below(70 * MINUTE),
                kind,
                system,
                clerk: NONE,
                subject: chance.below(self.people.len() as u32),
                twist,
                detail: chance.word(),
                desk: NONE,
                number,
            });
        }
    }

    /// Whoever begins or changes seat gets access from somebody of the support.
    fn changes_of_access(&self, day: Day, acts: &mut Vec<Act>) {
        let support =
            |clerk: &u32| self.job(*clerk).role == Role::Support && self.seat(*clerk, day) != NONE;
        let all = 0..self.clerks.len() as u32;
        let moved: Vec<u32> = all
            .clone()
            .filter(|clerk| self.person_of(*clerk).stay.moved_on == day)
            .collect();
        if moved.is_empty() {
            return;
        }
        let support: Vec<u32> = all.filter(support).collect();
        for clerk in moved {
            let Some(by) = support.get(clerk as usize % support.len().max(1)) else {
                continue;
            };
            acts.push(Act {
                at: 8 * HOUR + clerk % 400 * MINUTE + clerk % 53 * SECOND,
                kind: Kind::AccessChange,
                system: ACCESS,
                clerk: *by,
                subject: clerk,
                twist: Twist::None,
                detail: clerk,
                desk: *by,
                number: ACCESS_FROM + clerk,
            });
        }
    }

    /// Writes the log as NDJSON in the order of time; gives how many events it wrote.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_events(&self, out: &mut impl Write) -> io::Result<u64> {
        let mut buffer = Vec::new();
        let mut count = 0;
        for day in days(self.plan.first_day(), self.plan.last_day()) {
            let page = Page::new(self, day);
            buffer.clear();
            for act in self.acts(day) {
                page.write(&act, &mut buffer);
                buffer.push(b'\n');
                count += 1;
            }
            out.write_all(&buffer)?;
        }
        Ok(count)
    }

    /// The events of one day, the earlier ones first.
    ///
    /// # Panics
    /// Never: every line of a world is an event.
    #[must_use]
    pub fn events_on(&self, day: Day) -> Vec<Event> {
        let page = Page::new(self, day);
        let read = |act: &Act| {
            let mut line = Vec::new();
            page.write(act, &mut line);
            serde_json::from_slice(&line).expect("every line of a world is an event")
        };
        self.acts(day).iter().map(read).collect()
    }
}
