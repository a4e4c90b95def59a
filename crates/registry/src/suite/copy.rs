//! The copy of the directory: never older than the tables, and closed to everybody else.

#![expect(
    clippy::disallowed_methods,
    reason = "what a test writes need not survive a power cut"
)]

use std::fs;
use std::path::{Path, PathBuf};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;
use tilsyn_domain::{Day, Directory};

use super::directory::full_directory;
use super::fixture::day;
use super::random::random_snapshot;
use crate::directory::DirectorySnapshot;
use crate::error::Error;
use crate::registry::{Location, Registry, RegistryKey};
use crate::store::{Transaction, Value};
use crate::{DatabaseCheck, Depth, testing};

/// A registry with its copy in a folder.
struct Kept {
    registry: Registry,
    file: PathBuf,
    _folder: TempDir,
}

fn kept(at: &Location) -> Kept {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("directory.copy");
    let registry = plain(at).keeping_copy(file.clone());
    Kept {
        registry,
        file,
        _folder: folder,
    }
}

/// Without a copy: what stands in the tables.
fn plain(at: &Location) -> Registry {
    Registry::open(at, &testing::key()).expect("a registry")
}

fn known(registry: &Registry) -> Directory {
    registry.directory(None).expect("a directory")
}

fn import(registry: &Registry, snapshot: DirectorySnapshot, today: Day) {
    let changes = registry.import_directory(snapshot, today);
    assert_ne!(changes.expect("an import").len(), 0);
}

/// With everything, and a copy of it.
fn full(at: &Location) -> Kept {
    let kept = kept(at);
    import(&kept.registry, full_directory().into(), day("2026-01-10"));
    assert_eq!(known(&kept.registry), full_directory());
    assert!(is_open(&kept.registry));
    kept
}

/// Whether the database still has what opens the copy.
fn is_open(registry: &Registry) -> bool {
    let sql = "SELECT count(*) FROM directory_copy WHERE salt IS NOT NULL";
    let count = registry.store.read(|open| open.number(sql, &[]));
    count.expect("a count") == 1
}

/// Changes a column that is not sealed, as somebody could who has the database.
fn protect_nobody(registry: &Registry) {
    let none = |open: &mut Transaction| open.execute("UPDATE people SET protection = 'none'", &[]);
    assert_ne!(registry.store.write(none).expect("written"), 0);
}

fn faults(registry: &Registry) -> Vec<String> {
    match registry.check(Depth::Full).expect("checked") {
        DatabaseCheck::Sqlite { faults, .. } | DatabaseCheck::Postgres { faults, .. } => faults,
    }
}

pub(super) fn it_says_what_the_tables_say(at: &Location) -> String {
    let Kept { registry, file, .. } = &kept(at);
    let tables = plain(at);
    let mut today = day("2026-01-01");
    let mut chance = ChaCha8Rng::seed_from_u64(30);
    for _ in 0..8 {
        today = today.plus(1);
        import(registry, random_snapshot(&mut chance, today), today);
        // First from the tables, then from the copy.
        for _ in 0..2 {
            assert_eq!(known(registry), known(&tables));
        }
        assert_eq!(faults(registry), Vec::<String>::new());
    }
    import(registry, full_directory().into(), today.plus(1));
    let (written, read) = (known(registry), known(registry));
    assert_eq!(written, read);
    // It is the copy that was read.
    protect_nobody(registry);
    assert_eq!(known(registry), read);
    assert_ne!(known(&tables), read);
    fs::remove_file(file).expect("removed");
    assert_eq!(known(registry), known(&tables));
    String::new()
}

pub(super) fn what_changes_the_directory_closes_it(at: &Location) -> String {
    let Kept { registry, file, .. } = &full(at);
    let before = fs::read(file).expect("a copy");
    // The same again changes nothing, and is no reason to write another one.
    import(registry, full_directory().into(), day("2026-01-11"));
    assert!(is_open(registry));
    let id = full_directory().people[0].national_id.clone();
    let touched = registry.forget_person(std::slice::from_ref(&id));
    assert_ne!(touched.expect("forgotten"), 0);
    assert!(!is_open(registry));
    let left = known(registry);
    assert!(left.people.iter().all(|person| person.national_id != id));
    // Not even with the file from before.
    fs::write(file, before).expect("written");
    assert_eq!(known(registry), left);
    let nobody = DirectorySnapshot {
        shifts: Some(Vec::new()),
        ..DirectorySnapshot::default()
    };
    import(registry, nobody, day("2026-01-12"));
    assert!(!is_open(registry));
    assert_eq!(known(registry), known(&plain(at)));
    String::new()
}

