//! A source's last seven days, hour by hour: the band that is usual, and what came.

use super::{Anchor, Caption, Svg, axis, place};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 58.0;
const RIGHT: f64 = 22.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;

/// One hour of the week.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeekHour {
    pub(crate) came: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Nothing came, although it always does.
    pub(crate) is_silent: bool,
}

pub(crate) struct SourceWeekChart<'a> {
    pub(crate) caption: Caption,
    pub(crate) hours: &'a [WeekHour],
    /// The names of the days, each with the first of its hours.
    pub(crate) days: &'a [(usize, String)],
    pub(crate) count: &'a dyn Fn(u64) -> String,
}

impl SourceWeekChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let mut svg = Svg::new(WIDTH, HEIGHT, "hour-by-hour", &self.caption);
        let largest = self.hours.iter().flat_map(|hour| [hour.came, hour.high]);
        let (top, step) = axis(whole(largest.fold(0.0, f64::max)));
        let y = |count: f64| HEIGHT - BOTTOM - count * (HEIGHT - TOP - BOTTOM) / super::real(top);
        let slot = (WIDTH - LEFT - RIGHT) / place(self.hours.len().max(1));
        let mut level = 0;
        while level <= top {
            let at = y(super::real(level));
            svg.line("grid", (LEFT, at), (WIDTH - RIGHT, at));
            let text = (self.count)(level);
            svg.text("axis", (LEFT - 8.0, at + 4.0), Anchor::End, &text, 8);
            level += step;
        }
        for (number, hour) in self.hours.iter().enumerate() {
            let x = LEFT + place(number) * slot;
            svg.rect(
                "usual",
                (x, y(hour.high)),
                (slot, y(hour.low) - y(hour.high)),
            );
        }
        for (number, hour) in self.hours.iter().enumerate() {
            let x = LEFT + place(number) * slot;
            let height = HEIGHT - BOTTOM - y(hour.came);
            let width = (slot - 1.0).max(1.0);
            svg.rect(
                "came",
                (x + slot / 2.0 - width / 2.0, y(hour.came)),
                (width, height),
            );
            if hour.is_silent {
                svg.rect("silent", (x, HEIGHT - BOTTOM), (slot, 5.0));
            }
        }
        for (first, name) in self.days {
            let x = LEFT + place(*first) * slot;
            svg.line("day", (x, TOP), (x, HEIGHT - BOTTOM + 6.0));
            // At the right edge there is no room for a name.
            if x + 80.0 < WIDTH - RIGHT {
                svg.text(
                    "axis",
                    (x + 4.0, HEIGHT - BOTTOM + 20.0),
                    Anchor::Start,
                    name,
                    11,
                );
            }
        }
        svg.finish()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count as the end of an axis, never below 0"
)]
fn whole(count: f64) -> u64 {
    count.ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    #[test]
    fn every_hour_has_its_band_and_a_silence_is_marked() {
        let hours: Vec<WeekHour> = (0..168)
            .map(|number| WeekHour {
                came: if number < 160 { 90.0 } else { 0.0 },
                low: 40.5,
                high: 120.2,
                is_silent: number >= 160,
            })
            .collect();
        let days: Vec<(usize, String)> = (0..7)
            .map(|day| (day * 24, "ons. 30. sep.".to_owned()))
            .collect();
        let svg = SourceWeekChart {
            caption: Caption {
                id: "w",
                ..Caption::default()
            },
            hours: &hours,
            days: &days,
            count: &|count| count.to_string(),
        }
        .svg();
        check_svg(&svg, WIDTH);
        assert_eq!(svg.matches("class=\"usual\"").count(), 168);
        assert_eq!(svg.matches("class=\"silent\"").count(), 8);
        assert!(svg.contains(">150</text>"));
    }

    #[test]
    fn a_week_without_anything_is_drawn() {
        let svg = SourceWeekChart {
            caption: Caption::default(),
            hours: &[],
            days: &[],
            count: &|count| count.to_string(),
        }
        .svg();
        check_svg(&svg, WIDTH);
    }
}
