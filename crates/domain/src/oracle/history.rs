//! Single events and the counts behind the pictures, by plain search.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Oracle, Seen, Side, directory};
use crate::codebook::Identity;
use crate::day::{Day, Period, Zone};
use crate::directory::Directory;
use crate::event::{Kind, Via};
use crate::national_id::NationalId;
use crate::pattern::Pattern;
use crate::question::{
    About, Answers, ElementField, EventFilter, EventSort, Flow, History, HistoryLine,
    HistoryQuestion, Only, Order, SortBy, SourceHours, SourceTotals, Viewer, WeekCount,
};
use crate::time::Instant;

fn concerns(directory: &Directory, about: &About, seen: &Seen<'_>) -> bool {
    let event = seen.event;
    match about {
        About::Everything => true,
        About::Subject(id) => {
            let id = directory::present_id(directory, id);
            seen.subjects.iter().any(|(subject, _)| *subject == id)
        }
        About::Actor(who) => is_actor(directory, who, seen),
        About::Account { source, user } => event.source == *source && event.actor.user == *user,
        About::Element(field, name) => {
            let found = match field {
                ElementField::Element => &event.object.element,
                ElementField::Screen => &event.place.screen,
                ElementField::Tab => &event.place.tab,
                ElementField::Report => &event.place.report,
            };
            found.as_ref() == Some(name)
        }
        About::Document { source, document } => {
            event.source == *source && event.object.document.as_ref() == Some(document)
        }
    }
}

fn is_actor(directory: &Directory, who: &Identity, seen: &Seen<'_>) -> bool {
    match who {
        Identity::Person(id) => {
            seen.actor == Identity::Person(directory::present_id(directory, id))
        }
        Identity::Account { .. } => seen.actor == *who,
    }
}

fn fits(only: Only, seen: &Seen<'_>) -> bool {
    match only {
        Only::All => true,
        Only::Lookups => !seen.system && !seen.looked_up.is_empty(),
        Only::Outside => seen.is_outside(),
    }
}

fn passes(oracle: &Oracle, directory: &Directory, filter: &EventFilter, seen: &Seen<'_>) -> bool {
    let event = seen.event;
    let is_protected = || directory::card(directory, &seen.actor, seen.day).is_protected;
    let account = (event.source.clone(), event.actor.user.clone());
    let looks_like = |pattern: &Option<Pattern>, texts: [&Option<String>; 2]| match pattern {
        Some(pattern) => texts.into_iter().flatten().any(|text| pattern.fits(text)),
        None => true,
    };
    let place = &event.place;
    let accounts = filter.accounts.as_ref();
    accounts.is_none_or(|accounts| accounts.contains(&account))
        && (filter.source.as_ref()).is_none_or(|source| *source == event.source)
        && (filter.unit.as_ref()).is_none_or(|unit| seen.actor_units.contains(unit))
        && looks_like(&filter.client, [&place.client_host, &place.client_ip])
        && looks_like(&filter.server, [&place.server, &None])
        && !(filter.unprotected && is_protected())
        && is_at(&oracle.zone, filter, seen)
}

fn is_at(zone: &Zone, filter: &EventFilter, seen: &Seen<'_>) -> bool {
    let weekday = i32::from(filter.time.weekday.unwrap_or_default());
    let hour = u16::from(filter.time.hour.unwrap_or_default());
    let minute = zone.minute_of(seen.event.time.at);
    (filter.time.weekday.is_none() || seen.day.weekday() == weekday)
        && (filter.time.hour.is_none() || minute / 60 == hour)
}

pub(super) fn is_asked(
    oracle: &Oracle,
    directory: &Directory,
    question: &HistoryQuestion,
    seen: &Seen<'_>,
) -> bool {
    (question.kinds.is_empty() || question.kinds.contains(&seen.event.kind))
        && concerns(directory, &question.about, seen)
        && fits(question.only, seen)
        && passes(oracle, directory, &question.filter, seen)
}

