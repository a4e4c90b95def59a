//! The checkpoint that an answer was made from.
//!
//! Every page and every file names one, so that whoever holds a copy can have it compared with
//! the log years later. Not here: how it is said (`web`).

use std::fmt::Write as _;

use tilsyn_domain::Instant;

use crate::desk::{Desk, seconds};

/// A signed checkpoint, as it is named beside an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointMark {
    /// The log's name.
    pub origin: String,
    /// How many entries it covers.
    pub size: u64,
    /// The head of the tree over them.
    pub root: [u8; 32],
    /// When the last of them came in; nothing where it covers none.
    pub until: Option<Instant>,
    /// Entries up to the newest event that it does not cover yet.
    pub newer: u64,
}

impl CheckpointMark {
    /// The head of the tree in hexadecimal, 64 digits.
    #[must_use]
    pub fn root_hex(&self) -> String {
        self.root.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a text takes any byte");
            text
        })
    }
}

impl Desk {
    /// The newest signed checkpoint.
    #[must_use]
    pub fn checkpoint_mark(&self) -> CheckpointMark {
        let checkpoint = self.ledger().last_checkpoint();
        let events = self.answers().next_leaf();
        CheckpointMark {
            origin: self.ledger().origin().to_owned(),
            size: checkpoint.size,
            root: checkpoint.root,
            until: self.came_in(checkpoint.size),
            newer: events.saturating_sub(checkpoint.size),
        }
    }

    /// A checkpoint that covers every event an answer given before can hold: for what leaves as
    /// a file. Signs one, if the newest does not; where none can be signed, the mark says how
    /// much is newer.
    #[must_use]
    pub fn covering_mark(&self) -> CheckpointMark {
        self.mark_over(self.answers().next_leaf())
    }

    /// The same over everything there is, looks and steps of cases too: for what leaves on paper.
    #[must_use]
    pub fn mark_of_all(&self) -> CheckpointMark {
        self.mark_over(self.ledger().len())
    }

    /// A checkpoint over at least so many entries, where one can be signed.
    fn mark_over(&self, entries: u64) -> CheckpointMark {
        let mark = self.checkpoint_mark();
        if mark.size >= entries || self.roll_back().is_some() {
            return mark;
        }
        if let Err(error) = self.ledger().checkpoint(seconds(self.now())) {
            tracing::warn!(%error, "a file leaves under an older checkpoint");
        }
        self.checkpoint_mark()
    }

    /// When the last of the first `size` entries came in.
    fn came_in(&self, size: u64) -> Option<Instant> {
        let seconds = self.ledger().received(size.checked_sub(1)?).ok()??;
        let seconds = i64::try_from(seconds).ok()?;
        Some(Instant(seconds.checked_mul(1_000_000)?))
    }
}
