//! Who may sign in, with what, and which duties they have: the same on both databases.

use tilsyn_domain::{Instant, MailAddress, NationalId};

use super::fixture::day;
use super::open;
use crate::error::{Error, Taken};
use crate::registry::{Location, Registry};
use crate::{Account, AccountChange, DutyState, LOCAL_ISSUER, Login, NewDuty, NewStaff};

fn login(issuer: &str, subject: &str) -> Login {
    Login {
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
    }
}

fn person(user: &str, national_id: Option<&str>) -> NewStaff {
    NewStaff {
        user: user.to_owned(),
        name: format!("Name of {user}"),
        national_id: national_id.and_then(NationalId::new),
        logins: vec![login(LOCAL_ISSUER, user)],
    }
}

pub(super) fn accounts_are_renamed_and_kept_out(at: &Location) -> String {
    let registry = open(at);
    let issuer = "https://login.nordvik.example";
    for user in ["kari", "ola", "liv"] {
        let mut new = person(user, None);
        new.logins.push(login(issuer, &format!("sub-{user}")));
        add(&registry, &new).expect("added");
    }
    registry.end_staff(3, Instant(6), "siv").expect("ended");
    add(&registry, &person("siv", None)).expect("added");
    let told = || {
        let accounts = registry.accounts_of(issuer).expect("asked");
        let one = |account: &Account| {
            let (owner, called) = (&account.owner, account.called.as_deref().unwrap_or("-"));
            let since = owner.suspended.map_or(0, |at| at.0);
            let mail = owner.mail.as_ref().map_or("-", MailAddress::reveal);
            format!(
                "{} {} {called} {} {since} {mail}",
                owner.number, account.subject, owner.name
            )
        };
        accounts.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(
        told(),
        [
            "1 sub-kari - Name of kari 0 -",
            "2 sub-ola - Name of ola 0 -"
        ]
    );
    let change = |called: &str, name: &str, suspended, mail: &str| {
        let change = AccountChange {
            called: called.to_owned(),
            name: name.to_owned(),
            suspended,
            mail: MailAddress::new(mail),
        };
        let login = login(issuer, "sub-ola");
        registry
            .change_account(2, &login, &change)
            .expect("changed");
    };
    let mail = "ola@post.nordvik.example";
    change("ola@nordvik.example", "Ola Ås", Some(Instant(9)), mail);
    let expected = "2 sub-ola ola@nordvik.example Ola Ås 9 ola@post.nordvik.example";
    assert_eq!(told(), ["1 sub-kari - Name of kari 0 -", expected]);
    change("ola.aas@nordvik.example", "Ola Ås", None, "");
    let expected = "2 sub-ola ola.aas@nordvik.example Ola Ås 0 -";
    assert_eq!(told(), ["1 sub-kari - Name of kari 0 -", expected]);
    assert!(
        registry
            .accounts_of("https://another.example")
            .expect("asked")
            .is_empty()
    );
    told().join(", ")
}

fn duty(staff: u64, role: &str) -> NewDuty {
    NewDuty {
        staff,
        role: role.to_owned(),
        scope: String::new(),
        need: "the control of lookups".to_owned(),
        from: day("2026-01-10"),
        to: None,
        deputy_for: None,
    }
}

fn add(registry: &Registry, new: &NewStaff) -> Result<u64, Error> {
    registry.add_staff(new, Instant(5), "siv")
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "what is asked of it is made in the call"
)]
fn is_taken<T>(result: Result<T, Error>, taken: Taken) -> bool {
    matches!(result, Err(Error::Taken(found)) if found == taken)
}

pub(super) fn people_are_added_once_and_leave(at: &Location) -> String {
    let registry = open(at);
    let kari = Some("01928500012");
    assert_eq!(add(&registry, &person("kari", kari)).expect("added"), 1);
    assert!(is_taken(add(&registry, &person("kari", None)), Taken::User));
    assert!(is_taken(
        add(&registry, &person("kari2", kari)),
        Taken::Person
    ));
    for (user, number) in [("ola", 2), ("liv", 3)] {
        assert_eq!(add(&registry, &person(user, None)).expect("added"), number);
    }
    drop(registry);
    let registry = open(at);
    let found = |user: &str| {
        let found = registry.staff_of_login(&login(LOCAL_ISSUER, user));
        found.expect("asked").map(|staff| staff.number)
    };
    assert_eq!((found("ola"), found("nobody")), (Some(2), None));
    registry
        .propose_duty(&duty(2, "auditor"), Instant(6), "siv")
        .expect("proposed");
    assert!(registry.end_staff(2, Instant(7), "siv").expect("ended"));
    assert!(!registry.end_staff(2, Instant(8), "siv").expect("ended"));
    assert!(!registry.end_staff(9, Instant(8), "siv").expect("ended"));
    assert_eq!(found("ola"), None);
    assert!(registry.staff_of_user("ola").expect("asked").is_none());
    assert!(registry.staff_of_user("liv").expect("asked").is_some());
    assert_eq!(
        registry.duty(1).expect("read").expect("there").state,
        DutyState::Declined
    );
    // Nobody else gets the name of somebody who left: the own log has it.
    assert!(is_taken(add(&registry, &person("ola", None)), Taken::User));
    let all = registry.staff().expect("a list");
    let told = all.iter().map(|one| {
        (
            one.number,
            one.user.clone(),
            one.name.clone(),
            one.added_by.clone(),
            one.left,
        )
    });
    let told: Vec<_> = told.collect();
    assert_eq!(all[0].national_id, NationalId::new("01928500012"));
    assert_eq!(told[1].4, Some(Instant(7)));
    format!("{told:?}")
}

