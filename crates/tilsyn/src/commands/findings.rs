//! Findings: users by the evidence of a period, with what speaks for it and against.

use serde::Serialize;
use tilsyn_app::Desk;
use tilsyn_app::evaluation::{FoundRow, HowFar};
use tilsyn_app::findings::EvaluationRun;
use tilsyn_app::permit::{EvaluateLog, ReadFindings};
use tilsyn_domain::question::account_text;
use tilsyn_domain::{Day, Identity, NationalId};
use tilsyn_web::Words;
use tilsyn_web::findings::{counter_evidence, kind_word, reason, tenths};

use super::ask::period_of;
use super::permit;
use crate::cli;
use crate::output::{Exit, Output};
use crate::table::Cell;

/// One row for programs (formats.md, section 3).
#[derive(Serialize)]
struct Row<'a> {
    rank: usize,
    score: f64,
    kind: &'static str,
    user: Option<&'a str>,
    national_id: Option<&'a NationalId>,
    subjects: Vec<&'a NationalId>,
    from: Day,
    to: Day,
    reason: String,
    counter_evidence: String,
    events: &'a [String],
}

impl<'a> Row<'a> {
    fn of(found: &'a FoundRow, words: Words) -> Row<'a> {
        let finding = &found.finding;
        Row {
            rank: found.rank,
            score: finding.score,
            kind: kind_word(finding.kind),
            user: found.user.as_deref(),
            national_id: match &finding.user {
                Identity::Person(id) => Some(id),
                Identity::Account { .. } => None,
            },
            subjects: found.subjects().collect(),
            from: finding.days.from(),
            to: finding.days.to(),
            reason: reason(finding, words),
            counter_evidence: counter_evidence(finding, words),
            events: &found.events,
        }
    }
}

/// The answer for programs.
#[derive(Serialize)]
struct Document<'a> {
    rows: Vec<Row<'a>>,
}

pub(super) fn findings(
    desk: &Desk,
    asked: &cli::List,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let period = period_of(&asked.from, &asked.to)?;
    let permit = permit::<ReadFindings>(desk, output)?;
    let how_far = asked.limit.map_or(HowFar::Reported, HowFar::Ranked);
    let found = desk.findings(&permit, period, how_far)?;
    let words = output.words;
    if output.json {
        let rows = found.iter().map(|row| Row::of(row, words)).collect();
        output.document(&Document { rows })?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = found.iter().map(|row| cells(row, words)).collect();
    let headings = [
        "cli-col-rank",
        "statement-col-user",
        "cli-col-evidence",
        "cli-col-reason",
        "cli-col-counter",
    ];
    output.table(&headings, &rows, "cli-findings-none")?;
    Ok(Exit::Done)
}

/// What an evaluation came to, for programs.
#[derive(Serialize)]
struct Evaluated {
    from: Day,
    to: Day,
    user_weeks: u64,
    reported: u64,
    opened: u64,
    settled: u64,
}

impl Evaluated {
    fn of(run: &EvaluationRun) -> Evaluated {
        Evaluated {
            from: run.from,
            to: run.to,
            user_weeks: run.user_weeks,
            reported: run.reported,
            opened: run.opened,
            settled: run.settled,
        }
    }
}

pub(super) fn evaluate(desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let permit = permit::<EvaluateLog>(desk, output)?;
    let run = desk.evaluate(&permit)?;
    if output.json {
        output.document(&Evaluated::of(&run))?;
        return Ok(Exit::Done);
    }
    let figures = output.words.figures();
    let arguments = [
        ("from", figures.day(run.from)),
        ("to", figures.day(run.to)),
        ("weeks", figures.whole(run.user_weeks)),
        ("reported", figures.whole(run.reported)),
        ("opened", figures.whole(run.opened)),
        ("settled", figures.whole(run.settled)),
    ];
    let said = output.words.fill("cli-evaluated", &arguments);
    output.line(&said)?;
    Ok(Exit::Done)
}

fn cells(row: &FoundRow, words: Words) -> Vec<Cell> {
    let finding = &row.finding;
    let who = match &finding.user {
        Identity::Account { source, user } => Some(account_text(source, user)),
        Identity::Person(_) => row.user.clone(),
    };
    vec![
        (row.rank as u64).into(),
        who.into(),
        words.figures().tenths(tenths(finding.score)).into(),
        reason(finding, words).into(),
        counter_evidence(finding, words).into(),
    ]
}
