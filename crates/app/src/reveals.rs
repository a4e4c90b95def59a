//! Who somebody is, shown for a reason (D8): kept back by default, for one reader, for a while.
//!
//! A national id is masked until whoever needs it says what for. Whom the register protects (a
//! secret address) is called nothing at all, in lists, files and searches; to be shown who that
//! is takes a second person, who confirms it within a quarter of an hour.
//!
//! Those who may confirm are told by mail that somebody waits, never who or for whom.
//!
//! What is open lives in the memory of the server, as sessions do: a server that starts again has
//! shown nobody anything. What was asked, confirmed and shown stands in the own log. Not here:
//! commands, whose output is fixed and whose reader has the data folder.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::time::{MINUTE, SECOND};
use tilsyn_domain::{Instant, NationalId};

use tilsyn_registry::Telling;

use crate::desk::{Desk, registry_problem};
use crate::notices::NoticeKind;
use crate::own_log::{FILTER_CHARS_MAX, Looked};
use crate::permit::{self, About, Action as _, CameBy, ConfirmReveal, Form, Permit, Principal};
use crate::permit::{RevealPerson, Who};
use crate::problem::Problem;

/// Minutes within which a second person confirms, and for which it then stands there.
pub const MINUTES: i64 = 15;
/// Characters of a reason: as many as the own log keeps.
pub const REASON_MAX: usize = FILTER_CHARS_MAX;

/// How many one person can have asked for that are not over, confirmed or not.
pub const OPEN_MAX: usize = 20;

/// How much of who somebody is stands there for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revealed {
    /// Not the national id; of whom the register protects, nothing.
    Masked,
    /// As before, until a second person confirms; no later than this.
    Waits(Instant),
    /// All of it, until then.
    Whole(Instant),
}

/// That somebody asked to be shown whom the register protects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealAsked {
    pub number: u64,
    /// What pages call whoever asked.
    pub by: String,
    pub reason: String,
    pub asked: Instant,
    /// It lapses then.
    pub until: Instant,
    /// Whom it is about, without a name.
    pub about: Identity,
    /// Whether whoever reads this may confirm it.
    pub may_confirm: bool,
}

/// What was asked for and is not over.
#[derive(Default)]
pub(crate) struct Reveals {
    open: Mutex<Open>,
    /// One request at a time, so that two at once are not one too many.
    asking: Mutex<()>,
}

#[derive(Default)]
struct Open {
    last: u64,
    reveals: Vec<Reveal>,
}

#[derive(Clone)]
struct Reveal {
    number: u64,
    id: NationalId,
    by: String,
    reason: String,
    asked: Instant,
    shown: Option<Instant>,
    /// Whether a second person agreed.
    is_confirmed: bool,
}

impl Reveal {
    fn until(&self) -> Instant {
        Instant(self.shown.unwrap_or(self.asked).0 + MINUTES * MINUTE)
    }

    /// A clock that is set back would show somebody for as long again.
    fn holds(&self, now: Instant) -> bool {
        let age = now.0 - self.shown.unwrap_or(self.asked).0;
        (-MINUTE..MINUTES * MINUTE).contains(&age)
    }

    fn state(&self) -> Revealed {
        match self.shown {
            Some(_) => Revealed::Whole(self.until()),
            None => Revealed::Waits(self.until()),
        }
    }
}

impl Reveals {
    /// Those that are not over.
    fn open(&self, now: Instant) -> MutexGuard<'_, Open> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.reveals.retain(|reveal| reveal.holds(now));
        open
    }

    /// Refused, where somebody has as many as one can have.
    fn check_room(&self, user: &str, now: Instant) -> Result<(), Problem> {
        let open = self.open(now);
        let own = open.reveals.iter().filter(|reveal| reveal.by == user);
        let ends: Vec<i64> = own.map(|reveal| reveal.until().0).collect();
        let Some(first) = ends.iter().min().filter(|_| ends.len() >= OPEN_MAX) else {
            return Ok(());
        };
        let seconds = u16::try_from((first - now.0) / SECOND + 1);
        let no = Problem::denied("problem-reveals-many", RevealPerson::NAME);
        Err(no
            .with("max", OPEN_MAX)
            .again_after(seconds.unwrap_or(u16::MAX)))
    }
}

impl Open {
    fn waiting(&mut self, number: u64) -> Option<&mut Reveal> {
        let mut reveals = self.reveals.iter_mut();
        reveals.find(|reveal| reveal.number == number && reveal.shown.is_none())
    }
}

impl Desk {
    /// How much of who somebody is stands there for a reader.
    pub(crate) fn revealed(&self, reader: &Principal, id: &NationalId) -> Revealed {
        let ids = self.ids_of(id);
        let is_protected = self.directory_index().is_protected(id);
        let open = self.reveals.open(self.now());
        // What was shown to one alone is not enough once the register protects them.
        let counts = |reveal: &&Reveal| {
            let is_enough = reveal.is_confirmed || reveal.shown.is_none() || !is_protected;
            reveal.by == reader.user() && is_enough
        };
        let own = open.reveals.iter().filter(counts);
        let own = own.filter(|reveal| ids.contains(&reveal.id));
        // Of several the one that shows most, for longest.
        let best = own.max_by_key(|reveal| (reveal.shown.is_some(), reveal.until()));
        best.map_or(Revealed::Masked, Reveal::state)
    }

    /// Whether all of it stands there.
    pub(crate) fn is_shown_to(&self, reader: &Principal, id: &NationalId) -> bool {
        matches!(self.revealed(reader, id), Revealed::Whole(_))
    }

