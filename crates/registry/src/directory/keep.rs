//! How a table of the directory keeps its history: the same way for every table.
//!
//! A version was known from the day `known_from` until the day before `known_to`. An import puts
//! what came beside what is known, both in the order of their keys, and writes the differences.
//! What was known before today is never rewritten; only its `known_to` is set, once.

use std::borrow::Cow;
use std::cmp::Ordering;

use tilsyn_domain::Day;
use tilsyn_domain::directory::{DirectoryFile, Keyed, Spared, Validity};

use super::Changed;
use crate::error::Error;
use crate::store::{Reader, Transaction, Value};

/// A row of the directory that the registry can keep.
pub(super) trait Kept: Keyed + Clone {
    const FILE: DirectoryFile;
    /// In the order of `cells` and `read`.
    const COLUMNS: &'static [&'static str];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>);
    fn read(row: &mut Reader) -> Result<Self, Error>;

    /// What becomes of it when today's snapshot no longer has it.
    fn absent(&self, today: Day) -> Absent<Self>;
}

/// What becomes of a row that is absent from a snapshot.
pub(super) enum Absent<T> {
    /// It had ended already, and stays as it is.
    Stays,
    /// It ends today: this is what holds from now on.
    Ends(T),
    /// It had not begun, or says only what holds now: known no more.
    Withdrawn,
}

/// Deletes and closes name so many versions a statement.
const VERSIONS_A_STATEMENT: usize = 1_000;

/// Rows that memory is asked for before they are there.
const EXPECTED_ROWS_MAX: usize = 4 << 20;

/// The columns in front of a table's own.
const HISTORY: [&str; 4] = ["version", "known_from", "known_to", "left_on"];

/// A row as it is known now.
struct Known<T> {
    version: i64,
    since: Day,
    left_on: Option<Day>,
    row: T,
}

/// What an import has to write.
struct Writes<'a, T: Clone> {
    today: Day,
    /// Known since today only, and replaced today.
    forgotten: Vec<i64>,
    closed: Vec<i64>,
    kept: Vec<(Cow<'a, T>, Option<Day>)>,
}

/// Every row known on a day, or now, by key.
pub(super) fn known<T: Kept>(
    open: &mut Transaction,
    as_known_on: Option<Day>,
) -> Result<Vec<T>, Error> {
    let (table, columns) = (T::FILE.name(), T::COLUMNS);
    let mut rows = Vec::with_capacity(expected(open, T::FILE)?);
    let mut read = |row: &mut Reader| {
        rows.push(T::read(row)?);
        Ok(())
    };
    match as_known_on {
        None => {
            let now = "WHERE known_to IS NULL ORDER BY version";
            open.select(table, columns, now, &[], &mut read)?;
        }
        Some(day) => {
            let then = "WHERE known_from <= $1 AND (known_to IS NULL OR known_to > $1)
                 ORDER BY version";
            open.select(table, columns, then, &[day.into()], &mut read)?;
        }
    }
    rows.sort_by(|one, two| one.key().cmp(&two.key()));
    Ok(rows)
}

/// About as many rows as are known: as many as the newest file had. A list that grows by
/// doubling touches twice the memory, which in a large register takes a second.
fn expected(open: &mut Transaction, file: DirectoryFile) -> Result<usize, Error> {
    let newest = "SELECT row_count FROM directory_imports WHERE file = $1
         ORDER BY import_day DESC LIMIT 1";
    let rows = open.number(newest, &[Value::text(file.name())])?;
    Ok(usize::try_from(rows).unwrap_or(0).min(EXPECTED_ROWS_MAX))
}

/// Takes in a snapshot of the table.
pub(super) fn import<T: Kept>(
    open: &mut Transaction,
    rows: &[T],
    spared: &Spared,
    today: Day,
) -> Result<Changed, Error> {
    let mut changed = Changed {
        rows: rows.len() as u64,
        ..Changed::default()
    };
    let came = by_key(rows)?;
    let known = known_now::<T>(open)?;
    let writes = compare(&came, &known, spared, today, &mut changed);
    write(open, &writes)?;
    Ok(changed)
}

/// The rows in the order of their keys. A key that stands twice would make one of its rows
/// vanish without a word.
fn by_key<T: Kept>(rows: &[T]) -> Result<Vec<&T>, Error> {
    let mut came: Vec<&T> = rows.iter().collect();
    came.sort_by(|one, two| one.key().cmp(&two.key()));
    let twice = came.windows(2).any(|pair| pair[0].key() == pair[1].key());
    if twice {
        let file = T::FILE.name();
        return Err(Error::SameKeyTwice { file });
    }
    Ok(came)
}

