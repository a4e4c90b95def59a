//! After any end: everything acknowledged is there, and no half group.

use super::*;

fn last_segment(folder: &Path) -> PathBuf {
    let segments = files_in(&folder.join("segments"));
    segments
        .into_iter()
        .rfind(|path| path.extension().is_some_and(|one| one == "segment"))
        .unwrap()
}

/// Where the frames of a segment begin, and where they end.
fn frame_bounds(segment: &[u8]) -> Vec<usize> {
    let mut bounds = vec![64];
    while segment[*bounds.last().unwrap()..].starts_with(b"TFR1") {
        let at = *bounds.last().unwrap();
        bounds.push(at + u32::from_be_bytes(segment[at + 4..at + 8].try_into().unwrap()) as usize);
    }
    bounds
}

/// A ledger of two single events and then a group of three, none under a checkpoint.
fn with_a_group() -> Bench {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..1);
    append(&ledger, 1..2);
    let small = |number| NewEntry {
        compartments: vec![Compartment::act(vec![b'x'])],
        ..event(&ledger, number)
    };
    ledger.append(&[(2..5).map(small).collect()], NOON).unwrap();
    bench
}

fn check_torn(tear: impl Fn(&mut Vec<u8>, usize) + Sync) {
    let bench = with_a_group();
    let segment = std::fs::read(last_segment(&bench.path())).unwrap();
    let bounds = frame_bounds(&segment);
    let (begin, end) = (bounds[bounds.len() - 2], bounds[bounds.len() - 1]);
    for at in begin..end {
        let copy = bench.snapshot();
        let mut torn = segment.clone();
        tear(&mut torn, at);
        write_file(last_segment(copy.path()), torn).unwrap();
        let ledger = bench.open_at(copy.path()).unwrap();
        assert_eq!(ledger.len(), 2, "torn at byte {at}");
        assert_eq!(
            append(&ledger, 1..3),
            [Appended::Seen(1), Appended::Stored(2)]
        );
        ledger.checkpoint(NOON).unwrap();
        check_sound(&ledger, 3);
    }
}

#[test]
fn a_segment_cut_anywhere_in_its_last_frame_loses_that_group_alone() {
    check_torn(|segment, at| segment.truncate(at));
}

#[test]
fn a_segment_zero_from_anywhere_in_its_last_frame_loses_that_group_alone() {
    // The first byte that is zero already changes nothing, so one before it is taken with it.
    check_torn(|segment, at| {
        let from = segment[..at + 1]
            .iter()
            .rposition(|byte| *byte != 0)
            .unwrap();
        segment[from..].fill(0);
    });
}

#[test]
fn a_frame_that_was_acknowledged_before_another_is_never_dropped() {
    let bench = with_a_group();
    let path = last_segment(&bench.path());
    let mut segment = std::fs::read(&path).unwrap();
    let second = frame_bounds(&segment)[1];
    segment[second + 50] ^= 1;
    write_file(&path, segment).unwrap();
    let refused = bench.open_at(&bench.path()).err().unwrap().to_string();
    assert!(
        refused.contains("0000000001.segment is damaged"),
        "{refused}"
    );
}

#[test]
fn a_signed_entry_that_is_missing_is_never_overlooked() {
    let bench = with_a_group();
    let ledger = bench.open();
    ledger.checkpoint(NOON).unwrap();
    drop(ledger);
    let path = last_segment(&bench.path());
    let mut segment = std::fs::read(&path).unwrap();
    let bounds = frame_bounds(&segment);
    segment[bounds[bounds.len() - 2]..].fill(0);
    write_file(&path, segment).unwrap();
    let refused = bench.open_at(&bench.path()).err().unwrap().to_string();
    assert!(
        refused.contains("0000000001.segment is damaged")
            && refused.contains("ends before entry 4, which was signed"),
        "{refused}"
    );
}

#[test]
fn whenever_the_power_goes_all_that_was_acknowledged_is_there() {
    let bench = Bench::new();
    let ledger = bench.create();
    let mut acknowledged = 0;
    for step in 0..40_u64 {
        let count = 1 + step * 7 % 31;
        append(&ledger, acknowledged..acknowledged + count);
        acknowledged += count;
        if step % 3 == 0 {
            ledger.checkpoint(NOON + step).unwrap();
        }
        let copy = bench.snapshot();
        let opened = bench.open_at(copy.path()).unwrap();
        assert_eq!(opened.len(), acknowledged);
        assert_eq!(
            append(&opened, acknowledged - 1..acknowledged),
            [Appended::Seen(acknowledged - 1)]
        );
        opened.checkpoint(NOON + step).unwrap();
        check_sound(&opened, acknowledged);
        let root = |ledger: &Ledger| ledger.checkpoint(NOON + step).unwrap().root;
        let as_it_went = bench
            .open_at(bench.snapshot().path())
            .map(|ledger| root(&ledger));
        assert_eq!(
            as_it_went.unwrap(),
            root(&opened),
            "the same entries, the same tree"
        );
    }
}

#[test]
fn a_segment_that_became_full_as_the_power_went_is_finished() {
    let bench = Bench::new();
    let ledger = bench.create();
    for step in 0..8 {
        append(&ledger, step * 50..step * 50 + 50);
    }
    drop(ledger);
    let path = bench.path().join("segments");
    // As if the power had gone before the first segment was cut and its frames were listed.
    std::fs::remove_file(path.join("0000000001.frames")).unwrap();
    let segment = std::fs::OpenOptions::new()
        .write(true)
        .open(path.join("0000000001.segment"));
    let segment = segment.unwrap();
    segment
        .set_len(segment.metadata().unwrap().len() + 5000)
        .unwrap();
    let ledger = bench.open();
    ledger.checkpoint(NOON).unwrap();
    check_sound(&ledger, 400);
}

