//! Checkpoints at work behind an import: thousands of tiles become durable, and are signed, while
//! the next batches come in.
//!
//! Nothing is acknowledged earlier by it: an event counts as kept once it is in the ledger's own
//! frames. Not here: checkpoints at a steady pace while the program serves (`sealing`).

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::Scope;

use crate::desk::Desk;
use crate::problem::Problem;

/// The thread that signs; it ends when this is dropped.
pub(super) struct Signing {
    wake: SyncSender<u64>,
}

impl Signing {
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start<'scope, 'env>(
        scope: &'scope Scope<'scope, 'env>,
        desk: &'env Desk,
    ) -> Result<Signing, Problem> {
        let (wake, waiting) = sync_channel::<u64>(1);
        let sign = move || {
            for received_seconds in waiting {
                if desk.ledger().is_checkpoint_due()
                    && let Err(error) = desk.ledger().checkpoint(received_seconds)
                {
                    // The next append is refused for the same reason, and tells it.
                    tracing::warn!(%error, "no checkpoint could be made behind an import");
                }
            }
        };
        std::thread::Builder::new()
            .name("signing".to_owned())
            .spawn_scoped(scope, sign)
            .map_err(|cause| Problem::ours("problem-ledger", cause))?;
        Ok(Signing { wake })
    }

    /// Something came in.
    pub(super) fn wake(&self, received_seconds: u64) {
        // A full channel means that the thread is about to look anyway.
        match self.wake.try_send(received_seconds) {
            Ok(()) | Err(_) => {}
        }
    }
}
