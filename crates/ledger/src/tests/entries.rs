//! What goes in comes out, once, in order, and shows nothing on the disk.

use super::*;
use crate::digest::{MacKey, hkdf};
use crate::ledger::PENDING_LEAVES_AIM;
use crate::row::{PersonKeys, RowPlace, seal_row};
use crate::seal::SealingKey;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Computed from the formulas alone, by a program of its own (Python, hmac and hashlib).
#[test]
fn an_entry_is_byte_for_byte_what_the_formulas_make_it() {
    let person = |number: u32| Code::new(number).unwrap();
    let persons: PersonKeys = [
        (person(7), MacKey::new(&[2; 32])),
        (person(9), MacKey::new(&[3; 32])),
    ]
    .into_iter()
    .collect();
    let compartments = [
        Compartment::actor(Some(person(7)), b"actor".to_vec()),
        Compartment::subject(Some(person(9)), b"subject".to_vec()),
        Compartment::act(b"act".to_vec()),
        Compartment::detail(b"detail".to_vec()),
    ];
    let event_key = MacKey::new(&[1; 32]).mac(&[b"event-1"]);
    let mut entry = Entry {
        kind: EntryKind::AccessEvent,
        schema: 3,
        received_seconds: NOON,
        source: 5,
        source_sequence: 42,
        event_key,
        body_root: [0; 32],
    };
    let place = RowPlace {
        ledger_id: &[0; 32],
        index: 11,
    };
    let chance = [4; 32 + 4 * 12];
    seal_row(
        &mut entry,
        &compartments,
        place,
        &persons,
        &SealingKey::new(&[5; 32]),
        &chance,
    );
    assert_eq!(
        hex(&entry.to_bytes()),
        "01010003000000006955b90000000005000000000000002a\
         0f42d433250a189753310398e77f1fff8e88d45fa8dfa1ad2c3893ccccd72438\
         f1650b5e5a9b2977cc6616713e6675bda60c393c497b6e57b4acb38099940d0d"
    );
    assert_eq!(
        hex(&entry.leaf_hash()),
        "6ac51caaf02dcb9b649f111a93e8e970a35b69398994b0c56bce8eb63d913726"
    );
    let part = MacKey::new(&[3; 32]).mac(&[b"acl/p/1", &event_key, &[0, 1]]);
    assert_eq!(
        hex(&hkdf(&part, &[b"acl/seal/1", &11_u64.to_be_bytes()])),
        "e604c144f21d09568e10c88e3cdbac086740f31dff4a4be36752599628d3e7eb"
    );
}

/// Takes compartments in ("A1 S2 S- T D": actor person 1, subject person 2, a subject nobody
/// knows, an act, a detail) and tells to whom each was bound.
fn check(compartments: &str, bound: &str) {
    let bench = Bench::new();
    let ledger = bench.create();
    let mut entry = event(&ledger, 1);
    entry.compartments = compartments
        .split_whitespace()
        .map(|one| {
            let person = one[1..].parse().ok().map(|number| code(&ledger, number));
            let bytes = format!("content of {one}").into_bytes();
            match &one[..1] {
                "A" => Compartment::actor(person, bytes),
                "S" => Compartment::subject(person, bytes),
                "T" => Compartment::act(bytes),
                _ => Compartment::detail(bytes),
            }
        })
        .collect();
    let expected: Vec<_> = entry
        .compartments
        .iter()
        .map(|one| Some(one.bytes.clone()))
        .collect();
    ledger.append(&[vec![entry]], NOON).unwrap();
    let stored = ledger.read(0).unwrap().unwrap().compartments.unwrap();
    let found: Vec<_> = stored.iter().map(|one| one.bytes.clone()).collect();
    assert_eq!(found, expected, "{compartments}");
    let mut acts = stored.iter().filter(|one| one.kind == CompartmentKind::Act);
    let act = acts.next().and_then(|one| one.bytes.clone());
    assert_eq!(ledger.read_act(0).unwrap(), act, "{compartments}");
    assert_eq!(ledger.read_act(1).unwrap(), None, "there is no such entry");
    let number = |person: Code| {
        let identity = ledger.vault().identity(person).unwrap().unwrap();
        String::from_utf8(identity)
            .unwrap()
            .rsplit_once('-')
            .unwrap()
            .1
            .to_string()
    };
    let to: Vec<_> = stored
        .iter()
        .map(|one| one.person.map_or("-".to_string(), number))
        .collect();
    assert_eq!(to.join(" "), bound, "{compartments}");
    ledger.checkpoint(NOON).unwrap();
    check_sound(&ledger, 1);
}

