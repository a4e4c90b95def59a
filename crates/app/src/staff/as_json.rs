//! People and duties as JSON documents, the same from the pages and from commands.

use serde_json::{Value, json};
use tilsyn_domain::Instant;

use super::DutiesView;

/// Everybody and every duty.
#[must_use]
pub fn duties(view: &DutiesView) -> Value {
    let people = view.people.iter().map(|one| {
        let roles: Vec<&str> = one.roles.iter().map(|role| role.word()).collect();
        json!({ "user": one.user, "name": one.name, "roles": roles, "units": one.units,
            "left": one.left.map(|at| at.utc().text()), "works_here": one.works_here,
            "kept_out": one.is_kept_out })
    });
    let step = |(at, by): &(Instant, String)| json!({ "at": at.utc().text(), "by": by });
    let duties = view.duties.iter().map(|one| {
        json!({ "number": one.number, "user": one.user, "role": one.role.word(),
            "scope": one.scope, "need": one.need, "from": one.from.to_string(),
            "to": one.to.map(|to| to.to_string()), "deputy_for": one.deputy_for,
            "state": one.state.word(),
            "holds_today": one.holds_today, "proposed": step(&one.proposed),
            "decided": one.decided.as_ref().map(step), "ended": one.ended.as_ref().map(step) })
    });
    json!({ "people": people.collect::<Vec<_>>(), "duties": duties.collect::<Vec<_>>() })
}
