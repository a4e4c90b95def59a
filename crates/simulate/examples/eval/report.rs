//! The tables of docs/evaluation.md, as Markdown, and where in that file they go.
//!
//! A cell is the mean over seeds, with the smallest and the largest behind it. Not here: the words
//! around the tables, which people write.

use std::fmt::Write as _;
use std::fs::{File, read_to_string};
use std::io::Write as _;
use std::path::Path;

use tilsyn_simulate::garrison::{Flavour, Scenario};

use crate::Outcome;
use crate::facts::Checked;
use crate::metrics::{Figures, ratio};
use crate::trial::{Quiet, Trial};
use crate::wish::{Wish, word};

const BEGIN: &str = "<!-- Made by `cargo xtask eval`; what is changed by hand here is lost. -->";
const END: &str = "<!-- Here ends what `cargo xtask eval` made. -->";
const PROGRAM: &str = "**Tilsyn**";

/// What a trial has for a cell.
type OfTrial<'a> = &'a dyn Fn(&Trial) -> f64;

/// What a method has for a cell.
type OfFigures = fn(&Figures) -> f64;

/// Columns of tables of methods.
const FIGURES: [(&str, OfFigures); 7] = [
    ("AUROC", |figures| figures.auroc),
    ("AUC-PR", |figures| figures.average_precision),
    ("P@25", |figures| figures.precision),
    ("recall@25", |figures| figures.recall),
    ("easy", |figures| figures.by_difficulty[0]),
    ("medium", |figures| figures.by_difficulty[1]),
    ("hard", |figures| figures.by_difficulty[2]),
];

/// All tables.
pub(crate) fn tables(wish: &Wish, trials: &[Trial], quiet: &[Quiet]) -> String {
    let mut out = String::new();
    worlds(&mut out, trials);
    bars(&mut out, wish, trials, quiet);
    for flavour in &wish.worlds {
        methods(&mut out, &of(trials, *flavour), *flavour);
    }
    scenarios(&mut out, wish, trials);
    seeds(&mut out, trials, quiet);
    for flavour in &wish.worlds {
        ablations(&mut out, &of(trials, *flavour), *flavour);
    }
    facts(&mut out, trials);
    out
}

/// Puts the tables between the markers of a file.
pub(crate) fn put_into(file: &Path, tables: &str) -> Outcome<()> {
    let text = read_to_string(file)?;
    let put = between(&text, tables).ok_or("the file has no markers for the tables")?;
    File::create(file)?.write_all(put.as_bytes())?;
    Ok(())
}

/// A text with something else between its markers.
fn between(text: &str, new: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", new.trim()))
}

fn of(trials: &[Trial], flavour: Flavour) -> Vec<&Trial> {
    let all = trials.iter();
    all.filter(|trial| trial.flavour == flavour).collect()
}

/// A share as the tables have it: `.123`.
fn share(value: f64) -> String {
    let text = format!("{value:.3}");
    text.strip_prefix('0').map_or(text.clone(), str::to_owned)
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean, and the span where there is one.
fn spread(values: &[f64], shown: fn(f64) -> String) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let middle = shown(mean(values));
    if values.len() < 2 {
        return middle;
    }
    format!("{middle} ({}–{})", shown(least), shown(most))
}

fn heading(out: &mut String, title: &str, columns: &[&str]) {
    let rule = "| --- ".repeat(columns.len());
    write!(out, "### {title}\n\n| {} |\n{rule}|\n", columns.join(" | ")).expect("a text");
}

fn line(out: &mut String, cells: &[String]) {
    writeln!(out, "| {} |", cells.join(" | ")).expect("a text");
}

fn worlds(out: &mut String, trials: &[Trial]) {
    let columns = [
        "world",
        "seed",
        "events",
        "user-weeks judged",
        "of them with misuse",
        "incidents judged",
    ];
    heading(out, "What was judged", &columns);
    for trial in trials {
        let numbers = [
            trial.events,
            trial.user_weeks,
            trial.with_misuse,
            trial.incidents,
        ];
        let mut cells = vec![word(trial.flavour).to_owned(), trial.seed.to_string()];
        cells.extend(numbers.map(|number| number.to_string()));
        line(out, &cells);
    }
    out.push('\n');
}

/// What was to be reached.
struct Bar<'a> {
    what: &'a str,
    bar: f64,
    /// Whether more is better.
    is_least: bool,
}

