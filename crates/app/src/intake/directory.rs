//! The directory comes in: each file a full snapshot, kept by day.
//!
//! The order is the promise: refused rows into quarantine as they are read; then the rest into
//! the registry, all or nothing; then the people get their numbers, and the archive resolves
//! everything anew. A crash in between loses no row: the same folder again finds the refused
//! ones kept, and takes in the rest.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tilsyn_connect::directory::{self, FileReading, Refused, RefusedRow};
use tilsyn_connect::input::{Oversized, Position};
use tilsyn_domain::directory::{DirectoryFile, Spared};
use tilsyn_domain::{Directory, Json, Refusal};
use tilsyn_registry::{Changed, DirectorySnapshot, ImportId};

use super::quarantine::{Oversize, Piece};
use super::read_problem;

use crate::desk::{Desk, answered, person_bytes, registry_problem, unreadable};
use crate::permit::{ImportDirectory, Permit};
use crate::problem::Problem;

/// So many refused rows, and files with other names, are told one by one.
const NOTES_MAX: usize = 20;
/// So many refused rows, or bytes of them, are kept in one transaction.
const KEPT_TOGETHER_ROWS: usize = 1_000;
const KEPT_TOGETHER_BYTES: usize = 4 << 20;

/// What became of each file.
#[derive(Clone, Debug, Default)]
pub struct DirectoryReport {
    pub files: Vec<FileReport>,
    pub notes: Vec<DirectoryNote>,
}

/// What a person should know of a file; named without `.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectoryNote {
    /// The file as a whole was refused.
    Refused {
        file: &'static str,
        refusal: Refusal,
    },
    /// A column that nothing is done with.
    UnknownColumn { file: &'static str, column: String },
    /// A row that is in quarantine; the first few are told.
    RefusedRow {
        file: &'static str,
        line: u64,
        refusal: Refusal,
    },
    /// Rows that did not come and would have ended; they hold on, because of refused rows.
    Kept {
        file: &'static str,
        rows: u64,
        because: KeptBecause,
    },
    /// A file whose name is none of the directory's; the first few are told.
    OtherFile { name: String },
}

/// Why rows hold on though they did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptBecause {
    /// A refused row is about the same person, unit or account.
    RefusedRows,
    /// Of a refused row it cannot be told whom or what it is about: the whole file is spared.
    UnreadableKeys,
}

/// What became of a file's rows: added, changed, unchanged, duplicates and quarantined make up
/// `rows`; those that ended were there before and did not come, and so were those kept.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// Without `.csv`.
    pub name: &'static str,
    pub rows: u64,
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub ended: u64,
    /// Rows that would have ended, had no row been refused.
    pub kept: u64,
    /// Why, where there are any.
    pub kept_because: Option<KeptBecause>,
    /// Rows that stood in the file before, word for word.
    pub duplicates: u64,
    pub quarantined: u64,
}

/// Keeps refused rows, many at a time.
struct Keeping<'a> {
    desk: &'a Desk,
    import: ImportId,
    folder: &'a Path,
    /// The file they stand in.
    file: Option<DirectoryFile>,
    rows: Vec<Piece>,
    bytes: usize,
    /// Rows too long to hold.
    long: Oversize<'a>,
    /// The first of all.
    noted: Vec<DirectoryNote>,
    /// Why no more can be kept.
    failed: Option<Problem>,
}

impl Refused for Keeping<'_> {
    fn file(&mut self, file: DirectoryFile) {
        self.long.file(self.path(file));
    }

    fn row(&mut self, row: RefusedRow<'_>) -> io::Result<()> {
        if self.noted.len() < NOTES_MAX {
            self.noted.push(DirectoryNote::RefusedRow {
                file: row.file.name(),
                line: row.line,
                refusal: row.refusal.clone(),
            });
        }
        let Some(bytes) = row.bytes else {
            return Ok(());
        };
        let full = self.rows.len() >= KEPT_TOGETHER_ROWS || self.bytes >= KEPT_TOGETHER_BYTES;
        if full || self.file != Some(row.file) {
            self.keep().map_err(|problem| {
                self.failed = Some(problem);
                io::Error::other("quarantine takes no more")
            })?;
        }
        self.file = Some(row.file);
        self.bytes += bytes.len();
        let at = Position {
            file: 0,
            line: row.line,
            offset: 0,
        };
        self.rows.push(Piece {
            at,
            bytes: bytes.to_vec(),
            refusal: row.refusal,
        });
        Ok(())
    }
}

