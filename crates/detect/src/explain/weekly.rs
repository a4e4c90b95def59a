//! A log explained week by week: who looked at whom, and which templates say why.
//!
//! What statement, history and findings have in common. Which templates count in a week is
//! measured over that week and the few before it.

use std::collections::HashMap;

use tilsyn_domain::touch::{Channel, Marks, TouchQuestion, TouchWeek};
use tilsyn_domain::{Codebook, Day, Directory, Identity, Period};

use super::{Admission, Coverage, Explainer, Mask, Reasons, Seen, beside};
use crate::ground::Ground;
use crate::language::Rules;
use crate::language::rules::Class;
use crate::people::Who;

/// Days that reasons for looking at somebody are remembered for others beside.
const REASON_DAYS: i32 = 31;
/// Touches of a week that are asked again with somebody else, where there are so many.
const TRIALS: usize = 4_096;
/// The same touch is asked again with at most so many others.
const TRIALS_OF_TOUCH_MAX: usize = 8;
/// Below this a second thread costs more than it gains.
const TOUCHES_OF_THREAD_MIN: usize = 4_096;

/// Says of a log, week by week, why each lookup was expected.
pub struct Explaining {
    pub(crate) ground: Ground,
    pub(crate) explainer: Explainer,
    admission: Admission,
    reasons: Reasons,
}

/// A week with its explanations.
pub(crate) struct ExplainedWeek {
    pub(crate) seen: Vec<Seen>,
    /// For each touch the templates that explain it, counting or not.
    pub(crate) masks: Vec<Mask>,
    pub(crate) strong: Mask,
    pub(crate) weak: Mask,
    /// Whether lookups in the own unit, as the contract defines it, are weakly explained.
    own_unit: bool,
}

/// How a lookup was explained; of several reasons the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Explained {
    Strong,
    Weak,
    No,
}

impl ExplainedWeek {
    pub(crate) fn explained(&self, place: usize) -> Explained {
        let mask = self.masks[place];
        match (mask & self.strong, mask & self.weak) {
            (0, 0) if self.own_unit && is_in_own_unit(&self.seen[place]) => Explained::Weak,
            (0, 0) => Explained::No,
            (0, _) => Explained::Weak,
            _ => Explained::Strong,
        }
    }
}

impl Explaining {
    /// `known_on`: nothing that was known later is used.
    #[must_use]
    pub fn new(directory: &Directory, rules: &Rules, known_on: Day) -> Explaining {
        let mut ground = Ground::of(directory, known_on);
        let explainer = Explainer::of(rules, directory, known_on, &mut ground);
        let classes = explainer.templates().iter().map(|template| template.class);
        Explaining {
            admission: Admission::of(classes),
            explainer,
            ground,
            reasons: Reasons::default(),
        }
    }

    /// What must be asked of the archive.
    #[must_use]
    pub fn question(&self, period: Period) -> TouchQuestion {
        TouchQuestion {
            period,
            applications: self.explainer.applications().to_vec(),
            screens: self.explainer.screens().to_vec(),
            workstations: self.ground.desks.hosts.clone(),
        }
    }

    /// How much each template explains, over the last weeks.
    #[must_use]
    pub fn coverage(&self) -> Vec<(String, Class, Coverage)> {
        let templates = self.explainer.templates().iter();
        templates
            .zip(self.admission.coverage())
            .map(|(template, coverage)| (template.id.clone(), template.class, coverage))
            .collect()
    }

    /// The same of the last week alone, in the order of the templates.
    pub(super) fn coverage_of_week(&self) -> &[Coverage] {
        self.admission.coverage_of_week()
    }

    /// Whoever has a number here.
    #[must_use]
    pub fn identity(&self, who: Who) -> &Identity {
        self.ground.people.identity(who)
    }

    /// Explains a week; weeks come in their order.
    pub(crate) fn week(&mut self, week: &TouchWeek, book: &dyn Codebook) -> ExplainedWeek {
        let seen = self.seen(week, book);
        self.admission.begin_week();
        self.reasons
            .forget_before(week.days.from().plus(-REASON_DAYS));
        let masks = self.masks(&seen);
        self.try_again(&seen, &masks);
        ExplainedWeek {
            seen,
            masks,
            strong: self.admission.counting(Class::Strong),
            weak: self.admission.counting(Class::Weak),
            own_unit: self.admission.own_unit_counts(),
        }
    }

    /// Measures in a week which templates count, without explaining it.
    pub fn measure(&mut self, week: &TouchWeek, book: &dyn Codebook) {
        let seen = self.seen(week, book);
        self.admission.begin_week();
        self.try_again(&seen, &[]);
    }

