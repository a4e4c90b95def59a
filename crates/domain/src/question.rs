//! What may be asked of the archive, and what comes back.
//!
//! The definitions are those of formats.md, section 4, so that two programs count the same.
//! `Answers` is a seam: filled by `archive`, and by the naive loop in `oracle`, which every
//! kernel must agree with. Not here: who may ask (`app`), how it is shown (`web`).

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::codebook::{Code, Identity};
use crate::counted::{CountedPictures, CountedSubjects};
use crate::day::{Day, Period};
use crate::directory::Directory;
use crate::event::{Event, Kind};
use crate::national_id::NationalId;
use crate::pattern::Pattern;
use crate::time::Instant;
use crate::touch::{TouchQuestion, TouchWeek};
use crate::usage::{TimeOfWeek, Usage};

/// An account as it is written for people and tools: `source:user`.
#[must_use]
pub fn account_text(source: &str, user: &str) -> String {
    format!("{source}:{user}")
}

/// An event that the ledger has acknowledged, on its way into the archive.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its place in the ledger.
    pub leaf: u64,
    pub event: Event,
    pub codes: EventCodes,
}

/// The numbers the vault gave to those an event names.
#[derive(Clone, Debug, Default)]
pub struct EventCodes {
    pub account: Code,
    /// The actor's national id as the source states it; 0 where it states none.
    pub stated: Code,
    /// As many as the event has subjects, in their order.
    pub subjects: Vec<Code>,
}

/// One line of the access statement (*loggregnskap*, H8.1): a person, or an account whose owner
/// is not known, with what was done in the period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementLine {
    /// The first of `accounts`, bytewise.
    pub user: String,
    pub national_id: Option<NationalId>,
    /// As of the last counted lookup, like `employee_no` and `unit`.
    pub name: Option<String>,
    pub employee_no: Option<String>,
    pub unit: Option<String>,
    /// Every account this person acted with in the period, sorted bytewise.
    pub accounts: Vec<String>,
    pub lookups: u64,
    pub outside_lookups: u64,
    /// Distinct people behind `outside_lookups`.
    pub outside_people: u64,
    /// Lookups where actor or subject had no unit that day.
    pub no_unit_lookups: u64,
    /// Null before explanations are loaded.
    pub unexplained_lookups: Option<u64>,
    pub unexplained_people: Option<u64>,
    /// From the peer model; null where not computed.
    pub expected: Option<f64>,
    pub p: Option<f64>,
    pub changes: u64,
    pub searches: u64,
    pub lists: u64,
    pub own_record: u64,
    pub register_lookups: u64,
    pub transfers: u64,
    pub exports: u64,
}

/// A person looked up (H8.2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubjectLine {
    pub national_id: NationalId,
    /// As of the last counted lookup, like `employee_no` and `unit`.
    pub name: Option<String>,
    pub employee_no: Option<String>,
    pub unit: Option<String>,
    pub lookups: u64,
    /// Distinct acting people, or accounts without owner.
    pub users: u64,
    /// Distinct units of theirs as of the event.
    pub units: u64,
    pub expected: Option<f64>,
    pub p: Option<f64>,
}

/// A picture or document fetched (H8.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureLine {
    pub source: String,
    /// The document; without one the element, and then one line a subject.
    pub object: Option<String>,
    /// Which of the two; no part of the contract's line.
    #[serde(skip)]
    pub called_by: CalledBy,
    /// Distinct people it shows, sorted.
    pub subjects: Vec<NationalId>,
    pub lookups: u64,
    pub users: u64,
    pub max_by_one_user: u64,
    /// Who fetched it most: the first of that actor's accounts here, bytewise; among actors
    /// with equally many, the one whose text is first.
    pub max_user: String,
}

/// What a picture or document is called by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CalledBy {
    Document,
    #[default]
    Element,
}

/// Where in a source something was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElementField {
    Element,
    Screen,
    Tab,
    Report,
}

/// An element, screen, tab or report, with who and what it showed (H9.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ElementLine {
    pub name: String,
    pub lookups: u64,
    pub users: u64,
    pub people: u64,
}

/// Whose history is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Person view: every event that names this person as a subject (H9.1).
    Subject(NationalId),
    /// User view: every event of this person's accounts, or of an account (H9.2).
    Actor(Identity),
    /// Every event of one account, whoever owned it: `source:user`.
    Account {
        source: String,
        user: String,
    },
    /// Screen view (H9.3).
    Element(ElementField, String),
    /// Every event that names this document of this source (H8.3).
    Document {
        source: String,
        document: String,
    },
    Everything,
}

/// A question for events, newest first unless `sort` says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryQuestion {
    pub about: About,
    pub period: Period,
    /// Empty: all kinds.
    pub kinds: Vec<Kind>,
    pub only: Only,
    pub filter: EventFilter,
    pub sort: EventSort,
    /// How many of the first to leave out, and how many to give.
    pub skip: u64,
    pub limit: u64,
}

