//! How often a source was quiet at the same hours of like days: what makes a silence of a source
//! with few events mean something.
//!
//! It assumes nothing of how events come within a day, for they come in bursts: of sixty working
//! days, on how many did nothing come from ten to twelve? Only days are taken to be independent.

use super::{HOUR, Hours, Silence};
use crate::day::{Day, Zone};
use crate::holidays::Holidays;
use crate::time::Instant;

/// Days before that are looked at.
const DAYS: i32 = 84;
/// With fewer days that are alike nothing is said.
const DAYS_MIN: u32 = 4;

/// Days gone through, with what came in each hour.
pub(super) struct QuietDays {
    holidays: Holidays,
    days: Vec<(Day, Hours)>,
}

/// Of days that are alike, on how many nothing came.
#[derive(Clone, Copy, Default)]
struct Quiet {
    quiet: u32,
    days: u32,
}

impl Quiet {
    fn add(&mut self, is_quiet: bool) {
        self.quiet += u32::from(is_quiet);
        self.days += 1;
    }

    /// The share that the next one is quiet too, by Jeffreys' rule.
    fn chance(self) -> f64 {
        if self.days < DAYS_MIN {
            return 1.0;
        }
        (f64::from(self.quiet) + 0.5) / (f64::from(self.days) + 1.0)
    }
}

/// What is known of the hours of a silence on days before.
pub(super) struct Found {
    /// Of all of it, if it were like the days before.
    pub(super) chance: f64,
    /// Whether like days were ever quiet at those hours of its last day.
    pub(super) is_new: bool,
}

impl QuietDays {
    pub(super) fn new(zone: &Zone) -> QuietDays {
        QuietDays {
            holidays: Holidays::of(zone),
            days: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, day: Day, came: Hours) {
        self.days.push((day, came));
    }

    /// Looks at the days before a silence, but those that were silent themselves.
    pub(super) fn of(&self, zone: &Zone, from: Instant, to: Instant, known: &[Silence]) -> Found {
        let (first, last) = (zone.day_of(from), zone.day_of(Instant(to.0 - 1)));
        let mut found = Found {
            chance: 1.0,
            is_new: false,
        };
        for day in (first.0..=last.0).map(Day) {
            let (start, end) = (zone.start_of(day), zone.start_of(day.plus(1)));
            let slot = |at: Instant| usize::from(zone.minute_of(at) / 60);
            let hours = slot(from.max(start))..if to < end { slot(to) } else { 24 };
            if hours.is_empty() || self.holidays.include(day) {
                continue;
            }
            let (alike, same) = self.quiet(zone, day, first, &hours, known);
            found.chance *= alike.chance().min(same.chance());
            found.is_new = alike.quiet == 0 && alike.days >= DAYS_MIN;
        }
        found
    }

    /// Whether less than half as many came that day as on any day of its kind before.
    pub(super) fn is_fewest(&self, day: Day, came: u64) -> bool {
        let recent = self.days.iter().rev();
        let recent = recent.take_while(|(other, _)| day.0 - other.0 <= DAYS);
        let mut alike = recent.filter(|(other, _)| {
            is_weekend(*other) == is_weekend(day) && !self.holidays.include(*other)
        });
        alike.all(|(_, hours)| hours.iter().sum::<f64>() > 2.0 * super::real(came))
    }

    /// On days of the same kind (weekdays or weekends), and on the same weekday.
    fn quiet(
        &self,
        zone: &Zone,
        day: Day,
        before: Day,
        hours: &std::ops::Range<usize>,
        known: &[Silence],
    ) -> (Quiet, Quiet) {
        let (mut alike, mut same) = (Quiet::default(), Quiet::default());
        let end = self.days.partition_point(|(other, _)| *other < before);
        let recent = self.days[..end].iter().rev();
        for (other, came) in recent.take_while(|(other, _)| before.0 - other.0 <= DAYS) {
            let left_out = is_weekend(*other) != is_weekend(day)
                || self.holidays.include(*other)
                || is_silent(zone, *other, known);
            if left_out {
                continue;
            }
            let is_quiet = came[hours.clone()].iter().all(|events| *events == 0.0);
            alike.add(is_quiet);
            if other.weekday() == day.weekday() {
                same.add(is_quiet);
            }
        }
        (alike, same)
    }
}

fn is_weekend(day: Day) -> bool {
    day.weekday() >= 5
}

/// Whether a day was part of a silence that was found.
fn is_silent(zone: &Zone, day: Day, known: &[Silence]) -> bool {
    let start = zone.start_of(day).0;
    let end = start + 24 * HOUR;
    known
        .iter()
        .any(|one| one.from.0 < end && one.to.is_none_or(|to| to.0 > start))
}
