//! A small made-up municipality, for tests and for looking at pages: no real person, and ids
//! from the Norwegian test series only.

mod cases;
mod erasure;
mod findings;
mod inflow;
mod integrity;
mod usage;

pub(crate) use cases::{case, cases, my_case};
pub(crate) use erasure::{holds, retention};
pub(crate) use findings::{finding, findings, hidden_finding, records_errors, settled};
pub(crate) use inflow::{own_log, quarantine, quarantined, source, sources};
pub(crate) use integrity::{integrity, integrity_now};
pub(crate) use usage::usage;

use tilsyn_app::log_review::AuthorisationRow;
use tilsyn_app::log_review::view::{
    AccessNames, Completeness, ElementsView, Found, HeatRow, HeatSums, HistoryEvent,
    HistorySubject, HistoryView, MadeFrom, Named, PersonPictures, PictureRow, PicturesView,
    StatementPictures, StatementRow, StatementTotals, StatementView, SubjectRow, SubjectsView,
    UnitName, UserPictures, unusual_weeks,
};
use tilsyn_app::reveals::Revealed;
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::event::{Change, Origin, Subject};
use tilsyn_domain::question::{
    About, CalledBy, ElementField, ElementLine, Flow, HistoryQuestion, PersonCard, PictureLine,
    StatementLine, SubjectLine, Viewer, WeekCount,
};
use tilsyn_domain::{Day, Event, Instant, Json, Kind, NationalId, Outcome, Period, Stamp};

/// Name, employee number, unit, lookups, outside, people, before, weeks.
type Person = (
    &'static str,
    &'static str,
    usize,
    u64,
    u64,
    u64,
    u64,
    [u64; 13],
);

const UNITS: [(&str, &str); 7] = [
    ("N-110", "Barnevern"),
    ("N-120", "NAV Nordvik"),
    ("N-130", "Legevakt"),
    ("N-140", "Skole og oppvekst"),
    ("N-150", "Hjemmetjenesten"),
    ("N-160", "Økonomi"),
    ("N-170", "Plan, bygg og eiendomsforvaltning"),
];

const PEOPLE: [Person; 8] = [
    (
        "Kari Solheim",
        "104412",
        0,
        1090,
        412,
        187,
        254,
        [18, 20, 17, 19, 21, 18, 20, 17, 22, 143, 71, 22, 19],
    ),
    (
        "Jonas Åkerlund-Østby",
        "103877",
        2,
        1312,
        288,
        240,
        300,
        [21, 23, 20, 24, 22, 23, 21, 25, 22, 20, 23, 22, 22],
    ),
    (
        "Merete Bråthen",
        "100215",
        1,
        640,
        176,
        61,
        57,
        [5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 34, 47, 45],
    ),
    (
        "Ali Rahmani",
        "105530",
        3,
        702,
        121,
        98,
        117,
        [9, 11, 8, 10, 9, 9, 11, 8, 9, 10, 9, 9, 9],
    ),
    (
        "Ingrid Vågen",
        "101999",
        4,
        2210,
        97,
        55,
        66,
        [4, 5, 4, 4, 5, 4, 35, 16, 4, 5, 4, 4, 3],
    ),
    (
        "Tor-Erik Lunde",
        "102470",
        5,
        190,
        64,
        64,
        58,
        [3, 4, 6, 5, 6, 4, 5, 6, 4, 5, 5, 5, 6],
    ),
    (
        "Samira Haddad",
        "106018",
        0,
        880,
        51,
        37,
        58,
        [3, 4, 4, 5, 3, 4, 5, 4, 3, 4, 4, 4, 4],
    ),
    (
        "Bjørn Helgesen",
        "099310",
        6,
        33,
        33,
        29,
        0,
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11, 13, 9],
    ),
];

fn unit_name(unit: usize) -> UnitName {
    UnitName {
        unit: UNITS[unit].0.to_owned(),
        name: UNITS[unit].1.to_owned(),
    }
}

fn units() -> Vec<UnitName> {
    (0..UNITS.len()).map(unit_name).collect()
}

/// An id of the test series (month plus 80); the check digits are wrong on purpose.
pub(crate) fn id(person: usize) -> NationalId {
    NationalId::new(&format!("0{}9285000{:02}", person % 9 + 1, person)).expect("not empty")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date")
}

fn at(text: &str) -> Instant {
    Stamp::parse(text).expect("a time").at
}

fn card(person: usize) -> PersonCard {
    let (name, employee, unit, ..) = PEOPLE[person];
    PersonCard {
        name: Some(name.to_owned()),
        employee_no: Some(employee.to_owned()),
        unit: Some(UNITS[unit].0.to_owned()),
        is_protected: false,
    }
}

