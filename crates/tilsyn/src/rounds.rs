//! Work of the server itself that is done again and again, each in a thread of its own.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tilsyn_app::permit::{EvaluateLog, Form, ask};
use tilsyn_app::{Desk, Principal};

/// How often the clock is looked at, witnesses are asked, erasures worked on and mails sent.
pub(crate) const ROUND_EVERY: Duration = Duration::from_secs(1);

/// Does this again and again in a thread of its own, until the desk is closed.
///
/// # Errors
/// When there is no thread.
pub(crate) fn go_on(
    name: &str,
    desk: &Arc<Desk>,
    mut work: impl FnMut(&Arc<Desk>) + Send + 'static,
) -> anyhow::Result<()> {
    let desk: Weak<Desk> = Arc::downgrade(desk);
    let again = move || {
        loop {
            std::thread::sleep(ROUND_EVERY);
            let Some(desk) = desk.upgrade() else { return };
            work(&desk);
        }
    };
    let thread = std::thread::Builder::new().name(name.to_owned());
    thread.spawn(again)?;
    Ok(())
}

/// Rounds between two looks at whether the log is to be evaluated: about ten minutes.
const ROUNDS_BETWEEN_EVALUATIONS: u64 = 600;

/// Evaluates the log once a night, while the server runs.
///
/// # Errors
/// When there is no thread.
pub(crate) fn evaluate_at_night(desk: &Arc<Desk>) -> anyhow::Result<()> {
    let permit = ask::<EvaluateLog>(&Principal::program(), Form::Command)?;
    let mut rounds: u64 = 0;
    go_on("evaluation", desk, move |desk| {
        rounds += 1;
        if !rounds.is_multiple_of(ROUNDS_BETWEEN_EVALUATIONS) {
            return;
        }
        match desk.evaluate_at_night(&permit) {
            Ok(None) => {}
            Ok(Some(run)) => tracing::info!(opened = run.opened, "the log was evaluated"),
            Err(problem) => tracing::error!(%problem, "the log could not be evaluated"),
        }
    })
}
