//! At rest an archive is sealed: nothing is legible without its key, and nothing can be altered,
//! moved or put back unnoticed.

#![cfg(feature = "testing")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::encryption::decrypt::FileDecryptionProperties;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use tilsyn_archive::testing::TableBook;
use tilsyn_archive::{Archive, ArchiveError, ArchiveKey, SavedWords, Settings, Upkeep};
use tilsyn_domain::directory::{PersonUnit, Validity};
use tilsyn_domain::event::Subject;
use tilsyn_domain::question::{About, HistoryQuestion, Stored};
use tilsyn_domain::{Answers, Directory, Event, Instant, Kind, NationalId, Period, Via, Zone};

/// Every text below begins with this.
const CANARY: &str = "CANARY";
const DAY_MICROS: i64 = 86_400_000_000;

struct Bench {
    folder: tempfile::TempDir,
    book: Arc<TableBook>,
    directory: Arc<Directory>,
}

fn id(number: u64) -> NationalId {
    NationalId::new(&format!("{CANARY}-person-{number}")).expect("not empty")
}

fn key() -> ArchiveKey {
    ArchiveKey::new(&[7; 32])
}

impl Bench {
    fn new() -> Bench {
        let mut directory = Directory::default();
        for number in 0..4 {
            directory.person_units.push(PersonUnit {
                national_id: id(number),
                unit: format!("{CANARY}-unit-{number}"),
                valid: Validity::default(),
            });
        }
        Bench {
            folder: tempfile::tempdir().expect("a folder"),
            book: Arc::new(TableBook::default()),
            directory: Arc::new(directory),
        }
    }

    fn open_at(&self, folder: &Path, key: ArchiveKey) -> Result<Archive, ArchiveError> {
        let settings = Settings {
            upkeep: Upkeep::AtOnce,
            ..Settings::new(Zone::named("Europe/Oslo").expect("a zone"))
        };
        let book = Arc::<TableBook>::clone(&self.book);
        Archive::open(folder, key, settings, book, Arc::clone(&self.directory))
    }

    fn open(&self) -> Archive {
        self.open_at(self.folder.path(), key()).expect("opens")
    }

    fn event(&self, leaf: u64) -> Stored {
        let time = Instant(1_780_000_000_000_000 + i64::try_from(leaf).expect("few") * DAY_MICROS);
        let source = format!("{CANARY}-source");
        let user = format!("{CANARY}-user-{}", leaf % 3);
        let mut event = Event::new(&source, &leaf.to_string(), time.utc(), Kind::Lookup, &user);
        event.subjects.push(Subject {
            national_id: id(leaf % 4),
            name: None,
            via: Via::Shown,
        });
        let word = |what: &str| Some(format!("{CANARY}-{what}"));
        event.object.element = word("element");
        event.object.document = word("document");
        event.place.application = word("application");
        event.place.screen = word("screen");
        event.place.tab = word("tab");
        event.place.report = word("report");
        event.place.server = word("server");
        self.book.stored(leaf, event)
    }

    /// A segment of so many events on the disk.
    fn add(&self, leaves: std::ops::Range<u64>) {
        let archive = self.open();
        let events: Vec<Stored> = leaves.map(|leaf| self.event(leaf)).collect();
        archive.take_in(&events).expect("takes in");
        archive.flush().expect("flushes");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => all.push(path),
        }
    }
    all.sort();
    all
}

/// Not durable, and so much quicker: a file is altered thousands of times.
#[expect(clippy::disallowed_methods, reason = "no power cut is survived here")]
fn put(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("writes");
}

fn has(bytes: &[u8], word: &str) -> bool {
    let word = word.as_bytes();
    bytes.windows(word.len()).any(|part| part == word)
}

/// What is wrong with an archive; nothing if it was begun anew, from the ledger, or is whole.
fn wrong(bench: &Bench) -> Vec<String> {
    match bench.open_at(bench.folder.path(), key()) {
        Err(error) => vec![error.to_string()],
        Ok(archive) => archive.check().expect("checks"),
    }
}

fn is_empty(bench: &Bench) -> bool {
    bench.open().next_leaf() == 0
}