pub(crate) fn named(person: usize) -> Named {
    Named {
        identity: Identity::Person(id(person)),
        card: card(person),
        unit_name: Some(UNITS[PEOPLE[person].2].1.to_owned()),
    }
}

pub(crate) fn handle(identity: &Identity) -> Option<String> {
    match identity {
        Identity::Person(id) => Some(format!("p-{}", &id.reveal()[9..])),
        Identity::Account { user, .. } if user.contains(':') => None,
        Identity::Account { .. } => Some("a-1".to_owned()),
    }
}

pub(crate) fn made_from() -> MadeFrom {
    let source = |source: &str, last: &str, gaps| Completeness {
        source: source.to_owned(),
        last: at(last),
        gaps,
    };
    MadeFrom {
        sources: vec![
            source("folkereg", "2026-09-30T21:59:58Z", 0),
            source("personreg", "2026-09-30T21:59:12Z", 2),
        ],
        conflicts: 1,
        quarantined: 14,
        leaves: 1_048_211,
    }
}

pub(crate) fn statement(period: Period) -> StatementView {
    let mut rows: Vec<StatementRow> = (0..PEOPLE.len()).map(statement_row).collect();
    rows.push(unknown_row());
    StatementView {
        period,
        previous: period.before(),
        unfinished: None,
        matching: rows.len(),
        rows,
        totals: StatementTotals {
            users: 9,
            lookups: 7_057,
            outside_lookups: 1_242,
            outside_before: Some(945),
            no_unit_lookups: 12,
        },
        outside_max: 412,
        units: units(),
        first_week: day("2026-06-29"),
        whole_weeks: 1..13,
        made_from: made_from(),
    }
}

fn statement_row(person: usize) -> StatementRow {
    let (name, employee, unit, lookups, outside, people, before, weeks) = PEOPLE[person];
    let account = format!("personreg:{}", name.to_lowercase().replace(' ', "."));
    let line = StatementLine {
        user: account.clone(),
        national_id: Some(id(person)),
        name: Some(name.to_owned()),
        employee_no: Some(employee.to_owned()),
        unit: Some(UNITS[unit].0.to_owned()),
        accounts: vec![account],
        lookups,
        outside_lookups: outside,
        outside_people: people,
        no_unit_lookups: (person as u64) % 3,
        unexplained_lookups: None,
        unexplained_people: None,
        expected: None,
        p: None,
        changes: 40 - 4 * person as u64,
        searches: 10 * person as u64,
        lists: 3,
        own_record: 0,
        register_lookups: 4,
        transfers: 1,
        exports: 0,
    };
    StatementRow {
        is_protected: false,
        line,
        unit_name: Some(UNITS[unit].1.to_owned()),
        before: Some(before),
        weeks: weeks
            .map(|outside| WeekCount {
                lookups: outside * 3,
                outside,
            })
            .to_vec(),
        unusual: unusual_weeks(&weeks, &(1..13)),
    }
}

fn unknown_row() -> StatementRow {
    let mut row = statement_row(6);
    row.line.user = "famac:vikar7".to_owned();
    row.line.accounts = vec!["famac:vikar7".to_owned()];
    (row.line.national_id, row.line.name, row.line.employee_no) = (None, None, None);
    (row.line.unit, row.unit_name, row.before) = (None, None, None);
    (row.line.outside_lookups, row.line.no_unit_lookups) = (0, 12);
    row
}

pub(crate) fn statement_pictures(_: Period) -> StatementPictures {
    let row = |person: usize| {
        let lookups = |unit: usize| ((person * 31 + unit * 17 + 5) * 37 % 97) as u64;
        let own = PEOPLE[person].2;
        let cells = (0..UNITS.len()).map(|unit| if unit == own { 678 } else { lookups(unit) });
        HeatRow {
            named: named(person),
            national_id: Some(id(person)),
            sums: HeatSums {
                lookups: cells.collect(),
                elsewhere: 30 + person as u64,
            },
            own: Some(own),
        }
    };
    let flow = |from: usize, to: usize, lookups| Flow {
        from: Some(UNITS[from].1.to_owned()),
        to: Some(UNITS[to].1.to_owned()),
        lookups,
    };
    StatementPictures {
        units: UNITS.iter().map(|(_, name)| (*name).to_owned()).collect(),
        rows: (0..PEOPLE.len()).map(row).collect(),
        others: HeatSums {
            lookups: (0..UNITS.len() as u64).map(|unit| 9_000 + unit).collect(),
            elsewhere: 12_345,
        },
        flows: vec![
            flow(0, 1, 260),
            flow(0, 3, 152),
            flow(2, 4, 160),
            flow(2, 0, 128),
            flow(1, 0, 176),
            flow(3, 0, 121),
            flow(4, 2, 97),
            flow(5, 1, 64),
            flow(6, 6, 33),
        ],
    }
}

