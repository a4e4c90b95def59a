//! Our witness, in a folder and with a user of its own.
//!
//! Not here: the witness in Go (`foreign`), what a witness has to say (`program/witness.rs`).

use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::ports::free_address;
use crate::programs::{ran, witness_program};
use crate::server::{Answer, Server, post};

/// A witness in a folder of its own, and as a user of its own when the tests run as root; it is
/// killed when dropped.
pub struct Witness {
    home: TempDir,
    server: Option<Server>,
    /// What policies name it by.
    pub key: String,
    pub listen: String,
}

/// The user that has nothing, on every Debian.
const NOBODY: u32 = 65_534;

impl Witness {
    /// Makes one and serves it on a free port.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start() -> Witness {
        let home = tempfile::tempdir().expect("temporary files can be made");
        // A user of its own may not be able to reach the program where it was built.
        let program = home.path().join("tilsyn-witness");
        std::fs::copy(witness_program(), &program).expect("the program can be copied");
        if is_root() {
            std::os::unix::fs::chown(home.path(), Some(NOBODY), Some(NOBODY))
                .expect("root gives folders away");
        }
        let mut witness = Witness {
            home,
            server: None,
            key: String::new(),
            listen: free_address(),
        };
        let made = ran(&mut witness.command(&["init", "--name", "witness.example.org"]));
        made.out.trim().clone_into(&mut witness.key);
        assert!(witness.key.starts_with("witness.example.org+"), "{made:?}");
        let _refused = ran(&mut witness.command(&["init", "--name", "again.example"])).ended(3);
        witness.restart();
        witness
    }

    fn command(&self, words: &[&str]) -> Command {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new(self.home.path().join("tilsyn-witness"));
        command
            .arg("--data")
            .arg(self.home.path().join("data"))
            .args(words)
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    /// Takes a log on.
    ///
    /// # Panics
    /// When it is refused.
    pub fn add_log(&self, key: &str) {
        let _origin = ran(&mut self.command(&["add-log", key])).ended(0);
    }

    /// Ends it as a power cut would, if it runs, and starts it again.
    ///
    /// # Panics
    /// When it does not start.
    pub fn restart(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
        let mut command = self.command(&["serve", "--listen", &self.listen]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut server = Server {
            child: child.expect("the witness starts"),
            listen: self.listen.clone(),
        };
        let ended = server.wait();
        assert!(ended.is_none(), "the witness stopped: {ended:?}");
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
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|found| found.uid() == 0)
}
