//! Faults of single system calls, in the served program and while it recovers.
//!
//! Every call about the data folder that an untroubled run makes is made to fail, to find no
//! room, or to be the last before a kill (the method of Tessera's tests). Afterwards an
//! untroubled program must find everything whole and every acknowledged event there, once.
//! `TILSYN_FAULT_CASES` and `TILSYN_FAULT_PAIRS` ask for more than the ordinary run has time for.

mod strace;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tilsyn_tests::{Folder, fixture, ran};

use self::strace::{Course, Fault, Injection};
use crate::batches::{Acknowledged, Chance, check_kept, file, is_acknowledged, seed, setting};

/// Faults of the ordinary run, spread over all there are.
const CASES: u64 = 90;
/// Pairs of the ordinary run: a fault at work, and one while that is recovered from.
const PAIRS: u64 = 25;
/// Cases at once.
const AT_ONCE: usize = 2;
/// Batches of one session. The folder holds batch 0 before.
const BATCHES: std::ops::Range<u64> = 1..4;
const STATEMENT: &str = "/en/statement?from=2026-07-01&to=2026-07-31";

/// A folder that is put back before each case, always under the same paths.
struct Bench {
    folder: Folder,
    before: PathBuf,
    log: PathBuf,
}

impl Bench {
    fn new() -> Bench {
        let folder = Folder::new();
        folder.takes_directory(&fixture("directory"));
        assert!(is_acknowledged(&folder.takes(&file(&folder, 0))));
        let home = folder.data();
        let home = home.parent().expect("it lies in one");
        let before = home.join("before");
        let _moved = ran(Command::new("mv").arg(folder.data()).arg(&before)).ended(0);
        let log = home.join("strace.log");
        let bench = Bench {
            folder,
            before,
            log,
        };
        bench.put_back();
        bench
    }

    fn put_back(&self) {
        let data = self.folder.data();
        if data.exists() {
            fs::remove_dir_all(&data).expect("ours");
        }
        let mut copy = Command::new("cp");
        copy.args(["-a", "--sparse=always"])
            .arg(&self.before)
            .arg(&data);
        let _copied = ran(&mut copy).ended(0);
    }

    /// Serves, takes in batches, answers a question and ends, all of that perhaps only in part.
    /// What was acknowledged comes back.
    fn session(&self, run: impl FnOnce(&'static Path) -> Command) -> Acknowledged {
        let mut acknowledged = Acknowledged::from([0]);
        let Ok(mut server) = self.folder.serve_under(run) else {
            return acknowledged;
        };
        for number in BATCHES {
            let import = self
                .folder
                .file(&format!("{number}.ndjson"), crate::batches::batch(number));
            if server.has_ended() {
                // Whoever comes now runs without the server, and without its faults.
                return acknowledged;
            }
            if is_acknowledged(&self.folder.takes(&import)) {
                acknowledged.insert(number);
            }
        }
        if !server.has_ended() {
            // A server that dies meanwhile answers nothing.
            let _answer = server.ask(STATEMENT);
        }
        if !server.has_ended() {
            let _ended = server.terminate();
        }
        acknowledged
    }

    fn recover(&self, run: impl FnOnce(&'static Path) -> Command) {
        let mut command = run(tilsyn_tests::program());
        command
            .arg("--data")
            .arg(self.folder.data())
            .args(["verify", "--json"])
            .env("TILSYN_LANG", "en");
        let _whatever = command.output().expect("the program starts");
    }

    fn course_of_session(&self) -> Course {
        self.put_back();
        let all = self.session(|program| strace::watched(program, &self.log));
        assert_eq!(all, (0..BATCHES.end).collect(), "an untroubled run");
        Course::read(&self.log, &self.folder.data())
    }

    fn course_of_recovery(&self) -> Course {
        self.put_back();
        self.recover(|program| strace::watched(program, &self.log));
        Course::read(&self.log, &self.folder.data())
    }

    /// Whether the fault struck is said: a case in which it did not shows nothing.
    fn check_one(&self, course: &Course, injection: &Injection) -> bool {
        self.put_back();
        let acknowledged =
            self.session(|program| strace::struck(program, &self.log, injection, course));
        let has_struck = strace::has_struck(&self.log);
        check_kept(&self.folder, &acknowledged, &injection.to_string());
        self.check_again(&acknowledged, &injection.to_string());
        has_struck
    }

    fn check_pair(&self, courses: [&Course; 2], pair: [&Injection; 2]) {
        self.put_back();
        let acknowledged =
            self.session(|program| strace::struck(program, &self.log, pair[0], courses[0]));
        self.recover(|program| strace::struck(program, &self.log, pair[1], courses[1]));
        let after = format!("{} and then {}", pair[0], pair[1]);
        check_kept(&self.folder, &acknowledged, &after);
        self.check_again(&acknowledged, &after);
    }

    /// The batch that was not acknowledged first, sent again, is taken in; and so is all.
    fn check_again(&self, acknowledged: &Acknowledged, after: &str) {
        let Some(next) = BATCHES
            .clone()
            .find(|number| !acknowledged.contains(number))
        else {
            return;
        };
        let import = self
            .folder
            .file("again.ndjson", crate::batches::batch(next));
        let import = self.folder.takes(&import);
        assert!(is_acknowledged(&import), "after {after}: {import:?}");
        let all = acknowledged.iter().copied().chain([next]).collect();
        check_kept(&self.folder, &all, after);
    }
}

/// So many of these, evenly spread.
fn spread<T: Clone>(all: &[T], count: u64) -> Vec<T> {
    let count = usize::try_from(count).unwrap_or(usize::MAX).min(all.len());
    (0..count)
        .map(|at| all[at * all.len() / count].clone())
        .collect()
}

/// Does all of it, some at once, each worker on a bench of its own.
fn on_benches<T: Sync>(work: &[T], check: impl Fn(&Bench, &[Course; 2], &T) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let bench = Bench::new();
                let courses = [bench.course_of_session(), bench.course_of_recovery()];
                while let Some(one) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    check(&bench, &courses, one);
                }
            });
        }
    });
}

