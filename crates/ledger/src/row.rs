//! The row: the erasable side of one entry, sealed under the key of its period.
//!
//! A row is kept beside its entry as `class (2) | month (4) | sealed`; no sealed bytes at all
//! mean that the event was erased. Inside the seal: `form (1) | event secret (32) | count (2)`
//! and per compartment `kind (1) | code (4) | length (4) | box | commitment (32)`, the last
//! only where a person is bound. The seal is bound to ledger, index and entry, so that no row
//! can be put beside another entry. A row that was redacted has another form (`redacted`).

mod redacted;

pub(crate) use redacted::seal_again;

use crate::compartment::{
    Compartment, CompartmentKind, body_root, bound_persons, commitment, inner_key, person_part,
    salt,
};
use crate::digest::{Digest, MacKey};
use crate::entry::{ENTRY_BYTES, Entry};
use crate::header::{length_u32, u32_at};
use crate::seal::{NONCE_BYTES, SealingKey};
use crate::{Code, Error, Result};
use hashbrown::DefaultHashBuilder;
use std::borrow::Cow;
use std::collections::HashMap;

/// Form of a row that keeps the event's secret and opens every compartment.
const WHOLE_FORM: u8 = 1;
const SECRET_BYTES: usize = 32;

/// The secrets of the persons a batch is about. Codes are ours, so nobody can choose them to
/// collide, and the quick hash will do.
pub(crate) type PersonKeys = HashMap<Code, MacKey, DefaultHashBuilder>;

/// Where a row stands: what its seal is bound to.
#[derive(Clone, Copy)]
pub(crate) struct RowPlace<'a> {
    pub(crate) ledger_id: &'a Digest,
    pub(crate) index: u64,
}

impl RowPlace<'_> {
    fn bound_to(&self, entry: &[u8; ENTRY_BYTES]) -> [u8; 40 + ENTRY_BYTES] {
        let mut bytes = [0; 40 + ENTRY_BYTES];
        bytes[..32].copy_from_slice(self.ledger_id);
        bytes[32..40].copy_from_slice(&self.index.to_be_bytes());
        bytes[40..].copy_from_slice(entry);
        bytes
    }
}

/// How many random bytes sealing these compartments takes.
pub(crate) fn chance_bytes(compartments: &[Compartment]) -> usize {
    let bound = bound_persons(compartments).flatten().count();
    SECRET_BYTES + NONCE_BYTES * (1 + bound)
}

/// Takes random bytes from the front.
fn take<const N: usize>(chance: &mut &[u8]) -> [u8; N] {
    let (taken, rest) = chance
        .split_first_chunk()
        .expect("as many were drawn as are needed");
    *chance = rest;
    *taken
}

/// Seals the compartments of `entry` and fills in its `body_root`.
pub(crate) fn seal_row(
    entry: &mut Entry,
    compartments: &[Compartment],
    place: RowPlace<'_>,
    persons: &PersonKeys,
    period_key: &SealingKey,
    mut chance: &[u8],
) -> Vec<u8> {
    let content: usize = compartments.iter().map(|one| one.bytes.len() + 69).sum();
    let mut row = Vec::with_capacity(NONCE_BYTES + 35 + content + 16);
    let secret: Digest = take(&mut chance);
    row.extend_from_slice(&[0; NONCE_BYTES]);
    row.push(WHOLE_FORM);
    row.extend_from_slice(&secret);
    let count = u16::try_from(compartments.len()).expect("checked before an index was given");
    row.extend_from_slice(&count.to_be_bytes());

    let secret = MacKey::new(&secret);
    let mut parts = Vec::with_capacity(compartments.len());
    for ((one, bound), number) in compartments
        .iter()
        .zip(bound_persons(compartments))
        .zip(0..)
    {
        let key = bound.map(|person| &persons[&person]);
        let part = key.map(|key| person_part(key, &entry.event_key, number));
        let salt = salt(&secret, number, &part.unwrap_or_default());
        let commitment = commitment(&salt, number, one.kind, &one.bytes);
        parts.push((one.kind, commitment));
        row.push(one.kind as u8);
        row.extend_from_slice(&bound.map_or(0, Code::get).to_be_bytes());
        let length_at = row.len();
        row.extend_from_slice(&[0; 4]);
        match part {
            None => row.extend_from_slice(&one.bytes),
            Some(part) => {
                row.extend_from_slice(&[0; NONCE_BYTES]);
                row.extend_from_slice(&one.bytes);
                let key = SealingKey::new(&inner_key(&part, place.index));
                key.seal_tail(&mut row, length_at + 4, take(&mut chance), &[]);
            }
        }
        let length = length_u32(row.len() - length_at - 4);
        row[length_at..length_at + 4].copy_from_slice(&length.to_be_bytes());
        if part.is_some() {
            row.extend_from_slice(&commitment);
        }
    }
    entry.body_root = body_root(&parts);
    let bound_to = place.bound_to(&entry.to_bytes());
    period_key.seal_tail(&mut row, 0, take(&mut chance), &bound_to);
    row
}

