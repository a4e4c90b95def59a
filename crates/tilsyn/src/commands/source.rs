//! One source: whether everything of it is in, what it says it has sent, and why numbers are
//! missing.

use tilsyn_app::Desk;
use tilsyn_app::permit::{ExplainGap, ImportEvents, ReadSources};
use tilsyn_app::problem::Problem;
use tilsyn_app::sources::statements::{Came, StatementRow};
use tilsyn_app::sources::{SourceView, as_json};
use tilsyn_domain::{Instant, SourceStatement, Stamp};
use tilsyn_web::Words;

use super::permit;
use crate::cli::{self, Source};
use crate::output::{Exit, Output};
use crate::table::Cell;

pub(super) fn source(desk: &Desk, asked: &Source, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    match asked {
        Source::Show { name } => show(desk, name, output),
        Source::Statement(asked) => state(desk, asked, output),
        Source::Explain {
            name,
            numbers,
            reason,
        } => explain(desk, name, numbers, reason, output),
    }
}

fn show(desk: &Desk, name: &str, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let view = desk.source(&permit::<ReadSources>(desk, output)?, name)?;
    let exit = match view.row.needs_attention() {
        true => Exit::Attention,
        false => Exit::Done,
    };
    if output.json {
        output.document(&as_json::source(&view))?;
        return Ok(exit);
    }
    let words = output.words;
    output.line(&words.say(match view.row.needs_attention() {
        true => "source-open",
        false => "source-whole",
    }))?;
    output.line(&words.heard(&view.row.heard, desk.zone()))?;
    gaps(desk, &view, output)?;
    let rows: Vec<Vec<Cell>> = view
        .statements
        .iter()
        .map(|one| statement(one, desk, words))
        .collect();
    let headings = ["source-col-stated", "source-col-says", "source-col-result"];
    output.table(&headings, &rows, "source-no-statements")?;
    Ok(exit)
}

fn gaps(desk: &Desk, view: &SourceView, output: &mut Output<'_>) -> std::io::Result<()> {
    let figures = output.words.figures();
    let moment = |at: Instant| figures.moment(desk.zone(), at);
    let rows: Vec<Vec<Cell>> = view
        .gaps
        .iter()
        .map(|row| {
            let said = row.explained.last();
            let said = said.map(|one| match &one.reason {
                Some(reason) => format!("{reason} ({}, {})", one.by, moment(one.at)),
                None => output.words.say("source-reason-erased"),
            });
            vec![
                format!("{}-{}", row.gap.first, row.gap.last).into(),
                moment(row.gap.noticed).into(),
                said.unwrap_or_else(|| output.words.say("source-not-explained"))
                    .into(),
            ]
        })
        .collect();
    let headings = [
        "source-col-numbers",
        "source-col-noticed",
        "source-col-explained",
    ];
    output.table(&headings, &rows, "made-no-gaps")
}

fn statement(one: &StatementRow, desk: &Desk, words: Words) -> Vec<Cell> {
    let moment = |at: Instant| words.figures().moment(desk.zone(), at);
    let mut says = words.count("source-stated", one.statement.stated());
    if let Some((first, last)) = one.statement.numbers() {
        let numbers = format!("{first}-{last}");
        says = format!(
            "{says}, {}",
            words.with("source-of-numbers", "numbers", numbers)
        );
    }
    if let Some((from, to)) = one.statement.span() {
        says = format!("{says}, {}–{}", moment(from.at), moment(to.at));
    }
    vec![
        moment(one.at).into(),
        says.into(),
        result(&one.came, words).into(),
    ]
}

fn result(came: &Came, words: Words) -> String {
    let mut parts = Vec::new();
    if came.agrees() {
        parts.push(words.say("source-agrees"));
    }
    if came.missing > 0 {
        parts.push(words.count("source-lacking", came.missing));
        let runs = came.missing_numbers.iter();
        parts.extend(runs.map(|(first, last)| format!("{first}-{last}")));
    }
    if came.conflicts > 0 {
        parts.push(words.count("source-conflicting", came.conflicts));
    }
    if came.more > 0 {
        parts.push(words.count("source-more", came.more));
    }
    parts.join(", ")
}

fn state(
    desk: &Desk,
    asked: &cli::SourceStatement,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let time = |text: &Option<String>| match text.as_deref().map(Stamp::parse) {
        None => Ok(None),
        Some(Ok(stamp)) => Ok(Some(stamp)),
        Some(Err(_)) => Err(Problem::yours("problem-bad-statement").hint("hint-statement")),
    };
    let statement = SourceStatement {
        from_seq: asked.from_seq,
        to_seq: asked.to_seq,
        count: asked.count,
        from: time(&asked.from)?,
        to: time(&asked.to)?,
    };
    desk.state_source(
        &permit::<ImportEvents>(desk, output)?,
        &asked.name,
        &statement,
    )?;
    let view = desk.source(&permit::<ReadSources>(desk, output)?, &asked.name)?;
    let kept = view.statements.first();
    if output.json {
        let all = as_json::source(&view);
        output.document(&all["statement_list"][0])?;
    } else {
        output.line(&output.words.say("cli-source-stated"))?;
        if let Some(kept) = kept {
            output.line(&result(&kept.came, output.words))?;
        }
    }
    Ok(match kept.is_some_and(|kept| kept.came.agrees()) {
        true => Exit::Done,
        false => Exit::Attention,
    })
}

fn explain(
    desk: &Desk,
    name: &str,
    numbers: &str,
    reason: &str,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
    let (Ok(first), Ok(last)) = (first.trim().parse(), last.trim().parse()) else {
        return Err(Problem::yours("cli-bad-numbers")
            .with("numbers", numbers)
            .into());
    };
    desk.explain_gap(
        &permit::<ExplainGap>(desk, output)?,
        name,
        (first, last),
        reason,
    )?;
    if output.json {
        let view = desk.source(&permit::<ReadSources>(desk, output)?, name)?;
        output.document(&as_json::source(&view))?;
    } else {
        output.line(&output.words.say("cli-source-explained"))?;
    }
    Ok(Exit::Done)
}
