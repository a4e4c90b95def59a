//! Counts side by side as columns.

use super::{Anchor, Caption, Svg, axis, place, real};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 30.0;

/// What the picture shows.
pub(crate) struct ColumnsChart<'a> {
    pub(crate) caption: Caption,
    pub(crate) counts: &'a [u64],
    /// One for each count.
    pub(crate) labels: &'a [String],
    /// Writes a count as people there do.
    pub(crate) count: &'a dyn Fn(u64) -> String,
}

impl ColumnsChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let mut svg = Svg::new(WIDTH, HEIGHT, "columns", &self.caption);
        let largest = self.counts.iter().copied().max().unwrap_or(0).max(1);
        let (top, step) = axis(largest);
        let y = |count: u64| HEIGHT - BOTTOM - real(count) * (HEIGHT - TOP - BOTTOM) / real(top);
        let mut level = 0;
        while level <= top {
            svg.line("grid", (LEFT, y(level)), (WIDTH - RIGHT, y(level)));
            let text = (self.count)(level);
            svg.text("axis", (LEFT - 8.0, y(level) + 4.0), Anchor::End, &text, 9);
            level += step;
        }
        let each = (WIDTH - LEFT - RIGHT) / place(self.counts.len().max(1));
        for (number, (count, label)) in self.counts.iter().zip(self.labels).enumerate() {
            let x = LEFT + place(number) * each;
            let high = HEIGHT - BOTTOM - y(*count);
            svg.rect("hour", (x + each * 0.15, y(*count)), (each * 0.7, high));
            let middle = (x + each / 2.0, HEIGHT - BOTTOM + 18.0);
            svg.text("axis", middle, Anchor::Middle, label, 8);
        }
        svg.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_its_column_and_label() {
        let labels = ["w 27", "w 28", "w 29"].map(str::to_owned);
        let chart = ColumnsChart {
            caption: Caption::default(),
            counts: &[10, 0, 40],
            labels: &labels,
            count: &|count| count.to_string(),
        };
        let svg = chart.svg();
        assert_eq!(svg.matches("class=\"hour\"").count(), 3);
        assert!(labels.iter().all(|label| svg.contains(label.as_str())));
    }
}
