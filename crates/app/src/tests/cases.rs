//! Cases from the desk: opened, followed up, answered, withdrawn, closed; who may, who may not,
//! what is left after a crash and after an erasure.

use super::staff::newcomer;
use super::*;
use crate::cases::{
    CaseView, CasesWaiting, NewFile, NewStep, Outcome, StepKind, Steps, Waiting, Withdrawn,
};
use crate::erasure::{HoldsShown, What};
use crate::log_review::view::PastEnd;
use crate::own_log::Look;
use crate::permit::{
    Action, AnswerCase, ApproveDuty, AskErasure, CarryOutErasures, DecideErasure, EndDuty,
    GiveFirstDuties, HoldEvents, NameBodies, ProposeDuty, ReadCases, ReadDuties, ReadMine, Role,
    TakeCaseStep,
};
use crate::problem::Problem;
use crate::staff::{Beginner, FirstDuty, Login, ProposedDuty};

pub(super) const BJORN_USER: &str = "bjorn";
pub(super) const DAVID: &str = "04817310015";
const BJORN: &str = "02817110005";

fn beginner(user: &str, employee_no: &str, role: Role, scope: &str) -> Beginner {
    Beginner {
        who: newcomer(user, employee_no),
        duties: vec![FirstDuty {
            role,
            scope: scope.to_owned(),
            need: "the beginning".to_owned(),
            to: None,
        }],
    }
}

/// Bjørn and Cecilie review; Anna heads the review in U1 and Gunn from outside; Hilde heads the
/// department that David works in, Harald another.
pub(super) fn begun(folder: &Path) -> Desk {
    begun_at(open(folder), folder, "https://login.nordvik.example")
}

/// The same with a desk of a test's own; each has a login of an issuer too.
pub(super) fn begun_at(desk: Desk, folder: &Path, issuer: &str) -> Desk {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/directory");
    desk.import_directory(&permit::<ImportDirectory>(), &fixtures)
        .expect("goes in");
    let bodies = [("reviewers_given_by", "U1"), ("reviewers_held_by", "U2")];
    desk.name_bodies(&permit::<NameBodies>(), &bodies)
        .expect("named");
    let lines = [
        hr_line("d1", "david"),
        hr_line("d2", "david"),
        hr_line("b1", "bjorn"),
    ];
    bring(&desk, folder, "a.ndjson", &lines.concat());
    let mut people = [
        beginner("anna", "101", Role::HeadOfReview, ""),
        beginner("gunn", "", Role::HeadOfReview, ""),
        beginner("ida", "", Role::Administrator, ""),
        beginner("bjorn", "102", Role::LogReviewer, ""),
        beginner("cecilie", "103", Role::LogReviewer, ""),
        beginner("hilde", "", Role::HeadOfDepartment, "U1"),
        beginner("harald", "", Role::HeadOfDepartment, "U2"),
        beginner("david", "104", Role::Employee, ""),
        beginner("per", "", Role::DataProtectionOfficer, ""),
        beginner("pia", "", Role::DataProtectionOfficer, ""),
    ];
    for person in &mut people {
        let subject = format!("sub-{}", person.who.user);
        let issuer = issuer.to_owned();
        person.who.logins.push(Login { issuer, subject });
    }
    desk.give_first_duties(&permit::<GiveFirstDuties>(), &people)
        .expect("they can begin");
    desk
}

fn hr_line(id: &str, user: &str) -> String {
    let line = line(id, user, "01817010055");
    line.replace("\"source\":\"s\"", "\"source\":\"HR\"")
}

pub(super) fn by<A: Action>(desk: &Desk, user: &str) -> Result<Permit<A>, Problem> {
    let principal = desk.principal_of_command(&format!("os-{user}"))?;
    ask(&principal, Form::Page)
}

fn person(id: &str) -> Identity {
    Identity::Person(NationalId::new(id).expect("an id"))
}

fn due() -> Option<Day> {
    Day::from_ymd(2026, 10, 5)
}

/// A step that says what it is, with what it needs.
pub(super) fn step(kind: StepKind) -> NewStep {
    NewStep {
        due: due().filter(|_| kind.has_deadline()),
        outcome: (kind == StepKind::Closed).then_some(Outcome::Unwarranted),
        systems: match kind {
            StepKind::Withdrawn => vec!["HR".to_owned()],
            _ => Vec::new(),
        },
        ..NewStep::saying(kind, &format!("said in {}", kind.word()))
    }
}

pub(super) fn open_case(
    desk: &Desk,
    user: &str,
    about: &str,
    events: &[u64],
) -> Result<u64, Problem> {
    let first = NewStep {
        events: events.to_vec(),
        ..step(StepKind::Opened)
    };
    desk.open_case(&by::<TakeCaseStep>(desk, user)?, &person(about), &first)
}

