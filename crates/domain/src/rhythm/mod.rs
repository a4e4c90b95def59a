//! A source's own week: what usually comes at each hour of it, and when less comes than can be
//! chance.
//!
//! Each day is judged by the days before it alone, so that what was said of a day stays said,
//! unless events come late. Pure: counts in, judgement out. The method and what it finds are in
//! docs/completeness.md. Not here: when events arrive (`deliveries`).

mod chance;
mod deliveries;
mod learning;
mod quiet;

use crate::day::{Day, Zone};
use crate::time::Instant;

use chance::Count;
pub use deliveries::{Arrival, Deliveries, Late};
use learning::{Expected, Learning};
use quiet::QuietDays;

pub use crate::time::HOUR;

/// A chance below this is no chance.
pub const CHANCE_MAX: f64 = 1e-4;
/// Of a day, less than this part of what was expected is far fewer.
pub const FEW_PART: f64 = 0.5;
/// Where fewer are expected, nothing is said of a day.
pub const EXPECTED_MIN: f64 = 20.0;
/// So many must be expected meanwhile for a silence to be told by their number alone.
pub const SILENT_EXPECTED_MIN: f64 = 50.0;
/// Weeks before a day that it is judged by.
pub const WEEKS: usize = 8;
/// With fewer weeks it is too early to tell.
pub const WEEKS_MIN: usize = 6;
/// So many events weigh as much as what a day has brought so far.
const SO_FAR_WEIGHT: f64 = 5.0;
/// Hours of the week that is shown.
const HOURS_SHOWN: usize = 7 * 24;
/// Days that are judged; what lies further back is only learned from.
const DAYS_MAX: i32 = 180;

/// What came in each hour of a day on the local clock.
type Hours = [f64; 24];

/// How a source keeps to its week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rhythm {
    /// Whole weeks it has been known, of the time looked at.
    pub weeks: usize,
    /// Days, ascending; those it is too early to judge are missing.
    pub days: Vec<DayJudged>,
    /// The last seven days by the hour, as far as they can be judged.
    pub week: Vec<HourJudged>,
    /// Oldest first.
    pub silences: Vec<Silence>,
}

/// One day against what was usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayJudged {
    pub day: Day,
    pub came: u64,
    pub expected: f64,
    /// Nine in ten such days lie between.
    pub low: f64,
    pub high: f64,
    /// Far fewer than usual: the chance of so few, if it is none.
    pub few: Option<f64>,
}

/// One hour against what was usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HourJudged {
    pub start: Instant,
    pub came: u64,
    pub expected: f64,
    pub low: f64,
    pub high: f64,
}

/// Hours in which nothing came, although it always or nearly always did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Silence {
    /// The start of the first whole hour without anything.
    pub from: Instant,
    /// `None`: it lasts.
    pub to: Option<Instant>,
    pub expected: f64,
    /// Of nothing, if it were chance.
    pub chance: f64,
    /// The fewest that came at the same time of the week in the weeks before.
    pub fewest: u64,
    /// How many weeks that were.
    pub weeks: usize,
}

impl Rhythm {
    /// Whether there is too little to judge by.
    #[must_use]
    pub fn is_too_early(&self) -> bool {
        self.days.is_empty()
    }

    /// The silence that lasts, if one does.
    #[must_use]
    pub fn silence(&self) -> Option<&Silence> {
        self.silences.last().filter(|silence| silence.to.is_none())
    }

    /// Judges what came by whole hour (ascending, since 1970, UTC), up to an instant.
    #[must_use]
    pub fn of(zone: &Zone, hours: &[(i64, u64)], until: Instant) -> Rhythm {
        let hours = &hours[..hours.partition_point(|(hour, _)| hour * HOUR < until.0)];
        let Some((first, _)) = hours.first() else {
            return Rhythm::default();
        };
        // The first day may have begun before the source did.
        let first_day = zone.day_of(Instant(first * HOUR)).plus(1);
        let last_day = zone.day_of(Instant(until.0 - 1));
        let first_day = first_day.max(last_day.plus(-DAYS_MAX));
        let mut judge = Judge {
            zone,
            until,
            learning: Learning::new(zone),
            quiet: QuietDays::new(zone),
            run: None,
            so_far: SoFar::default(),
            past_runs: Vec::new(),
            known: Vec::new(),
            found: Rhythm::default(),
        };
        for day in (first_day.0..=last_day.0).map(Day) {
            judge.day(day, hours);
        }
        judge.end_run(None);
        let mut found = judge.found;
        found.weeks = usize::try_from((last_day.0 - first_day.0).max(0) / 7).unwrap_or(0);
        let shown = found.week.len().saturating_sub(HOURS_SHOWN);
        found.week.drain(..shown);
        found
    }
}

