//! Who somebody is, shown for a reason: masked before, for one reader, for a while; whom the
//! register protects only when a second person confirms it, and found by nobody who guesses.

use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::log_review::view::{Named, PersonPictures, UnitName};
use crate::permit::{ConfirmReveal, ProveEvent, ReadSubjects, RevealPerson, SearchPeople};
use crate::problem::Problem;
use crate::reveals::{OPEN_MAX, RevealAsked, Revealed};
use tilsyn_domain::time::MINUTE;
use tilsyn_ledger::CompartmentKind;

/// Looked up, and nobody protects who that is.
const PLAIN: &str = "x1";
/// Looked up, and protected.
const HIDDEN: &str = "x2";

const FILES: [(&str, &str); 4] = [
    (
        "people.csv",
        "national_id,name,birth_date,address_key,protection,public_figure,died_on\n\
         k1,Kari Solheim,,,none,,\nk2,Mona Skjult,,,address,,\n\
         x1,Anna Aas,,,none,,\nx2,Beate Hemmelig,,,strict,,\n",
    ),
    (
        "units.csv",
        "unit,parent,name,head_national_id,from,to\nw1,,Ward one,,,\nw2,,Ward two,,,\n",
    ),
    (
        "employments.csv",
        "employment,national_id,employee_no,unit,position,manager_national_id,\
         from,to,paid_through\nm1,k1,104,w1,,,,,\nm2,k2,105,w1,,,,,\n",
    ),
    (
        "accounts.csv",
        "system,user,national_id,type,from,to,last_logon\n\
         s,kari,k1,person,,,\ns,mona,k2,person,,,\n",
    ),
];

struct Place {
    folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
    desk: Desk,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(AtomicI64::new(NOW.0));
        let registry = Location::Sqlite(folder.path().join("registry.sqlite"));
        let time = clock.clone();
        let now = move || Instant(time.load(Ordering::Relaxed));
        let desk = open_by(folder.path(), &registry, now, |_, _| {});
        let made = folder.path().join("directory");
        fs::create_dir(&made).expect("makes");
        for (name, text) in FILES {
            fs::write(made.join(name), text).expect("writes");
        }
        fs::write(
            made.join("person_units.csv"),
            "national_id,unit,from,to\nx1,w2,,\nx2,w2,,\n",
        )
        .expect("writes");
        desk.import_directory(&permit::<ImportDirectory>(), &made)
            .expect("goes in");
        let lines = [
            line("e1", "kari", PLAIN),
            line("e2", "kari", HIDDEN).replace(
                "{\"national_id\":\"x2\"}",
                "{\"national_id\":\"x2\",\"name\":\"Hemmelig, B\"}",
            ),
            line("e3", "mona", PLAIN),
        ];
        bring(&desk, folder.path(), "a.ndjson", &lines.concat());
        Place {
            folder,
            clock,
            desk,
        }
    }

    fn pass(&self, minutes: i64) {
        self.clock.fetch_add(minutes * MINUTE, Ordering::Relaxed);
    }

    fn page(&self, who: &str, person: &str) -> (Named, PersonPictures) {
        let question = HistoryQuestion::every(About::Subject(id(person)), Period::always());
        let found = (self.desk).person_page(&by::<ReadHistory>(who), &id(person), &question);
        let (view, pictures) = found.expect("reads");
        (view.about.expect("somebody"), pictures)
    }

    fn name(&self, who: &str, person: &str) -> Option<String> {
        self.page(who, person).0.card.name
    }

    fn ask(&self, who: &str, person: &str, reason: &str) -> Result<Revealed, Problem> {
        (self.desk).ask_reveal(&by::<RevealPerson>(who), &id(person), reason)
    }

    fn waiting(&self, who: &str) -> Vec<RevealAsked> {
        self.desk.reveals(&by::<ConfirmReveal>(who)).expect("reads")
    }

    fn confirm(&self, who: &str, number: u64) -> Result<(), &'static str> {
        let confirmed = self.desk.confirm_reveal(&by::<ConfirmReveal>(who), number);
        confirmed.map_err(|no| no.message)
    }

    fn found(&self, text: &str) -> Vec<(String, Option<String>)> {
        let hits = self.desk.search(&by::<SearchPeople>("siv"), text);
        let hits = hits.expect("asks").into_iter();
        hits.map(|hit| (hit.national_id.reveal().to_owned(), hit.card.name))
            .collect()
    }
}

