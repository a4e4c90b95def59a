//! The demo: a register is made, brought in like any other, and served.

mod people;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use tilsyn_app::permit::{ChangeSettings, EvaluateLog, ImportDirectory, ImportEvents};
use tilsyn_simulate::{Plant, World};
use tilsyn_web::Words;

use super::import::{Shown, say};
use super::{permit, serve};
use crate::cli::{Demo, Size};
use crate::folder::Folder;
use crate::output::{Exit, Output};

pub(super) fn demo(
    data: &Path,
    folder: &Folder,
    asked: &Demo,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let size = match asked.size {
        Size::Small => tilsyn_simulate::Size::Small,
        Size::Medium => tilsyn_simulate::Size::Medium,
        Size::Large => tilsyn_simulate::Size::Large,
    };
    let world = Arc::new(World::new(size, asked.seed));
    folder.desk.set(
        &permit::<ChangeSettings>(&folder.desk, output)?,
        "organisation_name",
        "Nordvik kommune",
    )?;
    bring_in(data, folder, &world, output)?;
    if let Some(login) = &folder.login {
        people::give_roles(data, folder, &world, &login.issuer, output)?;
    }
    for plant in world.plants() {
        output.aside(&format!("· {}", told(&plant, output.words)))?;
    }
    if asked.no_serve {
        folder.archive.flush()?;
        return Ok(Exit::Done);
    }
    serve::serve(data, folder, &asked.listen, output)
}

/// What is planted, in a sentence.
fn told(plant: &Plant, words: Words) -> String {
    words.say(&format!("plant-{}", plant.key.replace('_', "-")))
}

/// The directory goes in first, so that every event finds its units at once.
fn bring_in(
    data: &Path,
    folder: &Folder,
    world: &Arc<World>,
    output: &mut Output<'_>,
) -> anyhow::Result<()> {
    let made = data.join("demo-directory");
    tilsyn_durable::create_folder(&made)?;
    world
        .write_directory(&made)
        .context("the demo directory cannot be written")?;
    folder
        .desk
        .import_directory(&permit::<ImportDirectory>(&folder.desk, output)?, &made)?;
    let shown = Shown::new(output);
    let events = crate::stream::lines_of(world.clone());
    let summary = folder.desk.import_stream(
        &permit::<ImportEvents>(&folder.desk, output)?,
        "demo register",
        Box::new(events),
        &|progress| shown.show(progress, &mut std::io::stderr()),
    )?;
    // So that there is something to decide on from the first day.
    folder
        .desk
        .evaluate(&permit::<EvaluateLog>(&folder.desk, output)?)?;
    say(&summary, output)
}

#[cfg(test)]
mod tests {
    use tilsyn_web::Language;

    use super::*;
    use crate::words::words;

    #[test]
    fn everything_planted_is_told_in_four_languages() {
        let world = World::new(tilsyn_simulate::Size::Small, 1);
        assert!(world.plants().len() > 20);
        for language in Language::ALL {
            for plant in world.plants() {
                let said = told(&plant, words(language));
                assert!(said.contains(' '), "{said} in {language:?}");
            }
        }
    }
}
