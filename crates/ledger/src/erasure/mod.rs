//! Lawful erasure: a person, an event, a part of an event, or a period.
//!
//! Two different people, a legal basis and a reason stand in a record, which is an entry like
//! any other and is durable before anything goes. The record names every hole it makes, so that
//! a hole without one is found (`holes`). First go the secrets (slots of the vault, keys of
//! periods): from then on nothing opens, wherever copies of the rows lie. Then the rows
//! themselves are written again without what went ([`Ledger::carry_out`]), which can be done any
//! number of times.
//! Not here: who may ask and who may approve (the callers).

mod carry_out;
mod erasure_record;
mod holes;
mod plan;

pub use erasure_record::{Erased, ErasureRecord};
pub use holes::Hole;
pub(crate) use holes::{Holes, RecordFound};
pub use plan::Plan;

use crate::append::{Appended, NewEntry};
use crate::compartment::Compartment;
use crate::entry::EntryKind;
use crate::ledger::Ledger;
use crate::{Code, Error, Result};
use std::collections::BTreeMap;

/// The retention class of rows that a hold keeps beyond their period. Month is that of the
/// period they came from.
pub const HOLD_CLASS: u16 = 65_534;
/// The retention class of the records of erasure: kept as long as the ledger.
pub const RECORD_CLASS: u16 = 65_535;
/// How the compartments of a record are to be read: who asked, who approved, the record, why.
const RECORD_SCHEMA: u16 = 1;
/// Bytes of a reason.
const REASON_MAX: usize = 4_096;

/// Which parts of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parts {
    /// All of them, and the event's secret.
    All,
    /// These, by their number, ascending.
    These(Vec<u16>),
}

/// What goes, by the index of its entry.
pub type Gone = BTreeMap<u64, Parts>;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything bound to these persons, and the details of events that concern them and
    /// others.
    Persons(Vec<Code>),
    /// Entries, or parts of them.
    Entries(Gone),
    /// The rows of a retention class and month.
    Period {
        /// The retention class.
        retention_class: u16,
        /// Year × 12 + month from 0.
        month: i32,
        /// Entries that are under hold and stay, ascending.
        held: Vec<u64>,
    },
}

/// One of the two who answer for an erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// The person.
    pub code: Code,
    /// What the record says of that person; the caller's encoding.
    pub bytes: Vec<u8>,
}

/// Who wants something erased, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The caller's id of it: the same order is written down once.
    pub id: Vec<u8>,
    /// The organisation's code of the legal basis, 1 to 64 characters.
    pub basis: String,
    /// Why, in the caller's words; at most 4,096 bytes.
    pub reason: Vec<u8>,
    /// Who asked.
    pub requested_by: Signatory,
    /// Who approved; somebody else.
    pub approved_by: Signatory,
}

/// A record, read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredErasure {
    /// Where it stands.
    pub index: u64,
    /// When it was taken in, seconds UTC.
    pub received_seconds: u64,
    /// What it says.
    pub record: ErasureRecord,
    /// Who asked; nothing if that person has been erased since.
    pub requested_by: Option<Vec<u8>>,
    /// Who approved; nothing if that person has been erased since.
    pub approved_by: Option<Vec<u8>>,
    /// Why.
    pub reason: Option<Vec<u8>>,
}

impl Ledger {
    /// Whether a period takes nothing in any more, because its key was destroyed. What comes
    /// late belongs to a period of the day it comes.
    pub fn is_erased_period(&self, retention_class: u16, month: i32) -> bool {
        self.keys().is_destroyed(retention_class, month)
    }

    /// The periods that hold something: retention class, and year × 12 + month from 0.
    pub fn periods(&self) -> Vec<(u16, i32)> {
        self.keys().periods()
    }

    /// The entries beside which this period stands, ascending.
    pub fn indexes_of_period(&self, retention_class: u16, month: i32) -> Result<Vec<u64>> {
        let mut indexes = Vec::new();
        let mut next = 0;
        while let Some(bytes) = self.segments().frame_of(next)? {
            let frame = bytes.frame();
            for (index, line) in frame.lines() {
                if (line.retention_class(), line.month()) == (retention_class, month) {
                    indexes.push(index);
                }
            }
            next = frame.head.first + u64::from(frame.head.count);
        }
        Ok(indexes)
    }

