//! Reading segments by actor or subject, piece by piece.
//!
//! Rows of one key come together, from all segments, so that a kernel can count distinct things
//! per key with one array. A key with very many rows comes in several slices. Not here: reading in
//! the order of time (`time_scan`).

use std::ops::Range;

use rayon::prelude::*;
use tilsyn_domain::Code;

use super::Pool;
use crate::columns::{ColumnFile, Scratch};
use crate::error::Result;
use crate::rollup::column as rollup;
use crate::row::DaySpan;
use crate::segment::{Keyed, Segment, by_key};

/// Rows looked at together; decides how much memory a thread needs.
pub(super) const PIECE_ROWS: usize = 1 << 19;
/// Fewer are not worth the way.
const PIECE_ROWS_MIN: u64 = 1 << 13;
const PIECES_A_THREAD: u64 = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Actor,
    Subject,
    /// By actor: lines of the rollup instead of rows.
    Rollup,
}

impl Order {
    pub(super) fn keyed(self, segment: &Segment) -> &Keyed {
        match self {
            Order::Actor => &segment.by_actor,
            Order::Subject => &segment.by_subject,
            Order::Rollup => &segment.rollup,
        }
    }

    /// Where each key's accounts start, and the accounts.
    fn accounts(self) -> [usize; 2] {
        match self {
            Order::Rollup => [rollup::ACCOUNT_STARTS, rollup::ACCOUNTS],
            _ => [by_key::ACCOUNT_STARTS, by_key::ACCOUNTS],
        }
    }
}

/// Columns with a value a row, by their number in `by_key` or in the rollup.
const COLUMNS: usize = rollup::PEOPLE + 1;

/// What a question reads besides the day, which is always read.
#[derive(Clone, Copy, Default)]
pub(super) struct Columns {
    /// Values of the rows.
    pub(super) rows: &'static [usize],
    /// The accounts of each actor.
    pub(super) accounts: bool,
    /// The people of the rollup.
    pub(super) people: bool,
}

impl Columns {
    pub(super) const fn of(rows: &'static [usize]) -> Columns {
        Columns {
            rows,
            accounts: false,
            people: false,
        }
    }
}

/// Some rows of one key in one segment, in the order of time.
pub(super) struct Slice<'p> {
    /// Which of the scan's segments.
    pub(super) number: usize,
    /// Whether all days of the segment lie in the span asked for.
    pub(super) whole: bool,
    part: &'p Part<'p>,
    rows: Range<usize>,
    /// Which of the part's keys.
    key: usize,
}

impl<'p> Slice<'p> {
    pub(super) fn rows(&self) -> Range<usize> {
        0..self.rows.len()
    }

    /// The values of a column that was asked for.
    pub(super) fn column(&self, column: usize) -> &'p [u32] {
        &self.part.columns[column][self.rows.clone()]
    }

    /// One value of a column that was asked for: cheaper than the column where keys have few rows.
    pub(super) fn value(&self, column: usize, row: usize) -> u32 {
        self.part.columns[column][self.rows.start + row]
    }

    pub(super) fn day(&self) -> &'p [u32] {
        self.column(by_key::DAY)
    }

    /// Marks of the rows; the rollup has none.
    pub(super) fn marks(&self) -> &'p [u32] {
        self.column(by_key::MARKS)
    }

    /// The actor's accounts, by account number.
    pub(super) fn accounts(&self) -> &'p [Code] {
        self.part.accounts.of(self.key)
    }

    /// The people of the rollup's lines, line by line.
    pub(super) fn people(&self) -> &'p [Code] {
        self.part.people.of(self.key)
    }

    /// Whether a row's day lies in the span.
    pub(super) fn holds(&self, span: DaySpan, row: usize) -> bool {
        self.whole || span.holds(self.value(by_key::DAY, row))
    }
}

/// A question's way through the rows in the order of a key.
pub(super) struct Scan<'v> {
    pub(super) segments: Vec<&'v Segment>,
    pub(super) order: Order,
    pub(super) span: DaySpan,
    pub(super) columns: Columns,
}

/// Room for what one thread reads.
#[derive(Default)]
pub(super) struct Buffers {
    parts: Vec<PartBuffers>,
    small: Scratch,
}

#[derive(Default)]
struct PartBuffers {
    keys: Scratch,
    starts: Scratch,
    accounts: [Scratch; 2],
    people: [Scratch; 2],
    columns: [Scratch; COLUMNS],
}

