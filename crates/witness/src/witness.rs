//! What is cosigned and what is refused: <https://c2sp.org/tlog-witness>.
//!
//! The order is the promise: check, remember, answer. What was remembered and not answered is
//! asked for again; what was answered and not remembered could be taken back.
//! Not here: HTTP (`server`).

use crate::memory::{Error, Memory};
use std::sync::{Mutex, PoisonError};
use tilsyn_ledger::{Checkpoint, Signed, Submission, WitnessAnswer, is_consistent, origin_hash};

/// A witness at work. One request at a time is checked and remembered.
pub struct Witness {
    memory: Mutex<Memory>,
}

impl Witness {
    /// A witness with this memory.
    pub fn new(memory: Memory) -> Witness {
        Witness {
            memory: Mutex::new(memory),
        }
    }

    /// Answers a request to cosign at `now_seconds` (UTC).
    ///
    /// # Errors
    /// When its memory cannot be read or written. Nothing was signed then.
    pub fn add_checkpoint(&self, body: &[u8], now_seconds: u64) -> Result<WitnessAnswer, Error> {
        let Ok(asked) = Submission::parse(body) else {
            return Ok(WitnessAnswer::BadRequest);
        };
        let new = asked.checkpoint.checkpoint;
        let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = &asked.checkpoint.origin;
        let Some(known) = memory.known(&origin_hash(origin))? else {
            return Ok(WitnessAnswer::UnknownLog);
        };
        if known.key.check(&asked.checkpoint) != Signed::Well {
            return Ok(WitnessAnswer::NotSigned);
        }
        if asked.old_size > new.size {
            return Ok(WitnessAnswer::BadRequest);
        }
        let empty = Checkpoint {
            size: 0,
            root: tilsyn_ledger::empty_head(),
        };
        let last = known.last.map_or(empty, |(parsed, _)| parsed.checkpoint);
        if asked.old_size != last.size {
            tracing::warn!(
                origin,
                last.size,
                new.size,
                "refused: not from where it was"
            );
            return Ok(WitnessAnswer::OtherSize(last.size));
        }
        let is_whole = new.size > 0 || new.root == empty.root;
        if !is_whole || !is_consistent(&last, &new, &asked.proof) {
            tracing::error!(origin, last.size, new.size, "refused: another history");
            return Ok(WitnessAnswer::NotConsistent);
        }
        let line = memory.cosigner().cosign(&asked.checkpoint, now_seconds);
        // Of the signatures that came only the log's own is kept.
        let note = [known.key.only_line(&asked.checkpoint), line.clone()].concat();
        memory.remember(origin, &note)?;
        Ok(WitnessAnswer::Cosigned(line))
    }

    /// The checkpoint cosigned last of the log whose origin has this hash, with both signatures.
    ///
    /// # Errors
    /// When its memory cannot be read.
    pub fn checkpoint(&self, origin_hash: &str) -> Result<Option<Vec<u8>>, Error> {
        let is_hash = origin_hash.len() == 64
            && origin_hash
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hash {
            return Ok(None);
        }
        let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let known = memory.known(origin_hash)?;
        Ok(known.and_then(|known| known.last).map(|(_, note)| note))
    }
}
