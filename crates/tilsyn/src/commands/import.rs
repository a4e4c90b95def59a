//! Bringing in access logs and the directory.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use tilsyn_app::intake::{DirectoryNote, EventImport, ImportSummary, KeptBecause, Progress};
use tilsyn_app::permit::{ImportDirectory, ImportEvents};
use tilsyn_app::{Desk, Problem};
use tilsyn_connect::Format;
use tilsyn_domain::Refusal;
use tilsyn_web::Words;

use super::permit;
use crate::output::{Exit, Output};
use crate::table::{Cell, line};

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
            Some(known.ok_or_else(|| Problem::yours("cli-no-such-format"))?)
        }
    };
    let import = EventImport {
        paths: paths.to_vec(),
        format,
    };
    let shown = Shown::new(output);
    let permit = permit::<ImportEvents>(desk, output)?;
    let err = RefCell::new(&mut *output.err);
    let summary = desk.import_events(&permit, &import, &|progress| {
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
    let words = output.words;
    // What `read` is the sum of stands in from it.
    let part = |key: &str| format!("\u{a0}\u{a0}{}", words.say(key));
    let rows: Vec<Vec<Cell>> = [
        (words.say("imports-col-read"), summary.read),
        (part("imports-col-stored"), summary.stored),
        (part("imports-col-duplicates"), summary.duplicates),
        (part("imports-col-conflicts"), summary.conflicts),
        (part("imports-col-quarantined"), summary.quarantined),
        (words.say("cli-import-events"), summary.events),
        (words.say("cli-import-gaps"), summary.gaps),
    ]
    .into_iter()
    .map(|(what, count)| vec![what.into(), count.into()])
    .collect();
    output.table(&["cli-col-records", "cli-col-count"], &rows, "cli-failed")?;
    if summary.quarantined > 0 {
        output.aside(&words.say("cli-import-see-quarantine"))?;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an import takes less than eons"
    )]
    let tenths = (summary.seconds * 10.0) as i64;
    let seconds = words.figures().tenths(tenths);
    Ok(output.aside(&words.with("cli-import-seconds", "seconds", seconds))?)
}

/// A bar for a person, a line now and then for a log.
pub(super) struct Shown {
    bar: ProgressBar,
    terminal: bool,
    words: Words,
    said: RefCell<Instant>,
}

impl Shown {
    pub(super) fn new(output: &Output<'_>) -> Shown {
        let target = if output.terminal {
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
            terminal: output.terminal,
            words: output.words,
            said: RefCell::new(Instant::now()),
        }
    }

    pub(super) fn show(&self, progress: &Progress, err: &mut dyn std::io::Write) {
        self.bar.set_length(progress.bytes_total);
        self.bar.set_position(progress.bytes);
        let read = progress.summary.read;
        self.bar
            .set_message(self.words.count("cli-import-read", read));
        if !self.terminal && self.said.borrow().elapsed() >= SAY_EVERY {
            *self.said.borrow_mut() = Instant::now();
            let percent = progress.bytes * 100 / progress.bytes_total.max(1);
            let percent = ("percent", percent.to_string());
            let said = self.words.count_with("cli-import-progress", read, percent);
            // Progress is a courtesy: an import does not fail because no one reads it.
            let _ = writeln!(err, "{}", line(&said)).is_err();
        }
    }
}

pub(super) fn directory(
    desk: &Desk,
    folder: &Path,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let report = desk.import_directory(&permit::<ImportDirectory>(desk, output)?, folder)?;
    let refused: u64 = report.files.iter().map(|file| file.quarantined).sum();
    if output.json {
        let files = report.files.iter().map(|file| {
            let counts = json!({ "rows": file.rows, "added": file.added, "changed": file.changed,
                "unchanged": file.unchanged, "ended": file.ended, "duplicates": file.duplicates,
                "quarantined": file.quarantined, "kept": file.kept,
                "kept_because": file.kept_because.map(because_word) });
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
        let headings = [
            "quarantine-file-file",
            "own-log-col-rows",
            "cli-col-added",
            "cli-col-changed",
            "cli-col-unchanged",
            "imports-col-duplicates",
            "imports-col-quarantined",
            "cli-col-ended",
        ];
        output.table(&headings, &rows, "cli-nothing-directory")?;
    }
    say_notes(&report.notes, refused, output)?;
    let whole = |note: &DirectoryNote| matches!(note, DirectoryNote::Refused { .. });
    Ok(if refused > 0 || report.notes.iter().any(whole) {
        Exit::Attention
    } else {
        Exit::Done
    })
}

/// Why rows were kept, as programs read it.
fn because_word(because: KeptBecause) -> &'static str {
    match because {
        KeptBecause::RefusedRows => "refused_rows",
        KeptBecause::UnreadableKeys => "unreadable_keys",
    }
}

/// What is wrong, where it stands, and what to do.
fn say_notes(notes: &[DirectoryNote], refused: u64, output: &mut Output<'_>) -> anyhow::Result<()> {
    let words = output.words;
    let (mut told, mut encoding) = (0, false);
    for note in notes {
        output.aside(&noted(note, words))?;
        told += u64::from(matches!(note, DirectoryNote::RefusedRow { .. }));
        encoding |= matches!(
            note,
            DirectoryNote::Refused {
                refusal: Refusal::NotUtf8 { .. },
                ..
            } | DirectoryNote::RefusedRow {
                refusal: Refusal::NotUtf8 { .. },
                ..
            }
        );
    }
    if refused > told {
        output.aside(&words.count("cli-directory-more", refused - told))?;
    }
    if encoding {
        output.aside(&words.say("cli-directory-encoding"))?;
    }
    if refused > 0 {
        output.aside(&words.say("cli-directory-mend"))?;
    }
    Ok(())
}

/// What a person should know of a file of the directory.
fn noted(note: &DirectoryNote, words: Words) -> String {
    let in_file = |file: &&str| ("file", format!("{file}.csv"));
    match note {
        DirectoryNote::Refused {
            file,
            refusal: Refusal::MissingField { field },
        } => {
            let columns = ("columns", field.clone());
            words.fill("cli-directory-columns", &[in_file(file), columns])
        }
        DirectoryNote::Refused { file, refusal } => {
            let reason = ("reason", words.refusal(refusal));
            words.fill("cli-directory-refused", &[in_file(file), reason])
        }
        DirectoryNote::UnknownColumn { file, column } => {
            let column = ("column", column.clone());
            words.fill("cli-directory-column", &[in_file(file), column])
        }
        DirectoryNote::RefusedRow {
            file,
            line,
            refusal,
        } => {
            let line = ("line", words.figures().whole(*line));
            let reason = ("reason", words.refusal(refusal));
            words.fill("cli-directory-row", &[in_file(file), line, reason])
        }
        DirectoryNote::Kept {
            file,
            rows,
            because,
        } => {
            let key = match because {
                KeptBecause::RefusedRows => "cli-directory-kept-rows",
                KeptBecause::UnreadableKeys => "cli-directory-kept-file",
            };
            words.count_with(key, *rows, in_file(file))
        }
        DirectoryNote::OtherFile { name } => words.with("cli-directory-other", "file", name),
    }
}
