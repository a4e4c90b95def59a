//! Resolving a segment anew, after the directory or the time zone changed.
//!
//! Nothing is written where nothing changes. What the source stated stands in the columns, so
//! the events themselves are not needed.

use tilsyn_domain::{Codebook, Instant, Zone};

use crate::columns::{ColumnFile, Scratch};
use crate::error::Result;
use crate::resolver::{Numbers, Resolver};
use crate::row::{Row, day_number};
use crate::segment::{ByTime, Segment};
use crate::write::TimeOrdered;

/// Rows resolved at a time; an event that is cut goes into the next piece.
const PIECE_ROWS: usize = 1 << 16;

/// The columns that a directory decides.
const DECIDED: [ByTime; 7] = [
    ByTime::Day,
    ByTime::Marks,
    ByTime::Actor,
    ByTime::Subject,
    ByTime::SubjectStated,
    ByTime::ActorUnits,
    ByTime::SubjectUnits,
];

/// What rows are resolved with.
pub(crate) struct Resolving<'a> {
    pub(crate) resolver: &'a Resolver,
    pub(crate) zone: &'a Zone,
    pub(crate) book: &'a dyn Codebook,
}

impl Resolving<'_> {
    /// Fills in the day and everything the directory decides, for the rows of one event.
    pub(crate) fn apply(&self, rows: &mut [Row], numbers: &mut Numbers) {
        let day = day_number(self.zone.day_of(Instant(rows[0].time)));
        rows.iter_mut().for_each(|row| row.day = day);
        self.resolver.resolve(rows, numbers, self.book);
    }
}

/// A segment whose decided columns are new.
pub(crate) struct Renewed<'a> {
    old: &'a ColumnFile,
    decided: [Vec<u32>; DECIDED.len()],
}

/// Resolves every row of a segment; `None` if nothing changes.
pub(crate) fn renewed<'a>(
    segment: &'a Segment,
    with: &Resolving<'_>,
    numbers: &mut Numbers,
) -> Result<Option<Renewed<'a>>> {
    let old = &segment.by_time;
    let rows = segment.rows();
    let mut decided: [Vec<u32>; DECIDED.len()] = Default::default();
    decided
        .iter_mut()
        .for_each(|column| column.reserve_exact(rows));
    let mut changed = false;
    let mut start = 0;
    let mut piece_rows = PIECE_ROWS;
    while start < rows {
        let end = rows.min(start + piece_rows);
        let mut piece = read(old, start, end)?;
        if end < rows {
            // The last event may go on: leave it for the next piece.
            let last = piece.last().map(|row| row.leaf);
            let whole = piece
                .iter()
                .rposition(|row| Some(row.leaf) != last)
                .map_or(0, |at| at + 1);
            if whole == 0 {
                piece_rows *= 2;
                continue;
            }
            piece.truncate(whole);
        }
        let before = piece.clone();
        piece
            .chunk_by_mut(|one, other| one.leaf == other.leaf)
            .for_each(|event| with.apply(event, numbers));
        changed |= piece != before;
        start += piece.len();
        for (column, values) in DECIDED.iter().zip(&mut decided) {
            values.extend(piece.as_slice().narrow(*column)?);
        }
        piece_rows = PIECE_ROWS;
    }
    Ok(changed.then_some(Renewed { old, decided }))
}

fn read(file: &ColumnFile, start: usize, end: usize) -> Result<Vec<Row>> {
    let mut rows = vec![Row::default(); end - start];
    let mut scratch = Scratch::default();
    let wide = file.i64s(ByTime::Leaf as usize, start..end, &mut scratch)?;
    for (row, leaf) in rows.iter_mut().zip(wide) {
        row.leaf = leaf.cast_unsigned();
    }
    let wide = file.i64s(ByTime::Time as usize, start..end, &mut scratch)?;
    for (row, time) in rows.iter_mut().zip(wide) {
        row.time = *time;
    }
    let mut narrow = |column: ByTime, set: fn(&mut Row, u32)| -> Result<()> {
        let values = file.u32s(column as usize, start..end, &mut scratch)?;
        rows.iter_mut()
            .zip(values)
            .for_each(|(row, value)| set(row, *value));
        Ok(())
    };
    narrow(ByTime::Day, |row, value| row.day = value)?;
    narrow(ByTime::Marks, |row, value| row.marks = value)?;
    narrow(ByTime::Act, |row, value| row.act = value)?;
    narrow(ByTime::Account, |row, value| row.account = value)?;
    narrow(ByTime::Stated, |row, value| row.stated = value)?;
    narrow(ByTime::Actor, |row, value| row.actor = value)?;
    narrow(ByTime::Subject, |row, value| row.subject = value)?;
    narrow(ByTime::SubjectStated, |row, value| {
        row.subject_stated = if value == 0 { row.subject } else { value };
    })?;
    narrow(ByTime::ActorUnits, |row, value| row.actor_units = value)?;
    narrow(ByTime::SubjectUnits, |row, value| row.subject_units = value)?;
    Ok(rows)
}

impl TimeOrdered for Renewed<'_> {
    fn narrow(&self, column: ByTime) -> Result<Vec<u32>> {
        match DECIDED.iter().position(|decided| *decided == column) {
            Some(place) => Ok(self.decided[place].clone()),
            None => self.old.narrow(column),
        }
    }

    fn wide(&self, column: ByTime) -> Result<Vec<i64>> {
        self.old.wide(column)
    }
}
