//! Explanations by somebody else: a look at next of kin of one whom the user had reason to look
//! up, or at a namesake just before.

use std::collections::HashMap;

use tilsyn_domain::Day;

use super::{Explainer, LaidReason, Mask, Seen};
use crate::ground::{Ground, Ties};
use crate::language::rules::{Beside, Tie, Within};
use crate::people::Who;
use crate::spans::Spans;

pub(super) struct Laid {
    tie: LaidTie,
    pub(super) within: Within,
}

enum LaidTie {
    Relation(Spans),
    Surname,
    Household,
}

impl Laid {
    pub(super) fn of(other: &Beside, tied: &Ties) -> Laid {
        Laid {
            tie: match other.tie {
                Tie::Relation(relation) => LaidTie::Relation(tied.both_ways(relation)),
                Tie::Surname => LaidTie::Surname,
                Tie::Household => LaidTie::Household,
            },
            within: other.within,
        }
    }

    /// The look that explains this one.
    pub(super) fn reason(
        &self,
        seen: &Seen,
        reasons: &Reasons,
        ground: &Ground,
    ) -> Option<Reasoned> {
        let looks = reasons.by_user.get(&seen.user)?;
        let near = looks
            .iter()
            .filter(|look| is_within(look, seen, self.within));
        let mut tied = near.filter(|look| self.ties(seen.person, look.person, seen.day, ground));
        tied.next().copied()
    }

    fn ties(&self, person: Who, other: Who, day: Day, ground: &Ground) -> bool {
        person != other
            && match &self.tie {
                LaidTie::Relation(ties) => ties.at(person).iter().any(|span| span.other == other),
                LaidTie::Surname => {
                    let name = ground.kinship.surname(person);
                    name != 0 && name == ground.kinship.surname(other)
                }
                LaidTie::Household => ground.kinship.share_household(person, other, day),
            }
    }
}

/// A look for which there was a reason: at whom, on which day, at which minute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reasoned {
    pub(crate) person: Who,
    pub(crate) day: Day,
    pub(crate) minute: u16,
}

/// For each user the looks of the last weeks for which there was a reason.
#[derive(Default)]
pub(crate) struct Reasons {
    by_user: HashMap<Who, Vec<Reasoned>>,
}

impl Reasons {
    /// Lets go of what is older than any template asks for.
    pub(crate) fn forget_before(&mut self, day: Day) {
        for looks in self.by_user.values_mut() {
            looks.retain(|look| look.day >= day);
        }
        self.by_user.retain(|_, looks| !looks.is_empty());
    }

    pub(crate) fn add(&mut self, seen: &Seen) {
        self.by_user.entry(seen.user).or_default().push(Reasoned {
            person: seen.person,
            day: seen.day,
            minute: seen.touch.minute,
        });
    }
}

/// Templates that explain a touch by somebody else.
pub(crate) fn beside(
    explainer: &Explainer,
    seen: &Seen,
    reasons: &Reasons,
    ground: &Ground,
) -> Mask {
    let mut mask = 0;
    if !reasons.by_user.contains_key(&seen.user) {
        return 0;
    }
    for (place, laid) in explainer.laid.iter().enumerate() {
        if let LaidReason::Beside(other) = &laid.ground {
            let explains = laid.is_about(seen) && other.reason(seen, reasons, ground).is_some();
            mask |= u32::from(explains) << place;
        }
    }
    mask
}

fn is_within(look: &Reasoned, seen: &Seen, within: Within) -> bool {
    match within {
        Within::Days(days) => (look.day.0 - seen.day.0).unsigned_abs() <= u32::from(days),
        Within::MinutesBefore(minutes) => {
            let first = seen.touch.minute;
            look.day == seen.day && first <= look.minute && look.minute <= first + minutes
        }
    }
}
