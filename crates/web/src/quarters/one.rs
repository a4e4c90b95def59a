//! The report of one quarter: as a page with the forms of what comes next, and as files.

use std::io::Write;
use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{Action as _, ApproveReport, ReadReports, WriteReport, ask, may};
use tilsyn_app::quarters::{MEASURES_MAX, Measure, NewSaid, Quarter, QuarterView, Said, State};
use tilsyn_app::{Desk, Form, Problem};

use super::paper::Paper;
use super::{ReportFile, report_file, says, state_name};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::reply::{File, FileKind, Reply, html};
use crate::sent::{Sent, day_of, field};
use crate::sheet::no_file;

/// Lines for measures beyond those that are written.
const LINES_MORE: usize = 3;

#[derive(Template)]
#[template(path = "quarters/one.html")]
struct OnePage {
    frame: Frame,
    title: String,
    subject: String,
    /// Empty for an approved report.
    draft: String,
    state: String,
    missed: String,
    fault: String,
    body: String,
    hash: String,
    files: Vec<(&'static str, String)>,
    editions: Vec<(String, String)>,
    /// Where it is closed, written about or approved; empty where that is not next, or not for
    /// the reader.
    close: String,
    close_about: String,
    close_button: String,
    write: String,
    approve: String,
    /// Why the reader cannot approve it.
    kept_from: String,
    edition: u64,
    said_at: i64,
    assessment: String,
    came: String,
    measures: Vec<Line>,
    back: String,
}

/// A measure in the form.
struct Line {
    number: usize,
    what: String,
    who: String,
    due: String,
}

/// `GET /{language}/reports/{quarter}`, its data and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let (word, is_html) = match asked.last().strip_suffix(".html") {
        Some(word) => (word, true),
        None => (asked.last(), false),
    };
    let Some(quarter) = Quarter::parse(word) else {
        return Ok(Reply::Missing);
    };
    let file = match (asked.form, is_html) {
        (Form::Page, true) => Some((ReportFile::Html, FileKind::Html, "html")),
        (Form::Pdf, false) => Some((ReportFile::Pdf, FileKind::Pdf, "pdf")),
        (Form::Xlsx, false) => Some((ReportFile::Xlsx, FileKind::Report, "xlsx")),
        (Form::Page | Form::Json, false) => None,
        _ => return Ok(Reply::Missing),
    };
    let view = view(desk, asked, quarter)?;
    match file {
        Some((kind, of, ending)) => {
            let bytes = report_file(&view.report, asked.words(), kind, &asked.shared.print)?;
            let name = file_name(&view, ending);
            Ok(Reply::File(File {
                name: Some(name),
                kind: of,
                write: Box::new(move |_: &Desk, _: &Asked, out: &mut dyn Write| {
                    out.write_all(&bytes).map_err(no_file)
                }),
            }))
        }
        None if asked.form == Form::Json => {
            let data = serde_json::json!({
                "quarter": quarter, "state": view.state.word(), "edition": view.report.edition,
                "missed": view.row.is_missed, "sha256": view.sha256, "report": view.report,
            });
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        None => Ok(Reply::Page(render(&view, asked, None))),
    }
}

fn view(desk: &Desk, asked: &Asked, quarter: Quarter) -> Result<QuarterView, Problem> {
    let permit = ask::<ReadReports>(asked.principal(), asked.form)?;
    let edition = asked.get("edition").and_then(|number| number.parse().ok());
    desk.quarter(&permit, quarter, edition)
}

fn file_name(view: &QuarterView, ending: &str) -> String {
    let quarter = view.report.quarter;
    match view.state {
        State::Approved => format!("{quarter}-{}.{ending}", view.report.edition),
        _ => format!("{quarter}-draft.{ending}"),
    }
}

pub(crate) fn render(view: &QuarterView, asked: &Asked, fault: Option<(&Sent, String)>) -> String {
    let words = asked.words();
    let paper: Paper = says::paper(&view.report, words);
    let quarter = view.row.quarter;
    let here = asked.to(&format!("/reports/{quarter}"));
    let (sent, fault) = fault.unzip();
    let said = view.report.said.as_ref();
    let next = Next::of(view, asked);
    let to = |is_next: bool, what: &str| match is_next {
        true => format!("{here}/{what}"),
        false => String::new(),
    };
    let of_edition = match view.is_last {
        true => String::new(),
        false => format!("?edition={}", view.report.edition),
    };
    let files = [
        ("PDF", "pdf"),
        ("Excel", "xlsx"),
        ("HTML", "html"),
        ("JSON", "json"),
    ];
    html(&OnePage {
        frame: Frame::of(asked, Place::Reports, paper.about.title.clone()),
        title: paper.about.title.clone(),
        subject: paper.about.subject.clone(),
        body: paper.body(words),
        draft: paper.draft,
        state: state_name(view.state, words),
        missed: match view.row.is_missed {
            true => words.say("report-missed"),
            false => String::new(),
        },
        fault: fault.unwrap_or_default(),
        hash: view.sha256.clone().unwrap_or_default(),
        files: files
            .map(|(name, ending)| (name, format!("{here}.{ending}{of_edition}")))
            .to_vec(),
        editions: editions(view, asked),
        close: to(next.close, "close"),
        close_about: words.say(match view.state {
            State::Approved => "report-close-again-about",
            _ => "report-close-about",
        }),
        close_button: words.say(match view.state {
            State::Approved => "report-close-again",
            _ => "report-close",
        }),
        write: to(next.write, "write"),
        approve: to(next.approve, "approve"),
        kept_from: match next.is_kept_from {
            true => words.say("report-approve-another"),
            false => String::new(),
        },
        edition: view.report.edition,
        said_at: said.map_or(0, |said| said.signed.at),
        assessment: written(
            sent,
            "assessment",
            said.map(|said| said.assessment.as_str()),
        ),
        came: written(sent, "came", said.map(|said| said.came.as_str())),
        measures: lines(sent, said),
        back: asked.to("/reports"),
    })
}

