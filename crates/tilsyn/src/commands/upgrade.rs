//! `tilsyn upgrade`: a data folder of an earlier format is moved forward, one format at a time.
//!
//! One rule: a step may be cut off anywhere and run again. `folder.json` names the next format
//! only when the step to it is whole. What stores carry forward themselves (migrations of the
//! registry, an archive of another version made anew) follows when the folder is opened.

use std::path::Path;

use serde_json::json;
use tilsyn_app::Problem;

use crate::folder::{self, Folder, Turn};
use crate::output::{Exit, Output};

/// What holds the folder meanwhile, for whoever finds it held.
const HOLDER: &str = "tilsyn upgrade";

/// One format forward. Harmless when it was done before, in part or whole.
struct Step {
    from: u32,
    run: fn(&Path) -> anyhow::Result<()>,
}

/// Format 1 is the first: there is none before it. A folder of each format is kept in
/// `tests/fixtures/kept`, and must come through.
const STEPS: &[Step] = &[];

/// Moves the folder forward, opens it to see that it does, and says from which format to which.
pub(crate) fn upgrade(data: &Path, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let Some(about) = folder::about(data)? else {
        return Err(Problem::gone("cli-no-folder")
            .with("path", data.display())
            .into());
    };
    if about.format > folder::FORMAT {
        return Err(folder::newer(data, about.format));
    }
    // Never through a running server: that may be the earlier version.
    folder::check_owner(data)?;
    let lock = Turn::NowOrNever.lock(data, HOLDER)?;
    forward(data, about.format, STEPS)?;
    drop(lock);
    Folder::open(data, HOLDER, Turn::NowOrNever)?
        .archive
        .flush()?;
    let (from, to) = (about.format, folder::FORMAT);
    if output.json {
        output.document(&json!({ "from": from, "to": to }))?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    let said = match from == to {
        true => words.with("cli-upgrade-same", "format", from),
        false => words.fill("cli-upgrade-done", &formats(from, to)),
    };
    output.line(&said)?;
    Ok(Exit::Done)
}

/// Takes every step from a format on. After each, the folder says how far it is.
fn forward(data: &Path, from: u32, steps: &[Step]) -> anyhow::Result<()> {
    for step in steps.iter().filter(|step| step.from >= from) {
        let to = step.from + 1;
        (step.run)(data).map_err(|cause| {
            let mut problem = Problem::ours("cli-upgrade-failed", cause);
            problem = problem.with("path", data.display());
            problem.arguments.extend(formats(step.from, to));
            problem
        })?;
        folder::write_about(data, to)?;
    }
    Ok(())
}

fn formats(from: u32, to: u32) -> [(&'static str, String); 2] {
    [("from", from.to_string()), ("to", to.to_string())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(data: &Path, text: &str) -> anyhow::Result<()> {
        let mut notes = tilsyn_durable::read_if_there(&data.join("notes"))?.unwrap_or_default();
        notes.extend_from_slice(text.as_bytes());
        Ok(tilsyn_durable::write_atomically(
            &data.join("notes"),
            &notes,
        )?)
    }

    /// Fails half-way the first time.
    fn second(data: &Path) -> anyhow::Result<()> {
        if !data.join("half").exists() {
            tilsyn_durable::write_atomically(&data.join("half"), b"")?;
            anyhow::bail!("the power went");
        }
        note(data, "b")
    }

    const STEPS: &[Step] = &[
        Step {
            from: 1,
            run: |data| note(data, "a"),
        },
        Step {
            from: 2,
            run: second,
        },
        Step {
            from: 3,
            run: |data| note(data, "c"),
        },
    ];

    /// Moves a folder of that format as far as it goes, so many times.
    fn check(from: u32, times: usize, format: u32, notes: &str) {
        let data = tempfile::tempdir().expect("a folder");
        folder::write_about(data.path(), from).expect("writes");
        for time in 1..=times {
            let now = folder::about(data.path()).expect("reads").expect("there");
            let done = forward(data.path(), now.format, STEPS);
            assert_eq!(done.is_ok(), from > 2 || time > 1, "{done:?}");
        }
        let now = folder::about(data.path()).expect("reads").expect("there");
        let kept = tilsyn_durable::read_if_there(&data.path().join("notes"));
        let kept = kept.expect("reads").unwrap_or_default();
        assert_eq!(
            (now.format, String::from_utf8_lossy(&kept).as_ref()),
            (format, notes)
        );
    }

    #[test]
    fn a_step_that_failed_leaves_the_format_before_it_and_is_taken_again() {
        check(1, 1, 2, "a");
        check(1, 2, 4, "abc");
        check(1, 3, 4, "abc");
    }

    #[test]
    fn steps_of_earlier_formats_are_not_taken_again() {
        check(3, 1, 4, "c");
        check(4, 1, 4, "");
    }

    #[test]
    fn every_format_before_todays_has_its_step() {
        let known: Vec<u32> = super::STEPS.iter().map(|step| step.from).collect();
        let wanted: Vec<u32> = (1..folder::FORMAT).collect();
        assert_eq!(known, wanted);
    }
}
