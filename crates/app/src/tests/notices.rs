//! Notices from the desk: who is told of which step, once, and what is done where mail does not go.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::cases::{DAVID, begun_at, by, open_case, take, take_as, walk};
use super::*;
use crate::cases::StepKind;
use crate::notices::{Notice, NoticeKind, NoticesStanding, Unsent};
use crate::permit::{AnswerCase, ProvisionStaff, ReadSources, RevealPerson, SendNotices};
use crate::staff::AccountAsked;
use tilsyn_domain::time::{DAY, HOUR, MINUTE, SECOND};

const ISSUER: &str = "https://login.nordvik.example";

/// A desk with a clock that a test sets, where everybody has an address.
struct Place {
    folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
    desk: Desk,
}

fn opened(folder: &Path, clock: &Arc<AtomicI64>) -> Desk {
    let clock = Arc::clone(clock);
    let now = move || Instant(clock.load(Ordering::Relaxed));
    let location = Location::Sqlite(folder.join("registry.sqlite"));
    open_by(folder, &location, now, |_, _| {})
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(AtomicI64::new(NOW.0));
        let desk = begun_at(opened(folder.path(), &clock), folder.path(), ISSUER);
        let place = Place {
            folder,
            clock,
            desk,
        };
        for user in ["cecilie", "david", "hilde", "anna"] {
            place.change(user, |account| {
                account.mail = format!("{user}@nordvik.example");
            });
        }
        place
    }

    fn change(&self, user: &str, change: impl FnOnce(&mut AccountAsked)) {
        let provider = ask::<ProvisionStaff>(&Principal::provisioner(), Form::Json);
        let permit = provider.expect("the provider may");
        let accounts = self.desk.accounts(&permit, ISSUER);
        let all = accounts.all().expect("read").into_iter();
        let mut own = all.filter(|account| account.asked.called == user);
        let account = own.next().expect("an account");
        let mut asked = account.asked;
        change(&mut asked);
        accounts.change(account.number, &asked).expect("changed");
    }

    fn pass(&self, time: i64) {
        self.clock.fetch_add(time, Ordering::Relaxed);
    }

    fn send_by(&self, mut how: impl FnMut(&Notice) -> Result<(), Unsent>) -> Vec<String> {
        let permit = ask::<SendNotices>(&Principal::program(), Form::Command).expect("may");
        let mut tried = Vec::new();
        let sent = self.desk.send_notices(&permit, &mut |notice| {
            let name = notice.mail.reveal().split('@').next().expect("a name");
            tried.push(format!("{name} {} {}", notice.kind.word(), notice.path));
            how(notice)
        });
        let went = sent.expect("the registry can be written");
        assert!(went <= tried.len() as u64);
        tried
    }

    fn send(&self) -> Vec<String> {
        self.send_by(|_| Ok(()))
    }

    fn give_up(&self) -> u64 {
        let permit = ask::<SendNotices>(&Principal::program(), Form::Command).expect("may");
        self.desk.give_up_notices(&permit).expect("written")
    }

    fn standing(&self) -> NoticesStanding {
        self.desk.notices(&permit::<ReadSources>()).expect("read")
    }

    /// What the clock says, some days later.
    fn remind(&self, days: i64) -> Vec<String> {
        self.pass(days * DAY);
        let permit = ask::<SendNotices>(&Principal::program(), Form::Command).expect("may");
        let told = self.desk.remind(&permit).expect("written");
        assert_eq!(self.desk.remind(&permit).expect("written"), 0, "once a day");
        let sent = self.send();
        assert_eq!(sent.len() as u64, told);
        sent
    }

    /// Asks David something that he is to answer until 5 October, a fortnight after [`NOW`].
    fn asked(&self) -> u64 {
        let case = open_case(&self.desk, "cecilie", DAVID, &[]).expect("opened");
        let steps = [StepKind::Assessed, StepKind::Question];
        let steps = steps.map(|kind| ("cecilie", kind, "taken"));
        walk(&self.desk, case, &steps);
        case
    }
}

