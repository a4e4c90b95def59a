//! What the world of the evaluation promises, counted naively from what it writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::read;
use std::path::Path;

use sha2::{Digest, Sha256};
use tilsyn_domain::day::Day;
use tilsyn_domain::event::{Event, Kind, Via};
use tilsyn_domain::national_id::{IdForm, NationalId};

use super::{Difficulty, Garrison, Plan, Scenario};
use crate::calendar::days;

type Rows = Vec<BTreeMap<String, String>>;
type Spans = BTreeMap<String, Vec<(Day, Day, String)>>;

fn tenth() -> Plan {
    Plan::full(1).one_in(10)
}

/// The smallest world there is.
fn smallest(seed: u64) -> Plan {
    Plan::full(seed).one_in(20)
}

fn lines(world: &Garrison) -> Vec<u8> {
    let mut out = Vec::new();
    world.write_events(&mut out).expect("memory takes it");
    out
}

fn all_events(world: &Garrison) -> Vec<(Day, Event)> {
    let period = world.period();
    let on = |day| {
        let events = world.events_on(day).into_iter();
        events.map(move |event| (day, event))
    };
    days(period.from(), period.to()).flat_map(on).collect()
}

const FILES: [&str; 16] = [
    "absences",
    "accounts",
    "addresses",
    "assignments",
    "attention",
    "authorisations",
    "clearances",
    "employments",
    "entitlements",
    "grants",
    "people",
    "person_units",
    "relations",
    "shifts",
    "units",
    "workstations",
];

fn directory(world: &Garrison) -> BTreeMap<&'static str, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    world.write_directory(folder.path()).expect("it is written");
    let file = |name: &str| folder.path().join(format!("{name}.csv"));
    let read = |path: &Path| read(path).expect("the file was written");
    FILES.map(|name| (name, read(&file(name)))).into()
}

fn rows(files: &BTreeMap<&str, Vec<u8>>, name: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(files[name].as_slice());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("every row fits the header"))
        .collect()
}

/// Validity and unit by person.
fn spans(rows: &Rows, slack: i32) -> Spans {
    let mut spans = Spans::new();
    for row in rows {
        let from = Day::parse(&row["from"]).unwrap_or(Day::MIN);
        let to = Day::parse(&row["to"]).unwrap_or(Day::MAX);
        let id = row["national_id"].clone();
        let span = (from.plus(-slack), to.plus(slack), row["unit"].clone());
        spans.entry(id).or_default().push(span);
    }
    spans
}

fn units_on<'a>(spans: &'a Spans, id: &str, day: Day) -> BTreeSet<&'a str> {
    let valid = spans.get(id).into_iter().flatten();
    let valid = valid.filter(|(from, to, _)| *from <= day && day <= *to);
    valid.map(|(_, _, unit)| unit.as_str()).collect()
}

fn digest<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let hash = hash.finalize();
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// So that sessions look as they do in any log: nothing is done before or after.
#[test]
fn work_is_done_within_sessions() {
    let mut open: BTreeMap<(Day, String), Vec<Kind>> = BTreeMap::new();
    for (day, event) in all_events(&Garrison::new(smallest(1))) {
        let own = event.source == "hovedrulla" && event.kind != Kind::OwnRecord;
        if own && !event.actor.system {
            let session = open.entry((day, event.actor.user)).or_default();
            session.push(event.kind);
        }
    }
    for kinds in open.values() {
        assert_eq!(kinds[0], Kind::Logon);
        let count = |wanted| kinds.iter().filter(|kind| **kind == wanted).count();
        // The source does not tell of every logoff.
        let told = count(Kind::Logon) == count(Kind::Logoff);
        assert!(!told || kinds.last() == Some(&Kind::Logoff), "{kinds:?}");
    }
}

/// By plan alone, and the same on every machine: whoever changes the world says so here.
#[test]
fn a_plan_decides_every_byte() {
    let world = Garrison::new(tenth());
    let (log, files) = (lines(&world), directory(&world));
    let mut truth = Vec::new();
    world.write_truth(&mut truth).expect("memory takes it");
    let written = [log.as_slice(), truth.as_slice()];
    let files = files.values().map(Vec::as_slice);
    assert_eq!(digest(written.into_iter().chain(files)), "274fb91f8d2a2cb5");
    let other = Garrison::new(Plan { seed: 2, ..tenth() });
    assert_ne!(lines(&other), log);
}

#[test]
fn events_stand_in_the_order_of_time_with_ids_of_their_own() {
    let world = Garrison::new(smallest(1));
    let period = world.period();
    let mut ids = BTreeSet::new();
    let mut last = None;
    let mut people = BTreeSet::new();
    for (day, event) in all_events(&world) {
        assert!(period.contains(day));
        assert_eq!(world.zone.day_of(event.time.at), day);
        assert!(last <= Some(event.time.at));
        last = Some(event.time.at);
        people.extend(event.subjects.iter().map(|s| s.national_id.clone()));
        assert!(ids.insert((event.source, event.id)));
    }
    let synthetic = |id: &NationalId| id.form() == IdForm::Synthetic;
    assert!(people.iter().all(synthetic));
    assert_eq!(period.from().weekday(), 0);
}

