//! Tables: columns by weight, a hairline below each row, the head repeated on every page.

use tilsyn_domain::document::{self, Table};

use super::Layout;
use super::side_by_side::{Cell, Column, Edge, Padding, row};
use crate::strip::{After, HeadId, Rule, Strip};
use crate::structure::{Element, Role};
use crate::style::{self, Style};

/// Between two columns, and at most this share of one.
const GUTTER: f32 = 10.0;
const GUTTER_SHARE_MAX: f32 = 0.25;
const HEAD_PADDING: Padding = Padding {
    above: 2.0,
    below: 5.0,
};
const ROW_PADDING: Padding = Padding {
    above: 4.0,
    below: 4.5,
};
const HEAD_RULE: f32 = 0.9;
const ROW_RULE: f32 = 0.5;
/// A head that takes more of a page than this is not repeated.
const HEAD_SHARE_MAX: f32 = 0.3;

impl Layout<'_> {
    /// Sets a table. One without columns is its caption and its remark.
    pub(super) fn table(&mut self, table: &Table) {
        let above = self.space(style::ABOVE_TABLE);
        let width = self.laid.sheet.prose_width();
        if table.columns().is_empty() {
            let lines = self.said_alone(table.caption(), style::CAPTION, width);
            self.whole(lines, above);
            self.remark(table.sentence_below());
            return;
        }
        let element = self.laid.structure.element(Role::Table);
        let mut above = above;
        if self
            .typesetter
            .shows(table.caption(), style::CAPTION.weight)
        {
            let (role, style) = (Role::Caption, style::CAPTION);
            let lines = self.said(element, role, table.caption(), style, width);
            self.whole(lines, above);
            above = style::ABOVE_ITEM;
        }
        let columns = columns(table.columns(), self.laid.sheet.body_width());
        let head = self.head(element, table, &columns, above);
        if !table.rows().is_empty() {
            let body = self.laid.structure.element_in(element, Role::TableBody);
            for cells in table.rows() {
                let strips = self.row(body, cells, &columns, head);
                self.laid.strips.extend(strips);
            }
        }
        self.remark(table.sentence_below());
    }

    /// Sets the head, and gives it a name if it is to be repeated.
    fn head(
        &mut self,
        table: Element,
        of: &Table,
        columns: &[Column],
        above: f32,
    ) -> Option<HeadId> {
        let head = self.laid.structure.element_in(table, Role::TableHead);
        let row_element = self.laid.structure.element_in(head, Role::Row);
        let texts = of.columns().iter().map(|column| column.heading.as_str());
        let (role, style) = (Role::ColumnHead, style::COLUMN_HEAD);
        let cells = self.cells(row_element, texts, columns, &role, style);
        let height_max = self.laid.sheet.body_height();
        let mut strips = row(&cells, Edge::Bottom, HEAD_PADDING, height_max);
        if let Some(last) = strips.last_mut() {
            self.underline(last, HEAD_RULE, style::ACCENT);
        }
        let repeated = match strips.as_slice() {
            [only] if only.height <= height_max * HEAD_SHARE_MAX => {
                self.laid.heads.push(only.clone());
                Some(HeadId(self.laid.heads.len() - 1))
            }
            _ => None,
        };
        if let Some(first) = strips.first_mut() {
            first.above = above;
        }
        if !of.rows().is_empty() {
            for strip in &mut strips {
                strip.after = After::NextStrip;
            }
        }
        self.laid.strips.extend(strips);
        repeated
    }

    fn row(
        &mut self,
        body: Element,
        texts: &[String],
        columns: &[Column],
        head: Option<HeadId>,
    ) -> Vec<Strip> {
        let element = self.laid.structure.element_in(body, Role::Row);
        let texts = texts.iter().map(String::as_str);
        let cells = self.cells(element, texts, columns, &Role::Cell, style::CELL);
        let head_height = head.map_or(0.0, |head| self.laid.heads[head.0].height);
        let height_max = self.laid.sheet.body_height() - head_height;
        let mut strips = row(&cells, Edge::Top, ROW_PADDING, height_max);
        for strip in &mut strips {
            strip.head = head;
        }
        if let Some(last) = strips.last_mut() {
            self.underline(last, ROW_RULE, style::HAIRLINE);
        }
        strips
    }

    fn cells<'t>(
        &mut self,
        row: Element,
        texts: impl Iterator<Item = &'t str>,
        columns: &[Column],
        role: &Role,
        style: Style,
    ) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(columns.len());
        for (text, &column) in texts.zip(columns) {
            let lines = self.said(row, role.clone(), text, style, column.width);
            cells.push(Cell { column, lines });
        }
        cells
    }

    fn underline(&self, strip: &mut Strip, thickness: f32, colour: style::Colour) {
        strip.rules.push(Rule {
            x: 0.0,
            y: strip.height - thickness,
            width: self.laid.sheet.body_width(),
            thickness,
            colour,
        });
    }

    /// The sentence below a table, which stays with its last row.
    fn remark(&mut self, text: &str) {
        if !self.typesetter.shows(text, style::REMARK.weight) {
            return;
        }
        self.stay_with_next();
        let lines = self.said_alone(text, style::REMARK, self.laid.sheet.prose_width());
        self.stack(lines, 0.0, style::ABOVE_PARAGRAPH);
    }
}

/// Where columns stand: each has its share of the width, and between two of them is a gutter. Many
/// columns are narrow, but none leaves the page.
fn columns(of: &[document::Column], width: f32) -> Vec<Column> {
    let weight = |column: &document::Column| f32::from(column.weight.max(1));
    let whole: f32 = of.iter().map(weight).sum();
    let gutter = GUTTER.min(width / of.len() as f32 * GUTTER_SHARE_MAX);
    let free = width - gutter * (of.len() - 1) as f32;
    let mut x = 0.0;
    let mut columns = Vec::with_capacity(of.len());
    for column in of {
        let width = free * weight(column) / whole;
        columns.push(Column {
            x,
            width,
            align: column.align,
        });
        x += width + gutter;
    }
    columns
}
