//! A stretch of ordinary work with something going wrong every few seconds.
//!
//! Several sources send batches at once and wait when they are told to; the server is killed
//! and started again, or stands still, or is asked for pages meanwhile. Every batch must be
//! acknowledged in the end, none lost, none there twice, and the server's memory must not grow
//! with what waits. `TILSYN_SOAK_SECONDS` asks for longer than the ordinary run has time for.

use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tilsyn_tests::{Answer, Folder, Ran, Server, fixture, ran};

use crate::batches::{
    Acknowledged, Chance, SaysOver, batch, check_kept, is_acknowledged, seed, setting,
};

/// Seconds of the ordinary run.
const SECONDS: u64 = 12;
/// Seconds between two faults.
const FAULT_EVERY: u64 = 4;
/// Sources that send at once: one is taken in at a time.
const SOURCES: u64 = 3;
/// How long a source waits at most; much longer than any fault lasts.
const WAIT_SECONDS: &str = "240";
/// How often a batch is sent, or a page asked for.
const TRIES_MAX: u64 = 3;
/// How a command ends that could not be done now.
const COULD_NOT: i32 = 3;
/// What the server may take beyond what it took when it began; the archive's tail and caches.
const GROWN_KIBIBYTES_MAX: u64 = 300 << 10;
const STATEMENT: &str = "/en/statement?from=2026-07-01&to=2026-07-31";

/// One source: sends its batches one after the other, and waits. One that was refused for now is
/// sent again, as any source would, and counted.
fn send(folder: &Folder, source: u64, over: &AtomicBool, told: &Told) {
    for number in (source..).step_by(usize::try_from(SOURCES).expect("few")) {
        if over.load(Ordering::Acquire) {
            return;
        }
        let path = folder.file(&format!("source-{source}.ndjson"), batch(number));
        told.sent.fetch_add(1, Ordering::Relaxed);
        for _ in 0..TRIES_MAX {
            let words = ["import", "events", "--wait", WAIT_SECONDS, "--json"];
            let import: Ran = ran(folder.command(&words).arg(&path));
            if is_acknowledged(&import) {
                told.acknowledged.lock().expect("sound").insert(number);
                break;
            }
            // Only a refusal for now may be answered so; anything else is a fault of ours.
            assert_eq!(import.exit, Some(COULD_NOT), "batch {number}: {import:?}");
            told.again.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[derive(Default)]
struct Told {
    sent: AtomicU64,
    /// How often a batch had to be sent again after all the waiting.
    again: AtomicU64,
    acknowledged: Mutex<Acknowledged>,
}

/// Asks for a page as a browser does: again, where the connection was closed before an answer came.
fn page(server: &Server) -> Answer {
    let pages = (0..TRIES_MAX).find_map(|_| {
        let page = server.ask(STATEMENT);
        if page.is_none() {
            sleep(Duration::from_secs(1));
        }
        page
    });
    pages.expect("it serves")
}

/// Memory that a process takes, in KiB.
fn memory_of(server: &Server) -> u64 {
    let path = format!("/proc/{}/status", server.process());
    let status = std::fs::read_to_string(path).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn signal(server: &Server, name: &str) {
    let process = server.process().to_string();
    let _sent = ran(Command::new("kill").args([name, &process]));
}

#[test]
fn sources_get_through_whatever_goes_wrong_meanwhile() {
    let seconds = setting("TILSYN_SOAK_SECONDS").unwrap_or(SECONDS);
    let mut chance = Chance(seed("TILSYN_SOAK_SEED"));
    let folder = Folder::new();
    folder.takes_directory(&fixture("directory"));
    let mut server = folder.serve();
    let (over, told, begun) = (AtomicBool::new(false), Told::default(), Instant::now());
    let (mut kills, mut stops, mut grown) = (0, 0, 0);
    let mut fresh = memory_of(&server);
    std::thread::scope(|scope| {
        // Ends the sources however this ends.
        let _end = SaysOver(&over);
        for source in 0..SOURCES {
            let (folder, over, told) = (&folder, &over, &told);
            scope.spawn(move || send(folder, source, over, told));
        }
        while begun.elapsed().as_secs() < seconds {
            sleep(Duration::from_secs(FAULT_EVERY));
            let page = page(&server);
            assert!(matches!(page.status, 200 | 429 | 503), "{page:?}");
            grown = grown.max(memory_of(&server).saturating_sub(fresh));
            if chance.below(3) == 0 {
                stops += 1;
                signal(&server, "-STOP");
                sleep(Duration::from_secs(1));
                signal(&server, "-CONT");
            } else {
                kills += 1;
                server.be_killed();
                // Sources that met no server have taken the folder themselves: it waits its turn.
                server = folder.serve();
                fresh = memory_of(&server);
            }
        }
    });
    let acknowledged = told.acknowledged.into_inner().expect("sound");
    let (sent, again) = (told.sent.into_inner(), told.again.into_inner());
    eprintln!(
        "soak: {seconds} s, {kills} kills, {stops} halts; {} of {sent} batches acknowledged, \
         {again} sent again; the server grew by {} MiB at most",
        acknowledged.len(),
        grown >> 10
    );
    assert_eq!(acknowledged.len() as u64, sent, "every batch gets through");
    assert!(grown <= GROWN_KIBIBYTES_MAX, "it grew by {grown} KiB");
    check_kept(&folder, &acknowledged, "all of it");
    drop(server);
}
