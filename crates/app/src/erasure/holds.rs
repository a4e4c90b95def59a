//! Holds: events that may not be erased while something is being looked into.
//!
//! A case that is open holds its events by itself; a hold by hand is for what is looked into
//! elsewhere, in court perhaps.
//!
//! One rule: whoever may not know of a case meets no hold here that names it, as though it were not
//! there; but those they set themselves, or the list would tell them of that case.

use tilsyn_domain::Instant;
use tilsyn_registry::Hold;

use super::REASON_MAX;
use crate::cases::case_of;
use crate::desk::{Desk, registry_problem, unreadable};
use crate::log_review::view::PastEnd;
use crate::own_log::{Looked, holds_number};
use crate::permit::{HoldEvents, Permit, Principal};
use crate::problem::Problem;
use crate::staff::Names;

/// Characters of a reference.
pub const REFERENCE_MAX: usize = 100;

/// A hold, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldView {
    pub number: u64,
    /// Where the event stands in the ledger.
    pub leaf: u64,
    /// The source and its id of the event; `None` if it was erased before.
    pub event: Option<(String, String)>,
    pub reference: String,
    /// The case that it is for, where the reference names one of ours.
    pub case: Option<u64>,
    pub held: Instant,
    /// What pages call whoever held it.
    pub held_by: String,
    pub released: Option<(Instant, String)>,
}

/// Which holds to show.
#[derive(Clone, Copy, Debug)]
pub struct HoldsShown {
    pub skip: usize,
    pub limit: usize,
    pub past_end: PastEnd,
    /// An event that somebody thinks of holding.
    pub event: Option<u64>,
}

/// Holds, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldsView {
    pub rows: Vec<HoldView>,
    /// How many there are, those released too.
    pub matching: u64,
    /// How many of them still hold.
    pub holding: u64,
    /// The source and its id of the event that somebody thinks of holding.
    pub event: Option<(String, String)>,
}

impl Desk {
    /// Holds an event, for a case.
    ///
    /// # Errors
    /// When there is no such event, or the look cannot be filed.
    pub fn hold_event(
        &self,
        permit: &Permit<HoldEvents>,
        source: &str,
        id: &str,
        reference: &str,
    ) -> Result<u64, Problem> {
        let reference = reference.trim();
        if reference.is_empty() || reference.chars().count() > REFERENCE_MAX {
            return Err(Problem::yours("problem-hold-reference").with("max", REFERENCE_MAX));
        }
        let leaf = self.leaf_of(source, id)?;
        if self.stored_event(leaf)?.is_none() {
            return Err(Problem::gone("problem-event-erased"));
        }
        let looked = Looked::plain("hold", 1)
            .by("source", Some(source))
            .by("event", Some(id))
            .by("case", Some(reference));
        self.file_look(permit, &looked)?;
        let by = permit.principal().user();
        self.registry()
            .hold(leaf, reference, self.now(), by)
            .map_err(registry_problem)
    }

    /// Lets a hold go.
    ///
    /// # Errors
    /// When there is none of this number that still holds, or no reason that can be kept.
    pub fn release_hold(
        &self,
        permit: &Permit<HoldEvents>,
        number: u64,
        reason: &str,
    ) -> Result<(), Problem> {
        let reason = reason.trim();
        // What could not be kept as it is written is not taken.
        let is_short = reason.chars().count() <= REASON_MAX;
        if reason.is_empty() || !is_short || holds_number(reason) {
            return Err(Problem::yours("problem-hold-reason").with("max", REASON_MAX));
        }
        let hold = self.hold_met(permit.principal(), number)?;
        if hold.released.is_some() {
            return Err(no_such_hold());
        }
        let looked = Looked::plain("hold-released", 1)
            .by("hold", Some(&number.to_string()))
            .by("case", Some(&hold.reference))
            .because(reason);
        self.file_look(permit, &looked)?;
        let by = permit.principal().user();
        let released = self.registry().release_hold(number, self.now(), by);
        match released.map_err(registry_problem)? {
            true => Ok(()),
            false => Err(no_such_hold()),
        }
    }

