//! People looked up (H8.2): how often, by how many, from how many units.
//!
//! With a limit everyone is counted first, and only the most looked up are looked at closer.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use tilsyn_domain::counted::{CountedSubjects, SubjectColumn};
use tilsyn_domain::question::SubjectLine;
use tilsyn_domain::{Code, Counted, Identity, Period};

use super::scan::{Buffers, Columns, Order, Scan, Slice};
use super::{Kept, Pool, Stamps, View, keep_top};
use crate::archive::Core;
use crate::error::Result;
use crate::row::{DaySpan, marks};
use crate::segment::by_key;

/// What is read to look closer at people.
const CLOSER: &[usize] = &[by_key::MARKS, by_key::ACTOR, by_key::ACTOR_UNITS];

/// How often somebody was looked up.
#[derive(Clone, Copy, Default)]
struct Count {
    subject: Code,
    lookups: u32,
}

/// The same with everything a line needs. Small, since a long list is kept as these.
#[derive(Clone, Copy, Default)]
struct Tally {
    subject: Code,
    lookups: u32,
    users: u32,
    units: u32,
    last_day: u32,
}

/// Everybody looked up in a period; names are found when a line is asked for.
struct Subjects {
    kept: Kept,
    tallies: Vec<Tally>,
    /// The set of units of each on the last day.
    sets: Vec<u32>,
}

impl Counted for Subjects {
    type Line = SubjectLine;
    type Column = SubjectColumn;

    fn len(&self) -> usize {
        self.tallies.len()
    }

    fn number(&self, place: usize, column: SubjectColumn) -> u64 {
        let tally = &self.tallies[place];
        u64::from(match column {
            SubjectColumn::Lookups => tally.lookups,
            SubjectColumn::Users => tally.users,
            SubjectColumn::Units => tally.units,
        })
    }

    fn unit(&self, place: usize) -> Option<String> {
        let words = self.kept.core.words();
        let units = words.set_texts(self.sets[place]);
        units.first().map(|unit| (*unit).to_owned())
    }

    fn units(&self) -> BTreeSet<String> {
        let words = self.kept.core.words();
        let distinct: BTreeSet<u32> = self.sets.iter().copied().collect();
        let first = |set: u32| words.set_texts(set).first().map(|unit| (*unit).to_owned());
        distinct.into_iter().filter_map(first).collect()
    }

    fn line(&self, place: usize) -> Option<SubjectLine> {
        line(&self.kept.view(), &self.tallies[place])
    }
}

pub(crate) fn counted_subjects(core: &Arc<Core>, period: Period) -> Result<Arc<CountedSubjects>> {
    let view = View::of(core);
    let mut tallies = tally_all(&view, DaySpan::of(period))?;
    tallies.sort_unstable_by_key(|tally| tally.subject);
    let people: Vec<(Code, u32)> = tallies
        .iter()
        .map(|tally| (tally.subject, tally.last_day))
        .collect();
    let sets = core.units_of(&people);
    let mut present = sets.iter().map(Option::is_some);
    tallies.retain(|_| present.next().unwrap_or(false));
    Ok(Arc::new(Subjects {
        kept: Kept::of(core, &view),
        tallies,
        sets: sets.into_iter().flatten().collect(),
    }))
}

/// One thread's work on tallies.
struct Tallying {
    now: Tally,
    actors: Stamps,
    sets: Stamps,
    units: Stamps,
    unit_sets: Arc<[Box<[u32]>]>,
    done: Vec<Tally>,
}

impl Tallying {
    fn new(unit_sets: &Arc<[Box<[u32]>]>) -> Tallying {
        Tallying {
            now: Tally::default(),
            actors: Stamps::default(),
            sets: Stamps::default(),
            units: Stamps::default(),
            unit_sets: Arc::clone(unit_sets),
            done: Vec::new(),
        }
    }

    fn visit(&mut self, subject: Code, slice: &Slice<'_>, span: DaySpan) {
        if self.now.subject != subject {
            self.finish();
            self.now.subject = subject;
            self.actors.forget();
            self.sets.forget();
            self.units.forget();
        }
        let actors = slice.column(by_key::ACTOR);
        let sets = slice.column(by_key::ACTOR_UNITS);
        for (row, found) in slice.marks().iter().enumerate() {
            if !marks::counts(*found) || !slice.holds(span, row) {
                continue;
            }
            self.now.lookups += 1;
            self.now.last_day = self.now.last_day.max(slice.day()[row]);
            self.now.users += u32::from(self.actors.first(actors[row]));
            if self.sets.first(sets[row]) {
                for unit in &*self.unit_sets[sets[row] as usize] {
                    self.now.units += u32::from(self.units.first(*unit));
                }
            }
        }
    }

