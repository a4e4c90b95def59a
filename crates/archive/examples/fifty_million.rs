//! Makes a quarter of synthetic events straight in an archive and measures its answers.
//!
//! `fifty_million EVENTS [FOLDER]`: 20,000 actors, 400 units, a million people. With a folder the
//! archive stays there, and other tools can read `segments/*/events.parquet` with `parquet.key`
//! and `words.ndjson` beside them.

#![expect(clippy::print_stdout, reason = "this program prints its figures")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Clock;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tilsyn_archive::{
    ActorKind, Archive, ArchiveKey, CodedEvent, EventWords, SavedWords, Settings, StatedActor,
};
use tilsyn_domain::directory::{
    Account, AccountType, Directory, Employment, Person, PersonUnit, Protection, Validity,
};
use tilsyn_domain::question::{About, ElementField, HistoryQuestion};
use tilsyn_domain::{
    Answers, Code, Codebook, Day, Event, Identity, Instant, Kind, NationalId, Outcome, Period,
    Stamp, Via, Zone,
};

const ACTORS: u32 = 20_000;
const UNITS: u32 = 400;
const PEOPLE: u32 = 1_000_000;
const ELEMENTS: u32 = 60;
const DOCUMENTS: u32 = 200_000;
const SOURCE: &str = "p3";
const BATCH: u64 = 65_536;

/// Codes 1 to `ACTORS` are accounts, the next `PEOPLE` people; the first of them own the accounts.
struct NumberBook;

impl Codebook for NumberBook {
    fn code(&self, identity: &Identity) -> Option<Code> {
        match identity {
            Identity::Person(id) => Some(id.reveal()[2..].parse::<u32>().ok()? + ACTORS + 1),
            Identity::Account { user, .. } => Some(user[1..].parse::<u32>().ok()? + 1),
        }
    }

    fn identity(&self, code: Code) -> Option<Identity> {
        match code {
            0 => None,
            code if code <= ACTORS => Some(account(code - 1)),
            code => Some(Identity::Person(person(code - 1 - ACTORS))),
        }
    }

    fn codes(&self) -> Code {
        1 + ACTORS + PEOPLE
    }
}

fn account(number: u32) -> Identity {
    Identity::Account {
        source: SOURCE.to_owned(),
        user: format!("u{number}"),
    }
}

fn person(number: u32) -> NationalId {
    NationalId::new(&format!("id{number:07}")).expect("not empty")
}

fn unit(number: u32) -> String {
    format!("unit{:03}", number % UNITS)
}

fn directory() -> Directory {
    let valid = Validity::default();
    let mut directory = Directory::default();
    for number in 0..PEOPLE {
        let national_id = person(number);
        directory.people.push(Person {
            national_id: national_id.clone(),
            name: format!("Name {number}"),
            birth_date: None,
            address_key: None,
            protection: Protection::None,
            public_figure: false,
            died_on: None,
            former_ids: Vec::new(),
        });
        if number >= ACTORS {
            directory.person_units.push(PersonUnit {
                national_id,
                unit: unit(number),
                valid,
            });
            continue;
        }
        directory.employments.push(Employment {
            employment: number.to_string(),
            national_id: national_id.clone(),
            employee_no: Some(number.to_string()),
            unit: unit(number),
            position: None,
            manager_national_id: None,
            valid,
            paid_through: None,
        });
        directory.accounts.push(Account {
            system: SOURCE.to_owned(),
            user: format!("u{number}"),
            national_id: Some(national_id),
            account_type: AccountType::Person,
            valid,
            last_logon: None,
        });
    }
    directory
}

/// Words of the log, numbered.
struct Vocabulary {
    plain: EventWords,
    elements: Vec<u32>,
    documents: Vec<u32>,
}

fn vocabulary(archive: &Archive) -> Vocabulary {
    let mut event = Event::new(SOURCE, "1", Instant(0).utc(), Kind::Lookup, "u0");
    let mut number = |element: Option<String>, document: Option<String>| {
        event.object.element = element;
        event.object.document = document;
        event.place.application = Some("patient".to_owned());
        archive.event_words(&event).expect("few words")
    };
    Vocabulary {
        plain: number(None, None),
        elements: (0..ELEMENTS)
            .map(|e| number(Some(format!("element {e}")), None).element)
            .collect(),
        documents: (0..DOCUMENTS)
            .map(|d| number(None, Some(format!("document-{d:08}"))).document)
            .collect(),
    }
}