/// Counts lookups as formats.md section 4 does, and explains them as a newcomer would.
fn check_mixture(plan: Plan) {
    let world = Garrison::new(plan);
    let (events, files) = (all_events(&world), directory(&world));
    let seen = Seen::new(&files);
    let (mut touches, mut outside, mut bare, mut all) = (BTreeSet::new(), 0, 0, 0);
    for (day, event) in &events {
        for (actor, subject) in seen.lookups(event) {
            all += 1;
            let shares = |slack: &Spans| {
                let actor = units_on(slack, &actor, *day);
                !actor.is_disjoint(&units_on(slack, &subject, *day))
            };
            outside += u32::from(!shares(&seen.units));
            let unit = shares(&seen.units_about);
            bare += u32::from(!unit && !seen.is_tied(&actor, &subject, *day));
            touches.insert((actor, subject, *day));
        }
    }
    let of = |part: u32| part * 1_000 / all;
    let count = events.len() / 1_000;
    let seen = format!(
        "{count} thousand events, {} touches, {all} lookups; of a thousand {} outside, {} bare",
        touches.len(),
        of(outside),
        of(bare)
    );
    assert!((100..=135).contains(&count), "{seen}");
    assert!((35_000..=50_000).contains(&touches.len()), "{seen}");
    assert!((400..=620).contains(&of(outside)), "{seen}");
    assert!((60..=175).contains(&of(bare)), "{seen}");
}

#[test]
fn work_is_as_mixed_as_it_is_to_be() {
    check_mixture(tenth());
}

#[test]
fn a_municipality_is_as_mixed() {
    check_mixture(Plan::municipality(1).one_in(10));
}

/// What the directory tells, for a naive count.
struct Seen {
    owners: BTreeMap<(String, String), String>,
    units: Spans,
    /// With some weeks before and after.
    units_about: Spans,
    assigned: Spans,
    /// By person: the unit or user of a relation, with its validity.
    related: Spans,
}

impl Seen {
    fn new(files: &BTreeMap<&str, Vec<u8>>) -> Seen {
        let owner = |row: &BTreeMap<String, String>| {
            let account = (row["system"].clone(), row["user"].clone());
            (account, row["national_id"].clone())
        };
        let belongs = |slack| {
            let mut all = spans(&rows(files, "employments"), slack);
            all.extend(spans(&rows(files, "person_units"), slack));
            all
        };
        let owners = rows(files, "accounts").iter().map(owner).collect();
        let mut related = Spans::new();
        for row in rows(files, "relations") {
            let day = |column: &str| Day::parse(&row[column]);
            let from = day("from").max(day("registered_at"));
            for tie in [&row["unit"], &row["user"]] {
                let (from, to) = (from.unwrap_or(Day::MIN), day("to").unwrap_or(Day::MAX));
                let span = (from.plus(-7), to.plus(30), tie.clone());
                let id = row["subject_national_id"].clone();
                related.entry(id).or_default().push(span);
            }
        }
        Seen {
            owners,
            units: belongs(0),
            units_about: belongs(21),
            assigned: spans(&rows(files, "assignments"), 5),
            related,
        }
    }

    fn lookups(&self, event: &Event) -> Vec<(String, String)> {
        if !event.kind.looks_up() || event.actor.system {
            return Vec::new();
        }
        let account = (event.source.clone(), event.actor.user.clone());
        let actor = &self.owners[&account];
        let shown = event.subjects.iter().filter(|s| s.via == Via::Shown);
        let pair = |subject: &str| (actor.clone(), subject.to_owned());
        shown.map(|s| pair(s.national_id.reveal())).collect()
    }

    fn is_tied(&self, actor: &str, subject: &str, day: Day) -> bool {
        let mut mine = units_on(&self.units_about, actor, day);
        mine.extend(units_on(&self.assigned, actor, day));
        let ties = units_on(&self.related, subject, day);
        let named = |tie: &&str| {
            let (system, user) = tie.split_once(':').unwrap_or_default();
            let account = (system.to_owned(), user.to_owned());
            self.owners
                .get(&account)
                .is_some_and(|owner| owner == actor)
        };
        !units_on(&self.units_about, subject, day).is_disjoint(&mine)
            || ties.iter().any(|tie| mine.contains(tie) || named(tie))
    }
}

#[test]
fn the_directory_holds_together() {
    let files = directory(&Garrison::new(tenth()));
    let column = |file: &str, column: &str| -> BTreeSet<String> {
        let rows = rows(&files, file);
        rows.iter().map(|row| row[column].clone()).collect()
    };
    let (people, units) = (column("people", "national_id"), column("units", "unit"));
    for file in FILES {
        let rows = rows(&files, file);
        assert!(!rows.is_empty(), "{file}");
        for row in &rows {
            for (name, value) in row.iter().filter(|(_, value)| !value.is_empty()) {
                let known = match name.as_str() {
                    "unit" | "parent" => units.contains(value),
                    _ if name.contains("national_id") => people.contains(value),
                    _ => true,
                };
                assert!(known, "{file}.{name}");
            }
            let span = row.get("from").zip(row.get("to"));
            let forwards = span.is_none_or(|(from, to)| to.is_empty() || from <= to);
            assert!(forwards, "{file} {span:?}");
        }
        let distinct: BTreeSet<_> = rows.iter().collect();
        assert!(distinct.len() == rows.len(), "{file} says something twice");
    }
}

