//! What arrived from each source, hour by hour, and which entries say something about one.
//!
//! Each leaf is counted once: the tally knows the leaf up to which it has counted, and the
//! registry keeps both together.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tilsyn_domain::Instant;
use tilsyn_domain::rhythm::{Arrival, HOUR};
use tilsyn_ledger::{EntryKind, StoredEntry};
use tilsyn_registry::{ArrivalNotes, NoteKind};

use crate::compartments::SCHEMA;
use crate::desk::{Desk, registry_problem};
use crate::problem::Problem;
use crate::sources::gaps::EXPLANATION_SCHEMA;

/// What has been counted since it was last kept.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    next_leaf: u64,
    arrivals: BTreeMap<(u32, i64), Arrival>,
    notes: Vec<(u64, u32, NoteKind)>,
}

/// An entry of the ledger, as far as the tally looks at it.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) leaf: u64,
    pub(crate) source: u32,
    pub(crate) received_seconds: u64,
    pub(crate) what: What,
}

impl Taken {
    /// An entry as it is read back, with the time of the event that it holds.
    pub(crate) fn of(entry: &StoredEntry, at: Option<Instant>) -> Taken {
        let (kind, schema) = (entry.entry.kind, entry.entry.schema);
        Taken {
            leaf: entry.index,
            source: entry.entry.source,
            received_seconds: entry.entry.received_seconds,
            what: match (kind, at) {
                (EntryKind::AccessEvent, Some(at)) => What::Event(at),
                (EntryKind::Statement, _) if schema == SCHEMA => What::Note(NoteKind::Statement),
                (EntryKind::Statement, _) if schema == EXPLANATION_SCHEMA => {
                    What::Note(NoteKind::Explanation)
                }
                (_, _) => What::Other,
            },
        }
    }
}

/// What an entry is.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// An event that happened then.
    Event(Instant),
    Note(NoteKind),
    /// Nothing that is counted.
    Other,
}

impl Tally {
    /// Everything before this leaf is counted already.
    pub(crate) fn begin_at(&self, leaf: u64) {
        self.counted().next_leaf = leaf;
    }

    pub(crate) fn add(&self, taken: Taken) {
        let mut counted = self.counted();
        if taken.leaf < counted.next_leaf {
            return;
        }
        counted.next_leaf = taken.leaf + 1;
        let received = i64::try_from(taken.received_seconds).unwrap_or(i64::MAX / 1_000_000);
        let hour = (received * 1_000_000).div_euclid(HOUR);
        match taken.what {
            What::Event(at) => counted.arrived(taken.source, hour, at),
            What::Note(kind) => counted.notes.push((taken.leaf, taken.source, kind)),
            What::Other => {}
        }
    }

    fn counted(&self) -> std::sync::MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counted {
    fn arrived(&mut self, source: u32, hour: i64, at: Instant) {
        let arrival = self.arrivals.entry((source, hour)).or_insert(Arrival {
            hour,
            events: 0,
            first: at,
            last: at,
        });
        arrival.events += 1;
        arrival.first = arrival.first.min(at);
        arrival.last = arrival.last.max(at);
    }
}

impl Desk {
    /// Keeps what was counted. The caller is the only one to take anything in, so that what the
    /// ledger holds by now is counted.
    pub(crate) fn keep_tally(&self) -> Result<(), Problem> {
        let up_to = self.ledger().len();
        let mut counted = self.tally.counted();
        let arrivals = counted.arrivals.iter();
        let noted = ArrivalNotes {
            arrivals: arrivals.map(|((source, _), one)| (*source, *one)).collect(),
            notes: counted.notes.clone(),
        };
        self.registry()
            .note_arrivals(&noted, up_to)
            .map_err(registry_problem)?;
        *counted = Counted {
            next_leaf: up_to,
            ..Counted::default()
        };
        Ok(())
    }
}
