//! Taking entries in: seen before or not, sealed, written, synced, and only then acknowledged.
//!
//! Order: keys durable, frames durable, then what is in memory. A group of entries stands in one
//! frame, so after a power cut all of it is there or none.
//! Not here: the tree over the entries (`tree`), which follows after the acknowledgement.

use crate::compartment::{Compartment, bound_persons};
use crate::digest::{Digest, leaf_hash};
use crate::entry::{ENTRY_BYTES, Entry, EntryKind};
use crate::frame::{Durable, Line, SealedPosition, write_frame};
use crate::keys::{Key, KeyName, fresh_nonce};
use crate::ledger::{Ledger, Writer};
use crate::row::{PersonKeys, RowPlace, chance_bytes, seal_row};
use crate::seal::wipe;
use crate::seen::prefix_of;
use crate::segment::Tail;
use crate::{Code, Error, Result};
use hashbrown::DefaultHashBuilder;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// Compartments of one entry.
pub const COMPARTMENTS_MAX: usize = 65_535;
/// Bytes in the compartments of one group.
pub const GROUP_BYTES_MAX: usize = 256 << 20;
/// Entries of one call.
pub const BATCH_ENTRIES_MAX: usize = 1 << 20;
/// Bytes of a position.
pub const POSITION_BYTES_MAX: usize = 4096;
/// Sealed frames that may wait for the disk.
const FRAMES_WAITING_MAX: usize = 2;

/// An entry to be taken in.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// What it is about.
    pub kind: EntryKind,
    /// Which compartments there are and how their bytes are to be read.
    pub schema: u16,
    /// The source system's number; 0 is the ledger itself.
    pub source: u32,
    /// The source's own counter; 0 is none.
    pub source_sequence: u64,
    /// The source's id of it: the same id is taken in once.
    pub event_id: Vec<u8>,
    /// Which retention rule it falls under.
    pub retention_class: u16,
    /// Its month, as year × 12 + month from 0: it is sealed with that month's key.
    pub month: i32,
    /// Its parts.
    pub compartments: Vec<Compartment>,
    /// How far its source has been read, once it is taken in.
    pub position: Option<Position>,
}

/// How far a stream of a source has been read. Kept sealed, in the same write as the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Which stream (file, table) of the source; the caller's numbering.
    pub stream: u64,
    /// How far; the caller's encoding.
    pub bytes: Vec<u8>,
}

/// What became of a new entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It is kept under this index.
    Stored(u64),
    /// An entry of the same source and id is there already, under this index.
    Seen(u64),
}

/// An entry that has not been seen before, and its place.
struct Fresh<'a> {
    entry: &'a NewEntry,
    event_key: Digest,
    index: u64,
    group: usize,
}

/// An entry as it goes into the tree, and its hash.
type Leaf = ([u8; ENTRY_BYTES], Digest);

/// Everything that is known of a batch before it is sealed.
struct Batch<'a> {
    fresh: Vec<Fresh<'a>>,
    keys: &'a BatchKeys,
    persons: PersonKeys,
    chance: Chance,
    positions: Vec<(usize, SealedPosition)>,
    durable: Durable,
    received_seconds: u64,
}

/// Random bytes, and where those of each entry end.
struct Chance {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// Clears the bytes: secrets of events were among them.
impl Drop for Chance {
    fn drop(&mut self) {
        wipe(&mut self.bytes);
    }
}

/// The keys a batch needs.
struct BatchKeys {
    sources: HashMap<u32, Arc<Key>>,
    periods: HashMap<(u16, i32), Arc<Key>>,
}

impl Ledger {
    /// Takes groups of entries in. Each group is kept as a whole or not at all, and everything
    /// is on the disk when this returns. The answers are in the order of the entries.
    ///
    /// `received_seconds` is never taken to be less than at the call before.
    ///
    /// # Errors
    /// [`Error::PeriodErased`] for an entry of a period whose key was destroyed
    /// ([`Ledger::is_erased_period`]); limits; what the disk says.
    pub fn append(&self, groups: &[Vec<NewEntry>], received_seconds: u64) -> Result<Vec<Appended>> {
        check_limits(groups)?;
        let keys = self.batch_keys(groups)?;
        let mut writer = self.writer()?;
        self.append_with(&mut writer, groups, &keys, received_seconds)
    }

    /// The same for who has the right to write already.
    pub(crate) fn append_while_writing(
        &self,
        writer: &mut Writer,
        groups: &[Vec<NewEntry>],
        received_seconds: u64,
    ) -> Result<Vec<Appended>> {
        check_limits(groups)?;
        let keys = self.batch_keys(groups)?;
        self.append_with(writer, groups, &keys, received_seconds)
    }

