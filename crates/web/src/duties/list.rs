//! Everybody who may sign in with what they may do, and every role that was proposed or given.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{Action as _, EndSessions, NameBodies, ProposeDuty, ReadDuties, ask, may};
use tilsyn_app::staff::{DutiesView, DutyRow, DutyState, PersonRow, as_json};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use super::{address, days, deputy, role_and_scope, role_name, state_name};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::list::table::{TableCell, plain_table};
use crate::own_log::reader_name;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};

/// Whom the form names to sign out everybody; no user name has a star.
const EVERYBODY: &str = "*";

/// `GET /{language}/duties`, and its data.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadDuties>(asked.principal(), asked.form)?;
    match asked.form {
        Form::Csv | Form::Xlsx | Form::Pdf => Ok(Reply::Missing),
        Form::Json => {
            let data = as_json::duties(&desk.duties(&permit)?);
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        Form::Page | Form::Command => Ok(Reply::Page(render(&desk.duties(&permit)?, asked))),
    }
}

#[derive(Template)]
#[template(path = "duties/list.html")]
struct ListPage {
    frame: Frame,
    answer: String,
    /// Where to propose one; empty for those who may not.
    propose: String,
    /// Where the bodies of log review are named; likewise.
    bodies: String,
    waiting: String,
    people: String,
    /// Where to sign others out, and whom; empty for those who may not.
    sign_out: String,
    others: Vec<(String, String)>,
    duties: String,
}

pub(crate) fn render(view: &DutiesView, asked: &Asked) -> String {
    let words = asked.words();
    let waits = |row: &&DutyRow| row.state == DutyState::Proposed;
    let waiting: Vec<&DutyRow> = view.duties.iter().filter(waits).collect();
    let others: Vec<&DutyRow> = view.duties.iter().filter(|row| !waits(row)).collect();
    html(&ListPage {
        frame: Frame::of(asked, Place::Settings, words.say("duties-title")),
        answer: words.count("duties-waiting", waiting.len() as u64),
        propose: match ask::<ProposeDuty>(asked.principal(), Form::Page).is_ok() {
            true => asked.to("/duties/propose"),
            false => String::new(),
        },
        bodies: match may(asked.principal(), NameBodies::NAME) {
            true => asked.to("/duties/bodies"),
            false => String::new(),
        },
        waiting: duties(&waiting, "duties-wait", asked),
        people: people(&view.people, asked),
        sign_out: match may(asked.principal(), EndSessions::NAME) && asked.session.is_some() {
            true => asked.to("/duties/sign-out"),
            false => String::new(),
        },
        others: others_than(asked.principal().user(), &view.people),
        duties: duties(&others, "duties-all", asked),
    })
}

/// Who may be signed in beside the reader: user names and names.
fn others_than(reader: &str, people: &[PersonRow]) -> Vec<(String, String)> {
    let others = people
        .iter()
        .filter(|one| one.left.is_none() && one.user != reader);
    let others = others.map(|one| (one.user.clone(), one.name.clone()));
    others.collect()
}

/// `POST /{language}/duties/sign-out`: signs somebody out, or everybody.
pub(crate) fn sign_out(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<EndSessions>(asked.principal(), Form::Page)?;
    let Some(this) = &asked.session else {
        return Ok(Reply::Missing);
    };
    let user = Some(field(sent, "user")).filter(|user| *user != EVERYBODY);
    desk.end_sessions(&permit, this, user)?;
    Ok(Reply::Elsewhere(asked.to("/duties")))
}

fn people(rows: &[PersonRow], asked: &Asked) -> String {
    let words = asked.words();
    let headings = [
        "duties-col-who",
        "duties-col-duties",
        "duties-col-units",
        "duties-col-user",
    ]
    .map(|key| words.say(key));
    let row = |row: &PersonRow| {
        let roles = row.roles.iter().map(|role| role_name(*role, words));
        let may = match (row.left.is_some(), row.works_here) {
            (true, _) => words.say("duties-left"),
            (false, false) => words.say("duties-works-not-here"),
            (false, true) if row.is_kept_out => words.say("duties-kept-out"),
            (false, true) => roles.collect::<Vec<_>>().join(", "),
        };
        vec![
            TableCell::text(row.name.clone()).heading_row(),
            TableCell::text(may),
            TableCell::text(row.units.join(", ")),
            TableCell::text(row.user.clone()),
        ]
    };
    let cells: Vec<Vec<TableCell>> = rows.iter().map(row).collect();
    match rows.is_empty() {
        true => String::new(),
        false => plain_table(&words.say("duties-people"), &headings, &cells),
    }
}

/// Nothing, where there are none.
fn duties(rows: &[&DutyRow], label: &'static str, asked: &Asked) -> String {
    let words = asked.words();
    let headings = [
        "duties-col-number",
        "duties-col-who",
        "duties-col-duty",
        "duties-col-state",
        "duties-col-days",
        "duties-col-proposed",
        "duties-col-decided",
    ]
    .map(|key| words.say(key));
    let moment = |at: Instant| words.figures().moment(asked.zone(), at);
    let by = |step: &(Instant, String)| {
        TableCell::text(reader_name(&step.1, words)).below(moment(step.0))
    };
    let row = |row: &&DutyRow| {
        let decided = row.decided.as_ref().map(by);
        vec![
            TableCell::heading(row.number.to_string(), address(asked, row.number)),
            TableCell::text(row.holder.clone()),
            match &row.deputy_for {
                None => TableCell::text(role_and_scope(row, words)),
                Some(name) => {
                    TableCell::text(role_and_scope(row, words)).below(deputy(name, words))
                }
            }
            .below(row.need.clone()),
            TableCell::text(state_name(row.state, words)),
            TableCell::text(days(row, words)),
            by(&row.proposed),
            decided.unwrap_or_else(|| TableCell::text("–")),
        ]
    };
    let cells: Vec<Vec<TableCell>> = rows.iter().map(row).collect();
    match rows.is_empty() {
        true => String::new(),
        false => plain_table(&words.say(label), &headings, &cells),
    }
}
