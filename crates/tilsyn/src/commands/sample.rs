//! A random sample of look-ups: the items, where they were drawn from, and what they promise.
//!
//! Not here: the draw itself, which anybody can make again with the seed (`app`, `spot_check`).

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use tilsyn_app::permit::DrawSample;
use tilsyn_app::spot_check::{HowMany, Rate, Sample, SampleItem, SeedAsked, SeedOrigin};
use tilsyn_app::{Desk, Problem};

use super::ask::period_of;
use super::permit;
use crate::cli;
use crate::output::{Exit, Output};
use crate::table::Cell;

/// The answer for programs (formats.md, section 3).
#[derive(Serialize)]
struct Document<'a> {
    population: u64,
    size: u64,
    seed: &'a str,
    seed_origin: SeedOrigin,
    /// `null` where a size was asked for.
    detects: Option<f64>,
    /// `null` for whoever may draw and not see log data.
    items: Option<&'a [SampleItem]>,
}

pub(super) fn sample(
    desk: &Desk,
    asked: &cli::Sample,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let period = period_of(&asked.from, &asked.to)?;
    let how_many = how_many(&asked.how_many)?;
    let seed = asked.seed.clone();
    let seed = seed.map_or(SeedAsked::Official, SeedAsked::Given);
    let permit = permit::<DrawSample>(desk, output)?;
    let bar = bar(output);
    let sample = desk.draw_sample(&permit, period, how_many, &seed, &|done, all| {
        bar.set_length(all);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let sample = sample?;
    if output.json {
        output.document(&Document {
            population: sample.population,
            size: sample.size,
            seed: &sample.seed,
            seed_origin: sample.origin,
            detects: sample.detects,
            items: sample.items.as_deref(),
        })?;
    } else {
        say(&sample, output)?;
    }
    let words = output.words;
    if let HowMany::Size(size) = how_many
        && size > sample.population
    {
        output.aside(&words.count("cli-sample-all", sample.population))?;
    }
    if sample.items.is_none() {
        output.aside(&words.say("cli-sample-items-kept"))?;
    }
    Ok(Exit::Done)
}

fn how_many(asked: &cli::HowMany) -> Result<HowMany, Problem> {
    let bad = || Problem::yours("cli-bad-rate");
    match (asked.size, asked.detect.as_deref()) {
        (Some(size), _) => Ok(HowMany::Size(size)),
        (None, rate) => rate
            .and_then(Rate::parse)
            .map(HowMany::ToDetect)
            .ok_or_else(bad),
    }
}

/// For a person who watches; a hundred million look-ups take minutes.
fn bar(output: &Output<'_>) -> ProgressBar {
    let target = match output.terminal {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    let style = ProgressStyle::with_template("{bar:32} {human_pos}/{human_len} {eta_precise}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

fn say(sample: &Sample, output: &mut Output<'_>) -> std::io::Result<()> {
    let words = output.words;
    if let Some(items) = &sample.items {
        let rows: Vec<Vec<Cell>> = items.iter().map(row).collect();
        let headings = ["sources-col-source", "own-log-event", "cli-col-national-id"];
        output.table(&headings, &rows, "problem-sample-empty")?;
        output.line("")?;
    }
    let whole = |number: u64| words.figures().whole(number);
    let population = ("population", whole(sample.population));
    let drawn = [("size", whole(sample.size)), population.clone()];
    output.line(&words.fill("cli-sample-drawn", &drawn))?;
    let seed = sample.seed.clone();
    output.line(&match sample.origin {
        SeedOrigin::Ledger => words.with("cli-sample-seed-ledger", "seed", seed),
        SeedOrigin::Given => words.with("cli-sample-seed-given", "seed", seed),
    })?;
    let share = words.figures().share(sample.unwarranted, sample.population);
    let promise = [
        ("lookups", whole(sample.unwarranted)),
        population,
        ("share", share.unwrap_or_default()),
    ];
    output.line(&words.fill("cli-sample-promise", &promise))
}

fn row(item: &SampleItem) -> Vec<Cell> {
    let id = item.national_id.as_ref().map(|id| id.reveal().to_owned());
    vec![
        item.source.clone().into(),
        item.id.clone().into(),
        id.into(),
    ]
}
