//! Directories in a few words, for tests.
//!
//! `on DAY` begins an import; the rows that follow come with it, and with each row its file.
//! `came FILE` is a file without rows. `known` and `known DAY` ask. Rows:
//!
//! ```text
//! person p1 Kari
//! employment E1 p1 ward1 2020-01-01..
//! workstation pc1 p1
//! clearance p1 secret 2020-01-01..2030-01-01 [withdrawn 2026-01-01]
//! shift p1 ward1 2026-02-01T22:00:00+01:00 2026-02-02T06:00:00+01:00
//! ```

use tilsyn_domain::directory::{
    About, Clearance, DirectoryFile, Employment, Person, Shift, Validity, Workstation,
};
use tilsyn_domain::{Day, Directory, NationalId, Stamp};

use crate::directory::{Changed, DirectorySnapshot};
use crate::registry::{Location, Registry};

/// Runs the script, compares what it says.
pub(super) fn check(location: &Location, script: &str, expected: &str) -> String {
    let said = run(&super::open(location), script);
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    };
    assert_eq!(lines(&said), lines(expected), "\nit said:\n{said}");
    said
}

fn run(registry: &Registry, script: &str) -> String {
    let mut said = String::new();
    let mut waiting: Option<(Day, DirectorySnapshot)> = None;
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    for line in lines.chain(["end"]) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let "on" | "known" | "end" = words[0]
            && let Some((today, snapshot)) = waiting.take()
        {
            said.push_str(&import(registry, snapshot, today));
        }
        match words[0] {
            "end" => {}
            "on" => waiting = Some((day(words[1]), DirectorySnapshot::default())),
            "known" => {
                let asked = words.get(1).map(|text| day(text));
                said.push_str(&show(&registry.directory(asked).expect("a directory")));
            }
            _ => add(&words, &mut waiting.as_mut().expect("`on` stands first").1),
        }
    }
    said
}

fn import(registry: &Registry, snapshot: DirectorySnapshot, today: Day) -> String {
    let changes = registry
        .import_directory(snapshot, today)
        .expect("an import");
    let lines = changes.iter().map(|(file, changed)| {
        let Changed {
            rows,
            added,
            changed: corrected,
            ended,
            kept,
        } = changed;
        let mut line = format!("{}: {rows} rows", file.name());
        let counts = [
            (added, "added"),
            (corrected, "changed"),
            (ended, "ended"),
            (kept, "kept"),
        ];
        for (count, what) in counts {
            if *count > 0 {
                line.push_str(&format!(", {count} {what}"));
            }
        }
        line + "\n"
    });
    lines.collect()
}

fn add(words: &[&str], snapshot: &mut DirectorySnapshot) {
    let word = |nth: usize| words[nth].to_owned();
    match words[0] {
        "came" if words[1] == "employments" => snapshot.employments = Some(Vec::new()),
        "came" if words[1] == "people" => snapshot.people = Some(Vec::new()),
        "came" if words[1] == "workstations" => snapshot.workstations = Some(Vec::new()),
        "came" if words[1] == "clearances" => snapshot.clearances = Some(Vec::new()),
        "came" if words[1] == "shifts" => snapshot.shifts = Some(Vec::new()),
        "refused" => {
            let file = DirectoryFile::ALL
                .into_iter()
                .find(|file| file.name() == words[1]);
            let file = file.expect("a file of the directory");
            let about = About::read(file, |_| words.get(2).copied());
            snapshot.spared.entry(file).or_default().refused(about);
        }
        "person" => came(&mut snapshot.people).push(Person {
            national_id: id(words[1]),
            name: word(2),
            birth_date: None,
            address_key: None,
            protection: tilsyn_domain::directory::Protection::None,
            public_figure: false,
            died_on: None,
            former_ids: Vec::new(),
        }),
        "employment" => came(&mut snapshot.employments).push(Employment {
            employment: word(1),
            national_id: id(words[2]),
            employee_no: None,
            unit: word(3),
            position: None,
            manager_national_id: None,
            valid: span(words[4]),
            paid_through: None,
        }),
        "workstation" => came(&mut snapshot.workstations).push(Workstation {
            client_host: word(1),
            national_id: Some(id(words[2])),
            unit: None,
        }),
        "clearance" => came(&mut snapshot.clearances).push(Clearance {
            national_id: id(words[1]),
            level: word(2),
            from: span(words[3]).from,
            expires: span(words[3]).to,
            withdrawn_on: words.get(5).map(|text| day(text)),
        }),
        "shift" => came(&mut snapshot.shifts).push(Shift {
            national_id: id(words[1]),
            unit: Some(word(2)),
            from: stamp(words[3]),
            to: stamp(words[4]),
        }),
        other => panic!("the fixture knows no {other}"),
    }
}

fn came<T>(rows: &mut Option<Vec<T>>) -> &mut Vec<T> {
    rows.get_or_insert_with(Vec::new)
}

fn show(directory: &Directory) -> String {
    let mut lines = vec!["known".to_owned()];
    for row in &directory.people {
        lines.push(format!("person {} {}", row.national_id.reveal(), row.name));
    }
    for row in &directory.employments {
        let (who, valid) = (row.national_id.reveal(), show_span(row.valid));
        lines.push(format!(
            "employment {} {who} {} {valid}",
            row.employment, row.unit
        ));
    }
    for row in &directory.clearances {
        let valid = show_span(Validity {
            from: row.from,
            to: row.expires,
        });
        let withdrawn = row.withdrawn_on.map(|day| format!(" withdrawn {day}"));
        let who = row.national_id.reveal();
        let withdrawn = withdrawn.unwrap_or_default();
        lines.push(format!("clearance {who} {} {valid}{withdrawn}", row.level));
    }
    for row in &directory.shifts {
        let unit = row.unit.as_deref().unwrap_or_default();
        let (from, to) = (row.from.text(), row.to.text());
        lines.push(format!(
            "shift {} {unit} {from} {to}",
            row.national_id.reveal()
        ));
    }
    for row in &directory.workstations {
        let who = row.national_id.as_ref().map_or("", NationalId::reveal);
        lines.push(format!("workstation {} {who}", row.client_host));
    }
    lines.join("\n") + "\n"
}

fn id(text: &str) -> NationalId {
    NationalId::new(text).expect("an id")
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn stamp(text: &str) -> Stamp {
    Stamp::parse(text).expect("a time")
}

fn span(text: &str) -> Validity {
    let (from, to) = text.split_once("..").expect("a span");
    let end = |text: &str| (!text.is_empty()).then(|| day(text));
    Validity {
        from: end(from),
        to: end(to),
    }
}

fn show_span(valid: Validity) -> String {
    let end = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    format!("{}..{}", end(valid.from), end(valid.to))
}