impl HistoryQuestion {
    /// Every event about somebody or something in a period.
    #[must_use]
    pub fn every(about: About, period: Period) -> HistoryQuestion {
        HistoryQuestion {
            about,
            period,
            kinds: Vec::new(),
            only: Only::All,
            filter: EventFilter::default(),
            sort: EventSort::default(),
            skip: 0,
            limit: u64::MAX,
        }
    }
}

/// What else must be true of an event; what is `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// One of these accounts acted, each as source and user; of none at all, no event fits.
    pub accounts: Option<Vec<(String, String)>>,
    /// The source system.
    pub source: Option<String>,
    /// PC name or network address.
    pub client: Option<Pattern>,
    /// Server, such as a Citrix server.
    pub server: Option<Pattern>,
    /// One of the actor's units as of the event.
    pub unit: Option<String>,
    /// On which weekday and in which hour, by the local clock.
    pub time: TimeOfWeek,
    /// No event of those whom the register protects: where they belong is told by no count.
    pub unprotected: bool,
}

/// The order of events; those that are equal in it stand newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventSort {
    pub by: SortBy,
    pub order: Order,
}

impl EventSort {
    /// From the first event on: the newest first, turned round.
    pub const OLDEST_FIRST: EventSort = EventSort {
        by: SortBy::Time,
        order: Order::Ascending,
    };
}

/// What events are sorted by. Texts bytewise, an event without one before all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    #[default]
    Time,
    /// Name of the person who acted, or the account whose owner is not known.
    Actor,
    Application,
    Element,
    Screen,
    /// PC name, then network address.
    Client,
    Server,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Descending,
    Ascending,
}

/// Which of the events asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Only {
    #[default]
    All,
    /// Lookups only (formats.md, section 4).
    Lookups,
    /// Lookups outside the own unit only.
    Outside,
}

/// One event of a history: where it is, and what the archive knows of the two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    pub leaf: u64,
    pub time: Instant,
    pub day: Day,
    pub actor: Identity,
    /// The units of the actor as of the event, sorted bytewise.
    pub actor_units: Vec<String>,
    /// For each distinct subject, its units as of the event.
    pub subject_units: Vec<(NationalId, Vec<String>)>,
    /// Whether it holds a lookup outside the own unit.
    pub outside: bool,
}

/// Events, newest first (ties: the later in the ledger first) unless asked otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// How many there are in all.
    pub total: u64,
    pub lines: Vec<HistoryLine>,
}

/// Lookups of one actor in one week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekCount {
    pub lookups: u64,
    pub outside: u64,
}

/// Lookups from unit to unit; `None` = no unit that day. Of several units of one side the first
/// bytewise stands for all; where the sides share a unit, that unit stands for both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    pub from: Option<String>,
    pub to: Option<String>,
    pub lookups: u64,
}

/// One lookup: where its event stands, whom it shows, and what leads to its touch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OneLookup {
    pub leaf: u64,
    /// The id the person has today; `None`: erased.
    pub subject: Option<NationalId>,
    /// The numbers of person and actor, as touches have them.
    pub person: Code,
    pub actor: Code,
    pub day: Day,
}

/// One who looked up a given person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub actor: Identity,
    pub card: PersonCard,
    pub lookups: u64,
    pub outside: u64,
    /// The actor's distinct units as of those lookups, sorted bytewise.
    pub units: Vec<String>,
    pub last: Day,
}

/// How a person is named on a day (H8.1: by name, employee number and department).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCard {
    pub name: Option<String>,
    pub employee_no: Option<String>,
    /// Of several units the first bytewise.
    pub unit: Option<String>,
    /// Whether the register protects who this is.
    pub is_protected: bool,
}

impl PersonCard {
    /// As it may stand where nobody was allowed to show whom the register protects.
    #[must_use]
    pub fn withheld(self) -> PersonCard {
        match self.is_protected {
            true => PersonCard {
                is_protected: true,
                ..PersonCard::default()
            },
            false => self,
        }
    }
}

/// What came from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceTotals {
    pub source: String,
    pub events: u64,
    pub first: Instant,
    pub last: Instant,
}

/// How many events of one source happened in each hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHours {
    pub source: String,
    /// Whole hours since 1970 (UTC) with events, ascending, and how many.
    pub hours: Vec<(i64, u64)>,
}

/// What was erased of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// All of it.
    Event,
    /// That it concerned these people, by their numbers as the source stated them.
    Subjects(Vec<Code>),
}

