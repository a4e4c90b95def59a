//! The whole registry as it was at one moment, as bytes, and made again from them.
//!
//! Tables hold integers, texts and bytes in both databases, so the bytes are the same whichever
//! it was, and either can be made from them. The reader has a connection of its own: others
//! write on. Big-endian: `TILSYNRG`, u16 version, u64 number of the newest migration, then per
//! table `T ‖ name ‖ u16(columns) ‖ names`, its rows `R ‖ cells`, and at the end `E ‖ u64(rows)`.
//! A name is `u16(length) ‖ bytes`; what a cell is stands in `cells`. Values that are sealed in the
//! tables stand here opened, since whoever keeps the bytes seals them as a whole: so they can be
//! put into another database, under another key. Not here: that sealing, where the bytes are kept.

use std::io::{self, Read};

use crate::cells::{CELL_BYTES_MAX, push_cell};
use crate::emergency;
use crate::error::Error;
use crate::migrations::{MIGRATIONS, SEALED, migrate_to};
use crate::registry::{Location, Registry};
use crate::seal::RegistryKey;
use crate::store::{Dialect, Store, Transaction, Value};

const MAGIC: &[u8; 8] = b"TILSYNRG";
const VERSION: u16 = 1;
/// Bytes handed on at a time.
const PIECE_BYTES: usize = 1 << 20;
/// Rows added at a time.
const ROWS_TOGETHER: usize = 8_192;
const NAME_BYTES_MAX: u16 = 100;
const COLUMNS_MAX: u16 = 200;

/// Takes the bytes of a snapshot, piece by piece.
pub type Taking<'a> = dyn FnMut(&[u8]) -> io::Result<()> + 'a;

/// The registry at one moment, once that is fixed.
pub struct Snapshot<'a, 'b> {
    open: &'a mut Transaction<'b>,
}

impl Registry {
    /// Reads the registry as it is at one moment, over a connection of its own.
    ///
    /// # Errors
    /// If the database cannot be reached, or what `work` fails with.
    pub fn snapshot<T>(
        &self,
        work: impl FnOnce(&mut Snapshot<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let store = self.store.again()?;
        store.read(|open| work(&mut Snapshot { open }))
    }
}

impl Snapshot<'_, '_> {
    /// Fixes the moment: what is written from now on is not in it. Quick.
    ///
    /// # Errors
    /// If the database fails.
    pub fn fix(&mut self) -> Result<(), Error> {
        self.open.fix()
    }

    /// Hands out the whole of it; gives how many rows it had.
    ///
    /// # Errors
    /// If the database fails, or `take` does.
    pub fn write(&mut self, take: &mut Taking<'_>) -> Result<u64, Error> {
        let sql = "SELECT max(number) FROM migrations";
        let newest = self.open.number(sql, &[])?;
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&VERSION.to_be_bytes());
        out.extend_from_slice(&newest.to_be_bytes());
        let mut rows = 0;
        for table in tables() {
            rows += self.table(table, &mut out, take)?;
        }
        out.push(b'E');
        out.extend_from_slice(&rows.to_be_bytes());
        take(&out).map_err(Error::File)?;
        Ok(rows)
    }

    fn table(
        &mut self,
        table: &str,
        out: &mut Vec<u8>,
        take: &mut Taking<'_>,
    ) -> Result<u64, Error> {
        let columns = columns(self.open, table)?;
        if columns.is_empty() {
            // A later migration took it away.
            return Ok(0);
        }
        out.push(b'T');
        push_name(out, table);
        out.extend_from_slice(&short(columns.len()).to_be_bytes());
        columns.iter().for_each(|column| push_name(out, column));
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut rows = 0;
        self.open.select(table, &names, "", &[], |row| {
            rows += 1;
            out.push(b'R');
            for _ in &columns {
                push_cell(out, &row.cell()?)?;
            }
            if out.len() >= PIECE_BYTES {
                take(out).map_err(Error::File)?;
                out.clear();
            }
            Ok(())
        })?;
        Ok(rows)
    }
}

/// Makes a registry of a snapshot, sealed with this key. The place must hold none yet, or an
/// empty one.
///
/// # Errors
/// If rows are there already, the bytes are no whole snapshot or one of a later version, or the
/// database fails. Nothing of it is there then.
pub fn restore(location: &Location, key: &RegistryKey, input: &mut dyn Read) -> Result<u64, Error> {
    let store = Store::open(location, key)?;
    let rows = store.write(|open| {
        let mut input = Input(input);
        let newest = input.head()?;
        let known = MIGRATIONS.last().map_or(0, |newest| newest.number);
        if newest > known {
            let found = newest;
            return Err(Error::NewerSchema { found, known });
        }
        migrate_to(open, newest)?;
        empty(open)?;
        input.tables(open, newest)
    })?;
    drop(store);
    let registry = Registry::open(location, key)?;
    registry.store.write(emergency::forget_unused)?;
    Ok(rows)
}