#[test]
fn each_step_is_told_to_those_whose_turn_it_is() {
    let place = Place::new();
    let case = place.asked();
    assert_eq!(place.send(), [format!("david asked /mine/case/{case}")]);
    assert!(place.send().is_empty());
    let answered = take_as::<AnswerCase>(&place.desk, "david", case, StepKind::Answer);
    assert_eq!(answered, "taken");
    assert_eq!(place.send(), [format!("cecilie answered /cases/{case}")]);
    assert_eq!(take(&place.desk, "cecilie", case, StepKind::Line), "taken");
    assert_eq!(place.send(), [format!("hilde line-told /cases/{case}")]);
    let acted = [StepKind::ManagerView, StepKind::Withdrawn];
    walk(
        &place.desk,
        case,
        &acted.map(|kind| ("hilde", kind, "taken")),
    );
    let told = format!("cecilie acted /cases/{case}");
    let withdrawn = format!("david withdrawn /mine/case/{case}");
    assert_eq!(place.send(), [told.clone(), withdrawn, told]);
    // What one does oneself one is not told of.
    let own = [StepKind::Note, StepKind::Question, StepKind::Talk];
    walk(
        &place.desk,
        case,
        &own.map(|kind| ("cecilie", kind, "taken")),
    );
    assert_eq!(place.send(), [format!("david asked /mine/case/{case}")]);
    walk(&place.desk, case, &[("cecilie", StepKind::Closed, "taken")]);
    assert_eq!(place.send(), [format!("david ended /mine/case/{case}")]);
}

#[test]
fn whoever_was_never_asked_is_not_told_that_there_was_a_case() {
    let place = Place::new();
    let case = open_case(&place.desk, "cecilie", DAVID, &[]).expect("opened");
    walk(
        &place.desk,
        case,
        &[("cecilie", StepKind::Assessed, "taken")],
    );
    let unclear = crate::cases::NewStep {
        outcome: Some(crate::cases::Outcome::Unclear),
        ..crate::cases::NewStep::saying(StepKind::Closed, "nothing in it")
    };
    let permit = by(&place.desk, "cecilie").expect("may");
    place
        .desk
        .take_step::<crate::permit::TakeCaseStep>(&permit, case, &unclear)
        .expect("closed");
    assert!(place.send().is_empty());
}

#[test]
fn whoever_left_or_is_kept_out_gets_nothing() {
    let place = Place::new();
    let case = place.asked();
    place.change("david", |account| account.is_active = false);
    assert!(place.send().is_empty());
    place.change("david", |account| account.is_active = true);
    let told = [format!("david asked /mine/case/{case}")];
    assert_eq!(place.send_by(|_| Err(Unsent::Refused)), told);
    let david = place.desk.registry().staff_of_user("david").expect("read");
    let left = place.desk.registry();
    let left = left.end_staff(david.expect("there").number, NOW, "anna");
    assert!(left.expect("written"));
    place.pass(HOUR);
    assert!(place.send().is_empty());
    assert_eq!(place.standing(), NoticesStanding::default());
}

#[test]
fn what_does_not_go_is_tried_again_later_and_later() {
    let place = Place::new();
    let _case = place.asked();
    let mut pauses = Vec::new();
    let mut waited = 0;
    while pauses.len() < 5 {
        match place.send_by(|_| Err(Unsent::NobodyThere)).len() {
            0 => waited += 1,
            _ => pauses.push(std::mem::take(&mut waited)),
        }
        place.pass(10 * SECOND);
    }
    // In steps of ten seconds: the pause, less the step in which it was tried.
    assert_eq!(pauses, [0, 0, 1, 3, 7]);
    place.pass(HOUR);
    assert_eq!(place.send().len(), 1);
    assert!(place.send().is_empty());
}

#[test]
fn where_nobody_takes_one_the_others_wait_too_and_a_refusal_is_of_one_alone() {
    let place = Place::new();
    let case = place.asked();
    let _answered = take_as::<AnswerCase>(&place.desk, "david", case, StepKind::Answer);
    assert_eq!(place.send_by(|_| Err(Unsent::NobodyThere)).len(), 1);
    assert!(place.send().is_empty(), "the other waits as long");
    place.pass(10 * SECOND);
    let refuse = |notice: &Notice| match notice.kind {
        NoticeKind::Asked => Err(Unsent::Refused),
        _ => Ok(()),
    };
    assert_eq!(place.send_by(refuse).len(), 2);
    place.pass(HOUR);
    assert_eq!(place.send(), [format!("david asked /mine/case/{case}")]);
}

