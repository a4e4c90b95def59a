//! Lookups a week against a person's own normal level.
//!
//! The band runs from the own median to the limit beyond which a week counts as unusual
//! (`own_band` in `app`), mirrored below; the measure is the person, never a colleague.

use std::ops::Range;

use tilsyn_app::log_review::view::own_band;

use super::{Anchor, Caption, Svg, axis, number, place, real};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 264.0;
const LEFT: f64 = 58.0;
const RIGHT: f64 = 34.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 36.0;
/// Marks nearer than this would have numbers on top of each other.
const NUMBER_WIDTH: f64 = 34.0;

/// What the picture shows.
pub(crate) struct WeeksChart<'a> {
    pub(crate) caption: Caption,
    pub(crate) counts: &'a [u64],
    /// Which weeks the counts hold whole; the others are drawn hollow, by dashes.
    pub(crate) whole: Range<usize>,
    pub(crate) unusual: &'a [usize],
    /// One for each week: `uke 36`.
    pub(crate) labels: &'a [String],
    /// Writes a count as people there do.
    pub(crate) count: &'a dyn Fn(u64) -> String,
}

/// The line of weeks: drawn through between whole weeks, dashed to those that are not.
pub(super) fn weeks_line(
    weeks: usize,
    whole: &Range<usize>,
    at: &dyn Fn(usize) -> (f64, f64),
) -> String {
    let line = |class: &str, weeks: Range<usize>| {
        let points: Vec<String> = weeks
            .map(|week| {
                let (x, y) = at(week);
                format!("{},{}", number(x), number(y))
            })
            .collect();
        match points.len() {
            0 | 1 => String::new(),
            _ => format!(
                "<polyline class=\"{class}\" points=\"{}\"/>",
                points.join(" ")
            ),
        }
    };
    let whole = whole.start..whole.end.min(weeks);
    if whole.is_empty() {
        return line("line partial", 0..weeks);
    }
    let before = line("line partial", 0..whole.start + 1);
    let after = line("line partial", whole.end - 1..weeks);
    let through = line("line", whole);
    before + &after + &through
}

