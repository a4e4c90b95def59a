//! One sample: what it promises, what was found, and how anybody draws it again.

use askama::Template;
use tilsyn_app::permit::{Action as _, ReadSamples, ReviewSample, ask, may};
use tilsyn_app::spot_check::SeedOrigin;
use tilsyn_app::spot_check::official::{
    DepartmentResult, SampleResults, Standing, Stratum, StratumResult,
};
use tilsyn_app::{Desk, Form, Problem};

use super::{address, nearest, percent, period_name, rate_name, stratum_name};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::list::table::{TableCell, plain_table};
use crate::reply::{Reply, html};
use crate::sheet::{About, Cell, Sheet};
use crate::words::Words;

/// `GET /{language}/samples/{number}`, its data and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let Ok(number) = asked.last().parse() else {
        return Ok(Reply::Missing);
    };
    let permit = ask::<ReadSamples>(asked.principal(), asked.form)?;
    match asked.form {
        Form::Pdf => Ok(Reply::Missing),
        Form::Page | Form::Command => {
            let results = desk.sample_results(&permit, number)?;
            Ok(Reply::Page(render(&results, asked)))
        }
        Form::Json => {
            let data = json(&desk.sample_results(&permit, number)?);
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        form => sheet(&desk.sample_results(&permit, number)?, asked).reply(form),
    }
}

