//! Faults of the system, put in by `strace` at one call of many.
//!
//! Only calls about the data folder count: strace is given the paths that an untroubled run
//! used. Not here: what is done meanwhile, and what must be true afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Calls by which the program changes or reads what is on the disk.
const CALLS: [&str; 20] = [
    "openat",
    "read",
    "pread64",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "syncfs",
    "rename",
    "renameat",
    "renameat2",
    "mkdir",
    "mkdirat",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "ftruncate",
    "fallocate",
    "close",
];
/// Calls that need room, and may find none.
const NEED_ROOM: [&str; 11] = [
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "syncfs",
    "rename",
    "mkdir",
    "mkdirat",
    "ftruncate",
    "fallocate",
];

/// What happens instead of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// The device fails.
    Device,
    /// There is no room.
    NoRoom,
    /// The process is killed.
    Kill,
}

/// One call of one kind, and what happens instead of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Injection {
    pub(super) call: &'static str,
    pub(super) fault: Fault,
    /// The first of its kind is 1. strace counts for each thread by itself.
    pub(super) when: usize,
}

impl std::fmt::Display for Injection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let how = match self.fault {
            Fault::Device => "error=EIO",
            Fault::NoRoom => "error=ENOSPC",
            Fault::Kill => "signal=KILL",
        };
        write!(f, "{}:{how}:when={}", self.call, self.when)
    }
}

/// What an untroubled run did with the data folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    /// How often the busiest thread made each call.
    pub(super) counts: BTreeMap<&'static str, usize>,
    /// Paths below the data folder.
    paths: BTreeSet<PathBuf>,
}

impl Course {
    /// Reads what [`watched`] wrote about a folder.
    pub(super) fn read(log: &Path, data: &Path) -> Course {
        let data = data.to_str().expect("a path of ours");
        let mut course = Course::default();
        let mut of_thread: BTreeMap<(&str, &'static str), usize> = BTreeMap::new();
        let text = std::fs::read(log).expect("strace wrote it");
        let text = String::from_utf8_lossy(&text);
        for line in text.lines().filter(|line| line.contains(data)) {
            let Some((thread, rest)) = line.split_once(' ') else {
                continue;
            };
            let name = rest.trim_start().split('(').next().unwrap_or_default();
            let Some(call) = CALLS.iter().find(|call| **call == name) else {
                continue;
            };
            let count = of_thread.entry((thread, call)).or_default();
            *count += 1;
            let most = course.counts.entry(call).or_default();
            *most = (*most).max(*count);
            course.paths.extend(paths_in(rest, data));
        }
        course
    }

    /// The same of the file of this name alone.
    pub(super) fn only(mut self, name: &str) -> Course {
        self.paths
            .retain(|path| path.file_name().is_some_and(|found| found == name));
        self
    }

    /// Every fault that can strike such a run.
    pub(super) fn injections(&self) -> Vec<Injection> {
        let mut all = Vec::new();
        for (call, count) in &self.counts {
            for when in 1..=*count {
                for fault in [Fault::Device, Fault::NoRoom, Fault::Kill] {
                    if fault != Fault::NoRoom || NEED_ROOM.contains(call) {
                        all.push(Injection { call, fault, when });
                    }
                }
            }
        }
        all
    }
}

/// The paths below a folder that a line names, in quotes or beside a file's number.
fn paths_in<'a>(line: &'a str, data: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
    line.match_indices(data).filter_map(|(at, _)| {
        let end = line[at..].find(['"', '>'])?;
        let path = &line[at..at + end];
        // A socket is named by its number, and by its path after that.
        path.starts_with('/').then(|| PathBuf::from(path))
    })
}

/// A program under strace that writes down its calls.
pub(super) fn watched(program: &Path, log: &Path) -> Command {
    let calls = format!("trace={}", CALLS.join(","));
    let mut command = strace(log);
    command.args(["-y", "-e", &calls]).arg(program);
    command
}

/// A program under strace that is struck by a fault.
pub(super) fn struck(
    program: &Path,
    log: &Path,
    injection: &Injection,
    course: &Course,
) -> Command {
    let mut command = strace(log);
    command
        .args(["-e", &format!("trace={}", injection.call)])
        .args(["-e", &format!("inject={injection}")]);
    for path in &course.paths {
        command.arg("-P").arg(path);
    }
    command.arg(program);
    command
}

/// Whether a fault was put in, as the log tells.
pub(super) fn has_struck(log: &Path) -> bool {
    let log = std::fs::read(log).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    log.contains("(INJECTED)") || log.contains("killed by SIGKILL")
}

fn strace(log: &Path) -> Command {
    let mut command = Command::new("strace");
    // -D: our child is the program itself, so that it can be told to end, and asked how it did.
    command.args(["-D", "-f", "-qq", "-o"]).arg(log);
    command
}

/// Whether faults can be put in here; says loudly where not, and why.
pub(super) fn is_possible() -> bool {
    static POSSIBLE: OnceLock<bool> = OnceLock::new();
    *POSSIBLE.get_or_init(|| {
        let inject = [
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "inject=chdir:error=EIO",
            "true",
        ];
        let why = match Command::new("strace").args(inject).output() {
            Ok(done) if done.status.success() => return true,
            Ok(done) => String::from_utf8_lossy(&done.stderr).trim().to_owned(),
            Err(error) => format!("strace cannot be started: {error}"),
        };
        eprintln!("\n*** SKIPPED: faults of system calls were NOT tested: {why} ***\n");
        false
    })
}
