//! Numbers, days and times as people in each of the four countries write them.
//!
//! For pages and the terminal only: what ICU writes (no-break spaces, U+2212) never goes into
//! CSV, XLSX or JSON.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu::collator::options::CollatorOptions;
use icu::collator::{Collator, CollatorBorrowed};
use icu::datetime::fieldsets::{T, YMD};
use icu::datetime::input::{Date, Time};
use icu::datetime::options::YearStyle;
use icu::datetime::{DateTimeFormatter, NoCalendarFormatter};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::{Decimal, SignDisplay};
use icu::locale::Locale;
use tilsyn_domain::{Day, Instant, Zone};

use crate::language::Language;

/// Writes figures in one language.
pub struct Figures {
    language: Language,
    decimal: DecimalFormatter,
    date: DateTimeFormatter<YMD>,
    minute: NoCalendarFormatter<T>,
    second: NoCalendarFormatter<T>,
    collator: CollatorBorrowed<'static>,
}

static FIGURES: LazyLock<[Figures; 4]> = LazyLock::new(|| Language::ALL.map(Figures::new));

impl Figures {
    #[must_use]
    pub fn of(language: Language) -> &'static Figures {
        &FIGURES[language as usize]
    }

    fn new(language: Language) -> Figures {
        // Britain's dates; `en` alone would put the month first.
        let tag = if language == Language::English {
            "en-GB"
        } else {
            language.tag()
        };
        let locale: Locale = tag.parse().expect("four well-formed locales");
        // English writes the month as a word, since 02/04 is read in two ways.
        let date = if language == Language::English {
            YMD::medium()
        } else {
            YMD::short()
        };
        Figures {
            language,
            decimal: DecimalFormatter::try_new(locale.clone().into(), Default::default())
                .expect("compiled data holds the four locales"),
            date: DateTimeFormatter::try_new(
                locale.clone().into(),
                date.with_year_style(YearStyle::Full),
            )
            .expect("compiled data holds the four locales"),
            minute: NoCalendarFormatter::try_new(locale.clone().into(), T::hm())
                .expect("compiled data holds the four locales"),
            second: NoCalendarFormatter::try_new(locale.clone().into(), T::hms())
                .expect("compiled data holds the four locales"),
            collator: Collator::try_new(locale.into(), CollatorOptions::default())
                .expect("compiled data holds the four locales"),
        }
    }

    /// A count: `1 242`.
    #[must_use]
    pub fn whole(&self, number: u64) -> String {
        self.decimal.format(&Decimal::from(number)).to_string()
    }

    /// A number with one decimal: `37,8`.
    #[must_use]
    pub fn tenths(&self, tenths: i64) -> String {
        let mut decimal = Decimal::from(tenths);
        decimal.multiply_pow10(-1);
        self.decimal.format(&decimal).to_string()
    }

    /// A share in percent, one decimal; nothing of nothing is nothing.
    #[must_use]
    pub fn share(&self, part: u64, whole: u64) -> Option<String> {
        let tenths = rounded(u128::from(part) * 1000, whole)?;
        Some(self.percent(&self.tenths(i64::try_from(tenths).unwrap_or(i64::MAX))))
    }

    /// A change in percent with its sign; `None` where there was nothing before.
    #[must_use]
    pub fn change(&self, now: u64, before: u64) -> Option<String> {
        let difference = i128::from(now) - i128::from(before);
        let size = rounded(difference.unsigned_abs() * 1000, before)?;
        let tenths = i128::try_from(size).ok()? * difference.signum();
        let mut decimal = Decimal::from(i64::try_from(tenths).unwrap_or(i64::MAX));
        decimal.multiply_pow10(-1);
        decimal.apply_sign_display(SignDisplay::ExceptZero);
        // Danish and British data have the hyphen, which is narrower than the plus sign.
        let signed = self.decimal.format(&decimal).to_string();
        Some(self.percent(&signed.replace('-', "\u{2212}")))
    }

    fn percent(&self, number: &str) -> String {
        match self.language {
            Language::English => format!("{number}%"),
            _ => format!("{number}\u{a0}%"),
        }
    }

    /// A day: `30.09.2026`.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        let civil = day.date();
        let (month, dom) = (civil.month().unsigned_abs(), civil.day().unsigned_abs());
        match Date::try_new_iso(i32::from(civil.year()), month, dom) {
            Ok(date) => self.date.format(&date).to_string(),
            Err(_) => civil.to_string(),
        }
    }

    /// A time of day in minutes: `21:06`.
    #[must_use]
    pub fn minute(&self, minute: u16) -> String {
        let hour = u8::try_from(minute / 60).unwrap_or(0);
        let rest = u8::try_from(minute % 60).unwrap_or(0);
        Time::try_new(hour, rest, 0, 0)
            .map(|time| self.minute.format(&time).to_string())
            .unwrap_or_default()
    }

    /// Day and minute of a moment, where the organisation is.
    #[must_use]
    pub fn moment(&self, zone: &Zone, at: Instant) -> String {
        format!(
            "{}\u{a0}{}",
            self.day(zone.day_of(at)),
            self.minute(zone.minute_of(at))
        )
    }

    /// Day, minute and second of a moment.
    #[must_use]
    pub fn exact(&self, zone: &Zone, at: Instant) -> String {
        let seconds = zone
            .local_micros(at)
            .div_euclid(1_000_000)
            .rem_euclid(86_400);
        let part = |value: i64| u8::try_from(value).unwrap_or(0);
        let time = Time::try_new(
            part(seconds / 3600),
            part(seconds / 60 % 60),
            part(seconds % 60),
            0,
        )
        .map(|time| self.second.format(&time).to_string())
        .unwrap_or_default();
        format!("{}\u{a0}{time}", self.day(zone.day_of(at)))
    }

    /// Which of two names comes first in a list.
    #[must_use]
    pub fn order(&self, one: &str, two: &str) -> Ordering {
        self.collator.compare(one, two)
    }
}

