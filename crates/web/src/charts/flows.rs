//! From unit to unit: bands as wide as the lookups between them, two columns.
//!
//! The largest units of each side have a name; the rest stand together as one.

use super::{Anchor, Caption, Svg, number, place, real};

const WIDTH: f64 = 820.0;
const LABEL: f64 = 236.0;
const BAR: f64 = 10.0;
const TOP: f64 = 30.0;
const GAP: f64 = 12.0;
/// Units with a name on each side; the others are one more.
const NAMED_MAX: usize = 12;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FlowLine {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) count: u64,
}

pub(crate) struct FlowsChart<'a> {
    pub(crate) caption: Caption,
    /// Headings of the two columns.
    pub(crate) sides: [String; 2],
    /// What the rest is called.
    pub(crate) others: String,
    pub(crate) flows: &'a [FlowLine],
    pub(crate) count: &'a dyn Fn(u64) -> String,
}

/// A unit on one side.
struct Node {
    name: String,
    count: u64,
    top: f64,
    /// How far its bands have filled it.
    filled: f64,
}

impl FlowsChart<'_> {
    pub(crate) fn svg(&self) -> String {
        let mut left = self.nodes(|flow| &flow.from);
        let mut right = self.nodes(|flow| &flow.to);
        let longest = left.len().max(right.len()).max(1);
        let body = (place(longest) * 34.0).max(160.0);
        let all: u64 = self.flows.iter().map(|flow| flow.count).sum();
        let scale = (body - place(longest - 1) * GAP) / real(all.max(1));
        let bottom = stack(&mut left, scale).max(stack(&mut right, scale));
        let mut svg = Svg::new(WIDTH, bottom + 8.0, "flows", &self.caption);
        let [from, to] = [LABEL, WIDTH - LABEL - BAR];
        svg.text("side", (from + BAR, 14.0), Anchor::End, &self.sides[0], 36);
        svg.text("side", (to, 14.0), Anchor::Start, &self.sides[1], 36);
        for (a, b, count) in self.merged(&left, &right) {
            let thick = real(count) * scale;
            let (y1, y2) = (left[a].top + left[a].filled, right[b].top + right[b].filled);
            left[a].filled += thick;
            right[b].filled += thick;
            svg.raw(&band((from + BAR, y1), (to, y2), thick));
        }
        for (nodes, x, anchor) in [(&left, from, Anchor::End), (&right, to, Anchor::Start)] {
            for node in nodes {
                let height = (real(node.count) * scale).max(1.5);
                svg.rect("node", (x, node.top), (BAR, height));
                let text = (node.name.as_str(), (self.count)(node.count));
                let x = if anchor == Anchor::End {
                    x - 8.0
                } else {
                    x + BAR + 8.0
                };
                svg.counted(
                    "label",
                    (x, node.top + height / 2.0 + 4.0),
                    anchor,
                    (text.0, &text.1),
                    33,
                );
            }
        }
        svg.finish()
    }

    /// The units of one side, largest first, the rest as one at the end.
    fn nodes(&self, side: impl Fn(&FlowLine) -> &str) -> Vec<Node> {
        let mut counts: Vec<(String, u64)> = Vec::new();
        for flow in self.flows {
            match counts.iter_mut().find(|(name, _)| name == side(flow)) {
                Some((_, count)) => *count += flow.count,
                None => counts.push((side(flow).to_owned(), flow.count)),
            }
        }
        counts.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        if counts.len() > NAMED_MAX + 1 {
            let rest = counts
                .split_off(NAMED_MAX)
                .iter()
                .map(|(_, count)| count)
                .sum();
            counts.push((self.others.clone(), rest));
        }
        let node = |(name, count)| Node {
            name,
            count,
            top: 0.0,
            filled: 0.0,
        };
        counts.into_iter().map(node).collect()
    }

    /// Bands between nodes, those that join the rest added up; in the order of the nodes.
    fn merged(&self, left: &[Node], right: &[Node]) -> Vec<(usize, usize, u64)> {
        let find = |nodes: &[Node], name: &str| {
            let own = nodes.iter().position(|node| node.name == name);
            own.unwrap_or(nodes.len().saturating_sub(1))
        };
        let mut bands: Vec<(usize, usize, u64)> = Vec::new();
        for flow in self.flows {
            let (a, b) = (find(left, &flow.from), find(right, &flow.to));
            match bands.iter_mut().find(|band| (band.0, band.1) == (a, b)) {
                Some(band) => band.2 += flow.count,
                None => bands.push((a, b, flow.count)),
            }
        }
        bands.sort_unstable();
        bands
    }
}

/// Puts nodes below each other and says where the last one ends.
fn stack(nodes: &mut [Node], scale: f64) -> f64 {
    let mut y = TOP;
    for node in nodes {
        node.top = y;
        // Room for a line of text, however thin the node.
        y += (real(node.count) * scale).max(8.0) + GAP;
    }
    y
}

fn band(from: (f64, f64), to: (f64, f64), thick: f64) -> String {
    let middle = number((from.0 + to.0) / 2.0);
    let (x1, x2) = (number(from.0), number(to.0));
    let [y1, y2] = [from.1, to.1].map(number);
    let [z1, z2] = [from.1 + thick, to.1 + thick].map(number);
    format!(
        "<path class=\"flow\" d=\"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}V{z2}\
         C{middle} {z2} {middle} {z1} {x1} {z1}Z\"/>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::check_svg;

    fn chart(flows: &[FlowLine]) -> String {
        let count = |count: u64| count.to_string();
        let sides = ["Brukerens avdeling", "Personens avdeling"].map(str::to_owned);
        let caption = Caption {
            id: "f",
            ..Caption::default()
        };
        let others = "Andre".to_owned();
        FlowsChart {
            caption,
            sides,
            others,
            flows,
            count: &count,
        }
        .svg()
    }

    fn flow(from: &str, to: &str, count: u64) -> FlowLine {
        FlowLine {
            from: from.to_owned(),
            to: to.to_owned(),
            count,
        }
    }

    #[test]
    fn sides_add_up_and_small_units_stand_together() {
        let mut flows = vec![flow("Barnevern", "NAV", 60), flow("Barnevern", "Skole", 40)];
        flows.extend((0..20).map(|n| flow(&format!("Enhet {n:02}"), "NAV", 1)));
        let svg = chart(&flows);
        check_svg(&svg, WIDTH);
        assert!(svg.contains(">Barnevern 100</text>") && svg.contains(">NAV 80</text>"));
        assert!(svg.contains(">Andre 9</text>"));
    }

    #[test]
    fn long_names_and_no_flows_are_no_fault() {
        let long = "Senter for tverrfaglig samhandling og helhetlige tjenester";
        let svg = chart(&[flow(long, long, 1_234_567)]);
        check_svg(&svg, WIDTH);
        assert!(
            svg.contains("… 1234567</text>") && svg.contains(&format!("<title>{long} 1234567"))
        );
        check_svg(&chart(&[]), WIDTH);
    }
}
