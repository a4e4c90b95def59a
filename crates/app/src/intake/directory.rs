//! The directory comes in: each file a full snapshot, kept by day.
//!
//! First the registry, then the people get their numbers, then the archive resolves everything
//! anew. Refused rows are named with file and line; the rest goes in.

use std::path::Path;
use std::sync::Arc;

use tilsyn_connect::directory::{FileReading, read};
use tilsyn_connect::input::Position;
use tilsyn_domain::directory::DirectoryFile;
use tilsyn_domain::{Directory, Json, Refusal};
use tilsyn_registry::{Changed, DirectorySnapshot, ImportId};

use super::quarantine::Piece;
use super::read_problem;

use crate::desk::{Desk, answered, person_bytes, registry_problem, unreadable};
use crate::permit::{ImportDirectory, Permit};
use crate::problem::Problem;

/// What became of each file.
#[derive(Clone, Debug, Default)]
pub struct DirectoryReport {
    pub files: Vec<FileReport>,
    /// What a person should know: unknown columns, refused rows.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct FileReport {
    /// Without `.csv`.
    pub name: &'static str,
    pub rows: u64,
    pub added: u64,
    pub changed: u64,
    pub ended: u64,
    pub quarantined: u64,
}

/// A row that was refused, with what is needed to keep it.
struct RefusedRow {
    file: &'static str,
    at: Position,
    bytes: Vec<u8>,
    refusal: Refusal,
}

impl Desk {
    /// Loads or updates the directory from a folder of CSV files (formats.md, section 2).
    ///
    /// # Errors
    /// When the folder cannot be read, or a store cannot be written.
    pub fn import_directory(
        &self,
        permit: &Permit<ImportDirectory>,
        folder: &Path,
    ) -> Result<DirectoryReport, Problem> {
        tracing::info!(
            principal = permit.principal().name(),
            "directory import begins"
        );
        let mut refused = Vec::new();
        let reading = read(folder, &mut |row| {
            refused.push(RefusedRow {
                file: row.file.name(),
                at: Position {
                    file: 0,
                    line: row.line,
                    offset: 0,
                },
                bytes: row.bytes.to_vec(),
                refusal: row.refusal,
            });
            Ok(())
        })
        .map_err(read_problem)?;
        let what = folder.display().to_string();
        let import = self
            .registry()
            .begin_import(&what, self.now())
            .map_err(registry_problem)?;
        self.keep_refused(import, folder, &refused)?;
        let snapshot = snapshot(reading.directory, &reading.files);
        let today = self.zone().day_of(self.now());
        let changes = self
            .registry()
            .import_directory(snapshot, today)
            .map_err(registry_problem)?;
        self.renew_directory()?;
        let report = report(&reading.files, &changes);
        let nothing = Json::from_text("{}".to_owned()).expect("an empty object is JSON");
        let registry = self.registry();
        registry
            .finish_import(import, &nothing, self.now())
            .map_err(registry_problem)?;
        Ok(report)
    }

    fn keep_refused(
        &self,
        import: ImportId,
        folder: &Path,
        refused: &[RefusedRow],
    ) -> Result<(), Problem> {
        for row in refused {
            let path = folder
                .join(format!("{}.csv", row.file))
                .display()
                .to_string();
            let piece = Piece {
                at: row.at,
                bytes: &row.bytes,
                refusal: row.refusal.clone(),
            };
            self.keep_pieces(import, &path, std::slice::from_ref(&piece))?;
        }
        Ok(())
    }

    /// Reads the directory anew and resolves everything with it.
    fn renew_directory(&self) -> Result<(), Problem> {
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
                $($table: came(DirectoryFile::$file).then_some(directory.$table)),*
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
        let changed = changed
            .map(|(_, changed)| changed.clone())
            .unwrap_or_default();
        report.files.push(FileReport {
            name,
            rows: reading.rows,
            added: changed.added,
            changed: changed.changed,
            ended: changed.ended,
            quarantined: reading.refused + changed.refused.len() as u64,
        });
        if let Some(whole) = &reading.whole {
            report.notes.push(format!("{name}.csv: {whole}"));
        }
        for column in &reading.unknown_columns {
            report.notes.push(format!(
                "{name}.csv: the column {column} is not known, not read"
            ));
        }
    }
    report
}
