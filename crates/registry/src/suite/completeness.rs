//! Arrivals, gaps, and entries about sources: the same on both.

use tilsyn_domain::Instant;
use tilsyn_domain::rhythm::Arrival;

use super::open;
use crate::completeness::{ArrivalNotes, Gap, NoteKind};
use crate::page::Page;
use crate::registry::Location;

fn arrival(hour: i64, events: u64, first: i64, last: i64) -> Arrival {
    Arrival {
        hour,
        events,
        first: Instant(first),
        last: Instant(last),
    }
}

pub(super) fn arrivals_add_up_and_are_counted_once(at: &Location) -> String {
    let registry = open(at);
    let source = registry.source_no("elevreg").expect("a number");
    assert_eq!(registry.arrivals_noted_to().expect("a leaf"), 0);
    let note = |arrivals: &[Arrival], up_to| {
        let arrivals = arrivals.iter().map(|one| (source, *one)).collect();
        let notes = Vec::new();
        registry.note_arrivals(&ArrivalNotes { arrivals, notes }, up_to)
    };
    note(&[arrival(7, 2, 50, 90), arrival(9, 1, 10, 10)], 3).expect("noted");
    note(&[arrival(7, 5, 40, 60)], 9).expect("noted");
    // An earlier leaf does not take back what was counted.
    note(&[], 4).expect("noted");
    assert_eq!(registry.arrivals_noted_to().expect("a leaf"), 9);
    let found = registry.arrivals(source, 0).expect("a list");
    assert_eq!(found, [arrival(7, 7, 40, 90), arrival(9, 1, 10, 10)]);
    assert_eq!(registry.arrivals(source, 8).expect("a list").len(), 1);
    let nobody = ArrivalNotes {
        arrivals: vec![(source, arrival(1, 1, 1, 1)), (8, arrival(1, 1, 1, 1))],
        ..ArrivalNotes::default()
    };
    assert!(registry.note_arrivals(&nobody, 12).is_err());
    assert_eq!(registry.arrivals_noted_to().expect("a leaf"), 9);
    assert_eq!(registry.arrivals(source, 0).expect("a list"), found);
    format!("{found:?}")
}

pub(super) fn gaps_open_and_are_filled(at: &Location) -> String {
    let registry = open(at);
    let source = registry.source_no("elevreg").expect("a number");
    let gap = |first, last, noticed, filled: Option<i64>| Gap {
        first,
        last,
        noticed: Instant(noticed),
        filled: filled.map(Instant),
        after: Some(Instant(-5)),
        before: None,
    };
    let keep = |open: &[Gap], filled: &[Gap]| {
        registry.keep_gaps(source, open, filled).expect("kept");
    };
    keep(&[gap(4, 6, 1, None), gap(9, 9, 1, None)], &[]);
    keep(&[gap(4, 4, 1, None)], &[gap(5, 6, 1, Some(7))]);
    // The same once more, as after a crash.
    keep(&[gap(4, 4, 1, None)], &[gap(5, 6, 1, Some(7))]);
    keep(&[gap(4, 4, 1, None)], &[gap(9, 9, 1, Some(8))]);
    let open = registry.open_gaps(source).expect("a list");
    assert_eq!(open, [gap(4, 4, 1, None)]);
    let filled = registry.filled_gaps(source, Page::first(9));
    let filled = filled.expect("a list");
    assert_eq!(filled, [gap(9, 9, 1, Some(8)), gap(5, 6, 1, Some(7))]);
    assert!(registry.keep_gaps(8, &open, &[]).is_err());
    format!("{open:?} {filled:?}")
}

pub(super) fn an_entry_about_a_source_is_noted_once(at: &Location) -> String {
    let registry = open(at);
    let source = registry.source_no("elevreg").expect("a number");
    let notes = ArrivalNotes {
        arrivals: Vec::new(),
        notes: vec![
            (3, source, NoteKind::Statement),
            (4, source, NoteKind::Explanation),
            (8, source, NoteKind::Statement),
            (3, source, NoteKind::Statement),
        ],
    };
    for up_to in [9, 10] {
        registry.note_arrivals(&notes, up_to).expect("noted");
    }
    let found = |kind| {
        registry
            .source_notes(source, kind, Page::first(9))
            .expect("a list")
    };
    assert_eq!(found(NoteKind::Statement), [8, 3]);
    assert_eq!(found(NoteKind::Explanation), [4]);
    format!("{:?}", found(NoteKind::Statement))
}
