//! Does one tree begin with another? RFC 6962, 2.1.2, from a proof and the two heads alone.
//!
//! The walk is that of RFC 9162, 2.1.4.2. Not here: making the proof (`tree`).

use crate::checkpoint::Checkpoint;
use crate::digest::{Digest, node_hash};
use std::cmp::Ordering;

/// Hashes in a proof between trees of less than 2^63 leaves.
pub const PROOF_HASHES_MAX: usize = 63;

/// Whether `proof` shows that the leaves of `old` are unchanged the first of those of `new`.
/// Nothing is proved of an empty `old`, which every tree begins with; the proof must be empty.
pub fn is_consistent(old: &Checkpoint, new: &Checkpoint, proof: &[Digest]) -> bool {
    if old.size == 0 {
        return proof.is_empty();
    }
    match old.size.cmp(&new.size) {
        Ordering::Greater => return false,
        Ordering::Equal => return proof.is_empty() && old.root == new.root,
        Ordering::Less => {}
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::tree_head;

    fn tree(size: usize) -> Checkpoint {
        let leaves: Vec<Digest> = (0..).take(size).map(|leaf| [leaf; 32]).collect();
        let root = tree_head(&leaves);
        Checkpoint {
            size: size as u64,
            root,
        }
    }

    #[test]
    fn without_a_proof_only_the_empty_and_the_same_tree_are_consistent() {
        assert!(is_consistent(&tree(0), &tree(3), &[]));
        assert!(is_consistent(&tree(3), &tree(3), &[]));
        assert!(
            !is_consistent(&tree(0), &tree(3), &[[1; 32]]),
            "more than nothing"
        );
        assert!(!is_consistent(&tree(3), &tree(3), &[[1; 32]]));
        let other = Checkpoint {
            root: [9; 32],
            ..tree(3)
        };
        assert!(!is_consistent(&other, &tree(3), &[]));
        for (old, new) in [(1, 2), (2, 3), (3, 4), (4, 8), (2, 1), (8, 4), (4, 3)] {
            assert!(
                !is_consistent(&tree(old), &tree(new), &[]),
                "{old} to {new}"
            );
        }
    }

    #[test]
    fn a_tree_does_not_become_smaller() {
        let (two, three) = (tree(2), tree(3));
        assert!(is_consistent(&two, &three, &[[2; 32]]));
        assert!(!is_consistent(&three, &two, &[[2; 32]]));
        assert!(!is_consistent(&three, &two, &[two.root, [2; 32]]));
        // One made so that both heads follow from the proof.
        let root = node_hash(&three.root, &[2; 32]);
        let made = Checkpoint { size: 2, root };
        assert!(!is_consistent(&three, &made, &[three.root, [2; 32]]));
    }

    #[test]
    fn a_proof_longer_than_any_tree_is_refused() {
        // 2^63 leaves of which the first one is the old tree: a hash a level.
        let new_of = |levels: usize| {
            let root = (0..levels).fold([0; 32], |root, _| node_hash(&root, &[1; 32]));
            let size = 1 << levels;
            (Checkpoint { size, root }, vec![[1; 32]; levels])
        };
        let (new, proof) = new_of(PROOF_HASHES_MAX);
        assert!(is_consistent(&tree(1), &new, &proof));
        assert!(!is_consistent(
            &tree(1),
            &new,
            &[proof, vec![[1; 32]]].concat()
        ));
    }
}
