//! Every sample file, and what each became: golden files, reviewed field by field.
//!
//! The samples of others are not in this repository. `TILSYN_SAMPLES` names their folder; without
//! it this test says what it skips, and with `TILSYN_SAMPLES_REQUIRED=1` it fails. Our own
//! fixtures, one or more of every format, are always read. `TILSYN_GOLDEN=write` writes the
//! golden files anew; read them before you commit them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tilsyn_connect::input::{Input, Oversized, Position, inputs};
use tilsyn_connect::{Settings, events};
use tilsyn_domain::{Refusal, Zone};

const FOLDERS: [&str; 4] = [
    "fhir-auditevent-hl7",
    "fhir-auditevent-balp",
    "dicom-audit-ipf",
    "nav-cef",
];

/// No sample is oversized.
struct Never;

impl Oversized for Never {
    fn begin(&mut self, _: Position) -> io::Result<()> {
        Err(io::Error::other("no record here is oversized"))
    }
    fn chunk(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
    fn end(&mut self, _: Refusal) -> io::Result<()> {
        Ok(())
    }
}

fn setting(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a test has no settings file")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What a file became: for each record its events, or why it was refused.
fn read(path: &Path) -> Value {
    let settings = Settings::new(Zone::named("Europe/Oslo").expect("Oslo"));
    let mut input = Input::open(path, 0, None).expect("opens");
    let mut records = Vec::new();
    while let Some(batch) = input.next_batch(&mut Never).expect("reads") {
        for raw in batch.iter() {
            for record in events(batch.format(), raw.bytes, &settings) {
                records.push(match record.result {
                    Ok(events) => json!({"line": raw.at.line, "events": events}),
                    Err(refusal) => {
                        json!({"line": raw.at.line, "refused": refusal.to_string()})
                    }
                });
            }
        }
    }
    json!({"format": input.format().map(|format| format.word()), "records": records})
}

/// Compares what the files of a folder became with the golden files; gives the values.
fn check_folder(folder: &Path, name: &str) -> Vec<Value> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    let mut all = Vec::new();
    let mut wrong = Vec::new();
    for file in inputs(&[folder.to_owned()]).expect("the folder can be walked") {
        let within = file.path.strip_prefix(folder).expect("within").to_owned();
        if within.ends_with("SOURCE.txt") {
            continue;
        }
        let value = read(&file.path);
        let expected = golden.join(format!("{}.json", within.display()));
        if setting("TILSYN_GOLDEN").as_deref() == Some("write") {
            write(&expected, &value);
        }
        // Compared as values: in which order keys are written is not what was reviewed.
        let reviewed = fs::read_to_string(&expected).unwrap_or_default();
        if serde_json::from_str::<Value>(&reviewed).ok() != Some(value.clone()) {
            wrong.push(within);
        }
        all.push(value);
    }
    assert!(
        wrong.is_empty(),
        "{name}: other than the golden files: {wrong:?}"
    );
    all
}

#[expect(
    clippy::disallowed_methods,
    reason = "golden files need not survive a power cut"
)]
fn write(path: &Path, value: &Value) {
    let mut value = value.clone();
    value.sort_all_objects();
    let mut text = serde_json::to_string_pretty(&value).expect("JSON");
    text.push('\n');
    fs::create_dir_all(path.parent().expect("a parent")).expect("made");
    fs::write(path, text).expect("written");
}

/// How many records were stored and refused, by format.
fn count(values: &[Value]) -> BTreeMap<String, (usize, usize)> {
    let mut counts = BTreeMap::new();
    for value in values {
        let format = value["format"].as_str().unwrap_or("unknown").to_owned();
        let (stored, refused) = counts.entry(format).or_insert((0, 0));
        for record in value["records"].as_array().expect("a list") {
            *if record.get("events").is_some() {
                &mut *stored
            } else {
                &mut *refused
            } += 1;
        }
    }
    counts
}

#[test]
fn samples_become_what_was_reviewed() {
    let Some(samples) = setting("TILSYN_SAMPLES").map(PathBuf::from) else {
        assert_ne!(
            setting("TILSYN_SAMPLES_REQUIRED").as_deref(),
            Some("1"),
            "TILSYN_SAMPLES is not set, and TILSYN_SAMPLES_REQUIRED=1 wants it"
        );
        eprintln!("SKIPPED: the sample files ({FOLDERS:?}) were not read; set TILSYN_SAMPLES");
        return;
    };
    let values: Vec<Value> = FOLDERS
        .iter()
        .flat_map(|name| check_folder(&samples.join(name), name))
        .collect();
    let expected = [
        ("cef".to_owned(), (6, 1)),
        ("dicom".to_owned(), (21, 0)),
        ("fhir".to_owned(), (71, 12)),
        ("unknown".to_owned(), (0, 1)),
    ];
    assert_eq!(count(&values), BTreeMap::from(expected));
    let mut ids: Vec<String> = Vec::new();
    for record in values
        .iter()
        .flat_map(|value| value["records"].as_array().expect("a list"))
    {
        let events = record["events"].as_array().into_iter().flatten();
        ids.extend(events.map(|event| format!("{} {}", event["source"], event["id"])));
    }
    let distinct = ids.iter().collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!(
        (ids.len(), distinct),
        (98, 98),
        "no two samples have the same source and id"
    );
}

#[test]
fn fixtures_become_what_was_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let values = check_folder(&folder, "fixtures");
    assert!(values.len() >= 7, "every format has a fixture");
}