#[test]
fn what_waits_for_too_long_is_told_and_given_up_not_in_silence() {
    let place = Place::new();
    place.change("david", |account| account.mail.clear());
    let _case = place.asked();
    assert!(place.send().is_empty());
    assert_eq!(place.standing().amiss(), 0);
    let made = place.desk.now();
    place.pass(HOUR + SECOND);
    let expected = NoticesStanding {
        late: 1,
        nowhere: 1,
        since: Some(made),
        given_up: 0,
    };
    assert_eq!(place.standing(), expected);
    assert_eq!(place.give_up(), 0);
    place.pass(7 * 24 * HOUR);
    assert_eq!((place.give_up(), place.give_up()), (1, 0));
    let now = place.standing();
    assert_eq!((now.late, now.given_up, now.amiss()), (0, 1, 1));
    place.change("david", |account| {
        account.mail = "david@nordvik.example".to_owned();
    });
    assert!(place.send().is_empty());
    place.pass(31 * 24 * HOUR);
    let _none = place.give_up();
    assert_eq!(place.standing(), NoticesStanding::default());
}

/// The program ends between ledger and registry, and again between sending and noting it.
#[test]
fn a_crash_loses_nothing_and_tells_nothing_twice_that_was_noted() {
    let place = Place::new();
    let registry = place.folder.path().join("registry.sqlite");
    let copy = place.folder.path().join("copy.sqlite");
    let Place {
        folder,
        clock,
        desk,
    } = place;
    drop(desk);
    fs::copy(&registry, &copy).expect("copied");
    let reopened = || opened(folder.path(), &clock);
    let place = |desk| Place {
        folder: tempfile::tempdir().expect("a folder"),
        clock: Arc::clone(&clock),
        desk,
    };
    let asked = place(reopened());
    let case = asked.asked();
    drop(asked);
    fs::copy(&copy, &registry).expect("put back");
    let told = [format!("david asked /mine/case/{case}")];
    let recovered = place(reopened());
    assert_eq!(recovered.send_by(|_| Err(Unsent::NobodyThere)), told);
    recovered.pass(HOUR);
    drop(recovered);
    let again = place(reopened());
    assert_eq!(again.send(), told);
    drop(again);
    assert!(place(reopened()).send().is_empty());
}

#[test]
fn whoever_is_to_answer_is_reminded_once_before_and_once_after() {
    let place = Place::new();
    let case = place.asked();
    let _told = place.send();
    assert_eq!(place.remind(0), [""; 0]);
    assert_eq!(place.remind(10), [""; 0]);
    let soon = format!("david answer-due /mine/case/{case}");
    assert_eq!(place.remind(1), [soon]);
    assert_eq!(place.remind(1), [""; 0]);
    assert_eq!(place.remind(2), [""; 0], "the last day");
    let late = [
        format!("david answer-late /mine/case/{case}"),
        format!("cecilie overdue /cases/{case}"),
    ];
    assert_eq!(place.remind(1), late);
    assert_eq!(place.remind(1), [""; 0]);
    assert_eq!(place.remind(30), [""; 0], "not daily");
}

#[test]
fn days_without_a_server_are_told_of_later_and_none_twice() {
    let place = Place::new();
    let case = place.asked();
    let _told = place.send();
    let late = [
        format!("david answer-late /mine/case/{case}"),
        format!("cecilie overdue /cases/{case}"),
    ];
    // Of two days that passed at once, the last one says all.
    assert_eq!(place.remind(20), late);
    let Place {
        folder,
        clock,
        desk,
    } = place;
    drop(desk);
    let again = Place {
        desk: opened(folder.path(), &clock),
        folder,
        clock,
    };
    assert_eq!(again.remind(0), [""; 0]);
    // A clock that went ahead is put right: told is told, and what comes is told as before.
    again.pass(-20 * DAY);
    assert_eq!(again.remind(0), [""; 0]);
    assert_eq!(again.remind(11).len(), 1);
}

#[test]
fn an_answer_takes_back_what_was_not_sent() {
    let place = Place::new();
    let case = place.asked();
    let _told = place.send();
    let permit = || ask::<SendNotices>(&Principal::program(), Form::Command).expect("may");
    place.pass(12 * DAY);
    assert_eq!(place.desk.remind(&permit()).expect("written"), 1);
    // What waits for the same goes on being told.
    assert_eq!(take(&place.desk, "cecilie", case, StepKind::Note), "taken");
    let soon = [format!("david answer-due /mine/case/{case}")];
    assert_eq!(place.send_by(|_| Err(Unsent::NobodyThere)), soon);
    place.pass(3 * DAY);
    assert_eq!(place.desk.remind(&permit()).expect("written"), 2);
    let late = place.send_by(|_| Err(Unsent::Refused));
    assert_eq!(late.len(), 2, "that it ends soon is over: {late:?}");
    let answered = take_as::<AnswerCase>(&place.desk, "david", case, StepKind::Answer);
    assert_eq!(answered, "taken");
    place.pass(HOUR);
    assert_eq!(place.send(), [format!("cecilie answered /cases/{case}")]);
    // What is to be done now is the reviewer's, and has its time.
    let overdue = [format!("cecilie overdue /cases/{case}")];
    assert_eq!(place.remind(14), [""; 0]);
    assert_eq!(place.remind(1), overdue);
    assert_eq!(place.remind(30), [""; 0]);
}

