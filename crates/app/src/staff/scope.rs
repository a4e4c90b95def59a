//! What a duty is for: the whole organisation, or a unit or a system of it.
//!
//! A role that nothing narrows is given for the whole organisation only, and a unit must be one
//! there is: a scope that stands there and narrows nothing, or a head of a misspelt department,
//! would tell whoever reads it something that does not hold.

use crate::desk::Desk;
use crate::log_review::view::UnitName;
use crate::permit::{NameBodies, Permit, ProposeDuty, Reach, Role};
use crate::problem::Problem;

/// Characters of what a duty is for.
const SCOPE_MAX: usize = 200;

impl Desk {
    /// The units that a duty proposed today can be for, by name.
    #[must_use]
    pub fn units_for_duties(&self, _permit: &Permit<ProposeDuty>) -> Vec<UnitName> {
        self.units_today()
    }

    /// The units that can be named for log review today, by name.
    #[must_use]
    pub fn units_for_bodies(&self, _permit: &Permit<NameBodies>) -> Vec<UnitName> {
        self.units_today()
    }

    fn units_today(&self) -> Vec<UnitName> {
        let index = self.directory_index();
        self.unit_names(index.units_on(self.today()))
    }

    /// Whether a role can be given for this part of the organisation; empty: for all of it.
    pub(super) fn check_scope(&self, role: Role, scope: &str) -> Result<(), Problem> {
        if scope.is_empty() {
            return Ok(());
        }
        match role.reach() {
            Reach::Whole => Err(Problem::yours("problem-duty-scope-whole")),
            Reach::Unit if !self.directory_index().has_unit(scope) => {
                Err(Problem::yours("problem-duty-scope-unit"))
            }
            Reach::System if scope.chars().count() > SCOPE_MAX => {
                Err(Problem::yours("problem-duty-scope").with("max", SCOPE_MAX))
            }
            Reach::Unit | Reach::System => Ok(()),
        }
    }
}
