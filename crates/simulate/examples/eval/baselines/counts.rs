//! The access statement: look-ups of people outside the user's own unit, and how many people.
//!
//! What `tilsyn statement` counts as `outside_lookups` and `outside_people` (formats.md, section
//! 4), counted here once more from the files, week by week: the list that the field uses today.

use std::collections::{BTreeMap, BTreeSet};

use tilsyn_domain::Day;

use super::Given;
use crate::acts::Act;
use crate::judged::Scores;
use crate::names::Code;
use crate::register::Register;

/// Whether a lookup is of somebody outside the own unit, both having one.
pub(crate) fn is_outside(register: &Register, act: &Act) -> bool {
    let own = register.units_on(act.actor, act.day);
    let theirs = register.units_on(act.subject, act.day);
    !own.is_empty() && !theirs.is_empty() && !own.iter().any(|unit| theirs.contains(unit))
}

/// Look-ups outside and people outside, by user, between two days.
pub(crate) fn statement(given: &Given<'_>, from: Day, to: Day) -> BTreeMap<Code, (usize, usize)> {
    let mut lines: BTreeMap<Code, (usize, BTreeSet<Code>)> = BTreeMap::new();
    for act in given.log.acts.iter().filter(|act| act.is_lookup()) {
        if from <= act.day && act.day <= to && is_outside(given.register, act) {
            let line = lines.entry(act.actor).or_default();
            line.0 += 1;
            line.1.insert(act.subject);
        }
    }
    let counted = lines.into_iter();
    counted
        .map(|(user, (lookups, people))| (user, (lookups, people.len())))
        .collect()
}

fn by_week(given: &Given<'_>, number: fn((usize, usize)) -> usize) -> Scores {
    let mut scores = Scores::new();
    for week in &given.judged.weeks {
        let lines = statement(given, week.from, week.to);
        let of = |user: &Code| lines.get(user).map_or(0, |line| number(*line)) as f64;
        scores.push(week.users.iter().map(of).collect());
    }
    scores
}

/// Users by look-ups outside.
pub(crate) fn lookups_outside(given: &Given<'_>) -> Scores {
    by_week(given, |(lookups, _)| lookups)
}

/// Users by people outside.
pub(crate) fn people_outside(given: &Given<'_>) -> Scores {
    by_week(given, |(_, people)| people)
}
