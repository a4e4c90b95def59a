//! Cases (H10.3, H10.4): a suspicion, what was done about it, what the user said, how it ended.
//!
//! A step is an entry of the own log like every look, with what was said and the files beside it;
//! so it is in the ledger before it holds, nobody can change it, and it goes with the person it is
//! about when that person is erased. The registry only knows where the steps stand. One case at a
//! time is open about one user: what is found meanwhile joins it. A second case shows the first.
//! Not here: pages and letters (`web`).

mod acts;
mod course;
mod due;
mod files;
mod own;
mod standing;
mod take;
mod told;
mod views;

use std::collections::HashMap;

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, Instant, NationalId};

pub(crate) use acts::CaseAct;
pub use course::{Outcome, StepKind, Waiting};
pub use due::REMINDED_DAYS_BEFORE;
pub use files::{FILE_BYTES_MAX, FILES_MAX, FileType};
pub use own::MyCase;
pub(crate) use standing::{Standing, is_open};
pub use take::{EVENTS_MAX, Steps, TEXT_MAX};
pub use views::{CaseFile, CasesWaiting};

use crate::log_review::view::Named;

/// A step that somebody takes.
#[derive(Clone)]
pub struct NewStep {
    pub kind: StepKind,
    pub text: String,
    /// Until when somebody has to do something, or an authorisation is withdrawn.
    pub due: Option<Day>,
    /// Of the step that ends the case.
    pub outcome: Option<Outcome>,
    /// Leaves of events that belong to it.
    pub events: Vec<u64>,
    /// Systems for which the authorisation is withdrawn.
    pub systems: Vec<String>,
    pub files: Vec<NewFile>,
}

impl NewStep {
    /// A step that says something and nothing else.
    #[must_use]
    pub fn saying(kind: StepKind, text: &str) -> NewStep {
        NewStep {
            kind,
            text: text.to_owned(),
            due: None,
            outcome: None,
            events: Vec::new(),
            systems: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// A file that is put to a step.
#[derive(Clone)]
pub struct NewFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A case, as it is listed.
#[derive(Clone, Debug)]
pub struct CaseRow {
    pub number: u64,
    /// `None`: erased.
    pub about: Option<Named>,
    pub opened: Instant,
    /// What pages call whoever opened it.
    pub opened_by: String,
    /// When the last step was taken.
    pub last: Instant,
    pub waiting: Waiting,
    /// Until when what it waits for is to be done.
    pub due: Option<Day>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

impl CaseRow {
    /// Whether it has not ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.waiting != Waiting::Nothing
    }

    /// Whether what it waits for should have been done before a day.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        self.is_open() && self.due.is_some_and(|due| due < today)
    }
}

/// A step as it was taken.
#[derive(Clone, Debug)]
pub struct StepRow {
    pub number: u64,
    pub at: Instant,
    /// What pages call whoever took it.
    pub by: String,
    pub kind: StepKind,
    /// `None`: erased.
    pub said: Option<Said>,
    pub due: Option<Day>,
    pub outcome: Option<Outcome>,
    pub events: Vec<u64>,
    pub systems: Vec<String>,
    /// Where it stands in the ledger.
    pub leaf: u64,
}

/// What was said in a step, and what was put to it.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub text: String,
    pub files: Vec<FileRow>,
}

/// A file of a step; it is known by its place there, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub name: String,
    pub kind: FileType,
    pub bytes: u64,
}

/// A case with all its steps.
#[derive(Clone, Debug)]
pub struct CaseView {
    pub row: CaseRow,
    pub steps: Vec<StepRow>,
    /// Which steps whoever asks may take now.
    pub next: Vec<StepKind>,
    /// Other cases about the same user, newest first, as far as whoever asks may see them.
    pub others: Vec<CaseRow>,
    /// Systems that the user is authorised for today.
    pub systems: Vec<String>,
}

/// An authorisation that was withdrawn in a case, and is today (H10.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub system: String,
    /// The last day; `None`: for good.
    pub until: Option<Day>,
    pub case: u64,
}

/// The cases that somebody may not know of, for what the own log says of them.
#[derive(Default)]
pub(crate) struct CasesKept {
    numbers: Vec<u64>,
    /// The ids of those they are about.
    pub(crate) users: Vec<NationalId>,
}

impl CasesKept {
    /// By its number, as it stands in a look.
    pub(crate) fn has(&self, number: &str) -> bool {
        number.parse().is_ok_and(|one| self.numbers.contains(&one))
    }

    /// Whether what a hold is for is one of them.
    pub(crate) fn has_reference(&self, reference: &str) -> bool {
        case_of(reference).is_some_and(|one| self.numbers.contains(&one))
    }
}

/// Before the number of a case, in what a hold is for.
const CASE: &str = "case ";

/// The case that a hold by hand is for, where it says so.
pub(crate) fn case_of(reference: &str) -> Option<u64> {
    let number = reference.strip_prefix(CASE)?;
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| is_plain)
}

/// About whom a case is open, for lists of users.
#[derive(Clone, Debug, Default)]
pub struct OpenCases {
    by_user: HashMap<Identity, u64>,
    /// Whoever asks, as the directory knows them.
    reader: Option<Identity>,
}

impl OpenCases {
    /// The number of the open case about a user, as far as whoever asks may see it.
    #[must_use]
    pub fn of(&self, user: &Identity) -> Option<u64> {
        self.by_user.get(user).copied()
    }

    /// Whether it is whoever asks, who follows up nothing of their own.
    #[must_use]
    pub fn is_reader(&self, user: &Identity) -> bool {
        self.reader.as_ref() == Some(user)
    }
}

/// The cases about one user, for their page.
#[derive(Clone, Debug)]
pub struct CasesAbout {
    /// Newest first.
    pub rows: Vec<CaseRow>,
    /// Systems that the user may not use today by them.
    pub withdrawn: Vec<Withdrawn>,
    /// Whether whoever asks may open one; else the one that is open takes what is found, or
    /// nobody may.
    pub may_open: bool,
}

impl CasesAbout {
    /// The one that is open: what is found meanwhile joins it.
    #[must_use]
    pub fn open(&self) -> Option<&CaseRow> {
        self.rows.iter().find(|row| row.is_open())
    }
}
