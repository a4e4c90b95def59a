//! The witness: another organisation's memory of how far a log had come.
//!
//! It cosigns a checkpoint when it follows from the one it cosigned last, and never anything
//! else; so whoever wants its signature cannot take back what was logged. It learns origin, size
//! and head of a log, nothing that is in it. The protocol is C2SP's tlog-witness.
//! Not here: signatures, proofs and wire formats (`ledger`), files (`durable`).

mod memory;
mod server;
mod witness;

pub use memory::{Error, Memory};
pub use server::serve;
pub use witness::Witness;
