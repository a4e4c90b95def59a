//! What must hold for any bytes of the vault: slots, their overflow, the list of those erased.

use super::{put_checksum, with_last_checksum};
use crate::seal::{NONCE_BYTES, SealingKey, TAG_BYTES};
use crate::slot::{IN_SLOT_MAX, OVERFLOW_BYTES, OverflowSlot, SLOT_BYTES, Slot, erased_slot};
use crate::vault::erase::{listed, read_list};

const CODE: u32 = 3;
const NUMBER: u32 = 2;
const IN_USE: u8 = 1;

fn key() -> SealingKey {
    SealingKey::new(&[7; 32])
}

/// Bytes of one length, whatever came.
fn resized(bytes: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes.resize(length, 0);
    bytes
}

/// What a padded identity is, by its length.
fn identity_in(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk::<2>()?;
    rest.get(..u16::from_be_bytes(*length).into())
}

/// A slot as it came and with a right checksum; and one whose sealed content is what came.
pub(super) fn slot(bytes: &[u8]) -> bool {
    check_slot(bytes);
    let mut right = resized(bytes, SLOT_BYTES);
    put_checksum(&mut right, 0, 4..SLOT_BYTES);
    check_slot(&right);

    let content = resized(bytes, 32 + 2 + IN_SLOT_MAX);
    let hash = [5; 32];
    let bound_to = [
        b"acl/slot/1".as_slice(),
        &CODE.to_be_bytes(),
        &[0; 4],
        &hash,
    ]
    .concat();
    let mut slot = vec![0; 12];
    slot[4] = IN_USE;
    slot.extend_from_slice(&hash);
    slot.extend(key().seal(&content, [1; NONCE_BYTES], &bound_to));
    put_checksum(&mut slot, 0, 4..SLOT_BYTES);
    let slot = Slot::of(&slot).expect("it is whole");
    let opened = slot.open(&key(), CODE, &hash);
    let identity = identity_in(&content[32..]);
    assert_eq!(opened.is_some(), identity.is_some());
    if let Some(opened) = opened {
        assert_eq!(opened.person_key[..], content[..32]);
        assert_eq!(opened.identity.as_deref(), identity);
    }
    assert!(slot.open(&key(), CODE + 1, &hash).is_none(), "of another");
    identity.is_some()
}

fn check_slot(bytes: &[u8]) {
    let Some(slot) = Slot::of(bytes) else { return };
    match slot.hash {
        Some(hash) => assert!(slot.open(&key(), CODE, &hash).is_none(), "sealed by nobody"),
        None => assert_eq!(bytes, erased_slot(slot.overflow)),
    }
}

/// The same for the slots of long identities.
pub(super) fn overflow_slot(bytes: &[u8]) -> bool {
    assert!(OverflowSlot::open(bytes, &key(), NUMBER, CODE).is_none());
    let mut right = resized(bytes, OVERFLOW_BYTES);
    put_checksum(&mut right, 0, 4..OVERFLOW_BYTES);
    assert!(OverflowSlot::open(&right, &key(), NUMBER, CODE).is_none());

    let content = resized(bytes, OVERFLOW_BYTES - 12 - NONCE_BYTES - TAG_BYTES);
    let bound_to = [
        b"acl/long/1".as_slice(),
        &NUMBER.to_be_bytes(),
        &CODE.to_be_bytes(),
    ]
    .concat();
    let mut slot = vec![0; 8];
    slot[4] = IN_USE;
    slot.extend_from_slice(&CODE.to_be_bytes());
    slot.extend(key().seal(&content, [1; NONCE_BYTES], &bound_to));
    put_checksum(&mut slot, 0, 4..OVERFLOW_BYTES);
    let opened = OverflowSlot::open(&slot, &key(), NUMBER, CODE);
    assert_eq!(opened.as_deref(), identity_in(&content));
    assert!(OverflowSlot::open(&slot, &key(), NUMBER + 1, CODE).is_none());
    opened.is_some()
}

/// A list that is read is written back byte for byte.
pub(super) fn erasing_list(bytes: &[u8]) -> bool {
    with_last_checksum(bytes, |bytes| {
        let list = read_list(bytes);
        assert!(list.as_ref().is_none_or(|list| listed(list) == bytes));
        list.is_some_and(|list| !list.is_empty())
    })
}
