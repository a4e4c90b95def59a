//! What somebody who has the public key is told of a folder: all that was looked at, each fault by
//! its file and place, and what could not be checked. Not here: that changes are found at all
//! (`tampering`).

use super::witnessed::cosigned;
use super::*;
use crate::frame::Frame;

const HEADER: usize = 64;

fn check(folder: &Path, key: &VerifierKey) -> FolderReport {
    check_folder(folder, key, &mut |_, _| {}).unwrap()
}

/// What is wrong, each with its file in the ledger's folder.
fn told(bench: &Bench, key: &VerifierKey) -> Vec<String> {
    let folder = bench.path();
    let tell = |one: &Problem| {
        let file = one.file.strip_prefix(&folder).unwrap();
        format!("{}: {}", file.display(), one.what)
    };
    check(&folder, key).problems.iter().map(tell).collect()
}

/// A closed ledger with a checkpoint after each of these numbers of events.
fn closed(bench: &Bench, steps: &[u64]) -> VerifierKey {
    let ledger = bench.create();
    for step in steps {
        append(&ledger, ledger.len()..ledger.len() + step);
        ledger.checkpoint(NOON).unwrap();
    }
    let key = ledger.own_key();
    ledger.close(NOON).unwrap();
    key
}

/// Alters a file of the ledger.
fn alter(bench: &Bench, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let path = bench.path().join(name);
    let mut bytes = std::fs::read(&path).unwrap();
    change(&mut bytes);
    write_file(path, bytes).unwrap();
}

#[test]
fn of_a_folder_that_nobody_touched_every_file_is_looked_at_and_told() {
    let bench = Bench::new();
    let ledger = bench.create();
    for step in [3, 100, 199, 400, 7] {
        append(&ledger, ledger.len()..ledger.len() + step);
        ledger.checkpoint(NOON).unwrap();
    }
    let note = cosigned(&ledger, NOON);
    ledger.keep_witnessed(&note).unwrap();
    let (key, checkpoint) = (ledger.own_key(), ledger.last_checkpoint());
    ledger.close(NOON).unwrap();
    write_file(bench.path().join("checkpoint"), note).unwrap();
    let expected = FolderReport {
        origin: ORIGIN.to_owned(),
        checkpoint: Some(checkpoint),
        entries: 709,
        // Five that were kept, the last one, and that of the witness.
        checkpoints: 7,
        tiles: files_in(&bench.path().join("tile")).len() as u64,
        other_signers: vec!["witness.example/1".to_owned()],
        problems: Vec::new(),
        unchecked: vec![Unchecked::Times, Unchecked::Rows, Unchecked::Sealed],
    };
    assert_eq!(check(&bench.path(), &key), expected);
}

#[test]
fn what_a_witness_signed_stands_under_its_own_name_and_shows_a_ledger_set_back() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..10);
    ledger.checkpoint(NOON).unwrap();
    let kept = ["checkpoint", "checkpoints"].map(|name| bench.path().join(name));
    let older = kept.each_ref().map(|path| std::fs::read(path).unwrap());
    append(&ledger, 10..20);
    ledger.checkpoint(NOON).unwrap();
    ledger.keep_witnessed(&cosigned(&ledger, NOON)).unwrap();
    let (key, path) = (ledger.own_key(), ledger.witnessed().unwrap().remove(0).path);
    ledger.close(NOON).unwrap();
    assert_eq!(told(&bench, &key), [""; 0]);
    let other = path.with_file_name("00000000000000000019-00000000");
    tilsyn_durable::rename(&path, &other).unwrap();
    let said = "witnessed/00000000000000000019-00000000: \
                it holds another checkpoint than its name says";
    assert_eq!(told(&bench, &key), [said]);
    tilsyn_durable::rename(&other, &path).unwrap();
    for (path, bytes) in kept.iter().zip(older) {
        write_file(path, bytes).unwrap();
    }
    let said = "checkpoint: it has 10 entries, and one of 20 was kept before: \
                the ledger was set back";
    assert_eq!(told(&bench, &key), [said]);
}

#[test]
fn the_name_of_another_ledger_is_told() {
    let bench = Bench::new();
    let key = closed(&bench, &[3]);
    let other = bench.folder.path().join("other");
    let kek = bench.kek();
    drop(Ledger::create(&other, "other.example/log", &kek, &bench.options).unwrap());
    std::fs::copy(other.join("ledger"), bench.path().join("ledger")).unwrap();
    let said = "ledger: it names another log than the key does";
    assert_eq!(told(&bench, &key), [said]);
}

#[test]
fn an_entry_received_before_the_one_before_it_is_told() {
    let bench = Bench::new();
    let key = closed(&bench, &[300]);
    alter(&bench, "tile/entries/001.p/44", |bytes| {
        let received = 7 * (2 + ENTRY_BYTES) + 2 + 4;
        bytes[received + 6] -= 1;
    });
    let told = told(&bench, &key);
    let said = "tile/entries/001.p/44: entry 263 was received before the one before it";
    assert!(told.contains(&said.to_owned()), "{told:?}");
}

#[test]
fn an_altered_tile_of_when_the_tree_was_smaller_is_named_with_either_key() {
    let bench = Bench::new();
    let key = closed(&bench, &[300, 400]);
    let tile = "tile/1/000.p/1";
    alter(&bench, tile, |bytes| bytes[31] ^= 1);
    let said = format!("{tile}: it is not the beginning of the tile that follows it");
    assert_eq!(told(&bench, &key), [said]);
    let problems = verify(&bench.open()).problems;
    let found: Vec<_> = problems.iter().map(|one| &one.file).collect();
    assert_eq!(found, [&bench.path().join(tile)]);
}

