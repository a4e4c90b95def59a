//! The schema: the same on both databases, as written down, and never from the future.

use std::path::Path;

use super::open;
use crate::error::Error;
use crate::registry::{Location, Registry};
use crate::store::{Dialect, Store, Transaction, Value};
use crate::testing;

/// In both dialects: table, column, type, nullability, place in the primary key.
const SQLITE_COLUMNS: &str = "
    SELECT m.name, c.name, lower(c.type), c.\"notnull\", c.pk
    FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid";
const POSTGRES_COLUMNS: &str = "
    SELECT CAST(t.relname AS TEXT) COLLATE \"C\", CAST(a.attname AS TEXT),
        CASE format_type(a.atttypid, NULL) WHEN 'bigint' THEN 'integer' WHEN 'bytea' THEN 'blob'
            ELSE format_type(a.atttypid, NULL) END
        || CASE WHEN a.attcollation <> 0 AND l.collname <> 'C' THEN ' not sorted by bytes'
            ELSE '' END,
        CAST(CAST(a.attnotnull AS INTEGER) AS BIGINT),
        CAST(coalesce(array_position(p.conkey, a.attnum), 0) AS BIGINT)
    FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    LEFT JOIN pg_constraint p ON p.conrelid = t.oid AND p.contype = 'p'
    WHERE t.relkind = 'r' AND t.relnamespace = CAST('public' AS regnamespace)
        AND NOT a.attisdropped
    ORDER BY 1, a.attnum";

/// Index, its table, whether it is unique, its columns in order.
const SQLITE_INDEXES: &str = "
    SELECT i.name, m.name, i.\"unique\",
        (SELECT group_concat(name, ' ') FROM (
            SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))
    FROM sqlite_master m JOIN pragma_index_list(m.name) i
    WHERE m.type = 'table' AND i.origin = 'c' ORDER BY i.name";
const POSTGRES_INDEXES: &str = "
    SELECT CAST(i.relname AS TEXT) COLLATE \"C\", CAST(t.relname AS TEXT),
        CAST(CAST(x.indisunique AS INTEGER) AS BIGINT),
        (SELECT string_agg(CAST(a.attname AS TEXT), ' ' ORDER BY k.nth)
         FROM unnest(CAST(x.indkey AS SMALLINT[])) WITH ORDINALITY AS k(number, nth)
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE NOT x.indisprimary AND t.relnamespace = CAST('public' AS regnamespace) ORDER BY 1";

/// Table, column, and the table it refers to.
const SQLITE_REFERENCES: &str = "
    SELECT m.name, f.\"from\", f.\"table\" FROM sqlite_master m
    JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2";
const POSTGRES_REFERENCES: &str = "
    SELECT CAST(t.relname AS TEXT) COLLATE \"C\", CAST(a.attname AS TEXT) COLLATE \"C\",
        CAST(o.relname AS TEXT)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    JOIN pg_class o ON o.oid = c.confrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' ORDER BY 1, 2";

pub(super) fn the_schema_is_the_one_written_down(at: &Location) -> String {
    let registry = open(at);
    let found = registry.store.read(listing).expect("a listing");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/schema.txt");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == written,
        "migrations/schema.txt should read:\n{found}"
    );
    found
}

pub(super) fn listing(open: &mut Transaction) -> Result<String, Error> {
    let [columns, indexes, references] = match open.dialect() {
        Dialect::Sqlite => [SQLITE_COLUMNS, SQLITE_INDEXES, SQLITE_REFERENCES],
        Dialect::Postgres => [POSTGRES_COLUMNS, POSTGRES_INDEXES, POSTGRES_REFERENCES],
    };
    let mut lines = open.rows(columns, &[], |row| {
        let (table, column, kind) = (row.text()?, row.text()?, row.text()?);
        let null = if row.integer()? == 1 { "" } else { " null" };
        let key = match row.integer()? {
            0 => String::new(),
            nth => format!(" key {nth}"),
        };
        Ok(format!("column {table}.{column} {kind}{null}{key}\n"))
    })?;
    lines.extend(open.rows(indexes, &[], |row| {
        let (index, table) = (row.text()?, row.text()?);
        let unique = if row.integer()? == 1 { " unique" } else { "" };
        Ok(format!("index {index} {table}{unique} ({})\n", row.str()?))
    })?);
    lines.extend(open.rows(references, &[], |row| {
        let (table, column) = (row.text()?, row.text()?);
        Ok(format!("reference {table}.{column} to {}\n", row.str()?))
    })?);
    Ok(lines.concat())
}

pub(super) fn a_newer_schema_is_refused(at: &Location) -> String {
    let registry = open(at);
    let future = "INSERT INTO migrations (number, name) VALUES (9999, '9999-future')";
    let written = registry.store.write(|open| open.execute(future, &[]));
    assert_eq!(written.expect("written"), 1);
    drop(registry);
    let error = Registry::open(at, &testing::key()).err().expect("refused");
    assert!(matches!(error, Error::NewerSchema { found: 9999, .. }));
    let store = Store::open(at, &testing::key()).expect("a store");
    let gone = "DELETE FROM migrations WHERE number = 9999";
    let renamed = "UPDATE migrations SET name = '0002-other' WHERE number = 2";
    for sql in [gone, renamed] {
        store.write(|open| open.execute(sql, &[])).expect("written");
    }
    drop(store);
    let renamed = Registry::open(at, &testing::key()).err().expect("refused");
    assert!(matches!(renamed, Error::OtherMigration { number: 2, .. }));
    format!("{error} {renamed}")
}

pub(super) fn an_interrupted_migration_leaves_nothing(at: &Location) -> String {
    let store = Store::open(at, &testing::key()).expect("a store");
    let table = match at {
        Location::Sqlite(_) => "CREATE TABLE half (a INTEGER) STRICT",
        Location::Postgres(_) => "CREATE TABLE half (a BIGINT)",
    };
    let broken = store.write(|open| {
        open.run_script(table)?;
        open.run_script("NOT SQL")
    });
    assert!(broken.is_err());
    store
        .write(|open| open.run_script(table))
        .expect("the name is still free");
    drop(store);
    let registry = open(at);
    let applied = "SELECT count(*) FROM migrations";
    let count = registry.store.read(|open| open.number(applied, &[]));
    count.expect("a count").to_string()
}

/// PostgreSQL answers a broken constraint with the whole row.
pub(super) fn errors_show_no_values(at: &Location) -> String {
    let registry = open(at);
    let sql = "INSERT INTO sources (source_no, name) VALUES ($1, $2)";
    let add = |name: &'static str| {
        let values = [1_i64.into(), Value::text(name)];
        registry.store.write(|open| open.execute(sql, &values))
    };
    add("first").expect("added");
    let error = add("secret-01928500012").expect_err("the number is taken");
    let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
    assert!(
        !shown.contains("0192") && !shown.contains("secret"),
        "{shown}"
    );
    String::new()
}