    /// Writes the record of an erasure and destroys what opens it. Returns where the record
    /// stands. The rows are written again by [`Ledger::carry_out`].
    ///
    /// # Errors
    /// [`Error::ErasureRefused`] where one person alone asked and approved, or a limit is
    /// passed. After any other error nothing is known: the ledger is to be opened again, and
    /// the same order given again.
    pub fn erase(&self, plan: Plan, order: &Order, now_seconds: u64) -> Result<u64> {
        check_order(order)?;
        let mut writer = self.writer()?;
        let mut plan = plan;
        let end = self.len();
        self.look_on(&mut plan, end, &mut |_, _| {})?;
        let record = record_of(plan, &order.basis);
        let entry = entry_of(&record, order)?;
        let appended = self.append_while_writing(&mut writer, &[vec![entry]], now_seconds)?;
        let index = match appended.first() {
            Some(Appended::Stored(index) | Appended::Seen(index)) => *index,
            None => return Err(Error::NotOpened),
        };
        // What came of an order given twice is what the first one says.
        let record = self.erasure(index)?.ok_or(Error::NotOpened)?.record;
        self.stopping(self.destroy_secrets(&record.what))?;
        drop(writer);
        Ok(index)
    }

    /// The record with this index; nothing if the entry is none.
    pub fn erasure(&self, index: u64) -> Result<Option<StoredErasure>> {
        let Some(stored) = self.read(index)? else {
            return Ok(None);
        };
        let is_record = matches!(
            stored.entry.kind,
            EntryKind::Erasure | EntryKind::RetentionCut
        );
        let Some(parts) = stored.compartments.filter(|_| is_record) else {
            return Ok(None);
        };
        let bytes = |number: usize| parts.get(number)?.bytes.clone();
        let record = bytes(2).as_deref().and_then(ErasureRecord::of);
        Ok(record.map(|record| StoredErasure {
            index,
            received_seconds: stored.entry.received_seconds,
            record,
            requested_by: bytes(0),
            approved_by: bytes(1),
            reason: bytes(3),
        }))
    }
}

fn check_order(order: &Order) -> Result<()> {
    let (one, other) = (&order.requested_by, &order.approved_by);
    let what = if one.code == other.code || one.bytes == other.bytes {
        "the one who asked may not approve"
    } else if order.reason.is_empty() || order.reason.len() > REASON_MAX {
        "it needs a reason of at most 4,096 bytes"
    } else {
        return Ok(());
    };
    Err(Error::ErasureRefused { what })
}

fn record_of(plan: Plan, basis: &str) -> ErasureRecord {
    let what = match plan.scope {
        Scope::Persons(codes) => Erased::Parts {
            codes,
            gone: plan.gone,
        },
        Scope::Entries(_) => Erased::Parts {
            codes: Vec::new(),
            gone: plan.gone,
        },
        Scope::Period {
            retention_class,
            month,
            held,
        } => Erased::Period {
            retention_class,
            month,
            count: plan.period.count,
            digest: plan.period.digest(),
            held,
        },
    };
    ErasureRecord {
        basis: basis.to_owned(),
        what,
    }
}

fn entry_of(record: &ErasureRecord, order: &Order) -> Result<NewEntry> {
    let kind = match record.what {
        Erased::Parts { .. } => EntryKind::Erasure,
        Erased::Period { .. } => EntryKind::RetentionCut,
    };
    let by = |one: &Signatory| Compartment::actor(Some(one.code), one.bytes.clone());
    Ok(NewEntry {
        kind,
        schema: RECORD_SCHEMA,
        source: 0,
        source_sequence: 0,
        event_id: order.id.clone(),
        retention_class: RECORD_CLASS,
        month: 0,
        compartments: vec![
            by(&order.requested_by),
            by(&order.approved_by),
            Compartment::act(record.to_bytes()?),
            Compartment::detail(order.reason.clone()),
        ],
        position: None,
    })
}
