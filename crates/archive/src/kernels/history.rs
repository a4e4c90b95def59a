//! Histories (H9.1 to H9.5): events about somebody or something, newest first.
//!
//! Every event has one row that stands for it in each order, so that rows are counted and events
//! come out. Of the events found only those of the page asked for are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use tilsyn_domain::question::{About, EventSort, History, HistoryQuestion, Only};
use tilsyn_domain::usage::{TimeOfWeek, weekday_and_hour};
use tilsyn_domain::{Code, Identity, Instant, Zone};

use super::elements::field_of;
use super::narrow::{Condition, accounts, conditions, narrowed};
use super::page::{Found, line};
use super::places::{PLACES_AT_ONCE, wide_at};
use super::scan::{Buffers, Columns, Order, Scan};
use super::sorted::sorted;
use super::time_scan::{TimeBuffers, pieces_by_time};
use super::{Pool, View};
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::{DaySpan, marks};
use crate::segment::{ByTime, Segment, by_key};
use crate::words::{Field, document_word};

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

/// How rows are chosen: by their marks, their day, and what stands in other columns.
struct Choosing {
    filter: Filter,
    span: DaySpan,
    conditions: Vec<Condition>,
    time: TimeOfWeek,
    zone: Zone,
}

impl Choosing {
    /// Those of some ascending places that lie in the hours of the week asked for.
    fn at_time(&self, segment: &Segment, places: Vec<u32>) -> Result<Vec<u32>> {
        if self.time.is_any() {
            return Ok(places);
        }
        let (mut kept, mut scratch) = (Vec::new(), Scratch::default());
        for some in places.chunks(PLACES_AT_ONCE) {
            let times = wide_at(&segment.by_time, ByTime::Time, some, &mut scratch)?;
            kept.extend(some.iter().zip(times).filter_map(|(place, time)| {
                let (weekday, hour) = weekday_and_hour(&self.zone, Instant(time));
                self.time.holds(weekday, hour).then_some(*place)
            }));
        }
        Ok(kept)
    }
}

pub(crate) fn history(view: &View<'_>, question: &HistoryQuestion) -> Result<History> {
    let cursors = cursors(view, question)?;
    let total = cursors.iter().map(Cursor::count).sum();
    let found = page(view, cursors, question)?;
    let lines = found
        .par_iter()
        .with_min_len(8)
        .map(|found| line(view, found));
    Ok(History {
        total,
        lines: lines.collect::<Result<_>>()?,
    })
}

pub(crate) fn leaves(view: &View<'_>, question: &HistoryQuestion) -> Result<Vec<u64>> {
    let found = page(view, cursors(view, question)?, question)?;
    Ok(found.into_iter().map(|found| found.leaf).collect())
}

/// How many events fell into each local hour of the day.
pub(crate) fn hours(view: &View<'_>, question: &HistoryQuestion) -> Result<[u64; 24]> {
    let zone = view.zone();
    let of_segment = |cursor: &Cursor<'_>| {
        let mut hours = [0; 24];
        let file = &cursor.segment.by_time;
        let mut scratch = Scratch::default();
        cursor.each_places(&mut |places| {
            for time in wide_at(file, ByTime::Time, places, &mut scratch)? {
                hours[usize::from(zone.minute_of(Instant(time)) / 60)] += 1;
            }
            Ok(())
        })?;
        Ok(hours)
    };
    let add = |mut sum: [u64; 24], part: [u64; 24]| {
        sum.iter_mut()
            .zip(part)
            .for_each(|(sum, events)| *sum += events);
        Ok(sum)
    };
    cursors(view, question)?
        .par_iter()
        .map(of_segment)
        .try_reduce(|| [0; 24], add)
}

