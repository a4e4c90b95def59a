//! What the report of a quarter says, made of its figures alone.
//!
//! Figures and the names of those who review; nobody who looked, and nobody who was looked up.
//! Not here: how it is laid out (`paper`).

use tilsyn_app::quarters::{Compared, Measure, Quarter, Report, Signed, Totals};
use tilsyn_domain::document::{About, Foot};
use tilsyn_domain::time::{SECOND, Stamp};
use tilsyn_domain::{Day, Instant, Zone};

use super::paper::{Paper, Part, Piece, Table, Value};
use super::work;
use crate::period::Choice;
use crate::words::Words;

/// Digits of a root that stand at the foot of a page.
const ROOT_DIGITS: usize = 12;

/// What a quarter is called.
pub(crate) fn name(quarter: Quarter, words: Words) -> String {
    let choice = Choice::Quarter {
        year: quarter.year(),
        quarter: quarter.number(),
    };
    choice.name(words)
}

/// The time zone that the report was made in.
fn zone_of(report: &Report) -> Zone {
    Zone::named(&report.figures.zone).unwrap_or_else(Zone::utc)
}

/// The report as it is laid out.
pub(super) fn paper(report: &Report, words: Words) -> Paper {
    let draft = match (&report.approved, report.edition) {
        (Some(_), _) => String::new(),
        (None, 0) => words.say("report-draft-running"),
        (None, _) => words.say("report-draft"),
    };
    let mut parts = vec![summary(report, words), quarters(report, words)];
    parts.push(units(report, words));
    parts.extend(work::parts(report, words));
    parts.push(measures(report, words));
    parts.push(made(report, words));
    Paper {
        about: about(report, words),
        draft,
        parts,
    }
}

fn about(report: &Report, words: Words) -> About {
    let figures = &report.figures;
    let zone = zone_of(report);
    let at = report
        .approved
        .as_ref()
        .map_or(figures.counted.moment(), Signed::moment);
    let ahead = zone.local_micros(at) - at.0;
    let quarter = name(report.quarter, words);
    let days = [figures.from, figures.to].map(|day| words.figures().day(day));
    let edition = match (&report.approved, report.edition) {
        (Some(_), edition) => words.with("report-edition", "edition", edition),
        (None, _) => words.say("report-draft-word"),
    };
    let root = figures
        .checkpoint
        .root
        .get(..ROOT_DIGITS)
        .unwrap_or_default();
    let state = [
        ("size", words.figures().whole(figures.checkpoint.size)),
        ("root", root.to_owned()),
    ];
    let foot = [
        figures.organisation.clone(),
        report.quarter.to_string(),
        edition.clone(),
        words.fill("report-foot", &state),
    ];
    let foot = foot.into_iter().filter(|part| !part.is_empty());
    About {
        language: words.language(),
        title: words.with("report-title", "quarter", quarter),
        author: figures.organisation.clone(),
        subject: format!("{} · {edition}", days.join(" – ")),
        written: Stamp {
            at,
            offset_seconds: i32::try_from(ahead / SECOND).unwrap_or(0),
        },
        foot: Foot {
            line: foot.collect::<Vec<_>>().join(" · "),
            pages: words.fill(
                "print-page",
                &[
                    ("page", "{page}".to_owned()),
                    ("pages", "{pages}".to_owned()),
                ],
            ),
        },
    }
}