/// A row with its outer seal opened; the boxes of persons are still closed.
pub(crate) struct OpenRow {
    /// The event's secret; none in a row that was redacted, whose boxes hold the salts.
    secret: Option<Digest>,
    parts: Vec<Part>,
}

struct Part {
    kind: CompartmentKind,
    person: Option<Code>,
    /// What is in the box; nothing where the part was redacted.
    content: Option<Vec<u8>>,
    kept_commitment: Option<Digest>,
}

/// What opens a box: the salt of its commitment, and the bytes.
type Opened<'a> = (Digest, Cow<'a, [u8]>);

/// A compartment read back.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredCompartment {
    /// What it holds.
    pub kind: CompartmentKind,
    /// The person it is bound to; for a detail that is the event's only subject.
    pub person: Option<Code>,
    /// Its bytes, or nothing when it, or that person, has been erased.
    pub bytes: Option<Vec<u8>>,
}

/// Shows how much there is, never what.
impl std::fmt::Debug for StoredCompartment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.bytes {
            Some(bytes) => write!(f, "{:?} of {} bytes", self.kind, bytes.len()),
            None => write!(f, "{:?}, erased", self.kind),
        }
    }
}

impl OpenRow {
    /// Opens the outer seal and gives the row as it was sealed.
    pub(crate) fn unseal(
        sealed: &[u8],
        place: RowPlace<'_>,
        entry: &[u8; ENTRY_BYTES],
        period_key: &SealingKey,
    ) -> Result<Vec<u8>> {
        let mut sealed = sealed.to_vec();
        Ok(period_key
            .open(&mut sealed, &place.bound_to(entry))?
            .to_vec())
    }

    /// Opens the outer seal.
    pub(crate) fn open(
        sealed: &[u8],
        place: RowPlace<'_>,
        entry: &[u8; ENTRY_BYTES],
        period_key: &SealingKey,
    ) -> Result<OpenRow> {
        let mut sealed = sealed.to_vec();
        let row = period_key.open(&mut sealed, &place.bound_to(entry))?;
        OpenRow::parse(row).ok_or(Error::NotOpened)
    }

    pub(crate) fn parse(row: &[u8]) -> Option<OpenRow> {
        match row.split_first()? {
            (&WHOLE_FORM, rest) => OpenRow::parse_whole(rest),
            (&redacted::FORM, rest) => redacted::parse(rest),
            _ => None,
        }
    }

    fn parse_whole(row: &[u8]) -> Option<OpenRow> {
        let (secret, rest) = row.split_first_chunk()?;
        let (count, mut rest) = rest.split_first_chunk::<2>()?;
        let count = u16::from_be_bytes(*count);
        let mut parts = Vec::with_capacity(count.into());
        for _ in 0..count {
            let (head, after) = rest.split_first_chunk::<9>()?;
            let length = usize::try_from(u32_at(head, 5)).ok()?;
            let (content, after) = after.split_at_checked(length)?;
            let person = Code::new(u32_at(head, 1));
            let (kept_commitment, after) = match person {
                None => (None, after),
                Some(_) => after
                    .split_first_chunk()
                    .map(|(kept, after)| (Some(*kept), after))?,
            };
            parts.push(Part {
                kind: CompartmentKind::of(head[0])?,
                person,
                content: Some(content.to_vec()),
                kept_commitment,
            });
            rest = after;
        }
        rest.is_empty().then_some(OpenRow {
            secret: Some(*secret),
            parts,
        })
    }

    /// The persons whose secrets its boxes need.
    pub(crate) fn persons(&self) -> impl Iterator<Item = Code> {
        self.parts.iter().filter_map(|part| part.person)
    }