/// Why a question could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    #[error("the archive could not be read")]
    Archive(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The one who answers questions about events.
///
/// What `take_in` was given is found by the next question. Lists are whole unless `limit` cuts
/// them; the order is that of formats.md, section 4.
pub trait Answers: Send + Sync {
    /// One more than the last leaf taken in; intake after a crash goes on from here.
    fn next_leaf(&self) -> u64;

    /// Takes in acknowledged events, in the order of their leaves. Leaves that are no access
    /// events are skipped by a gap.
    ///
    /// # Errors
    /// When a segment cannot be written; nothing acknowledged is lost by it.
    fn take_in(&self, events: &[Stored]) -> Result<(), AnswerError>;

    /// Says that all leaves before `leaf` have been seen, also those that are no access events.
    fn seen_up_to(&self, leaf: u64);

    /// Takes erased events out, or the people named there from the events that stay. Those of
    /// whom nothing is held are passed over.
    ///
    /// # Errors
    /// When a segment cannot be rewritten.
    fn drop_events(&self, dropped: &BTreeMap<u64, Dropped>) -> Result<(), AnswerError>;

    /// Says that these people or accounts were erased from the vault: their numbers lead to
    /// nobody from now on. What was counted of them stays counted.
    fn forget_people(&self, codes: &[Code]);

    /// Resolves everything anew after the directory changed.
    ///
    /// # Errors
    /// When a segment cannot be rewritten.
    fn renew(&self, directory: Arc<Directory>) -> Result<(), AnswerError>;

    /// # Errors
    /// When the archive cannot be read; so for all below.
    fn statement(
        &self,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<StatementLine>, AnswerError>;

    fn subjects(
        &self,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<SubjectLine>, AnswerError>;

    fn pictures(
        &self,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<PictureLine>, AnswerError>;

    /// The same people as `subjects` without limit, in any order, for lists that are sorted,
    /// narrowed and read page by page.
    fn counted_subjects(&self, period: Period) -> Result<Arc<CountedSubjects>, AnswerError> {
        Ok(Arc::new(self.subjects(period, None)?))
    }

    /// The same objects as `pictures` without limit, likewise.
    fn counted_pictures(&self, period: Period) -> Result<Arc<CountedPictures>, AnswerError> {
        Ok(Arc::new(self.pictures(period, None)?))
    }

    /// Most lookups first, then by name.
    fn elements(
        &self,
        field: ElementField,
        period: Period,
    ) -> Result<Vec<ElementLine>, AnswerError>;

    fn history(&self, question: &HistoryQuestion) -> Result<History, AnswerError>;

    /// Places in the ledger of the same events in the same order.
    fn leaves(&self, question: &HistoryQuestion) -> Result<Vec<u64>, AnswerError>;

    /// How many of all the events asked for fell into each local hour of the day, whatever
    /// `skip` and `limit` say.
    fn hours(&self, question: &HistoryQuestion) -> Result<[u64; 24], AnswerError>;

    /// How all the events asked for spread over systems, places, units and times, whatever
    /// `skip` and `limit` say.
    fn usage(&self, question: &HistoryQuestion) -> Result<Usage, AnswerError>;

    /// For each actor, lookups in each week that the period touches, from its first Monday on.
    fn weeks(
        &self,
        actors: &[Identity],
        period: Period,
    ) -> Result<Vec<Vec<WeekCount>>, AnswerError>;

    /// Most lookups first, then by unit names.
    fn flows(&self, period: Period, actor: Option<&Identity>) -> Result<Vec<Flow>, AnswerError>;

    /// Most lookups first, then by actor.
    fn viewers(&self, subject: &NationalId, period: Period) -> Result<Vec<Viewer>, AnswerError>;

    /// Who looked at whom, week by week: hands over one week after the other, the earliest
    /// first, also those in which nothing happened, until `each` says that it has enough.
    fn touches(
        &self,
        question: &TouchQuestion,
        each: &mut dyn FnMut(TouchWeek) -> ControlFlow<()>,
    ) -> Result<(), AnswerError>;

    /// How many lookups a period has.
    fn lookup_count(&self, period: Period) -> Result<u64, AnswerError>;

    /// Hands out every lookup of a period once, piece by piece, each in the order of leaves, until
    /// told to stop. Only one piece is held at a time.
    fn lookups(
        &self,
        period: Period,
        each: &mut dyn FnMut(Vec<OneLookup>) -> ControlFlow<()>,
    ) -> Result<(), AnswerError>;

    /// How a person, or an account's owner, is named on a day.
    fn card(&self, who: &Identity, day: Day) -> PersonCard;

    /// Reads everything kept through; what is wrong, with the file it is in.
    fn check(&self) -> Result<Vec<String>, AnswerError> {
        Ok(Vec::new())
    }

    /// By name of the source.
    fn sources(&self) -> Result<Vec<SourceTotals>, AnswerError>;

    /// For each source with events in a span of time, the start included and the end excluded,
    /// how many happened in each hour; by name of the source.
    fn hours_of_sources(&self, span: Range<Instant>) -> Result<Vec<SourceHours>, AnswerError>;

    /// How many records a source sent of that span of time: events, but not those of next of
    /// kin that came along with a transfer from the population register.
    fn records_between(&self, source: &str, span: Range<Instant>) -> Result<u64, AnswerError>;
}
