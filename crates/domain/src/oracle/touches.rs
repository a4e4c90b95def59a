//! Touches, by a plain loop over the events of a week.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::{Oracle, Seen, Side, directory};
use crate::codebook::{Code, Codebook, Identity};
use crate::day::Period;
use crate::directory::Directory;
use crate::event::{Kind, Outcome, Via};
use crate::national_id::NationalId;
use crate::touch::{Channel, Marks, Presence, Touch, TouchQuestion, TouchWeek};

/// The numbers that the book gives to people and accounts.
pub(super) struct Codes<'a> {
    pub(super) book: &'a dyn Codebook,
    pub(super) directory: &'a Directory,
}

impl Codes<'_> {
    /// The smallest number of all ids of a person, if any has one.
    pub(super) fn person(&self, id: &NationalId) -> Option<Code> {
        let rows = self.directory.people.iter();
        let former = rows.filter(|row| row.national_id == *id);
        let ids = former.flat_map(|row| &row.former_ids).chain([id]);
        let present = ids.filter(|of| directory::present_id(self.directory, of) == *id);
        let codes = present.filter_map(|id| self.book.code(&Identity::Person(id.clone())));
        codes.min()
    }

    fn account(&self, seen: &Seen<'_>) -> Code {
        let (source, user) = (seen.event.source.clone(), seen.event.actor.user.clone());
        let code = self.book.code(&Identity::Account { source, user });
        code.expect("whoever acts has a number")
    }

    pub(super) fn actor(&self, seen: &Seen<'_>) -> Code {
        let person = match &seen.actor {
            Identity::Person(id) => self.person(id),
            Identity::Account { .. } => None,
        };
        person.unwrap_or_else(|| self.account(seen))
    }
}

pub(super) fn touches(
    oracle: &Oracle,
    question: &TouchQuestion,
    each: &mut dyn FnMut(TouchWeek) -> ControlFlow<()>,
) {
    let book = oracle
        .book
        .as_deref()
        .expect("who asks for touches gave a book");
    let directory = oracle.with_directory(|directory| directory.clone());
    let codes = Codes {
        book,
        directory: &directory,
    };
    for days in question.weeks() {
        if each(week(oracle, question, days, &codes)).is_break() {
            return;
        }
    }
}

fn week(oracle: &Oracle, question: &TouchQuestion, days: Period, codes: &Codes<'_>) -> TouchWeek {
    let mut touches: BTreeMap<(Code, Code, u8, Channel, u8), Touch> = BTreeMap::new();
    let mut presences: BTreeMap<(Code, Code, u8, String), Presence> = BTreeMap::new();
    oracle.walk(days, |_, seen| {
        if seen.system {
            return;
        }
        let weekday = u8::try_from(seen.day.0 - days.from().0).expect("a week has seven days");
        let minute = oracle.zone.minute_of(seen.event.time.at);
        let actor = codes.actor(&seen);
        be_present(
            &mut presences,
            &seen,
            question,
            codes,
            (actor, weekday, minute),
        );
        let Some((channel, marks)) = kind_of(&seen, question) else {
            return;
        };
        for stated in shown(&seen) {
            let id = directory::present_id(codes.directory, stated);
            let subject = codes.person(&id).expect("whoever is shown has a number");
            let application = application_of(&seen, question);
            let touch = touches
                .entry((subject, actor, weekday, channel, application))
                .or_insert(Touch {
                    subject,
                    actor,
                    weekday,
                    channel,
                    application,
                    marks: Marks::default(),
                    minute,
                    events: 0,
                    lookups: 0,
                });
            touch.marks = touch.marks.with(marks);
            touch.minute = touch.minute.min(minute);
            touch.events = touch.events.saturating_add(1);
        }
        for id in &seen.looked_up {
            let subject = codes.person(id).expect("whoever is shown has a number");
            let key = (
                subject,
                actor,
                weekday,
                channel,
                application_of(&seen, question),
            );
            let touch = touches
                .get_mut(&key)
                .expect("whoever is looked up is shown");
            touch.lookups += 1;
            touch.marks = touch.marks.with(match seen.side(id) {
                Side::Inside => Marks::default(),
                Side::Outside => Marks::OUTSIDE,
                Side::NoUnit => Marks::NO_UNIT,
            });
        }
    });
    let mut presences: Vec<Presence> = presences.into_values().collect();
    presences.sort_unstable();
    TouchWeek {
        days,
        touches: touches.into_values().collect(),
        presences,
    }
}

