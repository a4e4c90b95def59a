//! Erasure from the desk: two people, every store, and what stays.

use tilsyn_ledger::CompartmentKind;

use super::*;
use crate::erasure::{ErasureState, LookedThrough, What};
use crate::permit::{
    AskErasure, CarryOutErasures, DecideErasure, HoldEvents, ReadErasures, SetRetention,
};
use crate::problem::{Problem, Whose};

const PERSON: &str = "01817010055";
const OTHER: &str = "02817010055";

fn by<A: crate::permit::Action>(name: &str) -> Permit<A> {
    ask(&Principal::development(name), Form::Page).expect("has every role")
}

fn desk(folder: &Path) -> Desk {
    let desk = open(folder);
    let lines = line("e1", "kari", PERSON) + &line("e2", "ola", OTHER) + &line("e3", "ola", PERSON);
    let refused = format!("{{\"id\": \"e4\", about {PERSON}}}\nrubbish\n");
    bring(&desk, folder, "a.ndjson", &(lines + &refused));
    desk
}

fn person() -> What {
    What::Person {
        national_id: NationalId::new(PERSON).expect("an id"),
        own_acts: false,
    }
}

fn event(id: &str) -> What {
    What::Event {
        source: "s".to_owned(),
        id: id.to_owned(),
    }
}

fn asked(desk: &Desk, what: What) -> u64 {
    let asked = desk.ask_erasure(
        &by::<AskErasure>("kari"),
        what,
        "GDPR-17",
        "the court said so",
    );
    let number = asked.expect("asked");
    desk.work_on_erasures(&permit::<CarryOutErasures>())
        .expect("looks through");
    number
}

fn approve(desk: &Desk, number: u64, name: &str) -> Result<u64, Problem> {
    let leaf = desk.approve_erasure(&by::<DecideErasure>(name), number)?;
    desk.work_on_erasures(&permit::<CarryOutErasures>())
        .expect("carries out");
    Ok(leaf)
}

fn state(desk: &Desk, number: u64) -> ErasureState {
    let view = desk.erasure(&by::<ReadErasures>("liv"), number);
    view.expect("shown").row.state
}

/// Sound, and every hole explained.
fn check_sound(desk: &Desk, erased: u64) {
    let found = desk.verify(&permit::<VerifyLedger>()).expect("checks");
    assert_eq!(found.faults, []);
    assert_eq!(
        (found.erased, found.unexplained),
        (erased, 0),
        "{:?}",
        found.holes
    );
}

/// Whether a text stands anywhere in the folder, sealed things apart.
fn stands(folder: &Path, text: &str) -> bool {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("lists") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if memchr::memmem::find(&fs::read(&path).expect("reads"), text.as_bytes())
                .is_some()
            {
                return true;
            }
        }
    }
    false
}

#[test]
fn a_person_goes_from_every_store_when_another_approves() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let people = folder.path().join("directory");
    fs::create_dir(&people).expect("made");
    let rows = format!("national_id,name,birth_date\n{PERSON},Kari,\n{OTHER},Ola,\n");
    fs::write(people.join("people.csv"), rows).expect("writes");
    desk.import_directory(&permit::<ImportDirectory>(), &people)
        .expect("goes in");
    let number = asked(&desk, person());
    let view = desk
        .erasure(&by::<ReadErasures>("ola"), number)
        .expect("shown");
    assert_eq!(view.what, Some(person()));
    assert!(!view.is_own);
    let LookedThrough::Ready { entries, .. } = view.looked_through else {
        panic!("{:?}", view.looked_through);
    };
    assert!(entries >= 2, "{entries}");
    let alone = desk.approve_erasure(&by::<DecideErasure>("kari"), number);
    let alone = alone.expect_err("refused");
    assert_eq!(
        (alone.whose, alone.message),
        (Whose::Refused, "problem-erasure-own")
    );

    let leaf = approve(&desk, number, "ola").expect("approved");
    assert_eq!(state(&desk, number), ErasureState::Done);
    let record = desk
        .ledger()
        .erasure(leaf)
        .expect("reads")
        .expect("a record");
    assert_eq!(record.requested_by.as_deref(), Some(&b"kari"[..]));
    assert_eq!(record.approved_by.as_deref(), Some(&b"ola"[..]));
    let identity = Identity::Person(NationalId::new(PERSON).expect("an id"));
    assert_eq!(desk.handle(&identity), None);
    let directory = desk.directory();
    assert!(directory.people.iter().all(|row| row.name != "Kari"));
    let shown = QuarantineShown {
        limit: 10,
        ..QuarantineShown::default()
    };
    let kept = desk
        .quarantine(&permit::<ReadQuarantine>(), &shown)
        .expect("lists");
    assert_eq!(kept.matching, 1, "the piece that names nobody stays");
    fs::remove_file(folder.path().join("a.ndjson")).expect("the source's own file");
    fs::remove_dir_all(&people).expect("the directory's own file");
    assert!(!stands(folder.path(), PERSON));
    let view = desk
        .erasure(&by::<ReadErasures>("liv"), number)
        .expect("shown");
    assert_eq!(
        (view.what, view.reason.as_deref()),
        (None, Some("the court said so"))
    );
    let erased = desk
        .verify(&permit::<VerifyLedger>())
        .expect("checks")
        .erased;
    check_sound(&desk, erased);
    drop(desk);
    check_sound(&open(folder.path()), erased);
}