pub(super) fn take_as<A: Steps>(
    desk: &Desk,
    user: &str,
    case: u64,
    kind: StepKind,
) -> &'static str {
    let taken = by::<A>(desk, user).and_then(|may| desk.take_step(&may, case, &step(kind)));
    taken.err().map_or("taken", |no| no.message)
}

pub(super) fn take(desk: &Desk, user: &str, case: u64, kind: StepKind) -> &'static str {
    take_as::<TakeCaseStep>(desk, user, case, kind)
}

fn seen(desk: &Desk, user: &str, case: u64) -> Result<CaseView, Problem> {
    desk.case(&by::<ReadCases>(desk, user)?, case)
}

fn why<T>(result: Result<T, Problem>) -> &'static str {
    result.err().map_or("done", |no| no.message)
}

pub(super) fn leaves_of(desk: &Desk, user: &str) -> Vec<u64> {
    let about = About::Account {
        source: "HR".to_owned(),
        user: user.to_owned(),
    };
    let question = HistoryQuestion::every(about, Period::always());
    let view = desk.history(&by::<ReadHistory>(desk, "cecilie").expect("may"), &question);
    let events = view.expect("read").events;
    events.iter().map(|event| event.leaf).collect()
}

/// Steps tried one after the other, each with what came of it.
pub(super) fn walk(desk: &Desk, case: u64, steps: &[(&str, StepKind, &str)]) {
    for (user, kind, came) in steps {
        assert_eq!(take(desk, user, case, *kind), *came, "{user} {kind:?}");
    }
}

const OPEN_TO_LINE: [(&str, StepKind, &str); 7] = [
    ("cecilie", StepKind::Question, "problem-case-not-assessed"),
    ("cecilie", StepKind::Assessed, "taken"),
    ("cecilie", StepKind::Closed, "problem-case-not-heard"),
    ("cecilie", StepKind::Question, "taken"),
    ("cecilie", StepKind::Talk, "taken"),
    ("cecilie", StepKind::ReviewerView, "taken"),
    ("cecilie", StepKind::Line, "taken"),
];

#[test]
fn a_case_goes_from_a_suspicion_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let mut leaves = leaves_of(&desk, "david");
    leaves.sort_unstable();
    let case = open_case(&desk, "cecilie", DAVID, &leaves).expect("opened");
    let again = open_case(&desk, "cecilie", DAVID, &[]);
    assert_eq!(why(again), "problem-case-open");
    // What it rests on is held while it is open.
    let held = |desk: &Desk| {
        let mut held: Vec<u64> = desk
            .leaves_looked_into()
            .expect("read")
            .into_iter()
            .collect();
        held.sort_unstable();
        held
    };
    assert_eq!(held(&desk), leaves);
    walk(&desk, case, &OPEN_TO_LINE);
    walk(
        &desk,
        case,
        &[
            ("cecilie", StepKind::Closed, "taken"),
            ("cecilie", StepKind::Assessed, "problem-case-closed"),
            ("cecilie", StepKind::Note, "taken"),
        ],
    );
    let view = seen(&desk, "cecilie", case).expect("seen");
    let row = &view.row;
    let ended = (Waiting::Nothing, Some(Outcome::Unwarranted));
    assert_eq!((row.waiting, row.outcome), ended);
    assert_eq!(view.steps[0].events, leaves);
    assert_eq!(view.next, [StepKind::Note]);
    let taken: Vec<&str> = view.steps.iter().map(|step| step.kind.word()).collect();
    let course = "opened assessed question talk reviewer-view line closed note";
    assert_eq!(taken.join(" "), course);
    assert_eq!(held(&desk), [0; 0]);
    // The next one shows this one.
    let second = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    let others = seen(&desk, "cecilie", second).expect("seen").others;
    let others: Vec<u64> = others.iter().map(|row| row.number).collect();
    assert_eq!(others, [case]);
}

