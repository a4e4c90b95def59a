//! The vault: codes that stay, identities of any length, and what erasing one slot does.

use super::*;

#[test]
fn codes_are_dense_and_stay() {
    let bench = Bench::new();
    let ledger = bench.create();
    let vault = ledger.vault();
    assert!(vault.is_empty());
    let names: Vec<_> = [1, 2, 1, 3].map(identity).to_vec();
    let codes: Vec<u32> = vault
        .codes_of(&names)
        .unwrap()
        .iter()
        .map(|code| code.get())
        .collect();
    assert_eq!(codes, [1, 2, 1, 3]);
    assert!(!vault.is_empty());
    assert_eq!(vault.find(&identity(3)).map(Code::get), Some(3));
    assert_eq!(vault.find(&identity(4)), None);
    drop(ledger);
    let ledger = bench.open();
    let codes: Vec<u32> = ledger
        .vault()
        .codes_of(&[4, 3, 2].map(identity))
        .unwrap()
        .iter()
        .map(|c| c.get())
        .collect();
    assert_eq!(codes, [4, 3, 2]);
    assert_eq!(ledger.vault().len(), 4);
}

#[test]
fn identities_of_every_length_come_back() {
    let bench = Bench::new();
    let ledger = bench.create();
    let lengths = [1, 85, 86, 87, 500, IDENTITY_BYTES_MAX];
    let names: Vec<Vec<u8>> = lengths.iter().map(|length| vec![b'y'; *length]).collect();
    ledger.vault().codes_of(&names).unwrap();
    drop(ledger);
    let overflow = bench.path().join("vault/overflow").metadata().unwrap();
    assert_eq!(
        overflow.len(),
        4 * 1072,
        "its head, and those that do not fit a slot"
    );
    let ledger = bench.open();
    for (name, code) in names.iter().zip(1..) {
        let code = Code::new(code).unwrap();
        assert_eq!(ledger.vault().identity(code).unwrap().as_ref(), Some(name));
    }
    let past = vec![b'y'; IDENTITY_BYTES_MAX + 1];
    assert!(matches!(
        ledger.vault().codes_of(&[past]),
        Err(Error::TooMuch { .. })
    ));
    assert!(matches!(
        ledger.vault().codes_of(&[b""]),
        Err(Error::Empty { .. })
    ));
    assert_eq!(
        ledger.vault().identity(Code::new(99).unwrap()).unwrap(),
        None
    );
    check_sound(&ledger, 0);
}

#[test]
fn many_ask_at_once_and_nobody_gets_two_codes() {
    let bench = Bench::new();
    let ledger = bench.create();
    std::thread::scope(|scope| {
        for start in 0..4 {
            let ledger = &ledger;
            scope.spawn(move || {
                for number in 0..400 {
                    let number = (number * 7 + start * 100) % 400;
                    let code = code(ledger, number);
                    let found = ledger.vault().identity(code).unwrap();
                    assert_eq!(found, Some(identity(number)));
                }
            });
        }
    });
    assert_eq!(ledger.vault().len(), 400);
    check_sound(&ledger, 0);
}

#[test]
fn an_event_about_nobody_known_is_refused() {
    let bench = Bench::new();
    let ledger = bench.create();
    let mut entry = event(&ledger, 1);
    entry.compartments = vec![Compartment::subject(Code::new(77), b"x".to_vec())];
    let refused = ledger.append(&[vec![entry]], NOON);
    assert!(matches!(refused, Err(Error::NoSuchPerson { code: 77 })));
    assert_eq!(
        append(&ledger, 0..1),
        [Appended::Stored(0)],
        "the ledger goes on"
    );
}

/// What erasing a person will do to a closed ledger: one slot overwritten.
pub(super) fn overwrite_slot(bench: &Bench, erased: Code) {
    let path = bench.path().join("vault/slots");
    let mut slots = std::fs::read(&path).unwrap();
    let slot = &mut slots[192 * erased.get() as usize..][..192];
    slot[4] = 2;
    slot[12..].fill(0);
    let crc = crc32c::crc32c(&slot[4..]);
    slot[..4].copy_from_slice(&crc.to_be_bytes());
    write_file(&path, slots).unwrap();
}

#[test]
fn one_slot_overwritten_takes_that_person_alone_away() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..100);
    let erased = code(&ledger, 100);
    let before = ledger.checkpoint(NOON).unwrap();
    ledger.close(NOON).unwrap();

    overwrite_slot(&bench, erased);
    let ledger = bench.open();
    assert_eq!(ledger.vault().identity(erased).unwrap(), None);
    assert_eq!(ledger.vault().find(&identity(100)), None);
    // Event 50 was about person 100: its subject and its detail are gone, the rest opens.
    let stored = ledger.read(50).unwrap().unwrap().compartments.unwrap();
    let opens: Vec<bool> = stored.iter().map(|one| one.bytes.is_some()).collect();
    assert_eq!(opens, [true, false, true, false]);
    let report = verify(&ledger);
    assert_eq!(report.problems, []);
    assert_eq!(
        (report.erased, report.unexplained),
        (4, 4),
        "two events, two parts each"
    );
    assert_eq!(ledger.last_checkpoint(), before);
    let again = code(&ledger, 100);
    assert_ne!(again, erased, "a code is never given out twice");
}
