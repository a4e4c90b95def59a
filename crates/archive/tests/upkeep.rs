//! What the archive keeps, finds and names: fresh events, crashes, damage, erasure, renewal.

#![cfg(feature = "testing")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tilsyn_archive::testing::{Case, TableBook};
use tilsyn_archive::{Archive, ArchiveError, ArchiveKey, Settings, Upkeep};
use tilsyn_domain::directory::{Account, AccountType, Employment, PersonUnit, Validity};
use tilsyn_domain::event::Subject;
use tilsyn_domain::question::{
    About, AnswerError, EventSort, History, HistoryQuestion, Order, SortBy, Stored,
};
use tilsyn_domain::{
    Answers, Day, Directory, Event, Identity, Kind, NationalId, Period, Stamp, Via, Zone,
};

fn settings() -> Settings {
    Settings {
        upkeep: Upkeep::AtOnce,
        ..Settings::new(Zone::named("Europe/Oslo").expect("a zone"))
    }
}

fn id(text: &str) -> NationalId {
    NationalId::new(text).expect("not empty")
}

fn person(text: &str) -> Identity {
    Identity::Person(id(text))
}

/// Kari of ward 1 owns p3:kari; Ola belongs to ward 2, from 10 May 2026 to ward 1.
fn directory() -> Directory {
    let mut directory = Directory::default();
    directory.accounts.push(Account {
        system: "p3".to_owned(),
        user: "kari".to_owned(),
        national_id: Some(id("kari")),
        account_type: AccountType::Person,
        valid: Validity::default(),
        last_logon: None,
    });
    directory.employments.push(Employment {
        employment: "1".to_owned(),
        national_id: id("kari"),
        employee_no: Some("17".to_owned()),
        unit: "ward1".to_owned(),
        position: None,
        manager_national_id: None,
        valid: Validity::default(),
        paid_through: None,
    });
    let change = Day::parse("2026-05-10");
    for (unit, from, to) in [
        ("ward2", None, change.map(|day| day.plus(-1))),
        ("ward1", change, None),
    ] {
        directory.person_units.push(PersonUnit {
            national_id: id("ola"),
            unit: unit.to_owned(),
            valid: Validity { from, to },
        });
    }
    directory
}

struct Setting {
    folder: tempfile::TempDir,
    book: Arc<TableBook>,
    directory: Arc<Directory>,
}

impl Setting {
    fn new() -> Setting {
        let book = Arc::new(TableBook::default());
        book.number(&person("kari"));
        Setting {
            folder: tempfile::tempdir().expect("a folder"),
            book,
            directory: Arc::new(directory()),
        }
    }

    fn open_with(&self, settings: Settings) -> Result<Archive, ArchiveError> {
        let book = Arc::<TableBook>::clone(&self.book);
        Archive::open(
            self.folder.path(),
            ArchiveKey::new(&[7; 32]),
            settings,
            book,
            Arc::clone(&self.directory),
        )
    }

    fn open(&self) -> Archive {
        self.open_with(settings()).expect("opens")
    }

    fn lookup(&self, leaf: u64, time: &str) -> Stored {
        let time = Stamp::parse(time).expect("a time");
        let mut event = Event::new("p3", &leaf.to_string(), time, Kind::Lookup, "kari");
        event.subjects.push(Subject {
            national_id: id("ola"),
            name: None,
            via: Via::Shown,
        });
        self.book.stored(leaf, event)
    }

    /// Lookups in the days of May 2026, one a minute.
    fn lookups(&self, leaves: std::ops::Range<u64>) -> Vec<Stored> {
        let time = |leaf| format!("2026-05-01T{:02}:{:02}:00Z", leaf / 60 % 24, leaf % 60);
        leaves.map(|leaf| self.lookup(leaf, &time(leaf))).collect()
    }
}

fn history(archive: &Archive, about: About) -> Result<History, AnswerError> {
    archive.history(&HistoryQuestion {
        limit: 10,
        ..HistoryQuestion::every(about, Period::always())
    })
}

