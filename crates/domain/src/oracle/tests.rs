//! The definitions of formats.md, section 4, one small register at a time, counted by hand.

use super::*;
use crate::directory::{Account, AccountType, Employment, PersonUnit, Validity};
use crate::time::Stamp;

fn id(text: &str) -> NationalId {
    NationalId::new(text).expect("not empty")
}

fn validity(text: &str) -> Validity {
    let (from, to) = text.split_once("..").expect("from..to");
    Validity {
        from: Day::parse(from),
        to: Day::parse(to),
    }
}

/// `employed kari ward1 2026-01-01..`, `belongs ola ward1 ..`, `account kari kari person ..`.
fn directory(lines: &str) -> Directory {
    let mut directory = Directory::default();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["employed", who, unit, span] => directory.employments.push(Employment {
                employment: format!("{who}-{unit}-{span}"),
                national_id: id(who),
                employee_no: Some(format!("no-{who}")),
                unit: unit.to_owned(),
                position: None,
                manager_national_id: None,
                valid: validity(span),
                paid_through: None,
            }),
            ["belongs", who, unit, span] => directory.person_units.push(PersonUnit {
                national_id: id(who),
                unit: unit.to_owned(),
                valid: validity(span),
            }),
            ["account", user, owner, kind, span] => directory.accounts.push(Account {
                system: "s".to_owned(),
                user: user.to_owned(),
                national_id: (owner != "nobody").then(|| id(owner)),
                account_type: match kind {
                    "system" => AccountType::System,
                    _ => AccountType::Person,
                },
                valid: validity(span),
                last_logon: None,
            }),
            _ => panic!("cannot read {line}"),
        }
    }
    directory
}

/// `2026-03-01T10:00:00Z lookup kari ola,per:listed` a line, in the order of leaves.
fn check(register: &str, log: &str, expected: &str) {
    let zone = Zone::named("Europe/Oslo").expect("Oslo");
    let oracle = Oracle::new(zone, Arc::new(directory(register)));
    for (leaf, line) in log
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .enumerate()
    {
        let words: Vec<&str> = line.split_whitespace().collect();
        let time = Stamp::parse(words[0]).expect("a time");
        let kind = Kind::from_word(words[1].trim_end_matches("!denied")).expect("a kind");
        let mut event = Event::new("s", &leaf.to_string(), time, kind, words[2]);
        if words[1].ends_with("!denied") {
            event.outcome = Outcome::Deny;
        }
        for subject in words.get(3).into_iter().flat_map(|list| list.split(',')) {
            let (who, listed) = subject.split_once(':').unwrap_or((subject, ""));
            let via = if listed == "listed" {
                Via::Listed
            } else {
                Via::Shown
            };
            event.subjects.push(crate::event::Subject {
                national_id: id(who),
                name: None,
                via,
            });
        }
        let codes = crate::question::EventCodes::default();
        oracle
            .take_in(&[Stored {
                leaf: leaf as u64,
                event,
                codes,
            }])
            .expect("taken in");
    }
    let day = |text| Day::parse(text).expect("a date");
    let march = Period::new(day("2026-03-01"), day("2026-03-31")).expect("a month");
    let lines = oracle.statement(march, None).expect("answers");
    let shown: Vec<String> = lines
        .iter()
        .map(|line| {
            format!(
                "{} {}/{} people {} none {} changes {} at {}",
                line.user,
                line.outside_lookups,
                line.lookups,
                line.outside_people,
                line.no_unit_lookups,
                line.changes,
                line.unit.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        shown.join("; "),
        expected,
        "register: {register}\nlog: {log}"
    );
}

const WARD: &str = "account kari kari person ..
    employed kari ward1 ..
    belongs ola ward1 ..
    belongs per ward2 ..";

#[test]
fn own_unit_is_left_out() {
    check(WARD, "2026-03-02T10:00:00Z lookup kari ola", "");
}

#[test]
fn another_unit_is_outside_and_people_are_distinct() {
    let log = "2026-03-02T10:00:00Z lookup kari per
               2026-03-02T10:01:00Z image_view kari per,per,ola";
    check(WARD, log, "s:kari 2/3 people 1 none 0 changes 0 at ward1");
}

#[test]
fn listed_denied_and_changed_are_no_lookups() {
    let log = "2026-03-02T10:00:00Z lookup kari per
               2026-03-02T10:00:00Z lookup kari per:listed
               2026-03-02T10:00:00Z lookup!denied kari per
               2026-03-02T10:00:00Z change kari per";
    check(WARD, log, "s:kari 1/1 people 1 none 0 changes 1 at ward1");
}

#[test]
fn a_mover_is_where_the_day_says() {
    let register = "account kari kari person ..
        employed kari ward1 ..2026-03-10
        employed kari ward2 2026-03-11..
        belongs per ward2 ..";
    let log = "2026-03-10T22:59:59Z lookup kari per
               2026-03-10T23:00:00Z lookup kari per";
    check(
        register,
        log,
        "s:kari 1/2 people 1 none 0 changes 0 at ward2",
    );
}

#[test]
fn one_of_several_employments_in_common_is_enough() {
    let register = "account kari kari person ..
        employed kari ward1 ..
        employed kari ward2 ..
        employed per ward2 ..
        belongs per ward3 ..";
    check(register, "2026-03-02T10:00:00Z lookup kari per", "");
}

#[test]
fn someone_without_a_unit_is_counted_apart() {
    let log = "2026-03-02T10:00:00Z lookup kari nobody-knows
               2026-03-02T10:00:00Z lookup stranger ola";
    check(
        WARD,
        log,
        "s:kari 0/1 people 0 none 1 changes 0 at ward1; \
         s:stranger 0/1 people 0 none 1 changes 0 at -",
    );
}

#[test]
fn system_accounts_count_nowhere() {
    let register = format!("{WARD}\naccount night nobody system ..");
    check(&register, "2026-03-02T10:00:00Z lookup night per", "");
}

#[test]
fn an_account_without_a_row_that_day_is_its_last_owners() {
    let register = "account u kari person ..2026-02-28
        account u per person 2026-03-10..
        employed kari ward1 ..
        employed per ward2 ..
        belongs ola ward3 ..";
    let log = "2026-03-02T10:00:00Z lookup u ola
               2026-03-12T10:00:00Z lookup u ola";
    check(
        register,
        log,
        "s:u 1/1 people 1 none 0 changes 0 at ward1; s:u 1/1 people 1 none 0 changes 0 at ward2",
    );
}
