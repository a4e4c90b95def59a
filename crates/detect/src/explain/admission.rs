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

/// So many sampled touches before a share is believed; until then a template counts.
const TRIALS_MIN: u64 = 200;

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

/// What is known so far of each template.
pub(crate) struct Admission {
    coverage: Vec<Coverage>,
    classes: Vec<Class>,
}

impl Admission {
    pub(crate) fn of(classes: impl Iterator<Item = Class>) -> Admission {
        let classes: Vec<Class> = classes.collect();
        Admission {
            coverage: vec![Coverage::default(); classes.len()],
            classes,
        }
    }

    pub(crate) fn add(&mut self, mask: Mask) {
        for (place, coverage) in self.coverage.iter_mut().enumerate() {
            coverage.touches += 1;
            if mask & 1 << place != 0 {
                coverage.explained += 1;
                coverage.alone += u64::from(mask == 1 << place);
            }
        }
    }

    /// A touch asked again with somebody else.
    pub(crate) fn add_trial(&mut self, mask: Mask) {
        for (place, coverage) in self.coverage.iter_mut().enumerate() {
            coverage.trials += 1;
            coverage.by_accident += u64::from(mask & 1 << place != 0);
        }
    }

    /// Templates of a class that count.
    pub(crate) fn counting(&self, class: Class) -> Mask {
        let (_, most) = FALSE_COVERAGE_MAX[class as usize];
        let all = self.coverage.iter().zip(&self.classes).enumerate();
        let counts = all.filter(|(_, (coverage, of))| {
            **of == class && (coverage.trials < TRIALS_MIN || coverage.false_coverage() <= most)
        });
        counts.fold(0, |mask, (place, _)| mask | 1 << place)
    }

    pub(crate) fn coverage(&self) -> &[Coverage] {
        &self.coverage
    }
}
