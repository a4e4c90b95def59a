//! Histories (H9.1 to H9.5): events about somebody or something, newest first.
//!
//! Every event has one row that stands for it in each order, so that rows are counted and events
//! come out. Of the events found only those of the page asked for are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use rayon::prelude::*;
use tilsyn_domain::question::{About, ElementField, History, HistoryQuestion, Only};
use tilsyn_domain::{Code, Identity};

use super::elements::field_of;
use super::page::{Found, line};
use super::scan::{Buffers, Order, Scan, TimeBuffers, pieces_by_time};
use super::{Pool, View};
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::{DaySpan, marks};
use crate::segment::{ByTime, Segment, by_key};

/// Times read at once for one segment, at most.
const HEADS_MAX: usize = 4096;

/// Which rows stand for an event that was asked for.
#[derive(Clone, Copy)]
struct Filter {
    /// All of these marks are needed.
    needed: u32,
    /// A bit for each kind.
    kinds: u32,
}

impl Filter {
    fn of(question: &HistoryQuestion, stands_for: u32) -> Filter {
        let only = match question.only {
            Only::All => 0,
            Only::Lookups => marks::EVENT_LOOKUP,
            Only::Outside => marks::EVENT_OUTSIDE,
        };
        let kinds = question
            .kinds
            .iter()
            .fold(0, |bits, kind| bits | 1 << *kind as u32);
        Filter {
            needed: stands_for | only,
            kinds: if kinds == 0 { u32::MAX } else { kinds },
        }
    }

    fn takes(self, found: u32) -> bool {
        found & self.needed == self.needed && self.kinds >> marks::kind(found) & 1 == 1
    }
}

pub(crate) fn history(view: &View<'_>, question: &HistoryQuestion) -> Result<History> {
    let span = DaySpan::of(question.period);
    let segments = view.touched(span);
    let cursors = match &question.about {
        About::Subject(id) => {
            let code = view.code_for(&Identity::Person(id.clone()));
            keyed(&segments, question, code, Order::Subject)?
        }
        About::Actor(who) => keyed(&segments, question, view.code_for(who), Order::Actor)?,
        About::Account { source, user } => {
            let (source, user) = (source.clone(), user.clone());
            let code = view.core.book.code(&Identity::Account { source, user });
            of_account(&segments, question, code)?
        }
        About::Element(field, name) => {
            let code = view.core.words().find(field_of(*field).1, name);
            match code {
                Some(code) => by_time(view, &segments, question, Some((*field, code)))?,
                None => Vec::new(),
            }
        }
        About::Everything => by_time(view, &segments, question, None)?,
    };
    let total = cursors.iter().map(Cursor::count).sum();
    let found = page(cursors, question)?;
    let lines = found
        .par_iter()
        .with_min_len(8)
        .map(|found| line(view, found));
    Ok(History {
        total,
        lines: lines.collect::<Result<_>>()?,
    })
}

/// The matching rows of one segment, from the newest back.
struct Cursor<'v> {
    segment: &'v Segment,
    /// Parts of the order of time not yet looked through, and how many match.
    pieces: Vec<(Range<usize>, u64)>,
    column: Option<(ByTime, Code)>,
    filter: Filter,
    span: DaySpan,
    /// Places that match, ascending; taken from the end.
    places: Vec<u32>,
    heads: Vec<Found<'v>>,
    batch: usize,
}

impl<'v> Cursor<'v> {
    fn count(&self) -> u64 {
        let waiting: u64 = self.pieces.iter().map(|(_, count)| count).sum();
        waiting + self.places.len() as u64
    }

