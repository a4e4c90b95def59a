//! One batch of records: cut into compartments, appended, handed to the archive.
//!
//! Not here: reading it (`ahead`), the archive at work (`behind`).

use rayon::prelude::*;
use tilsyn_domain::Event;
use tilsyn_domain::question::{EventCodes, Stored};
use tilsyn_ledger::{Appended, Code, Compartment, EntryKind, NewEntry};
use tilsyn_registry::{Conflict, NoteKind};

use super::Running;
use super::ahead::ReadBatch;
use super::tally::{Taken, What};
use crate::compartments::{SCHEMA, split};
use crate::desk::{registry_problem, seconds, unreadable};
use crate::problem::Problem;

const NOT_KEPT: &str = "problem-ledger";

/// What the registry knows an event's source and legal basis by.
#[derive(Clone, Copy)]
struct Origin {
    source_no: u32,
    retention_class: u16,
}

impl Running<'_> {
    pub(super) fn take_batch(&mut self, batch: ReadBatch, file: &str) -> Result<(), Problem> {
        let pieces = batch.records.len() + batch.refused.len();
        self.summary.read += pieces as u64 + batch.oversized;
        self.summary.quarantined += batch.oversized;
        self.quarantine(file, &batch.refused)?;
        self.store(batch.records, batch.codes)
    }

    /// Stores records; each is a group of events that are kept together or not at all.
    fn store(&mut self, records: Vec<Vec<Event>>, codes: Vec<EventCodes>) -> Result<(), Problem> {
        self.desk.check_not_rolled_back()?;
        self.desk.check_room()?;
        let origins = self.origins(&records)?;
        let firsts: Vec<usize> = records
            .iter()
            .scan(0, |next, group| {
                let first = *next;
                *next += group.len();
                Some(first)
            })
            .collect();
        let entry = |(group, first): (&Vec<Event>, &usize)| -> Vec<NewEntry> {
            let about = codes[*first..].iter().zip(&origins[*first..]);
            let events = group.iter().zip(about);
            events
                .map(|(event, (codes, origin))| self.entry(event, codes, *origin))
                .collect()
        };
        let entries: Vec<Vec<NewEntry>> = records.par_iter().zip(&firsts).map(entry).collect();
        let received = seconds(self.desk.now());
        let appended = self
            .desk
            .ledger()
            .append(&entries, received)
            .map_err(unreadable)?;
        self.signing.wake(received);
        entries.into_par_iter().with_min_len(256).for_each(drop);
        let mut taken = Vec::with_capacity(records.len());
        let mut codes = codes.into_iter();
        for (group, first) in records.into_iter().zip(firsts) {
            let of_group = first..first + group.len();
            let (outcomes, origins) = (&appended[of_group.clone()], &origins[of_group]);
            self.settle(group, outcomes, origins, &mut codes, &mut taken)?;
        }
        self.note(&taken, received);
        // What a source says of itself is no access event.
        taken.retain(|stored| stored.event.statement().is_none());
        self.archive(taken)
    }

    /// Of each event, one after the other. Events of one source mostly come together.
    fn origins(&mut self, records: &[Vec<Event>]) -> Result<Vec<Origin>, Problem> {
        let mut origins = Vec::with_capacity(records.len());
        let mut last: Option<(&str, Option<&str>, Origin)> = None;
        for event in records.iter().flatten() {
            let (source, basis) = (event.source.as_str(), event.why.legal_basis.as_deref());
            let origin = match last {
                Some((of_source, of_basis, origin)) if (of_source, of_basis) == (source, basis) => {
                    origin
                }
                _ => Origin {
                    source_no: self.source_no(source)?,
                    retention_class: self.retention_class(source, basis.unwrap_or_default())?,
                },
            };
            last = Some((source, basis, origin));
            origins.push(origin);
        }
        Ok(origins)
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
    fn retention_class(&mut self, source: &str, basis: &str) -> Result<u16, Problem> {
        let of_source = self.classes.get(source);
        if let Some(class) = of_source.and_then(|of_source| of_source.get(basis)) {
            return Ok(*class);
        }
        let number = self.source_no(source)?;
        let class = self
            .desk
            .registry()
            .retention_class(number, basis)
            .map_err(registry_problem)?;
        let of_source = self.classes.entry(source.to_owned()).or_default();
        of_source.insert(basis.to_owned(), class);
        Ok(class)
    }

    /// The month an event is kept under. What comes for a month that was erased by then belongs
    /// to the month it comes in.
    fn month_of(&self, event: &Event, class: u16) -> i32 {
        let of_event = month(self.desk.zone().day_of(event.time.at));
        if self.desk.ledger().is_erased_period(class, of_event) {
            return self.desk.month_of(self.desk.now());
        }
        of_event
    }

    fn entry(&self, event: &Event, codes: &EventCodes, origin: Origin) -> NewEntry {
        let parts = split(event);
        let mut compartments = Vec::with_capacity(parts.subjects.len() + 3);
        compartments.push(Compartment::actor(Code::new(codes.account), parts.actor));
        for (code, bytes) in codes.subjects.iter().zip(parts.subjects) {
            compartments.push(Compartment::subject(Code::new(*code), bytes));
        }
        compartments.push(Compartment::act(parts.act));
        compartments.extend(parts.detail.map(Compartment::detail));
        let kind = match event.statement() {
            Some(_) => EntryKind::Statement,
            None => EntryKind::AccessEvent,
        };
        NewEntry {
            kind,
            schema: SCHEMA,
            source: origin.source_no,
            source_sequence: event.seq.unwrap_or(0),
            event_id: event.id.as_bytes().to_vec(),
            retention_class: origin.retention_class,
            month: self.month_of(event, origin.retention_class),
            compartments,
            position: None,
        }
    }

    /// Counts what became of one record, and keeps conflicts.
    fn settle(
        &mut self,
        group: Vec<Event>,
        outcomes: &[Appended],
        origins: &[Origin],
        codes: &mut impl Iterator<Item = EventCodes>,
        taken: &mut Vec<Stored>,
    ) -> Result<(), Problem> {
        let mut conflict = false;
        let mut stored = 0;
        let about = outcomes.iter().zip(origins).zip(codes);
        for (event, ((outcome, origin), codes)) in group.into_iter().zip(about) {
            match outcome {
                Appended::Stored(leaf) => {
                    stored += 1;
                    self.summary.events += u64::from(event.statement().is_none());
                    self.summary.seen(event.time);
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
                        self.keep_conflict(&event, *leaf, &codes, *origin)?;
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
        codes: &EventCodes,
        origin: Origin,
    ) -> Result<(), Problem> {
        let mut entry = self.entry(event, codes, origin);
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

/// Months since the year 0, for the key of the month.
pub(crate) fn month(day: tilsyn_domain::Day) -> i32 {
    let date = day.date();
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}
