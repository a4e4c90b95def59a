//! The parts of a report that say what was done: evaluations, findings and cases, samples and
//! tests, sources, and who looked at what in the product itself.

use std::collections::BTreeMap;

use tilsyn_app::quarters::{Report, Sample};
use tilsyn_domain::{Day, Instant, Zone};

use super::paper::{Part, Piece, Table, Value};
use crate::words::Words;

pub(super) fn parts(report: &Report, words: Words) -> Vec<Part> {
    vec![
        evaluations(report, words),
        found(report, words),
        samples(report, words),
        sources(report, words),
        readers(report, words),
    ]
}

fn days(from: Day, to: Day, words: Words) -> String {
    [from, to].map(|day| words.figures().day(day)).join(" – ")
}

fn evaluations(report: &Report, words: Words) -> Part {
    let zone = Zone::named(&report.figures.zone).unwrap_or_else(Zone::utc);
    let rows = report.figures.weeks.iter().map(|week| {
        let evaluated = week
            .evaluated
            .map(|at| words.figures().moment(&zone, Instant(at)));
        vec![
            Value::Text(words.with("report-week", "week", week.from.iso_week())),
            Value::Text(days(week.from, week.to, words)),
            Value::Whole(week.lookups),
            Value::Text(evaluated.unwrap_or_else(|| words.say("report-week-not"))),
        ]
    });
    Part {
        heading: words.say("report-evaluated"),
        pieces: vec![Piece::Table(Table {
            caption: words.say("report-evaluated-table"),
            columns: vec![
                (words.say("report-col-week"), 2),
                (words.say("report-col-days"), 4),
                (words.say("report-row-lookups"), 2),
                (words.say("report-col-evaluated"), 4),
            ],
            rows: rows.collect(),
            empty: String::new(),
        })],
    }
}

fn outcomes(counts: &BTreeMap<String, u64>, prefix: &str, words: Words) -> Vec<(String, String)> {
    let said = counts.iter().map(|(word, count)| {
        let name = words.say(&format!("{prefix}{word}"));
        (name, words.figures().whole(*count))
    });
    said.collect()
}

fn found(report: &Report, words: Words) -> Part {
    let whole = |number: u64| words.figures().whole(number);
    let findings = &report.figures.findings;
    let mut facts = vec![(words.say("report-findings-opened"), whole(findings.opened))];
    facts.extend(outcomes(&findings.decided, "found-act-", words));
    facts.push((
        words.say("report-findings-waiting"),
        whole(findings.waiting),
    ));
    if let Some(tenths) = findings.median_days_tenths {
        let days = words
            .figures()
            .tenths(i64::try_from(tenths).unwrap_or(i64::MAX));
        facts.push((words.say("report-findings-median"), days));
    }
    let cases = &report.figures.cases;
    facts.push((words.say("report-cases-opened"), whole(cases.opened)));
    let ended = outcomes(&cases.closed, "case-outcome-", words).into_iter();
    facts.extend(ended.map(|(name, count)| (words.with("report-case-ended", "how", name), count)));
    facts.push((words.say("report-cases-open"), whole(cases.open)));
    Part {
        heading: words.say("report-found"),
        pieces: vec![Piece::Facts(facts)],
    }
}

/// What a sample promised beforehand.
fn promise(sample: &Sample, words: Words) -> Option<String> {
    let (unwarranted, population, detects) = sample.promise?;
    let whole = |number: u64| words.figures().whole(number);
    let period = days(sample.from, sample.to, words);
    let arguments = [
        ("number", sample.number.to_string()),
        ("days", period),
        ("unwarranted", whole(unwarranted)),
        ("population", whole(population)),
        ("detects", words.figures().share(detects, 1_000)?),
    ];
    Some(words.fill("report-sample-promise", &arguments))
}

fn samples(report: &Report, words: Words) -> Part {
    let figures = &report.figures;
    let whole = |number: u64| words.figures().whole(number);
    let rows = figures.samples.iter().map(|sample| {
        let bounds = sample
            .bounds
            .map(|[least, most]| format!("{} – {}", whole(least), whole(most)));
        vec![
            Value::Text(sample.number.to_string()),
            Value::Text(days(sample.from, sample.to, words)),
            Value::Whole(sample.population),
            Value::Whole(sample.items),
            Value::Whole(sample.judged),
            Value::Whole(sample.unwarranted),
            Value::Text(bounds.unwrap_or_else(|| "–".to_owned())),
        ]
    });
    let table = Table {
        caption: words.say("report-samples-table"),
        columns: vec![
            (words.say("report-col-number"), 2),
            (words.say("report-col-days"), 5),
            (words.say("report-row-lookups"), 3),
            (words.say("report-col-drawn"), 2),
            (words.say("report-col-judged"), 3),
            (words.say("report-col-unwarranted"), 3),
            (words.say("report-col-bounds"), 4),
        ],
        rows: rows.collect(),
        empty: words.say("report-samples-none"),
    };
    let promises = figures
        .samples
        .iter()
        .filter_map(|sample| promise(sample, words));
    let promises: Vec<String> = promises.collect();
    let mut pieces = vec![Piece::Table(table)];
    if !promises.is_empty() {
        pieces.push(Piece::List(promises));
    }
    pieces.push(tests(report, words));
    Part {
        heading: words.say("report-samples"),
        pieces,
    }
}

