//! Which days a page is about: a quarter, a span, or the whole log.
//!
//! The choice stands in the address, so that a link means the same days tomorrow. Without one
//! it is the last whole quarter that has events; one that cannot be read is a fault, and never
//! another period. Not here: the clock; there is none.

use tilsyn_domain::{Day, Period};

use crate::words::Words;

/// How many quarters the form offers.
const QUARTERS_OFFERED: i32 = 8;

/// What the reader chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Quarter { year: i16, quarter: i8 },
    Span(Period),
    All,
}

/// What a page is about where the address says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Otherwise {
    #[default]
    LastQuarter,
    All,
}

/// What is wrong with the period of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No quarter, `span` or `all`.
    UnknownPeriod,
    /// A span without a day.
    NoDay,
    /// No day of the calendar, or one outside the years 1900 to 2100.
    FromUnreadable,
    ToUnreadable,
    /// The last day lies before the first.
    Reversed,
}

impl Fault {
    /// The field that it stands beside: its name in addresses.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Fault::UnknownPeriod => "period",
            Fault::NoDay | Fault::FromUnreadable => "from",
            Fault::ToUnreadable | Fault::Reversed => "to",
        }
    }

    /// The key of its sentence.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Fault::UnknownPeriod => "period-unknown",
            Fault::NoDay => "period-without-day",
            Fault::FromUnreadable | Fault::ToUnreadable => "period-no-day",
            Fault::Reversed => "period-reversed",
        }
    }
}

impl Choice {
    /// Reads `period`, `from` and `to` of an address. A quarter, or the whole log, makes days
    /// beside it mean nothing: the form sends the fields of days along whatever is chosen.
    ///
    /// # Errors
    /// Everything that is wrong with them, at most one fault a field.
    pub(crate) fn read(
        period: Option<&str>,
        from: Option<&str>,
        to: Option<&str>,
        latest: Option<Day>,
        otherwise: Otherwise,
    ) -> Result<Choice, Vec<Fault>> {
        match period {
            Some("all") => Ok(Choice::All),
            Some("span") => span(from, to, latest),
            Some(text) => quarter(text).ok_or(vec![Fault::UnknownPeriod]),
            None if from.is_some() || to.is_some() => span(from, to, latest),
            None => Ok(match (otherwise, latest) {
                (Otherwise::LastQuarter, Some(latest)) => last_whole_quarter(latest),
                _ => Choice::All,
            }),
        }
    }

    /// Its days.
    pub(crate) fn period(self) -> Period {
        match self {
            Choice::Quarter { year, quarter } => {
                let month = quarter * 3 - 2;
                let first = Day::from_ymd(year, month, 1);
                let (next_year, next) = if quarter == 4 {
                    (year + 1, 1)
                } else {
                    (year, month + 3)
                };
                let last = Day::from_ymd(next_year, next, 1).map(|day| day.plus(-1));
                first
                    .zip(last)
                    .and_then(|(first, last)| Period::new(first, last))
                    .unwrap_or_else(all)
            }
            Choice::Span(period) => period,
            Choice::All => all(),
        }
    }

    /// Its value in the form, and in addresses.
    pub(crate) fn value(self) -> String {
        match self {
            Choice::Quarter { year, quarter } => format!("{year}-Q{quarter}"),
            Choice::Span(_) => "span".to_owned(),
            Choice::All => "all".to_owned(),
        }
    }

    /// As parts of an address.
    pub(crate) fn parts(self) -> Vec<(&'static str, String)> {
        let mut parts = vec![("period", self.value())];
        if let Choice::Span(period) = self {
            parts.push(("from", period.from().to_string()));
            parts.push(("to", period.to().to_string()));
        }
        parts
    }

    /// What it is called: `3. kvartal 2026`.
    pub(crate) fn name(self, words: Words) -> String {
        match self {
            Choice::Quarter { year, quarter } => words.fill(
                "period-quarter",
                &[("quarter", quarter.to_string()), ("year", year.to_string())],
            ),
            Choice::Span(period) => span_name(words, period),
            Choice::All => words.say("period-all"),
        }
    }

