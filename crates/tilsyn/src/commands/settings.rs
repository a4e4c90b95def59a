//! The organisation's settings: shown, and set one at a time.

use serde_json::{Value, json};
use tilsyn_app::permit::{ChangeSettings, NameBodies};
use tilsyn_app::settings::names_bodies;
use tilsyn_app::{Desk, Problem};

use super::permit;
use crate::output::{Exit, Output};
use crate::table::Cell;

pub(super) fn settings(
    desk: &Desk,
    key: Option<&str>,
    value: Option<&str>,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let known = match (key, value) {
        (Some(key), Some(value)) if names_bodies(key) => {
            let permit = permit::<NameBodies>(desk, output)?;
            desk.name_bodies(&permit, &[(key, value)])?;
            desk.bodies_named(&permit)?.to_vec()
        }
        _ => {
            let permit = permit::<ChangeSettings>(desk, output)?;
            if let (Some(key), Some(value)) = (key, value) {
                desk.set(&permit, key, value)?;
                output.aside(&output.words.say("cli-setting-later"))?;
            }
            desk.settings(&permit)?
        }
    };
    let shown: Vec<_> = known
        .into_iter()
        .filter(|(name, _)| key.is_none_or(|key| key == *name))
        .collect();
    if shown.is_empty() {
        return Err(Problem::yours("problem-bad-setting").into());
    }
    if output.json {
        let fields = shown
            .into_iter()
            .map(|(name, value)| (name.to_owned(), json!(value)));
        output.document(&Value::Object(fields.collect()))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = shown
        .into_iter()
        .map(|(name, value)| vec![name.into(), value.into()])
        .collect();
    output.table(
        &["cli-col-setting", "cli-col-value"],
        &rows,
        "problem-bad-setting",
    )?;
    Ok(Exit::Done)
}
