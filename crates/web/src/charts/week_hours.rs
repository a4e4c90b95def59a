//! Hours of the week: a dot for each hour of each weekday, as large as what happened in it.
//!
//! By area and not by shade, so that it says the same on paper and to those who tell no colours
//! apart. The numbers stand in the table below it.

use super::{Anchor, Caption, Svg, place, real};

const LABEL: f64 = 104.0;
const CELL: (f64, f64) = (26.0, 30.0);
const HEAD: f64 = 26.0;
const RIGHT: f64 = 12.0;
const RADIUS_MAX: f64 = 11.5;
/// The smallest dot that is still seen, in print too.
const RADIUS_MIN: f64 = 1.2;

pub(crate) struct WeekHoursChart<'a> {
    pub(crate) caption: Caption,
    /// By weekday, Monday first, and hour.
    pub(crate) counts: &'a [[u64; 24]; 7],
    /// Names of the weekdays.
    pub(crate) days: &'a [String; 7],
}

impl WeekHoursChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let width = LABEL + 24.0 * CELL.0 + RIGHT;
        let height = HEAD + 7.0 * CELL.1 + 6.0;
        let mut svg = Svg::new(width, height, "hours", &self.caption);
        for hour in (0..=24).step_by(3) {
            let x = LABEL + place(hour) * CELL.0;
            let text = format!("{hour:02}");
            svg.text("axis", (x, HEAD - 10.0), Anchor::Middle, &text, 2);
        }
        let largest = self.counts.iter().flatten().copied().max().unwrap_or(0);
        for (day, (counts, name)) in self.counts.iter().zip(self.days).enumerate() {
            let y = HEAD + (place(day) + 0.5) * CELL.1;
            svg.line("grid", (LABEL, y), (LABEL + 24.0 * CELL.0, y));
            svg.text("axis", (LABEL - 12.0, y + 4.0), Anchor::End, name, 13);
            for (hour, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let x = LABEL + (place(hour) + 0.5) * CELL.0;
                svg.circle("hour", (x, y), radius(*count, largest));
            }
        }
        svg.finish()
    }
}

fn radius(count: u64, largest: u64) -> f64 {
    let share = real(count) / real(largest.max(1));
    (share.sqrt() * RADIUS_MAX).max(RADIUS_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    #[test]
    fn dots_grow_by_area_and_hours_without_anything_have_none() {
        let mut counts = [[0; 24]; 7];
        (counts[0][8], counts[6][23], counts[2][12]) = (400, 100, 1);
        let days = [
            "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
        ];
        let caption = Caption {
            id: "w",
            ..Caption::default()
        };
        let svg = WeekHoursChart {
            caption,
            counts: &counts,
            days: &days.map(str::to_owned),
        }
        .svg();
        check_svg(&svg, LABEL + 24.0 * CELL.0 + RIGHT);
        assert_eq!(svg.matches("<circle").count(), 3);
        assert!(svg.contains("r=\"11.5\"") && svg.contains("r=\"5.75\""));
        assert!(svg.contains("r=\"1.2\""), "the smallest is still seen");
    }
}
