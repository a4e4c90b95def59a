//! Small pictures inside table cells: a line of weeks, and a bar.
//!
//! Their numbers stand beside them or in the label, so a reader without eyes loses nothing.

use std::fmt::Write;
use std::ops::Range;

use tilsyn_app::log_review::view::own_band;

use super::weeks::weeks_line;
use super::{escape, number, place, real};

const WIDTH: f64 = 112.0;
const HEIGHT: f64 = 30.0;
const EDGE: f64 = 5.0;

/// Counts of weeks as a line, with the own median dashed and unusual weeks as diamonds.
/// Weeks that are not `whole` are hollow, by dashes.
pub(crate) fn sparkline(
    counts: &[u64],
    whole: &Range<usize>,
    unusual: &[usize],
    label: &str,
) -> String {
    let largest = real(counts.iter().copied().max().unwrap_or(0).max(1));
    let steps = place(counts.len().max(2) - 1);
    let x = |week: usize| EDGE + place(week) * (WIDTH - 2.0 * EDGE) / steps;
    let y = |count: u64| HEIGHT - EDGE - real(count) * (HEIGHT - 2.0 * EDGE) / largest;
    let mut svg = format!(
        "<svg class=\"spark\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
        number(WIDTH),
        number(HEIGHT),
        escape(label)
    );
    let (_, centre, _) = own_band(counts, whole);
    let level = number(y(centre));
    let _ = write!(
        svg,
        "<path class=\"median\" d=\"M{EDGE} {level}H{}\"/>",
        number(WIDTH - EDGE)
    );
    let at = |week: usize| (x(week), y(counts[week]));
    svg.push_str(&weeks_line(counts.len(), whole, &at));
    for week in (0..counts.len()).filter(|week| !whole.contains(week)) {
        let (x, y) = at(week);
        let _ = write!(
            svg,
            "<circle class=\"partial\" cx=\"{}\" cy=\"{}\" r=\"2.2\"/>",
            number(x),
            number(y)
        );
    }
    for week in unusual.iter().copied().filter(|week| *week < counts.len()) {
        let (x, y) = (x(week), y(counts[week]));
        let _ = write!(
            svg,
            "<path class=\"unusual\" d=\"M{} {}l3.5 3.5-3.5 3.5-3.5-3.5Z\"/>",
            number(x),
            number(y - 3.5)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A count as a bar beside its number; for the eye only.
pub(crate) fn bar(count: u64, largest: u64) -> String {
    let share = real(count.min(largest)) * 100.0 / real(largest.max(1));
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" \
         aria-hidden=\"true\"><rect class=\"ground\" width=\"100\" height=\"4\"/>\
         <rect class=\"fill\" width=\"{}\" height=\"4\"/></svg>",
        number(share)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusual_weeks_are_diamonds_and_an_empty_line_is_no_fault() {
        let svg = sparkline(&[4, 5, 4, 90, 5], &(0..4), &[3], "Uke 27 til 31");
        assert_eq!(svg.matches("class=\"unusual\"").count(), 1);
        assert!(svg.contains("aria-label=\"Uke 27 til 31\""));
        assert!(svg.contains("5,23.89"));
        assert_eq!(svg.matches("class=\"partial\"").count(), 1);
        for counts in [&[][..], &[0], &[7]] {
            assert!(!sparkline(counts, &(1..1), &[9], "").contains("NaN"));
        }
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert!(bar(206, 412).contains("width=\"50\""));
        assert!(bar(0, 0).contains("class=\"fill\" width=\"0\""));
    }
}
