//! Whether everything is in: gaps, statements of sources, and sources that fall silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tilsyn_domain::rhythm::HOUR;
use tilsyn_domain::{Instant, SourceStatement, Stamp};
use tilsyn_registry::Location;

use super::*;
use crate::permit::{ExplainGap, ReadSources};
use crate::sources::SourceView;
use crate::sources::statements::Came;
use crate::sources::watch::Heard;

fn source(desk: &Desk) -> SourceView {
    desk.source(&permit::<ReadSources>(), "s")
        .expect("a source")
}

/// The same folder again, so many seconds later.
fn again(folder: &Path, seconds: i64) -> Desk {
    let location = Location::Sqlite(folder.join("registry.sqlite"));
    open_when(folder, &location, after(seconds), |_, _| {})
}

fn after(seconds: i64) -> Instant {
    Instant(NOW.0 + seconds * 1_000_000)
}

fn lines(numbers: impl Iterator<Item = u64>) -> String {
    numbers.map(|n| line(&format!("e{n}"), "a", "x")).collect()
}

fn numbers(first: u64, last: u64) -> SourceStatement {
    SourceStatement {
        from_seq: Some(first),
        to_seq: Some(last),
        ..SourceStatement::default()
    }
}

/// A heartbeat of the source that holds a statement.
fn heartbeat(id: &str, statement: &str) -> String {
    format!(
        concat!(
            r#"{{"id":"{}","source":"s","time":"2026-03-03T00:00:00+01:00","kind":"heartbeat","#,
            r#""actor":{{"user":"sys","system":true}},"extra":{{"statement":{}}}}}"#
        ),
        id, statement
    ) + "\n"
}

#[test]
fn a_gap_is_explained_by_name_and_closes_by_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    bring(
        &desk,
        folder.path(),
        "a.ndjson",
        &lines([1, 2, 7].into_iter()),
    );
    let found = source(&desk);
    let gap = &found.gaps[0].gap;
    let at = Stamp::parse("2026-03-02T10:00:00+01:00")
        .expect("a time")
        .at;
    assert_eq!((gap.first, gap.last, gap.noticed), (3, 6, NOW));
    assert_eq!(
        (gap.after, gap.before, gap.filled),
        (Some(at), Some(at), None)
    );
    assert!(found.row.needs_attention() && found.row.unexplained == 1);

    let explain =
        |numbers, reason: &str| desk.explain_gap(&permit::<ExplainGap>(), "s", numbers, reason);
    let refused = |problem: Result<(), crate::Problem>| problem.expect_err("refused").message;
    assert_eq!(refused(explain((3, 6), "  ")), "problem-no-reason");
    assert_eq!(refused(explain((8, 9), "x")), "problem-no-such-gap");
    assert_eq!(
        refused(explain((3, 6), &"x".repeat(1_001))),
        "problem-too-long"
    );
    explain((3, 6), "The disk of the source was full.").expect("explained");
    drop(desk);

    let desk = again(folder.path(), 60);
    let found = source(&desk);
    assert_eq!((found.row.gaps_total, found.row.unexplained), (1, 0));
    let said = &found.gaps[0].explained[0];
    assert_eq!((said.by.as_str(), said.at), ("local operator", NOW));
    assert_eq!(
        said.reason.as_deref(),
        Some("The disk of the source was full.")
    );

    bring(&desk, folder.path(), "b.ndjson", &lines(3..5));
    let found = source(&desk);
    let left = &found.gaps[0];
    assert_eq!(
        (left.gap.first, left.gap.last, left.gap.noticed),
        (5, 6, NOW)
    );
    assert_eq!(left.explained.len(), 1);
    let filled = &found.filled[0].gap;
    assert_eq!(
        (filled.first, filled.last, filled.filled),
        (3, 4, Some(after(60)))
    );
    bring(&desk, folder.path(), "c.ndjson", &lines(5..7));
    let found = source(&desk);
    assert!(found.gaps.is_empty() && found.filled.len() == 2);
    assert!(desk.verify(&permit::<VerifyLedger>()).expect("checks").ok());
}

