//! Touches: who looked at whom on which day, and how; and when which account was in use where.
//!
//! What log evaluation reads in place of events (about one touch for every three of them). No act
//! of a system or an interface is among them (formats.md, section 4). Not here: why a touch was
//! expected (`detect`).

use crate::codebook::Code;
use crate::day::{Day, Period};

/// Sets of screens that one question can tell apart.
pub const SCREEN_SETS_MAX: usize = 8;
/// Applications that one question can tell apart.
pub const APPLICATIONS_MAX: usize = 255;

/// Everything one actor did with one person in one application on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// Who it concerned.
    pub subject: Code,
    /// The person who acted, or the account where its owner is not known.
    pub actor: Code,
    /// Days after the first of the week, 0 to 6.
    pub weekday: u8,
    pub channel: Channel,
    /// Place in `TouchQuestion::applications`, counted from 1; 0 = none of them.
    pub application: u8,
    /// What was done, and where.
    pub marks: Marks,
    /// Local time of the first event, minutes after midnight.
    pub minute: u16,
    /// Events, at most 65,535.
    pub events: u16,
    /// Lookups as the access statement counts them.
    pub lookups: u32,
}

/// Where somebody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// The record, documents and pictures.
    Work,
    /// The population register.
    Register,
    /// The page where one sees one's own record.
    OwnRecord,
}

/// What a touch was made of: a set of marks in one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks(pub u16);

impl Marks {
    /// A lookup that counts: record, document or picture.
    pub const LOOKUP: Marks = Marks(1);
    pub const PICTURE: Marks = Marks(1 << 1);
    pub const DOCUMENT: Marks = Marks(1 << 2);
    /// Something was written.
    pub const WRITE: Marks = Marks(1 << 3);
    /// Lookups from outside the person's unit.
    pub const OUTSIDE: Marks = Marks(1 << 4);
    /// Lookups where a side had no unit.
    pub const NO_UNIT: Marks = Marks(1 << 5);

    /// On one of the screens of a set of the question.
    ///
    /// # Panics
    /// When there is no such set.
    #[must_use]
    pub const fn screens(set: usize) -> Marks {
        assert!(set < SCREEN_SETS_MAX, "a question has few sets of screens");
        Marks(1 << (8 + set))
    }

    #[must_use]
    pub const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether any of the others is among them.
    #[must_use]
    pub const fn any(self, others: Marks) -> bool {
        self.0 & others.0 != 0
    }
}

/// That an account was used from a computer on a day, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Presence {
    pub actor: Code,
    pub account: Code,
    /// Days after the first of the week, 0 to 6.
    pub weekday: u8,
    /// Tells computers of one week apart; 0 = the source does not say.
    pub client: u32,
    /// Place in `TouchQuestion::workstations`, counted from 1; 0 = none of them.
    pub workstation: u32,
    /// Events of every kind and outcome.
    pub events: u32,
    /// Quarters of an hour with events: bit 0 is 00:00 to 00:15 local time, bit 95 the last.
    pub quarters: u128,
}

/// Which touches, and what must be told apart of them.
#[derive(Clone, Debug)]
pub struct TouchQuestion {
    /// Cut into weeks of seven days from its first day on; the last may be shorter.
    pub period: Period,
    /// Applications by name, at most `APPLICATIONS_MAX`; the rest stand under 0.
    pub applications: Vec<String>,
    /// Names of elements, screens, tabs and reports, at most `SCREEN_SETS_MAX` sets.
    pub screens: Vec<Vec<String>>,
    /// Names of computers, as sources state them.
    pub workstations: Vec<String>,
}

impl TouchQuestion {
    /// Its weeks, the earliest first.
    pub fn weeks(&self) -> impl Iterator<Item = Period> + use<> {
        let period = self.period;
        let firsts = (period.from().0..=period.to().0).step_by(7).map(Day);
        firsts.filter_map(move |first| Period::new(first, first.plus(6).min(period.to())))
    }
}

/// What happened in one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchWeek {
    pub days: Period,
    /// By subject, then actor, weekday and application: the order of `Touch`.
    pub touches: Vec<Touch>,
    /// By actor, account, weekday and client.
    pub presences: Vec<Presence>,
}
