//! Made-up holds and retention classes.

use tilsyn_app::erasure::{HoldView, HoldsView, RetentionRule, RetentionView};

use super::integrity_now;

/// One that holds, for a case, and one that was let go, of an event that is erased.
pub(crate) fn holds() -> HoldsView {
    let hold = HoldView {
        number: 2,
        leaf: 17,
        event: Some(("HR".to_owned(), "e01".to_owned())),
        reference: "case 7".to_owned(),
        case: Some(7),
        held: integrity_now(),
        held_by: "Siv Dahl".to_owned(),
        released: None,
    };
    let released = HoldView {
        number: 1,
        event: None,
        reference: "police 12".to_owned(),
        case: None,
        released: Some((integrity_now(), "Jonas Berg".to_owned())),
        ..hold.clone()
    };
    HoldsView {
        rows: vec![hold, released],
        matching: 2,
        holding: 1,
        event: None,
    }
}

/// What came before there were classes, the own log, and a source with a rule, in October 2026.
pub(crate) fn retention() -> Vec<RetentionView> {
    let this_month = 2026 * 12 + 9;
    let class = |class, months: &[i32]| RetentionView {
        class,
        source: None,
        is_own_log: class == 2,
        legal_basis: String::new(),
        rule: None,
        months: months.to_vec(),
        this_month,
    };
    let of_source = RetentionView {
        source: Some("HR".to_owned()),
        legal_basis: "helsepersonelloven § 45".to_owned(),
        rule: Some(RetentionRule {
            months: 36,
            basis: "arkivlova".to_owned(),
            ruled: integrity_now(),
            ruled_by: "Siv Dahl".to_owned(),
        }),
        // January and February 2024, and a month ago.
        ..class(3, &[2024 * 12, 2024 * 12 + 1, 2026 * 12 + 8])
    };
    vec![class(1, &[]), class(2, &[2026 * 12 + 8]), of_source]
}
