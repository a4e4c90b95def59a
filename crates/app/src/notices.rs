//! Notices: who is told by mail that something waits, until the mail is sent.
//!
//! A notice says which kind of thing waits and on which page, never whom it is about: mail is read
//! on the way. It is written with what it tells of and taken away once it is handed over, in this
//! order, so that a crash in between tells twice and never loses. Not here: sentences (`web`), the
//! way to a mail server (`tilsyn`), who is told of what, and when (`cases`).

use tilsyn_domain::time::{DAY, MINUTE, SECOND};
use tilsyn_domain::{Instant, MailAddress};
use tilsyn_registry::settings::LANGUAGE;
use tilsyn_registry::{DueNotice, NewNotice, NoticeCounts};

use crate::desk::{Desk, registry_problem};
use crate::permit::{Permit, ReadSources, SendNotices};
use crate::problem::Problem;
use crate::reveals::MINUTES;

/// Notices that are sent one after the other before the clock is looked at again.
const TOGETHER_MAX: u32 = 50;
/// After the first try in vain; it doubles with each.
const FIRST_PAUSE_SECONDS: i64 = 10;
/// It does not grow beyond this.
const PAUSE_SECONDS_MAX: i64 = 4 * 60 * 60;
/// What waits for longer is amiss.
const LATE_SECONDS: i64 = 60 * 60;
/// What could not be sent for so long is not sent any more: it would tell of what is over.
const DAYS_MAX: i64 = 7;
/// For how long it is told that something was given up.
const GIVEN_UP_DAYS: i64 = 30;

/// Which kind of thing somebody is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// A question waits for the user's answer.
    Asked,
    /// A user answered, or did not within the time.
    Answered,
    /// A head is told of a case about own staff.
    LineTold,
    /// A head did something in a case.
    Acted,
    /// An authorisation of the user was withdrawn.
    Withdrawn,
    /// A case of which the user was told has ended.
    Ended,
    /// Somebody came in by a login for emergencies, and it is to be gone through.
    EmergencyUsed,
    /// The time for a user's answer is over soon.
    AnswerDue,
    /// It is over.
    AnswerLate,
    /// Something of a case should have been done.
    Overdue,
    /// Somebody waits for a second person, for minutes.
    RevealWaits,
}

impl NoticeKind {
    pub const ALL: [NoticeKind; 11] = [
        NoticeKind::Asked,
        NoticeKind::Answered,
        NoticeKind::LineTold,
        NoticeKind::Acted,
        NoticeKind::Withdrawn,
        NoticeKind::Ended,
        NoticeKind::EmergencyUsed,
        NoticeKind::AnswerDue,
        NoticeKind::AnswerLate,
        NoticeKind::Overdue,
        NoticeKind::RevealWaits,
    ];

    /// Its word in the registry and in the keys of texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            NoticeKind::Asked => "asked",
            NoticeKind::Answered => "answered",
            NoticeKind::LineTold => "line-told",
            NoticeKind::Acted => "acted",
            NoticeKind::Withdrawn => "withdrawn",
            NoticeKind::Ended => "ended",
            NoticeKind::EmergencyUsed => "emergency-used",
            NoticeKind::AnswerDue => "answer-due",
            NoticeKind::AnswerLate => "answer-late",
            NoticeKind::Overdue => "overdue",
            NoticeKind::RevealWaits => "reveal-waits",
        }
    }

    /// One for a member of staff, by number; `path`: where it stands, without a language.
    pub(crate) fn to(self, staff: u64, path: String) -> NewNotice {
        NewNotice {
            staff,
            kind: self.word().to_owned(),
            path,
        }
    }

    #[must_use]
    pub fn of(word: &str) -> Option<NoticeKind> {
        let mut all = NoticeKind::ALL.into_iter();
        all.find(|kind| kind.word() == word)
    }
}

/// Whether what a notice tells of is over by itself: nobody is told of it then, and nobody misses
/// it.
fn is_over(kept: &DueNotice, now: Instant) -> bool {
    kept.kind == NoticeKind::RevealWaits.word() && kept.made <= lapsed(now)
}

/// What waited for a second person since then has lapsed.
fn lapsed(now: Instant) -> Instant {
    Instant(now.0 - MINUTES * MINUTE)
}

/// A notice that is to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The same whenever it is tried.
    pub number: u64,
    pub kind: NoticeKind,
    /// The page where it stands, without a language: `/mine/case/3`.
    pub path: String,
    pub made: Instant,
    pub mail: MailAddress,
    /// The language of what is made for nobody in particular: `nb`, `da`, `sv` or `en`. Of a
    /// receiver none is known.
    pub language: String,
}