fn by<A: crate::permit::Action>(who: &str) -> Permit<A> {
    ask(&Principal::development(who), Form::Page).expect("may")
}

fn id(text: &str) -> NationalId {
    NationalId::new(text).expect("an id")
}

#[test]
fn a_number_is_shown_for_a_reason_to_one_reader_for_a_while() {
    let place = Place::new();
    assert_eq!(place.page("siv", PLAIN).1.identity, Revealed::Masked);
    let no = place.ask("siv", PLAIN, "  ").expect_err("no reason");
    assert_eq!(no.message, "problem-reveal-reason");
    let no = place.ask("siv", PLAIN, &"x".repeat(121)).expect_err("long");
    assert_eq!(no.message, "problem-reveal-reason");
    assert_eq!(place.page("siv", PLAIN).1.identity, Revealed::Masked);
    let until = Instant(NOW.0 + 15 * MINUTE);
    let shown = place.ask("siv", PLAIN, "compare with payroll");
    assert_eq!(shown.expect("shown"), Revealed::Whole(until));
    assert_eq!(place.page("siv", PLAIN).1.identity, Revealed::Whole(until));
    assert_eq!(place.page("jonas", PLAIN).1.identity, Revealed::Masked);
    let log = place.desk.own_log(&permit::<ReadOwnLog>(), 0, 10);
    let looks = log.expect("reads").looks;
    let look = looks.iter().find(|look| look.view == "revealed");
    let look = look.expect("it is filed");
    let reason = ("reason".to_owned(), "compare with payroll".to_owned());
    assert_eq!(look.filter, [reason]);
    assert_eq!(
        look.about.as_ref().and_then(|who| who.card.name.as_deref()),
        Some("Anna Aas")
    );
    place.pass(15);
    assert_eq!(place.page("siv", PLAIN).1.identity, Revealed::Masked);
}

#[test]
fn whom_the_register_protects_is_shown_when_another_confirms_it() {
    let place = Place::new();
    assert_eq!(place.name("siv", HIDDEN), None);
    let asked = place.ask("siv", HIDDEN, "case 3").expect("asked");
    let until = Instant(NOW.0 + 15 * MINUTE);
    assert_eq!(asked, Revealed::Waits(until));
    // Asked twice it is one request.
    assert_eq!(place.ask("siv", HIDDEN, "case 3").expect("asked"), asked);
    assert_eq!(place.name("siv", HIDDEN), None);
    let [own] = &place.waiting("siv")[..] else {
        panic!("one waits");
    };
    assert_eq!((own.may_confirm, own.reason.as_str()), (false, "case 3"));
    assert_eq!(place.confirm("siv", own.number), Err("problem-reveal-own"));
    assert!(place.waiting("jonas")[0].may_confirm);
    place.pass(5);
    assert_eq!(place.confirm("jonas", own.number), Ok(()));
    assert_eq!(place.name("siv", HIDDEN).as_deref(), Some("Beate Hemmelig"));
    assert_eq!(
        place.name("jonas", HIDDEN),
        None,
        "who confirms sees nobody"
    );
    assert_eq!(place.waiting("jonas"), []);
    assert_eq!(
        place.confirm("jonas", own.number),
        Err("problem-reveal-late")
    );
    place.pass(14);
    assert!(place.name("siv", HIDDEN).is_some(), "as long again");
    place.pass(1);
    assert_eq!(place.name("siv", HIDDEN), None);
}

