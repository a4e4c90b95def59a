//! What stands behind each lookup: a reported finding, nothing, a weak reason or a strong one.
//!
//! Samples are drawn by these classes. A class is of a user, a person and a day, by the best
//! reason of that day; it is settled with the week, and nothing of later weeks changes it.
//! Not here: which lookups are drawn (`app`), what a reason says (`language`).

use std::collections::{HashMap, HashSet};

use tilsyn_domain::touch::{Marks, TouchQuestion, TouchWeek};
use tilsyn_domain::{Code, Codebook, Day, Directory, Period};

use crate::engine::Engine;
use crate::explain::{Explained, ExplainedWeek, Explaining};
use crate::findings::{WEEKS_BEFORE, reported};
use crate::language::Rules;
use crate::people::Who;

/// What stands behind a lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Nothing explains it, and the week of that user is among the findings.
    Reported,
    /// Nothing explains it, and nothing was reported.
    Unexplained,
    Weak,
    Strong,
}

/// Tells the classes of a period's lookups, week by week.
pub struct Classifier {
    engine: Engine,
    period: Period,
}

/// The classes of a week.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    by_touch: HashMap<(Code, Code, Day), Ground>,
}

/// What explains a touch: how well, and by which template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ground {
    user: Who,
    basis: Basis,
    template: Option<usize>,
}

/// The grounds of a week's touches, before it is known who is reported.
#[derive(Default)]
pub(crate) struct Grounds {
    by_touch: HashMap<(Code, Code, Day), Ground>,
}

impl Grounds {
    pub(crate) fn note(&mut self, week: &ExplainedWeek, explaining: &Explaining) {
        for (place, one) in week.seen.iter().enumerate() {
            if !one.touch.marks.any(Marks::LOOKUP) {
                continue;
            }
            let explained = week.explained(place);
            let (basis, counting) = match explained {
                _ if explaining.is_open(explained, one) => (Basis::Unexplained, 0),
                Explained::No => (Basis::Unexplained, 0),
                Explained::Weak => (Basis::Weak, week.weak),
                Explained::Strong => (Basis::Strong, week.strong),
            };
            let by = week.masks[place] & counting;
            let ground = Ground {
                user: one.user,
                basis,
                template: (by != 0).then(|| by.trailing_zeros() as usize),
            };
            let key = (one.touch.actor, one.touch.subject, one.day);
            let known = self.by_touch.entry(key).or_insert(ground);
            if known.basis < basis {
                *known = ground;
            }
        }
    }
}

impl Classifier {
    /// Nothing that was known after the last day of the period is used.
    #[must_use]
    pub fn new(directory: &Directory, rules: &Rules, period: Period) -> Classifier {
        Classifier {
            engine: Engine::new(directory, rules, period.to()),
            period,
        }
    }

    /// What to ask the archive: the period, and the weeks before it that are learned from.
    #[must_use]
    pub fn question(&self) -> TouchQuestion {
        let first = self.period.from().plus(-7 * WEEKS_BEFORE);
        let all = Period::new(first, self.period.to());
        self.engine.question(all.unwrap_or(self.period))
    }

    /// Takes the weeks in their order; `None` for one before the period.
    pub fn take(&mut self, week: &TouchWeek, book: &dyn Codebook) -> Option<Classes> {
        let is_before = week.days.to() < self.period.from();
        self.engine.grounds = (!is_before).then(Grounds::default);
        let judged = self.engine.take(week, book);
        let grounds = self.engine.grounds.take()?;
        let is_reported = judged.users.iter().zip(reported(&judged));
        let users: HashSet<Who> = is_reported
            .filter_map(|(week, is_reported)| is_reported.then_some(week.user))
            .collect();
        let mut by_touch = grounds.by_touch;
        for ground in by_touch.values_mut() {
            if ground.basis == Basis::Unexplained && users.contains(&ground.user) {
                ground.basis = Basis::Reported;
            }
        }
        Some(Classes { by_touch })
    }
}

impl Classes {
    /// What stands behind the lookups of an actor at a person on a day, and the place of the
    /// template that explains them. Of what the evaluation did not see, nothing is known.
    #[must_use]
    pub fn of(&self, actor: Code, person: Code, day: Day) -> (Basis, Option<usize>) {
        let ground = self.by_touch.get(&(actor, person, day));
        ground.map_or((Basis::Unexplained, None), |ground| {
            (ground.basis, ground.template)
        })
    }
}
