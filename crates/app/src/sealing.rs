//! The clock's part: what came in is signed soon, and silence is sealed too.
//!
//! Without a sign of life nobody could tell a quiet night from one that was cut out. Not here:
//! what a heartbeat looks like (`ledger`), showing checkpoints to witnesses (`witnesses`).

use tilsyn_domain::Instant;

use crate::desk::{Desk, seconds, unreadable};
use crate::permit::{Permit, VerifyLedger};
use crate::problem::Problem;

/// How long what came in waits for a checkpoint, in microseconds. An import signs at its end.
const SIGN_EVERY: i64 = 5_000_000;
/// How long nothing comes in before a heartbeat is sealed, in microseconds.
const HEARTBEAT_AFTER: i64 = 60_000_000;

/// When something came in last, and when was signed last.
#[derive(Clone, Copy, Debug)]
pub struct Pulse {
    leaves: u64,
    grew_at: Instant,
    signed_at: Instant,
}

impl Desk {
    /// The beginning of a pulse.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        let now = self.now();
        Pulse {
            leaves: self.ledger().len(),
            grew_at: now,
            signed_at: now,
        }
    }

    /// Signs what has come in, or adds a heartbeat where nothing has for a minute. Called every
    /// second while the program serves. Does nothing after a roll-back.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn beat(&self, _permit: &Permit<VerifyLedger>, pulse: &mut Pulse) -> Result<(), Problem> {
        if self.roll_back().is_some() {
            return Ok(());
        }
        let now = self.now();
        let leaves = self.ledger().len();
        if leaves != pulse.leaves {
            pulse.leaves = leaves;
            pulse.grew_at = now;
        }
        if now.0 - pulse.grew_at.0 >= HEARTBEAT_AFTER {
            // Even if it fails, the next one comes a minute later.
            (pulse.grew_at, pulse.signed_at) = (now, now);
            self.ledger().heartbeat(seconds(now)).map_err(unreadable)?;
            pulse.leaves = self.ledger().len();
        } else if now.0 - pulse.signed_at.0 >= SIGN_EVERY {
            pulse.signed_at = now;
            if self.ledger().last_checkpoint().size < leaves {
                self.ledger().checkpoint(seconds(now)).map_err(unreadable)?;
            }
        }
        Ok(())
    }
}
