//! Official samples, what was made of their items, and tests: the same on both databases.

use tilsyn_domain::Instant;

use super::fixture::day;
use super::open;
use crate::registry::Location;
use crate::{PlantedTest, Sample, SampleItem, SampleVerdict};

fn sample(number: u64, from: &str, to: &str) -> Sample {
    Sample {
        number,
        leaf: 100 + number,
        from: day(from),
        to: day(to),
        at: Instant(7),
        by: "siv".to_owned(),
        terms: r#"{"seed":"x"}"#.to_owned(),
    }
}

fn item(place: u64, stratum: &str) -> SampleItem {
    SampleItem {
        place,
        leaf: 10 * place,
        user: 3,
        about: u32::MAX,
        stratum: stratum.to_owned(),
        unit: (place == 1).then(|| "u 1".to_owned()),
        reason: (place == 2).then(|| "own_unit".to_owned()),
    }
}

fn verdict(number: u64, place: u64, verdict: &str) -> SampleVerdict {
    SampleVerdict {
        number,
        place,
        leaf: 200 + number,
        at: Instant(i64::try_from(number).expect("small")),
        by: "siv".to_owned(),
        verdict: verdict.to_owned(),
        case: (verdict == "asked").then_some(4),
    }
}

pub(super) fn a_sample_is_kept_once_with_what_was_said_of_each(at: &Location) -> String {
    let registry = open(at);
    assert_eq!(registry.next_sample().expect("asked"), 1);
    let keep = |sample: &Sample, items: &[SampleItem]| {
        registry.keep_sample(sample, items).expect("kept");
    };
    let first = sample(1, "2026-07-01", "2026-09-30");
    let items = [item(1, "unexplained"), item(2, "strong")];
    keep(&first, &items);
    // What is found in the ledger again after a crash changes nothing, nor does a second draw.
    keep(
        &Sample {
            terms: "other".to_owned(),
            ..first.clone()
        },
        &[item(3, "weak")],
    );
    keep(&sample(2, "2026-07-01", "2026-09-30"), &[item(1, "weak")]);
    let later = sample(2, "2026-10-01", "2026-10-31");
    keep(&later, &[]);
    assert_eq!(registry.next_sample().expect("asked"), 3);
    assert_eq!(registry.samples().expect("read"), [later, first]);
    assert_eq!(registry.sample_items(1).expect("read"), items);
    assert_eq!(registry.sample_items(2).expect("read"), []);
    let note = |one: &SampleVerdict| registry.note_sample_verdict(1, one).expect("noted");
    note(&verdict(2, 1, "undone"));
    note(&verdict(1, 1, "asked"));
    note(&verdict(1, 2, "needed"));
    let expected = [verdict(1, 1, "asked"), verdict(2, 1, "undone")];
    assert_eq!(registry.sample_verdicts(1).expect("read"), expected);
    assert_eq!(registry.sample_verdicts(2).expect("read"), []);
    format!(
        "{:?} {:?} {expected:?}",
        registry.samples().expect("read"),
        items
    )
}

pub(super) fn a_test_is_kept_once(at: &Location) -> String {
    let registry = open(at);
    let test = |number: u64| PlantedTest {
        number,
        leaf: number + 5,
        from: day("2026-07-01"),
        to: day("2026-07-31"),
        at: Instant(9),
        by: "mona".to_owned(),
    };
    assert_eq!(registry.next_planted_test().expect("asked"), 1);
    registry.keep_planted_test(&test(1)).expect("kept");
    registry.keep_planted_test(&test(2)).expect("kept");
    let again = PlantedTest { leaf: 1, ..test(2) };
    registry.keep_planted_test(&again).expect("nothing happens");
    assert_eq!(registry.next_planted_test().expect("asked"), 3);
    assert_eq!(registry.planted_tests().expect("read"), [test(2), test(1)]);
    format!("{:?}", registry.planted_tests().expect("read"))
}
