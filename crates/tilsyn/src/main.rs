//! The program: reads the command line, opens the folder or finds the server that holds it, and
//! runs the command.

mod cli;
mod commands;
mod control;
mod folder;
mod output;
mod stream;

use std::io::{self, IsTerminal, Read, Write};
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use control::Request;
use folder::Folder;
use output::{Exit, Output};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() {
                Exit::WrongUse
            } else {
                Exit::Done
            };
            // Help and mistakes go where clap sends them; a closed pipe is no failure.
            let _ = error.print().is_err();
            return ExitCode::from(code.number());
        }
    };
    start_diagnostics();
    let terminal = io::stderr().is_terminal();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut err = io::stderr();
    let exit = {
        let mut output = Output {
            out: &mut out,
            err: &mut err,
            json: cli.json,
            language: cli.lang,
            terminal,
        };
        run(cli, &mut output)
    };
    let exit = if out.flush().is_ok() {
        exit
    } else {
        Exit::Done.number()
    };
    ExitCode::from(exit)
}

/// Diagnostics go to standard error; they hold no names, ids or what was looked up.
fn start_diagnostics() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("TILSYN_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
}

fn run(cli: Cli, output: &mut Output<'_>) -> u8 {
    let command = match prepared(cli.command) {
        Ok(command) => command,
        Err(error) => return commands::fail(&error.into(), output).number(),
    };
    if let Command::Upgrade = command {
        let done = commands::upgrade(&cli.data, output);
        return done
            .unwrap_or_else(|error| commands::fail(&error, output))
            .number();
    }
    let request = Request {
        command,
        json: cli.json,
        language: cli.lang,
    };
    match control::forward(&cli.data, &request, output.out, output.err) {
        Ok(Some(exit)) => return exit,
        Ok(None) => {}
        Err(error) => {
            let error = anyhow::Error::new(error).context("the server broke off");
            return commands::fail(&error, output).number();
        }
    }
    let folder = match Folder::open(&cli.data, request.command.holder()) {
        Ok(folder) => folder,
        Err(error) => return not_opened(&error, &request.command, output).number(),
    };
    if matches!(request.command, Command::Serve(_) | Command::Demo(_)) {
        return commands::run_and_serve(&cli.data, &folder, &request.command, output).number();
    }
    let exit = commands::run(&cli.data, &folder.desk, &request.command, output);
    match folder.archive.flush() {
        Ok(()) => exit.number(),
        Err(error) => commands::fail(&error.into(), output).number(),
    }
}

/// A folder that is held cannot be used now; one that does not open is, to a check, a finding.
fn not_opened(error: &anyhow::Error, command: &Command, output: &mut Output<'_>) -> Exit {
    commands::fail(error, output);
    let held = error.chain().any(|cause| {
        matches!(
            cause.downcast_ref::<tilsyn_durable::Error>(),
            Some(tilsyn_durable::Error::Held { .. })
        )
    });
    if held || !matches!(command, Command::Verify) {
        return Exit::CouldNot;
    }
    if output.json && commands::say_not_whole(error, output).is_err() {
        return Exit::CouldNot;
    }
    Exit::Attention
}

/// The command with absolute paths and with what standard input says.
fn prepared(command: Command) -> io::Result<Command> {
    let command = command.with_absolute_paths(&std::env::current_dir()?);
    command.with_standard_input(|| {
        let mut text = String::new();
        io::stdin().lock().take(1 << 16).read_to_string(&mut text)?;
        Ok(text)
    })
}
