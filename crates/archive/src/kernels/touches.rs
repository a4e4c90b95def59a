//! Who looked at whom, week by week (`domain::touch`).
//!
//! Weeks are read one after the other in the order of time, so that memory holds one of them,
//! however long the log. Not here: why a touch was expected (`detect`).

use std::ops::{ControlFlow, Range};

use hashbrown::HashMap;
use rayon::prelude::*;
use tilsyn_domain::touch::{Channel, Marks, Presence, Touch, TouchQuestion, TouchWeek};
use tilsyn_domain::{Code, Instant, Kind, Outcome, Period, Via};

use super::time_scan::{TimeBuffers, pieces_by_time};
use super::{Pool, View, add_up};
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::{DaySpan, act, marks, row_number};
use crate::segment::{ByTime, Segment};
use crate::words::{Field, client_parts};

/// What is read of each row besides the time; `SCREENS` only where sets of screens are told
/// apart.
const READ: [ByTime; 8] = [
    ByTime::Day,
    ByTime::Marks,
    ByTime::Act,
    ByTime::Actor,
    ByTime::Account,
    ByTime::Subject,
    ByTime::Application,
    ByTime::Client,
];
const SCREENS: [ByTime; 4] = [ByTime::Element, ByTime::Screen, ByTime::Tab, ByTime::Report];

pub(crate) fn touches(
    view: &View<'_>,
    question: &TouchQuestion,
    each: &mut dyn FnMut(TouchWeek) -> ControlFlow<()>,
) -> Result<()> {
    let names = Names::of(view, question);
    let pool = Pool::new();
    for days in question.weeks() {
        let week = Reading {
            view,
            names: &names,
            days,
            pool: &pool,
        };
        if each(week.read()?).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// What the question tells apart, by the codes of the archive's words.
struct Names {
    applications: Vec<u8>,
    /// The set of screens' marks for each code of element, screen, tab and report; empty where
    /// none is told apart.
    screens: [Vec<u16>; 4],
    /// Place among the question's workstations, from 1, of each client.
    workstations: Vec<u32>,
}

impl Names {
    fn of(view: &View<'_>, question: &TouchQuestion) -> Names {
        let words = view.core.words();
        let mut applications = vec![0; words.codes(Field::Application)];
        for (place, name) in (1..).zip(&question.applications) {
            if let Some(code) = words.find(Field::Application, name) {
                applications[code as usize] = place;
            }
        }
        let fields = [Field::Element, Field::Screen, Field::Tab, Field::Report];
        let screens = fields.map(|field| {
            let mut of_field = Vec::new();
            for (set, names) in question.screens.iter().enumerate() {
                for code in names.iter().filter_map(|name| words.find(field, name)) {
                    of_field.resize(words.codes(field), 0);
                    of_field[code as usize] |= Marks::screens(set).0;
                }
            }
            of_field
        });
        let places: HashMap<&str, u32> = (question.workstations.iter())
            .map(String::as_str)
            .zip(1..)
            .collect();
        let clients = 0..row_number(words.codes(Field::Client));
        let place = |code| {
            let [host, _] = client_parts(words.text(Field::Client, code));
            places.get(host).copied().unwrap_or(0)
        };
        let workstations = match places.is_empty() {
            true => Vec::new(),
            false => clients.map(place).collect(),
        };
        Names {
            applications,
            screens,
            workstations,
        }
    }
}

/// Presences by actor, account, weekday and client.
type Presences = HashMap<(Code, Code, u8, u32), Presence>;

struct Buffers {
    times: Scratch,
    plain: TimeBuffers,
    screens: TimeBuffers,
}

/// One week being read.
struct Reading<'v> {
    view: &'v View<'v>,
    names: &'v Names,
    days: Period,
    pool: &'v Pool<Buffers>,
}

impl Reading<'_> {
    fn read(&self) -> Result<TouchWeek> {
        let span = DaySpan::of(self.days);
        let segments = self.view.touched(span);
        let pieces = pieces_by_time(self.view, self.days, &segments)?;
        let parts: Result<Vec<(Vec<Touch>, Presences)>> = pieces
            .into_par_iter()
            .map(|(segment, rows)| {
                self.pool
                    .with(Buffers::new, |room| self.piece(segment, &rows, room))
            })
            .collect();
        let (touches, presences): (Vec<Vec<Touch>>, Vec<Presences>) = parts?.into_iter().unzip();
        let presences = add_up(presences, |one: &mut Presence, other| {
            one.events = one.events.saturating_add(other.events);
            one.quarters |= other.quarters;
        });
        let mut presences: Vec<Presence> = presences.into_values().collect();
        presences.par_sort_unstable();
        Ok(TouchWeek {
            days: self.days,
            touches: merged(touches),
            presences,
        })
    }

    fn piece(
        &self,
        segment: &Segment,
        rows: &Range<usize>,
        room: &mut Buffers,
    ) -> Result<(Vec<Touch>, Presences)> {
        let times = segment
            .by_time
            .i64s(ByTime::Time as usize, rows.clone(), &mut room.times)?;
        let read = room.plain.read(segment, rows, READ)?;
        let [
            days,
            found,
            acts,
            actors,
            accounts,
            subjects,
            applications,
            clients,
        ] = read;
        let screens = match self.names.screens.iter().all(Vec::is_empty) {
            true => None,
            false => Some(room.screens.read(segment, rows, SCREENS)?),
        };
        let span = DaySpan::of(self.days);
        let mut clock = self.view.zone().clock();
        let (mut touches, mut presences) = (Vec::new(), Presences::new());
        for row in 0..rows.len() {
            if found[row] & marks::SYSTEM != 0 || !span.holds(days[row]) {
                continue;
            }
            let minute = clock.minute_of(Instant(times[row]));
            let weekday = u8::try_from(days[row] - span.from).expect("a week has seven days");
            if found[row] & marks::FIRST != 0 {
                let key = (actors[row], accounts[row], weekday, clients[row]);
                self.be_present(&mut presences, key, minute);
            }
            let kind = kind_of(found[row], acts[row]).filter(|_| subjects[row] != 0);
            let Some((channel, done)) = kind else {
                continue;
            };
            let places = screens.map_or(0, |columns| self.screens_of(&columns, row));
            touches.push(Touch {
                subject: subjects[row],
                actor: actors[row],
                weekday,
                channel,
                application: self.names.applications[applications[row] as usize],
                marks: Marks(done.0 | places),
                minute,
                events: 1,
                lookups: u32::from(found[row] & marks::RELATION != 0),
            });
        }
        touches.sort_unstable();
        Ok((merged(vec![touches]), presences))
    }

    fn screens_of(&self, columns: &[&[u32]; 4], row: usize) -> u16 {
        let sets = self.names.screens.iter().zip(columns);
        let set = |(sets, codes): (&Vec<u16>, &&[u32])| sets.get(codes[row] as usize).copied();
        sets.filter_map(set).fold(0, |all, set| all | set)
    }

    fn be_present(&self, presences: &mut Presences, key: (Code, Code, u8, u32), minute: u16) {
        let (actor, account, weekday, client) = key;
        let workstation = self.names.workstations.get(client as usize);
        let presence = presences.entry(key).or_insert(Presence {
            actor,
            account,
            weekday,
            client,
            workstation: workstation.copied().unwrap_or(0),
            events: 0,
            quarters: 0,
        });
        presence.events = presence.events.saturating_add(1);
        presence.quarters |= 1 << (minute / 15);
    }
}