#[test]
fn the_user_answers_and_reads_nothing_of_what_others_thought() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    walk(&desk, case, &OPEN_TO_LINE[1..2]);
    let mine = || {
        let permit = by::<ReadMine>(&desk, "david").expect("may");
        desk.my_cases(&permit).expect("read")
    };
    let answer = |user| take_as::<AnswerCase>(&desk, user, case, StepKind::Answer);
    assert!(mine().is_empty());
    assert_eq!(answer("david"), "problem-no-such-case");
    walk(&desk, case, &OPEN_TO_LINE[3..4]);
    assert_eq!((mine()[0].waits, mine()[0].due), (true, due()));
    assert_eq!(answer("bjorn"), "problem-no-such-case");
    let note = take_as::<AnswerCase>(&desk, "david", case, StepKind::Note);
    assert_eq!(note, "problem-case-step");
    assert_eq!(answer("david"), "taken");
    assert_eq!(answer("david"), "problem-case-nothing-asked");
    walk(&desk, case, &OPEN_TO_LINE[5..]);
    walk(
        &desk,
        case,
        &[
            ("hilde", StepKind::Withdrawn, "taken"),
            ("cecilie", StepKind::Closed, "taken"),
        ],
    );
    let mine = &mine()[0];
    let kinds: Vec<&str> = mine.steps.iter().map(|step| step.kind.word()).collect();
    assert_eq!(kinds, ["question", "answer", "withdrawn", "closed"]);
    assert_eq!(mine.steps[1].by, "David Eng");
    assert!(mine.steps[2].said.is_some() && mine.steps[3].said.is_none());
    assert!(!mine.waits && mine.outcome == Some(Outcome::Unwarranted));
}

#[test]
fn whoever_is_asked_has_until_the_day_and_may_answer_late() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    let mine = || {
        let permit = by::<ReadMine>(&desk, "david").expect("may");
        let mine = desk.my_cases(&permit).expect("read");
        (mine[0].waits, mine[0].may_answer)
    };
    let asked = [
        ("cecilie", StepKind::Assessed, "taken"),
        ("cecilie", StepKind::Question, "taken"),
        ("cecilie", StepKind::NoAnswer, "problem-case-still-time"),
        // Nobody answers for the user; what was said in a talk is told as such.
        ("cecilie", StepKind::Answer, "problem-case-step"),
    ];
    walk(&desk, case, &asked);
    assert_eq!(mine(), (true, true));
    walk(&desk, case, &[("cecilie", StepKind::Talk, "taken")]);
    assert_eq!(mine(), (false, true));
    let answer = || take_as::<AnswerCase>(&desk, "david", case, StepKind::Answer);
    assert_eq!(answer(), "taken");
    assert_eq!(mine(), (false, false));
    assert_eq!(answer(), "problem-case-nothing-asked");
}

#[test]
fn who_was_not_heard_loses_an_authorisation_for_days_only_and_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    let to_line = [
        ("cecilie", StepKind::Assessed, "taken"),
        ("cecilie", StepKind::Line, "taken"),
        ("hilde", StepKind::Measure, "problem-case-not-heard"),
        // For good.
        (
            "hilde",
            StepKind::Withdrawn,
            "problem-case-withdrawn-unheard",
        ),
    ];
    walk(&desk, case, &to_line);
    let withdraw = |due: Day| {
        let step = NewStep {
            due: Some(due),
            ..step(StepKind::Withdrawn)
        };
        let permit = by::<TakeCaseStep>(&desk, "hilde").expect("may");
        why(desk.take_step(&permit, case, &step))
    };
    let today = desk.today();
    assert_eq!(withdraw(today.plus(31)), "problem-case-withdrawn-unheard");
    let mine = by::<ReadMine>(&desk, "david").expect("may");
    assert!(desk.my_cases(&mine).expect("read").is_empty());
    assert_eq!(withdraw(today.plus(30)), "done");
    let mine = desk.my_cases(&mine).expect("read");
    let kinds: Vec<&str> = mine[0].steps.iter().map(|step| step.kind.word()).collect();
    assert_eq!((kinds, mine[0].may_answer), (vec!["withdrawn"], false));
}

#[test]
fn only_acts_of_the_user_belong_to_a_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let of_bjorn = leaves_of(&desk, "bjorn");
    let of_david = leaves_of(&desk, "david");
    let others = "problem-case-events-of-others";
    let both = [of_david[0], of_bjorn[0]];
    assert_eq!(why(open_case(&desk, "cecilie", DAVID, &both)), others);
    let case = open_case(&desk, "cecilie", DAVID, &of_david[..1]).expect("opened");
    let join = |events: &[u64]| {
        let step = NewStep {
            events: events.to_vec(),
            ..step(StepKind::Joined)
        };
        let permit = by::<TakeCaseStep>(&desk, "cecilie").expect("may");
        why(desk.take_step(&permit, case, &step))
    };
    assert_eq!(join(&of_bjorn), others);
    assert_eq!(join(&of_david), "done");
}

