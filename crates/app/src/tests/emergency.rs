//! Coming in by two codes: made by two, used once, for one hour, told to those who go through it.

use super::staff::{begun, by, why};
use super::*;
use crate::permit::{
    AddStaff, CameBy, MakeFirstHalf, MakeSecondHalf, ReadEmergency, ReadMine, ReviewEmergency,
};
use crate::staff::{EmergencyAsked, EmergencyCode, EmergencyRow, SessionToken};

fn code(number: u8) -> EmergencyCode {
    EmergencyCode::of(&[number; 32])
}

fn asked(user: &str, first: u8, second: u8) -> EmergencyAsked {
    EmergencyAsked {
        user: user.to_owned(),
        first: code(first),
        second: code(second),
        reason: "the provider is down".to_owned(),
    }
}

fn token(number: u8) -> SessionToken {
    SessionToken([number; 32])
}

/// Cecilie, who reviews, makes the first half.
fn first(desk: &Desk, number: u8) {
    let permit = by::<MakeFirstHalf>(desk, "cecilie").expect("may");
    desk.make_first_half(&permit, &code(number)).expect("made");
}

fn second(desk: &Desk, user: &str, number: u8) -> &'static str {
    match by::<MakeSecondHalf>(desk, user) {
        Ok(permit) => why(desk.make_second_half(&permit, 1, &code(number))),
        Err(no) => no.message,
    }
}

fn enter(desk: &Desk, asked: &EmergencyAsked, number: u8) -> &'static str {
    why(desk.sign_in_by_codes(asked, &token(number)))
}

fn rows(desk: &Desk, user: &str) -> Vec<EmergencyRow> {
    let permit = by::<ReadEmergency>(desk, user).expect("may");
    desk.emergency(&permit).expect("reads")
}

#[test]
fn two_make_it_and_neither_half_is_enough() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    assert_eq!(second(&desk, "anna", 2), "problem-no-such-emergency");
    first(&desk, 1);
    assert_eq!(enter(&desk, &asked("cecilie", 1, 1), 1), WRONG);
    assert_eq!(second(&desk, "cecilie", 2), "problem-not-allowed");
    assert_eq!(second(&desk, "ida", 2), "problem-not-allowed");
    assert_eq!(second(&desk, "anna", 2), "done");
    // One that was lost on its way is made anew; the old one opens nothing any more.
    assert_eq!(second(&desk, "bjorn", 3), "done");
    assert_eq!(enter(&desk, &asked("cecilie", 1, 2), 1), WRONG);
    assert_eq!(second(&desk, "anna", 2), "done");
    for (user, one, two) in [
        ("cecilie", 2, 1),
        ("cecilie", 1, 1),
        ("cecilie", 1, 3),
        ("anna", 1, 2),
        ("nobody", 1, 2),
    ] {
        assert_eq!(
            enter(&desk, &asked(user, one, two), 1),
            WRONG,
            "{user} {one} {two}"
        );
    }
    let without_reason = EmergencyAsked {
        reason: " ".to_owned(),
        ..asked("cecilie", 1, 2)
    };
    assert_eq!(enter(&desk, &without_reason, 1), "problem-erasure-reason");
    assert_eq!(enter(&desk, &asked("cecilie", 1, 2), 1), "done");
    assert_eq!(enter(&desk, &asked("cecilie", 1, 2), 2), WRONG, "used up");
}

const WRONG: &str = "problem-emergency-wrong";

#[test]
fn a_head_makes_no_second_half_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let permit = by::<MakeFirstHalf>(&desk, "anna").expect("may");
    desk.make_first_half(&permit, &code(1)).expect("made");
    assert_eq!(second(&desk, "anna", 2), "problem-emergency-second-own");
    assert_eq!(second(&desk, "bjorn", 2), "done");
    let may = |user: &str| rows(&desk, user)[0].may_complete;
    assert_eq!((may("anna"), may("bjorn")), (false, true));
}

