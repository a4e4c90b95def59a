//! What was erased and why, as the records in the ledger say.
//!
//! The registry's list leads to the records; what is told comes from these alone. Not here:
//! requests that wait (`erasure`), holes that no record explains (`health`).

use tilsyn_domain::Instant;
use tilsyn_ledger::{Erased, StoredErasure};

use crate::desk::{Desk, registry_problem, unreadable};
use crate::problem::Problem;

/// Records that are told one by one.
const TOLD_MAX: usize = 100;

/// An erasure that stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureTold {
    /// Where its record stands.
    pub leaf: u64,
    pub at: Instant,
    pub what: ToldOf,
    /// Entries that lost something.
    pub entries: u64,
    /// The organisation's code of the legal basis.
    pub basis: String,
    pub reason: Option<String>,
    /// Who asked; nothing if that person has been erased since.
    pub asked_by: Option<String>,
    /// Who approved.
    pub approved_by: Option<String>,
}

/// What an erasure was about, as far as its record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldOf {
    Persons,
    Events,
    /// Year × 12 + month from 0.
    Period {
        month: i32,
    },
}

impl Desk {
    /// The newest records, and how many there are.
    pub(super) fn erasures_told(&self) -> Result<(Vec<ErasureTold>, u64), Problem> {
        let leaves = self.registry().erasure_records();
        let leaves = leaves.map_err(registry_problem)?;
        let mut told = Vec::new();
        for leaf in leaves.iter().take(TOLD_MAX) {
            let record = self.ledger().erasure(*leaf).map_err(unreadable)?;
            told.extend(record.map(told_of));
        }
        Ok((told, leaves.len() as u64))
    }
}

fn told_of(record: StoredErasure) -> ErasureTold {
    let text = |bytes: Option<Vec<u8>>| {
        let bytes = bytes?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    let (what, entries) = match &record.record.what {
        Erased::Parts { codes, gone } if codes.is_empty() => (ToldOf::Events, gone.len() as u64),
        Erased::Parts { gone, .. } => (ToldOf::Persons, gone.len() as u64),
        Erased::Period { month, count, .. } => (ToldOf::Period { month: *month }, *count),
    };
    let seconds = i64::try_from(record.received_seconds).unwrap_or(0);
    ErasureTold {
        leaf: record.index,
        at: Instant(seconds.saturating_mul(1_000_000)),
        what,
        entries,
        basis: record.record.basis,
        reason: text(record.reason),
        asked_by: text(record.requested_by),
        approved_by: text(record.approved_by),
    }
}