#[test]
fn no_word_of_an_event_or_a_unit_is_in_any_file() {
    let bench = Bench::new();
    bench.add(0..40);
    bench.add(40..60);
    let all = files(bench.folder.path());
    assert_eq!(all.len(), 12, "{all:?}");
    for path in all {
        let bytes = std::fs::read(&path).expect("a file");
        for word in [
            CANARY, "element", "unit_set", "Europe", "subject", "segments",
        ] {
            assert!(!has(&bytes, word), "{} has {word}", path.display());
        }
    }
    // It is in the archive all the same.
    let words = SavedWords::read(bench.folder.path(), &key()).expect("reads");
    let words: Vec<String> = words.lines().collect();
    for word in [
        "{\"word\":[\"element\",\"CANARY-element\"]}",
        "{\"unit_set\":[1]}",
    ] {
        assert!(words.iter().any(|line| line == word), "{words:?}");
    }
    let other = SavedWords::read(bench.folder.path(), &ArchiveKey::new(&[8; 32]));
    assert_eq!(other.expect("nothing").lines().count(), 0);
}

#[test]
fn every_byte_that_is_altered_is_found() {
    let bench = Bench::new();
    bench.add(0..3);
    assert_eq!(wrong(&bench), Vec::<String>::new());
    for path in files(bench.folder.path()) {
        let name = path.file_name().expect("a name").to_string_lossy();
        let name = name.into_owned();
        let whole = std::fs::read(&path).expect("a file");
        // The whole Parquet file has one hash, so each byte is like the next.
        let step = if name == "events.parquet" { 23 } else { 1 };
        for at in (0..whole.len()).step_by(step) {
            let mut altered = whole.clone();
            altered[at] ^= 1 << (at % 8);
            put(&path, &altered);
            // An archive of another version or key is begun anew: look before that happens.
            if name == "manifest.sealed" && (8..20).contains(&at) {
                let copy = copy_of(&bench);
                let archive = bench.open_at(copy.path(), key()).expect("opens");
                assert_eq!(archive.next_leaf(), 0, "{name} at {at}");
                continue;
            }
            let told = wrong(&bench);
            assert_eq!(told.len(), 1, "{name} at {at}: {told:?}");
            assert!(told[0].contains(&name), "{name} at {at}: {told:?}");
        }
        put(&path, &whole);
    }
    assert_eq!(wrong(&bench), Vec::<String>::new());
}

fn copy_of(bench: &Bench) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for path in files(bench.folder.path()) {
        let inside = path.strip_prefix(bench.folder.path()).expect("inside");
        let to = copy.path().join(inside);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("makes");
        std::fs::copy(&path, &to).expect("copies");
    }
    copy
}

#[test]
fn files_and_blocks_that_changed_places_are_found() {
    let bench = Bench::new();
    bench.add(0..2_000);
    bench.add(2_000..4_000);
    let [one, other] = [0, 1].map(|number| {
        let folder = format!("segments/{number:08}");
        bench.folder.path().join(folder)
    });
    for name in [
        "time.cols",
        "actor.cols",
        "subject.cols",
        "rollup.cols",
        "events.parquet",
    ] {
        let [whole, foreign] = [&one, &other].map(|folder| {
            let path = folder.join(name);
            std::fs::read(path).expect("a file")
        });
        put(&one.join(name), &foreign);
        let told = wrong(&bench);
        assert!(
            told.len() == 1 && told[0].contains(name),
            "{name}: {told:?}"
        );
        put(&one.join(name), &whole);
    }
    // Times take four bytes each, so the second column has two blocks, the first of 4,112 bytes
    // with its tag: two columns' first blocks, and a block and the next, change places.
    let path = one.join("time.cols");
    let whole = std::fs::read(&path).expect("a file");
    let block = 4_096 + 16;
    for (first, second) in [(8, 8 + block), (8, 8 + 100 * 16), (8 + 16, 8 + block + 16)] {
        let mut swapped = whole.clone();
        let length = block.min(whole.len() - second).min(second - first);
        let (before, behind) = swapped.split_at_mut(second);
        before[first..first + length].swap_with_slice(&mut behind[..length]);
        put(&path, &swapped);
        let told = wrong(&bench);
        assert!(told.len() == 1 && told[0].contains("time.cols"), "{told:?}");
    }
    put(&path, &whole);
    assert_eq!(wrong(&bench), Vec::<String>::new());
}

