//! How systems are used: the events of a question by system, place, unit and time (K3).
//!
//! One pass over the rows that fit; kept is a number and a set of users for each word of the
//! columns counted, and nothing of a row. Not here: which rows fit (`history`).

use std::collections::BTreeMap;

use rayon::prelude::*;
use roaring::RoaringBitmap;
use tilsyn_domain::question::HistoryQuestion;
use tilsyn_domain::usage::{Usage, UsedPlace, weekday_and_hour};
use tilsyn_domain::{Day, Instant};

use super::View;
use super::history::{Cursor, cursors};
use super::places::{narrow_at, wide_at};
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::day_of_number;
use crate::segment::ByTime;
use crate::words::{Field, Words};

/// The columns whose words are counted; the sets of units stand last.
const COLUMNS: [ByTime; 5] = [
    ByTime::Source,
    ByTime::Element,
    ByTime::Screen,
    ByTime::Report,
    ByTime::ActorUnits,
];

/// What a word was used for.
#[derive(Clone, Default)]
struct Tally {
    events: u64,
    users: RoaringBitmap,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.events += other.events;
        self.users |= &other.users;
    }
}

/// The tallies of a column by code, as far as codes were met.
type Tallies = Vec<Tally>;

#[derive(Default)]
struct Counts {
    hours: [[u64; 24]; 7],
    weeks: BTreeMap<Day, u64>,
    users: RoaringBitmap,
    columns: [Tallies; COLUMNS.len()],
}

pub(crate) fn usage(view: &View<'_>, question: &HistoryQuestion) -> Result<Usage> {
    let counts = cursors(view, question)?
        .par_iter()
        .map(|cursor| of_segment(view, cursor))
        .try_reduce(Counts::default, |all, part| Ok(all.with(part)))?;
    Ok(named(&view.core.words(), counts))
}

fn of_segment(view: &View<'_>, cursor: &Cursor<'_>) -> Result<Counts> {
    let mut counts = Counts::default();
    let file = &cursor.segment.by_time;
    let mut scratch = Scratch::default();
    cursor.each_places(&mut |places| {
        for time in wide_at(file, ByTime::Time, places, &mut scratch)? {
            let (weekday, hour) = weekday_and_hour(view.zone(), Instant(time));
            counts.hours[weekday][hour] += 1;
        }
        for day in narrow_at(file, ByTime::Day, places, &mut scratch)? {
            *counts.weeks.entry(day_of_number(day).monday()).or_default() += 1;
        }
        let actors = narrow_at(file, ByTime::Actor, places, &mut scratch)?;
        counts.users.extend(actors.iter().copied());
        for (tallies, column) in counts.columns.iter_mut().zip(COLUMNS) {
            let codes = narrow_at(file, column, places, &mut scratch)?;
            count(tallies, &codes, &actors);
        }
        Ok(())
    })?;
    Ok(counts)
}

fn count(tallies: &mut Tallies, codes: &[u32], actors: &[u32]) {
    let mut pairs: Vec<(u32, u32)> = codes.iter().copied().zip(actors.iter().copied()).collect();
    // Word by word: its set of users then stays in the processor's cache.
    pairs.sort_unstable();
    for of_one in pairs.chunk_by(|one, other| one.0 == other.0) {
        let tally = at(tallies, of_one[0].0);
        tally.events += of_one.len() as u64;
        tally.users.extend(of_one.iter().map(|(_, actor)| *actor));
    }
}

fn at(tallies: &mut Tallies, code: u32) -> &mut Tally {
    let place = code as usize;
    if place >= tallies.len() {
        tallies.resize(place + 1, Tally::default());
    }
    &mut tallies[place]
}

impl Counts {
    fn with(mut self, part: Counts) -> Counts {
        for (all, part) in self.hours.iter_mut().zip(part.hours) {
            all.iter_mut()
                .zip(part)
                .for_each(|(all, part)| *all += part);
        }
        for (week, events) in part.weeks {
            *self.weeks.entry(week).or_default() += events;
        }
        self.users |= part.users;
        for (all, part) in self.columns.iter_mut().zip(&part.columns) {
            for (code, tally) in (0..).zip(part) {
                at(all, code).add(tally);
            }
        }
        self
    }
}

fn named(words: &Words, counts: Counts) -> Usage {
    let [sources, elements, screens, reports, sets] = counts.columns;
    let no_unit = sets.first().map_or(0, |tally| tally.events);
    let listed = |field, tallies: &Tallies| {
        // 0 stands for rows that name none.
        let met = (0..).zip(tallies).skip(1);
        let met = met.filter(|(_, tally)| tally.events > 0);
        let place = |(code, tally): (u32, &Tally)| UsedPlace {
            name: words.text(field, code).to_owned(),
            events: tally.events,
            users: tally.users.len(),
        };
        let mut places: Vec<UsedPlace> = met.map(place).collect();
        UsedPlace::sort(&mut places);
        places
    };
    Usage {
        events: counts.hours.iter().flatten().sum(),
        users: counts.users.len(),
        hours: counts.hours,
        weeks: counts.weeks.into_iter().collect(),
        sources: listed(Field::Source, &sources),
        elements: listed(Field::Element, &elements),
        screens: listed(Field::Screen, &screens),
        reports: listed(Field::Report, &reports),
        units: listed(Field::Unit, &by_unit(words, &sets)),
        no_unit,
    }
}

/// The tallies of each unit, out of those of the sets that hold it.
fn by_unit(words: &Words, sets: &Tallies) -> Tallies {
    let mut units = Tallies::new();
    for (set, tally) in words.sets().iter().zip(sets) {
        for unit in set {
            at(&mut units, *unit).add(tally);
        }
    }
    units
}
