//! Which parts of an event can go by themselves, for whoever asks.
//!
//! Numbers are those of the ledger and stay when other parts go. Not here: who may have what.

use tilsyn_domain::NationalId;
use tilsyn_domain::codebook::Identity;
use tilsyn_ledger::CompartmentKind;

use crate::desk::{Desk, unreadable};
use crate::own_log::Looked;
use crate::permit::{AskErasure, Permit};
use crate::problem::Problem;
use crate::stored;

/// An event, with the parts that can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventParts {
    pub source: String,
    /// The source's own id of it.
    pub id: String,
    pub parts: Vec<EventPart>,
}

/// A part that is still there and can go by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPart {
    /// Its number among the parts of the event, from 0.
    pub number: u16,
    /// A subject or a detail.
    pub kind: CompartmentKind,
    /// Whom it is about, for a subject.
    pub person: Option<NationalId>,
    /// Whether the register protects whom it is about.
    pub is_protected: bool,
}

impl Desk {
    /// The parts of the event with this place in the log.
    ///
    /// # Errors
    /// When there is no such event, or the look cannot be filed.
    pub fn event_parts(
        &self,
        permit: &Permit<AskErasure>,
        leaf: u64,
    ) -> Result<EventParts, Problem> {
        let gone = || Problem::gone("problem-no-such-event");
        let entry = self.ledger().read(leaf).map_err(unreadable)?;
        let entry = entry.ok_or_else(gone)?;
        let event = stored::event(&entry)?.ok_or_else(gone)?;
        // Those that are still there stand in the event in the same order.
        let mut people = event.subjects.iter().map(|one| one.national_id.clone());
        let index = self.directory_index();
        let mut parts = Vec::new();
        for (number, part) in (0_u16..).zip(entry.compartments.iter().flatten()) {
            let person = match part.kind {
                CompartmentKind::Subject if part.bytes.is_some() => people.next(),
                CompartmentKind::Detail if part.bytes.is_some() => None,
                _ => continue,
            };
            parts.push(EventPart {
                number,
                kind: part.kind,
                is_protected: person.as_ref().is_some_and(|id| index.is_protected(id)),
                person,
            });
        }
        let (source, id) = (event.source.clone(), event.id.clone());
        let mut looked = Looked::plain("erasure-parts", 1)
            .by("source", Some(&source))
            .by("event", Some(&id));
        let first = event.subjects.first();
        looked.about = first.map(|one| Identity::Person(one.national_id.clone()));
        self.file_look(permit, &looked)?;
        Ok(EventParts { source, id, parts })
    }
}
