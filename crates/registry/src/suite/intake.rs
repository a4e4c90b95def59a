//! Sources, imports, quarantine, conflicts, running numbers, settings, filters: the same on both.

use tilsyn_domain::{Instant, Json, Refusal, Stamp};

use super::open;
use crate::conflicts::Conflict;
use crate::error::Error;
use crate::filters::{FILTER_QUERY_BYTES_MAX, SavedFilter};
use crate::imports::{ImportFile, ImportId, MissingFile};
use crate::page::Page;
use crate::quarantine::{QuarantineFilter, Quarantined, Sealed, TakenIn};
use crate::registry::{Location, Registry};
use crate::sequences::SequenceRange;
use crate::settings::{ORGANISATION_NAME, QUARANTINE_BYTES_MAX, SETTING_BYTES_MAX, TIME_ZONE};
use crate::sources::{Agreement, SOURCE_NAME_BYTES_MAX};

pub(super) fn sources_keep_their_numbers(at: &Location) -> String {
    let registry = open(at);
    let number = |name: &str| registry.source_no(name).expect("a number");
    assert_eq!((number("elevreg"), number("journal")), (1, 2));
    assert_eq!((number("journal"), number("elevreg")), (2, 1));
    let agreement = Agreement {
        every_hours: Some(24),
        note: Some("by night".to_owned()),
    };
    registry.agree(2, &agreement).expect("agreed");
    assert!(matches!(
        registry.agree(3, &agreement),
        Err(Error::Unknown { .. })
    ));
    assert_eq!(number(&"x".repeat(SOURCE_NAME_BYTES_MAX)), 3);
    let long = registry.source_no(&"x".repeat(SOURCE_NAME_BYTES_MAX + 1));
    assert!(matches!(long, Err(Error::TooLong { .. })));
    drop(registry);
    let sources = open(at).sources().expect("a list");
    assert_eq!(sources[1].agreement, agreement);
    assert_eq!(sources[0].agreement, Agreement::default());
    format!("{sources:?}")
}

