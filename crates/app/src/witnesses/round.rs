//! One round: every witness that has not cosigned the newest checkpoint is asked to, all of them
//! at the same time.
//!
//! A round is about one checkpoint, so that signatures come together under one; it is over when
//! enough have signed. Who has not answered by then is let finish, and is not asked anew before.
//! One who did not sign when asked last is asked too, but not waited for.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError};

use tilsyn_domain::Instant;
use tilsyn_ledger::{
    ParsedCheckpoint, Policy, PolicyWitness, Signed, Submission, WitnessAnswer, Witnessed,
    origin_hash, parse_checkpoint,
};

use super::{Asking, Known, Trouble, UnderWay};
use crate::desk::{Desk, unreadable};
use crate::permit::{Permit, VerifyLedger};
use crate::problem::Problem;

/// How long a witness is left alone after trouble, in microseconds.
const PAUSE_MICROSECONDS: i64 = 10_000_000;

/// For whom a round waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// For everybody that is asked: any one of them may know that this is an older copy.
    AllHaveAnswered,
    /// For those that signed when asked last, and no longer than until enough have signed.
    EnoughHaveSigned,
}

/// The newest checkpoint of ours.
struct Newest {
    note: Vec<u8>,
    parsed: ParsedCheckpoint,
}

/// One witness that is being asked, in a thread of its own.
struct Asked {
    desk: Arc<Desk>,
    asking: Arc<dyn Asking>,
    /// Its place in the policy.
    place: usize,
    newest: Arc<Newest>,
    /// What was known of it before.
    known: Known,
    _under_way: UnderWay,
}

