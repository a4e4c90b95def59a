//! Calendar days, periods of them, and the organisation's time zone.
//!
//! A day is a day where the organisation is (formats.md, section 4): the same instant can be
//! Tuesday in Oslo and Monday in UTC. Both ends of a period are included.

use std::fmt;
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::Instant;

/// A calendar day: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

const MICROS_A_DAY: i64 = 86_400_000_000;

impl Day {
    /// 1760-01-01: before every day that can occur.
    pub const MIN: Day = Day(-76_702);
    /// 2199-12-31: after every day that can occur.
    pub const MAX: Day = Day(84_005);

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let date: Date = (text.len() == 10).then(|| text.parse().ok())??;
        Some(Day::from_date(date))
    }

    #[must_use]
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day::from_date)
    }

    #[must_use]
    pub fn from_date(date: Date) -> Day {
        let epoch = Date::constant(1970, 1, 1);
        Day(date.since(epoch).map_or(0, |span| span.get_days()))
    }

    /// The civil date; days beyond years -9999 to 9999 are cut to 1970-01-01.
    #[must_use]
    pub fn date(self) -> Date {
        let epoch = Date::constant(1970, 1, 1);
        let span = jiff::Span::new().try_days(self.0).unwrap_or_default();
        epoch.checked_add(span).unwrap_or(epoch)
    }

    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// Monday is 0, Sunday 6.
    #[must_use]
    pub fn weekday(self) -> i32 {
        (self.0 + 3).rem_euclid(7)
    }

    /// The Monday of this day's week (ISO 8601).
    #[must_use]
    pub fn monday(self) -> Day {
        Day(self.0 - self.weekday())
    }

    /// The ISO 8601 week number, 1 to 53.
    #[must_use]
    pub fn iso_week(self) -> i8 {
        self.date().iso_week_date().week()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Day::parse(&text).ok_or_else(|| de::Error::custom("not a date YYYY-MM-DD"))
    }
}

/// Days from `from` to `to`, both included. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    from: Day,
    to: Day,
}

impl Period {
    #[must_use]
    pub fn new(from: Day, to: Day) -> Option<Period> {
        (from <= to).then_some(Period { from, to })
    }

    /// Every day.
    #[must_use]
    pub fn always() -> Period {
        Period {
            from: Day::MIN,
            to: Day::MAX,
        }
    }

    /// The whole month of a day.
    #[must_use]
    pub fn month_of(day: Day) -> Period {
        let date = day.date();
        Period {
            from: Day::from_date(date.first_of_month()),
            to: Day::from_date(date.last_of_month()),
        }
    }

    #[must_use]
    pub fn from(self) -> Day {
        self.from
    }

    #[must_use]
    pub fn to(self) -> Day {
        self.to
    }

    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// How many days.
    #[must_use]
    pub fn days(self) -> i64 {
        i64::from(self.to.0) - i64::from(self.from.0) + 1
    }

    /// Of the weeks it touches, counted from that of its first day, those it holds whole: the
    /// first and the last may be cut by its ends.
    #[must_use]
    pub fn whole_weeks(self) -> Range<usize> {
        let weeks = |days: i64| usize::try_from(days.div_euclid(7)).unwrap_or(0);
        let start = i64::from(self.from.monday().0);
        let first = weeks(i64::from(self.from.0) - start + 6);
        let end = weeks(i64::from(self.to.0) + 1 - start);
        first..end.max(first)
    }

    /// How many days of one of the weeks it touches it holds, counted like `whole_weeks`.
    #[must_use]
    pub fn days_of_week(self, week: usize) -> u64 {
        let week = i32::try_from(week).unwrap_or(i32::MAX / 7);
        let monday = self.from.monday().plus(week.saturating_mul(7));
        let (from, to) = (self.from.max(monday), self.to.min(monday.plus(6)));
        u64::try_from(i64::from(to.0) - i64::from(from.0) + 1).unwrap_or(0)
    }

