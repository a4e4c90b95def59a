//! One bit turned anywhere is found, and the file is named.

use super::*;

/// Alters a copy of the ledger and tells which files are then complained about, and whether
/// the copy could be opened and mended.
fn complaints(bench: &Bench, alter: impl FnOnce(&Path)) -> Vec<String> {
    let copy = bench.snapshot();
    alter(copy.path());
    match bench.open_at(copy.path()) {
        Err(error) => vec![error.to_string()],
        Ok(ledger) => {
            let problems = verify(&ledger).problems;
            problems
                .iter()
                .map(|one| format!("{} {}", one.file.display(), one.what))
                .collect()
        }
    }
}

/// Several segments, whole and partial tiles, runs, a long identity, a history.
fn ledger_to_damage() -> Bench {
    let bench = Bench::new();
    let ledger = bench.create();
    for step in 0..10 {
        if step == 1 {
            ledger.vault().codes_of(&[vec![b'z'; 300]]).unwrap();
        }
        append(&ledger, step * 33..step * 33 + 33);
        ledger.checkpoint(NOON + step).unwrap();
    }
    ledger.close(NOON + 20).unwrap();
    bench
}

/// The bytes of a file that mean something: a segment that is written to ends in zeros.
fn meaningful(path: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap();
    bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1)
}

#[test]
fn an_untouched_ledger_has_nothing_to_complain_about() {
    let bench = ledger_to_damage();
    assert_eq!(complaints(&bench, |_| {}), Vec::<String>::new());
    let report = verify(&bench.open());
    assert_eq!(
        (report.leaves, report.events, report.unexplained),
        (330, 330, 0)
    );
    assert_eq!(
        report.checkpoints, 11,
        "ten of the history and the last one"
    );
    assert!(report.is_sound());
}

#[test]
fn a_bit_turned_in_any_file_is_found_and_the_file_named() {
    let bench = ledger_to_damage();
    let files = files_in(&bench.path());
    let mut chance = ChaCha8Rng::seed_from_u64(3);
    let mut turned = 0;
    for file in &files {
        let name = file
            .strip_prefix(bench.path())
            .unwrap()
            .to_str()
            .unwrap()
            .to_string();
        // The lock says who holds the folder; lists of frames and runs are made again.
        if name == "lock" || name.ends_with(".frames") || name.ends_with(".run") {
            continue;
        }
        let end = meaningful(file);
        for round in 0..24 {
            // The first and the last byte, and others.
            let at = [0, end - 1]
                .get(round)
                .copied()
                .unwrap_or(chance.next_u32() as usize % end);
            let bit = chance.next_u32() % 8;
            let found = complaints(&bench, |copy| {
                let path = copy.join(&name);
                let mut bytes = std::fs::read(&path).unwrap();
                bytes[at] ^= 1 << bit;
                write_file(&path, bytes).unwrap();
            });
            // Another name is another ledger: every file says so but that one.
            let is_named = name == "ledger" || found.iter().any(|one| one.contains(&name));
            assert!(
                !found.is_empty() && is_named,
                "{name}, byte {at}, bit {bit}: {found:?}"
            );
            turned += 1;
        }
    }
    assert!(
        turned >= 300,
        "{turned} bits turned in {} files",
        files.len()
    );
}

#[test]
fn what_can_be_made_again_is() {
    let bench = ledger_to_damage();
    for file in files_in(&bench.path()) {
        let name = file
            .strip_prefix(bench.path())
            .unwrap()
            .to_str()
            .unwrap()
            .to_string();
        if !name.ends_with(".frames") {
            continue;
        }
        let end = meaningful(&file);
        for at in [0, 30, end / 2, end - 1] {
            let found = complaints(&bench, |copy| {
                let mut bytes = std::fs::read(copy.join(&name)).unwrap();
                bytes[at] ^= 1;
                write_file(copy.join(&name), bytes).unwrap();
            });
            assert_eq!(found, Vec::<String>::new(), "{name}, byte {at}");
        }
    }
}

