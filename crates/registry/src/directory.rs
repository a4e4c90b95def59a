//! The directory with its history: what held on a day, and what was known on a day.
//!
//! Each file that comes is a full snapshot of its table (formats.md, section 2). A row is known
//! again by its key (`domain::directory::Keyed`). Same key, other content: a correction, the old
//! content stays as what was known until then. Key absent: the row ends on the day of
//! import, unless it had ended before; a row that would only have begun later is known no more.
//! What is spared stays as it was: a row of the file that could not be read may be about it.
//!
//! People and entitlements have no validity. One that is absent stays in what is known, marked
//! with the day it left the file: an event of last year must still find the name. A workstation
//! that is absent is known no more, since nobody sits there now; "as known on" still finds it.
//! What is known now is also kept in a file, as a sealed copy that is quick to read (`copy`).
//! Not here: reading the CSV files (`connect`), whose row counts for an event (`domain`).

mod access;
pub(crate) mod copy;
mod keep;
mod people;

use std::collections::HashMap;

use tilsyn_domain::directory::{
    Absence, Account, Address, Assignment, Attention, Authorisation, Clearance, DirectoryFile,
    Employment, Entitlement, Grant, Person, PersonUnit, Relation, Shift, Spared, Unit, Workstation,
};
use tilsyn_domain::{Day, Directory};

use crate::error::Error;
use crate::registry::Registry;
use crate::store::{Part, Store, Transaction, Value};

/// The files that came. `None`: that file did not come, and its table stays as it is.
#[derive(Clone, Default)]
pub struct DirectorySnapshot {
    pub units: Option<Vec<Unit>>,
    pub people: Option<Vec<Person>>,
    pub employments: Option<Vec<Employment>>,
    pub person_units: Option<Vec<PersonUnit>>,
    pub accounts: Option<Vec<Account>>,
    pub entitlements: Option<Vec<Entitlement>>,
    pub grants: Option<Vec<Grant>>,
    pub clearances: Option<Vec<Clearance>>,
    pub authorisations: Option<Vec<Authorisation>>,
    pub relations: Option<Vec<Relation>>,
    pub shifts: Option<Vec<Shift>>,
    pub assignments: Option<Vec<Assignment>>,
    pub absences: Option<Vec<Absence>>,
    pub addresses: Option<Vec<Address>>,
    pub attention: Option<Vec<Attention>>,
    pub workstations: Option<Vec<Workstation>>,
    /// What of a file does not end though it is absent; a file that is not named: nothing.
    pub spared: HashMap<DirectoryFile, Spared>,
}

/// What one file changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    pub rows: u64,
    pub added: u64,
    pub changed: u64,
    /// Rows that were known and did not come.
    pub ended: u64,
    /// Rows that were known, did not come, and were spared: they hold on.
    pub kept: u64,
}

impl Changed {
    /// Whether anything that is known has changed.
    fn any(&self) -> bool {
        self.added + self.changed + self.ended > 0
    }
}

/// A file that came on a day; the counts are the sums of that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryImport {
    pub day: Day,
    pub file: String,
    pub rows: u64,
    pub added: u64,
    pub changed: u64,
    pub ended: u64,
}

impl Registry {
    /// Takes in the files that came, all or none of them.
    ///
    /// Versions are kept by day: of two imports on one day the later one's content remains.
    ///
    /// # Errors
    /// If the database fails, if a key stands twice in a file (whoever reads the file keeps the
    /// second row elsewhere), or if there was an import on a later day than `today`.
    pub fn import_directory(
        &self,
        snapshot: DirectorySnapshot,
        today: Day,
    ) -> Result<Vec<(DirectoryFile, Changed)>, Error> {
        self.store.write(|open| {
            refuse_the_past(open, today)?;
            let changes = import_all(open, snapshot, today)?;
            if changes.iter().any(|(_, changed)| changed.any()) {
                copy::note_change(open)?;
            }
            for (file, changed) in &changes {
                note_import(open, *file, changed, today)?;
            }
            Ok(changes)
        })
    }

    /// Every row known, past ones included, each table in the order of its keys: as known now,
    /// or as known at the end of that day.
    ///
    /// # Errors
    /// If the database fails.
    pub fn directory(&self, as_known_on: Option<Day>) -> Result<Directory, Error> {
        match (as_known_on, &self.copy) {
            (None, Some(copy)) => copy.known_now(&self.store),
            _ => Ok(read_tables(&self.store, as_known_on)?.directory),
        }
    }

    /// Which files came when, newest day first. A file that never came is not in it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn directory_imports(&self) -> Result<Vec<DirectoryImport>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT import_day, file, row_count, added, changed, ended FROM directory_imports
                 ORDER BY import_day DESC, file",
                &[],
                |row| {
                    Ok(DirectoryImport {
                        day: row.day()?,
                        file: row.text()?,
                        rows: row.unsigned()?,
                        added: row.unsigned()?,
                        changed: row.unsigned()?,
                        ended: row.unsigned()?,
                    })
                },
            )
        })
    }
}

