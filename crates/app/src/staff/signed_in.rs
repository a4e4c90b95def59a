//! From a login that was proved to the principal that asks.

use tilsyn_registry::{LOCAL_ISSUER, Login, Staff};

use crate::desk::{Desk, registry_problem};
use crate::permit::{Action, CameBy, Principal, Role, SignIn, Who};
use crate::problem::Problem;

/// The login of a user of the operating system.
pub(crate) fn local_login(os_user: &str) -> Login {
    Login {
        issuer: LOCAL_ISSUER.to_owned(),
        subject: os_user.to_owned(),
    }
}

impl Desk {
    /// Whoever runs a command as this user of the operating system: the founder until somebody
    /// has a duty, from then on the member of staff with that login.
    ///
    /// # Errors
    /// Refused, where it is nobody's login or its owner left.
    pub fn principal_of_command(&self, os_user: &str) -> Result<Principal, Problem> {
        if !self.has_begun()? {
            return Ok(Principal::local_operator());
        }
        let login = local_login(os_user);
        let staff = self.registry().staff_of_login(&login);
        let staff = staff.map_err(registry_problem)?;
        let principal = match staff {
            Some(staff) => self.principal(&staff, CameBy::LocalCommand)?,
            None => None,
        };
        let no = || Problem::denied("problem-no-login", SignIn::NAME).with("user", os_user);
        principal.ok_or_else(no)
    }

    /// Everybody who could sign in today, for the login for development; `None`, where no duty was
    /// given yet.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn people_for_development(&self) -> Result<Option<Vec<Staff>>, Problem> {
        if !self.has_begun()? {
            return Ok(None);
        }
        let mut all = self.registry().staff().map_err(registry_problem)?;
        let today = self.today();
        let may_come_in = |staff: &Staff| {
            staff.left.is_none() && staff.suspended.is_none() && self.works_here(staff, today)
        };
        all.retain(may_come_in);
        Ok(Some(all))
    }

    /// One of them, with what they may do today.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn principal_for_development(&self, staff: &Staff) -> Result<Option<Principal>, Problem> {
        self.principal(staff, CameBy::DevelopmentLogin)
    }

    /// Whether anybody was ever given a duty: from then on nobody acts as the founder.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn has_begun(&self) -> Result<bool, Problem> {
        let given = self.registry().any_duty_was_given();
        given.map_err(registry_problem)
    }

    /// The member of staff with what they may do today; `None`: no longer
    /// works here, or is kept out.
    pub(crate) fn principal(
        &self,
        staff: &Staff,
        came_by: CameBy,
    ) -> Result<Option<Principal>, Problem> {
        let today = self.today();
        if staff.suspended.is_some() || !self.works_here(staff, today) {
            return Ok(None);
        }
        let duties = self.registry().duties_of(staff.number);
        let duties = duties.map_err(registry_problem)?;
        let units = self.units_of(staff.national_id.as_ref(), today);
        let mut roles = self.roles_that_hold(&duties, &units, today)?;
        // Whoever signs in works here, or is here for a duty.
        if !roles.contains(&Role::Employee) {
            roles.push(Role::Employee);
        }
        let held = duties.iter().filter(|duty| duty.holds_on(today));
        let whose = held.filter_map(|duty| duty.duty.deputy_for);
        let whose: Result<Vec<Who>, Problem> = whose
            .map(|number| Ok(Who(self.staff_numbered(number)?.user)))
            .collect();
        let named = (staff.user.as_str(), staff.name.as_str());
        Ok(Some(Principal::staff(
            named,
            (roles, units, whose?),
            came_by,
        )))
    }
}