/// They are kept as those of events are: whole, up to the same limit.
impl Oversized for Keeping<'_> {
    fn begin(&mut self, at: Position) -> io::Result<()> {
        self.long.begin(at)
    }

    fn chunk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.long.chunk(bytes)
    }

    fn end(&mut self, refusal: Refusal) -> io::Result<()> {
        self.long.end(refusal)
    }
}

impl Keeping<'_> {
    fn path(&self, file: DirectoryFile) -> String {
        let path = self.folder.join(format!("{}.csv", file.name()));
        path.display().to_string()
    }

    /// Keeps what was taken.
    fn keep(&mut self) -> Result<(), Problem> {
        let Some(file) = self.file.take() else {
            return Ok(());
        };
        let path = self.path(file);
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        self.desk.keep_pieces(self.import, &path, &rows)
    }
}

impl Desk {
    /// Loads or updates the directory from a folder of CSV files (formats.md, section 2).
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read, it holds none of the directory's
    /// files, quarantine is full, or a store cannot be written. Of the directory nothing has
    /// changed then.
    pub fn import_directory(
        &self,
        permit: &Permit<ImportDirectory>,
        folder: &Path,
    ) -> Result<DirectoryReport, Problem> {
        tracing::info!(
            principal = permit.principal().user(),
            "directory import begins"
        );
        self.check_room()?;
        let files = directory::open(folder).map_err(read_problem)?;
        if files.is_empty() {
            let names = DirectoryFile::ALL.map(|file| format!("{}.csv", file.name()));
            return Err(Problem::yours("problem-no-directory-file")
                .with("path", folder.display())
                .with("names", names.join(", ")));
        }
        let others = other_files(&files);
        let import = self
            .registry()
            .begin_import(&folder.display().to_string(), &[], self.now())
            .map_err(registry_problem)?;
        let (reading, noted) = self.read_directory(import, folder, files)?;
        let snapshot = snapshot(reading.directory, &reading.files);
        let today = self.zone().day_of(self.now());
        let changes = self
            .registry()
            .import_directory(snapshot, today)
            .map_err(registry_problem)?;
        self.renew_directory()?;
        let mut report = report(&reading.files, &changes);
        report.notes.extend(noted);
        report.notes.extend(others);
        let nothing = Json::from_text("{}".to_owned()).expect("an empty object is JSON");
        let registry = self.registry();
        registry
            .finish_import(import, &[], &nothing, self.now())
            .map_err(registry_problem)?;
        Ok(report)
    }

    /// Reads the files, and keeps the rows that are refused; notes the first of them.
    fn read_directory(
        &self,
        import: ImportId,
        folder: &Path,
        files: directory::Folder,
    ) -> Result<(directory::Reading, Vec<DirectoryNote>), Problem> {
        let mut keeping = Keeping {
            desk: self,
            import,
            folder,
            file: None,
            rows: Vec::new(),
            bytes: 0,
            long: Oversize::new(self, import),
            noted: Vec::new(),
            failed: None,
        };
        match files.read(&mut keeping) {
            Ok(reading) => {
                keeping.keep()?;
                Ok((reading, keeping.noted))
            }
            Err(error) => {
                let failed = keeping.failed.or_else(|| keeping.long.into_problem());
                Err(failed.unwrap_or_else(|| read_problem(error)))
            }
        }
    }

