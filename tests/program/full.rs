//! A full disk: said clearly, nothing acknowledged is lost, and with room again all goes on.

use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tilsyn_tests::{Folder, fixture, ran};

use crate::crash::{EVENTS, many_events};

const STATEMENT: &str = "/nb/statement?from=2026-07-01&to=2026-07-31";
/// More than twice what must stay free.
const DISK_MEBIBYTES: u64 = 600;
/// Nothing is taken in while less is free.
const RESERVE_MEBIBYTES: usize = 256;

/// A disk of its own under a data folder; only root may mount one.
struct Disk {
    place: PathBuf,
}

impl Disk {
    fn under(folder: &Folder) -> Option<Disk> {
        let place = folder.data();
        std::fs::create_dir(&place).expect("a folder can be made");
        let size = format!("size={DISK_MEBIBYTES}m");
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&place);
        let mounted = mount.output().is_ok_and(|done| done.status.success());
        if !mounted {
            eprintln!(
                "\n*** SKIPPED: no disk can be mounted here; a full one was NOT tested ***\n"
            );
        }
        mounted.then_some(Disk { place })
    }

    fn free_bytes(&self) -> usize {
        let mut command = Command::new("df");
        command.args(["--output=avail", "-B1"]).arg(&self.place);
        let said = ran(&mut command).ended(0).out;
        let last = said.lines().last().expect("two lines");
        last.trim().parse().expect("a number")
    }

    /// Fills all but so many bytes. A server at work may take some of them in the meantime: then
    /// the disk is full before the filler ends, which is what was asked for.
    fn fill_but(&self, bytes: usize) {
        let place = self.place.join("filler");
        let mut filler = File::create(place).expect("a file can be made");
        let filled = filler.write_all(&vec![0; self.free_bytes().saturating_sub(bytes)]);
        let full = |failed: &Error| failed.kind() == ErrorKind::StorageFull;
        assert!(filled.as_ref().err().is_none_or(full), "{filled:?}");
    }

    fn make_room(&self) {
        std::fs::remove_file(self.place.join("filler")).expect("the filler is there");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let mut command = Command::new("umount");
        let _said = ran(command.arg("--lazy").arg(&self.place));
    }
}

fn clean(file: &str) -> Vec<Value> {
    let folder = Folder::new();
    folder.takes_directory(&fixture("directory"));
    let _summary = folder.takes(&folder.file("events.ndjson", file)).ended(0);
    folder.july("statement")
}

#[test]
fn a_served_folder_says_so_and_goes_on_when_there_is_room() {
    let folder = Folder::new();
    let Some(disk) = Disk::under(&folder) else {
        return;
    };
    let server = folder.serve();
    folder.takes_directory(&fixture("directory"));
    let text = many_events();
    let file = folder.file("events.ndjson", &text);
    let mut refused = 0;
    for mebibytes in [0, 1, RESERVE_MEBIBYTES - 1] {
        disk.fill_but(mebibytes << 20);
        let before = disk.free_bytes();
        let taken = folder.takes(&file).ended(3);
        refused += 1;
        assert!(taken.err.to_lowercase().contains("disk"), "{taken:?}");
        assert!(!taken.err.contains("panicked"), "{taken:?}");
        // It stops before the disk is full, and leaves what is left to what must go on.
        let taken_bytes = before.saturating_sub(disk.free_bytes());
        assert!(
            taken_bytes < text.len() / 8,
            "{taken_bytes} at {mebibytes} MiB"
        );
        if mebibytes == RESERVE_MEBIBYTES - 1 {
            assert_eq!(server.get(STATEMENT).status, 200, "looks go on");
        }
        if mebibytes == 0 {
            let page = server.get(STATEMENT);
            assert_eq!(page.status, 503, "{}", page.body);
            assert!(page.header("retry-after").is_some());
            assert!(page.body.contains("kunne ikke logges"), "{}", page.body);
            assert!(!page.body.contains("Anna Aas"), "{}", page.body);
        }
        disk.make_room();
        assert_eq!(server.get(STATEMENT).status, 200, "{mebibytes} MiB");
        let whole = folder.ask(&["verify"]).ended(0).json();
        assert_eq!(whole["ok"], true, "{mebibytes} MiB: {whole}");
    }
    assert_eq!(refused, 3);
    let summary = folder.takes(&file).ended(0).json();
    let known = summary["stored"]
        .as_u64()
        .zip(summary["duplicates"].as_u64());
    assert_eq!(known.map(|(new, old)| new + old), Some(EVENTS as u64));
    assert_eq!(folder.july("statement"), clean(&text));
    drop(server);
    let whole = folder.ask(&["verify"]).ended(0).json();
    assert_eq!(whole["ok"], true, "{whole}");
    assert_eq!(folder.july("statement"), clean(&text));
}

