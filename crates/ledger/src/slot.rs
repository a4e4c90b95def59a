//! The bytes of a slot of the vault, and of its overflow.
//!
//! Slot (192 bytes): `crc (4) | state (1) | 0 (3) | overflow number (4) | HMAC(K_idx, identity)
//! (32) | nonce (12) | sealed: K_pid (32), length (2), identity (86) | tag (16)`.
//! Overflow (1,072 bytes): `crc (4) | state (1) | 0 (3) | code (4) | nonce (12) | sealed:
//! length (2), identity (1,030) | tag (16)`.
//! State 1 is in use; state 2 is erased, with zeros for everything after the overflow number.
//! The CRC-32C covers everything after it. Identities of more than 86 bytes are in the overflow,
//! and the slot's length is 65,535. Lengths are padded, so a slot does not tell them.

use crate::digest::Digest;
use crate::header::u32_at;
use crate::seal::{NONCE_BYTES, SealingKey, TAG_BYTES, wipe};
use zeroize::Zeroizing;

/// Bytes of a slot.
pub(crate) const SLOT_BYTES: usize = 192;
/// Bytes of an overflow slot.
pub(crate) const OVERFLOW_BYTES: usize = 1072;
/// The longest identity that fits into its slot.
pub(crate) const IN_SLOT_MAX: usize = 86;
/// The longest identity.
pub const IDENTITY_BYTES_MAX: usize = 1024;

const IN_USE: u8 = 1;
const ERASED: u8 = 2;
const IN_OVERFLOW: u16 = u16::MAX;
const HASH_AT: usize = 12;
const SEALED_AT: usize = HASH_AT + 32;
const OVERFLOW_SEALED_AT: usize = 12;

/// A slot whose checksum is right.
pub(crate) struct Slot {
    /// Its overflow slot, from 1; 0 is none. Kept when the slot is erased.
    pub(crate) overflow: u32,
    /// The keyed hash of its identity; none when it has been erased.
    pub(crate) hash: Option<Digest>,
    sealed: [u8; SLOT_BYTES - SEALED_AT],
}

/// What is sealed in a slot.
pub(crate) struct OpenSlot {
    pub(crate) person_key: Zeroizing<Digest>,
    /// None when it is in the overflow.
    pub(crate) identity: Option<Vec<u8>>,
}

impl Slot {
    /// How many random bytes sealing takes: a person key and two nonces.
    pub(crate) const CHANCE_BYTES: usize = 32 + 2 * NONCE_BYTES;

    /// Seals a new slot, and its overflow if `overflow` is not 0.
    pub(crate) fn seal(
        key: &SealingKey,
        code: u32,
        overflow: u32,
        hash: &Digest,
        identity: &[u8],
        chance: &[u8],
    ) -> (Vec<u8>, Option<Vec<u8>>) {
        let (person_key, nonces) = chance.split_at(32);
        let (nonce, overflow_nonce) = nonces.split_at(NONCE_BYTES);
        let in_slot = if overflow == 0 { identity } else { &[] };
        let mut content = Zeroizing::new(person_key.to_vec());
        push_padded(&mut content, in_slot, overflow, IN_SLOT_MAX);
        let mut bytes = vec![0; SEALED_AT];
        bytes[4] = IN_USE;
        bytes[8..12].copy_from_slice(&overflow.to_be_bytes());
        bytes[HASH_AT..SEALED_AT].copy_from_slice(hash);
        let nonce = nonce.try_into().expect("split at the size of a nonce");
        bytes.extend(key.seal(&content, nonce, &slot_bound_to(code, overflow, hash)));
        put_crc(&mut bytes);
        let long = (overflow != 0).then(|| {
            let nonce = overflow_nonce
                .try_into()
                .expect("split at the size of a nonce");
            OverflowSlot::seal(key, overflow, code, identity, nonce)
        });
        (bytes, long)
    }

    /// The slot in these bytes; nothing if they are torn or altered.
    pub(crate) fn of(bytes: &[u8]) -> Option<Slot> {
        let bytes: &[u8; SLOT_BYTES] = bytes.try_into().ok()?;
        if !has_right_crc(bytes) || bytes[5..8] != [0; 3] {
            return None;
        }
        let hash = match bytes[4] {
            IN_USE => Some(bytes[HASH_AT..SEALED_AT].try_into().ok()?),
            ERASED if bytes[HASH_AT..].iter().all(|byte| *byte == 0) => None,
            _ => return None,
        };
        let sealed = bytes[SEALED_AT..].try_into().ok()?;
        Some(Slot {
            overflow: u32_at(bytes, 8),
            hash,
            sealed,
        })
    }

    /// Opens it; nothing if it is another slot's content, or another vault's.
    pub(crate) fn open(&self, key: &SealingKey, code: u32, hash: &Digest) -> Option<OpenSlot> {
        let mut sealed = self.sealed;
        let bound_to = slot_bound_to(code, self.overflow, hash);
        let content = key.open(&mut sealed, &bound_to).ok()?;
        let (person_key, rest) = content.split_first_chunk::<32>()?;
        let identity = match self.overflow {
            0 => Some(take_padded(rest)?),
            _ => None,
        };
        let person_key = Zeroizing::new(*person_key);
        wipe(&mut sealed);
        Some(OpenSlot {
            person_key,
            identity,
        })
    }
}

/// The slots of long identities.
pub(crate) struct OverflowSlot;