fn total(archive: &Archive, who: &str) -> u64 {
    history(archive, About::Subject(id(who)))
        .expect("answers")
        .total
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}

#[test]
fn what_was_taken_in_is_found_by_the_next_question() {
    let setting = Setting::new();
    let archive = setting.open();
    for leaf in 0..200 {
        archive
            .take_in(&setting.lookups(leaf..leaf + 1))
            .expect("takes in");
        assert_eq!(total(&archive, "ola"), leaf + 1);
        assert_eq!(archive.next_leaf(), leaf + 1);
    }
}

#[test]
fn the_unit_is_that_of_the_day_where_the_organisation_is() {
    let setting = Setting::new();
    let archive = setting.open();
    // In Oslo it is still the ninth, then the tenth of May.
    let events = [
        setting.lookup(0, "2026-05-09T21:59:59Z"),
        setting.lookup(1, "2026-05-09T22:00:00Z"),
    ];
    archive.take_in(&events).expect("takes in");
    let lines = archive.statement(Period::always(), None).expect("answers");
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].lookups, lines[0].outside_lookups), (2, 1));
    assert_eq!(lines[0].employee_no.as_deref(), Some("17"));
}

#[test]
fn events_that_come_again_count_once() {
    let setting = Setting::new();
    let archive = setting.open();
    archive.take_in(&setting.lookups(0..30)).expect("takes in");
    archive.take_in(&setting.lookups(0..40)).expect("takes in");
    assert_eq!(total(&archive, "ola"), 40);
}

#[test]
fn after_a_crash_intake_goes_on_where_the_segments_end() {
    let setting = Setting::new();
    let small = Settings {
        tail_rows: 100,
        ..settings()
    };
    let archive = setting.open_with(small.clone()).expect("opens");
    archive.take_in(&setting.lookups(0..100)).expect("takes in");
    archive
        .take_in(&setting.lookups(100..150))
        .expect("takes in");
    drop(archive);
    let archive = setting.open_with(small).expect("opens");
    assert_eq!((archive.next_leaf(), total(&archive, "ola")), (100, 100));
    archive
        .take_in(&setting.lookups(100..150))
        .expect("takes in");
    assert_eq!(total(&archive, "ola"), 150);
}

#[test]
fn leaves_that_are_no_events_are_remembered() {
    let setting = Setting::new();
    let archive = setting.open();
    archive.seen_up_to(17);
    archive.flush().expect("flushes");
    drop(archive);
    assert_eq!(setting.open().next_leaf(), 17);
}

#[test]
fn leftovers_of_a_crash_are_removed() {
    let setting = Setting::new();
    let archive = setting.open();
    archive.take_in(&setting.lookups(0..50)).expect("takes in");
    archive.flush().expect("flushes");
    drop(archive);
    let kept = files(setting.folder.path());
    let left = setting.folder.path().join("segments/00000001");
    tilsyn_durable::create_folder(&left).expect("makes a folder");
    tilsyn_durable::write_atomically(&left.join("time.cols"), b"half").expect("writes");
    // Words of a segment that never came to be.
    let words = setting.folder.path().join("words.sealed");
    let more = [std::fs::read(&words).expect("words"), b"half".to_vec()].concat();
    tilsyn_durable::write_atomically(&words, &more).expect("writes");
    let archive = setting.open();
    assert_eq!(files(setting.folder.path()), kept);
    archive.take_in(&setting.lookups(50..80)).expect("takes in");
    archive.flush().expect("flushes");
    drop(archive);
    assert_eq!(total(&setting.open(), "ola"), 80);
}

