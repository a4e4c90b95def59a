//! A witness for the demo: as another organisation would run it, in another folder and, when root
//! makes the demo, as another user.
//!
//! It keeps its folder from one demo to the next: then it notices that the demo's data were put
//! back from an older copy. Not here: what a witness does (`crates/witness`).

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::demo::{Beside, change_settings};
use crate::{run, workspace};

/// The user that has nothing, on every Debian.
const NOBODY: u32 = 65_534;
const NAME: &str = "witness.example.org";

/// Starts the witness, has it take the log of these data on, and tells the data of it.
pub(crate) fn start(data: &Path) -> Result<Beside> {
    let home = Home::of(data)?;
    let log = log_key(data)?;
    let mut key = home.key()?;
    if home.run(&["add-log", &log]).is_err() {
        // It knows another log of this name: that of data which are no more.
        home.empty()?;
        key = home.key()?;
        home.run(&["add-log", &log])?;
    }
    let listen = free_address()?;
    let policy = data.join("witnesses.policy");
    let asked = format!("witness demo {key} http://{listen}\nquorum demo\n");
    run::write(&policy, &asked)?;
    let named = policy.to_str().context("the folder's name is no text")?;
    change_settings(&data.join("settings.toml"), |all| {
        all.insert("witness_policy".to_owned(), named.into());
    })?;
    let mut serve = home.command(&["serve", "--listen", &listen]);
    let child = serve.stdin(Stdio::null()).stderr(Stdio::null()).spawn();
    let child = child.context("the witness could not be started")?;
    eprintln!(
        "  a witness serves on {listen}, in {}",
        home.folder.display()
    );
    Ok(Beside(child))
}

/// Where the witness lives.
struct Home {
    folder: PathBuf,
    is_root: bool,
}

impl Home {
    /// Beside the data; root's has to be where others can reach it.
    fn of(data: &Path) -> Result<Home> {
        let is_root = workspace::is_root();
        let folder = if is_root {
            std::env::temp_dir().join("tilsyn-demo-witness")
        } else {
            data.with_file_name("demo-witness")
        };
        let home = Home { folder, is_root };
        home.make()?;
        Ok(home)
    }

    fn make(&self) -> Result<()> {
        let folder = &self.folder;
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        let built = workspace::target_dir().join("release/tilsyn-witness");
        fs::copy(&built, self.program()).with_context(|| format!("copying {}", built.display()))?;
        if self.is_root {
            chown(folder, Some(NOBODY), Some(NOBODY)).context("giving the folder away")?;
        }
        Ok(())
    }

    fn empty(&self) -> Result<()> {
        let folder = &self.folder;
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
        self.make()
    }

    /// What policies name it by; it is made where there is none yet.
    fn key(&self) -> Result<String> {
        match self.folder.join("data").exists() {
            true => self.run(&["key"]),
            false => self.run(&["init", "--name", NAME]),
        }
    }

    fn run(&self, words: &[&str]) -> Result<String> {
        run::output(&mut self.command(words))
    }

    fn program(&self) -> PathBuf {
        self.folder.join("tilsyn-witness")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.program());
        command
            .arg("--data")
            .arg(self.folder.join("data"))
            .args(words)
            .current_dir(&self.folder);
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

/// An address that nobody listens on yet.
fn free_address() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr()?.to_string())
}

/// What checks the checkpoints of these data.
fn log_key(data: &Path) -> Result<String> {
    let mut doctor = Command::new(workspace::target_dir().join("release/tilsyn"));
    doctor.arg("--data").arg(data).args(["--json", "doctor"]);
    // Its exit says whether everything is well, which is not asked here.
    let said = doctor.stderr(Stdio::null()).output();
    let said = said.context("tilsyn doctor could not be started")?;
    let key = text_in(&String::from_utf8_lossy(&said.stdout), "log_key");
    key.context("tilsyn doctor names no log key")
}

/// A text of a JSON document, by its name; keys have nothing that JSON would escape.
fn text_in(document: &str, name: &str) -> Option<String> {
    let (_, after) = document.split_once(&format!("\"{name}\":"))?;
    after.split('"').nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_a_document() {
        let document = r#"{"checks":[],"log_key":"a.example+0f1e2d3c+BPx/=","ok":true}"#;
        let found = text_in(document, "log_key");
        assert_eq!(found.as_deref(), Some("a.example+0f1e2d3c+BPx/="));
        assert_eq!(text_in(document, "key"), None);
    }
}
