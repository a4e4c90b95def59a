//! Sixteen bytes in disguise: a permutation that only a key can make or undo, so that a code of
//! the vault can stand where strangers read it.
//!
//! One rule: the same bytes have the same disguise as long as the key lives. It is AES-256 of
//! one block, without chance and without a tag, so what goes in must be told from a guess by
//! what is fixed in it.
//! Not here: what the bytes mean.

use crate::digest::{Digest, hkdf};
use aws_lc_rs::cipher::{
    AES_256, DecryptingKey, DecryptionContext, EncryptingKey, UnboundCipherKey,
};

/// Bytes of a disguise, and of what is in it.
pub const DISGUISE_BYTES: usize = 16;

/// A key that disguises; made by [`Ledger::disguise`](crate::Ledger::disguise).
pub struct Disguise {
    on: EncryptingKey,
    off: DecryptingKey,
}

impl Disguise {
    /// From a key of the ledger; the key itself seals, so a key derived from it is used.
    pub(crate) fn new(key: &Digest) -> Disguise {
        let derived = hkdf(key, &[b"tilsyn/disguise/1"]);
        let key = || UnboundCipherKey::new(&AES_256, &derived);
        // A single block: no two of them are ever chained, so this mode gives nothing away but
        // that equal bytes are equal, which is what a stable address is for.
        let on = key().and_then(EncryptingKey::ecb);
        let off = key().and_then(DecryptingKey::ecb);
        Disguise {
            on: on.expect("a key of AES-256 has 32 bytes"),
            off: off.expect("a key of AES-256 has 32 bytes"),
        }
    }

    /// Puts the disguise on.
    #[must_use]
    pub fn put_on(&self, bytes: [u8; DISGUISE_BYTES]) -> [u8; DISGUISE_BYTES] {
        let mut block = bytes;
        self.on
            .encrypt(&mut block)
            .expect("AES takes any block of 16 bytes");
        block
    }

    /// Takes it off; of a forged or foreign one come bytes that nobody can foresee.
    #[must_use]
    pub fn take_off(&self, disguised: [u8; DISGUISE_BYTES]) -> [u8; DISGUISE_BYTES] {
        let mut block = disguised;
        self.off
            .decrypt(&mut block, DecryptionContext::None)
            .expect("AES takes any block of 16 bytes");
        block
    }
}