    /// What the form offers, newest first; the present choice is always among it.
    pub(crate) fn offered(self, latest: Option<Day>) -> Vec<Choice> {
        let mut offered: Vec<Choice> = latest
            .map(|latest| {
                let newest = quarters_since_zero(latest);
                (0..QUARTERS_OFFERED)
                    .filter_map(|back| nth_quarter(newest - back))
                    .collect()
            })
            .unwrap_or_default();
        if matches!(self, Choice::Quarter { .. }) && !offered.contains(&self) {
            offered.push(self);
        }
        offered.push(Choice::All);
        offered
    }
}

/// From one day to another, as read.
pub(crate) fn span_name(words: Words, period: Period) -> String {
    if period == all() || period == Period::always() {
        return words.say("period-all");
    }
    let quarter = nth_quarter(quarters_since_zero(period.from()));
    if let Some(quarter) = quarter.filter(|quarter| quarter.period() == period) {
        return quarter.name(words);
    }
    let figures = words.figures();
    let last = figures.day(period.to());
    if period.from() == all().from() {
        return words.fill("period-until", &[("day", last)]);
    }
    format!("{}–{last}", figures.day(period.from()))
}

/// The years the contract knows (formats.md, section 1), so that no arithmetic on it can fail.
fn all() -> Period {
    let (from, to) = (Day::from_ymd(1900, 1, 1), Day::from_ymd(2100, 12, 31));
    from.zip(to)
        .and_then(|(from, to)| Period::new(from, to))
        .unwrap_or_else(Period::always)
}

/// A span as it is written; without a last day it goes on to the last one with events, and
/// without a first it begins with the log.
fn span(from: Option<&str>, to: Option<&str>, latest: Option<Day>) -> Result<Choice, Vec<Fault>> {
    let read = |text: Option<&str>, fault: Fault| match text {
        None => Ok(None),
        Some(text) => Day::parse(text).filter(is_known).map(Some).ok_or(fault),
    };
    let first = read(from, Fault::FromUnreadable)
        .and_then(|day| day.or_else(|| to.map(|_| all().from())).ok_or(Fault::NoDay));
    match (first, read(to, Fault::ToUnreadable)) {
        (Ok(from), Ok(to)) => {
            let to = to.unwrap_or_else(|| latest.map_or(from, |latest| latest.max(from)));
            let span = Period::new(from, to).map(Choice::Span);
            span.ok_or(vec![Fault::Reversed])
        }
        (first, last) => Err(first.err().into_iter().chain(last.err()).collect()),
    }
}

/// Whether the contract knows the year.
fn is_known(day: &Day) -> bool {
    (1900..=2100).contains(&day.date().year())
}

fn quarter(text: &str) -> Option<Choice> {
    let (year, quarter) = text.split_once("-Q")?;
    let year = year
        .parse()
        .ok()
        .filter(|year| (1900..=2100).contains(year))?;
    let quarter = quarter
        .parse()
        .ok()
        .filter(|quarter| (1..=4).contains(quarter))?;
    Some(Choice::Quarter { year, quarter })
}

fn quarters_since_zero(day: Day) -> i32 {
    let date = day.date();
    i32::from(date.year()) * 4 + (i32::from(date.month()) - 1) / 3
}

fn nth_quarter(number: i32) -> Option<Choice> {
    let year = i16::try_from(number.div_euclid(4)).ok()?;
    let quarter = i8::try_from(number.rem_euclid(4) + 1).ok()?;
    (1900..=2100)
        .contains(&year)
        .then_some(Choice::Quarter { year, quarter })
}

