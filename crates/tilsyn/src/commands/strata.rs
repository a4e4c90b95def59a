//! A sample by strata: drawn again to be compared, or kept as the period's own.
//!
//! The list's hash stands in the answer, so that two machines need not exchange the list. Not
//! here: the draw itself (`app`, `spot_check::official`).

use serde::Serialize;
use tilsyn_app::permit::DrawSample;
use tilsyn_app::spot_check::official::{Keeping, Part, Plan, Stratified, StratifiedItem, Terms};
use tilsyn_app::spot_check::{Rate, SeedAsked, SeedOrigin};
use tilsyn_app::{Desk, Problem};

use super::ask::period_of;
use super::permit;
use crate::cli;
use crate::output::{Exit, Output};
use crate::table::Cell;

/// The answer for programs.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    terms: &'a Terms,
    /// Under which it is kept; `null` where it is only shown.
    number: Option<u64>,
    /// `null` for whoever may draw and not see log data, and where it was kept.
    items: Option<&'a [StratifiedItem]>,
}

pub(super) fn strata(
    desk: &Desk,
    asked: &cli::Strata,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let period = period_of(&asked.from, &asked.to)?;
    let plan = plan(asked)?;
    let seed = asked.seed.clone();
    let seed = seed.map_or(SeedAsked::Official, SeedAsked::Given);
    let keeping = match asked.keep {
        true => Keeping::Keep,
        false => Keeping::Show,
    };
    let permit = permit::<DrawSample>(desk, output)?;
    let sample = desk.draw_stratified(&permit, (period, &plan), &seed, keeping)?;
    if output.json {
        output.document(&Document {
            terms: &sample.terms,
            number: sample.number,
            items: sample.items.as_deref(),
        })?;
    } else {
        say(&sample, output)?;
    }
    if sample.items.is_none() && sample.number.is_none() {
        let words = output.words;
        output.aside(&words.say("cli-sample-items-kept"))?;
    }
    Ok(Exit::Done)
}

fn plan(asked: &cli::Strata) -> Result<Plan, Problem> {
    let rate = |text: &str| Rate::parse(text).ok_or_else(|| Problem::yours("cli-bad-rate"));
    Ok(Plan {
        rate: rate(&asked.rate)?,
        others: rate(&asked.others)?,
        sensitivity_percent: asked.sensitivity,
        per_department: asked.per_department,
    })
}

fn say(sample: &Stratified, output: &mut Output<'_>) -> std::io::Result<()> {
    let words = output.words;
    let whole = |number: u64| words.figures().whole(number);
    let terms = &sample.terms;
    if let Some(items) = &sample.items {
        let name = |item: &StratifiedItem| stratum_name(item.stratum.word(), words);
        let rows: Vec<Vec<Cell>> = items.iter().map(|item| row(item, name(item))).collect();
        let headings = [
            "samples-col-stratum",
            "sources-col-source",
            "own-log-event",
            "cli-col-national-id",
        ];
        output.table(&headings, &rows, "problem-sample-empty")?;
        output.line("")?;
    }
    let part = |part: &Part| -> Vec<Cell> {
        vec![
            stratum_name(part.stratum.word(), words).into(),
            part.population.into(),
            part.users.into(),
            part.drawn.into(),
        ]
    };
    let parts: Vec<Vec<Cell>> = terms.parts.iter().map(part).collect();
    let headings = [
        "samples-col-stratum",
        "samples-col-population",
        "samples-col-users",
        "samples-col-drawn",
    ];
    output.table(&headings, &parts, "problem-sample-empty")?;
    output.line("")?;
    let drawn = [
        ("items", whole(terms.size())),
        ("population", whole(terms.population)),
    ];
    output.line(&words.fill("cli-strata-drawn", &drawn))?;
    output.line(&match terms.seed_origin {
        SeedOrigin::Ledger => words.with("cli-sample-seed-ledger", "seed", &terms.seed),
        SeedOrigin::Given => words.with("cli-sample-seed-given", "seed", &terms.seed),
    })?;
    output.line(&words.with("cli-strata-list", "list", &terms.list))?;
    match sample.number {
        Some(number) => output.line(&words.with("cli-strata-kept", "number", number)),
        None => Ok(()),
    }
}

fn stratum_name(word: &str, words: tilsyn_web::Words) -> String {
    words.say(&format!("samples-stratum-{word}"))
}

fn row(item: &StratifiedItem, stratum: String) -> Vec<Cell> {
    let id = item.national_id.as_ref().map(|id| id.reveal().to_owned());
    vec![
        stratum.into(),
        item.source.clone().into(),
        item.id.clone().into(),
        id.into(),
    ]
}
