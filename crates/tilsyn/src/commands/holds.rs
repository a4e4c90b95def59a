//! Events that are not erased while something is looked into: shown, held, let go.

use serde_json::json;
use tilsyn_app::erasure::{HoldView, HoldsShown, as_json};
use tilsyn_app::log_review::view::PastEnd;
use tilsyn_app::permit::HoldEvents;
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use super::ask::Left;
use super::permit;
use crate::cli::{HoldsAsked, Paging};
use crate::output::{Exit, Output};
use crate::table::Cell;

pub(super) fn holds(
    desk: &Desk,
    asked: &HoldsAsked,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    match asked {
        HoldsAsked::List { paging } => list(desk, *paging, output),
        HoldsAsked::Add { event, reference } => {
            let not_one = || Problem::yours("cli-not-an-event");
            let (source, id) = event.split_once(':').ok_or_else(not_one)?;
            let permit = permit::<HoldEvents>(desk, output)?;
            let number = desk.hold_event(&permit, source, id, reference)?;
            said(number, "cli-hold-added", output)
        }
        HoldsAsked::Release { number, reason } => {
            desk.release_hold(&permit::<HoldEvents>(desk, output)?, *number, reason)?;
            said(*number, "cli-hold-released", output)
        }
    }
}

fn said(number: u64, key: &'static str, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    match output.json {
        true => output.document(&json!({ "hold": number }))?,
        false => output.line(&output.words.with(key, "number", number))?,
    }
    Ok(Exit::Done)
}

fn list(desk: &Desk, paging: Paging, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let of_rows = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
    let shown = HoldsShown {
        skip: of_rows(paging.skip),
        limit: of_rows(paging.limit),
        past_end: PastEnd::of(Form::Command),
        event: None,
    };
    let view = desk.holds(&permit::<HoldEvents>(desk, output)?, &shown)?;
    if output.json {
        output.document(&as_json::holds(&view, shown.skip))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = view
        .rows
        .iter()
        .map(|hold| row(hold, desk, output))
        .collect();
    let headings = [
        "holds-col-number",
        "holds-col-event",
        "holds-col-for",
        "holds-col-held",
        "holds-col-released",
    ];
    let nothing = match view.matching {
        0 => "holds-none",
        _ => "cli-past-the-end",
    };
    output.table(&headings, &rows, nothing)?;
    Left::behind(paging, view.rows.len(), view.matching).say(output)?;
    Ok(Exit::Done)
}

fn row(hold: &HoldView, desk: &Desk, output: &Output<'_>) -> Vec<Cell> {
    let words = output.words;
    let step = |(at, by): (Instant, &str)| {
        let at = words.figures().moment(desk.zone(), at);
        format!("{by}, {at}")
    };
    let event = hold.event.as_ref();
    let released = hold.released.as_ref();
    vec![
        hold.number.into(),
        event
            .map_or_else(
                || words.say("holds-erased"),
                |(source, id)| format!("{source}:{id}"),
            )
            .into(),
        hold.reference.clone().into(),
        step((hold.held, &hold.held_by)).into(),
        released
            .map_or_else(|| words.say("holds-still"), |(at, by)| step((*at, by)))
            .into(),
    ]
}
