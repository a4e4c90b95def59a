//! Sources as data, for `.json` and for commands: the same fields wherever they are asked for.

use super::gaps::GapRow;
use super::statements::StatementRow;
use super::watch::Heard;
use super::{SourceRow, SourceView};
use serde_json::{Value, json};
use tilsyn_domain::Instant;
use tilsyn_domain::rhythm::Silence;

fn time(at: Option<Instant>) -> Option<String> {
    at.map(|at| at.utc().text())
}

/// A source in a list.
#[must_use]
pub fn row(row: &SourceRow) -> Value {
    json!({
        "source": row.source, "events": row.events, "first": time(row.first),
        "last": time(row.last), "gaps": row.gaps, "gaps_total": row.gaps_total,
        "missing": row.missing, "gaps_unexplained": row.unexplained,
        "statements": row.statements, "statements_disagreeing": row.disagreeing,
        "rhythm": heard(&row.heard), "agreed_every_hours": row.agreed_every_hours,
        "needs_attention": row.needs_attention(),
    })
}

fn heard(heard: &Heard) -> Value {
    match heard {
        Heard::AsUsual => json!({ "is": "as_usual" }),
        Heard::SoFar => json!({ "is": "as_usual_so_far" }),
        Heard::TooEarly(weeks) => json!({ "is": "too_early", "weeks": weeks }),
        Heard::Late(late) => {
            json!({ "is": "late", "due": time(Some(late.due)), "days_before": late.days })
        }
        Heard::Silent(found) => {
            let mut told = silence(found);
            told["is"] = "silent".into();
            told
        }
        Heard::Few(few) => json!({
            "is": "far_fewer", "day": few.day, "came": few.came, "expected": few.expected,
            "low": few.low, "high": few.high, "chance": few.few,
        }),
    }
}

fn silence(found: &Silence) -> Value {
    json!({
        "from": time(Some(found.from)), "to": time(found.to), "expected": found.expected,
        "chance": found.chance, "fewest_before": found.fewest, "weeks_before": found.weeks,
    })
}

/// A source with all that tells whether everything of it is in.
#[must_use]
pub fn source(view: &SourceView) -> Value {
    let week = view.watch.rhythm.week.iter().map(|hour| {
        json!({ "start": time(Some(hour.start)), "came": hour.came, "expected": hour.expected,
            "low": hour.low, "high": hour.high })
    });
    let days = view.watch.rhythm.days.iter().map(|day| {
        json!({ "day": day.day, "came": day.came, "expected": day.expected, "low": day.low,
            "high": day.high, "chance": day.few })
    });
    let mut told = row(&view.row);
    told["judged_until"] = time(view.watch.until).into();
    told["delay_seconds"] = view
        .watch
        .deliveries
        .delay
        .map(|delay| delay / 1_000_000)
        .into();
    told["open_gaps"] = view.gaps.iter().map(gap).collect();
    told["filled_gaps"] = view.filled.iter().map(gap).collect();
    told["statement_list"] = view.statements.iter().map(statement).collect();
    told["silences"] = view.watch.rhythm.silences.iter().map(silence).collect();
    told["days"] = days.collect();
    told["week"] = week.collect();
    told
}

fn gap(row: &GapRow) -> Value {
    let explained = row.explained.iter().map(|one| {
        json!({ "first": one.first, "last": one.last, "at": time(Some(one.at)), "by": one.by,
            "reason": one.reason })
    });
    json!({
        "first": row.gap.first, "last": row.gap.last, "noticed": time(Some(row.gap.noticed)),
        "filled": time(row.gap.filled), "after": time(row.gap.after),
        "before": time(row.gap.before), "explained": explained.collect::<Vec<_>>(),
    })
}

fn statement(row: &StatementRow) -> Value {
    json!({
        "entry": row.leaf, "at": time(Some(row.at)), "by": row.by, "says": row.statement,
        "stated": row.statement.stated(), "stored": row.came.stored,
        "conflicts": row.came.conflicts, "missing": row.came.missing,
        "missing_numbers": row.came.missing_numbers, "more": row.came.more,
        "agrees": row.came.agrees(),
    })
}
