//! Holds: events that may not be erased while something is being looked into.
//!
//! A case that is open holds its events by itself; a hold by hand is for what is looked into
//! elsewhere, in court perhaps.

use tilsyn_domain::Instant;
use tilsyn_registry::Hold;

use crate::desk::{Desk, registry_problem, unreadable};
use crate::own_log::Looked;
use crate::permit::{HoldEvents, Permit, ReadErasures};
use crate::problem::Problem;

/// Characters of a reference.
const REFERENCE_MAX: usize = 100;

/// A hold, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldView {
    pub number: u64,
    /// The source and its id of the event; `None` if it was erased before.
    pub event: Option<(String, String)>,
    pub reference: String,
    pub held: Instant,
    pub held_by: String,
    pub released: Option<(Instant, String)>,
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
        if reference.trim().is_empty() || reference.chars().count() > REFERENCE_MAX {
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
    /// When there is none of this number that still holds.
    pub fn release_hold(&self, permit: &Permit<HoldEvents>, number: u64) -> Result<(), Problem> {
        let looked = Looked::plain("hold-released", 1).by("hold", Some(&number.to_string()));
        self.file_look(permit, &looked)?;
        let by = permit.principal().user();
        let released = self.registry().release_hold(number, self.now(), by);
        match released.map_err(registry_problem)? {
            true => Ok(()),
            false => Err(Problem::gone("problem-no-such-hold")),
        }
    }

    /// All holds, newest first.
    ///
    /// # Errors
    /// When a store cannot be read or the look not be filed.
    pub fn holds(&self, permit: &Permit<ReadErasures>) -> Result<Vec<HoldView>, Problem> {
        let holds = self.registry().holds().map_err(registry_problem)?;
        self.file_look(permit, &Looked::plain("holds", holds.len()))?;
        holds.into_iter().map(|hold| self.hold_view(hold)).collect()
    }

    fn hold_view(&self, hold: Hold) -> Result<HoldView, Problem> {
        let event = self.stored_event(hold.leaf)?;
        Ok(HoldView {
            number: hold.number,
            event: event.map(|event| (event.source, event.id)),
            reference: hold.reference,
            held: hold.held,
            held_by: hold.held_by,
            released: hold.released,
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
