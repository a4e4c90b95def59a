//! Evaluations of small made-up logs: what explains, what does not, and what was not yet known.

use tilsyn_domain::directory::{Account, AccountType, Employment, PersonUnit, Relation, Validity};
use tilsyn_domain::touch::{Channel, Marks, Touch, TouchWeek};
use tilsyn_domain::{Code, Codebook, Day, Directory, Identity, NationalId, Period};

use crate::explain::propose::{Proposal, Proposed, Proposing};
use crate::explain::report::{Report, Reporting, Standing};
use crate::language::Rules;
use crate::language::rules::Class;
use crate::statement::{OfUser, Statement};
use crate::{Evaluation, Explained, Explaining, Fact, Finding, Kind, Look, Why, Word, language};

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

fn statement(directory: &Directory, more: &[Touch]) -> OfUser {
    let rules = language::read(language::DEFAULT).expect("the rules are right");
    let last = week(WEEKS, more);
    let mut statement = Statement::new(directory, &rules, last.days, last.days.to());
    assert_eq!(
        statement.question().period.from(),
        last.days.from().plus(-14)
    );
    for number in WEEKS - 2..WEEKS {
        statement.take(&week(number, &[]), &Numbers);
    }
    statement.take(&last, &Numbers);
    statement.of_users()[&Identity::Person(id(1))]
}

#[test]
fn a_statement_tells_what_nothing_explains_beside_what_is_usual() {
    let elsewhere: Vec<Touch> = (0..12).map(|nth| touch(1, 320 + nth * 7, 1)).collect();
    let mut directory = directory();
    let found = statement(&directory, &elsewhere);
    assert_eq!(
        (found.unexplained_lookups, found.unexplained_people),
        (12, 12)
    );
    let (expected, p) = (found.expected.expect("told"), found.p.expect("told"));
    assert!(expected < 1.0 && p < 0.001, "{found:?}");
    let explained = (0..5).map(|nth| relation(320 + nth * 7, 1, monday()));
    directory.relations.extend(explained);
    let found = statement(&directory, &elsewhere);
    assert_eq!(
        (found.unexplained_lookups, found.unexplained_people),
        (7, 7)
    );
}

/// What explains a look of user 1 at a person on the log's first Wednesday.
fn why(
    directory: &Directory,
    channel: Channel,
    person: u32,
    others: &[(Channel, u32)],
) -> Vec<Why> {
    let rules = language::read(language::DEFAULT).expect("the rules are right");
    let day = monday().plus(2);
    let explaining = Explaining::new(directory, &rules, day);
    let (user, person) = (Identity::Person(id(1)), id(person));
    let look = |channel, person| Look {
        user: &user,
        person,
        day,
        minute: 600,
        channel,
        application: None,
        places: [None; 4],
    };
    let others: Vec<_> = others
        .iter()
        .map(|(channel, of)| (*channel, id(*of)))
        .collect();
    let others: Vec<Look<'_>> = others
        .iter()
        .map(|(channel, of)| look(*channel, of))
        .collect();
    explaining.why(&look(channel, &person), &others)
}

#[test]
fn a_look_is_explained_in_the_words_of_its_template() {
    let mut directory = directory();
    let own = why(&directory, Channel::Work, 115, &[]);
    let unit = ("unit".to_owned(), Word::Unit("u1".to_owned()));
    assert_eq!(
        (own[0].template.as_str(), &own[0].words[..]),
        ("own_unit", &[unit][..])
    );
    assert_eq!(why(&directory, Channel::Work, 300, &[]), []);
    directory.relations.push(Relation {
        kind: "kin".to_owned(),
        user: None,
        other_national_id: Some(id(115)),
        ..relation(300, 1, monday())
    });
    assert_eq!(why(&directory, Channel::Register, 300, &[]), []);
    let beside = why(&directory, Channel::Register, 300, &[(Channel::Work, 115)]);
    let words = [
        ("day".to_owned(), Word::Day(monday().plus(2))),
        ("q".to_owned(), Word::Person(id(115))),
    ];
    assert_eq!(
        (beside[0].template.as_str(), &beside[0].words[..]),
        ("kin_followup", &words[..])
    );
}

/// How the own lookups of user 1 are explained where users work in so many units.
fn own_unit_explains(units: u32) -> Explained {
    let rules = language::read(language::DEFAULT).expect("the rules are right");
    let mut directory = directory();
    for (row, user) in directory.employments.iter_mut().zip(1..) {
        row.unit = format!("u{}", user % units);
    }
    let mut explaining = Explaining::new(&directory, &rules, monday());
    let mut of_week = week(0, &[]);
    let persons = |unit: u32| (0..10).map(move |nth| 100 + unit * 10 + nth);
    of_week.touches = (1..=USERS)
        .flat_map(|user| persons(user % units).map(move |person| touch(user, person, 1)))
        .map(|touch| Touch {
            marks: Marks::LOOKUP,
            ..touch
        })
        .collect();
    of_week.touches.sort_unstable();
    explaining.week(&of_week, &Numbers).explained(0)
}

#[test]
fn own_units_explain_weakly_where_they_are_few_and_not_where_there_is_one() {
    let found = [UNITS, 5, 1].map(own_unit_explains);
    assert_eq!(found, [Explained::Strong, Explained::Weak, Explained::No]);
}