    /// The period before this one: as many whole months where it is made of whole months,
    /// else as many days. It ends the day before this one starts.
    #[must_use]
    pub fn before(self) -> Option<Period> {
        let (first, next) = (self.from.date(), self.to.plus(1).date());
        if first.day() == 1 && next.day() == 1 {
            let years = i32::from(next.year()) - i32::from(first.year());
            let months = years * 12 + i32::from(next.month()) - i32::from(first.month());
            let start = first
                .checked_sub(jiff::Span::new().try_months(months).ok()?)
                .ok()?;
            return Period::new(Day::from_date(start), self.from.plus(-1));
        }
        let days = i32::try_from(self.days()).ok()?;
        Period::new(self.from.plus(-days), self.from.plus(-1))
    }
}

/// A time zone, with its changes laid out so that an instant's day is found in nanoseconds.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    /// From this instant (microseconds) on, local time is UTC plus so many microseconds.
    changes: Vec<(i64, i64)>,
}

impl Zone {
    /// The zone of an IANA name such as `Europe/Oslo`; `None` if there is no such zone.
    #[must_use]
    pub fn named(name: &str) -> Option<Zone> {
        let zone = TimeZone::get(name).ok()?;
        let start = Date::constant(1899, 1, 1)
            .to_zoned(TimeZone::UTC)
            .ok()?
            .timestamp();
        let end = Date::constant(2102, 1, 1)
            .to_zoned(TimeZone::UTC)
            .ok()?
            .timestamp();
        let offset = |at: Timestamp| i64::from(zone.to_offset(at).seconds()) * 1_000_000;
        let mut changes = vec![(i64::MIN, offset(start))];
        for change in zone.following(start) {
            if change.timestamp() > end {
                break;
            }
            changes.push((
                change.timestamp().as_microsecond(),
                offset(change.timestamp()),
            ));
        }
        Some(Zone {
            name: name.to_owned(),
            changes,
        })
    }

    #[must_use]
    pub fn utc() -> Zone {
        Zone {
            name: "UTC".to_owned(),
            changes: vec![(i64::MIN, 0)],
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Local time as microseconds since 1970-01-01T00:00 on the local clock.
    #[must_use]
    pub fn local_micros(&self, at: Instant) -> i64 {
        let next = self.changes.partition_point(|(from, _)| *from <= at.0);
        at.0 + self.changes[next.saturating_sub(1)].1
    }

    /// The day it was there.
    #[must_use]
    pub fn day_of(&self, at: Instant) -> Day {
        let day = self.local_micros(at).div_euclid(MICROS_A_DAY);
        Day(i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX }))
    }

    /// Minutes after local midnight, 0 to 1439.
    #[must_use]
    pub fn minute_of(&self, at: Instant) -> u16 {
        let micros = self.local_micros(at).rem_euclid(MICROS_A_DAY);
        u16::try_from(micros / 60_000_000).unwrap_or(0)
    }

    /// A clock for instants that mostly ascend.
    #[must_use]
    pub fn clock(&self) -> Clock<'_> {
        Clock {
            zone: self,
            holds: 0..0,
            shift: 0,
        }
    }

    /// The first instant of that local day.
    #[must_use]
    pub fn start_of(&self, day: Day) -> Instant {
        self.instant_of(i64::from(day.0) * MICROS_A_DAY)
    }

    /// The instant at which the local clock shows so many microseconds since 1970-01-01T00:00.
    ///
    /// In the hour that an autumn night has twice, the second one.
    #[must_use]
    pub fn instant_of(&self, local: i64) -> Instant {
        let found = self
            .changes
            .iter()
            .rev()
            .find(|(from, shift)| local - shift >= *from);
        Instant(local - found.map_or(self.changes[0].1, |(_, shift)| *shift))
    }
}

/// A zone that remembers how far the local clock is off, as long as it stays so.
pub struct Clock<'z> {
    zone: &'z Zone,
    /// Instants (microseconds) for which `shift` holds.
    holds: Range<i64>,
    shift: i64,
}

