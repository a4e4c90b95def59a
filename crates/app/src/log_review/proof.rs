//! Evidence of one event for somebody outside: proved with the public key, opened as far as it
//! may be seen.
//!
//! The look is filed before the evidence leaves, with the names of those whose parts are opened.
//! Not here: the evidence file itself (`ledger`), which parts may be opened for whom.

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{NationalId, Period};
use tilsyn_ledger::{CompartmentKind, Error as LedgerError, PartShown, ProofMade};

use crate::desk::{Desk, registry_problem, seconds, unreadable};
use crate::own_log::Looked;
use crate::permit::{Action as _, Form, Permit, ProveEvent};
use crate::problem::Problem;

/// The evidence of one event.
#[derive(Clone, Debug)]
pub struct EventEvidence {
    /// The file, a C2SP tlog-proof.
    pub bytes: Vec<u8>,
    /// The entry's place in the log.
    pub leaf: u64,
    /// How many entries the checkpoint covers.
    pub checkpoint_size: u64,
    /// Each kind of part with what is shown of it, and how many there are of that.
    pub parts: Vec<(CompartmentKind, PartShown, u64)>,
    /// The public key that the file is checked with.
    pub verifier_key: String,
}

impl Desk {
    /// Makes evidence of the event that a source gave this id, with parts of these kinds opened.
    ///
    /// # Errors
    /// When there is no such event, what was asked for has been erased, no checkpoint covers it
    /// and none can be signed now, or the look cannot be filed.
    pub fn prove(
        &self,
        permit: &Permit<ProveEvent>,
        source: &str,
        id: &str,
        open: &[CompartmentKind],
    ) -> Result<EventEvidence, Problem> {
        let leaf = self.leaf_of(source, id)?;
        self.prove_at(permit, leaf, (source, id), open)
    }

    /// The same of the event with this place in the log.
    ///
    /// # Errors
    /// As [`Desk::prove`].
    pub fn prove_leaf(
        &self,
        permit: &Permit<ProveEvent>,
        leaf: u64,
        open: &[CompartmentKind],
    ) -> Result<EventEvidence, Problem> {
        let gone = || Problem::gone("problem-no-such-event");
        let event = self.stored_event(leaf)?.ok_or_else(gone)?;
        self.prove_at(permit, leaf, (&event.source, &event.id), open)
    }

    fn prove_at(
        &self,
        permit: &Permit<ProveEvent>,
        leaf: u64,
        (source, id): (&str, &str),
        open: &[CompartmentKind],
    ) -> Result<EventEvidence, Problem> {
        self.check_protected(permit, leaf, open)?;
        self.sign_up_to(leaf)?;
        let made = self
            .ledger()
            .prove(leaf, open)
            .map_err(|error| match error {
                LedgerError::NoSuchLeaf { .. } => Problem::later(NOT_SIGNED, error),
                other => unreadable(other),
            })?;
        if is_erased(&made, open) {
            return Err(Problem::gone("problem-event-erased"));
        }
        let looked = self.looked(&made, source, id, open)?;
        self.file_look(permit, &looked)?;
        Ok(EventEvidence {
            bytes: made.proof.to_bytes(),
            leaf,
            checkpoint_size: made.checkpoint.size,
            parts: counted(&made),
            verifier_key: self.ledger().verifier_key(),
        })
    }

    /// What names somebody whom the register protects leaves with whoever was shown who that is.
    /// A command has the whole folder.
    fn check_protected(
        &self,
        permit: &Permit<ProveEvent>,
        leaf: u64,
        open: &[CompartmentKind],
    ) -> Result<(), Problem> {
        let opens = |kind: &CompartmentKind| *kind != CompartmentKind::Act;
        if permit.form() == Form::Command || !open.iter().any(opens) {
            return Ok(());
        }
        let Some(mut event) = self.stored_event(leaf)? else {
            return Ok(());
        };
        let day = self.zone().day_of(event.time.at);
        let hidden = self.keep_back(&mut event, day);
        let mut hidden = hidden.iter();
        match hidden.all(|id| self.is_shown_to(permit.principal(), id)) {
            true => Ok(()),
            false => Err(Problem::denied("problem-proof-protected", ProveEvent::NAME)),
        }
    }

    pub(crate) fn leaf_of(&self, source: &str, id: &str) -> Result<u64, Problem> {
        let sources = self.registry().sources().map_err(registry_problem)?;
        let found = match sources.iter().find(|known| known.name == source) {
            Some(known) => self.ledger().find(known.number, id.as_bytes()),
            None => Ok(None),
        };
        let none = || Problem::gone("problem-no-such-event");
        found.map_err(unreadable)?.ok_or_else(none)
    }

    /// Signs the tree, if the last checkpoint does not cover this leaf yet.
    fn sign_up_to(&self, leaf: u64) -> Result<(), Problem> {
        if leaf < self.ledger().last_checkpoint().size {
            return Ok(());
        }
        let signed = self.ledger().checkpoint(seconds(self.now()));
        let not_signed = |cause| Problem::later(NOT_SIGNED, cause);
        signed.map(|_| ()).map_err(not_signed)
    }

    fn looked(
        &self,
        made: &ProofMade,
        source: &str,
        id: &str,
        open: &[CompartmentKind],
    ) -> Result<Looked, Problem> {
        let event = self.stored_event(made.proof.index)?;
        let is_opened = |kind| made.parts.contains(&(kind, PartShown::Opened));
        // The detail may hold what was typed about anybody the event names.
        let is_about = is_opened(CompartmentKind::Subject) || is_opened(CompartmentKind::Detail);
        let subjects = event
            .iter()
            .filter(|_| is_about)
            .flat_map(|event| &event.subjects);
        let people: Vec<&NationalId> = subjects.map(|subject| &subject.national_id).collect();
        let mut looked = Looked::list("proof", Period::always(), people.into_iter(), 1);
        let actor = event.filter(|_| is_opened(CompartmentKind::Actor));
        looked.about = actor.map(|event| Identity::Account {
            source: event.source,
            user: event.actor.user,
        });
        let parts: Vec<&str> = open.iter().map(|kind| part_word(*kind)).collect();
        Ok(looked
            .by("source", Some(source))
            .by("event", Some(id))
            .by("parts", Some(&parts.join(", "))))
    }
}

const NOT_SIGNED: &str = "problem-not-in-checkpoint";

/// The word of a part in commands and in the own log.
fn part_word(kind: CompartmentKind) -> &'static str {
    match kind {
        CompartmentKind::Actor => "actor",
        CompartmentKind::Subject => "subject",
        CompartmentKind::Act => "act",
        CompartmentKind::Detail => "detail",
    }
}

/// Whether the whole event is gone, or all of what was asked for.
fn is_erased(made: &ProofMade, open: &[CompartmentKind]) -> bool {
    let mut asked = made.parts.iter().filter(|(kind, _)| open.contains(kind));
    let nothing_opens = made.proof.openings.is_empty();
    made.parts.is_empty() || (nothing_opens && asked.any(|(_, shown)| *shown == PartShown::Erased))
}

fn counted(made: &ProofMade) -> Vec<(CompartmentKind, PartShown, u64)> {
    let mut counted: Vec<(CompartmentKind, PartShown, u64)> = Vec::new();
    for (kind, shown) in &made.parts {
        let known = counted
            .iter_mut()
            .find(|known| (known.0, known.1) == (*kind, *shown));
        match known {
            Some((_, _, count)) => *count += 1,
            None => counted.push((*kind, *shown, 1)),
        }
    }
    counted
}
