//! Hours of the day as bars, in local time.

use super::{Anchor, Caption, Svg, axis, place, real};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 58.0;
const RIGHT: f64 = 22.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;

pub(crate) struct HoursChart<'a> {
    pub(crate) caption: Caption,
    pub(crate) counts: &'a [u64; 24],
    pub(crate) count: &'a dyn Fn(u64) -> String,
}

impl HoursChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let mut svg = Svg::new(WIDTH, HEIGHT, "hours", &self.caption);
        let (top, step) = axis(self.counts.iter().copied().max().unwrap_or(0));
        let y = |count: u64| HEIGHT - BOTTOM - real(count) * (HEIGHT - TOP - BOTTOM) / real(top);
        let slot = (WIDTH - LEFT - RIGHT) / 24.0;
        let mut level = 0;
        while level <= top {
            svg.line("grid", (LEFT, y(level)), (WIDTH - RIGHT, y(level)));
            let text = (self.count)(level);
            svg.text("axis", (LEFT - 8.0, y(level) + 4.0), Anchor::End, &text, 8);
            level += step;
        }
        for (hour, count) in self.counts.iter().enumerate() {
            let x = LEFT + place(hour) * slot;
            let height = HEIGHT - BOTTOM - y(*count);
            svg.rect("hour", (x + 3.0, y(*count)), (slot - 6.0, height));
            if hour.is_multiple_of(3) {
                let text = format!("{hour:02}");
                svg.text(
                    "axis",
                    (x, HEIGHT - BOTTOM + 18.0),
                    Anchor::Middle,
                    &text,
                    2,
                );
            }
        }
        svg.text(
            "axis",
            (WIDTH - RIGHT, HEIGHT - BOTTOM + 18.0),
            Anchor::Middle,
            "24",
            2,
        );
        svg.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    #[test]
    fn every_hour_has_a_bar() {
        let mut counts = [0; 24];
        counts[21] = 340;
        let count = |count: u64| count.to_string();
        let caption = Caption {
            id: "t",
            ..Caption::default()
        };
        let svg = HoursChart {
            caption,
            counts: &counts,
            count: &count,
        }
        .svg();
        check_svg(&svg, WIDTH);
        assert_eq!(svg.matches("class=\"hour\"").count(), 24);
        assert!(svg.contains(">400</text>"));
    }
}