#[test]
fn a_detail_goes_with_the_only_subject() {
    check("A1 S2 T D", "1 2 - 2");
}

#[test]
fn a_detail_of_several_subjects_goes_with_nobody() {
    check("A1 S2 S3 T D", "1 2 3 - -");
}

#[test]
fn a_detail_without_a_known_subject_goes_with_nobody() {
    check("A1 T D", "1 - -");
    check("A1 S- D", "1 - -");
}

#[test]
fn an_entry_may_have_no_compartments() {
    check("", "");
}

#[test]
fn one_two_and_many_ways_of_reading_agree() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..200);
    append(&ledger, 200..201);
    let one_by_one: Vec<_> = (0..201).map(|index| ledger.read(index).unwrap()).collect();
    assert_eq!(ledger.read(201).unwrap(), None);
    let indexes: Vec<u64> = (0..201).collect();
    assert_eq!(ledger.read_many(&indexes).unwrap(), one_by_one);
    for from in [0, 1, 57, 200, 201, 999] {
        let streamed: Vec<_> = ledger.iterate(from).map(Result::unwrap).map(Some).collect();
        assert_eq!(streamed, one_by_one[at(from).min(201)..], "from {from}");
    }
    let last = one_by_one[200].as_ref().unwrap();
    assert_eq!(
        (last.index, last.entry.source, last.entry.source_sequence),
        (200, 3, 200)
    );
    assert_eq!((last.retention_class, last.month), (1, 2026 * 12 + 3));
}

#[test]
fn what_was_seen_is_told_and_not_kept_again() {
    use Appended::{Seen, Stored};
    let bench = Bench::new();
    let ledger = bench.create();
    assert_eq!(append(&ledger, 0..2), [Stored(0), Stored(1)]);
    let twice = vec![event(&ledger, 5), event(&ledger, 1), event(&ledger, 5)];
    assert_eq!(
        ledger.append(&[twice], NOON).unwrap(),
        [Stored(2), Seen(1), Seen(2)]
    );
    let mut other_source = event(&ledger, 5);
    other_source.source = 4;
    assert_eq!(
        ledger.append(&[vec![other_source]], NOON).unwrap(),
        [Stored(3)]
    );
    assert_eq!(ledger.find(3, b"canary-event-5").unwrap(), Some(2));
    assert_eq!(ledger.find(9, b"canary-event-5").unwrap(), None);
}

#[test]
fn what_was_seen_is_known_after_any_end_and_with_its_runs_lost() {
    let bench = Bench::new();
    let mut ledger = bench.create();
    // Runs of 40 keys: several, and one merge of eight.
    for first in (0..600).step_by(50) {
        append(&ledger, first..first + 50);
    }
    let expected: Vec<_> = (0..600).map(Appended::Seen).collect();
    assert_eq!(append(&ledger, 0..600), expected);
    let runs = || bench.path().join("seen").read_dir().unwrap().count();
    assert!((1..8).contains(&runs()), "{} runs", runs());
    drop(ledger);
    ledger = bench.open();
    assert_eq!(append(&ledger, 0..600), expected, "after a kill");
    ledger.close(NOON).unwrap();
    ledger = bench.open();
    assert_eq!(append(&ledger, 0..600), expected, "after a clean end");
    drop(ledger);
    std::fs::remove_dir_all(bench.path().join("seen")).unwrap();
    ledger = bench.open();
    assert_eq!(
        append(&ledger, 0..601)[599..],
        [Appended::Seen(599), Appended::Stored(600)]
    );
}

