//! The ledger: what came in is kept, cannot be changed unnoticed, and can be erased lawfully.
//!
//! Entries of 88 bytes stay for ever under a Merkle tree in open formats (C2SP tlog-tiles,
//! checkpoint, signed note); what they commit to is sealed beside them and opens part by part.
//! It knows bytes, codes and indexes; what an event is, its callers know. The clock and chance
//! come in as values. The formats are in `docs/ledger-format.md`.
//! Not here: who may read, what is found in what is read.

#[cfg(any(test, feature = "any_bytes"))]
pub mod any_bytes;
mod append;
mod backup;
mod check_folder;
mod check_runs;
mod check_segments;
mod check_tree;
mod checkpoint;
mod compartment;
mod consistency;
mod cosignature;
mod digest;
mod disguise;
mod entry;
mod erasure;
mod error;
mod frame;
mod header;
mod keys;
mod ledger;
mod leftover;
mod opening;
mod policy;
mod proof;
mod prove;
mod purpose;
mod randomness;
mod read;
mod remake;
mod row;
mod run;
mod seal;
mod seen;
mod segment;
mod slot;
mod statement;
mod stored_tiles;
mod submission;
mod tiles;
mod tree;
mod vault;
mod verifier_key;
mod verify;
mod witnessed;

pub use append::{
    Appended, BATCH_ENTRIES_MAX, COMPARTMENTS_MAX, GROUP_BYTES_MAX, NewEntry, POSITION_BYTES_MAX,
    Position,
};
pub use backup::{EachPiece, LedgerCopy};
pub use check_folder::{FolderReport, Unchecked, check_folder};
pub use checkpoint::{Checkpoint, ParsedCheckpoint, parse_checkpoint};
pub use compartment::{Compartment, CompartmentKind};
pub use consistency::{PROOF_HASHES_MAX, is_consistent};
pub use cosignature::Cosigner;
pub use digest::{Digest, empty_head, leaf_hash, node_hash};
pub use disguise::{DISGUISE_BYTES, Disguise};
pub use entry::{ENTRY_BYTES, Entry, EntryKind};
pub use erasure::{
    Erased, ErasureRecord, Gone, HOLD_CLASS, Hole, Order, Parts, Plan, RECORD_CLASS, Scope,
    Signatory, StoredErasure,
};
pub use error::{Error, Result};
pub use frame::entries_of_frame;
pub use header::FORMAT_VERSION;
pub use keys::care::{KeysNamed, replace_and_shred, shred};
pub use keys::{FileKek, KEY_BYTES, Kek};
pub use ledger::{Ledger, Options};
pub use opening::Opening;
pub use policy::{
    Judgement, POLICY_BYTES_MAX, POLICY_LINES_MAX, Policy, PolicyError, PolicyFault, PolicyWitness,
};
pub use proof::{PROOF_BYTES_MAX, Proof, ProofError, Proven};
pub use prove::{PartShown, ProofMade};
pub use purpose::PurposeKey;
pub use randomness::{Randomness, SystemRandomness};
pub use read::{Entries, StoredEntry};
pub use remake::{
    OpenKeys, Remade, erase_in_copy, finish_copy, remake_missing_tiles, remake_tiles, root_key_of,
};
pub use row::StoredCompartment;
pub use slot::IDENTITY_BYTES_MAX;
pub use statement::{read_statement, statement_unchecked};
pub use submission::{
    SIZE_CONTENT_TYPE, SUBMISSION_BYTES_MAX, Submission, SubmissionError, WitnessAnswer,
    origin_hash,
};
pub use tiles::{TILE_WIDTH, entries_of_bundle};
pub use tree::KeptCheckpoint;
pub use vault::{Code, Vault};
pub use verifier_key::{KeyUse, Signed, VerifierKey, VerifierKeyError};
pub use verify::{Problem, Report};
pub use witnessed::{RollBack, Witnessed};

#[cfg(test)]
mod tests;
