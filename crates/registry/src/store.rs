//! One way to speak to two databases: a connection, its transactions, their rows.
//!
//! SQL is written once, with `$1` for the first value, in what both databases understand.
//! Writers work one at a time: SQLite has one lock for all, and in PostgreSQL every writing
//! transaction takes one advisory lock, so that what is true of one is true of the other.
//! Not here: which tables there are (`migrations`), and what is asked of them (everyone else).

mod postgres_side;
mod postgres_tls;
mod sqlite_side;
mod value;

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::vec::IntoIter;

pub(crate) use value::{Reader, Value};

use crate::check::{DatabaseCheck, Depth};
use crate::error::Error;
use crate::seal::faults::unopened;
use crate::seal::{RegistryKey, Sealer};
use postgres_side::PostgresRow;
use value::Sealing;

/// Where a registry is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file; it is made if it is not there.
    Sqlite(PathBuf),
    /// `host=… user=… dbname=…` or `postgresql://…`; the database itself must exist. Says with
    /// `sslmode` and `sslrootcert` whether the way there is encrypted, and whom to trust.
    Postgres(String),
}

impl Location {
    /// What to call it where something is wrong with it: the file, or that it is PostgreSQL's,
    /// whose address may hold a password.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Location::Sqlite(file) => file.display().to_string(),
            Location::Postgres(_) => "PostgreSQL".to_owned(),
        }
    }

    /// The same error; damage with the name of the file.
    fn named(&self, error: Error) -> Error {
        match (self, error) {
            (Location::Sqlite(file), Error::Sqlite(source)) if sqlite_side::is_damage(&source) => {
                let file = file.clone();
                Error::Damaged { file, source }
            }
            (_, error) => error,
        }
    }
}

/// A connection that threads share, one at a time.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    pub(crate) location: Location,
    pub(crate) key: RegistryKey,
}

enum Connection {
    Sqlite(rusqlite::Connection),
    Postgres {
        client: Box<postgres::Client>,
        address: String,
    },
}

/// Which of the two it is; only migrations need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// All or nothing. What is personal is sealed here on its way in, and opened on its way out.
pub(crate) struct Transaction<'a> {
    open: Open<'a>,
    pub(crate) sealer: Sealer,
}

/// A part of what is read together.
pub(crate) type Part<T> = Box<dyn FnOnce(&mut Transaction) -> Result<T, Error> + Send>;

/// Connections that read together: more would wait for the disk, or take those of others.
const READERS_MAX: usize = 8;

enum Open<'a> {
    Sqlite(rusqlite::Transaction<'a>),
    Postgres(postgres::Transaction<'a>),
}

/// One row of an answer.
#[derive(Clone, Copy)]
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a PostgresRow),
    /// Of no database.
    Cells(&'a [Value<'a>]),
}

impl Store {
    pub(crate) fn open(location: &Location, key: &RegistryKey) -> Result<Store, Error> {
        let connection = match location {
            Location::Sqlite(path) => {
                let opened = sqlite_side::open(path);
                Connection::Sqlite(opened.map_err(|error| location.named(error))?)
            }
            Location::Postgres(address) => Connection::Postgres {
                client: Box::new(postgres_side::open(address)?),
                address: address.clone(),
            },
        };
        Ok(Store {
            connection: Mutex::new(connection),
            location: location.clone(),
            key: key.clone(),
        })
    }

    /// Another connection to the same place.
    pub(crate) fn again(&self) -> Result<Store, Error> {
        Store::open(&self.location, &self.key)
    }

    pub(crate) fn check(&self, depth: Depth) -> Result<DatabaseCheck, Error> {
        // Over a connection of its own, so that nobody waits for it.
        let other = || self.again();
        let unopened = || match depth {
            Depth::Quick => Ok(Vec::new()),
            Depth::Full => other()?.read(unopened),
        };
        match &self.location {
            Location::Sqlite(file) => {
                let mut faults = sqlite_side::check(file, depth)?;
                // What is damaged in its form cannot be asked for its values.
                if faults.is_empty() {
                    faults = unopened()?;
                }
                let file = self.location.place();
                Ok(DatabaseCheck::Sqlite { file, faults })
            }
            Location::Postgres(_) => {
                let sql = "SHOW data_checksums";
                let said = self.read(|open| open.first(sql, &[], |row| row.text()))?;
                let checksums = said.is_some_and(|said| said == "on");
                let faults = unopened()?;
                Ok(DatabaseCheck::Postgres { checksums, faults })
            }
        }
    }

