//! The naive answers: a plain loop over all events, written from formats.md, section 4.
//!
//! Test double and oracle: every kernel must agree with it on random data. It shares nothing
//! with the kernels, keeps everything in memory and is as slow as it is plain.

mod directory;
mod history;
mod lists;
mod touches;
mod usage;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, Mutex};

use crate::codebook::{Code, Codebook, Identity};
use crate::day::{Day, Period, Zone};
use crate::directory::Directory;
use crate::event::{Event, Kind, Outcome, Via};
use crate::national_id::NationalId;
use crate::question::{
    AnswerError, Answers, Dropped, ElementField, ElementLine, Flow, History, HistoryQuestion,
    OneLookup, PersonCard, PictureLine, SourceHours, SourceTotals, StatementLine, Stored,
    SubjectLine, Viewer, WeekCount, account_text,
};
use crate::time::Instant;
use crate::touch::{TouchQuestion, TouchWeek};
use crate::usage::Usage;

/// Answers from a list of events.
pub struct Oracle {
    zone: Zone,
    book: Option<Arc<dyn Codebook>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    directory: Arc<Directory>,
    stored: Vec<Stored>,
    next_leaf: u64,
}

/// One event with what the directory says of it.
#[derive(Clone)]
struct Seen<'a> {
    leaf: u64,
    event: &'a Event,
    day: Day,
    account: String,
    actor: Identity,
    system: bool,
    actor_units: BTreeSet<String>,
    /// Distinct subjects with their units, in the order of first mention.
    subjects: Vec<(NationalId, BTreeSet<String>)>,
    /// Distinct subjects that make lookups.
    looked_up: Vec<NationalId>,
}

/// How one lookup stands to the units of its two sides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Inside,
    Outside,
    NoUnit,
}

impl Seen<'_> {
    fn units_of(&self, subject: &NationalId) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.subjects
            .iter()
            .find(|(id, _)| id == subject)
            .map_or(&NONE, |(_, units)| units)
    }

    fn side(&self, subject: &NationalId) -> Side {
        let theirs = self.units_of(subject);
        if self.actor_units.is_empty() || theirs.is_empty() {
            return Side::NoUnit;
        }
        if self.actor_units.is_disjoint(theirs) {
            Side::Outside
        } else {
            Side::Inside
        }
    }

    fn is_outside(&self) -> bool {
        !self.system
            && self
                .looked_up
                .iter()
                .any(|id| self.side(id) == Side::Outside)
    }
}

impl Oracle {
    #[must_use]
    pub fn new(zone: Zone, directory: Arc<Directory>) -> Oracle {
        let state = State {
            directory,
            ..State::default()
        };
        Oracle {
            zone,
            book: None,
            state: Mutex::new(state),
        }
    }

    /// One that can also name people by their numbers, as touches do.
    #[must_use]
    pub fn with_book(self, book: Arc<dyn Codebook>) -> Oracle {
        Oracle {
            book: Some(book),
            ..self
        }
    }

    /// Hands every event of the period to `each`, in the order of leaves.
    fn walk(&self, period: Period, mut each: impl FnMut(&Directory, Seen<'_>)) {
        let state = self.state.lock().expect("no one panics while holding it");
        for stored in &state.stored {
            let day = self.zone.day_of(stored.event.time.at);
            if period.contains(day) {
                each(&state.directory, see(&state.directory, stored, day));
            }
        }
    }

    fn with_directory<T>(&self, use_it: impl FnOnce(&Directory) -> T) -> T {
        use_it(
            &self
                .state
                .lock()
                .expect("no one panics while holding it")
                .directory,
        )
    }
}

fn see<'a>(directory: &Directory, stored: &'a Stored, day: Day) -> Seen<'a> {
    let event = &stored.event;
    let (actor, system) = directory::who_acted(directory, event, day);
    let actor_units = match &actor {
        Identity::Person(id) => directory::units_on(directory, id, day),
        Identity::Account { .. } => BTreeSet::new(),
    };
    let mut subjects: Vec<(NationalId, BTreeSet<String>)> = Vec::new();
    let mut looked_up: Vec<NationalId> = Vec::new();
    for subject in &event.subjects {
        let id = directory::present_id(directory, &subject.national_id);
        if !subjects.iter().any(|(known, _)| *known == id) {
            subjects.push((id.clone(), directory::units_on(directory, &id, day)));
        }
        let counts = event.kind.looks_up() && event.outcome == Outcome::Permit;
        if counts && subject.via == Via::Shown && !looked_up.contains(&id) {
            looked_up.push(id);
        }
    }
    let account = account_text(&event.source, &event.actor.user);
    Seen {
        leaf: stored.leaf,
        event,
        day,
        account,
        actor,
        system,
        actor_units,
        subjects,
        looked_up,
    }
}

/// The line of the statement an event kind is counted in, besides lookups.
fn counter(line: &mut StatementLine, kind: Kind) -> Option<&mut u64> {
    match kind {
        Kind::Change => Some(&mut line.changes),
        Kind::Search => Some(&mut line.searches),
        Kind::List => Some(&mut line.lists),
        Kind::OwnRecord => Some(&mut line.own_record),
        Kind::RegisterLookup => Some(&mut line.register_lookups),
        Kind::RegisterTransfer => Some(&mut line.transfers),
        Kind::Export => Some(&mut line.exports),
        _ => None,
    }
}

