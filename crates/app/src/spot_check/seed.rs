//! Seeds: the official one of a period, and what a given one may be.
//!
//! A period has one official seed, whatever the size, so nobody can draw until a sample suits
//! them: a larger sample holds every smaller one. It is made of what nobody chooses, the head of
//! the first tree signed after the period, and of a nonce that nobody but the ledger's own key
//! yields, which was made before the period began: readers and users cannot compute it ahead,
//! and so cannot steer it. Both are filed with the seed before anything is drawn by it, and
//! SHA-256 of the text below shows that it follows from them. Later draws take the filed one.
//! Not here: what is drawn by it (`draw`).

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use tilsyn_domain::{Instant, Period};
use tilsyn_ledger::{Appended, Checkpoint, CompartmentKind, Ledger, PurposeKey};

use crate::desk::{Desk, seconds, unreadable};
use crate::own_log::{LookAct, Looked, act, holds_number};
use crate::permit::{Action, Permit};
use crate::problem::Problem;

/// Which of the ledger's keys nonces come from.
const PURPOSE: &str = "samples";
/// Characters of a given seed at most.
const SEED_CHARS_MAX: usize = 120;
/// The page of the own log, and the filter that holds the seed there.
const VIEW: &str = "sample-seed";
const SEED: &str = "seed";

/// Makes nonces.
pub(crate) struct Seeds {
    key: PurposeKey,
}

impl Seeds {
    /// The key is made with the first start, so that it is older than the periods to come.
    pub(crate) fn of(ledger: &Ledger) -> Result<Seeds, Problem> {
        let key = ledger.purpose_key(PURPOSE).map_err(unreadable)?;
        Ok(Seeds { key })
    }

    /// Hashed twice under the key, so that nothing can be computed from a nonce that is known.
    fn nonce(&self, period: Period) -> [u8; 32] {
        let days = format!("{}\n{}\n", period.from(), period.to());
        let inner = Sha256::new().chain_update(*self.key).chain_update(days);
        let outer = Sha256::new().chain_update(*self.key);
        outer.chain_update(inner.finalize()).finalize().into()
    }
}

/// A seed with what it was made of, in hexadecimal.
struct Made {
    seed: String,
    size: u64,
    root: String,
    nonce: String,
}

impl Made {
    fn of(period: Period, closing: Checkpoint, nonce: &[u8; 32]) -> Made {
        let (root, nonce) = (hex(&closing.root), hex(nonce));
        let (from, to) = (period.from(), period.to());
        let text = format!("tilsyn sample\n{from}\n{to}\n{root}\n{nonce}\n");
        Made {
            seed: hex(&of_text(&text)),
            size: closing.size,
            root,
            nonce,
        }
    }
}

impl Desk {
    /// Whether the last day of a period is over: what is still to come could be made to suit a
    /// seed that is known.
    pub(super) fn check_is_over(&self, period: Period) -> Result<(), Problem> {
        match self.end_of(period) <= self.now() {
            true => Ok(()),
            false => {
                let early = Problem::conflict("problem-sample-early");
                Err(early.with("day", period.to().plus(1)))
            }
        }
    }

    fn end_of(&self, period: Period) -> Instant {
        self.zone().start_of(period.to().plus(1))
    }

    /// The seed of a period: the one that was filed, or now is.
    pub(super) fn official_seed<A: Action>(
        &self,
        permit: &Permit<A>,
        period: Period,
    ) -> Result<String, Problem> {
        let id = format!("sample seed {} {}", period.from(), period.to()).into_bytes();
        let filed = self.ledger().find(0, &id).map_err(unreadable)?;
        if let Some(leaf) = filed
            && let Some(seed) = self.filed_seed(leaf)?
        {
            return Ok(seed);
        }
        let made = Made::of(period, self.closing(period)?, &self.seeds().nonce(period));
        if filed.is_some() {
            // The entry was erased with its month; it follows from the ledger as it did then.
            return Ok(made.seed);
        }
        let looked = Looked::list(VIEW, period, std::iter::empty(), 0)
            .with_made(SEED, &made.seed)
            .with_made("checkpoint", &made.size.to_string())
            .with_made("root", &made.root)
            .with_made("nonce", &made.nonce);
        let look = act((A::NAME, permit.form()), &looked, self.now());
        let entry = self.entry_of_look(permit.principal(), &look, &looked, id)?;
        match self.append_look(entry, Instant(look.at), |_| Ok(()))? {
            Appended::Stored(_) => Ok(made.seed),
            // Somebody drew in the same moment.
            Appended::Seen(leaf) => Ok(self.filed_seed(leaf)?.unwrap_or(made.seed)),
        }
    }

    /// The first tree signed after the period that was kept, or else the tree of now, signed.
    fn closing(&self, period: Period) -> Result<Checkpoint, Problem> {
        let end = seconds(self.end_of(period));
        let history = self.ledger().checkpoint_history().map_err(unreadable)?;
        let mut history = history.into_iter();
        let first = history.find(|kept| kept.made_seconds >= end && kept.checkpoint.size > 0);
        match first {
            Some(kept) => Ok(kept.checkpoint),
            None => {
                let signed = self.ledger().checkpoint(seconds(self.now()));
                signed.map_err(unreadable)
            }
        }
    }

    /// The seed in an entry of the own log; `None`: the entry was erased.
    fn filed_seed(&self, leaf: u64) -> Result<Option<String>, Problem> {
        let entry = self.ledger().read(leaf).map_err(unreadable)?;
        let parts = entry.and_then(|entry| entry.compartments);
        let mut parts = parts.into_iter().flatten();
        let part = parts.find(|part| part.kind == CompartmentKind::Act);
        let bytes = part.and_then(|part| part.bytes);
        let act: Option<LookAct> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut filter = act.into_iter().flat_map(|act| act.filter);
        Ok(filter.find(|(name, _)| name == SEED).map(|(_, seed)| seed))
    }
}

/// A seed stands in the own log whole, or nobody could draw the sample again: so nothing that may
/// be a person's number is taken, unless it is a hash, such as an official seed.
pub(super) fn check_given(seed: &str) -> Result<(), Problem> {
    let chars = seed.chars().count();
    let is_short = (1..=SEED_CHARS_MAX).contains(&chars) && !seed.chars().any(char::is_control);
    let is_hash = seed.len() == 64 && seed.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_short && (is_hash || !holds_number(seed)) {
        true => Ok(()),
        false => Err(Problem::yours("problem-sample-seed").with("max", SEED_CHARS_MAX)),
    }
}

pub(super) fn of_text(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

pub(super) fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes any byte");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_seed_is_short_and_no_number_of_a_person() {
        for fine in [
            "1",
            "2026-Q3",
            "å",
            &"x".repeat(120),
            &"0123456789abcdef".repeat(4),
        ] {
            assert!(check_given(fine).is_ok(), "{fine}");
        }
        for no in ["", "01817010055", "018170 10055", "a\nb", &"x".repeat(121)] {
            assert!(check_given(no).is_err(), "{no}");
        }
    }
}
