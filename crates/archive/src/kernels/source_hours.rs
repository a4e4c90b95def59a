//! How much came from each source, hour by hour, and how much one sent of a span of time.
//!
//! By when things happened: rows of a segment stand in the order of time, so that only those of
//! the span are read. Not here: when they arrived, which the archive does not know.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use tilsyn_domain::question::SourceHours;
use tilsyn_domain::{Instant, Kind, Via};

use super::View;
use super::scan::PIECE_ROWS;
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::{act, marks};
use crate::segment::{ByTime, Segment};
use crate::words::Field;

const MICROS_AN_HOUR: i64 = 3_600_000_000;

/// Events by source and hour.
type Counts = BTreeMap<(u32, i64), u64>;

pub(crate) fn hours_of_sources(view: &View<'_>, span: &Range<Instant>) -> Result<Vec<SourceHours>> {
    let pieces = pieces(view, span, None)?;
    let counts: Result<Vec<Counts>> = pieces
        .into_par_iter()
        .map(|(segment, rows)| hours_of_piece(segment, &rows))
        .collect();
    let mut all = Counts::new();
    for (place, events) in counts?.into_iter().flatten() {
        *all.entry(place).or_default() += events;
    }
    let words = view.core.words();
    let mut sources: BTreeMap<&str, Vec<(i64, u64)>> = BTreeMap::new();
    for ((source, hour), events) in all {
        let source = words.text(Field::Source, source);
        sources.entry(source).or_default().push((hour, events));
    }
    Ok(sources
        .into_iter()
        .map(|(source, hours)| SourceHours {
            source: source.to_owned(),
            hours,
        })
        .collect())
}

fn hours_of_piece(segment: &Segment, rows: &Range<usize>) -> Result<Counts> {
    let file = &segment.by_time;
    let [mut one, mut two, mut three] = <[Scratch; 3]>::default();
    let times = file.i64s(ByTime::Time as usize, rows.clone(), &mut one)?;
    let sources = file.u32s(ByTime::Source as usize, rows.clone(), &mut two)?;
    let found = file.u32s(ByTime::Marks as usize, rows.clone(), &mut three)?;
    let mut counts = Counts::new();
    // Times ascend, so that an hour is gone through once: its sources are few.
    let (mut hour, mut of_hour) = (i64::MIN, Vec::<(u32, u64)>::new());
    for ((time, source), found) in times.iter().zip(sources).zip(found) {
        if found & marks::FIRST == 0 {
            continue;
        }
        let this = time.div_euclid(MICROS_AN_HOUR);
        if this != hour {
            let done = of_hour.drain(..);
            done.for_each(|(source, events)| *counts.entry((source, hour)).or_default() += events);
            hour = this;
        }
        match of_hour.iter_mut().find(|(known, _)| known == source) {
            Some((_, events)) => *events += 1,
            None => of_hour.push((*source, 1)),
        }
    }
    for (source, events) in of_hour {
        *counts.entry((source, hour)).or_default() += events;
    }
    Ok(counts)
}

pub(crate) fn records_between(view: &View<'_>, source: &str, span: &Range<Instant>) -> Result<u64> {
    let Some(source) = view.core.words().find(Field::Source, source) else {
        return Ok(0);
    };
    let counts: Result<Vec<u64>> = pieces(view, span, Some(source))?
        .into_par_iter()
        .map(|(segment, rows)| records_of_piece(segment, &rows, source))
        .collect();
    Ok(counts?.into_iter().sum())
}

fn records_of_piece(segment: &Segment, rows: &Range<usize>, source: u32) -> Result<u64> {
    let file = &segment.by_time;
    let [mut one, mut two, mut three] = <[Scratch; 3]>::default();
    let sources = file.u32s(ByTime::Source as usize, rows.clone(), &mut one)?;
    let found = file.u32s(ByTime::Marks as usize, rows.clone(), &mut two)?;
    let acts = file.u32s(ByTime::Act as usize, rows.clone(), &mut three)?;
    let rows = sources.iter().zip(found).zip(acts);
    let records = rows.filter(|((of, found), how)| {
        let is_kin = marks::kind(**found) == Kind::RegisterTransfer as u32
            && **how & act::VIA == Via::Kin as u32;
        **of == source && **found & marks::FIRST != 0 && !is_kin
    });
    Ok(records.count() as u64)
}

/// Rows of a span of time in the segments that have any, of one source where one is named.
fn pieces<'v>(
    view: &'v View<'_>,
    span: &Range<Instant>,
    source: Option<u32>,
) -> Result<Vec<(&'v Segment, Range<usize>)>> {
    let mut scratch = Scratch::default();
    let mut pieces = Vec::new();
    for segment in view.segments.iter().filter(|segment| segment.rows() > 0) {
        let sources = segment.summary.sources.iter();
        let mut named = sources.filter(|of| source.is_none_or(|source| of.source == source));
        if !named.any(|of| of.first < span.end.0 && span.start.0 <= of.last) {
            continue;
        }
        let start = first_from(segment, span.start.0, &mut scratch)?;
        let end = first_from(segment, span.end.0, &mut scratch)?.max(start);
        for first in (start..end).step_by(PIECE_ROWS) {
            pieces.push((segment.as_ref(), first..end.min(first + PIECE_ROWS)));
        }
    }
    Ok(pieces)
}

/// The first row of that time or later.
fn first_from(segment: &Segment, time: i64, scratch: &mut Scratch) -> Result<usize> {
    let (mut low, mut high) = (0, segment.rows());
    while low < high {
        let middle = low + (high - low) / 2;
        let found = segment
            .by_time
            .i64_at(ByTime::Time as usize, middle, scratch)?;
        if found < time {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}
