//! Evidence of one event, and what of it was opened.
//!
//! The file goes to whoever asked, over the socket too: a server writes nothing where it may not.

use serde_json::{Value, json};
use tilsyn_app::log_review::EventEvidence;
use tilsyn_app::permit::ProveEvent;
use tilsyn_app::{Desk, Problem};
use tilsyn_ledger::{CompartmentKind, PartShown};
use tilsyn_web::Words;

use super::permit;
use crate::cli::{EventPart, Prove};
use crate::output::{Exit, Output};

pub(super) fn prove(desk: &Desk, asked: &Prove, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let not_one = || Problem::yours("cli-not-an-event");
    let (source, id) = asked.event.split_once(':').ok_or_else(not_one)?;
    let mut open: Vec<CompartmentKind> = asked.parts.iter().copied().map(kind).collect();
    open.sort_unstable();
    open.dedup();
    let evidence = desk.prove(&permit::<ProveEvent>(desk, output)?, source, id, &open)?;
    output.file.write_all(&evidence.bytes)?;
    output.file.flush()?;
    if output.json {
        output.document(&document(asked, &evidence))?;
    } else {
        say(asked, &evidence, output)?;
    }
    Ok(Exit::Done)
}

fn kind(part: EventPart) -> CompartmentKind {
    match part {
        EventPart::Actor => CompartmentKind::Actor,
        EventPart::Subject => CompartmentKind::Subject,
        EventPart::Act => CompartmentKind::Act,
        EventPart::Detail => CompartmentKind::Detail,
    }
}

fn word(kind: CompartmentKind) -> &'static str {
    match kind {
        CompartmentKind::Actor => "actor",
        CompartmentKind::Subject => "subject",
        CompartmentKind::Act => "act",
        CompartmentKind::Detail => "detail",
    }
}

fn document(asked: &Prove, evidence: &EventEvidence) -> Value {
    let of = |wanted: PartShown| -> Value {
        let parts = evidence
            .parts
            .iter()
            .filter(|(_, shown, _)| *shown == wanted);
        let pairs = parts.map(|(kind, _, count)| (word(*kind).to_owned(), json!(count)));
        Value::Object(pairs.collect())
    };
    json!({ "file": asked.out.display().to_string(), "index": evidence.leaf,
        "checkpoint_size": evidence.checkpoint_size, "opened": of(PartShown::Opened),
        "not_opened": of(PartShown::Shut), "erased": of(PartShown::Erased),
        "verifier_key": evidence.verifier_key })
}

fn say(asked: &Prove, evidence: &EventEvidence, output: &mut Output<'_>) -> std::io::Result<()> {
    let words = output.words;
    let whole = |number: u64| words.figures().whole(number);
    let path = asked.out.display().to_string();
    let done = [
        ("index", whole(evidence.leaf)),
        ("size", whole(evidence.checkpoint_size)),
        ("path", path.clone()),
    ];
    output.line(&words.fill("cli-prove-done", &done))?;
    let opened = names(evidence, PartShown::Opened, words);
    let opened = opened.unwrap_or_else(|| words.say("cli-prove-nothing"));
    output.line(&words.with("cli-prove-opened", "parts", opened))?;
    if let Some(shut) = names(evidence, PartShown::Shut, words) {
        output.line(&words.with("cli-prove-shut", "parts", shut))?;
    }
    if let Some(erased) = names(evidence, PartShown::Erased, words) {
        output.line(&words.with("cli-prove-erased", "parts", erased))?;
    }
    let check = [("path", path), ("key", evidence.verifier_key.clone())];
    output.line(&words.fill("cli-prove-check", &check))
}

/// `what was done, whom it was about (3)`; nothing if there is none.
fn names(evidence: &EventEvidence, wanted: PartShown, words: Words) -> Option<String> {
    let parts = evidence
        .parts
        .iter()
        .filter(|(_, shown, _)| *shown == wanted);
    let names = parts.map(|(kind, _, count)| {
        let name = words.say(&format!("part-{}", word(*kind)));
        match count {
            1 => name,
            many => format!("{name} ({})", words.figures().whole(*many)),
        }
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join(", "))
}