#[test]
fn a_statement_is_held_against_what_came_and_what_comes_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let stated = heartbeat("h1", r#"{"from_seq":1,"to_seq":9}"#);
    let text = lines([1, 2, 3, 6].into_iter()) + &stated;
    let summary = bring(&desk, folder.path(), "a.ndjson", &text);
    assert_eq!(counts(&summary)[..6], [5, 5, 0, 0, 0, 4]);
    let came = |desk: &Desk| source(desk).statements[0].came.clone();
    let missing = Came {
        stored: 4,
        missing: 5,
        missing_numbers: vec![(4, 5), (7, 9)],
        ..Came::default()
    };
    assert_eq!(came(&desk), missing);
    assert_eq!(source(&desk).row.disagreeing, 1);
    // Said twice it is one; said otherwise under the same id it is a conflict, and does not hold.
    assert_eq!(
        bring(&desk, folder.path(), "b.ndjson", &stated).duplicates,
        1
    );
    let other = heartbeat("h1", r#"{"from_seq":1,"to_seq":4}"#);
    assert_eq!(bring(&desk, folder.path(), "c.ndjson", &other).conflicts, 1);
    assert_eq!(source(&desk).statements.len(), 1);
    assert_eq!(came(&desk), missing);

    // One number comes with an id that was there before.
    let known = line("e8", "a", "x").replace(r#""id":"e8""#, r#""id":"e1""#);
    bring(&desk, folder.path(), "d.ndjson", &(lines(4..8) + &known));
    let found = came(&desk);
    assert_eq!((found.stored, found.conflicts, found.missing), (7, 1, 1));
    assert!(!found.agrees());
    drop(desk);
    let desk = again(folder.path(), 60);
    bring(&desk, folder.path(), "e.ndjson", &lines(8..10));
    assert!(came(&desk).agrees());
    assert_eq!(source(&desk).row.disagreeing, 0);
    assert!(desk.verify(&permit::<VerifyLedger>()).expect("checks").ok());
}

#[test]
fn a_statement_of_a_time_counts_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let transfer = line("t20", "a", "x").replace(
        r#""kind":"lookup""#,
        r#""kind":"register_transfer","transfer":{"kin":[{"national_id":"y"}]}"#,
    );
    bring(&desk, folder.path(), "a.ndjson", &(lines(1..4) + &transfer));
    let state = |from: &str, to: &str, count| {
        let statement = SourceStatement {
            from: Stamp::parse(from).ok(),
            to: Stamp::parse(to).ok(),
            count: Some(count),
            ..SourceStatement::default()
        };
        let stated = desk.state_source(&permit::<ImportEvents>(), "s", &statement);
        assert_eq!(stated.expect("taken down").events, 0);
        source(&desk).statements[0].came.clone()
    };
    let (start, end) = ("2026-03-02T00:00:00+01:00", "2026-03-03T00:00:00+01:00");
    assert!(state(start, end, 4).agrees());
    assert_eq!(state(start, end, 3).more, 1);
    assert_eq!(state(start, end, 6).missing, 2);
    // From A on, up to B.
    assert_eq!(state("2026-03-02T10:00:00+01:00", end, 4).missing, 0);
    assert_eq!(state(start, "2026-03-02T10:00:00+01:00", 4).missing, 4);
}

#[test]
fn what_makes_no_sense_is_not_taken_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    bring(&desk, folder.path(), "a.ndjson", &lines(1..3));
    let state = |source: &str, statement: &SourceStatement| {
        let stated = desk.state_source(&permit::<ImportEvents>(), source, statement);
        stated.expect_err("refused").message
    };
    assert_eq!(state("other", &numbers(1, 2)), "problem-no-such-source");
    assert_eq!(state("tilsyn", &numbers(1, 2)), "problem-no-such-source");
    assert_eq!(state("s", &numbers(2, 1)), "problem-bad-statement");
    let broken = heartbeat("h", r#"{"from_seq":"all"}"#);
    assert_eq!(
        bring(&desk, folder.path(), "b.ndjson", &broken).quarantined,
        1
    );
}

#[test]
fn a_registry_that_knows_less_than_the_ledger_is_brought_up_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let text = lines([1, 2, 5].into_iter()) + &heartbeat("h", r#"{"from_seq":1,"to_seq":5}"#);
    bring(&desk, folder.path(), "a.ndjson", &text);
    desk.explain_gap(&permit::<ExplainGap>(), "s", (3, 4), "Known.")
        .expect("explained");
    let before = source(&desk);
    drop(desk);
    let arrivals = |registry: &Registry| registry.arrivals(1, 0).expect("a list");
    let path = folder.path().join("registry.sqlite");
    let kept =
        arrivals(&Registry::open(&Location::Sqlite(path), &testing::key()).expect("registry"));
    assert_eq!(kept.iter().map(|one| one.events).sum::<u64>(), 3);
    // A registry of an earlier version knows the source only.
    let other = Location::Sqlite(folder.path().join("other.sqlite"));
    let begin = |registry: &Registry, _: &Oracle| {
        assert_eq!(registry.source_no("s").expect("a number"), 1);
    };
    drop(open_when(folder.path(), &other, after(60), begin));
    let desk = open_when(folder.path(), &other, after(90), |registry, _| {
        assert_eq!(arrivals(registry), kept);
    });
    let anew = source(&desk);
    assert_eq!(anew.statements, before.statements);
    assert_eq!(anew.gaps[0].explained, before.gaps[0].explained);
    assert_eq!(anew.gaps[0].gap.after, before.gaps[0].gap.after);
    assert_eq!(anew.gaps[0].gap.noticed, after(60));
}

/// A clock that is set by hand.
fn clock_at(text: &str) -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(Stamp::parse(text).expect("a time").at.0))
}

