//! Pages as krilla draws them: boxes and rules first, then the text in the order of reading.
//!
//! Text is filed where it belongs in the structure; all else is an artifact, which screen readers
//! pass over: rules, boxes, the foot, heads of tables that are repeated.

use krilla::Document as File;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};

use tilsyn_domain::document::Foot;

use crate::layout::Laid;
use crate::pages::{Page, Placed, What};
use crate::strip::{PlacedLine, Rule, Strip};
use crate::structure::{Slot, Structure};
use crate::style::{self, Colour, Sheet};
use crate::typesetter::{Line, Stretch, Typesetter};

/// The bar on the left of a box.
const BOX_BAR: f32 = 2.5;
const FOOT_RULE: f32 = 0.5;

/// Draws a document's pages, and files in its structure what was drawn.
pub(crate) fn draw(
    file: &mut File,
    typesetter: &Typesetter<'_>,
    laid: &mut Laid,
    foot: &Foot,
    pages: &[Page],
) {
    for (at, page) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(laid.sheet.width, laid.sheet.height)
            .expect("paper has a width and a height");
        let mut sheet = file.start_page_with(settings);
        let mut brush = Brush {
            surface: sheet.surface(),
            typesetter,
        };
        brush.ground(laid, page);
        brush.text(&mut laid.structure, &laid.strips, page);
        brush.artifact(ArtifactType::PaginationOther, |brush| {
            brush.repeated_heads(&laid.heads, page);
        });
        let words = foot.page_words(at + 1, pages.len());
        brush.artifact(ArtifactType::Footer, |brush| brush.foot(laid, &words));
        // A sheet is done when nothing draws on it any more.
        drop(brush);
    }
}

struct Brush<'a, 'f> {
    surface: Surface<'a>,
    typesetter: &'a Typesetter<'f>,
}

impl Brush<'_, '_> {
    fn artifact(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        let artifact = ContentTag::Artifact(Artifact::with_kind(kind));
        let _none = self.surface.start_tagged(artifact);
        draw(self);
        self.surface.end_tagged();
    }

    /// Boxes and the rules of strips.
    fn ground(&mut self, laid: &Laid, page: &Page) {
        self.artifact(ArtifactType::Layout, |brush| {
            brush.boxes(laid, page);
            for placed in &page.placed {
                let strip = strip(placed.what, &laid.strips, &laid.heads);
                for rule in &strip.rules {
                    brush.rule(rule, Sheet::TOP + placed.y);
                }
            }
        });
    }

    /// One box for all strips of it that follow each other on the page, so that no seam shows.
    fn boxes(&mut self, laid: &Laid, page: &Page) {
        let strip = |what| strip(what, &laid.strips, &laid.heads);
        let same = |a: &Placed, b: &Placed| strip(a.what).boxed == strip(b.what).boxed;
        for part in page.placed.chunk_by(same) {
            let (Some(first), Some(last)) = (part.first(), part.last()) else {
                continue;
            };
            if strip(first.what).boxed.is_some() {
                let top = Sheet::TOP + first.y;
                let height = last.y + strip(last.what).height - first.y;
                let width = laid.sheet.prose_width();
                self.rectangle(Sheet::MARGIN, top, width, height, style::WASH);
                self.rectangle(Sheet::MARGIN, top, BOX_BAR, height, style::ACCENT);
            }
        }
    }

    fn rule(&mut self, rule: &Rule, top: f32) {
        let (x, y) = (Sheet::MARGIN + rule.x, top + rule.y);
        self.rectangle(x, y, rule.width, rule.thickness, rule.colour);
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        let mut path = PathBuilder::new();
        if let Some(rectangle) = Rect::from_xywh(x, y, width, height) {
            path.push_rect(rectangle);
        }
        if let Some(path) = path.finish() {
            self.fill(colour);
            self.surface.draw_path(&path);
        }
    }

    /// All text that is read. What follows each other in one slot is one piece.
    fn text(&mut self, structure: &mut Structure, strips: &[Strip], page: &Page) {
        let mut open = None;
        for placed in &page.placed {
            let What::Strip(at) = placed.what else {
                continue;
            };
            for line in &strips[at].lines {
                for stretch in &line.line.stretches {
                    open = self.turn_to(stretch.run.slot, open, structure);
                    self.stretch(stretch, line, Sheet::TOP + placed.y);
                }
            }
        }
        let _none = self.turn_to(None, open, structure);
    }

    /// Ends the piece that is open, if the next one belongs elsewhere, and begins that.
    fn turn_to(
        &mut self,
        slot: Option<Slot>,
        open: Option<Slot>,
        structure: &mut Structure,
    ) -> Option<Slot> {
        if slot == open {
            return open;
        }
        if open.is_some() {
            self.surface.end_tagged();
        }
        if let Some(slot) = slot {
            let span = ContentTag::Span(SpanTag::empty());
            structure.file(slot, self.surface.start_tagged(span));
        }
        slot
    }

    fn repeated_heads(&mut self, heads: &[Strip], page: &Page) {
        for placed in &page.placed {
            if let What::Head(head) = placed.what {
                for line in &heads[head.0].lines {
                    self.line(line, Sheet::TOP + placed.y);
                }
            }
        }
    }

    fn foot(&mut self, laid: &Laid, words: &str) {
        let sheet = &laid.sheet;
        let (rule, width) = (sheet.foot_rule(), sheet.body_width());
        self.rectangle(Sheet::MARGIN, rule, width, FOOT_RULE, style::HAIRLINE);
        let mut y = 0.0;
        for line in &laid.foot {
            self.line(&placed(0.0, y, line), sheet.foot_top());
            y += line.leading();
        }
        let words = self.typesetter.lines(words, style::FOOT, None, width);
        if let Some(line) = words.first() {
            self.line(&placed(width - line.width, 0.0, line), sheet.foot_top());
        }
    }

    fn line(&mut self, line: &PlacedLine, top: f32) {
        for stretch in &line.line.stretches {
            self.stretch(stretch, line, top);
        }
    }

    fn stretch(&mut self, stretch: &Stretch, line: &PlacedLine, top: f32) {
        let run = &stretch.run;
        self.fill(run.style.colour);
        let start = Point::from_xy(Sheet::MARGIN + line.x + stretch.x, top + line.y);
        self.surface.draw_glyphs(
            start,
            &run.glyphs[stretch.glyphs.clone()],
            self.typesetter.font(run.style.weight),
            &run.text,
            run.style.size,
            false,
        );
    }

    fn fill(&mut self, colour: Colour) {
        let Colour(red, green, blue) = colour;
        self.surface.set_fill(Some(Fill {
            paint: rgb::Color::new(red, green, blue).into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
    }
}

fn strip<'a>(what: What, strips: &'a [Strip], heads: &'a [Strip]) -> &'a Strip {
    match what {
        What::Strip(at) => &strips[at],
        What::Head(head) => &heads[head.0],
    }
}

fn placed(x: f32, top: f32, line: &Line) -> PlacedLine {
    PlacedLine {
        x,
        y: top + line.baseline(),
        line: line.clone(),
    }
}