#[test]
fn one_person_has_so_many_open_and_no_more() {
    let place = Place::new();
    let asked = |who: &str, number: usize| {
        let came = place.ask(who, &format!("n{number}"), "compare");
        came.map(drop)
            .map_err(|no| (no.message, no.again_after_seconds))
    };
    assert!(place.ask("siv", HIDDEN, "case 3").is_ok());
    place.pass(1);
    for number in 1..OPEN_MAX {
        assert_eq!(asked("siv", number), Ok(()), "{number}");
    }
    // What waits counts as what is shown, and lapses first.
    let no = ("problem-reveals-many", Some(14 * 60 + 1));
    assert_eq!(asked("siv", OPEN_MAX), Err(no));
    assert_eq!(asked("siv", 1), Ok(()), "one of those already");
    assert_eq!(asked("jonas", OPEN_MAX), Ok(()), "another asker");
    place.pass(14);
    assert_eq!(asked("siv", OPEN_MAX), Ok(()));
    assert_eq!(asked("siv", OPEN_MAX + 1).map_err(|no| no.0), Err(no.0));
}

#[test]
fn evidence_of_a_protected_person_leaves_with_whoever_was_shown_them() {
    let place = Place::new();
    let of = |event: &str, who: &str, open: &[CompartmentKind]| {
        let made = (place.desk).prove(&by::<ProveEvent>(who), "s", event, open);
        made.map(drop).map_err(|no| no.message)
    };
    let made = |who: &str, open: &[CompartmentKind]| of("e2", who, open);
    let hidden = Err("problem-proof-protected");
    assert_eq!(made("siv", &[CompartmentKind::Act]), Ok(()));
    assert_eq!(made("siv", &[CompartmentKind::Subject]), hidden);
    assert_eq!(made("siv", &[CompartmentKind::Detail]), hidden);
    // Whose account it is, the directory alone says.
    assert_eq!(of("e3", "siv", &[CompartmentKind::Actor]), hidden);
    assert_eq!(of("e1", "siv", &[CompartmentKind::Actor]), Ok(()));
    place.ask("siv", HIDDEN, "case 3").expect("asked");
    let number = place.waiting("jonas")[0].number;
    place.confirm("jonas", number).expect("confirmed");
    assert_eq!(made("siv", &[CompartmentKind::Subject]), Ok(()));
    assert_eq!(made("jonas", &[CompartmentKind::Subject]), hidden);
}

#[test]
fn what_one_was_shown_alone_is_not_enough_once_somebody_is_protected() {
    let place = Place::new();
    place.ask("siv", PLAIN, "payroll").expect("shown");
    let people = place.folder.path().join("directory/people.csv");
    let text = fs::read_to_string(&people).expect("reads");
    let text = text.replace("x1,Anna Aas,,,none", "x1,Anna Aas,,,strict");
    fs::write(&people, text).expect("writes");
    let made = place.folder.path().join("directory");
    (place.desk)
        .import_directory(&permit::<ImportDirectory>(), &made)
        .expect("goes in");
    let (about, pictures) = place.page("siv", PLAIN);
    assert_eq!(
        (about.card.name, pictures.identity),
        (None, Revealed::Masked)
    );
}

#[test]
fn what_nobody_confirms_lapses() {
    let place = Place::new();
    place.ask("siv", HIDDEN, "case 3").expect("asked");
    let number = place.waiting("jonas")[0].number;
    place.pass(15);
    assert_eq!(place.waiting("jonas"), []);
    assert_eq!(place.confirm("jonas", number), Err("problem-reveal-late"));
    assert_eq!(place.page("siv", HIDDEN).1.identity, Revealed::Masked);
    // Somebody who starts the server again has been shown nobody either.
    drop(place.folder);
}

