//! The words of the command that counts how systems are used.
//!
//! Not here: what it does (`commands`).

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde::{Deserialize, Serialize};
use tilsyn_app::log_review::UsageBy;

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// First day, YYYY-MM-DD.
    #[arg(long)]
    pub from: String,
    /// Last day, YYYY-MM-DD.
    #[arg(long)]
    pub to: String,
    /// What to count by; hours are those of the week.
    #[arg(long, default_value = "hour",
        value_parser = PossibleValuesParser::new(UsageBy::ALL.map(UsageBy::word)))]
    pub by: String,
    /// Only events of this source system.
    #[arg(long)]
    pub source: Option<String>,
    /// Only events of users who belonged to this unit that day.
    #[arg(long)]
    pub unit: Option<String>,
    /// Count all events, not look-ups alone.
    #[arg(long)]
    pub all: bool,
    #[arg(long)]
    pub limit: Option<usize>,
}
