//! How fast the ledger takes in, reads back and opens: `cargo run --release -p tilsyn-ledger
//! --example append_speed [events] [batch]`. Everything as in production: synced, encrypted.

mod load;

use std::io::Write;
use std::time::{Duration, Instant};

use load::{event, identities};
use tilsyn_ledger::{Appended, Code, FileKek, Ledger, Options, SystemRandomness};

fn tell(what: &str, count: usize, took: Duration) {
    let rate = count as f64 / took.as_secs_f64();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{what:34} {count:>10} in {:8.3} s = {rate:>12.0} /s",
        took.as_secs_f64()
    )
    .expect("there is somewhere to print to");
}

/// Processor time this program has used: a figure that others on the machine disturb less.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("this is Linux");
    let after_name = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks: f64 = after_name
        .split(' ')
        .skip(12)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

fn append_all(ledger: &Ledger, codes: &[Code], events: usize, batch: usize) -> Duration {
    let mut took = Duration::ZERO;
    let mut received = 1_767_225_600;
    for first in (0..events).step_by(batch) {
        let last = events.min(first + batch);
        let groups: Vec<_> = (first..last).map(|number| event(number, codes)).collect();
        let begun = Instant::now();
        let answers = ledger.append(&groups, received).expect("the disk has room");
        took += begun.elapsed();
        assert_eq!(
            answers[0],
            Appended::Stored(first as u64),
            "every event is new"
        );
        received += 1;
    }
    let begun = Instant::now();
    ledger.checkpoint(received).expect("the disk has room");
    took + begun.elapsed()
}

fn main() {
    let mut given = std::env::args()
        .skip(1)
        .filter_map(|one| one.parse::<usize>().ok());
    let events = given.next().unwrap_or(1_000_000);
    let batch = given.next().unwrap_or(10_000);
    let folder = tempfile::tempdir_in(".").expect("the folder can be written to");
    let kek = FileKek::create(&folder.path().join("root.key"), &SystemRandomness)
        .expect("the folder is new");
    let path = folder.path().join("ledger");
    let options = Options::default();
    let ledger =
        Ledger::create(&path, "speed.example/log", &kek, &options).expect("the folder is new");

    let identities = identities();
    let begun = Instant::now();
    let codes = ledger
        .vault()
        .codes_of(&identities)
        .expect("the disk has room");
    tell("identities given a code", identities.len(), begun.elapsed());
    let begun = Instant::now();
    ledger.vault().codes_of(&identities).expect("all are known");
    tell("identities found again", identities.len(), begun.elapsed());

    let processor = processor_seconds();
    tell(
        "events taken in, synced, signed",
        events,
        append_all(&ledger, &codes, events, batch),
    );
    let processor = Duration::from_secs_f64(processor_seconds() - processor);
    tell("  of one processor, making included", events, processor);
    let again: Vec<_> = (0..events.min(100_000))
        .map(|number| event(number, &codes))
        .collect();
    let begun = Instant::now();
    ledger.append(&again, 0).expect("all have been seen");
    tell("events seen again", again.len(), begun.elapsed());

    let begun = Instant::now();
    for number in 0..20_000 {
        let index = (number * 7_919) % events as u64;
        ledger
            .read(index)
            .expect("it is there")
            .expect("it is there");
    }
    tell("events read one by one", 20_000, begun.elapsed());
    let begun = Instant::now();
    let mut read = 0;
    for entry in ledger.iterate(0) {
        entry.expect("it opens");
        read += 1;
    }
    tell("events read in order", read, begun.elapsed());

    let begun = Instant::now();
    let report = ledger.verify(&mut |_, _| {}).expect("it can be read");
    tell("events verified in full", events, begun.elapsed());
    assert!(report.is_sound(), "{report:?}");

    drop(ledger);
    let begun = Instant::now();
    let ledger = Ledger::open(&path, &kek, &options).expect("it is as it was left");
    tell("opened after a kill, with events", events, begun.elapsed());
    ledger.close(0).expect("the disk has room");
    let begun = Instant::now();
    let ledger = Ledger::open(&path, &kek, &options).expect("it is as it was left");
    tell("opened after a clean end", events, begun.elapsed());
    drop(ledger);
}
