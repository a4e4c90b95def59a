//! Duties and logins, as they are asked for.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum DutiesAsked {
    /// Everybody who may sign in, and every duty.
    List,
    /// What you may do here, and which rule says so.
    Mine,
    /// Give the first duties, all of a CSV file at once: user, name, employee_no, issuer, subject,
    /// role, scope, need, to. From then on commands act as members of staff.
    Begin { file: PathBuf },
    /// Propose that somebody have a duty; somebody else gives it.
    Propose(Propose),
    /// Give a duty that somebody else proposed.
    Give { number: u64 },
    /// Decline one.
    Decline {
        number: u64,
        #[arg(long)]
        reason: String,
    },
    /// End a duty that somebody has.
    End {
        number: u64,
        #[arg(long)]
        reason: String,
    },
}

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Propose {
    /// Whose it is to be: a user name of `tilsyn duties list`.
    pub user: String,
    /// The duty, by its word: log-reviewer, head-of-review, auditor, …
    pub role: String,
    /// What it is needed for.
    #[arg(long)]
    pub need: String,
    /// A unit's code or a system's name, as the role can have it, where it is not about the whole
    /// organisation.
    #[arg(long)]
    pub scope: Option<String>,
    /// First day, YYYY-MM-DD; today without it.
    #[arg(long)]
    pub from: Option<String>,
    /// Last day, YYYY-MM-DD; an auditor's duty has one, and a deputy's.
    #[arg(long)]
    pub to: Option<String>,
    /// Whose deputy it makes, by user name: somebody who has the same duty.
    #[arg(long, value_name = "USER")]
    #[serde(default)]
    pub deputy_for: Option<String>,
}

#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
pub(crate) enum StaffAsked {
    /// Let somebody sign in; gives no duty.
    Add {
        /// What the own log is to call them.
        user: String,
        /// Without it, as the directory has it.
        #[arg(long)]
        name: Option<String>,
        /// The employee number by which the directory knows them; none for somebody from outside.
        #[arg(long, value_name = "NUMBER")]
        employee: Option<String>,
        /// Who vouches, and what they are called there: `local` and a user of this machine, or
        /// the address of an OpenID provider and its `sub`.
        #[arg(long, num_args = 2, value_names = ["ISSUER", "SUBJECT"])]
        login: Option<Vec<String>>,
    },
    /// Give somebody without a duty another login.
    Login {
        user: String,
        #[arg(num_args = 2, required = true, value_names = ["ISSUER", "SUBJECT"])]
        login: Vec<String>,
    },
    /// Note that somebody left: no login opens any more, and every duty ends.
    Left { user: String },
}
