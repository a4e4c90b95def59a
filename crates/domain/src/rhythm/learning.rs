//! What is usual, learned day by day: the hours of each weekday, the level of the season, and
//! how much days and hours vary.
//!
//! Robust on purpose: of the same weekdays before, the middle half counts, so that one or two
//! odd weeks move nothing; holidays are left out, and shown as Sundays.

use std::collections::VecDeque;

use super::{Hours, WEEKS, WEEKS_MIN};
use crate::day::{Day, Zone};
use crate::holidays::Holidays;

/// After so many weeks what is usual shows, and from then on how much it varies.
const USUAL_WEEKS_MIN: usize = 4;
/// Days before that tell the level of the season; and the least there must be.
const LEVEL_DAYS: usize = 5;
const LEVEL_DAYS_MIN: usize = 3;
/// A season is never taken to be quieter than this part of the usual: below it is silence.
const LEVEL_MIN: f64 = 0.25;
/// Days and hours that tell how much they vary.
const DAYS_VARIED: usize = 40;
const HOURS_VARIED: usize = 600;
/// With fewer expected, a day or hour tells nothing of how much it varies.
const VARIED_MIN: f64 = 5.0;
/// Bounds of variances, and what holds as long as there are too few to tell.
const DAY_EXTRA: (f64, f64, f64) = (0.01, 0.05, 2.0);
const HOUR_EXTRA: (f64, f64, f64) = (0.02, 0.3, 10.0);
const VARIED_COUNT_MIN: usize = 10;
/// Of deviations, the largest part of one in so many is left out.
const TRIMMED: usize = 20;

/// What is expected of a day.
pub(super) struct Expected {
    rates: Hours,
    pub(super) is_holiday: bool,
    /// Variance beyond chance: of whole days, of single hours.
    pub(super) extra: (f64, f64),
}

impl Expected {
    pub(super) fn of_hour(&self, slot: usize) -> f64 {
        self.rates[slot]
    }

    pub(super) fn total(&self) -> f64 {
        self.rates.iter().sum()
    }

    /// Hours in which something is expected.
    pub(super) fn active_hours(&self) -> f64 {
        let active = self.rates.iter().filter(|rate| **rate >= 1.0);
        super::real(active.count() as u64)
    }
}

/// What is known so far.
pub(super) struct Learning {
    holidays: Holidays,
    /// By weekday, newest first.
    weekdays: [VecDeque<Hours>; 7],
    /// By kind of day (weekday or weekend): what came as a part of what is usual, newest first.
    levels: [VecDeque<f64>; 2],
    /// Squared deviations less what chance explains, newest first.
    day_deviations: VecDeque<f64>,
    hour_deviations: VecDeque<f64>,
}

impl Learning {
    pub(super) fn new(zone: &Zone) -> Learning {
        Learning {
            holidays: Holidays::of(zone),
            weekdays: Default::default(),
            levels: Default::default(),
            day_deviations: VecDeque::new(),
            hour_deviations: VecDeque::new(),
        }
    }

    /// What is expected of the day after those learned; `None` where it is too early to tell.
    pub(super) fn expected(&self, day: Day) -> Option<Expected> {
        if self.weekdays[weekday(day)].len() < WEEKS_MIN {
            return None;
        }
        let mut rates = self.usual(weekday(day))?;
        let is_holiday = self.holidays.include(day);
        if is_holiday {
            let sunday = self.usual(6)?;
            for (rate, sunday) in rates.iter_mut().zip(sunday) {
                *rate = rate.min(sunday);
            }
        }
        let level = self.level(day);
        rates.iter_mut().for_each(|rate| *rate *= level);
        let extra = (
            varied(&self.day_deviations, DAY_EXTRA),
            varied(&self.hour_deviations, HOUR_EXTRA),
        );
        Some(Expected {
            rates,
            is_holiday,
            extra,
        })
    }

    /// Takes a whole day in. One that was found wanting moves neither level nor variances.
    pub(super) fn learn(&mut self, day: Day, came: &Hours, is_few: bool) {
        if self.holidays.include(day) {
            return;
        }
        if !is_few {
            self.learn_level(day, came);
        }
        let known = &mut self.weekdays[weekday(day)];
        known.push_front(*came);
        known.truncate(WEEKS);
    }

    fn learn_level(&mut self, day: Day, came: &Hours) {
        let Some(usual) = self.usual(weekday(day)) else {
            return;
        };
        let total: f64 = came.iter().sum();
        let expected: f64 = usual.iter().sum();
        if expected < VARIED_MIN {
            return;
        }
        let levelled = expected * self.level(day);
        keep(
            &mut self.day_deviations,
            deviation(total, levelled),
            DAYS_VARIED,
        );
        let of_day = total / expected;
        for (came, usual) in came.iter().zip(usual) {
            if usual * of_day >= VARIED_MIN {
                let found = deviation(*came, usual * of_day);
                keep(&mut self.hour_deviations, found, HOURS_VARIED);
            }
        }
        keep(&mut self.levels[kind(day)], of_day, LEVEL_DAYS);
    }

    /// The middle half of what came in each hour of the same weekdays.
    fn usual(&self, weekday: usize) -> Option<Hours> {
        let known = &self.weekdays[weekday];
        if known.len() < USUAL_WEEKS_MIN {
            return None;
        }
        let mut rates = [0.0; 24];
        for (slot, rate) in rates.iter_mut().enumerate() {
            let mut counts: Vec<f64> = known.iter().map(|day| day[slot]).collect();
            counts.sort_unstable_by(f64::total_cmp);
            let quarter = counts.len() / 4;
            let middle = &counts[quarter..counts.len() - quarter];
            *rate = mean(middle);
        }
        Some(rates)
    }

    /// How busy the season is, as a part of the usual; never more than all of it.
    fn level(&self, day: Day) -> f64 {
        let known = &self.levels[kind(day)];
        if known.len() < LEVEL_DAYS_MIN {
            return 1.0;
        }
        let mut levels: Vec<f64> = known.iter().copied().collect();
        let yesterday = levels[0];
        levels.sort_unstable_by(f64::total_cmp);
        // Summer holidays begin from one day to the next.
        let level = yesterday.min(levels[levels.len() / 2]);
        level.clamp(LEVEL_MIN, 1.0)
    }
}

fn weekday(day: Day) -> usize {
    usize::try_from(day.weekday()).unwrap_or(0)
}

fn kind(day: Day) -> usize {
    usize::from(day.weekday() >= 5)
}

fn keep(values: &mut VecDeque<f64>, value: f64, most: usize) {
    values.push_front(value);
    values.truncate(most);
}

/// The squared relative deviation, less what chance alone explains.
fn deviation(came: f64, expected: f64) -> f64 {
    (came / expected - 1.0).powi(2) - 1.0 / expected
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / super::real(values.len().max(1) as u64)
}

/// The mean of deviations without the largest.
fn varied(deviations: &VecDeque<f64>, (least, default, most): (f64, f64, f64)) -> f64 {
    if deviations.len() < VARIED_COUNT_MIN {
        return default;
    }
    let mut sorted: Vec<f64> = deviations.iter().copied().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.truncate(sorted.len() - sorted.len() / TRIMMED);
    mean(&sorted).clamp(least, most)
}
