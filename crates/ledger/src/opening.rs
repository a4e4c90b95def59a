//! Openings: what somebody is handed to see that bytes are those an entry commits to.
//!
//! An opening holds a compartment's bytes, its salt and the hashes beside it in the tree of the
//! body; the other compartments stay shut (`docs/ledger-format.md`, Compartments). Their salts
//! are HMACs of secrets that are not handed over, so what stays shut cannot be guessed at.
//! Not here: whether the entry is in the log (`proof`).

use crate::compartment::{CompartmentKind, body_leaf, body_root_over, commitment};
use crate::digest::{Digest, empty_head, left_size, node_hash};

/// Hashes beside a compartment among at most 65,535.
pub(crate) const SIBLINGS_MAX: usize = 16;

/// One compartment, opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its place in the entry, from 0.
    pub number: u16,
    /// What it holds.
    pub kind: CompartmentKind,
    /// The salt of its commitment.
    pub salt: Digest,
    /// The hashes beside it in the tree of the body, from the leaf up.
    pub siblings: Vec<Digest>,
    /// Its bytes, as they came in.
    pub bytes: Vec<u8>,
}

/// Shows how much there is, never what.
impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (number, kind, length) = (self.number, self.kind, self.bytes.len());
        write!(f, "{number}: {kind:?} of {length} bytes")
    }
}

impl Opening {
    /// Whether an entry of `count` compartments with this body root commits to it.
    pub fn is_committed_in(&self, count: u16, body_root: &Digest) -> bool {
        let committed = commitment(&self.salt, self.number, self.kind, &self.bytes);
        let leaf = body_leaf(self.kind, &committed);
        let head = head_of_path(self.number.into(), count.into(), leaf, &self.siblings);
        head.is_some_and(|head| body_root_over(count, &head) == *body_root)
    }
}

/// The head that a leaf and the hashes beside it lead to (RFC 9162, 2.1.3.2); nothing if they
/// are not as many as a leaf with this number has among `size`.
pub(crate) fn head_of_path(
    number: u64,
    size: u64,
    leaf: Digest,
    siblings: &[Digest],
) -> Option<Digest> {
    let (mut at, mut last) = (number, size.checked_sub(1)?);
    if at > last {
        return None;
    }
    let mut head = leaf;
    for sibling in siblings {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            head = node_hash(sibling, &head);
            // On the right edge the levels where it stands alone are passed over.
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            head = node_hash(&head, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    (last == 0).then_some(head)
}

/// The hashes beside every leaf, from the leaf up, added to its list; returns the head.
pub(crate) fn siblings_of_all(leaves: &[Digest], lists: &mut [Vec<Digest>]) -> Digest {
    match leaves {
        [] => empty_head(),
        [only] => *only,
        many => {
            let middle = left_size(many.len());
            let (left, right) = many.split_at(middle);
            let (of_left, of_right) = lists.split_at_mut(middle);
            let left = siblings_of_all(left, of_left);
            let right = siblings_of_all(right, of_right);
            of_left.iter_mut().for_each(|list| list.push(right));
            of_right.iter_mut().for_each(|list| list.push(left));
            node_hash(&left, &right)
        }
    }
}
