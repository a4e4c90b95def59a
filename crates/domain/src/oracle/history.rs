//! Single events and the counts behind the pictures, by plain search.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Oracle, Seen, Side, directory};
use crate::codebook::Identity;
use crate::day::{Day, Period};
use crate::directory::Directory;
use crate::national_id::NationalId;
use crate::question::{
    About, Answers, ElementField, Flow, History, HistoryLine, HistoryQuestion, Only, SourceTotals,
    Viewer, WeekCount,
};

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

pub(super) fn history(oracle: &Oracle, question: &HistoryQuestion) -> History {
    let mut lines: Vec<HistoryLine> = Vec::new();
    oracle.walk(question.period, |directory, seen| {
        let kind_fits = question.kinds.is_empty() || question.kinds.contains(&seen.event.kind);
        let all = concerns(directory, &question.about, &seen) && fits(question.only, &seen);
        if kind_fits && all {
            lines.push(line(seen));
        }
    });
    lines.sort_by_key(|line| Reverse((line.time, line.leaf)));
    let total = lines.len() as u64;
    let skip = usize::try_from(question.skip).unwrap_or(usize::MAX);
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    History {
        total,
        lines: lines.into_iter().skip(skip).take(limit).collect(),
    }
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
    let mut counts: BTreeMap<Identity, (u64, u64, Day)> = BTreeMap::new();
    oracle.walk(period, |directory, seen| {
        let id = directory::present_id(directory, subject);
        if seen.system || !seen.looked_up.contains(&id) {
            return;
        }
        let count = counts.entry(seen.actor.clone()).or_insert((0, 0, seen.day));
        count.0 += 1;
        count.1 += u64::from(seen.side(&id) == Side::Outside);
        count.2 = count.2.max(seen.day);
    });
    let mut viewers: Vec<Viewer> = Vec::new();
    for (actor, (lookups, outside, last)) in counts {
        let card = oracle.card(&actor, last);
        viewers.push(Viewer {
            actor,
            card,
            lookups,
            outside,
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
