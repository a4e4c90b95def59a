//! The archive follows the ledger: while one batch is parsed and made durable, the archive takes
//! in the one before.
//!
//! Nothing is acknowledged later or lost by it: what is handed over here is on the disk already,
//! and what the archive does not hold after a crash it takes from the ledger at the next start.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use tilsyn_domain::question::Stored;

use crate::desk::{Desk, answered};
use crate::problem::Problem;

/// Batches that may wait for the archive; more would only fill memory.
const BATCHES_WAITING_MAX: usize = 1;

/// The archive at work behind an import.
pub(super) struct Behind<'scope> {
    batches: SyncSender<Vec<Stored>>,
    work: ScopedJoinHandle<'scope, Result<(), Problem>>,
}

impl<'scope> Behind<'scope> {
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start<'env>(
        scope: &'scope Scope<'scope, 'env>,
        desk: &'env Desk,
    ) -> Result<Behind<'scope>, Problem> {
        let (batches, waiting) = sync_channel::<Vec<Stored>>(BATCHES_WAITING_MAX);
        let work = std::thread::Builder::new()
            .name("archive".to_owned())
            .spawn_scoped(scope, move || {
                waiting
                    .iter()
                    .try_for_each(|batch| answered(desk.answers().take_in(&batch)))
            })
            .map_err(|cause| Problem::ours("problem-archive", cause))?;
        Ok(Behind { batches, work })
    }

    /// Hands over acknowledged events, in the order of their leaves. Whether the archive still
    /// takes any; if not, `finish` says why.
    pub(super) fn hand(&self, events: Vec<Stored>) -> bool {
        self.batches.send(events).is_ok()
    }

    /// Waits until the archive holds all.
    ///
    /// # Errors
    /// What kept the archive from it.
    pub(super) fn finish(self) -> Result<(), Problem> {
        drop(self.batches);
        match self.work.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}
