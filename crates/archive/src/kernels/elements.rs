//! Elements, screens, tabs and reports (H9.3): how often, by how many, towards how many.

use rayon::prelude::*;
use roaring::RoaringBitmap;
use tilsyn_domain::Period;
use tilsyn_domain::question::{ElementField, ElementLine};

use super::time_scan::{TimeBuffers, pieces_by_time};
use super::{Pool, View};
use crate::error::Result;
use crate::row::{DaySpan, marks, row_number};
use crate::segment::ByTime;
use crate::words::Field;

/// What one element showed.
#[derive(Clone, Default)]
struct Tally {
    lookups: u64,
    users: RoaringBitmap,
    people: RoaringBitmap,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.lookups += other.lookups;
        self.users |= &other.users;
        self.people |= &other.people;
    }
}

/// Where a field stands, in columns and in words.
pub(super) fn field_of(field: ElementField) -> (ByTime, Field) {
    match field {
        ElementField::Element => (ByTime::Element, Field::Element),
        ElementField::Screen => (ByTime::Screen, Field::Screen),
        ElementField::Tab => (ByTime::Tab, Field::Tab),
        ElementField::Report => (ByTime::Report, Field::Report),
    }
}

pub(crate) fn elements(
    view: &View<'_>,
    field: ElementField,
    period: Period,
) -> Result<Vec<ElementLine>> {
    let (column, field) = field_of(field);
    let span = DaySpan::of(period);
    let segments = view.touched(span);
    let codes = view.core.words().codes(field);
    let pool: Pool<(TimeBuffers, Vec<Tally>)> = Pool::new();
    pieces_by_time(view, period, &segments)?
        .par_iter()
        .try_for_each(|(segment, rows)| {
            pool.with(
                || (TimeBuffers::default(), vec![Tally::default(); codes]),
                |(buffers, tallies)| {
                    let columns = [
                        column,
                        ByTime::Marks,
                        ByTime::Day,
                        ByTime::Actor,
                        ByTime::Subject,
                    ];
                    let [elements, found, days, actors, subjects] =
                        buffers.read(segment, rows, columns)?;
                    let counted = |row: &usize| {
                        let named = elements[*row] != 0;
                        named && marks::counts(found[*row]) && span.holds(days[*row])
                    };
                    let mut asked: Vec<(u32, u32)> = (0..rows.len())
                        .filter(counted)
                        .map(|row| (elements[row], row_number(row)))
                        .collect();
                    // Element by element: its two sets then stay in the processor's cache.
                    asked.sort_unstable();
                    for of_one in asked.chunk_by(|one, other| one.0 == other.0) {
                        let tally = &mut tallies[of_one[0].0 as usize];
                        tally.lookups += of_one.len() as u64;
                        tally
                            .users
                            .extend(of_one.iter().map(|(_, row)| actors[*row as usize]));
                        tally
                            .people
                            .extend(of_one.iter().map(|(_, row)| subjects[*row as usize]));
                    }
                    Ok::<(), crate::ArchiveError>(())
                },
            )
        })?;
    let mut all = vec![Tally::default(); codes];
    for (_, tallies) in pool.into_all() {
        all.iter_mut()
            .zip(&tallies)
            .for_each(|(all, tally)| all.add(tally));
    }
    let words = view.core.words();
    let line = |(code, tally): (u32, &Tally)| ElementLine {
        name: words.text(field, code).to_owned(),
        lookups: tally.lookups,
        users: tally.users.len(),
        people: tally.people.len(),
    };
    let mut lines: Vec<ElementLine> = (0..)
        .zip(&all)
        .filter(|(_, tally)| tally.lookups > 0)
        .map(line)
        .collect();
    lines.sort_by(|one, other| {
        other
            .lookups
            .cmp(&one.lookups)
            .then_with(|| one.name.cmp(&other.name))
    });
    Ok(lines)
}
