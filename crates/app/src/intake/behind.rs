//! What follows the disk: while one batch is made durable, the one before is counted, and the
//! archive takes it in.
//!
//! Nothing is acknowledged later or lost by it: what is handed over here is on the disk already,
//! and what the archive does not hold after a crash it takes from the ledger at the next start.
//! Not here: storing it (`batch`).

use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Scope, ScopedJoinHandle};

use tilsyn_domain::Event;
use tilsyn_domain::question::{EventCodes, Stored};
use tilsyn_ledger::{Appended, EntryKind, NewEntry};
use tilsyn_registry::{Conflict, NoteKind};

use super::ImportSummary;
use super::batch::Origin;
use super::tally::{Taken, What};
use crate::desk::{Desk, answered, registry_problem, seconds, unreadable};
use crate::problem::Problem;

const NOT_KEPT: &str = "problem-ledger";
/// Batches that may wait here; more would only fill memory.
const BATCHES_WAITING_MAX: usize = 1;

/// A batch that is on the disk.
pub(super) struct Acknowledged {
    /// Each record is a group of events that are kept together or not at all.
    pub(super) records: Vec<Vec<Event>>,
    /// Of each event, one after the other; so are the next two.
    pub(super) codes: Vec<EventCodes>,
    pub(super) origins: Vec<Origin>,
    pub(super) appended: Vec<Appended>,
    /// What the ledger was given: it is let go of here, where nobody waits.
    pub(super) entries: Vec<Vec<NewEntry>>,
    pub(super) received_seconds: u64,
    /// What was read, and what of it is in quarantine.
    pub(super) counted: ImportSummary,
}

/// The work behind an import.
pub(super) struct Behind<'scope> {
    batches: SyncSender<Acknowledged>,
    work: ScopedJoinHandle<'scope, Result<(), Problem>>,
    summary: Summary,
}

/// What has been counted; it is whole after each batch.
type Summary = Arc<Mutex<ImportSummary>>;

impl<'scope> Behind<'scope> {
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start<'env>(
        scope: &'scope Scope<'scope, 'env>,
        desk: &'env Desk,
    ) -> Result<Behind<'scope>, Problem> {
        let (batches, waiting) = sync_channel(BATCHES_WAITING_MAX);
        let summary = Summary::default();
        let counted = summary.clone();
        let work = std::thread::Builder::new()
            .name("archive".to_owned())
            .spawn_scoped(scope, move || {
                waiting.iter().try_for_each(|batch| {
                    let events = desk.settle(batch, &counted)?;
                    answered(desk.answers().take_in(&events))
                })
            })
            .map_err(|cause| Problem::ours("problem-archive", cause))?;
        Ok(Behind {
            batches,
            work,
            summary,
        })
    }

    /// Hands over batches, in the order of their leaves. Whether any more are taken; if not,
    /// `finish` says why.
    pub(super) fn hand(&self, batch: Acknowledged) -> bool {
        self.batches.send(batch).is_ok()
    }

    /// What has been counted so far.
    pub(super) fn summary(&self) -> ImportSummary {
        locked(&self.summary).clone()
    }

    /// Waits until all is counted, and the archive holds it.
    ///
    /// # Errors
    /// What kept it from that.
    pub(super) fn finish(self) -> Result<ImportSummary, Problem> {
        drop(self.batches);
        match self.work.join() {
            Ok(done) => done?,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        Ok(locked(&self.summary).clone())
    }
}

fn locked(summary: &Summary) -> std::sync::MutexGuard<'_, ImportSummary> {
    summary.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One stored event, and what is known of it by now.
struct Outcome {
    appended: Appended,
    codes: EventCodes,
    origin: Origin,
}

