//! Every quarter from the first event on, and how far the report of each has come.

use askama::Template;
use tilsyn_app::permit::{ReadReports, ask};
use tilsyn_app::quarters::{QuarterRow, State};
use tilsyn_app::{Desk, Form, Problem};

use super::{says, state_class, state_name};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::reply::{Reply, html};
use crate::words::Words;

#[derive(Template)]
#[template(path = "quarters/list.html")]
struct ListPage {
    frame: Frame,
    answer: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    href: String,
    class: &'static str,
    state: String,
    missed: String,
    detail: String,
}

/// `GET /{language}/reports`, and its data.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadReports>(asked.principal(), asked.form)?;
    let rows = match asked.form {
        Form::Page | Form::Json => desk.quarters(&permit)?,
        _ => return Ok(Reply::Missing),
    };
    match asked.form {
        Form::Json => {
            let quarters: Vec<_> = rows.iter().map(json).collect();
            let data = serde_json::json!({ "quarters": quarters });
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        _ => Ok(Reply::Page(render(&rows, asked))),
    }
}

fn json(row: &QuarterRow) -> serde_json::Value {
    serde_json::json!({
        "quarter": row.quarter, "state": row.state.word(), "edition": row.edition,
        "approved": row.approved.map(|(edition, _)| edition), "due": row.due,
        "missed": row.is_missed,
    })
}

pub(crate) fn render(rows: &[QuarterRow], asked: &Asked) -> String {
    let words = asked.words();
    html(&ListPage {
        frame: Frame::of(asked, Place::Reports, words.say("nav-reports")),
        answer: answer(rows, words),
        rows: rows.iter().map(|row| line(row, asked)).collect(),
    })
}

fn answer(rows: &[QuarterRow], words: Words) -> String {
    let missed = rows.iter().filter(|row| row.is_missed).count();
    let is_waiting = |row: &&QuarterRow| row.state != State::Running && row.approved.is_none();
    let waiting = rows.iter().filter(is_waiting).count();
    match (rows.len(), missed, waiting) {
        (0, ..) => words.say("reports-none"),
        (_, 0, 0) => words.say("reports-fine"),
        (_, 0, waiting) => words.count("reports-waiting", waiting),
        (_, missed, _) => words.count("reports-missed", missed),
    }
}

fn line(row: &QuarterRow, asked: &Asked) -> Row {
    let words = asked.words();
    let figures = words.figures();
    let detail = match row.approved {
        Some((edition, at)) => words.fill(
            "reports-approved",
            &[
                ("edition", edition.to_string()),
                ("when", figures.moment(asked.zone(), at)),
            ],
        ),
        None => words.with("reports-due", "day", figures.day(row.due)),
    };
    Row {
        name: says::name(row.quarter, words),
        href: asked.to(&format!("/reports/{}", row.quarter)),
        class: state_class(row),
        state: state_name(row.state, words),
        missed: match row.is_missed {
            true => words.say("report-missed"),
            false => String::new(),
        },
        detail,
    }
}