#[test]
fn an_event_and_a_part_of_one_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let number = asked(&desk, event("e1"));
    approve(&desk, number, "ola").expect("approved");
    let part = |part| What::Parts {
        source: "s".to_owned(),
        id: "e3".to_owned(),
        parts: vec![part],
    };
    let actor = desk.ask_erasure(&by::<AskErasure>("kari"), part(0), "GDPR-17", "why");
    assert_eq!(actor.expect_err("refused").message, "problem-erasure-part");
    let number = asked(&desk, part(1));
    approve(&desk, number, "ola").expect("approved");
    check_sound(&desk, 2);
    let left = desk.stored_event(2).expect("reads").expect("an event");
    assert_eq!((left.subjects.len(), left.actor.user.as_str()), (0, "ola"));
    assert!(desk.stored_event(0).expect("reads").is_none());
    let again = bring(
        &desk,
        folder.path(),
        "b.ndjson",
        &line("e1", "kari", PERSON),
    );
    assert_eq!(
        counts(&again)[2],
        1,
        "an erased event is a duplicate for ever"
    );
    drop(desk);
    check_sound(&open(folder.path()), 2);
}

#[test]
fn a_request_can_be_declined_and_then_nothing_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let number = asked(&desk, person());
    let own = desk.decline_erasure(&by::<DecideErasure>("kari"), number);
    assert!(own.is_err());
    desk.decline_erasure(&by::<DecideErasure>("ola"), number)
        .expect("declined");
    assert_eq!(state(&desk, number), ErasureState::Declined);
    let late = approve(&desk, number, "ola").expect_err("decided");
    assert_eq!(late.message, "problem-erasure-decided");
    check_sound(&desk, 0);
    for (what, message) in [
        (event("e9"), "problem-no-such-event"),
        (
            What::Person {
                national_id: NationalId::new("x77").expect("an id"),
                own_acts: true,
            },
            "problem-erasure-nobody",
        ),
    ] {
        let none = desk.ask_erasure(&by::<AskErasure>("kari"), what, "GDPR-17", "why");
        assert_eq!(none.expect_err("nothing").message, message);
    }
    let text = desk.ask_erasure(&by::<AskErasure>("kari"), event("e1"), "a name", "why");
    assert_eq!(text.expect_err("no code").message, "problem-erasure-basis");
}