/// Values of which each key has its own number.
#[derive(Clone, Copy, Default)]
struct Lists<'a> {
    starts: &'a [u32],
    values: &'a [u32],
}

impl<'a> Lists<'a> {
    fn load(
        file: &ColumnFile,
        [starts, values]: [usize; 2],
        bounds: Range<usize>,
        [of_starts, of_values]: &'a mut [Scratch; 2],
    ) -> Result<Lists<'a>> {
        let starts = file.u32s(starts, bounds, of_starts)?;
        let used = starts[0] as usize..starts[starts.len() - 1] as usize;
        Ok(Lists {
            starts,
            values: file.u32s(values, used, of_values)?,
        })
    }

    /// The values of a key; none where they were not asked for.
    fn of(&self, key: usize) -> &'a [u32] {
        let (Some(start), Some(end)) = (self.starts.get(key), self.starts.get(key + 1)) else {
            return &[];
        };
        let first = self.starts[0];
        &self.values[(start - first) as usize..(end - first) as usize]
    }
}

/// The rows of some keys of one segment.
struct Part<'a> {
    number: usize,
    whole: bool,
    keys: &'a [Code],
    starts: &'a [u32],
    accounts: Lists<'a>,
    people: Lists<'a>,
    columns: [&'a [u32]; COLUMNS],
    next: usize,
}