pub(super) fn an_import_that_never_ended_is_seen(at: &Location) -> String {
    let registry = open(at);
    let first = registry.begin_import("a", &[], Instant(1)).expect("begun");
    let second = registry.begin_import("b", &[], Instant(2)).expect("begun");
    let summary = Json::from_text(r#"{"stored":  2}"#.to_owned()).expect("JSON");
    registry
        .finish_import(second, &[], &summary, Instant(3))
        .expect("finished");
    let other = Json::from_text("{}".to_owned()).expect("JSON");
    registry
        .finish_import(second, &[], &other, Instant(9))
        .expect("said twice");
    let unknown = registry.finish_import(ImportId(7), &[], &summary, Instant(3));
    assert!(matches!(unknown, Err(Error::Unknown { .. })));
    drop(registry);
    let registry = open(at);
    let imports = registry.imports(Page::first(10)).expect("a list");
    let finished = imports[0].finished.as_ref().expect("finished");
    assert_eq!((imports[0].id, finished.at), (second, Instant(3)));
    assert_eq!(finished.summary.text(), r#"{"stored":  2}"#);
    let open = registry.unfinished_imports().expect("a list");
    assert_eq!(
        open.iter().map(|import| import.id).collect::<Vec<_>>(),
        [first]
    );
    let second_page = registry.imports(Page::new(1, 1)).expect("a list");
    assert_eq!(second_page, open);
    format!("{imports:?}")
}

pub(super) fn an_import_is_made_good_by_what_came_later(at: &Location) -> String {
    let registry = open(at);
    let file = |name: &str| ImportFile {
        path: name.to_owned(),
        bytes: 7,
        fingerprint: [3; 32],
    };
    let begin = |what: &str, files: &[ImportFile]| {
        let begun = registry.begin_import(what, files, Instant(1));
        begun.expect("begun")
    };
    let nothing = Json::from_text("{}".to_owned()).expect("JSON");
    let finish = |import, came: &[MissingFile]| {
        let finished = registry.finish_import(import, came, &nothing, Instant(2));
        finished.expect("finished");
    };
    let mut said = Vec::new();
    let mut say = || {
        let open = registry.unfinished_imports().expect("a list");
        let open: Vec<u64> = open.iter().map(|import| import.id.0).collect();
        let missing = registry.missing_files(ImportId(99)).expect("a list");
        let missing = missing.iter().map(|(at, _)| (at.import.0, at.number));
        let missing: Vec<(u64, u64)> = missing.collect();
        said.push(format!("{open:?} {missing:?}"));
    };
    let two = begin("files", &[file("a"), file("b")]);
    let folder = begin("folder", &[]);
    say();
    // The same words do not make files good, but they do where there were none.
    finish(begin("files", &[]), &[]);
    say();
    let later = begin("other", &[file("a")]);
    let missing = registry.missing_files(later).expect("a list");
    assert_eq!(missing.len(), 2, "those before it");
    assert_eq!(missing[1].1, file("b"));
    finish(later, &[missing[1].0]);
    say();
    finish(begin("folder", &[]), &[]);
    say();
    let number = 0;
    finish(
        begin("other", &[]),
        &[MissingFile {
            import: two,
            number,
        }],
    );
    say();
    assert!(folder > two);
    let expected = [
        "[2, 1] [(1, 0), (1, 1)]",
        "[2, 1] [(1, 0), (1, 1)]",
        "[2, 1] [(1, 0)]",
        "[1] [(1, 0)]",
        "[] []",
    ];
    assert_eq!(said, expected);
    said.join("\n")
}

pub(super) fn quarantine_keeps_the_same_line_once(at: &Location) -> String {
    let registry = open(at);
    let import = registry.begin_import("a", &[], Instant(1)).expect("begun");
    let batch: Vec<Quarantined> = (0..1_200)
        .map(|line| piece(import, "a.ndjson", line))
        .collect();
    let quarantine = |batch: &[Quarantined]| registry.quarantine(batch).expect("kept");
    assert_eq!(
        quarantine(&batch),
        TakenIn {
            added: 1_200,
            known: 0
        }
    );
    assert_eq!(
        quarantine(&batch),
        TakenIn {
            added: 0,
            known: 1_200
        }
    );
    let twice = [
        piece(import, "b.ndjson", 1),
        piece(import, "b.ndjson", 1),
        batch[3].clone(),
    ];
    assert_eq!(quarantine(&twice), TakenIn { added: 1, known: 2 });
    assert_eq!(
        registry.quarantine_bytes().expect("a sum"),
        600 * 9 + 600 * 4_000 + 4_000
    );

    let by = |reason: Option<&str>, file: Option<&str>| QuarantineFilter {
        reason: reason.map(str::to_owned),
        source_file: file.map(str::to_owned),
        import: Some(import),
    };
    let count = |filter: &QuarantineFilter| registry.quarantined_count(filter).expect("a count");
    assert_eq!(count(&by(None, None)), 1_201);
    assert_eq!(count(&by(None, Some("b.ndjson"))), 1);
    assert_eq!(count(&by(Some("refusal-too-deep"), None)), 601);
    assert_eq!(count(&by(Some("refusal-template"), None)), 0);
    let listed = registry
        .quarantined(&by(None, None), Page::new(0, 2))
        .expect("a list");
    assert_eq!(
        (listed[0].source_file.as_str(), listed[1].line),
        ("b.ndjson", 1_199)
    );
    let oldest = registry
        .quarantined(&by(None, None), Page::new(1_199, 5))
        .expect("a list");
    assert_eq!((oldest.len(), oldest[1].line), (2, 0));

    let entry = registry
        .quarantine_entry(listed[1].number)
        .expect("read")
        .expect("there");
    let expected = Sealed::File {
        name: "sealed-1199".to_owned(),
        bytes: 4_000,
    };
    assert_eq!(entry, (listed[1].clone(), expected));
    let first = registry.quarantine_entry(1).expect("read").expect("there");
    assert_eq!(first.1, Sealed::Bytes(vec![0, 255, 0, 0, 0, 0, 0, 0, 0]));
    assert_eq!(registry.quarantine_entry(99_999).expect("read"), None);
    format!(
        "{listed:?} {:?}",
        registry.quarantine_reasons().expect("a list")
    )
}

fn piece(import: ImportId, file: &str, line: u64) -> Quarantined {
    let even = line.is_multiple_of(2);
    Quarantined {
        import,
        source_file: file.to_owned(),
        line,
        offset: line * 100,
        bytes: 100,
        refusal: if even {
            Refusal::MissingField {
                field: "time".to_owned(),
            }
        } else {
            Refusal::TooDeep
        },
        sealed: if even {
            Sealed::Bytes(vec![0, 255, 0, 0, 0, 0, 0, 0, 0])
        } else {
            Sealed::File {
                name: format!("sealed-{line}"),
                bytes: 4_000,
            }
        },
        digest: [7; 32],
    }
}

pub(super) fn conflicts_and_running_numbers(at: &Location) -> String {
    let registry = open(at);
    let source_no = registry.source_no("elevreg").expect("a number");
    let conflict = |original_leaf, conflict_leaf| Conflict {
        source_no,
        original_leaf,
        conflict_leaf,
        at: Instant(5),
    };
    for noted in [conflict(1, 4), conflict(1, 9), conflict(1, 4)] {
        registry.note_conflict(noted).expect("noted");
    }
    let conflicts = registry.conflicts(Page::first(9)).expect("a list");
    assert_eq!(conflicts, [conflict(1, 9), conflict(1, 4)]);
    assert_eq!(registry.conflicts_count().expect("a count"), 2);
    // No source has the number 8.
    assert!(
        registry
            .note_conflict(Conflict {
                source_no: 8,
                ..conflict(1, 5)
            })
            .is_err()
    );

    let seen = registry.sequence_ranges(source_no).expect("ranges");
    assert_eq!((seen.ranges.len(), seen.up_to_leaf), (0, 0));
    let range = |first, last, first_at: Option<i64>| SequenceRange {
        first,
        last,
        first_at: first_at.map(Instant),
        last_at: Some(Instant(-9)),
    };
    let set = |ranges: &[SequenceRange], up_to| {
        registry
            .set_sequence_ranges(source_no, ranges, up_to)
            .expect("set");
    };
    set(&[range(1, 5, None)], 3);
    let ranges = [
        range(1, 7, Some(5)),
        range(9, 9, None),
        range(u64::MAX - 1, u64::MAX, Some(i64::MAX)),
    ];
    set(&ranges, 10);
    let seen = registry.sequence_ranges(source_no).expect("ranges");
    assert_eq!(seen.ranges, ranges);
    format!("{seen:?} {conflicts:?}")
}

pub(super) fn a_look_is_listed_once(at: &Location) -> String {
    let registry = open(at);
    for leaf in [3, 8, 3] {
        registry.note_looks(&[leaf], leaf + 1).expect("noted");
    }
    assert_eq!(registry.looks_count().expect("a count"), 2);
    assert_eq!(registry.first_look().expect("asked"), Some(3));
    let below = |leaf, limit| registry.looks_below(leaf, limit).expect("a list");
    assert_eq!(
        (below(9, 9), below(9, 1), below(8, 9)),
        (vec![8, 3], vec![8], vec![3])
    );
    assert_eq!(below(3, 9), [0; 0]);
    let looks = registry.looks(Page::first(9)).expect("a list");
    assert_eq!(looks, [8, 3]);
    format!("{looks:?}")
}

pub(super) fn settings_have_defaults_and_limits(at: &Location) -> String {
    let registry = open(at);
    assert_eq!(registry.setting(&TIME_ZONE).expect("a zone"), "Europe/Oslo");
    assert_eq!(
        registry.setting(&QUARANTINE_BYTES_MAX).expect("bytes"),
        10 << 30
    );
    registry
        .set(&TIME_ZONE, &"Europe/Helsinki".to_owned())
        .expect("set");
    registry
        .set(&TIME_ZONE, &"Europe/Stockholm".to_owned())
        .expect("set");
    registry.set(&QUARANTINE_BYTES_MAX, &5).expect("set");
    let nowhere = registry.set(&TIME_ZONE, &"Europe/Nowhere".to_owned());
    assert!(matches!(
        nowhere,
        Err(Error::BadSetting { key: "time_zone" })
    ));
    let long = "x".repeat(SETTING_BYTES_MAX);
    registry
        .set(&ORGANISATION_NAME, &long)
        .expect("just short enough");
    assert!(registry.set(&ORGANISATION_NAME, &(long + "x")).is_err());
    assert_eq!(registry.setting(&QUARANTINE_BYTES_MAX).expect("bytes"), 5);
    registry.setting(&TIME_ZONE).expect("a zone")
}

pub(super) fn filters_are_replaced_by_name(at: &Location) -> String {
    let registry = open(at);
    let filter = |name: &str, query: &str| SavedFilter {
        owner: "kari".to_owned(),
        page: "statement".to_owned(),
        name: name.to_owned(),
        query: query.to_owned(),
        saved: Instant(1),
    };
    for kept in [filter("b", "x=1"), filter("a", "x=2"), filter("b", "x=3")] {
        registry.save_filter(&kept).expect("kept");
    }
    let filters = || registry.saved_filters("kari", "statement").expect("a list");
    assert_eq!(filters(), [filter("a", "x=2"), filter("b", "x=3")]);
    assert!(
        registry
            .saved_filters("ola", "statement")
            .expect("a list")
            .is_empty()
    );
    registry
        .remove_filter("kari", "statement", "a")
        .expect("forgotten");
    registry
        .remove_filter("kari", "statement", "a")
        .expect("forgotten before");
    let long = "x".repeat(FILTER_QUERY_BYTES_MAX);
    registry
        .save_filter(&filter("c", &long))
        .expect("just short enough");
    let longer = registry.save_filter(&filter("d", &(long + "x")));
    assert!(matches!(longer, Err(Error::TooLong { .. })));
    filters().into_iter().map(|filter| filter.name).collect()
}

/// One of 300 instants is 1 July in Oslo and 30 June in UTC: texts with offsets, which some
/// libraries keep, made SQLite count 300 from 1 July UTC on and PostgreSQL 299.
pub(super) fn an_instant_near_midnight_is_counted_once(at: &Location) -> String {
    let registry = open(at);
    let stamp = |text: &str| Stamp::parse(text).expect("a time").at;
    let begin = |at: Instant| registry.begin_import("event", &[], at).expect("begun");
    begin(stamp("2026-07-01T01:30:00+02:00"));
    for nth in 0..299 {
        begin(Instant(stamp("2026-07-01T02:00:00+02:00").0 + nth));
    }
    let from = |at: Instant| since(&registry, at);
    assert_eq!(from(stamp("2026-07-01T00:00:00Z")), 299);
    assert_eq!(from(stamp("2026-07-01T02:00:00+02:00")), 299);
    assert_eq!(from(stamp("2026-07-01T00:00:00+02:00")), 300);
    registry
        .imports(Page::first(300))
        .expect("a list")
        .len()
        .to_string()
}

fn since(registry: &Registry, at: Instant) -> i64 {
    let sql = "SELECT count(*) FROM imports WHERE started >= $1";
    let count = registry.store.read(|open| open.number(sql, &[at.into()]));
    count.expect("a count")
}
