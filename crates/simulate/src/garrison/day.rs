//! When somebody works with the register on a day, from which machine, and for how much.
//!
//! Decided by clerk and day alone, so that what is planted finds the same hours as ordinary work.

use tilsyn_domain::day::Day;
use tilsyn_domain::event::Kind;

use super::terms::{MAIN, Role};
use super::ties::attendance;
use super::{Garrison, streams};
use crate::calendar::{HOUR, MINUTE, within};
use crate::chance::Chance;
use crate::units::NONE;

/// Machines from this number on are shared ones, four a unit.
pub(super) const SHARED_DESKS: u32 = 1_000_000;
/// Numbers of planted acts within a clerk's day begin here.
pub(super) const PLANTED_FROM: u32 = 1 << 24;
/// Numbers of acts about somebody's access begin here.
pub(super) const ACCESS_FROM: u32 = 1 << 20;
/// Of a thousand days away, on how many somebody opens the register all the same.
const WORKS_WHILE_AWAY: u32 = 5;
/// Latest end of a session.
const LATEST: u32 = 23 * HOUR + 45 * MINUTE;

/// What makes an act other than usual.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Twist {
    None,
    /// The person was found by the number.
    ByNumber,
    /// So many more people stand on the list.
    ListOf(u8),
    /// Next of kin come along.
    WithKin,
}

/// One act, in numbers only.
#[derive(Clone, Copy)]
pub(super) struct Act {
    /// Milliseconds after midnight on the local clock.
    pub at: u32,
    pub kind: Kind,
    pub system: u8,
    /// `NONE`: the system's own user.
    pub clerk: u32,
    /// Place among the people, or `NONE`; of a change of access, the clerk whose it is.
    pub subject: u32,
    pub twist: Twist,
    /// Screen, document or the like.
    pub detail: u32,
    /// The machine.
    pub desk: u32,
    /// The number within the clerk's day; with clerk and day it decides the id.
    pub number: u32,
}

/// The hours in which somebody works with the register on a day.
#[derive(Clone, Copy)]
pub(super) struct Shift {
    pub start: u32,
    pub end: u32,
    pub desk: u32,
    /// People looked up.
    pub visits: u32,
}

impl Garrison {
    fn work_chance(&self, clerk: u32, day: Day) -> Chance {
        let of_day = u64::from(day.0.unsigned_abs() & 0xffff);
        self.chance(streams::WORK + (u64::from(clerk) << 16) + of_day)
    }

    /// Planned hours of those who have shifts: start and end on the local clock.
    pub(super) fn planned(&self, clerk: u32, day: Day) -> Option<(u32, u32)> {
        let week = (day.0 - self.plan.first_day().0)
            .div_euclid(7)
            .unsigned_abs();
        if self.seat(clerk, day) == NONE || self.is_away(clerk, day) {
            return None;
        }
        let hours = |from, to| Some((from * HOUR / 2, to * HOUR / 2));
        match self.job(clerk).role {
            Role::Duty => {
                let turn = self.ties.loans[clerk as usize]
                    .iter()
                    .any(|loan| within(day, loan.from, loan.to));
                match (turn, day.weekday() < 5) {
                    (true, true) => hours(30, 46),
                    (true, false) => hours(14, 38),
                    _ => None,
                }
            }
            Role::Medical if day.weekday() < 5 && !self.clerks[clerk as usize].is_free(day) => {
                if (week + clerk).is_multiple_of(3) {
                    hours(29, 44)
                } else {
                    hours(15, 31)
                }
            }
            _ => None,
        }
    }

    /// The shift of a clerk's day, and the chance that goes on deciding the day.
    pub(super) fn shift(&self, clerk: u32, day: Day) -> Option<(Shift, Chance)> {
        let unit = self.seat(clerk, day);
        if unit == NONE {
            return None;
        }
        let mut chance = self.work_chance(clerk, day);
        if self.is_away(clerk, day) && !chance.permille(WORKS_WHILE_AWAY) {
            return None;
        }
        if self.clerks[clerk as usize].is_free(day) {
            return None;
        }
        let job = self.job(clerk);
        let planned = self.planned(clerk, day);
        let shifts = matches!(job.role, Role::Duty | Role::Medical);
        let there = match (planned, shifts) {
            (Some(_), _) => 960,
            (None, true) => 40,
            (None, false) => attendance(day),
        };
        let pace = 600 + self.clerks[clerk as usize].pace * 2 / 5;
        let opens = (job.opens * pace / 1_000 * self.season(job.role, day) / 1_000).min(950);
        if !chance.permille(there) || !chance.permille(opens) {
            return None;
        }
        let visits = draw(&mut chance, job.visits * pace / 1_000);
        let (first, last) = planned.unwrap_or_else(|| {
            let start = 7 * HOUR + (chance.below(90) + chance.below(75)) * MINUTE;
            (start, start + 8 * HOUR)
        });
        let start = first + chance.below(100) * MINUTE + chance.below(MINUTE);
        let length = (12 + visits * (7 + chance.below(26))) * MINUTE;
        let end = (start + length)
            .min(last.max(start + 20 * MINUTE))
            .min(LATEST);
        let desk = self.desk(clerk, unit, &mut chance);
        let shift = Shift {
            start,
            end,
            desk,
            visits,
        };
        Some((shift, chance))
    }

    /// More work for units around the summer intake.
    fn season(&self, role: Role, day: Day) -> u32 {
        let monday = self.plan.monday(self.plan.weeks * 23 / 26);
        if role == Role::Unit && within(day, monday.plus(-7), monday.plus(11)) {
            1_350
        } else {
            1_000
        }
    }

    fn desk(&self, clerk: u32, unit: u32, chance: &mut Chance) -> u32 {
        let shared = SHARED_DESKS + unit * 4 + chance.below(3);
        let team = &self.ties.teams[unit as usize];
        match chance.below(1_000) {
            _ if self.clerks[clerk as usize].shares_desk => shared,
            0..10 => shared,
            10..18 if !team.is_empty() => *chance.pick(team),
            _ => clerk,
        }
    }

    /// Every ordinary act of a clerk's day.
    pub(super) fn work(&self, clerk: u32, day: Day, acts: &mut Vec<Act>) {
        self.own_record(clerk, day, acts);
        let Some((shift, chance)) = self.shift(clerk, day) else {
            return;
        };
        super::visits::Hand::new(self, clerk, day, shift, chance, acts).fill();
    }

    /// Everybody may see the own record in the portal, at any hour.
    fn own_record(&self, clerk: u32, day: Day, acts: &mut Vec<Act>) {
        if self.seat(clerk, day) == NONE {
            return;
        }
        let day_of_world = u64::from(day.0.unsigned_abs());
        let turn = crate::chance::mix(day_of_world << 20 | u64::from(clerk), self.plan.seed);
        if turn % 1_000 < 8 {
            acts.push(Act {
                at: 7 * HOUR + (turn / 1_000 % 900) * MINUTE + turn % 59_999,
                kind: Kind::OwnRecord,
                system: MAIN,
                clerk,
                subject: self.clerks[clerk as usize].person,
                twist: Twist::None,
                detail: 0,
                desk: clerk,
                number: ACCESS_FROM - 1,
            });
        }
    }
}

/// A number around so many tenths, at least one, with a long tail.
fn draw(chance: &mut Chance, tenths: u32) -> u32 {
    let tenths = if chance.permille(50) {
        tenths * 3
    } else {
        tenths * 9 / 10
    };
    let spread = chance.below(2 * tenths + 1);
    (spread / 10 + u32::from(chance.below(10) < spread % 10)).max(1)
}
