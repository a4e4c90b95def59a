//! From the ledger's entries back to events, looks and numbers.

use tilsyn_domain::Event;
use tilsyn_domain::question::{EventCodes, Stored};
use tilsyn_ledger::{CompartmentKind, EntryKind, Ledger, StoredEntry};

use crate::compartments::{CompartmentError, Kept, SCHEMA, join};
use crate::desk::person_bytes;
use crate::problem::Problem;

fn kept(entry: &StoredEntry) -> Kept<'_> {
    let mut kept = Kept::default();
    for part in entry.compartments.iter().flatten() {
        let bytes = part.bytes.as_deref();
        match part.kind {
            CompartmentKind::Actor => kept.actor = bytes,
            CompartmentKind::Subject => kept.subjects.push(bytes),
            CompartmentKind::Act => kept.act = bytes,
            CompartmentKind::Detail => kept.detail = Some(bytes),
        }
    }
    kept
}

fn damaged(cause: CompartmentError) -> Problem {
    Problem::ours("problem-ledger", cause)
}

/// The event of an entry that holds one: an access event, a conflict with one, or a heartbeat
/// with what its source says it has sent.
pub(crate) fn event(entry: &StoredEntry) -> Result<Option<Event>, Problem> {
    let (kind, schema) = (entry.entry.kind, entry.entry.schema);
    let is_statement = kind == EntryKind::Statement && schema == SCHEMA;
    if !is_statement && !matches!(kind, EntryKind::AccessEvent | EntryKind::Conflict) {
        return Ok(None);
    }
    join(&kept(entry)).map_err(damaged)
}

/// The access event of an entry with the numbers of those it names, ready for the archive.
pub(crate) fn access_event(
    ledger: &Ledger,
    entry: &StoredEntry,
) -> Result<Option<Stored>, Problem> {
    if entry.entry.kind != EntryKind::AccessEvent {
        return Ok(None);
    }
    let Some(event) = event(entry)? else {
        return Ok(None);
    };
    let mut codes = EventCodes::default();
    for part in entry.compartments.iter().flatten() {
        let code = part.person.map_or(0, std::num::NonZeroU32::get);
        match part.kind {
            CompartmentKind::Actor => codes.account = code,
            CompartmentKind::Subject if part.bytes.is_some() => codes.subjects.push(code),
            CompartmentKind::Subject | CompartmentKind::Act | CompartmentKind::Detail => {}
        }
    }
    if let Some(id) = &event.actor.national_id {
        let stated = person_bytes(id);
        codes.stated = ledger
            .vault()
            .find(&stated)
            .map_or(0, std::num::NonZeroU32::get);
    }
    Ok(Some(Stored {
        leaf: entry.index,
        event,
        codes,
    }))
}