    /// The newest row not yet taken.
    fn take(&mut self) -> Result<Option<Found<'v>>> {
        while self.heads.is_empty() {
            if self.places.is_empty() {
                let Some((rows, count)) = self.pieces.pop() else {
                    return Ok(None);
                };
                if count > 0 {
                    self.places = self.matching(&rows)?;
                }
                continue;
            }
            self.read_heads()?;
        }
        Ok(self.heads.pop())
    }

    fn matching(&self, rows: &Range<usize>) -> Result<Vec<u32>> {
        let mut buffers = TimeBuffers::default();
        matching(
            self.segment,
            rows,
            self.column,
            self.filter,
            self.span,
            &mut buffers,
        )
    }

    fn read_heads(&mut self) -> Result<()> {
        let start = self.places.len().saturating_sub(self.batch);
        self.batch = (self.batch * 2).min(HEADS_MAX);
        let file = &self.segment.by_time;
        let (mut times, mut leaves) = (Scratch::default(), Scratch::default());
        let places = self.places.split_off(start);
        let (first, last) = (places[0] as usize, places[places.len() - 1] as usize);
        if last - first < places.len() * 64 {
            let times = file.i64s(ByTime::Time as usize, first..last + 1, &mut times)?;
            let leaves = file.i64s(ByTime::Leaf as usize, first..last + 1, &mut leaves)?;
            self.heads.extend(places.iter().map(|place| Found {
                time: times[*place as usize - first],
                leaf: leaves[*place as usize - first].cast_unsigned(),
                place: *place,
                segment: self.segment,
            }));
            return Ok(());
        }
        for place in places {
            let at = place as usize;
            self.heads.push(Found {
                time: file.i64_at(ByTime::Time as usize, at, &mut times)?,
                leaf: file
                    .i64_at(ByTime::Leaf as usize, at, &mut leaves)?
                    .cast_unsigned(),
                place,
                segment: self.segment,
            });
        }
        Ok(())
    }
}

/// The rows of the page, newest first.
fn page<'v>(mut cursors: Vec<Cursor<'v>>, question: &HistoryQuestion) -> Result<Vec<Found<'v>>> {
    let mut found = Vec::new();
    let mut heads: Vec<Option<Found<'v>>> = cursors
        .iter_mut()
        .map(Cursor::take)
        .collect::<Result<_>>()?;
    let key = |number: usize, head: &Option<Found<'v>>| {
        head.as_ref()
            .map(|head| (head.time, head.leaf, Reverse(number)))
    };
    let mut queue: BinaryHeap<_> = heads
        .iter()
        .enumerate()
        .filter_map(|(number, head)| key(number, head))
        .collect();
    let mut skipped = 0;
    while (found.len() as u64) < question.limit {
        let Some((_, _, Reverse(number))) = queue.pop() else {
            break;
        };
        let next = cursors[number].take()?;
        queue.extend(key(number, &next));
        let head = std::mem::replace(&mut heads[number], next);
        if skipped < question.skip {
            skipped += 1;
        } else {
            found.extend(head);
        }
    }
    Ok(found)
}

fn cursor(segment: &Segment, places: Vec<u32>, filter: Filter, span: DaySpan) -> Cursor<'_> {
    Cursor {
        segment,
        pieces: Vec::new(),
        column: None,
        filter,
        span,
        places,
        heads: Vec::new(),
        batch: 16,
    }
}

/// The rows of an actor or a subject.
fn keyed<'v>(
    segments: &[&'v Segment],
    question: &HistoryQuestion,
    key: Option<Code>,
    order: Order,
) -> Result<Vec<Cursor<'v>>> {
    let Some(key) = key else {
        return Ok(Vec::new());
    };
    let span = DaySpan::of(question.period);
    let stands_for = match order {
        Order::Actor => marks::FIRST,
        Order::Subject => marks::FIRST_OF_SUBJECT,
    };
    let filter = Filter::of(question, stands_for);
    let scan = Scan {
        segments: segments.to_vec(),
        order,
        span,
        columns: &[by_key::PLACE],
    };
    let mut places: Vec<Vec<u32>> = vec![Vec::new(); segments.len()];
    scan.one(key, &mut Buffers::default(), &mut |_, slice| {
        let of_row = slice.column(by_key::PLACE);
        for (row, found) in slice.marks.iter().enumerate() {
            if filter.takes(*found) && slice.holds(span, row) {
                places[slice.number].push(of_row[row]);
            }
        }
    })?;
    let cursors = segments.iter().zip(places);
    Ok(cursors
        .map(|(segment, places)| cursor(segment, places, filter, span))
        .collect())
}

