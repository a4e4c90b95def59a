//! `cargo xtask test`: all tests in CI's order, stopping at the first failure.
//!
//! Cheap answers first: what reads the tree, then the crates, then the whole program. Each step's
//! time is printed, so that a slow one is seen.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::node::{self, Node};
use crate::tools::Tool;
use crate::{assets, debian, demo_provider, prune, run, schemathesis, tidy, workspace};

/// The built program from outside.
pub(crate) const WHOLE_PROGRAM: &str = "tilsyn-tests";
/// What builds the verifier and the witness in Go: the compiler, and the packages they read with.
const GO: [&str; 2] = ["golang-go", "golang-golang-x-mod-dev"];
/// Where the second of them is put.
const GO_MOD: &str = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";
/// Where Debian puts the module that tests of a root key in a module load.
const SOFTHSM: &str = "/usr/lib/softhsm/libsofthsm2.so";
/// What reads printed documents: their text and structure, and whether a file is whole.
const PDF: [&str; 2] = ["poppler-utils", "qpdf"];
/// Checks licences, bans and sources; 150 CPU seconds to build once, then it lies in the cache.
const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    version: "0.20.2",
};

struct Step {
    name: &'static str,
    shows: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: [Step; 9] = [
    Step {
        name: "prerequisites",
        shows: "what tests need is installed, assets are there",
        run: prerequisites,
    },
    Step {
        name: "fmt",
        shows: "code looks as rustfmt writes it",
        run: || run::run(&mut run::cargo(&["fmt", "--all", "--check"])?),
    },
    Step {
        name: "tidy",
        shows: "the repository keeps its own rules",
        run: tidy::tidy,
    },
    Step {
        name: "clippy",
        shows: "no warnings",
        run: clippy,
    },
    Step {
        name: "doc",
        shows: "the documentation builds without warnings",
        run: doc,
    },
    Step {
        name: "deny",
        shows: "licences, bans and sources of dependencies",
        run: deny,
    },
    Step {
        name: "crates",
        shows: "tests of every crate, on SQLite and PostgreSQL",
        run: crates,
    },
    Step {
        name: "program",
        shows: "the built program from outside",
        run: whole_program,
    },
    Step {
        name: "browser",
        shows: "every page in Chromium",
        run: browser,
    },
];

/// Runs all steps, or the one named after `--only`.
pub(crate) fn test(words: &[String]) -> Result<()> {
    let only = match words {
        [] => None,
        [option, name] if option == "--only" => Some(name.as_str()),
        _ => bail!("usage: cargo xtask test [--only STEP]"),
    };
    let chosen: Vec<&Step> = STEPS
        .iter()
        .filter(|step| only.is_none_or(|name| name == step.name))
        .collect();
    if chosen.is_empty() {
        let names = STEPS.map(|step| step.name);
        bail!("there is no such step; the steps are: {}", names.join(", "));
    }
    say_what_is_skipped();
    prune::prune()?;
    let start = Instant::now();
    let mut times = Vec::new();
    for step in chosen {
        eprintln!("\n== {}: {}", step.name, step.shows);
        let began = Instant::now();
        let done = (step.run)();
        times.push((step.name, began.elapsed()));
        if let Err(error) = done {
            summary(&times, start.elapsed());
            return Err(error.context(format!("step `{}` failed", step.name)));
        }
    }
    summary(&times, start.elapsed());
    eprintln!("all passed");
    Ok(())
}

fn summary(times: &[(&str, Duration)], whole: Duration) {
    eprintln!("\nstep            seconds");
    for (name, time) in times {
        eprintln!("{name:<14} {:>8.1}", time.as_secs_f64());
    }
    eprintln!("{:<14} {:>8.1}", "together", whole.as_secs_f64());
}

fn say_what_is_skipped() {
    match workspace::setting("TILSYN_SAMPLES") {
        Some(folder) => eprintln!("sample files: {folder}"),
        None => eprintln!(
            "TILSYN_SAMPLES is not set: tests that read sample files of foreign formats are SKIPPED"
        ),
    }
    if !has_softhsm() {
        eprintln!(
            "softhsm2 is not installed: tests of a root key in a module are SKIPPED until it is"
        );
    }
    if !reads_pdf() {
        eprintln!(
            "{} are not installed: tests that read printed documents are SKIPPED until they are",
            PDF.join(" and ")
        );
    }
    if schemathesis::installed().is_none() {
        eprintln!(
            "Schemathesis is not installed: the test that asks by the OpenAPI document is SKIPPED \
             until it is"
        );
    }
    if !has_go() {
        eprintln!(
            "{} are not installed: tests that ask programs in Go are SKIPPED until they are",
            GO.join(" and ")
        );
    }
}

fn prerequisites() -> Result<()> {
    let mut packages = Vec::new();
    if !has_postgres() {
        packages.push("postgresql");
    }
    // It makes the certificates of witnesses and databases in tests.
    if workspace::program("openssl").is_none() {
        packages.push("openssl");
    }
    if chromium().is_none() {
        packages.push("chromium");
    }
    if !has_go() {
        packages.extend(GO);
    }
    if !has_softhsm() {
        packages.push("softhsm2");
    }
    if !reads_pdf() {
        packages.extend(PDF);
    }
    packages.extend(packages_of_faults());
    debian::install(&packages)?;
    assets::assets()?;
    let node = Node::find()?;
    schemathesis::install_once()?;
    node::install_once(&node, &foreign_folder())?;
    node::install_once(&node, &demo_provider::folder())?;
    node::install_once(&node, &browser_folder())
}

/// A hardware module in software: root keys in a module are tested with it.
fn has_softhsm() -> bool {
    workspace::program("softhsm2-util").is_some() && Path::new(SOFTHSM).is_file()
}

fn reads_pdf() -> bool {
    let programs = ["pdftotext", "pdfinfo", "qpdf"];
    programs
        .iter()
        .all(|name| workspace::program(name).is_some())
}

fn has_go() -> bool {
    workspace::program("go").is_some() && Path::new(GO_MOD).is_dir()
}

/// What tests of faults and power cuts need and is missing.
pub(crate) fn packages_of_faults() -> Vec<&'static str> {
    let mut packages = Vec::new();
    if workspace::program("strace").is_none() {
        packages.push("strace");
    }
    // Only root can mount what it makes.
    if workspace::is_root() && workspace::program("mkfs.xfs").is_none() {
        packages.push("xfsprogs");
    }
    packages
}

