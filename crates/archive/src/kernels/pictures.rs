//! Pictures and documents (H8.3): fetched by many, or often by one.
//!
//! An object is a document of a source; without document it is an element of a source and a
//! person. Hits are sorted in memory, so many at a time as fit `HITS_MAX`.

use std::cmp::Reverse;
use std::hash::BuildHasher;

use hashbrown::DefaultHashBuilder;
use rayon::prelude::*;
use tilsyn_domain::question::PictureLine;
use tilsyn_domain::{Code, Identity, Kind, Period};

use super::scan::{TimeBuffers, pieces_by_time};
use super::{ERASED, Pool, View, keep_top};
use crate::error::Result;
use crate::row::{DaySpan, marks};
use crate::segment::ByTime;
use crate::words::{Field, Words};

/// Hits sorted at a time: 32 bytes each.
const HITS_MAX: u64 = 8_000_000;

/// What was fetched. A document stands alone: its word holds the source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Object {
    source: u32,
    document: u32,
    element: u32,
    subject: Code,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    object: Object,
    actor: Code,
    account: Code,
    subject: Code,
}

/// How often an object was fetched, and by whom.
struct Tally {
    object: Object,
    lookups: u64,
    users: u64,
    most: u64,
    subjects: Vec<Code>,
    /// The accounts of each actor with `most`.
    most_by: Vec<Vec<Code>>,
}

pub(crate) fn pictures(
    view: &View<'_>,
    period: Period,
    limit: Option<usize>,
) -> Result<Vec<PictureLine>> {
    let hits: u64 = each_hit(view, period, |count: &mut u64, _| *count += 1)?
        .iter()
        .sum();
    let passes = hits.div_ceil(HITS_MAX).max(1);
    let hasher = DefaultHashBuilder::default();
    let mut tallies = Vec::new();
    for pass in 0..passes {
        let collected = each_hit(view, period, |hits: &mut Vec<Hit>, hit| {
            if passes == 1 || hasher.hash_one(hit.object) % passes == pass {
                hits.push(hit);
            }
        })?;
        let mut hits = collected.concat();
        hits.par_sort_unstable();
        tallies.extend(tally(&hits, limit));
        keep_top(&mut tallies, limit, |tally| (tally.users, tally.most));
    }
    keep_first_texts(view, &mut tallies, limit);
    let mut lines: Vec<PictureLine> = tallies
        .par_iter()
        .with_min_len(64)
        .map(|tally| line(view, tally))
        .collect();
    lines.sort_by(|one, other| {
        let counts = |line: &PictureLine| Reverse((line.users, line.max_by_one_user));
        (counts(one).cmp(&counts(other)))
            .then_with(|| one.source.cmp(&other.source))
            .then_with(|| one.object.cmp(&other.object))
            .then_with(|| one.subjects.cmp(&other.subjects))
    });
    lines.truncate(limit.unwrap_or(usize::MAX));
    Ok(lines)
}

/// Shows every counted lookup of a picture or document to `visit`; gives each thread's result.
fn each_hit<S: Default + Send>(
    view: &View<'_>,
    period: Period,
    visit: impl Fn(&mut S, Hit) + Sync,
) -> Result<Vec<S>> {
    const FETCHED: u32 = 1 << Kind::DocumentView as u32 | 1 << Kind::ImageView as u32;
    let span = DaySpan::of(period);
    let segments = view.touched(span);
    let pool: Pool<(TimeBuffers, TimeBuffers, S)> = Pool::new();
    pieces_by_time(view, period, &segments)?
        .par_iter()
        .try_for_each(|(segment, rows)| {
            pool.with(Default::default, |(first, second, state)| {
                let [found, days] = first.read(segment, rows, [ByTime::Marks, ByTime::Day])?;
                let is_hit = |row: &usize| {
                    marks::counts(found[*row])
                        && FETCHED >> marks::kind(found[*row]) & 1 == 1
                        && span.holds(days[*row])
                };
                let mut hits = (0..rows.len()).filter(is_hit).peekable();
                if hits.peek().is_none() {
                    return Ok::<(), crate::ArchiveError>(());
                }
                let columns = [
                    ByTime::Source,
                    ByTime::Document,
                    ByTime::Element,
                    ByTime::Subject,
                    ByTime::Actor,
                    ByTime::Account,
                ];
                let [sources, documents, elements, subjects, actors, accounts] =
                    second.read(segment, rows, columns)?;
                for row in hits {
                    let with_document = documents[row] != 0;
                    let object = Object {
                        source: sources[row],
                        document: documents[row],
                        element: if with_document { 0 } else { elements[row] },
                        subject: if with_document { 0 } else { subjects[row] },
                    };
                    visit(
                        state,
                        Hit {
                            object,
                            actor: actors[row],
                            account: accounts[row],
                            subject: subjects[row],
                        },
                    );
                }
                Ok(())
            })
        })?;
    Ok(pool
        .into_all()
        .into_iter()
        .map(|(_, _, state)| state)
        .collect())
}

