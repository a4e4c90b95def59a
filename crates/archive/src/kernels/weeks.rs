//! Weeks: how often an actor looked people up, week by week.

use rayon::prelude::*;
use tilsyn_domain::question::WeekCount;
use tilsyn_domain::{Day, Identity, Period};

use super::scan::{Buffers, Columns, Order, Scan};
use super::{Pool, View};
use crate::error::Result;
use crate::rollup::column as rollup;
use crate::row::{DaySpan, day_of_number};

/// Weeks of one answer: the years 1900 to 2100. A longer period is cut to the days known.
const WEEKS_MAX: i64 = 10_500;

pub(crate) fn weeks(
    view: &View<'_>,
    actors: &[Identity],
    period: Period,
) -> Result<Vec<Vec<WeekCount>>> {
    let Some(period) = bounded(view, period) else {
        return Ok(vec![Vec::new(); actors.len()]);
    };
    let span = DaySpan::of(period);
    let first = period.from().monday();
    let week_of = |day: Day| usize::try_from((day.monday().0 - first.0) / 7).unwrap_or(0);
    let weeks = week_of(period.to()) + 1;
    let scan = Scan {
        segments: view.touched(span),
        order: Order::Rollup,
        span,
        columns: Columns::of(&[rollup::LOOKUPS, rollup::OUTSIDE]),
    };
    let pool: Pool<Buffers> = Pool::new();
    let count = |actor: &Identity| {
        let mut counts = vec![WeekCount::default(); weeks];
        let Some(actor) = view.code_for(actor) else {
            return Ok(counts);
        };
        pool.with(Buffers::default, |buffers| {
            scan.one(actor, buffers, &mut |_, slice| {
                let lookups = slice.column(rollup::LOOKUPS);
                let outside = slice.column(rollup::OUTSIDE);
                for line in slice.rows().filter(|line| slice.holds(span, *line)) {
                    let week = &mut counts[week_of(day_of_number(slice.day()[line]))];
                    week.lookups += u64::from(lookups[line]);
                    week.outside += u64::from(outside[line]);
                }
            })
        })?;
        Ok(counts)
    };
    actors.par_iter().map(count).collect()
}

/// The period, cut to the days of events if it is longer than any answer can be.
fn bounded(view: &View<'_>, period: Period) -> Option<Period> {
    if period.days() <= WEEKS_MAX * 7 {
        return Some(period);
    }
    let known = view.segments.iter().filter(|segment| segment.rows() > 0);
    let first = known
        .clone()
        .map(|segment| segment.summary.first_day)
        .min()?;
    let last = known.map(|segment| segment.summary.last_day).max()?;
    Period::new(
        period.from().max(day_of_number(first)),
        period.to().min(day_of_number(last)),
    )
}