fn has_postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql");
    versions.is_ok_and(|mut all| {
        all.any(|version| version.is_ok_and(|v| v.path().join("bin/initdb").is_file()))
    })
}

fn chromium() -> Option<PathBuf> {
    workspace::program("chromium")
}

fn clippy() -> Result<()> {
    run::run(&mut run::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny=warnings",
    ])?)
}

/// The tests inside the crates. All packages are built together, also in the step after: cargo
/// would build what they use from outside once more for every other choice of them.
fn crates() -> Result<()> {
    let mut command = match has_nextest() {
        true => nextest("not package", WHOLE_PROGRAM)?,
        false => run::cargo(&["test", "--quiet", "--workspace", "--exclude", WHOLE_PROGRAM])?,
    };
    if let Some(node) = Node::installed() {
        command.env("TILSYN_NODE", node.program());
    }
    run::run(&mut command)?;
    match has_nextest() {
        // It leaves out the examples in the documentation, so cargo runs them.
        true => run::run(&mut run::cargo(&[
            "test",
            "--doc",
            "--quiet",
            "--workspace",
        ])?),
        false => Ok(()),
    }
}

fn has_nextest() -> bool {
    workspace::program("cargo-nextest").is_some()
}

/// Builds the tests of all packages, and runs those of the ones that are `which` this.
fn nextest(which: &str, package: &str) -> Result<Command> {
    let chosen = format!("{which}({package})");
    let mut command = run::cargo(&["nextest", "run", "--workspace", "--status-level=slow"])?;
    command.args(["--filterset", &chosen]);
    Ok(command)
}

/// Builds the programs as the tests do (quick to build), together for the same reason; tells a
/// command where they lie.
pub(crate) fn tell_of_programs(command: &mut Command) -> Result<()> {
    assets::assets()?;
    let built = [
        "-p",
        "tilsyn",
        "-p",
        "tilsyn-witness",
        "-p",
        "tilsyn-ledger",
    ];
    run::run(run::cargo(&["build", "--bins"])?.args(built))?;
    let programs = workspace::target_dir().join("debug");
    for (setting, name) in [
        ("TILSYN_BIN", "tilsyn"),
        ("TILSYN_WITNESS_BIN", "tilsyn-witness"),
        ("TILSYN_VERIFY_BIN", "tilsyn-verify"),
    ] {
        command.env(setting, programs.join(name));
    }
    Ok(())
}

fn whole_program() -> Result<()> {
    let mut command = match has_nextest() {
        true => nextest("package", WHOLE_PROGRAM)?,
        false => run::cargo(&["test", "-p", WHOLE_PROGRAM])?,
    };
    tell_of_programs(&mut command)?;
    if let Some(program) = schemathesis::installed() {
        command.env("TILSYN_SCHEMATHESIS", program);
    }
    run::run(&mut command)
}

/// The verifier from npm that reads our evidence files.
fn foreign_folder() -> PathBuf {
    workspace::root().join("tests/foreign/npm")
}

fn browser_folder() -> PathBuf {
    workspace::root().join("tests/browser")
}

fn browser() -> Result<()> {
    let chromium = chromium().context("chromium is missing: run the step `prerequisites`")?;
    let folder = browser_folder();
    let node = Node::find()?;
    node::install_once(&node, &folder)?;
    let pictures = workspace::target_dir().join("browser");
    let mut command = node.node(&folder);
    command
        .arg("run.mjs")
        .env("TILSYN_CHROMIUM", chromium)
        .env("TILSYN_SCREENSHOTS", pictures);
    tell_of_programs(&mut command)?;
    run::run(&mut command)
}

fn doc() -> Result<()> {
    let mut command = run::cargo(&["doc", "--no-deps", "--workspace", "--quiet"])?;
    run::run(command.env("RUSTDOCFLAGS", "--deny=warnings"))
}

fn deny() -> Result<()> {
    let program = CARGO_DENY.program()?;
    let mut command = Command::new(program);
    command
        .args(["--all-features", "check", "bans", "licenses", "sources"])
        .current_dir(workspace::root());
    run::run(&mut command)
}
