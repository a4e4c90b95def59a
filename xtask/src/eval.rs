//! `cargo xtask eval`: how good the log evaluation is. The judging itself is an example of
//! `simulate`, so that this program stays quick to build; it asks the real program, from outside.

use std::path::PathBuf;

use anyhow::Result;

use crate::{assets, run, workspace};

/// Builds the program in release, unless `TILSYN_BIN` names one, and judges it.
pub(crate) fn eval(words: &[String]) -> Result<()> {
    let program = match workspace::setting("TILSYN_BIN") {
        Some(given) => PathBuf::from(given),
        None => {
            assets::assets()?;
            run::run(&mut run::cargo(&["build", "--release", "-p", "tilsyn"])?)?;
            workspace::target_dir().join("release/tilsyn")
        }
    };
    let judge = ["-p", "tilsyn-simulate", "--example", "eval", "--"];
    let mut command = run::cargo(&["run", "--release", "--quiet"])?;
    command.args(judge).arg("--program").arg(program);
    command
        .arg("--work")
        .arg(workspace::target_dir().join("eval"));
    run::run(command.args(words))
}