fn tests(report: &Report, words: Words) -> Piece {
    let share = |of: u64| words.figures().share(of, 1_000).unwrap_or_default();
    let rows = report.figures.tests.iter().map(|test| {
        let recall = test
            .recall
            .map(|[least, most]| format!("{} – {}", share(least), share(most)));
        vec![
            Value::Text(test.number.to_string()),
            Value::Text(days(test.from, test.to, words)),
            test.lookups.map_or(Value::Nothing, Value::Whole),
            test.found.map_or(Value::Nothing, Value::Whole),
            Value::Text(recall.unwrap_or_else(|| words.say("report-test-runs"))),
        ]
    });
    Piece::Table(Table {
        caption: words.say("report-tests-table"),
        columns: vec![
            (words.say("report-col-number"), 2),
            (words.say("report-col-days"), 5),
            (words.say("report-col-planted"), 3),
            (words.say("report-col-found"), 3),
            (words.say("report-col-recall"), 5),
        ],
        rows: rows.collect(),
        empty: words.say("report-tests-none"),
    })
}

fn sources(report: &Report, words: Words) -> Part {
    let figures = &report.figures;
    let all = u64::try_from(figures.to.0 - figures.from.0 + 1).unwrap_or(0);
    let rows = figures.sources.iter().map(|source| {
        let agreed = source
            .every_hours
            .map(|hours| words.count("report-every", hours));
        let of = [("days", source.days.to_string()), ("all", all.to_string())];
        vec![
            Value::Text(source.source.clone()),
            Value::Text(agreed.unwrap_or_else(|| words.say("report-not-agreed"))),
            Value::Whole(source.events),
            Value::Text(words.fill("report-days-of", &of)),
            Value::Whole(source.open_gaps),
            Value::Whole(source.filled_gaps),
            Value::Whole(source.missing),
        ]
    });
    let whole = |number: u64| words.figures().whole(number);
    Part {
        heading: words.say("report-sources"),
        pieces: vec![
            Piece::Table(Table {
                caption: words.say("report-sources-table"),
                columns: vec![
                    (words.say("report-col-source"), 4),
                    (words.say("report-col-agreed"), 4),
                    (words.say("report-col-events"), 3),
                    (words.say("report-col-covered"), 3),
                    (words.say("report-col-open"), 2),
                    (words.say("report-col-filled"), 2),
                    (words.say("report-col-missing"), 3),
                ],
                rows: rows.collect(),
                empty: words.say("report-sources-none"),
            }),
            Piece::Facts(vec![
                (words.say("report-quarantined"), whole(figures.quarantined)),
                (words.say("report-conflicts"), whole(figures.conflicts)),
            ]),
        ],
    }
}

fn readers(report: &Report, words: Words) -> Part {
    let rows = report.figures.readers.iter().map(|reader| {
        let reviewed = match reader.months_reviewed {
            0 => words.say("report-not-reviewed"),
            months => {
                let by = ("by", reader.reviewed_by.join(", "));
                words.count_with("report-months-reviewed", months, by)
            }
        };
        vec![
            Value::Text(reader.name.clone()),
            Value::Whole(reader.looks),
            Value::Whole(reader.people),
            Value::Whole(reader.searches),
            Value::Whole(reader.files),
            Value::Whole(reader.refused),
            Value::Text(reviewed),
        ]
    });
    let reveals = words.figures().whole(report.figures.reveals);
    Part {
        heading: words.say("report-readers"),
        pieces: vec![
            Piece::Paragraph(words.say("report-readers-about")),
            Piece::Table(Table {
                caption: words.say("report-readers-table"),
                columns: vec![
                    (words.say("report-col-reader"), 5),
                    (words.say("report-col-looks"), 2),
                    (words.say("report-col-people"), 3),
                    (words.say("report-col-searches"), 2),
                    (words.say("report-col-files"), 2),
                    (words.say("report-col-refused"), 2),
                    (words.say("report-col-reviewed"), 5),
                ],
                rows: rows.collect(),
                empty: words.say("report-readers-none"),
            }),
            Piece::Facts(vec![(words.say("report-reveals"), reveals)]),
        ],
    }
}