    /// Touches with who stood on both sides; those of the erased are left out.
    fn seen(&mut self, week: &TouchWeek, book: &dyn Codebook) -> Vec<Seen> {
        let first = week.days.from();
        let mut roles: HashMap<Who, u32> = HashMap::new();
        let mut seen = Vec::with_capacity(week.touches.len());
        for touch in &week.touches {
            let person = self.ground.people.by_code(touch.subject, book);
            let user = self.ground.people.by_code(touch.actor, book);
            let (Some(person), Some(user)) = (person, user) else {
                continue;
            };
            let day = first.plus(i32::from(touch.weekday));
            let work = &self.ground.work;
            let role = *roles.entry(user).or_insert_with(|| work.role_on(user, day));
            seen.push(Seen {
                user,
                person,
                day,
                role,
                touch: *touch,
            });
        }
        seen
    }

    /// Which templates explain each touch, counting or not.
    fn masks(&mut self, seen: &[Seen]) -> Vec<Mask> {
        let mut masks = in_parts(seen, |_, one| self.explainer.mask(one));
        let counting = self.counting();
        for (seen, mask) in seen.iter().zip(&masks) {
            if mask & counting != 0 && seen.user != seen.person {
                self.reasons.add(seen);
            }
        }
        masks = in_parts(seen, |place, one| match masks[place] & counting {
            0 => masks[place] | beside(&self.explainer, one, &self.reasons, &self.ground),
            _ => masks[place],
        });
        masks
    }

    /// Templates that count, as far as was measured.
    pub(super) fn counting(&self) -> Mask {
        self.admission.counting(Class::Strong) | self.admission.counting(Class::Weak)
    }

    /// Measures coverage, and what is explained with another user of the same position.
    fn try_again(&mut self, seen: &[Seen], masks: &[Mask]) {
        for mask in masks {
            self.admission.add(*mask);
        }
        let swapped = swapped(seen);
        let counting = self.counting();
        let tried = in_parts(&swapped, |_, one| {
            let mask = self.explainer.mask(one);
            match mask & counting {
                0 => mask | beside(&self.explainer, one, &self.reasons, &self.ground),
                _ => mask,
            }
        });
        for (one, mask) in swapped.iter().zip(tried) {
            self.admission.add_trial(mask);
            if one.touch.lookups > 0 {
                let work = &self.ground.work;
                let shares = work.share_unit(one.user, one.person, one.day);
                self.admission.add_own_unit_trial(shares);
            }
        }
    }
}

/// A lookup where both sides have a unit, and share one.
fn is_in_own_unit(one: &Seen) -> bool {
    let elsewhere = Marks::OUTSIDE.with(Marks::NO_UNIT);
    one.touch.channel == Channel::Work && one.touch.lookups > 0 && !one.touch.marks.any(elsewhere)
}

/// Touches of a sample with another user of the same position in the place of the one who looked.
pub(super) fn swapped(seen: &[Seen]) -> Vec<Seen> {
    let mut peers: HashMap<u32, Vec<Who>> = HashMap::new();
    for one in seen {
        peers.entry(one.role).or_default().push(one.user);
    }
    for users in peers.values_mut() {
        users.sort_unstable();
        users.dedup();
    }
    let one_in = seen.len().div_ceil(TRIALS).max(1);
    let times = (TRIALS / seen.len().max(1)).clamp(1, TRIALS_OF_TOUCH_MAX);
    let mut swapped = Vec::with_capacity(TRIALS);
    for one in seen {
        let draw = mixed(one.user, one.person, one.day.0.unsigned_abs());
        let peers = &peers[&one.role];
        if !(draw as usize).is_multiple_of(one_in) || peers.len() < 2 {
            continue;
        }
        for time in 0..times {
            let other = peers[(draw as usize / one_in + time) % peers.len()];
            if other != one.user && other != one.person {
                swapped.push(Seen {
                    user: other,
                    ..*one
                });
            }
        }
    }
    swapped
}

/// What `each` says of every touch and its place, in order, reckoned on all cores.
fn in_parts<T: Copy + Default + Send>(
    seen: &[Seen],
    each: impl Fn(usize, &Seen) -> T + Sync,
) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let part = seen.len().div_ceil(cores).max(TOUCHES_OF_THREAD_MIN);
    let mut found = vec![T::default(); seen.len()];
    std::thread::scope(|scope| {
        let mut rest = Vec::new();
        let parts = seen.chunks(part).zip(found.chunks_mut(part));
        for (number, (seen, found)) in parts.enumerate() {
            let each = &each;
            let work = move || {
                for (place, (one, found)) in seen.iter().zip(found).enumerate() {
                    *found = each(number * part + place, one);
                }
            };
            match number {
                // The first part is this thread's own, and done last.
                0 => rest.push(work),
                _ => drop(scope.spawn(work)),
            }
        }
        rest.into_iter().for_each(|work| work());
    });
    found
}

/// A number that looks like chance and is the same everywhere.
fn mixed(one: u32, two: u32, three: u32) -> u32 {
    let mut word = u64::from(one) << 32 | u64::from(two);
    word = (word ^ u64::from(three).wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word ^= word >> 29;
    word = word.wrapping_mul(0x94D0_49BB_1331_11EB);
    u32::try_from(word >> 33).unwrap_or(u32::MAX)
}
