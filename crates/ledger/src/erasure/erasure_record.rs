//! What an erasure record says, in lines of text: read back by whoever checks the ledger.
//!
//! ```text
//! tilsyn erasure 1
//! basis GDPR-17-1-d            the legal basis, a code of the organisation's
//! codes 12 40                  the persons whose slots of the vault were overwritten
//! gone 17 0 3                  the parts 0 and 3 of entry 17
//! gone 18                      all of entry 18
//! period 1 24315 1000 9f86…    retention class, month, how many entries, and SHA-256 over
//!                              their indexes as eight bytes each, ascending
//! held 12 15                   entries of that period that were under hold and stayed
//! ```
//!
//! One record has either `gone` lines (and `codes`) or one `period` line (and `held`). Exactly
//! what would be written is read; anything else is no record.

use super::{Gone, Parts};
use crate::digest::Digest;
use crate::{Code, Error, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const FIRST_LINE: &str = "tilsyn erasure 1";
/// Characters of a legal basis.
const BASIS_MAX: usize = 64;

/// What was erased, and on which legal basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureRecord {
    /// The organisation's code of the legal basis.
    pub basis: String,
    /// What is gone.
    pub what: Erased,
}

/// What a record takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erased {
    /// Parts of entries, and the persons whose secrets went with them.
    Parts {
        /// The persons; none where single entries were erased.
        codes: Vec<Code>,
        /// By index of the entry.
        gone: Gone,
    },
    /// The rows of a period.
    Period {
        /// The retention class.
        retention_class: u16,
        /// Year × 12 + month from 0.
        month: i32,
        /// How many entries lost their rows.
        count: u64,
        /// SHA-256 over their indexes.
        digest: Digest,
        /// Entries of the period that were under hold and stayed.
        held: Vec<u64>,
    },
}

impl ErasureRecord {
    /// The bytes of the record's act compartment.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        check_basis(&self.basis)?;
        let mut text = format!("{FIRST_LINE}\nbasis {}\n", self.basis);
        let mut line = |word: &str, numbers: &mut dyn Iterator<Item = u64>| {
            text.push_str(word);
            for number in numbers {
                write!(text, " {number}").expect("a text takes any line");
            }
            text.push('\n');
        };
        match &self.what {
            Erased::Parts { codes, gone } => {
                if !codes.is_empty() {
                    line("codes", &mut codes.iter().map(|code| code.get().into()));
                }
                for (index, parts) in gone {
                    let parts = match parts {
                        Parts::All => &[][..],
                        Parts::These(parts) => parts,
                    };
                    let parts = parts.iter().map(|part| u64::from(*part));
                    line("gone", &mut [*index].into_iter().chain(parts));
                }
            }
            Erased::Period {
                retention_class,
                month,
                count,
                digest,
                held,
            } => {
                let digest = hex(digest);
                line(
                    &format!("period {retention_class} {month} {count} {digest}"),
                    &mut std::iter::empty(),
                );
                if !held.is_empty() {
                    line("held", &mut held.iter().copied());
                }
            }
        }
        Ok(text.into_bytes())
    }

    /// Reads what [`ErasureRecord::to_bytes`] wrote, and nothing else.
    pub(crate) fn of(bytes: &[u8]) -> Option<ErasureRecord> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.lines();
        (lines.next()? == FIRST_LINE).then_some(())?;
        let basis = lines.next()?.strip_prefix("basis ")?.to_owned();
        let mut codes = Vec::new();
        let mut gone = BTreeMap::new();
        let mut period = None;
        for line in lines {
            let (word, rest) = line.split_once(' ')?;
            match word {
                "codes" => {
                    codes = numbers(rest)?
                        .into_iter()
                        .map(code)
                        .collect::<Option<_>>()?;
                }
                "gone" => {
                    let listed = numbers(rest)?;
                    let (index, parts) = listed.split_first()?;
                    gone.insert(*index, parts_of(parts)?);
                }
                "period" => period = Some(period_of(rest)?),
                "held" => match period.as_mut()? {
                    Erased::Period { held, .. } => *held = numbers(rest)?,
                    Erased::Parts { .. } => return None,
                },
                _ => return None,
            }
        }
        let what = match period {
            Some(period) if gone.is_empty() && codes.is_empty() => period,
            Some(_) => return None,
            None => Erased::Parts { codes, gone },
        };
        let record = ErasureRecord { basis, what };
        (record.to_bytes().ok()? == bytes).then_some(record)
    }
}