impl Desk {
    /// Counts a batch, and keeps its conflicts; gives the events that are new.
    fn settle(&self, batch: Acknowledged, summary: &Summary) -> Result<Vec<Stored>, Problem> {
        drop(batch.entries);
        let mut counted = batch.counted;
        let mut new = Vec::with_capacity(batch.records.len());
        let about = batch.appended.into_iter().zip(batch.origins);
        let mut outcomes = about
            .zip(batch.codes)
            .map(|((appended, origin), codes)| Outcome {
                appended,
                codes,
                origin,
            });
        let received_seconds = batch.received_seconds;
        for group in batch.records {
            self.settle_record(
                group,
                &mut outcomes,
                received_seconds,
                &mut counted,
                &mut new,
            )?;
        }
        locked(summary).add(&counted);
        Ok(new)
    }

    /// Counts what became of one record, and keeps conflicts.
    fn settle_record(
        &self,
        group: Vec<Event>,
        outcomes: &mut impl Iterator<Item = Outcome>,
        received_seconds: u64,
        counted: &mut ImportSummary,
        new: &mut Vec<Stored>,
    ) -> Result<(), Problem> {
        let mut conflict = false;
        let mut stored = 0;
        for (event, outcome) in group.into_iter().zip(outcomes) {
            match outcome.appended {
                Appended::Stored(leaf) => {
                    stored += 1;
                    counted.seen(event.time);
                    self.note(leaf, &event, outcome.origin.source_no, received_seconds);
                    // What a source says of itself is no access event.
                    if event.statement().is_none() {
                        counted.events += 1;
                        let codes = outcome.codes;
                        new.push(Stored { leaf, event, codes });
                    }
                }
                Appended::Seen(leaf) => {
                    let known = self.stored_event(leaf)?;
                    // An erased event's id stays known; sent again it is a duplicate.
                    if known.is_some_and(|known| known != event) {
                        conflict = true;
                        self.keep_conflict(&event, leaf, &outcome)?;
                    }
                }
            }
        }
        match (conflict, stored) {
            (true, _) => counted.conflicts += 1,
            (false, 0) => counted.duplicates += 1,
            (false, _) => counted.stored += 1,
        }
        Ok(())
    }

    /// Keeps an event whose id came before with other content; the same conflict twice is kept
    /// once, since its key is made of id and content.
    fn keep_conflict(
        &self,
        event: &Event,
        original: u64,
        outcome: &Outcome,
    ) -> Result<(), Problem> {
        let mut entry = self.new_entry(event, &outcome.codes, outcome.origin);
        entry.kind = EntryKind::Conflict;
        entry.source_sequence = 0;
        entry.event_id.extend_from_slice(b"\0conflict\0");
        let content = serde_json::to_vec(event).map_err(|cause| Problem::ours(NOT_KEPT, cause))?;
        entry
            .event_id
            .extend_from_slice(&tilsyn_ledger::leaf_hash(&content));
        let received = self.now();
        let appended = self
            .ledger()
            .append(&[vec![entry]], seconds(received))
            .map_err(unreadable)?;
        // One that was there may be missing in the registry's list: a crash came in between.
        if let Some(Appended::Stored(leaf) | Appended::Seen(leaf)) = appended.first() {
            self.registry()
                .note_conflict(Conflict {
                    source_no: outcome.origin.source_no,
                    original_leaf: original,
                    conflict_leaf: *leaf,
                    at: received,
                })
                .map_err(registry_problem)?;
        }
        Ok(())
    }

    /// Notes running number and arrival of what was stored, in the order of leaves.
    fn note(&self, leaf: u64, event: &Event, source: u32, received_seconds: u64) {
        if let Some(number) = event.seq {
            let mut sequences = self
                .sequences
                .lock()
                .expect("nobody panics while holding it");
            let sequence = sequences.entry(source).or_default();
            sequence.add(number, Some(event.time.at));
        }
        self.tally.add(Taken {
            leaf,
            source,
            received_seconds,
            what: match event.statement() {
                Some(_) => What::Note(NoteKind::Statement),
                None => What::Event(event.time.at),
            },
        });
    }
}
