//! The desk from outside: real ledger and registry in a folder, the naive answers as archive.
#![expect(
    clippy::disallowed_methods,
    reason = "what a test writes need not survive a power cut"
)]

mod cases;
mod completeness;
mod directory;
mod emergency;
mod erasure;
mod extract;
mod findings;
mod health;
mod looks;
mod notices;
mod outgoing;
mod pace;
mod proof;
mod quarters;
mod readers;
mod reveals;
mod samples;
mod sessions;
mod spot_check;
mod staff;
mod witnesses;
mod zero_bytes;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::oracle::Oracle;
use tilsyn_domain::question::{About, HistoryQuestion};
use tilsyn_domain::{Day, Instant, NationalId, Period, Zone};
use tilsyn_ledger::{FileKek, Ledger, Options, SystemRandomness};
use tilsyn_registry::{Location, Registry, testing};

use crate::desk::{Parts, VaultBook};
use crate::intake::{EventImport, ImportSummary};
use crate::log_review::view::Shown;
use crate::permit::{
    Form, ImportDirectory, ImportEvents, Principal, ReadHistory, ReadOwnLog, ReadQuarantine,
    ReadStatement, VerifyLedger, ask,
};
use crate::sources::QuarantineShown;
use crate::{Desk, Permit};

fn open(folder: &Path) -> Desk {
    open_with(folder, |_, _| {})
}

/// Opens a desk after `meanwhile` did something to the registry and the archive.
fn open_with(folder: &Path, meanwhile: impl FnOnce(&Registry, &Oracle)) -> Desk {
    let location = Location::Sqlite(folder.join("registry.sqlite"));
    open_at(folder, &location, meanwhile)
}

fn open_at(folder: &Path, location: &Location, meanwhile: impl FnOnce(&Registry, &Oracle)) -> Desk {
    open_when(folder, location, NOW, meanwhile)
}

/// 2026-09-21 in Oslo.
const NOW: Instant = Instant(1_790_000_000_000_000);

fn open_when(
    folder: &Path,
    location: &Location,
    now: Instant,
    meanwhile: impl FnOnce(&Registry, &Oracle),
) -> Desk {
    open_by(folder, location, move || now, meanwhile)
}

/// Opens a desk by a clock of the test's own.
fn open_by(
    folder: &Path,
    location: &Location,
    clock: impl Fn() -> Instant + Send + Sync + 'static,
    meanwhile: impl FnOnce(&Registry, &Oracle),
) -> Desk {
    let key = folder.join("root.key");
    let ledger = folder.join("ledger");
    let options = Options {
        segment_bytes: 1 << 20,
        ..Options::default()
    };
    let ledger = if Ledger::is_in(&ledger) {
        Ledger::open(&ledger, &FileKek::open(&key).expect("key"), &options)
    } else {
        let kek = FileKek::create(&key, &SystemRandomness).expect("key");
        Ledger::create(&ledger, "test.example/log", &kek, &options)
    };
    let registry = Registry::open(location, &testing::key()).expect("registry");
    let directory = Arc::new(registry.directory(None).expect("directory"));
    let zone = Zone::named("Europe/Oslo").expect("Oslo");
    let ledger = Arc::new(ledger.expect("ledger"));
    let book = Arc::new(VaultBook(Arc::clone(&ledger)));
    let oracle = Oracle::new(zone.clone(), directory.clone()).with_book(book);
    meanwhile(&registry, &oracle);
    Desk::open(Parts {
        ledger,
        registry,
        answers: Arc::new(oracle),
        directory,
        zone,
        organisation: "Prøve".to_owned(),
        clock: Box::new(clock),
        room: Box::new(|| None),
    })
    .expect("opens")
}

fn permit<A: crate::permit::Action>() -> Permit<A> {
    ask(&Principal::local_operator(), Form::Command).expect("the local operator may")
}

fn bring(desk: &Desk, folder: &Path, name: &str, lines: &str) -> ImportSummary {
    let path: PathBuf = folder.join(name);
    fs::write(&path, lines).expect("writes");
    let import = EventImport {
        paths: vec![path],
        format: None,
    };
    desk.import_events(&permit::<ImportEvents>(), &import, &|_| {})
        .expect("goes in")
}

fn line(id: &str, user: &str, person: &str) -> String {
    format!(
        concat!(
            r#"{{"id":"{}","source":"s","seq":{},"time":"2026-03-02T10:00:00+01:00","#,
            r#""kind":"lookup","actor":{{"user":"{}"}},"subjects":[{{"national_id":"{}"}}]}}"#
        ),
        id,
        id.trim_start_matches(|c: char| !c.is_ascii_digit()),
        user,
        person
    ) + "\n"
}