impl Answers for Oracle {
    fn next_leaf(&self) -> u64 {
        self.state
            .lock()
            .expect("no one panics while holding it")
            .next_leaf
    }

    fn take_in(&self, events: &[Stored]) -> Result<(), AnswerError> {
        let mut state = self.state.lock().expect("no one panics while holding it");
        for stored in events {
            state.next_leaf = state.next_leaf.max(stored.leaf + 1);
            state.stored.push(stored.clone());
        }
        Ok(())
    }

    fn seen_up_to(&self, leaf: u64) {
        let mut state = self.state.lock().expect("no one panics while holding it");
        state.next_leaf = state.next_leaf.max(leaf);
    }

    fn drop_events(&self, dropped: &BTreeMap<u64, Dropped>) -> Result<(), AnswerError> {
        let mut state = self.state.lock().expect("no one panics while holding it");
        state
            .stored
            .retain(|stored| dropped.get(&stored.leaf) != Some(&Dropped::Event));
        for stored in &mut state.stored {
            if let Some(Dropped::Subjects(gone)) = dropped.get(&stored.leaf) {
                let codes = std::mem::take(&mut stored.codes.subjects);
                let subjects = std::mem::take(&mut stored.event.subjects);
                let stay = codes.into_iter().zip(subjects);
                (stored.codes.subjects, stored.event.subjects) =
                    stay.filter(|(code, _)| !gone.contains(code)).unzip();
            }
        }
        Ok(())
    }

    /// Names nobody by number.
    fn forget_people(&self, _codes: &[Code]) {}

    fn renew(&self, directory: Arc<Directory>) -> Result<(), AnswerError> {
        self.state
            .lock()
            .expect("no one panics while holding it")
            .directory = directory;
        Ok(())
    }

    fn statement(
        &self,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<StatementLine>, AnswerError> {
        Ok(lists::statement(self, period, limit))
    }

    fn subjects(
        &self,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<SubjectLine>, AnswerError> {
        Ok(lists::subjects(self, period, limit))
    }

    fn pictures(
        &self,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<PictureLine>, AnswerError> {
        Ok(lists::pictures(self, period, limit))
    }

    fn elements(
        &self,
        field: ElementField,
        period: Period,
    ) -> Result<Vec<ElementLine>, AnswerError> {
        Ok(lists::elements(self, field, period))
    }

    fn history(&self, question: &HistoryQuestion) -> Result<History, AnswerError> {
        Ok(history::history(self, question))
    }

    fn leaves(&self, question: &HistoryQuestion) -> Result<Vec<u64>, AnswerError> {
        let found = history::history(self, question);
        Ok(found.lines.into_iter().map(|line| line.leaf).collect())
    }

    fn hours(&self, question: &HistoryQuestion) -> Result<[u64; 24], AnswerError> {
        Ok(history::hours(self, question))
    }

    fn usage(&self, question: &HistoryQuestion) -> Result<Usage, AnswerError> {
        Ok(usage::usage(self, question))
    }

    fn weeks(
        &self,
        actors: &[Identity],
        period: Period,
    ) -> Result<Vec<Vec<WeekCount>>, AnswerError> {
        Ok(actors
            .iter()
            .map(|actor| history::weeks(self, actor, period))
            .collect())
    }

    fn flows(&self, period: Period, actor: Option<&Identity>) -> Result<Vec<Flow>, AnswerError> {
        Ok(history::flows(self, period, actor))
    }

    fn viewers(&self, subject: &NationalId, period: Period) -> Result<Vec<Viewer>, AnswerError> {
        Ok(history::viewers(self, subject, period))
    }

    fn touches(
        &self,
        question: &TouchQuestion,
        each: &mut dyn FnMut(TouchWeek) -> ControlFlow<()>,
    ) -> Result<(), AnswerError> {
        touches::touches(self, question, each);
        Ok(())
    }

    fn lookup_count(&self, period: Period) -> Result<u64, AnswerError> {
        Ok(lists::lookups(self, period).len() as u64)
    }

    fn lookups(
        &self,
        period: Period,
        each: &mut dyn FnMut(Vec<OneLookup>) -> ControlFlow<()>,
    ) -> Result<(), AnswerError> {
        // Whether it is to go on is nothing to one that has no more.
        let _ = each(lists::lookups(self, period));
        Ok(())
    }

    fn card(&self, who: &Identity, day: Day) -> PersonCard {
        self.with_directory(|directory| directory::card(directory, who, day))
    }

    fn sources(&self) -> Result<Vec<SourceTotals>, AnswerError> {
        Ok(history::sources(self))
    }

    fn hours_of_sources(&self, span: Range<Instant>) -> Result<Vec<SourceHours>, AnswerError> {
        Ok(history::hours_of_sources(self, &span))
    }

    fn records_between(&self, source: &str, span: Range<Instant>) -> Result<u64, AnswerError> {
        Ok(history::records_between(self, source, &span))
    }
}

#[cfg(test)]
mod tests;