#[test]
fn nobody_protected_is_named_in_lists_or_found_by_guessing() {
    let place = Place::new();
    let desk = &place.desk;
    let hits = |text: &str| place.found(text);
    assert_eq!(hits("hemmelig"), []);
    assert_eq!(hits("x2"), [("x2".to_owned(), None)]);
    assert_eq!(
        hits("aas"),
        [("x1".to_owned(), Some("Anna Aas".to_owned()))]
    );
    let days = Period::always();
    let shown = |text: &str, unit: Option<&str>| Shown {
        text: Some(text.to_owned()).filter(|text| !text.is_empty()),
        unit: unit.map(str::to_owned),
        ..Shown::default()
    };
    let statement = |shown: &Shown| {
        let view = desk.statement(&by::<ReadStatement>("siv"), days, shown);
        let rows = view.expect("asks").rows.into_iter();
        rows.map(|row| (row.line.user, row.line.name))
            .collect::<Vec<_>>()
    };
    let kari = ("s:kari".to_owned(), Some("Kari Solheim".to_owned()));
    let mona = ("s:mona".to_owned(), None);
    assert_eq!(statement(&shown("", None)), [kari.clone(), mona.clone()]);
    assert_eq!(statement(&shown("skjult", None)), []);
    assert_eq!(statement(&shown("mona", None)), [mona], "by the account");
    assert_eq!(statement(&shown("", Some("w1"))), [kari]);
    let subjects = |shown: &Shown| {
        let view = desk.subjects(&by::<ReadSubjects>("siv"), days, shown);
        let rows = view.expect("asks").rows.into_iter();
        rows.map(|row| (row.line.name, row.unit_name, row.is_protected))
            .collect::<Vec<_>>()
    };
    let anna = (
        Some("Anna Aas".to_owned()),
        Some("Ward two".to_owned()),
        false,
    );
    assert_eq!(
        subjects(&shown("", None)),
        [anna.clone(), (None, None, true)]
    );
    assert_eq!(subjects(&shown("hemmelig", None)), []);
    assert_eq!(subjects(&shown("", Some("w2"))), [anna]);
    // What programs ask for by command is the contract's, names and all.
    let lines = desk.statement_lines(&permit::<ReadStatement>(), days, None);
    let names = lines
        .expect("asks")
        .into_iter()
        .filter_map(|line| line.name);
    assert_eq!(names.count(), 2);
}

#[test]
fn narrowing_to_a_unit_tells_nothing_of_who_is_protected_there() {
    let place = Place::new();
    let desk = &place.desk;
    let all = HistoryQuestion::every(About::Everything, Period::always());
    let users = |unit: Option<&str>| {
        let mut question = all.clone();
        question.filter.unit = unit.map(str::to_owned);
        let view = desk.history(&by::<ReadHistory>("siv"), &question);
        let page = view.expect("reads").events.into_iter();
        let page: Vec<String> = page.map(|one| one.event.actor.user).collect();
        let (_, mut file) = (desk.outgoing(&by::<ReadHistory>("siv"), &question)).expect("asks");
        let mut written = Vec::new();
        while let Some(events) = file.next_piece(desk).expect("reads") {
            written.extend(events.into_iter().map(|one| one.event.actor.user));
        }
        assert_eq!(page, written);
        page
    };
    assert_eq!(users(None), ["mona", "kari", "kari"]);
    assert_eq!(users(Some("w1")), ["kari", "kari"]);
}

#[test]
fn events_name_nobody_protected_in_any_place() {
    let place = Place::new();
    let desk = &place.desk;
    assert_eq!(desk.accounts_like("Mona Skjult"), []);
    assert_eq!(desk.accounts_like("Kari Solheim").len(), 1);
    let events = desk.history(
        &by::<ReadHistory>("siv"),
        &HistoryQuestion::every(About::Everything, Period::always()),
    );
    let events = events.expect("asks").events;
    let said = format!("{events:?}");
    for name in ["Hemmelig", "Skjult", "105"] {
        assert!(!said.contains(name), "{name}: {said}");
    }
    for event in &events {
        let hides = |named: &Named, units: &[UnitName]| named.card.is_protected == units.is_empty();
        assert!(hides(&event.actor, &event.actor_units), "{event:?}");
        let mut subjects = event.subjects.iter();
        assert!(
            subjects.all(|one| hides(&one.named, &one.units)),
            "{event:?}"
        );
    }
    assert!(events.iter().any(|event| event.protects(&id(HIDDEN))));
    assert_eq!(place.found("105"), [], "by the employee number");
    assert_eq!(desk.accounts_like("105"), []);
}
