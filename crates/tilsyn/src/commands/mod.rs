//! What each command does. All of them go through the desk, with a permit, and their looks are
//! filed like any other.

mod ask;
mod backup;
mod demo;
mod findings;
mod health;
mod holds;
mod import;
mod keys;
mod prove;
mod report;
mod retention;
mod sample;
mod serve;
mod settings;
mod source;
mod staff;
mod strata;
mod upgrade;
mod usage;

use std::path::Path;

use tilsyn_app::Desk;
use tilsyn_app::permit::{Action, Form, Permit, ask as ask_policy};
use tilsyn_app::problem::{Problem, Whose};

pub(crate) use backup::restore;
pub(crate) use upgrade::upgrade;

use crate::cli::{Command, Import, Report, Serve};
use crate::folder::Folder;
use crate::installation::Installation;
use crate::output::{Exit, Output};
use crate::spoken::spoken;

/// A permit for whoever asked.
fn permit<A: Action>(desk: &Desk, output: &Output<'_>) -> Result<Permit<A>, Problem> {
    ask_policy(&desk.principal_of_command(&output.caller)?, Form::Command)
}

/// Runs a command in an open folder. Serving comes after: it keeps the folder open.
pub(crate) fn run(data: &Path, desk: &Desk, command: &Command, output: &mut Output<'_>) -> Exit {
    let result = match command {
        Command::Import(Import::Events { format, paths, .. }) => {
            import::events(desk, format, paths, output)
        }
        Command::Import(Import::Directory { folder }) => import::directory(desk, folder, output),
        Command::Statement(list) => ask::statement(desk, list, output),
        Command::Subjects(list) => ask::subjects(desk, list, output),
        Command::Pictures(list) => ask::pictures(desk, list, output),
        Command::Usage(asked) => usage::usage(desk, asked, output),
        Command::Findings(asked) => findings::findings(desk, asked, output),
        Command::Evaluate => findings::evaluate(desk, output),
        Command::Sample(asked) => sample::sample(desk, asked, output),
        Command::Strata(asked) => strata::strata(desk, asked, output),
        Command::History(asked) => ask::history(desk, asked, output),
        Command::Search { text } => ask::search(desk, text, output),
        Command::Sources => ask::sources(desk, output),
        Command::Source(asked) => source::source(desk, asked, output),
        Command::Quarantine(asked) => ask::quarantine(desk, asked, output),
        Command::OwnLog(paging) => ask::own_log(desk, *paging, output),
        Command::Verify(asked) => health::verify(desk, asked.policy.as_deref(), output),
        Command::Report(Report::Quarter(asked)) => report::quarter(desk, asked, output),
        Command::Prove(asked) => prove::prove(desk, asked, output),
        Command::Settings { key, value } => {
            settings::settings(desk, key.as_deref(), value.as_deref(), output)
        }
        Command::Duties(asked) => staff::duties(desk, asked, output),
        Command::Staff(asked) => staff::staff(desk, asked, output),
        Command::Holds(asked) => holds::holds(desk, asked, output),
        Command::Retention(asked) => retention::retention(desk, asked, output),
        Command::Backup(asked) => backup::backup(data, desk, asked, output),
        Command::Keys(asked) => keys::keys(data, desk, asked, output),
        Command::Doctor => health::doctor(data, desk, output),
        Command::Serve(_) | Command::Demo(_) | Command::Upgrade | Command::Restore(_) => {
            Err(Problem::conflict("cli-server-runs")
                .with("path", data.display())
                .into())
        }
    };
    let result = result.map_err(|error| filed(desk, error, output));
    result.unwrap_or_else(|error| match command {
        // Met before the check began, where it was asked who runs this.
        Command::Verify(_) if is_damage(&error) => not_whole(&error, output),
        _ => fail(&error, output),
    })
}

/// What to say to somebody who was refused: the own log knows of it first.
fn filed(desk: &Desk, error: anyhow::Error, output: &Output<'_>) -> anyhow::Error {
    match error.downcast::<Problem>() {
        Ok(problem) => desk.filed_of_command(&output.caller, problem).into(),
        Err(other) => other,
    }
}

/// What keeps a check from being made at all is what it found.
pub(crate) fn not_whole(error: &anyhow::Error, output: &mut Output<'_>) -> Exit {
    fail(error, output);
    if output.json && health::say_not_whole(error, output).is_err() {
        return Exit::CouldNot;
    }
    Exit::Attention
}

/// Whether what the registry holds is not what was put there.
fn is_damage(error: &anyhow::Error) -> bool {
    let of_registry = error.chain().find_map(|cause| cause.downcast_ref());
    of_registry.is_some_and(tilsyn_registry::Error::is_damage)
}

/// Says what went wrong, and whose move it is.
pub(crate) fn fail(error: &anyhow::Error, output: &mut Output<'_>) -> Exit {
    if let Some(broken) = error.downcast_ref::<std::io::Error>()
        && broken.kind() == std::io::ErrorKind::BrokenPipe
    {
        return Exit::Done;
    }
    let text = spoken(error, output.words);
    // Nowhere is left to say it when standard error is gone too.
    let _ = output.aside(&format!("tilsyn: {text}")).is_err();
    output.again_after_seconds = again_after_seconds(error);
    match error.downcast_ref::<Problem>().map(|problem| problem.whose) {
        Some(Whose::Yours | Whose::Gone) => Exit::WrongUse,
        _ => Exit::CouldNot,
    }
}

/// When to try again where another command holds the folder, or its disk is full.
const AGAIN_SECONDS: u16 = 5;

/// After how many seconds the same may succeed without anything but time, or somebody, mending
/// it; `None` where trying again would not help.
fn again_after_seconds(error: &anyhow::Error) -> Option<u16> {
    use tilsyn_durable::Error as FileError;
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.again_after_seconds;
    }
    error.chain().find_map(|cause| match cause.downcast_ref()? {
        FileError::Held { .. } | FileError::Full { .. } => Some(AGAIN_SECONDS),
        _ => None,
    })
}

/// Serves several organisations, until someone says stop.
pub(crate) fn serve_installation(
    home: &Path,
    installation: &Installation,
    asked: &Serve,
    output: &mut Output<'_>,
) -> Exit {
    let result = serve::serve_installation(home, installation, &asked.listen, output);
    result.unwrap_or_else(|error| fail(&error, output))
}

/// Serves, or makes the demo register and serves it.
pub(crate) fn run_and_serve(
    data: &Path,
    folder: &Folder,
    command: &Command,
    output: &mut Output<'_>,
) -> Exit {
    let result = match command {
        Command::Serve(asked) => serve::serve(data, folder, &asked.listen, output),
        Command::Demo(asked) => demo::demo(data, folder, asked, output),
        _ => Ok(Exit::WrongUse),
    };
    result.unwrap_or_else(|error| fail(&error, output))
}