    /// The numbers of the parts bound to a person, and of the details of events that concern
    /// others beside: those may name anybody.
    pub(crate) fn parts_about(&self, person: Code) -> Vec<u16> {
        let is_subject = |part: &Part| part.kind == CompartmentKind::Subject;
        let concerns = self
            .parts
            .iter()
            .any(|part| is_subject(part) && part.person == Some(person));
        let is_about = |part: &Part| {
            let is_shared_detail = part.kind == CompartmentKind::Detail && part.person.is_none();
            part.person == Some(person) || (concerns && is_shared_detail)
        };
        let numbered = self.parts.iter().zip(0..);
        numbered
            .filter(|(part, _)| part.content.is_some() && is_about(part))
            .map(|(_, number)| number)
            .collect()
    }

    /// Whether a part was redacted.
    pub(crate) fn is_gone(&self, number: u16) -> bool {
        let part = self.parts.get(usize::from(number));
        part.is_none_or(|part| part.content.is_none())
    }

    /// The persons its actors are bound to, in order.
    pub(crate) fn actors(&self) -> impl Iterator<Item = Option<Code>> {
        let actors = self
            .parts
            .iter()
            .filter(|part| part.kind == CompartmentKind::Actor);
        actors.map(|part| part.person)
    }

    /// How many parts it has.
    pub(crate) fn count(&self) -> u16 {
        u16::try_from(self.parts.len()).expect("a limit keeps compartments below 65,536")
    }

    /// Opens the box of a part. Nothing if it was redacted or its person has been erased.
    fn open_part(
        &self,
        number: u16,
        event_key: &Digest,
        index: u64,
        persons: &PersonKeys,
    ) -> Result<Option<Opened<'_>>> {
        let part = &self.parts[usize::from(number)];
        let Some(content) = &part.content else {
            return Ok(None);
        };
        let (bytes, person_part) = match part.person.map(|person| persons.get(&person)) {
            None => (Cow::Borrowed(content.as_slice()), Digest::default()),
            Some(None) => return Ok(None),
            Some(Some(key)) => {
                let person_part = person_part(key, event_key, number);
                let mut content = content.clone();
                let key = SealingKey::new(&inner_key(&person_part, index));
                let bytes = key.open(&mut content, &[])?.to_vec();
                (Cow::Owned(bytes), person_part)
            }
        };
        match &self.secret {
            Some(secret) => {
                let salt = salt(&MacKey::new(secret), number, &person_part);
                Ok(Some((salt, bytes)))
            }
            None => redacted::take_salt(bytes).map(Some),
        }
    }

    /// Opens the boxes. A person not in `persons` has been erased.
    pub(crate) fn open_boxes(
        &self,
        event_key: &Digest,
        index: u64,
        persons: &PersonKeys,
    ) -> Result<Vec<StoredCompartment>> {
        let open = |(part, number): (&Part, u16)| {
            let opened = self.open_part(number, event_key, index, persons)?;
            Ok(StoredCompartment {
                kind: part.kind,
                person: part.person,
                bytes: opened.map(|(_, bytes)| bytes.into_owned()),
            })
        };
        self.parts.iter().zip(0..).map(open).collect()
    }

    /// The act, which is bound to nobody. Nothing if it was redacted, or there never was one.
    pub(crate) fn open_act(&self, event_key: &Digest, index: u64) -> Result<Option<Vec<u8>>> {
        let mut numbered = self.parts.iter().zip(0..);
        let act = numbered.find(|(part, _)| part.kind == CompartmentKind::Act);
        let Some((_, number)) = act else {
            return Ok(None);
        };
        let opened = self.open_part(number, event_key, index, &PersonKeys::default())?;
        Ok(opened.map(|(_, bytes)| bytes.into_owned()))
    }

    /// Whether every compartment that opens is what the entry commits to, and which do not
    /// open.
    pub(crate) fn check(&self, entry: &Entry, index: u64, persons: &PersonKeys) -> RowCheck {
        let Some(parts) = self.committed_parts(entry, index, persons) else {
            return RowCheck::Differs;
        };
        let shut = parts.iter().zip(0..);
        let shut = shut.filter(|(part, _)| part.opened.is_none());
        RowCheck::Opens {
            erased: shut.map(|(_, number)| number).collect(),
        }
    }

    /// Every part with its commitment; nothing if one that opens, or all of them together, are
    /// not what the entry commits to.
    pub(crate) fn committed_parts<'a>(
        &'a self,
        entry: &Entry,
        index: u64,
        persons: &PersonKeys,
    ) -> Option<Vec<CommittedPart<'a>>> {
        let mut committed = Vec::with_capacity(self.parts.len());
        let mut commitments = Vec::with_capacity(self.parts.len());
        for (part, number) in self.parts.iter().zip(0..) {
            let opened = self
                .open_part(number, &entry.event_key, index, persons)
                .ok()?;
            let computed = opened
                .as_ref()
                .map(|(salt, bytes)| commitment(salt, number, part.kind, bytes));
            let commitment = match (computed, part.kept_commitment) {
                (Some(computed), Some(kept)) if computed != kept => return None,
                (Some(computed), _) => computed,
                (None, kept) => kept?,
            };
            commitments.push((part.kind, commitment));
            committed.push(CommittedPart {
                kind: part.kind,
                commitment,
                opened,
            });
        }
        (body_root(&commitments) == entry.body_root).then_some(committed)
    }
}

