//! What a world promises, counted naively from what it writes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};
use tilsyn_domain::day::{Day, Zone};
use tilsyn_domain::event::{Event, Kind, Outcome, Via};
use tilsyn_domain::national_id::{IdForm, NationalId};

use crate::{Bound, Plant, Size, What, World};

/// A lookup: the event, its day, and the person shown.
type Shown<'a> = (&'a Event, Day, &'a str);
type Rows = Vec<BTreeMap<String, String>>;

/// A world, its log, and its directory as it stands in the files.
struct Seen {
    world: World,
    events: Vec<Event>,
    days: Vec<Day>,
    files: BTreeMap<String, Rows>,
    /// For each id, the validity and code of its employments and of the units serving it.
    employed: BTreeMap<String, Vec<(String, String, String)>>,
    served: BTreeMap<String, Vec<(String, String, String)>>,
    owners: BTreeMap<(String, String), (String, String)>,
    renamed: BTreeMap<String, String>,
}

fn small() -> &'static Seen {
    static SEEN: OnceLock<Seen> = OnceLock::new();
    SEEN.get_or_init(|| Seen::new(1))
}

fn spans(rows: &Rows) -> BTreeMap<String, Vec<(String, String, String)>> {
    let mut spans = BTreeMap::<String, Vec<_>>::new();
    for row in rows {
        let to = if row["to"].is_empty() {
            "9999"
        } else {
            &row["to"]
        };
        let span = (row["from"].clone(), to.to_owned(), row["unit"].clone());
        spans
            .entry(row["national_id"].clone())
            .or_default()
            .push(span);
    }
    spans
}

fn read(folder: &Path) -> BTreeMap<String, Rows> {
    let mut files = BTreeMap::new();
    for file in std::fs::read_dir(folder).expect("the folder was written") {
        let path = file.expect("readable").path();
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut reader = csv::Reader::from_path(&path).expect("a CSV file");
        let rows = reader
            .deserialize()
            .map(|row| row.expect("every row fits the header"));
        files.insert(name, rows.collect());
    }
    files
}

impl Seen {
    fn new(seed: u64) -> Seen {
        let world = World::new(Size::Small, seed);
        let folder = tempfile::tempdir().expect("a folder");
        world
            .write_directory(folder.path())
            .expect("the directory is written");
        let files = read(folder.path());
        let events: Vec<Event> = world.events().collect();
        let zone = Zone::named("Europe/Oslo").expect("Oslo");
        let days = events
            .iter()
            .map(|event| zone.day_of(event.time.at))
            .collect();
        let owner = |row: &BTreeMap<String, String>| {
            let key = (row["system"].clone(), row["user"].clone());
            (key, (row["national_id"].clone(), row["type"].clone()))
        };
        let renamed = files["people"]
            .iter()
            .filter(|row| !row["former_ids"].is_empty());
        Seen {
            employed: spans(&files["employments"]),
            served: spans(&files["person_units"]),
            owners: files["accounts"].iter().map(owner).collect(),
            renamed: renamed
                .map(|row| (row["former_ids"].clone(), row["national_id"].clone()))
                .collect(),
            world,
            events,
            days,
            files,
        }
    }

