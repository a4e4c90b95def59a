//! Which bodies give out the role of log reviewer, and whose staff may hold it (H10.1).

use std::sync::Arc;

use askama::Template;
use tilsyn_app::log_review::view::UnitName;
use tilsyn_app::permit::{NameBodies, ask};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};

/// The setting of those that give out the role; the other is of those that hold it.
const GIVEN_BY: &str = "reviewers_given_by";

/// `GET /{language}/duties/bodies`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    match asked.form {
        Form::Page => show(desk, asked, None),
        _ => Ok(Reply::Missing),
    }
}

/// `POST` to it: names both, or neither.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<NameBodies>(asked.principal(), Form::Page)?;
    let named = desk.bodies_named(&permit)?;
    let wanted = named.map(|(key, _)| (key, field(sent, key)));
    match desk.name_bodies(&permit, &wanted) {
        Ok(()) => Ok(Reply::Elsewhere(asked.to("/duties/bodies"))),
        Err(problem) => Reply::again(problem, asked, |said| show(desk, asked, Some((sent, said)))),
    }
}

#[derive(Template)]
#[template(path = "duties/bodies.html")]
struct BodiesPage {
    frame: Frame,
    fault: String,
    action: String,
    bodies: Vec<Body>,
    units: Vec<UnitName>,
    back: String,
}

/// One of the two, as a field of the form.
struct Body {
    key: &'static str,
    label: String,
    /// Codes of units with commas between.
    value: String,
    /// What those are called.
    names: String,
}

fn show(desk: &Desk, asked: &Asked, before: Option<(&Sent, String)>) -> Result<Reply, Problem> {
    let permit = ask::<NameBodies>(asked.principal(), Form::Page)?;
    let (sent, fault) = before.unzip();
    let units = desk.units_for_bodies(&permit);
    let words = asked.words();
    let body = |(key, value): (&'static str, String)| Body {
        key,
        label: match key {
            GIVEN_BY => words.say("bodies-given-by"),
            _ => words.say("bodies-held-by"),
        },
        names: names(&value, &units),
        value: sent.map_or(value, |sent| field(sent, key).to_owned()),
    };
    let bodies: Vec<Body> = desk.bodies_named(&permit)?.map(body).into();
    Ok(Reply::Page(html(&BodiesPage {
        frame: Frame::of(asked, Place::Settings, words.say("bodies-title")),
        fault: fault.unwrap_or_default(),
        action: asked.to("/duties/bodies"),
        bodies,
        units,
        back: asked.to("/duties"),
    })))
}

/// What units are called; those that are there no more by their code.
fn names(codes: &str, units: &[UnitName]) -> String {
    let codes = codes
        .split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty());
    let name = |code| {
        let unit = units.iter().find(|unit| unit.unit == code);
        unit.map_or(code, |unit| unit.name.as_str())
    };
    codes.map(name).collect::<Vec<_>>().join(", ")
}
