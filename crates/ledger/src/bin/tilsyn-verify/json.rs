//! What was found, for programs: one JSON document and a line end.

use crate::told::{kind_word, part_word, time};
use base64::prelude::{BASE64_STANDARD, Engine};
use std::fmt::Write as _;
use std::io::{self, Write};
use tilsyn_ledger::{Checkpoint, FolderReport, Opening, Proof, ProofError, Proven, VerifierKey};

pub(crate) fn folder(report: &FolderReport, out: &mut dyn Write) -> io::Result<()> {
    let problem = |problem: &tilsyn_ledger::Problem| {
        let file = text(&problem.file.display().to_string());
        format!("{{\"file\":{file},\"what\":{}}}", text(&problem.what))
    };
    let unchecked = report.unchecked.iter().map(|one| text(&one.to_string()));
    writeln!(
        out,
        "{{\"ok\":{},\"origin\":{},\"checkpoint\":{},\"entries\":{},\"tiles\":{},\
         \"checkpoints\":{},\"problems\":{},\"unchecked\":{},\"other_signers\":{}}}",
        report.is_sound(),
        text(&report.origin),
        report
            .checkpoint
            .as_ref()
            .map_or("null".to_string(), checkpoint),
        report.entries,
        report.tiles,
        report.checkpoints,
        list(report.problems.iter().map(problem)),
        list(unchecked),
        list(report.other_signers.iter().map(|name| text(name))),
    )
}

pub(crate) fn proof(
    key: &VerifierKey,
    proof: &Proof,
    checked: Result<&Proven, &ProofError>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let proven = match checked {
        Ok(proven) => proven,
        Err(error) => {
            let why = text(&error.to_string());
            return writeln!(out, "{{\"ok\":false,\"problem\":{why}}}");
        }
    };
    let entry = &proven.entry;
    writeln!(
        out,
        "{{\"ok\":true,\"origin\":{},\"checkpoint\":{},\"index\":{},\"kind\":\"{}\",\
         \"schema\":{},\"received\":\"{}\",\"source\":{},\"source_sequence\":{},\
         \"event_key\":\"{}\",\"body_root\":\"{}\",\"compartments\":{},\"openings\":{},\
         \"other_signers\":{}}}",
        text(key.name()),
        checkpoint(&proven.checkpoint),
        proof.index,
        kind_word(entry.kind),
        entry.schema,
        time(entry.received_seconds),
        entry.source,
        entry.source_sequence,
        hex(&entry.event_key),
        hex(&entry.body_root),
        proof.compartments,
        list(proof.openings.iter().map(opening)),
        list(proven.other_signers.iter().map(|name| text(name))),
    )
}

fn checkpoint(checkpoint: &Checkpoint) -> String {
    let root = BASE64_STANDARD.encode(checkpoint.root);
    format!("{{\"size\":{},\"root\":\"{root}\"}}", checkpoint.size)
}

/// The bytes as text where they are text.
fn opening(opening: &Opening) -> String {
    let (number, kind) = (opening.number, part_word(opening.kind));
    let content = match std::str::from_utf8(&opening.bytes) {
        Ok(content) => format!("\"text\":{}", text(content)),
        Err(_) => format!("\"base64\":\"{}\"", BASE64_STANDARD.encode(&opening.bytes)),
    };
    format!("{{\"number\":{number},\"kind\":\"{kind}\",{content}}}")
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("[{}]", items.join(","))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' => write!(quoted, "\\u{:04x}", u32::from(c)).expect("a string grows"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