/// Twelve events of an hour, with the number of the hour in their ids.
fn hour(source: &str, start: i64) -> String {
    let event = |n: i64| {
        let at = Instant(start + n * 300_000_000).utc().text();
        format!(
            concat!(
                r#"{{"id":"{}-{}","source":"{}","time":"{}","kind":"logon","#,
                r#""actor":{{"user":"u"}}}}"#
            ),
            start / HOUR,
            n,
            source,
            at
        ) + "\n"
    };
    (0..12).map(event).collect()
}

#[test]
fn a_source_that_falls_silent_is_told_from_one_that_was_brought_in_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = clock_at("2026-06-01T00:00:00+02:00");
    let location = Location::Sqlite(folder.path().join("registry.sqlite"));
    let told = Arc::clone(&clock);
    let now = move || Instant(told.load(Ordering::Relaxed));
    let desk = open_by(folder.path(), &location, now, |_, _| {});
    let start = clock.load(Ordering::Relaxed);
    // One source comes every night, the other came once, in one file, with all of it.
    let mut old = String::new();
    for step in 0..9 * 7 {
        let from = start + step * 24 * HOUR;
        let text: String = (0..24).map(|n| hour("s", from + n * HOUR)).collect();
        old += &text.replace(r#""source":"s""#, r#""source":"once""#);
        clock.store(from + 24 * HOUR + HOUR / 3, Ordering::Relaxed);
        bring(&desk, folder.path(), "a.ndjson", &text);
        if step == 9 * 7 - 1 {
            bring(&desk, folder.path(), "b.ndjson", &old);
        }
    }
    let heard = |name: &str| {
        let found = desk.source(&permit::<ReadSources>(), name);
        found.expect("a source").row.heard
    };
    assert_eq!(heard("s"), Heard::AsUsual);
    assert_eq!(heard("once"), Heard::SoFar);
    clock.fetch_add(30 * HOUR, Ordering::Relaxed);
    assert!(matches!(heard("s"), Heard::Late(_) | Heard::Silent(_)));
    assert_eq!(heard("once"), Heard::SoFar);
}

#[test]
fn a_source_that_ends_before_those_it_came_with_is_silent() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let start = Stamp::parse("2026-06-01T00:00:00+02:00")
        .expect("a time")
        .at
        .0;
    let of = |source: &str, days: std::ops::Range<i64>| -> String {
        let hours = (days.start * 24..days.end * 24).map(|n| hour(source, start + n * HOUR));
        hours.collect()
    };
    let text = of("whole", 0..70) + &of("s", 0..66) + &of("new", 61..70);
    bring(&desk, folder.path(), "a.ndjson", &text);
    let found = source(&desk);
    let Heard::Silent(silence) = found.row.heard else {
        panic!("{:?}", found.row.heard);
    };
    assert_eq!(silence.from.0, start + 66 * 24 * HOUR);
    assert!(silence.to.is_none() && found.row.needs_attention());
    let all = desk.sources(&permit::<ReadSources>()).expect("a list");
    let heard = |name: &str| all.sources.iter().find(|row| row.source == name);
    assert_eq!(heard("whole").expect("listed").heard, Heard::SoFar);
    assert!(matches!(
        heard("new").expect("listed").heard,
        Heard::TooEarly(_)
    ));
}
