//! What a sample promises before it is reviewed, and what it proves afterwards, with 95 %.
//!
//! The promise is exact: one lookup fewer would not keep it. It says at which share of
//! unwarranted lookups a sample would show at least one; a sample without one proves nothing
//! about fewer. Not here: several samples together (`strata`).

use super::hypergeometric::{Drawing, float};

/// One in so many samples may fail to keep its promise: 5 %.
pub(super) const FAILS_ONE_IN: u64 = 20;

/// Digits of a rate after its point.
const RATE_DIGITS: usize = 9;
const RATE_PARTS: u64 = 1_000_000_000;

/// A share of lookups, above 0 and at most 1, as it was written: decimal, so that one percent of
/// 700 is seven and not a little more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    billionths: u64,
}

impl Rate {
    /// A decimal fraction such as `0.01`, with a point or a comma and at most nine digits behind
    /// it. `None` for anything else, and for what is no share.
    #[must_use]
    pub fn parse(text: &str) -> Option<Rate> {
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_written = is_number(whole) && is_number(part) && whole.len() + part.len() > 0;
        if !is_written || part.len() > RATE_DIGITS {
            return None;
        }
        let whole: u64 = format!("0{whole}").parse().ok()?;
        let part: u64 = format!("{part:0<RATE_DIGITS$}").parse().ok()?;
        let billionths = whole.checked_mul(RATE_PARTS)?.checked_add(part)?;
        (1..=RATE_PARTS)
            .contains(&billionths)
            .then_some(Rate { billionths })
    }

    /// The same in percent: `1`, `0,5`; at most seven digits behind the point.
    #[must_use]
    pub fn parse_percent(text: &str) -> Option<Rate> {
        let text = text.trim().trim_end_matches('%').trim_end();
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(part) || whole.len() > 3 || whole.len() + part.len() == 0
        {
            return None;
        }
        // Two places to the left.
        let digits = format!("{whole:0>3}");
        Rate::parse(&format!("{}.{}{part}", &digits[..1], &digits[1..]))
    }

