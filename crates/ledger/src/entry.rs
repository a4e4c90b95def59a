//! The entry: 88 bytes that stay for ever, hashed into the tree, holding nothing personal.
//!
//! Big-endian; the table is in `docs/ledger-format.md`. Not here: what the entry commits to
//! (`compartment`).

use crate::digest::{Digest, leaf_hash};
use crate::header::{u32_at, u64_at};

/// Bytes of an entry.
pub const ENTRY_BYTES: usize = 88;
const ENTRY_VERSION: u8 = 1;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum EntryKind {
    /// An access event of a source system.
    AccessEvent = 1,
    /// Someone looked, or was shown an identity, in our own system.
    OwnLook = 2,
    /// Something was erased, and why.
    Erasure = 3,
    /// A period was removed by a retention rule.
    RetentionCut = 4,
    /// A role, a key or a setting was changed.
    Change = 5,
    /// What a source says it has sent, or a sign of life of the ledger itself.
    Statement = 6,
    /// A checkpoint of another log.
    ForeignCheckpoint = 7,
    /// The same source id came again with other content.
    Conflict = 8,
}

impl EntryKind {
    /// All kinds, by their number from 1.
    pub const ALL: [EntryKind; 8] = [
        EntryKind::AccessEvent,
        EntryKind::OwnLook,
        EntryKind::Erasure,
        EntryKind::RetentionCut,
        EntryKind::Change,
        EntryKind::Statement,
        EntryKind::ForeignCheckpoint,
        EntryKind::Conflict,
    ];

    /// The kind with this number.
    pub fn of(number: u8) -> Option<EntryKind> {
        EntryKind::ALL
            .into_iter()
            .find(|kind| *kind as u8 == number)
    }
}

/// An entry, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub kind: EntryKind,
    /// Which compartments there are and how their bytes are to be read.
    pub schema: u16,
    /// When the ledger took it in, whole seconds UTC; never less than in the entry before.
    pub received_seconds: u64,
    /// The source system's number; 0 is the ledger itself.
    pub source: u32,
    /// The source's own counter; 0 is none.
    pub source_sequence: u64,
    /// HMAC of the source's event id.
    pub event_key: Digest,
    /// Commitment to all compartments.
    pub body_root: Digest,
}

/// Where the time stands among the 88 bytes.
const RECEIVED: std::ops::Range<usize> = 4..12;

impl Entry {
    /// The 88 bytes.
    pub fn to_bytes(&self) -> [u8; ENTRY_BYTES] {
        let mut bytes = [0; ENTRY_BYTES];
        bytes[0] = ENTRY_VERSION;
        bytes[1] = self.kind as u8;
        bytes[2..4].copy_from_slice(&self.schema.to_be_bytes());
        bytes[RECEIVED].copy_from_slice(&self.received_seconds.to_be_bytes());
        bytes[12..16].copy_from_slice(&self.source.to_be_bytes());
        bytes[16..24].copy_from_slice(&self.source_sequence.to_be_bytes());
        bytes[24..56].copy_from_slice(&self.event_key);
        bytes[56..].copy_from_slice(&self.body_root);
        bytes
    }

    /// Reads 88 bytes; nothing if they are no entry of this version.
    pub fn of(bytes: &[u8; ENTRY_BYTES]) -> Option<Entry> {
        if bytes[0] != ENTRY_VERSION {
            return None;
        }
        Some(Entry {
            kind: EntryKind::of(bytes[1])?,
            schema: u16::from_be_bytes([bytes[2], bytes[3]]),
            received_seconds: Entry::received_seconds_of(bytes),
            source: u32_at(bytes, 12),
            source_sequence: u64_at(bytes, 16),
            event_key: bytes[24..56].try_into().expect("32 bytes were sliced"),
            body_root: bytes[56..].try_into().expect("32 bytes were sliced"),
        })
    }

    /// When an entry of these bytes was received.
    pub(crate) fn received_seconds_of(bytes: &[u8; ENTRY_BYTES]) -> u64 {
        u64_at(bytes, RECEIVED.start)
    }

    /// The hash of its leaf in the tree.
    pub fn leaf_hash(&self) -> Digest {
        leaf_hash(&self.to_bytes())
    }
}