/// What the quarter says, first of all.
fn summary(report: &Report, words: Words) -> Part {
    let figures = &report.figures;
    let totals = &figures.statement.now;
    let whole = |number: u64| words.figures().whole(number);
    let mut said = vec![words.fill(
        "report-says-lookups",
        &[
            ("lookups", whole(totals.lookups)),
            ("outside", whole(totals.outside)),
            ("users", whole(totals.outside_users)),
        ],
    )];
    if let Some(unexplained) = totals.unexplained {
        said.push(words.with("report-says-unexplained", "n", whole(unexplained)));
    }
    let weeks = &figures.weeks;
    let missed = weeks.iter().filter(|week| week.evaluated.is_none()).count();
    said.push(match missed {
        0 => words.with("report-says-evaluated", "weeks", weeks.len()),
        missed => words.fill(
            "report-says-not-evaluated",
            &[
                ("n", missed.to_string()),
                ("weeks", weeks.len().to_string()),
            ],
        ),
    });
    let found = &figures.findings;
    let decided: u64 = found.decided.values().sum();
    let counts = [
        ("opened", whole(found.opened)),
        ("decided", whole(decided)),
        ("waiting", whole(found.waiting)),
        ("cases", whole(figures.cases.opened)),
    ];
    said.push(words.fill("report-says-findings", &counts));
    let holes: u64 = figures.sources.iter().map(|source| source.open_gaps).sum();
    said.push(match holes {
        0 => words.say("report-says-whole"),
        holes => words.with("report-says-holes", "n", whole(holes)),
    });
    if figures.samples.is_empty() {
        said.push(words.say("report-says-no-sample"));
    }
    let mut pieces = vec![Piece::Paragraph(said.join(" "))];
    if let Some(assessed) = report.said.as_ref() {
        pieces.push(Piece::Note(assessed.assessment.clone()));
    }
    pieces.push(Piece::Facts(signatures(report, words)));
    Part {
        heading: words.say("report-says"),
        pieces,
    }
}

/// Who did what on the way.
fn signatures(report: &Report, words: Words) -> Vec<(String, String)> {
    let zone = zone_of(report);
    let signed = |signed: &Signed| {
        let at = words.figures().moment(&zone, signed.moment());
        format!("{}, {at}", signed.by)
    };
    let counted = match report.edition {
        0 => "report-counted",
        _ => "report-closed",
    };
    let mut facts = vec![(words.say(counted), signed(&report.figures.counted))];
    if let Some(said) = &report.said {
        facts.push((words.say("report-written"), signed(&said.signed)));
    }
    if let Some(approved) = &report.approved {
        facts.push((words.say("report-approved"), signed(approved)));
    }
    if report.edition > 1 {
        let before = words.with("report-edition", "edition", report.edition - 1);
        facts.push((words.say("report-replaces"), before));
    }
    facts
}

/// The figures beside those of other quarters.
fn quarters(report: &Report, words: Words) -> Part {
    let statement = &report.figures.statement;
    let others: Vec<&Compared> = [&statement.before, &statement.year_before]
        .into_iter()
        .flatten()
        .collect();
    let mut columns = vec![
        (words.say("report-col-what"), 5),
        (name(report.quarter, words), 3),
    ];
    columns.extend(others.iter().map(|other| (name(other.quarter, words), 3)));
    let row = |key: &str, of: &dyn Fn(&Totals) -> Option<u64>| {
        let totals = others.iter().map(|other| &other.totals);
        let values = [&statement.now].into_iter().chain(totals);
        let values = values.map(|totals| of(totals).map_or(Value::Nothing, Value::Whole));
        [Value::Text(words.say(key))]
            .into_iter()
            .chain(values)
            .collect()
    };
    let rows = vec![
        row("report-row-lookups", &|of| Some(of.lookups)),
        row("report-row-outside", &|of| Some(of.outside)),
        row("report-row-users", &|of| Some(of.outside_users)),
        row("report-row-no-unit", &|of| Some(of.no_unit)),
        row("report-row-unexplained", &|of| of.unexplained),
        row("report-row-unexplained-users", &|of| of.unexplained_users),
    ];
    let weeks = &report.figures.weeks;
    let mut pieces = vec![
        Piece::Table(Table {
            caption: words.say("report-compared"),
            columns,
            rows,
            empty: String::new(),
        }),
        Piece::Weeks {
            title: words.say("report-weeks"),
            description: words.say("report-weeks-about"),
            labels: weeks
                .iter()
                .map(|week| week.from.iso_week().to_string())
                .collect(),
            counts: weeks.iter().map(|week| week.lookups).collect(),
        },
    ];
    if statement.before.is_none() {
        pieces.push(Piece::Paragraph(words.say("report-no-before")));
    }
    Part {
        heading: words.say("report-lookups"),
        pieces,
    }
}