impl WeeksChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let mut svg = Svg::new(WIDTH, HEIGHT, "weeks", &self.caption);
        let (low, centre, high) = own_band(self.counts, &self.whole);
        let largest = self.counts.iter().copied().max().unwrap_or(0).max(high);
        let (top, step) = axis(largest);
        let y = |count: u64| HEIGHT - BOTTOM - real(count) * (HEIGHT - TOP - BOTTOM) / real(top);
        let steps = place(self.counts.len().max(2) - 1);
        let x = |week: usize| LEFT + place(week) * (WIDTH - LEFT - RIGHT) / steps;
        svg.rect(
            "band",
            (LEFT, y(high)),
            (WIDTH - LEFT - RIGHT, y(low) - y(high)),
        );
        let mut level = 0;
        while level <= top {
            svg.line("grid", (LEFT, y(level)), (WIDTH - RIGHT, y(level)));
            let text = (self.count)(level);
            svg.text("axis", (LEFT - 8.0, y(level) + 4.0), Anchor::End, &text, 8);
            level += step;
        }
        svg.line("median", (LEFT, y(centre)), (WIDTH - RIGHT, y(centre)));
        self.week_labels(&mut svg, &x);
        let at = |week: usize| (x(week), y(self.counts[week]));
        svg.raw(&weeks_line(self.counts.len(), &self.whole, &at));
        for week in (0..self.counts.len()).filter(|week| !self.whole.contains(week)) {
            svg.circle("partial", at(week), 4.0);
        }
        self.marks(&mut svg, &x, &y);
        svg.finish()
    }

    fn week_labels(&self, svg: &mut Svg, x: &dyn Fn(usize) -> f64) {
        let last = self.labels.len().saturating_sub(1);
        // As many labels as have room, the first and the last always among them.
        let every = self.labels.len().div_ceil(9).max(1);
        for (week, label) in self.labels.iter().enumerate() {
            if week != last && (week % every != 0 || last - week < every) {
                continue;
            }
            svg.line(
                "tick",
                (x(week), HEIGHT - BOTTOM),
                (x(week), HEIGHT - BOTTOM + 5.0),
            );
            svg.text(
                "axis",
                (x(week), HEIGHT - BOTTOM + 20.0),
                Anchor::Middle,
                label,
                10,
            );
        }
    }

    fn marks(&self, svg: &mut Svg, x: &dyn Fn(usize) -> f64, y: &dyn Fn(u64) -> f64) {
        let mut largest_first = self.unusual.to_vec();
        largest_first.retain(|week| *week < self.counts.len());
        largest_first.sort_by_key(|week| std::cmp::Reverse(self.counts[*week]));
        let mut numbered: Vec<f64> = Vec::new();
        for week in largest_first {
            let at = (x(week), y(self.counts[week]));
            svg.diamond("unusual", at, 5.5);
            if numbered
                .iter()
                .all(|other| (other - at.0).abs() >= NUMBER_WIDTH)
            {
                numbered.push(at.0);
                let text = (self.count)(self.counts[week]);
                svg.text("value", (at.0, at.1 - 11.0), Anchor::Middle, &text, 9);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    fn chart(counts: &[u64], unusual: &[usize]) -> String {
        let labels: Vec<String> = (1..=counts.len())
            .map(|week| format!("uke {week}"))
            .collect();
        let caption = Caption {
            id: "w",
            ..Caption::default()
        };
        let count = |count: u64| count.to_string();
        WeeksChart {
            caption,
            counts,
            whole: 0..counts.len(),
            unusual,
            labels: &labels,
            count: &count,
        }
        .svg()
    }

    #[test]
    fn nothing_is_clipped_and_the_last_week_is_named() {
        for weeks in [1, 2, 13, 26, 53] {
            let counts: Vec<u64> = (0..weeks).map(|week| (week * 37) % 1500).collect();
            let last = counts.len() - 1;
            let svg = chart(&counts, &[0, last]);
            check_svg(&svg, WIDTH);
            assert!(svg.contains(&format!(">uke {weeks}</text>")));
        }
        check_svg(&chart(&[], &[3]), WIDTH);
    }

    #[test]
    fn a_week_cut_by_the_period_is_hollow_and_its_line_dashed() {
        let at = |week: usize| (f64::from(u32::try_from(week).expect("few")), 0.0);
        let check = |weeks: usize, whole: Range<usize>, lines: &[&str]| {
            let svg = weeks_line(weeks, &whole, &at);
            let drawn: Vec<&str> = svg.split_terminator("/>").collect();
            let drawn: Vec<String> = drawn
                .iter()
                .map(|line| {
                    line.replace("<polyline class=", "")
                        .replace(" points=", " ")
                })
                .collect();
            assert_eq!(drawn, lines, "{weeks} {whole:?}");
        };
        let (dashed, whole) = ("\"line partial\"", "\"line\"");
        let line = |class: &str, points: &str| format!("{class} \"{points}\"");
        let first = line(dashed, "0,0 1,0");
        let last = line(dashed, "2,0 3,0");
        let middle = line(whole, "1,0 2,0");
        check(4, 1..3, &[&first, &last, &middle]);
        check(4, 0..4, &[&line(whole, "0,0 1,0 2,0 3,0")]);
        check(2, 1..1, &[&line(dashed, "0,0 1,0")]);
        check(2, 1..2, &[&line(dashed, "0,0 1,0")]);
        check(1, 1..1, &[]);
        check(0, 0..0, &[]);
    }

    #[test]
    fn unusual_weeks_have_a_shape_and_a_number() {
        let svg = chart(&[14, 20, 15, 143, 71, 18], &[3, 4]);
        assert_eq!(svg.matches("class=\"unusual\"").count(), 2);
        assert!(svg.contains(">143</text>") && svg.contains(">71</text>"));
    }
}
