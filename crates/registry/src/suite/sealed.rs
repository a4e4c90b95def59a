//! Sealed at rest: every column is accounted for, nobody stands in the tables, a registry from
//! before is brought forward, and what was altered is a fault that names no value.

use tilsyn_domain::directory::DirectoryFile;

use super::directory::full_directory;
use super::fixture::day;
use super::open;
use super::snapshot::{bytes_of, filled};
use crate::error::Error;
use crate::migrations::{SEALED, migrate, migrate_to};
use crate::personal::{Column, PERSONAL, personal, tables};
use crate::registry::{Location, Registry, RegistryKey};
use crate::store::{Reader, Store, Transaction, Value};
use crate::{DatabaseCheck, Depth, restore, testing};

/// Columns of texts or bytes that are about nobody, and why.
const HARMLESS: &[(&str, &str)] = &[
    (
        "accounts.account_type",
        "one of four words; whose account it is is sealed",
    ),
    ("accounts.system", "the name of a system"),
    (
        "authorisations.rules_version",
        "which rules were signed, not by whom",
    ),
    ("authorisations.system", "the name of a system"),
    (
        "case_steps.kind",
        "one of a few words; the case names nobody",
    ),
    ("case_steps.outcome", "one of four words, likewise"),
    (
        "directory_copy.salt",
        "random; opens nothing without the key",
    ),
    ("directory_imports.file", "the name of a table"),
    (
        "duties.role",
        "one of our words; whose duty it is is sealed",
    ),
    ("duties.scope", "a unit or the name of a system"),
    ("duties.state", "one of four words"),
    (
        "emergency_logins.first_digest",
        "of a random code, which it does not give back",
    ),
    ("emergency_logins.second_digest", "likewise"),
    (
        "entitlements.elements",
        "what can be granted, to nobody in particular",
    ),
    (
        "entitlements.entitlement",
        "what can be granted, to nobody in particular",
    ),
    (
        "entitlements.name",
        "what can be granted, to nobody in particular",
    ),
    ("entitlements.system", "the name of a system"),
    ("erasures.basis", "a code of a law"),
    (
        "erasures.scope",
        "one of a few words; what is to go is sealed",
    ),
    ("erasures.sealed", "sealed by the caller"),
    ("erasures.state", "one of four words"),
    (
        "finding_acts.kind",
        "one of a few words; whom the finding is about is a number",
    ),
    (
        "grants.entitlement",
        "what can be granted; to whom is sealed",
    ),
    ("grants.rights", "what can be granted; to whom is sealed"),
    ("grants.system", "the name of a system"),
    ("import_files.fingerprint", "keyed by the caller"),
    ("logins.issuer", "an address of who vouches for many"),
    ("migrations.name", "a name of ours"),
    ("notices.kind", "one of a few words"),
    (
        "notices.path",
        "a page of ours; whom it is about goes once it is told",
    ),
    (
        "people.protection",
        "one of three words; whose it is is sealed",
    ),
    ("quarantine.digest", "keyed by the caller"),
    ("quarantine.place", "a digest over a keyed one"),
    ("quarantine.reason", "a key of the text files"),
    ("quarantine_sealed.sealed", "sealed by the caller"),
    (
        "quarantine_sealed.sealed_file",
        "a number in the folder of sealed pieces",
    ),
    (
        "quarter_reports.sha256",
        "of a document that names no user and nobody looked up",
    ),
    ("retention_classes.legal_basis", "a code of a law"),
    ("retention_classes.rule_basis", "a code of a law"),
    (
        "sample_items.reason",
        "the name of a rule; whose lookup it explains leads through the vault",
    ),
    ("sample_items.stratum", "one of a few words"),
    ("sample_items.unit", "a unit of the organisation, likewise"),
    ("sample_verdicts.verdict", "one of a few words"),
    (
        "samples.terms",
        "sizes, rates, seed and hash of a draw, about nobody",
    ),
    ("saved_filters.page", "a page of ours"),
    ("seal.key_check", "sealed; a text of ours"),
    ("settings.setting", "a key of ours"),
    (
        "settings.value",
        "what the organisation has set, about nobody",
    ),
    ("sources.name", "the name of a system"),
    ("units.name", "a unit of the organisation"),
    ("units.parent", "a unit of the organisation"),
    ("units.unit", "a unit of the organisation"),
];

