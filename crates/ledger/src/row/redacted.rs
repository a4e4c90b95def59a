//! The form of a row of which parts were erased one by one.
//!
//! The event's secret would let a guess at the erased bytes be tested, so it is gone, and every
//! part that stays keeps its own salt instead: `form (1) = 2 | count (2)`, and per compartment
//! `kind (1) | state (1) | code (4) | length (4) | box`, then `commitment (32)` where a person
//! is bound or the part is gone. State 0 is gone: no code, an empty box. State 1 is here: the
//! box is `salt (32) | bytes`, sealed as before where a person is bound.

use super::{OpenRow, Opened, Part, PersonKeys};
use crate::compartment::{CompartmentKind, inner_key, person_part};
use crate::digest::Digest;
use crate::entry::Entry;
use crate::header::{length_u32, u32_at};
use crate::keys::fresh_nonce;
use crate::randomness::Randomness;
use crate::seal::SealingKey;
use crate::{Code, Error, Result};
use std::borrow::Cow;

pub(super) const FORM: u8 = 2;
const GONE: u8 = 0;
const HERE: u8 = 1;

/// Reads a row, its form already read.
pub(super) fn parse(row: &[u8]) -> Option<OpenRow> {
    let (count, mut rest) = row.split_first_chunk::<2>()?;
    let count = u16::from_be_bytes(*count);
    let mut parts = Vec::with_capacity(count.into());
    for _ in 0..count {
        let (head, after) = rest.split_first_chunk::<10>()?;
        let kind = CompartmentKind::of(head[0])?;
        let person = Code::new(u32_at(head, 2));
        let length = usize::try_from(u32_at(head, 6)).ok()?;
        let (content, after) = after.split_at_checked(length)?;
        let content = match head[1] {
            GONE if person.is_none() && content.is_empty() => None,
            HERE => Some(content.to_vec()),
            _ => return None,
        };
        let (kept_commitment, after) = if content.is_none() || person.is_some() {
            let (kept, after) = after.split_first_chunk()?;
            (Some(*kept), after)
        } else {
            (None, after)
        };
        parts.push(Part {
            kind,
            person,
            content,
            kept_commitment,
        });
        rest = after;
    }
    rest.is_empty().then_some(OpenRow {
        secret: None,
        parts,
    })
}

/// Splits what a box of this form holds.
pub(super) fn take_salt(content: Cow<'_, [u8]>) -> Result<Opened<'_>> {
    let salt = *content.first_chunk().ok_or(Error::NotOpened)?;
    let bytes = match content {
        Cow::Borrowed(content) => Cow::Borrowed(&content[32..]),
        Cow::Owned(mut content) => Cow::Owned(content.split_off(32)),
    };
    Ok((salt, bytes))
}

impl OpenRow {
    /// The row without these parts, for sealing. Parts of persons erased before go with them:
    /// nothing opens those. The commitments stay, so that every part that is gone can be named.
    ///
    /// # Errors
    /// When a part that stays does not open, or what is there is not what the entry commits to.
    pub(crate) fn without(
        &self,
        gone: &[u16],
        (entry, index): (&Entry, u64),
        persons: &PersonKeys,
        randomness: &dyn Randomness,
    ) -> Result<Vec<u8>> {
        let committed = self
            .committed_parts(entry, index, persons)
            .ok_or(Error::NotOpened)?;
        let mut row = vec![FORM];
        row.extend_from_slice(&self.count().to_be_bytes());
        for ((part, committed), number) in self.parts.iter().zip(committed).zip(0_u16..) {
            row.push(part.kind as u8);
            let Some((salt, bytes)) = committed.opened.filter(|_| !gone.contains(&number)) else {
                row.push(GONE);
                row.extend_from_slice(&[0; 8]);
                row.extend_from_slice(&committed.commitment);
                continue;
            };
            let content = [salt.as_slice(), &bytes].concat();
            let content = match part.person {
                None => content,
                Some(person) => {
                    let person_part = person_part(&persons[&person], &entry.event_key, number);
                    let key: Digest = inner_key(&person_part, index);
                    SealingKey::new(&key).seal(&content, fresh_nonce(randomness)?, &[])
                }
            };
            row.push(HERE);
            row.extend_from_slice(&part.person.map_or(0, Code::get).to_be_bytes());
            row.extend_from_slice(&length_u32(content.len()).to_be_bytes());
            row.extend_from_slice(&content);
            if part.person.is_some() {
                row.extend_from_slice(&committed.commitment);
            }
        }
        Ok(row)
    }
}

/// Seals a row anew, for its own place or for another period.
pub(crate) fn seal_again(
    row: &[u8],
    place: super::RowPlace<'_>,
    entry: &[u8; crate::ENTRY_BYTES],
    period_key: &SealingKey,
    randomness: &dyn Randomness,
) -> Result<Vec<u8>> {
    let nonce = fresh_nonce(randomness)?;
    Ok(period_key.seal(row, nonce, &place.bound_to(entry)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of one part.
    fn row(state: u8, person: u32, content: &[u8]) -> Vec<u8> {
        let mut row = vec![0, 1, CompartmentKind::Act as u8, state];
        row.extend_from_slice(&person.to_be_bytes());
        row.extend_from_slice(&length_u32(content.len()).to_be_bytes());
        row.extend_from_slice(content);
        row.extend_from_slice(&[5; 32]);
        row
    }

    #[test]
    fn a_part_that_is_gone_keeps_neither_code_nor_bytes() {
        assert!(parse(&row(GONE, 0, &[])).is_some());
        assert!(parse(&row(GONE, 7, &[])).is_none(), "a code stayed");
        assert!(parse(&row(GONE, 0, b"x")).is_none(), "bytes stayed");
        assert!(parse(&row(HERE, 7, b"x")).is_some());
        assert!(parse(&row(HERE, 0, b"x")).is_none(), "more than it says");
        assert!(parse(&row(2, 0, &[])).is_none(), "no such state");
    }
}
