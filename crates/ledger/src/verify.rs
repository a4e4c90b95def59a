//! Everything on disk, computed again and compared.
//!
//! Frames against their checksums, rows against the commitments of their entries, entries
//! against the tiles, tiles against every signed checkpoint that was kept, slots of the vault
//! and runs against themselves. What is wrong is named with its file.
//! Not here: mending anything.

use crate::check_tree::Checker;
use crate::entry::{Entry, EntryKind};
use crate::frame::{Frame, LineView};
use crate::header::{FileKind, HEADER_BYTES, Header};
use crate::keys::KeyName;
use crate::ledger::{KEYS_FILE, Ledger, NAME_FILE, read_origin};
use crate::row::{OpenRow, PersonKeys, RowCheck, RowPlace};
use crate::tree::{CHECKPOINT_FILE, HISTORY_FILE};
use crate::{Code, Digest, Error, Result, leaf_hash};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Entries checked between two reports of progress.
const CHECKED_TOGETHER: usize = 16_384;
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
    /// Those of them for which no erasure record is there.
    pub unexplained: u64,
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

impl Report {
    /// Whether nothing is wrong and nothing is missing without a reason.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.unexplained == 0
    }

    fn note(&mut self, file: &Path, what: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem {
                file: file.to_path_buf(),
                what: what.into(),
            });
        }
    }

    fn note_error(&mut self, file: &Path, error: &Error) {
        match error {
            Error::Damaged { file, what } => self.note(file, what.clone()),
            other => self.note(file, other.to_string()),
        }
    }

    fn note_if<T>(&mut self, file: &Path, outcome: Result<T>) -> Option<T> {
        outcome.map_err(|error| self.note_error(file, &error)).ok()
    }
}

/// What one line came to.
struct LineCheck {
    entry: [u8; crate::ENTRY_BYTES],
    leaf: Digest,
    kind: Option<EntryKind>,
    received_seconds: u64,
    erased: u64,
    trouble: Option<String>,
}

impl Ledger {
    /// Computes everything again. `progress` is told now and then how many entries are done and
    /// how many there are. Entries taken in meanwhile may or may not be looked at.
    pub fn verify(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
        let mut report = Report::default();
        let total = self.len();
        let (mut checker, history) = {
            let tree = self.tree();
            let history = tree.history();
            (Checker::new(&tree), history)
        };
        let history_file = self.folder().join(HISTORY_FILE);
        for kept in report.note_if(&history_file, history).unwrap_or_default() {
            checker.expect(kept.checkpoint, &history_file);
        }
        let witnessed = report.note_if(self.folder(), self.witnessed());
        for kept in witnessed.unwrap_or_default() {
            checker.expect(kept.parsed.checkpoint, &kept.path);
        }
        let mut last_received = 0;
        let mut next = 0;
        for (path, index_path, first, index) in self.segments().expected_indexes() {
            if let Some(index) = &index {
                let found = tilsyn_durable::read(&index_path).map_err(Error::from);
                if report
                    .note_if(&index_path, found)
                    .is_some_and(|found| found != *index)
                {
                    report.note(&index_path, "it does not list the frames of its segment");
                }
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
                for line in lines {
                    if line.received_seconds < last_received {
                        report.note(&path, "an entry was received before the one before it");
                    }
                    last_received = line.received_seconds;
                    report.leaves += 1;
                    report.events += u64::from(line.kind == Some(EntryKind::AccessEvent));
                    report.looks += u64::from(line.kind == Some(EntryKind::OwnLook));
                    report.erased += line.erased;
                    if let Some(what) = line.trouble {
                        report.note(&path, what);
                    }
                    checker.push(&line.entry, line.leaf);
                }
                progress(next, total);
            })
            .unwrap_or_else(|error| report.note_error(&path, &error));
        }
        report.unexplained = report.erased;
        let found = checker.finish();
        report.checkpoints = found.agreed;
        for (file, what) in found.problems {
            report.note(&file, what);
        }
        self.verify_rest(&mut report);
        Ok(report)
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
        let mut at = HEADER_BYTES;
        while at < bytes.len() && *next < total {
            let mut frames = Vec::new();
            let mut count = 0;
            while count < CHECKED_TOGETHER && at < bytes.len() && *next < total {
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
        // A segment being written to may have grown meanwhile; a full one ends with its frames.
        if is_full && at < bytes.len() {
            return Err(Error::damaged(
                path,
                format!("what follows byte {at} is no frame"),
            ));
        }
        Ok(())
    }

    fn verify_frames(&self, frames: &[Frame<'_>]) -> Result<Vec<LineCheck>> {
        let lines: Vec<(u64, LineView<'_>)> = frames.iter().flat_map(Frame::lines).collect();
        let opened: Vec<Opened<'_>> = lines
            .into_par_iter()
            .with_min_len(64)
            .map(|(index, line)| Opened {
                index,
                line,
                row: self.verified_row(index, line),
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
    ) -> std::result::Result<Option<OpenRow>, String> {
        let period = KeyName::period(line.retention_class(), line.month());
        let Some(key) = self.keys().get(period).filter(|_| !line.row().is_empty()) else {
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
    fn verify_rest(&self, report: &mut Report) {
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
            if let Some(Err(error)) = run.pairs().find(Result::is_err) {
                report.note_error(run.path(), &error);
            }
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
    row: std::result::Result<Option<OpenRow>, String>,
}

impl Opened<'_> {
    fn check(&self, persons: &PersonKeys) -> LineCheck {
        let entry_bytes = *self.line.entry_bytes();
        let entry = Entry::of(&entry_bytes);
        let index = self.index;
        let (erased, trouble) = match (&entry, &self.row) {
            (None, _) => (0, Some(format!("entry {index} is of no known version"))),
            (_, Err(what)) => (0, Some(what.clone())),
            (_, Ok(None)) => (1, None),
            (Some(entry), Ok(Some(row))) => match row.check(entry, index, persons) {
                RowCheck::Opens { erased } => (erased, None),
                RowCheck::Differs => (
                    0,
                    Some(format!(
                        "entry {index} does not commit to what is in its row"
                    )),
                ),
            },
        };
        LineCheck {
            leaf: leaf_hash(&entry_bytes),
            entry: entry_bytes,
            kind: entry.map(|entry| entry.kind),
            received_seconds: entry.map_or(u64::MAX, |entry| entry.received_seconds),
            erased,
            trouble,
        }
    }
}