    /// Holds, newest first; asked for by those who may hold, who else could let none go.
    ///
    /// # Errors
    /// When a store cannot be read or the look not be filed, or there is no such event to hold.
    pub fn holds(
        &self,
        permit: &Permit<HoldEvents>,
        shown: &HoldsShown,
    ) -> Result<HoldsView, Problem> {
        let all = self.holds_met(permit.principal())?;
        let matching = all.len() as u64;
        let (skip, limit) = (shown.skip as u64, shown.limit as u64);
        let skip = shown.past_end.start(skip, limit, matching);
        let event = shown.event.map(|leaf| self.event_named(leaf)).transpose()?;
        let holding = all.iter().filter(|hold| hold.released.is_none()).count() as u64;
        let rest = all
            .into_iter()
            .skip(usize::try_from(skip).unwrap_or(usize::MAX));
        let names = self.names()?;
        let rows = rest
            .take(shown.limit)
            .map(|hold| self.hold_view(hold, &names));
        let rows = rows.collect::<Result<Vec<_>, Problem>>()?;
        let named = event.as_ref();
        let looked = Looked::plain("holds", rows.len())
            .by("source", named.map(|(source, _)| source.as_str()))
            .by("event", named.map(|(_, id)| id.as_str()))
            .rows(rows.len() as u64, skip, matching);
        self.file_look(permit, &looked)?;
        Ok(HoldsView {
            rows,
            matching,
            holding,
            event,
        })
    }

    /// One hold.
    ///
    /// # Errors
    /// When there is none of this number, or the look cannot be filed.
    pub fn one_hold(&self, permit: &Permit<HoldEvents>, number: u64) -> Result<HoldView, Problem> {
        let hold = self.hold_met(permit.principal(), number)?;
        let looked = Looked::plain("hold-seen", 1)
            .by("hold", Some(&number.to_string()))
            .by("case", Some(&hold.reference));
        self.file_look(permit, &looked)?;
        self.hold_view(hold, &self.names()?)
    }

    /// All that somebody may meet.
    fn holds_met(&self, reader: &Principal) -> Result<Vec<Hold>, Problem> {
        let mut holds = self.registry().holds().map_err(registry_problem)?;
        let kept = self.cases_kept_back(reader)?;
        holds.retain(|hold| hold.held_by == reader.user() || !kept.has_reference(&hold.reference));
        Ok(holds)
    }

    fn hold_met(&self, reader: &Principal, number: u64) -> Result<Hold, Problem> {
        let hold = self.registry().hold_numbered(number);
        let hold = hold.map_err(registry_problem)?.ok_or_else(no_such_hold)?;
        let is_own = hold.held_by == reader.user();
        match is_own || !self.cases_kept_back(reader)?.has_reference(&hold.reference) {
            true => Ok(hold),
            false => Err(no_such_hold()),
        }
    }

    fn event_named(&self, leaf: u64) -> Result<(String, String), Problem> {
        let event = self.stored_event(leaf)?;
        let event = event.ok_or_else(|| Problem::gone("problem-no-such-event"))?;
        Ok((event.source, event.id))
    }

    fn hold_view(&self, hold: Hold, names: &Names) -> Result<HoldView, Problem> {
        let event = self.stored_event(hold.leaf)?;
        Ok(HoldView {
            number: hold.number,
            leaf: hold.leaf,
            event: event.map(|event| (event.source, event.id)),
            case: case_of(&hold.reference),
            reference: hold.reference,
            held: hold.held,
            held_by: names.called(&hold.held_by),
            released: hold.released.map(|(at, by)| (at, names.called(&by))),
        })
    }

    /// Entries that may not be erased now, ascending: those held by hand, and those of cases that
    /// have not ended.
    pub(super) fn leaves_held(&self) -> Result<Vec<u64>, Problem> {
        let by_hand = self.registry().held_leaves().map_err(registry_problem)?;
        let mut held: Vec<u64> = self.leaves_looked_into()?.into_iter().collect();
        held.extend(by_hand);
        held.sort_unstable();
        held.dedup();
        Ok(held)
    }

    /// Those of the held entries that stand in a period, ascending.
    pub(super) fn held_in(
        &self,
        class: u16,
        month: i32,
        held: &[u64],
    ) -> Result<Vec<u64>, Problem> {
        let mut found = Vec::new();
        for leaf in held {
            let stored = self.ledger().read(*leaf).map_err(unreadable)?;
            if stored.is_some_and(|one| (one.retention_class, one.month) == (class, month)) {
                found.push(*leaf);
            }
        }
        Ok(found)
    }
}

fn no_such_hold() -> Problem {
    Problem::gone("problem-no-such-hold")
}