fn last_whole_quarter(latest: Day) -> Choice {
    let this = quarters_since_zero(latest);
    match nth_quarter(this) {
        Some(quarter) if quarter.period().to() == latest => quarter,
        _ => nth_quarter(this - 1).unwrap_or(Choice::All),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(period: &str, from: &str, to: &str, latest: &str, expected: &str) {
        let given = |text: &'static str| (!text.is_empty()).then_some(text);
        let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        let choice = Choice::read(
            given(leak(period)),
            given(leak(from)),
            given(leak(to)),
            Day::parse(latest),
            Otherwise::LastQuarter,
        );
        let found = match choice {
            Ok(choice) => {
                let days = choice.period();
                format!("{} {}..{}", choice.value(), days.from(), days.to())
            }
            Err(faults) => format!("{faults:?}"),
        };
        assert_eq!(found, expected, "{period} {from} {to}");
    }

    #[test]
    fn the_last_whole_quarter_is_shown_unless_another_is_asked_for() {
        let latest = "2026-11-20";
        check("", "", "", latest, "2026-Q3 2026-07-01..2026-09-30");
        check("", "", "", "2026-09-30", "2026-Q3 2026-07-01..2026-09-30");
        check("", "", "", "2026-01-02", "2025-Q4 2025-10-01..2025-12-31");
        check("2026-Q2", "", "", latest, "2026-Q2 2026-04-01..2026-06-30");
        check("2024-Q1", "", "", latest, "2024-Q1 2024-01-01..2024-03-31");
    }

    #[test]
    fn a_span_needs_one_day_and_two_in_order() {
        let latest = "2026-11-20";
        check(
            "span",
            "2026-04-02",
            "2026-04-03",
            latest,
            "span 2026-04-02..2026-04-03",
        );
        check("", "2026-04-02", "", latest, "span 2026-04-02..2026-11-20");
        check("", "2026-12-24", "", latest, "span 2026-12-24..2026-12-24");
        check("", "", "2026-04-02", latest, "span 1900-01-01..2026-04-02");
        check("span", "", "2026-04-02", "", "span 1900-01-01..2026-04-02");
        check("", "", "", "", "all 1900-01-01..2100-12-31");
        check(
            "all",
            "2026-04-02",
            "2026-04-03",
            latest,
            "all 1900-01-01..2100-12-31",
        );
    }

    #[test]
    fn what_cannot_be_read_is_never_another_period() {
        let latest = "2026-11-20";
        let wrong = |period, from, to, expected| check(period, from, to, latest, expected);
        wrong("2026-Q5", "", "", "[UnknownPeriod]");
        wrong("2026-Q0", "", "", "[UnknownPeriod]");
        wrong("last", "2026-04-02", "2026-04-03", "[UnknownPeriod]");
        wrong("", "2026-13-40", "", "[FromUnreadable]");
        wrong(
            "",
            "2026-02-30",
            "2026-13-40",
            "[FromUnreadable, ToUnreadable]",
        );
        wrong("", "yesterday", "2026-04-03", "[FromUnreadable]");
        wrong(
            "",
            "0001-01-01",
            "9999-12-31",
            "[FromUnreadable, ToUnreadable]",
        );
        wrong("span", "2026-04-03", "2026-04-02", "[Reversed]");
        wrong("span", "", "", "[NoDay]");
        wrong("span", "", "2026-4-2", "[ToUnreadable]");
    }

    #[test]
    fn days_beside_a_quarter_mean_nothing() {
        let quarter = "2026-Q2 2026-04-01..2026-06-30";
        check("2026-Q2", "2026-13-40", "x", "2026-11-20", quarter);
    }

    #[test]
    fn the_form_offers_two_years_of_quarters() {
        let quarter = Choice::Quarter {
            year: 2026,
            quarter: 1,
        };
        assert_eq!(quarter.offered(Day::parse("2026-02-01")).len(), 9);
        let old = Choice::Quarter {
            year: 2019,
            quarter: 2,
        };
        assert!(old.offered(Day::parse("2026-02-01")).contains(&old));
    }
}