#[test]
fn a_thousand_problems_are_told_and_no_more() {
    let bench = Bench::new();
    let key = closed(&bench, &[3]);
    for number in 0..1001 {
        write_file(bench.path().join(format!("tile/strange-{number}")), b"").unwrap();
    }
    assert_eq!(check(&bench.path(), &key).problems.len(), 1000);
    assert_eq!(verify(&bench.open()).problems.len(), 1000);
}

/// The frames of a segment: where each begins and ends, and the index of its first entry.
fn frames(segment: &[u8]) -> Vec<(usize, usize, u64)> {
    let mut frames = Vec::new();
    let mut at = HEADER;
    while let Some(frame) = Frame::parse(&segment[at..]) {
        frames.push((at, at + frame.head.length, frame.head.first));
        at += frame.head.length;
    }
    frames
}

fn segments(bench: &Bench) -> Vec<String> {
    let files = files_in(&bench.path().join("segments")).into_iter();
    let segments = files.filter(|path| path.extension().is_some_and(|end| end == "segment"));
    let name = |path: PathBuf| format!("segments/{}", path.file_name().unwrap().display());
    segments.map(name).collect()
}

#[test]
fn an_entry_of_a_segment_that_is_not_the_one_in_the_tiles_is_named() {
    let bench = Bench::new();
    let key = closed(&bench, &[300, 300]);
    let mut altered = 0;
    for name in segments(&bench) {
        let path = bench.path().join(&name);
        let right = std::fs::read(&path).unwrap();
        for (begin, end, first) in frames(&right) {
            let mut wrong = right.clone();
            let frame = &mut wrong[begin..end];
            // The last bytes of the first entry, and a checksum that is right again.
            let lines = Frame::parse(frame).unwrap().head.places_at();
            let place = u32::from_be_bytes(frame[lines..lines + 4].try_into().unwrap());
            frame[place as usize + ENTRY_BYTES - 1] ^= 1;
            let crc = crc32c::crc32c(&frame[12..]);
            frame[8..12].copy_from_slice(&crc.to_be_bytes());
            write_file(&path, wrong).unwrap();
            let said = format!("{name}: entry {first} is not the one in the tiles");
            assert_eq!(told(&bench, &key), [said]);
            altered += usize::from(first > 256);
        }
        write_file(&path, right).unwrap();
    }
    assert!(altered > 0, "entries of more than one bundle");
}

#[test]
fn what_follows_the_frames_of_a_segment_is_nothing_or_reserve_or_torn_at_the_very_end() {
    let bench = Bench::new();
    let key = closed(&bench, &[300, 300]);
    let all = segments(&bench);
    let (first, last) = (&all[0], &all[all.len() - 1]);
    assert_ne!(first, last);
    let end = frames(&std::fs::read(bench.path().join(first)).unwrap()).pop();
    let end = end.unwrap().1;
    alter(&bench, first, |bytes| bytes.resize(end + 5000, 0));
    assert_eq!(
        told(&bench, &key),
        [""; 0],
        "it was to be cut, and the power went"
    );
    alter(&bench, first, |bytes| bytes[end..].fill(7));
    let said = format!("{first}: the frame at byte {end} is altered");
    assert_eq!(told(&bench, &key), [said]);
    alter(&bench, first, |bytes| bytes.truncate(end));

    let bytes = std::fs::read(bench.path().join(last)).unwrap();
    let (begin, end, lost) = frames(&bytes).pop().unwrap();
    alter(&bench, last, |bytes| {
        bytes.truncate(end);
        bytes.extend_from_slice(&[7; 9]);
    });
    assert_eq!(told(&bench, &key), [""; 0], "a write that was torn");
    alter(&bench, last, |bytes| bytes.truncate(begin));
    let said = format!("{last}: it ends before entry 599, which was signed");
    assert_eq!(
        told(&bench, &key),
        [said],
        "entries from {lost} on are gone"
    );
}

#[test]
fn segments_that_cannot_be_listed_are_not_taken_for_none() {
    let bench = Bench::new();
    let key = closed(&bench, &[3]);
    let segments = bench.path().join("segments");
    std::fs::remove_dir_all(&segments).unwrap();
    assert!(
        check(&bench.path(), &key)
            .unchecked
            .contains(&Unchecked::NoSegments)
    );
    write_file(&segments, b"no folder").unwrap();
    let refused = check_folder(&bench.path(), &key, &mut |_, _| {});
    assert!(matches!(refused, Err(Error::File(_))), "{refused:?}");
}

#[test]
fn a_line_of_the_kept_checkpoints_that_is_not_whole_is_wrong() {
    let bench = Bench::new();
    let key = closed(&bench, &[3, 4]);
    let right = std::fs::read(bench.path().join("checkpoints")).unwrap();
    let note = std::fs::read(bench.path().join("checkpoint")).unwrap();
    let line = right.len() - 16 - note.len();
    alter(&bench, "checkpoints", |bytes| bytes.truncate(line + 100));
    let said = format!("checkpoints: the line at byte {line} is altered");
    assert_eq!(told(&bench, &key), [said]);
    alter(&bench, "checkpoints", |bytes| bytes[1] ^= 1);
    let said = "checkpoints: its first bytes are those of another kind of file";
    assert_eq!(told(&bench, &key), [said]);
}