#[test]
fn a_case_about_an_account_is_one_about_its_owner() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let account = |user: &str| Identity::Account {
        source: "HR".to_owned(),
        user: user.to_owned(),
    };
    let open = |by_user: &str, about: &Identity| {
        let permit = by::<TakeCaseStep>(&desk, by_user).expect("may");
        why(desk.open_case(&permit, about, &step(StepKind::Opened)))
    };
    let bjorns = account("bjorn");
    assert_eq!(desk.owner_or_account(bjorns.clone()), person(BJORN));
    assert_eq!(open("bjorn", &bjorns), "problem-case-own");
    assert_eq!(open("cecilie", &bjorns), "done");
    assert_eq!(open("cecilie", &person(BJORN)), "problem-case-open");
    // Nobody is known to own this one, until the directory says otherwise.
    let stray = account("stray");
    assert_eq!(open("bjorn", &stray), "done");
    let directory = folder.path().join("directory");
    fs::create_dir(&directory).expect("made");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/directory");
    let accounts = fs::read_to_string(fixtures.join("accounts.csv")).expect("read");
    let row = format!("HR,stray,{BJORN},person,2020-01-01,,\n");
    fs::write(directory.join("accounts.csv"), accounts + &row).expect("written");
    desk.import_directory(&permit::<ImportDirectory>(), &directory)
        .expect("goes in");
    let reading = by::<ReadCases>(&desk, "bjorn").expect("may");
    assert!(desk.cases(&reading).expect("read").is_empty());
    assert_eq!(
        take(&desk, "bjorn", 2, StepKind::Assessed),
        "problem-no-such-case"
    );
}

#[test]
fn who_judges_nobody_any_more_can_be_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let cecilie = "03817210065";
    open_case(&desk, "cecilie", BJORN, &[]).expect("opened");
    let open = || why(open_case(&desk, "bjorn", cecilie, &[]));
    assert_eq!(open(), "problem-case-pair");
    // She cannot keep all others off by opening a case about each: her role can be ended.
    let duties = desk.duties(&by::<ReadDuties>(&desk, "anna").expect("may"));
    let duties = duties.expect("a list").duties;
    let hers = duties.iter().find(|row| row.user == "cecilie");
    let ends = by::<EndDuty>(&desk, "anna").expect("may");
    desk.end_duty(&ends, hers.expect("there").number, "misused")
        .expect("ended");
    assert_eq!(open(), "done");
}

#[test]
fn heads_come_in_with_the_line_of_command_and_withdraw() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    walk(&desk, case, &OPEN_TO_LINE[..6]);
    assert_eq!(why(seen(&desk, "hilde", case)), "problem-no-such-case");
    let too_early = [
        ("anna", StepKind::Withdrawn, "problem-case-line"),
        ("hilde", StepKind::ManagerView, "problem-no-such-case"),
    ];
    walk(&desk, case, &too_early);
    walk(&desk, case, &OPEN_TO_LINE[6..]);
    assert_eq!(why(seen(&desk, "harald", case)), "problem-no-such-case");
    let next = seen(&desk, "hilde", case).expect("told").next;
    let next: Vec<&str> = next.into_iter().map(StepKind::word).collect();
    assert_eq!(next, ["manager-view", "measure", "withdrawn", "note"]);
    walk(
        &desk,
        case,
        &[
            ("cecilie", StepKind::Withdrawn, "problem-not-allowed"),
            ("gunn", StepKind::Withdrawn, "problem-not-allowed"),
            ("harald", StepKind::Withdrawn, "problem-no-such-case"),
            ("ida", StepKind::Withdrawn, "problem-not-allowed"),
            ("hilde", StepKind::ManagerView, "taken"),
            ("hilde", StepKind::Withdrawn, "taken"),
            ("anna", StepKind::Withdrawn, "taken"),
            ("hilde", StepKind::Closed, "problem-not-allowed"),
        ],
    );
    let withdrawn = || {
        let permit = by::<ReadCases>(&desk, "cecilie").expect("may");
        let about = desk.cases_about(&permit, &person(DAVID)).expect("read");
        about.withdrawn
    };
    let for_good = Withdrawn {
        system: "HR".to_owned(),
        until: None,
        case,
    };
    assert_eq!(withdrawn(), std::slice::from_ref(&for_good));
    // Of one system the last word counts.
    let for_a_time = NewStep {
        due: due(),
        ..step(StepKind::Withdrawn)
    };
    let permit = by::<TakeCaseStep>(&desk, "hilde").expect("may");
    let taken = desk.take_step(&permit, case, &for_a_time);
    assert_eq!(why(taken), "done");
    let until = due();
    assert_eq!(withdrawn(), [Withdrawn { until, ..for_good }]);
}