#[test]
fn a_full_segment_is_read_when_it_is_verified_and_not_at_each_start() {
    let bench = ledger_to_damage();
    let path = bench.path().join("segments/0000000001.segment");
    let mut segment = std::fs::read(&path).unwrap();
    let middle = segment.len() / 2;
    segment[middle] ^= 1;
    write_file(&path, segment).unwrap();
    let ledger = bench.open();
    let found = verify(&ledger).problems;
    assert!(found.iter().any(|one| one.file == path), "{found:?}");
    drop(ledger);
    // Without the list of its frames it has to be read.
    std::fs::remove_file(path.with_extension("frames")).unwrap();
    let refused = bench.open_at(&bench.path()).err().unwrap().to_string();
    assert!(
        refused.contains("0000000001.segment is damaged"),
        "{refused}"
    );
}

#[test]
fn a_list_of_frames_that_is_altered_is_told_and_one_that_is_gone_is_made_again() {
    let bench = ledger_to_damage();
    let ledger = bench.open();
    let list = bench.path().join("segments/0000000001.frames");
    let mut bytes = std::fs::read(&list).unwrap();
    bytes[70] ^= 1;
    write_file(&list, &bytes).unwrap();
    let found = verify(&ledger).problems;
    assert!(found.iter().any(|one| one.file == list), "{found:?}");
    std::fs::remove_file(&list).unwrap();
    check_sound(&ledger, 330);
    drop(ledger);
    drop(bench.open());
    assert!(list.exists());
}

#[test]
fn a_file_taken_away_is_missed() {
    let bench = ledger_to_damage();
    for file in files_in(&bench.path()) {
        let name = file
            .strip_prefix(bench.path())
            .unwrap()
            .to_str()
            .unwrap()
            .to_string();
        let is_made_again = name.ends_with(".frames") || name.ends_with(".run");
        if name == "lock" || is_made_again {
            continue;
        }
        // An older partial tile, and what a clean end leaves, are no loss.
        let is_older = name.contains(".p/") && !name.ends_with("/74") && !name.ends_with("/1");
        let found = complaints(&bench, |copy| {
            std::fs::remove_file(copy.join(&name)).unwrap();
        });
        assert_eq!(
            found.is_empty(),
            is_older || name == "positions",
            "{name}: {found:?}"
        );
    }
}

#[test]
fn runs_of_another_ledger_of_the_same_name_are_named() {
    let (bench, mut other) = (Bench::new(), Bench::new());
    other.options.randomness = Arc::new(Seeded(Mutex::new(ChaCha8Rng::seed_from_u64(8))));
    for bench in [&bench, &other] {
        let ledger = bench.create();
        for step in 0..3 {
            append(&ledger, step * 50..step * 50 + 50);
        }
        ledger.close(NOON).unwrap();
    }
    let runs = files_in(&bench.path().join("seen"));
    assert!(!runs.is_empty());
    for run in &runs {
        let name = run.strip_prefix(bench.path()).unwrap();
        std::fs::copy(other.path().join(name), run).unwrap();
    }
    let problems = verify(&bench.open()).problems;
    let found: Vec<&PathBuf> = problems.iter().map(|one| &one.file).collect();
    assert_eq!(found, runs.iter().collect::<Vec<_>>());
    let said = "it does not hold the keys of its entries";
    assert!(problems.iter().all(|one| one.what == said), "{problems:?}");
}

#[test]
fn what_follows_the_frames_of_a_full_segment_is_told_with_nothing_after_it_too() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..9);
    let mut writer = ledger.writer().unwrap();
    ledger.segments().end_last(&mut writer.tail).unwrap();
    drop(writer);
    check_sound(&ledger, 9);
    let path = bench.path().join("segments/0000000001.segment");
    let bytes = std::fs::read(&path).unwrap();
    write_file(&path, [&bytes[..], &[7; 9]].concat()).unwrap();
    let problems = verify(&ledger).problems;
    let found: Vec<_> = problems.iter().map(|one| (&one.file, &one.what)).collect();
    let said = format!("the frame at byte {} is altered", bytes.len());
    assert_eq!(found, [(&path, &said)]);
}

