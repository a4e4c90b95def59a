//! `tilsyn verify`: all is well, and any changed byte of the ledger is found.

use std::path::{Path, PathBuf};

use tilsyn_tests::{Folder, Ran};

#[test]
fn an_untouched_folder_is_well() {
    let folder = Folder::with_register();
    let answer = folder.ask(&["verify"]).ended(0).json();
    assert_eq!(answer["ok"], true, "{answer}");
    assert_eq!(answer["events"], 39, "{answer}");
    assert_eq!(answer["erased"], 0, "{answer}");
    assert_eq!(answer["unexplained"], 0, "{answer}");
    let leaves = answer["leaves"].as_u64().expect("a count");
    assert!(leaves >= 39, "looks are leaves too: {answer}");
    assert!(
        answer["checkpoints"].as_u64().is_some_and(|n| n >= 1),
        "{answer}"
    );
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the ledger is a folder") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if std::fs::metadata(&path).is_ok_and(|file| file.len() > 0) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_lock(file: &Path) -> bool {
    file.file_name()
        .is_some_and(|name| name.to_string_lossy().contains("lock"))
}

/// Changes one byte in the middle of what is written (the rest may be room kept free).
fn damage(file: &Path) -> (Vec<u8>, Vec<u8>) {
    let right = std::fs::read(file).expect("readable");
    let free = right.iter().rev().take_while(|byte| **byte == 0).count();
    let mut wrong = right.clone();
    wrong[(right.len() - free) / 2] ^= 0x10;
    tilsyn_tests::write(file, &wrong);
    (right, wrong)
}

fn names(ran: &Ran, file: &Path) -> bool {
    let name = file.file_name().expect("a file").to_string_lossy();
    ran.out.contains(name.as_ref()) || ran.err.contains(name.as_ref())
}

#[test]
fn a_changed_byte_in_any_file_of_the_ledger_is_found_and_the_file_is_named() {
    let folder = Folder::with_register();
    let _well = folder.ask(&["verify"]).ended(0);
    let files = files_below(&folder.data().join("ledger"));
    assert!(files.len() >= 2, "{files:?}");
    let mut missed = Vec::new();
    for file in files.iter().filter(|file| !is_lock(file)) {
        let (right, _) = damage(file);
        let ran = folder.ask(&["verify"]);
        if ran.exit != Some(1) || !names(&ran, file) {
            missed.push(format!("{}: {:?} {}", file.display(), ran.exit, ran.err));
        }
        tilsyn_tests::write(file, &right);
    }
    assert!(
        missed.is_empty(),
        "expected exit 1 and the file's name: {missed:#?}"
    );
}

#[test]
fn a_changed_byte_in_any_file_of_the_archive_is_found_or_mended() {
    let folder = Folder::with_register();
    let _well = folder.ask(&["verify"]).ended(0);
    let mut missed = Vec::new();
    for file in files_below(&folder.data().join("archive")) {
        let (right, wrong) = damage(&file);
        let ran = folder.ask(&["verify"]);
        let mended = std::fs::read(&file).is_ok_and(|now| now != wrong);
        let well = match ran.exit {
            Some(0) => mended,
            Some(1) => names(&ran, &file),
            _ => false,
        };
        if !well {
            missed.push(format!("{}: {:?} {}", file.display(), ran.exit, ran.err));
        }
        if !mended {
            tilsyn_tests::write(&file, &right);
        }
    }
    assert!(
        missed.is_empty(),
        "expected exit 1 and the file's name: {missed:#?}"
    );
}

#[test]
fn a_changed_page_of_the_registry_is_found_and_what_is_not_covered_is_said() {
    let folder = Folder::with_register();
    let bad = folder.file("bad.ndjson", "{\"id\": \"half\n");
    let _kept = folder.takes(&bad).ended(1);
    let answer = folder.ask(&["verify"]).ended(0).json();
    assert_eq!(answer["registry"]["check"], "integrity_check", "{answer}");
    assert_eq!(answer["registry"]["ok"], true, "{answer}");
    assert_eq!(answer["quarantined"], 1, "{answer}");
    assert_eq!(answer["not_covered"][0], "directory", "{answer}");
    let file = folder.data().join("registry.sqlite");
    let right = std::fs::read(&file).expect("readable");
    let page = usize::from(u16::from_be_bytes([right[16], right[17]]));
    let mut missed = Vec::new();
    // The first byte of a page says what kind of page it is.
    for start in (page..right.len()).step_by(page) {
        let mut wrong = right.clone();
        wrong[start] ^= 0x10;
        tilsyn_tests::write(&file, &wrong);
        let ran = folder.ask(&["verify"]);
        if ran.exit != Some(1) || !names(&ran, &file) {
            missed.push(format!(
                "at {start}: {:?} {} {}",
                ran.exit, ran.out, ran.err
            ));
        }
        // A page may have been written meanwhile; all of it is put back.
        for beside in ["registry.sqlite-wal", "registry.sqlite-shm"] {
            std::fs::remove_file(folder.data().join(beside)).ok();
        }
        tilsyn_tests::write(&file, &right);
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_value_of_the_directory_that_is_not_sealed_is_compared_with_its_copy() {
    let folder = Folder::with_register();
    let _whole = folder.ask(&["verify"]).ended(0);
    let file = folder.data().join("registry.sqlite");
    let mut altered = std::fs::read(&file).expect("readable");
    // A kind of account, in a row: beside it are sealed values. In the schema all is text, and in
    // an index of names stands `person_units`.
    let is_text = |at: &[u8]| {
        at.iter()
            .all(|byte| (b' '..=b'~').contains(byte) || *byte == b'\n')
    };
    let found = altered
        .windows(22)
        .position(|at| at[8..14] == *b"person" && at[14] != b'_' && !is_text(at));
    let at = found.expect("an account of a person") + 8;
    altered[at..at + 6].copy_from_slice(b"system");
    tilsyn_tests::write(&file, &altered);
    let ran = folder.ask(&["verify"]).ended(1);
    let said = format!("{}{}", ran.out, ran.err);
    assert!(
        said.contains("the table accounts says something else"),
        "{said}"
    );
}

#[test]
fn an_archive_that_differs_from_the_ledger_is_found_and_can_be_thrown_away() {
    let folder = Folder::with_register();
    let before = folder.july("statement");
    let archive = folder.data().join("archive");
    std::fs::remove_dir_all(&archive).expect("the archive can be thrown away");
    assert_eq!(
        folder.july("statement"),
        before,
        "it is rebuilt from the ledger"
    );
    let answer = folder.ask(&["verify"]).ended(0).json();
    assert_eq!(answer["ok"], true, "{answer}");
}