#[test]
fn nobody_judges_himself_and_no_two_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    assert_eq!(
        why(open_case(&desk, "bjorn", BJORN, &[])),
        "problem-case-own"
    );
    let about_bjorn = open_case(&desk, "cecilie", BJORN, &[]).expect("opened");
    // Nor does he learn that there is one: not by its number, not in the list, not from the log.
    assert_eq!(
        why(seen(&desk, "bjorn", about_bjorn)),
        "problem-no-such-case"
    );
    let list = desk
        .cases(&by::<ReadCases>(&desk, "bjorn").expect("may"))
        .expect("read");
    assert!(list.is_empty());
    assert_eq!(
        take(&desk, "bjorn", about_bjorn, StepKind::Assessed),
        "problem-no-such-case"
    );
    let told = |user: &str| {
        let looks = desk.own_log(&by::<ReadOwnLog>(&desk, user).expect("may"), 0, 100);
        let looks = looks.expect("read").looks;
        let step = looks.into_iter().rfind(|look| look.view == "case-step");
        let step = step.expect("the first step is an entry");
        (step.about.is_some(), step.filter.len())
    };
    assert_eq!(told("cecilie"), (true, 2));
    assert_eq!(told("bjorn"), (false, 0));
    // Cecilie has judged Bjørn, so he does not judge her; another would.
    let cecilie = "03817210065";
    assert_eq!(
        why(open_case(&desk, "bjorn", cecilie, &[])),
        "problem-case-pair"
    );
    walk(
        &desk,
        about_bjorn,
        &[("cecilie", StepKind::Assessed, "taken")],
    );
}

/// Asks for the case of a number.
type Asking<'a> = &'a dyn Fn(u64) -> [String; 3];

/// What somebody is told, and what others read of it in the own log.
fn told_and_filed<T>(desk: &Desk, user: &str, asked: Result<T, Problem>) -> [String; 3] {
    let principal = by::<ReadCases>(desk, user).expect("may");
    let problem = asked.map(drop).expect_err("kept back");
    let problem = desk.filed(principal.principal(), Form::Page, problem);
    let read_by = |reader: &str| {
        let log = desk.own_log(&by::<ReadOwnLog>(desk, reader).expect("may"), 0, 20);
        let looks = log.expect("read").looks.into_iter();
        let mut denied = looks.filter(|look| look.denied.is_some());
        let last = denied.next().expect("it is filed");
        assert!(last.about.is_none() && last.filter.is_empty());
        format!("{} {:?}", last.action, last.denied.unwrap_or_default())
    };
    let told = format!("{:?} {} {:?}", problem.whose, problem, problem.hint);
    [told, read_by(user), read_by("cecilie")]
}

#[test]
fn a_case_that_is_kept_back_is_told_like_one_that_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let own = open_case(&desk, "cecilie", BJORN, &[]).expect("opened");
    // Cecilie has judged Bjørn; somebody else opened one about her.
    let founder = permit::<TakeCaseStep>();
    let cecilie = person("03817210065");
    let pair = (desk.open_case(&founder, &cecilie, &step(StepKind::Opened))).expect("opened");
    let none = pair + 1;
    let reading = by::<ReadCases>(&desk, "bjorn").expect("may");
    let taking = by::<TakeCaseStep>(&desk, "bjorn").expect("may");
    let note = step(StepKind::Note);
    let of_page = |case| told_and_filed(&desk, "bjorn", desk.case(&reading, case));
    let of_file = |case| told_and_filed(&desk, "bjorn", desk.case_file(&reading, (case, 1, 0)));
    let of_form = |case| told_and_filed(&desk, "bjorn", desk.take_step(&taking, case, &note));
    let asks: [(&str, Asking<'_>); 3] = [
        ("read-cases", &of_page),
        ("read-cases", &of_file),
        ("take-case-step", &of_form),
    ];
    for (action, ask) in asks {
        let [told, read, filed] = ask(none);
        assert_eq!(read, format!("{action} \"problem-no-such-case\""));
        assert_eq!(filed, read, "there is none");
        for (case, why) in [(own, "problem-case-own"), (pair, "problem-case-pair")] {
            let truth = format!("{action} {why:?}");
            assert_eq!(ask(case), [told.clone(), read.clone(), truth]);
        }
    }
    let seen_of_list = desk.cases(&reading).expect("read");
    assert!(seen_of_list.is_empty());
    let answers = by::<AnswerCase>(&desk, "bjorn").expect("may");
    let answer = |case| desk.take_step(&answers, case, &step(StepKind::Answer));
    let told = |case| told_and_filed(&desk, "bjorn", answer(case));
    assert_eq!(told(own)[..2], told(none)[..2], "nobody asked him");
}

