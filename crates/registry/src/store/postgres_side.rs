//! The PostgreSQL half: one connection, one writer at a time, bulk rows through COPY.

use std::io::Write;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, IsolationLevel};

use super::value::{NOT_SEALED, Value};
use super::{Open, Row, postgres_tls};
use crate::error::Error;

pub(super) type PostgresRow = postgres::Row;

/// Every writer of the registry takes this lock: "tilsyn" in ASCII.
const WRITER_LOCK: i64 = 0x7469_6c73_796e;

/// Rows are sent to COPY in pieces of about this size.
const COPY_BYTES: usize = 1 << 18;

pub(super) fn open(address: &str) -> Result<Client, Error> {
    let mut client = postgres_tls::connect(address)?;
    let encoding: String = client.query_one("SHOW server_encoding", &[])?.try_get(0)?;
    if encoding != "UTF8" {
        return Err(Error::NotUtf8(encoding));
    }
    // An acknowledged commit is on the disk, whatever the server's own settings say.
    client.batch_execute("SET client_encoding = 'UTF8'; SET synchronous_commit = 'on'")?;
    Ok(client)
}

pub(super) fn begin_reading(client: &mut Client) -> Result<Open<'_>, Error> {
    let open = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()?;
    Ok(Open::Postgres(open))
}

/// Each statement sees what was committed before it, and no other writer is at work.
pub(super) fn begin_writing(client: &mut Client) -> Result<Open<'_>, Error> {
    let mut open = client
        .build_transaction()
        .isolation_level(IsolationLevel::ReadCommitted)
        .start()?;
    open.batch_execute(&format!("SELECT pg_advisory_xact_lock({WRITER_LOCK})"))?;
    Ok(Open::Postgres(open))
}

/// Writes tables anew: their files then hold nothing but their rows. What the server's log still
/// holds goes by the server's settings.
pub(super) fn write_anew(client: &mut Client, tables: &[&str]) -> Result<(), Error> {
    for table in tables {
        client.batch_execute(&format!("VACUUM (FULL) {table}"))?;
    }
    Ok(())
}

pub(super) fn execute(
    open: &mut postgres::Transaction,
    sql: &str,
    values: &[Value],
) -> Result<u64, Error> {
    Ok(open.execute_typed(sql, &typed(values))?)
}

pub(super) fn rows<T>(
    open: &mut postgres::Transaction,
    sql: &str,
    values: &[Value],
    mut read: impl FnMut(Row) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut rows = open.query_typed_raw(sql, typed(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(Row::Postgres(&row))?);
    }
    Ok(found)
}

/// The binary format of COPY: a head, then for each row the number of cells, and each cell as its
/// length and bytes, -1 for NULL (PostgreSQL manual, "COPY", file formats).
pub(super) fn add_all<'v, R: 'v>(
    open: &mut postgres::Transaction,
    table: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = R>,
    mut cells: impl FnMut(R, &mut Vec<Value<'v>>) -> Result<(), Error>,
) -> Result<u64, Error> {
    let names = columns.join(", ");
    let sql = format!("COPY {table} ({names}) FROM STDIN (FORMAT binary)");
    let mut copy = open.copy_in(&sql)?;
    let mut piece = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0".to_vec();
    let mut values = Vec::with_capacity(columns.len());
    for row in rows {
        values.clear();
        cells(row, &mut values)?;
        let count = i16::try_from(values.len()).expect("no table has so many columns");
        piece.extend_from_slice(&count.to_be_bytes());
        for value in &values {
            copy_cell(value, &mut piece)?;
        }
        if piece.len() >= COPY_BYTES {
            copy.write_all(&piece)
                .map_err(|error| Error::from_copy(&error))?;
            piece.clear();
        }
    }
    piece.extend_from_slice(&(-1_i16).to_be_bytes());
    copy.write_all(&piece)
        .map_err(|error| Error::from_copy(&error))?;
    Ok(copy.finish()?)
}

fn copy_cell(value: &Value, piece: &mut Vec<u8>) -> Result<(), Error> {
    let number: [u8; 8];
    let bytes: &[u8] = match value {
        Value::Null => {
            piece.extend_from_slice(&(-1_i32).to_be_bytes());
            return Ok(());
        }
        Value::Integer(value) => {
            number = value.to_be_bytes();
            &number
        }
        Value::Text(text) => text.as_bytes(),
        Value::Blob(bytes) => bytes,
        Value::Personal(..) => return Err(Error::Postgres(NOT_SEALED.to_owned())),
    };
    let length = i32::try_from(bytes.len()).map_err(|_| Error::TooLong {
        what: "a cell",
        bytes_max: i32::MAX as usize,
    })?;
    piece.extend_from_slice(&length.to_be_bytes());
    piece.extend_from_slice(bytes);
    Ok(())
}

/// Stating the types saves PostgreSQL's driver a question to the server before each statement.
fn typed<'v>(values: &'v [Value]) -> Vec<(&'v (dyn ToSql + Sync), Type)> {
    let kind = |value: &Value| match value {
        Value::Null => Type::UNKNOWN,
        Value::Integer(_) => Type::INT8,
        Value::Text(_) => Type::TEXT,
        Value::Blob(_) | Value::Personal(..) => Type::BYTEA,
    };
    values
        .iter()
        .map(|value| (value as &(dyn ToSql + Sync), kind(value)))
        .collect()
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        _kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => return Ok(IsNull::Yes),
            Value::Integer(number) => out.extend_from_slice(&number.to_be_bytes()),
            Value::Text(text) => out.extend_from_slice(text.as_bytes()),
            Value::Blob(bytes) => out.extend_from_slice(bytes),
            Value::Personal(..) => return Err(NOT_SEALED.into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(kind: &Type) -> bool {
        [Type::UNKNOWN, Type::INT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}