pub(super) fn every_column_is_declared_personal_or_harmless(at: &Location) -> String {
    let registry = open(at);
    let listing = registry.store.read(super::schema::listing);
    let listing = listing.expect("a listing");
    let columns = listing
        .lines()
        .filter_map(|line| line.strip_prefix("column "));
    let mut found = Vec::new();
    for column in columns {
        let (name, kind) = column.split_once(' ').expect("a type");
        let (table, of_table) = name.split_once('.').expect("a table");
        let harmless = HARMLESS
            .iter()
            .any(|(known, why)| *known == name && !why.is_empty());
        let is_number = kind.starts_with("integer");
        let is_bytes = kind.starts_with("blob");
        match personal(table, of_table) {
            Some(_) => assert!(is_bytes && !harmless, "{name} is sealed, so it holds bytes"),
            None => assert!(is_number || harmless, "{name}: whom is it about?"),
        }
        found.push(name.to_owned());
    }
    for (name, _) in HARMLESS {
        assert!(found.iter().any(|found| found == name), "{name} is gone");
    }
    for column in PERSONAL {
        let name = format!("{}.{}", column.table, column.name);
        assert!(found.contains(&name), "{name} is gone");
        let declared = PERSONAL
            .iter()
            .filter(|other| (other.table, other.name) == (column.table, column.name));
        assert_eq!(declared.count(), 1, "{name}");
    }
    let mut distinct = tables();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(
        distinct.len(),
        tables().len(),
        "a table's columns stand together"
    );
    String::new()
}

/// A name in the directory of the tests.
const CANARY: &str = "Čáhppes Åse Ø";

fn holds(bytes: &[u8], canary: &[u8]) -> bool {
    bytes.windows(canary.len()).any(|part| part == canary)
}

/// The bytes of a cell; `None` for NULL.
fn bytes_in(cell: Value) -> Option<Vec<u8>> {
    match cell {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_be_bytes().to_vec()),
        Value::Text(text) | Value::Personal(_, text) => Some(text.as_bytes().to_vec()),
        Value::Blob(bytes) => Some(bytes.to_vec()),
    }
}

/// A column's values as they lie in the database, and opened.
fn lying_and_opened(open: &mut Transaction, column: &Column) -> [Vec<Vec<u8>>; 2] {
    let (table, name) = (column.table, column.name);
    let read = |row: &mut Reader| Ok(bytes_in(row.cell()?));
    let sql = format!("SELECT {name} FROM {table}");
    let lying = open.rows(&sql, &[], read).expect("rows");
    let opened = open.select(table, &[name], "", &[], read).expect("opens");
    [lying, opened].map(|cells| cells.into_iter().flatten().collect())
}

fn assert_sealed(registry: &Registry) {
    let file_names = DirectoryFile::ALL.map(DirectoryFile::name);
    for column in PERSONAL {
        let both = |open: &mut Transaction| Ok(lying_and_opened(open, column));
        let [lying, opened] = registry.store.read(both).expect("read");
        let name = format!("{}.{}", column.table, column.name);
        let is_filled = !lying.is_empty() || !file_names.contains(&column.table);
        assert!(is_filled, "{name} is empty in the directory of the tests");
        for (lying, opened) in lying.iter().zip(&opened) {
            assert!(lying.len() >= opened.len() + 16, "{name}");
            // Few bytes may be there by chance.
            assert!(opened.len() < 4 || !holds(lying, opened), "{name}");
        }
    }
}

pub(super) fn the_tables_hold_nobody_in_plain(at: &Location) -> String {
    let registry = filled(at);
    assert_sealed(&registry);
    assert_eq!(registry.directory(None).expect("opens"), full_directory());
    String::new()
}

/// A snapshot as a registry of before there were seals gave it.
fn old_snapshot() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = filled(&Location::Sqlite(folder.path().join("full.sqlite")));
    let mut bytes = bytes_of(&registry);
    bytes[10..18].copy_from_slice(&(SEALED - 1).to_be_bytes());
    // Tables of later steps stand last, and are empty here; its end stays.
    let later = b"T\0\x05staff";
    let later = bytes.windows(later.len()).position(|part| part == later);
    bytes.drain(later.expect("it is written")..bytes.len() - 9);
    bytes
}

/// The files of SQLite, one after the other; PostgreSQL's are its own affair.
fn files_of(at: &Location) -> Vec<u8> {
    let Location::Sqlite(file) = at else {
        return Vec::new();
    };
    let names = ["", "-wal"].map(|ending| format!("{}{ending}", file.display()));
    let read = names
        .into_iter()
        .filter_map(|name| std::fs::read(name).ok());
    read.flatten().collect()
}