/// A quotient to the nearest whole number, halves upwards; nothing of nothing is nothing.
fn rounded(part: u128, whole: u64) -> Option<u128> {
    (part + u128::from(whole) / 2).checked_div(u128::from(whole))
}

/// How many times as large one count is as another, to the nearest whole number.
pub(crate) fn times(count: u64, other: u64) -> Option<u64> {
    rounded(u128::from(count), other).and_then(|times| u64::try_from(times).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_all(show: impl Fn(&Figures) -> String) -> [String; 4] {
        Language::ALL.map(|language| show(Figures::of(language)))
    }

    #[test]
    fn numbers_are_grouped_as_people_there_do() {
        let shown = in_all(|figures| figures.whole(1_234_567));
        assert_eq!(
            shown,
            [
                "1\u{a0}234\u{a0}567",
                "1.234.567",
                "1\u{a0}234\u{a0}567",
                "1,234,567"
            ]
        );
        let shown = in_all(|figures| figures.share(412, 1090).expect("a share"));
        assert_eq!(
            shown,
            ["37,8\u{a0}%", "37,8\u{a0}%", "37,8\u{a0}%", "37.8%"]
        );
    }

    #[test]
    fn a_change_has_a_sign_and_nothing_before_has_none() {
        let shown = in_all(|figures| figures.change(96, 100).expect("a change"));
        assert_eq!(
            shown,
            [
                "\u{2212}4,0\u{a0}%",
                "−4,0\u{a0}%",
                "\u{2212}4,0\u{a0}%",
                "−4.0%"
            ]
        );
        assert_eq!(
            Figures::of(Language::English).change(162, 100).as_deref(),
            Some("+62.0%")
        );
        assert_eq!(Figures::of(Language::English).change(5, 0), None);
        assert_eq!(Figures::of(Language::English).share(0, 0), None);
    }

    #[test]
    fn changes_shares_and_times_are_rounded_and_not_cut_off() {
        let check = |now, before, expected| {
            let change = Figures::of(Language::English).change(now, before);
            assert_eq!(change.as_deref(), Some(expected), "{now} against {before}");
        };
        check(1186, 1392, "−14.8%");
        check(13, 6, "+116.7%");
        check(2001, 2000, "+0.1%");
        check(1999, 2000, "−0.1%");
        check(9999, 10_000, "0.0%");
        check(10_001, 10_000, "0.0%");
        assert_eq!(
            Figures::of(Language::English).share(2, 3).as_deref(),
            Some("66.7%")
        );
        assert_eq!(times(35, 3), Some(12));
        assert_eq!(times(17, 3), Some(6));
        assert_eq!(times(5, 2), Some(3));
        assert_eq!(times(4, 3), Some(1));
        assert_eq!(times(4, 0), None);
    }

    #[test]
    fn days_and_times_are_written_as_people_there_do() {
        let day = Day::from_ymd(2026, 9, 30).expect("a day");
        let shown = in_all(|figures| figures.day(day));
        assert_eq!(
            shown,
            ["30.09.2026", "30.09.2026", "2026-09-30", "30 Sept 2026"]
        );
        let shown = in_all(|figures| figures.minute(21 * 60 + 6));
        assert_eq!(shown, ["21:06", "21.06", "21:06", "21:06"]);
    }

    #[test]
    fn names_sort_by_the_alphabet_of_the_language() {
        let sorted = |language| {
            let mut names = ["Østby", "Ås", "Zahl", "Aasen", "Ærø"];
            names.sort_by(|one, two| Figures::of(language).order(one, two));
            names.join(" ")
        };
        assert_eq!(sorted(Language::Norwegian), "Zahl Ærø Østby Ås Aasen");
        assert_eq!(sorted(Language::English), "Aasen Ærø Ås Østby Zahl");
    }
}
