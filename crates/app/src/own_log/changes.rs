//! Changes of keys: filed in the ledger as entries of their own kind, by name, never with bytes.
//!
//! The entry's id holds what was changed and its new name, so that it is found again without
//! reading the log, and with it when that was. Not here: the change itself.

use serde::{Deserialize, Serialize};
use tilsyn_domain::Instant;
use tilsyn_ledger::{Compartment, EntryKind, NewEntry};

use super::LOOK_RETENTION;
use crate::desk::{Desk, seconds, unreadable};
use crate::permit::{Action, Permit};
use crate::problem::Problem;

/// The layout of a change's compartments: who, and `ChangeAct` as JSON.
const CHANGE_SCHEMA: u16 = 1;

/// The act compartment of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChangeAct {
    /// Microseconds since 1970, UTC.
    pub at: i64,
    pub action: String,
    /// What was changed.
    pub what: String,
    /// The names it had and has now.
    pub from: String,
    pub to: String,
}

impl Desk {
    /// Files a change that was just made.
    pub(crate) fn file_change<A: Action>(
        &self,
        permit: &Permit<A>,
        what: &str,
        from: &str,
        to: &str,
    ) -> Result<(), Problem> {
        let at = self.now();
        let act = ChangeAct {
            at: at.0,
            action: A::NAME.to_owned(),
            what: what.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let act = serde_json::to_vec(&act);
        let act = act.map_err(|cause| Problem::ours(super::NOT_FILED, cause))?;
        let name = permit.principal().user();
        let principal = Some(self.code_of_principal(name)?);
        let entry = NewEntry {
            kind: EntryKind::Change,
            schema: CHANGE_SCHEMA,
            source: 0,
            source_sequence: 0,
            event_id: event_id(what, to),
            retention_class: LOOK_RETENTION,
            month: crate::intake::month(self.zone().day_of(at)),
            compartments: vec![
                Compartment::actor(principal, name.as_bytes().to_vec()),
                Compartment::act(act),
            ],
            position: None,
        };
        let appended = self.ledger().append(&[vec![entry]], seconds(at));
        appended.map(drop).map_err(unreadable)
    }

    /// When something got the name it has; `None` where no change says so.
    pub(crate) fn changed_at(&self, what: &str, to: &str) -> Result<Option<Instant>, Problem> {
        let found = self.ledger().find(0, &event_id(what, to));
        let Some(index) = found.map_err(unreadable)? else {
            return Ok(None);
        };
        let entry = self.ledger().read(index).map_err(unreadable)?;
        let at = entry.map(|entry| entry.entry.received_seconds);
        Ok(at.map(instant))
    }

    /// When the first entry came in.
    pub(crate) fn began_at(&self) -> Result<Option<Instant>, Problem> {
        let first = self.ledger().read(0).map_err(unreadable)?;
        Ok(first.map(|first| instant(first.entry.received_seconds)))
    }
}

fn event_id(what: &str, to: &str) -> Vec<u8> {
    format!("change {what} {to}").into_bytes()
}

fn instant(seconds: u64) -> Instant {
    Instant(i64::try_from(seconds).unwrap_or(i64::MAX / 1_000_000) * 1_000_000)
}
