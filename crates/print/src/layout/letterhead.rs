//! What stands above the text: the head of a letter, the title of a report.
//!
//! A letter is folded once and put into a C5 envelope, whose window is 105 by 35 mm, 15 mm from
//! the left and 44 mm from the top (as the Norwegian trade sells them). Paper can slide in it by
//! 19 mm and 13.5 mm. So the window always shows what lies 15 to 101 mm from the left and 44 to
//! 65.5 mm from the top, where the addressee stands; and it may show whatever lies up to 120 mm
//! from the left and 30.5 to 79 mm from the top, where nothing else stands.

use std::borrow::Cow;

use tilsyn_domain::document::Letterhead;

use super::Layout;
use crate::strip::{Rule, Strip};
use crate::style::{self, Sheet, Style, mm};

/// Where the addressee begins, from the top of the paper.
const ADDRESSEE_TOP: f32 = mm(44.5);
/// As far as the window shows in any case.
const ADDRESSEE_WIDTH: f32 = mm(79.0);
/// What the window must not show begins here, from the left of the paper.
const RIGHT_COLUMN: f32 = mm(126.0);
/// Where the letter itself begins, from the top of the paper.
const LETTER_TOP: f32 = mm(84.0);
/// A letterhead that takes more of a page than this is set as plain paragraphs.
const SHARE_MAX: f32 = 0.6;

/// Above the sentence on what a report is about, and around the line below it.
const ABOVE_SUBJECT: f32 = 6.0;
const ABOVE_RULE: f32 = 12.0;
const BELOW_RULE: f32 = 8.0;
const RULE: f32 = 0.6;

/// On which side of the paper something stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A part of a letterhead.
struct Part<'t> {
    side: Side,
    /// Not above this, from the top of the paper.
    top: f32,
    style: Style,
    text: Cow<'t, str>,
}

impl Layout<'_> {
    pub(super) fn letter_opening(&mut self, head: &Letterhead) {
        let parts = parts(head);
        let (tops, bottom) = self.tops(&parts);
        let height = bottom - Sheet::TOP;
        if height <= self.laid.sheet.body_height() * SHARE_MAX {
            let mut strip = Strip::new(0.0, height);
            for (part, top) in parts.iter().zip(tops) {
                let (x, width) = self.column(part.side);
                let lines = self.said_alone(&part.text, part.style, width);
                strip.set(x, top - Sheet::TOP, lines);
            }
            self.laid.strips.push(strip);
        } else {
            for part in &parts {
                let width = self.laid.sheet.prose_width();
                let lines = self.said_alone(&part.text, part.style, width);
                self.stack(lines, 0.0, style::ABOVE_PARAGRAPH);
            }
        }
        self.title(style::LETTER_TITLE, style::ABOVE_PARAGRAPH);
    }

    pub(super) fn report_opening(&mut self) {
        let about = &self.document.about;
        let width = self.laid.sheet.prose_width();
        let lines = self.said_alone(&about.author, style::REPORT_AUTHOR, width);
        self.whole(lines, 0.0);
        self.title(style::REPORT_TITLE, style::ABOVE_ITEM);
        let lines = self.said_alone(&about.subject, style::REPORT_SUBJECT, width);
        self.whole(lines, ABOVE_SUBJECT);
        let mut strip = Strip::new(ABOVE_RULE, BELOW_RULE);
        strip.rules.push(Rule {
            x: 0.0,
            y: 0.0,
            width: self.laid.sheet.body_width(),
            thickness: RULE,
            colour: style::HAIRLINE,
        });
        self.laid.strips.push(strip);
    }

    /// The title as the one heading of depth 1. PDF/UA wants one in any case, so a document without
    /// a title is called after its author, or a dash.
    fn title(&mut self, style: Style, above: f32) {
        let about = &self.document.about;
        let names = [about.title.as_str(), about.author.as_str(), "–"];
        let shown = names
            .into_iter()
            .find(|name| self.typesetter.shows(name, style.weight));
        self.heading(1, shown.unwrap_or_default(), style, above);
    }

    /// Where each part begins, and where the letter does, from the top of the paper: as far down as
    /// the window asks for, and below the part above.
    fn tops(&self, parts: &[Part<'_>]) -> (Vec<f32>, f32) {
        let (mut left, mut right) = (Sheet::TOP, Sheet::TOP);
        let mut tops = Vec::with_capacity(parts.len());
        for part in parts {
            let end = match part.side {
                Side::Left => &mut left,
                Side::Right => &mut right,
            };
            let (_, width) = self.column(part.side);
            let lines = self.typesetter.lines(&part.text, part.style, None, width);
            let top = part.top.max(*end);
            tops.push(top);
            *end = top + part.style.leading * lines.len() as f32;
        }
        (tops, LETTER_TOP.max(left).max(right))
    }

    /// Where a side begins, from the left margin, and how wide it is.
    fn column(&self, side: Side) -> (f32, f32) {
        let right = RIGHT_COLUMN - Sheet::MARGIN;
        match side {
            Side::Left => (0.0, ADDRESSEE_WIDTH),
            Side::Right => (right, self.laid.sheet.body_width() - right),
        }
    }
}

/// The parts in the order of reading.
fn parts(head: &Letterhead) -> [Part<'_>; 5] {
    let part = |side, top, style, text| Part {
        side,
        top,
        style,
        text,
    };
    let name = head.sender.first().map_or("", String::as_str);
    let reached = head.sender.get(1..).unwrap_or_default().join("\n");
    let addressee = head.addressee.join("\n");
    let (date, reference) = (head.place_and_date.as_str(), head.reference.as_str());
    [
        part(Side::Left, Sheet::TOP, style::SENDER_NAME, name.into()),
        part(Side::Right, Sheet::TOP, style::SENDER, reached.into()),
        part(
            Side::Left,
            ADDRESSEE_TOP,
            style::ADDRESSEE,
            addressee.into(),
        ),
        part(Side::Right, ADDRESSEE_TOP, style::DATELINE, date.into()),
        part(
            Side::Right,
            ADDRESSEE_TOP,
            style::DATELINE,
            reference.into(),
        ),
    ]
}
