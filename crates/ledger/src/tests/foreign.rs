//! Programs of others that read what this one writes: Go's x/mod, npm's `@sigstore/verify`.
//!
//! Each is asked line by line and answers line by line, so that ten thousand questions cost one
//! start. They are in `tests/foreign`. Where what they need is not installed, tests say so and go
//! on, unless `TILSYN_REQUIRE_FOREIGN` is 1. Not here: what is asked.

use super::*;
use base64::prelude::{BASE64_STANDARD, Engine};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running program of others.
pub(super) struct Foreign {
    pub(super) name: &'static str,
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

fn setting(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a test has no settings file")]
    let value = std::env::var(name).ok();
    value.filter(|value| !value.is_empty())
}

/// Says that a program cannot be had; fails where none may be left out.
fn skip<T>(name: &str, why: &str) -> Option<T> {
    assert!(
        setting("TILSYN_REQUIRE_FOREIGN").is_none(),
        "{name} is required: {why}"
    );
    eprintln!("SKIPPED: nothing is checked with {name}: {why}");
    None
}

fn foreign_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/foreign")
}

impl Foreign {
    /// The verifier in Go, built if it is not.
    pub(super) fn go() -> Option<Foreign> {
        let built = foreign_folder().join("../../target/foreign");
        let script = foreign_folder().join("go/build.sh");
        let done = Command::new(script).arg(&built).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        match done.status.code() {
            Some(0) => {
                let mut command = Command::new(built.join("tilsyn-go-verify"));
                Some(Foreign::start("Go", command.arg("batch")))
            }
            Some(3) => skip("Go", &said),
            _ => panic!("the verifier in Go does not build: {said}"),
        }
    }

    /// The verifier of Sigstore, for Node.js: `TILSYN_NODE`, or the one on the path.
    pub(super) fn npm() -> Option<Foreign> {
        let node = setting("TILSYN_NODE").unwrap_or_else(|| "node".to_string());
        let folder = foreign_folder().join("npm");
        if !folder.join("node_modules/@sigstore/verify").is_dir() {
            return skip(
                "npm",
                "run `npm ci` in tests/foreign/npm, or `cargo xtask test`",
            );
        }
        if Command::new(&node).arg("--version").output().is_err() {
            return skip("npm", "Node.js is not installed");
        }
        let mut command = Command::new(node);
        command.arg("verify.mjs").current_dir(folder);
        Some(Foreign::start("npm", &mut command))
    }

    fn start(name: &'static str, command: &mut Command) -> Foreign {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let questions = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Foreign {
            name,
            child,
            questions,
            answers,
        }
    }

    fn ask(&mut self, question: &str) -> String {
        writeln!(self.questions, "{question}").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        assert!(answer.ends_with('\n'), "{} ended: {question}", self.name);
        answer
    }

    /// What it says of a proof.
    pub(super) fn proof(&mut self, key: &str, file: &[u8]) -> String {
        self.ask(&format!("proof {key} {}", BASE64_STANDARD.encode(file)))
    }

    /// What it says of a folder.
    pub(super) fn folder(&mut self, key: &str, folder: &Path) -> String {
        self.ask(&format!("folder {key} {}", folder.display()))
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}

/// Whether an answer says that all is well.
pub(super) fn is_well(answer: &str) -> bool {
    let well = answer.starts_with("{\"ok\":true");
    assert!(well || answer.starts_with("{\"ok\":false"), "{answer}");
    well
}
