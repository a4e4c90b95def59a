//! Who may sign in and with which duties, from the desk: begun, proposed, given, ended, left.

use super::*;
use crate::permit::{
    Action, AddStaff, ApproveDuty, ChangeSettings, EndDuty, GiveFirstDuties, NameBodies,
    ProposeDuty, ProvisionStaff, ReadDuties, ReadMine, Role, Who,
};
use crate::problem::Problem;
use crate::staff::{
    Beginner, DutyState, FirstDuty, LOCAL_ISSUER, Login, Newcomer, ProposedDuty, SessionToken,
    Vouched,
};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/directory")
}

pub(super) fn newcomer(user: &str, employee_no: &str) -> Newcomer {
    let local = Login {
        issuer: LOCAL_ISSUER.to_owned(),
        subject: format!("os-{user}"),
    };
    Newcomer {
        user: user.to_owned(),
        name: match employee_no.is_empty() {
            true => format!("Name {user}"),
            false => String::new(),
        },
        employee_no: employee_no.to_owned(),
        logins: vec![local],
    }
}

fn beginner(user: &str, employee_no: &str, roles: &[Role]) -> Beginner {
    let duty = |role: &Role| FirstDuty {
        role: *role,
        scope: String::new(),
        need: "the beginning".to_owned(),
        to: None,
    };
    Beginner {
        who: newcomer(user, employee_no),
        duties: roles.iter().map(duty).collect(),
    }
}

/// Anna and Bjørn head the review, Cecilie reviews, Ida runs the machine from outside.
fn beginners() -> [Beginner; 4] {
    [
        beginner("anna", "101", &[Role::HeadOfReview]),
        beginner("bjorn", "102", &[Role::HeadOfReview]),
        beginner("cecilie", "103", &[Role::LogReviewer]),
        beginner("ida", "", &[Role::Administrator]),
    ]
}

/// A desk where log reviewers are given by U1 and held in U2.
fn desk(folder: &Path) -> Desk {
    let desk = open(folder);
    desk.import_directory(&permit::<ImportDirectory>(), &fixtures())
        .expect("goes in");
    let bodies = [("reviewers_given_by", "U1"), ("reviewers_held_by", "U2")];
    desk.name_bodies(&permit::<NameBodies>(), &bodies)
        .expect("named");
    desk
}

pub(super) fn begun(folder: &Path) -> Desk {
    let desk = desk(folder);
    desk.give_first_duties(&permit::<GiveFirstDuties>(), &beginners())
        .expect("they can begin");
    desk
}

fn principal(desk: &Desk, user: &str) -> Result<Principal, Problem> {
    desk.principal_of_command(&format!("os-{user}"))
}

pub(super) fn by<A: Action>(desk: &Desk, user: &str) -> Result<Permit<A>, Problem> {
    ask(&principal(desk, user)?, Form::Page)
}

fn proposed(user: &str, role: Role) -> ProposedDuty {
    ProposedDuty {
        user: user.to_owned(),
        role,
        scope: String::new(),
        need: "the work needs it".to_owned(),
        from: None,
        to: None,
        deputy_for: String::new(),
    }
}

pub(super) fn why<T>(result: Result<T, Problem>) -> &'static str {
    result.err().map_or("done", |no| no.message)
}

fn propose(desk: &Desk, by_user: &str, duty: &ProposedDuty) -> Result<u64, Problem> {
    desk.propose_duty(&by::<ProposeDuty>(desk, by_user)?, duty)
}

fn give(desk: &Desk, user: &str, number: u64) -> Result<(), Problem> {
    desk.give_duty(&by::<ApproveDuty>(desk, user)?, number)
}

fn end(desk: &Desk, user: &str, number: u64) -> Result<(), Problem> {
    desk.end_duty(&by::<EndDuty>(desk, user)?, number, "no longer needed")
}

/// The steps that the own log lists, oldest first: `step by whom about whom`.
fn steps(desk: &Desk) -> Vec<String> {
    let looks = desk
        .own_log(&permit::<ReadOwnLog>(), 0, 1000)
        .expect("reads")
        .looks;
    let is_step = |view: &str| view.starts_with("duty-") || view.starts_with("staff-");
    let steps = looks.iter().rev().filter(|look| is_step(&look.view));
    let told = steps.map(|look| {
        let about = look.about.as_ref().expect("about somebody");
        let Identity::Account { user, .. } = &about.identity else {
            panic!("about an account");
        };
        format!("{} by {} about {user}", look.view, look.principal)
    });
    told.collect()
}