    /// Reads from one unchanging state of the database.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&mut Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.begun(Connection::begin_reading, |mut open| work(&mut open))
            .map_err(|error| self.location.named(error))
    }

    /// Reads parts of one unchanging state on all cores, each over a connection of its own:
    /// opening what is sealed takes longer than reading it. Parts are begun in their order, so
    /// the longest come first; what they read comes in any order.
    pub(crate) fn read_together<T: Send>(&self, parts: Vec<Part<T>>) -> Result<Vec<T>, Error> {
        let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let threads = cores.min(parts.len()).min(READERS_MAX);
        let parts = Mutex::new(parts.into_iter());
        thread::scope(|scope| {
            let (begun, all_begun) = mpsc::channel();
            // While this waits to write, nobody writes: all begin at the same state.
            let readers = self.write(|_| {
                let read = |begun| scope.spawn(|| self.read_apart(begun, &parts));
                let readers: Vec<_> = vec![begun; threads].into_iter().map(read).collect();
                all_begun.iter().for_each(drop);
                Ok(readers)
            })?;
            let mut found = Vec::new();
            for reader in readers {
                found.extend(reader.join().unwrap_or_else(|panic| resume_unwind(panic))?);
            }
            Ok(found)
        })
    }

    /// Reads parts until none is left. `begun` is let go of when what they will see is fixed.
    fn read_apart<T>(
        &self,
        begun: mpsc::Sender<()>,
        parts: &Mutex<IntoIter<Part<T>>>,
    ) -> Result<Vec<T>, Error> {
        let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
        let store = self.again()?;
        store.read(|open| {
            open.fix()?;
            drop(begun);
            let mut found = Vec::new();
            while let Some(part) = next() {
                found.push(part(open)?);
            }
            Ok(found)
        })
    }

    /// Writes all that `work` writes, or nothing if it fails.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.begun(Connection::begin_writing, |mut open| {
            let done = work(&mut open)?;
            match open.open {
                Open::Sqlite(open) => open.commit()?,
                Open::Postgres(open) => open.commit()?,
            }
            Ok(done)
        })
        .map_err(|error| self.location.named(error))
    }

    /// Whether a write would do, without keeping any of it.
    pub(crate) fn try_out(
        &self,
        work: impl FnOnce(&mut Transaction) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let tried = self.write(|open| {
            work(open)?;
            Err::<(), Error>(Error::OnlyTried)
        });
        match tried {
            Err(Error::OnlyTried) => Ok(()),
            other => other,
        }
    }

    /// Sees to it that no file of ours holds what was deleted. PostgreSQL's files are its own
    /// affair: its vacuum and its log go by its settings.
    pub(crate) fn forget_what_was_deleted(&self) -> Result<(), Error> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match &*connection {
            Connection::Sqlite(sqlite) => sqlite_side::empty_log(sqlite),
            Connection::Postgres { .. } => Ok(()),
        }
    }

    /// Writes the tables anew, so that none of our files holds what stood there before.
    pub(crate) fn write_anew(&self, tables: &[&str]) -> Result<(), Error> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match &mut *connection {
            Connection::Sqlite(sqlite) => sqlite_side::write_anew(sqlite),
            Connection::Postgres { client, .. } => postgres_side::write_anew(client, tables),
        }
        .map_err(|error| self.location.named(error))
    }

    /// Begins a transaction and hands it over. A connection that PostgreSQL has ended since it
    /// was last used is noticed here, before anything was asked: then a new one is made.
    /// A thread that panicked left no half-done work: its transaction was rolled back.
    fn begun<T>(
        &self,
        begin: impl for<'c> Fn(&'c mut Connection) -> Result<Open<'c>, Error>,
        work: impl FnOnce(Transaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let sealer = Sealer::new(&self.key);
        let failed = match begin(&mut connection) {
            Ok(open) => return work(Transaction { open, sealer }),
            Err(error) => error,
        };
        let Connection::Postgres { client, address } = &mut *connection else {
            return Err(failed);
        };
        tracing::warn!("the connection to PostgreSQL was lost; connecting again");
        **client = postgres_side::open(address)?;
        let open = begin(&mut connection)?;
        work(Transaction { open, sealer })
    }
}

