//! What the archive's files are sealed with: AES-256-GCM, under a key of their own each.
//!
//! One rule: no key seals two things at the same place. Whatever is written, also what is written
//! again, gets a new random salt, from which its key is derived; within it, the number of the
//! column and of the block are the nonce. The tag of a block stands in the place of a checksum.
//! Not here: where blocks lie (`columns`), and where the archive's key comes from.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest;
use aws_lc_rs::hkdf::{self, HKDF_SHA256};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Bytes of a key.
pub(crate) const KEY_BYTES: usize = 32;
/// Bytes of a tag.
pub(crate) const TAG_BYTES: usize = 16;
/// Bytes of a salt.
pub(crate) const SALT_BYTES: usize = 32;

/// What an archive is sealed with. It never shows itself.
#[derive(Clone)]
pub struct ArchiveKey(Zeroizing<[u8; KEY_BYTES]>);

impl ArchiveKey {
    /// From 32 bytes that nobody can guess; the ledger has them among its keys.
    #[must_use]
    pub fn new(key: &[u8; KEY_BYTES]) -> ArchiveKey {
        ArchiveKey(Zeroizing::new(*key))
    }

    /// The key of all `events.parquet`, for tools of others.
    #[must_use]
    pub fn parquet(&self) -> Zeroizing<[u8; KEY_BYTES]> {
        self.derived(&[], b"parquet")
    }

    /// A name that tells nothing about the key: an archive of another key is made anew.
    pub(crate) fn name(&self) -> [u8; 8] {
        let derived = self.derived(&[], b"name");
        *derived.first_chunk().expect("a key is longer")
    }

    fn derived(&self, salt: &[u8], purpose: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
        let extracted = hkdf::Salt::new(HKDF_SHA256, salt).extract(self.0.as_ref());
        let info = [b"tilsyn/archive/1/".as_slice(), purpose];
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        let expanded = extracted.expand(&info, HKDF_SHA256);
        let expanded = expanded.expect("a key is as long as the hash");
        expanded.fill(key.as_mut()).expect("as long as asked for");
        key
    }
}

impl fmt::Debug for ArchiveKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ArchiveKey(hidden)")
    }
}

/// A salt or a SHA-256, in JSON as hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Hex(pub(crate) [u8; 32]);

/// What is written once has a salt of its own. Random: no answer depends on it.
pub(crate) fn new_salt() -> Hex {
    let mut bytes = [0; SALT_BYTES];
    aws_lc_rs::rand::fill(&mut bytes).expect("the system has randomness");
    Hex(bytes)
}

impl From<Hex> for String {
    fn from(bytes: Hex) -> String {
        in_hex(&bytes.0)
    }
}

impl TryFrom<String> for Hex {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Hex, &'static str> {
        Ok(Hex(of_hex(&text).ok_or("not 64 hex digits")?))
    }
}

fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn of_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(bytes)
}

/// The bytes did not open: altered, elsewhere than they were written, or of another key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotOpened;

/// Seals and opens the blocks of one file, or of one part of a file.
pub(crate) struct Seal {
    key: LessSafeKey,
    /// Salt, purpose and segment as 128 bits: what was opened is told apart by them.
    pub(crate) file: [u8; 16],
    /// What every block is bound to: purpose and segment. Its place comes behind.
    bound: [u8; BOUND_BYTES],
}

const PURPOSE_BYTES: usize = 8;
const PLACE_BYTES: usize = 12;
const BOUND_BYTES: usize = PURPOSE_BYTES + 8 + PLACE_BYTES;

impl Seal {
    /// `purpose` has at most eight bytes; `segment` is the number of the segment, or of what else
    /// there are several.
    pub(crate) fn new(key: &ArchiveKey, salt: &Hex, purpose: &str, segment: u64) -> Seal {
        let mut bound = [0; BOUND_BYTES];
        bound[..purpose.len()].copy_from_slice(purpose.as_bytes());
        bound[PURPOSE_BYTES..PURPOSE_BYTES + 8].copy_from_slice(&segment.to_be_bytes());
        let derived = key.derived(&salt.0, &bound[..PURPOSE_BYTES + 8]);
        let mut whole = Hash::new();
        whole.feed(&salt.0);
        whole.feed(&bound);
        let Hex(whole) = whole.finish();
        let file = whole.first_chunk().expect("a hash is longer");
        let unbound = UnboundKey::new(&AES_256_GCM, derived.as_ref());
        Seal {
            key: LessSafeKey::new(unbound.expect("a key of AES-256 has 32 bytes")),
            file: *file,
            bound,
        }
    }

