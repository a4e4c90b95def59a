//! Who looked into which unit: a table with shades, the number in every cell.
//!
//! The own unit is marked by a dashed frame and keeps its number; the shades are measured on
//! the others, so that much work in the own unit does not make everything else look pale. What
//! is left, in the last column and the last row, has numbers and no shade for the same reason.

use super::{Anchor, Caption, Svg, escape, number, place, real, shortened};

const LABEL: f64 = 196.0;
const CELL: (f64, f64) = (62.0, 32.0);
const HEAD: f64 = 108.0;
/// Room for the slanted name of the last column.
const RIGHT: f64 = 104.0;
const SHADES: f64 = 5.0;

pub(crate) struct HeatLine {
    pub(crate) label: String,
    pub(crate) cells: Vec<u64>,
    pub(crate) own: Option<usize>,
    pub(crate) part: Part,
}

/// What a line is of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Somebody, whose last cell is what is left of the row.
    One,
    /// Everybody else.
    Rest,
}

impl HeatLine {
    fn is_shaded(&self, column: usize) -> bool {
        self.part == Part::One && self.own != Some(column) && column + 1 < self.cells.len()
    }
}

pub(crate) struct HeatChart<'a> {
    pub(crate) caption: Caption,
    /// The last is what is left of each line.
    pub(crate) columns: &'a [String],
    pub(crate) lines: &'a [HeatLine],
    pub(crate) count: &'a dyn Fn(u64) -> String,
}

impl HeatChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let width = LABEL + place(self.columns.len()) * CELL.0 + RIGHT;
        let height = HEAD + place(self.lines.len()) * CELL.1 + 4.0;
        let mut svg = Svg::new(width, height, "heat", &self.caption);
        for (column, name) in self.columns.iter().enumerate() {
            self.slanted(&mut svg, column, name);
        }
        let largest = self.largest();
        for (row, line) in self.lines.iter().enumerate() {
            let y = HEAD + place(row) * CELL.1;
            svg.text(
                "label",
                (LABEL - 10.0, y + 21.0),
                Anchor::End,
                &line.label,
                26,
            );
            for (column, cell) in line.cells.iter().enumerate().take(self.columns.len()) {
                let x = LABEL + place(column) * CELL.0;
                let own = line.own == Some(column);
                let shade = match line.is_shaded(column) {
                    true => shade(*cell, largest),
                    false => 0,
                };
                let class = if own {
                    "cell own".to_owned()
                } else {
                    format!("cell shade-{shade}")
                };
                svg.rect(&class, (x + 1.5, y + 1.5), (CELL.0 - 3.0, CELL.1 - 3.0));
                let class = match (*cell, shade) {
                    (0, _) => "none",
                    _ if !own && shade == 0 => "rest",
                    (_, 4..) => "on-dark",
                    _ => "on-light",
                };
                let text = (self.count)(*cell);
                svg.text(
                    class,
                    (x + CELL.0 / 2.0, y + 21.0),
                    Anchor::Middle,
                    &text,
                    7,
                );
            }
        }
        svg.finish()
    }

    fn slanted(&self, svg: &mut Svg, column: usize, name: &str) {
        let x = number(LABEL + place(column) * CELL.0 + CELL.0 / 2.0 - 2.0);
        let y = number(HEAD - 8.0);
        let short = shortened(name, 18);
        svg.raw(&format!(
            "<text class=\"label\" x=\"{x}\" y=\"{y}\" text-anchor=\"start\" \
             transform=\"rotate(-42 {x} {y})\">"
        ));
        if short != name {
            svg.raw(&format!("<title>{}</title>", escape(name)));
        }
        svg.raw(&escape(&short));
        svg.raw("</text>");
    }

    /// The largest cell that has a shade.
    fn largest(&self) -> u64 {
        let others = self.lines.iter().flat_map(|line| {
            let cells = line.cells.iter().enumerate();
            cells
                .filter(|(column, _)| line.is_shaded(*column))
                .map(|(_, cell)| *cell)
        });
        others.max().unwrap_or(0)
    }
}

/// 0 for nothing, 1 to 5 by the square root of the share, so that small counts differ too.
fn shade(count: u64, largest: u64) -> u32 {
    if count == 0 {
        return 0;
    }
    let share = (real(count) / real(largest.max(count))).sqrt();
    (1..=5_u32)
        .find(|step| share * SHADES <= f64::from(*step))
        .unwrap_or(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    #[test]
    fn the_own_unit_keeps_its_number_and_does_not_set_the_shades() {
        let columns = [
            "Barnevern",
            "NAV Nordvik",
            "Plan, bygg og eiendom i hele kommunen",
            "Andre",
        ]
        .map(str::to_owned);
        let line = |label: &str, cells: &[u64], own, part| HeatLine {
            label: label.to_owned(),
            cells: cells.to_vec(),
            own,
            part,
        };
        let lines = [
            line("Kari Solheim", &[678, 4, 100, 5_000], Some(0), Part::One),
            line(
                "En med et veldig langt navn som ikke får plass",
                &[1, 0, 25, 2],
                None,
                Part::One,
            ),
            line(
                "Andre brukere",
                &[9_000, 8_000, 7_000, 6_000],
                None,
                Part::Rest,
            ),
        ];
        let count = |count: u64| count.to_string();
        let caption = Caption {
            id: "h",
            ..Caption::default()
        };
        let chart = HeatChart {
            caption,
            columns: &columns,
            lines: &lines,
            count: &count,
        };
        let svg = chart.svg();
        check_svg(&svg, LABEL + 4.0 * CELL.0 + RIGHT);
        assert!(svg.contains("class=\"cell own\"") && svg.contains(">678</text>"));
        assert!(svg.contains("class=\"cell shade-5\"") && svg.contains("cell shade-3"));
        for rest in [5_000, 2, 9_000, 8_000, 7_000, 6_000] {
            let text = svg
                .split(&format!(">{rest}</text>"))
                .next()
                .expect("a cell");
            let class = text.rsplit("<text class=\"").next().unwrap_or_default();
            assert!(
                class.starts_with("rest\""),
                "no shade for what is left: {rest}"
            );
        }
        assert!(svg.contains("<title>Plan, bygg og eiendom i hele kommunen</title>"));
    }

    #[test]
    fn shades_grow_with_the_count() {
        assert_eq!(
            [0, 1, 16, 36, 100].map(|count| shade(count, 100)),
            [0, 1, 2, 3, 5]
        );
    }
}