/// What comes next, as far as it is for the reader.
struct Next {
    close: bool,
    write: bool,
    approve: bool,
    is_kept_from: bool,
}

impl Next {
    fn of(view: &QuarterView, asked: &Asked) -> Next {
        let writes = view.is_last && may(asked.principal(), WriteReport::NAME);
        let approves = view.is_last
            && view.state == State::Written
            && may(asked.principal(), ApproveReport::NAME);
        Next {
            close: writes && matches!(view.state, State::Ended | State::Approved),
            write: writes && matches!(view.state, State::Closed | State::Written),
            approve: approves && !view.is_closed_by_reader,
            is_kept_from: approves && view.is_closed_by_reader,
        }
    }
}

fn editions(view: &QuarterView, asked: &Asked) -> Vec<(String, String)> {
    if view.editions.len() < 2 {
        return Vec::new();
    }
    let words = asked.words();
    let here = format!("/reports/{}", view.row.quarter);
    let editions = view.editions.iter().map(|one| {
        let number = ("edition", one.edition.to_string());
        let name = words.with("report-edition", number.0, number.1.clone());
        (name, asked.to_with(&here, &[number]))
    });
    editions.collect()
}

fn written(sent: Option<&Sent>, name: &str, kept: Option<&str>) -> String {
    match sent {
        Some(sent) => field(sent, name).to_owned(),
        None => kept.unwrap_or_default().to_owned(),
    }
}

fn lines(sent: Option<&Sent>, said: Option<&Said>) -> Vec<Line> {
    let line = |number: usize, what: &str, who: &str, due: String| Line {
        number,
        what: what.to_owned(),
        who: who.to_owned(),
        due,
    };
    if let Some(sent) = sent {
        let numbers = (1..=MEASURES_MAX).filter(|number| {
            let name = format!("what-{number}");
            sent.iter().any(|(known, _)| *known == name)
        });
        let value = |name: &str, number: usize| field(sent, &format!("{name}-{number}"));
        let all = numbers.map(|number| {
            let due = value("due", number).to_owned();
            line(number, value("what", number), value("who", number), due)
        });
        return all.collect();
    }
    let kept = said
        .map(|said| said.measures.as_slice())
        .unwrap_or_default();
    let all = (kept.len() + LINES_MORE).min(MEASURES_MAX);
    let all = (1..=all).map(|number| match kept.get(number - 1) {
        Some(one) => {
            let due = one.due.map(|due| due.to_string()).unwrap_or_default();
            line(number, &one.what, &one.who, due)
        }
        None => line(number, "", "", String::new()),
    });
    all.collect()
}

/// The quarter of `/reports/2026-Q3/close`.
fn quarter_in(asked: &Asked) -> Option<Quarter> {
    asked.path.split('/').nth(2).and_then(Quarter::parse)
}

fn done(
    desk: &Desk,
    asked: &Asked,
    sent: &Sent,
    act: impl FnOnce(Quarter) -> Result<(), Problem>,
) -> Result<Reply, Problem> {
    let Some(quarter) = quarter_in(asked) else {
        return Ok(Reply::Missing);
    };
    match act(quarter) {
        Ok(()) => Ok(Reply::Elsewhere(asked.to(&format!("/reports/{quarter}")))),
        Err(problem) => Reply::again(problem, asked, |said| {
            let view = view(desk, asked, quarter)?;
            Ok(Reply::Page(render(&view, asked, Some((sent, said)))))
        }),
    }
}

/// `POST /{language}/reports/{quarter}/close`.
pub(crate) fn close(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<WriteReport>(asked.principal(), Form::Page)?;
    done(desk, asked, sent, |quarter| {
        desk.close_quarter(&permit, quarter).map(drop)
    })
}

/// `POST /{language}/reports/{quarter}/write`.
pub(crate) fn write(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<WriteReport>(asked.principal(), Form::Page)?;
    done(desk, asked, sent, |quarter| {
        desk.write_report(&permit, quarter, &said_of(sent)?)
    })
}

/// `POST /{language}/reports/{quarter}/approve`.
pub(crate) fn approve(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ApproveReport>(asked.principal(), Form::Page)?;
    let edition = field(sent, "edition").parse().unwrap_or_default();
    let read = (edition, field(sent, "written").parse().ok());
    done(desk, asked, sent, |quarter| {
        desk.approve_report(&permit, quarter, read).map(drop)
    })
}

fn said_of(sent: &Sent) -> Result<NewSaid, Problem> {
    let mut measures = Vec::new();
    for number in 1..=MEASURES_MAX {
        let value = |name: &str| field(sent, &format!("{name}-{number}")).to_owned();
        let due = day_of(sent, &format!("due-{number}"))?;
        let (what, who) = (value("what"), value("who"));
        if !what.is_empty() || !who.is_empty() || due.is_some() {
            measures.push(Measure { what, who, due });
        }
    }
    Ok(NewSaid {
        assessment: field(sent, "assessment").to_owned(),
        came: field(sent, "came").to_owned(),
        measures,
    })
}
