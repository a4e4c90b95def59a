//! Reading segments piece by piece: by actor or subject, and by time.
//!
//! Rows of one key come together, from all segments, so that a kernel can count distinct things
//! per key with one array. A key with very many rows comes in several slices.

use std::ops::Range;

use rayon::prelude::*;
use tilsyn_domain::{Code, Day, Period};

use super::{Pool, View};
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::DaySpan;
use crate::segment::{ByTime, Keyed, Segment, by_key};

/// Rows looked at together; decides how much memory a thread needs.
const PIECE_ROWS: usize = 1 << 19;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Actor,
    Subject,
}

impl Order {
    pub(super) fn keyed(self, segment: &Segment) -> &Keyed {
        match self {
            Order::Actor => &segment.by_actor,
            Order::Subject => &segment.by_subject,
        }
    }
}

/// Columns by their number in `by_key`.
const COLUMNS: usize = 7;

/// Some rows of one key in one segment, in the order of time.
pub(super) struct Slice<'a> {
    /// Which of the scan's segments.
    pub(super) number: usize,
    /// Whether all days of the segment lie in the span asked for.
    pub(super) whole: bool,
    pub(super) day: &'a [u32],
    pub(super) marks: &'a [u32],
    columns: [&'a [u32]; COLUMNS],
    /// The actor's accounts, by account number.
    pub(super) accounts: &'a [Code],
}

impl<'a> Slice<'a> {
    /// The values of a column that was asked for.
    pub(super) fn column(&self, column: usize) -> &'a [u32] {
        self.columns[column]
    }

    /// Whether a row's day lies in the span.
    pub(super) fn holds(&self, span: DaySpan, row: usize) -> bool {
        self.whole || span.holds(self.day[row])
    }
}

/// A question's way through the rows in the order of a key.
pub(super) struct Scan<'v> {
    pub(super) segments: Vec<&'v Segment>,
    pub(super) order: Order,
    pub(super) span: DaySpan,
    /// Columns besides day and marks.
    pub(super) columns: &'static [usize],
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
    account_starts: Scratch,
    accounts: Scratch,
    columns: [Scratch; COLUMNS],
}

/// The rows of some keys of one segment.
struct Part<'a> {
    number: usize,
    whole: bool,
    keys: &'a [Code],
    starts: &'a [u32],
    account_starts: &'a [u32],
    accounts: &'a [Code],
    columns: [&'a [u32]; COLUMNS],
    next: usize,
}

