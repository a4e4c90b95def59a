//! Values of a column at some places of the order of time.

use std::ops::Range;

use crate::columns::{ColumnFile, Scratch};
use crate::error::Result;
use crate::segment::ByTime;

/// Places looked up together: bounds how much is read at once.
pub(super) const PLACES_AT_ONCE: usize = 1 << 16;
/// Places are read in one go where at least one of so many rows is asked for.
const SCATTERED_PART: usize = 64;

/// The rows to read in one go; `None` where the places lie too far apart for that.
fn close(places: &[u32]) -> Option<Range<usize>> {
    let (first, last) = (*places.first()? as usize, *places.last()? as usize);
    (last - first < places.len() * SCATTERED_PART).then_some(first..last + 1)
}

/// The values of a column that fits 32 bits, at ascending places.
pub(super) fn narrow_at(
    file: &ColumnFile,
    column: ByTime,
    places: &[u32],
    scratch: &mut Scratch,
) -> Result<Vec<u32>> {
    let column = column as usize;
    let Some(rows) = close(places) else {
        let one = |place: &u32| file.u32_at(column, *place as usize, scratch);
        return places.iter().map(one).collect();
    };
    let values = file.u32s(column, rows.clone(), scratch)?;
    let value = |place: &u32| values[*place as usize - rows.start];
    Ok(places.iter().map(value).collect())
}

/// The leaves or times at ascending places.
pub(super) fn wide_at(
    file: &ColumnFile,
    column: ByTime,
    places: &[u32],
    scratch: &mut Scratch,
) -> Result<Vec<i64>> {
    let column = column as usize;
    let Some(rows) = close(places) else {
        let one = |place: &u32| file.i64_at(column, *place as usize, scratch);
        return places.iter().map(one).collect();
    };
    let values = file.i64s(column, rows.clone(), scratch)?;
    let value = |place: &u32| values[*place as usize - rows.start];
    Ok(places.iter().map(value).collect())
}
