//! Reports of quarters: the same on both databases, and an approved one stays as it is.

use tilsyn_domain::Instant;

use super::fixture::day;
use super::open;
use crate::registry::Location;
use crate::{QuarterApproved, QuarterReport, QuarterSaid};

fn closed(edition: u64) -> QuarterReport {
    QuarterReport {
        from: day("2026-07-01"),
        edition,
        closed_at: Instant(5),
        closed_by: "siv".to_owned(),
        figures: r#"{"lookups":7}"#.to_owned(),
        said: None,
        approved: None,
    }
}

fn said(text: &str) -> QuarterSaid {
    QuarterSaid {
        at: Instant(6),
        by: "siv".to_owned(),
        text: text.to_owned(),
    }
}

fn approved(document: &str) -> QuarterApproved {
    QuarterApproved {
        at: Instant(7),
        by: "anna".to_owned(),
        document: document.to_owned(),
        sha256: "00ff".to_owned(),
    }
}

pub(super) fn an_edition_is_closed_written_about_and_frozen(at: &Location) -> String {
    let registry = open(at);
    let first = (day("2026-07-01"), 1);
    assert!(!registry.say_of_quarter(first, &said("x")).expect("asked"));
    assert!(registry.keep_quarter(&closed(1)).expect("kept"));
    let other = QuarterReport {
        figures: "other".to_owned(),
        ..closed(1)
    };
    assert!(
        !registry.keep_quarter(&other).expect("asked"),
        "closed once"
    );
    assert!(registry.say_of_quarter(first, &said("a")).expect("kept"));
    assert!(registry.say_of_quarter(first, &said("b")).expect("kept"));
    assert!(
        registry
            .approve_quarter(first, &approved("d"))
            .expect("kept")
    );
    let late = registry.say_of_quarter(first, &said("c")).expect("asked");
    let twice = registry.approve_quarter(first, &approved("e"));
    assert!(!late && !twice.expect("asked"), "what is approved stays");
    assert!(registry.keep_quarter(&closed(2)).expect("kept"));
    let frozen = QuarterReport {
        said: Some(said("b")),
        approved: Some(approved("d")),
        ..closed(1)
    };
    let all = registry.quarter_reports().expect("read");
    assert_eq!(all, [closed(2), frozen]);
    format!("{all:?}")
}