/// Why a notice could not be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// It was refused; others may go.
    Refused,
    /// Nobody takes any now.
    NobodyThere,
}

/// How it stands with what is to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticesStanding {
    /// What waits for more than an hour.
    pub late: u64,
    /// Of these, for people of whom no address is known here.
    pub nowhere: u64,
    /// When the oldest of them was made.
    pub since: Option<Instant>,
    /// Given up in the last 30 days.
    pub given_up: u64,
}

impl NoticesStanding {
    /// How many somebody did not get.
    #[must_use]
    pub fn amiss(&self) -> u64 {
        self.late + self.given_up
    }
}

impl Desk {
    /// Sends what is due by `send`; gives how many went.
    ///
    /// # Errors
    /// When the registry cannot be read or written; what was not noted as sent is sent again.
    pub fn send_notices(
        &self,
        _permit: &Permit<SendNotices>,
        send: &mut dyn FnMut(&Notice) -> Result<(), Unsent>,
    ) -> Result<u64, Problem> {
        let due = self.registry().due_notices(self.now(), TOGETHER_MAX);
        let due = due.map_err(registry_problem)?;
        if due.is_empty() {
            return Ok(0);
        }
        let language = self.registry().setting(&LANGUAGE);
        let language = language.map_err(registry_problem)?;
        let (mut went, mut unsent) = (0, None);
        for kept in due {
            if is_over(&kept, self.now()) {
                let gone = self.registry().note_notice_sent(kept.number, kept.made);
                gone.map_err(registry_problem)?;
                continue;
            }
            // Where nobody takes one, the others need not wait for the same answer.
            let sent = match (unsent, notice(&kept, &language)) {
                (Some(Unsent::NobodyThere), _) => Err(Unsent::NobodyThere),
                (_, Some(notice)) => send(&notice),
                (_, None) => Err(Unsent::Refused),
            };
            unsent = sent.err();
            let noted = match unsent {
                None => self.registry().note_notice_sent(kept.number, kept.made),
                Some(_) => {
                    let next = Instant(self.now().0 + pause_after(kept.tries));
                    self.registry().note_notice_failed(kept.number, next)
                }
            };
            noted.map_err(registry_problem)?;
            went += u64::from(unsent.is_none());
        }
        Ok(went)
    }

    /// Gives up what could not be sent for a week; gives how many that were. They are told of for
    /// a month. What was over sooner by itself is forgotten.
    ///
    /// # Errors
    /// When the registry cannot be written.
    pub fn give_up_notices(&self, _permit: &Permit<SendNotices>) -> Result<u64, Problem> {
        let now = self.now();
        let waited = NoticeKind::RevealWaits.word();
        let forgotten = self.registry().forget_notices(waited, lapsed(now));
        forgotten.map_err(registry_problem)?;
        let before = |days: i64| Instant(now.0 - days * DAY);
        let given_up =
            self.registry()
                .give_up_notices(before(DAYS_MAX), before(GIVEN_UP_DAYS), now);
        given_up.map_err(registry_problem)
    }

    /// What waits for too long, and what was given up.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn notices(&self, _permit: &Permit<ReadSources>) -> Result<NoticesStanding, Problem> {
        let before = Instant(self.now().0 - LATE_SECONDS * SECOND);
        let counts = self.registry().notice_counts(before);
        let counts: NoticeCounts = counts.map_err(registry_problem)?;
        Ok(NoticesStanding {
            late: counts.waiting,
            nowhere: counts.nowhere,
            since: counts.since,
            given_up: counts.given_up,
        })
    }
}

/// `None`: of a kind that only another version knows.
fn notice(kept: &DueNotice, language: &str) -> Option<Notice> {
    Some(Notice {
        number: kept.number,
        kind: NoticeKind::of(&kept.kind)?,
        path: kept.path.clone(),
        made: kept.made,
        mail: kept.mail.clone(),
        language: language.to_owned(),
    })
}

/// How long to wait after so many tries in vain and one more, in microseconds.
fn pause_after(tries: u32) -> i64 {
    // More doublings than lead beyond the longest pause are not counted.
    let doubled = FIRST_PAUSE_SECONDS << tries.min(20);
    doubled.min(PAUSE_SECONDS_MAX) * SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_have_an_end() {
        let seconds: Vec<i64> = [0, 1, 2, 10, 11, u32::MAX]
            .map(|tries| pause_after(tries) / SECOND)
            .into();
        assert_eq!(seconds, [10, 20, 40, 10_240, 14_400, 14_400]);
    }

    #[test]
    fn words_lead_back() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::of(kind.word()), Some(kind));
        }
    }
}
