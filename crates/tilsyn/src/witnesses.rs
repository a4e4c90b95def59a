//! The clock and the way to witnesses: what came in is signed, silence sealed, checkpoints shown.
//!
//! A thread of its own, so that nobody who hands in or asks waits for another organisation.
//! Not here: what is asked and believed (`app`), a single request (`line`).

mod line;

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tilsyn_app::permit::{CarryOutErasures, Form, Permit, VerifyLedger, ask};
use tilsyn_app::witnesses::Asking;
use tilsyn_app::{Desk, Principal};
use tilsyn_ledger::Policy;

use crate::folder::Unusable;
use line::Line;

/// At most one round of requests in this time.
const ROUND_EVERY: Duration = Duration::from_secs(1);

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
/// goes on in a thread until the desk is closed. `authorities` is a file of certificates.
///
/// # Errors
/// When the certificates cannot be read, or there is no thread.
pub(crate) fn begin(desk: &Arc<Desk>, authorities: Option<&Path>) -> anyhow::Result<()> {
    let line = Line::new(authorities)?;
    let permit = ask::<VerifyLedger>(&Principal::local_operator(), Form::Command)?;
    round(desk, &permit, &line);
    carry_out_erasures(Arc::downgrade(desk))?;
    let desk = Arc::downgrade(desk);
    std::thread::Builder::new()
        .name("witnesses".to_owned())
        .spawn(move || go_on(&desk, &permit, &line))?;
    Ok(())
}

/// Looks through what is asked to be erased and carries out what was approved, in a thread of
/// its own: going through a large ledger takes longer than a heartbeat may wait.
fn carry_out_erasures(desk: Weak<Desk>) -> anyhow::Result<()> {
    let permit = ask::<CarryOutErasures>(&Principal::local_operator(), Form::Command)?;
    let work = move || {
        while let Some(desk) = desk.upgrade() {
            if let Err(problem) = desk.work_on_erasures(&permit) {
                tracing::error!(%problem, "an erasure is not finished; it is tried again");
            }
            drop(desk);
            std::thread::sleep(ROUND_EVERY);
        }
    };
    let thread = std::thread::Builder::new().name("erasures".to_owned());
    thread.spawn(work)?;
    Ok(())
}

fn go_on(desk: &Weak<Desk>, permit: &Permit<VerifyLedger>, line: &dyn Asking) {
    let Some(mut pulse) = desk.upgrade().map(|desk| desk.pulse()) else {
        return;
    };
    loop {
        std::thread::sleep(ROUND_EVERY);
        let Some(desk) = desk.upgrade() else { return };
        if let Err(problem) = desk.beat(permit, &mut pulse) {
            tracing::error!(%problem, "what came in could not be signed; it is kept");
        }
        round(&desk, permit, line);
    }
}

fn round(desk: &Desk, permit: &Permit<VerifyLedger>, line: &dyn Asking) {
    if let Err(problem) = desk.ask_witnesses(permit, line) {
        tracing::error!(%problem, "what witnesses signed could not be kept");
    }
}
