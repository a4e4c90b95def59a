//! Ledgers made small, in memory if there is such a folder, by chance that repeats itself.

mod agreement;
mod any_bytes;
mod backup;
pub(crate) mod crash;
mod damage;
mod edits;
mod entries;
mod erasure;
mod evidence;
mod faults;
mod foreign;
mod full;
mod keys;
mod orders;
mod persons;
mod proofs;
mod recovery;
mod tampering;
mod tampering_many;
mod told;
mod witnessed;

use crate::*;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const ORIGIN: &str = "test.example/log";
const NOON: u64 = 1_767_225_600;

struct Seeded(Mutex<ChaCha8Rng>);

impl Randomness for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        self.0.lock().unwrap().fill_bytes(bytes);
        Ok(())
    }
}

/// A folder with a root key and a ledger of small segments and small runs.
struct Bench {
    folder: TempDir,
    options: Options,
}

fn fresh_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap()
    } else {
        TempDir::new().unwrap()
    }
}

impl Bench {
    fn new() -> Bench {
        let options = Options {
            segment_bytes: 100 << 10,
            history_spacing_seconds: 0,
            newest_keys_max: 40,
            randomness: Arc::new(Seeded(Mutex::new(ChaCha8Rng::seed_from_u64(7)))),
            ..Options::default()
        };
        let folder = fresh_folder();
        FileKek::create(&folder.path().join("root.key"), options.randomness.as_ref()).unwrap();
        Bench { folder, options }
    }

    fn kek(&self) -> FileKek {
        FileKek::open(&self.folder.path().join("root.key")).unwrap()
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("ledger")
    }

    fn create(&self) -> Ledger {
        Ledger::create(&self.path(), ORIGIN, &self.kek(), &self.options).unwrap()
    }

    fn open(&self) -> Ledger {
        self.open_at(&self.path()).unwrap()
    }

    fn open_at(&self, path: &Path) -> Result<Ledger> {
        Ledger::open(path, &self.kek(), &self.options)
    }

    /// The ledger's folder as a power cut would leave it now.
    fn snapshot(&self) -> TempDir {
        let copy = fresh_folder();
        copy_folder(&self.path(), copy.path());
        copy
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in from.read_dir().unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), &to).unwrap();
        }
    }
}

/// Every file below a folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn identity(number: u64) -> Vec<u8> {
    format!("n:canary-person-{number}").into_bytes()
}

fn code(ledger: &Ledger, number: u64) -> Code {
    ledger.vault().codes_of(&[identity(number)]).unwrap()[0]
}

/// Official 1 to 5 looked up person 100 to 149.
fn event(ledger: &Ledger, number: u64) -> NewEntry {
    let official = code(ledger, 1 + number % 5);
    let subject = code(ledger, 100 + number % 50);
    NewEntry {
        kind: EntryKind::AccessEvent,
        schema: 1,
        source: 3,
        source_sequence: number,
        event_id: format!("canary-event-{number}").into_bytes(),
        retention_class: 1,
        month: 2026 * 12 + 3,
        compartments: vec![
            Compartment::actor(
                Some(official),
                format!("canary-actor-{number}").into_bytes(),
            ),
            Compartment::subject(
                Some(subject),
                format!("canary-subject-{number}").into_bytes(),
            ),
            Compartment::act(format!("canary-act-{number}").into_bytes()),
            Compartment::detail(format!("canary-detail-{number}").into_bytes()),
        ],
        position: None,
    }
}

/// Takes in events `numbers`, each a group of its own.
fn append(ledger: &Ledger, numbers: std::ops::Range<u64>) -> Vec<Appended> {
    let groups: Vec<_> = numbers.map(|number| vec![event(ledger, number)]).collect();
    ledger.append(&groups, NOON).unwrap()
}

fn verify(ledger: &Ledger) -> Report {
    ledger.verify(&mut |_, _| {}).unwrap()
}

/// Nothing is wrong, and as many entries as expected are there.
fn check_sound(ledger: &Ledger, leaves: u64) {
    let report = verify(ledger);
    assert_eq!(report.problems, []);
    assert_eq!((report.leaves, report.erased), (leaves, 0));
}

/// Alters a file as somebody would who means harm, or a disk that fails.
#[expect(
    clippy::disallowed_methods,
    reason = "a plain write is what is wanted here"
)]
fn write_file(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
    std::fs::write(path, bytes)
}

pub(crate) fn at(index: u64) -> usize {
    usize::try_from(index).unwrap()
}
