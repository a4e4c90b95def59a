//! The program: reads the command line, opens the folder or finds the server that holds it, and
//! runs the command.

mod cli;
mod commands;
mod control;
mod folder;
mod mistakes;
mod output;
mod spoken;
mod stream;
mod table;
mod witnesses;
mod words;

use std::io::{self, IsTerminal, Read, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use tilsyn_app::Problem;

use cli::{Cli, Command};
use control::Request;
use folder::Folder;
use output::{Exit, Output};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(not_understood(&error).number()),
    };
    start_diagnostics();
    let terminal = io::stderr().is_terminal();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut err = io::stderr();
    let exit = run_for(cli, &mut out, &mut err, terminal);
    let exit = if out.flush().is_ok() {
        exit
    } else {
        Exit::Done.number()
    };
    ExitCode::from(exit)
}

/// Runs a command; a file that it was asked for is written here, by whoever asked.
fn run_for(cli: Cli, out: &mut dyn Write, err: &mut dyn Write, terminal: bool) -> u8 {
    let words = words::words(cli.language.unwrap_or_else(words::language_here));
    let mut file = Vec::new();
    let place = match &cli.command {
        Command::Prove(asked) => Some(asked.out.clone()),
        _ => None,
    };
    let mut output = Output {
        out,
        err,
        file: &mut file,
        json: cli.json,
        words,
        terminal,
    };
    if let Some(place) = place.as_deref().filter(|place| place.exists()) {
        let taken = Problem::yours("cli-out-exists").with("path", place.display());
        return commands::fail(&taken.into(), &mut output).number();
    }
    let exit = run(cli, &mut output);
    let (Some(place), 0, false) = (place, exit, file.is_empty()) else {
        return exit;
    };
    let Err(error) = tilsyn_durable::write_atomically(&place, &file) else {
        return exit;
    };
    let said = spoken::spoken(&error.into(), words);
    let _ = writeln!(err, "tilsyn: {said}").is_err();
    Exit::CouldNot.number()
}

/// Help goes out as it is; a mistake is told in the language of whoever made it.
fn not_understood(error: &clap::Error) -> Exit {
    // A closed pipe is no failure.
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print().is_err();
        return if error.use_stderr() {
            Exit::WrongUse
        } else {
            Exit::Done
        };
    }
    let language = mistakes::language_in(std::env::args_os());
    let words = words::words(language.unwrap_or_else(words::language_here));
    let said = mistakes::sentences(error, words);
    let _ = writeln!(io::stderr(), "tilsyn: {said}").is_err();
    Exit::WrongUse
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
        language: output.words.language().tag().to_owned(),
    };
    match control::forward(&cli.data, &request, output.out, output.err, output.file) {
        Ok(Some(exit)) => return exit,
        Ok(None) => {}
        // Whoever read our output has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Exit::Done.number(),
        Err(error) => {
            let broken = Problem::ours("cli-server-broke-off", error);
            return commands::fail(&broken.into(), output).number();
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
    if held || !matches!(command, Command::Verify(_)) {
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