impl OverflowSlot {
    fn seal(
        key: &SealingKey,
        number: u32,
        code: u32,
        identity: &[u8],
        nonce: [u8; NONCE_BYTES],
    ) -> Vec<u8> {
        let room = OVERFLOW_BYTES - OVERFLOW_SEALED_AT - NONCE_BYTES - 2 - TAG_BYTES;
        let mut content = Zeroizing::new(Vec::new());
        push_padded(&mut content, identity, 0, room);
        let mut bytes = vec![0; OVERFLOW_SEALED_AT];
        bytes[4] = IN_USE;
        bytes[8..12].copy_from_slice(&code.to_be_bytes());
        bytes.extend(key.seal(&content, nonce, &overflow_bound_to(number, code)));
        put_crc(&mut bytes);
        bytes
    }

    /// The identity in these bytes, if they are overflow slot `number` of `code`.
    pub(crate) fn open(bytes: &[u8], key: &SealingKey, number: u32, code: u32) -> Option<Vec<u8>> {
        if bytes.len() != OVERFLOW_BYTES || !has_right_crc(bytes) || bytes[5..8] != [0; 3] {
            return None;
        }
        if bytes[4] != IN_USE || u32_at(bytes, 8) != code {
            return None;
        }
        let mut sealed = bytes[OVERFLOW_SEALED_AT..].to_vec();
        let content = key
            .open(&mut sealed, &overflow_bound_to(number, code))
            .ok()?;
        take_padded(content)
    }
}

/// A slot whose person has been erased; the number of its overflow slot stays.
pub(crate) fn erased_slot(overflow: u32) -> [u8; SLOT_BYTES] {
    let mut bytes = [0; SLOT_BYTES];
    bytes[4] = ERASED;
    bytes[8..HASH_AT].copy_from_slice(&overflow.to_be_bytes());
    put_crc(&mut bytes);
    bytes
}

/// The overflow slot of one.
pub(crate) fn erased_overflow() -> [u8; OVERFLOW_BYTES] {
    let mut bytes = [0; OVERFLOW_BYTES];
    bytes[4] = ERASED;
    put_crc(&mut bytes);
    bytes
}

fn slot_bound_to(code: u32, overflow: u32, hash: &Digest) -> [u8; 50] {
    let mut bytes = [0; 50];
    bytes[..10].copy_from_slice(b"acl/slot/1");
    bytes[10..14].copy_from_slice(&code.to_be_bytes());
    bytes[14..18].copy_from_slice(&overflow.to_be_bytes());
    bytes[18..].copy_from_slice(hash);
    bytes
}

fn overflow_bound_to(number: u32, code: u32) -> Vec<u8> {
    [
        b"acl/long/1".as_slice(),
        &number.to_be_bytes(),
        &code.to_be_bytes(),
    ]
    .concat()
}

fn push_padded(bytes: &mut Vec<u8>, identity: &[u8], overflow: u32, room: usize) {
    let length = u16::try_from(identity.len()).expect("identities are limited to 1,024 bytes");
    let length = if overflow == 0 { length } else { IN_OVERFLOW };
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(identity);
    bytes.resize(bytes.len() + room - identity.len(), 0);
}

fn take_padded(bytes: &[u8]) -> Option<Vec<u8>> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let identity = rest.get(..u16::from_be_bytes(*length).into())?;
    Some(identity.to_vec())
}

fn put_crc(bytes: &mut [u8]) {
    let crc = crc32c::crc32c(&bytes[4..]);
    bytes[..4].copy_from_slice(&crc.to_be_bytes());
}

fn has_right_crc(bytes: &[u8]) -> bool {
    crc32c::crc32c(&bytes[4..]) == u32_at(bytes, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes with one altered, once as a disk would and once with the checksum made right.
    fn altered(bytes: &[u8], at: usize) -> [Vec<u8>; 2] {
        let mut altered = bytes.to_vec();
        altered[at] ^= 0x10;
        let mut summed = altered.clone();
        put_crc(&mut summed);
        [altered, summed]
    }

    #[test]
    fn a_slot_and_its_overflow_open_as_they_were_written_and_not_otherwise() {
        let (key, hash, identity) = (SealingKey::new(&[1; 32]), [2; 32], [b'n'; 100]);
        let (slot, long) = Slot::seal(&key, 7, 3, &hash, &identity, &[4; Slot::CHANCE_BYTES]);
        let long = long.unwrap();
        let person_key = |bytes: &[u8]| {
            let slot = Slot::of(bytes)?;
            let opened = slot.open(&key, 7, &slot.hash?)?;
            Some(*opened.person_key)
        };
        let identity_in = |bytes: &[u8]| OverflowSlot::open(bytes, &key, 3, 7);
        assert_eq!(person_key(&slot), Some([4; 32]));
        assert_eq!(identity_in(&long).as_deref(), Some(&identity[..]));
        for (bytes, name) in [(&slot, "slot"), (&long, "overflow")] {
            for at in 4..bytes.len() {
                for altered in altered(bytes, at) {
                    let opens = match name {
                        "slot" => person_key(&altered).is_some(),
                        _ => identity_in(&altered).is_some(),
                    };
                    assert!(!opens, "{name}, byte {at}");
                }
            }
        }
        for at in 0..4 {
            let [slot, _] = altered(&slot, at);
            let [long, _] = altered(&long, at);
            assert!(person_key(&slot).is_none() && identity_in(&long).is_none());
        }
        assert!(identity_in(&long[..OVERFLOW_BYTES - 1]).is_none());
        assert!(OverflowSlot::open(&long, &key, 4, 7).is_none());
        assert!(OverflowSlot::open(&long, &key, 3, 8).is_none());
    }
}