    /// The national id that files may hold whole, where it was shown to their reader.
    #[must_use]
    pub fn id_shown(&self, reader: &Principal, id: &NationalId) -> Option<NationalId> {
        self.is_shown_to(reader, id).then(|| id.clone())
    }

    /// Shows somebody's national id to whoever asks, for a reason; of whom the register protects,
    /// asks a second person to confirm it.
    ///
    /// # Errors
    /// Yours, where no reason is given; refused, where it would be one too many; ours, where it
    /// cannot be filed: then nothing is shown.
    pub fn ask_reveal(
        &self,
        permit: &Permit<RevealPerson>,
        id: &NationalId,
        reason: &str,
    ) -> Result<Revealed, Problem> {
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_MAX {
            return Err(Problem::yours("problem-reveal-reason").with("max", REASON_MAX));
        }
        let asking = self.reveals.asking.lock();
        let _one = asking.unwrap_or_else(PoisonError::into_inner);
        let known = self.revealed(permit.principal(), id);
        if known != Revealed::Masked {
            return Ok(known);
        }
        let user = permit.principal().user();
        self.reveals.check_room(user, self.now())?;
        let is_protected = self.directory_index().is_protected(id);
        let view = match is_protected {
            true => "reveal-asked",
            false => "revealed",
        };
        let looked = looked(view, id).by("reason", Some(reason));
        self.file_look(permit, &looked)?;
        let now = self.now();
        if is_protected {
            // It waits on their front pages all the same.
            if let Err(error) = self.tell_who_may_confirm(permit.principal(), now) {
                tracing::error!(%error, "nobody is told by mail that somebody waits");
            }
        }
        let mut open = self.reveals.open(now);
        open.last += 1;
        let reveal = Reveal {
            number: open.last,
            id: id.clone(),
            by: user.to_owned(),
            reason: reason.to_owned(),
            asked: now,
            shown: (!is_protected).then_some(now),
            is_confirmed: false,
        };
        let state = reveal.state();
        open.reveals.push(reveal);
        Ok(state)
    }

    /// Has those who may confirm a request told that one waits. Whom another one waits for already
    /// was led to the same page.
    fn tell_who_may_confirm(&self, asker: &Principal, now: Instant) -> Result<(), Problem> {
        let waiting = self.reveals_waiting();
        let asked = About::Reveal {
            asked_by: Who(asker.user().to_owned()),
        };
        let mut telling = Telling::default();
        for staff in self.staff_with_duties()? {
            let principal = self.principal(&staff, CameBy::Itself)?;
            let permit = principal.map(|one| permit::ask::<ConfirmReveal>(&one, Form::Page));
            let Some(Ok(permit)) = permit else { continue };
            let may = |about: &About| permit.ruling(about).allowed;
            if may(&asked) && !waiting.iter().any(|one| may(&about(one))) {
                let waits = NoticeKind::RevealWaits.to(staff.number, "/reveals".to_owned());
                telling.new.push(waits);
            }
        }
        let noted = self.registry().note_told(&telling, now);
        noted.map_err(registry_problem)
    }

    /// What waits for a second person, the soonest to lapse first.
    ///
    /// # Errors
    /// When the look cannot be filed.
    pub fn reveals(&self, permit: &Permit<ConfirmReveal>) -> Result<Vec<RevealAsked>, Problem> {
        let names = self.names()?;
        let row = |reveal: Reveal| RevealAsked {
            number: reveal.number,
            by: names.called(&reveal.by),
            asked: reveal.asked,
            until: reveal.until(),
            may_confirm: permit.ruling(&about(&reveal)).allowed,
            about: Identity::Person(reveal.id),
            reason: reveal.reason,
        };
        let rows: Vec<RevealAsked> = self.reveals_waiting().into_iter().map(row).collect();
        self.file_look(permit, &Looked::plain("reveals", rows.len()))?;
        Ok(rows)
    }

    /// How many of them whoever asks may confirm; names nobody, so it is no look.
    pub(crate) fn reveals_to_confirm(&self, permit: &Permit<ConfirmReveal>) -> usize {
        let waiting = self.reveals_waiting().into_iter();
        let may = |reveal: &Reveal| permit.ruling(&about(reveal)).allowed;
        waiting.filter(may).count()
    }

    fn reveals_waiting(&self) -> Vec<Reveal> {
        let open = self.reveals.open(self.now());
        let waiting = open.reveals.iter().filter(|one| one.shown.is_none());
        waiting.cloned().collect()
    }

    /// Confirms what somebody else asked for.
    ///
    /// # Errors
    /// A conflict, where it has lapsed or was confirmed; refused, where it is the own one; ours,
    /// where it cannot be filed: then nothing is shown.
    pub fn confirm_reveal(
        &self,
        permit: &Permit<ConfirmReveal>,
        number: u64,
    ) -> Result<(), Problem> {
        let late = || Problem::conflict("problem-reveal-late");
        let mut waiting = self.reveals_waiting().into_iter();
        let reveal = waiting.find(|one| one.number == number).ok_or_else(late)?;
        permit.over(&about(&reveal))?;
        let confirmed = looked("reveal-confirmed", &reveal.id);
        self.file_look(permit, &confirmed.by("for", Some(&reveal.by)))?;
        let now = self.now();
        let mut open = self.reveals.open(now);
        let reveal = open.waiting(number).ok_or_else(late)?;
        (reveal.shown, reveal.is_confirmed) = (Some(now), true);
        Ok(())
    }
}

fn about(reveal: &Reveal) -> About {
    About::Reveal {
        asked_by: Who(reveal.by.clone()),
    }
}

fn looked(view: &'static str, id: &NationalId) -> Looked {
    let mut looked = Looked::plain(view, 1);
    looked.about = Some(Identity::Person(id.clone()));
    looked
}