/// Read, stored, duplicates, conflicts, quarantined, events, gaps.
fn counts(summary: &ImportSummary) -> [u64; 7] {
    let s = summary;
    [
        s.read,
        s.stored,
        s.duplicates,
        s.conflicts,
        s.quarantined,
        s.events,
        s.gaps,
    ]
}

#[test]
fn the_same_again_changes_nothing_and_the_summary_adds_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let lines = [
        line("e1", "kari", "x1"),
        line("e2", "kari", "x2"),
        "rubbish\n".to_owned(),
    ];
    let first = bring(&desk, folder.path(), "a.ndjson", &lines.concat());
    assert_eq!(counts(&first), [3, 2, 0, 0, 1, 2, 0]);
    let again = bring(&desk, folder.path(), "a.ndjson", &lines.concat());
    assert_eq!(counts(&again), [3, 0, 2, 0, 1, 0, 0]);
    let shown = QuarantineShown {
        limit: 10,
        ..QuarantineShown::default()
    };
    let kept = desk
        .quarantine(&permit::<ReadQuarantine>(), &shown)
        .expect("lists");
    assert_eq!(kept.matching, 1, "the same piece is kept once");
    let piece = desk
        .quarantined(&permit::<ReadQuarantine>(), kept.rows[0].id)
        .expect("opens");
    assert_eq!(
        (piece.bytes.as_slice(), piece.whole, piece.row.line),
        (&b"rubbish"[..], true, 3)
    );
}

#[test]
fn other_content_under_a_known_id_is_a_conflict_and_counts_in_no_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    bring(&desk, folder.path(), "a.ndjson", &line("e1", "kari", "x1"));
    let other = line("e1", "kari", "x2");
    assert_eq!(
        counts(&bring(&desk, folder.path(), "b.ndjson", &other)),
        [1, 0, 0, 1, 0, 0, 0]
    );
    assert_eq!(
        counts(&bring(&desk, folder.path(), "b.ndjson", &other)),
        [1, 0, 0, 1, 0, 0, 0]
    );
    let days = Period::always();
    let view = desk
        .statement(&permit::<ReadStatement>(), days, &Shown::default())
        .expect("asks");
    assert_eq!(view.rows[0].line.lookups, 1);
    assert_eq!(
        view.made_from.conflicts, 1,
        "the same conflict is kept once"
    );
}

#[test]
fn missing_running_numbers_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let lines = [
        line("e1", "a", "x"),
        line("e2", "a", "x"),
        line("e7", "a", "x"),
    ]
    .concat();
    assert_eq!(bring(&desk, folder.path(), "a.ndjson", &lines).gaps, 1);
    let filled: String = (3..7).map(|n| line(&format!("e{n}"), "a", "x")).collect();
    assert_eq!(bring(&desk, folder.path(), "b.ndjson", &filled).gaps, 0);
}

#[test]
fn running_numbers_of_an_import_that_was_cut_off_are_not_missed() {
    use tilsyn_domain::Answers;
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let lines = [line("e1", "a", "x"), line("e2", "a", "x")].concat();
    bring(&desk, folder.path(), "a.ndjson", &lines);
    drop(desk);
    let cut_off = |registry: &Registry, archive: &Oracle| {
        registry.set_sequence_ranges(1, &[], 0).expect("forgets");
        archive.seen_up_to(2);
    };
    let desk = open_with(folder.path(), cut_off);
    let rest = [line("e3", "a", "x"), line("e9", "a", "x")].concat();
    bring(&desk, folder.path(), "b.ndjson", &rest);
    drop(desk);
    let kept = Registry::open(
        &Location::Sqlite(folder.path().join("registry.sqlite")),
        &testing::key(),
    );
    let kept = kept.expect("registry").sequence_ranges(1).expect("reads");
    let numbers = kept.ranges.iter().map(|range| (range.first, range.last));
    assert_eq!(numbers.collect::<Vec<_>>(), [(1, 3), (9, 9)]);
}

#[test]
fn what_was_acknowledged_is_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    bring(&desk, folder.path(), "a.ndjson", &line("e1", "kari", "x1"));
    drop(desk);
    let desk = open(folder.path());
    let about = About::Subject(NationalId::new("x1").expect("an id"));
    let question = HistoryQuestion::every(about, Period::always());
    let found = desk
        .history(&permit::<ReadHistory>(), &question)
        .expect("asks");
    assert_eq!(found.total, 1);
    assert_eq!(found.events[0].event.actor.user, "kari");
    assert!(desk.verify(&permit::<VerifyLedger>()).expect("checks").ok());
}