impl Scan<'_> {
    /// Ranges of keys with about equally many rows, all keys in all.
    fn ranges(&self) -> Result<Vec<Range<u64>>> {
        let mut ranges = Vec::new();
        let mut scratch = Scratch::default();
        self.split(0..u64::from(Code::MAX) + 1, &mut ranges, &mut scratch)?;
        Ok(ranges)
    }

    fn split(
        &self,
        range: Range<u64>,
        ranges: &mut Vec<Range<u64>>,
        scratch: &mut Scratch,
    ) -> Result<()> {
        let mut rows = 0;
        for segment in &self.segments {
            let keyed = self.order.keyed(segment);
            let keys = keyed.keys_in(&range, scratch)?;
            rows += keyed.rows_of(&keys, scratch)?.len();
        }
        if rows == 0 {
            return Ok(());
        }
        if rows <= PIECE_ROWS || range.end - range.start == 1 {
            ranges.push(range);
            return Ok(());
        }
        let middle = range.start + (range.end - range.start) / 2;
        self.split(range.start..middle, ranges, scratch)?;
        self.split(middle..range.end, ranges, scratch)
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
            for part in parts.iter_mut().filter(|part| part.key() == Some(key)) {
                visit(key, &part.slice());
                part.next += 1;
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
            for start in rows.clone().step_by(PIECE_ROWS) {
                let piece = start..rows.end.min(start + PIECE_ROWS);
                let part = self.load(number, &keys, &piece, &mut buffers.parts[0])?;
                let slice = Slice {
                    number,
                    whole: part.whole,
                    day: part.columns[by_key::DAY],
                    marks: part.columns[by_key::MARKS],
                    columns: part.columns,
                    accounts: part.accounts,
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
            let wanted = match column {
                by_key::DAY | by_key::MARKS => true,
                _ => self.columns.contains(&column),
            };
            if wanted {
                columns[column] = file.u32s(column, rows.clone(), scratch)?;
            }
        }
        let (mut account_starts, mut accounts): (&[u32], &[Code]) = (&[], &[]);
        if self.order == Order::Actor && self.columns.contains(&by_key::ACCOUNT_NO) {
            let starts = (by_key::ACCOUNT_STARTS, &mut room.account_starts);
            account_starts = file.u32s(starts.0, bounds.clone(), starts.1)?;
            let used = account_starts[0] as usize..account_starts[keys.len()] as usize;
            accounts = file.u32s(by_key::ACCOUNTS, used, &mut room.accounts)?;
        }
        Ok(Part {
            number,
            whole: segment.within(self.span),
            keys: file.u32s(by_key::KEYS, keys.clone(), &mut room.keys)?,
            starts: file.u32s(by_key::STARTS, bounds, &mut room.starts)?,
            account_starts,
            accounts,
            columns,
            next: 0,
        })
    }
}

impl<'a> Part<'a> {
    fn key(&self) -> Option<Code> {
        self.keys.get(self.next).copied()
    }

    /// The rows of the next key.
    fn slice(&self) -> Slice<'a> {
        let within = |bounds: &[u32]| {
            let first = bounds[0];
            (bounds[self.next] - first) as usize..(bounds[self.next + 1] - first) as usize
        };
        let rows = within(self.starts);
        let cut = |column: &'a [u32]| {
            if column.is_empty() {
                column
            } else {
                &column[rows.clone()]
            }
        };
        let columns = self.columns.map(cut);
        Slice {
            number: self.number,
            whole: self.whole,
            day: columns[by_key::DAY],
            marks: columns[by_key::MARKS],
            columns,
            accounts: if self.account_starts.is_empty() {
                &[]
            } else {
                &self.accounts[within(self.account_starts)]
            },
        }
    }
}

/// Pieces of the order of time that may hold events of a period.
pub(super) fn pieces_by_time<'v>(
    view: &'v View<'_>,
    period: Period,
    segments: &[&'v Segment],
) -> Result<Vec<(&'v Segment, Range<usize>)>> {
    let span = DaySpan::of(period);
    let mut scratch = Scratch::default();
    let mut pieces = Vec::new();
    for segment in segments {
        let rows = if segment.within(span) {
            0..segment.rows()
        } else {
            rows_between(view, period, segment, &mut scratch)?
        };
        for start in rows.clone().step_by(PIECE_ROWS) {
            pieces.push((*segment, start..rows.end.min(start + PIECE_ROWS)));
        }
    }
    Ok(pieces)
}

/// Rows from a day before the period to a day after: in some zones a day comes back at night.
fn rows_between(
    view: &View<'_>,
    period: Period,
    segment: &Segment,
    scratch: &mut Scratch,
) -> Result<Range<usize>> {
    let mut place = |day: Day| -> Result<usize> {
        let bound = view.zone().start_of(day).0;
        let (mut low, mut high) = (0, segment.rows());
        while low < high {
            let middle = low + (high - low) / 2;
            if segment
                .by_time
                .i64_at(ByTime::Time as usize, middle, scratch)?
                < bound
            {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    };
    let start = match period.from() {
        Day::MIN => 0,
        from => place(from.plus(-1))?,
    };
    let end = match period.to() {
        Day::MAX => segment.rows(),
        to => place(to.plus(2))?,
    };
    Ok(start..end.max(start))
}

/// Columns of a piece of the order of time, read into reused room.
#[derive(Default)]
pub(super) struct TimeBuffers {
    scratches: Vec<Scratch>,
}

impl TimeBuffers {
    /// Reads these columns of some rows, in the order asked for.
    pub(super) fn read<'b, const N: usize>(
        &'b mut self,
        segment: &Segment,
        rows: &Range<usize>,
        columns: [ByTime; N],
    ) -> Result<[&'b [u32]; N]> {
        self.scratches
            .resize_with(self.scratches.len().max(N), Scratch::default);
        let mut values: [&[u32]; N] = [&[]; N];
        for (place, scratch) in self.scratches.iter_mut().take(N).enumerate() {
            let column = columns[place] as usize;
            values[place] = segment.by_time.u32s(column, rows.clone(), scratch)?;
        }
        Ok(values)
    }
}
