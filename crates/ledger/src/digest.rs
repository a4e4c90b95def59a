//! SHA-256, HMAC and HKDF over it, and the Merkle tree of RFC 6962.
//!
//! Keys of HMAC are always 32 bytes: it pads with zeros, so keys of many lengths would not bind.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// 32 bytes out of SHA-256 or HMAC-SHA256.
pub type Digest = [u8; 32];

/// SHA-256 of the parts, one after the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> Digest {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The hash of a leaf with this content.
pub fn leaf_hash(content: &[u8]) -> Digest {
    sha256(&[&[0], content])
}

/// The hash of the node above two others.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    sha256(&[&[1], left, right])
}

/// The head of a tree of no leaves.
pub fn empty_head() -> Digest {
    sha256(&[])
}

/// The head of the tree over these leaf or node hashes.
pub(crate) fn tree_head(hashes: &[Digest]) -> Digest {
    match hashes {
        [] => empty_head(),
        [only] => *only,
        [left, right] => node_hash(left, right),
        many => {
            let (left, right) = many.split_at(left_size(many.len()));
            node_hash(&tree_head(left), &tree_head(right))
        }
    }
}

/// How many of `size` (two or more) leaves are on the left: the greatest power of two below it.
pub(crate) fn left_size(size: usize) -> usize {
    size.next_power_of_two() / 2
}

/// A key of HMAC-SHA256, its first block already taken in.
#[derive(Clone)]
pub(crate) struct MacKey(Hmac<Sha256>);

impl MacKey {
    pub(crate) fn new(key: &Digest) -> MacKey {
        MacKey(Hmac::new_from_slice(key).expect("HMAC takes a key of any length"))
    }

    /// The code over the parts, one after the other.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> Digest {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// HKDF-SHA256 (RFC 5869) of one key, without salt, to 32 bytes.
pub(crate) fn hkdf(key: &Digest, purpose: &[&[u8]]) -> Digest {
    static NO_SALT: LazyLock<MacKey> = LazyLock::new(|| MacKey::new(&[0; 32]));
    let mut expand = MacKey::new(&NO_SALT.mac(&[key])).0;
    for part in purpose {
        expand.update(part);
    }
    expand.update(&[1]);
    expand.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_of_nothing_has_the_head_that_rfc_6962_gives_it() {
        let head = empty_head().map(|byte| format!("{byte:02x}")).concat();
        let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(head, of_nothing);
        assert_eq!(tree_head(&[]), empty_head());
    }
}