/// Counts sorted hits by object and keeps the objects of highest rank.
fn tally(hits: &[Hit], limit: Option<usize>) -> Vec<Tally> {
    let objects = hits.chunk_by(|one, other| one.object == other.object);
    let mut counted: Vec<(&[Hit], u64, u64)> = objects
        .map(|hits| {
            let (mut users, mut most) = (0, 0);
            for by_one in hits.chunk_by(|one, other| one.actor == other.actor) {
                users += 1;
                most = most.max(by_one.len() as u64);
            }
            (hits, users, most)
        })
        .collect();
    keep_top(&mut counted, limit, |(_, users, most)| (*users, *most));
    let detail = |(hits, users, most): &(&[Hit], u64, u64)| {
        let mut subjects: Vec<Code> = hits.iter().map(|hit| hit.subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        let by_actor = hits.chunk_by(|one, other| one.actor == other.actor);
        let most_by = by_actor
            .filter(|hits| hits.len() as u64 == *most)
            .map(|hits| {
                let mut accounts: Vec<Code> = hits.iter().map(|hit| hit.account).collect();
                accounts.dedup();
                accounts
            });
        Tally {
            object: hits[0].object,
            lookups: hits.len() as u64,
            users: *users,
            most: *most,
            subjects,
            most_by: most_by.collect(),
        }
    };
    counted.iter().map(detail).collect()
}

/// Source and object of a line; an object without name comes first.
fn texts(words: &Words, object: Object) -> (&str, bool, &str) {
    let source = words.text(Field::Source, object.source);
    if object.document != 0 {
        let word = words.text(Field::Document, object.document);
        return (source, true, &word[source.len() + 1..]);
    }
    (
        source,
        object.element != 0,
        words.text(Field::Element, object.element),
    )
}

/// Of objects of equal rank, keeps those whose texts come first, before anyone is named.
fn keep_first_texts(view: &View<'_>, tallies: &mut Vec<Tally>, limit: Option<usize>) {
    let Some(limit) = limit.filter(|limit| *limit < tallies.len()) else {
        return;
    };
    let words = view.core.words();
    keep_top(tallies, Some(limit), |tally| {
        let texts = Reverse(texts(&words, tally.object));
        (tally.users, tally.most, texts)
    });
}

fn line(view: &View<'_>, tally: &Tally) -> PictureLine {
    let person = |code: &Code| match view.identity(*code)? {
        Identity::Person(id) => Some(id),
        Identity::Account { .. } => None,
    };
    let mut subjects: Vec<_> = tally.subjects.iter().filter_map(person).collect();
    subjects.sort_unstable();
    let users = tally.most_by.iter().filter_map(|accounts| {
        let texts = view.account_texts(accounts);
        texts.into_iter().next()
    });
    let max_user = users.min().unwrap_or_else(|| ERASED.to_owned());
    let words = view.core.words();
    let (source, named, object) = texts(&words, tally.object);
    PictureLine {
        source: source.to_owned(),
        object: named.then(|| object.to_owned()),
        subjects,
        lookups: tally.lookups,
        users: tally.users,
        max_by_one_user: tally.most,
        max_user,
    }
}
