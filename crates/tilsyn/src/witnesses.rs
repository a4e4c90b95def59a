//! The clock and the way to witnesses: what came in is signed, silence sealed, checkpoints shown.
//!
//! Threads of their own, so that nobody who hands in or asks waits for another organisation; and
//! one for the clock, which waits for no witness either.
//! Not here: what is asked and believed (`app`), a single request (`line`).

mod line;

use std::path::Path;
use std::sync::Arc;

use tilsyn_app::permit::{CarryOutErasures, Form, Permit, VerifyLedger, ask};
use tilsyn_app::witnesses::{Asking, Until};
use tilsyn_app::{Desk, Principal};
use tilsyn_ledger::Policy;

use crate::folder::Unusable;
use crate::rounds::go_on;
use line::Line;

/// Reads a policy; what is wrong is told with its line.
///
/// # Errors
/// When it cannot be read, or is wrong.
pub(crate) fn read_policy(path: &Path) -> anyhow::Result<Policy> {
    let bytes = tilsyn_durable::read(path)?;
    let wrong = |error: tilsyn_ledger::PolicyError| Unusable::File {
        path: path.to_owned(),
        why: error.to_string(),
    };
    Ok(Policy::parse(&bytes).map_err(wrong)?)
}

/// Asks the witnesses once, so that an older copy is found out before anything is taken in, and
/// goes on in threads until the desk is closed. `authorities` is a file of certificates.
///
/// # Errors
/// When the certificates cannot be read, or there is no thread.
pub(crate) fn begin(desk: &Arc<Desk>, authorities: Option<&Path>) -> anyhow::Result<()> {
    let line: Arc<dyn Asking> = Arc::new(Line::new(authorities)?);
    let permit = ask::<VerifyLedger>(&Principal::program(), Form::Command)?;
    round(desk, &permit, &line, Until::AllHaveAnswered);
    go_on("witnesses", desk, move |desk| {
        round(desk, &permit, &line, Until::EnoughHaveSigned);
    })?;
    keep_the_pulse(desk)?;
    carry_out_erasures(desk)
}

/// Signs what came in, and seals silence.
fn keep_the_pulse(desk: &Arc<Desk>) -> anyhow::Result<()> {
    let permit = ask::<VerifyLedger>(&Principal::program(), Form::Command)?;
    let mut pulse = desk.pulse();
    go_on("pulse", desk, move |desk| {
        if let Err(problem) = desk.beat(&permit, &mut pulse) {
            tracing::error!(%problem, "what came in could not be signed; it is kept");
        }
    })
}

/// Looks through what is asked to be erased and carries out what was approved: going through a
/// large ledger takes longer than a heartbeat may wait.
fn carry_out_erasures(desk: &Arc<Desk>) -> anyhow::Result<()> {
    let permit = ask::<CarryOutErasures>(&Principal::program(), Form::Command)?;
    go_on("erasures", desk, move |desk| {
        if let Err(problem) = desk.work_on_erasures(&permit) {
            tracing::error!(%problem, "erasures could not be worked on; it is tried again");
        }
    })
}

fn round(desk: &Arc<Desk>, permit: &Permit<VerifyLedger>, line: &Arc<dyn Asking>, until: Until) {
    if let Err(problem) = desk.ask_witnesses(permit, line, until) {
        tracing::error!(%problem, "what witnesses signed could not be kept");
    }
}
