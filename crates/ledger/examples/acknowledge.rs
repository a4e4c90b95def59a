//! How soon what comes at a steady rate is acknowledged: `cargo run --release -p tilsyn-ledger
//! --example acknowledge [events a second] [seconds]`, after it the same bytes at the same rate
//! into a plain file, synced each time, which is what the disk itself allows.
//!
//! Senders do not wait for one another, and time counts from when a batch was due, not from when
//! its sender came to it: a stall counts for all that it holds up.

mod load;

use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use load::{event, identities};
use tilsyn_ledger::{FileKek, Ledger, Options, SystemRandomness};

const SENDERS: usize = 4;
const BATCHES_A_SECOND: usize = 100;

/// Sends batch after batch when it is due; gives how long each took from then on.
fn send(batches: usize, one: &(dyn Fn(usize) + Sync)) -> Vec<Duration> {
    let took = Mutex::new(Vec::with_capacity(batches));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for sender in 0..SENDERS {
            let took = &took;
            scope.spawn(move || {
                for batch in (sender..batches).step_by(SENDERS) {
                    let offset = Duration::from_secs(1) * u32::try_from(batch).expect("few");
                    let due = start + offset / u32::try_from(BATCHES_A_SECOND).expect("few");
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    one(batch);
                    let mut took = took.lock().expect("nobody panics while holding it");
                    took.push(due.elapsed());
                }
            });
        }
    });
    took.into_inner().expect("nobody panics while holding it")
}

fn tell(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |share: usize| took[(took.len() - 1) * share / 1000].as_secs_f64() * 1e3;
    writeln!(
        std::io::stdout(),
        "{what:30} p50 {:7.1} ms   p99 {:7.1} ms   p99.9 {:7.1} ms   largest {:7.1} ms",
        at(500),
        at(990),
        at(999),
        at(1000)
    )
    .expect("there is somewhere to print to");
}

fn main() {
    let mut given = std::env::args()
        .skip(1)
        .filter_map(|one| one.parse::<usize>().ok());
    let events_a_second = given.next().unwrap_or(5_000);
    let batches = given.next().unwrap_or(60) * BATCHES_A_SECOND;
    let in_batch = (events_a_second / BATCHES_A_SECOND).max(1);

    let folder = tempfile::tempdir_in(".").expect("the folder can be written to");
    let kek = FileKek::create(&folder.path().join("root.key"), &SystemRandomness)
        .expect("the folder is new");
    let options = Options::default();
    let path = folder.path().join("ledger");
    let ledger =
        Ledger::create(&path, "speed.example/log", &kek, &options).expect("the folder is new");
    let codes = ledger.vault().codes_of(&identities()).expect("room");

    let took = send(batches, &|batch| {
        let numbers = batch * in_batch..(batch + 1) * in_batch;
        let groups: Vec<_> = numbers.map(|number| event(number, &codes)).collect();
        let second = 1_767_225_600 + (batch / BATCHES_A_SECOND) as u64;
        ledger.append(&groups, second).expect("the disk has room");
    });
    tell("ledger, acknowledged", took);

    let plain = Mutex::new(std::fs::File::create(folder.path().join("plain")).expect("new"));
    let bytes = vec![b'x'; in_batch * 750];
    let took = send(batches, &|_| {
        let mut file = plain.lock().expect("nobody panics while holding it");
        file.write_all(&bytes).expect("the disk has room");
        file.sync_data().expect("the disk works");
    });
    tell("plain file, synced", took);
}