/// What an event is sorted by, besides its time.
fn sort_key(directory: &Directory, by: SortBy, seen: &Seen<'_>) -> Option<String> {
    let event = seen.event;
    match by {
        SortBy::Time => None,
        SortBy::Actor => match &seen.actor {
            Identity::Account { .. } => Some(seen.account.clone()),
            person @ Identity::Person(_) => {
                let card = directory::card(directory, person, seen.day);
                card.withheld().name
            }
        },
        SortBy::Application => event.place.application.clone(),
        SortBy::Element => event.object.element.clone(),
        SortBy::Screen => event.place.screen.clone(),
        SortBy::Client => event.place.client(),
        SortBy::Server => event.place.server.clone(),
    }
}

fn sort(lines: &mut [(Option<String>, HistoryLine)], sort: EventSort) {
    lines.sort_by_key(|(_, line)| Reverse((line.time, line.leaf)));
    match (sort.by, sort.order) {
        (SortBy::Time, Order::Descending) => {}
        (SortBy::Time, Order::Ascending) => lines.reverse(),
        (_, Order::Ascending) => lines.sort_by_key(|(key, _)| key.clone()),
        (_, Order::Descending) => lines.sort_by_key(|(key, _)| Reverse(key.clone())),
    }
}

pub(super) fn history(oracle: &Oracle, question: &HistoryQuestion) -> History {
    let mut lines: Vec<(Option<String>, HistoryLine)> = Vec::new();
    oracle.walk(question.period, |directory, seen| {
        if is_asked(oracle, directory, question, &seen) {
            let key = sort_key(directory, question.sort.by, &seen);
            lines.push((key, line(seen)));
        }
    });
    sort(&mut lines, question.sort);
    let total = lines.len() as u64;
    let skip = usize::try_from(question.skip).unwrap_or(usize::MAX);
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    let lines = lines.into_iter().map(|(_, line)| line);
    History {
        total,
        lines: lines.skip(skip).take(limit).collect(),
    }
}

pub(super) fn hours(oracle: &Oracle, question: &HistoryQuestion) -> [u64; 24] {
    let mut hours = [0; 24];
    oracle.walk(question.period, |directory, seen| {
        if is_asked(oracle, directory, question, &seen) {
            let minute = oracle.zone.minute_of(seen.event.time.at);
            hours[usize::from(minute / 60)] += 1;
        }
    });
    hours
}

fn line(seen: Seen<'_>) -> HistoryLine {
    let outside = seen.is_outside();
    let mut subject_units: Vec<(NationalId, Vec<String>)> = seen
        .subjects
        .into_iter()
        .map(|(id, units)| (id, units.into_iter().collect()))
        .collect();
    subject_units.sort();
    HistoryLine {
        leaf: seen.leaf,
        time: seen.event.time.at,
        day: seen.day,
        actor: seen.actor,
        actor_units: seen.actor_units.into_iter().collect(),
        subject_units,
        outside,
    }
}

pub(super) fn weeks(oracle: &Oracle, actor: &Identity, period: Period) -> Vec<WeekCount> {
    let first = period.from().monday();
    let length = usize::try_from((period.to().monday().0 - first.0) / 7 + 1).unwrap_or(0);
    let mut weeks = vec![WeekCount::default(); length];
    oracle.walk(period, |directory, seen| {
        if seen.system || !is_actor(directory, actor, &seen) {
            return;
        }
        let week = usize::try_from((seen.day.monday().0 - first.0) / 7).unwrap_or(0);
        weeks[week].lookups += seen.looked_up.len() as u64;
        let outside = seen
            .looked_up
            .iter()
            .filter(|id| seen.side(id) == Side::Outside);
        weeks[week].outside += outside.count() as u64;
    });
    weeks
}

/// The unit that stands for both sides where they share one, else the first of each.
fn ends(seen: &Seen<'_>, subject: &NationalId) -> (Option<String>, Option<String>) {
    let theirs = seen.units_of(subject);
    let shared: BTreeSet<&String> = seen.actor_units.intersection(theirs).collect();
    match shared.first() {
        Some(unit) => (Some((*unit).clone()), Some((*unit).clone())),
        None => (seen.actor_units.first().cloned(), theirs.first().cloned()),
    }
}