#[test]
fn a_ledger_that_is_written_to_meanwhile_is_sound() {
    let bench = Bench::new();
    let ledger = bench.create();
    let key = ledger.own_key();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for step in 0..20 {
                append(&ledger, step * 50..step * 50 + 50);
                ledger.checkpoint(NOON).unwrap();
                ledger.keep_witnessed(&ledger.checkpoint_note()).unwrap();
            }
        });
        while !writing.is_finished() {
            let mut told = Vec::new();
            let report = ledger
                .verify(&mut |done, of| told.push((done, of)))
                .unwrap();
            assert_eq!(report.problems, []);
            assert!(told.iter().all(|(done, of)| done <= of), "{told:?}");
            let report = check_folder(&bench.path(), &key, &mut |_, _| {}).unwrap();
            assert_eq!(report.problems, []);
        }
    });
    check_sound(&ledger, 1000);
}

#[test]
fn events_and_looks_are_counted_apart() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..3);
    let look = |number| NewEntry {
        kind: EntryKind::OwnLook,
        ..event(&ledger, number)
    };
    ledger.append(&[vec![look(3), look(4)]], NOON).unwrap();
    ledger.heartbeat(NOON).unwrap();
    let report = verify(&ledger);
    assert_eq!(report.problems, []);
    assert_eq!((report.leaves, report.events, report.looks), (6, 3, 2));
}

#[test]
fn a_row_put_beside_another_entry_does_not_open() {
    let bench = ledger_to_damage();
    let found = complaints(&bench, |copy| {
        let path = copy.join("segments/0000000001.segment");
        let mut segment = std::fs::read(&path).unwrap();
        let end = 64 + u32::from_be_bytes(segment[68..72].try_into().unwrap()) as usize;
        let place = |number: usize| {
            let at = 64 + 40 + 4 * number;
            64 + u32::from_be_bytes(segment[at..at + 4].try_into().unwrap()) as usize
        };
        let (a, b, row) = (place(0) + 94, place(1) + 94, place(1) - place(0) - 94);
        let first = segment[a..a + row].to_vec();
        segment.copy_within(b..b + row, a);
        segment[b..b + row].copy_from_slice(&first);
        let crc = crc32c::crc32c(&segment[64 + 12..end]);
        segment[72..76].copy_from_slice(&crc.to_be_bytes());
        write_file(&path, segment).unwrap();
    });
    assert!(
        found
            .iter()
            .any(|one| one.contains("the row of entry 0 does not open")),
        "{found:?}"
    );
}

#[test]
fn a_tile_altered_while_the_ledger_is_open_is_named_and_no_other() {
    let bench = Bench::new();
    let ledger = bench.create();
    for numbers in [0..270, 270..280] {
        append(&ledger, numbers);
        ledger.checkpoint(NOON).unwrap();
    }
    let tiles = files_in(&bench.path().join("tile"));
    assert_eq!(tiles.len(), 7, "whole, partial and older ones: {tiles:?}");
    for tile in tiles {
        let right = std::fs::read(&tile).unwrap();
        let mut wrong = right.clone();
        *wrong.last_mut().unwrap() ^= 1;
        write_file(&tile, wrong).unwrap();
        let problems = verify(&ledger).problems;
        let found: Vec<&PathBuf> = problems.iter().map(|one| &one.file).collect();
        assert_eq!(found, [&tile]);
        write_file(&tile, right).unwrap();
    }
}

#[test]
fn a_leaf_more_than_was_signed_for_is_no_tile_of_the_tree() {
    let bench = ledger_to_damage();
    let ledger = bench.open();
    let tiles = ["tile/0/002", "tile/0/002.p/9"].map(|tile| bench.path().join(tile));
    std::fs::create_dir(tiles[1].parent().unwrap()).unwrap();
    for (tile, length) in tiles.iter().zip([8192, 9 * 32]) {
        write_file(tile, vec![0; length]).unwrap();
    }
    let found = verify(&ledger).problems;
    let found: Vec<&PathBuf> = found.iter().map(|one| &one.file).collect();
    assert_eq!(found, tiles.each_ref());
    drop(ledger);
    // A power cut may leave such tiles, so the next start takes them away.
    assert_eq!(complaints(&bench, |_| {}), Vec::<String>::new());
    drop(bench.open());
    assert!(tiles.iter().all(|tile| !tile.exists()));
}

/// What the ledger says that is opened with this file altered.
fn refused_with(bench: &Bench, name: &str, alter: impl FnOnce(&mut Vec<u8>)) -> String {
    let copy = bench.snapshot();
    let path = copy.path().join(name);
    let mut bytes = std::fs::read(&path).unwrap();
    alter(&mut bytes);
    write_file(&path, bytes).unwrap();
    bench
        .open_at(copy.path())
        .err()
        .map_or(String::new(), |error| error.to_string())
}

