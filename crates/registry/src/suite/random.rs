//! Random snapshots, day after day: what each promised still holds at the end.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tilsyn_domain::directory::{
    Employment, Keyed, Person, PersonUnit, Protection, Validity, Workstation,
};
use tilsyn_domain::{Day, Directory, NationalId};

use super::open;
use crate::directory::DirectorySnapshot;
use crate::registry::Location;

const SEEDS: u64 = 4;
const IMPORTS: usize = 12;

pub(super) fn what_was_known_is_never_rewritten(at: &Location) -> String {
    let registry = open(at);
    let mut today = Day::from_ymd(2026, 1, 1).expect("a day");
    let mut said = String::new();
    for seed in 0..SEEDS {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut known: Vec<(Day, Directory)> = Vec::new();
        for _ in 0..IMPORTS {
            today = today.plus(chance.random_range(0..3));
            let snapshot = random_snapshot(&mut chance, today);
            let changes = registry.import_directory(snapshot.clone(), today);
            said.push_str(&format!("{today} {:?}\n", changes.expect("an import")));
            let again = registry
                .import_directory(snapshot.clone(), today)
                .expect("again");
            assert!(
                again
                    .iter()
                    .all(|(_, file)| file.added + file.changed + file.ended == 0)
            );
            let now = registry.directory(None).expect("a directory");
            assert_holds(&snapshot, &now);
            known.retain(|(day, _)| *day != today);
            known.push((today, now));
        }
        for (day, then) in &known {
            let again = registry.directory(Some(*day)).expect("a directory");
            assert_eq!(&again, then, "as known on {day}, seed {seed}");
            said.push_str(&transcript(&again));
        }
    }
    said
}

/// What came holds, word for word.
fn assert_holds(snapshot: &DirectorySnapshot, now: &Directory) {
    for row in snapshot.employments.iter().flatten() {
        assert!(now.employments.contains(row));
    }
    for row in snapshot.person_units.iter().flatten() {
        assert!(now.person_units.contains(row));
    }
    for row in snapshot.workstations.iter().flatten() {
        assert!(now.workstations.contains(row));
    }
    for row in snapshot.people.iter().flatten() {
        assert!(now.people.contains(row));
    }
}

pub(super) fn random_snapshot(chance: &mut ChaCha8Rng, today: Day) -> DirectorySnapshot {
    let mut snapshot = DirectorySnapshot::default();
    if chance.random_bool(0.8) {
        let people = (0..8)
            .filter(|_| chance.random_bool(0.6))
            .collect::<Vec<_>>();
        let people = people
            .into_iter()
            .map(|who| person(who, chance.random_range(0..2)));
        snapshot.people = Some(people.collect());
    }
    if chance.random_bool(0.8) {
        let rows = (0..chance.random_range(0..10)).map(|_| employment(chance, today));
        let mut rows: Vec<Employment> = rows.collect();
        rows.sort_by(|one, two| one.key().cmp(&two.key()));
        rows.dedup_by(|one, two| one.key() == two.key());
        snapshot.employments = Some(rows);
    }
    if chance.random_bool(0.8) {
        let people = (0..8)
            .filter(|_| chance.random_bool(0.6))
            .collect::<Vec<_>>();
        let rows = people.into_iter().map(|who| PersonUnit {
            national_id: id(who),
            unit: format!("u{}", who % 3),
            valid: validity(chance, today),
        });
        snapshot.person_units = Some(rows.collect());
    }
    if chance.random_bool(0.5) {
        let hosts = (0..4)
            .filter(|_| chance.random_bool(0.6))
            .collect::<Vec<_>>();
        let rows = hosts.into_iter().map(|host| Workstation {
            client_host: format!("pc{host}"),
            national_id: chance
                .random_bool(0.7)
                .then(|| id(chance.random_range(0..8))),
            unit: None,
        });
        snapshot.workstations = Some(rows.collect());
    }
    snapshot
}

fn person(who: u32, variant: u32) -> Person {
    Person {
        national_id: id(who),
        name: format!("Person {who} {variant}"),
        birth_date: None,
        address_key: (variant > 0).then(|| "a".to_owned()),
        protection: Protection::None,
        public_figure: variant > 0,
        died_on: None,
        former_ids: if variant > 0 {
            vec![id(90 + who)]
        } else {
            Vec::new()
        },
    }
}

fn employment(chance: &mut ChaCha8Rng, today: Day) -> Employment {
    Employment {
        employment: format!("E{}", chance.random_range(0..5)),
        national_id: id(chance.random_range(0..8)),
        employee_no: None,
        unit: format!("u{}", chance.random_range(0..3)),
        position: None,
        manager_national_id: None,
        valid: validity(chance, today),
        paid_through: None,
    }
}

fn validity(chance: &mut ChaCha8Rng, today: Day) -> Validity {
    let around = |chance: &mut ChaCha8Rng, days: i32| {
        let day = Day(today.0 / 8 * 8).plus(chance.random_range(-days..=days) * 4);
        chance.random_bool(0.7).then_some(day)
    };
    Validity {
        from: around(chance, 2),
        to: around(chance, 3),
    }
}

fn id(who: u32) -> NationalId {
    NationalId::new(&format!("p{who}")).expect("an id")
}

fn transcript(directory: &Directory) -> String {
    let json = [
        serde_json::to_string(&directory.people),
        serde_json::to_string(&directory.employments),
        serde_json::to_string(&directory.person_units),
        serde_json::to_string(&directory.workstations),
    ];
    let lines = json.map(|table| table.expect("rows can be written") + "\n");
    lines.concat()
}
