//! Why single lookups were expected, for the views of the log.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use tilsyn_detect::Explaining;
use tilsyn_detect::language::rules::{Class, Sentences};
use tilsyn_detect::{Look, Why, Word};
use tilsyn_domain::event::Via;
use tilsyn_domain::question::{About, HistoryQuestion};
use tilsyn_domain::touch::{Channel, TouchWeek};
use tilsyn_domain::{Day, Event, Identity, Kind, NationalId, Outcome, Period};

use crate::desk::{Desk, VaultBook, answered};
use crate::log_review::view::HistoryEvent;
use crate::problem::Problem;

/// Kinds of event that are looks at somebody.
const LOOKS: [(Kind, Channel); 5] = [
    (Kind::Lookup, Channel::Work),
    (Kind::DocumentView, Channel::Work),
    (Kind::ImageView, Channel::Work),
    (Kind::RegisterLookup, Channel::Register),
    (Kind::OwnRecord, Channel::OwnRecord),
];
/// The last days of the log, over which it is measured which templates count.
const MEASURED_DAYS: i32 = 21;
/// Events of a user around a look that may explain it.
const BESIDE_MAX: u64 = 5_000;

/// Why an event's look at one person was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    pub subject: NationalId,
    /// The template's id in the rules.
    pub template: String,
    pub class: Class,
    /// With variables in braces.
    pub say: Sentences,
    pub words: Vec<(String, Told)>,
}

/// What stands for a variable, as it may be told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// What a unit is called, or a reference as it is written.
    Text(String),
    /// The name of a person; nothing of whom the register protects.
    Name(Option<String>),
    Day(Day),
}

/// The explanations ready for single looks, as long as the directory stays as it is.
#[derive(Default)]
pub(crate) struct Ready(Mutex<Option<(u64, Day, Arc<Explaining>)>>);

/// What a user did around a day.
type Around = HashMap<(Identity, Day), Vec<(Event, Day, u16)>>;

impl Desk {
    /// Says of each event why its looks were expected.
    pub(crate) fn explain_events(&self, events: &mut [HistoryEvent]) -> Result<(), Problem> {
        let is_look = |event: &HistoryEvent| channel(&event.event).is_some();
        if !events.iter().any(is_look) {
            return Ok(());
        }
        let explaining = self.explaining()?;
        let mut around = Around::new();
        for event in events {
            let found = self.explanations_of(event, &explaining, &mut around)?;
            let is_known =
                !found.is_empty() || event.outside && is_look(event) && self.has_grounds();
            event.explanations = is_known.then_some(found);
        }
        Ok(())
    }

    fn explanations_of(
        &self,
        of: &HistoryEvent,
        explaining: &Explaining,
        around: &mut Around,
    ) -> Result<Vec<Explanation>, Problem> {
        let mut found = Vec::new();
        for look in looks(&of.event, &of.actor.identity, of.day, of.minute) {
            let mut whys = explaining.why(&look, &[]);
            let days = explaining.days_beside(look.channel);
            if let Some(days) = days.filter(|_| whys.is_empty()) {
                let beside = self.beside(look, days, around)?;
                let others = beside
                    .iter()
                    .flat_map(|(event, day, minute)| looks(event, look.user, *day, *minute));
                whys = explaining.why(&look, &others.collect::<Vec<Look<'_>>>());
            }
            let subject = look.person;
            found.extend(whys.into_iter().map(|why| self.told(subject, why, of.day)));
        }
        Ok(found)
    }

    /// What the same user did on the days around a look.
    fn beside<'a>(
        &self,
        look: Look<'_>,
        days: i32,
        around: &'a mut Around,
    ) -> Result<&'a [(Event, Day, u16)], Problem> {
        use std::collections::hash_map::Entry;
        match around.entry((look.user.clone(), look.day)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let period = Period::new(look.day.plus(-days), look.day.plus(days));
                let about = About::Actor(look.user.clone());
                let question = HistoryQuestion {
                    kinds: LOOKS.map(|(kind, _)| kind).to_vec(),
                    limit: BESIDE_MAX,
                    ..HistoryQuestion::every(about, period.unwrap_or(Period::always()))
                };
                let lines = answered(self.answers().history(&question))?.lines;
                let leaves: Vec<u64> = lines.iter().map(|line| line.leaf).collect();
                let events = lines.iter().zip(self.stored_events(&leaves)?);
                let events = events.filter_map(|(line, event)| {
                    Some((event?, line.day, self.zone().minute_of(line.time)))
                });
                Ok(place.insert(events.collect()))
            }
        }
    }

    fn told(&self, subject: &NationalId, why: Why, day: Day) -> Explanation {
        let told = |word: Word| match word {
            Word::Unit(unit) => Told::Text(self.unit_name(&unit)),
            Word::Reference(text) => Told::Text(text),
            Word::Person(id) => Told::Name(self.card(&Identity::Person(id), day).name),
            Word::Day(day) => Told::Day(day),
        };
        let words = why.words.into_iter();
        Explanation {
            subject: subject.clone(),
            template: why.template,
            class: why.class,
            say: why.say,
            words: words.map(|(name, word)| (name, told(word))).collect(),
        }
    }

    /// The explanations, with which templates count as of the last weeks of the log.
    fn explaining(&self) -> Result<Arc<Explaining>, Problem> {
        let directory_version = self.version().directory;
        let latest = self.latest_day().unwrap_or(self.zone().day_of(self.now()));
        let mut ready = self.ready.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = ready
            .as_ref()
            .filter(|(version, day, _)| (*version, *day) == (directory_version, latest));
        if let Some((_, _, explaining)) = known {
            return Ok(Arc::clone(explaining));
        }
        let today = self.zone().day_of(self.now()).max(latest);
        let mut explaining = Explaining::new(&self.directory(), &self.rules(), today);
        let weeks = Period::new(latest.plus(1 - MEASURED_DAYS), latest);
        let question = explaining.question(weeks.unwrap_or(Period::always()));
        let book = VaultBook(self.ledger_shared());
        let mut take = |week: TouchWeek| {
            explaining.measure(&week, &book);
            ControlFlow::Continue(())
        };
        answered(self.answers().touches(&question, &mut take))?;
        let explaining = Arc::new(explaining);
        *ready = Some((directory_version, latest, Arc::clone(&explaining)));
        Ok(explaining)
    }
}

fn channel(event: &Event) -> Option<Channel> {
    let is_let = event.outcome == Outcome::Permit;
    let of_kind = LOOKS.iter().find(|(kind, _)| *kind == event.kind);
    of_kind.filter(|_| is_let).map(|(_, channel)| *channel)
}

/// The looks of an event: one at each person it showed.
fn looks<'a>(event: &'a Event, user: &'a Identity, day: Day, minute: u16) -> Vec<Look<'a>> {
    let Some(channel) = channel(event) else {
        return Vec::new();
    };
    let place = &event.place;
    let mut looks: Vec<Look<'a>> = Vec::new();
    for subject in event
        .subjects
        .iter()
        .filter(|subject| subject.via == Via::Shown)
    {
        if looks.iter().all(|look| look.person != &subject.national_id) {
            looks.push(Look {
                user,
                person: &subject.national_id,
                day,
                minute,
                channel,
                application: place.application.as_deref(),
                places: [
                    event.object.element.as_deref(),
                    place.screen.as_deref(),
                    place.tab.as_deref(),
                    place.report.as_deref(),
                ],
            });
        }
    }
    looks
}
