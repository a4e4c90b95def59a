//! Notices: written with the step that they tell of, once; the same on both databases.

use tilsyn_domain::{Instant, MailAddress, NationalId};

use super::fixture::day;
use super::open;
use crate::registry::{Location, Registry};
use crate::{AccountChange, CaseStep, DueNotice, Login, NewNotice, NewStaff, OverNotices, Telling};

const ISSUER: &str = "https://login.nordvik.example";
const KARI: &str = "01928500012";

fn login(user: &str) -> Login {
    Login {
        issuer: ISSUER.to_owned(),
        subject: format!("sub-{user}"),
    }
}

/// Kari, Ola and Liv; Liv has no address.
fn staffed(at: &Location) -> Registry {
    let registry = open(at);
    for (user, id) in [("kari", Some(KARI)), ("ola", None), ("liv", None)] {
        let new = NewStaff {
            user: user.to_owned(),
            name: format!("Name of {user}"),
            national_id: id.and_then(NationalId::new),
            logins: vec![login(user)],
        };
        let number = registry.add_staff(&new, Instant(1), "siv").expect("added");
        if user != "liv" {
            change(&registry, number, user, None);
        }
    }
    registry
}

fn change(registry: &Registry, staff: u64, user: &str, suspended: Option<Instant>) {
    let change = AccountChange {
        called: user.to_owned(),
        name: user.to_owned(),
        suspended,
        mail: MailAddress::new(&format!("{user}@nordvik.example")),
    };
    let changed = registry.change_account(staff, &login(user), &change);
    changed.expect("changed");
}

/// Something to tell these of their case, of which nothing else counts any more.
fn telling(kind: &str, told: &[u64], over: &[&str]) -> Telling {
    let path = || "/mine/case/1".to_owned();
    let new = |staff: &u64| NewNotice {
        staff: *staff,
        kind: kind.to_owned(),
        path: path(),
    };
    let of_kind = |kind: &&str| OverNotices {
        kind: (*kind).to_owned(),
        path: path(),
    };
    Telling {
        new: told.iter().map(new).collect(),
        over: over.iter().map(of_kind).collect(),
    }
}

/// Notes a step of a case, told to these.
fn note(registry: &Registry, number: u64, told: &[u64]) {
    let at = i64::try_from(number).expect("small") * 10;
    let step = CaseStep {
        number,
        leaf: number,
        at: Instant(at),
        by: "siv".to_owned(),
        kind: "question".to_owned(),
        due: None,
        outcome: None,
    };
    note_telling(registry, &step, &telling("asked", told, &[]));
}

fn note_telling(registry: &Registry, step: &CaseStep, telling: &Telling) {
    let noted = registry.note_case_step(1, 7, step, telling);
    noted.expect("noted");
}

fn due(registry: &Registry, now: i64) -> Vec<(u64, String)> {
    let due = registry.due_notices(Instant(now), 10).expect("asked");
    let told = |one: &DueNotice| (one.number, one.mail.reveal().to_owned());
    due.iter().map(told).collect()
}

fn to(number: u64, user: &str) -> (u64, String) {
    (number, format!("{user}@nordvik.example"))
}

pub(super) fn a_step_is_told_once_and_to_whom_it_may_be(at: &Location) -> String {
    let registry = staffed(at);
    note(&registry, 1, &[1, 2, 3]);
    // Found in the ledger again after a crash, or after a restore.
    note(&registry, 1, &[1, 2, 3]);
    note(&registry, 2, &[2]);
    assert_eq!(due(&registry, 9), []);
    assert_eq!(due(&registry, 10), [to(1, "kari"), to(2, "ola")]);
    let all = [to(1, "kari"), to(2, "ola"), to(4, "ola")];
    assert_eq!(due(&registry, 20), all);
    let two = registry.due_notices(Instant(20), 2).expect("asked");
    assert_eq!(two.len(), 2);
    assert!(!format!("{two:?}").contains("kari"));
    // Whoever is kept out is told once they may come in again; whoever left is told nothing.
    change(&registry, 2, "ola", Some(Instant(5)));
    assert_eq!(due(&registry, 20), [to(1, "kari")]);
    change(&registry, 2, "ola", None);
    registry.end_staff(1, Instant(6), "siv").expect("ended");
    assert_eq!(due(&registry, 20), [to(2, "ola"), to(4, "ola")]);
    change(&registry, 3, "liv", None);
    format!("{:?}", due(&registry, 20))
}