#[test]
fn a_handle_leads_back_after_a_restart_and_a_foreign_one_leads_nowhere() {
    let (here, there) = (tempfile::tempdir(), tempfile::tempdir());
    let (here, there) = (here.expect("a folder"), there.expect("a folder"));
    let person = |id: &str| Identity::Person(NationalId::new(id).expect("an id"));
    let kari = Identity::Account {
        source: "s".to_owned(),
        user: "kari".to_owned(),
    };
    let seen = [person("x1"), person("x2"), kari];
    let handles = |desk: &Desk| seen.clone().map(|who| desk.handle(&who).expect("seen"));
    let fill = |folder: &Path| {
        let desk = open(folder);
        let lines = [line("e1", "kari", "x1"), line("e2", "kari", "x2")].concat();
        bring(&desk, folder, "a.ndjson", &lines);
        handles(&desk)
    };
    let (ours, foreign) = (fill(here.path()), fill(there.path()));
    let desk = open(here.path());
    assert_eq!(handles(&desk), ours);
    for (who, handle) in seen.iter().zip(&ours) {
        assert_eq!(desk.identity_of(handle).as_ref(), Some(who));
        assert_eq!(handle.len(), 22);
    }
    assert_eq!(desk.handle(&person("x3")), None, "never seen");
    let mut others: Vec<String> = foreign.to_vec();
    others.extend(["p1", "p825", "", "å", "AAAAAAAAAAAAAAAAAAAAAA"].map(str::to_owned));
    for handle in &ours {
        others.extend((0..22).map(|at| turned(handle, at)));
        others.extend([
            format!("{handle}A"),
            handle[..21].to_owned(),
            format!("{handle}=="),
        ]);
    }
    for handle in others {
        assert_eq!(desk.identity_of(&handle), None, "{handle}");
    }
}

/// The handle with another letter at one place.
fn turned(handle: &str, at: usize) -> String {
    let letter = |(place, letter): (usize, char)| match letter {
        'B' if place == at => 'C',
        _ if place == at => 'B',
        letter => letter,
    };
    handle.chars().enumerate().map(letter).collect()
}

#[test]
fn every_look_is_filed_with_who_and_what() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    bring(&desk, folder.path(), "a.ndjson", &line("e1", "kari", "x1"));
    let day = |text| Day::parse(text).expect("a date");
    let march = Period::new(day("2026-03-01"), day("2026-03-31")).expect("a month");
    desk.statement(&permit::<ReadStatement>(), march, &Shown::default())
        .expect("asks");
    let log = desk.own_log(&permit::<ReadOwnLog>(), 0, 10).expect("reads");
    assert_eq!(log.total, 1);
    assert_eq!(log.looks[0].action, "read-statement");
    assert_eq!(log.looks[0].period, Some(march));
    let again = desk.own_log(&permit::<ReadOwnLog>(), 0, 10).expect("reads");
    assert_eq!(
        again.looks[0].action, "read-own-log",
        "reading it is a look too"
    );
}

#[test]
fn the_directory_says_who_and_where_from_the_next_question_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    bring(&desk, folder.path(), "a.ndjson", &line("e1", "kari", "x1"));
    let made = folder.path().join("directory");
    fs::create_dir(&made).expect("makes");
    let write = |name: &str, text: &str| fs::write(made.join(name), text).expect("writes");
    write(
        "people.csv",
        "national_id,name,birth_date,address_key,protection,public_figure,died_on\n\
         k1,Kari Solheim,,,,,\n",
    );
    write(
        "units.csv",
        "unit,parent,name,head_national_id,from,to\nw1,,Ward one,,,\nw2,,Ward two,,,\n",
    );
    write(
        "employments.csv",
        "employment,national_id,employee_no,unit,position,manager_national_id,\
         from,to,paid_through\n\
         m1,k1,104,w1,,,,,\n",
    );
    write("person_units.csv", "national_id,unit,from,to\nx1,w2,,\n");
    write(
        "accounts.csv",
        "system,user,national_id,type,from,to,last_logon\ns,kari,k1,person,,,\n",
    );
    let report = desk
        .import_directory(&permit::<ImportDirectory>(), &made)
        .expect("goes in");
    assert_eq!(report.files.iter().map(|file| file.added).sum::<u64>(), 6);
    let days = Period::always();
    let view = desk
        .statement(&permit::<ReadStatement>(), days, &Shown::default())
        .expect("asks");
    let row = &view.rows[0];
    assert_eq!(row.line.name.as_deref(), Some("Kari Solheim"));
    assert_eq!(row.unit_name.as_deref(), Some("Ward one"));
    assert_eq!((row.line.outside_lookups, row.line.outside_people), (1, 1));
}
