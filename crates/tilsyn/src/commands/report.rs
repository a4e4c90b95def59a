//! The report of a quarter as a file: what was approved, to the byte, or a draft that says so.
//!
//! The file goes to whoever asked, over the socket too: a server writes nothing where it may not.

use serde_json::json;
use sha2::{Digest, Sha256};
use tilsyn_app::permit::ReadReports;
use tilsyn_app::quarters::Quarter;
use tilsyn_app::{Desk, Problem};
use tilsyn_web::{Print, ReportFile, report_file};

use super::permit;
use super::serve::print;
use crate::cli::QuarterAsked;
use crate::output::{Exit, Output};

pub(super) fn quarter(
    desk: &Desk,
    asked: &QuarterAsked,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let wrong = || Problem::yours("cli-report-quarter");
    let quarter = Quarter::parse(&asked.quarter).ok_or_else(wrong)?;
    let ending = asked.out.extension().and_then(|ending| ending.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    let wrong = || Problem::yours("cli-report-ending");
    let file = ReportFile::of_ending(&ending).ok_or_else(wrong)?;
    let permit = permit::<ReadReports>(desk, output)?;
    let view = desk.quarter(&permit, quarter, asked.edition)?;
    // Fonts are read for PDF alone.
    let print = match file {
        ReportFile::Pdf => print()?,
        ReportFile::Xlsx | ReportFile::Html => Print::new(|_| Err("no PDF was asked for".into())),
    };
    let bytes = report_file(&view.report, output.words, file, &print)?;
    output.file.write_all(&bytes)?;
    output.file.flush()?;
    let digest = Sha256::digest(&bytes);
    let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = asked.out.display().to_string();
    if output.json {
        output.document(&json!({
            "quarter": quarter, "state": view.state.word(), "edition": view.report.edition,
            "sha256": sha256, "document_sha256": view.sha256, "out": path,
        }))?;
    } else {
        let done = [
            ("quarter", quarter.to_string()),
            ("edition", view.report.edition.to_string()),
            ("path", path),
            ("sha256", sha256),
        ];
        let words = output.words;
        output.line(&match view.report.approved {
            Some(_) => words.fill("cli-report-done", &done),
            None => words.fill("cli-report-draft", &done),
        })?;
    }
    Ok(Exit::Done)
}