impl Buffers {
    fn new() -> Buffers {
        Buffers {
            times: Scratch::default(),
            plain: TimeBuffers::default(),
            screens: TimeBuffers::default(),
        }
    }
}

/// `None`: no row of which touches are made.
fn kind_of(found: u32, how: u32) -> Option<(Channel, Marks)> {
    let is_shown = how & act::VIA == Via::Shown as u32;
    if !is_shown || marks::outcome(found) != Outcome::Permit as u32 {
        return None;
    }
    let kind = marks::kind(found);
    let of_kind = [
        (Kind::Lookup, Channel::Work, Marks::LOOKUP),
        (
            Kind::ImageView,
            Channel::Work,
            Marks::LOOKUP.with(Marks::PICTURE),
        ),
        (
            Kind::DocumentView,
            Channel::Work,
            Marks::LOOKUP.with(Marks::DOCUMENT),
        ),
        (Kind::RegisterLookup, Channel::Register, Marks::default()),
        (Kind::OwnRecord, Channel::OwnRecord, Marks::default()),
        (Kind::Change, Channel::Work, Marks::WRITE),
    ];
    let (_, channel, done) = of_kind.into_iter().find(|(of, ..)| *of as u32 == kind)?;
    let done = match found & marks::RELATION {
        marks::OUTSIDE => done.with(Marks::OUTSIDE),
        marks::NO_UNIT => done.with(Marks::NO_UNIT),
        _ => done,
    };
    Some((channel, done))
}

/// Brings sorted or unsorted touches of the same two, day and application together.
fn merged(mut parts: Vec<Vec<Touch>>) -> Vec<Touch> {
    let mut all = match parts.len() {
        1 => parts.remove(0),
        _ => {
            let mut all = parts.concat();
            all.par_sort_unstable();
            all
        }
    };
    all.dedup_by(|later, kept| {
        let key = |touch: &Touch| {
            let whom = (touch.subject, touch.actor, touch.weekday);
            (whom, touch.channel, touch.application)
        };
        if key(later) != key(kept) {
            return false;
        }
        kept.marks = kept.marks.with(later.marks);
        kept.minute = kept.minute.min(later.minute);
        kept.events = kept.events.saturating_add(later.events);
        kept.lookups = kept.lookups.saturating_add(later.lookups);
        true
    });
    all
}
