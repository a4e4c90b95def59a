//! What came in, what was refused, and who looked, in the made-up municipality.

use tilsyn_app::intake::ImportSummary;
use tilsyn_app::own_log::{Look, NUMBER_HIDDEN, OwnLogView};
use tilsyn_app::sources::gaps::{Explanation, GapRow};
use tilsyn_app::sources::statements::{Came, StatementRow};
use tilsyn_app::sources::watch::{Heard, Watch};
use tilsyn_app::sources::{
    Gap, ImportRow, QuarantineRow, QuarantineView, QuarantinedPiece, SourceRow, SourceView,
    SourcesView,
};
use tilsyn_domain::rhythm::{Deliveries, HOUR, HourJudged, Rhythm, Silence};
use tilsyn_domain::{Instant, Period, Refusal, SourceStatement};

use super::{at, day, named, stamp};

pub(crate) fn sources() -> SourcesView {
    let source = |source: &str, last: &str, gaps: &[(u64, u64)]| SourceRow {
        source: source.to_owned(),
        events: 512_004,
        first: Some(at("2025-01-01T06:00:00Z")),
        last: Some(at(last)),
        gaps: gaps.to_vec(),
        gaps_total: gaps.len() as u64,
        missing: gaps.iter().map(|(first, last)| last - first + 1).sum(),
        unexplained: gaps.len().saturating_sub(1) as u64,
        statements: gaps.len() as u64,
        disagreeing: gaps.len().saturating_sub(1) as u64,
        heard: match gaps.is_empty() {
            true => Heard::AsUsual,
            false => Heard::Silent(silence(last, None)),
        },
        agreed_every_hours: Some(24),
    };
    let summary = ImportSummary {
        read: 50_014,
        stored: 49_990,
        duplicates: 9,
        conflicts: 1,
        quarantined: 14,
        events: 50_002,
        gaps: 2,
        seconds: 1.93,
        first_time: Some(stamp("2026-09-01T00:00:04+02:00")),
        last_time: Some(stamp("2026-09-30T23:59:58+02:00")),
    };
    let import = |what: &str, summary| ImportRow {
        started: at("2026-10-01T04:00:00Z"),
        finished: Some(at("2026-10-01T04:00:02Z")),
        made_good: false,
        what: what.to_owned(),
        summary,
    };
    SourcesView {
        sources: vec![
            source("folkereg", "2026-09-30T21:59:58Z", &[]),
            source(
                "personreg",
                "2026-09-27T21:59:12Z",
                &[(4_411, 4_415), (90_002, 90_002)],
            ),
        ],
        imports: vec![
            import("events-2026-09.ndjson.zst", Some(summary)),
            import("katalog/", None),
        ],
        conflicts: 1,
        quarantined: 14,
        quarantine_reasons: vec![
            ("refusal-missing-field".to_owned(), 11),
            ("refusal-no-offset".to_owned(), 3),
        ],
        leaves: 1_048_211,
        checkpoint: Some((1_048_000, at("2026-10-01T04:05:00Z"))),
    }
}

fn silence(from: &str, to: Option<&str>) -> Silence {
    Silence {
        from: at(from),
        to: to.map(at),
        expected: 1_204.4,
        chance: 1e-9,
        fewest: 812,
        weeks: 8,
    }
}

/// A week that falls silent.
fn rhythm() -> Rhythm {
    let start = at("2026-09-21T22:00:00Z").0;
    let week = (0..168).map(|n| HourJudged {
        start: Instant(start + n * HOUR),
        came: if n < 150 {
            40 + n.unsigned_abs() % 24
        } else {
            0
        },
        expected: 50.0,
        low: 31.0,
        high: 72.0,
    });
    Rhythm {
        weeks: 20,
        days: Vec::new(),
        week: week.collect(),
        silences: vec![
            silence("2026-09-02T07:00:00Z", Some("2026-09-02T12:00:00Z")),
            silence("2026-09-27T22:00:00Z", None),
        ],
    }
}