pub(super) fn one_of_an_earlier_state_is_not_used(at: &Location) -> String {
    let Kept { registry, .. } = &full(at);
    let copy = registry.copy.as_ref().expect("it keeps one");
    let mut earlier = crate::directory::read_tables(&registry.store, None).expect("tables");
    // Something has changed since they were read.
    registry
        .store
        .write(crate::directory::copy::note_change)
        .expect("noted");
    earlier.directory.people.clear();
    copy.keep(&registry.store, &earlier).expect("written");
    assert!(!is_open(registry));
    assert_eq!(known(registry), full_directory());
    assert!(is_open(registry));
    String::new()
}

pub(super) fn whatever_is_altered_in_the_file_closes_it(at: &Location) -> String {
    let Kept { registry, file, .. } = &full(at);
    let whole = fs::read(file).expect("a copy");
    let is_used = |registry: &Registry| {
        let salt = registry.store.read(crate::directory::copy::salt);
        let salt = salt.expect("read").expect("there");
        let seal = crate::seal::copy::CopySeal::new(&registry.store.key, &salt);
        crate::directory::copy::file::read(file, &seal).is_ok()
    };
    let check = |bytes: &[u8], what: &str| {
        fs::write(file, bytes).expect("written");
        assert!(!is_used(registry), "{what}");
    };
    for at in 0..whole.len() {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        check(&altered, &format!("byte {at}"));
    }
    for end in (0..whole.len()).step_by(7) {
        check(&whole[..end], &format!("{end} bytes"));
    }
    check(&[&whole[..], b"more"].concat(), "longer");
    fs::write(file, &whole).expect("written");
    assert!(is_used(registry));
    // Nobody notices but by the time it takes: the tables are there.
    fs::write(file, &whole[..whole.len() - 1]).expect("written");
    let said = faults(registry);
    assert!(
        said.len() == 1 && said[0].contains("directory.copy"),
        "{said:?}"
    );
    assert_eq!(known(registry), full_directory());
    assert!(is_used(registry), "it was written again");
    // The key of another ledger does not open it.
    let salt = registry.store.read(crate::directory::copy::salt);
    let salt = salt.expect("read").expect("there");
    let other = crate::seal::copy::CopySeal::new(&RegistryKey::new(&[8; 32]), &salt);
    assert!(crate::directory::copy::file::read(file, &other).is_err());
    String::new()
}

pub(super) fn a_table_that_says_something_else_is_a_fault(at: &Location) -> String {
    let Kept { registry, .. } = &full(at);
    assert_eq!(faults(registry), Vec::<String>::new());
    protect_nobody(registry);
    let said = faults(registry);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("the table people says something else than "));
    String::new()
}

pub(super) fn nobody_stands_in_it_in_plain(at: &Location) -> String {
    let Kept { file, .. } = &full(at);
    let bytes = fs::read(file).expect("a copy");
    let holds = |text: &str| {
        let canary = text.as_bytes();
        bytes.windows(canary.len()).any(|part| part == canary)
    };
    let people = full_directory().people;
    let names = people.iter().map(|person| person.name.as_str());
    let ids = people.iter().map(|person| person.national_id.reveal());
    // Shorter ones stand by chance in any bytes.
    let long = names.chain(ids).filter(|text| text.len() >= 8);
    assert_ne!(long.clone().count(), 0);
    for text in long {
        assert!(!holds(text));
    }
    assert!(!holds("people"), "nor what its tables are called");
    String::new()
}

pub(super) fn where_it_cannot_be_written_the_tables_are_read(at: &Location) -> String {
    let nowhere = Path::new("/proc/no-such-folder/directory.copy");
    let registry = plain(at).keeping_copy(nowhere.to_owned());
    import(&registry, full_directory().into(), day("2026-01-10"));
    for _ in 0..2 {
        assert_eq!(known(&registry), full_directory());
        assert!(!is_open(&registry));
    }
    // What is no salt is an error, not a copy that opens.
    let odd = |open: &mut Transaction| -> Result<u64, Error> {
        let sql = "UPDATE directory_copy SET salt = $1";
        open.execute(sql, &[Value::blob(b"short")])
    };
    registry.store.write(odd).expect("written");
    assert!(registry.directory(None).is_err());
    String::new()
}
