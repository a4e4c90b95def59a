//! Backup and restore: what was done, and what whoever did it has to know.

use std::path::Path;

use serde_json::json;
use tilsyn_app::permit::{Form, MakeBackup, VerifyLedger, ask};
use tilsyn_app::{Desk, Principal, Problem};

use super::{health, permit};
use crate::backup::make::{Made, make, make_keys};
use crate::backup::restore::{Restored, Wanted, restore as put_back};
use crate::cli::{Backup, BackupOf, Restore};
use crate::folder::{self, Folder, Turn};
use crate::output::{Exit, Output};
use crate::root_key::Kind;

/// What holds the folder meanwhile, for whoever finds it held.
const HOLDER: &str = "tilsyn restore";

pub(super) fn backup(
    data: &Path,
    desk: &Desk,
    asked: &Backup,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let permit = permit::<MakeBackup>(desk, output)?;
    match (&asked.what, &asked.to) {
        (Some(BackupOf::Keys { to }), _) => {
            let made = make_keys(data, desk, &permit, to)?;
            if output.json {
                output.document(&json!({ "place": to, "entries": made.entries,
                    "root_key": made.root_key, "erased": made.erased_codes.len() }))?;
                return Ok(Exit::Done);
            }
            let words = output.words;
            output.line(&words.with("cli-backup-keys-done", "path", to.display()))?;
            output.aside(&words.with(needs_key(&made.root_key), "key", &made.root_key))?;
            Ok(Exit::Done)
        }
        (None, Some(to)) => said(to, &make(data, desk, &permit, to)?, output),
        (None, None) => Err(Problem::yours("cli-use-other").into()),
    }
}

fn said(to: &Path, made: &Made, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let manifest = &made.manifest;
    if output.json {
        output.document(&json!({ "place": to, "entries": manifest.entries,
            "checkpoint": manifest.checkpoint_size, "files": manifest.files.len(),
            "written": { "pieces": made.written.pieces, "bytes": made.written.bytes },
            "known": { "pieces": made.known.pieces, "bytes": made.known.bytes },
            "registry_rows": manifest.registry_rows, "root_key": manifest.root_key }))?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    let whole = |number: u64| words.figures().whole(number);
    let mebibytes = |bytes: u64| whole(bytes.div_ceil(1 << 20));
    let done = [
        ("path", to.display().to_string()),
        ("entries", whole(manifest.entries)),
        ("checkpoint", whole(manifest.checkpoint_size)),
    ];
    output.line(&words.fill("cli-backup-done", &done))?;
    let amounts = [
        ("written", mebibytes(made.written.bytes)),
        ("known", mebibytes(made.known.bytes)),
    ];
    output.line(&words.fill("cli-backup-amounts", &amounts))?;
    output.aside(&words.with(needs_key(&manifest.root_key), "key", &manifest.root_key))?;
    output.aside(&words.say("cli-backup-keys-apart"))?;
    Ok(Exit::Done)
}

/// Makes a data folder of a backup, opens it and checks all of it.
pub(crate) fn restore(
    data: &Path,
    asked: &Restore,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    if tilsyn_durable::is_there(data) {
        folder::check_owner(data)?;
    }
    let wanted = Wanted {
        from: &asked.from,
        data,
        keys: &asked.keys,
        key_file: asked.key_file.as_deref(),
        settings: asked.settings.as_deref(),
    };
    let restored = put_back(&wanted)?;
    // Opening makes the archive again.
    let folder = Folder::open(data, HOLDER, Turn::NowOrNever)?;
    let permit = ask::<VerifyLedger>(&Principal::program(), Form::Command)?;
    let report = folder.desk.verify(&permit)?;
    folder.archive.flush()?;
    let is_whole = report.ok() && restored.is_untroubled();
    if output.json {
        let problems: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
        output.document(&json!({ "entries": restored.manifest.entries,
            "checkpoint": restored.manifest.checkpoint_size,
            "registry_rows": restored.registry_rows, "leaves": report.leaves,
            "events": report.events, "erased_again": restored.erased_again,
            "keys_destroyed": restored.keys_destroyed, "missing_since": restored.missing(),
            "unexplained": report.unexplained, "ok": report.ok(), "problems": problems }))?;
    } else {
        let words = output.words;
        let verdict = match report.ok() {
            true => "cli-restore-whole",
            false => "cli-restore-broken",
        };
        let whole = |number: u64| words.figures().whole(number);
        let done = [
            ("path", data.display().to_string()),
            ("entries", whole(restored.manifest.entries)),
            ("events", whole(report.events)),
        ];
        output.line(&words.fill(verdict, &done))?;
    }
    for fault in &report.faults {
        output.aside(&health::told(fault, output.words))?;
    }
    tell_troubles(&restored, report.unexplained, output)?;
    Ok(if is_whole {
        Exit::Done
    } else {
        Exit::Attention
    })
}

/// Says which root key a copy opens with, and what is to be kept for that.
fn needs_key(name: &str) -> &'static str {
    match Kind::of(name) {
        Kind::File => "cli-backup-root-key",
        Kind::Module => "cli-backup-root-key-module",
    }
}

impl Restored {
    /// Entries that the keys were copied after, and that the copy of the data has not.
    fn missing(&self) -> u64 {
        self.keys.entries.saturating_sub(self.manifest.entries)
    }

    fn is_untroubled(&self) -> bool {
        self.erased_again == 0 && self.keys_destroyed == 0
    }
}

/// What somebody has to do now.
fn tell_troubles(
    restored: &Restored,
    unexplained: u64,
    output: &mut Output<'_>,
) -> anyhow::Result<()> {
    let words = output.words;
    let troubles = [
        ("cli-restore-missing", restored.missing()),
        ("cli-restore-erased-again", restored.erased_again),
        ("cli-restore-keys-destroyed", restored.keys_destroyed),
        ("cli-restore-unexplained", unexplained),
    ];
    for (key, count) in troubles.into_iter().filter(|(_, count)| *count > 0) {
        output.aside(&words.count(key, count))?;
    }
    if restored.keys.made_seconds < restored.manifest.made_seconds {
        output.aside(&words.say("cli-restore-erasures-unknown"))?;
    }
    output.aside(&words.say("cli-restore-later-signed"))?;
    Ok(())
}
