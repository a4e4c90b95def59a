//! Evaluations of small made-up logs: what explains, what does not, and what was not yet known.

use tilsyn_domain::directory::{Account, AccountType, Employment, PersonUnit, Relation, Validity};
use tilsyn_domain::touch::{Channel, Marks, Touch, TouchWeek};
use tilsyn_domain::{Code, Codebook, Day, Directory, Identity, NationalId, Period};

use crate::{Evaluation, Fact, Finding, Kind, language};

/// Users 1 to 80 in twos in forty units, people from 100 on, ten in each of them. In fewer units
/// somebody else of the same position would too often be of the same one, and own units would
/// explain nothing.
const USERS: u32 = 80;
const UNITS: u32 = 40;
const WEEKS: i32 = 12;

struct Numbers;

impl Codebook for Numbers {
    fn code(&self, _: &Identity) -> Option<Code> {
        None
    }

    fn identity(&self, code: Code) -> Option<Identity> {
        Some(Identity::Person(id(code)))
    }

    fn codes(&self) -> Code {
        10_000
    }
}

fn id(number: u32) -> NationalId {
    NationalId::new(&format!("id{number}")).expect("not empty")
}

fn monday() -> Day {
    Day::from_ymd(2026, 3, 2).expect("a day")
}

fn directory() -> Directory {
    let mut directory = Directory::default();
    for user in 1..=USERS {
        directory.employments.push(Employment {
            employment: user.to_string(),
            national_id: id(user),
            employee_no: None,
            unit: format!("u{}", user % UNITS),
            position: Some("clerk".to_owned()),
            manager_national_id: None,
            valid: Validity::default(),
            paid_through: None,
        });
        directory.accounts.push(Account {
            system: "hr".to_owned(),
            user: format!("user{user}"),
            national_id: Some(id(user)),
            account_type: AccountType::Person,
            valid: Validity::default(),
            last_logon: None,
        });
    }
    for person in 0..400 {
        directory.person_units.push(PersonUnit {
            national_id: id(100 + person),
            unit: format!("u{}", person / 10),
            valid: Validity::default(),
        });
    }
    directory
}

fn touch(user: u32, person: u32, weekday: u8) -> Touch {
    Touch {
        subject: person,
        actor: user,
        weekday,
        channel: Channel::Work,
        application: 0,
        marks: Marks::LOOKUP.with(Marks::OUTSIDE),
        minute: 600,
        events: 1,
        lookups: 1,
    }
}

/// Everybody looks at six people of the own unit; now and then at one elsewhere.
fn week(number: i32, more: &[Touch]) -> TouchWeek {
    let mut touches = more.to_vec();
    for user in 1..=USERS {
        let own = (0..6).map(|nth| 100 + user % UNITS * 10 + (user + nth * 3) % 10);
        touches.extend(own.map(|person| touch(user, person, (person % 5) as u8)));
        if (user + number.unsigned_abs()).is_multiple_of(9) {
            touches.push(touch(user, 300 + user * 2, 2));
        }
    }
    touches.sort_unstable();
    touches.dedup_by_key(|touch| (touch.subject, touch.actor, touch.weekday));
    let first = monday().plus(7 * number);
    TouchWeek {
        days: Period::new(first, first.plus(6)).expect("a week"),
        touches,
        presences: Vec::new(),
    }
}

/// The last week's findings, with what happened besides in it.
fn findings(directory: &Directory, more: &[Touch]) -> Vec<Finding> {
    let rules = language::read(language::DEFAULT).expect("the rules are right");
    let last = week(WEEKS, more);
    let mut evaluation = Evaluation::new(directory, &rules, last.days);
    for number in 0..WEEKS {
        evaluation.take(&week(number, &[]), &Numbers);
    }
    evaluation.take(&last, &Numbers);
    evaluation.ranked()
}

fn relation(person: u32, user: u32, registered: Day) -> Relation {
    Relation {
        subject_national_id: id(person),
        kind: "case".to_owned(),
        reference: Some(format!("case{person}")),
        unit: None,
        user: Some(format!("user{user}")),
        other_national_id: None,
        valid: Validity {
            from: Some(monday()),
            to: None,
        },
        registered_at: Some(registered.to_string()),
    }
}

fn prying() -> Vec<Touch> {
    (0..15)
        .map(|nth| touch(7, 180 + nth * 13, (nth % 5) as u8))
        .collect()
}

#[test]
fn whoever_looks_at_many_without_a_reason_comes_first() {
    let found = findings(&directory(), &prying());
    let first = &found[0];
    assert_eq!(first.user, Identity::Person(id(7)));
    assert!(first.kind == Kind::Unexplained && first.score > found[1].score + 1.0);
    let seen = first.facts.iter().find_map(|fact| match fact {
        Fact::Unexplained { people, .. } => Some(*people),
        _ => None,
    });
    assert_eq!(seen, Some(15), "{:?}", first.facts);
    assert!(
        first.counter.contains(&Fact::Explained { people: 6 }),
        "{:?}",
        first.counter
    );
    assert_eq!(first.subjects.len(), 15);
}

#[test]
fn cases_explain_and_are_not_known_before_they_are_registered() {
    let last = monday().plus(7 * WEEKS);
    let with_cases = |registered: Day| {
        let mut directory = directory();
        let cases = prying()
            .into_iter()
            .map(|touch| relation(touch.subject, 7, registered));
        directory.relations = cases.collect();
        findings(&directory, &prying())
    };
    let of_seven = |found: &[Finding]| {
        let place = found
            .iter()
            .position(|one| one.user == Identity::Person(id(7)));
        place.expect("user 7 looked at somebody")
    };
    assert!(of_seven(&with_cases(last)) > 3, "cases explain");
    assert_eq!(
        of_seven(&with_cases(last.plus(7))),
        0,
        "registered a week later"
    );
    let none = findings(&directory(), &prying());
    let later = with_cases(last.plus(7));
    let scores = |found: &[Finding]| found.iter().map(|one| one.score).collect::<Vec<f64>>();
    assert_eq!(scores(&none), scores(&later), "nothing later is used");
}

#[test]
fn the_own_record_is_cleared_by_nothing() {
    let mut directory = directory();
    directory.person_units.push(PersonUnit {
        national_id: id(9),
        unit: "u9".to_owned(),
        valid: Validity::default(),
    });
    let found = findings(&directory, &[touch(9, 9, 1)]);
    assert_eq!(found[0].user, Identity::Person(id(9)));
    let own = Fact::Close {
        closeness: crate::Closeness::Oneself,
        people: 1,
    };
    assert!(found[0].facts.contains(&own), "{:?}", found[0].facts);
}

#[test]
fn ordinary_weeks_report_nobody_and_an_empty_directory_is_said() {
    assert!(
        findings(&directory(), &[])
            .iter()
            .all(|finding| !finding.is_reported)
    );
    let found = findings(&Directory::default(), &prying());
    let missing = Fact::Missing(tilsyn_domain::directory::DirectoryFile::Relations);
    assert!(
        found
            .iter()
            .all(|finding| finding.counter.contains(&missing))
    );
}