/// The matching rows, segment by segment; none where no event can fit.
pub(super) fn cursors<'v>(
    view: &'v View<'_>,
    question: &HistoryQuestion,
) -> Result<Vec<Cursor<'v>>> {
    let span = DaySpan::of(question.period);
    let segments = view.touched(span);
    let Some(mut conditions) = conditions(view, &question.filter) else {
        return Ok(Vec::new());
    };
    let accounts = accounts(view, question);
    let stands_for = match &question.about {
        About::Subject(_) => marks::FIRST_OF_SUBJECT,
        _ => marks::FIRST,
    };
    let filter = Filter::of(question, stands_for);
    let choosing = |conditions| {
        Arc::new(Choosing {
            filter,
            span,
            conditions,
            time: question.filter.time,
            zone: view.zone().clone(),
        })
    };
    let of_accounts = |codes: &[Code], conditions| {
        let choosing = choosing(conditions);
        let cursors = codes
            .iter()
            .map(|code| of_account(&segments, *code, &choosing));
        Ok(cursors
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    };
    if let (About::Everything, Some(accounts)) = (&question.about, &accounts) {
        return of_accounts(accounts, conditions);
    }
    if let Some(accounts) = accounts {
        let Some(condition) = Condition::several(ByTime::Account, accounts.into_iter().collect())
        else {
            return Ok(Vec::new());
        };
        conditions.push(condition);
    }
    match &question.about {
        About::Subject(id) => {
            let code = view.code_for(&Identity::Person(id.clone()));
            keyed(&segments, code, Order::Subject, &choosing(conditions))
        }
        About::Actor(who) => {
            let code = view.code_for(who);
            keyed(&segments, code, Order::Actor, &choosing(conditions))
        }
        About::Account { source, user } => {
            let (source, user) = (source.clone(), user.clone());
            let code = view.core.book.code(&Identity::Account { source, user });
            of_accounts(code.as_slice(), conditions)
        }
        About::Element(..) | About::Document { .. } => {
            let Some(condition) = place(view, &question.about) else {
                return Ok(Vec::new());
            };
            conditions.insert(0, condition);
            by_time(view, &segments, question, &choosing(conditions))
        }
        About::Everything => by_time(view, &segments, question, &choosing(conditions)),
    }
}

/// The word that the rows about an element or document hold; nothing where no row holds it.
fn place(view: &View<'_>, about: &About) -> Option<Condition> {
    let (column, code) = match about {
        About::Element(field, name) => {
            let (column, field) = field_of(*field);
            (column, view.core.words().find(field, name)?)
        }
        About::Document { source, document } => {
            let word = document_word(source, document);
            (
                ByTime::Document,
                view.core.words().find(Field::Document, &word)?,
            )
        }
        _ => return None,
    };
    Some(Condition::one(column, code))
}

/// The matching rows of one segment, from the newest back.
pub(super) struct Cursor<'v> {
    pub(super) segment: &'v Segment,
    /// Parts of the order of time not yet looked through, and how many match.
    pieces: Vec<(Range<usize>, u64)>,
    choosing: Arc<Choosing>,
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

    /// Shows all places that match, ascending, some at a time.
    pub(super) fn each_places(&self, see: &mut impl FnMut(&[u32]) -> Result<()>) -> Result<()> {
        for (rows, count) in &self.pieces {
            if *count > 0 {
                let places = self.matching(rows)?;
                places.chunks(PLACES_AT_ONCE).try_for_each(&mut *see)?;
            }
        }
        self.places.chunks(PLACES_AT_ONCE).try_for_each(see)
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
        matching(self.segment, rows, &self.choosing, &mut buffers)
    }

    fn read_heads(&mut self) -> Result<()> {
        let start = self.places.len().saturating_sub(self.batch);
        self.batch = (self.batch * 2).min(HEADS_MAX);
        let places = self.places.split_off(start);
        self.heads.extend(found_at(self.segment, &places)?);
        Ok(())
    }
}

/// The rows at ascending places, with time and leaf.
pub(super) fn found_at<'v>(segment: &'v Segment, places: &[u32]) -> Result<Vec<Found<'v>>> {
    let mut scratch = Scratch::default();
    let file = &segment.by_time;
    let times = wide_at(file, ByTime::Time, places, &mut scratch)?;
    let leaves = wide_at(file, ByTime::Leaf, places, &mut scratch)?;
    let found = places.iter().zip(times.into_iter().zip(leaves));
    Ok(found
        .map(|(place, (time, leaf))| Found {
            time,
            leaf: leaf.cast_unsigned(),
            place: *place,
            segment,
        })
        .collect())
}

/// The rows of the page, in the order asked for.
fn page<'v>(
    view: &View<'_>,
    cursors: Vec<Cursor<'v>>,
    question: &HistoryQuestion,
) -> Result<Vec<Found<'v>>> {
    if question.sort == EventSort::default() {
        newest_first(cursors, question)
    } else {
        sorted(view, &cursors, question)
    }
}

fn newest_first<'v>(
    mut cursors: Vec<Cursor<'v>>,
    question: &HistoryQuestion,
) -> Result<Vec<Found<'v>>> {
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

fn cursor<'v>(
    segment: &'v Segment,
    places: Vec<u32>,
    choosing: &Arc<Choosing>,
) -> Result<Cursor<'v>> {
    Ok(Cursor {
        segment,
        pieces: Vec::new(),
        places: choosing.at_time(segment, narrowed(segment, places, &choosing.conditions)?)?,
        choosing: Arc::clone(choosing),
        heads: Vec::new(),
        batch: 16,
    })
}

