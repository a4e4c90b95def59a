//! Everything on disk, computed again and compared.
//!
//! Frames against their checksums, rows against the commitments of their entries, entries
//! against the tiles, tiles against every signed checkpoint that was kept, slots of the vault
//! and runs against themselves. What is wrong is named with its file.
//! Not here: mending anything.

use crate::check_runs::KeySums;
use crate::check_tree::{Checker, files_under};
use crate::entry::{Entry, EntryKind};
use crate::erasure::{ErasureRecord, Hole, Holes, RecordFound};
use crate::frame::{Frame, LineView};
use crate::header::{FileKind, HEADER_BYTES, Header};
use crate::keys::{Key, KeyName};
use crate::ledger::{KEYS_FILE, Ledger, NAME_FILE, read_origin};
use crate::row::{OpenRow, PersonKeys, RowCheck, RowPlace};
use crate::tree::{CHECKPOINT_FILE, HISTORY_FILE};
use crate::{Code, Digest, Error, Result, leaf_hash};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// Entries checked between two reports of progress.
const CHECKED_TOGETHER: usize = 16_384;
/// What to do about something erased that is there.
const AGAIN: &str = "it came back from an older copy, or the erasure is to be carried out yet";
/// Problems told one by one; the rest would drown them.
const PROBLEMS_MAX: usize = 1000;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries in the ledger.
    pub leaves: u64,
    /// Those of them that are access events.
    pub events: u64,
    /// Those that are looks of the own log.
    pub looks: u64,
    /// Signed checkpoints that the tree agrees with.
    pub checkpoints: u64,
    /// Rows and compartments that do not open because they have been erased.
    pub erased: u64,
    /// Access events of which nothing is left but the entry.
    pub events_erased: u64,
    /// Those of the erased for which no record of two people is there.
    pub unexplained: u64,
    /// The first thousand of those.
    pub holes: Vec<Hole>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub what: String,
}

impl Problem {
    /// Adds what is wrong with a file to what is told.
    pub(crate) fn note(told: &mut Vec<Problem>, file: &Path, what: impl Into<String>) {
        if told.len() < PROBLEMS_MAX {
            told.push(Problem {
                file: file.to_path_buf(),
                what: what.into(),
            });
        }
    }
}

impl Report {
    /// Whether nothing is wrong and nothing is missing without a reason.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.unexplained == 0
    }

    fn note(&mut self, file: &Path, what: impl Into<String>) {
        Problem::note(&mut self.problems, file, what);
    }

    fn note_error(&mut self, file: &Path, error: &Error) {
        match error {
            Error::Damaged { file, what } => self.note(file, what.clone()),
            other => self.note(file, other.to_string()),
        }
    }

    /// The list of frames beside a full segment. One that is not there is made at the next start:
    /// a disk that was full has left none.
    fn compare_list(&mut self, path: &Path, expected: &[u8]) {
        let found = tilsyn_durable::read_if_there(path).map_err(Error::from);
        if self
            .note_if(path, found)
            .flatten()
            .is_some_and(|found| found != expected)
        {
            self.note(path, "it does not list the frames of its segment");
        }
    }

    fn note_if<T>(&mut self, file: &Path, outcome: Result<T>) -> Option<T> {
        outcome.map_err(|error| self.note_error(file, &error)).ok()
    }
}

/// What one line came to.
struct LineCheck {
    index: u64,
    entry: [u8; crate::ENTRY_BYTES],
    leaf: Digest,
    kind: Option<EntryKind>,
    received_seconds: u64,
    gone: LineGone,
    record: Option<RecordFound>,
    trouble: Option<String>,
}

/// What of one line does not open.
enum LineGone {
    /// These compartments; often none.
    Parts(Vec<u16>),
    /// The row.
    Row,
    /// The row, and every other of its period: retention class and month.
    Period((u16, i32)),
}

impl Ledger {
    /// Computes everything again. `progress` is told now and then how many entries are done and
    /// how many there are. Entries taken in meanwhile may or may not be looked at.
    pub fn verify(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
        let mut report = Report::default();
        let mut checker = self.checker(&mut report);
        // Asked after the checkpoint, so that no entry under it is left out.
        let total = self.len();
        let still = self
            .rewriting
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let mut sums = KeySums::of(self.writer()?.seen.runs());
        let mut holes = Holes::default();
        let mut last_received = 0;
        let mut next = 0;
        for (path, index_path, first, index) in self.segments().expected_indexes() {
            if let Some(index) = &index {
                report.compare_list(&index_path, index);
            }
            if first != next {
                report.note(
                    &path,
                    format!("entries {next} to {first} are missing before it"),
                );
            }
            let bytes = tilsyn_durable::read(&path).map_err(Error::from);
            let Some(bytes) = report.note_if(&path, bytes) else {
                continue;
            };
            let segment = Segment {
                path: &path,
                bytes: &bytes,
                is_full: index.is_some(),
            };
            next = first;
            self.verify_segment(&segment, &mut next, total, &mut |lines, next| {
                for mut line in lines {
                    if line.received_seconds < last_received {
                        report.note(&path, "an entry was received before the one before it");
                    }
                    last_received = line.received_seconds;
                    report.leaves += 1;
                    report.events += u64::from(line.kind == Some(EntryKind::AccessEvent));
                    report.looks += u64::from(line.kind == Some(EntryKind::OwnLook));
                    report.events_erased += line.note(&mut holes);
                    if let Some(what) = line.trouble {
                        report.note(&path, what);
                    }
                    checker.push(&line.entry, line.leaf);
                    sums.add(line.index, &line.entry);
                }
                progress(next.min(total), total);
            })
            .unwrap_or_else(|error| report.note_error(&path, &error));
        }
        drop(still);
        sums.end_at(next);
        self.settle(&holes, &mut report);
        let found = checker.finish();
        report.checkpoints = found.agreed;
        for (file, what) in found.problems {
            report.note(&file, what);
        }
        self.verify_rest(&sums, &mut report);
        Ok(report)
    }