pub(crate) fn subjects(period: Period) -> SubjectsView {
    let row = |person: usize| SubjectRow {
        is_protected: false,
        line: SubjectLine {
            national_id: id(person),
            name: (person != 3).then(|| PEOPLE[person].0.to_owned()),
            employee_no: (person.is_multiple_of(2)).then(|| PEOPLE[person].1.to_owned()),
            unit: Some(UNITS[PEOPLE[person].2].0.to_owned()),
            lookups: 240 / (person as u64 + 1),
            users: 31 / (person as u64 + 1) + 1,
            units: 7 - person as u64 % 6,
            expected: None,
            p: None,
        },
        unit_name: Some(UNITS[PEOPLE[person].2].1.to_owned()),
    };
    SubjectsView {
        period,
        rows: (0..PEOPLE.len()).map(row).collect(),
        matching: 1_312,
        median_lookups: 3,
        median_users: 2,
        lookups_max: 240,
        units: units(),
        made_from: made_from(),
    }
}

pub(crate) fn pictures(period: Period) -> PicturesView {
    let row = |n: usize, object: Option<&str>| PictureRow {
        line: PictureLine {
            source: "personreg".to_owned(),
            object: object.map(str::to_owned),
            called_by: object.map_or(CalledBy::Element, |_| CalledBy::Document),
            subjects: match object {
                Some(_) => vec![id(n), id(n + 1)],
                None => vec![id(n)],
            },
            lookups: 40 - 7 * n as u64,
            users: 19 - 4 * n as u64,
            max_by_one_user: 9,
            max_user: "personreg:kari.solheim".to_owned(),
        },
        subject_cards: vec![card(n), PersonCard::default()],
        max_card: card(0),
    };
    PicturesView {
        period,
        rows: vec![
            row(0, Some("Fagbrev 2019-04.pdf")),
            row(1, None),
            row(2, Some("Foto 77")),
        ],
        matching: 3,
        made_from: made_from(),
    }
}

pub(crate) fn elements(field: ElementField, period: Period) -> ElementsView {
    let line = |name: &str, lookups, users, people| ElementLine {
        name: name.to_owned(),
        lookups,
        users,
        people,
    };
    ElementsView {
        period,
        field,
        rows: vec![
            line("Personalia", 3_120, 88, 1_204),
            line("Lønn og trekk", 811, 12, 340),
            line("Nærmeste pårørende", 402, 40, 255),
        ],
        matching: 3,
        made_from: made_from(),
    }
}

fn stamp(text: &str) -> Stamp {
    Stamp::parse(text).expect("a time")
}

