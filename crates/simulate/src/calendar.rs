//! When the world's people work: the days of the log, holidays, seasons, the local clock.
//!
//! The log ends on a fixed day; nothing here asks what day it is today.

use tilsyn_domain::day::{Day, Zone};
use tilsyn_domain::time::Instant;

/// Days since 1970-01-01 of a date.
pub(crate) const fn date(year: i32, month: i32, day: i32) -> Day {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// First day of the directory's history.
pub(crate) const HISTORY_FIRST: Day = date(2024, 11, 1);
/// First day of the log.
pub(crate) const LOG_FIRST: Day = date(2026, 2, 1);
/// Last day of the log.
pub(crate) const LOG_LAST: Day = date(2026, 10, 31);

pub(crate) const SECOND: u32 = 1_000;
pub(crate) const MINUTE: u32 = 60 * SECOND;
pub(crate) const HOUR: u32 = 60 * MINUTE;

/// Public holidays on weekdays within the log.
const HOLIDAYS: [Day; 6] = [
    date(2026, 4, 2),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 5, 14),
    date(2026, 5, 25),
];

/// Of a thousand office workers, how many are at work that day.
pub(crate) fn attendance(day: Day) -> u32 {
    if HOLIDAYS.contains(&day) {
        return 12;
    }
    let weekday = [1_000, 1_000, 980, 960, 850, 15, 9][day.weekday().unsigned_abs() as usize];
    let season = if within(day, date(2026, 7, 6), date(2026, 8, 2)) {
        480
    } else if within(day, date(2026, 6, 22), date(2026, 8, 14)) {
        730
    } else if within(day, date(2026, 3, 30), date(2026, 4, 7)) {
        560
    } else if within(day, date(2026, 9, 28), date(2026, 10, 2)) {
        800
    } else {
        1_000
    };
    weekday * season / 1_000
}

pub(crate) fn within(day: Day, first: Day, last: Day) -> bool {
    first <= day && day <= last
}

pub(crate) fn is_workday(day: Day) -> bool {
    day.weekday() < 5 && !HOLIDAYS.contains(&day)
}

/// Days from the first to the last, both included.
pub(crate) fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (first.0..=last.0).map(Day)
}

/// The local clock of one day, clock changes included.
#[derive(Clone)]
pub(crate) struct DayClock {
    /// `2026-04-02T`.
    date: [u8; 11],
    /// Minutes east of UTC at the start, and from `change` on.
    offsets: [i64; 2],
    /// Milliseconds after the start at which the clock changes.
    change: i64,
}

/// Oslo's zone, which is Copenhagen's too.
pub(crate) fn oslo() -> Zone {
    Zone::named("Europe/Oslo").expect("the time zone database is built in")
}

impl DayClock {
    pub(crate) fn new(zone: &Zone, day: Day) -> DayClock {
        let start = zone.start_of(day).0 / 1_000;
        let offset = |at: i64| (zone.local_micros(Instant(at * 1_000)) / 1_000 - at) / 60_000;
        let end = zone.start_of(day.plus(1)).0 / 1_000;
        let offsets = [offset(start), offset(end - 1)];
        let mut change = i64::MAX;
        if offsets[0] != offsets[1] {
            let steps = (start..end).step_by(HOUR as usize);
            let after = steps.into_iter().find(|at| offset(*at) != offsets[0]);
            change = after.map_or(i64::MAX, |at| at - start);
        }
        let mut text = [b'T'; 11];
        text[..10].copy_from_slice(day.to_string().as_bytes());
        DayClock {
            date: text,
            offsets,
            change,
        }
    }

    /// Appends the RFC 3339 text of so many milliseconds after the start of the day.
    pub(crate) fn write(&self, at: u32, out: &mut Vec<u8>) {
        let offset = self.offsets[usize::from(i64::from(at) >= self.change)];
        let local = i64::from(at) + (offset - self.offsets[0]) * 60_000;
        let local = local.unsigned_abs() as u32;
        out.extend_from_slice(&self.date);
        let two = |out: &mut Vec<u8>, number: u32| {
            out.push(b'0' + (number / 10) as u8);
            out.push(b'0' + (number % 10) as u8);
        };
        two(out, local / HOUR);
        out.push(b':');
        two(out, local / MINUTE % 60);
        out.push(b':');
        two(out, local / SECOND % 60);
        out.push(b'.');
        out.push(b'0' + (local / 100 % 10) as u8);
        two(out, local % 100);
        out.push(b'+');
        two(out, (offset / 60) as u32);
        out.push(b':');
        two(out, (offset % 60) as u32);
    }

    /// Milliseconds after the start at which the local clock shows this time of day.
    pub(crate) fn at_local(&self, local: u32) -> u32 {
        if i64::from(local) < self.change {
            return local;
        }
        let shift = (self.offsets[1] - self.offsets[0]) * 60_000;
        (i64::from(local) - shift).max(0) as u32
    }
}
