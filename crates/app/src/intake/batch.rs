//! One batch of records: parsed on all cores, numbered, appended, handed to the archive.

use std::collections::HashMap;
use std::num::NonZeroU32;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use tilsyn_connect::input::{Batch, Position};
use tilsyn_domain::question::{EventCodes, Stored};
use tilsyn_domain::{Event, Refusal};
use tilsyn_ledger::{Appended, Compartment, EntryKind, NewEntry};

use tilsyn_registry::{Conflict, NoteKind};

use super::Running;
use super::quarantine::Piece;
use super::tally::{Taken, What};
use crate::compartments::{SCHEMA, split};
use crate::desk::{account_bytes, person_bytes, registry_problem, seconds, unreadable};
use crate::problem::Problem;

const NOT_KEPT: &str = "problem-ledger";
/// The retention class of what came before there were classes.
const STANDARD_RETENTION: u16 = 1;

/// One source record after parsing.
enum Parsed<'a> {
    Events(Vec<Event>),
    Refused {
        at: Position,
        bytes: &'a [u8],
        refusal: Refusal,
    },
}

/// Numbers of the identities in a batch.
type Codes = HashMap<Vec<u8>, NonZeroU32>;

impl Running<'_> {
    pub(super) fn take_batch(&mut self, batch: &Batch, file: &str) -> Result<(), Problem> {
        let parsed = self.parse(batch);
        let mut records = Vec::with_capacity(parsed.len());
        let mut refused = Vec::new();
        for record in parsed {
            self.summary.read += 1;
            match record {
                Parsed::Events(events) => records.push(events),
                Parsed::Refused { at, bytes, refusal } => {
                    refused.push(Piece { at, bytes, refusal });
                }
            }
        }
        self.quarantine(file, &refused)?;
        self.store(records)
    }

    fn parse<'a>(&self, batch: &'a Batch) -> Vec<Parsed<'a>> {
        let settings = &self.settings;
        let pieces: Vec<_> = batch.iter().collect();
        let parsed = pieces.par_iter().flat_map_iter(|piece| {
            let at = piece.at;
            if let Some(fault) = piece.fault {
                let refusal = fault.clone();
                return vec![Parsed::Refused {
                    at,
                    bytes: piece.bytes,
                    refusal,
                }]
                .into_iter();
            }
            let records = tilsyn_connect::events(batch.format(), piece.bytes, settings);
            let parsed = records.into_iter().map(|record| match record.result {
                Ok(events) => Parsed::Events(events),
                Err(refusal) => Parsed::Refused {
                    at,
                    bytes: record.bytes,
                    refusal,
                },
            });
            parsed.collect::<Vec<_>>().into_iter()
        });
        parsed.collect()
    }

    /// Stores records; each is a group of events that are kept together or not at all.
    fn store(&mut self, records: Vec<Vec<Event>>) -> Result<(), Problem> {
        self.desk.check_not_rolled_back()?;
        self.desk.check_room()?;
        for event in records.iter().flatten() {
            self.source_no(&event.source)?;
            self.note_class(event)?;
        }
        let codes = self.codes(&records)?;
        let entries: Vec<Vec<NewEntry>> = records
            .par_iter()
            .map(|group| {
                group
                    .iter()
                    .map(|event| self.entry(event, &codes))
                    .collect()
            })
            .collect();
        let received = seconds(self.desk.now());
        let appended = self
            .desk
            .ledger()
            .append(&entries, received)
            .map_err(unreadable)?;
        drop(entries);
        let mut outcomes = appended.into_iter();
        let mut taken = Vec::with_capacity(records.len());
        for group in records {
            let outcome: Vec<Appended> = outcomes.by_ref().take(group.len()).collect();
            self.settle(group, &outcome, &codes, &mut taken)?;
        }
        self.note(&taken, received);
        // What a source says of itself is no access event.
        taken.retain(|stored| stored.event.statement().is_none());
        self.archive(taken)
    }

    fn source_no(&mut self, source: &str) -> Result<u32, Problem> {
        if let Some(number) = self.sources.get(source) {
            return Ok(*number);
        }
        let number = self
            .desk
            .registry()
            .source_no(source)
            .map_err(registry_problem)?;
        self.sources.insert(source.to_owned(), number);
        self.touched.insert(number);
        Ok(number)
    }

    /// The retention class of a source and legal basis, so that it can have a rule of its own.
    fn note_class(&mut self, event: &Event) -> Result<(), Problem> {
        let basis = event.why.legal_basis.as_deref().unwrap_or_default();
        let known = self.classes.get(&event.source);
        if known.is_some_and(|known| known.contains_key(basis)) {
            return Ok(());
        }
        let source = self.source_no(&event.source)?;
        let class = self
            .desk
            .registry()
            .retention_class(source, basis)
            .map_err(registry_problem)?;
        let of_source = self.classes.entry(event.source.clone()).or_default();
        of_source.insert(basis.to_owned(), class);
        Ok(())
    }

    /// Retention class and month. What comes for a month that was erased by then belongs to the
    /// month it comes in.
    fn period_of(&self, event: &Event) -> (u16, i32) {
        let basis = event.why.legal_basis.as_deref().unwrap_or_default();
        let class = self
            .classes
            .get(&event.source)
            .and_then(|of_source| of_source.get(basis));
        let class = class.copied().unwrap_or(STANDARD_RETENTION);
        let of_event = month(self.desk.zone().day_of(event.time.at));
        if self.desk.ledger().is_erased_period(class, of_event) {
            return (class, self.desk.month_of(self.desk.now()));
        }
        (class, of_event)
    }

    /// Gives everybody in these records a number; durable before any event that uses it.
    fn codes(&self, records: &[Vec<Event>]) -> Result<Codes, Problem> {
        let all = records.par_iter().flatten().flat_map_iter(identities);
        let distinct: std::collections::HashSet<Vec<u8>> = all.collect();
        let distinct: Vec<Vec<u8>> = distinct.into_iter().collect();
        let codes = self
            .desk
            .ledger()
            .vault()
            .codes_of(&distinct)
            .map_err(unreadable)?;
        Ok(distinct.into_iter().zip(codes).collect())
    }

    fn entry(&self, event: &Event, codes: &Codes) -> NewEntry {
        let parts = split(event);
        let mut compartments = Vec::with_capacity(parts.subjects.len() + 3);
        compartments.push(Compartment::actor(
            codes.get(&actor_bytes(event)).copied(),
            parts.actor,
        ));
        for (subject, bytes) in event.subjects.iter().zip(parts.subjects) {
            let who = person_bytes(&subject.national_id);
            compartments.push(Compartment::subject(codes.get(&who).copied(), bytes));
        }
        compartments.push(Compartment::act(parts.act));
        compartments.extend(parts.detail.map(Compartment::detail));
        let (retention_class, month) = self.period_of(event);
        let kind = match event.statement() {
            Some(_) => EntryKind::Statement,
            None => EntryKind::AccessEvent,
        };
        NewEntry {
            kind,
            schema: SCHEMA,
            source: self.sources.get(&event.source).copied().unwrap_or(0),
            source_sequence: event.seq.unwrap_or(0),
            event_id: event.id.as_bytes().to_vec(),
            retention_class,
            month,
            compartments,
            position: None,
        }
    }

    /// Counts what became of one record, and keeps conflicts.
    fn settle(
        &mut self,
        group: Vec<Event>,
        outcome: &[Appended],
        codes: &Codes,
        taken: &mut Vec<Stored>,
    ) -> Result<(), Problem> {
        let mut conflict = false;
        let mut stored = 0;
        for (event, outcome) in group.into_iter().zip(outcome) {
            match outcome {
                Appended::Stored(leaf) => {
                    stored += 1;
                    self.summary.events += u64::from(event.statement().is_none());
                    self.summary.seen(event.time);
                    let codes = event_codes(&event, codes);
                    taken.push(Stored {
                        leaf: *leaf,
                        event,
                        codes,
                    });
                }
                Appended::Seen(leaf) => {
                    let known = self.desk.stored_event(*leaf)?;
                    // An erased event's id stays known; sent again it is a duplicate.
                    if known.is_some_and(|known| known != event) {
                        conflict = true;
                        self.keep_conflict(&event, *leaf, codes)?;
                    }
                }
            }
        }
        match (conflict, stored) {
            (true, _) => self.summary.conflicts += 1,
            (false, 0) => self.summary.duplicates += 1,
            (false, _) => self.summary.stored += 1,
        }
        Ok(())
    }

    /// Keeps an event whose id came before with other content; the same conflict twice is kept
    /// once, since its key is made of id and content.
    fn keep_conflict(
        &mut self,
        event: &Event,
        original: u64,
        codes: &Codes,
    ) -> Result<(), Problem> {
        let mut entry = self.entry(event, codes);
        entry.kind = EntryKind::Conflict;
        entry.source_sequence = 0;
        entry.event_id.extend_from_slice(b"\0conflict\0");
        let content = serde_json::to_vec(event).map_err(|cause| Problem::ours(NOT_KEPT, cause))?;
        entry
            .event_id
            .extend_from_slice(&tilsyn_ledger::leaf_hash(&content));
        let source = entry.source;
        let received = self.desk.now();
        let appended = self
            .desk
            .ledger()
            .append(&[vec![entry]], seconds(received))
            .map_err(unreadable)?;
        // One that was there may be missing in the registry's list: a crash came in between.
        if let Some(Appended::Stored(leaf) | Appended::Seen(leaf)) = appended.first() {
            self.desk
                .registry()
                .note_conflict(Conflict {
                    source_no: source,
                    original_leaf: original,
                    conflict_leaf: *leaf,
                    at: received,
                })
                .map_err(registry_problem)?;
        }
        Ok(())
    }

    /// Notes running numbers and arrivals of what was stored, in the order of leaves.
    fn note(&self, taken: &[Stored], received_seconds: u64) {
        let mut sequences = self
            .desk
            .sequences
            .lock()
            .expect("nobody panics while holding it");
        for stored in taken {
            let event = &stored.event;
            let Some(number) = self.sources.get(&event.source) else {
                continue;
            };
            if let Some(seq) = event.seq {
                let sequence = sequences.entry(*number).or_default();
                sequence.add(seq, Some(event.time.at));
            }
            self.desk.tally.add(Taken {
                leaf: stored.leaf,
                source: *number,
                received_seconds,
                what: match event.statement() {
                    Some(_) => What::Note(NoteKind::Statement),
                    None => What::Event(event.time.at),
                },
            });
        }
    }
}

fn actor_bytes(event: &Event) -> Vec<u8> {
    account_bytes(&event.source, &event.actor.user)
}

/// Everybody an event names.
fn identities(event: &Event) -> impl Iterator<Item = Vec<u8>> + '_ {
    let stated = event.actor.national_id.iter();
    let people = stated.chain(event.subjects.iter().map(|subject| &subject.national_id));
    let people = people.map(person_bytes);
    std::iter::once(actor_bytes(event)).chain(people)
}

fn event_codes(event: &Event, codes: &Codes) -> EventCodes {
    let number = |bytes: &Vec<u8>| codes.get(bytes).map_or(0, |code| code.get());
    let person = |id: &tilsyn_domain::NationalId| number(&person_bytes(id));
    EventCodes {
        account: number(&actor_bytes(event)),
        stated: event.actor.national_id.as_ref().map_or(0, person),
        subjects: event
            .subjects
            .iter()
            .map(|subject| person(&subject.national_id))
            .collect(),
    }
}

/// Months since the year 0, for the key of the month.
pub(crate) fn month(day: tilsyn_domain::Day) -> i32 {
    let date = day.date();
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}