#[test]
fn received_never_goes_back_and_positions_last() {
    let bench = Bench::new();
    let ledger = bench.create();
    let with_position = |number: u64, stream: u64, bytes: &str| {
        let position = Some(Position {
            stream,
            bytes: bytes.as_bytes().to_vec(),
        });
        vec![NewEntry {
            position,
            ..event(&ledger, number)
        }]
    };
    let first = [
        with_position(1, 8, "one"),
        with_position(2, 9, "two"),
        with_position(3, 8, "three"),
    ];
    ledger.append(&first, NOON).unwrap();
    ledger
        .append(&[with_position(4, 9, "four")], NOON - 3600)
        .unwrap();
    let read = |index| ledger.read(index).unwrap().unwrap().entry.received_seconds;
    let received = |index| ledger.received(index).unwrap();
    assert_eq!((read(0), read(3)), (NOON, NOON));
    assert_eq!([0, 3, 4].map(received), [Some(NOON), Some(NOON), None]);
    drop(ledger);
    let ledger = bench.open();
    let position = |stream| ledger.position(3, stream).unwrap();
    assert_eq!(
        (position(8), position(9)),
        (Some(b"three".to_vec()), Some(b"four".to_vec()))
    );
    ledger.close(NOON).unwrap();
    let ledger = bench.open();
    assert_eq!(ledger.position(3, 8).unwrap(), Some(b"three".to_vec()));
    assert_eq!(ledger.position(3, 7).unwrap(), None);
}

#[test]
fn nothing_that_was_taken_in_can_be_read_on_the_disk() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..300);
    let long = [b"n:canary-long-".as_slice(), &[b'x'; 900]].concat();
    ledger.vault().codes_of(&[long]).unwrap();
    let sealed = ledger.seal(b"canary-refused-line", "quarantine").unwrap();
    write_file(bench.path().join("quarantine"), &sealed).unwrap();
    ledger.checkpoint(NOON).unwrap();
    assert_eq!(
        ledger.unseal(&sealed, "quarantine").unwrap(),
        b"canary-refused-line"
    );
    assert!(ledger.unseal(&sealed, "another").is_err());
    ledger.close(NOON).unwrap();
    for file in files_in(bench.folder.path()) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(
            memchr::memmem::find(&bytes, b"canary").is_none(),
            "{}",
            file.display()
        );
    }
}

