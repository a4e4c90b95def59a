//! Which templates count: what each covers, and how much of that by accident.
//!
//! A template that would explain the same looks just as well for somebody else with the same
//! position explains nothing. So each touch of a sample is asked again with another user of that
//! position, and the share that is still explained is the template's *false coverage*
//! (Fabbri & LeFevre, PVLDB 5(1) 2011, call it precision on a random log). Strong templates count
//! up to 2 %, weak ones up to 10 %; beyond that a template is loaded, measured and shown, and
//! clears nothing.

use super::Mask;
use crate::language::rules::Class;

/// The largest share that a class may explain by accident.
pub const FALSE_COVERAGE_MAX: [(Class, f64); 2] = [(Class::Strong, 0.02), (Class::Weak, 0.10)];

/// Own units explain weakly by the contract's definition of a lookup outside (formats.md, section
/// 4) unless half of the others in the same position belong to the same one: then being of it says
/// nothing.
const OWN_UNIT_MAX: f64 = 0.5;

/// So many trials before a share is believed; until then a template counts.
pub(super) const TRIALS_MIN: u64 = 200;

/// Weeks, the present one among them, over which coverage is measured: templates become better
/// and worse as units and positions change, and a week asked again later is judged the same.
pub(crate) const WEEKS: usize = 3;

/// How much a template explains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Touches it was asked about, in its scope or not.
    pub touches: u64,
    pub explained: u64,
    /// Of `explained`, those that nothing else explains.
    pub alone: u64,
    /// Touches asked again with somebody else of the same position, and how many of them it
    /// explained all the same.
    pub trials: u64,
    pub by_accident: u64,
}

impl Coverage {
    /// The share that it explains by accident.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a share of counts far below 2^53"
    )]
    pub fn false_coverage(&self) -> f64 {
        match self.trials {
            0 => 0.0,
            trials => self.by_accident as f64 / trials as f64,
        }
    }
}

impl std::ops::AddAssign for Coverage {
    fn add_assign(&mut self, other: Coverage) {
        self.touches += other.touches;
        self.explained += other.explained;
        self.alone += other.alone;
        self.trials += other.trials;
        self.by_accident += other.by_accident;
    }
}

/// What is known so far of each template.
pub(crate) struct Admission {
    /// By template, the oldest week first.
    weeks: Vec<Vec<Coverage>>,
    classes: Vec<Class>,
    /// Own units, as the contract defines them.
    own_unit: Vec<Coverage>,
}

impl Admission {
    pub(crate) fn of(classes: impl Iterator<Item = Class>) -> Admission {
        let classes: Vec<Class> = classes.collect();
        Admission {
            weeks: vec![vec![Coverage::default(); classes.len()]],
            classes,
            own_unit: vec![Coverage::default()],
        }
    }

    /// What is added from now on belongs to a new week.
    pub(crate) fn begin_week(&mut self) {
        self.weeks
            .drain(..(self.weeks.len() + 1).saturating_sub(WEEKS));
        self.weeks
            .push(vec![Coverage::default(); self.classes.len()]);
        self.own_unit
            .drain(..(self.own_unit.len() + 1).saturating_sub(WEEKS));
        self.own_unit.push(Coverage::default());
    }

    /// A lookup asked again with somebody else, who shares a unit with the person or does not.
    pub(crate) fn add_own_unit_trial(&mut self, shares: bool) {
        let week = self.own_unit.last_mut().expect("there is always a week");
        week.trials += 1;
        week.by_accident += u64::from(shares);
    }

    /// Whether being of the same unit says anything.
    pub(crate) fn own_unit_counts(&self) -> bool {
        let mut all = Coverage::default();
        self.own_unit.iter().for_each(|week| all += *week);
        all.trials < TRIALS_MIN || all.false_coverage() <= OWN_UNIT_MAX
    }

    fn this_week(&mut self) -> impl Iterator<Item = (Mask, &mut Coverage)> {
        let coverage = self.weeks.last_mut().expect("there is always a week");
        let places = coverage.iter_mut().enumerate();
        places.map(|(place, coverage)| (1 << place, coverage))
    }

    pub(crate) fn add(&mut self, mask: Mask) {
        for (bit, coverage) in self.this_week() {
            coverage.touches += 1;
            if mask & bit != 0 {
                coverage.explained += 1;
                coverage.alone += u64::from(mask == bit);
            }
        }
    }

    /// A touch asked again with somebody else.
    pub(crate) fn add_trial(&mut self, mask: Mask) {
        for (bit, coverage) in self.this_week() {
            coverage.trials += 1;
            coverage.by_accident += u64::from(mask & bit != 0);
        }
    }

    /// Templates of a class that count.
    pub(crate) fn counting(&self, class: Class) -> Mask {
        let (_, most) = FALSE_COVERAGE_MAX[class as usize];
        let coverage = self.coverage();
        let all = coverage.iter().zip(&self.classes).enumerate();
        let counts = all.filter(|(_, (coverage, of))| {
            **of == class && (coverage.trials < TRIALS_MIN || coverage.false_coverage() <= most)
        });
        counts.fold(0, |mask, (place, _)| mask | 1 << place)
    }

    pub(crate) fn coverage_of_week(&self) -> &[Coverage] {
        self.weeks.last().expect("there is always a week")
    }

    pub(crate) fn coverage(&self) -> Vec<Coverage> {
        let mut all = vec![Coverage::default(); self.classes.len()];
        for week in &self.weeks {
            for (sum, coverage) in all.iter_mut().zip(week) {
                *sum += *coverage;
            }
        }
        all
    }
}
