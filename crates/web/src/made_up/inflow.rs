//! What came in, what was refused, and who looked, in the made-up municipality.

use tilsyn_app::intake::ImportSummary;
use tilsyn_app::own_log::{Look, NUMBER_HIDDEN, OwnLogView};
use tilsyn_app::sources::{
    ImportRow, QuarantineRow, QuarantineView, QuarantinedPiece, SourceRow, SourcesView,
};
use tilsyn_domain::{Period, Refusal};

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
    OwnLogView {
        looks: vec![statement, user, screen, search],
        total: 118,
    }
}
