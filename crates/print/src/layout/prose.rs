//! Running text and what is like it: paragraphs, lists, facts, notes, places to sign.

use tilsyn_domain::document::{Align, Signature, Span, Text};

use super::Layout;
use super::side_by_side::{Cell, Column, Edge, Padding, row};
use crate::strip::{After, Rule};
use crate::structure::{Element, Role};
use crate::style::{self, Style, mm};
use crate::typesetter::{Line, Piece};

/// From the dot of an item to its text.
const ITEM_INDENT: f32 = 14.0;
/// The column of what a fact is called.
const TERM_WIDTH: f32 = mm(42.0);
const TERM_GUTTER: f32 = mm(4.0);
const FACT_PADDING: Padding = Padding {
    above: 1.5,
    below: 1.5,
};
/// Around the text of a note.
const NOTE_PADDING: f32 = 11.0;
/// Notes of so many lines stay on one page.
const NOTE_LINES_TOGETHER_MAX: usize = 12;
const SIGNATURE_WIDTH: f32 = mm(70.0);
const SIGNATURE_GUTTER: f32 = mm(12.0);
const SIGNATURES_IN_A_ROW: usize = 2;
/// Room for a hand that writes.
const SIGNATURE_PADDING: Padding = Padding {
    above: mm(20.0),
    below: 0.0,
};

