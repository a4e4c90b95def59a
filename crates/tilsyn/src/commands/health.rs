//! Checks: the ledger against its checkpoints, and an installation as a whole.

use std::path::Path;

use serde_json::{Value, json};
use tilsyn_app::Desk;
use tilsyn_app::permit::{ReadSources, VerifyLedger};

use super::permit;
use crate::output::{Exit, Output};

pub(super) fn verify(desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let report = desk.verify(&permit::<VerifyLedger>()?)?;
    if output.json {
        output.document(&json!({ "leaves": report.leaves, "events": report.events,
            "checkpoints": report.checkpoints, "erased": report.erased,
            "unexplained": report.unexplained, "ok": report.ok(),
            "problems": report.problems }))?;
    } else {
        let whole = if report.ok() { "whole" } else { "NOT whole" };
        output.line(&format!(
            "{whole}: {} leaves, {} events, {} checkpoints, {} erased, {} unexplained",
            report.leaves, report.events, report.checkpoints, report.erased, report.unexplained
        ))?;
    }
    for problem in &report.problems {
        output.aside(problem)?;
    }
    Ok(if report.ok() {
        Exit::Done
    } else {
        Exit::Attention
    })
}

/// The answer of a check whose folder does not even open.
pub(crate) fn say_not_whole(error: &anyhow::Error, output: &mut Output<'_>) -> std::io::Result<()> {
    output.document(
        &json!({ "leaves": 0, "events": 0, "checkpoints": 0, "erased": 0,
        "unexplained": 0, "ok": false, "problems": [format!("{error:#}")] }),
    )
}

struct Check {
    name: &'static str,
    ok: bool,
    hint: String,
}

pub(super) fn doctor(data: &Path, desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let view = desk.sources(&permit::<ReadSources>()?)?;
    let gaps: u64 = view.sources.iter().map(|source| source.gaps_total).sum();
    let interrupted = view
        .imports
        .iter()
        .filter(|import| import.finished.is_none())
        .count();
    let key_inside = data.join("keys/root.key").exists();
    let checks = [
        Check {
            name: "events",
            ok: view.sources.iter().any(|source| source.events > 0),
            hint: "bring in a log: tilsyn import events FILE".to_owned(),
        },
        Check {
            name: "running numbers",
            ok: gaps == 0,
            hint: format!("{gaps} gaps: ask the source for what is missing; see tilsyn sources"),
        },
        Check {
            name: "quarantine",
            ok: view.quarantined == 0,
            hint: format!("{} pieces wait: tilsyn quarantine", view.quarantined),
        },
        Check {
            name: "conflicts",
            ok: view.conflicts == 0,
            hint: format!("{} ids came again with other content", view.conflicts),
        },
        Check {
            name: "imports",
            ok: interrupted == 0,
            hint: format!("{interrupted} were interrupted: run them again, nothing doubles"),
        },
        Check {
            name: "root key",
            ok: !key_inside,
            hint: "the root key lies beside the data: set key_file in settings.toml".to_owned(),
        },
    ];
    if output.json {
        let rows: Vec<Value> = checks
            .iter()
            .map(|check| {
                let hint = if check.ok { "" } else { &check.hint };
                json!({ "name": check.name, "ok": check.ok, "hint": hint })
            })
            .collect();
        output.document(&json!({ "checks": rows }))?;
    } else {
        for check in &checks {
            let (mark, hint) = if check.ok {
                ("ok ", "")
            } else {
                ("→  ", check.hint.as_str())
            };
            output.line(&format!("{mark} {:<16} {hint}", check.name))?;
        }
    }
    Ok(if checks.iter().all(|check| check.ok) {
        Exit::Done
    } else {
        Exit::Attention
    })
}
