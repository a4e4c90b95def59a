//! The schema's way forward: numbered steps, each applied once, in order, in one transaction.
//!
//! A step stands in `migrations/NNNN-name/` in both dialects and is never changed afterwards.
//! A database that a newer program has written is refused, not guessed at.

use crate::error::Error;
use crate::seal::forward;
use crate::store::{Dialect, Store, Transaction, Value};

/// One step, in both dialects.
pub(crate) struct Migration {
    pub(crate) number: i64,
    pub(crate) name: &'static str,
    pub(crate) sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($number:literal, $name:literal) => {
        Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/", $name, "/sqlite.sql")),
            postgres: include_str!(concat!("../../../migrations/", $name, "/postgres.sql")),
        }
    };
}

/// All steps, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001-sources"),
    migration!(2, "0002-directory"),
    migration!(3, "0003-intake"),
    migration!(4, "0004-settings"),
    migration!(5, "0005-own-log"),
    migration!(6, "0006-looks-noted"),
    migration!(7, "0007-import-files"),
    migration!(8, "0008-completeness"),
    migration!(9, "0009-erasures"),
    migration!(10, "0010-sealed"),
    migration!(11, "0011-plain-gone"),
    migration!(12, "0012-directory-copy"),
    migration!(13, "0013-staff"),
    migration!(14, "0014-accounts"),
    migration!(15, "0015-cases"),
    migration!(16, "0016-notices"),
    migration!(17, "0017-emergency"),
    migration!(18, "0018-deputies"),
    migration!(19, "0019-findings"),
    migration!(20, "0020-samples"),
    migration!(21, "0021-quarters"),
];

/// From this step on there are columns that hold sealed values; its rows are sealed after it.
pub(crate) const SEALED: i64 = 10;

/// Brings the database to the newest step.
pub(crate) fn migrate(store: &Store) -> Result<(), Error> {
    store.write(|open| migrate_to(open, i64::MAX))
}

/// Brings it as far as that step.
pub(crate) fn migrate_to(transaction: &mut Transaction, newest: i64) -> Result<(), Error> {
    transaction.run_script(match transaction.dialect() {
        Dialect::Sqlite => {
            "CREATE TABLE IF NOT EXISTS migrations (
                number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT"
        }
        // Asked for first, since PostgreSQL's "IF NOT EXISTS" still wants the right to create.
        Dialect::Postgres => {
            "DO $$ BEGIN IF to_regclass('migrations') IS NULL THEN
                CREATE TABLE migrations (
                    number BIGINT NOT NULL PRIMARY KEY, name TEXT COLLATE \"C\" NOT NULL);
             END IF; END $$"
        }
    })?;
    let applied = applied(transaction)?;
    check(&applied)?;
    let missing = MIGRATIONS[applied.len()..].iter();
    for migration in missing.take_while(|step| step.number <= newest) {
        transaction.run_script(match transaction.dialect() {
            Dialect::Sqlite => migration.sqlite,
            Dialect::Postgres => migration.postgres,
        })?;
        transaction.execute(
            "INSERT INTO migrations (number, name) VALUES ($1, $2)",
            &[migration.number.into(), Value::text(migration.name)],
        )?;
        if migration.number == SEALED {
            forward::seal_rows(transaction)?;
        }
    }
    if newest >= SEALED {
        forward::check_key(transaction)?;
    }
    Ok(())
}

fn applied(transaction: &mut Transaction) -> Result<Vec<(i64, String)>, Error> {
    transaction.rows(
        "SELECT number, name FROM migrations ORDER BY number",
        &[],
        |row| Ok((row.integer()?, row.text()?)),
    )
}

/// What is applied must be a beginning of what this program knows.
fn check(applied: &[(i64, String)]) -> Result<(), Error> {
    let newest = MIGRATIONS.last().map_or(0, |newest| newest.number);
    if let Some((found, _)) = applied.last().filter(|(found, _)| *found > newest) {
        return Err(Error::NewerSchema {
            found: *found,
            known: newest,
        });
    }
    for ((number, found), known) in applied.iter().zip(MIGRATIONS) {
        if *number != known.number || found != known.name {
            return Err(Error::OtherMigration {
                number: *number,
                found: found.clone(),
                known: known.name.to_owned(),
            });
        }
    }
    Ok(())
}
