//! Copies of a ledger made while it is written to, and what is made again from them.

use super::*;
use std::sync::atomic::{AtomicBool, Ordering};

const TEXT: &str = "{\n  \"format\": \"a test\"\n}\n";

/// The files of a copy, in a folder of their own with the keys; how many pieces there were.
fn copied(ledger: &Ledger, to: &Path) -> (u64, usize) {
    let (copy, ()) = ledger.begin_copy(|| ()).unwrap();
    // What comes in from here on is not in the copy.
    append(ledger, 5000..5040);
    ledger.checkpoint(NOON).unwrap();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut pieces = 0;
    copy.pieces(&mut |name, bytes| {
        pieces += 1;
        match files.last_mut() {
            Some((last, content)) if last == name => content.extend_from_slice(bytes),
            _ => files.push((name.to_string(), bytes.to_vec())),
        }
        Ok::<_, Error>(())
    })
    .unwrap();
    files.push(("keys".to_string(), ledger.wrapped_keys().unwrap()));
    // The name comes last: until then the folder is no ledger.
    assert_eq!(
        files.extract_if(.., |(name, _)| name == "ledger").count(),
        1
    );
    for (name, bytes) in files {
        std::fs::create_dir_all(to.join(&name).parent().unwrap()).unwrap();
        write_file(to.join(name), bytes).unwrap();
    }
    (copy.entries(), pieces)
}

#[test]
fn a_copy_made_while_entries_come_in_is_the_ledger_of_that_moment() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..700);
    ledger.checkpoint(NOON).unwrap();
    append(&ledger, 700..900);
    let ended = AtomicBool::new(false);
    let to = fresh_folder();
    let entries = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 10_000;
            // Not for ever: a copy that fails ends nothing.
            while !ended.load(Ordering::Relaxed) && number < 16_000 {
                append(&ledger, number..number + 3);
                number += 3;
            }
        });
        let (entries, _) = copied(&ledger, to.path());
        ended.store(true, Ordering::Relaxed);
        entries
    });
    assert!(entries >= 900 && ledger.len() > entries);
    assert_eq!(remake_missing_tiles(to.path()).unwrap(), Remade::Tiles(700));
    assert_eq!(remake_missing_tiles(to.path()).unwrap(), Remade::Nothing);
    assert!(!Ledger::is_in(to.path()));
    finish_copy(to.path(), ORIGIN).unwrap();
    let copy = bench.open_at(to.path()).unwrap();
    check_sound(&copy, entries);
    for index in [0, 699, 700, entries - 1] {
        let (theirs, ours) = (copy.read(index).unwrap(), ledger.read(index).unwrap());
        assert_eq!(theirs, ours);
    }
    copy.checkpoint(NOON).unwrap();
    let size = copy.last_checkpoint().size;
    let proof = ledger.consistency_proof(700, size).unwrap();
    assert_eq!(proof, copy.consistency_proof(700, size).unwrap());
}

#[test]
fn the_copy_of_an_empty_ledger_opens() {
    let bench = Bench::new();
    let ledger = bench.create();
    let to = fresh_folder();
    let (entries, _) = copied(&ledger, to.path());
    assert_eq!(entries, 0);
    assert_eq!(remake_missing_tiles(to.path()).unwrap(), Remade::Nothing);
    finish_copy(to.path(), ORIGIN).unwrap();
    check_sound(&bench.open_at(to.path()).unwrap(), 0);
}

#[test]
fn damage_is_found_while_it_is_copied() {
    let bench = Bench::new();
    let ledger = bench.create();
    for first in (0..900).step_by(50) {
        append(&ledger, first..first + 50);
    }
    let segments = files_in(&bench.path().join("segments"));
    let slots = bench.path().join("vault/slots");
    let files = segments
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "segment"));
    let files: Vec<PathBuf> = files.cloned().chain([slots]).collect();
    assert!(files.len() > 2, "{files:?}");
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        let mut wrong = whole.clone();
        wrong[400] ^= 1;
        write_file(&file, &wrong).unwrap();
        let (copy, ()) = ledger.begin_copy(|| ()).unwrap();
        let found = copy.pieces(&mut |_, _| Ok::<_, Error>(()));
        assert!(
            matches!(&found, Err(Error::Damaged { file: named, .. }) if *named == file),
            "{}: {found:?}",
            file.display()
        );
        write_file(&file, &whole).unwrap();
    }
}

#[test]
fn tiles_are_not_made_of_other_entries_than_were_signed() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..300);
    ledger.close(NOON).unwrap();
    let (ours, theirs) = (bench.snapshot(), Bench::new());
    let other = theirs.create();
    append(&other, 1000..1300);
    other.close(NOON).unwrap();
    std::fs::remove_dir_all(ours.path().join("tile")).unwrap();
    for file in files_in(&theirs.path().join("segments")) {
        let name = file.file_name().unwrap();
        std::fs::copy(&file, ours.path().join("segments").join(name)).unwrap();
    }
    let refused = remake_missing_tiles(ours.path());
    assert!(matches!(refused, Err(Error::Damaged { .. })), "{refused:?}");
    assert!(!ours.path().join("tile").exists());
}

