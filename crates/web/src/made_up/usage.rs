//! The use of systems in the made-up municipality.

use tilsyn_app::log_review::{Slot, UsageBy, UsageRow, UsageView};
use tilsyn_domain::Day;

use super::made_from;

pub(crate) fn usage(by: UsageBy) -> UsageView {
    let mut hours = [[0; 24]; 7];
    hours[0][8..16].copy_from_slice(&[120, 210, 190, 80, 140, 150, 90, 30]);
    (hours[4][11], hours[6][23]) = (77, 2);
    let day = |text| Day::parse(text).expect("a date");
    let weeks = vec![
        (day("2026-06-29"), 212),
        (day("2026-07-06"), 0),
        (day("2026-07-13"), 877),
    ];
    let row = |slot, name: Option<&str>, events, users| UsageRow {
        slot,
        name: name.map(str::to_owned),
        events,
        users,
    };
    let place = |name: &str| Slot::Place(name.to_owned());
    let rows = match by {
        UsageBy::Hour => vec![row(Slot::Hour(0, 8), None, 120, None)],
        UsageBy::Week => {
            let weeks = weeks.iter();
            weeks
                .map(|(week, events)| row(Slot::Week(*week), None, *events, None))
                .collect()
        }
        UsageBy::Unit => vec![
            row(place("u1"), Some("Barnevern"), 900, Some(14)),
            row(Slot::FewUnits(3), None, 40, None),
            row(Slot::NoUnit, None, 2, None),
        ],
        _ => vec![
            row(place("Personalia"), Some("Personalia"), 3_120, Some(88)),
            row(place("Lønn og trekk"), Some("Lønn og trekk"), 811, None),
        ],
    };
    UsageView {
        by,
        events: 1_089,
        is_withheld: false,
        hours,
        weeks,
        matching: rows.len(),
        rows,
        units: Vec::new(),
        made_from: made_from(),
    }
}
