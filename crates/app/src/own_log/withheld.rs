//! What a reader of the own log is not told: which steps others take in a case about the reader.
//!
//! The entry stands in its place like all others, with who filed it and when; only whom it is
//! about, and which case it is, are left out for that one reader.

use tilsyn_domain::NationalId;
use tilsyn_domain::codebook::Identity;

use super::OWN_SOURCE;
use crate::desk::Desk;
use crate::permit::Principal;
use crate::problem::Problem;

/// Views of cases that others have; the user's own begin otherwise.
const CASES: &str = "case";

/// Under which ids the register knows a reader.
pub(super) struct Withheld {
    ids: Vec<NationalId>,
    user: String,
}

impl Withheld {
    /// Whether a look is at a case about the reader.
    pub(super) fn holds(&self, view: &str, about: Option<&Identity>) -> bool {
        let is_reader = |who: &Identity| match who {
            Identity::Person(id) => self.ids.contains(id),
            Identity::Account { .. } => false,
        };
        view.starts_with(CASES) && about.is_some_and(is_reader)
    }

    /// Whether somebody is the reader.
    pub(super) fn is_of(&self, user: &str) -> bool {
        self.user == user
    }

    /// Whether a look says what was made of the looks of the reader.
    pub(super) fn holds_review(&self, view: &str, about: Option<&Identity>) -> bool {
        let is_reader = |who: &Identity| match who {
            Identity::Account { source, user } => source == OWN_SOURCE && *user == self.user,
            Identity::Person(_) => false,
        };
        view == "looks-reviewed" && about.is_some_and(is_reader)
    }
}

impl Desk {
    pub(super) fn withheld_from(&self, reader: &Principal) -> Result<Withheld, Problem> {
        Ok(Withheld {
            ids: match self.identity_of_staff(reader)? {
                Some(Identity::Person(id)) => self.ids_of(&id),
                _ => Vec::new(),
            },
            user: reader.user().to_owned(),
        })
    }
}
