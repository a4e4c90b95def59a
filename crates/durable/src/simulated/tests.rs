//! The disk loses what it may and keeps what it must.

use super::*;
use crate::{DurableFile, create_folder, names_in, read, sync_folder, write_atomically};

/// What is read of `a` after `write` and a power cut, over many seeds.
fn check(write: impl Fn(&DurableFile), at_all_times: impl Fn(&[u8]) -> bool, once: &[&[u8]]) {
    let mut missing = once.to_vec();
    for seed in 0..2000 {
        let disk = SimDisk::new(seed, 4);
        let file = DurableFile::create_new(&disk.root().join("a")).unwrap();
        sync_folder(disk.root()).unwrap();
        write(&file);
        disk.cut_power();
        let found = read(&disk.root().join("a")).unwrap();
        assert!(at_all_times(&found), "seed {seed}: {found:?}");
        missing.retain(|one| **one != *found);
    }
    assert_eq!(missing, Vec::<&[u8]>::new(), "never happened");
}

#[test]
fn what_was_synced_stays() {
    check(
        |file| {
            file.write_at(0, b"abcdefgh").unwrap();
            file.sync().unwrap();
        },
        |found| found == b"abcdefgh",
        &[],
    );
}

#[test]
fn what_was_not_synced_is_lost_kept_torn_reordered_or_zero() {
    check(
        |file| file.write_at(0, b"abcdefgh").unwrap(),
        |found| found.len() <= 8,
        &[
            b"",
            b"abcdefgh",
            b"abcd",
            b"\0\0\0\0efgh",
            b"abcd\0\0\0\0",
            b"ab\0\0efgh",
            b"\0\0\0\0\0\0\0\0",
        ],
    );
}

#[test]
fn synced_bytes_survive_writes_beside_them() {
    check(
        |file| {
            file.write_at(0, b"abcdef").unwrap();
            file.sync().unwrap();
            file.write_at(6, b"ghij").unwrap();
        },
        |found| found.starts_with(b"abcdef"),
        &[b"abcdef", b"abcdefghij", b"abcdef\0\0ij"],
    );
}

#[test]
fn a_failed_sync_is_forgotten_by_the_next() {
    let mut lost = 0;
    for seed in 0..100 {
        let disk = SimDisk::new(seed, 4);
        let file = DurableFile::create_new(&disk.root().join("a")).unwrap();
        sync_folder(disk.root()).unwrap();
        file.write_at(0, b"abcdefgh").unwrap();
        disk.let_fail(Fault::FailedSync, 0);
        assert!(file.sync().unwrap_err().is_fatal());
        file.sync().unwrap();
        disk.cut_power();
        lost += usize::from(read(&disk.root().join("a")).unwrap() != b"abcdefgh");
    }
    assert!(lost > 50, "lost {lost} times");
}

#[test]
fn a_name_is_there_when_its_folder_was_synced() {
    let mut lost = 0;
    for seed in 0..100 {
        let disk = SimDisk::new(seed, 512);
        let folder = disk.root().join("f");
        create_folder(&folder).unwrap();
        write_atomically(&folder.join("a"), b"old").unwrap();
        let file = DurableFile::create_new(&folder.join("b")).unwrap();
        file.sync().unwrap();
        disk.cut_power();
        assert_eq!(read(&folder.join("a")).unwrap(), b"old");
        lost += usize::from(names_in(&folder).unwrap() == ["a"]);
    }
    assert!((1..100).contains(&lost), "lost {lost} times");
}

#[test]
fn power_goes_at_the_operation_named_and_comes_back() {
    let disk = SimDisk::new(1, 512);
    disk.let_power_go_after(3);
    let path = disk.root().join("a");
    assert!(write_atomically(&path, b"a").is_err());
    assert!(!disk.has_power());
    assert!(read(&path).is_err());
    disk.cut_power();
    write_atomically(&path, b"b").unwrap();
    assert_eq!(read(&path).unwrap(), b"b");
    assert_eq!(
        disk.copy(2, 512).root().join("a").file_name(),
        path.file_name()
    );
}

#[test]
fn a_full_disk_takes_what_has_room_already() {
    let disk = SimDisk::new(1, 512);
    let file = DurableFile::create_new(&disk.root().join("a")).unwrap();
    file.preallocate(100).unwrap();
    disk.let_fail(Fault::Full, 0);
    assert!(matches!(
        file.write_at(90, &[1; 20]),
        Err(crate::Error::Full { .. })
    ));
    file.write_at(0, &[1; 90]).unwrap();
    disk.make_room();
    file.write_at(90, &[1; 20]).unwrap();
}
