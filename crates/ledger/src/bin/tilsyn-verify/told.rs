//! What was found, for people.

use std::io::{self, Write};
use tilsyn_ledger::{
    CompartmentKind, Entry, EntryKind, FolderReport, Opening, Proof, ProofError, Proven,
    VerifierKey,
};

const SECONDS_A_DAY: u64 = 86_400;

pub(crate) fn folder(report: &FolderReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Log: {}", report.origin)?;
    if let Some(checkpoint) = &report.checkpoint {
        writeln!(out, "Checkpoint: {} entries", checkpoint.size)?;
    }
    writeln!(
        out,
        "Compared: {} entries, {} files of tiles, {} signed checkpoints",
        report.entries, report.tiles, report.checkpoints
    )?;
    if report.is_sound() {
        writeln!(out, "Everything agrees with what was signed.")?;
    } else {
        writeln!(out, "TAMPERED WITH OR DAMAGED:")?;
    }
    for problem in &report.problems {
        writeln!(out, "- {}: {}", problem.file.display(), problem.what)?;
    }
    other_signers(&report.other_signers, out)?;
    writeln!(
        out,
        "Not checked, since the public key says nothing about it:"
    )?;
    for unchecked in &report.unchecked {
        writeln!(out, "- {unchecked}")?;
    }
    Ok(())
}

pub(crate) fn proof(
    key: &VerifierKey,
    proof: &Proof,
    checked: Result<&Proven, &ProofError>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let proven = match checked {
        Ok(proven) => proven,
        Err(error) => return writeln!(out, "NOT PROVED: {error}."),
    };
    let size = proven.checkpoint.size;
    writeln!(
        out,
        "Proved: entry {} of {size} in {}",
        proof.index,
        key.name()
    )?;
    let Entry {
        kind,
        received_seconds,
        source,
        schema,
        ..
    } = proven.entry;
    writeln!(out, "Kind: {}", kind_word(kind))?;
    writeln!(out, "Received: {}", time(received_seconds))?;
    writeln!(out, "Source: {source}, schema {schema}")?;
    match proof.compartments {
        0 => writeln!(out, "No compartment is opened.")?,
        all => writeln!(
            out,
            "Opened: {} of {all} compartments",
            proof.openings.len()
        )?,
    }
    for opening in &proof.openings {
        writeln!(
            out,
            "{} {}: {}",
            opening.number,
            part_word(opening.kind),
            shown(opening)
        )?;
    }
    other_signers(&proven.other_signers, out)
}

fn other_signers(names: &[String], out: &mut dyn Write) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    writeln!(out, "Also signed, not checked: {}", names.join(", "))
}

/// The bytes as text, with what could steer a terminal written out.
fn shown(opening: &Opening) -> String {
    let Ok(text) = std::str::from_utf8(&opening.bytes) else {
        return format!("{} bytes that are no text; see --json", opening.bytes.len());
    };
    let steers = |c: char| c.is_control() || ('\u{200e}'..='\u{206f}').contains(&c);
    let plain = |c: char| match steers(c) {
        true => c.escape_unicode().to_string(),
        false => c.to_string(),
    };
    text.chars().map(plain).collect()
}

pub(crate) fn kind_word(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::AccessEvent => "access_event",
        EntryKind::OwnLook => "own_look",
        EntryKind::Erasure => "erasure",
        EntryKind::RetentionCut => "retention_cut",
        EntryKind::Change => "change",
        EntryKind::Statement => "statement",
        EntryKind::ForeignCheckpoint => "foreign_checkpoint",
        EntryKind::Conflict => "conflict",
    }
}

pub(crate) fn part_word(kind: CompartmentKind) -> &'static str {
    match kind {
        CompartmentKind::Actor => "actor",
        CompartmentKind::Subject => "subject",
        CompartmentKind::Act => "act",
        CompartmentKind::Detail => "detail",
    }
}

/// A moment in UTC: `2026-01-02T03:04:05Z`. The calendar is Gregorian, the year of 400 years'
/// cycles that begin on 1 March.
pub(crate) fn time(seconds: u64) -> String {
    let (days, rest) = (seconds / SECONDS_A_DAY + 719_468, seconds % SECONDS_A_DAY);
    let (cycle, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    let year = year + cycle * 400 + next;
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{of_month:02}T{hour:02}:{minute:02}:{second:02}Z")
}