#[test]
fn the_session_is_of_one_person_with_their_duties_and_is_seen_as_what_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    first(&desk, 1);
    second(&desk, "anna", 2);
    assert_eq!(enter(&desk, &asked(" cecilie", 1, 2), 9), "done");
    let principal = desk
        .principal_of_session(&token(9))
        .expect("reads")
        .expect("in");
    assert_eq!(
        (principal.user(), principal.came_by()),
        ("cecilie", CameBy::Emergency)
    );
    ask::<ReadOwnLog>(&principal, Form::Page).expect("what a log reviewer may");
    assert!(ask::<AddStaff>(&principal, Form::Page).is_err());
    let permit = ask::<ReadOwnLog>(&principal, Form::Page).expect("may");
    desk.own_log(&permit, 0, 10).expect("reads");
    let looks = desk
        .own_log(&self::permit::<ReadOwnLog>(), 0, 100)
        .expect("reads")
        .looks;
    let told = |view: &str| {
        let look = looks.iter().find(|look| look.view == view).expect("filed");
        (look.by_emergency, look.principal.clone())
    };
    assert!(told("signed-in-by-codes").0);
    assert!(told("own-log").0);
    assert_eq!(told("emergency-second"), (false, "Anna Aas".to_owned()));
    let entry = looks.iter().find(|look| look.view == "signed-in-by-codes");
    let why = &entry.expect("filed").filter;
    assert_eq!(
        *why,
        [("text".to_owned(), "the provider is down".to_owned())]
    );
}

#[test]
fn those_who_had_no_part_in_it_go_through_it_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    first(&desk, 1);
    second(&desk, "anna", 2);
    let review = |user: &str, remark: &str| match by::<ReviewEmergency>(&desk, user) {
        Ok(permit) => why(desk.review_emergency(&permit, 1, remark)),
        Err(no) => no.message,
    };
    assert_eq!(review("bjorn", "too early"), "problem-emergency-reviewed");
    enter(&desk, &asked("cecilie", 1, 2), 9);
    assert_eq!(review("anna", "mine"), "problem-emergency-review-own");
    assert_eq!(review("cecilie", "mine"), "problem-emergency-review-own");
    assert_eq!(review("bjorn", ""), "problem-erasure-reason");
    let waits = |user: &str| {
        let permit = by::<ReviewEmergency>(&desk, user).expect("may");
        desk.emergencies_to_review(&permit).expect("reads")
    };
    assert_eq!((waits("anna"), waits("bjorn")), (0, 1));
    assert_eq!(review("bjorn", "as it should be"), "done");
    assert_eq!(review("bjorn", "again"), "problem-emergency-reviewed");
    assert_eq!(waits("bjorn"), 0);
    let row = rows(&desk, "anna").remove(0);
    assert_eq!(row.reason, "the provider is down");
    assert_eq!(row.remark, "as it should be");
    assert!(!row.may_review && !row.may_complete && row.reviewed.is_some());
}

#[test]
fn a_half_of_somebody_who_left_opens_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    first(&desk, 1);
    second(&desk, "bjorn", 2);
    // A third head is not needed for what is tried here: the registry is told directly.
    let bjorn = desk
        .registry()
        .staff_of_user("bjorn")
        .expect("reads")
        .expect("there");
    let ended = desk.registry().end_staff(bjorn.number, desk.now(), "anna");
    assert!(ended.expect("ended"));
    assert_eq!(enter(&desk, &asked("cecilie", 1, 2), 1), WRONG);
    let own = by::<ReadMine>(&desk, "cecilie").expect("may");
    assert!(desk.my_emergency_login(&own).expect("reads").is_some());
}

#[test]
fn wrong_codes_are_seen_and_fill_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    first(&desk, 1);
    second(&desk, "anna", 2);
    for number in 0..60 {
        enter(&desk, &asked("cecilie", number, number), 1);
        enter(&desk, &asked("31929900000", number, number), 1);
    }
    let looks = desk
        .own_log(&permit::<ReadOwnLog>(), 0, 1000)
        .expect("reads")
        .looks;
    let denied = looks
        .iter()
        .filter(|look| look.denied.as_deref() == Some(WRONG));
    assert_eq!(denied.count(), 5);
    assert_eq!(
        enter(&desk, &asked("cecilie", 1, 2), 1),
        "done",
        "nobody locks it from outside"
    );
}
