//! `tilsyn-witness`: makes a witness, tells it which logs it knows, and serves.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use tilsyn_durable::FolderLock;
use tilsyn_witness::{Error, Memory, Witness};

/// Cosigns the checkpoints of logs that only ever grow (C2SP tlog-witness).
#[derive(Parser, Debug)]
#[command(name = "tilsyn-witness", version, max_term_width = 100)]
struct Cli {
    /// The folder of key and memory.
    #[arg(
        long,
        global = true,
        default_value = "./witness-data",
        value_name = "DIR"
    )]
    data: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Make a witness and print its key, for the policies of logs.
    Init {
        /// Its name, such as witness.example.org.
        #[arg(long)]
        name: String,
    },
    /// Take a log on. A server that runs need not be stopped.
    AddLog {
        /// The log's key, as `tilsyn doctor --json` prints it.
        vkey: String,
    },
    /// Print the key again.
    Key,
    /// Serve. Put a reverse proxy with TLS before any address that others reach.
    Serve {
        #[arg(long, default_value = "127.0.0.1:8090")]
        listen: SocketAddr,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::WARN)
        .init();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _gone = writeln!(std::io::stderr(), "tilsyn-witness: {error}");
            ExitCode::from(3)
        }
    }
}

fn run(cli: &Cli) -> Result<(), Box<dyn std::error::Error>> {
    match &cli.command {
        Command::Init { name } => {
            let made = Memory::create(&cli.data, name)?;
            say(made.verifier_key())
        }
        Command::AddLog { vkey } => say(&Memory::open(&cli.data)?.add_log(vkey)?),
        Command::Key => say(Memory::open(&cli.data)?.verifier_key()),
        Command::Serve { listen } => serve(cli, *listen),
    }
}

fn serve(cli: &Cli, listen: SocketAddr) -> Result<(), Box<dyn std::error::Error>> {
    let memory = Memory::open(&cli.data)?;
    let _lock = FolderLock::take(&cli.data, "tilsyn-witness serve").map_err(Error::File)?;
    let witness = Arc::new(Witness::new(memory));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(1)
        .build()?;
    let listening = |address: SocketAddr| {
        let _gone = writeln!(std::io::stderr(), "http://{address}/");
    };
    Ok(runtime.block_on(tilsyn_witness::serve(
        listen,
        witness,
        now_seconds,
        listening,
        stopped(),
    ))?)
}

fn say(line: &impl std::fmt::Display) -> Result<(), Box<dyn std::error::Error>> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "time enters the program here, as a value"
)]
fn now_seconds() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// Ctrl-C at the terminal, or the service manager's stop.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