    /// The nonce of a place, and what a block there is bound to.
    fn place(&self, column: u32, block: u64) -> (Nonce, [u8; BOUND_BYTES]) {
        let mut nonce = [0; PLACE_BYTES];
        nonce[..4].copy_from_slice(&column.to_be_bytes());
        nonce[4..].copy_from_slice(&block.to_be_bytes());
        let mut bound = self.bound;
        bound[BOUND_BYTES - PLACE_BYTES..].copy_from_slice(&nonce);
        (Nonce::assume_unique_for_key(nonce), bound)
    }

    /// Seals a block where it lies and gives its tag. Once for each place, never again.
    pub(crate) fn seal(&self, column: u32, block: u64, bytes: &mut [u8]) -> [u8; TAG_BYTES] {
        let (nonce, bound) = self.place(column, block);
        let sealed = (self.key).seal_in_place_separate_tag(nonce, Aad::from(bound), bytes);
        let tag = sealed.expect("no block is near the 64 GiB a nonce may seal");
        *tag.as_ref().first_chunk().expect("a tag has 16 bytes")
    }

    /// Opens a block with its tag behind it. What `into` holds after a failure is not to be used.
    pub(crate) fn open(
        &self,
        column: u32,
        block: u64,
        sealed: &[u8],
        into: &mut [u8],
    ) -> Result<(), NotOpened> {
        let (nonce, bound) = self.place(column, block);
        let (sealed, tag) = (sealed.split_last_chunk::<TAG_BYTES>()).ok_or(NotOpened)?;
        if sealed.len() != into.len() {
            return Err(NotOpened);
        }
        (self.key)
            .open_separate_gather(nonce, Aad::from(bound), sealed, tag, into)
            .map_err(|_| NotOpened)
    }
}

/// The SHA-256 of what is fed piece by piece.
pub(crate) struct Hash(digest::Context);

impl Hash {
    pub(crate) fn new() -> Hash {
        Hash(digest::Context::new(&digest::SHA256))
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> Hex {
        let whole = self.0.finish();
        Hex(*whole.as_ref().first_chunk().expect("SHA-256 has 32 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ArchiveKey {
        ArchiveKey::new(&[7; KEY_BYTES])
    }

    fn sealed(seal: &Seal, column: u32, block: u64) -> Vec<u8> {
        let mut bytes = b"a block".to_vec();
        let tag = seal.seal(column, block, &mut bytes);
        bytes.extend_from_slice(&tag);
        bytes
    }

    #[test]
    fn a_block_opens_at_its_own_place_in_its_own_file_alone() {
        let salt = new_salt();
        let seal = Seal::new(&key(), &salt, "time", 3);
        let block = sealed(&seal, 5, 8);
        let mut into = [0; 7];
        assert_eq!(seal.open(5, 8, &block, &mut into), Ok(()));
        assert_eq!(&into, b"a block");
        for (column, at) in [(5, 9), (4, 8), (8, 5)] {
            assert_eq!(seal.open(column, at, &block, &mut into), Err(NotOpened));
        }
        assert_eq!(seal.open(5, 8, &block[..22], &mut into), Err(NotOpened));
        let others = [
            Seal::new(&key(), &new_salt(), "time", 3),
            Seal::new(&key(), &salt, "time", 4),
            Seal::new(&key(), &salt, "actor", 3),
            Seal::new(&ArchiveKey::new(&[8; KEY_BYTES]), &salt, "time", 3),
        ];
        for other in others {
            assert_eq!(other.open(5, 8, &block, &mut into), Err(NotOpened));
            assert_ne!(sealed(&other, 5, 8), block);
        }
    }

    #[test]
    fn the_keys_are_those_of_the_documented_derivation() {
        // HKDF-SHA256 without salt of 32 bytes of 7, info "tilsyn/archive/1/parquet".
        let parquet = in_hex(key().parquet().as_ref());
        assert_eq!(parquet, EXPECTED_PARQUET);
        assert_eq!(format!("{:?}", key()), "ArchiveKey(hidden)");
    }

    const EXPECTED_PARQUET: &str =
        "4714e191254d23abbda14438c9826d9466d2e200279a9bc494522e9d9526a45a";

    #[test]
    fn salts_are_written_in_hex() {
        let salt = new_salt();
        let text = String::from(salt);
        assert_eq!(Hex::try_from(text.clone()), Ok(salt));
        assert!(Hex::try_from(text[2..].to_owned()).is_err());
        assert!(Hex::try_from(text.replacen(&text[..2], "xy", 1)).is_err());
        assert_ne!(new_salt(), salt);
    }
}
