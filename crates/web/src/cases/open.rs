//! Opening a case about a user, or putting what was found to the one that is open.
//!
//! One comes here from the user's own page, where the list can be narrowed to what the case is
//! about, from an event, or
//! from a finding, which then says so. The address holds the handle of the user, never who that is.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::cases::{CaseRow, EVENTS_MAX, NewFile, StepKind};
use tilsyn_app::findings::About as Finding;
use tilsyn_app::log_review::view::HistoryView;
use tilsyn_app::permit::{
    Action as _, DecideFinding, ReadCases, ReadFindings, ReadHistory, TakeCaseStep, ask,
};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::question::{About, HistoryQuestion};

use super::form::{StepForm, step_of};
use super::{address, line};
use crate::asked::Asked;
use crate::findings;
use crate::frame::{Frame, Place};
use crate::log_review::history;
use crate::people::name_of;
use crate::period::Otherwise;
use crate::reply::{Reply, html};
use crate::sent::Sent;

/// Whom it is about, and what was found.
struct Found {
    who: Identity,
    name: String,
    events: Vec<u64>,
    /// More than one step can take.
    left_out: u64,
    /// What stands in the form before somebody writes there.
    text: String,
    /// The finding that it comes of.
    finding: Option<u64>,
}

/// `GET /{language}/cases/open`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    match found(desk, asked)? {
        Some(found) => show(desk, asked, &found, None),
        None => Ok(Reply::Missing),
    }
}

/// `POST` to it: opens the case or joins it, and leads there.
pub(crate) fn send(
    desk: &Arc<Desk>,
    asked: &Asked,
    sent: &Sent,
    files: Vec<NewFile>,
) -> Result<Reply, Problem> {
    let Some(found) = found(desk, asked)? else {
        return Ok(Reply::Missing);
    };
    match take(desk, asked, &found, sent, files) {
        Ok(number) => Ok(Reply::Elsewhere(address(asked, number))),
        Err(problem) => Reply::again(problem, asked, |said| {
            show(desk, asked, &found, Some((sent, said)))
        }),
    }
}

fn take(
    desk: &Desk,
    asked: &Asked,
    found: &Found,
    sent: &Sent,
    files: Vec<NewFile>,
) -> Result<u64, Problem> {
    let permit = ask::<TakeCaseStep>(asked.principal(), Form::Page)?;
    let known = desk.cases_about(
        &ask::<ReadCases>(asked.principal(), Form::Page)?,
        &found.who,
    )?;
    let open = known.open();
    let kind = kind_with(open);
    let mut step = step_of(kind, sent, files)?;
    step.events.retain(|leaf| found.events.contains(leaf));
    let number = match open {
        Some(row) => {
            desk.take_step(&permit, row.number, &step)?;
            row.number
        }
        None => desk.open_case(&permit, &found.who, &step)?,
    };
    if let Some(finding) = found.finding {
        let permit = ask::<DecideFinding>(asked.principal(), Form::Page)?;
        desk.finding_became_case(&permit, finding, number)?;
    }
    Ok(number)
}

/// What is found while a case is open joins it.
fn kind_with(open: Option<&CaseRow>) -> StepKind {
    match open {
        Some(_) => StepKind::Joined,
        None => StepKind::Opened,
    }
}

/// What an address says: `event` is the leaf of an event, `about` the handle of a user.
fn found(desk: &Desk, asked: &Asked) -> Result<Option<Found>, Problem> {
    let _may = ask::<TakeCaseStep>(asked.principal(), Form::Page)?;
    let permit = ask::<ReadHistory>(asked.principal(), Form::Page)?;
    if asked.form != Form::Page {
        return Ok(None);
    }
    if let Some(leaf) = asked.get("event") {
        let Ok(leaf) = leaf.parse() else {
            return Ok(None);
        };
        let event = desk.event(&permit, leaf)?;
        return Ok(Some(Found {
            who: event.actor.identity.clone(),
            name: name_of(&event.actor, asked.words()),
            events: vec![leaf],
            left_out: 0,
            text: String::new(),
            finding: None,
        }));
    }
    if let Some(number) = asked.get("finding") {
        let Ok(number) = number.parse() else {
            return Ok(None);
        };
        return of_finding(desk, asked, number);
    }
    let who = asked
        .get("about")
        .and_then(|handle| desk.identity_of(handle));
    let Some(who) = who else {
        return Ok(None);
    };
    let view = listed(desk, asked, &who)?;
    let name = view
        .about
        .as_ref()
        .map(|named| name_of(named, asked.words()));
    let events: Vec<u64> = view.events.iter().map(|event| event.leaf).collect();
    let has_all = view.total <= EVENTS_MAX as u64;
    Ok(Some(Found {
        who,
        name: name.unwrap_or_default(),
        text: String::new(),
        finding: None,
        left_out: if has_all { 0 } else { view.total },
        events: if has_all { events } else { Vec::new() },
    }))
}

