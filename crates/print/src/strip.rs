//! Strips: what is drawn beside each other across a page and never split between two pages.
//!
//! A page is a stack of them. Positions are in points from the strip's own top and from the left
//! margin. Not here: which page a strip comes to stand on (`pages`).

use crate::style::Colour;
use crate::typesetter::Line;

/// What is drawn across a page in one piece.
#[derive(Clone, Default)]
pub(crate) struct Strip {
    /// Space above, which falls away at the top of a page.
    pub(crate) above: f32,
    pub(crate) height: f32,
    pub(crate) lines: Vec<PlacedLine>,
    pub(crate) rules: Vec<Rule>,
    /// The box it is a part of.
    pub(crate) boxed: Option<BoxId>,
    pub(crate) after: After,
    /// The head of the table it is a row of, which is repeated above it at the top of a page.
    pub(crate) head: Option<HeadId>,
}

/// What may come after a strip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum After {
    /// Another page, if need be.
    #[default]
    Anything,
    /// The next strip, on the same page.
    NextStrip,
    /// Another page in any case.
    NewPage,
}

/// One of the boxes of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BoxId(pub(crate) usize);

/// One of the table heads of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeadId(pub(crate) usize);

/// A line of text in its place.
#[derive(Clone)]
pub(crate) struct PlacedLine {
    pub(crate) x: f32,
    /// Of the baseline.
    pub(crate) y: f32,
    pub(crate) line: Line,
}

/// A straight line across.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) x: f32,
    /// Of its upper edge.
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) thickness: f32,
    pub(crate) colour: Colour,
}

impl Strip {
    /// A strip that nothing is drawn in yet.
    pub(crate) fn new(above: f32, height: f32) -> Strip {
        Strip {
            above,
            height,
            ..Strip::default()
        }
    }

    /// Sets lines below each other, the first one's top at `y`.
    pub(crate) fn set(&mut self, x: f32, y: f32, lines: impl IntoIterator<Item = Line>) {
        let mut y = y;
        for line in lines {
            let leading = line.leading();
            let baseline = y + line.baseline();
            self.lines.push(PlacedLine {
                x,
                y: baseline,
                line,
            });
            y += leading;
        }
    }

    /// Makes room above everything in it.
    pub(crate) fn push_down(&mut self, by: f32) {
        self.height += by;
        for placed in &mut self.lines {
            placed.y += by;
        }
        for rule in &mut self.rules {
            rule.y += by;
        }
    }
}
