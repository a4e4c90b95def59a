//! Does one tree begin with another? RFC 6962, 2.1.2, from a proof and the two heads alone.
//!
//! The walk is that of RFC 9162, 2.1.4.2. Not here: making the proof (`tree`).

use crate::checkpoint::Checkpoint;
use crate::digest::{Digest, node_hash};

/// Hashes in a proof between trees of less than 2^63 leaves.
pub const PROOF_HASHES_MAX: usize = 63;

/// Whether `proof` shows that the leaves of `old` are unchanged the first of those of `new`.
/// Nothing is proved of an empty `old`, which every tree begins with; the proof must be empty.
pub fn is_consistent(old: &Checkpoint, new: &Checkpoint, proof: &[Digest]) -> bool {
    if old.size == 0 || old.size == new.size {
        return proof.is_empty() && (old.size == 0 || old.root == new.root);
    }
    if old.size > new.size || proof.is_empty() || proof.len() > PROOF_HASHES_MAX {
        return false;
    }
    let (mut old_at, mut new_at) = (old.size - 1, new.size - 1);
    let whole = old_at.trailing_ones();
    (old_at, new_at) = (old_at >> whole, new_at >> whole);
    // An old tree that is a whole subtree of the new one stands at the beginning itself.
    let (start, rest) = match proof {
        rest if old.size.is_power_of_two() => (old.root, rest),
        [first, rest @ ..] => (*first, rest),
        [] => return false,
    };
    let (mut old_root, mut new_root) = (start, start);
    for hash in rest {
        if new_at == 0 {
            return false;
        }
        if old_at & 1 == 1 || old_at == new_at {
            old_root = node_hash(hash, &old_root);
            new_root = node_hash(hash, &new_root);
            // On the right edge the levels where it stands alone are passed over.
            while old_at & 1 == 0 && old_at != 0 {
                (old_at, new_at) = (old_at >> 1, new_at >> 1);
            }
        } else {
            new_root = node_hash(&new_root, hash);
        }
        (old_at, new_at) = (old_at >> 1, new_at >> 1);
    }
    new_at == 0 && old_root == old.root && new_root == new.root
}