    fn units(&self, id: &str, day: Day) -> BTreeSet<&str> {
        let day = day.to_string();
        let on = |spans: Option<&'_ Vec<(String, String, String)>>| -> Vec<String> {
            let valid = spans
                .into_iter()
                .flatten()
                .filter(|span| span.0 <= day && day <= span.1);
            valid.map(|span| span.2.clone()).collect()
        };
        let found = on(self.employed.get(id));
        let found = if found.is_empty() {
            on(self.served.get(id))
        } else {
            found
        };
        let known = self.files["units"].iter().map(|row| row["unit"].as_str());
        known
            .filter(|unit| found.iter().any(|found| found == unit))
            .collect()
    }

    fn person<'a>(&'a self, id: &'a NationalId) -> &'a str {
        self.renamed
            .get(id.reveal())
            .map_or(id.reveal(), String::as_str)
    }

    /// The people shown in an event, if it is a lookup by somebody who is no system.
    fn looked_up<'a>(&'a self, event: &'a Event) -> BTreeSet<&'a str> {
        let counts = event.kind.looks_up() && event.outcome == Outcome::Permit;
        if !counts || event.actor.system {
            return BTreeSet::new();
        }
        let shown = event
            .subjects
            .iter()
            .filter(|subject| subject.via == Via::Shown);
        shown
            .map(|subject| self.person(&subject.national_id))
            .collect()
    }

    fn owner(&self, event: &Event) -> &str {
        let key = (event.source.clone(), event.actor.user.clone());
        &self
            .owners
            .get(&key)
            .expect("every acting account is in the directory")
            .0
    }

    /// Events of a plant's user, source and period, with their days.
    fn of_plant<'a>(&'a self, plant: &'a Plant) -> impl Iterator<Item = (&'a Event, Day)> {
        self.events
            .iter()
            .zip(self.days.iter().copied())
            .filter(move |(event, day)| {
                let user = format!("{}:{}", event.source, event.actor.user);
                plant.period.contains(*day)
                    && plant.user.as_ref().is_none_or(|wanted| *wanted == user)
                    && plant.source.is_none_or(|source| source == event.source)
            })
    }

    fn figure(&self, plant: &Plant, what: What) -> u64 {
        let wanted: BTreeSet<&str> = plant.subjects.iter().map(|id| self.person(id)).collect();
        let mut lookups = Vec::new();
        for (event, day) in self.of_plant(plant) {
            for person in self.looked_up(event) {
                if wanted.is_empty() || wanted.contains(person) {
                    lookups.push((event, day, person));
                }
            }
        }
        let distinct = |key: &dyn Fn(&Shown<'_>) -> Vec<String>| {
            lookups
                .iter()
                .flat_map(key)
                .collect::<BTreeSet<String>>()
                .len()
        };
        let texts = |units: BTreeSet<&str>| units.into_iter().map(str::to_owned).collect();
        let events = |wanted: &dyn Fn(&Event) -> bool| {
            self.of_plant(plant)
                .filter(|(event, _)| wanted(event))
                .count()
        };
        let count = match what {
            What::Lookups => lookups.len(),
            What::PictureViews => lookups
                .iter()
                .filter(|(event, _, _)| event.kind == Kind::ImageView)
                .count(),
            What::Days => distinct(&|(_, day, _)| vec![day.to_string()]),
            What::Users => distinct(&|(event, _, _)| vec![self.owner(event).to_owned()]),
            What::Units => distinct(&|(event, day, _)| texts(self.units(self.owner(event), *day))),
            What::People => distinct(&|(_, _, person)| vec![(*person).to_owned()]),
            What::SubjectUnits => distinct(&|(_, day, person)| texts(self.units(person, *day))),
            What::RegisterLookups => events(&|event| event.kind == Kind::RegisterLookup),
            What::UnequalOwnRecords => events(&|event| {
                event.kind == Kind::OwnRecord
                    && event.actor.national_id.as_ref() != Some(&event.subjects[0].national_id)
            }),
            What::MissingNumbers => return self.missing_numbers(),
            What::Events => events(&|_| true),
            What::Kin => {
                let transfers = self.of_plant(plant).flat_map(|(event, _)| &event.transfer);
                transfers.map(|transfer| transfer.kin.len()).sum()
            }
            What::Refused => events(&|event| event.outcome == Outcome::Deny),
        };
        count as u64
    }

    fn missing_numbers(&self) -> u64 {
        let mut last = BTreeMap::<&str, (u64, u64)>::new();
        for event in &self.events {
            let (highest, count) = last.entry(&event.source).or_default();
            *highest = (*highest).max(event.seq.expect("every source numbers its events"));
            *count += 1;
        }
        last.values().map(|(highest, count)| highest - count).sum()
    }
}

