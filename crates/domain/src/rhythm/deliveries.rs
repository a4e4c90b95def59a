//! When a source delivers: how late its events come, and by when the next delivery is due.
//!
//! Judged by arrival alone, so that a source that sends a file at night is not called silent at
//! noon. Not here: when things happened (`rhythm`).

use crate::day::{Day, Zone};
use crate::holidays::Holidays;
use crate::time::Instant;

use super::HOUR;

/// What came in within one whole hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Whole hours since 1970, UTC.
    pub hour: i64,
    pub events: u64,
    /// When the earliest and the latest of them happened.
    pub first: Instant,
    pub last: Instant,
}

/// How a source delivers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deliveries {
    /// How long after they happened nine in ten deliveries have brought their events, in
    /// microseconds; `None`: too few deliveries to tell.
    pub delay: Option<i64>,
    /// The delivery that should have come and has not.
    pub late: Option<Late>,
    pub last: Option<Instant>,
}

/// A delivery that is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// By then one had come on all the days before.
    pub due: Instant,
    /// Days like this one that were looked at, on each of which one came.
    pub days: u32,
}

/// Past weeks that are looked at.
const WEEKS: i32 = 8;
/// Fewer hours with deliveries, or on fewer days, tell nothing.
const HOURS_MIN: usize = 10;
const DAYS_MIN: usize = 10;
/// Days of the same weekday on each of which something must have come.
const SAME_DAYS_MIN: u32 = 4;
/// A delivery may be so much later than any before it.
const GRACE: i64 = HOUR;
/// Days back from today that are looked at for a delivery that should have come.
const LATE_DAYS: i32 = 4;

impl Deliveries {
    /// Reads it from what arrived, ascending, up to now.
    #[must_use]
    pub fn of(zone: &Zone, arrivals: &[Arrival], now: Instant) -> Deliveries {
        let today = zone.day_of(now);
        let since = zone.start_of(today.plus(-7 * WEEKS));
        let known: Vec<&Arrival> = arrivals
            .iter()
            .filter(|arrival| arrival.hour * HOUR >= since.0 && arrival.hour * HOUR <= now.0)
            .collect();
        let days = Days::of(zone, &known);
        let delay =
            (known.len() >= HOURS_MIN && days.first.len() >= DAYS_MIN).then(|| usual_delay(&known));
        Deliveries {
            delay: delay.flatten(),
            late: delay.and_then(|_| days.late(zone, now)),
            last: known
                .last()
                .map(|arrival| Instant((arrival.hour + 1) * HOUR).min(now)),
        }
    }
}

/// The delay that nine in ten deliveries stay below.
fn usual_delay(known: &[&Arrival]) -> Option<i64> {
    let delay = |arrival: &&Arrival| ((arrival.hour + 1) * HOUR - arrival.first.0).max(0);
    let mut delays: Vec<i64> = known.iter().map(delay).collect();
    delays.sort_unstable();
    delays.get((delays.len() * 9).div_ceil(10) - 1).copied()
}

/// Days with deliveries, ascending.
struct Days {
    /// With the end of the hour of the first delivery, in microseconds after midnight.
    first: Vec<(Day, i64)>,
    /// The day of the first delivery that is known.
    since: Day,
    holidays: Holidays,
}

impl Days {
    fn of(zone: &Zone, known: &[&Arrival]) -> Days {
        let mut first: Vec<(Day, i64)> = Vec::new();
        for arrival in known {
            let at = Instant(arrival.hour * HOUR);
            let day = zone.day_of(at);
            if first.last().is_none_or(|(last, _)| *last != day) {
                let local = zone.local_micros(at) - i64::from(day.0) * 24 * HOUR;
                first.push((day, local + HOUR));
            }
        }
        Days {
            since: first.first().map_or(Day::MAX, |(day, _)| *day),
            first,
            holidays: Holidays::of(zone),
        }
    }

    fn on(&self, day: Day) -> Option<i64> {
        let place = self
            .first
            .binary_search_by_key(&day, |(day, _)| *day)
            .ok()?;
        Some(self.first[place].1)
    }