#[test]
fn the_founder_is_nobody_once_there_are_duties() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let stranger = desk.principal_of_command("root").expect("the founder");
    assert_eq!(stranger, Principal::local_operator());
    desk.give_first_duties(&permit::<GiveFirstDuties>(), &beginners())
        .expect("they can begin");
    assert_eq!(why(desk.principal_of_command("root")), "problem-no-login");
    let anna = principal(&desk, "anna").expect("she has a login");
    assert_eq!((anna.user(), anna.name()), ("anna", "Anna Aas"));
    assert!(
        by::<ReadHistory>(&desk, "cecilie").is_ok() && by::<ReadHistory>(&desk, "ida").is_err()
    );
    let again = desk.give_first_duties(&permit::<GiveFirstDuties>(), &beginners());
    assert_eq!(why(again), "problem-duties-begun");
    let expected = [
        "duty-given by local operator about anna",
        "duty-given by local operator about bjorn",
        "duty-given by local operator about cecilie",
        "duty-given by local operator about ida",
    ];
    assert_eq!(steps(&desk), expected);
    // And after a start that has to find the looks again.
    drop(desk);
    let registry = Location::Sqlite(folder.path().join("registry.sqlite"));
    let later = Instant(NOW.0 + 1_000_000);
    let again = open_when(folder.path(), &registry, later, |_, _| {});
    assert_eq!(steps(&again), expected);
}

#[test]
fn a_role_is_for_a_part_that_narrows_it_or_for_the_whole_organisation() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let scoped = |role: Role, scope: &str| ProposedDuty {
        scope: scope.to_owned(),
        ..proposed("cecilie", role)
    };
    let asked = [
        (Role::LogReviewer, "U1", "problem-duty-scope-whole"),
        (Role::IncidentLead, "HR", "problem-duty-scope-whole"),
        (Role::HeadOfDepartment, "u1", "problem-duty-scope-unit"),
        (Role::Certifier, "HR", "problem-duty-scope-unit"),
        (Role::SystemOwner, &"x".repeat(201), "problem-duty-scope"),
        (Role::HeadOfDepartment, " U1 ", "done"),
        (Role::HeadOfDepartment, "", "done"),
        (Role::SystemOwner, "HR", "done"),
    ];
    // Whoever the first are is asked the same.
    let first = beginners();
    for (role, scope, expected) in &asked[..5] {
        let mut duties = beginner("dag", "104", &[*role]);
        duties.duties[0].scope = (*scope).to_owned();
        let refused = desk.give_first_duties(
            &permit::<GiveFirstDuties>(),
            &[first.as_slice(), &[duties]].concat(),
        );
        assert_eq!(why(refused), *expected, "{role} {scope}");
    }
    desk.give_first_duties(&permit::<GiveFirstDuties>(), &first)
        .expect("they can begin");
    for (role, scope, expected) in asked {
        let found = why(propose(&desk, "ida", &scoped(role, scope)));
        assert_eq!(found, expected, "{role} {scope}");
    }
    let may = by::<ProposeDuty>(&desk, "ida").expect("she administers");
    let units = desk.units_for_duties(&may);
    let units: Vec<&str> = units.iter().map(|unit| unit.unit.as_str()).collect();
    assert_eq!(units, ["U1", "U2", "TOP", "U3"], "by name");
}

