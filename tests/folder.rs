//! Data folders of a test's own, the files that go into them, and commands on them.
//!
//! A folder goes with its test. Not here: the server over one (`server`).

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::ports::free_address;
use crate::programs::{Ran, program, ran};
use crate::server::Server;

/// A file of the hand-written register.
#[must_use]
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// The sample files of foreign formats; `None`, said loudly, where they are not at hand.
///
/// # Panics
/// When they are missing though `TILSYN_SAMPLES_REQUIRED` is 1.
#[must_use]
pub fn samples() -> Option<PathBuf> {
    let folder = std::env::var_os("TILSYN_SAMPLES").map(PathBuf::from);
    let folder = folder.filter(|folder| folder.is_dir());
    if folder.is_none() {
        let required = std::env::var_os("TILSYN_SAMPLES_REQUIRED").is_some_and(|v| v == "1");
        assert!(
            !required,
            "TILSYN_SAMPLES names no folder, and no test may be skipped"
        );
        eprintln!("SKIPPED: TILSYN_SAMPLES names no folder of sample files");
    }
    folder
}

/// A data folder of a test's own.
pub struct Folder {
    home: TempDir,
}

impl Default for Folder {
    fn default() -> Folder {
        Folder::new()
    }
}

impl Folder {
    /// An empty one.
    ///
    /// # Panics
    /// When there is no room for temporary files.
    #[must_use]
    pub fn new() -> Folder {
        Folder {
            home: tempfile::tempdir().expect("temporary files can be made"),
        }
    }

    /// One that holds the hand-written register.
    #[must_use]
    pub fn with_register() -> Folder {
        let folder = Folder::new();
        folder.takes_directory(&fixture("directory"));
        let _summary = folder.takes(&fixture("events.ndjson")).ended(0);
        folder
    }

    /// Where the data lies.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Writes a file beside the data.
    ///
    /// # Panics
    /// When it cannot be written.
    #[must_use]
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(name);
        write(&path, content.as_ref());
        path
    }

    /// Writes one that nobody else may read.
    ///
    /// # Panics
    /// When it cannot be written.
    #[must_use]
    pub fn secret(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.file(name, content);
        let of_owner = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(&path, of_owner).expect("it is ours");
        path
    }

    /// A command on this folder, not started yet.
    #[must_use]
    pub fn command<S: AsRef<OsStr>>(&self, words: &[S]) -> Command {
        self.command_on(&self.data(), words)
    }

    /// The same, on another folder of this test's.
    #[must_use]
    pub fn command_on<S: AsRef<OsStr>>(&self, data: &Path, words: &[S]) -> Command {
        let mut command = Command::new(program());
        command
            .arg("--data")
            .arg(data)
            .args(words)
            .current_dir(self.home.path())
            // The language of whoever runs the tests is none of their business.
            .env("TILSYN_LANG", "en")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command with `--json` to its end.
    ///
    /// # Panics
    /// When the program cannot be started.
    #[must_use]
    pub fn ask<S: AsRef<OsStr>>(&self, words: &[S]) -> Ran {
        ran(self.command(words).arg("--json"))
    }

    /// Imports events.
    #[must_use]
    pub fn takes(&self, path: &Path) -> Ran {
        self.ask(&[OsStr::new("import"), OsStr::new("events"), path.as_os_str()])
    }

    /// Imports a directory; it must go in whole.
    ///
    /// # Panics
    /// When it does not.
    pub fn takes_directory(&self, path: &Path) -> Value {
        let words = [
            OsStr::new("import"),
            OsStr::new("directory"),
            path.as_os_str(),
        ];
        self.ask(&words).ended(0).json()
    }

    /// The rows of a list over July 2026.
    #[must_use]
    pub fn july(&self, list: &str) -> Vec<Value> {
        self.rows(list, "2026-07-01", "2026-07-31")
    }

    /// The rows of a list over a period.
    ///
    /// # Panics
    /// When the answer has none.
    #[must_use]
    pub fn rows(&self, list: &str, from: &str, to: &str) -> Vec<Value> {
        let answer = self
            .ask(&[list, "--from", from, "--to", to])
            .ended(0)
            .json();
        answer["rows"]
            .as_array()
            .cloned()
            .expect("an answer has rows")
    }

    /// Serves the folder on a free port and waits until it answers.
    ///
    /// # Panics
    /// When it does not.
    #[must_use]
    pub fn serve(&self) -> Server {
        let served = self.serve_under(Command::new);
        served.unwrap_or_else(|ended| panic!("the server stopped: {ended:?}"))
    }

    /// Serves the folder by a program that runs ours, such as a tracer.
    ///
    /// # Errors
    /// How it ended, where it did not come to answering.
    ///
    /// # Panics
    /// When it neither answers nor ends.
    pub fn serve_under(&self, run: impl FnOnce(&'static Path) -> Command) -> Result<Server, Ran> {
        self.serve_at(free_address(), run(program()))
    }

    /// Serves the folder at an address that somebody else has to know before.
    ///
    /// # Panics
    /// When the server stops.
    #[must_use]
    pub fn serve_on(&self, listen: &str) -> Server {
        let served = self.serve_at(listen.to_owned(), Command::new(program()));
        served.unwrap_or_else(|ended| panic!("the server stopped: {ended:?}"))
    }

    fn serve_at(&self, listen: String, mut command: Command) -> Result<Server, Ran> {
        command
            .arg("--data")
            .arg(self.data())
            .args(["serve", "--listen", &listen])
            .current_dir(self.home.path())
            .env("TILSYN_LANG", "en")
            .stdin(Stdio::null());
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut server = Server {
            child: child.expect("the program starts"),
            listen,
        };
        match server.wait() {
            None => Ok(server),
            Some(ended) => Err(ended),
        }
    }
}

/// Writes a file for a test.
///
/// # Panics
/// When it cannot be written.
#[expect(
    clippy::disallowed_methods,
    reason = "a file that lives as long as its test"
)]
pub fn write(path: &Path, content: &[u8]) {
    std::fs::write(path, content).expect("temporary files can be written");
}
