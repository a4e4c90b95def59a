//! The built programs, and what came of running one to its end.
//!
//! Not here: what runs on (`server`), programs of others (`foreign`).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The program: `TILSYN_BIN`, or built once by cargo beside this test.
///
/// # Panics
/// When it cannot be built.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(given) = std::env::var_os("TILSYN_BIN") {
            return PathBuf::from(given);
        }
        built("tilsyn")
    })
}

/// The witness: `TILSYN_WITNESS_BIN`, or built once by cargo beside this test.
///
/// # Panics
/// When it cannot be built.
pub fn witness_program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let given = std::env::var_os("TILSYN_WITNESS_BIN").map(PathBuf::from);
        given.unwrap_or_else(|| built("tilsyn-witness"))
    })
}

/// The verifier: `TILSYN_VERIFY_BIN`, or built once by cargo beside this test.
///
/// # Panics
/// When it cannot be built.
pub fn verify_program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let given = std::env::var_os("TILSYN_VERIFY_BIN").map(PathBuf::from);
        given.unwrap_or_else(|| built("tilsyn-ledger"))
    })
}

fn built(package: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = ran(Command::new(cargo)
        .args(["build", "--quiet", "-p", package, "--message-format=json"])
        .current_dir(env!("CARGO_MANIFEST_DIR")));
    assert_eq!(
        built.exit,
        Some(0),
        "{package} does not build: {}",
        built.err
    );
    // Cargo says where it lies: not always beside this test.
    let lines = built.lines();
    let place = lines.iter().find_map(|line| line["executable"].as_str());
    PathBuf::from(place.expect("cargo names the program that it built"))
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub exit: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The one JSON document on standard output.
    ///
    /// # Panics
    /// When there is none, or something beside it.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The JSON documents on standard output, one a line.
    ///
    /// # Panics
    /// When a line is none.
    #[must_use]
    pub fn lines(&self) -> Vec<Value> {
        let line =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {self:?}"));
        self.out.lines().map(line).collect()
    }

    /// The same, if it ended as expected.
    ///
    /// # Panics
    /// When it ended otherwise.
    #[must_use]
    pub fn ended(self, exit: i32) -> Ran {
        assert_eq!(self.exit, Some(exit), "{self:?}");
        self
    }
}

/// Runs a command to its end.
///
/// # Panics
/// When it cannot be started.
pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("the program starts");
    Ran {
        exit: output.status.code(),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