    /// What builds the tree again, and expects every checkpoint that was signed.
    fn checker(&self, report: &mut Report) -> Checker {
        // The tree may grow meanwhile. What is looked for first is of none that is greater than
        // the one that is looked at last.
        let tiles = files_under(self.folder(), "tile");
        let witnessed = report.note_if(self.folder(), self.witnessed());
        let (mut checker, history) = {
            let tree = self.tree();
            let history = tree.history();
            (Checker::new(&tree, tiles), history)
        };
        let history_file = self.folder().join(HISTORY_FILE);
        for kept in report.note_if(&history_file, history).unwrap_or_default() {
            checker.expect(kept.checkpoint, &history_file);
        }
        for kept in witnessed.unwrap_or_default() {
            checker.expect(kept.parsed.checkpoint, &kept.path);
        }
        checker
    }

    /// Compares what does not open with the records of erasure.
    fn settle(&self, holes: &Holes, report: &mut Report) {
        let has_key = |(class, month)| self.keys().get(KeyName::period(class, month)).is_some();
        let settled = holes.settle(&has_key);
        report.erased = settled.erased;
        report.unexplained = settled.unexplained;
        report.holes = settled.told;
        for (hole, record) in settled.back {
            let file = self.segments().path_of(hole.index);
            let what = format!("{hole} was erased by entry {record}, and opens: {AGAIN}");
            report.note(&file, what);
        }
        for ((class, month), record) in settled.periods_back {
            let file = self.folder().join(KEYS_FILE);
            let what = format!(
                "the key of class {class}, month {month} was destroyed by entry {record}, and is \
                 there: {AGAIN}"
            );
            report.note(&file, what);
        }
    }

    fn verify_segment(
        &self,
        segment: &Segment<'_>,
        next: &mut u64,
        total: u64,
        each: &mut dyn FnMut(Vec<LineCheck>, u64),
    ) -> Result<()> {
        let Segment {
            path,
            bytes,
            is_full,
        } = *segment;
        Header::of(FileKind::Segment, self.ledger_id(), path, bytes)?;
        // One that is written to may have grown meanwhile; a full one is frames to its end.
        let goes_on = |at: usize, next: u64| at < bytes.len() && (is_full || next < total);
        let mut at = HEADER_BYTES;
        while goes_on(at, *next) {
            let mut frames = Vec::new();
            let mut count = 0;
            while count < CHECKED_TOGETHER && goes_on(at, *next) {
                let frame = Frame::parse(&bytes[at..]).filter(|frame| frame.head.first == *next);
                let Some(frame) = frame else {
                    let checked = self.verify_frames(&frames)?;
                    each(checked, *next);
                    return Err(Error::damaged(
                        path,
                        format!("the frame at byte {at} is altered"),
                    ));
                };
                at += frame.head.length;
                *next += u64::from(frame.head.count);
                count += frame.head.count as usize;
                frames.push(frame);
            }
            each(self.verify_frames(&frames)?, *next);
        }
        Ok(())
    }

