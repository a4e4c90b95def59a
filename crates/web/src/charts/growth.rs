//! How the log has grown, with the checkpoints kept from then, and how far each witness has come.
//!
//! Time runs to the right; below the picture each witness has a lane with a mark where it signed
//! last, so that one who fell behind is seen at once.

use tilsyn_domain::Instant;

use super::{Anchor, Caption, Svg, axis, number, place, real};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 132.0;
const RIGHT: f64 = 44.0;
const TOP: f64 = 18.0;
const PLOT: f64 = 190.0;
const LABELS: f64 = 30.0;
const LANE: f64 = 24.0;
/// Labels below the time axis.
const TIMES: usize = 4;
const TIMES_LAST: usize = TIMES - 1;
/// Checkpoints that are marked one by one.
const MARKED_MAX: usize = 40;

/// A witness: its name, and when it signed last.
pub(crate) struct Lane {
    pub(crate) name: String,
    pub(crate) signed: Option<Instant>,
}

/// What the picture shows.
pub(crate) struct GrowthChart<'a> {
    pub(crate) caption: Caption,
    /// When the log had how many entries, oldest first.
    pub(crate) points: &'a [(Instant, u64)],
    pub(crate) lanes: &'a [Lane],
    pub(crate) count: &'a dyn Fn(u64) -> String,
    pub(crate) time: &'a dyn Fn(Instant) -> String,
}

impl GrowthChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let height = TOP + PLOT + LABELS + place(self.lanes.len()) * LANE;
        let mut svg = Svg::new(WIDTH, height, "growth", &self.caption);
        let largest = self.points.iter().map(|(_, size)| *size).max();
        let (top, step) = axis(largest.unwrap_or(0));
        let y = |count: u64| TOP + PLOT - real(count) * PLOT / real(top);
        for level in (0..=top / step).map(|line| line.saturating_mul(step)) {
            svg.line("grid", (LEFT, y(level)), (WIDTH - RIGHT, y(level)));
            let text = (self.count)(level);
            svg.text("axis", (LEFT - 8.0, y(level) + 4.0), Anchor::End, &text, 17);
        }
        let (from, to) = self.span();
        let x = |at: Instant| LEFT + share(at, from, to) * (WIDTH - LEFT - RIGHT);
        self.times(&mut svg, (from, to));
        let points: Vec<String> = (self.points.iter())
            .map(|(at, size)| format!("{},{}", number(x(*at)), number(y(*size))))
            .collect();
        if points.len() > 1 {
            svg.raw(&format!(
                "<polyline class=\"line\" points=\"{}\"/>",
                points.join(" ")
            ));
        }
        let every = self.points.len().div_ceil(MARKED_MAX).max(1);
        for (at, size) in self.points.iter().rev().step_by(every) {
            svg.circle("partial", (x(*at), y(*size)), 3.0);
        }
        for (lane, row) in self.lanes.iter().enumerate() {
            let line = TOP + PLOT + LABELS + (place(lane) + 0.5) * LANE;
            svg.line("grid", (LEFT, line), (WIDTH - RIGHT, line));
            svg.text("side", (LEFT - 8.0, line + 4.0), Anchor::End, &row.name, 17);
            if let Some(at) = row.signed {
                svg.line("median", (x(at), TOP), (x(at), line));
                svg.diamond("unusual", (x(at), line), 5.5);
            }
        }
        svg.finish()
    }

    /// From the first to the last moment that is shown.
    fn span(&self) -> (Instant, Instant) {
        let signed = self.lanes.iter().filter_map(|lane| lane.signed);
        let times = self.points.iter().map(|(at, _)| *at).chain(signed);
        let first = times.clone().min().unwrap_or(Instant(0));
        (first, times.max().unwrap_or(first))
    }

    fn times(&self, svg: &mut Svg, (from, to): (Instant, Instant)) {
        let base = TOP + PLOT;
        let steps = if from == to { 0 } else { TIMES - 1 };
        for step in 0..=steps {
            let share = place(step) / place(steps.max(1));
            let x = LEFT + share * (WIDTH - LEFT - RIGHT);
            let whole = i64::try_from(steps.max(1)).unwrap_or(1);
            let at = i64::try_from(step).unwrap_or(0);
            let at = Instant(from.0 + (to.0 - from.0) / whole * at);
            // The last would reach over the edge.
            let anchor = match step {
                TIMES_LAST => Anchor::End,
                _ => Anchor::Middle,
            };
            svg.line("tick", (x, base), (x, base + 5.0));
            svg.text("axis", (x, base + 20.0), anchor, &(self.time)(at), 17);
        }
    }
}

/// How far along a moment lies; the end, where there is no span.
#[expect(
    clippy::cast_precision_loss,
    reason = "a picture is not exact to the microsecond"
)]
fn share(at: Instant, from: Instant, to: Instant) -> f64 {
    if from == to {
        return 0.0;
    }
    ((at.0 - from.0) as f64 / (to.0 - from.0) as f64).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    fn chart(points: &[(i64, u64)], lanes: &[Option<i64>]) -> String {
        let points: Vec<_> = points
            .iter()
            .map(|(at, size)| (Instant(*at), *size))
            .collect();
        let lane = |signed: &Option<i64>| Lane {
            name: "datatilsynets-vitne.example".to_owned(),
            signed: signed.map(Instant),
        };
        let lanes: Vec<Lane> = lanes.iter().map(lane).collect();
        let chart = GrowthChart {
            caption: Caption {
                id: "g",
                ..Caption::default()
            },
            points: &points,
            lanes: &lanes,
            count: &|count| count.to_string(),
            time: &|_| "30.09.2026 21:06".to_owned(),
        };
        let svg = chart.svg();
        check_svg(&svg, WIDTH);
        svg
    }

    #[test]
    fn each_witness_has_a_lane_and_a_mark_where_it_signed() {
        let svg = chart(&[(0, 0), (5, 90), (10, 1_048_211)], &[Some(10), None]);
        assert_eq!(svg.matches("class=\"side\"").count(), 2);
        assert_eq!(svg.matches("class=\"unusual\"").count(), 1);
        assert_eq!(svg.matches("class=\"partial\"").count(), 3);
    }

    #[test]
    fn nothing_and_one_moment_are_drawn_as_well() {
        chart(&[], &[]);
        chart(&[(7, 3)], &[Some(7)]);
        chart(&[(7, u64::MAX - 9), (9, u64::MAX - 8)], &[]);
        let many: Vec<(i64, u64)> = (0..240).map(|at| (at, 5)).collect();
        assert!(chart(&many, &[]).matches("class=\"partial\"").count() <= MARKED_MAX);
    }
}