impl Clock<'_> {
    /// Minutes after local midnight, like `Zone::minute_of`.
    #[must_use]
    pub fn minute_of(&mut self, at: Instant) -> u16 {
        if !self.holds.contains(&at.0) {
            let changes = &self.zone.changes;
            let next = changes.partition_point(|(from, _)| *from <= at.0).max(1);
            let until = changes.get(next).map_or(i64::MAX, |(from, _)| *from);
            self.holds = changes[next - 1].0..until;
            self.shift = changes[next - 1].1;
        }
        let minute = (at.0 + self.shift).div_euclid(60_000_000).rem_euclid(1_440);
        u16::try_from(minute).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Stamp;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date")
    }

    #[test]
    fn a_day_is_a_day_where_the_organisation_is() {
        let oslo = Zone::named("Europe/Oslo").expect("Oslo");
        let at = |text: &str| Stamp::parse(text).expect("a time").at;
        assert_eq!(oslo.day_of(at("2026-06-30T23:30:00Z")), day("2026-07-01"));
        assert_eq!(oslo.day_of(at("2026-12-31T22:59:59Z")), day("2026-12-31"));
        assert_eq!(oslo.day_of(at("2026-12-31T23:00:00Z")), day("2027-01-01"));
        assert_eq!(oslo.minute_of(at("2026-04-02T19:06:00Z")), 21 * 60 + 6);
        let mut clock = oslo.clock();
        for hour in (0..40_000).chain([-900_000, 0]) {
            let moment = Instant(at("2026-01-01T00:07:00Z").0 + hour * 3_600_000_000);
            assert_eq!(clock.minute_of(moment), oslo.minute_of(moment));
        }
        assert_eq!(oslo.start_of(day("2026-07-01")), at("2026-06-30T22:00:00Z"));
        assert_eq!(oslo.start_of(day("2026-01-01")), at("2025-12-31T23:00:00Z"));
    }

    #[test]
    fn the_night_of_the_clock_change_belongs_to_its_day() {
        let oslo = Zone::named("Europe/Oslo").expect("Oslo");
        let change = day("2026-03-29");
        let length = oslo.start_of(change.plus(1)).0 - oslo.start_of(change).0;
        assert_eq!(length, 23 * 3_600 * 1_000_000);
    }

    #[test]
    fn a_week_cut_by_an_end_of_the_period_is_not_whole() {
        let whole = |from: &str, to: &str| {
            let period = Period::new(day(from), day(to)).expect("a period");
            period.whole_weeks()
        };
        // 2026-06-29 is a Monday.
        assert_eq!(whole("2026-06-29", "2026-07-12"), 0..2);
        assert_eq!(whole("2026-07-01", "2026-09-30"), 1..13);
        assert_eq!(whole("2026-07-01", "2026-07-12"), 1..2);
        assert_eq!(whole("2026-06-29", "2026-07-11"), 0..1);
        assert!(whole("2026-07-01", "2026-07-02").is_empty());
        assert!(whole("2026-07-01", "2026-07-11").is_empty());
        let quarter = Period::new(day("2026-07-01"), day("2026-09-30")).expect("a period");
        let days = [0, 1, 13, 14].map(|week| quarter.days_of_week(week));
        assert_eq!(days, [5, 7, 3, 0]);
    }

    #[test]
    fn weeks_are_iso_weeks() {
        assert_eq!(day("2026-01-01").iso_week(), 1);
        assert_eq!(day("2027-01-01").iso_week(), 53);
        assert_eq!(day("2026-11-21").monday(), day("2026-11-16"));
    }

    #[test]
    fn an_empty_period_cannot_be_said() {
        assert!(Period::new(day("2026-01-02"), day("2026-01-01")).is_none());
        let quarter = Period::new(day("2026-07-01"), day("2026-09-30")).expect("a quarter");
        assert_eq!(quarter.days(), 92);
        let before = Period::new(day("2026-04-01"), day("2026-06-30"));
        assert_eq!(
            quarter.before(),
            before,
            "the quarter before, not 92 days before"
        );
        let week = Period::new(day("2026-11-16"), day("2026-11-22")).expect("a week");
        assert_eq!(
            week.before(),
            Period::new(day("2026-11-09"), day("2026-11-15"))
        );
    }
}
