//! Counts over time as bars, each with its name below where there is room.

use super::{Anchor, Caption, Svg, axis, place, real};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 34.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;
/// Names nearer than this would run into each other.
const NAME_WIDTH: f64 = 62.0;
/// More of a slot than this is left between bars, however few there are.
const BAR_WIDTH_MAX: f64 = 44.0;

pub(crate) struct BarsChart<'a> {
    pub(crate) caption: Caption,
    pub(crate) counts: &'a [u64],
    pub(crate) names: &'a [String],
    pub(crate) count: &'a dyn Fn(u64) -> String,
}

impl BarsChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let mut svg = Svg::new(WIDTH, HEIGHT, "hours", &self.caption);
        let (top, step) = axis(self.counts.iter().copied().max().unwrap_or(0));
        let ground = HEIGHT - BOTTOM;
        let y = |count: u64| ground - real(count) * (ground - TOP) / real(top);
        let mut level = 0;
        while level <= top {
            svg.line("grid", (LEFT, y(level)), (WIDTH - RIGHT, y(level)));
            let text = (self.count)(level);
            svg.text("axis", (LEFT - 8.0, y(level) + 4.0), Anchor::End, &text, 8);
            level += step;
        }
        let slot = (WIDTH - LEFT - RIGHT) / place(self.counts.len().max(1));
        let bar = (slot * 0.72).min(BAR_WIDTH_MAX);
        let mut free_from = LEFT;
        for (number, count) in self.counts.iter().enumerate() {
            let middle = LEFT + (place(number) + 0.5) * slot;
            let size = (bar, ground - y(*count));
            svg.rect("hour", (middle - bar / 2.0, y(*count)), size);
            if let Some(name) = self.names.get(number)
                && middle - NAME_WIDTH / 2.0 >= free_from - NAME_WIDTH / 2.0
            {
                svg.text("axis", (middle, ground + 18.0), Anchor::Middle, name, 9);
                free_from = middle + NAME_WIDTH;
            }
        }
        svg.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    #[test]
    fn every_count_has_a_bar_and_names_keep_apart() {
        let count = |count: u64| count.to_string();
        for weeks in [0_usize, 1, 13, 53, 400] {
            let counts: Vec<u64> = (0..weeks as u64).collect();
            let names: Vec<String> = (0..weeks)
                .map(|week| format!("uge {}", week % 53))
                .collect();
            let caption = Caption {
                id: "b",
                ..Caption::default()
            };
            let svg = BarsChart {
                caption,
                counts: &counts,
                names: &names,
                count: &count,
            }
            .svg();
            check_svg(&svg, WIDTH);
            assert_eq!(svg.matches("class=\"hour\"").count(), weeks);
            assert!(svg.matches(">uge ").count() <= 12);
        }
    }
}