#[test]
fn a_disguise_stays_for_the_life_of_its_key_and_belongs_to_one_purpose() {
    let bench = Bench::new();
    let ledger = bench.create();
    let plain = |number: u8| [number; DISGUISE_BYTES];
    let disguised = |ledger: &Ledger, purpose: &str| {
        let disguise = ledger.disguise(purpose).unwrap();
        let shown: Vec<_> = (0..=255).map(|n| disguise.put_on(plain(n))).collect();
        for (number, shown) in (0..=255).zip(&shown) {
            assert_eq!(disguise.take_off(*shown), plain(number));
        }
        shown
    };
    ledger.close(NOON).unwrap();
    // As a folder of a version without handles: the key is made after the first start.
    let keys = || std::fs::read(bench.path().join("keys")).unwrap().len();
    let before = keys();
    let ledger = bench.open();
    let first = disguised(&ledger, "handles");
    assert!(keys() > before, "the key is kept");
    assert_ne!(disguised(&ledger, "others"), first);
    ledger.close(NOON).unwrap();
    let after = keys();
    assert_eq!(disguised(&bench.open(), "handles"), first);
    assert_eq!(keys(), after, "no second key is made");
    assert!((0..=255).zip(&first).all(|(n, shown)| *shown != plain(n)));
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let bench = Bench::new();
    let ledger = bench.create();
    let compartments = |count| vec![Compartment::act(vec![b'x']); count];
    let append = |entry: NewEntry| ledger.append(&[vec![entry]], NOON);
    let many = |number, count| NewEntry {
        compartments: compartments(count),
        ..event(&ledger, number)
    };
    append(many(1, COMPARTMENTS_MAX)).unwrap();
    assert!(matches!(
        append(many(2, COMPARTMENTS_MAX + 1)),
        Err(Error::TooMuch { .. })
    ));
    let nameless = NewEntry {
        event_id: Vec::new(),
        ..event(&ledger, 3)
    };
    assert!(matches!(append(nameless), Err(Error::Empty { .. })));
    let positioned = |number, bytes: usize| NewEntry {
        position: Some(Position {
            stream: 1,
            bytes: vec![0; bytes],
        }),
        ..event(&ledger, number)
    };
    append(positioned(4, POSITION_BYTES_MAX)).unwrap();
    assert!(matches!(
        append(positioned(5, POSITION_BYTES_MAX + 1)),
        Err(Error::TooMuch { .. })
    ));
    // A row far longer than a segment is kept all the same.
    let huge = NewEntry {
        compartments: vec![Compartment::act(vec![b'x'; 1 << 20])],
        ..event(&ledger, 6)
    };
    append(huge).unwrap();
    append(event(&ledger, 7)).unwrap();
    drop(ledger);
    let ledger = bench.open();
    ledger.checkpoint(NOON).unwrap();
    check_sound(&ledger, 4);
}

#[test]
fn bytes_from_anywhere_are_refused_without_a_panic() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..3);
    ledger.checkpoint(NOON).unwrap();
    let segment = std::fs::read(bench.path().join("segments/0000000001.segment")).unwrap();
    let frame = &segment[64..];
    assert_eq!(entries_of_frame(frame).unwrap().len(), 3);
    let note = ledger.checkpoint_note();
    assert_eq!(parse_checkpoint(&note).unwrap().checkpoint.size, 3);
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..20_000 {
        let at = chance.next_u32() as usize;
        let mut altered = frame[..4096].to_vec();
        altered[at % 2500] ^= 1 << (at % 8);
        // A checksum made right again, as an attacker would.
        let length = u32::from_be_bytes(altered[4..8].try_into().unwrap()) as usize;
        if let Some(content) = altered.get(12..length) {
            let crc = crc32c::crc32c(content);
            altered[8..12].copy_from_slice(&crc.to_be_bytes());
        }
        drop(entries_of_frame(&altered));
        let mut altered = note.clone();
        altered[at % note.len()] ^= 1 << (at % 7);
        let parsed = parse_checkpoint(&altered);
        let same = |parsed: ParsedCheckpoint| {
            parsed.signatures != parse_checkpoint(&note).unwrap().signatures
                || parsed.text != parse_checkpoint(&note).unwrap().text
        };
        assert!(parsed.is_none_or(same), "another note was read as the same");
    }
}

#[test]
fn a_ledger_is_empty_until_something_is_taken_in() {
    let bench = Bench::new();
    let ledger = bench.create();
    assert!(ledger.is_empty());
    append(&ledger, 0..1);
    assert!(!ledger.is_empty());
}

#[test]
fn a_checkpoint_is_due_when_so_many_leaves_wait() {
    let bench = Bench::new();
    let ledger = bench.create();
    let wait = |many: usize| {
        let leaves = std::iter::repeat_n(([0; ENTRY_BYTES], [0; 32]), many);
        assert!(!ledger.add_pending(leaves), "no append makes it yet");
    };
    wait(PENDING_LEAVES_AIM - 1);
    assert!(!ledger.is_checkpoint_due());
    wait(1);
    assert!(ledger.is_checkpoint_due());
}
