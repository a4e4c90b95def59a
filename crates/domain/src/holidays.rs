//! Days on which offices are closed, in the Nordic countries: a quiet holiday is no silence.
//!
//! Which country's, the organisation's time zone tells; for any other zone none are known. Days
//! that are half off everywhere (Christmas Eve, New Year's Eve, Midsummer's Eve) are among them.
//! Not here: school holidays, which thin a log out and are learned from it (`rhythm`).

use crate::day::{Day, Zone};

/// Whose holidays hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holidays {
    Norway,
    Denmark,
    Sweden,
    /// Nobody's that are known here.
    Unknown,
}

/// Month and day, the same every year. Norway: lov om helligdager 1995 and 1947 no. 1.
const NORWAY: [(i8, i8); 7] = [
    (1, 1),
    (5, 1),
    (5, 17),
    (12, 24),
    (12, 25),
    (12, 26),
    (12, 31),
];
/// Constitution day is a day off in most agreements.
const DENMARK: [(i8, i8); 6] = [(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)];
/// Lag (1989:253) om allmänna helgdagar, with the eves of the annual leave act.
const SWEDEN: [(i8, i8); 8] = [
    (1, 1),
    (1, 6),
    (5, 1),
    (6, 6),
    (12, 24),
    (12, 25),
    (12, 26),
    (12, 31),
];

impl Holidays {
    /// The holidays of the country whose clock the organisation goes by.
    #[must_use]
    pub fn of(zone: &Zone) -> Holidays {
        match zone.name() {
            "Europe/Oslo" | "Arctic/Longyearbyen" => Holidays::Norway,
            "Europe/Copenhagen" => Holidays::Denmark,
            "Europe/Stockholm" => Holidays::Sweden,
            _ => Holidays::Unknown,
        }
    }

    #[must_use]
    pub fn include(self, day: Day) -> bool {
        let date = day.date();
        let fixed = |days: &[(i8, i8)]| days.contains(&(date.month(), date.day()));
        let after_easter = easter(date.year()).map(|easter| day.0 - easter.0);
        let moves = |days: &[i32]| after_easter.is_some_and(|after| days.contains(&after));
        match self {
            Holidays::Norway => fixed(&NORWAY) || moves(&[-3, -2, 0, 1, 39, 49, 50]),
            Holidays::Denmark => fixed(&DENMARK) || moves(&[-3, -2, 0, 1, 39, 49, 50]),
            Holidays::Sweden => {
                fixed(&SWEDEN) || moves(&[-2, 0, 1, 39, 49]) || is_swedish_saturday(day)
            }
            Holidays::Unknown => false,
        }
    }
}

/// Midsummer, eve and day, and All Saints' Day.
fn is_swedish_saturday(day: Day) -> bool {
    let date = day.date();
    match (date.month(), date.day(), day.weekday()) {
        (6, 19..=25, 4) | (6, 20..=26, 5) | (10, 31, 5) | (11, 1..=6, 5) => true,
        (_, _, _) => false,
    }
}

/// Easter Sunday in the Gregorian calendar, by the anonymous rule of 1876 (Meeus, Astronomical
/// Algorithms, chapter 8).
fn easter(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let (golden, century, of_century) = (y % 19, y / 100, y % 100);
    let (leap, rest) = (century / 4, century % 4);
    let moved = (century + 8) / 25;
    let lunar = (century - moved + 1) / 3;
    let epact = (19 * golden + century - leap - lunar + 15) % 30;
    let weekday = (32 + 2 * rest + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let month = (epact + weekday - 7 * late + 114) / 31;
    let day = (epact + weekday - 7 * late + 114) % 31 + 1;
    Day::from_ymd(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date")
    }

    #[test]
    fn easter_is_where_the_almanac_has_it() {
        let check = |year, expected| assert_eq!(easter(year), Some(day(expected)), "{year}");
        check(2000, "2000-04-23");
        check(2008, "2008-03-23");
        check(2011, "2011-04-24");
        check(2025, "2025-04-20");
        check(2026, "2026-04-05");
        check(2038, "2038-04-25");
    }

    #[test]
    fn each_country_has_its_own() {
        let check = |date, countries: [bool; 3]| {
            let all = [Holidays::Norway, Holidays::Denmark, Holidays::Sweden];
            let found = all.map(|country| country.include(day(date)));
            assert_eq!(found, countries, "{date}");
        };
        check("2026-05-17", [true, false, false]);
        check("2026-06-05", [false, true, false]);
        check("2026-06-06", [false, false, true]);
        check("2026-06-19", [false, false, true]);
        check("2026-10-31", [false, false, true]);
        check("2026-04-02", [true, true, false]);
        check("2026-05-14", [true, true, true]);
        check("2026-05-25", [true, true, false]);
        check("2026-09-15", [false; 3]);
        assert_eq!(Holidays::of(&Zone::utc()), Holidays::Unknown);
    }
}