/// Everything that reads every column.
fn ask_all(archive: &Archive) -> Result<(), AnswerError> {
    let always = Period::always();
    archive.statement(always, None)?;
    archive.subjects(always, None)?;
    archive.pictures(always, None)?;
    archive.flows(always, None)?;
    let everything = HistoryQuestion::every(About::Everything, always);
    archive.history(&everything)?;
    for by in [SortBy::Client, SortBy::Server] {
        let sort = EventSort {
            by,
            order: Order::Ascending,
        };
        let sorted = HistoryQuestion {
            sort,
            ..everything.clone()
        };
        archive.history(&sorted)?;
    }
    for about in [About::Subject(id("id001")), About::Subject(id("id000"))] {
        history(archive, about)?;
    }
    for (source, number) in
        (["p3", "kartotek", "ris"].iter()).flat_map(|source| (0..8).map(move |n| (source, n)))
    {
        let (source, user) = ((*source).to_owned(), format!("user{number}"));
        history(
            archive,
            About::Actor(Identity::Account {
                source: source.clone(),
                user: user.clone(),
            }),
        )?;
        history(archive, About::Account { source, user })?;
    }
    Ok(())
}

fn text_of(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Opens a copy of the archive with one file changed and says what goes wrong, if anything.
fn trouble(setting: &Setting, path: &Path, bytes: &[u8]) -> Option<String> {
    let whole = std::fs::read(path).expect("a file");
    tilsyn_durable::write_atomically(path, bytes).expect("writes");
    let found = match setting.open_with(settings()) {
        Err(error) => Some(text_of(&error)),
        Ok(archive) => ask_all(&archive).err().map(|error| text_of(&error)),
    };
    tilsyn_durable::write_atomically(path, &whole).expect("writes");
    found
}

#[test]
fn a_cut_or_damaged_file_is_named() {
    let mut case = Case::new(5);
    let setting = Setting {
        directory: Arc::new(Directory::default()),
        ..Setting::new()
    };
    let archive = setting.open();
    let events = case.events(400, &setting.book);
    archive.take_in(&events).expect("takes in");
    archive.flush().expect("flushes");
    drop(archive);
    let columns = |path: &PathBuf| path.extension().is_some_and(|name| name == "cols");
    let mut files = files(setting.folder.path());
    files.retain(|path| columns(path) || path.ends_with("words.sealed"));
    assert_eq!(files.len(), 5);
    for path in files {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let whole = std::fs::read(&path).expect("a file");
        for length in [0, 1, whole.len() / 2, whole.len() - 1] {
            let told = trouble(&setting, &path, &whole[..length]).unwrap_or_default();
            assert!(told.contains(&name), "{name} cut to {length}: {told}");
        }
        let mut unnoticed = 0;
        for at in (0..whole.len()).step_by(97) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            match trouble(&setting, &path, &damaged) {
                Some(told) => assert!(told.contains(&name), "{name} at {at}: {told}"),
                // Columns that no question above reads.
                None => unnoticed += 1,
            }
        }
        assert!(
            unnoticed * 97 < whole.len() / 2,
            "{name}: {unnoticed} unnoticed"
        );
    }
}

#[test]
fn a_damaged_manifest_is_named_and_one_of_another_version_means_a_new_archive() {
    let setting = Setting::new();
    let archive = setting.open();
    archive.take_in(&setting.lookups(0..50)).expect("takes in");
    archive.flush().expect("flushes");
    drop(archive);
    let path = setting.folder.path().join("manifest.sealed");
    let whole = std::fs::read(&path).expect("a manifest");
    let mut damaged = whole.clone();
    *damaged.last_mut().expect("a byte") ^= 1;
    let told = trouble(&setting, &path, &damaged);
    assert!(told.expect("an error").contains("manifest.sealed"));
    // The version stands behind eight bytes, in plain text.
    let mut other = whole;
    other[8] -= 1;
    tilsyn_durable::write_atomically(&path, &other).expect("writes");
    let archive = setting.open();
    assert_eq!((archive.next_leaf(), total(&archive, "ola")), (0, 0));
    archive.take_in(&setting.lookups(0..50)).expect("takes in");
    assert_eq!(total(&archive, "ola"), 50);
}

