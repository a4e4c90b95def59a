//! The reports of quarters (H10.2): which there are, each as a page, and the forms on its way to
//! being approved; and the same report as PDF, workbook and HTML file.
//!
//! An approved report is made of its kept document alone, so it is the same to the byte wherever
//! and whenever it is printed. Not here: what is counted, and who may approve (`app`).

pub(crate) mod list;
pub(crate) mod one;
mod paper;
pub(crate) mod says;
mod work;

use tilsyn_app::Problem;
use tilsyn_app::quarters::{QuarterRow, Report, State};

use crate::printed::Print;
use crate::sheet::no_file;
use crate::words::Words;

/// A form in which a report leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFile {
    Pdf,
    Xlsx,
    Html,
}

impl ReportFile {
    /// By the ending of a file's name.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<ReportFile> {
        match ending {
            "pdf" => Some(ReportFile::Pdf),
            "xlsx" => Some(ReportFile::Xlsx),
            "html" => Some(ReportFile::Html),
            _ => None,
        }
    }
}

/// The bytes of a report as a file.
///
/// # Errors
/// Ours, where it cannot be made.
pub fn report_file(
    report: &Report,
    words: Words,
    file: ReportFile,
    print: &Print,
) -> Result<Vec<u8>, Problem> {
    let paper = says::paper(report, words);
    match file {
        ReportFile::Pdf => print.bytes(&paper.document(words)),
        ReportFile::Html => Ok(paper.page(words)),
        ReportFile::Xlsx => {
            let unmade = |cause| no_file(std::io::Error::other(cause));
            paper.workbook().map_err(unmade)
        }
    }
}

/// How the report of a quarter stands, in a word.
pub(crate) fn state_name(state: State, words: Words) -> String {
    words.say(match state {
        State::Running => "report-state-running",
        State::Ended => "report-state-ended",
        State::Closed => "report-state-closed",
        State::Written => "report-state-written",
        State::Approved => "report-state-approved",
    })
}

/// By which the shape before the name is chosen, as on the front page: a rhomb where a quarter is
/// missed, a tick where it is approved.
pub(crate) fn state_class(row: &QuarterRow) -> &'static str {
    match (row.is_missed, row.approved.is_some()) {
        (true, _) => "open",
        (false, true) => "",
        (false, false) => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::words::Words;

    /// A report as it was kept: approved, or a draft.
    fn kept(approved: &str) -> Report {
        let totals = r#"{"lookups":900,"outside":70,"outside_users":9,"no_unit":3,
            "unexplained":4,"unexplained_users":2}"#;
        let text = format!(
            r#"{{"format":1,"quarter":"2026-Q3","edition":2,"figures":{{"organisation":"Nordvik",
            "zone":"Europe/Oslo","from":"2026-07-01","to":"2026-09-30",
            "counted":{{"by":"Anna","at":1790000000000000}},"log_to":"2026-09-30",
            "checkpoint":{{"origin":"o","size":7,"root":"00ff00ff00ff00ff","until":null}},
            "program":"1","rules":"ab","templates":3,
            "statement":{{"now":{totals},"before":null,"year_before":null,
            "units":[{{"name":null,"users":1,"outside":2,"unexplained":null}}]}},
            "weeks":[{{"from":"2026-07-01","to":"2026-07-05","lookups":900,"evaluated":null}}],
            "findings":{{"opened":2,"decided":{{"need":1}},"waiting":1,"median_days_tenths":15}},
            "cases":{{"opened":1,"closed":{{"unwarranted":1}},"open":0}},"samples":[],"tests":[],
            "sources":[],"quarantined":0,"conflicts":0,"readers":[],"reveals":1,"settings":[],
            "measures_before":[]}},
            "said":{{"assessment":"All <well>","measures":[],"came":"",
            "signed":{{"by":"Anna","at":1790000000000001}}}},"approved":{approved}}}"#
        );
        serde_json::from_str(&text).expect("a report")
    }

    #[test]
    fn an_approved_report_is_the_same_file_at_any_time() {
        let report = kept(r#"{"by":"Gunn","at":1790000000000002}"#);
        let print = Print::new(|document| Ok(format!("{document:?}").into_bytes()));
        for language in Language::ALL {
            let words = Words::of(language);
            let files = || {
                let all = [ReportFile::Pdf, ReportFile::Xlsx, ReportFile::Html];
                all.map(|file| report_file(&report, words, file, &print).expect("made"))
            };
            let first = files();
            // Workbooks have the time of their making, to the second, where nobody says another.
            std::thread::sleep(std::time::Duration::from_millis(1_100));
            assert_eq!(first, files());
        }
    }

    #[test]
    fn a_page_says_whether_it_is_a_draft_and_has_no_text_missing() {
        for language in Language::ALL {
            let words = Words::of(language);
            let draft = says::paper(&kept("null"), words);
            let page = String::from_utf8(draft.page(words)).expect("a text");
            assert!(page.contains(&words.say("report-draft")));
            assert!(
                draft
                    .about
                    .foot
                    .line
                    .contains(&words.say("report-draft-word"))
            );
            assert!(page.contains("All &lt;well&gt;"));
            let missing = crate::words::keys_in(&page);
            assert!(missing.is_empty(), "{missing:?}");
            let approved = says::paper(&kept(r#"{"by":"G","at":1}"#), words);
            assert!(approved.draft.is_empty());
        }
    }
}
