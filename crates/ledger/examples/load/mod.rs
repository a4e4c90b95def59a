//! What the measurements of this folder put into a ledger.

use tilsyn_ledger::{Code, Compartment, EntryKind, NewEntry};

const SUBJECTS: usize = 200_000;
const OFFICIALS: usize = 2_000;
const MONTH: i32 = 2026 * 12;

/// Those who look up, then those who are looked up.
pub(crate) fn identities() -> Vec<String> {
    let numbers = 0..OFFICIALS + SUBJECTS;
    numbers
        .map(|number| format!("n:not-an-id-{number:08}"))
        .collect()
}

/// An event of four compartments and 400 bytes; `codes` are those of [`identities`].
pub(crate) fn event(number: usize, codes: &[Code]) -> Vec<NewEntry> {
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let official = codes[mixed % OFFICIALS];
    let subject = codes[OFFICIALS + (mixed >> 20) % SUBJECTS];
    vec![NewEntry {
        kind: EntryKind::AccessEvent,
        schema: 1,
        source: 1,
        source_sequence: number as u64,
        event_id: format!("event-{number}").into_bytes(),
        retention_class: 1,
        month: MONTH + i32::from(number.is_multiple_of(3)),
        compartments: vec![
            Compartment::actor(Some(official), vec![b'a'; 90]),
            Compartment::subject(Some(subject), vec![b's'; 60]),
            Compartment::act(vec![b't'; 130]),
            Compartment::detail(vec![b'd'; 120]),
        ],
        position: None,
    }]
}