/// Events for more than one segment of the ledger.
fn four_times_as_many() -> String {
    let first = many_events();
    let with_ids = |letter: &str| first.replace("\"id\":\"n", &format!("\"id\":\"{letter}"));
    [first.clone(), with_ids("m"), with_ids("o"), with_ids("p")].concat()
}

#[test]
fn a_batch_that_was_kept_in_part_is_found_like_any_other() {
    let folder = Folder::new();
    let Some(disk) = Disk::under(&folder) else {
        return;
    };
    let server = folder.serve();
    folder.takes_directory(&fixture("directory"));
    let text = four_times_as_many();
    let file = folder.file("events.ndjson", &text);
    // The second segment takes of what must stay free.
    disk.fill_but((RESERVE_MEBIBYTES + 55) << 20);
    let refused = folder.takes(&file).ended(3);
    assert!(refused.err.contains("nearly full"), "{refused:?}");
    let whole = folder.ask(&["verify"]).ended(0).json();
    let kept = whole["events"].as_u64().expect("a count");
    assert!(0 < kept && kept < 4 * EVENTS as u64, "{whole}");
    disk.make_room();
    let summary = folder.takes(&file).ended(0).json();
    assert_eq!(summary["duplicates"], kept, "{summary}");
    assert_eq!(folder.july("statement"), clean(&text));
    let whole = folder.ask(&["verify"]).ended(0).json();
    assert_eq!(whole["ok"], true, "{whole}");
    drop(server);
}

#[test]
fn a_folder_that_cannot_be_opened_names_the_file_and_is_whole_with_room() {
    let folder = Folder::new();
    let Some(disk) = Disk::under(&folder) else {
        return;
    };
    folder.takes_directory(&fixture("directory"));
    let _summary = folder.takes(&fixture("events.ndjson")).ended(0);
    let before = folder.july("statement");
    disk.fill_but(1 << 20);
    let refused = folder.ask(&["sources"]).ended(3);
    for part in ["segment", "64 MiB"] {
        assert!(refused.err.contains(part), "{refused:?}");
    }
    disk.make_room();
    // What is named is enough, save for what lies beside the ledger.
    disk.fill_but(66 << 20);
    assert_eq!(folder.july("statement"), before);
    disk.make_room();
    let whole = folder.ask(&["verify"]).ended(0).json();
    assert_eq!(whole["ok"], true, "{whole}");
    assert_eq!(folder.july("statement"), before);
}

#[test]
fn a_source_that_waits_goes_on_when_there_is_room() {
    let folder = Folder::new();
    let Some(disk) = Disk::under(&folder) else {
        return;
    };
    let server = folder.serve();
    folder.takes_directory(&fixture("directory"));
    let text = many_events();
    let file = folder.file("events.ndjson", &text);
    disk.fill_but(1 << 20);
    let mut waiting = folder.command(&["import", "events", "--wait", "300", "--json"]);
    let waiting = waiting
        .arg(&file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut waiting = waiting.spawn().expect("the program starts");
    let mut told = BufReader::new(waiting.stderr.take().expect("it has one"));
    let mut line = String::new();
    while !line.contains("before the next try") {
        line.clear();
        let read = told.read_line(&mut line).expect("it says so");
        assert!(read > 0, "it does not wait");
    }
    // The server that it waits for may go away and come back meanwhile.
    disk.make_room();
    server.kill();
    let _server = folder.serve();
    let done = waiting.wait_with_output().expect("it ends");
    assert_eq!(done.status.code(), Some(0));
    let summary: Value = serde_json::from_slice(&done.stdout).expect("one document");
    assert_eq!(summary["stored"].as_u64(), Some(EVENTS as u64), "{summary}");
    assert_eq!(folder.july("statement"), clean(&text));
}
