//! What the files look like afterwards, and who is refused.

use crate::*;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

/// Does `steps` ("write a 1; remove a") in a fresh folder and tells what is in it then.
fn check(steps: &str, expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    for step in steps.split("; ") {
        let words: Vec<&str> = step.split(' ').collect();
        let path = folder.path().join(words[1]);
        match words[0] {
            "write" => write_atomically(&path, words[2].as_bytes()).unwrap(),
            "remove" => remove_file(&path).unwrap(),
            "folder" => create_folder(&path).unwrap(),
            "clear" => remove_folder_of_files(&path).unwrap(),
            "together" => {
                let count: usize = words[2].parse().unwrap();
                let files: Vec<(PathBuf, Vec<u8>)> = (0..count)
                    .map(|n| (path.join(n.to_string()), vec![b'x'; n]))
                    .collect();
                write_together(&files).unwrap();
            }
            other => panic!("no such step: {other}"),
        }
    }
    let names = names_in(folder.path()).unwrap();
    let found: Vec<String> = names
        .iter()
        .map(|name| {
            let path = folder.path().join(name);
            let mode = path.metadata().unwrap().permissions().mode() & 0o777;
            if path.is_dir() {
                format!("{name}/ {mode:o} {}", names_in(&path).unwrap().len())
            } else {
                format!(
                    "{name} {mode:o} {}",
                    String::from_utf8(read(&path).unwrap()).unwrap()
                )
            }
        })
        .collect();
    assert_eq!(found.join(", "), expected, "after {steps}");
}

#[test]
fn the_disk_of_a_folder_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    assert!(free_bytes(folder.path()).unwrap() > 0);
    assert!(
        free_bytes(&folder.path().join("none"))
            .unwrap_err()
            .is_absent()
    );
}

#[test]
fn a_file_is_replaced_as_a_whole_and_leaves_nothing_beside_it() {
    check("write a old; write a new", "a 600 new");
}

#[test]
fn removing_what_is_not_there_is_no_error() {
    check("write a 1; remove a; remove a", "");
}

#[test]
fn folders_are_made_with_those_above_them_for_the_owner_alone() {
    check("folder a/b/c; folder a/b/c", "a/ 700 1");
}

#[test]
fn few_and_many_files_are_written_together() {
    check(
        "together a/b 3; together c 40; together d 0",
        "a/ 700 1, c/ 700 40",
    );
}

#[test]
fn a_folder_of_files_is_removed() {
    check("together a 5; clear a", "");
}

#[test]
fn the_second_program_is_told_who_has_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let first = FolderLock::take(folder.path(), "serving\nNord").unwrap();
    let refused = FolderLock::take(folder.path(), "importing")
        .unwrap_err()
        .to_string();
    let expected = format!("is in use by servingNord (process {})", std::process::id());
    assert!(refused.ends_with(&expected), "{refused}");
    drop(first);
    FolderLock::take(folder.path(), "importing").unwrap();
}

#[test]
fn who_waits_for_a_folder_gets_it_before_those_who_come_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let wait = |milliseconds| Duration::from_millis(milliseconds);
    let first = FolderLock::take_unless_awaited(path, "importing").unwrap();
    let in_vain = FolderLock::take_in_turn(path, "serving", wait(0), |_| ()).unwrap_err();
    assert!(in_vain.to_string().contains("in use by importing"));
    let (waits, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let server = scope.spawn(move || {
            let waiting = |held: &Error| waits.send(held.to_string()).unwrap();
            FolderLock::take_in_turn(path, "serving", wait(60_000), waiting)
        });
        assert!(told.recv().unwrap().contains("in use by importing"));
        drop(first);
        assert!(FolderLock::take_unless_awaited(path, "importing more").is_err());
        let server = server.join().unwrap().unwrap();
        assert!(FolderLock::take_unless_awaited(path, "importing more").is_err());
        drop(server);
    });
    FolderLock::take_unless_awaited(path, "importing more").unwrap();
    FolderLock::take_in_turn(path, "serving", wait(0), |_| ()).unwrap();
}

#[test]
fn positions_lengths_and_reserved_room() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let file = DurableFile::create_new(&path).unwrap();
    file.preallocate(4096).unwrap();
    file.write_at(10, b"ten").unwrap();
    file.sync().unwrap();
    assert_eq!(file.length().unwrap(), 4096);
    file.set_length(13).unwrap();
    assert_eq!(
        DurableFile::open_to_read(&path)
            .unwrap()
            .read_all()
            .unwrap(),
        b"\0\0\0\0\0\0\0\0\0\0ten"
    );
    assert!(
        file.read_at(11, &mut [0; 3]).is_err(),
        "reading past the end"
    );
    assert!(DurableFile::create_new(&path).is_err(), "the name is taken");
}

#[test]
fn what_was_let_go_reads_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = DurableFile::create_new(&folder.path().join("a")).unwrap();
    let bytes: Vec<u8> = (0..=250).cycle().take(30_000).collect();
    file.preallocate(40_000).unwrap();
    for (at, piece) in [(0, &bytes[..10_000]), (10_000, &bytes[10_000..])] {
        file.write_at(at, piece).unwrap();
        file.sync().unwrap();
        file.let_go(at, piece.len() as u64);
    }
    // Nothing, and what lies beyond the end.
    file.let_go(0, 0);
    file.let_go(50_000, 1);
    assert_eq!(file.read_all().unwrap()[..30_000], bytes);
}

#[test]
fn a_full_disk_and_a_failed_sync_are_told_apart_from_the_rest() {
    let path = std::path::Path::new("a");
    let of = |kind: std::io::ErrorKind| Error::of("write", path, kind.into());
    assert!(matches!(
        of(std::io::ErrorKind::StorageFull),
        Error::Full { .. }
    ));
    assert!(of(std::io::ErrorKind::NotFound).is_absent());
    assert!(!of(std::io::ErrorKind::StorageFull).is_fatal());
    assert!(Error::not_durable(path, std::io::ErrorKind::Other.into()).is_fatal());
}