/// The looks of a view as a reader of the own log finds them: by whom, about whom, how narrowed.
fn read_of(desk: &Desk, reader: &str, view: &str) -> Vec<(String, Option<String>, usize)> {
    let log = desk.own_log(&by::<ReadOwnLog>(desk, reader).expect("may"), 0, 200);
    let looks = log.expect("read").looks.into_iter();
    let looks = looks.filter(|look| look.view == view);
    let about = |look: &Look| {
        let named = look.about.as_ref()?;
        Some(
            named
                .card
                .name
                .clone()
                .unwrap_or_else(|| "protected".to_owned()),
        )
    };
    looks
        .map(|look| (look.principal.clone(), about(&look), look.filter.len()))
        .collect()
}

#[test]
fn the_own_log_leaves_out_which_case_is_kept_from_its_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let leaves = leaves_of(&desk, "bjorn");
    let own = open_case(&desk, "cecilie", BJORN, &leaves).expect("opened");
    let founder = permit::<TakeCaseStep>();
    let cecilie = person("03817210065");
    let pair = (desk.open_case(&founder, &cecilie, &step(StepKind::Opened))).expect("opened");
    let reading = permit::<ReadCases>();
    for case in [own, pair] {
        let view = desk.case(&reading, case).expect("read");
        let events = desk.events_of_case(&permit::<ReadHistory>(), &view, 50);
        let _events = events.expect("read");
    }
    let by_founder = |about: Option<&str>, filters| {
        let name = "local operator".to_owned();
        (name, about.map(str::to_owned), filters)
    };
    assert_eq!(
        read_of(&desk, "bjorn", "case-events"),
        [by_founder(None, 0)]
    );
    assert_eq!(
        read_of(&desk, "cecilie", "case-events"),
        [by_founder(None, 1)]
    );
    let both = [by_founder(None, 0), by_founder(None, 0)];
    assert_eq!(read_of(&desk, "bjorn", "case"), both);
    let other = [by_founder(None, 0), by_founder(Some("Bjørn Berg"), 1)];
    assert_eq!(read_of(&desk, "cecilie", "case"), other);
    // That she was asked, and answered, says whom it is about.
    for kind in [StepKind::Assessed, StepKind::Question] {
        desk.take_step(&founder, pair, &step(kind)).expect("taken");
    }
    let mine = by::<ReadMine>(&desk, "cecilie").expect("may");
    let _seen = desk.my_case_numbered(&mine, pair).expect("read");
    let answered = take_as::<AnswerCase>(&desk, "cecilie", pair, StepKind::Answer);
    assert_eq!(answered, "taken");
    let nothing = (String::new(), None, 0);
    assert_eq!(read_of(&desk, "bjorn", "case-step")[0], nothing);
    assert_eq!(read_of(&desk, "bjorn", "my-case"), [nothing]);
    assert_eq!(read_of(&desk, "cecilie", "case-step")[0].0, "Cecilie Dal");
}

/// What each hold is for that somebody meets, newest first.
fn holds_of(desk: &Desk, user: &str) -> Vec<String> {
    let shown = HoldsShown {
        skip: 0,
        limit: 10,
        past_end: PastEnd::Nothing,
        event: None,
    };
    let may = by::<HoldEvents>(desk, user).expect("may");
    let view = desk.holds(&may, &shown).expect("listed");
    view.rows.into_iter().map(|row| row.reference).collect()
}

#[test]
fn a_hold_for_a_case_is_kept_from_whom_the_case_is_kept_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let cecilie = by::<HoldEvents>(&desk, "cecilie").expect("may");
    let other = desk.hold_event(&cecilie, "HR", "b1", "police 12");
    let other = other.expect("held");
    let leaves = leaves_of(&desk, "bjorn");
    let case = open_case(&desk, "cecilie", BJORN, &leaves).expect("opened");
    // What the case holds while it is open, nobody lists.
    assert_eq!(holds_of(&desk, "cecilie"), ["police 12"]);
    let of_case = format!("case {case}");
    let held = desk.hold_event(&cecilie, "HR", "b1", &of_case);
    assert_eq!(held.expect("held"), other + 1);
    assert_eq!(holds_of(&desk, "cecilie"), [&of_case, "police 12"]);
    assert_eq!(holds_of(&desk, "bjorn"), ["police 12"]);
    desk.release_hold(&cecilie, other, "over").expect("let go");
    let bjorn = by::<HoldEvents>(&desk, "bjorn").expect("may");
    for number in [other + 1, 77] {
        let told = [
            why(desk.one_hold(&bjorn, number)),
            why(desk.release_hold(&bjorn, number, "over")),
        ];
        assert_eq!(told, ["problem-no-such-hold"; 2], "{number}");
    }
    // What he holds for it himself he meets, as for a case that is none.
    let own = desk.hold_event(&bjorn, "HR", "d1", &of_case).expect("held");
    assert_eq!(holds_of(&desk, "bjorn"), [&of_case, "police 12"]);
    let filters = |user: &str, view: &str| read_of(&desk, user, view)[0].2;
    assert_eq!(filters("bjorn", "hold"), 3);
    assert_eq!(filters("cecilie", "hold"), 3);
    desk.release_hold(&bjorn, own, "a mistake").expect("let go");
    desk.release_hold(&cecilie, other + 1, "over")
        .expect("let go");
    assert_eq!(filters("cecilie", "hold-released"), 3);
    assert_eq!(filters("bjorn", "hold-released"), 0, "he learns of no case");
}

