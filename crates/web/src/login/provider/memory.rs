//! What is remembered of a provider: what it said of itself, since when it says nothing, and which
//! logout tokens it has sent.
//!
//! One asks and the others wait for its answer. After a provider did not answer it is left in
//! peace for a while, so that a crowd before a shut door is told so at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tilsyn_app::Problem;
use tilsyn_domain::Instant;

use super::kinds::Metadata;
use super::{CLOCKS_APART_SECONDS_MAX, HttpFailed, SECOND, TOKEN_SECONDS_MAX};

/// How long a provider that did not answer is not asked what it is, from when it was.
const SILENT_SECONDS: i64 = 30;
/// Tokens of logout that are remembered, so that none works twice.
const REMEMBERED_MAX: usize = 10_000;

/// What a provider said of itself, and when.
pub(super) struct Known {
    pub(super) metadata: Metadata,
    at: Instant,
}

#[derive(Default)]
pub(super) struct Memory {
    last: Mutex<Last>,
    /// Ids of logout tokens, and until when they are remembered.
    logouts: Mutex<HashMap<String, Instant>>,
}

/// What came of asking last.
#[derive(Default)]
struct Last {
    known: Option<Arc<Known>>,
    silent_since: Option<Instant>,
}

impl Memory {
    /// What the provider says of itself, no older than so many seconds.
    ///
    /// # Errors
    /// Later, when it cannot be asked, or could not just now.
    pub(super) fn known(
        &self,
        now: Instant,
        seconds_max: i64,
        ask: impl FnOnce() -> Result<Metadata, Problem>,
    ) -> Result<Arc<Known>, Problem> {
        // Held while it is asked: that is what the others wait for.
        let mut last = locked(&self.last);
        let fresh_enough = |known: &&Arc<Known>| now.0 - known.at.0 < seconds_max * SECOND;
        if let Some(known) = last.known.as_ref().filter(fresh_enough) {
            return Ok(Arc::clone(known));
        }
        let is_silent = |since: Instant| now.0 - since.0 < SILENT_SECONDS * SECOND;
        if last.silent_since.is_some_and(is_silent) {
            let silent = HttpFailed("it did not answer a moment ago".to_owned());
            return Err(Problem::later("problem-sign-in-provider", silent));
        }
        let answer = ask();
        last.silent_since = answer.is_err().then_some(now);
        let metadata = answer?;
        let fresh = Arc::new(Known { metadata, at: now });
        last.known = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// Whether a logout token of this id comes for the first time.
    pub(super) fn is_first(&self, id: String, now: Instant) -> bool {
        let mut seen = locked(&self.logouts);
        seen.retain(|_, until| now.0 < until.0);
        if seen.len() >= REMEMBERED_MAX {
            return false;
        }
        let seconds = TOKEN_SECONDS_MAX + CLOCKS_APART_SECONDS_MAX;
        seen.insert(id, Instant(now.0 + seconds * SECOND)).is_none()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