/// A basis is a code, not a text: nothing personal may stand there.
fn check_basis(basis: &str) -> Result<()> {
    let is_code = |one: char| one.is_ascii_alphanumeric() || "-._/:§".contains(one);
    if basis.is_empty() || basis.chars().count() > BASIS_MAX || !basis.chars().all(is_code) {
        let what = "a legal basis has 1 to 64 letters, digits or any of - . _ / : §";
        return Err(Error::ErasureRefused { what });
    }
    Ok(())
}

fn numbers(text: &str) -> Option<Vec<u64>> {
    text.split(' ').map(|one| one.parse().ok()).collect()
}

fn code(number: u64) -> Option<Code> {
    Code::new(u32::try_from(number).ok()?)
}

fn parts_of(parts: &[u64]) -> Option<Parts> {
    if parts.is_empty() {
        return Some(Parts::All);
    }
    let part = |part: &u64| u16::try_from(*part).ok();
    Some(Parts::These(parts.iter().map(part).collect::<Option<_>>()?))
}

fn period_of(text: &str) -> Option<Erased> {
    let mut words = text.split(' ');
    let period = Erased::Period {
        retention_class: words.next()?.parse().ok()?,
        month: words.next()?.parse().ok()?,
        count: words.next()?.parse().ok()?,
        digest: digest_of_hex(words.next()?)?,
        held: Vec::new(),
    };
    words.next().is_none().then_some(period)
}

fn hex(digest: &Digest) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes any byte");
        text
    })
}

fn digest_of_hex(text: &str) -> Option<Digest> {
    let mut digest = Digest::default();
    (text.len() == 64 && text.is_ascii()).then_some(())?;
    for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> [ErasureRecord; 2] {
        let gone = [(17, Parts::These(vec![0, 3])), (18, Parts::All)];
        let parts = Erased::Parts {
            codes: [12, 40].into_iter().filter_map(Code::new).collect(),
            gone: gone.into(),
        };
        let period = Erased::Period {
            retention_class: 1,
            month: 24_315,
            count: 1000,
            digest: [0x9f; 32],
            held: vec![12, 15],
        };
        [parts, period].map(|what| ErasureRecord {
            basis: "GDPR-17-1-d".to_owned(),
            what,
        })
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        for record in both() {
            let bytes = record.to_bytes().expect("it can be written");
            assert_eq!(ErasureRecord::of(&bytes), Some(record));
        }
    }

    #[test]
    fn anything_else_is_no_record() {
        for record in both() {
            let bytes = record.to_bytes().expect("it can be written");
            for at in 0..bytes.len() {
                let cut = ErasureRecord::of(&bytes[..at]);
                assert_ne!(cut.as_ref(), Some(&record), "cut at {at}");
                let mut turned = bytes.clone();
                turned[at] ^= 1;
                assert_ne!(
                    ErasureRecord::of(&turned).as_ref(),
                    Some(&record),
                    "turned at {at}"
                );
            }
            let doubled = [bytes.as_slice(), b"gone 18\n"].concat();
            assert_eq!(ErasureRecord::of(&[&doubled[..], b"\n"].concat()), None);
        }
    }

    #[test]
    fn a_basis_is_a_code_and_no_text() {
        for basis in ["", "a name", "x\ny", &"x".repeat(65)] {
            let mut record = both()[0].clone();
            record.basis = basis.to_owned();
            assert!(record.to_bytes().is_err(), "{basis}");
        }
    }
}
