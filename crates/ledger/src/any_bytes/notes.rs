//! What must hold for any bytes of what is text: checkpoints, statements, proofs, records, names.

use crate::checkpoint::{check_origin, parse_checkpoint};
use crate::erasure::ErasureRecord;
use crate::ledger::{name_text, origin_of};
use crate::proof::Proof;
use crate::statement::{read_statement, statement_unchecked};
use crate::stored_tiles::StoredTiles;
use crate::verifier_key::{KeyUse, Signed, VerifierKey};

fn key(name: &str, key_use: KeyUse) -> Option<VerifierKey> {
    VerifierKey::new(name, key_use, [9; 32])
}

/// A checkpoint that is read has its lines, and a key that nobody has has signed nothing.
pub(super) fn checkpoint(bytes: &[u8]) -> bool {
    let Some(parsed) = parse_checkpoint(bytes) else {
        return false;
    };
    assert!(bytes.starts_with(&parsed.text) && !parsed.signatures.is_empty());
    let names = parsed.signatures.iter().map(|(name, ..)| name);
    let all: usize = names.clone().map(String::len).sum();
    assert!(bytes.len() > parsed.text.len() + all);
    for name in names.chain([&parsed.origin]) {
        // Not every origin that can be read is a name that a key can have.
        let keys = [KeyUse::Log, KeyUse::Witness].map(|key_use| key(name, key_use));
        for key in keys.iter().flatten() {
            assert!(matches!(key.check(&parsed), Signed::Not | Signed::Wrongly));
            assert!(key.only_line(&parsed).starts_with(&parsed.text));
        }
    }
    true
}

/// A text is part of its note, and a key that nobody has has signed none.
pub(super) fn statement(bytes: &[u8]) -> bool {
    let key = key("test.example/log", KeyUse::Log).expect("a name of a log");
    assert_eq!(read_statement(bytes, &key), None);
    let text = statement_unchecked(bytes);
    assert!(text.is_none_or(|text| bytes.starts_with(text.as_bytes())));
    text.is_some()
}

/// A proof that is read is written back byte for byte, and proves nothing to a key that nobody
/// has.
pub(super) fn proof(bytes: &[u8]) -> bool {
    let Ok(proof) = Proof::parse(bytes) else {
        return false;
    };
    assert_eq!(proof.to_bytes(), bytes);
    let parsed = parse_checkpoint(&proof.note).expect("checked when it was read");
    let key = key(&parsed.origin, KeyUse::Log);
    assert!(key.is_none_or(|key| proof.check(&key).is_err()));
    true
}

/// A record that is read is written back byte for byte.
pub(super) fn erasure_record(bytes: &[u8]) -> bool {
    let Some(record) = ErasureRecord::of(bytes) else {
        return false;
    };
    assert_eq!(record.to_bytes().ok().as_deref(), Some(bytes));
    true
}

/// The name of a ledger, and the paths of tiles, which are names that anybody can make: what is
/// read is written back.
pub(super) fn name_file(bytes: &[u8]) -> bool {
    let origin = origin_of(bytes);
    assert!(origin.is_none_or(|origin| name_text(origin).as_bytes() == bytes));
    let mut is_read = origin.is_some();
    let Ok(text) = std::str::from_utf8(bytes) else {
        return is_read;
    };
    if check_origin(text).is_ok() {
        assert_eq!(origin_of(name_text(text).as_bytes()), Some(text));
        is_read = true;
    }
    for line in text.lines() {
        if let Some((items, number, width)) = StoredTiles::parse_path(line) {
            let tiles = StoredTiles::new(std::path::Path::new("any"), u64::MAX);
            assert_eq!(tiles.path(items, number, width), line);
            is_read = true;
        }
    }
    is_read
}