/// One event of each kind that pages show differently.
pub(crate) fn events() -> Vec<HistoryEvent> {
    let mut events: Vec<HistoryEvent> = Kind::ALL
        .into_iter()
        .enumerate()
        .map(|(n, kind)| history_event(n, kind))
        .collect();
    events[7].event.object.document = Some("Fagbrev 2019-04.pdf".to_owned());
    events[7].event.object.folder_type = Some("Vitnemål".to_owned());
    let change = &mut events[6].event;
    let json = |text: &str| Json::from_text(text.to_owned());
    change.change = Some(Change {
        before: json(
            r#"{"adresse":{"gate":"Storgata 1","sted":"Nordvik"},"telefon":"555 01 234"}"#,
        ),
        after: json(r#"{"adresse":{"gate":"Parkveien 9","sted":"Nordvik"},"epost":"a@b.example"}"#),
        origin: Some(Origin::Interface),
    });
    change.actor.system = true;
    events[2].event.outcome = Outcome::Deny;
    events[0].event.end = Some(stamp("2026-09-30T15:31:00+02:00"));
    events
}

fn history_event(n: usize, kind: Kind) -> HistoryEvent {
    let person = n % PEOPLE.len();
    let time = stamp(&format!(
        "2026-09-{:02}T{:02}:06:0{}+02:00",
        30 - n,
        8 + n % 14,
        n % 10
    ));
    let mut event = Event::new("personreg", &format!("E-{n}"), time, kind, "kari.solheim");
    event.place.application = Some("FAMAC".to_owned());
    event.place.screen = Some("Personalia".to_owned());
    event.place.client_host = Some(format!("PC-{n:03}"));
    event.place.server = Some("CTX-02".to_owned());
    event.place.os_user = Some("NORDVIK\\kso".to_owned());
    event.place.base_user = Some("famac_ro".to_owned());
    event.place.session = Some("S-77".to_owned());
    event.object.element = Some("Adresse".to_owned());
    let signs = matches!(
        kind,
        Kind::Logon | Kind::Logoff | Kind::LogonFailed | Kind::Heartbeat
    );
    let other = (person + 3) % PEOPLE.len();
    if !signs {
        let national_id = id(other);
        event.subjects.push(Subject {
            national_id,
            name: None,
            via: tilsyn_domain::Via::Shown,
        });
    }
    let subject = HistorySubject {
        named: named(other),
        units: vec![unit_name(PEOPLE[other].2)],
    };
    HistoryEvent {
        leaf: 1_000 + n as u64,
        event,
        day: day("2026-09-30").plus(-i32::try_from(n).expect("few")),
        minute: u16::try_from((8 + n % 14) * 60 + 6).expect("a minute"),
        actor: named(person),
        actor_units: vec![unit_name(PEOPLE[person].2)],
        subjects: if signs { Vec::new() } else { vec![subject] },
        outside: kind == Kind::Lookup,
        access: AccessNames::default(),
        protected: Vec::new(),
        explanations: (!signs).then(Vec::new),
    }
}

pub(crate) fn history(question: &HistoryQuestion) -> HistoryView {
    let mut events = events();
    if !question.kinds.is_empty() {
        events.retain(|event| question.kinds.contains(&event.event.kind));
    }
    let about = match &question.about {
        About::Subject(sought) => (0..PEOPLE.len()).find(|person| id(*person) == *sought),
        About::Actor(Identity::Person(sought)) => {
            (0..PEOPLE.len()).find(|person| id(*person) == *sought)
        }
        _ => None,
    };
    HistoryView {
        period: question.period,
        about: about.map(named),
        accounts: vec!["personreg:kari.solheim".to_owned(), "famac:kso".to_owned()],
        total: 118 + events.len() as u64,
        events,
        units: units(),
        made_from: made_from(),
    }
}

pub(crate) fn person_pictures() -> PersonPictures {
    let viewer = |person: usize| Viewer {
        actor: Identity::Person(id(person)),
        card: card(person),
        lookups: 40 / (person as u64 + 1),
        outside: if person.is_multiple_of(2) {
            40 / (person as u64 + 1)
        } else {
            0
        },
        units: vec![UNITS[person % 3].0.to_owned(), format!("U-{person}")],
        last: day("2026-09-21"),
    };
    let names = UNITS.iter();
    PersonPictures {
        identity: Revealed::Masked,
        viewers: (0..PEOPLE.len()).map(viewer).collect(),
        unit_names: names
            .map(|(unit, name)| ((*unit).to_owned(), (*name).to_owned()))
            .collect(),
    }
}

pub(crate) fn user_pictures() -> UserPictures {
    let weeks = PEOPLE[0].7;
    UserPictures {
        covered: Period::new(day("2026-07-01"), day("2026-09-27")).expect("a period"),
        hours: std::array::from_fn(|hour| (hour as u64 * 7) % 23),
        weeks: weeks
            .map(|outside| WeekCount {
                lookups: outside * 3,
                outside,
            })
            .to_vec(),
        unusual: unusual_weeks(&weeks.map(|week| week * 3), &(1..12)),
        flows: statement_pictures(Period::always()).flows[..3].to_vec(),
        authorisations: authorisations(),
    }
}

/// One whose rules have changed since they were signed, and one that was never signed for.
fn authorisations() -> Vec<AuthorisationRow> {
    let row = AuthorisationRow {
        system: "personreg".to_owned(),
        from: Some(day("2024-01-15")),
        to: None,
        by: Some("Ingrid Moen".to_owned()),
        rules: Some("2024-1".to_owned()),
        signed_on: Some(day("2024-02-01")),
        newer_rules: Some("2025-2".to_owned()),
    };
    let never = AuthorisationRow {
        system: "vakt".to_owned(),
        by: None,
        rules: None,
        signed_on: None,
        newer_rules: None,
        ..row.clone()
    };
    vec![row, never]
}

pub(crate) fn found() -> Vec<Found> {
    let found = |person: usize| Found {
        national_id: id(person),
        card: card(person),
        unit_name: Some(UNITS[PEOPLE[person].2].1.to_owned()),
        accounts: vec!["personreg:kari.solheim".to_owned()],
    };
    vec![found(0), found(4)]
}