/// The rows of an actor or a subject.
fn keyed<'v>(
    segments: &[&'v Segment],
    key: Option<Code>,
    order: Order,
    choosing: &Arc<Choosing>,
) -> Result<Vec<Cursor<'v>>> {
    let Some(key) = key else {
        return Ok(Vec::new());
    };
    let scan = Scan {
        segments: segments.to_vec(),
        order,
        span: choosing.span,
        columns: Columns::of(&[by_key::MARKS, by_key::PLACE]),
    };
    let mut places: Vec<Vec<u32>> = vec![Vec::new(); segments.len()];
    scan.one(key, &mut Buffers::default(), &mut |_, slice| {
        let of_row = slice.column(by_key::PLACE);
        for (row, found) in slice.marks().iter().enumerate() {
            if choosing.filter.takes(*found) && slice.holds(choosing.span, row) {
                places[slice.number].push(of_row[row]);
            }
        }
    })?;
    let cursors = segments.iter().zip(places);
    cursors
        .map(|(segment, places)| cursor(segment, places, choosing))
        .collect()
}

/// The rows of an account, whoever owned it.
fn of_account<'v>(
    segments: &[&'v Segment],
    account: Code,
    choosing: &Arc<Choosing>,
) -> Result<Vec<Cursor<'v>>> {
    let (filter, span) = (choosing.filter, choosing.span);
    let mut scratch = Scratch::default();
    let mut cursors = Vec::new();
    for segment in segments {
        let scan = Scan {
            segments: vec![*segment],
            order: Order::Actor,
            span,
            columns: Columns {
                rows: &[by_key::MARKS, by_key::PLACE, by_key::ACCOUNT_NO],
                accounts: true,
                people: false,
            },
        };
        let mut places = Vec::new();
        for actor in actors_of(segment, account, &mut scratch)? {
            scan.one(actor, &mut Buffers::default(), &mut |_, slice| {
                let number = slice.accounts().iter().position(|other| *other == account);
                let numbers = slice.column(by_key::ACCOUNT_NO);
                for (row, found) in slice.marks().iter().enumerate() {
                    let used = number == Some(numbers[row] as usize);
                    if used && filter.takes(*found) && slice.holds(span, row) {
                        places.push(slice.column(by_key::PLACE)[row]);
                    }
                }
            })?;
        }
        places.sort_unstable();
        cursors.push(cursor(segment, places, choosing)?);
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

/// Counts the rows of everything, and leaves finding them for later.
fn by_time<'v>(
    view: &'v View<'_>,
    segments: &[&'v Segment],
    question: &HistoryQuestion,
    choosing: &Arc<Choosing>,
) -> Result<Vec<Cursor<'v>>> {
    let pool: Pool<TimeBuffers> = Pool::new();
    let mut cursors = Vec::new();
    for segment in segments {
        let pieces = pieces_by_time(view, question.period, &[*segment])?;
        let count = |(segment, rows): &(&Segment, Range<usize>)| {
            let places = pool.with(TimeBuffers::default, |buffers| {
                matching(segment, rows, choosing, buffers)
            })?;
            Ok((rows.clone(), places.len() as u64))
        };
        let mut cursor = cursor(segment, Vec::new(), choosing)?;
        cursor.pieces = pieces.par_iter().map(count).collect::<Result<_>>()?;
        cursors.push(cursor);
    }
    Ok(cursors)
}

fn matching(
    segment: &Segment,
    rows: &Range<usize>,
    choosing: &Choosing,
    buffers: &mut TimeBuffers,
) -> Result<Vec<u32>> {
    let start = crate::row::row_number(rows.start);
    let (filter, span) = (choosing.filter, choosing.span);
    let mut places = Vec::new();
    let Some((first, others)) = choosing.conditions.split_first() else {
        let [found, days] = buffers.read(segment, rows, [ByTime::Marks, ByTime::Day])?;
        for (place, (found, day)) in (start..).zip(found.iter().zip(days)) {
            if filter.takes(*found) && span.holds(*day) {
                places.push(place);
            }
        }
        return choosing.at_time(segment, places);
    };
    let columns = [first.column, ByTime::Marks, ByTime::Day];
    let [values, found, days] = buffers.read(segment, rows, columns)?;
    for (place, value) in (start..).zip(values) {
        let row = (place - start) as usize;
        if first.holds(*value) && filter.takes(found[row]) && span.holds(days[row]) {
            places.push(place);
        }
    }
    choosing.at_time(segment, narrowed(segment, places, others)?)
}
