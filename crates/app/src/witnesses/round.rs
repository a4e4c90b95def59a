//! One round: every witness that has not cosigned the newest checkpoint is asked to.

use std::sync::PoisonError;

use tilsyn_domain::Instant;
use tilsyn_ledger::{
    ParsedCheckpoint, Policy, PolicyWitness, Signed, Submission, WitnessAnswer, Witnessed,
    origin_hash, parse_checkpoint,
};

use super::{Asking, Known, Trouble};
use crate::desk::{Desk, unreadable};
use crate::permit::{Permit, VerifyLedger};
use crate::problem::Problem;

/// How long a witness is left alone after trouble, in microseconds.
const PAUSE_MICROSECONDS: i64 = 10_000_000;

/// The newest checkpoint of ours.
struct Newest {
    note: Vec<u8>,
    parsed: ParsedCheckpoint,
}

/// Why a witness gave no signature.
enum NotSigned {
    Trouble(Trouble),
    /// It showed that the ledger was rolled back.
    RolledBack,
    Ours(Problem),
}

impl From<tilsyn_ledger::Error> for NotSigned {
    fn from(cause: tilsyn_ledger::Error) -> NotSigned {
        NotSigned::Ours(unreadable(cause))
    }
}

impl Desk {
    /// Shows the newest checkpoint to the witnesses that have not cosigned it since the program
    /// started, and keeps what they sign. Does nothing without a policy, for an empty ledger, and
    /// after a roll-back.
    ///
    /// # Errors
    /// When the ledger cannot be read or written; what is wrong with a witness is remembered,
    /// see [`Desk::witnesses`].
    pub fn ask_witnesses(
        &self,
        _permit: &Permit<VerifyLedger>,
        asking: &dyn Asking,
    ) -> Result<(), Problem> {
        let Some(policy) = self.witnesses.policy.get() else {
            return Ok(());
        };
        let note = self.ledger().checkpoint_note();
        let parsed = parse_checkpoint(&note).expect("it was written by the same rules");
        if parsed.checkpoint.size == 0 || self.roll_back().is_some() {
            return Ok(());
        }
        let newest = Newest { note, parsed };
        let kept = self.ledger().witnessed().map_err(unreadable)?;
        let mut lines = Vec::new();
        for witness in policy.witnesses() {
            let known = self.known_of(witness, &kept);
            if (known.is_fresh && known.size == Some(newest.parsed.checkpoint.size))
                || known.not_before.is_some_and(|time| self.now().0 < time.0)
            {
                continue;
            }
            match self.ask_one(asking, witness, &newest, known.size.unwrap_or(0)) {
                Ok(line) => {
                    lines.extend(line);
                    self.remember(witness, Some(newest.parsed.checkpoint.size), None);
                }
                Err(NotSigned::Trouble(trouble)) => {
                    tracing::warn!(witness = witness.name, ?trouble, "a witness did not cosign");
                    self.remember(witness, known.size, Some(trouble));
                }
                Err(NotSigned::RolledBack) => return Ok(()),
                Err(NotSigned::Ours(problem)) => return Err(problem),
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.keep_lines(policy, &newest, &kept, &lines)
    }

    /// Asks one; the answer is its signature line.
    fn ask_one(
        &self,
        asking: &dyn Asking,
        witness: &PolicyWitness,
        newest: &Newest,
        known_size: u64,
    ) -> Result<Vec<u8>, NotSigned> {
        let trouble = |trouble| Err(NotSigned::Trouble(trouble));
        let Some(url) = &witness.url else {
            return trouble(Trouble::NoAddress);
        };
        let place = format!("{}/add-checkpoint", url.trim_end_matches('/'));
        let size = newest.parsed.checkpoint.size;
        let mut old = known_size;
        // A witness that knows another size says so, and is asked once more from there.
        for _ in 0..2 {
            let proof = match old {
                0 => Vec::new(),
                old => self.ledger().consistency_proof(old, size)?,
            };
            let body = Submission::body(old, &proof, &newest.note);
            let Ok((status, answer)) = asking.post(&place, &body) else {
                return trouble(Trouble::Unreachable);
            };
            match WitnessAnswer::parse(status, &answer) {
                Some(WitnessAnswer::Cosigned(lines)) => {
                    let signed = [newest.note.as_slice(), &lines].concat();
                    let signed = parse_checkpoint(&signed);
                    let signed = signed.filter(|signed| is_cosigned(witness, signed));
                    let line = signed.map(|signed| own_line(witness, &signed));
                    return line.ok_or(NotSigned::Trouble(Trouble::Unbelievable));
                }
                Some(WitnessAnswer::OtherSize(other)) if other > size => {
                    return Err(self.suspect(asking, url));
                }
                Some(WitnessAnswer::OtherSize(other)) if other == old => {
                    return trouble(Trouble::Unbelievable);
                }
                Some(WitnessAnswer::OtherSize(other)) => old = other,
                Some(WitnessAnswer::NotConsistent) => return Err(self.suspect(asking, url)),
                Some(WitnessAnswer::UnknownLog | WitnessAnswer::NotSigned) => {
                    return trouble(Trouble::DoesNotKnowUs);
                }
                Some(WitnessAnswer::BadRequest) | None => return trouble(Trouble::Odd(status)),
            }
        }
        trouble(Trouble::Odd(409))
    }

    /// A witness says that it knows another history. It must show a checkpoint of ours for it.
    fn suspect(&self, asking: &dyn Asking, url: &str) -> NotSigned {
        let hash = origin_hash(self.ledger().origin());
        let place = format!("{}/{hash}/checkpoint", url.trim_end_matches('/'));
        let Ok((200, note)) = asking.get(&place) else {
            return NotSigned::Trouble(Trouble::Unbelievable);
        };
        match self.is_proof_of_roll_back(&note) {
            Ok(true) => NotSigned::RolledBack,
            Ok(false) => NotSigned::Trouble(Trouble::Unbelievable),
            Err(cause) => cause.into(),
        }
    }

    fn is_proof_of_roll_back(&self, note: &[u8]) -> tilsyn_ledger::Result<bool> {
        let ledger = self.ledger();
        let Some(shown) = ledger.own_checkpoint(note) else {
            return Ok(false);
        };
        if ledger.rolled_back_from(shown.checkpoint)?.is_none() {
            return Ok(false);
        }
        // Kept first: the next start must find it without the witness.
        ledger.keep_witnessed(note)?;
        let found = ledger.find_roll_back()?;
        tracing::error!(
            signed = shown.checkpoint.size,
            own = found.map(|found| found.own.size),
            "ROLLED BACK: a later state of this ledger has been signed; nothing is taken in"
        );
        Ok(true)
    }

    /// Keeps the newest checkpoint with its lines, and forgets what it stands for.
    fn keep_lines(
        &self,
        policy: &Policy,
        newest: &Newest,
        kept: &[Witnessed],
        lines: &[u8],
    ) -> Result<(), Problem> {
        let same = kept
            .iter()
            .find(|one| one.parsed.text == newest.parsed.text);
        let before = same.map_or(newest.note.as_slice(), |one| one.note.as_slice());
        let note = [before, lines].concat();
        self.ledger().keep_witnessed(&note).map_err(unreadable)?;
        let kept = self.ledger().witnessed().map_err(unreadable)?;
        for one in superseded(policy, &kept, &self.ledger().own_key()) {
            self.ledger().forget_witnessed(one).map_err(unreadable)?;
        }
        Ok(())
    }

    fn known_of(&self, witness: &PolicyWitness, kept: &[Witnessed]) -> Known {
        let memory = self.witnesses.memory.lock();
        let memory = memory.unwrap_or_else(PoisonError::into_inner);
        let known = memory.get(&witness.name).copied().unwrap_or_default();
        let cosigned = kept.iter().filter(|one| is_cosigned(witness, &one.parsed));
        let size = cosigned.map(|one| one.parsed.checkpoint.size).max();
        Known {
            size: known.size.or(size),
            ..known
        }
    }

    fn remember(&self, witness: &PolicyWitness, size: Option<u64>, trouble: Option<Trouble>) {
        let not_before = trouble.map(|_| Instant(self.now().0 + PAUSE_MICROSECONDS));
        let known = Known {
            size,
            is_fresh: trouble.is_none(),
            trouble,
            not_before,
        };
        let memory = self.witnesses.memory.lock();
        let mut memory = memory.unwrap_or_else(PoisonError::into_inner);
        memory.insert(witness.name.clone(), known);
    }
}

/// The signature line of a witness, which may come with others.
fn own_line(witness: &PolicyWitness, signed: &ParsedCheckpoint) -> Vec<u8> {
    let whole = witness.key.only_line(signed);
    whole[signed.text.len() + 1..].to_vec()
}

pub(super) fn is_cosigned(witness: &PolicyWitness, checkpoint: &ParsedCheckpoint) -> bool {
    matches!(witness.key.check(checkpoint), Signed::At(_))
}

/// What may be forgotten: all but the newest that has a quorum, and the newest of each witness.
fn superseded<'a>(
    policy: &Policy,
    kept: &'a [Witnessed],
    own: &tilsyn_ledger::VerifierKey,
) -> Vec<&'a Witnessed> {
    let mut needed: Vec<usize> = Vec::new();
    needed.extend(
        kept.iter()
            .rposition(|one| policy.judge(&one.parsed, own).holds()),
    );
    for witness in policy.witnesses() {
        needed.extend(
            kept.iter()
                .rposition(|one| is_cosigned(witness, &one.parsed)),
        );
    }
    let old = kept.iter().enumerate();
    old.filter(|(at, _)| !needed.contains(at))
        .map(|(_, one)| one)
        .collect()
}