#[test]
fn a_deadline_of_the_case_itself_is_told_to_those_who_follow_it_up() {
    let place = Place::new();
    place.change("bjorn", |account| {
        account.mail = "bjorn@nordvik.example".to_owned();
    });
    let case = open_case(&place.desk, "cecilie", DAVID, &[]).expect("opened");
    let overdue = |user: &str| format!("{user} overdue /cases/{case}");
    assert_eq!(place.remind(15), [overdue("cecilie")]);
    let steps = [StepKind::Assessed, StepKind::Followed];
    let permit = by(&place.desk, "bjorn").expect("may");
    for kind in steps {
        let step = crate::cases::NewStep {
            due: kind.has_deadline().then(|| place.desk.today().plus(1)),
            ..cases::step(kind)
        };
        let taken = (place.desk).take_step::<crate::permit::TakeCaseStep>(&permit, case, &step);
        taken.expect("taken");
    }
    assert_eq!(place.remind(1), [""; 0]);
    assert_eq!(place.remind(1), [overdue("bjorn"), overdue("cecilie")]);
    // Where whoever opened it and set the day is kept out, the others learn of it.
    let asked = crate::cases::NewStep {
        due: Some(place.desk.today()),
        ..cases::step(StepKind::Question)
    };
    let permit = by(&place.desk, "cecilie").expect("may");
    (place.desk)
        .take_step::<crate::permit::TakeCaseStep>(&permit, case, &asked)
        .expect("taken");
    let _asked = place.send();
    place.change("cecilie", |account| account.is_active = false);
    let late = format!("david answer-late /mine/case/{case}");
    assert_eq!(place.remind(1), [late, overdue("bjorn")]);
}

/// Has the register protect somebody from now on.
pub(super) fn protect(desk: &Desk, folder: &Path, name: &str) {
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/directory");
    let made = folder.join("protected");
    fs::create_dir(&made).expect("made");
    for entry in fs::read_dir(known).expect("the fixture") {
        let file = entry.expect("an entry").path();
        fs::copy(&file, made.join(file.file_name().expect("a name"))).expect("copied");
    }
    let people = made.join("people.csv");
    let text = fs::read_to_string(&people).expect("reads");
    let text = text.replace(&format!("{name},,,none"), &format!("{name},,,strict"));
    fs::write(&people, text).expect("written");
    desk.import_directory(&permit::<ImportDirectory>(), &made)
        .expect("goes in");
}

fn asks_for(place: &Place, user: &str, person: &str) {
    let permit = by::<RevealPerson>(&place.desk, user).expect("may");
    let id = NationalId::new(person).expect("an id");
    let asked = place.desk.ask_reveal(&permit, &id, "case 3");
    asked.expect("asked");
}

const EVA: &str = "05817410075";

#[test]
fn who_may_confirm_is_told_that_somebody_waits_and_not_when_it_is_over() {
    let place = Place::new();
    protect(&place.desk, place.folder.path(), "Eva Foss");
    place.change("bjorn", |account| {
        account.mail = "bjorn@nordvik.example".to_owned();
    });
    asks_for(&place, "cecilie", DAVID);
    assert!(place.send().is_empty(), "shown at once");
    asks_for(&place, "cecilie", EVA);
    let anna = "anna reveal-waits /reveals".to_owned();
    let told = [anna.clone(), "bjorn reveal-waits /reveals".to_owned()];
    assert_eq!(place.send(), told);
    // Those who were led there need not be again, and whoever asked first was not.
    asks_for(&place, "bjorn", EVA);
    assert_eq!(place.send(), ["cecilie reveal-waits /reveals"]);
    place.pass(16 * MINUTE);
    asks_for(&place, "cecilie", EVA);
    assert_eq!(place.send_by(|_| Err(Unsent::Refused)), told);
    place.pass(14 * MINUTE);
    assert_eq!(place.send_by(|_| Err(Unsent::Refused)), told);
    place.pass(MINUTE);
    assert!(place.send().is_empty(), "it has lapsed");
    // Nor does anybody who has no address miss it.
    assert_eq!(place.give_up(), 0);
    place.pass(2 * HOUR);
    assert_eq!(place.standing(), NoticesStanding::default());
}
