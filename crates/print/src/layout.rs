//! A document as strips: what stands beside what, and how much space is between.
//!
//! Each kind of block has a file that sets it; here is what they share. Nothing here knows how
//! far a page is filled: that a heading stays with what follows is a wish that strips carry.
//! Not here: pages (`pages`), drawing (`draw`).

mod letterhead;
mod prose;
mod side_by_side;
mod table;

use std::num::NonZeroU16;

use tilsyn_domain::Document;
use tilsyn_domain::document::{Block, Kind, Level};

use crate::readable::on_one_line;
use crate::strip::{After, BoxId, Strip};
use crate::structure::{Element, Role, Structure};
use crate::style::{self, Sheet, Style};
use crate::typesetter::{Line, Typesetter};

/// Characters of a heading in the list of headings; PDF/A-2 takes 32,767 bytes (6.1.13).
pub(crate) const NAME_CHARS_MAX: usize = 200;
/// Lines of the foot; what goes beyond them is not shown.
const FOOT_LINES_MAX: usize = 3;

/// A document as strips.
pub(crate) struct Laid {
    pub(crate) sheet: Sheet,
    pub(crate) strips: Vec<Strip>,
    /// The heads of tables, which are repeated.
    pub(crate) heads: Vec<Strip>,
    pub(crate) structure: Structure,
    pub(crate) bookmarks: Vec<Bookmark>,
    /// The left side of the foot.
    pub(crate) foot: Vec<Line>,
}

/// A heading in the list of headings beside the pages.
pub(crate) struct Bookmark {
    /// From 1, the title, and at most one more than that of the one before.
    pub(crate) depth: NonZeroU16,
    pub(crate) text: String,
    /// Which strip it begins in.
    pub(crate) strip: usize,
}

/// A document on its way to strips.
pub(crate) struct Layout<'a> {
    typesetter: &'a Typesetter<'a>,
    document: &'a Document,
    laid: Laid,
    boxes: usize,
    /// What was set last, which decides how far off the next block is.
    last: Last,
}

/// What a block may come after.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A heading belongs to what follows it.
    Heading,
    /// Tables and boxes stand apart on both sides.
    Apart,
    Text,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(typesetter: &'a Typesetter<'a>, document: &'a Document) -> Layout<'a> {
        let mut sheet = Sheet::a4(document.orientation);
        let foot = foot(typesetter, document, &sheet);
        sheet.foot_lines = foot.len();
        Layout {
            typesetter,
            document,
            laid: Laid {
                sheet,
                strips: Vec::new(),
                heads: Vec::new(),
                structure: Structure::default(),
                bookmarks: Vec::new(),
                foot,
            },
            boxes: 0,
            last: Last::Text,
        }
    }

    /// All of the document.
    pub(crate) fn finish(mut self) -> Laid {
        let document = self.document;
        match &document.kind {
            Kind::Letter(head) => self.letter_opening(head),
            Kind::Report => self.report_opening(),
        }
        for block in &document.blocks {
            self.block(block);
        }
        self.laid
    }

    fn block(&mut self, block: &Block) {
        let strips = self.laid.strips.len();
        match block {
            Block::Heading(level, text) => self.section_heading(*level, text),
            Block::Paragraph(text) => self.paragraph(text),
            Block::List(items) => self.list(items),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Note(text) => self.note(text),
            Block::Signatures(places) => self.signatures(places),
            Block::PageBreak => self.page_break(),
        }
        if self.laid.strips.len() > strips {
            self.last = match block {
                Block::Heading(..) => Last::Heading,
                Block::Table(_) | Block::Note(_) => Last::Apart,
                _ => Last::Text,
            };
        }
    }

    fn section_heading(&mut self, level: Level, text: &str) {
        let (at, depth) = match level {
            Level::One => (0, 2),
            Level::Two => (1, 3),
            Level::Three => (2, 4),
        };
        self.heading(depth, text, style::HEADINGS[at], style::ABOVE_HEADINGS[at]);
    }

    /// A heading, which stays with what follows. To a screen reader none is more than one step
    /// below the one before (ISO 14289-1, 7.4.2), whatever it looks like.
    fn heading(&mut self, depth: u16, text: &str, style: Style, above: f32) {
        if !self.typesetter.shows(text, style.weight) {
            return;
        }
        let name = on_one_line(text, NAME_CHARS_MAX);
        let before = self
            .laid
            .bookmarks
            .last()
            .map_or(0, |last| last.depth.get());
        let depth = NonZeroU16::new(depth.min(before + 1)).unwrap_or(NonZeroU16::MIN);
        let above = self.space(above);
        let width = self.laid.sheet.prose_width();
        let strip = self.laid.strips.len();
        let element = self
            .laid
            .structure
            .element(Role::Heading(depth, name.clone()));
        let lines = self.said_in(element, text, style, width);
        self.whole(lines, above);
        self.laid.bookmarks.push(Bookmark {
            depth,
            text: name,
            strip,
        });
    }

    /// The lines of a text that is a paragraph of its own; none where there is nothing to see.
    fn said_alone(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        if !self.typesetter.shows(text, style.weight) {
            return Vec::new();
        }
        let element = self.laid.structure.element(Role::Paragraph);
        self.said_in(element, text, style, width)
    }

    /// The lines of a text in one style, filed in an element.
    fn said_in(&mut self, element: Element, text: &str, style: Style, width: f32) -> Vec<Line> {
        let slot = self.laid.structure.slot_in(element);
        self.typesetter.lines(text, style, Some(slot), width)
    }

    /// Sets lines below each other that stay together and with what follows.
    fn whole(&mut self, lines: Vec<Line>, above: f32) {
        let count = lines.len();
        self.stack(lines, 0.0, above);
        for strip in self.laid.strips.iter_mut().rev().take(count) {
            strip.after = After::NextStrip;
        }
    }

    /// Sets lines below each other, one a strip, so that pages may turn between them: but neither
    /// after the first line nor before the last one.
    fn stack(&mut self, lines: Vec<Line>, x: f32, above: f32) {
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            let mut strip = Strip::new(if at == 0 { above } else { 0.0 }, line.leading());
            strip.set(x, 0.0, [line]);
            if at + 1 < count && (at == 0 || at + 2 == count) {
                strip.after = After::NextStrip;
            }
            self.laid.strips.push(strip);
        }
    }

    /// The space above a block: less below a heading, and more below a table or a box.
    fn space(&self, usual: f32) -> f32 {
        match self.last {
            Last::Heading => style::BELOW_HEADING.min(usual),
            Last::Apart => style::ABOVE_TABLE.max(usual),
            Last::Text => usual,
        }
    }

    /// Keeps what was set last with what comes next.
    fn stay_with_next(&mut self) {
        if let Some(last) = self.laid.strips.last_mut()
            && last.after == After::Anything
        {
            last.after = After::NextStrip;
        }
    }

    fn page_break(&mut self) {
        if let Some(last) = self.laid.strips.last_mut() {
            last.after = After::NewPage;
        }
    }

    fn new_box(&mut self) -> BoxId {
        self.boxes += 1;
        BoxId(self.boxes)
    }
}

fn foot(typesetter: &Typesetter<'_>, document: &Document, sheet: &Sheet) -> Vec<Line> {
    // A fifth is for the page's number.
    let width = sheet.body_width() * 0.8;
    let text = on_one_line(&document.about.foot.line, 4 * NAME_CHARS_MAX);
    let mut lines = typesetter.lines(&text, style::FOOT, None, width);
    lines.truncate(FOOT_LINES_MAX);
    lines
}
