//! Who may sign in here, and which duties they have: proposed by one, given by another, ended.
//!
//! One member of staff is one human being, whatever the number of their logins, so that what is
//! kept apart by person stays apart. The directory decides who still works here: somebody whose
//! last employment has ended signs in nowhere, whatever the registry says.
//! Every step is a leaf of the ledger before it holds. Not here: what a duty allows (`permit`),
//! how somebody proves who they are (`web`, `tilsyn`).

mod accounts;
pub mod as_json;
mod duties;
mod emergency;
mod first;
mod list;
mod people;
mod scope;
mod sessions;
mod signed_in;

use std::collections::{HashMap, HashSet};

use tilsyn_domain::{Day, NationalId};
use tilsyn_registry::{Duty, Staff};

pub use accounts::{Account, AccountAsked, Accounts};
pub use duties::{ProposedDuty, REASON_MAX};
pub(crate) use emergency::WrongCodes;
pub use emergency::{
    EmergencyAsked, EmergencyCode, EmergencyHolder, EmergencyRow, MyEmergencyLogin,
};
pub use first::{Beginner, FirstDuty};
pub use list::{DutiesView, DutyRow, DutyView, PersonRow};
pub use people::Newcomer;
pub(crate) use people::own_account;
pub(crate) use sessions::Sessions;
pub use sessions::{MySession, SessionToken, SignedOut, Vouched};
pub(crate) use signed_in::local_login;
pub use tilsyn_registry::{DutyState, LOCAL_ISSUER, Login};

use crate::desk::{Desk, registry_problem};
use crate::permit::Role;
use crate::problem::Problem;

impl Desk {
    /// Whether somebody works here today, by the directory. Somebody it never employed is from
    /// outside, an auditor perhaps, and has their duties alone to go by.
    fn works_here(&self, staff: &Staff, today: Day) -> bool {
        let Some(id) = &staff.national_id else {
            return true;
        };
        let index = self.directory_index();
        let mut own = index.employments_of(id).peekable();
        own.peek().is_none() || own.any(|row| row.valid.on(today))
    }

    /// Codes of the units where somebody is employed today, and of those above them.
    pub(crate) fn units_of(&self, id: Option<&NationalId>, today: Day) -> Vec<String> {
        let units = id.map(|id| self.directory_index().units_of(id, today));
        units.unwrap_or_default()
    }

    pub(crate) fn today(&self) -> Day {
        self.zone().day_of(self.now())
    }

    /// Those who have a duty today, and did not leave.
    pub(crate) fn staff_with_duties(&self) -> Result<Vec<Staff>, Problem> {
        let today = self.today();
        let duties = self.registry().duties().map_err(registry_problem)?;
        let holding = duties.iter().filter(|duty| duty.holds_on(today));
        let holders: HashSet<u64> = holding.map(|duty| duty.duty.staff).collect();
        let mut staff = self.registry().staff().map_err(registry_problem)?;
        staff.retain(|one| one.left.is_none() && holders.contains(&one.number));
        Ok(staff)
    }

    /// The roles of somebody's duties that hold on a day. That of a log reviewer is held by staff
    /// of the named bodies only (H10.1): whoever leaves them holds it no more, nor does anybody
    /// else when a body is named no more.
    fn roles_that_hold(
        &self,
        duties: &[Duty],
        units: &[String],
        today: Day,
    ) -> Result<Vec<Role>, Problem> {
        let mut roles = roles_of(duties.iter().filter(|duty| duty.holds_on(today)));
        if roles.contains(&Role::LogReviewer) {
            let held_by = self.bodies()?.held_by;
            let is_there = units.iter().any(|unit| held_by.contains(unit));
            roles.retain(|role| is_there || *role != Role::LogReviewer);
        }
        Ok(roles)
    }

    fn staff_numbered(&self, number: u64) -> Result<Staff, Problem> {
        let found = self.registry().staff_of_number(number);
        let found = found.map_err(registry_problem)?;
        found.ok_or_else(|| Problem::gone("problem-no-such-staff"))
    }

    /// What pages call those whom the own log and the registry call by user names.
    pub(crate) fn names(&self) -> Result<Names, Problem> {
        let all = self.registry().staff().map_err(registry_problem)?;
        Ok(Names::of(&all))
    }
}

/// Names by user names, of those who left too, and who they are.
pub(crate) struct Names(HashMap<String, (String, Option<NationalId>)>);

impl Names {
    fn of(staff: &[Staff]) -> Names {
        let named = staff.iter().map(|one| {
            let who = (one.name.clone(), one.national_id.clone());
            (one.user.clone(), who)
        });
        Names(named.collect())
    }

    /// The user name, where nobody has or had it: whoever set the program up has no other.
    pub(crate) fn called(&self, user: &str) -> String {
        let named = self.0.get(user).map(|(name, _)| name.as_str());
        named.unwrap_or(user).to_owned()
    }

    /// Whether whoever has a user name is the person of these ids.
    pub(crate) fn is_person(&self, user: &str, ids: &[NationalId]) -> bool {
        let id = self.0.get(user).and_then(|(_, id)| id.as_ref());
        id.is_some_and(|id| ids.contains(id))
    }
}

/// The roles somebody has, will have or is proposed for.
fn roles_had_or_proposed(duties: &[Duty], today: Day) -> Vec<Role> {
    let counts = |one: &&Duty| {
        let is_open = matches!(one.state, DutyState::Given | DutyState::Proposed);
        is_open && one.duty.to.is_none_or(|to| today <= to)
    };
    roles_of(duties.iter().filter(counts))
}

/// Each once.
fn roles_of<'a>(duties: impl Iterator<Item = &'a Duty>) -> Vec<Role> {
    let mut roles: Vec<Role> = duties.filter_map(|one| Role::of(&one.duty.role)).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}
