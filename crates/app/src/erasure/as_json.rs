//! Holds and retention as data, the same for pages and commands.

use serde_json::{Value, json};

use super::{HoldView, HoldsView, RetentionView, month_name};

/// Holds as they are shown; `skipped`: rows left out before them.
#[must_use]
pub fn holds(view: &HoldsView, skipped: usize) -> Value {
    let rows: Vec<Value> = view.rows.iter().map(hold).collect();
    json!({ "matching": view.matching, "skipped": skipped, "holding": view.holding, "holds": rows })
}

fn hold(row: &HoldView) -> Value {
    let event = row.event.as_ref();
    let released = row.released.as_ref();
    json!({
        "number": row.number, "leaf": row.leaf,
        "source": event.map(|(source, _)| source), "event": event.map(|(_, id)| id),
        "reference": row.reference, "case": row.case,
        "held": row.held.utc().text(), "held_by": row.held_by,
        "released": released.map(|(at, _)| at.utc().text()),
        "released_by": released.map(|(_, by)| by),
    })
}

/// All retention classes.
#[must_use]
pub fn retention(views: &[RetentionView]) -> Value {
    let rows: Vec<Value> = views.iter().map(retention_class).collect();
    json!({ "classes": rows })
}

/// One of them.
#[must_use]
pub fn retention_class(view: &RetentionView) -> Value {
    let rule = view.rule.as_ref();
    json!({
        "class": view.class, "source": view.source, "legal_basis": view.legal_basis,
        "own_log": view.is_own_log,
        "months": rule.map(|rule| rule.months), "basis": rule.map(|rule| &rule.basis),
        "ruled": rule.map(|rule| rule.ruled.utc().text()),
        "ruled_by": rule.map(|rule| &rule.ruled_by),
        "oldest": view.months.first().map(|month| month_name(*month)),
        "newest": view.months.last().map(|month| month_name(*month)),
        "over": view.over().len(),
    })
}