impl Connection {
    fn begin_reading(&mut self) -> Result<Open<'_>, Error> {
        match self {
            Connection::Sqlite(sqlite) => sqlite_side::begin_reading(sqlite),
            Connection::Postgres { client, .. } => postgres_side::begin_reading(client),
        }
    }

    fn begin_writing(&mut self) -> Result<Open<'_>, Error> {
        match self {
            Connection::Sqlite(sqlite) => sqlite_side::begin_writing(sqlite),
            Connection::Postgres { client, .. } => postgres_side::begin_writing(client),
        }
    }
}

impl Transaction<'_> {
    /// Fixes the moment that a reading transaction sees: what is written from now on is not in
    /// it. Quick.
    pub(crate) fn fix(&mut self) -> Result<(), Error> {
        let sql = "SELECT count(*) FROM migrations";
        self.number(sql, &[]).map(drop)
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.open {
            Open::Sqlite(_) => Dialect::Sqlite,
            Open::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Does something; gives the number of rows it touched.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        value::check(values)?;
        let values = &value::seal(&self.sealer, values)?;
        match &mut self.open {
            Open::Sqlite(open) => sqlite_side::execute(open, sql, values),
            Open::Postgres(open) => postgres_side::execute(open, sql, values),
        }
    }

    /// Asks something; `read` makes of each row what is wanted. Columns about people are asked
    /// for with `select`, or they come sealed.
    pub(crate) fn rows<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        mut read: impl FnMut(&mut Reader) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        value::check(values)?;
        let values = &value::seal(&self.sealer, values)?;
        let read = |row: Row| read(&mut Reader::new(row, None));
        match &mut self.open {
            Open::Sqlite(open) => sqlite_side::rows(open, sql, values, read),
            Open::Postgres(open) => postgres_side::rows(open, sql, values, read),
        }
    }

    /// Asks for columns of a table, opened where they are sealed. `rest` is what follows the
    /// table's name: which rows, and in what order.
    pub(crate) fn select<T>(
        &mut self,
        table: &str,
        columns: &[&str],
        rest: &str,
        values: &[Value],
        mut read: impl FnMut(&mut Reader) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        value::check(values)?;
        let values = &value::seal(&self.sealer, values)?;
        let sealing = Sealing::of(&self.sealer, table, columns);
        let read = |row: Row| read(&mut Reader::new(row, Some(&sealing)));
        let sql = format!("SELECT {} FROM {table} {rest}", columns.join(", "));
        match &mut self.open {
            Open::Sqlite(open) => sqlite_side::rows(open, &sql, values, read),
            Open::Postgres(open) => postgres_side::rows(open, &sql, values, read),
        }
    }

    /// The first row, if there is one.
    pub(crate) fn first<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        read: impl FnMut(&mut Reader) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        Ok(self.rows(sql, values, read)?.into_iter().next())
    }

    /// A question whose answer is one integer, such as a count.
    pub(crate) fn number(&mut self, sql: &str, values: &[Value]) -> Result<i64, Error> {
        let found = self.first(sql, values, |row| row.integer())?;
        Ok(found.unwrap_or_default())
    }

    /// Adds many rows as fast as the database can, sealed where they are about people. `cells`
    /// writes the values of one row.
    pub(crate) fn add_all<'v, R: 'v>(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: impl IntoIterator<Item = R>,
        mut cells: impl FnMut(R, &mut Vec<Value<'v>>),
    ) -> Result<u64, Error> {
        let sealing = Sealing::of(&self.sealer, table, columns);
        let sealed = |row: R, values: &mut Vec<Value<'v>>| {
            cells(row, values);
            value::check(values)?;
            sealing.seal(values)
        };
        match &mut self.open {
            Open::Sqlite(open) => sqlite_side::add_all(open, table, columns, rows, sealed),
            Open::Postgres(open) => postgres_side::add_all(open, table, columns, rows, sealed),
        }
    }

    /// Adds rows to a table of before there were seals.
    pub(crate) fn add_unsealed<'v>(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value<'v>>>,
    ) -> Result<u64, Error> {
        let cells = |row: Vec<Value<'v>>, values: &mut Vec<Value<'v>>| {
            values.extend(row);
            Ok(())
        };
        match &mut self.open {
            Open::Sqlite(open) => sqlite_side::add_all(open, table, columns, rows, cells),
            Open::Postgres(open) => postgres_side::add_all(open, table, columns, rows, cells),
        }
    }

    /// Runs several statements without values: a migration.
    pub(crate) fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        match &mut self.open {
            Open::Sqlite(open) => Ok(open.execute_batch(sql)?),
            Open::Postgres(open) => Ok(open.batch_execute(sql)?),
        }
    }
}
