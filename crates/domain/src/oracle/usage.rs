//! How systems are used, by plain counting.

use std::collections::{BTreeMap, BTreeSet};

use super::Oracle;
use super::history::is_asked;
use crate::codebook::Identity;
use crate::question::HistoryQuestion;
use crate::usage::{Usage, UsedPlace};

/// Events, and who acted in them.
type Places = BTreeMap<String, (u64, BTreeSet<Identity>)>;

pub(super) fn usage(oracle: &Oracle, question: &HistoryQuestion) -> Usage {
    let mut usage = Usage::default();
    let mut users = BTreeSet::new();
    let mut weeks = BTreeMap::new();
    let [
        mut sources,
        mut elements,
        mut screens,
        mut reports,
        mut units,
    ] = <[Places; 5]>::default();
    oracle.walk(question.period, |directory, seen| {
        if !is_asked(oracle, directory, question, &seen) {
            return;
        }
        let event = seen.event;
        usage.events += 1;
        users.insert(seen.actor.clone());
        let hour = oracle.zone.minute_of(event.time.at) / 60;
        let weekday = usize::try_from(seen.day.weekday()).expect("not negative");
        usage.hours[weekday][usize::from(hour)] += 1;
        *weeks.entry(seen.day.monday()).or_default() += 1;
        let count = |places: &mut Places, name: Option<&String>| {
            if let Some(name) = name {
                let (events, users) = places.entry(name.clone()).or_default();
                *events += 1;
                users.insert(seen.actor.clone());
            }
        };
        count(&mut sources, Some(&event.source));
        count(&mut elements, event.object.element.as_ref());
        count(&mut screens, event.place.screen.as_ref());
        count(&mut reports, event.place.report.as_ref());
        let of_units = seen.actor_units.iter();
        of_units.for_each(|unit| count(&mut units, Some(unit)));
        usage.no_unit += u64::from(seen.actor_units.is_empty());
    });
    Usage {
        users: users.len() as u64,
        weeks: weeks.into_iter().collect(),
        sources: listed(sources),
        elements: listed(elements),
        screens: listed(screens),
        reports: listed(reports),
        units: listed(units),
        ..usage
    }
}

fn listed(places: Places) -> Vec<UsedPlace> {
    let places = places.into_iter().map(|(name, (events, users))| UsedPlace {
        name,
        events,
        users: users.len() as u64,
    });
    let mut places: Vec<UsedPlace> = places.collect();
    UsedPlace::sort(&mut places);
    places
}