/// The bars, and how far each world is from them.
fn bars(out: &mut String, wish: &Wish, trials: &[Trial], quiet: &[Quiet]) {
    let named: Vec<&str> = wish.worlds.iter().map(|flavour| word(*flavour)).collect();
    let columns = [&["", "bar"][..], &named].concat();
    heading(out, "The bars", &columns);
    let least = |what, bar| Bar {
        what,
        bar,
        is_least: true,
    };
    let most = |what, bar| Bar {
        what,
        bar,
        is_least: false,
    };
    let all: [(Bar<'_>, OfTrial<'_>); 8] = [
        (least("recall@25", 0.8), &|trial| trial.program.recall),
        (least("recall@25, hard", 0.6), &|trial| {
            trial.program.by_difficulty[2]
        }),
        (least("P@25", 0.62), &|trial| trial.program.precision),
        (least("AUC-PR", 0.58), &|trial| {
            trial.program.average_precision
        }),
        (
            most("e-BH, q = .2: share of false findings", 0.2),
            &|trial| trial.reported.false_share,
        ),
        (least("e-BH, q = .2: share of incidents", 0.5), &|trial| {
            trial.reported.incidents
        }),
        (least("facts named that are true", 1.0), &|trial| {
            truth(&trial.checked)
        }),
        (
            most("without misuse: findings a week for 1,000 users", 0.5),
            &|trial| quiet_rate(quiet, trial.flavour, trial.seed),
        ),
    ];
    for (bar, value) in all {
        let sign = if bar.is_least { "≥" } else { "≤" };
        let mut cells = vec![bar.what.to_owned(), format!("{sign} {}", share(bar.bar))];
        for flavour in &wish.worlds {
            let values: Vec<f64> = of(trials, *flavour).into_iter().map(value).collect();
            cells.push(format!(
                "{}, {}",
                spread(&values, share),
                bar.verdict(mean(&values))
            ));
        }
        line(out, &cells);
    }
    out.push('\n');
}

impl Bar<'_> {
    fn verdict(&self, value: f64) -> String {
        let missed = if self.is_least {
            self.bar - value
        } else {
            value - self.bar
        };
        if missed <= 0.0 {
            return "reached".to_owned();
        }
        format!("**missed by {}**", share(missed.max(0.001)))
    }
}

fn truth(checked: &Checked) -> f64 {
    ratio(
        checked.all() - checked.wrong.min(checked.all()),
        checked.all(),
    )
}

fn quiet_rate(quiet: &[Quiet], flavour: Flavour, seed: u64) -> f64 {
    let mut fitting = quiet.iter();
    let one = fitting.find(|one| one.flavour == flavour && one.seed == seed);
    one.map_or(0.0, |one| 1_000.0 * ratio(one.reported, one.user_weeks))
}

