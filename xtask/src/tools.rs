//! Programs of others that cargo builds: at one version, once, for all clones.
//!
//! They are kept in the cache and never on the path, so that nothing but these tasks finds them.

use std::path::PathBuf;

use anyhow::Result;

use crate::{run, workspace};

/// A tool and the version that is asked for.
pub(crate) struct Tool {
    /// What it is called on the registry.
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
}

impl Tool {
    /// Its program, built if it is not there.
    pub(crate) fn program(&self) -> Result<PathBuf> {
        let tools = workspace::cache_dir()?.join("tools");
        let program = tools.join("bin").join(self.package);
        if !program.is_file() {
            let root = tools.to_string_lossy();
            run::run(&mut run::cargo(&[
                "install",
                "--locked",
                "--quiet",
                "--root",
                &root,
                "--version",
                self.version,
                self.package,
            ])?)?;
        }
        Ok(program)
    }
}