fn known_now<T: Kept>(open: &mut Transaction) -> Result<Vec<Known<T>>, Error> {
    let columns = ["version", "known_from", "left_on"];
    let columns = [&columns, T::COLUMNS].concat();
    let now = "WHERE known_to IS NULL ORDER BY version";
    let mut known = open.select(T::FILE.name(), &columns, now, &[], |row| {
        Ok(Known {
            version: row.integer()?,
            since: row.day()?,
            left_on: row.maybe_day()?,
            row: T::read(row)?,
        })
    })?;
    known.sort_by(|one, two| one.row.key().cmp(&two.row.key()));
    Ok(known)
}

/// Walks along both lists at once.
fn compare<'a, T: Kept>(
    came: &[&'a T],
    known: &[Known<T>],
    spared: &Spared,
    today: Day,
    changed: &mut Changed,
) -> Writes<'a, T> {
    let mut writes = Writes::new(today);
    let (mut came, mut known) = (came.iter().peekable(), known.iter().peekable());
    loop {
        let order = match (came.peek(), known.peek()) {
            (Some(new), Some(old)) => new.key().cmp(&old.row.key()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return writes,
        };
        let new = came.next_if(|_| order != Ordering::Greater);
        let old = known.next_if(|_| order != Ordering::Less);
        match (new, old) {
            (Some(new), Some(old)) if **new != old.row || old.left_on.is_some() => {
                changed.changed += 1;
                writes.supersede(old);
                writes.kept.push((Cow::Borrowed(*new), None));
            }
            (Some(new), None) => {
                changed.added += 1;
                writes.kept.push((Cow::Borrowed(*new), None));
            }
            (None, Some(old)) if old.left_on.is_none() => match old.row.absent(today) {
                Absent::Stays => {}
                _ if spared.spares(&old.row.about()) => changed.kept += 1,
                Absent::Ends(row) => {
                    changed.ended += 1;
                    writes.supersede(old);
                    writes.kept.push((Cow::Owned(row), Some(today)));
                }
                Absent::Withdrawn => {
                    changed.ended += 1;
                    writes.supersede(old);
                }
            },
            _ => {}
        }
    }
}

impl<T: Clone> Writes<'_, T> {
    fn new(today: Day) -> Self {
        Writes {
            today,
            forgotten: Vec::new(),
            closed: Vec::new(),
            kept: Vec::new(),
        }
    }

    fn supersede(&mut self, old: &Known<T>) {
        if old.since == self.today {
            self.forgotten.push(old.version);
        } else {
            self.closed.push(old.version);
        }
    }
}

fn write<T: Kept>(open: &mut Transaction, writes: &Writes<T>) -> Result<(), Error> {
    let table = T::FILE.name();
    for versions in writes.forgotten.chunks(VERSIONS_A_STATEMENT) {
        let sql = format!("DELETE FROM {table} WHERE version IN ({})", list(versions));
        open.execute(&sql, &[])?;
    }
    for versions in writes.closed.chunks(VERSIONS_A_STATEMENT) {
        let versions = list(versions);
        let sql = format!("UPDATE {table} SET known_to = $1 WHERE version IN ({versions})");
        open.execute(&sql, &[writes.today.into()])?;
    }
    if writes.kept.is_empty() {
        return Ok(());
    }
    let last = format!("SELECT coalesce(max(version), 0) FROM {table}");
    let mut version = open.number(&last, &[])?;
    let columns: Vec<&str> = HISTORY.iter().chain(T::COLUMNS).copied().collect();
    let rows = writes.kept.iter();
    open.add_all(table, &columns, rows, |(row, left_on), cells| {
        version += 1;
        cells.push(version.into());
        cells.push(writes.today.into());
        cells.push(Value::Null);
        cells.push(Value::day(*left_on));
        row.cells(cells);
    })?;
    Ok(())
}

fn list(versions: &[i64]) -> String {
    let numbers: Vec<String> = versions.iter().map(i64::to_string).collect();
    numbers.join(", ")
}

/// What becomes of a span that is absent from today's snapshot.
pub(super) fn absent<T>(
    valid: Validity,
    today: Day,
    ending: impl FnOnce(Validity) -> T,
) -> Absent<T> {
    if valid.last() <= today {
        Absent::Stays
    } else if valid.first() > today {
        Absent::Withdrawn
    } else {
        Absent::Ends(ending(Validity {
            from: valid.from,
            to: Some(today),
        }))
    }
}

pub(super) fn push_validity(valid: Validity, cells: &mut Vec<Value>) {
    cells.push(Value::day(valid.from));
    cells.push(Value::day(valid.to));
}

pub(super) fn read_validity(row: &mut Reader) -> Result<Validity, Error> {
    Ok(Validity {
        from: row.maybe_day()?,
        to: row.maybe_day()?,
    })
}