    fn append_with(
        &self,
        writer: &mut Writer,
        groups: &[Vec<NewEntry>],
        keys: &BatchKeys,
        received_seconds: u64,
    ) -> Result<Vec<Appended>> {
        let event_keys = event_keys(groups, keys);
        let seen = self.already_seen(writer, &event_keys)?;
        let (answers, fresh) = assign(groups, &event_keys, &seen, self.segments().end());
        if fresh.is_empty() {
            return Ok(answers);
        }
        let received_seconds = received_seconds.max(writer.last_received);
        let batch = Batch {
            persons: self.persons_of(&fresh)?,
            chance: self.chance(&fresh)?,
            durable: Durable {
                settled: self.segments().end(),
                codes: self.vault().len(),
            },
            positions: self.sealed_positions(groups)?,
            fresh,
            keys,
            received_seconds,
        };
        // The order is the promise: from here on any failure stops the ledger, for it is not
        // known what the disk has.
        let leaves = match self.stopping(self.write(&batch, &mut writer.tail)) {
            Err(error) if error.is_full() => {
                // Frames before the one that did not fit are on the disk, and seen from now on.
                self.stopping(self.take_into_memory(writer))?;
                return Err(error);
            }
            written => written?,
        };
        writer.last_received = received_seconds;
        for group in groups.iter().flatten() {
            if let Some(position) = &group.position {
                let stream = (group.source, position.stream);
                writer.positions.insert(stream, position.bytes.clone());
            }
        }
        for one in &batch.fresh {
            writer.seen.add(prefix_of(&one.event_key), one.index);
        }
        if writer.seen.is_full() {
            unless_full(self.stopping(self.flush(writer)))?;
        }
        if self.add_pending(leaves.into_iter()) {
            unless_full(self.checkpoint(received_seconds).map(drop))?;
        }
        Ok(answers)
    }

    fn batch_keys(&self, groups: &[Vec<NewEntry>]) -> Result<BatchKeys> {
        let entries = || groups.iter().flatten();
        let sources: BTreeSet<u32> = entries().map(|entry| entry.source).collect();
        let periods: BTreeSet<(u16, i32)> = entries()
            .map(|entry| (entry.retention_class, entry.month))
            .collect();
        let source_names = sources.iter().map(|source| KeyName::source(*source));
        for (retention_class, month) in &periods {
            if self.keys().is_destroyed(*retention_class, *month) {
                return Err(Error::PeriodErased {
                    retention_class: *retention_class,
                    month: *month,
                });
            }
        }
        let period_names = periods
            .iter()
            .map(|(class, month)| KeyName::period(*class, *month));
        let names: Vec<KeyName> = source_names.chain(period_names).collect();
        self.stopping(self.keys().make_missing(&names))?;
        let of_source = |source| Ok((source, self.keys().required(KeyName::source(source))?));
        let of_period = |(class, month)| {
            Ok((
                (class, month),
                self.keys().required(KeyName::period(class, month))?,
            ))
        };
        Ok(BatchKeys {
            sources: sources.into_iter().map(of_source).collect::<Result<_>>()?,
            periods: periods.into_iter().map(of_period).collect::<Result<_>>()?,
        })
    }

    /// For each event key the index of the entry that has it already.
    pub(crate) fn already_seen(
        &self,
        writer: &Writer,
        event_keys: &[Digest],
    ) -> Result<Vec<Option<u64>>> {
        let find = |event_key: &Digest| -> Result<Option<u64>> {
            let prefix = prefix_of(event_key);
            let in_runs = writer.seen.find_in_runs(prefix)?;
            for index in in_runs.into_iter().chain(writer.seen.find_newest(prefix)) {
                let entry = self.segments().entry(index)?;
                if entry.is_some_and(|entry| entry[24..56] == *event_key) {
                    return Ok(Some(index));
                }
            }
            Ok(None)
        };
        event_keys.par_iter().with_min_len(256).map(find).collect()
    }

    /// Writes the frames of a batch; they are on the disk when this returns. While one frame is
    /// on its way to the disk the next is sealed.
    fn write(&self, batch: &Batch<'_>, tail: &mut Tail) -> Result<Vec<Leaf>> {
        let plan = plan_frames(&batch.fresh, self.frame_bytes_aim);
        let mut leaves = Vec::with_capacity(batch.fresh.len());
        if let [only] = plan.as_slice() {
            let frame = self.seal_frame(batch, only.clone(), &mut leaves);
            self.segments().append(tail, &frame)?;
            return Ok(leaves);
        }
        std::thread::scope(|scope| {
            let (sealed, to_write) = sync_channel::<Vec<u8>>(FRAMES_WAITING_MAX);
            let writing = scope.spawn(move || {
                to_write
                    .iter()
                    .try_for_each(|frame| self.segments().append(tail, &frame))
            });
            for range in plan {
                let frame = self.seal_frame(batch, range, &mut leaves);
                if sealed.send(frame).is_err() {
                    break;
                }
            }
            drop(sealed);
            writing.join().unwrap_or(Err(Error::Stopped))
        })?;
        Ok(leaves)
    }

