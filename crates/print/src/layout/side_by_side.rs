//! Texts side by side: rows of tables, facts, places to sign.
//!
//! A row is one strip. One that is higher than a page becomes several, each with the next lines of
//! every cell.

use tilsyn_domain::document::Align;

use crate::strip::Strip;
use crate::typesetter::Line;

/// A column of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) align: Align,
}

/// What stands in a column of a row.
pub(super) struct Cell {
    pub(super) column: Column,
    pub(super) lines: Vec<Line>,
}

/// Space within a row, above its lines and below them.
#[derive(Clone, Copy)]
pub(super) struct Padding {
    pub(super) above: f32,
    pub(super) below: f32,
}

/// On which edge of a row short cells stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Top,
    Bottom,
}

/// The strips of a row, none higher than `height_max`; one at least, even where all is empty.
pub(super) fn row(cells: &[Cell], edge: Edge, padding: Padding, height_max: f32) -> Vec<Strip> {
    let all_lines = || cells.iter().flat_map(|cell| &cell.lines);
    let leading = all_lines().map(Line::leading).fold(0.0, f32::max);
    let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
    let fitting = lines_in(height_max - padding.above - padding.below, leading);
    let mut strips = Vec::new();
    let mut first = 0;
    loop {
        let count = (lines - first).min(fitting);
        let height = padding.above + leading * count as f32 + padding.below;
        let mut strip = Strip::new(0.0, height);
        for cell in cells {
            let missing = match edge {
                Edge::Top => 0,
                Edge::Bottom => lines - cell.lines.len(),
            };
            let mut y = padding.above;
            for at in first..first + count {
                let line = at.checked_sub(missing).and_then(|at| cell.lines.get(at));
                if let Some(line) = line {
                    strip.set(cell.column.start_of(line), y, [line.clone()]);
                }
                y += leading;
            }
        }
        strips.push(strip);
        first += count;
        if first >= lines {
            return strips;
        }
    }
}

/// How many lines a height holds; one at least.
fn lines_in(height: f32, leading: f32) -> usize {
    let mut lines = 1;
    while leading > 0.0 && leading * (lines + 1) as f32 <= height {
        lines += 1;
    }
    lines
}

impl Column {
    fn start_of(&self, line: &Line) -> f32 {
        match self.align {
            Align::Start => self.x,
            Align::End => self.x + self.width - line.width,
        }
    }
}