    fn verify_frames(&self, frames: &[Frame<'_>]) -> Result<Vec<LineCheck>> {
        let lines: Vec<(u64, LineView<'_>)> = frames.iter().flat_map(Frame::lines).collect();
        let opened: Vec<Opened<'_>> = lines
            .into_par_iter()
            .with_min_len(64)
            .map(|(index, line)| {
                let period = KeyName::period(line.retention_class(), line.month());
                let period_key = self.keys().get(period);
                Opened {
                    index,
                    line,
                    row: self.verified_row(index, line, period_key.as_deref()),
                    has_period_key: period_key.is_some(),
                }
            })
            .collect();
        let rows = opened
            .iter()
            .filter_map(|one| one.row.as_ref().ok()?.as_ref());
        let mut codes: Vec<Code> = rows.flat_map(OpenRow::persons).collect();
        codes.par_sort_unstable();
        codes.dedup();
        let persons = self.vault().person_keys_that_open(&codes);
        Ok(opened
            .par_iter()
            .with_min_len(64)
            .map(|one| one.check(&persons))
            .collect())
    }

    fn verified_row(
        &self,
        index: u64,
        line: LineView<'_>,
        period_key: Option<&Key>,
    ) -> std::result::Result<Option<OpenRow>, String> {
        let Some(key) = period_key.filter(|_| !line.row().is_empty()) else {
            return Ok(None);
        };
        let place = RowPlace {
            ledger_id: self.ledger_id(),
            index,
        };
        let opened = OpenRow::open(line.row(), place, line.entry_bytes(), &key.sealing);
        opened
            .map(Some)
            .map_err(|_| format!("the row of entry {index} does not open"))
    }

    /// The small files.
    fn verify_rest(&self, sums: &KeySums, report: &mut Report) {
        let name = self.folder().join(NAME_FILE);
        let origin = report.note_if(&name, read_origin(&name));
        if origin.is_some_and(|origin| origin != self.origin()) {
            report.note(&name, "it names another ledger");
        }
        let checkpoint = self.folder().join(CHECKPOINT_FILE);
        let note = tilsyn_durable::read(&checkpoint).map_err(Error::from);
        let note = report.note_if(&checkpoint, note);
        if note.is_some_and(|note| self.tree().key().read(&note).is_none()) {
            report.note(&checkpoint, "it is not signed with this ledger's key");
        }
        let keys = self.keys().check();
        report.note_if(&self.folder().join(KEYS_FILE), keys);
        for (file, what) in self.vault().problems() {
            report.note(&file, what);
        }
        let Some(writer) = report.note_if(&checkpoint, self.writer()) else {
            return;
        };
        for run in writer.seen.runs() {
            report.note_if(run.path(), sums.check(run));
        }
        report.note_if(&name, self.read_positions());
    }
}

struct Segment<'a> {
    path: &'a Path,
    bytes: &'a [u8],
    is_full: bool,
}

struct Opened<'a> {
    index: u64,
    line: LineView<'a>,
    has_period_key: bool,
    row: std::result::Result<Option<OpenRow>, String>,
}

impl Opened<'_> {
    fn check(&self, persons: &PersonKeys) -> LineCheck {
        let entry_bytes = *self.line.entry_bytes();
        let entry = Entry::of(&entry_bytes);
        let index = self.index;
        let nothing = || LineGone::Parts(Vec::new());
        let (gone, trouble) = match (&entry, &self.row) {
            (None, _) => (
                nothing(),
                Some(format!("entry {index} is of no known version")),
            ),
            (_, Err(what)) => (nothing(), Some(what.clone())),
            (_, Ok(None)) if !self.has_period_key => {
                let period = (self.line.retention_class(), self.line.month());
                (LineGone::Period(period), None)
            }
            (_, Ok(None)) => (LineGone::Row, None),
            (Some(entry), Ok(Some(row))) => match row.check(entry, index, persons) {
                RowCheck::Opens { erased } => (LineGone::Parts(erased), None),
                RowCheck::Differs => (
                    nothing(),
                    Some(format!(
                        "entry {index} does not commit to what is in its row"
                    )),
                ),
            },
        };
        LineCheck {
            index,
            leaf: leaf_hash(&entry_bytes),
            entry: entry_bytes,
            kind: entry.map(|entry| entry.kind),
            received_seconds: entry.map_or(u64::MAX, |entry| entry.received_seconds),
            gone,
            record: self.record(entry.as_ref(), persons),
            trouble,
        }
    }

    /// The record of an erasure, if the entry is one.
    fn record(&self, entry: Option<&Entry>, persons: &PersonKeys) -> Option<RecordFound> {
        let is_record =
            |entry: &&Entry| matches!(entry.kind, EntryKind::Erasure | EntryKind::RetentionCut);
        let entry = entry.filter(is_record)?;
        let row = self.row.as_ref().ok()?.as_ref()?;
        let two: Vec<Option<Code>> = row.actors().collect();
        let by_two = matches!(two[..], [Some(one), Some(other)] if one != other);
        let parts = row.committed_parts(entry, self.index, persons)?;
        let opened = parts.into_iter().nth(2).and_then(|part| part.opened);
        let record = opened.and_then(|(_, bytes)| ErasureRecord::of(&bytes));
        Some(RecordFound {
            index: self.index,
            record: record.filter(|_| by_two),
        })
    }
}

impl LineCheck {
    /// Notes what does not open; says how many access events that were wholly erased it is.
    fn note(&mut self, holes: &mut Holes) -> u64 {
        let index = self.index;
        if let Some(record) = self.record.take() {
            holes.record(record);
        }
        match &self.gone {
            LineGone::Parts(parts) => {
                for part in parts {
                    holes.part(index, *part);
                }
                return 0;
            }
            LineGone::Row => holes.row(index),
            LineGone::Period(period) => holes.row_of_period(index, *period),
        }
        u64::from(self.kind == Some(EntryKind::AccessEvent))
    }
}
