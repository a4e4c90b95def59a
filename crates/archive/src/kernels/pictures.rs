//! Pictures and documents (H8.3): fetched by many, or often by one.
//!
//! An object is a document of a source; without document it is an element of a source and a
//! person. Hits are sorted in memory, so many at a time as fit `HITS_MAX`.

use std::cmp::Reverse;
use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::DefaultHashBuilder;
use rayon::prelude::*;
use tilsyn_domain::counted::{CountedPictures, PictureColumn};
use tilsyn_domain::question::{CalledBy, PictureLine};
use tilsyn_domain::{Code, Counted, Identity, Kind, Period};

use super::time_scan::{TimeBuffers, pieces_by_time};
use super::{ERASED, Kept, Pool, View, keep_top};
use crate::archive::Core;
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
    lookups: u32,
    users: u32,
    most: u32,
    /// Where its subjects stand among the codes, then the accounts of all actors with `most`.
    codes_start: usize,
    subjects: u32,
    most_by: u32,
}

/// Objects counted, and the codes that their tallies point to.
#[derive(Default)]
struct Tallies {
    all: Vec<Tally>,
    codes: Vec<Code>,
}

/// Everything fetched in a period; names are found when a line is asked for.
struct Pictures {
    kept: Kept,
    tallies: Tallies,
}

impl Counted for Pictures {
    type Line = PictureLine;
    type Column = PictureColumn;

    fn len(&self) -> usize {
        self.tallies.all.len()
    }

    fn number(&self, place: usize, column: PictureColumn) -> u64 {
        let tally = &self.tallies.all[place];
        u64::from(match column {
            PictureColumn::Lookups => tally.lookups,
            PictureColumn::Users => tally.users,
            PictureColumn::MaxByOneUser => tally.most,
        })
    }

    fn unit(&self, _: usize) -> Option<String> {
        None
    }

    fn line(&self, place: usize) -> Option<PictureLine> {
        let tally = &self.tallies.all[place];
        Some(line(&self.kept.view(), tally, &self.tallies.codes))
    }
}

pub(crate) fn counted_pictures(core: &Arc<Core>, period: Period) -> Result<Arc<CountedPictures>> {
    let view = View::of(core);
    let mut tallies = tally_all(&view, period, None)?;
    tallies.all.sort_unstable_by_key(|tally| tally.object);
    tallies.all.shrink_to_fit();
    tallies.codes.shrink_to_fit();
    Ok(Arc::new(Pictures {
        kept: Kept::of(core, &view),
        tallies,
    }))
}

pub(crate) fn pictures(
    view: &View<'_>,
    period: Period,
    limit: Option<usize>,
) -> Result<Vec<PictureLine>> {
    let Tallies { mut all, codes } = tally_all(view, period, limit)?;
    keep_first_texts(view, &mut all, limit);
    let mut lines: Vec<PictureLine> = all
        .par_iter()
        .with_min_len(64)
        .map(|tally| line(view, tally, &codes))
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

/// Counts all objects, or those of highest rank.
fn tally_all(view: &View<'_>, period: Period, limit: Option<usize>) -> Result<Tallies> {
    let hits: u64 = each_hit(view, period, |count: &mut u64, _| *count += 1)?
        .iter()
        .sum();
    let passes = hits.div_ceil(HITS_MAX).max(1);
    let hasher = DefaultHashBuilder::default();
    let mut tallies = Tallies::default();
    for pass in 0..passes {
        let collected = each_hit(view, period, |hits: &mut Vec<Hit>, hit| {
            if passes == 1 || hasher.hash_one(hit.object) % passes == pass {
                hits.push(hit);
            }
        })?;
        let mut hits = collected.concat();
        hits.par_sort_unstable();
        tallies.add(&hits, limit);
        keep_top(&mut tallies.all, limit, |tally| (tally.users, tally.most));
    }
    Ok(tallies)
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

impl Tallies {
    /// Counts sorted hits by object and keeps the objects of highest rank.
    fn add(&mut self, hits: &[Hit], limit: Option<usize>) {
        let objects = hits.chunk_by(|one, other| one.object == other.object);
        let mut counted: Vec<(&[Hit], u32, u32)> = objects
            .map(|hits| {
                let (mut users, mut most) = (0, 0);
                for by_one in hits.chunk_by(|one, other| one.actor == other.actor) {
                    users += 1;
                    most = most.max(small(by_one.len()));
                }
                (hits, users, most)
            })
            .collect();
        keep_top(&mut counted, limit, |(_, users, most)| (*users, *most));
        for (hits, users, most) in counted {
            self.push(hits, users, most);
        }
    }

    fn push(&mut self, hits: &[Hit], users: u32, most: u32) {
        let codes_start = self.codes.len();
        self.codes.extend(hits.iter().map(|hit| hit.subject));
        let subjects = self.settle(codes_start);
        let by_actor = hits.chunk_by(|one, other| one.actor == other.actor);
        let by_most = by_actor
            .filter(|hits| hits.len() == most as usize)
            .flatten();
        let accounts_start = self.codes.len();
        self.codes.extend(by_most.map(|hit| hit.account));
        let most_by = self.settle(accounts_start);
        self.all.push(Tally {
            object: hits[0].object,
            lookups: small(hits.len()),
            users,
            most,
            codes_start,
            subjects,
            most_by,
        });
    }

    /// Sorts the codes from there on, and keeps each once; says how many are left.
    fn settle(&mut self, start: usize) -> u32 {
        self.codes[start..].sort_unstable();
        let mut end = start;
        for at in start..self.codes.len() {
            if at == start || self.codes[at] != self.codes[end - 1] {
                self.codes[end] = self.codes[at];
                end += 1;
            }
        }
        self.codes.truncate(end);
        small(end - start)
    }
}

/// Counts within one pass fit 32 bits.
fn small(count: usize) -> u32 {
    u32::try_from(count).expect("a pass holds a few million hits")
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

fn line(view: &View<'_>, tally: &Tally, codes: &[Code]) -> PictureLine {
    let codes = &codes[tally.codes_start..];
    let (subjects, codes) = codes.split_at(tally.subjects as usize);
    let accounts = &codes[..tally.most_by as usize];
    let person = |code: &Code| match view.identity(*code)? {
        Identity::Person(id) => Some(id),
        Identity::Account { .. } => None,
    };
    let mut subjects: Vec<_> = subjects.iter().filter_map(person).collect();
    subjects.sort_unstable();
    // The first account of each, and of those the first, is the first of all.
    let max_user = view.account_texts(accounts).into_iter().next();
    let words = view.core.words();
    let (source, named, object) = texts(&words, tally.object);
    PictureLine {
        source: source.to_owned(),
        object: named.then(|| object.to_owned()),
        called_by: match tally.object.document {
            0 => CalledBy::Element,
            _ => CalledBy::Document,
        },
        subjects,
        lookups: u64::from(tally.lookups),
        users: u64::from(tally.users),
        max_by_one_user: u64::from(tally.most),
        max_user: max_user.unwrap_or_else(|| ERASED.to_owned()),
    }
}