impl Layout<'_> {
    pub(super) fn paragraph(&mut self, text: &Text) {
        if !self.says_anything(text) {
            return;
        }
        let element = self.laid.structure.element(Role::Paragraph);
        let above = self.space(style::ABOVE_PARAGRAPH);
        let lines = self.text(element, text, self.laid.sheet.prose_width());
        self.stack(lines, 0.0, above);
    }

    pub(super) fn list(&mut self, items: &[Text]) {
        let items: Vec<&Text> = items
            .iter()
            .filter(|item| self.says_anything(item))
            .collect();
        if items.is_empty() {
            return;
        }
        let list = self.laid.structure.element(Role::DottedList);
        let width = self.laid.sheet.prose_width() - ITEM_INDENT;
        for (at, text) in items.into_iter().enumerate() {
            let item = self.laid.structure.element_in(list, Role::ListItem);
            let dot = self.said(item, Role::Label, "•", style::BULLET, ITEM_INDENT);
            let body = self.laid.structure.element_in(item, Role::ListBody);
            let lines = self.text(body, text, width);
            let above = match at {
                0 => self.space(style::ABOVE_PARAGRAPH),
                _ => style::ABOVE_ITEM,
            };
            let first = self.laid.strips.len();
            self.stack(lines, ITEM_INDENT, above);
            if let Some(first) = self.laid.strips.get_mut(first) {
                // Before the text: it is read first.
                let text = std::mem::take(&mut first.lines);
                first.set(2.0, 0.0, dot);
                first.lines.extend(text);
            }
        }
    }

    /// Sets facts as a list whose labels are what each is called.
    pub(super) fn facts(&mut self, facts: &[(String, String)]) {
        if facts.is_empty() {
            return;
        }
        let list = self.laid.structure.element(Role::LabelledList);
        let mut above = self.space(style::ABOVE_PARAGRAPH);
        let value_x = TERM_WIDTH + TERM_GUTTER;
        let value_width = self.laid.sheet.prose_width() - value_x;
        for (term, value) in facts {
            let item = self.laid.structure.element_in(list, Role::ListItem);
            let term = self.said(item, Role::Label, term, style::TERM, TERM_WIDTH);
            let value = self.said(item, Role::ListBody, value, style::VALUE, value_width);
            let cells = [
                cell(0.0, TERM_WIDTH, term),
                cell(value_x, value_width, value),
            ];
            let height_max = self.laid.sheet.body_height();
            let mut strips = row(&cells, Edge::Top, FACT_PADDING, height_max);
            if let Some(first) = strips.first_mut() {
                first.above = above;
            }
            above = 0.0;
            self.laid.strips.extend(strips);
        }
    }

    pub(super) fn note(&mut self, text: &Text) {
        if !self.says_anything(text) {
            return;
        }
        let division = self.laid.structure.element(Role::Division);
        let element = self.laid.structure.element_in(division, Role::Paragraph);
        let width = self.laid.sheet.prose_width() - 2.0 * NOTE_PADDING;
        let above = self.space(style::ABOVE_TABLE);
        let lines = self.text(element, text, width);
        let count = lines.len();
        let first = self.laid.strips.len();
        self.stack(lines, NOTE_PADDING, above);
        if count <= NOTE_LINES_TOGETHER_MAX {
            for strip in self.laid.strips.iter_mut().skip(first).take(count - 1) {
                strip.after = After::NextStrip;
            }
        }
        let boxed = self.new_box();
        let strips = &mut self.laid.strips[first..];
        for strip in strips.iter_mut() {
            strip.boxed = Some(boxed);
        }
        if let Some(first) = strips.first_mut() {
            first.push_down(NOTE_PADDING);
        }
        if let Some(last) = strips.last_mut() {
            last.height += NOTE_PADDING;
        }
    }

    /// Sets places to sign, on the page of what they close.
    pub(super) fn signatures(&mut self, places: &[Signature]) {
        if !places.is_empty() {
            self.stay_with_next();
        }
        for pair in places.chunks(SIGNATURES_IN_A_ROW) {
            let mut cells = Vec::new();
            for (at, place) in pair.iter().enumerate() {
                let x = (SIGNATURE_WIDTH + SIGNATURE_GUTTER) * at as f32;
                let division = self.laid.structure.element(Role::Division);
                let (name, width) = (&place.name, SIGNATURE_WIDTH);
                let mut lines = self.said(division, Role::Paragraph, name, style::STRONG, width);
                let role = (&place.role, style::SIGNED_ROLE);
                lines.extend(self.said(division, Role::Paragraph, role.0, role.1, width));
                cells.push(cell(x, width, lines));
            }
            let height_max = self.laid.sheet.body_height();
            let mut strips = row(&cells, Edge::Top, SIGNATURE_PADDING, height_max);
            if let Some(first) = strips.first_mut() {
                first.rules.extend(cells.iter().map(line_to_sign_on));
            }
            self.laid.strips.extend(strips);
        }
    }

    fn says_anything(&self, text: &Text) -> bool {
        let weight = style::BODY.weight;
        let spans = text.0.iter();
        let mut texts = spans.map(|(Span::Plain(text) | Span::Strong(text))| text);
        texts.any(|text| self.typesetter.shows(text, weight))
    }

    /// The lines of running text, filed in an element.
    fn text(&mut self, element: Element, text: &Text, width: f32) -> Vec<Line> {
        let structure = &mut self.laid.structure;
        let mut pieces = Vec::with_capacity(text.0.len());
        for span in &text.0 {
            let (text, style, parent) = match span {
                Span::Plain(text) => (text, style::BODY, element),
                Span::Strong(text) => {
                    let strong = structure.element_in(element, Role::Strong);
                    (text, style::STRONG, strong)
                }
            };
            pieces.push(Piece {
                text,
                style,
                slot: Some(structure.slot_in(parent)),
            });
        }
        self.typesetter.lines_of(&pieces, width)
    }

    /// The lines of a text in one style, filed in a new element.
    pub(super) fn said(
        &mut self,
        parent: Element,
        role: Role,
        text: &str,
        style: Style,
        width: f32,
    ) -> Vec<Line> {
        let element = self.laid.structure.element_in(parent, role);
        self.said_in(element, text, style, width)
    }
}

fn cell(x: f32, width: f32, lines: Vec<Line>) -> Cell {
    let align = Align::Start;
    Cell {
        column: Column { x, width, align },
        lines,
    }
}

fn line_to_sign_on(cell: &Cell) -> Rule {
    Rule {
        x: cell.column.x,
        y: SIGNATURE_PADDING.above - 4.0,
        width: cell.column.width,
        thickness: 0.6,
        colour: style::QUIET,
    }
}
