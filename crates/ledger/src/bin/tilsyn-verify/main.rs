//! `tilsyn-verify`: a ledger's folder, or one evidence file, checked with the public key alone.
//!
//! For whoever does not run the ledger: it opens nothing, writes nothing and needs no root key.
//! Its words are technical and English, as the format's own page; what it opens is printed as
//! it came in. Not here: the checks (the library).

mod json;
mod told;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tilsyn_ledger::{PROOF_BYTES_MAX, Proof, VerifierKey, check_folder};

const USAGE: &str = "\
tilsyn-verify checks a ledger with its public key.

  tilsyn-verify FOLDER --key VKEY        a ledger's folder, or a copy of its public files
  tilsyn-verify --proof FILE --key VKEY  an evidence file (.tlog-proof)

  --key VKEY   the log's public key, from whom you trust: not from the folder or the file
  --json       one JSON document on standard output
  --help, --version

Exit: 0 everything agrees, 1 something was tampered with, 2 it cannot be read.";

/// How it ended.
#[derive(Clone, Copy)]
enum Exit {
    Fine = 0,
    Tampered = 1,
    Unreadable = 2,
}

/// What is to be checked.
enum Checked {
    Folder(PathBuf),
    Proof(PathBuf),
}

struct Asked {
    checked: Checked,
    key: VerifierKey,
    json: bool,
}

fn main() -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let exit = match asked() {
        Ok(Some(asked)) => run(&asked, &mut out),
        Ok(None) => Ok(Exit::Fine),
        Err(what) => Err(format!("{what}\n\n{USAGE}")),
    };
    let exit = exit.and_then(|exit| {
        let flushed = out.flush();
        flushed.map(|()| exit).map_err(|error| error.to_string())
    });
    let exit = exit.unwrap_or_else(|what| {
        // Nowhere is left to say it when standard error is gone too.
        let _ = writeln!(io::stderr(), "tilsyn-verify: {what}").is_err();
        Exit::Unreadable
    });
    ExitCode::from(exit as u8)
}

/// Reads the command line; nothing to check where only help was asked for.
fn asked() -> Result<Option<Asked>, String> {
    let (mut folder, mut proof, mut key, mut json) = (None, None, None, false);
    let mut words = std::env::args_os().skip(1);
    while let Some(word) = words.next() {
        let mut value = |name: &str| words.next().ok_or(format!("{name} needs a value"));
        match word.to_str() {
            Some("--help" | "-h") => return say(USAGE),
            Some("--version" | "-V") => {
                return say(&format!("tilsyn-verify {}", env!("CARGO_PKG_VERSION")));
            }
            Some("--json") => json = true,
            Some("--key") => key = Some(value("--key")?),
            Some("--proof") => proof = Some(PathBuf::from(value("--proof")?)),
            Some(option) if option.starts_with("--") => {
                return Err(format!("{option} is not known"));
            }
            _ if folder.is_none() => folder = Some(PathBuf::from(word)),
            _ => return Err("there is a word too many".to_string()),
        }
    }
    let checked = match (folder, proof) {
        (Some(folder), None) => Checked::Folder(folder),
        (None, Some(proof)) => Checked::Proof(proof),
        _ => return Err("say which folder, or --proof which file".to_string()),
    };
    let key = key.ok_or("--key is missing")?;
    let key = key.to_str().map(str::trim).unwrap_or_default();
    let key = VerifierKey::parse(key).map_err(|error| format!("--key: {error}"))?;
    Ok(Some(Asked { checked, key, json }))
}

fn say(text: &str) -> Result<Option<Asked>, String> {
    let said = writeln!(io::stdout(), "{text}");
    said.map(|()| None).map_err(|error| error.to_string())
}

fn run(asked: &Asked, out: &mut dyn Write) -> Result<Exit, String> {
    match &asked.checked {
        Checked::Folder(folder) => run_folder(asked, folder, out),
        Checked::Proof(file) => run_proof(asked, file, out),
    }
}

fn run_folder(asked: &Asked, folder: &Path, out: &mut dyn Write) -> Result<Exit, String> {
    let report =
        check_folder(folder, &asked.key, &mut |_, _| {}).map_err(|error| with_causes(&error))?;
    let said = match asked.json {
        true => json::folder(&report, out),
        false => told::folder(&report, out),
    };
    said.map_err(|error| error.to_string())?;
    Ok(match report.is_sound() {
        true => Exit::Fine,
        false => Exit::Tampered,
    })
}

fn run_proof(asked: &Asked, file: &Path, out: &mut dyn Write) -> Result<Exit, String> {
    let bytes = read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let proof = Proof::parse(&bytes).map_err(|error| format!("{}: {error}", file.display()))?;
    let checked = proof.check(&asked.key);
    let said = match (asked.json, &checked) {
        (true, checked) => json::proof(&asked.key, &proof, checked.as_ref(), out),
        (false, checked) => told::proof(&asked.key, &proof, checked.as_ref(), out),
    };
    said.map_err(|error| error.to_string())?;
    Ok(match checked {
        Ok(_) => Exit::Fine,
        Err(_) => Exit::Tampered,
    })
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = File::open(file)?
        .take(PROOF_BYTES_MAX + 1)
        .read_to_end(&mut bytes)?;
    match length as u64 > PROOF_BYTES_MAX {
        true => Err(io::Error::other("it is longer than any evidence file")),
        false => Ok(bytes),
    }
}

/// An error with all that lies behind it.
fn with_causes(error: &tilsyn_ledger::Error) -> String {
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}
