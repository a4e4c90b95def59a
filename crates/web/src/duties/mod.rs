//! Roles: who has which, what waits for a decision, proposing, deciding and ending.
//!
//! Not here: who may do it (`app`), and the rules themselves (`rules`).

pub(crate) mod bodies;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod propose;

use tilsyn_app::permit::Role;
use tilsyn_app::staff::{DutyRow, DutyState};

use crate::asked::Asked;
use crate::words::Words;

/// A role in words.
pub(crate) fn role_name(role: Role, words: Words) -> String {
    words.say(&format!("role-{role}"))
}

/// A role with what it is about.
fn role_and_scope(row: &DutyRow, words: Words) -> String {
    let role = role_name(row.role, words);
    match row.scope.as_str() {
        "" => role,
        scope => format!("{role}: {scope}"),
    }
}

/// The same with whose deputy it makes.
fn role_scope_and_whose(row: &DutyRow, words: Words) -> String {
    let role = role_and_scope(row, words);
    match &row.deputy_for {
        None => role,
        Some(name) => format!("{role}, {}", deputy(name, words)),
    }
}

fn deputy(name: &str, words: Words) -> String {
    words.with("duties-deputy-of", "name", name.to_owned())
}

/// How far a duty has come.
fn state_name(state: DutyState, words: Words) -> String {
    words.say(match state {
        DutyState::Proposed => "duties-proposed",
        DutyState::Declined => "duties-declined",
        DutyState::Given => "duties-given",
        DutyState::Ended => "duties-ended",
    })
}

/// From when to when it holds.
fn days(row: &DutyRow, words: Words) -> String {
    let figures = words.figures();
    let from = figures.day(row.from);
    match row.to {
        Some(to) => format!("{from} – {}", figures.day(to)),
        None => words.with("duties-from", "day", from),
    }
}

/// The address of a duty.
fn address(asked: &Asked, number: u64) -> String {
    asked.to(&format!("/duties/{number}"))
}