#[test]
fn an_answer_of_somebody_protected_does_not_name_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    walk(&desk, case, &[OPEN_TO_LINE[1], OPEN_TO_LINE[3]]);
    let answered = take_as::<AnswerCase>(&desk, "david", case, StepKind::Answer);
    assert_eq!(answered, "taken");
    let last = || read_of(&desk, "cecilie", "case-step").swap_remove(0);
    let name = "David Eng".to_owned();
    assert_eq!(last(), (name.clone(), Some(name), 2));
    notices::protect(&desk, folder.path(), "David Eng");
    let protected = "protected".to_owned();
    assert_eq!(last(), (String::new(), Some(protected), 2));
    // Who took the steps before is named as always.
    assert_eq!(read_of(&desk, "cecilie", "case-step")[1].0, "Cecilie Dal");
}

#[test]
fn a_step_needs_what_belongs_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    let take = |step: NewStep| {
        let permit = by::<TakeCaseStep>(&desk, "cecilie").expect("may");
        why(desk.take_step(&permit, case, &step))
    };
    let note = || step(StepKind::Note);
    let not_taken = [
        (NewStep::saying(StepKind::Note, "  "), "problem-case-text"),
        (
            NewStep::saying(StepKind::Note, &"x".repeat(10_001)),
            "problem-case-text",
        ),
        (
            NewStep {
                due: due(),
                ..note()
            },
            "problem-case-due",
        ),
        (
            NewStep {
                outcome: Some(Outcome::Unclear),
                ..note()
            },
            "problem-case-outcome",
        ),
        (
            NewStep {
                systems: vec!["HR".to_owned()],
                ..note()
            },
            "problem-case-systems",
        ),
        (
            NewStep {
                events: vec![0],
                ..note()
            },
            "problem-case-events",
        ),
        (step(StepKind::Joined), "problem-case-events"),
        (step(StepKind::Opened), "problem-case-step"),
    ];
    for (step, expected) in not_taken {
        assert_eq!(take(step), expected);
    }
    for due in [None, Day::from_ymd(2026, 9, 20), Day::from_ymd(2030, 1, 1)] {
        let asked = NewStep {
            due,
            ..step(StepKind::Question)
        };
        assert_eq!(take(asked), "problem-case-due", "{due:?}");
    }
    let looks_are_none = NewStep {
        events: vec![desk.ledger().len() - 1],
        ..step(StepKind::Joined)
    };
    assert_eq!(take(looks_are_none), "problem-no-such-event");
    // Nothing of all that stands in the case.
    assert_eq!(seen(&desk, "cecilie", case).expect("seen").steps.len(), 1);
}

#[test]
fn files_are_taken_by_what_they_hold_and_sent_as_they_came() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    let take = |files: &[&[u8]]| {
        let file = |bytes: &&[u8]| NewFile {
            name: "a.pdf".to_owned(),
            bytes: bytes.to_vec(),
        };
        let step = NewStep {
            files: files.iter().map(file).collect(),
            ..step(StepKind::Note)
        };
        let permit = by::<TakeCaseStep>(&desk, "cecilie").expect("may");
        why(desk.take_step(&permit, case, &step))
    };
    assert_eq!(take(&[b"MZ\x90\0"]), "problem-case-file-type");
    assert_eq!(take(&[b"%PDF-1.7".as_slice(); 6]), "problem-case-files");
    let long = vec![b'x'; (5 << 20) + 1];
    assert_eq!(take(&[&long]), "problem-case-file-size");
    assert_eq!(seen(&desk, "cecilie", case).expect("seen").steps.len(), 1);
    assert_eq!(take(&[b"plain", b"%PDF-1.7 x"]), "done");
    let view = seen(&desk, "cecilie", case).expect("seen");
    let said = view.steps[1].said.as_ref().expect("said");
    let names: Vec<&str> = said.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a.txt", "a.pdf"]);
    let permit = by::<ReadCases>(&desk, "cecilie").expect("may");
    let sent = |step, place| desk.case_file(&permit, (case, step, place));
    assert_eq!(sent(2, 1).expect("there").bytes, b"%PDF-1.7 x");
    for (step, place) in [(2, 2), (1, 0), (9, 0)] {
        assert_eq!(why(sent(step, place)), "problem-no-such-attachment");
    }
}