    /// Reads the directory anew and resolves everything with it.
    pub(crate) fn renew_directory(&self) -> Result<(), Problem> {
        let directory = Arc::new(self.registry().directory(None).map_err(registry_problem)?);
        let people = everybody(&directory);
        self.ledger()
            .vault()
            .codes_of(&people)
            .map_err(unreadable)?;
        answered(self.answers().renew(directory.clone()))?;
        self.set_directory(directory);
        Ok(())
    }
}

fn other_files(files: &directory::Folder) -> Vec<DirectoryNote> {
    let names = files.other_files.iter().filter_map(|path| path.file_name());
    let noted = names.map(|name| DirectoryNote::OtherFile {
        name: name.to_string_lossy().into_owned(),
    });
    noted.take(NOTES_MAX).collect()
}

/// Everybody who acts, is looked up, or stands for an account.
fn everybody(directory: &Directory) -> Vec<Vec<u8>> {
    let people = directory.people.iter().map(|row| &row.national_id);
    let former = directory.people.iter().flat_map(|row| &row.former_ids);
    let employed = directory.employments.iter().map(|row| &row.national_id);
    let belonging = directory.person_units.iter().map(|row| &row.national_id);
    let owners = directory
        .accounts
        .iter()
        .filter_map(|row| row.national_id.as_ref());
    let all = people
        .chain(former)
        .chain(employed)
        .chain(belonging)
        .chain(owners);
    let distinct: std::collections::HashSet<&tilsyn_domain::NationalId> = all.collect();
    distinct.into_iter().map(person_bytes).collect()
}

/// The files that came and could be read as such; a file without its columns changes nothing.
fn snapshot(directory: Directory, files: &[FileReading]) -> DirectorySnapshot {
    let came = |file: DirectoryFile| {
        files
            .iter()
            .any(|reading| reading.file == file && reading.whole.is_none())
    };
    macro_rules! came {
        ($($table:ident = $file:ident),* $(,)?) => {
            DirectorySnapshot {
                $($table: came(DirectoryFile::$file).then_some(directory.$table),)*
                spared: files.iter().map(|file| (file.file, file.spared.clone())).collect(),
            }
        };
    }
    came! {
        units = Units,
        people = People,
        employments = Employments,
        person_units = PersonUnits,
        accounts = Accounts,
        entitlements = Entitlements,
        grants = Grants,
        clearances = Clearances,
        authorisations = Authorisations,
        relations = Relations,
        shifts = Shifts,
        assignments = Assignments,
        absences = Absences,
        addresses = Addresses,
        attention = Attention,
        workstations = Workstations,
    }
}

fn report(files: &[FileReading], changes: &[(DirectoryFile, Changed)]) -> DirectoryReport {
    let mut report = DirectoryReport::default();
    for reading in files {
        let name = reading.file.name();
        let changed = changes.iter().find(|(file, _)| *file == reading.file);
        let changed = changed.map(|(_, changed)| *changed).unwrap_or_default();
        report.files.push(FileReport {
            name,
            rows: reading.rows,
            added: changed.added,
            changed: changed.changed,
            unchanged: changed.rows - changed.added - changed.changed,
            ended: changed.ended,
            kept: changed.kept,
            kept_because: kept_because(reading, changed),
            duplicates: reading.duplicates,
            quarantined: reading.refused,
        });
        if let Some(because) = kept_because(reading, changed) {
            report.notes.push(DirectoryNote::Kept {
                file: name,
                rows: changed.kept,
                because,
            });
        }
        if let Some(refusal) = reading.whole.clone() {
            report.notes.push(DirectoryNote::Refused {
                file: name,
                refusal,
            });
        }
        let unknown = reading.unknown_columns.iter().cloned();
        report
            .notes
            .extend(unknown.map(|column| DirectoryNote::UnknownColumn { file: name, column }));
    }
    report
}

fn kept_because(reading: &FileReading, changed: Changed) -> Option<KeptBecause> {
    let because = match reading.spared {
        Spared::Only(_) => KeptBecause::RefusedRows,
        Spared::Everything => KeptBecause::UnreadableKeys,
    };
    (changed.kept > 0).then_some(because)
}
