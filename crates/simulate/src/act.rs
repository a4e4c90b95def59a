//! One act before it is written: who, what, towards whom, in numbers only.
//!
//! 32 bytes, so that a day of the largest world is sorted in memory.

use tilsyn_domain::event::{Kind, Outcome};

use crate::sources::System;
use crate::units::NONE;

/// What makes an act other than usual.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Twist {
    None,
    /// From somebody else's machine: the shared one of so many.
    Elsewhere(u8),
    /// The whole household stands on the screen.
    Household,
    /// The subject was found by the national id.
    ByNumber,
    /// A next of kin came along, or both.
    WithKin,
    /// Opened in spite of a lock, with a reason.
    BrokeGlass,
    /// On behalf of the head.
    OnBehalf,
    /// A list of so many more people than the subject.
    ListOf(u8),
}

/// One act.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    /// Milliseconds after the start of the day.
    pub at: u32,
    pub kind: Kind,
    pub system: System,
    pub outcome: Outcome,
    pub twist: Twist,
    pub account: u32,
    /// Place among the people, or `NONE`.
    pub subject: u32,
    /// The screen, document or grant, by kind.
    pub detail: u32,
    /// Place among the cases, or `NONE`.
    pub case: u32,
    /// Decides what no rule decides.
    pub salt: u32,
}

impl Act {
    pub(crate) fn new(at: u32, kind: Kind, system: System, account: u32) -> Act {
        Act {
            at,
            kind,
            system,
            outcome: Outcome::Permit,
            twist: Twist::None,
            account,
            subject: NONE,
            detail: 0,
            case: NONE,
            salt: 0,
        }
    }

    pub(crate) fn towards(mut self, subject: u32, detail: u32, salt: u32) -> Act {
        (self.subject, self.detail, self.salt) = (subject, detail, salt);
        self
    }
}
