//! Reading segments in the order of time, piece by piece.
//!
//! Only the pieces that may hold events of the period; which of their rows do, the kernels see by
//! the day. Not here: reading by actor or subject (`scan`).

use std::ops::Range;

use tilsyn_domain::{Day, Period};

use super::View;
use super::scan::PIECE_ROWS;
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::DaySpan;
use crate::segment::{ByTime, Segment};

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
