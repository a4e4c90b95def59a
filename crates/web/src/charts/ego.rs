//! Who looked at one person: the person in the middle, viewers in two columns.
//!
//! Columns instead of a circle, so that no name lies on another. A diamond is a viewer from
//! outside the person's unit, a disc one from inside; the line is as thick as the count.

use super::{Anchor, Caption, Svg, number, place, real};

const WIDTH: f64 = 820.0;
const STEP: f64 = 34.0;
const NODE: f64 = 262.0;
/// More would not be read; the table below has them all.
pub(crate) const NODES_MAX: usize = 30;

pub(crate) struct EgoNode {
    pub(crate) label: String,
    pub(crate) count: u64,
    pub(crate) outside: bool,
}

pub(crate) struct EgoChart<'a> {
    pub(crate) caption: Caption,
    pub(crate) centre: String,
    /// Most lookups first; at most `NODES_MAX` are drawn.
    pub(crate) nodes: &'a [EgoNode],
    pub(crate) count: &'a dyn Fn(u64) -> String,
}

impl EgoChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let nodes = &self.nodes[..self.nodes.len().min(NODES_MAX)];
        let rows = nodes.len().div_ceil(2).max(3);
        let height = place(rows) * STEP + 20.0;
        let mut svg = Svg::new(WIDTH, height, "ego", &self.caption);
        let centre = (WIDTH / 2.0, height / 2.0);
        let largest = nodes
            .iter()
            .map(|node| node.count)
            .max()
            .unwrap_or(1)
            .max(1);
        let left = nodes.len().div_ceil(2);
        let at = |index: usize| {
            // The largest at the top of both sides, as one reads.
            let on_left = index.is_multiple_of(2);
            let side = if on_left { left } else { nodes.len() - left };
            let first = centre.1 - place(side.saturating_sub(1)) * STEP / 2.0;
            let x = if on_left { NODE } else { WIDTH - NODE };
            (x, first + place(index / 2) * STEP)
        };
        for (index, node) in nodes.iter().enumerate() {
            let (x, y) = at(index);
            let width = 1.0 + 7.0 * (real(node.count) / real(largest)).sqrt();
            let middle = number((x + centre.0) / 2.0);
            svg.raw(&format!(
                "<path class=\"edge\" stroke-width=\"{}\" \
                 d=\"M{} {}C{middle} {} {middle} {} {} {}\"/>",
                number(width),
                number(x),
                number(y),
                number(y),
                number(centre.1),
                number(centre.0),
                number(centre.1)
            ));
        }
        for (index, node) in nodes.iter().enumerate() {
            let (x, y) = at(index);
            if node.outside {
                svg.diamond("outside", (x, y), 7.0);
            } else {
                svg.raw(&format!(
                    "<circle class=\"inside\" cx=\"{}\" cy=\"{}\" r=\"5.5\"/>",
                    number(x),
                    number(y)
                ));
            }
            let tail = format!("({})", (self.count)(node.count));
            let left = index.is_multiple_of(2);
            let (x, anchor) = if left {
                (x - 14.0, Anchor::End)
            } else {
                (x + 14.0, Anchor::Start)
            };
            svg.counted("label", (x, y + 4.0), anchor, (&node.label, &tail), 35);
        }
        self.person(&mut svg, centre);
        svg.finish()
    }

    fn person(&self, svg: &mut Svg, centre: (f64, f64)) {
        let (x, y) = (number(centre.0), number(centre.1));
        svg.raw(&format!(
            "<circle class=\"person\" cx=\"{x}\" cy=\"{y}\" r=\"12\"/>"
        ));
        svg.text(
            "centre",
            (centre.0, centre.1 + 32.0),
            Anchor::Middle,
            &self.centre,
            24,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    fn chart(viewers: usize) -> String {
        let nodes: Vec<EgoNode> = (0..viewers)
            .map(|n| EgoNode {
                label: format!("Viewer number {n} of a unit with a long name"),
                count: 40 - (n as u64).min(39),
                outside: n % 3 == 0,
            })
            .collect();
        let count = |count: u64| count.to_string();
        let caption = Caption {
            id: "e",
            ..Caption::default()
        };
        EgoChart {
            caption,
            centre: "Ola".to_owned(),
            nodes: &nodes,
            count: &count,
        }
        .svg()
    }

    #[test]
    fn names_fit_for_any_number_of_viewers() {
        for viewers in [0, 1, 2, 7, 30, 45] {
            let svg = chart(viewers);
            check_svg(&svg, WIDTH);
            assert_eq!(
                svg.matches("class=\"edge\"").count(),
                viewers.min(NODES_MAX)
            );
        }
    }

    #[test]
    fn outside_the_unit_is_a_shape() {
        let svg = chart(6);
        assert_eq!(svg.matches("class=\"outside\"").count(), 2);
        assert_eq!(svg.matches("class=\"inside\"").count(), 4);
    }
}
