//! A registry from before there were seals is sealed, once, at its first start.
//!
//! Order: the step that makes the sealed columns, all rows sealed into them, the step that takes
//! the plain ones away, in one transaction; what breaks off has not begun. Then the tables are
//! written anew, so that no page still holds what was plain; a mark in the database says that
//! this is to be done, until it is done.
//! Not here: what is sealed, and how.

use crate::error::Error;
use crate::personal::{declared, personal, tables};
use crate::snapshot::columns;
use crate::store::{Dialect, Store, Transaction, Value};

/// Keys, or numbers of rows, taken together.
const ROWS_TOGETHER: i64 = 8_192;
/// Sealed to know the key by: as if it were a filter's name, which is alike each time.
const KEY_CHECK: Value<'static> = Value::Personal(
    declared("saved_filters", "name"),
    std::borrow::Cow::Borrowed("tilsyn registry"),
);
/// The tables that were not made anew but changed where they are, as others refer to them.
const CHANGED_IN_PLACE: [&str; 3] = ["imports", "quarantine", "sources"];

/// Seals every row, and notes how the key is known.
pub(crate) fn seal_rows(open: &mut Transaction) -> Result<(), Error> {
    let mut sealed = 0;
    for table in tables() {
        if CHANGED_IN_PLACE.contains(&table) {
            sealed += seal_in_place(open, table)?;
        } else if !columns(open, &format!("plain_{table}"))?.is_empty() {
            sealed += move_over(open, table)?;
        }
    }
    // SQLite's file is also rid of the pages of tables that were made only to go.
    let wiped = i64::from(sealed == 0 && open.dialect() == Dialect::Postgres);
    let sql = "INSERT INTO seal (key_check, plain_wiped) VALUES ($1, $2)";
    open.execute(sql, &[KEY_CHECK, wiped.into()])?;
    Ok(())
}

/// Refuses a database that another key sealed.
pub(crate) fn check_key(open: &mut Transaction) -> Result<(), Error> {
    let sql = "SELECT count(*) FROM seal WHERE key_check = $1";
    match open.number(sql, &[KEY_CHECK])? {
        0 => Err(Error::OtherKey),
        _ => Ok(()),
    }
}

/// Sees to it that nothing that was plain is left in our files.
pub(crate) fn wipe_plain(store: &Store) -> Result<(), Error> {
    let sql = "SELECT count(*) FROM seal WHERE plain_wiped = 0";
    if store.read(|open| open.number(sql, &[]))? == 0 {
        return Ok(());
    }
    store.write_anew(&CHANGED_IN_PLACE)?;
    store.write(|open| open.execute("UPDATE seal SET plain_wiped = 1", &[]))?;
    // The mark may have been written over a page of the log that is older.
    store.forget_what_was_deleted()
}

/// The rows of `plain_…`; gives how many values were sealed.
fn move_over(open: &mut Transaction, table: &str) -> Result<u64, Error> {
    let plain = format!("plain_{table}");
    let names = columns(open, &plain)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sealed: Vec<bool> = names
        .iter()
        .map(|name| personal(table, name).is_some())
        .collect();
    let mut count = 0;
    each_part(open, &plain, &names, &mut |open, rows| {
        let cells = rows.iter().flat_map(|row| row.iter().zip(&sealed));
        let filled = cells.filter(|(cell, sealed)| **sealed && !matches!(cell, Value::Null));
        count += filled.count() as u64;
        open.add_all(table, &names, rows, |row, cells| cells.extend(row))?;
        Ok(())
    })?;
    Ok(count)
}

/// The columns `…_sealed` beside the plain ones; gives how many values were sealed.
fn seal_in_place(open: &mut Transaction, table: &str) -> Result<u64, Error> {
    let key = columns(open, table)?.swap_remove(0);
    let plain: Vec<_> = crate::personal::PERSONAL
        .iter()
        .filter(|column| column.table == table)
        .collect();
    let names: Vec<&str> = std::iter::once(key.as_str())
        .chain(plain.iter().map(|column| column.name))
        .collect();
    let sets: Vec<String> = (2..)
        .zip(&plain)
        .map(|(nth, column)| format!("{}_sealed = ${nth}", column.name))
        .collect();
    let sql = format!("UPDATE {table} SET {} WHERE {key} = $1", sets.join(", "));
    let mut count = 0;
    each_part(open, table, &names, &mut |open, rows| {
        for mut row in rows {
            for (cell, column) in row[1..].iter_mut().zip(&plain) {
                *cell = open.sealer.seal(column, cell)?;
                count += u64::from(!matches!(cell, Value::Null));
            }
            open.execute(&sql, &row)?;
        }
        Ok(())
    })?;
    Ok(count)
}

type Rows = Vec<Vec<Value<'static>>>;

/// Hands over all rows of a table, plain as they are, some at a time, by its first column: that
/// is a number in each of them.
fn each_part(
    open: &mut Transaction,
    table: &str,
    names: &[&str],
    take: &mut dyn FnMut(&mut Transaction, Rows) -> Result<(), Error>,
) -> Result<(), Error> {
    let key = names[0];
    let end = |which| format!("SELECT coalesce({which}({key}), 0) FROM {table}");
    let (mut from, last) = (
        open.number(&end("min"), &[])?,
        open.number(&end("max"), &[])?,
    );
    let sql = format!(
        "SELECT {} FROM {table} WHERE {key} >= $1 AND {key} < $2 ORDER BY {key}",
        names.join(", ")
    );
    while from <= last {
        let to = from.saturating_add(ROWS_TOGETHER);
        let rows = open.rows(&sql, &[from.into(), to.into()], |row| {
            let cells = names.iter().map(|_| Ok(row.cell()?.into_owned()));
            cells.collect::<Result<Vec<_>, Error>>()
        })?;
        take(open, rows)?;
        from = to;
    }
    Ok(())
}