/// Whether enough have signed the checkpoint of the round by now.
type Outcome = Result<bool, Problem>;

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
        self: &Arc<Desk>,
        _permit: &Permit<VerifyLedger>,
        asking: &Arc<dyn Asking>,
        until: Until,
    ) -> Result<(), Problem> {
        let Some(policy) = self.witnesses.policy.get() else {
            return Ok(());
        };
        let note = self.ledger().checkpoint_note();
        let parsed = parse_checkpoint(&note).expect("it was written by the same rules");
        if parsed.checkpoint.size == 0 || self.roll_back().is_some() {
            return Ok(());
        }
        let newest = Arc::new(Newest { note, parsed });
        let kept = self.kept_of_witnesses()?;
        let (waited_for, outcomes) = channel();
        let (aside, _) = channel();
        for (place, witness) in policy.witnesses().iter().enumerate() {
            let Some(asked) = self.to_be_asked(asking, place, &newest, &kept) else {
                continue;
            };
            let is_aside = until == Until::EnoughHaveSigned && asked.known.trouble.is_some();
            let told = if is_aside { &aside } else { &waited_for };
            if let Err(error) = asked.start(told.clone()) {
                tracing::warn!(witness = witness.name, %error, "no thread to ask a witness in");
            }
        }
        // Each of those asked holds an end: the last answer ends the round.
        drop(waited_for);
        wait(&outcomes, until)
    }

    /// A witness, unless it has signed, is still being asked, or is to be left alone.
    fn to_be_asked(
        self: &Arc<Desk>,
        asking: &Arc<dyn Asking>,
        place: usize,
        newest: &Arc<Newest>,
        kept: &[Witnessed],
    ) -> Option<Asked> {
        let witness = self.witness_at(place)?;
        let known = self.known_of(witness, kept);
        let size = newest.parsed.checkpoint.size;
        let has_signed = known.is_fresh && known.size == Some(size);
        let is_left_alone = known.not_before.is_some_and(|time| self.now().0 < time.0);
        if has_signed || is_left_alone {
            return None;
        }
        Some(Asked {
            desk: Arc::clone(self),
            asking: Arc::clone(asking),
            place,
            newest: Arc::clone(newest),
            known,
            _under_way: self.witnesses.begin(&witness.name, size)?,
        })
    }

    fn witness_at(&self, place: usize) -> Option<&PolicyWitness> {
        self.witnesses.policy.get()?.witnesses().get(place)
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
            let (status, answer) = match asking.post(&place, &body) {
                Ok(answer) => answer,
                Err(error) => {
                    tracing::warn!(witness = witness.name, %error, "a witness does not answer");
                    return trouble(Trouble::Unreachable);
                }
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
        let _alone = self.witnesses.keep_alone();
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

    /// Keeps a checkpoint with the line of one more witness, and forgets what it stands for.
    /// Says whether enough have signed it.
    fn keep_line(&self, newest: &Newest, line: &[u8], witness: &PolicyWitness) -> Outcome {
        let policy = self.witnesses.policy.get();
        let policy = policy.expect("without one nobody is asked");
        let _alone = self.witnesses.keep_alone();
        // The proof of a roll-back is never forgotten.
        if self.roll_back().is_some() {
            return Ok(false);
        }
        let kept = self.ledger().witnessed().map_err(unreadable)?;
        let same = kept
            .iter()
            .find(|one| one.parsed.text == newest.parsed.text);
        let before = same.map_or(newest.note.as_slice(), |one| one.note.as_slice());
        let note = [before, line].concat();
        self.ledger().keep_witnessed(&note).map_err(unreadable)?;
        let kept = self.ledger().witnessed().map_err(unreadable)?;
        let own = self.ledger().own_key();
        let asked = self.witnesses.sizes_others_are_asked(&witness.name);
        for one in superseded(policy, &kept, &own, &asked) {
            self.ledger().forget_witnessed(one).map_err(unreadable)?;
        }
        let signed = parse_checkpoint(&note);
        Ok(signed.is_some_and(|signed| policy.judge(&signed, &own).holds()))
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

impl Asked {
    fn start(self, told: Sender<Outcome>) -> std::io::Result<()> {
        let ask = move || {
            // Nobody waits any more: then only the log hears of it.
            if let Err(unheard) = told.send(self.ask())
                && let Err(problem) = unheard.0
            {
                tracing::error!(%problem, "what a witness signed could not be kept");
            }
        };
        let thread = std::thread::Builder::new().name("witness".to_owned());
        thread.spawn(ask).map(drop)
    }

    fn ask(self) -> Outcome {
        let Some(witness) = self.desk.witness_at(self.place) else {
            return Ok(false);
        };
        let known_size = self.known.size;
        let answer = self.desk.ask_one(
            &*self.asking,
            witness,
            &self.newest,
            known_size.unwrap_or(0),
        );
        match answer {
            Ok(line) => {
                let is_enough = self.desk.keep_line(&self.newest, &line, witness)?;
                let size = self.newest.parsed.checkpoint.size;
                self.desk.remember(witness, Some(size), None);
                Ok(is_enough)
            }
            Err(NotSigned::Trouble(trouble)) => {
                // Why one does not answer was told where that was known.
                if trouble != Trouble::Unreachable {
                    tracing::warn!(witness = witness.name, ?trouble, "a witness did not cosign");
                }
                self.desk.remember(witness, known_size, Some(trouble));
                Ok(false)
            }
            Err(NotSigned::RolledBack) => Ok(false),
            Err(NotSigned::Ours(problem)) => Err(problem),
        }
    }
}

/// Waits until the round is over.
fn wait(outcomes: &Receiver<Outcome>, until: Until) -> Result<(), Problem> {
    for outcome in outcomes {
        if outcome? && until == Until::EnoughHaveSigned {
            break;
        }
    }
    Ok(())
}

/// The signature line of a witness, which may come with others.
fn own_line(witness: &PolicyWitness, signed: &ParsedCheckpoint) -> Vec<u8> {
    let whole = witness.key.only_line(signed);
    whole[signed.text.len() + 1..].to_vec()
}

pub(super) fn is_cosigned(witness: &PolicyWitness, checkpoint: &ParsedCheckpoint) -> bool {
    matches!(witness.key.check(checkpoint), Signed::At(_))
}

/// What may be forgotten: all but the newest that has a quorum, the newest of each witness, and
/// those that another is still being asked about, whose line may make up the quorum.
fn superseded<'a>(
    policy: &Policy,
    kept: &'a [Witnessed],
    own: &tilsyn_ledger::VerifierKey,
    asked: &[u64],
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
    let old = old.filter(|(at, _)| !needed.contains(at));
    old.map(|(_, one)| one)
        .filter(|one| !asked.contains(&one.parsed.checkpoint.size))
        .collect()
}