pub(super) fn a_registry_from_before_is_sealed_at_its_first_start(at: &Location) -> String {
    let bytes = old_snapshot();
    assert!(holds(&bytes, CANARY.as_bytes()));
    restore(at, &testing::key(), &mut bytes.as_slice()).expect("restored");
    let registry = open(at);
    assert_sealed(&registry);
    assert!(!holds(&files_of(at), CANARY.as_bytes()));
    assert_eq!(registry.directory(None).expect("opens"), full_directory());
    assert_eq!(registry.sources().expect("sources").len(), 1);
    let again = registry.import_directory(full_directory().into(), day("2026-01-11"));
    let changed = again.expect("an import");
    assert!(
        changed
            .iter()
            .all(|(_, file)| file.added + file.changed == 0)
    );
    String::new()
}

/// Cut off in the middle of sealing, and between sealing and overwriting what was plain.
pub(super) fn what_breaks_off_goes_on(at: &Location) -> String {
    let key = testing::key();
    let store = Store::open(at, &key).expect("a store");
    let begun = store.write(|open| {
        migrate_to(open, SEALED - 1)?;
        let sql = "INSERT INTO sources (source_no, name, note) VALUES (1, 'HR', 'Kari Canary')";
        open.execute(sql, &[])?;
        let sql = "INSERT INTO people (version, known_from, national_id, name, protection,
            public_figure) VALUES ($1, 1, '01928500012', 'Kari Canary', 'none', 0)";
        for version in [1_i64, 20_000] {
            open.execute(sql, &[version.into()])?;
        }
        Ok(())
    });
    begun.expect("as before");
    let cut_off = store.write(|open| {
        migrate_to(open, i64::MAX)?;
        Err::<(), _>(Error::NoRandomness)
    });
    assert!(cut_off.is_err());
    let plain = "SELECT count(*) FROM people WHERE name = 'Kari Canary'";
    assert_eq!(
        store.read(|open| open.number(plain, &[])).expect("asked"),
        2
    );
    migrate(&store).expect("sealed");
    let unwiped = "SELECT count(*) FROM seal WHERE plain_wiped = 0";
    assert_eq!(
        store.read(|open| open.number(unwiped, &[])).expect("asked"),
        1
    );
    drop(store);
    let registry = open(at);
    assert_eq!(
        registry
            .store
            .read(|open| open.number(unwiped, &[]))
            .expect("asked"),
        0
    );
    assert!(!holds(&files_of(at), b"Kari Canary"));
    let people = registry.directory(None).expect("opens").people;
    assert!(people.iter().all(|person| person.name == "Kari Canary"));
    let note = registry
        .sources()
        .expect("sources")
        .remove(0)
        .agreement
        .note;
    assert_eq!(note.as_deref(), Some("Kari Canary"));
    people.len().to_string()
}

pub(super) fn another_key_is_refused(at: &Location) -> String {
    drop(filled(at));
    let other = RegistryKey::new(&[8; 32]);
    let refused = Registry::open(at, &other).err().expect("refused");
    assert!(matches!(refused, Error::OtherKey));
    refused.to_string()
}

fn faults(registry: &Registry) -> Vec<String> {
    match registry.check(Depth::Full).expect("asked") {
        DatabaseCheck::Sqlite { faults, .. } | DatabaseCheck::Postgres { faults, .. } => faults,
    }
}

pub(super) fn a_value_that_was_altered_or_moved_is_a_fault(at: &Location) -> String {
    let registry = filled(at);
    assert_eq!(faults(&registry), Vec::<String>::new());
    let moved = "UPDATE people SET name = (SELECT u.user_name FROM accounts u LIMIT 1)";
    let written = registry.store.write(|open| open.execute(moved, &[]));
    let people = written.expect("written");
    let found = faults(&registry);
    assert_eq!(
        found,
        [format!("{people} sealed values of people.name do not open")]
    );
    let refused = registry.directory(None).expect_err("refused");
    assert!(matches!(
        refused,
        Error::Sealed {
            table: "people",
            column: "name"
        }
    ));
    let plain = registry.store.write(|open| {
        let values = [Value::blob(b"Kari Canary")];
        open.execute("UPDATE holds SET reference = $1", &values)?;
        open.execute("UPDATE people SET name = $1", &values)
    });
    plain.expect("bytes that were never sealed");
    let refused = registry.directory(None).expect_err("refused");
    let told = format!("{refused} {refused:?} {:?}", faults(&registry));
    assert!(!told.contains("Kari"), "{told}");
    told
}
