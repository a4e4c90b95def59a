//! What the templates of a file explain in a period: how much each covers, how much of that by
//! accident, and whether it counts.
//!
//! Two files asked about the same weeks tell what one would change. Not here: sentences, and who
//! may see it (`app`, `web`).

use tilsyn_domain::touch::{TouchQuestion, TouchWeek};
use tilsyn_domain::{Codebook, Day, Directory, Period};

use super::admission::{FALSE_COVERAGE_MAX, TRIALS_MIN};
use super::{Coverage, Explained, Explaining};
use crate::language::Rules;
use crate::language::rules::Class;

/// Weeks before the period, over which it is measured which templates count.
const WEEKS_BEFORE: i32 = 2;

/// A period by what explains it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub weeks: u32,
    /// Touches by how they were explained; those that a never rule keeps open are unexplained.
    pub strong: u64,
    pub weak: u64,
    pub unexplained: u64,
    /// In the order of the file.
    pub templates: Vec<OfTemplate>,
}

/// One template in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct OfTemplate {
    pub id: String,
    pub class: Class,
    pub coverage: Coverage,
    /// Weeks of the period in which it counted: its measure of one and the two before it was
    /// within the bound of its class.
    pub weeks_counted: u32,
    pub standing: Standing,
}

/// Whether a template counts in the last week of the period, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It explains by accident no more than its class may.
    Counts,
    /// It counts until there are trials enough to tell.
    TooFewTrials,
    /// It explains too much by accident, and clears nothing.
    TooOftenByAccident,
}

/// Adds up a period week by week.
pub struct Reporting {
    explaining: Explaining,
    period: Period,
    report: Report,
}

impl OfTemplate {
    /// The largest false coverage with which its class counts.
    #[must_use]
    pub fn false_coverage_max(&self) -> f64 {
        FALSE_COVERAGE_MAX[self.class as usize].1
    }
}

impl Reporting {
    /// Nothing that was known after `known_on` is used.
    #[must_use]
    pub fn new(directory: &Directory, rules: &Rules, period: Period, known_on: Day) -> Reporting {
        let templates = rules.templates.iter().map(|template| OfTemplate {
            id: template.id.clone(),
            class: template.class,
            coverage: Coverage::default(),
            weeks_counted: 0,
            standing: Standing::TooFewTrials,
        });
        Reporting {
            report: Report {
                templates: templates.collect(),
                ..Report::default()
            },
            explaining: Explaining::new(directory, rules, known_on),
            period,
        }
    }

    /// What to ask the archive.
    #[must_use]
    pub fn question(&self) -> TouchQuestion {
        let first = self.period.from().plus(-7 * WEEKS_BEFORE);
        let all = Period::new(first, self.period.to());
        self.explaining.question(all.unwrap_or(self.period))
    }

    /// Takes the weeks in their order.
    pub fn take(&mut self, week: &TouchWeek, book: &dyn Codebook) {
        let explained = self.explaining.week(week, book);
        if week.days.from() < self.period.from() {
            return;
        }
        let report = &mut self.report;
        report.weeks += 1;
        for (place, one) in explained.seen.iter().enumerate() {
            let found = explained.explained(place);
            *match found {
                _ if self.explaining.is_open(found, one) => &mut report.unexplained,
                Explained::Weak => &mut report.weak,
                _ => &mut report.strong,
            } += 1;
        }
        let counting = explained.strong | explained.weak;
        let measured = self.explaining.coverage();
        let of_week = self.explaining.coverage_of_week();
        let templates = report.templates.iter_mut().zip(of_week).zip(measured);
        for (place, ((template, of_week), (_, _, measured))) in templates.enumerate() {
            template.coverage += *of_week;
            let counts = counting & 1 << place != 0;
            template.weeks_counted += u32::from(counts);
            template.standing = match counts {
                true if measured.trials < TRIALS_MIN => Standing::TooFewTrials,
                true => Standing::Counts,
                false => Standing::TooOftenByAccident,
            };
        }
    }

    #[must_use]
    pub fn report(self) -> Report {
        self.report
    }
}