/// The rows of an account, whoever owned it.
fn of_account<'v>(
    segments: &[&'v Segment],
    question: &HistoryQuestion,
    account: Option<Code>,
) -> Result<Vec<Cursor<'v>>> {
    let Some(account) = account else {
        return Ok(Vec::new());
    };
    let span = DaySpan::of(question.period);
    let filter = Filter::of(question, marks::FIRST);
    let mut scratch = Scratch::default();
    let mut cursors = Vec::new();
    for segment in segments {
        let scan = Scan {
            segments: vec![*segment],
            order: Order::Actor,
            span,
            columns: &[by_key::PLACE, by_key::ACCOUNT_NO],
        };
        let mut places = Vec::new();
        for actor in actors_of(segment, account, &mut scratch)? {
            scan.one(actor, &mut Buffers::default(), &mut |_, slice| {
                let number = slice.accounts.iter().position(|other| *other == account);
                let numbers = slice.column(by_key::ACCOUNT_NO);
                for (row, found) in slice.marks.iter().enumerate() {
                    let used = number == Some(numbers[row] as usize);
                    if used && filter.takes(*found) && slice.holds(span, row) {
                        places.push(slice.column(by_key::PLACE)[row]);
                    }
                }
            })?;
        }
        places.sort_unstable();
        cursors.push(cursor(segment, places, filter, span));
    }
    Ok(cursors)
}

/// Who acted with an account.
fn actors_of(segment: &Segment, account: Code, scratch: &mut Scratch) -> Result<Vec<Code>> {
    let file = &segment.by_actor.file;
    let pairs = file.rows(by_key::ACCOUNT_KEYS);
    let (mut low, mut high) = (0, pairs);
    while low < high {
        let middle = low + (high - low) / 2;
        if file.u32_at(by_key::ACCOUNT_KEYS, middle, scratch)? < account {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let mut actors = Vec::new();
    while low < pairs && file.u32_at(by_key::ACCOUNT_KEYS, low, scratch)? == account {
        actors.push(file.u32_at(by_key::ACCOUNT_ACTORS, low, scratch)?);
        low += 1;
    }
    Ok(actors)
}

/// Counts the rows of everything, or of one element, and leaves finding them for later.
fn by_time<'v>(
    view: &'v View<'_>,
    segments: &[&'v Segment],
    question: &HistoryQuestion,
    element: Option<(ElementField, Code)>,
) -> Result<Vec<Cursor<'v>>> {
    let span = DaySpan::of(question.period);
    let filter = Filter::of(question, marks::FIRST);
    let column = element.map(|(field, code)| (field_of(field).0, code));
    let pool: Pool<TimeBuffers> = Pool::new();
    let mut cursors = Vec::new();
    for segment in segments {
        let pieces = pieces_by_time(view, question.period, &[*segment])?;
        let count = |(segment, rows): &(&Segment, Range<usize>)| {
            let places = pool.with(TimeBuffers::default, |buffers| {
                matching(segment, rows, column, filter, span, buffers)
            })?;
            Ok((rows.clone(), places.len() as u64))
        };
        let mut cursor = cursor(segment, Vec::new(), filter, span);
        cursor.pieces = pieces.par_iter().map(count).collect::<Result<_>>()?;
        cursor.column = column;
        cursors.push(cursor);
    }
    Ok(cursors)
}

fn matching(
    segment: &Segment,
    rows: &Range<usize>,
    column: Option<(ByTime, Code)>,
    filter: Filter,
    span: DaySpan,
    buffers: &mut TimeBuffers,
) -> Result<Vec<u32>> {
    let start = crate::row::row_number(rows.start);
    let mut places = Vec::new();
    if let Some((column, code)) = column {
        let columns = [column, ByTime::Marks, ByTime::Day];
        let [values, found, days] = buffers.read(segment, rows, columns)?;
        for (place, value) in (start..).zip(values) {
            let row = (place - start) as usize;
            if *value == code && filter.takes(found[row]) && span.holds(days[row]) {
                places.push(place);
            }
        }
        return Ok(places);
    }
    let [found, days] = buffers.read(segment, rows, [ByTime::Marks, ByTime::Day])?;
    for (place, (found, day)) in (start..).zip(found.iter().zip(days)) {
        if filter.takes(*found) && span.holds(*day) {
            places.push(place);
        }
    }
    Ok(places)
}