#[test]
fn who_was_erased_since_is_erased_in_the_copy() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..100);
    let long = ledger.vault().codes_of(&[vec![b'x'; 500]]).unwrap()[0];
    let to = fresh_folder();
    copied(&ledger, to.path());
    let person = code(&ledger, 101);
    for code in [person, long] {
        ledger.vault().erase(&[code]).unwrap();
    }
    let codes = ledger.erased_codes().unwrap();
    assert_eq!(codes, [person.get(), long.get()]);
    let next = ledger.vault().len() + 1;
    let beyond = [&codes[..], &[next, 100_000]].concat();
    assert_eq!(erase_in_copy(to.path(), &beyond).unwrap(), 2);
    assert_eq!(erase_in_copy(to.path(), &beyond).unwrap(), 0);
    for file in ["vault/slots", "vault/overflow"] {
        let (copied, own) = (to.path().join(file), bench.path().join(file));
        assert!(
            std::fs::read(copied).unwrap() == std::fs::read(own).unwrap(),
            "{file}"
        );
    }
    remake_missing_tiles(to.path()).unwrap();
    finish_copy(to.path(), ORIGIN).unwrap();
    let copy = bench.open_at(to.path()).unwrap();
    for code in [person, long] {
        assert_eq!(copy.vault().identity(code).unwrap(), None);
    }
    assert_eq!(verify(&copy).problems, []);
}

#[test]
fn a_folder_whose_name_is_missing_is_not_begun_again() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..30);
    ledger.close(NOON).unwrap();
    let before = files_in(&bench.path());
    let name = bench.path().join("ledger");
    let text = std::fs::read(&name).unwrap();
    std::fs::remove_file(&name).unwrap();
    let refused = Ledger::create(&bench.path(), ORIGIN, &bench.kek(), &bench.options);
    let refused = refused.err().unwrap();
    assert!(
        matches!(&refused, Error::Damaged { file, .. } if *file == name),
        "{refused}"
    );
    write_file(&name, text).unwrap();
    assert_eq!(files_in(&bench.path()), before);
    check_sound(&bench.open(), 30);
}

#[test]
fn each_file_that_was_in_use_keeps_its_folder_from_being_begun() {
    let bench = Bench::new();
    bench.create().close(NOON).unwrap();
    // Nothing was taken in: it can be begun again.
    Ledger::refuse_if_in_use(&bench.path()).unwrap();
    let ledger = bench.open();
    for first in (0..300).step_by(50) {
        append(&ledger, first..first + 50);
    }
    ledger.close(NOON).unwrap();
    for name in [
        "segments/0000000001.segment",
        "segments/0000000002.segment",
        "vault/slots",
    ] {
        let only = fresh_folder();
        let copy = only.path().join(name);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(bench.path().join(name), &copy).unwrap();
        let refused = Ledger::refuse_if_in_use(only.path());
        assert!(
            matches!(refused, Err(Error::Damaged { .. })),
            "{name}: {refused:?}"
        );
    }
}

/// The files below a folder with what they hold.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        (path, bytes)
    };
    files_in(folder).into_iter().map(read).collect()
}

#[test]
fn tiles_are_made_again_as_they_were_from_many_frames_and_segments() {
    let bench = Bench::new();
    let ledger = bench.create();
    let add = |numbers: std::ops::Range<u64>| {
        for first in numbers.step_by(20) {
            append(&ledger, first..first + 20);
        }
    };
    add(0..600);
    ledger.checkpoint(NOON).unwrap();
    let segments = || files_in(&bench.path().join("segments"));
    let (tiles, before) = (bench.path().join("tile"), segments());
    let made = contents(&tiles);
    let remake = || {
        std::fs::remove_dir_all(&tiles).unwrap();
        remake_missing_tiles(&bench.path())
    };
    assert_eq!(remake().unwrap(), Remade::Tiles(600));
    assert!(contents(&tiles) == made);
    // Entries of the same segment that were not signed.
    add(600..640);
    assert_eq!(segments(), before);
    assert_eq!(remake().unwrap(), Remade::Tiles(600));
    assert!(contents(&tiles) == made);
    let last = before
        .iter()
        .rfind(|path| path.ends_with("0000000003.segment"));
    std::fs::remove_file(last.unwrap()).unwrap();
    let refused = remake().unwrap_err();
    let (file, what) = ("0000000002.segment is damaged", "which was signed");
    let told = refused.to_string();
    assert!(told.contains(file) && told.contains(what), "{told}");
    assert!(!tiles.exists());
}

#[test]
fn what_was_signed_is_read_and_nothing_else() {
    let bench = Bench::new();
    let ledger = bench.create();
    let key = ledger.own_key();
    let note = ledger.sign_statement(TEXT).unwrap();
    assert_eq!(read_statement(&note, &key), Some(TEXT));
    assert_eq!(statement_unchecked(&note), Some(TEXT));
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut wrong = note.clone();
            wrong[at] ^= 1 << bit;
            assert_eq!(read_statement(&wrong, &key), None, "byte {at}, bit {bit}");
        }
        assert_eq!(read_statement(&note[..at], &key), None, "cut at {at}");
    }
    let twice = [note.clone(), note.clone()].concat();
    assert_eq!(read_statement(&twice, &key), None);
    let other = Bench::new();
    let other = Ledger::create(&other.path(), "other.example", &other.kek(), &other.options);
    assert_eq!(read_statement(&note, &other.unwrap().own_key()), None);
}

#[test]
fn a_checkpoint_is_never_signed_as_a_statement() {
    let bench = Bench::new();
    let ledger = bench.create();
    let checkpoint = format!("{}\n7\nAAAA\n", ledger.origin());
    for text in [checkpoint.as_str(), "", "one line\n", "a\n\nb\n", "no\nend"] {
        assert!(ledger.sign_statement(text).is_err(), "{text:?}");
    }
}
