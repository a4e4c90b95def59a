//! Bringing in access logs and the directory.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use tilsyn_app::Desk;
use tilsyn_app::intake::{EventImport, ImportSummary, Progress};
use tilsyn_app::permit::{ImportDirectory, ImportEvents};
use tilsyn_connect::Format;

use super::{Wrong, permit};
use crate::output::{Cell, Exit, Output, table};

/// How often a command that no one watches says how far it is.
const SAY_EVERY: Duration = Duration::from_secs(10);

pub(super) fn events(
    desk: &Desk,
    format: &str,
    paths: &[PathBuf],
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let format = match format {
        "auto" => None,
        word => {
            let known = Format::from_word(word);
            Some(known.ok_or_else(|| Wrong(format!("--format: there is no format {word}")))?)
        }
    };
    let import = EventImport {
        paths: paths.to_vec(),
        format,
    };
    let shown = Shown::new(output.terminal);
    let err = RefCell::new(&mut *output.err);
    let summary = desk.import_events(&permit::<ImportEvents>()?, &import, &|progress| {
        shown.show(progress, &mut **err.borrow_mut());
    })?;
    shown.bar.finish_and_clear();
    say(&summary, output)?;
    Ok(if summary.needs_attention() {
        Exit::Attention
    } else {
        Exit::Done
    })
}

/// The summary, adding up.
pub(super) fn say(summary: &ImportSummary, output: &mut Output<'_>) -> anyhow::Result<()> {
    if output.json {
        return Ok(output.document(summary)?);
    }
    let rows: Vec<Vec<Cell>> = [
        ("read", summary.read),
        ("  stored", summary.stored),
        ("  duplicates", summary.duplicates),
        ("  conflicts", summary.conflicts),
        ("  quarantined", summary.quarantined),
        ("events made", summary.events),
        ("gaps in running numbers", summary.gaps),
    ]
    .into_iter()
    .map(|(what, count)| vec![what.into(), count.into()])
    .collect();
    table(output.out, &["records", ""], &rows)?;
    if summary.quarantined > 0 {
        output.aside("see: tilsyn quarantine")?;
    }
    Ok(output.aside(&format!("{:.1} s", summary.seconds))?)
}

/// A bar for a person, a line now and then for a log.
pub(super) struct Shown {
    bar: ProgressBar,
    terminal: bool,
    said: RefCell<Instant>,
}

impl Shown {
    pub(super) fn new(terminal: bool) -> Shown {
        let target = if terminal {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style =
            ProgressStyle::with_template("{bar:32} {bytes}/{total_bytes} {msg} {eta_precise}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Shown {
            bar,
            terminal,
            said: RefCell::new(Instant::now()),
        }
    }

    pub(super) fn show(&self, progress: &Progress, err: &mut dyn std::io::Write) {
        self.bar.set_length(progress.bytes_total);
        self.bar.set_position(progress.bytes);
        self.bar
            .set_message(format!("{} records", progress.summary.read));
        if !self.terminal && self.said.borrow().elapsed() >= SAY_EVERY {
            *self.said.borrow_mut() = Instant::now();
            let percent = progress.bytes * 100 / progress.bytes_total.max(1);
            // Progress is a courtesy: an import does not fail because no one reads it.
            let _ = writeln!(err, "{percent} % · {} records", progress.summary.read).is_err();
        }
    }
}

pub(super) fn directory(
    desk: &Desk,
    folder: &Path,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let report = desk.import_directory(&permit::<ImportDirectory>()?, folder)?;
    let refused: u64 = report.files.iter().map(|file| file.quarantined).sum();
    if output.json {
        let files = report.files.iter().map(|file| {
            let counts = json!({ "rows": file.rows, "added": file.added, "changed": file.changed,
                "unchanged": file.unchanged, "ended": file.ended, "duplicates": file.duplicates,
                "quarantined": file.quarantined });
            (format!("{}.csv", file.name), counts)
        });
        output.document(&serde_json::Value::Object(files.collect()))?;
    } else {
        let rows: Vec<Vec<Cell>> = report
            .files
            .iter()
            .map(|file| {
                let counts = [
                    file.rows,
                    file.added,
                    file.changed,
                    file.unchanged,
                    file.duplicates,
                    file.quarantined,
                    file.ended,
                ];
                let mut row: Vec<Cell> = vec![format!("{}.csv", file.name).into()];
                row.extend(counts.map(Cell::from));
                row
            })
            .collect();
        let header = [
            "file",
            "rows",
            "added",
            "changed",
            "unchanged",
            "duplicates",
            "quarantined",
            "ended",
        ];
        table(output.out, &header, &rows)?;
    }
    for note in &report.notes {
        output.aside(note)?;
    }
    Ok(if refused > 0 {
        Exit::Attention
    } else {
        Exit::Done
    })
}