impl Scan<'_> {
    /// Ranges of keys with about equally many rows, all keys in all, so many that no thread
    /// waits long for another.
    fn ranges(&self) -> Result<Vec<Range<u64>>> {
        let keyed = self
            .segments
            .iter()
            .map(|segment| self.order.keyed(segment));
        let mut outline: Vec<(Code, u64)> = keyed.flat_map(Keyed::outline).collect();
        outline.sort_unstable();
        let rows: u64 = outline.iter().map(|(_, rows)| rows).sum();
        let pieces = rayon::current_num_threads() as u64 * PIECES_A_THREAD;
        let most = (rows / pieces).clamp(PIECE_ROWS_MIN, PIECE_ROWS as u64);
        let (mut ranges, mut scratch) = (Vec::new(), Scratch::default());
        let (mut start, mut waiting) = (0, 0);
        for (key, rows) in outline {
            if waiting + rows > most && u64::from(key) > start {
                self.split(start..u64::from(key), waiting, &mut ranges, &mut scratch)?;
                (start, waiting) = (u64::from(key), 0);
            }
            waiting += rows;
        }
        let end = u64::from(Code::MAX) + 1;
        self.split(start..end, waiting, &mut ranges, &mut scratch)?;
        Ok(ranges)
    }

    /// Splits a range that may hold more rows than a thread has room for.
    fn split(
        &self,
        range: Range<u64>,
        outlined: u64,
        ranges: &mut Vec<Range<u64>>,
        scratch: &mut Scratch,
    ) -> Result<()> {
        if outlined <= PIECE_ROWS as u64 || range.end - range.start == 1 {
            ranges.push(range);
            return Ok(());
        }
        let mut rows = 0;
        for segment in &self.segments {
            let keyed = self.order.keyed(segment);
            let keys = keyed.keys_in(&range, scratch)?;
            rows += keyed.rows_of(&keys, scratch)?.len() as u64;
        }
        if rows <= PIECE_ROWS as u64 {
            ranges.push(range);
            return Ok(());
        }
        let middle = range.start + (range.end - range.start) / 2;
        self.split(range.start..middle, rows, ranges, scratch)?;
        self.split(middle..range.end, rows, ranges, scratch)
    }

    /// Lets all threads go through the keys. `visit` sees the slices of one key one after the
    /// other; `done` then makes the results of a range.
    pub(super) fn all<S: Send, R: Send>(
        &self,
        make: impl Fn() -> S + Sync,
        visit: impl Fn(&mut S, Code, &Slice<'_>) + Sync,
        done: impl Fn(&mut S) -> R + Sync,
    ) -> Result<Vec<R>> {
        let pool = Pool::new();
        let work = |range: &Range<u64>| {
            pool.with(
                || (Buffers::default(), make()),
                |(buffers, state)| {
                    self.each(range, buffers, &mut |key, slice| visit(state, key, slice))?;
                    Ok(done(state))
                },
            )
        };
        self.ranges()?.par_iter().map(work).collect()
    }

    /// Goes through the keys of a range.
    pub(super) fn each(
        &self,
        range: &Range<u64>,
        buffers: &mut Buffers,
        visit: &mut impl FnMut(Code, &Slice<'_>),
    ) -> Result<()> {
        if range.end - range.start == 1 {
            let key = Code::try_from(range.start).expect("ranges are ranges of codes");
            return self.one(key, buffers, visit);
        }
        let segments = self.segments.len().max(buffers.parts.len());
        buffers.parts.resize_with(segments, PartBuffers::default);
        let mut parts = Vec::with_capacity(self.segments.len());
        for (number, room) in buffers
            .parts
            .iter_mut()
            .enumerate()
            .take(self.segments.len())
        {
            let keyed = self.order.keyed(self.segments[number]);
            let keys = keyed.keys_in(range, &mut buffers.small)?;
            let rows = keyed.rows_of(&keys, &mut buffers.small)?;
            if !rows.is_empty() {
                parts.push(self.load(number, &keys, &rows, room)?);
            }
        }
        while let Some(key) = parts.iter().filter_map(Part::key).min() {
            for part in &mut parts {
                if part.key() == Some(key) {
                    visit(key, &part.slice());
                    part.next += 1;
                }
            }
        }
        Ok(())
    }

    /// Goes through the rows of one key, of which there may be very many.
    pub(super) fn one(
        &self,
        key: Code,
        buffers: &mut Buffers,
        visit: &mut impl FnMut(Code, &Slice<'_>),
    ) -> Result<()> {
        if buffers.parts.is_empty() {
            buffers.parts.push(PartBuffers::default());
        }
        for (number, segment) in self.segments.iter().enumerate() {
            let keyed = self.order.keyed(segment);
            let range = u64::from(key)..u64::from(key) + 1;
            let keys = keyed.keys_in(&range, &mut buffers.small)?;
            let rows = keyed.rows_of(&keys, &mut buffers.small)?;
            // The people of a rollup's lines are not told apart by piece; lines are few.
            let most = match self.order {
                Order::Rollup => rows.len().max(1),
                Order::Actor | Order::Subject => PIECE_ROWS,
            };
            for start in rows.clone().step_by(most) {
                let piece = start..rows.end.min(start + most);
                let part = self.load(number, &keys, &piece, &mut buffers.parts[0])?;
                let slice = Slice {
                    number,
                    whole: part.whole,
                    part: &part,
                    rows: 0..piece.len(),
                    key: 0,
                };
                visit(key, &slice);
            }
        }
        Ok(())
    }

    fn load<'a>(
        &self,
        number: usize,
        keys: &Range<usize>,
        rows: &Range<usize>,
        room: &'a mut PartBuffers,
    ) -> Result<Part<'a>> {
        let segment = self.segments[number];
        let file = &self.order.keyed(segment).file;
        let bounds = keys.start..keys.end + 1;
        let mut columns: [&[u32]; COLUMNS] = [&[]; COLUMNS];
        for (column, scratch) in room.columns.iter_mut().enumerate() {
            if column == by_key::DAY || self.columns.rows.contains(&column) {
                columns[column] = file.u32s(column, rows.clone(), scratch)?;
            }
        }
        let (mut accounts, mut people) = (Lists::default(), Lists::default());
        if self.columns.accounts {
            let lists = self.order.accounts();
            accounts = Lists::load(file, lists, bounds.clone(), &mut room.accounts)?;
        }
        if self.columns.people {
            let lists = [rollup::PEOPLE_STARTS, rollup::PEOPLE_CODES];
            people = Lists::load(file, lists, bounds.clone(), &mut room.people)?;
        }
        Ok(Part {
            number,
            whole: segment.within(self.span),
            keys: file.u32s(by_key::KEYS, keys.clone(), &mut room.keys)?,
            starts: file.u32s(by_key::STARTS, bounds, &mut room.starts)?,
            accounts,
            people,
            columns,
            next: 0,
        })
    }
}

impl Part<'_> {
    fn key(&self) -> Option<Code> {
        self.keys.get(self.next).copied()
    }

    /// The rows of the next key.
    fn slice(&self) -> Slice<'_> {
        let first = self.starts[0];
        let [start, end] = [self.starts[self.next], self.starts[self.next + 1]];
        Slice {
            number: self.number,
            whole: self.whole,
            part: self,
            rows: (start - first) as usize..(end - first) as usize,
            key: self.next,
        }
    }
}