/// Goes through the hours, and knows what came before.
struct Judge<'a> {
    zone: &'a Zone,
    until: Instant,
    learning: Learning,
    quiet: QuietDays,
    /// The hours without anything that are being gone through.
    run: Option<Run>,
    so_far: SoFar,
    /// Of silences before: when they ended, and what was expected meanwhile.
    past_runs: Vec<(Instant, f64)>,
    /// Whole hours of days gone through, and what came.
    known: Vec<(Instant, u64)>,
    found: Rhythm,
}

/// A day up to its silence: one that began slowly goes on slowly.
#[derive(Default)]
struct SoFar {
    came: f64,
    expected: f64,
}

impl SoFar {
    /// Which part of the usual the day brings; never more than all of it.
    fn part(&self) -> f64 {
        let part = (self.came + SO_FAR_WEIGHT) / (self.expected + SO_FAR_WEIGHT);
        part.min(1.0)
    }
}

/// Hours without anything.
struct Run {
    from: Instant,
    expected: f64,
    /// Hours in which something was expected.
    hours: f64,
    /// How much whole days and single hours vary.
    extra: (f64, f64),
}

impl Judge<'_> {
    fn day(&mut self, day: Day, hours: &[(i64, u64)]) {
        let zone = self.zone;
        let (start, end) = (zone.start_of(day), zone.start_of(day.plus(1)));
        let expected = self.learning.expected(day);
        let (mut came, mut total) = ([0.0; 24], 0);
        self.so_far = SoFar::default();
        let mut at = start;
        while at < end && at < self.until {
            let events = events_in(hours, at);
            let slot = usize::from(zone.minute_of(at) / 60).min(23);
            let is_second = slot == usize::from(zone.minute_of(Instant(at.0 - HOUR)) / 60);
            let part = real_hours(self.until.0 - at.0).min(1.0);
            came[slot] += real(events);
            total += events;
            if let Some(expected) = &expected {
                // Of the hour that an autumn night has twice, many sources know one.
                let part = if is_second { 0.0 } else { part };
                self.hour(at, events, expected.of_hour(slot) * part, expected);
            } else {
                self.end_run(Some(at));
            }
            self.known.push((at, events));
            at = Instant(at.0 + HOUR);
        }
        if end > self.until {
            return;
        }
        let few = expected.and_then(|expected| self.judge_day(day, total, &expected));
        self.learning.learn(day, &came, few.is_some());
        self.quiet.add(day, came);
    }

    /// Whether far fewer came that day than usual.
    fn judge_day(&mut self, day: Day, came: u64, expected: &Expected) -> Option<f64> {
        let mean = expected.total();
        let extra = joined(expected.extra, expected.active_hours());
        let count = Count { mean, extra };
        let (low, high) = count.band();
        let is_many = mean >= EXPECTED_MIN && !expected.is_holiday;
        let may_be_few = is_many && real(came) < mean * FEW_PART && self.quiet.is_fewest(day, came);
        let chance = may_be_few.then(|| count.chance_of_at_most(came));
        let few = chance.filter(|chance| *chance <= CHANCE_MAX);
        self.found.days.push(DayJudged {
            day,
            came,
            expected: mean,
            low,
            high,
            few,
        });
        few
    }

    fn hour(&mut self, at: Instant, events: u64, mean: f64, expected: &Expected) {
        let count = Count {
            mean,
            extra: joined(expected.extra, 1.0),
        };
        let (low, high) = count.band();
        self.found.week.push(HourJudged {
            start: at,
            came: events,
            expected: mean,
            low,
            high,
        });
        if events > 0 {
            self.end_run(Some(at));
            self.so_far.came += real(events);
            self.so_far.expected += mean;
            return;
        }
        let run = self.run.get_or_insert(Run {
            from: at,
            expected: 0.0,
            hours: 0.0,
            extra: expected.extra,
        });
        // On a public holiday nobody knows what to expect, and nothing is called silent.
        if !expected.is_holiday {
            run.expected += mean * self.so_far.part();
            run.hours += f64::from(u8::from(mean >= 1.0));
            run.extra = expected.extra;
        }
    }

    /// The silence is over, or as long as it can be told: is it one that means something?
    fn end_run(&mut self, to: Option<Instant>) {
        let Some(run) = self.run.take() else { return };
        let end = to.unwrap_or(self.until);
        let (fewest, silent, weeks) = self.same_time(run.from, end);
        let chance = self
            .chance_of(&run, end)
            .filter(|_| silent * WEEKS <= weeks);
        if let Some(chance) = chance {
            self.found.silences.push(Silence {
                from: run.from,
                to,
                expected: run.expected,
                chance,
                fewest,
                weeks,
            });
        } else if to.is_some() {
            self.past_runs.push((end, run.expected));
        }
    }

    /// The chance that nothing comes for so long, where it is none. Two ways lead to it: so many
    /// were expected that it must be a silence, and it is the longest; or like days were never
    /// quiet at these hours, one day after the other.
    fn chance_of(&self, run: &Run, end: Instant) -> Option<f64> {
        let before = self
            .quiet
            .of(self.zone, run.from, end, &self.found.silences);
        let count = Count {
            mean: run.expected,
            extra: joined(run.extra, run.hours),
        };
        let recent = run.from.0 - weeks_long(WEEKS);
        let mut others = self.past_runs.iter().filter(|(at, _)| at.0 > recent);
        let is_longest = others.all(|(_, expected)| *expected < run.expected);
        let by_count = Some(count.chance_of_at_most(0))
            .filter(|_| run.expected >= SILENT_EXPECTED_MIN && is_longest && before.is_new);
        let chance = by_count.map_or(before.chance, |chance| chance.min(before.chance));
        Some(chance).filter(|chance| *chance <= CHANCE_MAX)
    }

    /// What came at the same time of the week in the weeks before: the fewest, how often
    /// nothing, and how many weeks.
    fn same_time(&self, from: Instant, to: Instant) -> (u64, usize, usize) {
        let (mut fewest, mut silent, mut weeks) = (u64::MAX, 0, 0);
        for week in 1..=WEEKS {
            let (start, end) = (from.0 - weeks_long(week), to.0 - weeks_long(week));
            let first = self.known.partition_point(|(at, _)| at.0 < start);
            let last = self.known.partition_point(|(at, _)| at.0 < end);
            if self.known.first().is_none_or(|(at, _)| at.0 > start) {
                break;
            }
            let came: u64 = self.known[first..last].iter().map(|(_, came)| came).sum();
            fewest = fewest.min(came);
            silent += usize::from(came == 0);
            weeks += 1;
        }
        (if weeks == 0 { 0 } else { fewest }, silent, weeks)
    }
}

/// How much a time of so many hours varies: days as a whole, and hours each for itself.
fn joined((days, hours): (f64, f64), count: f64) -> f64 {
    days + hours / count.max(1.0)
}

fn weeks_long(weeks: usize) -> i64 {
    i64::try_from(weeks).unwrap_or(0) * 7 * 24 * HOUR
}

fn events_in(hours: &[(i64, u64)], at: Instant) -> u64 {
    let hour = at.0.div_euclid(HOUR);
    let place = hours.partition_point(|(known, _)| *known < hour);
    hours
        .get(place)
        .filter(|(known, _)| *known == hour)
        .map_or(0, |(_, events)| *events)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an expectation is not exact to the last event"
)]
fn real(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "at most a few hours")]
fn real_hours(micros: i64) -> f64 {
    micros as f64 / HOUR as f64
}

#[cfg(test)]
mod tests;
