//! The SQLite half: one file, a write-ahead log, every commit on the disk before it is told.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, params_from_iter};

use super::value::{NOT_SEALED, Value};
use super::{Open, Row};
use crate::check::Depth;
use crate::error::Error;

/// How long a writer waits for another process to finish before it gives up.
const WAIT_SECONDS_MAX: u64 = 60;
/// Faults of a file told one by one.
const FAULTS_MAX: usize = 20;

pub(super) fn open(path: &Path) -> Result<Connection, Error> {
    // SQLite gives its log the rights of its file: nobody but the owner may read either.
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map_err(Error::File)?;
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(WAIT_SECONDS_MAX))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // What is deleted is overwritten, since erasing somebody means that nothing is left.
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // KiB of pages in memory, and bytes of log kept after a large import.
    connection.pragma_update(None, "cache_size", -32_768)?;
    connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
    Ok(connection)
}

/// Moves everything out of the log, which still holds pages as they were, and empties it.
pub(super) fn empty_log(connection: &Connection) -> Result<(), Error> {
    connection.pragma(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))?;
    Ok(())
}

/// Writes the whole file anew, which then holds nothing but what stands in its tables. What it
/// is written to meanwhile is a file, not memory: a registry may be large.
pub(super) fn write_anew(connection: &Connection) -> Result<(), Error> {
    connection.pragma_update(None, "temp_store", "FILE")?;
    let written = connection.execute_batch("VACUUM");
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    written?;
    empty_log(connection)
}

/// What is wrong with a file.
pub(super) fn check(file: &Path, depth: Depth) -> Result<Vec<String>, Error> {
    match faults(file, depth) {
        Ok(faults) => Ok(faults),
        Err(error) if is_damage(&error) => Ok(vec![error.to_string()]),
        Err(error) => Err(error.into()),
    }
}

/// Whether the file is not as SQLite wrote it.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

fn faults(file: &Path, depth: Depth) -> rusqlite::Result<Vec<String>> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_secs(WAIT_SECONDS_MAX))?;
    let pragma = match depth {
        Depth::Quick => format!("PRAGMA quick_check({FAULTS_MAX})"),
        Depth::Full => format!("PRAGMA integrity_check({FAULTS_MAX})"),
    };
    let mut statement = connection.prepare(&pragma)?;
    let said = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut faults = said.collect::<rusqlite::Result<Vec<String>>>()?;
    faults.retain(|said| said != "ok");
    if depth == Depth::Full {
        let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
        let missing = statement.query_map([], |row| {
            let (table, other): (String, String) = (row.get(0)?, row.get(2)?);
            Ok(format!(
                "a row of {table} names one of {other} that is not there"
            ))
        })?;
        for fault in missing.take(FAULTS_MAX) {
            faults.push(fault?);
        }
    }
    Ok(faults)
}

pub(super) fn begin_reading(connection: &mut Connection) -> Result<Open<'_>, Error> {
    let open = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    Ok(Open::Sqlite(open))
}

pub(super) fn begin_writing(connection: &mut Connection) -> Result<Open<'_>, Error> {
    let open = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    Ok(Open::Sqlite(open))
}

pub(super) fn execute(
    open: &rusqlite::Transaction,
    sql: &str,
    values: &[Value],
) -> Result<u64, Error> {
    let mut statement = open.prepare_cached(&numbered(sql))?;
    let touched = statement.execute(params_from_iter(values))?;
    Ok(touched as u64)
}

pub(super) fn rows<T>(
    open: &rusqlite::Transaction,
    sql: &str,
    values: &[Value],
    mut read: impl FnMut(Row) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut statement = open.prepare_cached(&numbered(sql))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(Row::Sqlite(row))?);
    }
    Ok(found)
}

pub(super) fn add_all<'v, R: 'v>(
    open: &rusqlite::Transaction,
    table: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = R>,
    mut cells: impl FnMut(R, &mut Vec<Value<'v>>) -> Result<(), Error>,
) -> Result<u64, Error> {
    let places = vec!["?"; columns.len()].join(", ");
    let names = columns.join(", ");
    let sql = format!("INSERT INTO {table} ({names}) VALUES ({places})");
    let mut statement = open.prepare_cached(&sql)?;
    let mut values = Vec::with_capacity(columns.len());
    let mut added = 0;
    for row in rows {
        values.clear();
        cells(row, &mut values)?;
        statement.execute(params_from_iter(&values))?;
        added += 1;
    }
    Ok(added)
}

/// `$1` becomes `?1`: SQLite counts `$1` by where it first stands, not by its number.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
            Value::Personal(..) => {
                return Err(rusqlite::Error::ToSqlConversionFailure(NOT_SEALED.into()));
            }
        }))
    }
}

/// `None`: the cell holds something else. `Some(None)`: it is NULL.
pub(super) fn integer(row: &rusqlite::Row, column: usize) -> Option<Option<i64>> {
    match row.get_ref(column).ok()? {
        ValueRef::Integer(number) => Some(Some(number)),
        ValueRef::Null => Some(None),
        _ => None,
    }
}

pub(super) fn text<'a>(row: &'a rusqlite::Row, column: usize) -> Option<Option<&'a str>> {
    match row.get_ref(column).ok()? {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().map(Some),
        ValueRef::Null => Some(None),
        _ => None,
    }
}

pub(super) fn blob<'a>(row: &'a rusqlite::Row, column: usize) -> Option<Option<&'a [u8]>> {
    match row.get_ref(column).ok()? {
        ValueRef::Blob(bytes) => Some(Some(bytes)),
        ValueRef::Null => Some(None),
        _ => None,
    }
}
