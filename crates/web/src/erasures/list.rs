//! What was asked to be erased, and what became of it; and what the rules say is due.

use askama::Template;
use tilsyn_app::erasure::{DuePeriod, ErasureRow, ErasureState, month_name};
use tilsyn_app::permit::{Action as _, AskErasure, HoldEvents, ReadErasures, ask, may};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use super::{address, scope_name, state_name};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::list::table::{TableCell, plain_table};
use crate::reply::{Reply, html};

/// `GET /{language}/erasures`, and its data.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadErasures>(asked.principal(), asked.form)?;
    match asked.form {
        Form::Csv | Form::Xlsx | Form::Pdf => Ok(Reply::Missing),
        Form::Json => Ok(json(&desk.erasures(&permit)?)),
        Form::Page | Form::Command => {
            let due = desk.due_periods(&permit)?;
            Ok(Reply::Page(render(&desk.erasures(&permit)?, &due, asked)))
        }
    }
}

#[derive(Template)]
#[template(path = "erasures/list.html")]
struct ListPage {
    frame: Frame,
    answer: String,
    table: String,
    due: Vec<Due>,
    /// Where to ask for one; empty for those who may not.
    person: String,
    /// Where holds are; empty for those who may not see them.
    holds: String,
    retention: String,
}

/// A period that a rule says is to go.
struct Due {
    text: String,
    href: String,
}

pub(crate) fn render(rows: &[ErasureRow], due: &[DuePeriod], asked: &Asked) -> String {
    let words = asked.words();
    let may_ask = ask::<AskErasure>(asked.principal(), Form::Page).is_ok();
    let headings = [
        "erasures-col-number",
        "erasures-col-what",
        "erasures-col-state",
        "erasures-col-asked",
        "erasures-col-decided",
        "erasures-col-basis",
    ]
    .map(|key| words.say(key));
    let waiting = rows
        .iter()
        .filter(|row| row.state == ErasureState::Asked)
        .count();
    let table: Vec<Vec<TableCell>> = rows.iter().map(|row| cells(row, asked)).collect();
    let period = |one: &DuePeriod| {
        let source = one.source.clone().unwrap_or_else(|| "–".to_owned());
        let arguments = [
            ("month", month_name(one.month)),
            ("source", source),
            ("basis", one.basis.clone()),
        ];
        let path = format!("/erasures/period/{}-{}", one.class, one.month);
        Due {
            text: words.fill("erasures-due-period", &arguments),
            href: match may_ask {
                true => asked.to(&path),
                false => String::new(),
            },
        }
    };
    html(&ListPage {
        frame: Frame::of(asked, Place::Sources, words.say("erasures-title")),
        answer: words.count("erasures-waiting", waiting as u64),
        table: match rows.is_empty() {
            true => String::new(),
            false => plain_table(&words.say("erasures-title"), &headings, &table),
        },
        due: due.iter().map(period).collect(),
        person: match may_ask {
            true => asked.to("/erasures/person"),
            false => String::new(),
        },
        holds: match may(asked.principal(), HoldEvents::NAME) {
            true => asked.to("/erasures/holds"),
            false => String::new(),
        },
        retention: asked.to("/erasures/retention"),
    })
}

fn cells(row: &ErasureRow, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let moment = |at: Instant| words.figures().moment(asked.zone(), at);
    let decided = row.decided.as_ref();
    let decided = decided.map(|(at, by)| TableCell::text(by.clone()).below(moment(*at)));
    vec![
        TableCell::heading(row.number.to_string(), address(asked, row.number)),
        TableCell::text(scope_name(&row.scope, words)),
        TableCell::text(state_name(row.state, words)),
        TableCell::text(row.asked_by.clone()).below(moment(row.asked)),
        decided.unwrap_or_else(|| TableCell::text("–")),
        TableCell::text(row.basis.clone()),
    ]
}

fn json(rows: &[ErasureRow]) -> Reply {
    let row = |row: &ErasureRow| {
        let decided = row.decided.as_ref();
        serde_json::json!({
            "number": row.number, "scope": row.scope, "state": row.state.word(),
            "basis": row.basis, "asked": row.asked.utc().text(), "asked_by": row.asked_by,
            "decided": decided.map(|(at, _)| at.utc().text()),
            "decided_by": decided.map(|(_, by)| by),
            "finished": row.finished.map(|at| at.utc().text()),
            "record_leaf": row.record_leaf,
        })
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    let data = serde_json::json!({ "erasures": rows });
    Reply::Json(data.to_string().into_bytes())
}