/// The second of the sources: silent, with gaps, and with statements of every kind.
pub(crate) fn source() -> SourceView {
    let row = sources().sources.swap_remove(1);
    let gap = |first, last, filled: Option<&str>| Gap {
        first,
        last,
        noticed: at("2026-09-03T04:00:00Z"),
        filled: filled.map(at),
        after: Some(at("2026-09-02T11:58:00Z")),
        before: (first == 4_411).then(|| at("2026-09-02T12:05:00Z")),
    };
    let explained = Explanation {
        first: 90_002,
        last: 90_002,
        at: at("2026-09-04T08:00:00Z"),
        by: "Siv Dahl".to_owned(),
        reason: Some("A number was given out twice <b>and withdrawn</b>.".to_owned()),
    };
    let open = |gap, explained| GapRow { gap, explained };
    let statement = |leaf, missing, conflicts| StatementRow {
        leaf,
        at: at("2026-09-30T22:00:00Z"),
        by: "sys-personreg".to_owned(),
        statement: SourceStatement {
            from_seq: Some(1),
            to_seq: Some(90_010),
            from: Some(stamp("2026-09-01T00:00:00+02:00")),
            to: Some(stamp("2026-10-01T00:00:00+02:00")),
            count: Some(90_010),
        },
        came: Came {
            stored: 90_010 - missing - conflicts,
            conflicts,
            missing,
            missing_numbers: if missing > 0 {
                row.gaps.clone()
            } else {
                Vec::new()
            },
            more: 0,
        },
    };
    SourceView {
        gaps: vec![
            open(gap(4_411, 4_415, None), Vec::new()),
            open(gap(90_002, 90_002, None), vec![explained]),
        ],
        filled: vec![open(gap(77, 79, Some("2026-09-05T04:00:00Z")), Vec::new())],
        statements: vec![statement(9, 6, 1), statement(8, 0, 1), statement(7, 0, 0)],
        watch: Watch {
            rhythm: rhythm(),
            deliveries: Deliveries {
                delay: Some(2 * HOUR),
                ..Deliveries::default()
            },
            until: Some(at("2026-09-28T22:00:00Z")),
        },
        quarantined: 14,
        row,
    }
}

pub(crate) fn quarantine() -> QuarantineView {
    let row = |n: u64, refusal| QuarantineRow {
        id: n,
        file: "events-2026-09.ndjson.zst".to_owned(),
        line: 4_411 + n,
        bytes: 812,
        refusal,
        at: Some(at("2026-10-01T04:00:01Z")),
    };
    QuarantineView {
        rows: vec![
            row(
                1,
                Refusal::MissingField {
                    field: "actor.user".to_owned(),
                },
            ),
            row(
                2,
                Refusal::NoOffset {
                    field: "time".to_owned(),
                },
            ),
            row(3, Refusal::NotUtf8 { at: 77 }),
        ],
        matching: 14,
        reasons: vec![
            ("refusal-missing-field".to_owned(), 11),
            ("refusal-no-offset".to_owned(), 3),
        ],
    }
}

pub(crate) fn quarantined(id: u64) -> Option<QuarantinedPiece> {
    let row = quarantine().rows.into_iter().find(|row| row.id == id)?;
    let bytes = b"{\"id\":\"E-9\",\"time\":\"2026-09-30T10:00:00\"}\x1b[31m\xff<script>".to_vec();
    Some(QuarantinedPiece {
        row,
        bytes,
        whole: false,
    })
}

pub(crate) fn own_log() -> OwnLogView {
    let quarter = Period::new(day("2026-07-01"), day("2026-09-30"));
    let look = |action: &str, view: &str, form: &str, filter: &[(&str, &str)]| Look {
        at: at("2026-10-01T08:12:00Z"),
        principal: "Siv Dahl".to_owned(),
        action: action.to_owned(),
        view: view.to_owned(),
        form: form.to_owned(),
        denied: None,
        by_emergency: false,
        about: None,
        named: 0,
        period: None,
        filter: filter
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        rows: 50,
        skipped: 0,
        matching: None,
    };
    let narrowed = [("unit", "Barnevern"), ("text", NUMBER_HIDDEN)];
    let statement = Look {
        period: quarter,
        named: 50,
        skipped: 50,
        matching: Some(118),
        ..look("read-statement", "statement", "page", &narrowed)
    };
    let narrowed = [("kind", "lookup"), ("only", "outside")];
    let user = Look {
        period: quarter,
        about: Some(named(0)),
        rows: 1_402,
        matching: Some(1_402),
        ..look("read-history", "user", "xlsx", &narrowed)
    };
    let narrowed = [("field", "tab"), ("name", "Lønn")];
    let screen = Look {
        named: 200,
        matching: Some(90),
        ..look("read-history", "element", "json", &narrowed)
    };
    let search = Look {
        rows: 3,
        named: 3,
        ..look("search-people", "", "page", &[])
    };
    let denied = Look {
        denied: Some("problem-not-allowed".to_owned()),
        rows: 0,
        ..look("read-history", "", "xlsx", &[])
    };
    OwnLogView {
        looks: vec![statement, user, screen, search, denied],
        total: 118,
    }
}
