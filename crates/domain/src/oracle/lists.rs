//! Statement, subjects, pictures, elements and single lookups, by plain counting.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::touches::Codes;
use super::{Oracle, Seen, Side, counter};
use crate::codebook::Identity;
use crate::day::{Day, Period};
use crate::event::{Kind, Outcome};
use crate::national_id::NationalId;
use crate::question::{
    Answers, CalledBy, ElementField, ElementLine, OneLookup, PictureLine, StatementLine,
    SubjectLine,
};
use crate::time::Instant;

fn empty_line() -> StatementLine {
    StatementLine {
        user: String::new(),
        national_id: None,
        name: None,
        employee_no: None,
        unit: None,
        accounts: Vec::new(),
        lookups: 0,
        outside_lookups: 0,
        outside_people: 0,
        no_unit_lookups: 0,
        unexplained_lookups: None,
        unexplained_people: None,
        expected: None,
        p: None,
        changes: 0,
        searches: 0,
        lists: 0,
        own_record: 0,
        register_lookups: 0,
        transfers: 0,
        exports: 0,
    }
}

struct Open {
    line: StatementLine,
    accounts: BTreeSet<String>,
    outside: BTreeSet<NationalId>,
    last: Option<(Instant, u64, Day)>,
}

fn count(open: &mut Open, seen: &Seen<'_>) {
    open.accounts.insert(seen.account.clone());
    if seen.event.outcome == Outcome::Permit
        && let Some(counted) = counter(&mut open.line, seen.event.kind)
    {
        *counted += 1;
    }
    for subject in &seen.looked_up {
        open.line.lookups += 1;
        match seen.side(subject) {
            Side::Inside => {}
            Side::NoUnit => open.line.no_unit_lookups += 1,
            Side::Outside => {
                open.line.outside_lookups += 1;
                open.outside.insert(subject.clone());
            }
        }
        open.last = open
            .last
            .max(Some((seen.event.time.at, seen.leaf, seen.day)));
    }
}

pub(super) fn statement(
    oracle: &Oracle,
    period: Period,
    limit: Option<usize>,
) -> Vec<StatementLine> {
    let mut all: BTreeMap<Identity, Open> = BTreeMap::new();
    oracle.walk(period, |_, seen| {
        if seen.system {
            return;
        }
        let open = all.entry(seen.actor.clone()).or_insert_with(|| Open {
            line: empty_line(),
            accounts: BTreeSet::new(),
            outside: BTreeSet::new(),
            last: None,
        });
        count(open, &seen);
    });
    let mut lines: Vec<StatementLine> = all
        .into_iter()
        .filter(|(_, open)| open.line.outside_lookups + open.line.no_unit_lookups > 0)
        .map(|(actor, open)| close(oracle, &actor, open))
        .collect();
    lines.sort_by_key(|line| {
        let id = line.national_id.clone();
        (
            Reverse(line.outside_lookups),
            id.is_none(),
            id,
            line.user.clone(),
        )
    });
    lines.truncate(limit.unwrap_or(usize::MAX));
    lines
}

fn close(oracle: &Oracle, actor: &Identity, open: Open) -> StatementLine {
    let mut line = open.line;
    line.accounts = open.accounts.into_iter().collect();
    line.user = line.accounts[0].clone();
    line.outside_people = open.outside.len() as u64;
    if let Identity::Person(id) = actor {
        line.national_id = Some(id.clone());
    }
    if let Some((_, _, day)) = open.last {
        let card = oracle.card(actor, day);
        (line.name, line.employee_no, line.unit) = (card.name, card.employee_no, card.unit);
    }
    line
}

#[derive(Default)]
struct OpenSubject {
    lookups: u64,
    users: BTreeSet<Identity>,
    units: BTreeSet<String>,
    last: Option<(Instant, u64, Day)>,
}

pub(super) fn subjects(oracle: &Oracle, period: Period, limit: Option<usize>) -> Vec<SubjectLine> {
    let mut all: BTreeMap<NationalId, OpenSubject> = BTreeMap::new();
    oracle.walk(period, |_, seen| {
        for subject in seen.looked_up.iter().filter(|_| !seen.system) {
            let open = all.entry(subject.clone()).or_default();
            open.lookups += 1;
            open.users.insert(seen.actor.clone());
            open.units.extend(seen.actor_units.iter().cloned());
            open.last = open
                .last
                .max(Some((seen.event.time.at, seen.leaf, seen.day)));
        }
    });
    let mut lines: Vec<SubjectLine> = Vec::new();
    for (national_id, open) in all {
        let day = open.last.map_or(Day::MIN, |(_, _, day)| day);
        let card = oracle.card(&Identity::Person(national_id.clone()), day);
        lines.push(SubjectLine {
            national_id,
            name: card.name,
            employee_no: card.employee_no,
            unit: card.unit,
            lookups: open.lookups,
            users: open.users.len() as u64,
            units: open.units.len() as u64,
            expected: None,
            p: None,
        });
    }
    lines.sort_by_key(|line| (Reverse(line.lookups), line.national_id.clone()));
    lines.truncate(limit.unwrap_or(usize::MAX));
    lines
}