    /// The earliest delivery that is due and has not come: nothing came on that day or since.
    fn late(&self, zone: &Zone, now: Instant) -> Option<Late> {
        let today = zone.day_of(now);
        let last = self.first.last()?.0;
        let days = (0..=LATE_DAYS).rev().map(|back| today.plus(-back));
        let missing = days.filter(|day| *day > last && !self.holidays.include(*day));
        let mut late = missing.filter_map(|day| self.due(zone, day));
        late.find(|late| late.due < now)
    }

    /// By when something should have come that day, if it always did on days like it.
    fn due(&self, zone: &Zone, day: Day) -> Option<Late> {
        let before = (1..=WEEKS).map(|week| day.plus(-7 * week));
        let before = before.filter(|day| *day >= self.since && !self.holidays.include(*day));
        let (mut latest, mut days) = (0, 0);
        for same in before {
            latest = latest.max(self.on(same)?);
            days += 1;
        }
        let due = zone.instant_of(i64::from(day.0) * 24 * HOUR + latest + GRACE);
        (days >= SAME_DAYS_MIN).then_some(Late { due, days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Stamp;

    fn at(text: &str) -> Instant {
        Stamp::parse(text).expect("a time").at
    }

    fn oslo() -> Zone {
        Zone::named("Europe/Oslo").expect("Oslo")
    }

    /// A file at about half past two every night, with the day before.
    fn nightly(days: std::ops::Range<i32>) -> Vec<Arrival> {
        let zone = oslo();
        let one = |day: i32| {
            let midnight = zone.start_of(Day(day)).0;
            Arrival {
                hour: midnight / HOUR + 2,
                events: 4_000,
                first: Instant(midnight - 24 * HOUR),
                last: Instant(midnight - 1),
            }
        };
        days.map(one).collect()
    }

    #[test]
    fn a_file_that_comes_every_night_is_late_an_hour_after_its_latest() {
        let monday = Day::parse("2026-09-14").expect("a date").0;
        let came = nightly(monday - 40..monday);
        let told = |now: &str| Deliveries::of(&oslo(), &came, at(now));
        let fine = told("2026-09-14T03:30:00+02:00");
        assert_eq!(fine.late, None);
        assert_eq!(fine.delay, Some(27 * HOUR));
        let late = told("2026-09-14T04:30:00+02:00").late.expect("late");
        assert_eq!(late.due, at("2026-09-14T04:00:00+02:00"));
        assert_eq!(late.days, 5);
        // The day after, it is still the first that is missing.
        let still = told("2026-09-15T09:00:00+02:00").late.expect("late");
        assert_eq!(still.due, late.due);
        let more = nightly(monday - 40..monday + 1);
        let came = Deliveries::of(&oslo(), &more, at("2026-09-14T09:00:00+02:00"));
        assert_eq!(came.late, None);
    }

    #[test]
    fn days_without_deliveries_are_not_waited_for() {
        let monday = Day::parse("2026-09-14").expect("a date").0;
        let mut came = nightly(monday - 42..monday - 2);
        came.retain(|one| oslo().day_of(Instant(one.hour * HOUR)).weekday() < 5);
        let told = |now: &str| Deliveries::of(&oslo(), &came, at(now)).late;
        assert_eq!(told("2026-09-13T20:00:00+02:00"), None);
        assert!(told("2026-09-14T05:00:00+02:00").is_some());
    }

    #[test]
    fn one_import_of_old_events_tells_nothing_of_the_next() {
        let once = [Arrival {
            hour: at("2026-09-01T10:00:00Z").0 / HOUR,
            events: 1_000_000,
            first: at("2026-01-01T00:00:00Z"),
            last: at("2026-08-31T00:00:00Z"),
        }];
        let told = Deliveries::of(&oslo(), &once, at("2026-09-20T10:00:00Z"));
        assert_eq!((told.delay, told.late), (None, None));
        let nothing = Deliveries::of(&oslo(), &[], at("2026-09-20T10:00:00Z"));
        assert_eq!(nothing, Deliveries::default());
    }
}