pub(super) fn a_login_is_of_one_person_for_good(at: &Location) -> String {
    let registry = open(at);
    for user in ["kari", "ola"] {
        add(&registry, &person(user, None)).expect("added");
    }
    let oidc = login("https://login.nordvik.example", "4711");
    let added = |staff| registry.add_login(staff, &oidc, Instant(6));
    added(1).expect("added");
    assert!(is_taken(added(2), Taken::Login));
    let who = || {
        registry
            .staff_of_login(&oidc)
            .expect("asked")
            .map(|staff| staff.user)
    };
    assert_eq!(who().as_deref(), Some("kari"));
    let all = registry.logins_of(1).expect("a list");
    let subjects: Vec<&str> = all.iter().map(|one| one.subject.as_str()).collect();
    assert_eq!(subjects, ["4711", "kari"]);
    let elsewhere = login("https://login.elsewhere.example", "4711");
    assert!(
        registry
            .staff_of_login(&elsewhere)
            .expect("asked")
            .is_none()
    );
    registry.end_staff(1, Instant(7), "siv").expect("ended");
    assert_eq!(who(), None);
    assert!(is_taken(added(2), Taken::Login));
    let both = NewStaff {
        logins: vec![elsewhere.clone(), elsewhere.clone()],
        ..person("liv", None)
    };
    assert!(is_taken(add(&registry, &both), Taken::Login));
    let left = registry.staff().expect("a list");
    assert_eq!(left.len(), 2, "nothing is kept of what was refused");
    String::new()
}

pub(super) fn a_duty_goes_its_way(at: &Location) -> String {
    let registry = open(at);
    add(&registry, &person("kari", None)).expect("added");
    assert!(!registry.any_duty_was_given().expect("asked"));
    let propose = |role: &str| registry.propose_duty(&duty(1, role), Instant(6), "siv");
    let numbers = ["auditor", "log-reviewer", "employee"].map(|role| propose(role).expect("new"));
    assert_eq!(numbers, [1, 2, 3]);
    assert!(is_taken(propose("auditor"), Taken::Proposal));
    let give = |number| {
        registry
            .give_duty(number, Instant(7), "ola")
            .expect("asked")
    };
    assert_eq!([give(1), give(1), give(9)], [true, false, false]);
    let decline = |number| registry.decline_duty(number, Instant(8), "ola", "not needed");
    assert!(decline(2).expect("asked") && !decline(1).expect("asked"));
    assert!(!give(2), "what was declined stays declined");
    let end = |number| registry.end_duty(number, Instant(9), "ola", "the audit is over");
    assert_eq!(propose("auditor").expect("another time"), 4);
    assert!(give(4));
    assert!(end(1).expect("asked") && !end(1).expect("asked") && !end(3).expect("asked"));
    let all = registry.duties().expect("a list");
    let states: Vec<_> = all.iter().map(|one| (one.number, one.state)).collect();
    use DutyState::{Declined, Ended, Given, Proposed};
    assert_eq!(
        states,
        [(4, Given), (3, Proposed), (2, Declined), (1, Ended)]
    );
    assert_eq!(registry.duties_of(1).expect("a list"), all);
    assert!(registry.duties_of(2).expect("a list").is_empty());
    assert!(registry.any_duty_was_given().expect("asked"));
    let holds = |number: usize, on| all[number].holds_on(day(on));
    assert!(holds(0, "2026-01-10") && holds(0, "2030-01-01") && !holds(0, "2026-01-09"));
    assert!(!holds(1, "2026-01-10") && !holds(3, "2026-01-10"));
    registry.end_staff(1, Instant(10), "siv").expect("ended");
    let after = registry.duties().expect("a list");
    let states: Vec<_> = after.iter().map(|one| one.state).collect();
    assert_eq!(states, [Ended, Declined, Declined, Ended]);
    format!("{all:?}{after:?}")
}

pub(super) fn the_first_duties_come_together_and_once(at: &Location) -> String {
    let registry = open(at);
    let begin = |people: &[(NewStaff, Vec<NewDuty>)]| {
        registry.begin_duties(people, Instant(5), "local operator")
    };
    let two = |second: &str| {
        [
            (
                person("kari", None),
                vec![duty(0, "auditor"), duty(0, "employee")],
            ),
            (person(second, None), vec![duty(0, "administrator")]),
        ]
    };
    assert!(is_taken(begin(&two("kari")), Taken::User));
    assert!(registry.staff().expect("a list").is_empty(), "all or none");
    begin(&two("ola")).expect("begun");
    assert!(matches!(begin(&two("liv")), Err(Error::NotEmpty)));
    let all = registry.duties().expect("a list");
    let whose: Vec<_> = all
        .iter()
        .map(|one| (one.duty.staff, one.duty.role.as_str()))
        .collect();
    assert_eq!(
        whose,
        [(2, "administrator"), (1, "employee"), (1, "auditor")]
    );
    assert!(all.iter().all(|one| one.state == DutyState::Given));
    format!("{all:?}")
}
