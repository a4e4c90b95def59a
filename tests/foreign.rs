//! Programs of others, which read and check what ours write.
//!
//! Where they are not installed that is said loudly. Not here: their own code (`foreign/`).

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::ports::free_address;
use crate::programs::ran;
use crate::server::{Answer, Server, post};

/// A program in Go of `foreign/go`, built if it is not; `None`, said loudly, where Go is not
/// installed.
///
/// # Panics
/// When it cannot be built, or is missing though `TILSYN_REQUIRE_FOREIGN` is 1.
#[must_use]
pub fn go_program(name: &str) -> Option<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tests.join("../target/foreign");
    let built = ran(Command::new(tests.join("foreign/go/build.sh")).arg(&folder));
    if built.exit == Some(3) {
        skip(&built.err);
        return None;
    }
    let _built = built.ended(0);
    Some(folder.join(name))
}

/// The verifier of `foreign/npm`; `None`, said loudly, where its packages are not installed.
///
/// # Panics
/// When it is missing though `TILSYN_REQUIRE_FOREIGN` is 1.
#[must_use]
pub fn npm_verifier() -> Option<Command> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign/npm");
    if !folder.join("node_modules/@sigstore/verify").is_dir() {
        skip("run `npm ci` in tests/foreign/npm");
        return None;
    }
    let node = std::env::var_os("TILSYN_NODE").unwrap_or_else(|| "node".into());
    let mut command = Command::new(node);
    command.arg("verify.mjs").current_dir(folder);
    Some(command)
}

/// Schemathesis with its settings of `foreign/schemathesis`; `None`, said loudly, where
/// `TILSYN_SCHEMATHESIS` names no program.
///
/// # Panics
/// When it is missing though `TILSYN_REQUIRE_FOREIGN` is 1.
#[must_use]
pub fn schemathesis() -> Option<Command> {
    let Some(program) = std::env::var_os("TILSYN_SCHEMATHESIS") else {
        skip("Schemathesis: run `cargo xtask test --only prerequisites`");
        return None;
    };
    let settings = "foreign/schemathesis/schemathesis.toml";
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join(settings);
    let mut command = Command::new(program);
    command.arg("--config-file").arg(settings);
    Some(command)
}

pub(crate) fn skip(why: &str) {
    let required = std::env::var_os("TILSYN_REQUIRE_FOREIGN").is_some_and(|v| v == "1");
    assert!(!required, "programs of others are required: {why}");
    eprintln!("SKIPPED: nothing is checked with programs of others: {why}");
}

/// A witness in Go, of a folder of its own; it is killed when dropped.
pub struct GoWitness {
    home: TempDir,
    program: PathBuf,
    log: String,
    server: Option<Server>,
    /// What policies name it by.
    pub key: String,
    pub listen: String,
}

impl GoWitness {
    /// Starts one that knows this log; `None` where Go is not installed.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(log: &str) -> Option<GoWitness> {
        let mut witness = GoWitness {
            home: tempfile::tempdir().expect("temporary files can be made"),
            program: go_program("tilsyn-go-witness")?,
            log: log.to_owned(),
            server: None,
            key: String::new(),
            listen: free_address(),
        };
        witness.restart();
        Some(witness)
    }

    /// Ends it as a power cut would, if it runs, and starts it again.
    ///
    /// # Panics
    /// When it does not start, or with another key.
    pub fn restart(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
        let mut command = Command::new(&self.program);
        command
            .args(["--listen", &self.listen, "--name", "go.example.org"])
            .args(["--log", &self.log, "--state"])
            .arg(self.home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the witness in Go starts");
        let out = child.stdout.take().expect("it is ours");
        let mut key = String::new();
        let _bytes = BufReader::new(out).read_line(&mut key);
        let key = key.trim().to_owned();
        assert!(self.key.is_empty() || self.key == key, "it keeps its key");
        self.key = key;
        let mut server = Server {
            child,
            listen: self.listen.clone(),
        };
        server.wait();
        self.server = Some(server);
    }

    /// Sends a body.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn post(&self, path: &str, body: &str) -> Answer {
        post(&self.listen, path, body)
    }

    /// Asks for a path.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        let server = self.server.as_ref().expect("it runs");
        server.get(path)
    }
}