fn units(report: &Report, words: Words) -> Part {
    let rows = report.figures.statement.units.iter().map(|unit| {
        let name = unit.name.clone();
        vec![
            Value::Text(name.unwrap_or_else(|| words.say("report-no-unit"))),
            Value::Whole(unit.users),
            Value::Whole(unit.outside),
            unit.unexplained.map_or(Value::Nothing, Value::Whole),
        ]
    });
    Part {
        heading: words.say("report-units"),
        pieces: vec![Piece::Table(Table {
            caption: words.say("report-units-table"),
            columns: vec![
                (words.say("report-col-unit"), 6),
                (words.say("report-row-users"), 3),
                (words.say("report-row-outside"), 3),
                (words.say("report-row-unexplained"), 3),
            ],
            rows: rows.collect(),
            empty: words.say("report-units-none"),
        })],
    }
}

fn measures_table(caption: String, measures: &[Measure], words: Words) -> Piece {
    let rows = measures.iter().map(|one| {
        vec![
            Value::Text(one.what.clone()),
            Value::Text(one.who.clone()),
            day_or_nothing(one.due, words),
        ]
    });
    Piece::Table(Table {
        caption,
        columns: vec![
            (words.say("report-col-measure"), 8),
            (words.say("report-col-who"), 4),
            (words.say("report-col-due"), 3),
        ],
        rows: rows.collect(),
        empty: words.say("report-measures-none"),
    })
}

pub(super) fn day_or_nothing(day: Option<Day>, words: Words) -> Value {
    match day {
        Some(day) => Value::Text(words.figures().day(day)),
        None => Value::Text("–".to_owned()),
    }
}

fn measures(report: &Report, words: Words) -> Part {
    let said = report.said.as_ref();
    let now = said
        .map(|said| said.measures.as_slice())
        .unwrap_or_default();
    let mut pieces = vec![measures_table(words.say("report-measures-now"), now, words)];
    let before = &report.figures.measures_before;
    if !before.is_empty() {
        let caption = words.say("report-measures-before");
        pieces.push(measures_table(caption, before, words));
    }
    let came = said.map(|said| said.came.clone()).unwrap_or_default();
    if !came.is_empty() {
        pieces.push(Piece::Paragraph(words.say("report-came")));
        pieces.push(Piece::Paragraph(came));
    }
    Part {
        heading: words.say("report-measures"),
        pieces,
    }
}

/// From what it was made, and what each number is.
fn made(report: &Report, words: Words) -> Part {
    let figures = &report.figures;
    let zone = zone_of(report);
    let moment = |at: i64| words.figures().exact(&zone, Instant(at));
    let day = |day: Option<Day>| day.map(|day| words.figures().day(day));
    let checkpoint = &figures.checkpoint;
    let mut facts = vec![
        (words.say("report-log"), checkpoint.origin.clone()),
        (
            words.say("report-size"),
            words.figures().whole(checkpoint.size),
        ),
        (words.say("report-root"), checkpoint.root.clone()),
        (
            words.say("report-until"),
            checkpoint.until.map(moment).unwrap_or_default(),
        ),
        (
            words.say("report-log-to"),
            day(figures.log_to).unwrap_or_default(),
        ),
        (words.say("report-program"), figures.program.clone()),
        (
            words.say("report-rules"),
            words.with("report-rules-of", "n", figures.templates),
        ),
        ("SHA-256".to_owned(), figures.rules.clone()),
        (words.say("about-zone"), figures.zone.clone()),
    ];
    let settings = figures
        .settings
        .iter()
        .filter(|(key, _)| key != "time_zone");
    facts.extend(settings.cloned());
    facts.retain(|(_, value)| !value.is_empty());
    Part {
        heading: words.say("report-made"),
        pieces: vec![
            Piece::Facts(facts),
            Piece::List(vec![
                words.say("report-means-lookup"),
                words.say("report-means-outside"),
                words.say("report-means-unexplained"),
                words.say("report-means-evaluated"),
                words.say("report-means-findings"),
                words.say("report-means-samples"),
                words.say("report-means-sources"),
            ]),
        ],
    }
}
