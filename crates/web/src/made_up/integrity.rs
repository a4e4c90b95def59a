//! How the made-up municipality's log stands: whole, with two witnesses, one of them silent.

use tilsyn_app::integrity::{
    CheckpointMark, ErasureTold, IntegrityView, Outcome, ToldOf, Verified,
};
use tilsyn_app::witnesses::{Quorum, Trouble, WitnessStanding};
use tilsyn_domain::Instant;

use super::at;

/// When the page is looked at.
pub(crate) fn integrity_now() -> Instant {
    at("2026-10-01T04:05:30Z")
}

pub(crate) fn integrity() -> IntegrityView {
    let witness = |name: &str, silent_seconds, trouble| WitnessStanding {
        name: name.to_owned(),
        silent_seconds: Some(silent_seconds),
        leaves: Some(1_048_000 - silent_seconds),
        trouble,
    };
    IntegrityView {
        mark: CheckpointMark {
            origin: "test.example/log".to_owned(),
            size: 1_048_000,
            root: [0x0a; 32],
            until: Some(at("2026-10-01T04:05:00Z")),
            newer: 0,
        },
        entries: 1_048_211,
        verifier_key: "test.example/log+db9081b5+AVsZZ9sfM0POMCP2B7yuiRs51XtrJYJVmFYxh3vF3+z+"
            .to_owned(),
        growth: vec![
            (at("2026-07-01T04:00:00Z"), 120),
            (at("2026-08-01T04:00:00Z"), 400_000),
            (at("2026-09-01T04:00:00Z"), 720_000),
            (at("2026-10-01T04:05:00Z"), 1_048_000),
        ],
        witnesses: vec![
            witness("datatilsynet", 30, None),
            witness("revisor", 90_000, Some(Trouble::Unreachable)),
        ],
        quorum: Some(Quorum {
            leaves: Some(1_047_970),
            missing: vec!["revisor".to_owned()],
        }),
        roll_back: None,
        verified: Some(Verified {
            at: at("2026-10-01T02:00:00Z").0,
            seconds: 4,
            by: "Siv Dahl".to_owned(),
            outcome: Outcome::Whole,
            leaves: 1_047_500,
            events: 1_020_000,
            checkpoints: 2_210,
            erased: 12,
            unexplained: 0,
            faults: 0,
        }),
        running: None,
        erasures: vec![
            ErasureTold {
                leaf: 1_047_112,
                at: at("2026-09-12T08:00:00Z"),
                what: ToldOf::Persons,
                entries: 412,
                basis: "GDPR-17-1-d".to_owned(),
                reason: Some("Ført på feil person".to_owned()),
                asked_by: Some("Siv Dahl".to_owned()),
                approved_by: Some("Jonas Berg".to_owned()),
            },
            ErasureTold {
                leaf: 900_000,
                at: at("2026-08-01T08:00:00Z"),
                what: ToldOf::Period { month: 24_267 },
                entries: 31_007,
                basis: "GDPR-5-1-e".to_owned(),
                reason: None,
                asked_by: None,
                approved_by: Some("Siv Dahl".to_owned()),
            },
        ],
        erasures_total: 2,
        faults: Vec::new(),
    }
}