/// Small numbers more often than large ones.
fn skewed(random: &mut ChaCha8Rng, end: u32) -> u32 {
    let even: f64 = random.random();
    let number = even * even * even * f64::from(end);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "below `end`, and not negative"
    )]
    let number = number as u32;
    number.min(end - 1)
}

fn coded<'a>(
    random: &mut ChaCha8Rng,
    words: &Vocabulary,
    leaf: u64,
    time: Instant,
    subject: &'a mut [(Code, Via); 1],
) -> CodedEvent<'a> {
    // A stride spreads the busiest over all units.
    let actor = skewed(random, ACTORS) * 7_919 % ACTORS;
    let looked_up = if random.random_range(0..100) < 60 {
        actor % UNITS + skewed(random, PEOPLE / UNITS) * UNITS
    } else {
        skewed(random, PEOPLE) * 999 % PEOPLE
    };
    let kind = match random.random_range(0..100) {
        0..80 => Kind::Lookup,
        80..86 => Kind::DocumentView,
        86..90 => Kind::ImageView,
        90..93 => Kind::Search,
        93..96 => Kind::Change,
        _ => Kind::Logon,
    };
    let mut named = words.plain;
    named.element = words.elements[skewed(random, ELEMENTS) as usize];
    if kind == Kind::DocumentView {
        named.document = words.documents[skewed(random, DOCUMENTS) as usize];
    }
    subject[0] = (looked_up + ACTORS + 1, Via::Shown);
    let none = matches!(kind, Kind::Search | Kind::Logon);
    CodedEvent {
        leaf,
        time,
        kind,
        outcome: if random.random_range(0..100) < 98 {
            Outcome::Permit
        } else {
            Outcome::Deny
        },
        actor: StatedActor {
            account: actor + 1,
            stated: 0,
            kind: ActorKind::Person,
        },
        subjects: if none { &[] } else { &subject[..] },
        words: named,
    }
}

fn fill(archive: &Archive, events: u64) {
    let words = vocabulary(archive);
    let start = Stamp::parse("2026-06-30T22:00:00Z").expect("a time").at;
    let length = 92 * 86_400_000_u64;
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut leaf = archive.next_leaf();
    while leaf < events {
        let end = events.min(leaf + BATCH);
        let mut subjects = vec![[(0, Via::Shown)]; usize::try_from(end - leaf).expect("a batch")];
        let batch: Vec<CodedEvent<'_>> = (leaf..end)
            .zip(&mut subjects)
            .map(|(leaf, subject)| {
                let millis = i64::try_from(leaf * length / events).expect("within a quarter");
                let time = Instant(start.0 + millis * 1_000);
                coded(&mut random, &words, leaf, time, subject)
            })
            .collect();
        archive.take_in_coded(&batch).expect("takes in");
        leaf = end;
    }
    archive.flush().expect("flushes");
}

/// Milliseconds of processor time that this program used so far, all threads together.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = text.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        * 10.0
}

/// Milliseconds of the first run, of the median of five more, and of processor time in these.
fn measure<T>(name: &str, question: impl Fn() -> T) {
    let timed = || {
        let start = Clock::now();
        std::hint::black_box(question());
        start.elapsed().as_secs_f64() * 1e3
    };
    let first = timed();
    let before = processor();
    let mut warm: Vec<f64> = (0..5).map(|_| timed()).collect();
    let used = (processor() - before) / 5.0;
    warm.sort_by(f64::total_cmp);
    let median = warm[2];
    println!("{name:<22} first {first:>8.1} ms   warm {median:>8.2} ms   processor {used:>6.0} ms");
}

fn history(archive: &Archive, about: About) -> u64 {
    let question = HistoryQuestion {
        limit: 50,
        ..HistoryQuestion::every(about, Period::always())
    };
    archive.history(&question).expect("answers").total
}