/// Takes away what migrations put in; what anybody else put in is not to be lost.
fn empty(open: &mut Transaction) -> Result<(), Error> {
    let kept = [
        "people",
        "sources",
        "imports",
        "own_looks",
        "settings",
        "staff",
    ];
    for table in kept {
        // One of an earlier version may not have it yet.
        let is_there = !columns(open, table)?.is_empty();
        if is_there && open.number(&format!("SELECT count(*) FROM {table}"), &[])? > 0 {
            return Err(Error::NotEmpty);
        }
    }
    let tables: Vec<&str> = tables().collect();
    for table in tables.into_iter().rev() {
        if !columns(open, table)?.is_empty() {
            open.execute(&format!("DELETE FROM {table}"), &[])?;
        }
    }
    Ok(())
}

/// Every table that a migration made, oldest first: none refers to a later one. Not those that are
/// of their database: the one that tells the key, and what opens the copy of the directory.
fn tables() -> impl Iterator<Item = &'static str> {
    let lines = MIGRATIONS.iter().flat_map(|step| step.sqlite.lines());
    let made =
        lines.filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next());
    let mut tables: Vec<&str> = Vec::new();
    for table in made.filter(|table| !["seal", "directory_copy"].contains(table)) {
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    tables.into_iter()
}

/// The names of a table's columns, in order; none: there is no such table.
pub(crate) fn columns(open: &mut Transaction, table: &str) -> Result<Vec<String>, Error> {
    let sql = match open.dialect() {
        Dialect::Sqlite => "SELECT name FROM pragma_table_info($1) ORDER BY cid",
        Dialect::Postgres => {
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
        }
    };
    open.rows(sql, &[Value::text(table)], |row| row.text())
}

fn push_name(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(&short(name.len()).to_be_bytes());
    out.extend_from_slice(name.as_bytes());
}

fn short(length: usize) -> u16 {
    u16::try_from(length).expect("names and numbers of columns are short")
}

/// The bytes of a snapshot, on their way in.
struct Input<'a>(&'a mut dyn Read);

impl Input<'_> {
    fn head(&mut self) -> Result<i64, Error> {
        if self.take::<8>()? != *MAGIC || u16::from_be_bytes(self.take()?) != VERSION {
            return Err(Error::NoSnapshot);
        }
        Ok(i64::from_be_bytes(self.take()?))
    }

    /// A snapshot of before there were seals is sealed once all of it is there, as its database
    /// would have been.
    fn tables(&mut self, open: &mut Transaction, newest: i64) -> Result<u64, Error> {
        let mut all = 0;
        let mut mark = self.take::<1>()?;
        while mark == *b"T" {
            let table = self.name()?;
            if !tables().any(|known| known == table) {
                return Err(Error::NoSnapshot);
            }
            let mut names = Vec::new();
            for _ in 0..u16::from_be_bytes(self.take()?).min(COLUMNS_MAX) {
                names.push(self.name()?);
            }
            let known = columns(open, &table)?;
            if names.iter().any(|name| !known.contains(name)) {
                return Err(Error::NoSnapshot);
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            mark = self.take()?;
            while mark == *b"R" {
                let rows = self.rows(names.len(), &mut mark)?;
                all += rows.len() as u64;
                match newest < SEALED {
                    true => open.add_unsealed(&table, &names, rows)?,
                    false => {
                        open.add_all(&table, &names, rows, |row, values| values.extend(row))?
                    }
                };
            }
        }
        let is_whole = mark == *b"E" && u64::from_be_bytes(self.take()?) == all;
        if is_whole {
            Ok(all)
        } else {
            Err(Error::NoSnapshot)
        }
    }

    /// Some rows, and the mark of what follows them.
    fn rows(
        &mut self,
        cells: usize,
        mark: &mut [u8; 1],
    ) -> Result<Vec<Vec<Value<'static>>>, Error> {
        let mut rows = Vec::new();
        while *mark == *b"R" && rows.len() < ROWS_TOGETHER {
            let row = (0..cells).map(|_| self.cell());
            rows.push(row.collect::<Result<_, _>>()?);
            *mark = self.take()?;
        }
        Ok(rows)
    }

    fn cell(&mut self) -> Result<Value<'static>, Error> {
        let kind = self.take::<1>()?[0];
        Ok(match kind {
            0 => Value::Null,
            1 => Value::Integer(i64::from_be_bytes(self.take()?)),
            2 => Value::Text(utf8(self.long()?)?.into()),
            3 => Value::Blob(self.long()?.into()),
            _ => return Err(Error::NoSnapshot),
        })
    }

    fn long(&mut self) -> Result<Vec<u8>, Error> {
        let length = u32::from_be_bytes(self.take()?);
        self.bytes(length)
    }

    fn name(&mut self) -> Result<String, Error> {
        let length = u16::from_be_bytes(self.take()?).min(NAME_BYTES_MAX);
        utf8(self.bytes(length.into())?)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.0.read_exact(&mut bytes).map_err(ended)?;
        Ok(bytes)
    }

    /// A wrong length asks for no more memory than there are bytes.
    fn bytes(&mut self, length: u32) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let take = u64::from(length.min(CELL_BYTES_MAX));
        let read = (&mut *self.0).take(take).read_to_end(&mut bytes);
        let read = read.map_err(Error::File)?;
        let is_whole = u64::try_from(read).is_ok_and(|read| read == u64::from(length));
        if is_whole {
            Ok(bytes)
        } else {
            Err(Error::NoSnapshot)
        }
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::NoSnapshot)
}

fn ended(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Error::NoSnapshot,
        _ => Error::File(error),
    }
}
