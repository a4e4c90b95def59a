//! What a reader of the own log is not told: which steps others take in a case about the reader,
//! or in another that the reader may not know of; and who somebody is whom the register protects.
//!
//! The entry stands in its place like all others, with who filed it and when; only whom it is
//! about, and which case it is, are left out for that one reader. Who filed it is left out where
//! that would say the same: a user who answers in a case is whom it is about.

use tilsyn_domain::NationalId;
use tilsyn_domain::codebook::Identity;

use super::{LookAct, OWN_SOURCE};
use crate::cases::CasesKept;
use crate::desk::Desk;
use crate::permit::Principal;
use crate::problem::Problem;

/// Views of cases that others have; the user's own begin otherwise.
const CASES: &str = "case";
/// What a reviewer of a sample decided, perhaps to ask in a case.
const VERDICT: &str = "sample-verdict";
/// Views of what is held, for a case perhaps.
const HOLDS: &str = "hold";
/// Views of single findings.
const FINDINGS: &str = "finding";
/// What a user sees of the own case.
const OF_USER: &str = "my-case";

/// Under which ids the register knows a reader, and what is kept from them.
pub(super) struct Withheld {
    ids: Vec<NationalId>,
    user: String,
    cases: CasesKept,
    /// Numbers of findings that are kept from the reader.
    findings: Vec<u64>,
}

impl Withheld {
    /// Whether a look is at a case about the reader, or at another that is kept from them.
    pub(super) fn holds(&self, act: &LookAct, about: Option<&Identity>) -> bool {
        let is_one_of = |ids: &[NationalId]| match about {
            Some(Identity::Person(id)) => ids.contains(id),
            _ => false,
        };
        let mut filter = act.filter.iter();
        let is_kept = filter.any(|(name, value)| name == "case" && self.cases.has(value));
        let tells_of_case = act.view.starts_with(CASES) || act.view == VERDICT;
        let is_of_case = tells_of_case && (is_one_of(&self.ids) || is_kept);
        let is_of_finding = act.view.starts_with(FINDINGS) && self.is_kept_finding(act);
        is_of_case || is_of_finding || (act.view == OF_USER && is_one_of(&self.cases.users))
    }

    fn is_kept_finding(&self, act: &LookAct) -> bool {
        let mut filter = act.filter.iter();
        let number = filter.find(|(name, _)| name == "finding");
        let number = number.and_then(|(_, number)| number.parse().ok());
        number.is_some_and(|number| self.findings.contains(&number))
    }

    /// Whether a look says that others hold an event for a case that is kept from the reader, or
    /// let it go. What readers did themselves stands there, or it would tell them of that case.
    pub(super) fn holds_hold(&self, act: &LookAct, by: &str) -> bool {
        let mut filter = act.filter.iter();
        let is_kept = filter.any(|(name, value)| name == "case" && self.cases.has_reference(value));
        is_kept && act.view.starts_with(HOLDS) && !self.is_of(by)
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
            cases: self.cases_kept_from(reader)?,
            findings: self.findings_kept_from(reader)?,
        })
    }
}
