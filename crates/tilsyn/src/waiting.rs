//! Sources wait: an import that cannot be taken in now is tried again when the server says.
//!
//! Nothing is kept meanwhile but the place where the files lie, and what was taken in before is
//! a duplicate the next time, so waiting costs neither memory nor events.

use std::time::{Duration, Instant};

use crate::cli::Command;
use crate::output::Output;

/// When to look again for a server that went away; systemd starts one after ten seconds.
pub(crate) const SERVER_SECONDS: u16 = 5;
/// No pause is longer, whatever a server says.
const PAUSE_SECONDS_MAX: u16 = 300;

/// How long a command may still wait, and for whom.
pub(crate) struct Patience {
    until: Instant,
    awaits_server: bool,
    waits: bool,
}

impl Patience {
    pub(crate) fn of(command: &Command) -> Patience {
        let seconds = command.wait_seconds();
        let now = Instant::now();
        Patience {
            until: now.checked_add(Duration::from_secs(seconds)).unwrap_or(now),
            awaits_server: false,
            waits: seconds > 0,
        }
    }

    /// From now on a command that waits does not take the folder itself: the server that held it
    /// comes back, and would find it held.
    pub(crate) fn server_was_met(&mut self) {
        self.awaits_server = self.waits;
    }

    pub(crate) fn awaits_server(&self) -> bool {
        self.awaits_server
    }

    /// How long to wait before the next try; `None`: there is none.
    pub(crate) fn wait(&self, again_after_seconds: Option<u16>) -> Option<Duration> {
        let asked = again_after_seconds?.clamp(1, PAUSE_SECONDS_MAX);
        let left = self.until.checked_duration_since(Instant::now())?;
        Some(Duration::from_secs(asked.into()).min(left))
    }
}

/// Says that the command waits, and waits.
pub(crate) fn wait(pause: Duration, output: &mut Output<'_>) {
    let said = output.words.count("cli-waits", pause.as_secs().max(1));
    // A courtesy, like progress: the command goes on if nobody reads it.
    let _ = output.aside(&said).is_err();
    std::thread::sleep(pause);
}