    /// As it is written: `0.01`.
    #[must_use]
    pub fn text(self) -> String {
        let (whole, part) = (self.billionths / RATE_PARTS, self.billionths % RATE_PARTS);
        let text = format!("{whole}.{part:0RATE_DIGITS$}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// So many lookups of a population: ⌈rate · population⌉ (formats.md, section 4).
    #[must_use]
    pub fn of(self, population: u64) -> u64 {
        let parts = u128::from(self.billionths) * u128::from(population);
        let lookups = parts.div_ceil(u128::from(RATE_PARTS));
        u64::try_from(lookups).unwrap_or(population)
    }
}

/// How probably a reviewer recognises an unwarranted lookup on seeing it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sensitivity(f64);

impl Sensitivity {
    /// Recognises each.
    pub const FULL: Sensitivity = Sensitivity(1.0);

    /// Above 0 and at most 1.
    #[must_use]
    pub fn new(probability: f64) -> Option<Sensitivity> {
        (probability > 0.0 && probability <= 1.0).then_some(Sensitivity(probability))
    }
}

impl Drawing {
    /// The probability that at least one unwarranted lookup is drawn and recognised.
    #[must_use]
    pub fn detects(&self, sensitivity: Sensitivity) -> f64 {
        1.0 - self.none_recognised(1.0 - sensitivity.0)
    }
}

/// The smallest sample that holds one of so many unwarranted lookups with a probability of at
/// least 95 %. All where none is unwarranted, or more than there are.
#[must_use]
pub fn size_to_detect(population: u64, unwarranted: u64) -> u64 {
    smallest(population, |drawn| {
        let drawing = Drawing::new(population, unwarranted, drawn);
        drawing.is_some_and(|drawing| drawing.is_at_most(0, FAILS_ONE_IN))
    })
    .unwrap_or(population)
}

/// The same for a reviewer who does not recognise each; `None` where even all are not enough.
#[must_use]
pub fn size_to_detect_by(
    population: u64,
    unwarranted: u64,
    sensitivity: Sensitivity,
) -> Option<u64> {
    let most = 1.0 / float(FAILS_ONE_IN);
    smallest(population, |drawn| {
        let drawing = Drawing::new(population, unwarranted, drawn);
        drawing.is_some_and(|drawing| drawing.none_recognised(1.0 - sensitivity.0) <= most)
    })
}

/// How few unwarranted lookups a sample of that size would still show one of, with a probability
/// of at least 95 %; `None` where nothing is drawn.
#[must_use]
pub fn unwarranted_detected(population: u64, drawn: u64) -> Option<u64> {
    (1..=population)
        .contains(&drawn)
        .then(|| unwarranted_max(population, drawn, 0) + 1)
}

/// So many lookups are unwarranted at most, where so many of those drawn are: with more, so few
/// would have been drawn in one sample of twenty or less.
#[must_use]
pub fn unwarranted_max(population: u64, drawn: u64, hits: u64) -> u64 {
    most_with(population, (drawn, hits), FAILS_ONE_IN)
}

/// The same, where one sample in `parts` may say too little.
pub(super) fn most_with(population: u64, (drawn, hits): (u64, u64), parts: u64) -> u64 {
    let warranted_seen = drawn.saturating_sub(hits);
    let all = population.saturating_sub(warranted_seen);
    let is_excluded = |unwarranted: u64| {
        let drawing = Drawing::new(population, unwarranted, drawn);
        drawing.is_none_or(|drawing| drawing.is_at_most(hits, parts))
    };
    let beyond = smallest(all.saturating_sub(hits), |more| is_excluded(hits + more));
    beyond.map_or(all, |more| hits + more - 1)
}

/// The smallest number from 1 on, up to `max`, from which on something holds. Tried in doubled
/// steps first: large drawings take long to compute, and the answer is mostly small.
fn smallest(max: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut low, mut high) = (0, 1);
    while high < max && !holds(high) {
        (low, high) = (high, high.saturating_mul(2));
    }
    high = high.min(max);
    if high == 0 || !holds(high) {
        return None;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        match holds(middle) {
            true => high = middle,
            false => low = middle,
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(text: &str) -> Rate {
        Rate::parse(text).expect("a rate")
    }

    /// The table of the design of the detection, section 3.8.
    #[test]
    fn sizes_are_those_of_the_table() {
        let rates = ["0.001", "0.005", "0.01", "0.02", "0.05"];
        let check = |population: u64, expected: [u64; 5]| {
            let sizes = rates.map(|text| size_to_detect(population, rate(text).of(population)));
            assert_eq!(sizes, expected, "{population}");
        };
        check(500, [475, 316, 225, 129, 56]);
        check(2_400, [1_516, 529, 281, 144, 58]);
        check(20_000, [2_781, 589, 296, 148, 59]);
        check(100_000_000, [2_995, 598, 299, 149, 59]);
    }

    #[test]
    fn a_size_keeps_its_promise_and_one_fewer_does_not() {
        for population in [1, 2, 19, 20, 21, 400, 20_000, 1_000_000_000] {
            for rate in ["0.000000001", "0.0001", "0.01", "0.5", "1"].map(rate) {
                let unwarranted = rate.of(population);
                let size = size_to_detect(population, unwarranted);
                let misses = |drawn| {
                    let drawing = Drawing::new(population, unwarranted, drawn).expect("fits");
                    drawing.at_most(0)
                };
                assert!(misses(size) <= 0.05 + 1e-9, "{population}, {rate:?}");
                assert!(misses(size - 1) > 0.05 - 1e-9, "{population}, {rate:?}");
            }
        }
        assert_eq!(size_to_detect(1_000_000_000, 1), 950_000_000);
        assert_eq!(size_to_detect(0, 0), 0);
        assert_eq!(size_to_detect(7, 0), 7);
    }

    #[test]
    fn a_reviewer_who_overlooks_some_needs_more() {
        let mostly = Sensitivity::new(0.8).expect("a probability");
        let size = |text: &str| size_to_detect_by(20_000, rate(text).of(20_000), mostly);
        assert_eq!((size("0.01"), size("0.05")), (Some(371), Some(74)));
        assert_eq!(size_to_detect_by(20_000, 200, Sensitivity::FULL), Some(296));
        // One alone is overlooked too often, though all are reviewed.
        assert_eq!(size_to_detect_by(20_000, 1, mostly), None);
        let drawing = Drawing::new(20_000, 200, 371).expect("fits");
        assert!((0.95..0.951).contains(&drawing.detects(mostly)));
        assert!(drawing.detects(Sensitivity::FULL) > 0.97);
    }

    #[test]
    fn what_a_reviewed_sample_proves() {
        assert_eq!(unwarranted_max(20_000, 300, 0), 197);
        assert_eq!(unwarranted_max(20_000, 300, 1), 312);
        assert_eq!(unwarranted_detected(20_000, 300), Some(198));
        assert_eq!(unwarranted_max(10, 10, 3), 3, "all were seen");
        assert_eq!(unwarranted_max(10, 0, 0), 10, "none was seen");
        assert_eq!(unwarranted_detected(10, 0), None);
        assert_eq!(unwarranted_detected(10, 10), Some(1));
    }

    #[test]
    fn rates_are_taken_as_they_are_written() {
        let written = |text: &str| Rate::parse(text).map(|rate| rate.billionths);
        assert_eq!(written("0.01"), Some(10_000_000));
        assert_eq!(written("0,01"), Some(10_000_000));
        assert_eq!(written(".5"), Some(500_000_000));
        assert_eq!(written("1"), Some(RATE_PARTS));
        assert_eq!(written("1.000000000"), Some(RATE_PARTS));
        for no in [
            "",
            ".",
            "0",
            "0.0",
            "1.1",
            "-0.1",
            "1 %",
            "0.0000000001",
            "1e-3",
            "x",
            "٠.١",
            "99999999999999999999",
        ] {
            assert_eq!(written(no), None, "{no}");
        }
        for text in ["0.01", "1", "0.000000001", "0.5"] {
            assert_eq!(rate(text).text(), text);
        }
        assert_eq!(rate("0,0500").text(), "0.05");
        let percent = |text: &str| Rate::parse_percent(text).map(Rate::text);
        for (text, expected) in [
            ("1", "0.01"),
            ("0,5", "0.005"),
            ("100 %", "1"),
            ("12.34", "0.1234"),
            (".1", "0.001"),
        ] {
            assert_eq!(percent(text).as_deref(), Some(expected), "{text}");
        }
        for no in ["", "0", "101", "-1", "1e1", "%", "1000", "ø", "0.00000001"] {
            assert_eq!(percent(no), None, "{no}");
        }
        assert_eq!(rate("0.07").of(100), 7);
        assert_eq!(rate("0.01").of(101), 2);
        assert_eq!(rate("0.000000001").of(1), 1);
        assert_eq!(rate("1").of(u64::MAX), u64::MAX);
    }
}
