//! Of whom an erasure takes something away: none of them asks for it or decides on it, and it waits
//! while somebody's lookups are looked into.

use tilsyn_domain::NationalId;
use tilsyn_domain::codebook::Identity;

use super::What;
use crate::desk::{Desk, registry_problem};
use crate::permit::{About, Who};
use crate::problem::Problem;

impl Desk {
    /// An erasure as the rules see it.
    pub(super) fn as_ruled(&self, what: &What, asked_by: &str) -> Result<About, Problem> {
        let ids = self.ids_concerned(what)?;
        let staff = self.registry().staff().map_err(registry_problem)?;
        let is_concerned = |id: &Option<NationalId>| id.as_ref().is_some_and(|id| ids.contains(id));
        let concerned = staff
            .into_iter()
            .filter(|one| is_concerned(&one.national_id));
        Ok(About::Erasure {
            asked_by: Who(asked_by.to_owned()),
            concerns: concerned.map(|one| Who(one.user)).collect(),
        })
    }

    /// Every id of the person, or of who acted in the event and whom it shows; nobody in
    /// particular, where a whole period goes.
    fn ids_concerned(&self, what: &What) -> Result<Vec<NationalId>, Problem> {
        let named = match what {
            What::Person { national_id, .. } => vec![national_id.clone()],
            What::Event { source, id } | What::Parts { source, id, .. } => {
                let event = self.stored_event(self.leaf_of(source, id)?)?;
                let Some(event) = event else {
                    return Ok(Vec::new());
                };
                let account = Identity::Account {
                    source: event.source,
                    user: event.actor.user,
                };
                let owner = match self.owner_or_account(account) {
                    Identity::Person(id) => Some(id),
                    Identity::Account { .. } => event.actor.national_id,
                };
                let shown = event.subjects.into_iter().map(|shown| shown.national_id);
                owner.into_iter().chain(shown).collect()
            }
            What::Period { .. } => Vec::new(),
        };
        Ok(named.iter().flat_map(|id| self.ids_of(id)).collect())
    }

    /// A case goes with the person it is about, so not while it is open. It is not said that there
    /// is one: who decides on erasures sees no cases.
    pub(super) fn check_no_case_about(&self, what: &What) -> Result<(), Problem> {
        let What::Person { national_id, .. } = what else {
            return Ok(());
        };
        match self.has_open_case(&Identity::Person(national_id.clone()))? {
            true => Err(Problem::conflict("problem-erasure-waits")),
            false => Ok(()),
        }
    }
}