/// The built-in rules without some of their templates.
fn without(ids: &[&str]) -> Rules {
    let mut rules = language::read(language::DEFAULT).expect("the rules are right");
    rules
        .templates
        .retain(|template| !ids.contains(&template.id.as_str()));
    rules
}

/// What is proposed from a world where everybody also works on cases of people elsewhere.
fn proposed(rules: &Rules) -> Proposed {
    let mut directory = directory();
    let mut more = Vec::new();
    for user in 1..=USERS {
        let person = 100 + (user * 37 + 200) % 400;
        directory.relations.push(relation(person, user, monday()));
        more.push(touch(user, person, 3));
    }
    let last = week(WEEKS, &more);
    let mut proposing = Proposing::new(&directory, rules, last.days, last.days.to());
    assert_eq!(
        proposing.question().period.from(),
        last.days.from().plus(-14)
    );
    for number in WEEKS - 2..WEEKS {
        proposing.take(&week(number, &[]), &Numbers);
    }
    proposing.take(&last, &Numbers);
    proposing.proposed()
}

#[test]
fn a_template_that_was_removed_is_proposed_again() {
    let found = proposed(&without(&["handler", "case"]));
    let best = &found.proposals[0];
    assert_eq!(
        (best.path.as_str(), best.class),
        ("user handles person", Class::Strong),
        "the shorter of two that explain the same: {found:?}"
    );
    assert!(best.explained >= 70, "{best:?}");
    assert!(best.by_accident * 50 <= best.trials, "{best:?}");
    assert_eq!((best.more, best.examples.len()), (best.explained, 5));
    assert!(found.unexplained >= best.explained && found.touches > found.unexplained);
    let of_case = |one: &Proposal| one.path.contains("case");
    assert!(!found.proposals.iter().any(of_case), "says nothing more");
    let found = proposed(&without(&["own_unit", "unit_matter"]));
    let paths: Vec<&str> = found
        .proposals
        .iter()
        .map(|one| one.path.as_str())
        .collect();
    assert_eq!(paths, ["user employed unit, person member unit"]);
}

#[test]
fn nothing_is_proposed_where_everything_is_explained_or_only_by_accident() {
    assert_eq!(proposed(&without(&[])).proposals, []);
}

#[test]
fn a_proposal_loads_once_somebody_named_it_and_wrote_its_sentences() {
    let mut found = proposed(&Rules::default()).proposals;
    let text = found.remove(0).text;
    let mistakes = language::read(&text).expect_err("nobody named it");
    assert!(
        mistakes.iter().any(|mistake| mistake.line > 1),
        "{mistakes:?}"
    );
    let named = text.replace("NAME", "own").replace("\"\"", "\"Because.\"");
    let rules = language::read(&named).expect("it loads with the relations it needs");
    assert_eq!(
        (rules.templates.len(), rules.templates[0].id.as_str()),
        (1, "own")
    );
}

/// Two weeks by what the rules explain in them, users being spread over so many units.
fn report(rules: &Rules, units: u32, more: &[Touch]) -> Report {
    let mut directory = directory();
    for (row, user) in directory.employments.iter_mut().zip(1..) {
        row.unit = format!("u{}", user % units);
    }
    let days = Period::new(week(2, &[]).days.from(), week(3, &[]).days.to()).expect("days");
    let mut reporting = Reporting::new(&directory, rules, days, days.to());
    assert_eq!(reporting.question().period.from(), monday());
    for number in 0..4 {
        reporting.take(&week(number, more), &Numbers);
    }
    reporting.report()
}

#[test]
fn a_report_adds_up_and_tells_which_templates_count() {
    let rules = without(&[]);
    let found = report(&rules, UNITS, &[]);
    let seen: Vec<Touch> = (2..4)
        .flat_map(|number| week(number, &[]).touches)
        .collect();
    let touches = seen.len() as u64;
    let is_own = |one: &&Touch| (one.subject - 100) / 10 == one.actor % UNITS;
    let own_unit = seen.iter().filter(is_own).count() as u64;
    assert_eq!(found.weeks, 2);
    assert_eq!(found.strong + found.weak + found.unexplained, touches);
    assert_eq!(found.strong, own_unit);
    let own = &found.templates[0];
    assert_eq!(
        (own.id.as_str(), own.weeks_counted, own.standing),
        ("own_unit", 2, Standing::Counts)
    );
    assert_eq!(
        (own.coverage.explained, own.coverage.touches),
        (found.strong, touches)
    );
    let bound = own.false_coverage_max();
    assert!(own.coverage.false_coverage() <= bound && (bound - 0.02).abs() < f64::EPSILON);
}

#[test]
fn a_template_over_its_bound_is_reported_and_clears_nothing() {
    let found = report(&without(&[]), 2, &[]);
    let own = &found.templates[0];
    assert_eq!(
        (own.weeks_counted, own.standing),
        (0, Standing::TooOftenByAccident)
    );
    assert!(own.coverage.explained > 0 && own.coverage.false_coverage() > 0.02);
    assert_eq!(found.strong, 0);
}

#[test]
fn nobody_is_cleared_of_looking_at_oneself() {
    let plain = report(&without(&[]), UNITS, &[]);
    let with_self = report(&without(&[]), UNITS, &[touch(7, 7, 1)]);
    assert_eq!(with_self.unexplained, plain.unexplained + 2);
}