/// What a finding that the reader has opened says, with its events.
fn of_finding(desk: &Desk, asked: &Asked, number: u64) -> Result<Option<Found>, Problem> {
    let words = asked.words();
    let permit = ask::<ReadFindings>(asked.principal(), Form::Page)?;
    let view = desk.kept_finding(&permit, number, 0)?;
    let Finding::Shown(named) = &view.row.about else {
        return Err(Problem::conflict("problem-finding-not-opened"));
    };
    let all = view.leaves.len();
    let fits = all <= EVENTS_MAX;
    Ok(Some(Found {
        who: named.identity.clone(),
        name: name_of(named, words),
        events: if fits {
            view.leaves.clone()
        } else {
            Vec::new()
        },
        left_out: if fits { 0 } else { all as u64 },
        text: findings::as_case(&view.row, words),
        finding: Some(number),
    }))
}

/// The events of the user's page, as they were narrowed there.
fn listed(desk: &Desk, asked: &Asked, who: &Identity) -> Result<HistoryView, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), Form::Page)?;
    let choice = asked.choice(Otherwise::All)?;
    let about = About::Actor(who.clone());
    let question = HistoryQuestion {
        skip: 0,
        limit: EVENTS_MAX as u64,
        ..history::question(asked, about, &[], choice)
    };
    desk.history(&permit, &question)
}

#[derive(Template)]
#[template(path = "cases/open.html")]
struct OpenPage {
    frame: Frame,
    heading: String,
    lead: String,
    /// What was missing; empty the first time.
    fault: String,
    action: String,
    form: StepForm,
    /// The events that can come with it, and what is said of them.
    events: Vec<u64>,
    events_said: String,
    send: String,
    back: String,
}

fn show(
    desk: &Desk,
    asked: &Asked,
    found: &Found,
    before: Option<(&Sent, String)>,
) -> Result<Reply, Problem> {
    let words = asked.words();
    let permit = ask::<ReadCases>(asked.principal(), Form::Page)?;
    let known = desk.cases_about(&permit, &found.who)?;
    let open = known.open();
    if open.is_none() && !known.may_open {
        return Err(Problem::denied(
            "problem-case-not-yours",
            TakeCaseStep::NAME,
        ));
    }
    let kind = kind_with(open);
    let today = asked.zone().day_of(desk.now());
    let (sent, fault) = before.unzip();
    let events_said = match (found.events.len(), found.left_out) {
        (0, 0) => words.say("case-events-none"),
        (0, all) => words.with("case-events-too-many", "all", words.figures().whole(all)),
        (some, _) => words.count("case-events-with", some),
    };
    let heading = match open {
        Some(_) => words.with("case-join-title", "name", &found.name),
        None => words.with("case-open-title", "name", &found.name),
    };
    let page = html(&OpenPage {
        frame: Frame::of(asked, Place::Cases, words.say("case-open")),
        heading,
        lead: match open {
            Some(row) => format!("{} {}", line(row, words), words.say("case-join-lead")),
            None => words.say("case-open-lead"),
        },
        fault: fault.unwrap_or_default(),
        action: asked.again("", &[]),
        form: match sent {
            Some(_) => StepForm::of(kind, &[], sent, today, words),
            None => StepForm {
                text: found.text.clone(),
                ..StepForm::of(kind, &[], None, today, words)
            },
        },
        events: found.events.clone(),
        events_said,
        send: words.say(match open {
            Some(_) => "case-join",
            None => "case-open",
        }),
        back: asked.to("/cases"),
    });
    Ok(Reply::Page(page))
}
