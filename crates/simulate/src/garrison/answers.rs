//! Questions about a world's ties: who is away, which matters are open, what ties two people.
//!
//! Asked by ordinary work and by what is planted alike.

use tilsyn_domain::day::Day;

use super::Garrison;
use super::ties::{Loan, Matter};
use crate::calendar::within;
use crate::chance::Chance;
use crate::units::NONE;

impl Garrison {
    pub(super) fn is_away(&self, clerk: u32, day: Day) -> bool {
        self.ties.absences[clerk as usize]
            .iter()
            .any(|absence| within(day, absence.from, absence.to))
    }

    /// One of the clerk's open matters.
    pub(super) fn open_matter(&self, clerk: u32, day: Day, chance: &mut Chance) -> Option<&Matter> {
        let open = |matter: &&Matter| within(day, matter.from, matter.to);
        let all = self.ties.matters[clerk as usize].iter();
        let count = all.clone().filter(open).count();
        let wanted = chance.below(count as u32) as usize;
        all.filter(open).nth(wanted)
    }

    pub(super) fn open_loan(&self, clerk: u32, day: Day, chance: &mut Chance) -> Option<&Loan> {
        let open = |loan: &&Loan| within(day, loan.from, loan.to);
        let all = self.ties.loans[clerk as usize].iter();
        let count = all.clone().filter(open).count();
        let wanted = chance.below(count as u32) as usize;
        all.filter(open).nth(wanted)
    }

    /// Somebody who belongs to a unit that day, or `NONE` when chance found nobody.
    pub(super) fn somebody_of(&self, unit: u32, day: Day, chance: &mut Chance) -> u32 {
        let roster = &self.ties.rosters[unit as usize];
        for _ in 0..8 {
            let Some(person) = roster.get(chance.below(roster.len() as u32) as usize) else {
                return NONE;
            };
            if self.people[*person as usize].stay.unit_on(day) == unit {
                return *person;
            }
        }
        NONE
    }

    /// Whether anything, written down or not, ties a person to a clerk's work or team.
    pub(super) fn is_tied(&self, clerk: u32, subject: u32) -> bool {
        let stay = &self.person_of(clerk).stay;
        let other = &self.people[subject as usize].stay;
        let works_for = |unit: u32| {
            let lent = self.ties.loans[clerk as usize].iter();
            stay.touches(unit)
                || self.ties.helped[clerk as usize] == unit
                || lent.clone().any(|loan| loan.unit == unit)
        };
        let belongs = [other.unit, other.earlier]
            .into_iter()
            .any(|unit| unit != NONE && works_for(unit));
        belongs || self.is_in_hand(clerk, subject)
    }

    /// Whether the clerk or somebody of the team has a matter or a course with the person.
    fn is_in_hand(&self, clerk: u32, subject: u32) -> bool {
        let stay = &self.person_of(clerk).stay;
        let matters = |clerk: &u32| {
            let all = self.ties.matters[*clerk as usize].iter();
            all.clone().any(|matter| matter.subject == subject)
        };
        let team = |unit: u32| self.ties.teams[unit as usize].iter().any(matters);
        let taught = |course: &super::ties::Course| {
            stay.touches(course.unit) && course.persons.iter().any(|(one, _)| *one == subject)
        };
        team(stay.unit) || team(stay.earlier) || self.ties.courses.iter().any(taught)
    }

    /// Whether two people share a home, a parent, or are each other's kin; a parted couple too.
    pub(super) fn is_kin(&self, one: u32, other: u32) -> bool {
        let (first, second) = (&self.people[one as usize], &self.people[other as usize]);
        let of = |person: &super::folk::Person, wanted: u32| {
            [
                person.mother,
                person.father,
                person.partner,
                person.former_partner,
            ]
            .contains(&wanted)
        };
        let shares_parent = [first.mother, first.father]
            .into_iter()
            .any(|parent| parent != NONE && [second.mother, second.father].contains(&parent));
        first.home == second.home || of(first, other) || of(second, one) || shares_parent
    }
}
