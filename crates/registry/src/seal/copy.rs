//! What the copy of the directory is sealed with: AES-256-GCM, under a key of its own each time.
//!
//! One rule: no key seals two things. Each copy gets a new random salt, from which its key is
//! derived (HKDF-SHA-256, RFC 5869); the number of a piece is its nonce, so that none opens in the
//! place of another. Once the salt is gone, the copy opens for nobody, the key's holder included.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{self, HKDF_SHA256};
use zeroize::Zeroizing;

use super::RegistryKey;
use crate::error::Error;

/// Bytes of a salt.
pub(crate) const SALT_BYTES: usize = 32;
/// What the derived key is for.
const PURPOSE: &[u8] = b"tilsyn/registry/directory-copy/1";

/// A random salt. It is no secret, but nothing opens without it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Salt(pub(crate) [u8; SALT_BYTES]);

impl Salt {
    pub(crate) fn new() -> Result<Salt, Error> {
        let mut bytes = [0; SALT_BYTES];
        getrandom::fill(&mut bytes).map_err(|_| Error::NoRandomness)?;
        Ok(Salt(bytes))
    }
}

/// Seals and opens the pieces of one copy.
pub(crate) struct CopySeal(LessSafeKey);

impl CopySeal {
    pub(crate) fn new(key: &RegistryKey, salt: &Salt) -> CopySeal {
        let extracted = hkdf::Salt::new(HKDF_SHA256, &salt.0).extract(key.0.as_ref());
        let mut derived = Zeroizing::new([0; 32]);
        let expanded = extracted.expand(&[PURPOSE], HKDF_SHA256);
        let expanded = expanded.expect("a key is as long as the hash");
        expanded
            .fill(derived.as_mut())
            .expect("as long as asked for");
        let unbound = UnboundKey::new(&AES_256_GCM, derived.as_ref());
        CopySeal(LessSafeKey::new(
            unbound.expect("a key of AES-256 has 32 bytes"),
        ))
    }

    /// Seals a piece where it lies, with its tag behind it. Once for each number, never again.
    pub(crate) fn seal(&self, number: u64, piece: &mut Vec<u8>) {
        self.0
            .seal_in_place_append_tag(nonce(number), Aad::empty(), piece)
            .expect("no piece is near the 64 GiB a nonce may seal");
    }

    /// Opens a piece where it lies; `None`: it is not the one that was sealed with this number.
    pub(crate) fn open<'a>(&self, number: u64, piece: &'a mut [u8]) -> Option<&'a [u8]> {
        let opened = self
            .0
            .open_in_place(nonce(number), Aad::empty(), piece)
            .ok()?;
        Some(opened)
    }
}

fn nonce(number: u64) -> Nonce {
    let mut bytes = [0; 12];
    bytes[4..].copy_from_slice(&number.to_be_bytes());
    Nonce::assume_unique_for_key(bytes)
}