#[test]
fn the_file_that_keeps_the_tree_from_its_signed_head_is_named() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..600);
    ledger.checkpoint(NOON).unwrap();
    ledger.close(NOON).unwrap();
    for (name, at, said) in [
        ("tile/entries/002.p/88", 300, "not those of the tree"),
        ("tile/0/002.p/88", 300, "not those of its entries"),
        ("tile/1/000.p/2", 3, "not those of the tiles below"),
        ("tile/1/000.p/2", 40, "not those of the tiles below"),
    ] {
        let told = refused_with(&bench, name, |bytes| bytes[at] ^= 1);
        assert!(told.contains(name) && told.contains(said), "{name}: {told}");
    }
    for name in ["tile/entries/002.p/88", "tile/0/002.p/88", "tile/1/000.p/2"] {
        let told = refused_with(&bench, name, |bytes| bytes.truncate(bytes.len() - 32));
        assert!(told.contains(name), "{name} cut: {told}");
    }
    let told = refused_with(&bench, "tile/entries/002.p/88", |bytes| {
        bytes.truncate(87 * 90);
    });
    assert!(told.contains("as many entries as its name says"), "{told}");
}

/// To write it again would empty it first, under the head that was signed.
#[test]
fn a_tile_that_was_signed_is_not_written_again_while_it_stays_the_same() {
    let bench = Bench::new();
    let ledger = bench.create();
    let tile = bench.path().join("tile/1/000.p/1");
    let written = || tile.metadata().unwrap().modified().unwrap();
    append(&ledger, 0..260);
    ledger.checkpoint(NOON).unwrap();
    let first = written();
    append(&ledger, 260..270);
    ledger.checkpoint(NOON).unwrap();
    assert_eq!(written(), first);
    drop(ledger);
    let ledger = bench.open();
    append(&ledger, 270..280);
    ledger.checkpoint(NOON).unwrap();
    assert_eq!(written(), first, "after opening");
    check_sound(&ledger, 280);
}

#[test]
fn keys_of_an_earlier_day_are_told_while_the_ledger_is_open() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..10);
    ledger.checkpoint(NOON).unwrap();
    let path = bench.path().join("keys");
    let earlier = std::fs::read(&path).unwrap();
    let mut later = event(&ledger, 10);
    later.month += 1;
    ledger.append(&[vec![later]], NOON).unwrap();
    ledger.checkpoint(NOON).unwrap();
    check_sound(&ledger, 11);
    write_file(&path, earlier).unwrap();
    let found = verify(&ledger).problems;
    assert!(found.iter().any(|one| one.file == path), "{found:?}");
}

#[test]
fn what_is_no_whole_line_of_the_history_is_told() {
    let bench = ledger_to_damage();
    let path = bench.path().join("checkpoints");
    let right = std::fs::read(&path).unwrap();
    let note = std::fs::read(bench.path().join("checkpoint")).unwrap();
    for written in [note.len() / 2, note.len()] {
        let more = [&right, &[1; 16][..], &note[..written]].concat();
        write_file(&path, &more).unwrap();
        let refused = bench.open_at(&bench.path()).err().unwrap().to_string();
        let said = format!("the line at byte {} is altered", right.len());
        assert!(refused.contains(&said), "{refused}");
        assert!(std::fs::read(&path).unwrap() == more);
    }
    write_file(&path, &right).unwrap();
    check_sound(&bench.open(), 330);
}

#[test]
fn a_file_of_a_later_version_is_told_by_both_numbers() {
    let bench = ledger_to_damage();
    for (name, at) in [
        ("segments/0000000001.segment", 8),
        ("vault/slots", 8),
        ("keys", 8),
    ] {
        let copy = bench.snapshot();
        let path = copy.path().join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[at..at + 2].copy_from_slice(&7_u16.to_be_bytes());
        let (summed, sum) = match name {
            "keys" => (bytes.len() - 4, bytes.len() - 4),
            _ => (60, 60),
        };
        let crc = crc32c::crc32c(&bytes[..summed]);
        bytes[sum..sum + 4].copy_from_slice(&crc.to_be_bytes());
        write_file(&path, bytes).unwrap();
        // What is made again from the frames is read again, and so is what it is made from.
        let _gone = std::fs::remove_file(path.with_extension("frames"));
        let refused = bench.open_at(copy.path()).err().unwrap();
        let told = matches!(&refused, Error::Version { file, found: 7, known: 1 } if *file == path);
        assert!(told, "{name}: {refused}");
    }
}

