//! Findings that are kept: opened by an evaluation of the log, grown by later ones, read by whoever
//! follows them up, and decided on: explained, followed over time (H10.3), or made a case.
//!
//! One finding at a time is open about one user: later weeks join it. Who the user is, nobody is
//! shown before they have said what for. What is said of a finding is an entry of the own log, with
//! the text beside it, and goes with the user it is about. Not here: how evidence is weighed
//! (`detect`), a finding asked for by command (`evaluation`), pages (`web`).

mod acts;
mod content;
mod decide;
mod lists;
mod run;
mod views;

pub use tilsyn_detect::PastWeek;
use tilsyn_detect::{Finding as Seen, Kind};
use tilsyn_domain::{Day, Instant};

pub(crate) use acts::FindingPart;
pub use content::{kind_of, kind_word};
pub use decide::{NewDecision, UNDO_HOURS};
pub(crate) use run::Evaluating;
pub use run::{EVENTS_MAX, LastRun};
pub use tilsyn_registry::{EvaluationRun, WeekStanding};
pub use views::FindingsShown;
pub(crate) use views::deciding;

use crate::cases::CaseRow;
use crate::log_review::view::{HistoryEvent, Named, UnitName};

/// Months for which a need that was established explains the same again.
pub const SETTLED_DAYS: i32 = 183;
/// Characters of a reason.
pub const REASON_MAX: usize = 2_000;
/// Evidence, in nats, from which on what is followed counts as strengthened: ln 20.
pub const STRENGTHENED: f64 = 2.995_732_273_553_991;

/// Something that is done about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActKind {
    /// Somebody was shown whom it is about, and said what for.
    Opened,
    /// Its user is followed over time.
    Followed,
    /// Explained: the lookups were needed.
    Need,
    /// Explained: what the systems say was wrong or missing.
    RecordsError,
    /// Explained as far as it can be, and not clear.
    Unclear,
    /// A case came of it.
    Case,
    /// What was decided last was taken back.
    Undone,
}

impl ActKind {
    pub const ALL: [ActKind; 7] = [
        ActKind::Opened,
        ActKind::Followed,
        ActKind::Need,
        ActKind::RecordsError,
        ActKind::Unclear,
        ActKind::Case,
        ActKind::Undone,
    ];
    /// The kinds of an explanation.
    pub const EXPLAINED: [ActKind; 3] = [ActKind::Need, ActKind::RecordsError, ActKind::Unclear];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ActKind::Opened => "opened",
            ActKind::Followed => "followed",
            ActKind::Need => "need",
            ActKind::RecordsError => "records-error",
            ActKind::Unclear => "unclear",
            ActKind::Case => "case",
            ActKind::Undone => "undone",
        }
    }

    #[must_use]
    pub fn of(word: &str) -> Option<ActKind> {
        ActKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// How a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has decided.
    Open,
    /// Followed since that day.
    Followed(Day),
    /// Explained, by one of the three kinds.
    Explained(ActKind),
    /// A case came of it: its number.
    Case(u64),
}

impl State {
    /// The words of the states, in the order in which findings are listed.
    pub const WORDS: [&'static str; 4] = ["open", "followed", "explained", "case"];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Followed(_) => "followed",
            State::Explained(_) => "explained",
            State::Case(_) => "case",
        }
    }
}

/// Whom a finding is about, as far as a reader is shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The reader has not opened it: the unit, unless the register protects the user.
    Hidden(Option<String>),
    Shown(Named),
    Erased,
}

/// A week of a finding.
#[derive(Clone, Debug)]
pub struct Week {
    pub seen: Seen,
    /// How many times as likely it is under misuse as in ordinary work.
    pub e: f64,
    pub judged: Instant,
    pub standing: WeekStanding,
    /// What is seen of it by what is known now, where its ground has fallen away.
    pub again: Option<Seen>,
}

/// A finding, as it is listed.
#[derive(Clone, Debug)]
pub struct FindingRow {
    pub number: u64,
    pub state: State,
    pub about: About,
    /// The unit its user worked in, by code.
    pub unit: Option<String>,
    pub opened: Instant,
    /// The earliest first.
    pub weeks: Vec<Week>,
    /// Whether no week of it would be reported by what is known now.
    pub has_fallen: bool,
}

impl FindingRow {
    /// The week that says most; the later of two.
    #[must_use]
    pub fn strongest(&self) -> Option<&Week> {
        let reported = self.weeks.iter();
        let reported = reported.filter(|week| week.standing != WeekStanding::Followed);
        reported.max_by(|one, other| one.e.total_cmp(&other.e))
    }

    /// What it is mostly about.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.strongest().map(|week| week.seen.kind)
    }

    /// The last day of its last week.
    #[must_use]
    pub fn last_day(&self) -> Option<Day> {
        self.weeks.last().map(|week| week.seen.days.to())
    }

    /// Whether the reader is shown whom it is about.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        matches!(self.about, About::Shown(_))
    }
}

/// A page of findings.
#[derive(Clone, Debug)]
pub struct FindingsView {
    pub rows: Vec<FindingRow>,
    pub matching: usize,
    /// How many wait for a decision.
    pub open: usize,
    /// Units that findings are of.
    pub units: Vec<UnitName>,
    pub last: Option<LastRun>,
    /// Whether one is being made now.
    pub is_running: bool,
}

/// What was done about a finding, as it is read.
#[derive(Clone, Debug)]
pub struct ActRow {
    pub kind: ActKind,
    pub at: Instant,
    /// What pages call whoever did it.
    pub by: String,
    /// What was said; `None`: erased.
    pub text: Option<String>,
    pub until: Option<Day>,
    pub case: Option<u64>,
    pub leaf: u64,
}

/// A finding with all that leads to its evidence; nothing of it before it is opened.
#[derive(Clone, Debug)]
pub struct FindingView {
    pub row: FindingRow,
    /// Whom its lookups concerned, those first about whom the evidence says most.
    pub subjects: Vec<Named>,
    /// How many of them there are.
    pub subjects_all: usize,
    /// The newest first.
    pub events: Vec<HistoryEvent>,
    /// Leaves of all events.
    pub leaves: Vec<u64>,
    /// The user's weeks with lookups, the earliest first.
    pub past: Vec<PastWeek>,
    /// Other findings about the same user, newest first.
    pub others: Vec<FindingRow>,
    pub cases: Vec<CaseRow>,
    pub acts: Vec<ActRow>,
    /// What whoever asks may do about it now.
    pub next: Vec<ActKind>,
    /// Of a finding that is followed: evidence since, after each week, in nats.
    pub gathered: Vec<(Day, f64)>,
}

/// A need that was established, and what it settles until when.
#[derive(Clone, Debug)]
pub struct Settled {
    pub finding: u64,
    pub about: About,
    pub kind: Kind,
    /// How many people the lookups were about.
    pub people: usize,
    pub until: Day,
    pub by: String,
    pub at: Instant,
}

/// What was wrong or missing in what the systems say, as somebody found it.
#[derive(Clone, Debug)]
pub struct RecordsError {
    pub finding: u64,
    pub unit_name: Option<String>,
    pub at: Instant,
    pub by: String,
    /// `None`: erased.
    pub text: Option<String>,
    /// The systems whose events it was about.
    pub systems: Vec<String>,
    /// Names of the directory files of which there was nothing.
    pub missing: Vec<&'static str>,
}
