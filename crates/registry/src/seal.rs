//! Values sealed with AES-256-SIV (RFC 5297): without the key nothing of them can be read, and
//! none can be altered, or put into another column, unnoticed.
//!
//! Sealed bytes are `tag (16) | content`; where no two may be alike, `number (8)` stands before,
//! which no other value has. What is bound to them: `table.column` and that number, or of national
//! ids one name for all columns. AES-SIV stays whole should such a number come again: then
//! equal values look equal, and nothing else is told.
//! Not here: which columns are sealed (`personal`), the copy of the directory (`copy`).

pub(crate) mod copy;
pub(crate) mod faults;
pub(crate) mod forward;

use std::cell::RefCell;
use std::fmt;

use aes_siv::KeyInit;
use aes_siv::siv::Aes256Siv;
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::personal::{Alike, Column, Kind};
use crate::store::Value;

/// Bytes of AES-SIV's tag.
const TAG_BYTES: usize = 16;
/// Bytes of the number before it.
const NUMBER_BYTES: usize = 8;
/// Bytes of the longest header: `table.column` and a number.
const HEADER_BYTES_MAX: usize = 96;
/// What all columns of national ids are bound to.
const NATIONAL_IDS: &str = "national id";

/// What the registry is sealed with. It never shows itself.
#[derive(Clone)]
pub struct RegistryKey(Zeroizing<[u8; 64]>);

impl RegistryKey {
    /// From 32 bytes that nobody can guess; the ledger has them among its keys.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> RegistryKey {
        let both = Sha512::new()
            .chain_update(b"tilsyn/registry/aes-256-siv/1")
            .chain_update(key)
            .finalize();
        RegistryKey(Zeroizing::new(both.into()))
    }
}

impl fmt::Debug for RegistryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistryKey(hidden)")
    }
}

/// Seals and opens values, for one transaction.
pub(crate) struct Sealer {
    siv: RefCell<Aes256Siv>,
    /// The number of the next value that may be like no other; drawn when it is first needed.
    next: RefCell<Option<u64>>,
}

impl Sealer {
    pub(crate) fn new(key: &RegistryKey) -> Sealer {
        Sealer {
            siv: RefCell::new(Aes256Siv::new((&*key.0).into())),
            next: RefCell::new(None),
        }
    }

    /// A value of that column, sealed; NULL stays.
    pub(crate) fn seal(&self, column: &Column, value: &Value) -> Result<Value<'static>, Error> {
        let number;
        let content = match (value, column.kind) {
            (Value::Null, _) => return Ok(Value::Null),
            (Value::Text(text) | Value::Personal(_, text), Kind::Text) => text.as_bytes(),
            (Value::Integer(value), Kind::Number) => {
                number = value.to_be_bytes();
                &number
            }
            _ => return Err(unopened(column)),
        };
        Ok(Value::Blob(self.sealed(column, content)?.into()))
    }

    /// What is in sealed bytes of that column.
    pub(crate) fn open(&self, column: &Column, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let (number, sealed) = match column.alike {
            Alike::Never => sealed
                .split_at_checked(NUMBER_BYTES)
                .ok_or_else(|| unopened(column))?,
            _ => (&sealed[..0], sealed),
        };
        let opened = self
            .siv
            .borrow_mut()
            .decrypt([Header::of(column, number)], sealed);
        opened.map_err(|_| unopened(column))
    }

    fn sealed(&self, column: &Column, content: &[u8]) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::with_capacity(NUMBER_BYTES + TAG_BYTES + content.len());
        if column.alike == Alike::Never {
            bytes.extend_from_slice(&self.number()?.to_be_bytes());
        }
        let header = Header::of(column, &bytes);
        let tag_at = bytes.len();
        bytes.extend_from_slice(&[0; TAG_BYTES]);
        bytes.extend_from_slice(content);
        let open = (&mut bytes[tag_at + TAG_BYTES..]).into();
        let tag = self
            .siv
            .borrow_mut()
            .encrypt_inout_detached([header], open)
            .expect("AES-SIV seals bytes of any length under one header");
        bytes[tag_at..tag_at + TAG_BYTES].copy_from_slice(&tag);
        Ok(bytes)
    }

    fn number(&self) -> Result<u64, Error> {
        let mut next = self.next.borrow_mut();
        let number = match *next {
            Some(number) => number,
            None => getrandom::u64().map_err(|_| Error::NoRandomness)?,
        };
        *next = Some(number.wrapping_add(1));
        Ok(number)
    }
}

/// What a value is bound to. One header: each more costs a pass of its own. Written where it
/// stands, since one is made for each value.
struct Header {
    bytes: [u8; HEADER_BYTES_MAX],
    length: usize,
}

