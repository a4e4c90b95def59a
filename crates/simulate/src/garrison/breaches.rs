//! Misuse that shows in who, when and where: shared accounts, use after leaving or while away,
//! the own record and the own access.

use tilsyn_domain::day::Day;
use tilsyn_domain::event::Kind;

use super::day::{Act, SHARED_DESKS, Shift, Twist};
use super::planting::{Draft, Planter, Task, lookup};
use super::terms::{ACCESS, Role};
use super::truth::Difficulty;
use crate::calendar::{HOUR, MINUTE, SECOND, within};
use crate::units::NONE;

/// Screen of the register that tells of service: what somebody might mend of his own.
const SERVICE_SCREEN: u32 = 1;

/// A session that the owner of the account did not have to work: when and from where.
struct Session {
    day: Day,
    start: u32,
    end: u32,
    desk: u32,
}

impl Planter<'_> {
    /// Somebody else sits at another machine and looks up people with the clerk's account.
    pub(super) fn share(&mut self, clerk: u32, task: &Task) -> Option<Draft> {
        let (sessions, weeks, persons) = match task.difficulty {
            Difficulty::Easy => (self.chance.between(5, 7), 4, (4, 6)),
            Difficulty::Medium => (self.chance.between(3, 4), 5, (2, 4)),
            Difficulty::Hard => (self.chance.between(3, 4), 8, (1, 2)),
        };
        let room = (task.last.0 + 1 - task.first.0) / 7 - weeks;
        let start = task.first.plus(7 * self.chance.between(0, room.max(0)));
        let shifts = self.at_work(clerk, start, start.plus(weeks * 7 - 1));
        if shifts.len() < sessions as usize + 1 {
            return None;
        }
        let (form, desk) = self.foreign_desk(clerk, task.difficulty)?;
        let mut draft = Draft::new(clerk, form, Vec::new());
        for turn in 0..sessions as usize {
            let (day, shift) = shifts[turn * shifts.len() / sessions as usize];
            let session = self.beside(day, &shift, desk, task.difficulty);
            let count = self.chance.between(persons.0, persons.1);
            let victims = self.for_session(&mut draft, &session, task, count);
            self.sit(&mut draft, &session, &victims);
        }
        Some(draft)
    }

    /// Another unit's machine; for the hardest ones a shared one of the own unit.
    fn foreign_desk(&mut self, clerk: u32, how: Difficulty) -> Option<(&'static str, u32)> {
        let world = self.world;
        let unit = world.person_of(clerk).stay.unit;
        if how == Difficulty::Hard {
            return Some(("own_unit", SHARED_DESKS + unit * 4 + self.chance.below(3)));
        }
        let other = self.chance.below(world.clerks.len() as u32);
        let foreign = world.person_of(other).stay.unit != unit;
        let there = foreign && !world.clerks[other as usize].shares_desk;
        let form = if how == Difficulty::Easy {
            "overlapping"
        } else {
            "elsewhere"
        };
        there.then_some((form, other))
    }

    /// While the owner works, or after.
    fn beside(&mut self, day: Day, shift: &Shift, desk: u32, how: Difficulty) -> Session {
        let length = self.chance.below(20 * MINUTE) + 10 * MINUTE;
        let start = if how == Difficulty::Easy {
            let room = (shift.end - shift.start) / 2;
            shift.start + 2 * MINUTE + self.chance.below(room)
        } else {
            let later = shift.end + 15 * MINUTE + self.chance.below(90 * MINUTE);
            later.min(23 * HOUR)
        };
        Session {
            day,
            start,
            end: start + length,
            desk,
        }
    }

    fn for_session(
        &mut self,
        draft: &mut Draft,
        session: &Session,
        task: &Task,
        count: i32,
    ) -> Vec<u32> {
        let world = self.world;
        let own = world.clerks[draft.clerk as usize].person;
        let mut victims = Vec::new();
        for _ in 0..count {
            let inside = match task.difficulty {
                Difficulty::Easy => false,
                Difficulty::Medium => self.chance.permille(250),
                Difficulty::Hard => self.chance.permille(600),
            };
            let unit = world.person_of(draft.clerk).stay.unit;
            let found = if inside && world.is_department(unit) {
                world.somebody_of(unit, session.day, &mut self.chance)
            } else {
                self.outsider(draft.clerk, session.day)
            };
            if found == NONE || found == own {
                continue;
            }
            if task.difficulty == Difficulty::Hard && self.chance.permille(400) {
                self.excuse(draft, found, session.day);
            }
            victims.push(found);
        }
        victims
    }

    /// A session from logon to logoff with nothing in it that there was need of.
    fn sit(&mut self, draft: &mut Draft, session: &Session, victims: &[u32]) {
        if victims.is_empty() {
            return;
        }
        let mut act = lookup(draft.clerk, NONE, session.start, session.desk);
        act.kind = Kind::Logon;
        self.act(draft, session.day, act);
        let step = (session.end - session.start) / (victims.len() as u32 + 1);
        for (n, victim) in (0..).zip(victims) {
            let at = session.start + MINUTE + n * step + self.chance.below(30 * SECOND);
            let look = lookup(draft.clerk, *victim, at, session.desk);
            self.peek(draft, session.day, look);
            draft.victims.push(*victim);
        }
        let last = draft.acts.iter().filter(|(day, _)| *day == session.day);
        let last = last.map(|(_, act)| act.at).max().unwrap_or_default();
        act.kind = Kind::Logoff;
        act.at = session.end.max(last + SECOND);
        self.act(draft, session.day, act);
    }

    /// After the last day of work, or while away.
    pub(super) fn leave(&mut self, clerk: u32, task: &Task) -> Option<Draft> {
        let (sessions, persons) = match task.difficulty {
            Difficulty::Easy => (self.chance.between(5, 8), (3, 6)),
            Difficulty::Medium => (self.chance.between(3, 4), (2, 3)),
            Difficulty::Hard => (self.chance.between(1, 2), (1, 2)),
        };
        let leaves = task.difficulty != Difficulty::Hard && task.turn.is_multiple_of(2);
        let (form, first, last) = if leaves {
            let left = self.world.person_of(clerk).stay.to?;
            let room = left.plus(20) < task.last && task.first <= left;
            room.then_some(("left", left.plus(2), task.last.min(left.plus(50))))?
        } else {
            let absences = self.world.ties.absences[clerk as usize].iter();
            let mut long = absences.filter(|absence| {
                let inside = task.first <= absence.from && absence.to <= task.last;
                inside && absence.to.0 - absence.from.0 >= 6 && absence.kind != "permisjon"
            });
            let absence = long.next()?;
            ("away", absence.from.plus(1), absence.to)
        };
        let mut draft = Draft::new(clerk, form, Vec::new());
        draft.keeps_account = leaves;
        let mut taken = Vec::new();
        for _ in 0..sessions {
            let day = first.plus(self.chance.between(0, last.0 - first.0));
            // On a day that somebody works although away, this would be work.
            if taken.contains(&day) || self.world.shift(clerk, day).is_some() {
                continue;
            }
            taken.push(day);
            let start = 8 * HOUR + self.chance.below(12 * HOUR);
            let session = Session {
                day,
                start,
                end: start + 8 * MINUTE + self.chance.below(35 * MINUTE),
                desk: clerk,
            };
            let count = self.chance.between(persons.0, persons.1);
            let victims = self.for_session(&mut draft, &session, task, count);
            self.sit(&mut draft, &session, &victims);
        }
        within(first, task.first, task.last).then_some(draft)
    }

    /// The own record and the own access.
    pub(super) fn own(&mut self, clerk: u32, task: &Task) -> Option<Draft> {
        let shifts = self.at_work(clerk, task.first, task.last);
        if shifts.len() < 8 {
            return None;
        }
        let own = self.world.clerks[clerk as usize].person;
        let support = self.world.job(clerk).role == Role::Support;
        match task.difficulty {
            Difficulty::Easy if task.turn.is_multiple_of(2) => {
                support.then(|| self.grant(clerk, own, &shifts))
            }
            _ if support => None,
            Difficulty::Easy => Some(self.mend(clerk, own, &shifts)),
            Difficulty::Medium => self.through_portal(clerk, &shifts),
            Difficulty::Hard => {
                let mut draft = Draft::new(clerk, "own_record_seen", vec![own]);
                for _ in 0..self.chance.between(2, 3) {
                    let on = *self.chance.pick(&shifts);
                    self.look(&mut draft, &on, own);
                }
                Some(draft)
            }
        }
    }

    /// Gives oneself access, and uses it.
    fn grant(&mut self, clerk: u32, own: u32, shifts: &[(Day, Shift)]) -> Draft {
        let mut draft = Draft::new(clerk, "self_grant", vec![own]);
        let place = self.chance.below(shifts.len() as u32 - 4) as usize;
        let (day, shift) = shifts[place];
        let at = self.moment(&shift);
        let mut act = lookup(clerk, clerk, at, shift.desk);
        (act.kind, act.system, act.detail) = (Kind::AccessChange, ACCESS, clerk);
        self.act(&mut draft, day, act);
        for on in &shifts[place + 1..place + 4] {
            self.look(&mut draft, on, own);
        }
        draft
    }

    /// Changes what the register says of oneself.
    fn mend(&mut self, clerk: u32, own: u32, shifts: &[(Day, Shift)]) -> Draft {
        let mut draft = Draft::new(clerk, "own_record_changed", vec![own]);
        for _ in 0..self.chance.between(2, 3) {
            let (day, shift) = *self.chance.pick(shifts);
            let at = self.moment(&shift);
            let mut act = lookup(clerk, own, at, shift.desk);
            act.detail = SERVICE_SCREEN;
            self.act(&mut draft, day, act);
            (act.kind, act.at) = (Kind::Change, at + 40 * SECOND);
            self.act(&mut draft, day, act);
        }
        draft
    }

    /// The portal for the own record shows somebody else's: the two numbers differ.
    fn through_portal(&mut self, clerk: u32, shifts: &[(Day, Shift)]) -> Option<Draft> {
        let mut draft = Draft::new(clerk, "unequal_numbers", Vec::new());
        for _ in 0..self.chance.between(3, 5) {
            let (day, shift) = *self.chance.pick(shifts);
            let victim = self.outsider(clerk, day);
            if victim == NONE {
                return None;
            }
            let act = Act {
                kind: Kind::OwnRecord,
                twist: Twist::None,
                ..lookup(clerk, victim, self.moment(&shift), shift.desk)
            };
            self.act(&mut draft, day, act);
            draft.victims.push(victim);
        }
        Some(draft)
    }
}