pub(super) fn flows(oracle: &Oracle, period: Period, actor: Option<&Identity>) -> Vec<Flow> {
    let mut counts: BTreeMap<(Option<String>, Option<String>), u64> = BTreeMap::new();
    oracle.walk(period, |directory, seen| {
        if seen.system || actor.is_some_and(|actor| !is_actor(directory, actor, &seen)) {
            return;
        }
        for subject in &seen.looked_up {
            *counts.entry(ends(&seen, subject)).or_default() += 1;
        }
    });
    let mut flows: Vec<Flow> = counts
        .into_iter()
        .map(|((from, to), lookups)| Flow { from, to, lookups })
        .collect();
    flows.sort_by_key(|flow| (Reverse(flow.lookups), flow.from.clone(), flow.to.clone()));
    flows
}

pub(super) fn viewers(oracle: &Oracle, subject: &NationalId, period: Period) -> Vec<Viewer> {
    let mut counts: BTreeMap<Identity, (u64, u64, BTreeSet<String>, Day)> = BTreeMap::new();
    oracle.walk(period, |directory, seen| {
        let id = directory::present_id(directory, subject);
        if seen.system || !seen.looked_up.contains(&id) {
            return;
        }
        let none = (0, 0, BTreeSet::new(), seen.day);
        let count = counts.entry(seen.actor.clone()).or_insert(none);
        count.0 += 1;
        count.1 += u64::from(seen.side(&id) == Side::Outside);
        count.2.extend(seen.actor_units.iter().cloned());
        count.3 = count.3.max(seen.day);
    });
    let mut viewers: Vec<Viewer> = Vec::new();
    for (actor, (lookups, outside, units, last)) in counts {
        let card = oracle.card(&actor, last);
        viewers.push(Viewer {
            actor,
            card,
            lookups,
            outside,
            units: units.into_iter().collect(),
            last,
        });
    }
    viewers.sort_by_key(|viewer| (Reverse(viewer.lookups), viewer.actor.clone()));
    viewers
}

pub(super) fn sources(oracle: &Oracle) -> Vec<SourceTotals> {
    let mut all: BTreeMap<String, SourceTotals> = BTreeMap::new();
    oracle.walk(Period::always(), |_, seen| {
        let at = seen.event.time.at;
        let source = seen.event.source.clone();
        let totals = all.entry(source.clone()).or_insert(SourceTotals {
            source,
            events: 0,
            first: at,
            last: at,
        });
        totals.events += 1;
        totals.first = totals.first.min(at);
        totals.last = totals.last.max(at);
    });
    all.into_values().collect()
}

pub(super) fn hours_of_sources(oracle: &Oracle, span: &Range<Instant>) -> Vec<SourceHours> {
    let mut all: BTreeMap<String, BTreeMap<i64, u64>> = BTreeMap::new();
    oracle.walk(Period::always(), |_, seen| {
        let at = seen.event.time.at;
        if span.contains(&at) {
            let hours = all.entry(seen.event.source.clone()).or_default();
            *hours.entry(at.0.div_euclid(3_600_000_000)).or_default() += 1;
        }
    });
    all.into_iter()
        .map(|(source, hours)| SourceHours {
            source,
            hours: hours.into_iter().collect(),
        })
        .collect()
}

pub(super) fn records_between(oracle: &Oracle, source: &str, span: &Range<Instant>) -> u64 {
    let mut records = 0;
    oracle.walk(Period::always(), |_, seen| {
        let event = seen.event;
        let is_kin = event.kind == Kind::RegisterTransfer
            && event
                .subjects
                .first()
                .is_some_and(|who| who.via == Via::Kin);
        if event.source == source && span.contains(&event.time.at) && !is_kin {
            records += 1;
        }
    });
    records
}
