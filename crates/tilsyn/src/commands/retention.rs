//! How long what came is kept: shown, set, taken back. What a rule means is said with it; that
//! something is erased, others decide.

use tilsyn_app::Desk;
use tilsyn_app::erasure::{RetentionView, as_json, check_rule, month_name};
use tilsyn_app::permit::{ReadErasures, SetRetention};
use tilsyn_web::Words;

use super::permit;
use crate::cli::RetentionAsked;
use crate::output::{Exit, Output};
use crate::table::Cell;

pub(super) fn retention(
    desk: &Desk,
    asked: &RetentionAsked,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let reading = permit::<ReadErasures>(desk, output)?;
    match asked {
        RetentionAsked::List => list(&desk.retention(&reading)?, output),
        RetentionAsked::Set {
            class,
            months,
            basis,
            try_only,
        } => {
            let setting = permit::<SetRetention>(desk, output)?;
            check_rule(*months, basis)?;
            let view = desk.retention_class(&reading, *class)?;
            if !try_only {
                desk.rule_retention(&setting, *class, Some((*months, basis)))?;
            }
            set(&view, *months, *try_only, output)
        }
        RetentionAsked::Clear { class } => {
            desk.rule_retention(&permit::<SetRetention>(desk, output)?, *class, None)?;
            match output.json {
                true => output.document(&serde_json::json!({ "class": class, "set": true }))?,
                false => {
                    let words = output.words;
                    output.line(&words.with("cli-retention-cleared", "class", class))?;
                }
            }
            Ok(Exit::Done)
        }
    }
}

/// Says what a rule means, and whether it is set.
fn set(
    view: &RetentionView,
    months: u32,
    try_only: bool,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let over = view.over_by(months);
    if output.json {
        let names: Vec<String> = over.iter().map(|month| month_name(*month)).collect();
        output.document(&serde_json::json!({
            "class": view.class, "set": !try_only, "over": names,
        }))?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    match (over.first(), over.last()) {
        (Some(oldest), Some(newest)) => {
            output.line(&words.count("retention-would", over.len()))?;
            let span = [
                ("oldest", month_name(*oldest)),
                ("newest", month_name(*newest)),
            ];
            output.line(&words.fill("retention-would-span", &span))?;
        }
        _ => output.line(&words.say("retention-would-nothing"))?,
    }
    output.line(&words.say("retention-erases-nothing"))?;
    match try_only {
        true => output.line(&words.say("cli-retention-tried"))?,
        false => output.line(&words.with("cli-retention-set", "class", view.class))?,
    }
    Ok(Exit::Done)
}

fn list(views: &[RetentionView], output: &mut Output<'_>) -> anyhow::Result<Exit> {
    if output.json {
        output.document(&as_json::retention(views))?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    let rows: Vec<Vec<Cell>> = views.iter().map(|view| row(view, words)).collect();
    let headings = [
        "retention-col-class",
        "retention-col-what",
        "retention-col-legal-basis",
        "retention-col-kept",
        "retention-col-oldest",
        "retention-col-newest",
        "retention-col-over",
    ];
    output.table(&headings, &rows, "retention-no-rule")?;
    Ok(Exit::Done)
}

fn row(view: &RetentionView, words: Words) -> Vec<Cell> {
    let month = |month: Option<&i32>| Cell::from(month.map(|month| month_name(*month)));
    let what = match &view.source {
        Some(source) => source.clone(),
        None if view.is_own_log => words.say("retention-own-log"),
        None => words.say("retention-before"),
    };
    let basis = Some(view.legal_basis.clone());
    let basis = basis.filter(|basis| !basis.is_empty() && !view.is_own_log);
    let kept = match &view.rule {
        Some(rule) => format!(
            "{}, {}",
            words.count("retention-months", rule.months),
            rule.basis
        ),
        None => words.say("retention-no-rule"),
    };
    vec![
        u64::from(view.class).into(),
        what.into(),
        basis.into(),
        kept.into(),
        month(view.months.first()),
        month(view.months.last()),
        (view.over().len() as u64).into(),
    ]
}
