//! Reading ahead: while one batch is on its way to the disk, the next one is read and parsed,
//! and everybody in it gets a number.
//!
//! A number that no event uses says nothing, so it does no harm if a batch is never stored.
//! Not here: what is stored (`batch`), how a file is cut into records (`connect`).

use std::io;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Scope;

use rayon::prelude::*;
use tilsyn_connect::Settings;
use tilsyn_connect::input::{Batch, Input, Position};
use tilsyn_domain::question::EventCodes;
use tilsyn_domain::{Event, NationalId, Refusal};
use tilsyn_ledger::Code;
use tilsyn_registry::ImportId;

use super::quarantine::{Oversize, Piece};
use super::read_problem;
use crate::desk::{Desk, unreadable, write_account, write_person};
use crate::problem::Problem;

/// Batches that may wait to be stored; more would only fill memory.
const BATCHES_WAITING_MAX: usize = 1;
/// Records whose identities are gathered at a time.
const RECORDS_A_CHUNK: usize = 1_024;

/// A batch as it was read.
#[derive(Default)]
pub(super) struct ReadBatch {
    /// Each record is a group of events that are kept together or not at all.
    pub(super) records: Vec<Vec<Event>>,
    /// Of each event in `records`, one after the other.
    pub(super) codes: Vec<EventCodes>,
    pub(super) refused: Vec<Piece>,
    /// Pieces longer than a record may be, which are in quarantine already.
    pub(super) oversized: u64,
    /// Bytes of the input that are read by now.
    pub(super) bytes: u64,
}

/// Who reads one input.
pub(super) struct Reader<'a> {
    pub(super) desk: &'a Desk,
    pub(super) import: ImportId,
    pub(super) settings: Settings,
    pub(super) file: &'a str,
}

impl<'a> Reader<'a> {
    /// The batches of an input, in order; the last one is an error if it could not be read to
    /// its end. The reader stops when nobody takes them any more.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start<'scope>(
        self,
        scope: &'scope Scope<'scope, '_>,
        input: &'a mut Input,
    ) -> Result<Receiver<Result<ReadBatch, Problem>>, Problem>
    where
        'a: 'scope,
    {
        let (batches, waiting) = sync_channel(BATCHES_WAITING_MAX);
        let read = move || {
            while let Some(batch) = self.next(input).transpose() {
                let is_broken = batch.is_err();
                if batches.send(batch).is_err() || is_broken {
                    return;
                }
            }
        };
        std::thread::Builder::new()
            .name("reading".to_owned())
            .spawn_scoped(scope, read)
            .map_err(|cause: io::Error| Problem::ours("problem-broken", cause))?;
        Ok(waiting)
    }

    fn next(&self, input: &mut Input) -> Result<Option<ReadBatch>, Problem> {
        let mut oversized = Oversize::new(self.desk, self.import);
        oversized.file(self.file.to_owned());
        let batch = input.next_batch(&mut oversized);
        let count = oversized.kept();
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) => {
                let kept = oversized.into_problem();
                return Err(kept.unwrap_or_else(|| read_problem(error)));
            }
        };
        let mut read = match batch {
            None if count == 0 => return Ok(None),
            None => ReadBatch::default(),
            Some(batch) => self.parse(&batch),
        };
        read.codes = self.codes(&read.records)?;
        read.oversized = count;
        read.bytes = input.progress().bytes();
        Ok(Some(read))
    }

    fn parse(&self, batch: &Batch) -> ReadBatch {
        let pieces: Vec<_> = batch.iter().collect();
        let parsed = pieces.par_iter().flat_map_iter(|piece| {
            let at = piece.at;
            if let Some(fault) = piece.fault {
                let refused = refused(at, piece.bytes, fault.clone());
                return vec![Err(refused)].into_iter();
            }
            let records = tilsyn_connect::events(batch.format(), piece.bytes, &self.settings);
            let parsed = records.into_iter().map(|record| {
                let bytes = record.bytes;
                record.result.map_err(|refusal| refused(at, bytes, refusal))
            });
            parsed.collect::<Vec<_>>().into_iter()
        });
        let mut read = ReadBatch::default();
        for record in parsed.collect::<Vec<Result<Vec<Event>, Piece>>>() {
            match record {
                Ok(events) => read.records.push(events),
                Err(refused) => read.refused.push(refused),
            }
        }
        read
    }

    /// Gives everybody in these records a number; durable before any event that uses it.
    fn codes(&self, records: &[Vec<Event>]) -> Result<Vec<EventCodes>, Problem> {
        let chunks: Vec<Identities> = records
            .par_chunks(RECORDS_A_CHUNK)
            .map(Identities::of)
            .collect();
        let all: Vec<&[u8]> = chunks.iter().flat_map(Identities::iter).collect();
        let codes = self.desk.ledger().vault().codes_of(&all);
        let mut codes = codes.map_err(unreadable)?.into_iter();
        Ok(records
            .iter()
            .flatten()
            .map(|event| event_codes(event, &mut codes))
            .collect())
    }
}

fn refused(at: Position, bytes: &[u8], refusal: Refusal) -> Piece {
    Piece {
        at,
        bytes: bytes.to_vec(),
        refusal,
    }
}

/// Everybody some events name, as the vault knows them, one after the other.
#[derive(Default)]
struct Identities {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Identities {
    /// For each event the account, the id stated for the actor if there is one, the subjects.
    fn of(records: &[Vec<Event>]) -> Identities {
        let mut all = Identities::default();
        for event in records.iter().flatten() {
            write_account(&event.source, &event.actor.user, &mut all.bytes);
            all.ends.push(all.bytes.len());
            for id in people(event) {
                write_person(id, &mut all.bytes);
                all.ends.push(all.bytes.len());
            }
        }
        all
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.bytes[*start..*end])
    }
}

fn people(event: &Event) -> impl Iterator<Item = &NationalId> {
    let subjects = event.subjects.iter().map(|subject| &subject.national_id);
    event.actor.national_id.iter().chain(subjects)
}

/// Takes as many numbers as the event names identities, in the order of `Identities::of`.
fn event_codes(event: &Event, codes: &mut impl Iterator<Item = Code>) -> EventCodes {
    let mut next = || codes.next().map_or(0, Code::get);
    EventCodes {
        account: next(),
        stated: event.actor.national_id.as_ref().map_or(0, |_| next()),
        subjects: event.subjects.iter().map(|_| next()).collect(),
    }
}
