//! A folder in the hands of somebody who has the public key only: any change is found, and
//! nothing is found where nothing was changed. Not here: edits by the thousand (`tampering_many`).

use super::*;
use crate::digest::leaf_hash;
use crate::tiles::TreeBuilder;
use rand::RngExt;

const UNTOUCHED: u64 = 100;

/// A closed ledger with checkpoints kept on the way; the key comes with it.
fn closed(bench: &Bench, steps: &[u64]) -> VerifierKey {
    let ledger = bench.create();
    for step in steps {
        append(&ledger, ledger.len()..ledger.len() + step);
        ledger.checkpoint(NOON + ledger.len()).unwrap();
    }
    let key = VerifierKey::parse(&ledger.verifier_key()).unwrap();
    ledger.close(NOON + 1_000_000).unwrap();
    key
}

fn check(folder: &Path, key: &VerifierKey) -> FolderReport {
    check_folder(folder, key, &mut |_, _| {}).unwrap()
}

fn found(folder: &Path, key: &VerifierKey) -> bool {
    check_folder(folder, key, &mut |_, _| {}).map_or(true, |report| !report.is_sound())
}

/// What the public key covers.
fn covered(folder: &Path) -> Vec<PathBuf> {
    let mut files = files_in(&folder.join("tile"));
    files.extend(["checkpoint", "checkpoints"].map(|name| folder.join(name)));
    files
}

#[test]
fn nothing_is_found_in_folders_that_nobody_touched() {
    let mut chance = ChaCha8Rng::seed_from_u64(3);
    for _ in 0..UNTOUCHED {
        let steps = chance.random_range(0..5);
        let steps: Vec<u64> = (0..steps).map(|_| chance.random_range(1..180)).collect();
        let bench = Bench::new();
        let key = closed(&bench, &steps);
        let report = check(&bench.path(), &key);
        assert_eq!(report.problems, [], "{steps:?}");
        let size = steps.iter().sum();
        let checkpoint = report.checkpoint.unwrap();
        assert_eq!((checkpoint.size, report.entries), (size, size), "{steps:?}");
        assert_eq!(report.checkpoints, steps.len() as u64 + 1, "{steps:?}");
    }
}

#[test]
fn every_edit_of_an_entry_in_the_segments_is_found() {
    let bench = Bench::new();
    let key = closed(&bench, &[300, 300]);
    let files = files_in(&bench.path().join("segments"));
    let mut chance = ChaCha8Rng::seed_from_u64(6);
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "segment"))
    {
        let right = std::fs::read(file).unwrap();
        let free = right.iter().rev().take_while(|byte| **byte == 0).count();
        for _ in 0..40 {
            let mut wrong = right.clone();
            let at = chance.random_range(0..right.len() - free);
            wrong[at] ^= chance.random_range(1..=255_u8);
            write_file(file, &wrong).unwrap();
            assert!(found(&bench.path(), &key), "{} at {at}", file.display());
        }
        write_file(file, &right).unwrap();
    }
    assert!(files.len() > 2, "several segments: {files:?}");
}

#[test]
fn files_that_are_gone_swapped_cut_or_longer_are_found() {
    let bench = Bench::new();
    let key = closed(&bench, &[3, 100, 199, 400, 7]);
    let folder = bench.path();
    let files = covered(&folder);
    // A partial tile of a smaller tree may go: a wider one holds the same.
    let wider = |file: &PathBuf| {
        let beside = files.iter().filter(|other| other.parent() == file.parent());
        let width = |file: &PathBuf| file.file_name()?.to_str()?.parse::<usize>().ok();
        let is_partial = file.parent().unwrap().extension().is_some();
        is_partial && beside.map(width).any(|other| other > width(file))
    };
    for file in &files {
        let right = std::fs::read(file).unwrap();
        std::fs::remove_file(file).unwrap();
        assert_eq!(
            found(&folder, &key),
            !wider(file),
            "{} gone",
            file.display()
        );
        write_file(file, &right[..right.len() - 1]).unwrap();
        assert!(
            found(&folder, &key) || file.ends_with("checkpoints"),
            "{} cut",
            file.display()
        );
        write_file(file, [&right[..], &[7]].concat()).unwrap();
        assert!(found(&folder, &key), "{} longer", file.display());
        write_file(file, &right).unwrap();
    }
    for (at, one) in files.iter().enumerate() {
        for other in &files[at + 1..] {
            let (of_one, of_other) = (std::fs::read(one).unwrap(), std::fs::read(other).unwrap());
            write_file(one, &of_other).unwrap();
            write_file(other, &of_one).unwrap();
            let is_found = found(&folder, &key) || of_one == of_other;
            assert!(is_found, "{} and {}", one.display(), other.display());
            write_file(one, &of_one).unwrap();
            write_file(other, &of_other).unwrap();
        }
    }
    assert_eq!(check(&folder, &key).problems, []);
}