/// People the event shows, each id that the source states once.
fn shown<'a>(seen: &Seen<'a>) -> BTreeSet<&'a NationalId> {
    let subjects = seen.event.subjects.iter();
    subjects
        .filter(|subject| subject.via == Via::Shown)
        .map(|subject| &subject.national_id)
        .collect()
}

/// `None`: no event of which touches are made.
fn kind_of(seen: &Seen<'_>, question: &TouchQuestion) -> Option<(Channel, Marks)> {
    if seen.event.outcome != Outcome::Permit {
        return None;
    }
    let (channel, kind) = match seen.event.kind {
        Kind::Lookup => (Channel::Work, Marks::LOOKUP),
        Kind::ImageView => (Channel::Work, Marks::LOOKUP.with(Marks::PICTURE)),
        Kind::DocumentView => (Channel::Work, Marks::LOOKUP.with(Marks::DOCUMENT)),
        Kind::RegisterLookup => (Channel::Register, Marks::default()),
        Kind::OwnRecord => (Channel::OwnRecord, Marks::default()),
        Kind::Change => (Channel::Work, Marks::WRITE),
        _ => return None,
    };
    let (place, object) = (&seen.event.place, &seen.event.object);
    let names = [&object.element, &place.screen, &place.tab, &place.report];
    let names: Vec<&String> = names.into_iter().flatten().collect();
    let sets = question.screens.iter().enumerate();
    let met = sets.filter(|(_, set)| names.iter().any(|name| set.contains(name)));
    let marks = met.fold(kind, |marks, (set, _)| marks.with(Marks::screens(set)));
    Some((channel, marks))
}

fn application_of(seen: &Seen<'_>, question: &TouchQuestion) -> u8 {
    let mut names = question.applications.iter();
    let place = seen.event.place.application.as_ref();
    let found = names.position(|name| Some(name) == place);
    found.map_or(0, |place| {
        u8::try_from(place + 1).expect("applications are few")
    })
}

fn be_present(
    presences: &mut BTreeMap<(Code, Code, u8, String), Presence>,
    seen: &Seen<'_>,
    question: &TouchQuestion,
    codes: &Codes<'_>,
    (actor, weekday, minute): (Code, u8, u16),
) {
    let place = &seen.event.place;
    let account = codes.account(seen);
    let host = place.client_host.clone().unwrap_or_default();
    let address = place.client_ip.clone().unwrap_or_default();
    let client = match (host.as_str(), address.as_str()) {
        ("", "") => String::new(),
        _ => format!("{host}\u{1f}{address}"),
    };
    let workstation = question.workstations.iter().position(|name| *name == host);
    let known = u32::try_from(presences.len()).expect("tests are small");
    let others = presences.iter().find(|((.., name), _)| *name == client);
    let number = match (client.as_str(), others) {
        ("", _) => 0,
        (_, Some((_, other))) => other.client,
        (_, None) => known + 1,
    };
    let presence = presences
        .entry((actor, account, weekday, client))
        .or_insert(Presence {
            actor,
            account,
            weekday,
            client: number,
            workstation: workstation.map_or(0, |place| u32::try_from(place + 1).unwrap_or(0)),
            events: 0,
            quarters: 0,
        });
    presence.events += 1;
    presence.quarters |= 1 << (minute / 15);
}