#[test]
fn whoever_is_refused_stands_in_the_own_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let ida = principal(&desk, "ida").expect("she administers");
    let no = ask::<ReadHistory>(&ida, Form::Xlsx).expect_err("an administrator sees no event");
    assert_eq!(
        desk.filed(&ida, Form::Xlsx, no).message,
        "problem-not-allowed"
    );
    let no = give(&desk, "bjorn", 99).expect_err("there is no such proposal");
    let bjorn = principal(&desk, "bjorn").expect("he heads it");
    assert_eq!(
        desk.filed(&bjorn, Form::Page, no).message,
        "problem-no-such-duty"
    );
    let no = principal(&desk, "x").expect_err("nobody's login");
    let no = desk.filed_of_command("os-x", no);
    assert_eq!(no.message, "problem-no-login");
    let login = |subject: &str| Login {
        issuer: "https://login.nordvik.example".to_owned(),
        subject: subject.to_owned(),
    };
    let stranger = Vouched {
        login: login("s-x"),
        session: None,
        is_strong: true,
    };
    let token = SessionToken([1; 32]);
    assert_eq!(why(desk.sign_in(&stranger, &token)), "problem-no-staff");
    let weak = Vouched {
        login: login("s-anna"),
        is_strong: false,
        ..stranger
    };
    assert_eq!(why(desk.sign_in(&weak, &token)), "problem-sign-in-weak");
    let looks = desk.own_log(&permit::<ReadOwnLog>(), 0, 1000);
    let looks = looks.expect("reads").looks;
    let denied = looks.iter().rev().filter_map(|look| {
        let about = look.about.as_ref().map(|about| match &about.identity {
            Identity::Account { source, user } => format!(" about {user} of {source}"),
            Identity::Person(_) => " about a person".to_owned(),
        });
        let (form, why) = (&look.form, look.denied.as_ref()?);
        let about = about.unwrap_or_default();
        Some(format!(
            "{}, {form}: {why} to {}{about}",
            look.action, look.principal
        ))
    });
    assert_eq!(
        denied.collect::<Vec<_>>(),
        [
            "read-history, xlsx: problem-not-allowed to Name ida",
            "sign-in, command: problem-no-login to tilsyn about os-x of local",
            "sign-in, page: problem-no-staff to tilsyn about s-x of https://login.nordvik.example",
            "sign-in, page: problem-sign-in-weak to tilsyn about s-anna of \
             https://login.nordvik.example",
        ]
    );
}

#[test]
fn a_beginning_that_could_not_go_on_is_refused_and_nothing_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let [anna, bjorn, cecilie, ida] = beginners();
    let check = |people: &[Beginner], expected: &str| {
        let refused = desk.give_first_duties(&permit::<GiveFirstDuties>(), people);
        assert_eq!(why(refused), expected);
        assert!(!desk.has_begun().expect("asked"));
    };
    let only = |people: &[&Beginner]| people.iter().map(|one| (*one).clone()).collect::<Vec<_>>();
    check(&only(&[&anna, &ida]), "problem-duties-cannot-go-on");
    check(&only(&[&anna, &bjorn]), "problem-duties-cannot-go-on");
    let both = beginner("ida", "", &[Role::Administrator, Role::KeyCustodian]);
    check(&only(&[&anna, &bjorn, &both]), "problem-duty-apart");
    let elsewhere = beginner("david", "104", &[Role::LogReviewer]);
    check(
        &only(&[&anna, &bjorn, &ida, &elsewhere]),
        "problem-duty-not-held-there",
    );
    let unknown = beginner("x", "999", &[Role::Employee]);
    check(
        &only(&[&anna, &bjorn, &ida, &unknown]),
        "problem-staff-employee",
    );
    let named_by_id = beginner("01817010055", "", &[Role::Employee]);
    check(
        &only(&[&anna, &bjorn, &ida, &named_by_id]),
        "problem-staff-user",
    );
    let as_the_program = beginner("tilsyn", "", &[Role::Employee]);
    check(
        &only(&[&anna, &bjorn, &ida, &as_the_program]),
        "problem-staff-user",
    );
    let forever = beginner("rev", "", &[Role::Auditor]);
    check(
        &only(&[&anna, &bjorn, &ida, &forever]),
        "problem-duty-needs-end",
    );
    // One human being under two names.
    let twice = beginner("anna2", "101", &[Role::Employee]);
    check(
        &only(&[&anna, &bjorn, &ida, &cecilie, &twice]),
        "problem-staff-person-taken",
    );
    assert_eq!(steps(&desk), [""; 0]);
}