/// What stands in the tables.
#[derive(Default)]
pub(crate) struct Tables {
    pub(crate) directory: Directory,
    /// How often it has changed.
    changes: i64,
}

/// Puts what was read into its place.
type FillIn = Box<dyn FnOnce(&mut Tables) + Send>;

pub(crate) fn read_tables(store: &Store, as_known_on: Option<Day>) -> Result<Tables, Error> {
    let mut tables = Tables::default();
    for fill_in in store.read_together(parts(as_known_on))? {
        fill_in(&mut tables);
    }
    Ok(tables)
}

/// Hands the name of every table to a macro: those first that are long in a large register.
macro_rules! each_table {
    ($do:ident) => {
        $do! {
            people,
            addresses,
            person_units,
            relations,
            grants,
            shifts,
            employments,
            accounts,
            authorisations,
            absences,
            workstations,
            assignments,
            clearances,
            units,
            entitlements,
            attention,
        }
    };
}
use each_table;

/// The reading of each table, and of how often they have changed.
fn parts(as_known_on: Option<Day>) -> Vec<Part<FillIn>> {
    macro_rules! parts {
        ($($table:ident),* $(,)?) => {{
            // A table that is not named here does not compile.
            const _: fn(Directory) = |Directory { $($table: _),* }| ();
            vec![$(Box::new(move |open| {
                let rows = keep::known(open, as_known_on)?;
                Ok(Box::new(|tables: &mut Tables| tables.directory.$table = rows) as FillIn)
            })),*]
        }};
    }
    let mut parts: Vec<Part<FillIn>> = each_table!(parts);
    parts.push(Box::new(|open| {
        let changes = copy::changes(open)?;
        Ok(Box::new(move |tables| tables.changes = changes))
    }));
    parts
}

/// Everything that came in `directory` came as a file.
impl From<Directory> for DirectorySnapshot {
    fn from(directory: Directory) -> DirectorySnapshot {
        DirectorySnapshot {
            units: Some(directory.units),
            people: Some(directory.people),
            employments: Some(directory.employments),
            person_units: Some(directory.person_units),
            accounts: Some(directory.accounts),
            entitlements: Some(directory.entitlements),
            grants: Some(directory.grants),
            clearances: Some(directory.clearances),
            authorisations: Some(directory.authorisations),
            relations: Some(directory.relations),
            shifts: Some(directory.shifts),
            assignments: Some(directory.assignments),
            absences: Some(directory.absences),
            addresses: Some(directory.addresses),
            attention: Some(directory.attention),
            workstations: Some(directory.workstations),
            spared: HashMap::new(),
        }
    }
}

/// What was known on a day is not rewritten by an import that claims an earlier one.
fn refuse_the_past(open: &mut Transaction, today: Day) -> Result<(), Error> {
    let sql = "SELECT max(import_day) FROM directory_imports";
    let last = open.first(sql, &[], |row| row.maybe_day())?.flatten();
    match last {
        Some(last) if last > today => Err(Error::DayBeforeLastImport { today, last }),
        _ => Ok(()),
    }
}

fn import_all(
    open: &mut Transaction,
    snapshot: DirectorySnapshot,
    today: Day,
) -> Result<Vec<(DirectoryFile, Changed)>, Error> {
    let mut changes = Vec::new();
    let spared = &snapshot.spared;
    macro_rules! import {
        ($($table:ident),* $(,)?) => {
            $(import_one(open, snapshot.$table, spared, today, &mut changes)?;)*
        };
    }
    import!(
        units,
        people,
        employments,
        person_units,
        accounts,
        entitlements,
        grants,
        clearances,
        authorisations,
        relations,
        shifts,
        assignments,
        absences,
        addresses,
        attention,
        workstations,
    );
    Ok(changes)
}

fn import_one<T: keep::Kept>(
    open: &mut Transaction,
    rows: Option<Vec<T>>,
    spared: &HashMap<DirectoryFile, Spared>,
    today: Day,
    changes: &mut Vec<(DirectoryFile, Changed)>,
) -> Result<(), Error> {
    if let Some(rows) = rows {
        let nothing = Spared::default();
        let spared = spared.get(&T::FILE).unwrap_or(&nothing);
        changes.push((T::FILE, keep::import(open, &rows, spared, today)?));
    }
    Ok(())
}

fn note_import(
    open: &mut Transaction,
    file: DirectoryFile,
    changed: &Changed,
    today: Day,
) -> Result<(), Error> {
    let values = [
        today.into(),
        Value::text(file.name()),
        Value::unsigned(changed.rows),
        Value::unsigned(changed.added),
        Value::unsigned(changed.changed),
        Value::unsigned(changed.ended),
    ];
    open.execute(
        "INSERT INTO directory_imports (import_day, file, row_count, added, changed, ended)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (import_day, file) DO UPDATE SET row_count = excluded.row_count,
            added = directory_imports.added + excluded.added,
            changed = directory_imports.changed + excluded.changed,
            ended = directory_imports.ended + excluded.ended",
        &values,
    )?;
    Ok(())
}
