//! AES-256-GCM: bytes sealed so that only the key opens them and nobody can alter them.
//!
//! Sealed bytes are always nonce (12), content, tag (16). The nonce is random; a key seals at
//! most 2^32 times, which a period key of one month stays far below.

use crate::{Error, Result};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

/// Bytes of a nonce.
pub(crate) const NONCE_BYTES: usize = 12;
/// Bytes of a tag.
pub(crate) const TAG_BYTES: usize = 16;
/// How much longer sealed bytes are than what is in them.
pub(crate) const SEAL_BYTES: usize = NONCE_BYTES + TAG_BYTES;

/// A key that seals and opens.
pub(crate) struct SealingKey(LessSafeKey);

impl SealingKey {
    pub(crate) fn new(key: &[u8; 32]) -> SealingKey {
        let key = UnboundKey::new(&AES_256_GCM, key).expect("a key of AES-256 has 32 bytes");
        SealingKey(LessSafeKey::new(key))
    }

    /// Seals what `sealed` holds after its first 12 bytes (they become the nonce) and appends
    /// the tag; `from` is where those 12 bytes are.
    pub(crate) fn seal_tail(
        &self,
        sealed: &mut Vec<u8>,
        from: usize,
        nonce: [u8; NONCE_BYTES],
        bound_to: &[u8],
    ) {
        let (head, content) = sealed[from..].split_at_mut(NONCE_BYTES);
        head.copy_from_slice(&nonce);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(bound_to), content)
            .expect("no content here is near the 64 GiB a nonce may seal");
        sealed.extend_from_slice(tag.as_ref());
    }

    /// Seals `content`; `bound_to` has to be given again to open it.
    pub(crate) fn seal(
        &self,
        content: &[u8],
        nonce: [u8; NONCE_BYTES],
        bound_to: &[u8],
    ) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(content.len() + SEAL_BYTES);
        sealed.extend_from_slice(&[0; NONCE_BYTES]);
        sealed.extend_from_slice(content);
        self.seal_tail(&mut sealed, 0, nonce, bound_to);
        sealed
    }

    /// Opens sealed bytes in place and gives the content.
    pub(crate) fn open<'a>(&self, sealed: &'a mut [u8], bound_to: &[u8]) -> Result<&'a mut [u8]> {
        if sealed.len() < SEAL_BYTES {
            return Err(Error::NotOpened);
        }
        let (nonce, content) = sealed.split_at_mut(NONCE_BYTES);
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Error::NotOpened)?;
        self.0
            .open_in_place(nonce, Aad::from(bound_to), content)
            .map_err(|_| Error::NotOpened)
    }
}

/// Clears bytes that held a secret; the compiler may not leave it out.
pub(crate) fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    std::hint::black_box(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiped_bytes_are_zero() {
        let mut secret = *b"a secret";
        wipe(&mut secret);
        assert_eq!(secret, [0; 8]);
    }
}