    fn finish(&mut self) {
        let done = std::mem::take(&mut self.now);
        if done.lookups > 0 {
            self.done.push(done);
        }
    }
}

pub(crate) fn subjects(
    view: &View<'_>,
    period: Period,
    limit: Option<usize>,
) -> Result<Vec<SubjectLine>> {
    let span = DaySpan::of(period);
    let Some(limit) = limit else {
        return Ok(lines(view, &tally_all(view, span)?));
    };
    let unit_sets: Arc<[Box<[u32]>]> = view.core.words().sets().into();
    let counts = count(view, span)?;
    let mut wanted = limit;
    loop {
        let mut top = counts.clone();
        keep_top(&mut top, Some(wanted), |count| count.lookups);
        let all = top.len() == counts.len();
        let mut lines = lines(view, &closer(view, span, &top, &unit_sets)?);
        // People who were erased take no line: look further down for others.
        if lines.len() >= limit || all {
            lines.truncate(limit);
            return Ok(lines);
        }
        wanted = wanted.saturating_mul(2).max(limit + 1);
    }
}

fn tally_all(view: &View<'_>, span: DaySpan) -> Result<Vec<Tally>> {
    let unit_sets: Arc<[Box<[u32]>]> = view.core.words().sets().into();
    let tallies = scan(view, span, CLOSER).all(
        || Tallying::new(&unit_sets),
        |tallying, subject, slice| tallying.visit(subject, slice, span),
        |tallying| {
            tallying.finish();
            std::mem::take(&mut tallying.done)
        },
    )?;
    Ok(tallies.into_iter().flatten().collect())
}

fn scan<'v>(view: &'v View<'_>, span: DaySpan, columns: &'static [usize]) -> Scan<'v> {
    Scan {
        segments: view.touched(span),
        order: Order::Subject,
        span,
        columns: Columns::of(columns),
    }
}

/// Counts lookups of everyone.
fn count(view: &View<'_>, span: DaySpan) -> Result<Vec<Count>> {
    let visit = |(now, done): &mut (Count, Vec<Count>), subject: Code, slice: &Slice<'_>| {
        if now.subject != subject {
            done.push(*now);
            *now = Count {
                subject,
                lookups: 0,
            };
        }
        let counted = |found: &u32| u32::from(marks::counts(*found));
        now.lookups += if slice.whole {
            slice.marks().iter().map(counted).sum::<u32>()
        } else {
            let rows = slice.marks().iter().zip(slice.day());
            rows.map(|(found, day)| counted(found) & u32::from(span.holds(*day)))
                .sum()
        };
    };
    let counts = scan(view, span, &[by_key::MARKS]).all(
        || (Count::default(), Vec::new()),
        visit,
        |(now, done)| {
            done.push(std::mem::take(now));
            std::mem::take(done)
        },
    )?;
    Ok(counts
        .into_iter()
        .flatten()
        .filter(|count| count.lookups > 0)
        .collect())
}

/// Looks closer at some people.
fn closer(
    view: &View<'_>,
    span: DaySpan,
    people: &[Count],
    unit_sets: &Arc<[Box<[u32]>]>,
) -> Result<Vec<Tally>> {
    let scan = scan(view, span, CLOSER);
    let pool = Pool::new();
    let look = |count: &Count| {
        pool.with(
            || (Buffers::default(), Tallying::new(unit_sets)),
            |(buffers, tallying)| {
                let subject = u64::from(count.subject);
                let range: Range<u64> = subject..subject + 1;
                scan.each(&range, buffers, &mut |key, slice| {
                    tallying.visit(key, slice, span);
                })?;
                tallying.finish();
                Ok(tallying.done.pop().unwrap_or_default())
            },
        )
    };
    people.par_iter().with_min_len(16).map(look).collect()
}

fn lines(view: &View<'_>, tallies: &[Tally]) -> Vec<SubjectLine> {
    let found = tallies.par_iter().with_min_len(256);
    let mut lines: Vec<SubjectLine> = found.filter_map(|tally| line(view, tally)).collect();
    lines.sort_by(|one, other| {
        let by_count = other.lookups.cmp(&one.lookups);
        by_count.then_with(|| one.national_id.cmp(&other.national_id))
    });
    lines
}

/// The line of a person, unless that person was erased.
fn line(view: &View<'_>, tally: &Tally) -> Option<SubjectLine> {
    let who = view.identity(tally.subject)?;
    let card = view.card(&who, tally.last_day);
    let Identity::Person(national_id) = who else {
        return None;
    };
    Some(SubjectLine {
        name: card.name,
        employee_no: card.employee_no,
        unit: card.unit,
        lookups: u64::from(tally.lookups),
        users: u64::from(tally.users),
        units: u64::from(tally.units),
        national_id,
        expected: None,
        p: None,
    })
}