/// A part as its entry commits to it.
pub(crate) struct CommittedPart<'a> {
    pub(crate) kind: CompartmentKind,
    pub(crate) commitment: Digest,
    /// The salt and the bytes, unless it was erased.
    pub(crate) opened: Option<Opened<'a>>,
}

/// What checking a row against its entry found.
pub(crate) enum RowCheck {
    /// All that opens is what the entry commits to.
    Opens {
        /// The numbers of the compartments that were erased.
        erased: Vec<u16>,
    },
    /// Something is not what the entry commits to.
    Differs,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: u32) -> Code {
        Code::new(number).unwrap()
    }

    #[test]
    fn free_text_goes_with_those_looked_up_and_not_with_who_looked() {
        use CompartmentKind::{Actor, Detail, Subject};
        let part = |kind, person: u32, content: Option<&[u8]>| Part {
            kind,
            person: Code::new(person),
            content: content.map(<[u8]>::to_vec),
            kept_commitment: None,
        };
        let here = Some(b"sealed".as_slice());
        let row = OpenRow {
            secret: None,
            parts: vec![
                part(Actor, 7, here),
                part(Subject, 8, here),
                part(Subject, 9, here),
                part(Detail, 0, here),
                part(Subject, 5, None),
            ],
        };
        assert_eq!(row.parts_about(code(7)), [0], "who looked");
        assert_eq!(row.parts_about(code(8)), [1, 3]);
        assert_eq!(row.parts_about(code(9)), [2, 3]);
        assert_eq!(row.parts_about(code(6)), [], "nobody of this event");
    }

    #[test]
    fn a_commitment_kept_beside_a_box_is_that_of_its_content() {
        let persons: PersonKeys = [(code(7), MacKey::new(&[2; 32]))].into_iter().collect();
        let mut entry = Entry {
            kind: crate::EntryKind::AccessEvent,
            schema: 1,
            received_seconds: 1,
            source: 1,
            source_sequence: 1,
            event_key: [1; 32],
            body_root: [0; 32],
        };
        let parts = [Compartment::actor(Some(code(7)), b"who".to_vec())];
        let place = RowPlace {
            ledger_id: &[0; 32],
            index: 3,
        };
        let (key, chance) = (SealingKey::new(&[5; 32]), vec![4; chance_bytes(&parts)]);
        let sealed = seal_row(&mut entry, &parts, place, &persons, &key, &chance);
        let mut row = OpenRow::unseal(&sealed, place, &entry.to_bytes(), &key).unwrap();
        let check = |row: &[u8]| OpenRow::parse(row).unwrap().check(&entry, 3, &persons);
        assert!(matches!(check(&row), RowCheck::Opens { erased } if erased.is_empty()));
        // It would stay unseen until the person is erased, and nothing else tells what was there.
        *row.last_mut().unwrap() ^= 1;
        assert!(matches!(check(&row), RowCheck::Differs));
    }

    #[test]
    fn what_was_read_back_is_not_shown() {
        let mut stored = StoredCompartment {
            kind: CompartmentKind::Act,
            person: None,
            bytes: Some(b"looked at blood tests".to_vec()),
        };
        assert_eq!(format!("{stored:?}"), "Act of 21 bytes");
        stored.bytes = None;
        assert_eq!(format!("{stored:?}"), "Act, erased");
    }
}