fn hash(seed: u64) -> String {
    struct Sink(Sha256);
    impl std::io::Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let world = World::new(Size::Small, seed);
    let folder = tempfile::tempdir().expect("a folder");
    world
        .write_directory(folder.path())
        .expect("the directory is written");
    let mut sink = Sink(Sha256::new());
    let mut files: Vec<_> = std::fs::read_dir(folder.path())
        .expect("a folder")
        .collect();
    files.sort_by_key(|file| file.as_ref().expect("readable").path());
    for file in files {
        let bytes = std::fs::read(file.expect("readable").path()).expect("readable");
        sink.0.update(&bytes);
    }
    world
        .write_events(&mut sink, u64::MAX)
        .expect("a hash takes everything");
    sink.0
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let first = hash(7);
    assert_eq!(first, hash(7));
    // Other machines must get these bytes too. Changes with every change of the worlds.
    assert_eq!(
        first,
        "548a610b68f2dd63bb8cdaa1aed73daac207a7fbc59e5286b094aeaa432defc0"
    );
    assert_ne!(first, hash(8));
}

#[test]
fn every_line_reads_back_as_the_event_it_is() {
    let world = World::new(Size::Small, 1);
    let mut lines = world.lines();
    let mut line = Vec::new();
    let mut kinds = BTreeSet::new();
    while lines.append_next(&mut line).is_some() {
        let text = std::str::from_utf8(&line).expect("UTF-8").trim_end();
        let event: Event = serde_json::from_str(text).expect("an event");
        event.check().expect("within the limits");
        assert_eq!(serde_json::to_string(&event).expect("writes"), text);
        kinds.insert(event.kind);
        line.clear();
    }
    assert_eq!(kinds.len(), Kind::ALL.len());
}

#[test]
fn the_log_is_in_order_and_its_ids_are_unique() {
    let seen = small();
    assert!(seen.events.is_sorted_by_key(|event| event.time.at));
    let mut ids = BTreeSet::new();
    let mut numbers = BTreeMap::new();
    for event in &seen.events {
        assert!(ids.insert((&event.source, &event.id)));
        let before = numbers.insert(&event.source, event.seq);
        assert!(before.is_none_or(|before| before < event.seq));
    }
}

#[test]
fn sizes_are_what_they_say() {
    assert!((45_000..=55_000).contains(&small().events.len()));
    let medium = World::new(Size::Medium, 1);
    let count = medium
        .write_events(&mut std::io::sink(), u64::MAX)
        .expect("a sink takes everything");
    assert!((900_000..=1_100_000).contains(&count), "{count}");
}

#[test]
fn no_living_person_has_one_of_the_ids() {
    let seen = small();
    let mut wrong = BTreeSet::new();
    let mut check = |id: &NationalId| match id.form() {
        IdForm::Synthetic => {}
        IdForm::WrongCheck => drop(wrong.insert(id.reveal().to_owned())),
        form => panic!("{form:?}"),
    };
    for rows in seen.files.values() {
        for (column, value) in rows.iter().flatten() {
            let holds_ids = column.contains("national_id") || column == "former_ids";
            if holds_ids && !value.is_empty() {
                check(&NationalId::new(value).expect("not empty"));
            }
        }
    }
    for event in &seen.events {
        let kin = event.transfer.iter().flat_map(|transfer| &transfer.kin);
        kin.for_each(|kin| check(&kin.national_id));
        event
            .subjects
            .iter()
            .for_each(|subject| check(&subject.national_id));
        event.actor.national_id.iter().for_each(&mut check);
    }
    let planted = seen.world.plants();
    let planted = planted
        .iter()
        .find(|plant| plant.key == "wrong_check_digits");
    let planted = &planted.expect("it is planted").subjects;
    assert_eq!(
        wrong,
        planted.iter().map(|id| id.reveal().to_owned()).collect()
    );
}