#[test]
fn what_an_earlier_archive_left_does_not_fit_into_a_later_one() {
    let bench = Bench::new();
    bench.add(0..50);
    let earlier = copy_of(&bench);
    std::fs::remove_dir_all(bench.folder.path().join("segments")).expect("removes");
    std::fs::remove_file(bench.folder.path().join("manifest.sealed")).expect("removes");
    bench.add(0..50);
    assert_eq!(wrong(&bench), Vec::<String>::new());
    for path in files(earlier.path()) {
        let inside = path.strip_prefix(earlier.path()).expect("inside");
        let now = bench.folder.path().join(inside);
        let whole = std::fs::read(&now).expect("the same files");
        // The same rows under the same number, and no block alike. A manifest begins with what
        // names version and key.
        let before = std::fs::read(&path).expect("a file");
        let is_manifest = inside == Path::new("manifest.sealed");
        let start = if is_manifest { 20 } else { 8 };
        let alike = (start..whole.len().min(before.len()) - 12)
            .step_by(16)
            .filter(|at| whole[*at..][..12] == before[*at..][..12]);
        // Parquet says in plain text how it is sealed.
        let is_parquet = inside.ends_with("events.parquet");
        assert!(is_parquet || alike.count() == 0, "{}", inside.display());
        if is_manifest {
            continue;
        }
        put(&now, &before);
        assert_eq!(wrong(&bench).len(), 1, "{}", inside.display());
        put(&now, &whole);
    }
}

#[test]
fn with_another_key_an_archive_is_begun_anew() {
    let bench = Bench::new();
    bench.add(0..30);
    let other = bench.open_at(bench.folder.path(), ArchiveKey::new(&[8; 32]));
    let other = other.expect("opens");
    assert_eq!((other.next_leaf(), other.size().segments), (0, 0));
}

#[test]
fn an_archive_of_before_goes_with_its_plain_files() {
    let bench = Bench::new();
    let plain = [
        "manifest.json",
        "words.ndjson",
        "segments/00000000/time.cols",
    ];
    for name in plain {
        let path = bench.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("makes");
        put(&path, b"{\"manifest\":{\"version\":3}}");
    }
    assert!(is_empty(&bench));
    for name in plain {
        assert!(!bench.folder.path().join(name).exists(), "{name}");
    }
    bench.add(0..30);
    assert_eq!(bench.open().next_leaf(), 30);
}

/// The footer of a segment's Parquet file.
fn footer(bench: &Bench, key: Option<&[u8]>) -> Option<ParquetMetaData> {
    let path = bench.folder.path().join("segments/00000000/events.parquet");
    let file = std::fs::File::open(path).expect("a file");
    let properties = key.map(|key| {
        let properties = FileDecryptionProperties::builder(key.to_vec());
        properties.build().expect("one key")
    });
    ParquetMetaDataReader::new()
        .with_decryption_properties(properties)
        .parse_and_finish(&file)
        .ok()
}

#[test]
fn parquet_files_open_with_their_key_alone() {
    let bench = Bench::new();
    bench.add(0..30);
    let found = footer(&bench, Some(key().parquet().as_slice())).expect("opens");
    assert_eq!(found.file_metadata().num_rows(), 30);
    assert_eq!(found.row_group(0).columns().len(), 24);
    assert!(footer(&bench, None).is_none());
    assert!(footer(&bench, Some(&[7; 32])).is_none());
}

#[test]
fn erased_events_are_in_no_file_of_before() {
    let bench = Bench::new();
    bench.add(0..60);
    let archive = bench.open();
    let before = files(bench.folder.path());
    let dropped = (0..60)
        .filter(|leaf| leaf % 4 == 1)
        .map(|leaf| (leaf, tilsyn_domain::question::Dropped::Event));
    archive.drop_events(&dropped.collect()).expect("drops");
    let after = files(bench.folder.path());
    let kept = before.iter().filter(|path| after.contains(path));
    assert_eq!(
        kept.count(),
        2,
        "words and manifest alone stay where they are"
    );
    let total = |number: u64| {
        let about = About::Subject(id(number));
        let question = HistoryQuestion::every(about, Period::always());
        archive.history(&question).expect("answers").total
    };
    assert_eq!((total(0), total(1)), (15, 0));
    assert_eq!(archive.check().expect("checks"), Vec::<String>::new());
    drop(archive);
    assert_eq!(wrong(&bench), Vec::<String>::new());
}
