//! The last full check of everything stored: when, by whom, with which result; and the one that
//! runs.
//!
//! The result is kept in the registry, so that a check by command is known to the pages. It is a
//! note about the log and no proof: whoever doubts it checks again. Not here: the check (`health`).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tilsyn_domain::Instant;
use tilsyn_registry::settings::LAST_VERIFICATION;

use crate::desk::{Desk, registry_problem};
use crate::health::{Fault, Integrity};
use crate::permit::{Permit, VerifyLedger};
use crate::problem::Problem;

/// Faults told one by one on the page; the command tells all.
const FAULTS_KEPT_MAX: usize = 20;
/// Characters of a principal's name that are kept.
const NAME_CHARS_MAX: usize = 120;

/// A full check that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Microseconds since 1970, UTC, when it ended.
    pub at: i64,
    /// How long it took, in seconds.
    pub seconds: u64,
    /// Who started it.
    pub by: String,
    /// What it came to.
    pub outcome: Outcome,
    /// Entries looked at.
    pub leaves: u64,
    /// Access events among them.
    pub events: u64,
    /// Signed checkpoints that the tree agrees with.
    pub checkpoints: u64,
    /// What does not open any more because it was erased lawfully.
    pub erased: u64,
    /// What does not open, and nobody answers for.
    pub unexplained: u64,
    /// How much else does not hold.
    pub faults: u64,
}

/// What a full check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Everything agrees.
    Whole,
    /// Something does not.
    Broken,
    /// It could not be carried through; nothing is said of the log.
    NotDone,
}

/// A full check under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// When it began.
    pub since: Instant,
    /// Who started it.
    pub by: String,
    /// Entries looked at so far.
    pub done: u64,
    /// Entries there were at its beginning.
    pub total: u64,
}

/// What is known of checks while the program runs.
#[derive(Default)]
pub(crate) struct Verification {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    running: Option<Running>,
    faults: Vec<Fault>,
}

impl Verification {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one under way.
    pub(crate) fn running(&self) -> Option<Running> {
        self.state().running.clone()
    }

    /// What the last one of this program's life found, the first of it.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.state().faults.clone()
    }

    /// How far it has come.
    pub(crate) fn progress(&self, done: u64, total: u64) {
        if let Some(running) = &mut self.state().running {
            (running.done, running.total) = (done, total);
        }
    }

    /// Takes the place of the one under way; `false` where there is one already.
    fn begin(&self, running: Running) -> bool {
        let mut state = self.state();
        let is_free = state.running.is_none();
        if is_free {
            state.running = Some(running);
        }
        is_free
    }

    fn end(&self, faults: &[Fault]) {
        let mut state = self.state();
        state.running = None;
        state.faults = faults.iter().take(FAULTS_KEPT_MAX).cloned().collect();
    }
}

impl Desk {
    /// Starts a full check beside everything else. Does nothing where one runs already.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin_verification(
        self: &Arc<Desk>,
        permit: Permit<VerifyLedger>,
    ) -> Result<(), Problem> {
        if !self.verification.begin(self.running(&permit)) {
            return Ok(());
        }
        let desk = Arc::clone(self);
        let check = move || {
            if let Err(problem) = desk.verify_begun(&permit) {
                let cause = std::error::Error::source(&problem).map(ToString::to_string);
                let problem = problem.message;
                tracing::error!(
                    problem,
                    cause,
                    "a verification could not be carried through"
                );
            }
        };
        let thread = std::thread::Builder::new().name("verification".to_owned());
        let started = thread.spawn(check).map(drop);
        started.map_err(|cause| {
            self.verification.end(&[]);
            Problem::ours("problem-not-verified", cause)
        })
    }

    /// Checks every event, tile and checkpoint, that the archive holds what the ledger holds, and
    /// the registry; the result is kept for the pages.
    ///
    /// # Errors
    /// When the check itself could not run; what it finds wrong is in the answer.
    pub fn verify(&self, permit: &Permit<VerifyLedger>) -> Result<Integrity, Problem> {
        // Beside another one it runs all the same: whoever asked waits for the answer.
        self.verification.begin(self.running(permit));
        self.verify_begun(permit)
    }

    fn verify_begun(&self, permit: &Permit<VerifyLedger>) -> Result<Integrity, Problem> {
        let began = self.now();
        let found = self.check_everything(permit);
        let ended = self.now();
        let verified = verified(permit, found.as_ref().ok(), began, ended);
        let faults = found.as_ref().map(|found| found.faults.as_slice());
        self.verification.end(faults.unwrap_or_default());
        if let Err(problem) = self.keep_verified(&verified) {
            // The answer is worth more than its note.
            let problem = problem.message;
            tracing::warn!(problem, "the result of a verification is not kept");
        }
        found
    }

    fn running(&self, permit: &Permit<VerifyLedger>) -> Running {
        Running {
            since: self.now(),
            by: permit.principal().user().to_owned(),
            done: 0,
            total: self.ledger().len(),
        }
    }

    /// The last full check; nothing where there was none, or its note cannot be read.
    pub(crate) fn verified(&self) -> Result<Option<Verified>, Problem> {
        let kept = self.registry().setting(&LAST_VERIFICATION);
        let kept = kept.map_err(registry_problem)?;
        Ok(serde_json::from_str(&kept).ok())
    }

    fn keep_verified(&self, verified: &Verified) -> Result<(), Problem> {
        let text = serde_json::to_string(verified);
        let text = text.map_err(|cause| Problem::ours("problem-registry", cause))?;
        let kept = self.registry().set(&LAST_VERIFICATION, &text);
        kept.map_err(registry_problem)
    }
}

fn verified(
    permit: &Permit<VerifyLedger>,
    found: Option<&Integrity>,
    began: Instant,
    ended: Instant,
) -> Verified {
    let none = Integrity::default();
    let outcome = match found {
        Some(found) if found.ok() => Outcome::Whole,
        Some(_) => Outcome::Broken,
        None => Outcome::NotDone,
    };
    let found = found.unwrap_or(&none);
    let name = permit.principal().user();
    Verified {
        at: ended.0,
        seconds: u64::try_from((ended.0 - began.0) / 1_000_000).unwrap_or(0),
        by: name.chars().take(NAME_CHARS_MAX).collect(),
        outcome,
        leaves: found.leaves,
        events: found.events,
        checkpoints: found.checkpoints,
        erased: found.erased,
        unexplained: found.unexplained,
        faults: found.faults.len() as u64,
    }
}