#[test]
fn one_proposes_another_gives_and_nobody_gives_to_himself() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let add = by::<AddStaff>(&desk, "ida").expect("she administers");
    desk.add_staff(&add, &newcomer("david", "104"))
        .expect("added");
    let own = propose(&desk, "anna", &proposed("anna", Role::Administrator));
    assert_eq!(why(own), "problem-duty-own");
    let custodian = proposed("david", Role::KeyCustodian);
    let number = propose(&desk, "anna", &custodian).expect("proposed");
    assert_eq!(
        why(propose(&desk, "ida", &custodian)),
        "problem-duty-proposed-already"
    );
    assert_eq!(
        why(give(&desk, "anna", number)),
        "problem-duty-proposed-by-you"
    );
    assert_eq!(why(give(&desk, "ida", number)), "problem-not-allowed");
    assert_eq!(why(give(&desk, "david", number)), "problem-not-allowed");
    give(&desk, "bjorn", number).expect("another gives");
    assert_eq!(why(give(&desk, "bjorn", number)), "problem-duty-decided");
    let roles = principal(&desk, "david")
        .expect("signs in")
        .asker()
        .roles
        .clone();
    assert_eq!(roles, [Role::KeyCustodian, Role::Employee]);
    let of_the_four = propose(&desk, "ida", &proposed("david", Role::SourceOperator));
    assert_eq!(why(of_the_four), "problem-duty-apart");
    end(&desk, "anna", number).expect("ended");
    assert_eq!(why(end(&desk, "anna", number)), "problem-duty-ended");
    let roles = principal(&desk, "david")
        .expect("signs in")
        .asker()
        .roles
        .clone();
    assert_eq!(roles, [Role::Employee]);
    let told = steps(&desk);
    let expected = [
        "staff-added by Name ida about david",
        "duty-proposed by Anna Aas about david",
        "duty-given by Bjørn Berg about david",
        "duty-ended by Anna Aas about david",
    ];
    let steps: Vec<&str> = told.iter().map(String::as_str).collect();
    for step in expected {
        assert!(steps.contains(&step), "{step}: {told:?}");
    }
}

#[test]
fn log_reviewers_are_given_by_one_body_and_held_in_the_named_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let add = by::<AddStaff>(&desk, "ida").expect("she administers");
    for (user, number) in [("david", "104"), ("gro", "")] {
        desk.add_staff(&add, &newcomer(user, number))
            .expect("added");
    }
    for user in ["david", "gro"] {
        let outside = propose(&desk, "anna", &proposed(user, Role::LogReviewer));
        assert_eq!(why(outside), "problem-duty-not-held-there", "{user}");
    }
    // Bjørn is of U2 himself, so he may hold it; Anna's U1 gives it, Bjørn's U2 does not.
    let number = propose(&desk, "ida", &proposed("bjorn", Role::LogReviewer)).expect("proposed");
    assert_eq!(why(give(&desk, "bjorn", number)), "problem-duty-own");
    give(&desk, "anna", number).expect("her unit gives it");
    let view = desk.duty(&by::<ReadDuties>(&desk, "anna").expect("may"), number);
    let view = view.expect("there");
    assert_eq!(view.row.state, DutyState::Given);
    assert!(view.may_end && !view.may_decline);
}

#[test]
fn bodies_are_named_by_who_answers_and_whoever_leaves_them_reviews_no_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let sets = by::<ChangeSettings>(&desk, "ida").expect("she administers");
    let set = desk.set(&sets, "reviewers_held_by", "U1");
    assert_eq!(why(set), "problem-setting-bodies");
    assert!(by::<NameBodies>(&desk, "ida").is_err());
    let names = by::<NameBodies>(&desk, "anna").expect("she heads the review");
    let name = |key, units| why(desk.name_bodies(&names, &[(key, units)]));
    assert_eq!(
        name("reviewers_held_by", "U1, XX"),
        "problem-duty-scope-unit"
    );
    assert_eq!(name("time_zone", "U1"), "problem-bad-setting");
    assert_eq!(name("reviewers_held_by", " ,"), "problem-bodies-none");
    // Cecilie is of U2.
    assert!(by::<ReadHistory>(&desk, "cecilie").is_ok());
    assert_eq!(name("reviewers_held_by", " U1 ,U3,"), "done");
    let named = desk.bodies_named(&names).expect("read");
    assert_eq!(named[1], ("reviewers_held_by", "U1,U3".to_owned()));
    let no = by::<ReadHistory>(&desk, "cecilie").expect_err("of neither");
    assert_eq!(no.message, "problem-not-allowed");
    let view = desk.duties(&by::<ReadDuties>(&desk, "anna").expect("may"));
    let people = view.expect("a list").people;
    let cecilie = people.iter().find(|one| one.user == "cecilie");
    assert_eq!(
        cecilie.expect("there").roles,
        [],
        "what she was given does not hold"
    );
    assert_eq!(name("reviewers_held_by", "TOP"), "done");
    assert!(
        by::<ReadHistory>(&desk, "cecilie").is_ok(),
        "with the units below"
    );
}

