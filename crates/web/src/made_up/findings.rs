//! Findings in every state, one of them opened.

use tilsyn_app::evaluation::{Closeness, Fact, Finding, Kind};
use tilsyn_app::findings::{
    About, ActKind, ActRow, EvaluationRun, FindingRow, FindingView, FindingsView, LastRun,
    RecordsError, Settled, State, Week, WeekStanding,
};
use tilsyn_app::log_review::view::UnitName;
use tilsyn_domain::{Identity, Period};

use super::{at, day, events, id, named};

fn seen(kind: Kind, from: &str) -> Finding {
    let days = Period::new(day(from), day(from).plus(6)).expect("a week");
    Finding {
        user: Identity::Person(id(0)),
        score: 4.2,
        kind,
        subjects: (1..4).map(|person| Identity::Person(id(person))).collect(),
        days,
        facts: vec![
            Fact::Unexplained {
                people: 6,
                expected: 0.4,
            },
            Fact::Close {
                closeness: Closeness::FormerAddress,
                people: 1,
            },
            Fact::Again { days: 4 },
            Fact::NothingWritten { people: 6 },
        ],
        counter: vec![
            Fact::Explained { people: 21 },
            Fact::UsualPlaces { people: 2 },
        ],
        is_reported: true,
    }
}

fn week(from: &str, standing: WeekStanding) -> Week {
    let again = Finding {
        facts: Vec::new(),
        ..seen(Kind::Unexplained, from)
    };
    Week {
        seen: seen(Kind::Unexplained, from),
        e: 43.4,
        judged: at("2026-09-21T02:10:00Z"),
        again: (standing == WeekStanding::Fallen).then_some(again),
        standing,
    }
}

fn row(number: u64, state: State, about: About) -> FindingRow {
    FindingRow {
        number,
        state,
        about,
        unit: Some("N-110".to_owned()),
        opened: at("2026-09-21T02:10:00Z"),
        weeks: vec![week("2026-09-14", WeekStanding::Reported)],
        has_fallen: false,
    }
}

fn hidden() -> About {
    About::Hidden(Some("Barnevern".to_owned()))
}

/// One in each state; one of them opened, one whose ground has fallen away.
pub(crate) fn findings() -> FindingsView {
    let fallen = FindingRow {
        weeks: vec![week("2026-09-07", WeekStanding::Fallen)],
        has_fallen: true,
        ..row(2, State::Open, About::Hidden(None))
    };
    let rows = vec![
        row(5, State::Open, hidden()),
        fallen,
        row(
            3,
            State::Followed(day("2026-09-15")),
            About::Shown(named(0)),
        ),
        row(4, State::Explained(ActKind::Need), hidden()),
        row(1, State::Case(3), About::Erased),
    ];
    FindingsView {
        matching: rows.len(),
        open: 2,
        rows,
        units: vec![UnitName {
            unit: "N-110".to_owned(),
            name: "Barnevern".to_owned(),
        }],
        last: Some(LastRun {
            run: EvaluationRun {
                at: at("2026-09-21T02:10:00Z"),
                from: day("2026-08-24"),
                to: day("2026-09-20"),
                leaves: 91_000,
                user_weeks: 9_600,
                reported: 4,
                opened: 2,
                settled: 1,
            },
            due: Some(day("2026-09-27")),
        }),
        is_running: false,
    }
}

/// Followed and opened, with everything there is.
pub(crate) fn finding() -> FindingView {
    let weeks = vec![
        week("2026-09-07", WeekStanding::Fallen),
        week("2026-09-14", WeekStanding::Reported),
        week("2026-09-21", WeekStanding::Followed),
    ];
    let act = |kind: ActKind, text: Option<&str>| ActRow {
        kind,
        at: at("2026-09-22T09:30:00Z"),
        by: "Siv Dahl".to_owned(),
        text: text.map(str::to_owned),
        until: (kind == ActKind::Need).then(|| day("2027-03-01")),
        case: (kind == ActKind::Case).then_some(3),
        leaf: 1_200,
    };
    let people = [3, 0, 1, 0, 0, 2, 0, 1, 0, 9];
    let past = (0..)
        .zip(people)
        .map(|(nth, people)| tilsyn_app::findings::PastWeek {
            from: day("2026-07-20").plus(nth * 7),
            people,
            expected: 0.4,
        });
    FindingView {
        row: FindingRow {
            weeks,
            ..row(
                3,
                State::Followed(day("2026-09-15")),
                About::Shown(named(0)),
            )
        },
        subjects: (1..4).map(named).collect(),
        subjects_all: 60,
        events: events(),
        leaves: vec![17; 600],
        past: past.collect(),
        others: vec![row(
            1,
            State::Explained(ActKind::Unclear),
            About::Shown(named(0)),
        )],
        cases: vec![super::cases().swap_remove(3)],
        acts: vec![
            act(ActKind::Opened, Some("The weekly control.")),
            act(ActKind::Need, None),
            act(ActKind::Undone, Some("It was another case.\n\nSee 2026/7.")),
            act(ActKind::Followed, Some("For two months.")),
        ],
        next: vec![
            ActKind::Need,
            ActKind::RecordsError,
            ActKind::Unclear,
            ActKind::Followed,
            ActKind::Case,
            ActKind::Undone,
        ],
        gathered: vec![(day("2026-09-14"), 2.1), (day("2026-09-21"), 3.4)],
    }
}

/// The same before anybody has opened it.
pub(crate) fn hidden_finding() -> FindingView {
    FindingView {
        row: row(3, State::Open, hidden()),
        subjects: Vec::new(),
        subjects_all: 0,
        events: Vec::new(),
        leaves: Vec::new(),
        past: Vec::new(),
        others: Vec::new(),
        cases: Vec::new(),
        acts: Vec::new(),
        next: Vec::new(),
        gathered: Vec::new(),
    }
}

pub(crate) fn settled() -> Vec<Settled> {
    let row = |finding, about| Settled {
        finding,
        about,
        kind: Kind::Unexplained,
        people: 6,
        until: day("2027-03-01"),
        by: "Siv Dahl".to_owned(),
        at: at("2026-09-22T09:30:00Z"),
    };
    vec![row(3, About::Shown(named(0))), row(4, hidden())]
}

pub(crate) fn records_errors() -> Vec<RecordsError> {
    let row = |finding, text: Option<&str>| RecordsError {
        finding,
        unit_name: Some("Barnevern".to_owned()),
        at: at("2026-09-22T09:30:00Z"),
        by: "Siv Dahl".to_owned(),
        text: text.map(str::to_owned),
        systems: vec!["personreg".to_owned()],
        missing: vec!["assignments"],
    };
    vec![
        row(3, Some("The scanning job was not entered.")),
        row(4, None),
    ]
}