pub(super) fn lookups(oracle: &Oracle, period: Period) -> Vec<OneLookup> {
    let mut all = Vec::new();
    let book = oracle.book.clone();
    oracle.walk(period, |directory, seen| {
        let codes = book.as_deref().map(|book| Codes { book, directory });
        // Without a book nobody has a number.
        let actor = codes.as_ref().map_or(0, |codes| codes.actor(&seen));
        let of_event = seen.looked_up.iter().filter(|_| !seen.system);
        all.extend(of_event.map(|subject| {
            OneLookup {
                leaf: seen.leaf,
                person: (codes.as_ref())
                    .and_then(|codes| codes.person(subject))
                    .unwrap_or(0),
                subject: Some(subject.clone()),
                actor,
                day: seen.day,
            }
        }));
    });
    all.sort_unstable();
    all
}

/// Source, object, and the subject where there is no document.
type PictureKey = (String, Option<String>, Option<NationalId>);

#[derive(Default)]
struct OpenPicture {
    subjects: BTreeSet<NationalId>,
    lookups: u64,
    by: BTreeMap<Identity, (u64, BTreeSet<String>)>,
}

pub(super) fn pictures(oracle: &Oracle, period: Period, limit: Option<usize>) -> Vec<PictureLine> {
    let mut all: BTreeMap<PictureKey, OpenPicture> = BTreeMap::new();
    oracle.walk(period, |_, seen| {
        if seen.system || !matches!(seen.event.kind, Kind::ImageView | Kind::DocumentView) {
            return;
        }
        for subject in &seen.looked_up {
            let object = &seen.event.object;
            let key = match &object.document {
                Some(document) => (seen.event.source.clone(), Some(document.clone()), None),
                None => (
                    seen.event.source.clone(),
                    object.element.clone(),
                    Some(subject.clone()),
                ),
            };
            // A document and an element of the same name are two objects.
            let open = all.entry(key).or_default();
            open.subjects.insert(subject.clone());
            open.lookups += 1;
            let by = open.by.entry(seen.actor.clone()).or_default();
            by.0 += 1;
            by.1.insert(seen.account.clone());
        }
    });
    let mut lines: Vec<PictureLine> = all.into_iter().map(picture_line).collect();
    lines.sort_by_key(|line| {
        let ties = (
            line.source.clone(),
            line.object.clone(),
            line.subjects.clone(),
        );
        (Reverse(line.users), Reverse(line.max_by_one_user), ties)
    });
    lines.truncate(limit.unwrap_or(usize::MAX));
    lines
}

fn picture_line((key, open): (PictureKey, OpenPicture)) -> PictureLine {
    let text = |accounts: &BTreeSet<String>| accounts.first().cloned().unwrap_or_default();
    let most = open
        .by
        .values()
        .map(|(count, accounts)| (Reverse(*count), text(accounts)))
        .min()
        .unwrap_or((Reverse(0), String::new()));
    PictureLine {
        source: key.0,
        object: key.1,
        called_by: match key.2 {
            None => CalledBy::Document,
            Some(_) => CalledBy::Element,
        },
        subjects: open.subjects.into_iter().collect(),
        lookups: open.lookups,
        users: open.by.len() as u64,
        max_by_one_user: most.0.0,
        max_user: most.1,
    }
}

/// Lookups, users, people.
type OpenElement = (u64, BTreeSet<Identity>, BTreeSet<NationalId>);

pub(super) fn elements(oracle: &Oracle, field: ElementField, period: Period) -> Vec<ElementLine> {
    let mut all: BTreeMap<String, OpenElement> = BTreeMap::new();
    oracle.walk(period, |_, seen| {
        let place = &seen.event.place;
        let name = match field {
            ElementField::Element => &seen.event.object.element,
            ElementField::Screen => &place.screen,
            ElementField::Tab => &place.tab,
            ElementField::Report => &place.report,
        };
        let Some(name) = name.as_ref().filter(|_| !seen.system) else {
            return;
        };
        for subject in &seen.looked_up {
            let open = all.entry(name.clone()).or_default();
            open.0 += 1;
            open.1.insert(seen.actor.clone());
            open.2.insert(subject.clone());
        }
    });
    let mut lines: Vec<ElementLine> = all
        .into_iter()
        .map(|(name, (lookups, users, people))| ElementLine {
            name,
            lookups,
            users: users.len() as u64,
            people: people.len() as u64,
        })
        .collect();
    lines.sort_by_key(|line| (Reverse(line.lookups), line.name.clone()));
    lines
}