impl Header {
    fn of(column: &Column, number: &[u8]) -> Header {
        let mut header = Header {
            bytes: [0; HEADER_BYTES_MAX],
            length: 0,
        };
        let (table, name) = (column.table.as_bytes(), column.name.as_bytes());
        match column.alike {
            Alike::Everywhere => header.push(NATIONAL_IDS.as_bytes()),
            Alike::InColumn | Alike::Never => {
                for part in [table, b".", name, number] {
                    header.push(part);
                }
            }
        }
        header
    }

    fn push(&mut self, part: &[u8]) {
        let end = self.length + part.len();
        self.bytes[self.length..end].copy_from_slice(part);
        self.length = end;
    }
}

impl AsRef<[u8]> for Header {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

fn unopened(column: &Column) -> Error {
    Error::Sealed {
        table: column.table,
        column: column.name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::personal::{NATIONAL_ID, declared};

    const NAME: &Column = declared("people", "name");
    const HEAD: &Column = declared("units", "head_national_id");
    const WHAT: &Column = declared("imports", "what");
    const BORN: &Column = declared("people", "birth_date");

    fn sealer(key: u8) -> Sealer {
        Sealer::new(&RegistryKey::new(&[key; 32]))
    }

    fn seal(sealer: &Sealer, column: &Column, text: &str) -> Vec<u8> {
        match sealer.seal(column, &Value::text(text)).expect("seals") {
            Value::Blob(bytes) => bytes.into_owned(),
            _ => panic!("sealed values are bytes"),
        }
    }

    /// Whether it opens, and as what.
    fn opens(column: &Column, sealed: &[u8], as_what: &str) -> bool {
        match sealer(1).open(column, sealed) {
            Ok(opened) => opened == as_what.as_bytes(),
            Err(Error::Sealed {
                table,
                column: name,
            }) => {
                assert_eq!((table, name), (column.table, column.name));
                false
            }
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn only_the_same_key_and_column_open_and_only_what_was_sealed() {
        for column in [NAME, HEAD, WHAT] {
            for text in ["", "Kari", "a name that is longer than a block of AES"] {
                let sealed = seal(&sealer(1), column, text);
                assert!(opens(column, &sealed, text));
                assert!(!opens(column, &seal(&sealer(2), column, text), text));
                for at in 0..sealed.len() {
                    let mut altered = sealed.clone();
                    altered[at] ^= 1;
                    assert!(!opens(column, &altered, text), "byte {at}");
                }
                for end in 0..sealed.len() {
                    assert!(!opens(column, &sealed[..end], text), "{end} bytes");
                }
            }
        }
        assert!(!opens(WHAT, &seal(&sealer(1), NAME, "Kari"), "Kari"));
        assert!(!opens(NAME, &seal(&sealer(1), WHAT, "Kari"), "Kari"));
    }

    #[test]
    fn equal_values_are_alike_only_where_that_is_declared() {
        let same = |one: &Column, other: &Column| {
            seal(&sealer(1), one, "a") == seal(&sealer(1), other, "a")
        };
        assert!(same(NATIONAL_ID, HEAD));
        assert!(same(WHAT, WHAT));
        assert!(!same(WHAT, NATIONAL_ID));
        assert!(!same(WHAT, declared("quarantine", "source_file")));
        assert!(!same(NAME, NAME));
        let sealer = sealer(1);
        assert_ne!(seal(&sealer, NAME, "a"), seal(&sealer, NAME, "a"));
    }

    #[test]
    fn numbers_and_null() {
        let sealed = sealer(1).seal(BORN, &Value::Integer(-5)).expect("seals");
        let Value::Blob(bytes) = sealed else {
            panic!("sealed values are bytes");
        };
        let opened = sealer(1).open(BORN, &bytes).expect("opens");
        assert_eq!(opened, (-5_i64).to_be_bytes());
        let null = sealer(1).seal(BORN, &Value::Null).expect("stays");
        assert!(matches!(null, Value::Null));
        assert!(sealer(1).seal(BORN, &Value::text("5")).is_err());
        assert!(sealer(1).seal(NAME, &Value::Integer(5)).is_err());
    }

    /// Data on disks depends on it. OpenSSL's AES-256-SIV gives the same.
    #[test]
    fn what_was_sealed_once_opens_for_ever() {
        let sealed = seal(&sealer(1), NATIONAL_ID, "01928500012");
        let hex: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "eb8a5bf6abb3b1a49498d7dcbf462829478c7f339539402d337663"
        );
    }
}