#[test]
fn the_directory_is_consistent() {
    let files = &small().files;
    assert_eq!(files.len(), 16);
    let column = |file: &str, column: &str| -> BTreeSet<String> {
        files[file].iter().map(|row| row[column].clone()).collect()
    };
    let (people, units) = (column("people", "national_id"), column("units", "unit"));
    assert_eq!(people.len(), files["people"].len());
    assert_eq!(units.len(), files["units"].len());
    for (file, rows) in files {
        assert!(!rows.is_empty(), "{file}");
        for row in rows {
            for (name, value) in row.iter().filter(|(_, value)| !value.is_empty()) {
                let known = match name.as_str() {
                    "unit" | "parent" => units.contains(value),
                    _ if name.contains("national_id") => people.contains(value),
                    _ => true,
                };
                assert!(known, "{file}.{name}");
            }
            let span = row.get("from").zip(row.get("to"));
            assert!(
                span.is_none_or(|(from, to)| to.is_empty() || from <= to),
                "{file} {span:?}"
            );
        }
    }
}

#[test]
fn people_work_in_units_that_are_open() {
    let files = &small().files;
    let unit = |code: &str| {
        files["units"]
            .iter()
            .find(|row| row["unit"] == code)
            .expect("the unit exists")
    };
    let past = files["employments"].iter().filter(|row| {
        let closed = &unit(&row["unit"])["to"];
        !closed.is_empty() && (row["to"].is_empty() || row["to"] > *closed)
    });
    assert_eq!(past.count(), 1, "only the one who is planted");
}

#[test]
fn most_lookups_are_of_the_own_unit() {
    let seen = small();
    let (mut own, mut outside) = (0_u32, 0_u32);
    for (event, day) in seen.events.iter().zip(&seen.days) {
        for person in seen.looked_up(event) {
            let (actor, subject) = (
                seen.units(seen.owner(event), *day),
                seen.units(person, *day),
            );
            if !actor.is_empty() && !subject.is_empty() {
                let shared = actor.intersection(&subject).next().is_some();
                *(if shared { &mut own } else { &mut outside }) += 1;
            }
        }
    }
    let share = outside * 1_000 / (own + outside);
    assert!((50..=150).contains(&share), "{share} of a thousand outside");
}

#[test]
fn every_plant_shows_its_figures() {
    for seed in 1..4 {
        let seen = if seed == 1 { small() } else { &Seen::new(seed) };
        let plants = seen.world.plants();
        let keys: BTreeSet<&str> = plants.iter().map(|plant| plant.key).collect();
        assert_eq!(keys.len(), plants.len());
        for plant in &plants {
            for figure in &plant.expected {
                let found = seen.figure(plant, figure.what);
                let holds = match figure.bound {
                    Bound::Exactly => found == figure.value,
                    Bound::AtLeast => found >= figure.value,
                };
                assert!(
                    holds,
                    "seed {seed}, {}: {figure:?}, found {found}",
                    plant.key
                );
            }
        }
    }
}

#[test]
fn outside_plants_are_outside() {
    let seen = small();
    for plant in seen.world.plants() {
        let key = plant.key;
        if ![
            "neighbour",
            "former_partner",
            "burst_week",
            "evenings",
            "just_moved",
        ]
        .contains(&key)
        {
            continue;
        }
        let (mut outside, mut all) = (0, 0);
        for (event, day) in seen.of_plant(&plant) {
            for person in seen.looked_up(event) {
                let wanted = plant.subjects.iter().any(|id| id.reveal() == person);
                if wanted || plant.subjects.is_empty() {
                    let actor = seen.units(seen.owner(event), day);
                    outside += u32::from(actor.is_disjoint(&seen.units(person, day)));
                    all += 1;
                }
            }
        }
        let least = plant.expected[0].value;
        assert!(
            u64::from(outside) >= least,
            "{key}: {outside} of {all}, wanted {least}"
        );
    }
}