#[test]
fn whoever_left_signs_in_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let add = || by::<AddStaff>(&desk, "ida").expect("she administers");
    assert_eq!(why(desk.end_staff(&add(), "anna")), "problem-duty-last");
    desk.end_staff(&add(), "cecilie").expect("she leaves");
    assert_eq!(why(principal(&desk, "cecilie")), "problem-no-login");
    let view = desk
        .duties(&by::<ReadDuties>(&desk, "anna").expect("may"))
        .expect("a list");
    let of_cecilie = view.duties.iter().filter(|row| row.user == "cecilie");
    assert!(of_cecilie.clone().count() == 1 && of_cecilie.clone().all(|row| !row.holds_today));
    // Eva's last employment ended in July; nobody told us.
    desk.add_staff(
        &add(),
        &Newcomer {
            name: "Eva Foss".to_owned(),
            ..newcomer("eva", "")
        },
    )
    .expect("added");
    assert!(
        principal(&desk, "eva").is_ok(),
        "from outside, as far as we know"
    );
    let employee = desk.add_staff(&add(), &newcomer("eva2", "106"));
    assert_eq!(why(employee), "problem-staff-employee");
}

#[test]
fn a_user_name_is_no_national_id_and_may_be_a_uuid() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let add = by::<AddStaff>(&desk, "ida").expect("she administers");
    for (user, said) in [
        ("u01817010055", "problem-staff-user"),
        ("018170-10055", "problem-staff-user"),
        ("36498527-1234-4321-9876-123456789012", "problem-staff-user"),
        ("36498527-1234-4321-9876-12345678901", "problem-staff-user"),
        ("36498527-1234-4321-9876-12345678901z", "problem-staff-user"),
        ("36498527-1234-4321-9876-12345678901f", "done"),
        ("kari.aas2", "done"),
    ] {
        let logins = Vec::new();
        let new = Newcomer {
            logins,
            ..newcomer(user, "")
        };
        assert_eq!(why(desk.add_staff(&add, &new)), said, "{user}");
    }
}

/// Whatever the question says, it is about whoever asks, under all their accounts.
#[test]
fn everybody_sees_what_they_looked_up_themselves_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let of = |id: &str, user: &str, source: &str| {
        line(id, user, "04817310015")
            .replace("\"source\":\"s\"", &format!("\"source\":\"{source}\""))
    };
    let events = [
        of("e1", "anna", "HR"),
        of("e2", "anna2", "CASE"),
        of("e3", "bjorn", "HR"),
        of("e4", "anna", "CASE"),
    ];
    bring(&desk, folder.path(), "a.ndjson", &events.concat());
    let bjorn = NationalId::new("02817110005").expect("an id");
    let mut question = HistoryQuestion::every(About::Subject(bjorn.clone()), Period::always());
    question.filter.accounts = Some(vec![("HR".to_owned(), "bjorn".to_owned())]);
    let seen = |user: &str| {
        let permit = by::<ReadMine>(&desk, user).expect("everybody may");
        let found = desk.my_lookups(&permit, Period::always(), &question);
        let view = found.expect("answered").map(|(view, _)| view);
        let out = desk.my_outgoing(&permit, &question).expect("answered");
        let written = out.map(|(head, mut events)| {
            let piece = events.next_piece(&desk).expect("reads");
            assert_eq!(head.total, piece.iter().flatten().count() as u64);
            head.total
        });
        let ids = view.map(|view| {
            let ids = view.events.iter().map(|one| one.event.id.clone());
            ids.collect::<Vec<_>>()
        });
        assert_eq!(written, ids.as_ref().map(|ids| ids.len() as u64));
        let mut ids = ids.unwrap_or_default();
        ids.sort();
        ids
    };
    assert_eq!(seen("anna"), ["e1", "e2"]);
    assert_eq!(seen("bjorn"), ["e3"]);
    assert!(seen("cecilie").is_empty() && seen("ida").is_empty());
    let looks = desk.own_log(&permit::<ReadOwnLog>(), 0, 100);
    let looks = looks.expect("reads").looks;
    let mine = looks.iter().filter(|look| look.view == "mine");
    // Ida, whom the directory does not know, asked in vain twice, and once it was told.
    assert_eq!(mine.count(), 3 * 2 + 1);
}

/// The provider keeps out whom it removes, even where the duty cannot end; that no is seen.
#[test]
fn a_removal_that_is_refused_stands_in_the_own_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let permit = ask::<ProvisionStaff>(&Principal::provisioner(), Form::Json).expect("may");
    let accounts = desk.accounts(&permit, LOCAL_ISSUER);
    let all = accounts.all().expect("a list");
    let anna = all.iter().find(|one| one.asked.subject == "os-anna");
    let number = anna.expect("there").number;
    assert_eq!(why(accounts.remove(number)), "problem-duty-last");
    assert!(!accounts.one(number).expect("there").asked.is_active);
    let looks = desk.own_log(&super::permit::<ReadOwnLog>(), 0, 10);
    let looks = looks.expect("reads").looks;
    let refused = looks.iter().find(|look| look.denied.is_some());
    let refused = refused.expect("it is filed");
    assert_eq!(
        (refused.action.as_str(), refused.denied.as_deref()),
        (EndDuty::NAME, Some("problem-duty-last"))
    );
}