    fn seal_frame(
        &self,
        batch: &Batch<'_>,
        range: Range<usize>,
        leaves: &mut Vec<Leaf>,
    ) -> Vec<u8> {
        let fresh = &batch.fresh[range.clone()];
        let lines: Vec<(Line, Digest)> = fresh
            .par_iter()
            .zip(&batch.chance.ends[range.clone()])
            .with_min_len(16)
            .map(|(one, end)| self.seal_one(batch, one, *end))
            .collect();
        leaves.extend(lines.iter().map(|(line, leaf)| (line.entry, *leaf)));
        let of_range = |(group, _): &&(usize, SealedPosition)| {
            let next_group = batch
                .fresh
                .get(range.end)
                .map_or(usize::MAX, |next| next.group);
            let is_first = range.start == 0;
            *group < next_group && (is_first || *group >= fresh[0].group)
        };
        let positions: Vec<&SealedPosition> = batch
            .positions
            .iter()
            .filter(of_range)
            .map(|(_, position)| position)
            .collect();
        let lines: Vec<&Line> = lines.iter().map(|(line, _)| line).collect();
        write_frame(fresh[0].index, batch.durable, &positions, &lines)
    }

    fn seal_one(&self, batch: &Batch<'_>, one: &Fresh<'_>, chance_end: usize) -> (Line, Digest) {
        let new = one.entry;
        let mut entry = Entry {
            kind: new.kind,
            schema: new.schema,
            received_seconds: batch.received_seconds,
            source: new.source,
            source_sequence: new.source_sequence,
            event_key: one.event_key,
            body_root: [0; 32],
        };
        let (retention_class, month) = (new.retention_class, new.month);
        let period_key = &batch.keys.periods[&(retention_class, month)].sealing;
        let place = RowPlace {
            ledger_id: self.ledger_id(),
            index: one.index,
        };
        let begin = chance_end - chance_bytes(&new.compartments);
        let chance = &batch.chance.bytes[begin..chance_end];
        let row = seal_row(
            &mut entry,
            &new.compartments,
            place,
            &batch.persons,
            period_key,
            chance,
        );
        let entry: [u8; ENTRY_BYTES] = entry.to_bytes();
        (
            Line {
                entry,
                retention_class,
                month,
                row,
            },
            leaf_hash(&entry),
        )
    }

