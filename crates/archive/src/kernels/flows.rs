//! Flows: lookups from unit to unit, of everyone or of one actor.

use std::ops::Range;

use hashbrown::HashMap;
use rayon::prelude::*;
use tilsyn_domain::question::Flow;
use tilsyn_domain::{Code, Identity, Period};

use super::scan::{Buffers, Columns, Order, Scan};
use super::time_scan::{TimeBuffers, pieces_by_time};
use super::{Pool, View, add_up};
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::{DaySpan, marks, row_number};
use crate::segment::{ByTime, Segment, by_key};
use crate::words::{Field, Words};

/// Lookups by the two sides' sets of units.
type Pairs = HashMap<(u32, u32), u64>;

/// An actor with more than one of so many rows of a segment is found by reading it in order.
const SCATTERED_PART: usize = 64;

pub(crate) fn flows(
    view: &View<'_>,
    period: Period,
    actor: Option<&Identity>,
) -> Result<Vec<Flow>> {
    let span = DaySpan::of(period);
    let pairs = match actor.map(|actor| view.code_for(actor)) {
        None => of_rows(view, period, &view.touched(span), None)?,
        Some(None) => Pairs::new(),
        Some(Some(actor)) => of_actor(view, period, actor)?,
    };
    let words = view.core.words();
    let mut named: HashMap<(Option<&str>, Option<&str>), u64> = HashMap::new();
    for ((from, to), lookups) in pairs {
        *named.entry(ends(&words, from, to)).or_default() += lookups;
    }
    let owned = |unit: Option<&str>| unit.map(str::to_owned);
    let mut flows: Vec<Flow> = named
        .into_iter()
        .map(|((from, to), lookups)| Flow {
            from: owned(from),
            to: owned(to),
            lookups,
        })
        .collect();
    flows.sort_by(|one, other| {
        let by_count = other.lookups.cmp(&one.lookups);
        by_count.then_with(|| (&one.from, &one.to).cmp(&(&other.from, &other.to)))
    });
    Ok(flows)
}

/// The units that stand for two sets: a shared one for both, else the first of each.
fn ends(words: &Words, from: u32, to: u32) -> (Option<&str>, Option<&str>) {
    let (sets, text) = (words.sets(), |unit: &u32| words.text(Field::Unit, *unit));
    let (from, to) = (&sets[from as usize], &sets[to as usize]);
    let shared = from.iter().filter(|unit| to.contains(unit)).map(text).min();
    match shared {
        Some(unit) => (Some(unit), Some(unit)),
        None => (from.iter().map(text).min(), to.iter().map(text).min()),
    }
}

/// Counts of pairs: a table where it is small, else by hash.
enum Counts {
    Table(Vec<u32>),
    Hashed(Pairs),
}

/// Places of the largest table: 16 MiB.
const TABLE_MAX: usize = 1 << 22;

impl Counts {
    fn new(sets: usize) -> Counts {
        if sets * sets <= TABLE_MAX {
            Counts::Table(vec![0; sets * sets])
        } else {
            Counts::Hashed(Pairs::new())
        }
    }

    fn into_pairs(self, sets: usize) -> Pairs {
        match self {
            Counts::Hashed(pairs) => pairs,
            Counts::Table(table) => (table.iter().enumerate())
                .filter(|(_, count)| **count > 0)
                .map(|(place, count)| {
                    let set = |number: usize| row_number(number);
                    ((set(place / sets), set(place % sets)), u64::from(*count))
                })
                .collect(),
        }
    }
}

/// Counts rows in the order of time, of everyone or of one actor.
fn of_rows(
    view: &View<'_>,
    period: Period,
    segments: &[&Segment],
    actor: Option<Code>,
) -> Result<Pairs> {
    let span = DaySpan::of(period);
    let sets = view.core.words().sets().len();
    let pool: Pool<(TimeBuffers, Counts)> = Pool::new();
    let pieces: Vec<(&Segment, Range<usize>)> = pieces_by_time(view, period, segments)?;
    pieces.par_iter().try_for_each(|(segment, rows)| {
        let make = || (TimeBuffers::default(), Counts::new(sets));
        pool.with(make, |(buffers, counts)| {
            let columns = [
                ByTime::Marks,
                ByTime::Day,
                ByTime::ActorUnits,
                ByTime::SubjectUnits,
                ByTime::Actor,
            ];
            let [found, days, from, to, actors] = buffers.read(segment, rows, columns)?;
            let asked = |row: &usize| {
                actor.is_none_or(|actor| actors[*row] == actor)
                    && marks::counts(found[*row])
                    && span.holds(days[*row])
            };
            let asked = (0..rows.len()).filter(asked);
            match counts {
                Counts::Table(table) => {
                    asked.for_each(|row| table[from[row] as usize * sets + to[row] as usize] += 1);
                }
                Counts::Hashed(pairs) => {
                    asked.for_each(|row| *pairs.entry((from[row], to[row])).or_default() += 1);
                }
            }
            Ok::<(), crate::ArchiveError>(())
        })
    })?;
    let parts = pool.into_all().into_iter();
    let parts = parts.map(|(_, counts)| counts.into_pairs(sets)).collect();
    Ok(add_up(parts, |sum, count| *sum += count))
}

/// Counts the rows of one actor.
fn of_actor(view: &View<'_>, period: Period, actor: Code) -> Result<Pairs> {
    let span = DaySpan::of(period);
    let mut scratch = Scratch::default();
    let (mut dense, mut scattered) = (Vec::new(), Vec::new());
    for segment in view.touched(span) {
        let rows = segment.by_actor.rows_of_key(actor, &mut scratch)?.len();
        if rows * SCATTERED_PART > segment.rows() {
            dense.push(segment);
        } else {
            scattered.push(segment);
        }
    }
    let mut pairs = of_rows(view, period, &dense, Some(actor))?;
    let scan = Scan {
        segments: scattered,
        order: Order::Actor,
        span,
        columns: Columns::of(&[by_key::MARKS, by_key::PLACE]),
    };
    let mut places: Vec<(usize, u32)> = Vec::new();
    let mut keep = |_: Code, slice: &super::scan::Slice<'_>| {
        for (row, found) in slice.marks().iter().enumerate() {
            if marks::counts(*found) && slice.holds(span, row) {
                places.push((slice.number, slice.column(by_key::PLACE)[row]));
            }
        }
    };
    scan.one(actor, &mut Buffers::default(), &mut keep)?;
    for (number, place) in places {
        let segment = scan.segments[number];
        let mut side = |column: ByTime| {
            segment
                .by_time
                .u32_at(column as usize, place as usize, &mut scratch)
        };
        *pairs
            .entry((side(ByTime::ActorUnits)?, side(ByTime::SubjectUnits)?))
            .or_default() += 1;
    }
    Ok(pairs)
}