#[derive(Template)]
#[template(path = "samples/one.html")]
struct OnePage {
    frame: Frame,
    heading: String,
    promise: String,
    progress: String,
    /// Where one goes on; empty for those who may not, or where nothing waits.
    review: String,
    provisional: bool,
    tiles: Vec<Tile>,
    strata: String,
    departments: String,
    facts: Vec<(String, String)>,
    command: String,
    files: Vec<(&'static str, String)>,
    back: String,
}

struct Tile {
    label: String,
    figure: String,
    note: String,
}

pub(crate) fn render(results: &SampleResults, asked: &Asked) -> String {
    let words = asked.words();
    let row = &results.row;
    let here = address(asked, row.number);
    let waits = row.judged < row.items && may(asked.principal(), ReviewSample::NAME);
    let name = [
        ("number", row.number.to_string()),
        ("period", period_name(row.period, words)),
    ];
    html(&OnePage {
        frame: Frame::of(asked, Place::Samples, words.say("samples-one")),
        heading: words.fill("samples-heading", &name),
        promise: promise(results, words),
        progress: progress(results, words),
        review: match waits {
            true => format!("{here}/review"),
            false => String::new(),
        },
        provisional: !results.is_final(),
        tiles: tiles(results, words),
        strata: strata(results, words),
        departments: departments(&results.departments, words),
        facts: facts(results, asked),
        command: command(results),
        files: [("Excel", ".xlsx"), ("CSV", ".csv"), ("JSON", ".json")]
            .map(|(name, ending)| (name, format!("{here}{ending}")))
            .to_vec(),
        back: asked.to("/samples"),
    })
}

/// What the sample of what nothing explains would have shown.
fn promise(results: &SampleResults, words: Words) -> String {
    let of = Stratum::Unexplained;
    let mut strata = results.strata.iter();
    match strata.find(|one| one.stratum == of && one.population > 0) {
        Some(one) => promise_of(one, results, words),
        None => words.say("samples-promise-empty"),
    }
}

fn promise_of(one: &StratumResult, results: &SampleResults, words: Words) -> String {
    let recognised = match results.plan.sensitivity_percent {
        100 => words.say("samples-recognises-all"),
        some => words.with("samples-recognises", "percent", some),
    };
    let arguments = [
        ("rate", rate_name(&results.plan, one.stratum, words)),
        ("stratum", stratum_name(one.stratum, words)),
        ("detects", percent(one.detects, words)),
        ("recognised", recognised),
    ];
    words.fill("samples-promise", &arguments)
}

fn progress(results: &SampleResults, words: Words) -> String {
    let figures = words.figures();
    let of = [
        ("judged", figures.whole(results.row.judged)),
        ("items", figures.whole(results.row.items)),
        ("asked", figures.whole(results.row.asked)),
    ];
    match results.row.asked {
        0 => words.fill("samples-progress", &of),
        _ => words.fill("samples-progress-asked", &of),
    }
}

fn tiles(results: &SampleResults, words: Words) -> Vec<Tile> {
    let figures = words.figures();
    let whole = |number: u64| figures.whole(number);
    let mut tiles = vec![Tile {
        label: words.say("samples-tile-unwarranted"),
        figure: whole(results.row.unwarranted),
        note: words.with("samples-tile-drawn", "items", whole(results.row.items)),
    }];
    let said = |figure: Option<String>| figure.unwrap_or_else(|| "–".to_owned());
    let not_yet = || words.say("samples-not-begun");
    tiles.push(Tile {
        label: words.say("samples-tile-share"),
        figure: said(
            (results.estimate.as_ref())
                .and_then(|all| figures.share(nearest(all.total), all.population)),
        ),
        note: results.estimate.map_or_else(not_yet, |all| {
            let between = [
                ("least", whole(all.least)),
                ("most", whole(all.most)),
                ("population", whole(all.population)),
                ("total", whole(nearest(all.total))),
            ];
            words.fill("samples-tile-between", &between)
        }),
    });
    tiles.push(Tile {
        label: words.say("samples-tile-recall"),
        figure: said(
            (results.recall.as_ref()).and_then(|recall| Some(percent(recall.share?, words))),
        ),
        note: results.recall.map_or_else(not_yet, |recall| {
            let between = [
                ("least", percent(recall.least, words)),
                ("most", percent(recall.most, words)),
            ];
            words.fill("samples-tile-recall-between", &between)
        }),
    });
    tiles
}

/// Between so many and so many, so far.
fn between(one: &StratumResult, words: Words) -> String {
    let figures = words.figures();
    match one.bounds {
        Some([least, most]) => {
            let between = [
                ("least", figures.whole(least)),
                ("most", figures.whole(most)),
            ];
            words.fill("samples-between", &between)
        }
        None => "–".to_owned(),
    }
}

fn strata(results: &SampleResults, words: Words) -> String {
    let headings = [
        "samples-col-stratum",
        "samples-col-population",
        "samples-col-users",
        "samples-col-drawn",
        "samples-col-judged",
        "samples-col-needed",
        "samples-col-unwarranted",
        "samples-col-asked",
        "samples-col-unclear",
        "samples-col-between",
        "samples-col-shows",
    ]
    .map(|key| words.say(key));
    let whole = |number: u64| TableCell::number(words.figures().whole(number));
    let row = |one: &StratumResult| {
        let standing = &one.standing;
        let shows = [
            ("rate", rate_name(&results.plan, one.stratum, words)),
            ("detects", percent(one.detects, words)),
        ];
        vec![
            TableCell::text(stratum_name(one.stratum, words)).heading_row(),
            whole(one.population),
            whole(one.users),
            whole(standing.drawn),
            whole(standing.judged),
            whole(standing.needed),
            whole(standing.unwarranted),
            whole(standing.asked),
            whole(standing.unclear),
            TableCell::number(between(one, words)),
            match one.population {
                0 => TableCell::text("–"),
                _ => TableCell::text(words.fill("samples-shows", &shows)),
            },
        ]
    };
    let cells: Vec<Vec<TableCell>> = results.strata.iter().map(row).collect();
    plain_table(&words.say("samples-strata"), &headings, &cells)
}

/// Nothing, where nobody who looked had a department.
fn departments(rows: &[DepartmentResult], words: Words) -> String {
    let headings = [
        "samples-col-department",
        "samples-col-drawn",
        "samples-col-judged",
        "samples-col-needed",
        "samples-col-unwarranted",
        "samples-col-asked",
        "samples-col-unclear",
    ]
    .map(|key| words.say(key));
    let whole = |number: u64| TableCell::number(words.figures().whole(number));
    let row = |one: &DepartmentResult| {
        let standing = &one.standing;
        let counts = [
            standing.drawn,
            standing.judged,
            standing.needed,
            standing.unwarranted,
            standing.asked,
            standing.unclear,
        ];
        let name = TableCell::text(one.unit.clone()).heading_row();
        [name].into_iter().chain(counts.map(whole)).collect()
    };
    let cells: Vec<Vec<TableCell>> = rows.iter().map(row).collect();
    match rows.is_empty() {
        true => String::new(),
        false => plain_table(&words.say("samples-departments"), &headings, &cells),
    }
}

fn facts(results: &SampleResults, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let (row, terms) = (&results.row, &results.terms);
    let figures = words.figures();
    let drawn = format!("{}, {}", row.by, figures.moment(asked.zone(), row.at));
    let origin = words.say(match terms.seed_origin {
        SeedOrigin::Ledger => "seed-origin-ledger",
        SeedOrigin::Given => "seed-origin-given",
    });
    let facts = [
        ("samples-fact-drawn", drawn),
        ("samples-fact-leaf", figures.whole(results.leaf)),
        ("own-log-seed", terms.seed.clone()),
        ("own-log-seed-origin", origin),
        ("own-log-list", terms.list.clone()),
        ("samples-fact-rules", terms.rules.clone()),
        ("samples-fact-program", terms.program.clone()),
        ("samples-fact-departments", figures.whole(terms.departments)),
        ("samples-fact-added", figures.whole(terms.added)),
    ];
    let facts = facts.into_iter();
    facts.map(|(key, value)| (words.say(key), value)).collect()
}

/// What draws the same list on any machine that has the same log and directory.
fn command(results: &SampleResults) -> String {
    let (period, terms) = (results.row.period, &results.terms);
    let days = format!("--from {} --to {}", period.from(), period.to());
    let rates = format!("--rate {} --others {}", terms.rate, terms.others);
    let sensitivity = terms.sensitivity_percent;
    let rest = format!(
        "--sensitivity {sensitivity} --per-department {} --seed {}",
        terms.per_department, terms.seed
    );
    format!("tilsyn strata {days} {rates} {rest}")
}

fn counts(standing: &Standing) -> [u64; 6] {
    [
        standing.drawn,
        standing.judged,
        standing.needed,
        standing.unwarranted,
        standing.asked,
        standing.unclear,
    ]
}

const FILE_COLUMNS: [&str; 14] = [
    "samples-file-part",
    "samples-col-stratum",
    "samples-col-population",
    "samples-col-users",
    "samples-col-drawn",
    "samples-col-judged",
    "samples-col-needed",
    "samples-col-unwarranted",
    "samples-col-asked",
    "samples-col-unclear",
    "samples-file-least",
    "samples-file-most",
    "samples-file-rate",
    "samples-file-detects",
];

fn sheet(results: &SampleResults, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "sample",
        title: words.with("samples-file-title", "number", results.row.number),
        period: period_name(results.row.period, words),
        matching: (results.strata.len() + results.departments.len() + 1) as u64,
        made_from: None,
    };
    let part = |key: &str| Cell::Text(words.say(key));
    let line = |head: [Cell; 4], standing: &Standing, rest: [Cell; 4]| -> Vec<Cell> {
        let counts = counts(standing).map(Cell::Whole);
        head.into_iter().chain(counts).chain(rest).collect()
    };
    let empty = || [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
    let mut rows: Vec<Vec<Cell>> = (results.strata.iter())
        .map(|one| {
            let bound = |at: usize| Cell::whole(one.bounds.map(|bounds| bounds[at]));
            line(
                [
                    part("samples-file-stratum"),
                    Cell::Text(stratum_name(one.stratum, words)),
                    Cell::Whole(one.population),
                    Cell::Whole(one.users),
                ],
                &one.standing,
                [
                    bound(0),
                    bound(1),
                    Cell::Text(results.plan.rate_of(one.stratum).text()),
                    Cell::Real(one.detects),
                ],
            )
        })
        .collect();
    rows.extend(results.departments.iter().map(|one| {
        line(
            [
                part("samples-col-department"),
                Cell::Text(one.unit.clone()),
                Cell::Empty,
                Cell::Empty,
            ],
            &one.standing,
            empty(),
        )
    }));
    let all = results.estimate.as_ref();
    let head = [
        part("samples-file-all"),
        Cell::Empty,
        Cell::Whole(results.row.population),
        Cell::Empty,
    ];
    let sum = results.strata.iter().map(|one| counts(&one.standing));
    let sum = sum.fold([0; 6], |sum, one| {
        std::array::from_fn(|at| sum[at] + one[at])
    });
    let bounds = [
        Cell::whole(all.map(|all| all.least)),
        Cell::whole(all.map(|all| all.most)),
        Cell::Empty,
        Cell::Empty,
    ];
    let counted = sum.map(Cell::Whole);
    rows.push(head.into_iter().chain(counted).chain(bounds).collect());
    Sheet::new(asked, about, &FILE_COLUMNS, rows)
}

fn standing_json(standing: &Standing) -> serde_json::Value {
    serde_json::json!({
        "drawn": standing.drawn, "judged": standing.judged, "needed": standing.needed,
        "unwarranted": standing.unwarranted, "asked": standing.asked,
        "unclear": standing.unclear,
    })
}

fn json(results: &SampleResults) -> serde_json::Value {
    let (row, terms) = (&results.row, &results.terms);
    let stratum = |one: &StratumResult| {
        serde_json::json!({
            "stratum": one.stratum.word(), "population": one.population, "users": one.users,
            "rate": results.plan.rate_of(one.stratum).text(), "detects": one.detects,
            "least": one.bounds.map(|bounds| bounds[0]), "most": one.bounds.map(|bounds| bounds[1]),
            "standing": standing_json(&one.standing),
        })
    };
    let department = |one: &DepartmentResult| {
        let standing = standing_json(&one.standing);
        serde_json::json!({ "unit": one.unit, "standing": standing })
    };
    let estimate = results.estimate.map(|all| {
        serde_json::json!({
            "total": all.total, "standard_error": all.standard_error, "least": all.least,
            "most": all.most,
        })
    });
    let recall = results.recall.map(|recall| {
        serde_json::json!({
            "share": recall.share, "least": recall.least, "most": recall.most,
        })
    });
    serde_json::json!({
        "number": row.number, "from": row.period.from(), "to": row.period.to(),
        "drawn": row.at.utc().text(), "drawn_by": row.by, "leaf": results.leaf,
        "population": row.population, "items": row.items, "judged": row.judged,
        "settled": results.is_final(), "seed": terms.seed,
        "seed_origin": terms.seed_origin, "list": terms.list, "rules": terms.rules,
        "program": terms.program, "sensitivity_percent": terms.sensitivity_percent,
        "per_department": terms.per_department, "command": command(results),
        "estimate": estimate, "recall": recall,
        "strata": results.strata.iter().map(stratum).collect::<Vec<_>>(),
        "departments": results.departments.iter().map(department).collect::<Vec<_>>(),
    })
}
