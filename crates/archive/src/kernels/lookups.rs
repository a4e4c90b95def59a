//! Every lookup of a period by itself, for samples: how many there are, and which.
//!
//! Read in the order of time, piece by piece, so that memory does not grow with the period. Whom
//! a code stands for is asked once a person. Not here: which of them are drawn (`detect`, `app`).

use std::ops::{ControlFlow, Range};

use hashbrown::HashMap;
use rayon::prelude::*;
use tilsyn_domain::question::OneLookup;
use tilsyn_domain::{Code, Identity, NationalId, Period};

use super::time_scan::{TimeBuffers, pieces_by_time};
use super::{Pool, View};
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::{DaySpan, day_of_number, marks};
use crate::segment::{ByTime, Segment};

/// Rows handed out together at most.
const ROWS_AT_ONCE: usize = 1 << 17;

pub(crate) fn lookup_count(view: &View<'_>, period: Period) -> Result<u64> {
    let span = DaySpan::of(period);
    let pieces = pieces_by_time(view, period, &view.touched(span))?;
    let pool: Pool<TimeBuffers> = Pool::new();
    let count = |(segment, rows): &(&Segment, Range<usize>)| {
        pool.with(TimeBuffers::default, |buffers| {
            let [found, days] = buffers.read(segment, rows, [ByTime::Marks, ByTime::Day])?;
            let counted = found.iter().zip(days);
            let counted = counted.filter(|(found, day)| is_one(**found, **day, span));
            Ok(counted.count() as u64)
        })
    };
    let counts: Result<Vec<u64>> = pieces.par_iter().map(count).collect();
    Ok(counts?.into_iter().sum())
}

fn is_one(found: u32, day: u32, span: DaySpan) -> bool {
    marks::counts(found) && span.holds(day)
}

pub(crate) fn lookups(
    view: &View<'_>,
    period: Period,
    each: &mut dyn FnMut(Vec<OneLookup>) -> ControlFlow<()>,
) -> Result<()> {
    let span = DaySpan::of(period);
    let mut people = People::default();
    for (segment, rows) in pieces_by_time(view, period, &view.touched(span))? {
        for start in rows.clone().step_by(ROWS_AT_ONCE) {
            let rows = start..rows.end.min(start + ROWS_AT_ONCE);
            let coded = of_rows(segment, &rows, span)?;
            if each(people.named(view, &coded)).is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// A lookup as a row has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Coded {
    leaf: u64,
    subject: Code,
    actor: Code,
    day: u32,
}

/// The lookups among some rows, in the order of leaves.
fn of_rows(segment: &Segment, rows: &Range<usize>, span: DaySpan) -> Result<Vec<Coded>> {
    let (mut buffers, mut scratch) = (TimeBuffers::default(), Scratch::default());
    let columns = [ByTime::Marks, ByTime::Day, ByTime::Subject, ByTime::Actor];
    let [found, days, subjects, actors] = buffers.read(segment, rows, columns)?;
    let leaves = (segment.by_time).i64s(ByTime::Leaf as usize, rows.clone(), &mut scratch)?;
    let mut coded: Vec<Coded> = (0..rows.len())
        .filter(|row| is_one(found[*row], days[*row], span))
        .map(|row| Coded {
            leaf: leaves[row].cast_unsigned(),
            subject: subjects[row],
            actor: actors[row],
            day: days[row],
        })
        .collect();
    coded.sort_unstable();
    Ok(coded)
}

/// The people met so far; `None`: erased.
#[derive(Default)]
struct People(HashMap<Code, Option<NationalId>>);

impl People {
    fn named(&mut self, view: &View<'_>, coded: &[Coded]) -> Vec<OneLookup> {
        let mut new: Vec<Code> = coded.iter().map(|one| one.subject).collect();
        new.retain(|subject| !self.0.contains_key(subject));
        new.sort_unstable();
        new.dedup();
        let met = new.into_par_iter().with_min_len(64);
        let met = met.map(|subject| match view.identity(subject) {
            Some(Identity::Person(id)) => (subject, Some(id)),
            Some(Identity::Account { .. }) | None => (subject, None),
        });
        self.0.extend(met.collect::<Vec<_>>());
        let lookups = coded.iter().map(|one| OneLookup {
            leaf: one.leaf,
            subject: self.0.get(&one.subject).cloned().flatten(),
            person: one.subject,
            actor: one.actor,
            day: day_of_number(one.day),
        });
        let mut lookups: Vec<OneLookup> = lookups.collect();
        // Codes have another order than ids.
        lookups.sort_unstable();
        lookups
    }
}