#[test]
fn a_fault_of_any_call_loses_nothing() {
    if !strace::is_possible() {
        return;
    }
    let begun = Instant::now();
    let course = Bench::new().course_of_session();
    let all = course.injections();
    let cases = spread(&all, setting("TILSYN_FAULT_CASES").unwrap_or(CASES));
    let struck = AtomicUsize::new(0);
    on_benches(&cases, |bench, [course, _], injection| {
        let has_struck = bench.check_one(course, injection);
        struck.fetch_add(usize::from(has_struck), Ordering::Relaxed);
    });
    let struck = struck.into_inner();
    assert!(
        struck * 10 >= cases.len() * 8,
        "only {struck} faults struck"
    );
    eprintln!(
        "faults of system calls: {} of {} tried, {struck} struck, in {:.0} s; calls of the \
         busiest thread: {:?}",
        cases.len(),
        all.len(),
        begun.elapsed().as_secs_f64(),
        course.counts
    );
}

#[test]
fn a_second_fault_while_recovering_loses_nothing() {
    if !strace::is_possible() {
        return;
    }
    let begun = Instant::now();
    let bench = Bench::new();
    let first = bench.course_of_session().injections();
    let second = bench.course_of_recovery().injections();
    let mut chance = Chance(seed("TILSYN_FAULT_SEED"));
    let mut one_of = |all: &[Injection]| {
        let at = chance.below(all.len() as u64);
        all[usize::try_from(at).expect("an index")].clone()
    };
    let pairs = setting("TILSYN_FAULT_PAIRS").unwrap_or(PAIRS);
    let pairs: Vec<_> = (0..pairs)
        .map(|_| [one_of(&first), one_of(&second)])
        .collect();
    on_benches(&pairs, |bench, [session, recovery], [first, second]| {
        bench.check_pair([session, recovery], [first, second]);
    });
    eprintln!(
        "pairs of faults: {} tried in {:.0} s",
        pairs.len(),
        begun.elapsed().as_secs_f64()
    );
}

#[test]
fn a_failed_sync_ends_the_server_and_is_not_tried_again() {
    if !strace::is_possible() {
        return;
    }
    let bench = Bench::new();
    let course = bench.course_of_session();
    bench.put_back();
    let injection = Injection {
        call: "fdatasync",
        fault: Fault::Device,
        when: 1,
    };
    // Opening syncs this file under another name: what fails is the first frame.
    let course = course.only("0000000001.segment");
    let served = bench
        .folder
        .serve_under(|program| strace::struck(program, &bench.log, &injection, &course));
    let mut server = served.expect("it opens without that sync");
    let import = bench.folder.takes(&file(&bench.folder, 1)).ended(3);
    assert!(import.err.contains("made durable"), "{import:?}");
    let refused = server.ask(STATEMENT);
    assert!(refused.is_none_or(|answer| answer.status == 503), "no look");
    let ended = server.ended_within(20).expect("it ends by itself");
    assert_eq!(ended.exit, Some(3), "{ended:?}");
    assert!(ended.err.contains("The server ends"), "{ended:?}");
    let log = fs::read_to_string(&bench.log).expect("strace wrote it");
    assert_eq!(log.matches("fdatasync(").count(), 1, "{log}");
    check_kept(&bench.folder, &Acknowledged::from([0]), "a failed sync");
}