#[test]
fn nobody_gets_a_login_while_they_have_a_duty() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let add = by::<AddStaff>(&desk, "ida").expect("she administers");
    let mine = Login {
        issuer: LOCAL_ISSUER.to_owned(),
        subject: "os-ida2".to_owned(),
    };
    let login = |user: &str| why(desk.add_login(&add, user, &mine));
    assert_eq!(login("cecilie"), "problem-staff-has-duties");
    desk.add_staff(&add, &newcomer("david", "104"))
        .expect("added");
    let number = propose(&desk, "anna", &proposed("david", Role::KeyCustodian)).expect("proposed");
    assert_eq!(login("david"), "problem-staff-has-duties");
    let decide = by::<ApproveDuty>(&desk, "bjorn").expect("may");
    desk.decline_duty(&decide, number, "another way")
        .expect("declined");
    assert_eq!(login("david"), "done");
    assert_eq!(login("nobody"), "problem-no-such-staff");
}

#[test]
fn however_many_end_duties_at_once_two_heads_are_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let mut people = beginners().to_vec();
    people.push(beginner("third", "", &[Role::HeadOfReview]));
    desk.give_first_duties(&permit::<GiveFirstDuties>(), &people)
        .expect("they can begin");
    let desk = &desk;
    let ended = std::thread::scope(|scope| {
        // The heads' duties are the first two, and the last.
        let all = [1, 2, 5].map(|duty| scope.spawn(move || why(end(desk, "ida", duty))));
        all.map(|one| one.join().expect("it ended"))
    });
    let done = ended.iter().filter(|said| **said == "done");
    assert_eq!(done.count(), 1, "{ended:?}");
}

#[test]
fn a_deputy_stands_in_for_a_while_and_decides_nothing_of_theirs() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    for user in ["dina", "erik"] {
        desk.add_staff(&by(&desk, "ida").expect("may"), &newcomer(user, ""))
            .expect("added");
    }
    let today = desk.today();
    let deputy = |whose: &str, days: Option<i32>| ProposedDuty {
        deputy_for: whose.to_owned(),
        to: days.map(|days| today.plus(days)),
        ..proposed("dina", Role::HeadOfReview)
    };
    for (whose, days, expected) in [
        ("anna", None, "problem-duty-deputy-days"),
        ("anna", Some(367), "problem-duty-deputy-days"),
        ("cecilie", Some(30), "problem-duty-no-deputy"),
        ("dina", Some(30), "problem-duty-no-deputy"),
        ("nobody", Some(30), "problem-no-such-staff"),
    ] {
        let said = why(propose(&desk, "ida", &deputy(whose, days)));
        assert_eq!(said, expected, "{whose} {days:?}");
    }
    let number = propose(&desk, "ida", &deputy("anna", Some(366))).expect("proposed");
    give(&desk, "bjorn", number).expect("given");
    let dina = principal(&desk, "dina").expect("works here");
    assert!(dina.asker().roles.contains(&Role::HeadOfReview));
    assert_eq!(dina.asker().stands_in_for, [Who("anna".to_owned())]);
    let shown = desk.duties(&by::<ReadDuties>(&desk, "anna").expect("may"));
    let row = shown.expect("reads").duties.remove(0);
    assert_eq!(row.deputy_for.as_deref(), Some("Anna Aas"));
    // As head of review she gives others theirs, and Anna nothing.
    for (user, expected) in [("anna", "problem-deputy-decides"), ("erik", "done")] {
        let until = ProposedDuty {
            to: Some(today.plus(30)),
            ..proposed(user, Role::Auditor)
        };
        let asked = propose(&desk, "ida", &until).expect("proposed");
        assert_eq!(why(give(&desk, "dina", asked)), expected, "{user}");
    }
    // A deputy has no deputy.
    let second = ProposedDuty {
        deputy_for: "dina".to_owned(),
        ..deputy("", Some(30))
    };
    let second = ProposedDuty {
        user: "erik".to_owned(),
        ..second
    };
    let said = why(propose(&desk, "ida", &second));
    assert_eq!(said, "problem-duty-no-deputy");
}