#[test]
fn who_was_erased_is_still_counted() {
    let setting = Setting::new();
    let archive = setting.open();
    archive.take_in(&setting.lookups(0..3)).expect("takes in");
    let kari = Identity::Account {
        source: "p3".to_owned(),
        user: "kari".to_owned(),
    };
    setting.book.erase(&kari);
    setting.book.erase(&person("kari"));
    let check = |archive: &Archive| {
        let lines = archive.statement(Period::always(), None).expect("answers");
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].outside_lookups, lines[0].user.as_str()), (3, "?"));
        assert_eq!((&lines[0].national_id, &lines[0].name), (&None, &None));
    };
    check(&archive);
    archive.flush().expect("flushes");
    // A new directory does not change what stands of people who were erased.
    archive
        .renew(Arc::new(Directory::default()))
        .expect("renews");
    let lines = archive.statement(Period::always(), None).expect("answers");
    assert_eq!((lines[0].lookups, lines[0].no_unit_lookups), (3, 3));
    archive.renew(Arc::new(directory())).expect("renews");
    check(&archive);
    setting.book.erase(&person("ola"));
    assert_eq!(
        archive
            .subjects(Period::always(), Some(1))
            .expect("answers"),
        []
    );
    check(&archive);
}

#[test]
fn only_segments_whose_result_changes_are_written_anew() {
    let setting = Setting::new();
    let archive = setting.open();
    archive.take_in(&setting.lookups(0..10)).expect("takes in");
    archive.flush().expect("flushes");
    archive
        .take_in(&[setting.lookup(10, "2026-05-12T10:00:00Z")])
        .expect("takes in");
    archive.flush().expect("flushes");
    let before = files(setting.folder.path());
    archive
        .renew(Arc::clone(&setting.directory))
        .expect("renews");
    assert_eq!(files(setting.folder.path()), before);
    let mut changed = directory();
    // From the tenth of May on Ola belongs to ward 3.
    changed.person_units[1].unit = "ward3".to_owned();
    archive.renew(Arc::new(changed)).expect("renews");
    let after = files(setting.folder.path());
    let kept = |number: &str| {
        let folder = setting.folder.path().join("segments").join(number);
        (before.iter().chain(&after))
            .filter(|path| path.starts_with(&folder))
            .count()
    };
    assert_eq!(
        (kept("00000000"), kept("00000001"), kept("00000002")),
        (10, 5, 5)
    );
    let lines = archive.statement(Period::always(), None).expect("answers");
    assert_eq!((lines[0].lookups, lines[0].outside_lookups), (11, 11));
}

#[test]
fn an_account_is_named_by_its_owner() {
    let setting = Setting::new();
    let archive = setting.open();
    let account = Identity::Account {
        source: "p3".to_owned(),
        user: "kari".to_owned(),
    };
    let day = Day::parse("2026-05-01").expect("a date");
    assert_eq!(
        archive.card(&account, day),
        archive.card(&person("kari"), day)
    );
    assert_eq!(archive.card(&account, day).unit.as_deref(), Some("ward1"));
}

#[test]
fn the_thread_seals_and_merges_while_questions_are_answered() {
    let setting = Setting::new();
    let threaded = Settings {
        tail_rows: 200,
        merge_segments: 3,
        upkeep: Upkeep::Thread,
        ..settings()
    };
    let archive = setting.open_with(threaded).expect("opens");
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            let mut last = 0;
            while last < 6_000 {
                let now = total(&archive, "ola");
                assert!(now >= last, "events do not go away");
                last = now;
            }
        });
        for start in (0..6_000).step_by(50) {
            archive
                .take_in(&setting.lookups(start..start + 50))
                .expect("takes in");
        }
        asked.join().expect("no question fails");
    });
    archive.flush().expect("flushes");
    let size = archive.size();
    assert_eq!((size.events, size.tail_rows), (6_000, 0));
    assert!(size.segments < 12, "{} segments", size.segments);
}