fn ask(archive: &Archive) {
    let day = |text: &str| Day::parse(text).expect("a date");
    let period = |from: &str, to: &str| Period::new(day(from), day(to)).expect("a period");
    let quarter = period("2026-07-01", "2026-09-30");
    let week = period("2026-08-10", "2026-08-16");
    let subject = || About::Subject(person(999));
    let user = || About::Actor(Identity::Person(person(7_919)));
    let element = || About::Element(ElementField::Element, "element 30".to_owned());
    say_found(archive, quarter);
    println!(
        "found person history: {}",
        history(archive, subject()).min(50)
    );
    println!("found element: {}", history(archive, element()).min(50));
    println!("found user history: {}", history(archive, user()).min(50));
    measure("statement, all", || {
        archive.statement(quarter, None).expect("answers").len()
    });
    measure("statement, 100", || {
        archive
            .statement(quarter, Some(100))
            .expect("answers")
            .len()
    });
    measure("statement, a week", || {
        archive.statement(week, Some(100)).expect("answers").len()
    });
    measure("subjects, 100", || {
        archive.subjects(quarter, Some(100)).expect("answers").len()
    });
    measure("pictures, 100", || {
        archive.pictures(quarter, Some(100)).expect("answers").len()
    });
    measure("person, 50 of all", || history(archive, subject()));
    measure("user, 50 of all", || history(archive, user()));
    measure("element, 50 of all", || history(archive, element()));
    measure("everything, 50 of all", || {
        history(archive, About::Everything)
    });
    measure("elements", || {
        archive
            .elements(ElementField::Element, quarter)
            .expect("answers")
            .len()
    });
    measure("flows", || {
        archive.flows(quarter, None).expect("answers").len()
    });
    measure("viewers of a person", || {
        archive
            .viewers(&person(999), quarter)
            .expect("answers")
            .len()
    });
    let users: Vec<Identity> = (0..50)
        .map(|n| Identity::Person(person(n * 7_919 % ACTORS)))
        .collect();
    measure("weeks of 50 users", || {
        archive.weeks(&users, quarter).expect("answers").len()
    });
}

/// One number of each list that no order of equal lines changes, for comparing with others.
fn say_found(archive: &Archive, quarter: Period) {
    let statement = archive.statement(quarter, Some(100)).expect("answers");
    let outside: u64 = statement.iter().map(|line| line.outside_lookups).sum();
    println!("found statement: {outside}");
    let subjects = archive.subjects(quarter, Some(100)).expect("answers");
    let lookups: u64 = subjects.iter().map(|line| line.lookups).sum();
    println!("found subjects: {lookups}");
}

/// Resident memory now and at most, as the system tells it.
fn memory(when: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        kilobytes.unwrap_or(0) / 1024
    };
    println!(
        "{when}: {} MiB resident, {} MiB at most",
        of("VmRSS"),
        of("VmHWM")
    );
}

/// What is made here is made up, and so is its key.
fn key() -> ArchiveKey {
    ArchiveKey::new(&[7; 32])
}

/// What the peers read the Parquet files with.
fn hand_out(folder: &Path) -> Result<(), tilsyn_durable::Error> {
    let words = SavedWords::read(folder, &key()).expect("words");
    let words: String = words.lines().map(|line| line + "\n").collect();
    let write =
        |name: &str, bytes: &[u8]| tilsyn_durable::write_atomically(&folder.join(name), bytes);
    write("words.ndjson", words.as_bytes())?;
    write("parquet.key", key().parquet().as_ref())
}

fn open(folder: &Path, directory: &Arc<Directory>) -> Archive {
    let start = Clock::now();
    let zone = Zone::named("Europe/Oslo").expect("a zone");
    let archive = Archive::open(
        folder,
        key(),
        Settings::new(zone),
        Arc::new(NumberBook),
        Arc::clone(directory),
    )
    .expect("opens");
    println!("opened in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    archive
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let events: u64 = arguments
        .next()
        .and_then(|events| events.parse().ok())
        .expect("fifty_million EVENTS");
    let kept = arguments.next();
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = kept.as_ref().map_or(temporary.path(), Path::new);
    let directory = Arc::new(directory());
    memory("directory made");
    let archive = open(folder, &directory);
    let start = Clock::now();
    fill(&archive, events);
    let seconds = start.elapsed().as_secs_f64();
    println!("{events} events in {seconds:.1} s");
    memory("after filling");
    drop(archive);
    let archive = open(folder, &directory);
    let size = archive.size();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let each = |bytes: u64| bytes as f64 / size.events.max(1) as f64;
    println!(
        "{} segments, {:.1} bytes an event in columns, {:.1} as Parquet",
        size.segments,
        each(size.column_bytes),
        each(size.parquet_bytes)
    );
    ask(&archive);
    memory("after the questions");
    hand_out(folder).expect("writes");
}
