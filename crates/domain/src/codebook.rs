//! Numbers that stand for people and accounts.
//!
//! The vault gives each identity a small number once; columns, counts and pictures hold only
//! the number. Who keeps the book decides who can turn a number back.

use crate::national_id::NationalId;

/// The number of an identity; 0 is nobody.
pub type Code = u32;

/// Somebody who acts or is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identity {
    Person(NationalId),
    /// A user name in a source system.
    Account {
        source: String,
        user: String,
    },
}

/// Turns identities into numbers and back.
pub trait Codebook: Send + Sync {
    /// The number of an identity that has one.
    fn code(&self, identity: &Identity) -> Option<Code>;
    /// The identity behind a number; `None` when it was erased.
    fn identity(&self, code: Code) -> Option<Identity>;
    /// One more than the largest number given out.
    fn codes(&self) -> Code;
}
