//! Holds and retention, as they are asked for.

use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::Paging;

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum HoldsAsked {
    /// All holds, newest first, those that were let go too.
    List {
        #[command(flatten)]
        paging: Paging,
    },
    /// Hold an event.
    Add {
        /// By its source system and the id it has there: SOURCE:ID.
        #[arg(value_name = "SOURCE:ID")]
        event: String,
        /// What for: the number of a case or a report, no names.
        #[arg(long, value_name = "TEXT")]
        reference: String,
    },
    /// Let a hold go.
    Release {
        number: u64,
        /// Why; stays in the own log.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum RetentionAsked {
    /// Every class with its rule, and how many months are over by it.
    List,
    /// Set for how long a class is kept. What is over then waits until one person asks for its
    /// erasure and another approves.
    Set {
        /// The class, by its number in `tilsyn retention list`.
        class: u16,
        /// Whole months after the month of the event.
        #[arg(long, value_name = "N")]
        months: u32,
        /// The code of the law that says so.
        #[arg(long, value_name = "TEXT")]
        basis: String,
        /// Only say what the rule would mean.
        #[arg(long)]
        try_only: bool,
    },
    /// Take the rule of a class away.
    Clear { class: u16 },
}