#[test]
fn a_step_that_was_filed_and_not_noted_is_there_after_a_start() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(begun(folder.path()));
    let copy = folder.path().join("copy.sqlite");
    fs::copy(folder.path().join("registry.sqlite"), &copy).expect("copied");
    let desk = open(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    assert_eq!(take(&desk, "cecilie", case, StepKind::Assessed), "taken");
    let before = format!("{:?}", desk.registry().cases().expect("read"));
    drop(desk);
    // As if the program had ended between ledger and registry.
    let registry = folder.path().join("registry.sqlite");
    fs::copy(&copy, &registry).expect("put back");
    let desk = open(folder.path());
    assert_eq!(
        format!("{:?}", desk.registry().cases().expect("read")),
        before
    );
    assert_eq!(take(&desk, "cecilie", case, StepKind::Question), "taken");
}

#[test]
fn a_case_goes_with_the_person_it_is_about() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let case = open_case(&desk, "cecilie", DAVID, &[]).expect("opened");
    let waiting = |desk: &Desk| {
        let permit = by::<ReadCases>(desk, "cecilie").expect("may");
        desk.cases_waiting(&permit).expect("read")
    };
    assert_eq!(waiting(&desk), CasesWaiting { all: 1, late: 0 });
    let what = What::Person {
        national_id: NationalId::new(DAVID).expect("an id"),
        own_acts: true,
    };
    let asked = by::<AskErasure>(&desk, "per").expect("may");
    let number = desk
        .ask_erasure(&asked, what, "GDPR-17-1-d", "left long ago")
        .expect("asked");
    let program = ask::<CarryOutErasures>(&Principal::program(), Form::Command).expect("may");
    desk.work_on_erasures(&program).expect("looked through");
    let decide = by::<DecideErasure>(&desk, "pia").expect("may");
    // Not while it is open; that there is one, who decides is not told.
    let approved = desk.approve_erasure(&decide, number);
    assert_eq!(why(approved), "problem-erasure-waits");
    walk(&desk, case, &OPEN_TO_LINE[1..2]);
    walk(&desk, case, &OPEN_TO_LINE[3..5]);
    walk(&desk, case, &[("cecilie", StepKind::Closed, "taken")]);
    desk.work_on_erasures(&program).expect("looked through");
    desk.approve_erasure(&decide, number).expect("approved");
    desk.work_on_erasures(&program).expect("carried out");
    let view = seen(&desk, "cecilie", case).expect("the case is known");
    assert!(view.row.about.is_none() && view.steps.iter().all(|step| step.said.is_none()));
    assert!(view.next.is_empty());
    assert_eq!(
        take(&desk, "cecilie", case, StepKind::Note),
        "problem-case-erased"
    );
}

#[test]
fn nobody_asks_for_an_erasure_about_himself_or_decides_on_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let duty = ProposedDuty {
        user: "david".to_owned(),
        role: Role::DataProtectionOfficer,
        scope: String::new(),
        need: "stands in".to_owned(),
        from: None,
        to: None,
        deputy_for: String::new(),
    };
    let number = desk.propose_duty(&by::<ProposeDuty>(&desk, "ida").expect("may"), &duty);
    let gives = by::<ApproveDuty>(&desk, "anna").expect("may");
    desk.give_duty(&gives, number.expect("proposed"))
        .expect("given");
    let himself = What::Person {
        national_id: NationalId::new(DAVID).expect("an id"),
        own_acts: false,
    };
    let event = |id: &str| What::Event {
        source: "HR".to_owned(),
        id: id.to_owned(),
    };
    let asked_by = |user: &str, what: What| {
        let asks = by::<AskErasure>(&desk, user).expect("may");
        desk.ask_erasure(&asks, what, "GDPR-17-1-d", "a reason")
    };
    // What he looked up is his own as much as he is.
    for what in [himself, event("d1")] {
        let no = asked_by("david", what.clone()).err().map(|no| no.message);
        assert_eq!(no, Some("problem-erasure-about-you"));
        let number = asked_by("per", what).expect("asked");
        let decides = by::<DecideErasure>(&desk, "david").expect("may");
        assert_eq!(
            why(desk.approve_erasure(&decides, number)),
            "problem-erasure-about-you"
        );
        assert_eq!(
            why(desk.decline_erasure(&decides, number)),
            "problem-erasure-about-you"
        );
        let another = by::<DecideErasure>(&desk, "pia").expect("may");
        assert_eq!(why(desk.decline_erasure(&another, number)), "done");
    }
    assert!(asked_by("david", event("b1")).is_ok());
}
