//! `kill -9` of the served program while batches come in, again and again.
//!
//! Shows that what reached the kernel is found again, and that clients know what was taken in;
//! what a power cut does is shown elsewhere (`images`, and the ledger's simulated disk).
//! `TILSYN_KILLS` asks for more rounds, `TILSYN_KILLS_SEED` for other moments.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tilsyn_tests::{Folder, fixture};

use crate::batches::{
    Acknowledged, Chance, SaysOver, check_kept, file, is_acknowledged, seed, setting,
};

/// Rounds of the ordinary run.
const ROUNDS: u64 = 12;
/// The longest a server lives, from its first answer on.
const LIFE_MILLISECONDS_MAX: u64 = 700;
/// A campaign takes an hour, and says how far it is.
const TOLD_EVERY: u64 = 100;

#[test]
fn what_was_acknowledged_survives_kills_at_any_moment() {
    let begun = Instant::now();
    let mut chance = Chance(seed("TILSYN_KILLS_SEED"));
    let folder = Folder::new();
    folder.takes_directory(&fixture("directory"));
    let rounds = setting("TILSYN_KILLS").unwrap_or(ROUNDS);
    let (mut acknowledged, mut next, mut cut_off) = (Acknowledged::new(), 0, 0);
    for round in 0..rounds {
        let server = folder.serve();
        let life = Duration::from_millis(chance.below(LIFE_MILLISECONDS_MAX));
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _end = SaysOver(&over);
                sleep(life);
                over.store(true, Ordering::Release);
                server.kill();
            });
            while !over.load(Ordering::Acquire) {
                // A client that finds the server gone takes the folder itself: also a way in.
                let import = folder.takes(&file(&folder, next));
                match is_acknowledged(&import) {
                    true => {
                        acknowledged.insert(next);
                    }
                    false => cut_off += 1,
                }
                // What was cut off is sent again now and then, and left alone otherwise.
                if acknowledged.contains(&next) || chance.below(2) == 0 {
                    next += 1;
                }
            }
        });
        check_kept(&folder, &acknowledged, &format!("kill {round}"));
        let kills = round + 1;
        if kills == rounds || kills % TOLD_EVERY == 0 {
            let (batches, seconds) = (acknowledged.len(), begun.elapsed().as_secs_f64());
            eprintln!(
                "kills: {kills}, {batches} batches acknowledged, {cut_off} cut off, {seconds:.0} s"
            );
        }
    }
    assert!(!acknowledged.is_empty(), "nothing was acknowledged");
    assert!(rounds < ROUNDS || cut_off > 0, "no import was cut off");
}
