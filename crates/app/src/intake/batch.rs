//! One batch of records: cut into compartments, and appended.
//!
//! Not here: reading it (`ahead`), what follows once it is on the disk (`behind`).

use rayon::prelude::*;
use tilsyn_domain::Event;
use tilsyn_domain::question::EventCodes;
use tilsyn_ledger::{Code, Compartment, EntryKind, NewEntry};

use super::ahead::ReadBatch;
use super::behind::Acknowledged;
use super::{ImportSummary, Running};
use crate::compartments::{SCHEMA, split};
use crate::desk::{Desk, registry_problem, seconds, unreadable};
use crate::problem::Problem;

/// What the registry knows an event's source and legal basis by.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) source_no: u32,
    retention_class: u16,
}

impl Running<'_> {
    pub(super) fn take_batch(&mut self, batch: ReadBatch, file: &str) -> Result<(), Problem> {
        let pieces = batch.records.len() + batch.refused.len();
        self.quarantine(file, &batch.refused)?;
        let counted = ImportSummary {
            read: pieces as u64 + batch.oversized,
            quarantined: batch.refused.len() as u64 + batch.oversized,
            ..ImportSummary::default()
        };
        self.store(batch.records, batch.codes, counted)
    }

    /// Stores records; each is a group of events that are kept together or not at all.
    fn store(
        &mut self,
        records: Vec<Vec<Event>>,
        codes: Vec<EventCodes>,
        counted: ImportSummary,
    ) -> Result<(), Problem> {
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
        let desk = self.desk;
        let entry = |(group, first): (&Vec<Event>, &usize)| -> Vec<NewEntry> {
            let about = codes[*first..].iter().zip(&origins[*first..]);
            let events = group.iter().zip(about);
            events
                .map(|(event, (codes, origin))| desk.new_entry(event, codes, *origin))
                .collect()
        };
        let entries: Vec<Vec<NewEntry>> = records.par_iter().zip(&firsts).map(entry).collect();
        let received_seconds = seconds(desk.now());
        let appended = desk.ledger().append(&entries, received_seconds);
        let appended = appended.map_err(unreadable)?;
        self.signing.wake(received_seconds);
        self.hand_on(Acknowledged {
            records,
            codes,
            origins,
            appended,
            entries,
            received_seconds,
            counted,
        })
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
}

impl Desk {
    /// The month an event is kept under. What comes for a month that was erased by then belongs
    /// to the month it comes in.
    fn month_kept_under(&self, event: &Event, class: u16) -> i32 {
        let of_event = month(self.zone().day_of(event.time.at));
        if self.ledger().is_erased_period(class, of_event) {
            return self.month_of(self.now());
        }
        of_event
    }

    /// An event as the ledger takes it.
    pub(super) fn new_entry(&self, event: &Event, codes: &EventCodes, origin: Origin) -> NewEntry {
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
            month: self.month_kept_under(event, origin.retention_class),
            compartments,
            position: None,
        }
    }
}

/// Months since the year 0, for the key of the month.
pub(crate) fn month(day: tilsyn_domain::Day) -> i32 {
    let date = day.date();
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}
