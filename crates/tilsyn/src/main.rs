//! The program: reads the command line, opens the folder or finds the server that holds it, and
//! runs the command.

mod authorities;
mod backup;
mod caller;
mod cli;
mod commands;
mod control;
mod file_handles;
mod folder;
mod installation;
mod mail;
mod memory;
mod mistakes;
mod notices;
mod output;
mod provider;
mod root_key;
mod rounds;
mod spoken;
mod stream;
mod table;
mod waiting;
mod witnesses;
mod words;

use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use tilsyn_app::Problem;

use cli::{Cli, Command};
use control::{Request, Sent};
use folder::{Folder, Turn};
use installation::Installation;
use output::{Exit, Output};
use waiting::Patience;

/// The system's own takes an eighth of the time of an import (docs/decisions/0027).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(not_understood(&error).number()),
    };
    memory::keep_for_a_while();
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
        Command::Report(cli::Report::Quarter(asked)) => Some(asked.out.clone()),
        _ => None,
    };
    let mut output = Output {
        caller: caller::this_process(),
        out,
        err,
        file: &mut file,
        json: cli.json,
        words,
        terminal,
        again_after_seconds: None,
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
    match (Installation::read(&cli.data), &command) {
        (Ok(None), _) => {}
        (Ok(Some(several)), Command::Serve(asked)) => {
            return commands::serve_installation(&cli.data, &several, asked, output).number();
        }
        // Or it would make one more organisation there, which nobody sees.
        (Ok(Some(_)), _) => {
            let which = Problem::yours("cli-which-organisation").with("path", cli.data.display());
            return commands::fail(&which.into(), output).number();
        }
        (Err(error), _) => return commands::fail(&error, output).number(),
    }
    if let Command::Upgrade = command {
        let done = commands::upgrade(&cli.data, output);
        return done
            .unwrap_or_else(|error| commands::fail(&error, output))
            .number();
    }
    if let Command::Restore(asked) = &command {
        let done = commands::restore(&cli.data, asked, output);
        return done
            .unwrap_or_else(|error| commands::fail(&error, output))
            .number();
    }
    let request = Request {
        command,
        json: cli.json,
        language: output.words.language().tag().to_owned(),
    };
    let mut patience = Patience::of(&request.command);
    loop {
        output.again_after_seconds = None;
        let exit = attempt(&cli.data, &request, &mut patience, output);
        match patience.wait(output.again_after_seconds) {
            Some(pause) => waiting::wait(pause, output),
            None => return exit,
        }
    }
}

/// Sends the command to the server, or runs it here.
fn attempt(data: &Path, request: &Request, patience: &mut Patience, output: &mut Output<'_>) -> u8 {
    match control::forward(data, request, output.out, output.err, output.file) {
        Ok(Sent::Ended {
            exit,
            again_after_seconds,
        }) => {
            patience.server_was_met();
            output.again_after_seconds = again_after_seconds;
            exit
        }
        Ok(Sent::Busy {
            again_after_seconds,
        }) => {
            patience.server_was_met();
            let busy = Problem::conflict("problem-busy").again_after(again_after_seconds);
            commands::fail(&busy.into(), output).number()
        }
        Ok(Sent::NoServer) if patience.awaits_server() => {
            let gone = Problem::ours("cli-server-gone", io::Error::from(io::ErrorKind::NotFound));
            let gone = gone.again_after(waiting::SERVER_SECONDS);
            commands::fail(&gone.into(), output).number()
        }
        Ok(Sent::NoServer) => here(data, &request.command, output),
        // Whoever read our output has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done.number(),
        Err(error) => {
            patience.server_was_met();
            let broken = Problem::ours("cli-server-broke-off", error);
            let broken = broken.again_after(waiting::SERVER_SECONDS);
            commands::fail(&broken.into(), output).number()
        }
    }
}

/// Runs the command in this process.
fn here(data: &Path, command: &Command, output: &mut Output<'_>) -> u8 {
    let turn = match command {
        Command::Serve(_) => Turn::Waits,
        _ => Turn::NowOrNever,
    };
    let folder = match Folder::open(data, command.holder(), turn) {
        Ok(folder) => folder,
        Err(error) => return not_opened(&error, command, output).number(),
    };
    if matches!(command, Command::Serve(_) | Command::Demo(_)) {
        return commands::run_and_serve(data, &folder, command, output).number();
    }
    let exit = commands::run(data, &folder.desk, command, output);
    match folder.archive.flush() {
        Ok(()) => exit.number(),
        Err(error) => commands::fail(&error.into(), output).number(),
    }
}

/// A folder that is held cannot be used now; one that does not open is, to a check, a finding.
fn not_opened(error: &anyhow::Error, command: &Command, output: &mut Output<'_>) -> Exit {
    let held = error.chain().any(|cause| {
        matches!(
            cause.downcast_ref::<tilsyn_durable::Error>(),
            Some(tilsyn_durable::Error::Held { .. })
        )
    });
    match command {
        Command::Verify(_) if !held => commands::not_whole(error, output),
        _ => {
            commands::fail(error, output);
            Exit::CouldNot
        }
    }
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
