//! The command line: what can be asked for, word by word (formats.md, section 3).
//!
//! Commands are plain data that can be sent to a running server, so that it makes no
//! difference whether one runs. Not here: what they do (`commands`).

mod keeping;
mod samples;
mod staff;
mod usage;

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};
use tilsyn_web::Language;

use crate::root_key::Kind;

pub(crate) use keeping::{HoldsAsked, RetentionAsked};
pub(crate) use samples::{HowMany, Sample, Strata};
pub(crate) use staff::{DutiesAsked, Propose, StaffAsked};
pub(crate) use usage::Usage;

/// Access logs kept whole, lookups explained.
#[derive(Parser, Debug)]
#[command(name = "tilsyn", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// The data folder.
    #[arg(
        long,
        global = true,
        default_value = "./tilsyn-data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// The language of what people read; that of TILSYN_LANG, else nb, without it.
    #[arg(long = "lang", visible_alias = "language", global = true, value_parser = language())]
    pub language: Option<Language>,
    /// Print one JSON document (or NDJSON) on standard output and nothing else there.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// The tags of the four languages.
fn language() -> impl TypedValueParser<Value = Language> {
    let tags = Language::ALL.map(Language::tag);
    PossibleValuesParser::new(tags)
        .map(|tag| Language::from_tag(&tag).expect("clap lets nothing through but the four tags"))
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Command {
    /// Bring in access logs or the directory.
    #[command(subcommand)]
    Import(Import),
    /// The access statement: users who looked up people outside their own unit.
    Statement(List),
    /// People looked up, most first.
    Subjects(List),
    /// Pictures and documents fetched by many, or often by one.
    Pictures(List),
    /// How the systems are used: by hour, week, system, screen, element, report or unit.
    Usage(Usage),
    /// A random sample of look-ups that anybody can draw again.
    Sample(Sample),
    /// A random sample by what stands behind look-ups: drawn again, or kept as the period's own.
    Strata(Strata),
    /// Users whose period holds more than ordinary work gives, with what speaks for and against.
    Findings(List),
    /// Judge the last complete weeks now, as is done each night: opens findings, and joins them.
    Evaluate,
    /// Single events: person, user or screen view; change log and logon log with --kind.
    History(History),
    /// Find people by name, employee number, account or national id (-: from standard input).
    Search { text: String },
    /// What came from which source, complete up to when.
    Sources,
    /// One source: is everything of it in?
    #[command(subcommand)]
    Source(Source),
    /// What was refused, and why, newest first.
    Quarantine(Quarantine),
    /// Who looked at what in this product, newest first.
    OwnLog(Paging),
    /// Re-check everything stored against the signed checkpoints.
    Verify(Verify),
    /// Make evidence of one event: a file that tilsyn-verify checks without this folder.
    Prove(Prove),
    /// Write a report to a file: tilsyn report quarter --quarter 2026-Q3 --out FILE.pdf
    #[command(subcommand)]
    Report(Report),
    /// Serve the pages and the API.
    Serve(Serve),
    /// Make the demo register, bring it in and serve it.
    Demo(Demo),
    /// Show the organisation's settings, or set one: tilsyn settings time_zone Europe/Copenhagen.
    Settings {
        key: Option<String>,
        value: Option<String>,
    },
    /// Who has which duty, and what you may do; proposing, giving and ending duties.
    #[command(subcommand)]
    Duties(DutiesAsked),
    /// Who may sign in: add somebody, a login, or note that somebody left.
    #[command(subcommand)]
    Staff(StaffAsked),
    /// Events that are not erased while something is looked into: shown, held, let go.
    #[command(subcommand)]
    Holds(HoldsAsked),
    /// How long what came is kept: shown, set, taken back. A rule erases nothing by itself.
    #[command(subcommand)]
    Retention(RetentionAsked),
    /// Copy everything, sealed, to a folder; a second time only what is new. The wrapped keys go
    /// apart: tilsyn backup keys FILE.
    Backup(Backup),
    /// Make an empty data folder of a backup.
    Restore(Restore),
    /// The keys by name and age, and a new root key: tilsyn keys rotate root.
    #[command(subcommand)]
    Keys(KeysAsked),
    /// Check an installation.
    Doctor,
    /// Move a data folder of an earlier version forward.
    Upgrade,
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Import {
    /// Access logs: files or folders, also .gz and .zst.
    Events {
        #[arg(
            long,
            default_value = "auto",
            value_name = "auto|native|fhir|dicom|cef"
        )]
        format: String,
        /// Wait for so long where nothing can be taken in now (a full disk, another import, a
        /// server that starts again), then go on; without it the command ends at once.
        #[arg(long, value_name = "SECONDS", default_value_t = 0)]
        wait: u64,
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// The directory: one folder of CSV files.
    Directory { folder: PathBuf },
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Source {
    /// Its week against what is usual, missing numbers, and what it says it has sent.
    Show { name: String },
    /// Take down what the source says it has sent; it cannot be changed afterwards.
    Statement(SourceStatement),
    /// Write down why running numbers are missing; they stay missing.
    Explain {
        name: String,
        /// FIRST-LAST, or one number.
        #[arg(long, value_name = "FIRST-LAST")]
        numbers: String,
        #[arg(long)]
        reason: String,
    },
}

/// Running numbers, or a time and how many records, or both.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SourceStatement {
    pub name: String,
    /// First running number sent.
    #[arg(long, requires = "to_seq")]
    pub from_seq: Option<u64>,
    /// Last running number sent.
    #[arg(long, requires = "from_seq")]
    pub to_seq: Option<u64>,
    /// How many records were sent.
    #[arg(long)]
    pub count: Option<u64>,
    /// Events that happened from this on (RFC 3339).
    #[arg(long, requires_all = ["to", "count"])]
    pub from: Option<String>,
    /// Up to this, which is not included (RFC 3339).
    #[arg(long, requires = "from")]
    pub to: Option<String>,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct List {
    /// First day, YYYY-MM-DD.
    #[arg(long)]
    pub from: String,
    /// Last day, YYYY-MM-DD.
    #[arg(long)]
    pub to: String,
    #[arg(long)]
    pub limit: Option<usize>,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct History {
    /// National id of the person looked up; - reads it from standard input.
    #[arg(long, group = "about")]
    pub subject: Option<String>,
    /// The user: `source:user`, or a user name for every source.
    #[arg(long, group = "about")]
    pub user: Option<String>,
    /// The information element, screen, tab or report.
    #[arg(long, group = "about")]
    pub element: Option<String>,
    #[arg(long)]
    pub from: Option<String>,
    #[arg(long)]
    pub to: Option<String>,
    /// Only this source system.
    #[arg(long)]
    pub source: Option<String>,
    /// Only from this PC or network address; * stands for any characters.
    #[arg(long, value_name = "PC|ADDRESS")]
    pub client: Option<String>,
    /// Only on this server; * stands for any characters.
    #[arg(long)]
    pub server: Option<String>,
    /// Only by users of this unit on that day.
    #[arg(long)]
    pub unit: Option<String>,
    /// Only these kinds; may be given several times.
    #[arg(long, num_args = 1..)]
    pub kind: Vec<String>,
    #[arg(long)]
    pub limit: Option<usize>,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Quarantine {
    /// Show one piece, word for word.
    #[arg(long, value_name = "NUMBER")]
    pub piece: Option<u64>,
    #[command(flatten)]
    pub paging: Paging,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Prove {
    /// The event, by its source system and the id it has there: SOURCE:ID.
    #[arg(value_name = "SOURCE:ID")]
    pub event: String,
    /// The file to write; it must not be there yet.
    #[arg(long, value_name = "FILE.tlog-proof")]
    pub out: PathBuf,
    /// What of the event the file opens; the rest stays shut.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "act")]
    pub parts: Vec<EventPart>,
}

/// Reports.
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    /// The report of a quarter: what was approved, or a draft that says so.
    Quarter(QuarterAsked),
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct QuarterAsked {
    /// The quarter, such as 2026-Q3.
    #[arg(long, value_name = "2026-Q3")]
    pub quarter: String,
    /// The file to write, .pdf, .xlsx or .html; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// An earlier edition; the last without it.
    #[arg(long)]
    pub edition: Option<u64>,
}

/// A part of an event that opens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum EventPart {
    Actor,
    Subject,
    Act,
    Detail,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Backup {
    /// The folder: a new one, or one that holds a backup of this data.
    #[arg(required = true)]
    pub to: Option<PathBuf>,
    #[command(subcommand)]
    pub what: Option<BackupOf>,
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum BackupOf {
    /// The wrapped keys, to a file that is not there yet. Without the root key they open nothing.
    Keys { to: PathBuf },
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum KeysAsked {
    /// Names and ages; never the keys themselves.
    List,
    /// Wrap every key anew. What is stored stays as it is; make new copies of the keys afterwards.
    Rotate {
        #[arg(value_enum)]
        what: Rotate,
        /// Where the new root key is to lie; without it, where settings.toml says: in the module
        /// that key_pkcs11 names there, else in the key file.
        #[arg(long, value_enum)]
        to: Option<Kind>,
        /// Destroy the root key before, where it lies in a module; without it, it stays there
        /// for older copies of the wrapped keys. A key file is always overwritten.
        #[arg(long)]
        destroy_old: bool,
    },
    /// The key of the archive's Parquet files, and the words they name, in plain text, to a
    /// folder that has neither yet.
    Parquet { to: PathBuf },
}

/// What is replaced by a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Rotate {
    /// The root key, and the key of the ledger with it.
    Root,
    /// The key of the ledger, which wraps all others.
    Ledger,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Restore {
    /// The folder with the backup of the data.
    pub from: PathBuf,
    /// The file with the backup of the keys; the newest there is.
    #[arg(long, value_name = "FILE")]
    pub keys: PathBuf,
    /// The root key, where it is a file.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// A settings.toml to use in place of the one in the backup.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
}

/// Which part of a list that goes on and on.
#[derive(Args, Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Paging {
    #[arg(long, default_value_t = 50)]
    pub limit: u64,
    /// How many of the newest to leave out.
    #[arg(long, default_value_t = 0)]
    pub skip: u64,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Verify {
    /// Fail unless enough witnesses have signed; a C2SP tlog-policy file.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Serve {
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Demo {
    #[arg(long, value_enum, default_value_t = Size::Medium)]
    pub size: Size,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Make and bring in the register, but do not serve it.
    #[arg(long)]
    pub no_serve: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Size {
    Small,
    Medium,
    Large,
}

impl Command {
    /// How many seconds it may wait until it can be done.
    pub(crate) fn wait_seconds(&self) -> u64 {
        match self {
            Command::Import(Import::Events { wait, .. }) => *wait,
            _ => 0,
        }
    }

    /// What holds the folder while it runs, for whoever finds it held.
    pub(crate) fn holder(&self) -> &'static str {
        match self {
            Command::Import(Import::Events { .. }) => "tilsyn import events",
            Command::Import(Import::Directory { .. }) => "tilsyn import directory",
            Command::Verify(_) => "tilsyn verify",
            Command::Prove(_) => "tilsyn prove",
            Command::Report(_) => "tilsyn report",
            Command::Serve(_) => "tilsyn serve",
            Command::Demo(_) => "tilsyn demo",
            Command::Backup(_) => "tilsyn backup",
            Command::Restore(_) => "tilsyn restore",
            Command::Keys(_) => "tilsyn keys",
            Command::Doctor => "tilsyn doctor",
            Command::Upgrade => "tilsyn upgrade",
            Command::Settings { .. } => "tilsyn settings",
            Command::Statement(_)
            | Command::Subjects(_)
            | Command::Pictures(_)
            | Command::Usage(_)
            | Command::Sample(_)
            | Command::Strata(_)
            | Command::Findings(_)
            | Command::Evaluate
            | Command::History(_)
            | Command::Search { .. }
            | Command::Sources
            | Command::Source(_)
            | Command::Quarantine(_)
            | Command::Duties(_)
            | Command::Staff(_)
            | Command::Holds(_)
            | Command::Retention(_)
            | Command::OwnLog { .. } => "tilsyn",
        }
    }

    /// The same command with every path absolute, so that a server elsewhere can run it.
    pub(crate) fn with_absolute_paths(mut self, here: &Path) -> Command {
        match &mut self {
            Command::Import(Import::Events { paths, .. }) => {
                paths.iter_mut().for_each(|path| *path = here.join(&*path));
            }
            Command::Import(Import::Directory { folder }) => *folder = here.join(&*folder),
            Command::Duties(DutiesAsked::Begin { file }) => *file = here.join(&*file),
            Command::Report(Report::Quarter(QuarterAsked { out, .. }))
            | Command::Prove(Prove { out, .. }) => *out = here.join(&*out),
            Command::Backup(Backup { to: Some(to), .. })
            | Command::Backup(Backup {
                what: Some(BackupOf::Keys { to }),
                ..
            })
            | Command::Keys(KeysAsked::Parquet { to }) => *to = here.join(&*to),
            Command::Restore(asked) => {
                asked.from = here.join(&asked.from);
                asked.keys = here.join(&asked.keys);
                asked.key_file = asked.key_file.take().map(|file| here.join(file));
                asked.settings = asked.settings.take().map(|file| here.join(file));
            }
            Command::Verify(Verify {
                policy: Some(policy),
            }) => *policy = here.join(&*policy),
            _ => {}
        }
        self
    }

    /// The same command with `-` replaced by what standard input says, so that a national id
    /// need not stand in a shell history.
    pub(crate) fn with_standard_input(
        mut self,
        read: impl FnOnce() -> std::io::Result<String>,
    ) -> std::io::Result<Command> {
        let (Command::History(History {
            subject: Some(place),
            ..
        })
        | Command::Search { text: place }) = &mut self
        else {
            return Ok(self);
        };
        if place == "-" {
            *place = read()?.trim().to_owned();
        }
        Ok(self)
    }
}