pub(super) fn what_is_sent_or_forgotten_leaves_nothing(at: &Location) -> String {
    let registry = staffed(at);
    note(&registry, 1, &[1, 2]);
    // Another one that once had this number.
    let other = registry.note_notice_sent(2, Instant(9));
    other.expect("noted");
    assert_eq!(due(&registry, 10), [to(1, "kari"), to(2, "ola")]);
    let sent = registry.note_notice_sent(2, Instant(10));
    sent.expect("noted");
    assert_eq!(due(&registry, 10), [to(1, "kari")]);
    let next = registry.note_notice_failed(1, Instant(30));
    next.expect("noted");
    assert_eq!(due(&registry, 29), []);
    let again = registry.due_notices(Instant(30), 10).expect("asked");
    assert_eq!((again[0].tries, again[0].made), (1, Instant(10)));
    let ids = [NationalId::new(KARI).expect("an id")];
    registry.forget_person(&ids).expect("forgotten");
    let rows = "SELECT count(*) FROM notices";
    let rows = registry.store.read(|open| open.number(rows, &[]));
    assert_eq!(rows.expect("asked"), 0);
    String::new()
}

pub(super) fn what_waits_for_too_long_is_given_up_and_counted(at: &Location) -> String {
    let registry = staffed(at);
    note(&registry, 1, &[1, 3]);
    note(&registry, 2, &[2]);
    let counts = |before| registry.notice_counts(Instant(before)).expect("asked");
    let seen = counts(11);
    let since = Some(Instant(10));
    assert_eq!((seen.waiting, seen.nowhere, seen.since), (2, 1, since));
    assert_eq!(counts(10).since, None);
    assert_eq!(counts(100).waiting, 3);
    let give_up = |made_before, forgotten_before, at| {
        let before = (Instant(made_before), Instant(forgotten_before));
        let given_up = registry.give_up_notices(before.0, before.1, Instant(at));
        given_up.expect("written")
    };
    assert_eq!((give_up(20, 0, 50), give_up(20, 0, 51)), (2, 0));
    assert_eq!(due(&registry, 60), [to(3, "ola")]);
    let seen = counts(100);
    assert_eq!((seen.waiting, seen.nowhere, seen.given_up), (1, 0, 2));
    registry.end_staff(1, Instant(55), "siv").expect("ended");
    assert_eq!(counts(100).given_up, 1);
    assert_eq!(give_up(0, 51, 60), 0);
    assert_eq!(counts(100).given_up, 0);
    format!("{seen:?}")
}

pub(super) fn a_day_is_reminded_of_once_and_a_step_takes_it_back(at: &Location) -> String {
    let registry = staffed(at);
    let remind = |telling: &Telling, to: &str| {
        let noted = registry.note_reminders(telling, day(to), Instant(5));
        noted.expect("noted");
        registry.reminded_to().expect("read")
    };
    assert_eq!(registry.reminded_to().expect("read"), None);
    let soon = telling("answer-due", &[1, 2], &[]);
    let noted_to = remind(&soon, "2026-10-02");
    assert_eq!(noted_to, Some(day("2026-10-02")));
    assert_eq!(due(&registry, 5), [to(1, "kari"), to(2, "ola")]);
    // The time is over, so that it ends soon is not told any more.
    let late = telling("answer-late", &[1], &["answer-due"]);
    assert_eq!(remind(&late, "2026-10-06"), Some(day("2026-10-06")));
    let left = registry.due_notices(Instant(5), 10).expect("asked");
    let kinds: Vec<&str> = left.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["answer-late"]);
    registry
        .forget_notices("answer-late", Instant(4))
        .expect("done");
    registry
        .forget_notices("answer-due", Instant(5))
        .expect("done");
    assert_eq!(due(&registry, 5).len(), 1, "of that kind, and as old");
    // Of another kind, and of another page.
    let mut others = telling("ended", &[2], &["answer-due"]);
    others.over.push(OverNotices {
        kind: "answer-late".to_owned(),
        path: "/mine/case/2".to_owned(),
    });
    let step = |number| CaseStep {
        number,
        leaf: number,
        at: Instant(5),
        by: "siv".to_owned(),
        kind: "answer".to_owned(),
        due: None,
        outcome: None,
    };
    note_telling(&registry, &step(1), &others);
    assert_eq!(due(&registry, 5).len(), 2);
    let answered = telling("ended", &[], &["answer-late"]);
    note_telling(&registry, &step(2), &answered);
    assert_eq!(due(&registry, 5), [to(2, "ola")]);
    // A step that was noted before takes nothing back either.
    let again = telling("ended", &[], &["ended"]);
    note_telling(&registry, &step(2), &again);
    let waits = telling("reveal-waits", &[1], &[]);
    registry.note_told(&waits, Instant(6)).expect("noted");
    assert_eq!(due(&registry, 6).len(), 2);
    registry
        .forget_notices("reveal-waits", Instant(6))
        .expect("done");
    format!("{:?} {noted_to:?}", due(&registry, 5))
}