#[test]
fn tiles_without_their_checkpoint_are_written_again() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..300);
    let copy = bench.snapshot();
    ledger.checkpoint(NOON).unwrap();
    drop(ledger);
    // The tiles got to the disk, damaged on the way; the checkpoint over them did not.
    copy_folder(&bench.path().join("tile"), &{
        let to = copy.path().join("tile");
        std::fs::create_dir(&to).unwrap();
        to
    });
    write_file(copy.path().join("tile/0/000"), b"half of it").unwrap();
    let ledger = bench.open_at(copy.path()).unwrap();
    ledger.checkpoint(NOON).unwrap();
    check_sound(&ledger, 300);
}

#[test]
fn codes_without_an_entry_may_be_lost_and_codes_with_one_may_not() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..1);
    code(&ledger, 999);
    drop(ledger);
    let path = bench.path().join("vault/slots");
    let mut slots = std::fs::read(&path).unwrap();
    let end = slots.len();
    slots[end - 100] ^= 1;
    write_file(&path, &slots).unwrap();
    let ledger = bench.open();
    assert_eq!(ledger.vault().find(&identity(999)), None);
    drop(ledger);
    let mut slots = std::fs::read(&path).unwrap();
    let end = slots.len();
    slots[end - 100] ^= 1;
    write_file(&path, &slots).unwrap();
    let refused = bench.open_at(&bench.path()).err().unwrap().to_string();
    assert!(refused.contains("vault/slots is damaged"), "{refused}");
}

#[test]
fn a_code_with_an_entry_is_missed_when_its_slot_was_cut_off() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..1);
    assert_eq!(ledger.vault().len(), 2);
    drop(ledger);
    let path = bench.path().join("vault/slots");
    let slots = std::fs::read(&path).unwrap();
    write_file(&path, &slots[..2 * 192]).unwrap();
    let refused = bench.open_at(&bench.path()).err().unwrap().to_string();
    assert!(refused.contains("slot 2"), "{refused}");
}

#[test]
fn slots_that_came_to_the_disk_in_another_order_are_cut_off() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..1);
    let before = ledger.vault().len();
    let new: Vec<_> = (900..912).map(identity).collect();
    ledger.vault().codes_of(&new).unwrap();
    drop(ledger);
    // Of twelve new slots the power cut kept the last ones, and lost a sector before them.
    let path = bench.path().join("vault/slots");
    let mut slots = std::fs::read(&path).unwrap();
    let lost = (at(before.into()) + 1) * 192 + 400;
    slots[lost..lost + 512].fill(0);
    write_file(&path, &slots).unwrap();
    let ledger = bench.open();
    assert!((before..before + 4).contains(&ledger.vault().len()));
    let again = ledger.vault().codes_of(&new).unwrap();
    assert_eq!(again.last().unwrap().get(), before + 12);
    append(&ledger, 1..3);
    ledger.checkpoint(NOON).unwrap();
    check_sound(&ledger, 3);
}

#[test]
fn a_folder_is_made_once_and_held_by_one() {
    let bench = Bench::new();
    let ledger = bench.create();
    let again = Ledger::create(&bench.path(), ORIGIN, &bench.kek(), &bench.options);
    assert!(matches!(again, Err(Error::Exists { .. })));
    let second = bench.open_at(&bench.path()).err().unwrap().to_string();
    assert!(second.contains("is in use by tilsyn (process"), "{second}");
    drop(ledger);
    let other_key = FileKek::create(&bench.folder.path().join("other.key"), &SystemRandomness);
    let refused = Ledger::open(&bench.path(), &other_key.unwrap(), &bench.options);
    assert!(matches!(refused, Err(Error::WrongKey { .. })));
    let spaces = Ledger::create(
        &bench.folder.path().join("b"),
        "a b",
        &bench.kek(),
        &bench.options,
    );
    assert!(matches!(spaces, Err(Error::Origin)));
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let path = bench.folder.path().join("root.key");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(
        FileKek::open(&path),
        Err(Error::KeyOpenToOthers { .. })
    ));
}

#[test]
fn a_batch_is_written_in_frames_of_about_so_many_bytes() {
    let mut bench = Bench::new();
    bench.options.frame_bytes_aim = 5000;
    let ledger = bench.create();
    append(&ledger, 0..60);
    let segment = std::fs::read(last_segment(&bench.path())).unwrap();
    let bounds = frame_bounds(&segment);
    let lengths: Vec<usize> = bounds.windows(2).map(|two| two[1] - two[0]).collect();
    let (last, whole) = lengths.split_last().unwrap();
    let is_about = |length: &usize| (3500..6500).contains(length);
    assert!(whole.iter().all(is_about) && *last < 6500, "{lengths:?}");
    // A group is in one frame, however long it is.
    let group = (60..100).map(|number| event(&ledger, number)).collect();
    ledger.append(&[group], NOON).unwrap();
    let segment = std::fs::read(last_segment(&bench.path())).unwrap();
    assert_eq!(frame_bounds(&segment).len(), bounds.len() + 1);
}