#[test]
fn a_changed_entry_is_named_and_one_hidden_by_new_tiles_is_found_by_the_signature() {
    let bench = Bench::new();
    let key = closed(&bench, &[600]);
    let folder = bench.path();
    let bundle = folder.join("tile/entries/001");
    let mut bytes = std::fs::read(&bundle).unwrap();
    bytes[90 * 7 + 2 + 16] ^= 1;
    write_file(&bundle, &bytes).unwrap();
    let report = check(&folder, &key);
    let told = |report: &FolderReport| -> Vec<String> {
        let told = |one: &Problem| {
            let file = one.file.strip_prefix(&folder).unwrap();
            format!("{}: {}", file.display(), one.what)
        };
        report.problems.iter().map(told).collect()
    };
    let named = told(&report);
    assert!(named.contains(&"tile/entries/001: entry 263 is not the one in the tree".to_string()));
    assert!(
        named.iter().all(|told| !told.starts_with("checkpoint")),
        "{named:?}"
    );

    let mut builder = TreeBuilder::default();
    let mut files = Vec::new();
    for number in 0..3 {
        let width = if number < 2 { 256 } else { 88 };
        let bundle = std::fs::read(folder.join(tiles::bundle_path(number, width))).unwrap();
        for entry in entries_of_bundle(&bundle).unwrap() {
            builder.push(&entry, leaf_hash(&entry), &mut |file| files.push(file));
        }
    }
    files.extend(builder.partial());
    for (path, bytes) in files {
        write_file(folder.join(path), bytes).unwrap();
    }
    std::fs::remove_dir_all(folder.join("segments")).unwrap();
    let named = told(&check(&folder, &key));
    let first = "checkpoint: the first 600 entries are not those it was signed for";
    assert!(named.contains(&first.to_string()), "{named:?}");
}

/// No tile is above the last leaves; what was signed tells which of the two was altered.
#[test]
fn what_was_altered_at_the_end_of_the_tree_is_named_and_nothing_else() {
    let bench = Bench::new();
    let key = closed(&bench, &[270]);
    for (file, item, named) in [
        (
            "tile/entries/001.p/14",
            90,
            "entry 263 is not the one in the tree",
        ),
        (
            "tile/0/001.p/14",
            32,
            "the hash of entry 263 is not that of the entry",
        ),
    ] {
        let path = bench.path().join(file);
        let right = std::fs::read(&path).unwrap();
        let mut wrong = right.clone();
        wrong[item * 7 + 20] ^= 1;
        write_file(&path, &wrong).unwrap();
        let report = check(&bench.path(), &key);
        let told: Vec<&str> = report
            .problems
            .iter()
            .map(|one| one.what.as_str())
            .collect();
        assert!(told.contains(&named), "{told:?}");
        assert!(!told.iter().any(|told| told.contains("signed")), "{told:?}");
        write_file(&path, &right).unwrap();
    }
}

#[test]
fn a_ledger_set_back_behind_a_kept_checkpoint_is_found() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..10);
    ledger.checkpoint(NOON).unwrap();
    let older = std::fs::read(bench.path().join("checkpoint")).unwrap();
    append(&ledger, 10..20);
    ledger.checkpoint(NOON + 5).unwrap();
    let key = VerifierKey::parse(&ledger.verifier_key()).unwrap();
    ledger.close(NOON + 6).unwrap();
    write_file(bench.path().join("checkpoint"), older).unwrap();
    let report = check(&bench.path(), &key);
    assert!(
        report
            .problems
            .iter()
            .any(|one| one.what.contains("set back")),
        "{report:?}"
    );
}

#[test]
fn what_is_not_signed_yet_is_no_alarm_and_is_told() {
    let bench = Bench::new();
    let key = closed(&bench, &[300]);
    let before = std::fs::read(bench.path().join("checkpoint")).unwrap();
    let kept = std::fs::read(bench.path().join("checkpoints")).unwrap();
    let ledger = bench.open();
    append(&ledger, 300..310);
    ledger.checkpoint(NOON + 2_000_000).unwrap();
    ledger.close(NOON + 2_000_000).unwrap();
    // As a copy made while the ledger was written to: the checkpoint is the oldest of its files.
    write_file(bench.path().join("checkpoint"), before).unwrap();
    write_file(bench.path().join("checkpoints"), kept).unwrap();
    let report = check(&bench.path(), &key);
    assert_eq!(report.problems, []);
    assert!(
        report.unchecked.contains(&Unchecked::EntriesBeyond(10)),
        "{report:?}"
    );
    let beyond = |one: &Unchecked| matches!(one, Unchecked::TilesBeyond(_));
    assert!(report.unchecked.iter().any(beyond), "{report:?}");
}

#[test]
fn the_public_files_alone_can_be_checked_and_no_folder_at_all_cannot() {
    let bench = Bench::new();
    let key = closed(&bench, &[300, 20]);
    let copy = fresh_folder();
    std::fs::create_dir(copy.path().join("tile")).unwrap();
    copy_folder(&bench.path().join("tile"), &copy.path().join("tile"));
    std::fs::copy(
        bench.path().join("checkpoint"),
        copy.path().join("checkpoint"),
    )
    .unwrap();
    let report = check(copy.path(), &key);
    assert_eq!(report.problems, []);
    let expected = [Unchecked::NoHistory, Unchecked::NoSegments];
    assert_eq!(report.unchecked, expected);
    let nothing = check_folder(fresh_folder().path(), &key, &mut |_, _| {});
    assert!(
        matches!(nothing, Err(Error::NoLedger { .. })),
        "{nothing:?}"
    );
    let other = Cosigner::new(ORIGIN, &[9; 32]).unwrap();
    assert!(found(&bench.path(), other.verifier_key()), "another key");
}
