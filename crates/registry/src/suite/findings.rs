//! Findings, their weeks and what was done about them: the same on both databases.

use tilsyn_domain::Instant;

use super::fixture::day;
use super::open;
use crate::registry::Location;
use crate::{EvaluationRun, FindingAct, FindingWeek, JudgedWeek, WeekStanding};

fn run(at: i64) -> EvaluationRun {
    EvaluationRun {
        at: Instant(at),
        from: day("2026-03-02"),
        to: day("2026-03-08"),
        leaves: 900,
        user_weeks: 40,
        reported: 3,
        opened: 0,
        settled: 1,
    }
}

fn judged(finding: Option<u64>, about: u32, from: &str, standing: WeekStanding) -> JudgedWeek {
    JudgedWeek {
        finding,
        about,
        week: FindingWeek {
            from: day(from),
            judged: Instant(5),
            standing,
            seen: format!("seen {from}"),
            again: (standing == WeekStanding::Fallen).then(|| "less".to_owned()),
        },
        events: format!("[{about}]"),
        history: format!("history {from}"),
    }
}

pub(super) fn a_finding_is_one_for_a_user_and_grows(at: &Location) -> String {
    let registry = open(at);
    assert_eq!(registry.last_evaluation().expect("read"), None);
    let first = [
        judged(None, 7, "2026-03-02", WeekStanding::Reported),
        judged(None, 8, "2026-03-02", WeekStanding::Reported),
        judged(None, 7, "2026-03-09", WeekStanding::Reported),
    ];
    registry.keep_evaluation(&run(1), &first).expect("kept");
    let last = registry.last_evaluation().expect("read").expect("one");
    assert_eq!((last.opened, last.settled, last.leaves), (2, 1, 900));
    let second = [
        judged(Some(1), 7, "2026-03-02", WeekStanding::Fallen),
        judged(Some(1), 7, "2026-03-16", WeekStanding::Followed),
    ];
    registry.keep_evaluation(&run(2), &second).expect("kept");
    let last = registry.last_evaluation().expect("read").expect("one");
    assert_eq!((last.at, last.opened), (Instant(2), 0));
    let all = registry.findings().expect("read");
    let numbers: Vec<(u64, u32)> = all.iter().map(|one| (one.number, one.about)).collect();
    assert_eq!(numbers, [(2, 8), (1, 7)]);
    let weeks = &all[1].weeks;
    let standings: Vec<WeekStanding> = weeks.iter().map(|week| week.standing).collect();
    assert_eq!(
        standings,
        [
            WeekStanding::Fallen,
            WeekStanding::Reported,
            WeekStanding::Followed
        ]
    );
    assert_eq!(weeks[0].again.as_deref(), Some("less"));
    assert_eq!(weeks[1].again, None);
    assert_eq!(
        registry.finding_history(1).expect("read").as_deref(),
        Some("history 2026-03-16")
    );
    let events = registry.finding_events(1).expect("read");
    assert_eq!((events.len(), events[0].1.as_str()), (3, "[7]"));
    format!("{all:?} {last:?} {events:?}")
}

pub(super) fn what_was_done_about_it_stands_once_and_in_order(at: &Location) -> String {
    let registry = open(at);
    let week = judged(None, 7, "2026-03-02", WeekStanding::Reported);
    registry.keep_evaluation(&run(1), &[week]).expect("kept");
    let act = |number: u64, kind: &str| FindingAct {
        number,
        leaf: 100 + number,
        at: Instant(9),
        by: "siv".to_owned(),
        kind: kind.to_owned(),
        until: (kind == "need").then(|| day("2026-09-01")),
        case: (kind == "case").then_some(4),
    };
    let note = |act: &FindingAct| registry.note_finding_act(1, 7, act).expect("noted");
    note(&act(2, "need"));
    note(&act(1, "opened"));
    // What is found in the ledger again after a crash changes nothing.
    note(&act(2, "case"));
    note(&act(3, "case"));
    // One that the registry does not know any more is known by its number again.
    registry
        .note_finding_act(5, 9, &act(1, "opened"))
        .expect("noted");
    let all = registry.findings().expect("read");
    assert_eq!(
        all[1].acts,
        [act(1, "opened"), act(2, "need"), act(3, "case")]
    );
    assert_eq!((all[0].number, all[0].about), (5, 9));
    format!("{all:?}")
}
