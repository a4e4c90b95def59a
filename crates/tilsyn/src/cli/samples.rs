//! The words of the commands that draw samples.
//!
//! Not here: what they do (`commands`).

use clap::Args;
use serde::{Deserialize, Serialize};

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sample {
    /// First day, YYYY-MM-DD.
    #[arg(long)]
    pub from: String,
    /// Last day, YYYY-MM-DD.
    #[arg(long)]
    pub to: String,
    #[command(flatten)]
    pub how_many: HowMany,
    /// Any text; the same seed draws the same sample. Without it, the official seed of the
    /// period, which must be over.
    #[arg(long)]
    pub seed: Option<String>,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Strata {
    /// First day, YYYY-MM-DD.
    #[arg(long)]
    pub from: String,
    /// Last day, YYYY-MM-DD.
    #[arg(long)]
    pub to: String,
    /// Of look-ups that nothing explains: show one where this share lacks a need.
    #[arg(long, value_name = "RATE", default_value = "0.01")]
    pub rate: String,
    /// The same of every other stratum.
    #[arg(long, value_name = "RATE", default_value = "0.05")]
    pub others: String,
    /// Of a hundred unwarranted look-ups a reviewer recognises so many.
    #[arg(long, value_name = "PERCENT", default_value_t = 100)]
    pub sensitivity: u8,
    /// So many of every department at least.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub per_department: u64,
    /// Any text; the same seed draws the same sample. Without it, the official seed of the
    /// period, which must be over.
    #[arg(long)]
    pub seed: Option<String>,
    /// Keeps it as the sample of a whole month or quarter, to be gone through.
    #[arg(long, conflicts_with = "seed")]
    pub keep: bool,
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[group(required = true, multiple = false)]
pub(crate) struct HowMany {
    /// So many look-ups; all, where there are fewer.
    #[arg(long, value_name = "N")]
    pub size: Option<u64>,
    /// As few as show at least one with 95 % probability, where this share of all lacks a need:
    /// 0.01 is one percent.
    #[arg(long, value_name = "RATE")]
    pub detect: Option<String>,
}
