//! Compartments: the parts of an event that open, and are erased, one by one.
//!
//! Each is committed to by HMACs with salts made of two secrets, one of the event and one of
//! the person: without either, nobody can test a guess. The formulas are in
//! `docs/ledger-format.md`. Bytes are committed to as they come, never re-encoded.
//! Not here: sealing of the row as a whole (`row`).

use crate::Code;
use crate::digest::{Digest, MacKey, hkdf, sha256, tree_head};

/// What a compartment holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum CompartmentKind {
    /// Who acted, in which role, from where.
    Actor = 1,
    /// Who was looked up; one compartment a person.
    Subject = 2,
    /// What was done, when and why; about nobody in particular.
    Act = 3,
    /// The query, free text, the raw message.
    Detail = 4,
}

impl CompartmentKind {
    /// The kind with this number.
    pub fn of(number: u8) -> Option<CompartmentKind> {
        use CompartmentKind::{Act, Actor, Detail, Subject};
        [Actor, Subject, Act, Detail]
            .into_iter()
            .find(|kind| *kind as u8 == number)
    }
}

/// A part of a new entry. The constructors say which kinds can be bound to a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Compartment {
    pub(crate) kind: CompartmentKind,
    pub(crate) person: Option<Code>,
    pub(crate) bytes: Vec<u8>,
}

impl Compartment {
    /// Who acted. `None` when it is no person (a machine), or nobody knows.
    pub fn actor(person: Option<Code>, bytes: Vec<u8>) -> Compartment {
        Compartment {
            kind: CompartmentKind::Actor,
            person,
            bytes,
        }
    }

    /// Someone looked up.
    pub fn subject(person: Option<Code>, bytes: Vec<u8>) -> Compartment {
        Compartment {
            kind: CompartmentKind::Subject,
            person,
            bytes,
        }
    }

    /// What was done.
    pub fn act(bytes: Vec<u8>) -> Compartment {
        Compartment {
            kind: CompartmentKind::Act,
            person: None,
            bytes,
        }
    }

    /// Free text. Erased with the subject when the event has exactly one.
    pub fn detail(bytes: Vec<u8>) -> Compartment {
        Compartment {
            kind: CompartmentKind::Detail,
            person: None,
            bytes,
        }
    }
}

/// Shows how much there is, never what.
impl std::fmt::Debug for Compartment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} of {} bytes", self.kind, self.bytes.len())
    }
}

/// The person each compartment is bound to: its own, or for a detail the event's only subject.
pub(crate) fn bound_persons(
    compartments: &[Compartment],
) -> impl Iterator<Item = Option<Code>> + '_ {
    let mut subjects = compartments
        .iter()
        .filter(|one| one.kind == CompartmentKind::Subject);
    let only_subject = match (subjects.next(), subjects.next()) {
        (Some(only), None) => only.person,
        _ => None,
    };
    compartments.iter().map(move |one| match one.kind {
        CompartmentKind::Detail => only_subject,
        _ => one.person,
    })
}

/// P_i: what a person's secret adds to the salt of compartment `number`.
pub(crate) fn person_part(person_key: &MacKey, event_key: &Digest, number: u16) -> Digest {
    person_key.mac(&[b"acl/p/1", event_key, &number.to_be_bytes()])
}

/// The key that seals a compartment bound to a person.
pub(crate) fn inner_key(person_part: &Digest, index: u64) -> Digest {
    hkdf(person_part, &[b"acl/seal/1", &index.to_be_bytes()])
}

/// s_i: the salt of compartment `number`.
pub(crate) fn salt(event_secret: &MacKey, number: u16, person_part: &Digest) -> Digest {
    event_secret.mac(&[b"acl/salt/1", &number.to_be_bytes(), person_part])
}

/// c_i: the commitment to a compartment's bytes.
pub(crate) fn commitment(
    salt: &Digest,
    number: u16,
    kind: CompartmentKind,
    bytes: &[u8],
) -> Digest {
    MacKey::new(salt).mac(&[b"acl/open/1", &number.to_be_bytes(), &[kind as u8], bytes])
}

/// l_i: the leaf of a commitment in the tree of the body.
pub(crate) fn body_leaf(kind: CompartmentKind, commitment: &Digest) -> Digest {
    sha256(&[&[0, kind as u8], commitment])
}

/// The commitment to all compartments: what the entry holds of them.
pub(crate) fn body_root(parts: &[(CompartmentKind, Digest)]) -> Digest {
    let leaves: Vec<Digest> = parts
        .iter()
        .map(|(kind, commitment)| body_leaf(*kind, commitment))
        .collect();
    let count = u16::try_from(leaves.len()).expect("a limit keeps compartments below 65,536");
    body_root_over(count, &tree_head(&leaves))
}

/// The same from the head of the tree of the body.
pub(crate) fn body_root_over(count: u16, head: &Digest) -> Digest {
    sha256(&[&[2], &count.to_be_bytes(), head])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed from the formula alone, by a program of its own (Python, hmac and hashlib).
    #[test]
    fn a_box_has_a_key_of_its_person_and_of_its_place() {
        let hex = |key: Digest| key.map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(
            hex(inner_key(&[6; 32], 11)),
            "f9000468d5681a3a37cd0568ef18f946298fdfb36a6737e70af5e6e1b02c3787"
        );
        assert_ne!(inner_key(&[6; 32], 11), inner_key(&[6; 32], 12));
        assert_ne!(inner_key(&[6; 32], 11), inner_key(&[7; 32], 11));
    }

    #[test]
    fn what_is_in_it_is_not_shown() {
        let shown = format!("{:?}", Compartment::act(b"looked at blood tests".to_vec()));
        assert_eq!(shown, "Act of 21 bytes");
    }
}