    /// Random bytes for a whole batch, drawn at once.
    fn chance(&self, fresh: &[Fresh<'_>]) -> Result<Chance> {
        let mut ends = Vec::with_capacity(fresh.len());
        let mut end = 0;
        for one in fresh {
            end += chance_bytes(&one.entry.compartments);
            ends.push(end);
        }
        let mut bytes = vec![0; end];
        self.randomness().fill(&mut bytes)?;
        Ok(Chance { bytes, ends })
    }

    fn persons_of(&self, fresh: &[Fresh<'_>]) -> Result<PersonKeys> {
        let bound = fresh
            .iter()
            .flat_map(|one| bound_persons(&one.entry.compartments));
        let mut codes: Vec<Code> = bound.flatten().collect();
        codes.sort_unstable();
        codes.dedup();
        let persons = self.vault().person_keys(&codes)?;
        match codes.iter().find(|code| !persons.contains_key(code)) {
            Some(code) => Err(Error::NoSuchPerson { code: code.get() }),
            None => Ok(persons),
        }
    }

    /// By group: the last position of each stream in it, sealed.
    fn sealed_positions(&self, groups: &[Vec<NewEntry>]) -> Result<Vec<(usize, SealedPosition)>> {
        let mut last = HashMap::new();
        for (number, entry) in groups
            .iter()
            .enumerate()
            .flat_map(|(number, group)| group.iter().map(move |entry| (number, entry)))
        {
            if let Some(position) = &entry.position {
                last.insert((entry.source, position.stream), (number, position));
            }
        }
        let mut sealed = Vec::with_capacity(last.len());
        for ((source, stream), (number, position)) in last {
            let nonce = fresh_nonce(self.randomness())?;
            let bytes = self.position_key()?.sealing.seal(
                &position.bytes,
                nonce,
                &position_bound_to(source, stream),
            );
            sealed.push((
                number,
                SealedPosition {
                    source,
                    stream,
                    sealed: bytes,
                },
            ));
        }
        sealed.sort_by_key(|(number, one)| (*number, one.source, one.stream));
        Ok(sealed)
    }
}

/// What the seal of a position is bound to.
pub(crate) fn position_bound_to(source: u32, stream: u64) -> Vec<u8> {
    [
        b"acl/position/1".as_slice(),
        &source.to_be_bytes(),
        &stream.to_be_bytes(),
    ]
    .concat()
}

fn check_limits(groups: &[Vec<NewEntry>]) -> Result<()> {
    Error::unless_at_most(
        "entries in a batch",
        groups.iter().map(Vec::len).sum(),
        BATCH_ENTRIES_MAX,
    )?;
    for group in groups {
        let parts = || group.iter().flat_map(|entry| &entry.compartments);
        Error::unless_at_most(
            "bytes in a group",
            parts().map(|part| part.bytes.len()).sum(),
            GROUP_BYTES_MAX,
        )?;
        for entry in group {
            if entry.event_id.is_empty() {
                return Err(Error::Empty {
                    what: "the id of an event",
                });
            }
            let parts = entry.compartments.len();
            Error::unless_at_most("compartments", parts, COMPARTMENTS_MAX)?;
            let position = entry
                .position
                .as_ref()
                .map_or(0, |position| position.bytes.len());
            Error::unless_at_most("bytes of a position", position, POSITION_BYTES_MAX)?;
        }
    }
    Ok(())
}

/// What can wait for room: the entries are on the disk, and the next call tries again. A ledger
/// that signs no more keeps looks all the same.
pub(crate) fn unless_full(outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(Error::RolledBack) => Ok(()),
        Err(error) if error.is_full() => Ok(()),
        other => other,
    }
}

fn event_keys(groups: &[Vec<NewEntry>], keys: &BatchKeys) -> Vec<Digest> {
    let entries: Vec<&NewEntry> = groups.iter().flatten().collect();
    let event_key = |entry: &&NewEntry| keys.sources[&entry.source].mac.mac(&[&entry.event_id]);
    entries
        .par_iter()
        .with_min_len(256)
        .map(event_key)
        .collect()
}

/// Gives the next indexes to those not seen, neither before nor earlier in the batch.
fn assign<'a>(
    groups: &'a [Vec<NewEntry>],
    event_keys: &[Digest],
    seen: &[Option<u64>],
    mut next: u64,
) -> (Vec<Appended>, Vec<Fresh<'a>>) {
    let mut answers = Vec::with_capacity(event_keys.len());
    let mut fresh = Vec::with_capacity(event_keys.len());
    // Event keys are hashes under a secret: nobody can choose them to collide.
    let mut in_batch: HashMap<&Digest, u64, DefaultHashBuilder> = HashMap::default();
    in_batch.reserve(event_keys.len());
    let entries = groups
        .iter()
        .enumerate()
        .flat_map(|(number, group)| group.iter().map(move |entry| (number, entry)));
    for (((group, entry), event_key), seen) in entries.zip(event_keys).zip(seen) {
        if let Some(index) = seen.or_else(|| in_batch.get(event_key).copied()) {
            answers.push(Appended::Seen(index));
            continue;
        }
        in_batch.insert(event_key, next);
        answers.push(Appended::Stored(next));
        fresh.push(Fresh {
            entry,
            event_key: *event_key,
            index: next,
            group,
        });
        next += 1;
    }
    (answers, fresh)
}

/// Which of the fresh entries go into which frame: frames end at the first end of a group after
/// so many bytes.
fn plan_frames(fresh: &[Fresh<'_>], frame_bytes_aim: usize) -> Vec<Range<usize>> {
    let mut plan = Vec::new();
    let (mut begin, mut bytes) = (0, 0);
    for (at, one) in fresh.iter().enumerate() {
        bytes += frame_bytes(one.entry);
        let is_end_of_group = fresh.get(at + 1).is_none_or(|next| next.group != one.group);
        if is_end_of_group && (bytes >= frame_bytes_aim || at + 1 == fresh.len()) {
            plan.push(begin..at + 1);
            (begin, bytes) = (at + 1, 0);
        }
    }
    plan
}

/// About how much room an entry will take.
fn frame_bytes(entry: &NewEntry) -> usize {
    200 + entry
        .compartments
        .iter()
        .map(|one| one.bytes.len() + 80)
        .sum::<usize>()
}