#[test]
fn what_follows_the_history_is_told_while_the_ledger_is_open() {
    let bench = ledger_to_damage();
    let ledger = bench.open();
    let kept = ledger.checkpoint_history().unwrap();
    let told: Vec<_> = kept
        .iter()
        .map(|one| (one.made_seconds, one.checkpoint.size))
        .collect();
    let made: Vec<_> = (0..10).map(|step| (NOON + step, step * 33 + 33)).collect();
    assert_eq!(told, made);
    assert_eq!(kept[9].checkpoint, ledger.last_checkpoint());
    let path = bench.path().join("checkpoints");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.push(0);
    write_file(&path, bytes).unwrap();
    let refused = ledger.checkpoint_history().unwrap_err();
    assert!(
        matches!(&refused, Error::Damaged { file, .. } if *file == path),
        "{refused}"
    );
    let found = verify(&ledger).problems;
    assert!(found.iter().any(|one| one.file == path), "{found:?}");
}

#[test]
fn a_key_altered_in_a_run_is_told() {
    let bench = ledger_to_damage();
    let runs = files_in(&bench.path().join("seen"));
    assert!(runs.len() > 1, "{runs:?}");
    for path in runs {
        let ledger = bench.open();
        let right = std::fs::read(&path).unwrap();
        let mut wrong = right.clone();
        // In the first pair, after a header and what is said of the whole.
        wrong[64 + 24 + 3] ^= 1;
        write_file(&path, wrong).unwrap();
        let found = verify(&ledger).problems;
        assert!(found.len() == 1 && found[0].file == path, "{found:?}");
        write_file(&path, right).unwrap();
    }
}

#[test]
fn a_position_put_beside_another_stream_is_refused() {
    let bench = Bench::new();
    let ledger = bench.create();
    let read_to = |number, stream, bytes: &[u8]| NewEntry {
        position: Some(Position {
            stream,
            bytes: bytes.to_vec(),
        }),
        ..event(&ledger, number)
    };
    let group = vec![read_to(1, 8, b"line 1"), read_to(2, 9, b"line 2")];
    ledger.append(&[group], NOON).unwrap();
    drop(ledger);
    let path = bench.path().join("segments/0000000001.segment");
    let mut segment = std::fs::read(&path).unwrap();
    // Two positions of the same length, each with its stream after the number of the source.
    let (first, both) = (
        64 + 40,
        u32::from_be_bytes(segment[100..104].try_into().unwrap()),
    );
    let second = first + both as usize / 2;
    assert_eq!((segment[first + 11], segment[second + 11]), (8, 9));
    segment.swap(first + 11, second + 11);
    let end = 64 + u32::from_be_bytes(segment[68..72].try_into().unwrap()) as usize;
    let crc = crc32c::crc32c(&segment[64 + 12..end]);
    segment[72..76].copy_from_slice(&crc.to_be_bytes());
    write_file(&path, segment).unwrap();
    let refused = bench.open_at(&bench.path()).err().unwrap().to_string();
    let said = "0000000001.segment is damaged: how far stream 9 of source 3 was read does not open";
    assert!(refused.contains(said), "{refused}");
}

#[test]
fn a_slot_of_before_its_code_was_given_to_another_is_told() {
    let bench = Bench::new();
    let ledger = bench.create();
    assert_eq!(code(&ledger, 1).get(), 1);
    drop(ledger);
    let path = bench.path().join("vault/slots");
    let earlier = std::fs::read(&path).unwrap();
    // A power cut takes the slot before any entry has used its code.
    write_file(&path, &earlier[..192]).unwrap();
    let ledger = bench.open();
    assert_eq!(code(&ledger, 2).get(), 1);
    check_sound(&ledger, 0);
    write_file(&path, earlier).unwrap();
    let found = verify(&ledger).problems;
    let is_told = |one: &Problem| one.file == path && one.what == "slot 1 holds another identity";
    assert!(found.iter().any(is_told), "{found:?}");
}