#[test]
fn what_is_held_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let hold = desk
        .hold_event(&by::<HoldEvents>("liv"), "s", "e3", "sak 7")
        .expect("held");
    let number = asked(&desk, person());
    let held = approve(&desk, number, "ola").expect_err("held");
    assert_eq!(held.message, "problem-erasure-held");
    // What came in March goes by a rule; the held event keeps its row.
    let class = desk.registry().retention_class(1, "").expect("a class");
    desk.rule_retention(&by::<SetRetention>("liv"), class, Some((3, "arkivlova")))
        .expect("ruled");
    let due = desk.due_periods(&by::<ReadErasures>("liv")).expect("lists");
    assert_eq!(due.len(), 1, "{due:?}");
    let month = due[0].month;
    assert_eq!((due[0].class, due[0].source.as_deref()), (class, Some("s")));
    let period = asked(&desk, What::Period { class, month });
    approve(&desk, period, "ola").expect("approved");
    assert!(desk.stored_event(0).expect("reads").is_none());
    assert!(desk.stored_event(2).expect("reads").is_some(), "it is held");
    check_sound(&desk, 2);
    // A late event of that month is kept, under the month it comes in.
    let late = bring(
        &desk,
        folder.path(),
        "late.ndjson",
        &line("e8", "ola", OTHER),
    );
    assert_eq!(counts(&late)[1], 1);
    let release = |reason: &str| desk.release_hold(&by::<HoldEvents>("liv"), hold, reason);
    for reason in [" ", PERSON, &"x".repeat(1_001)] {
        let no = release(reason).expect_err("no reason that is kept");
        assert_eq!(no.message, "problem-hold-reason");
    }
    let reason = format!("dropped {}", "x".repeat(900));
    release(&reason).expect("released");
    let again = release(&reason).expect_err("it holds no more");
    assert_eq!(again.message, "problem-no-such-hold");
    let looks = desk.own_log(&permit::<ReadOwnLog>(), 0, 10).expect("read");
    let look = looks.looks.iter().find(|look| look.view == "hold-released");
    let why = look.and_then(|look| look.filter.iter().find(|(name, _)| name == "why"));
    assert_eq!(why.map(|(_, why)| why), Some(&reason), "it is kept whole");
    let due = desk.due_periods(&by::<ReadErasures>("liv")).expect("lists");
    let rest = due.last().expect("what was held");
    let rest = asked(
        &desk,
        What::Period {
            class: rest.class,
            month: rest.month,
        },
    );
    approve(&desk, rest, "ola").expect("approved");
    assert!(desk.stored_event(2).expect("reads").is_none());
    check_sound(&desk, 3);
}

#[test]
fn one_that_fails_is_left_alone_for_a_while_and_holds_up_no_other() {
    use std::sync::atomic::{AtomicI64, Ordering};
    static PASSED: AtomicI64 = AtomicI64::new(0);
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("registry.sqlite"));
    drop(desk(folder.path()));
    let clock = || Instant(NOW.0 + PASSED.load(Ordering::SeqCst) * 1_000_000);
    let desk = open_by(folder.path(), &location, clock, |_, _| {});
    let failed = |seconds: i64| {
        PASSED.store(seconds, Ordering::SeqCst);
        let worked = desk.work_on_erasures(&permit::<CarryOutErasures>());
        worked.expect("the registry can be read")
    };
    // What is sealed of it says nothing that can be carried out.
    let unreadable = tilsyn_registry::NewErasure {
        asked: NOW,
        asked_by: "kari".to_owned(),
        scope: "person".to_owned(),
        basis: "GDPR-17".to_owned(),
        sealed: b"rubbish".to_vec(),
    };
    desk.registry().ask_erasure(&unreadable).expect("asked");
    let asking = by::<AskErasure>("kari");
    let other = desk.ask_erasure(&asking, event("e1"), "GDPR-17", "the court said so");
    let other = other.expect("asked");
    assert_eq!(failed(0), 1);
    let view = desk.erasure(&by::<ReadErasures>("ola"), other);
    let looked_through = view.expect("shown").looked_through;
    assert!(matches!(looked_through, LookedThrough::Ready { .. }));
    let tries: Vec<usize> = [9, 10, 29, 30, 69, 70].into_iter().map(failed).collect();
    assert_eq!(tries, [0, 1, 0, 1, 0, 1]);
}

/// The program dies between the record and everything that follows.
#[test]
fn what_was_approved_is_finished_by_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let number = asked(&desk, event("e1"));
    desk.approve_erasure(&by::<DecideErasure>("ola"), number)
        .expect("approved");
    drop(desk);
    let desk = open(folder.path());
    assert_eq!(stands_at(&desk, number), ErasureState::Recorded);
    desk.work_on_erasures(&permit::<CarryOutErasures>())
        .expect("carries out");
    assert_eq!(stands_at(&desk, number), ErasureState::Done);
    check_sound(&desk, 1);
    let parts = desk
        .ledger()
        .read(0)
        .expect("reads")
        .expect("an entry")
        .compartments;
    assert!(parts.is_none());
    let opened = desk.prove(
        &permit::<crate::permit::ProveEvent>(),
        "s",
        "e1",
        &[CompartmentKind::Act],
    );
    assert_eq!(opened.expect_err("gone").message, "problem-event-erased");
}

/// How far it has come, without a look being filed: the clock of these tests stands still.
fn stands_at(desk: &Desk, number: u64) -> ErasureState {
    let erasure = desk.registry().erasure(number).expect("reads");
    erasure.expect("there").state
}