#[test]
fn every_incident_is_in_the_log() {
    for (seed, plan) in [(1, smallest(1)), (3, Plan::municipality(3).one_in(20))] {
        let world = Garrison::new(plan);
        let events: BTreeMap<String, (Day, Event)> = all_events(&world)
            .into_iter()
            .map(|(day, event)| (format!("{}:{}", event.source, event.id), (day, event)))
            .collect();
        let seen = Seen::new(&directory(&world));
        let truth = world.truth();
        let half = world.plan().evaluated_from();
        for incident in &truth {
            let subjects: BTreeSet<_> = incident.subjects.iter().collect();
            assert!(!subjects.is_empty() && !incident.events.is_empty());
            let mut named = BTreeSet::new();
            for told in &incident.events {
                let (day, event) = &events[&told.id];
                assert_eq!(*day, told.day);
                assert_eq!(*day >= half, incident.is_in_evaluated_half);
                let account = (event.source.clone(), event.actor.user.clone());
                let owner = seen.owners.get(&account).map(String::as_str);
                assert_eq!(owner, Some(incident.national_id.reveal()), "seed {seed}");
                // Others stand on a list of names, but nobody else is shown.
                let shown = event.subjects.iter().filter(|s| s.via == Via::Shown);
                named.extend(shown.map(|s| s.national_id.clone()));
            }
            assert_eq!(named.iter().collect::<BTreeSet<_>>(), subjects);
        }
        let users: BTreeSet<&str> = truth.iter().map(|i| i.user.as_str()).collect();
        assert_eq!(users.len(), truth.len());
    }
}

#[test]
fn every_kind_is_planted_in_both_halves() {
    let world = Garrison::new(Plan::full(5).one_in(4));
    let truth = world.truth();
    for scenario in Scenario::ALL {
        let of_kind = |i: &&super::Incident| i.scenario == scenario;
        let found: BTreeSet<Difficulty> =
            truth.iter().filter(of_kind).map(|i| i.difficulty).collect();
        assert_eq!(found.len(), 3, "{scenario:?}");
        let halves = truth.iter().filter(of_kind);
        let halves: BTreeSet<bool> = halves.map(|i| i.is_in_evaluated_half).collect();
        assert_eq!(halves.len(), 2, "{scenario:?}");
    }
}

/// Without misuse the lines are the same but for those of the incidents, and so is the directory
/// but for good reasons and accounts that stayed open.
#[test]
fn ordinary_work_does_not_know_of_misuse() {
    let with = Garrison::new(tenth());
    let without = Garrison::new(Plan {
        misuse: false,
        ..tenth()
    });
    assert!(without.truth().is_empty());
    let (log, ordinary) = (lines(&with), lines(&without));
    let split = |log: &'_ [u8]| -> BTreeSet<Vec<u8>> {
        log.split(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect()
    };
    let (log, ordinary) = (split(&log), split(&ordinary));
    assert!(ordinary.is_subset(&log));
    let planted: usize = with.truth().iter().map(|i| i.events.len()).sum();
    assert_eq!(log.len() - ordinary.len(), planted);
    let (files, bare) = (directory(&with), directory(&without));
    for name in FILES {
        let may_differ = ["relations", "accounts", "grants"].contains(&name);
        assert!(may_differ || files[name] == bare[name], "{name}");
    }
    assert!(split(&bare["relations"]).is_subset(&split(&files["relations"])));
}

#[test]
fn what_a_log_has_is_there() {
    let mut kinds = BTreeSet::new();
    for (_, event) in all_events(&Garrison::new(smallest(2))) {
        if event.kind == Kind::Logon {
            assert!(event.place.client_host.is_some());
        }
        kinds.insert(event.kind);
    }
    for kind in Kind::ALL {
        let left_out = matches!(
            kind,
            Kind::LogonFailed | Kind::Export | Kind::Print | Kind::Disclosure | Kind::Heartbeat
        );
        assert_eq!(kinds.contains(&kind), !left_out, "{kind:?}");
    }
}

#[test]
fn plans_have_limits() {
    let least = |persons, users, weeks| Plan {
        persons,
        users,
        weeks,
        ..Plan::full(1)
    };
    let made = |plan: Plan| std::panic::catch_unwind(|| Garrison::new(plan)).is_ok();
    assert!(made(least(3_000, 120, 16)));
    assert!(made(least(3_000, 300, 42)));
    assert!(made(least(300_000, 120, 16)));
    assert!(!made(least(300_001, 120, 16)));
    assert!(!made(least(2_999, 120, 16)));
    assert!(!made(least(3_000, 119, 16)));
    assert!(!made(least(3_000, 301, 16)));
    assert!(!made(least(3_000, 120, 15)));
    assert!(!made(least(3_000, 120, 43)));
}
