//! Pictures of counts, made on the server as SVG: they print, need no script, and follow the
//! colours of the page through classes.
//!
//! Pure: data in, text out. Each picture has a title and a description, and the page puts the
//! table behind it. Long labels are cut with an ellipsis and stand whole in a `<title>`;
//! nothing is ever cut by the edge.

mod bars;
mod columns;
mod ego;
mod flows;
mod growth;
mod heat;
mod hours;
mod source_week;
mod sparkline;
mod week_hours;
mod weeks;

pub(crate) use bars::BarsChart;
pub(crate) use columns::ColumnsChart;
pub(crate) use ego::{EgoChart, EgoNode, NODES_MAX};
pub(crate) use flows::{FlowLine, FlowsChart};
pub(crate) use growth::{GrowthChart, Lane};
pub(crate) use heat::{HeatChart, HeatLine, Part};
pub(crate) use hours::HoursChart;
pub(crate) use source_week::{SourceWeekChart, WeekHour};
pub(crate) use sparkline::{bar, sparkline};
pub(crate) use week_hours::WeekHoursChart;
pub(crate) use weeks::WeeksChart;

use std::fmt::Write;

/// What every picture says about itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caption {
    /// Unique on the page.
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) description: String,
}

/// An SVG in the making.
struct Svg {
    out: String,
}

/// Where a text starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    fn new(width: f64, height: f64, class: &str, caption: &Caption) -> Svg {
        let (id, title) = (caption.id, escape(&caption.title));
        let description = escape(&caption.description);
        let (width, height) = (number(width), number(height));
        let out = format!(
            "<svg class=\"chart {class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{title}</title>\
             <desc id=\"{id}-d\">{description}</desc>"
        );
        Svg { out }
    }

    fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let _ = write!(
            self.out,
            "<path class=\"{class}\" d=\"M{} {}L{} {}\"/>",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1)
        );
    }

    fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64)) {
        let _ = write!(
            self.out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            number(at.0),
            number(at.1),
            number(size.0.max(0.0)),
            number(size.1.max(0.0))
        );
    }

    /// A text of at most `chars` characters; the whole of it where it is longer.
    fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str, chars: usize) {
        let short = shortened(text, chars);
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.out,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">",
            number(at.0),
            number(at.1)
        );
        if short != text {
            let _ = write!(self.out, "<title>{}</title>", escape(text));
        }
        self.out.push_str(&escape(&short));
        self.out.push_str("</text>");
    }

    /// A name with its number; only the name is cut where there is no room.
    fn counted(
        &mut self,
        class: &str,
        at: (f64, f64),
        anchor: Anchor,
        (name, tail): (&str, &str),
        chars: usize,
    ) {
        let room = chars.saturating_sub(tail.chars().count() + 1);
        let short = shortened(name, room);
        if short == name {
            return self.text(class, at, anchor, &format!("{name} {tail}"), usize::MAX);
        }
        self.raw(&format!(
            "<g><title>{}</title>",
            escape(&format!("{name} {tail}"))
        ));
        self.text(class, at, anchor, &format!("{short} {tail}"), usize::MAX);
        self.raw("</g>");
    }

    fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let _ = write!(
            self.out,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            number(at.0),
            number(at.1),
            number(radius)
        );
    }

    /// A standing square: the mark of what is unusual or outside, in place of a colour.
    fn diamond(&mut self, class: &str, at: (f64, f64), half: f64) {
        let (x, y) = at;
        let _ = write!(
            self.out,
            "<path class=\"{class}\" d=\"M{} {}L{} {}L{} {}L{} {}Z\"/>",
            number(x),
            number(y - half),
            number(x + half),
            number(y),
            number(x),
            number(y + half),
            number(x - half),
            number(y)
        );
    }
}

/// A coordinate with at most two decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// At most `chars` characters, the last an ellipsis where something is left out.
fn shortened(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let kept: String = text.chars().take(chars.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A count as a coordinate.
#[expect(
    clippy::cast_precision_loss,
    reason = "a picture is not exact to the last lookup"
)]
fn real(count: u64) -> f64 {
    count as f64
}

fn place(index: usize) -> f64 {
    real(index as u64)
}

/// A round number at least as large, and the step between the lines of an axis up to it.
fn axis(largest: u64) -> (u64, u64) {
    let largest = largest.max(1);
    let mut step: u64 = 1;
    for round in 0.. {
        let base = 10_u64.saturating_pow(round / 3);
        step = base.saturating_mul([1, 2, 5][(round % 3) as usize]);
        if largest.div_ceil(step) <= 4 || base == u64::MAX {
            break;
        }
    }
    (largest.div_ceil(step).saturating_mul(step), step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads an SVG as XML would be read, and hands back the largest text edge it can have.
    pub(super) fn check_svg(svg: &str, width: f64) {
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
        assert!(!svg.contains("style=") && !svg.contains("NaN") && !svg.contains("inf"));
        let opened = svg.matches('<').count();
        let closed = svg.matches('>').count();
        assert_eq!(opened, closed);
        for text in svg.split("<text ").skip(1) {
            let value = |name: &str| {
                let rest = text
                    .split(&format!("{name}=\""))
                    .nth(1)
                    .expect("an attribute");
                rest.split('"').next().expect("a value")
            };
            if text.contains("transform=") {
                continue;
            }
            let x: f64 = value("x").parse().expect("a number");
            let shown = text.split("</text>").next().expect("its end");
            let shown = shown.rsplit('>').next().expect("its text");
            // Inter's letters are about 0.56 em wide; texts here are 12 px, figures no more.
            let long = place(shown.chars().count()) * 12.0 * 0.56;
            let (left, right) = match value("text-anchor") {
                "start" => (x, x + long),
                "end" => (x - long, x),
                _ => (x - long / 2.0, x + long / 2.0),
            };
            assert!(
                left >= -1.0 && right <= width + 1.0,
                "clipped: {shown} {left}..{right}"
            );
        }
    }

    #[test]
    fn axes_end_on_round_numbers() {
        let check = |largest, expected| assert_eq!(axis(largest), expected, "{largest}");
        check(0, (1, 1));
        check(4, (4, 1));
        check(143, (150, 50));
        check(7, (8, 2));
        check(90_001, (100_000, 50_000));
        assert!(axis(u64::MAX - 5).0 >= 1);
    }

    #[test]
    fn long_labels_end_in_an_ellipsis_and_stand_whole_in_a_title() {
        let caption = Caption {
            id: "x",
            title: "<b>".to_owned(),
            ..Caption::default()
        };
        let mut svg = Svg::new(100.0, 20.0, "test", &caption);
        svg.text("l", (0.0, 10.0), Anchor::Start, "Hjemmetjenesten øst", 9);
        let svg = svg.finish();
        assert!(svg.contains("<title>Hjemmetjenesten øst</title>Hjemmetj…"));
        assert!(svg.contains("&lt;b&gt;"));
    }
}