/// A method's row: the figures of it in each trial.
fn figures_row<'t>(
    out: &mut String,
    trials: &[&'t Trial],
    name: &str,
    of_trial: &dyn Fn(&'t Trial) -> &'t Figures,
) {
    let mut cells = vec![name.to_owned()];
    for (_, figure) in FIGURES {
        let values: Vec<f64> = trials.iter().map(|trial| figure(of_trial(trial))).collect();
        cells.push(spread(&values, share));
    }
    line(out, &cells);
}

fn columns(first: &'static str) -> Vec<&'static str> {
    let figures = FIGURES.iter().map(|(name, _)| *name);
    std::iter::once(first).chain(figures).collect()
}

fn methods(out: &mut String, trials: &[&Trial], flavour: Flavour) {
    let Some(first) = trials.first() else {
        return;
    };
    heading(
        out,
        &format!("Methods, {}", word(flavour)),
        &columns("method"),
    );
    for (nth, (name, _)) in first.baselines.iter().enumerate() {
        figures_row(out, trials, name, &|trial| &trial.baselines[nth].1);
    }
    figures_row(out, trials, PROGRAM, &|trial| &trial.program);
    out.push('\n');
}

fn ablations(out: &mut String, trials: &[&Trial], flavour: Flavour) {
    let trials: Vec<&Trial> = trials
        .iter()
        .copied()
        .filter(|trial| !trial.ablations.is_empty())
        .collect();
    let Some(first) = trials.first() else {
        return;
    };
    let seeds: Vec<String> = trials.iter().map(|trial| trial.seed.to_string()).collect();
    let title = format!(
        "Less to go by, {}, seed {}",
        word(flavour),
        seeds.join(", ")
    );
    heading(out, &title, &columns("directory"));
    figures_row(out, &trials, "whole", &|trial| &trial.program);
    for (nth, (name, _)) in first.ablations.iter().enumerate() {
        figures_row(out, &trials, name, &|trial| &trial.ablations[nth].1);
    }
    out.push('\n');
}

/// Methods that are compared by scenario, beside the program.
const COMPARED: [&str; 2] = ["unexplained people, all registers", "isolation forest"];

fn scenarios(out: &mut String, wish: &Wish, trials: &[Trial]) {
    let mut names = vec!["scenario".to_owned()];
    for flavour in &wish.worlds {
        let flavour = word(*flavour);
        names.push(format!("{PROGRAM}, {flavour}"));
        names.extend(COMPARED.map(|method| format!("{method}, {flavour}")));
    }
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    heading(out, "Incidents found by scenario (recall@25)", &columns);
    for (nth, scenario) in Scenario::ALL.iter().enumerate() {
        let mut cells = vec![scenario.word().to_owned()];
        for flavour in &wish.worlds {
            let trials = of(trials, *flavour);
            let recall = |of_trial: &dyn Fn(&Trial) -> f64| {
                let values: Vec<f64> = trials.iter().map(|trial| of_trial(trial)).collect();
                share(mean(&values))
            };
            cells.push(recall(&|trial| trial.program.by_scenario[nth]));
            for wanted in COMPARED {
                cells.push(recall(&|trial| {
                    let mut all = trial.baselines.iter();
                    let found = all.find(|(name, _)| *name == wanted);
                    found.map_or(0.0, |(_, figures)| figures.by_scenario[nth])
                }));
            }
        }
        line(out, &cells);
    }
    out.push('\n');
}

fn seeds(out: &mut String, trials: &[Trial], quiet: &[Quiet]) {
    let columns = [
        "world",
        "seed",
        "recall@25",
        "easy, medium, hard",
        "P@25",
        "AUC-PR",
        "first-named person misused",
        "reported a week",
        "of them false",
        "incidents reported",
        "reported in 13 weeks without misuse",
    ];
    heading(out, "Tilsyn, seed by seed", &columns);
    for trial in trials {
        let program = &trial.program;
        let difficulties: Vec<String> = program.by_difficulty.iter().map(|s| share(*s)).collect();
        let mut same = quiet.iter();
        let same = same.find(|one| one.flavour == trial.flavour && one.seed == trial.seed);
        line(
            out,
            &[
                word(trial.flavour).to_owned(),
                trial.seed.to_string(),
                share(program.recall),
                difficulties.join(", "),
                share(program.precision),
                share(program.average_precision),
                share(trial.first_named),
                format!("{:.1}", trial.reported.a_week),
                share(trial.reported.false_share),
                share(trial.reported.incidents),
                same.map_or(String::new(), |one| one.reported.to_string()),
            ],
        );
    }
    out.push('\n');
}

fn facts(out: &mut String, trials: &[Trial]) {
    let columns = [
        "world",
        "seed",
        "findings",
        "events named",
        "people named",
        "sentences counted again",
        "wrong",
        "statement lines counted again, all equal",
    ];
    heading(out, "Facts checked", &columns);
    for trial in trials {
        let checked = &trial.checked;
        let mut cells = vec![word(trial.flavour).to_owned(), trial.seed.to_string()];
        let numbers = [
            checked.findings,
            checked.events,
            checked.people,
            checked.counts,
            checked.wrong,
            trial.statement_lines,
        ];
        cells.extend(numbers.map(|number| number.to_string()));
        line(out, &cells);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_replace_what_was_between_the_markers_and_nothing_else() {
        let text = format!("before\n{BEGIN}\nold\n{END}\nafter\n");
        let put = between(&text, "new\n\n").expect("there are markers");
        assert_eq!(put, format!("before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"));
        assert_eq!(between(&put, "new"), Some(put.clone()));
        assert_eq!(between("before", "new"), None);
    }

    #[test]
    fn a_cell_tells_mean_and_span() {
        assert_eq!(spread(&[0.5, 0.7, 0.6], share), ".600 (.500–.700)");
        assert_eq!(spread(&[1.0], share), "1.000");
    }

    #[test]
    fn a_missed_bar_says_by_how_much() {
        let bar = |is_least| Bar {
            what: "",
            bar: 0.6,
            is_least,
        };
        assert_eq!(bar(true).verdict(0.6), "reached");
        assert_eq!(bar(true).verdict(0.45), "**missed by .150**");
        assert_eq!(bar(false).verdict(0.7), "**missed by .100**");
        assert_eq!(bar(false).verdict(0.1), "reached");
    }
}