#[test]
fn the_worked_case_comes_out_of_the_log() {
    let seen = small();
    let at = |text: &str| tilsyn_domain::time::Stamp::parse(text).expect("a time").at;
    let (release, closing) = (
        at("2026-04-01T00:00:00+02:00"),
        at("2026-04-02T21:06:00+02:00"),
    );
    let reopening = at("2026-04-03T09:00:00+02:00");
    let (mut users, mut learners, mut towns) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut last = release;
    for (event, day) in seen.events.iter().zip(&seen.days) {
        if event.source != "koereproeve" || event.kind != Kind::Lookup {
            continue;
        }
        let exposed = event.object.element.as_deref() == Some("cpr_og_koerekorttype");
        assert_eq!(exposed, release <= event.time.at && event.time.at < closing);
        assert!(!(closing..reopening).contains(&event.time.at));
        if exposed {
            assert_eq!(event.time.offset_seconds, 7_200);
            users.insert(&event.actor.user);
            for person in seen.looked_up(event) {
                learners.insert(person);
                towns.extend(seen.units(person, *day));
            }
            last = event.time.at;
        }
    }
    assert_eq!((users.len(), learners.len(), towns.len()), (9, 340, 39));
    assert!(last > at("2026-04-02T21:00:00+02:00"));
}

#[test]
fn the_id_that_changed_stands_in_the_log_with_both_numbers() {
    let seen = small();
    let (former, now) = seen.renamed.iter().next().expect("somebody's id changed");
    let on = |id: &str| {
        let named = |event: &Event| event.subjects.iter().any(|s| s.national_id.reveal() == id);
        let days = seen
            .events
            .iter()
            .zip(&seen.days)
            .filter(|(event, _)| named(event));
        days.map(|(_, day)| *day).collect::<Vec<Day>>()
    };
    let change = Day::parse("2026-06-14").expect("a day");
    let (before, after) = (on(former), on(now));
    assert!(!before.is_empty() && before.iter().all(|day| *day <= change));
    assert!(!after.is_empty() && after.iter().all(|day| *day > change));
}

#[test]
fn warned_users_are_in_the_directory_as_they_should_be() {
    let seen = small();
    let user = |key: &str| {
        let plants = seen.world.plants();
        let plant = plants
            .iter()
            .find(|plant| plant.key == key)
            .expect("it is planted");
        plant
            .user
            .clone()
            .expect("it is about a user")
            .split_once(':')
            .expect("a colon")
            .1
            .to_owned()
    };
    let owner = |key: &str| seen.owners[&("hovedrulla".to_owned(), user(key))].0.clone();
    let has = |file: &str, key: &str, column: &str, value: &str| {
        let (user, owner) = (user(key), owner(key));
        seen.files[file].iter().any(|row| {
            let same = row
                .get("user")
                .map_or_else(|| row["national_id"] == owner, |held| *held == user);
            same && row[column].starts_with(value)
        })
    };
    assert!(has(
        "clearances",
        "clearance_expired",
        "expires",
        "2026-08-31"
    ));
    assert!(has(
        "clearances",
        "clearance_withdrawn",
        "withdrawn_on",
        "2026-09-15"
    ));
    assert!(!has(
        "authorisations",
        "authorisation_missing",
        "system",
        "hovedrulla"
    ));
    assert!(has("authorisations", "may_see_all", "system", "hovedrulla"));
    assert!(has(
        "accounts",
        "idle_six_months",
        "last_logon",
        "2026-03-20"
    ));
    assert!(has("grants", "may_update_all", "rights", "update"));
    assert!(has("grants", "may_see_all", "scope", "all"));
    assert!(has("grants", "other_unit", "scope", "unit:"));
    let idle = user("idle_six_months");
    assert!(!seen.events.iter().any(|event| event.actor.user == idle));
}

#[test]
fn the_clock_is_right_in_the_night_it_changes() {
    let seen = small();
    let offset = |text: &str| {
        let day = Day::parse(text).expect("a day");
        let of_day = seen
            .events
            .iter()
            .zip(&seen.days)
            .filter(|(_, on)| **on == day);
        let offsets: Vec<i32> = of_day.map(|(event, _)| event.time.offset_seconds).collect();
        (offsets[0], offsets[offsets.len() - 1])
    };
    assert_eq!(offset("2026-03-29"), (3_600, 7_200));
    assert_eq!(offset("2026-10-25"), (7_200, 3_600));
    assert_eq!(offset("2026-07-01"), (7_200, 7_200));
}
