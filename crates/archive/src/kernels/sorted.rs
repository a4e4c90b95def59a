//! Events in another order than the newest first: by name, by machine, by application.
//!
//! Texts are ranked once and rows compared by rank. No more rows are kept than the page needs,
//! so that memory does not grow with the archive.

use rayon::prelude::*;
use tilsyn_domain::question::{EventSort, HistoryQuestion, Order, SortBy};
use tilsyn_domain::{Code, Identity};

use super::View;
use super::history::{Cursor, found_at};
use super::page::Found;
use super::places::narrow_at;
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::row_number;
use crate::segment::{ByTime, Segment, by_key};
use crate::words::Field;

/// Rows kept beyond those of the page before the last ones are let go.
const SPARE_ROWS: usize = 1 << 16;

/// A column with the rank of each of its codes.
struct Ranks {
    column: ByTime,
    of_code: Vec<u32>,
}

/// What rows are sorted by, ascending: rank, time, leaf, turned as asked.
type Key = (i64, i64, i64);

pub(super) fn sorted<'v>(
    view: &View<'_>,
    cursors: &[Cursor<'v>],
    question: &HistoryQuestion,
) -> Result<Vec<Found<'v>>> {
    let number = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
    let skip = number(question.skip);
    let wanted = skip.saturating_add(number(question.limit));
    let segments: Vec<&Segment> = cursors.iter().map(|cursor| cursor.segment).collect();
    let ranks = ranks(view, &segments, question.sort.by)?;
    let first = |cursor: &Cursor<'v>| first_rows(cursor, question.sort, ranks.as_ref(), wanted);
    let parts: Vec<Vec<(Key, Found<'v>)>> = cursors.par_iter().map(first).collect::<Result<_>>()?;
    let mut rows: Vec<(Key, Found<'v>)> = parts.into_iter().flatten().collect();
    rows.par_sort_unstable_by_key(|(key, _)| *key);
    let page = rows.into_iter().take(wanted).skip(skip);
    Ok(page.map(|(_, found)| found).collect())
}

/// The first rows of one segment, in no order.
fn first_rows<'v>(
    cursor: &Cursor<'v>,
    sort: EventSort,
    ranks: Option<&Ranks>,
    wanted: usize,
) -> Result<Vec<(Key, Found<'v>)>> {
    let mut rows: Vec<(Key, Found<'v>)> = Vec::new();
    let mut scratch = Scratch::default();
    let let_go = |rows: &mut Vec<(Key, Found<'v>)>| {
        if wanted == 0 {
            rows.clear();
        } else if rows.len() > wanted {
            rows.select_nth_unstable_by_key(wanted - 1, |(key, _)| *key);
            rows.truncate(wanted);
        }
    };
    cursor.each_places(&mut |places| {
        let found = found_at(cursor.segment, places)?;
        let of_row = match ranks {
            None => vec![0; places.len()],
            Some(ranks) => {
                let file = &cursor.segment.by_time;
                let codes = narrow_at(file, ranks.column, places, &mut scratch)?;
                let rank = |code: u32| i64::from(ranks.of_code[code as usize]);
                codes.into_iter().map(rank).collect()
            }
        };
        let keyed = of_row.into_iter().zip(found);
        rows.extend(keyed.map(|(rank, found)| (key(sort, rank, &found), found)));
        if rows.len() > wanted.saturating_add(SPARE_ROWS) {
            let_go(&mut rows);
        }
        Ok(())
    })?;
    let_go(&mut rows);
    Ok(rows)
}

fn key(sort: EventSort, rank: i64, found: &Found<'_>) -> Key {
    let (time, leaf) = (found.time, found.leaf.cast_signed());
    match (sort.by, sort.order) {
        (SortBy::Time, Order::Ascending) => (0, time, leaf),
        (_, Order::Ascending) => (rank, -time, -leaf),
        (_, Order::Descending) => (-rank, -time, -leaf),
    }
}

fn ranks(view: &View<'_>, segments: &[&Segment], by: SortBy) -> Result<Option<Ranks>> {
    let of_words = |column, field| {
        let words = view.core.words();
        let mut codes: Vec<u32> = (1..row_number(words.codes(field))).collect();
        codes.sort_unstable_by_key(|code| words.text(field, *code));
        let mut of_code = vec![0; codes.len() + 1];
        for (rank, code) in (1..).zip(codes) {
            of_code[code as usize] = rank;
        }
        Ok(Some(Ranks { column, of_code }))
    };
    match by {
        SortBy::Time => Ok(None),
        SortBy::Actor => of_actors(view, segments).map(Some),
        SortBy::Application => of_words(ByTime::Application, Field::Application),
        SortBy::Element => of_words(ByTime::Element, Field::Element),
        SortBy::Screen => of_words(ByTime::Screen, Field::Screen),
        SortBy::Client => of_words(ByTime::Client, Field::Client),
        SortBy::Server => of_words(ByTime::Server, Field::Server),
    }
}

/// Ranks of those who acted, by name, or by account where the owner is not known.
fn of_actors(view: &View<'_>, segments: &[&Segment]) -> Result<Ranks> {
    let mut codes: Vec<Code> = Vec::new();
    for segment in segments {
        codes.extend(segment.by_actor.file.all_u32s(by_key::KEYS)?);
        codes.sort_unstable();
        codes.dedup();
    }
    let name = |code: &Code| match view.identity_or_erased(*code) {
        Identity::Account { source, user } => {
            Some(tilsyn_domain::question::account_text(&source, &user))
        }
        // What a person is called does not depend on the day; nobody protected is found by order.
        person @ Identity::Person(_) => view.card(&person, 0).withheld().name,
    };
    let mut named: Vec<(Option<String>, Code)> =
        codes.par_iter().map(|code| (name(code), *code)).collect();
    named.par_sort_unstable();
    let mut of_code = vec![0; codes.last().map_or(0, |code| *code as usize) + 1];
    let mut rank = 0;
    for of_one in named.chunk_by(|(one, _), (other, _)| one == other) {
        rank += 1;
        for (_, code) in of_one {
            of_code[*code as usize] = rank;
        }
    }
    Ok(Ranks {
        column: ByTime::Actor,
        of_code,
    })
}
