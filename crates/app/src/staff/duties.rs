//! A duty's way: proposed, given or declined, ended. Each step by whom the rules allow it.

use std::sync::{MutexGuard, PoisonError};

use tilsyn_domain::Day;
use tilsyn_registry::settings::{REVIEWERS_GIVEN_BY, REVIEWERS_HELD_BY, Setting};
use tilsyn_registry::{Duty, DutyState, Error, NewDuty, Staff, Taken};

use super::people::own_account;
use super::roles_had_or_proposed;
use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{self, About, Action, ApproveDuty, EndDuty, Permit, ProposeDuty, Role, Who};
use crate::problem::Problem;

/// Characters of a need or a reason.
pub const REASON_MAX: usize = 1_000;
/// A deputy is looked at anew after a year at most.
const DEPUTY_DAYS_MAX: i32 = 366;

/// A duty that somebody proposes for somebody.
#[derive(Clone, Debug)]
pub struct ProposedDuty {
    pub user: String,
    pub role: Role,
    /// A unit's code or a system's name, as the role can have it; empty: the whole organisation.
    pub scope: String,
    pub need: String,
    /// None: from today on.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// The user name of whom they stand in for; empty: the duty is their own.
    pub deputy_for: String,
}

impl Desk {
    /// Proposes a duty; gives its number.
    ///
    /// # Errors
    /// Yours, where something is missing; refused, where it is not to be proposed, not for this
    /// person or not by this one; a conflict, where the same is proposed already.
    pub fn propose_duty(
        &self,
        permit: &Permit<ProposeDuty>,
        proposed: &ProposedDuty,
    ) -> Result<u64, Problem> {
        check_reason(&proposed.need)?;
        self.check_scope(proposed.role, proposed.scope.trim())?;
        let staff = self.staff_called(&proposed.user)?;
        let today = self.today();
        let new = NewDuty {
            staff: staff.number,
            role: proposed.role.word().to_owned(),
            scope: proposed.scope.trim().to_owned(),
            need: proposed.need.trim().to_owned(),
            from: proposed.from.unwrap_or(today),
            to: proposed.to,
            deputy_for: None,
        };
        check_days(proposed.role, &new, today)?;
        let deputy_for = self.whose_deputy(proposed, &new)?;
        let new = NewDuty { deputy_for, ..new };
        let about = self.about_giving(&staff, proposed.role, permit.principal().user(), None)?;
        permit.over(&about)?;
        self.registry().could_propose_duty(&new).map_err(conflict)?;
        let by = permit.principal().user();
        self.file_duty(permit, "duty-proposed", &staff.user, &new)?;
        let number = self.registry().propose_duty(&new, self.now(), by);
        number.map_err(conflict)
    }

    /// Whom a proposed duty makes somebody the deputy of: who has the same duty, for as long as
    /// somebody can be seen to stand in.
    fn whose_deputy(&self, proposed: &ProposedDuty, new: &NewDuty) -> Result<Option<u64>, Problem> {
        let user = proposed.deputy_for.trim();
        if user.is_empty() {
            return Ok(None);
        }
        let whom = self.staff_called(user)?;
        let duties = self.registry().duties_of(whom.number);
        let mut duties = duties.map_err(registry_problem)?.into_iter();
        let is_the_same = |had: &Duty| {
            let is_own = had.duty.deputy_for.is_none() && had.state == DutyState::Given;
            is_own && had.duty.role == new.role && had.duty.scope == new.scope
        };
        let lasts = |had: &Duty| had.duty.to.is_none_or(|to| new.from <= to);
        if whom.number == new.staff || !duties.any(|had| is_the_same(&had) && lasts(&had)) {
            return Err(Problem::yours("problem-duty-no-deputy"));
        }
        let last = new.from.plus(DEPUTY_DAYS_MAX);
        let is_short = new.to.is_some_and(|to| to <= last);
        match is_short {
            true => Ok(Some(whom.number)),
            false => Err(Problem::yours("problem-duty-deputy-days").with("days", DEPUTY_DAYS_MAX)),
        }
    }

    /// Gives what somebody else proposed.
    ///
    /// # Errors
    /// Refused, where this one may not; a conflict, where it was decided.
    pub fn give_duty(&self, permit: &Permit<ApproveDuty>, number: u64) -> Result<(), Problem> {
        let (duty, staff) = self.to_be_given(permit, number)?;
        self.file_duty(permit, "duty-given", &staff.user, &duty.duty)?;
        let by = permit.principal().user();
        let given = self.registry().give_duty(number, self.now(), by);
        decided(given.map_err(registry_problem)?)
    }

    /// Declines what somebody else proposed.
    ///
    /// # Errors
    /// As for giving it; yours, where no reason is given.
    pub fn decline_duty(
        &self,
        permit: &Permit<ApproveDuty>,
        number: u64,
        reason: &str,
    ) -> Result<(), Problem> {
        check_reason(reason)?;
        let (duty, staff) = self.proposed(number)?;
        self.file_duty(permit, "duty-declined", &staff.user, &duty.duty)?;
        let by = permit.principal().user();
        let declined = self
            .registry()
            .decline_duty(number, self.now(), by, reason.trim());
        decided(declined.map_err(registry_problem)?)
    }

    /// Ends a duty that somebody has, or is to have.
    ///
    /// # Errors
    /// Yours, where no reason is given; a conflict, where it has ended; refused, where the person
    /// would end the last duty by which duties can be given.
    pub fn end_duty(
        &self,
        permit: &Permit<EndDuty>,
        number: u64,
        reason: &str,
    ) -> Result<(), Problem> {
        check_reason(reason)?;
        let _one_at_a_time = self.ending();
        let duty = self.duty_numbered(number)?;
        if duty.state != DutyState::Given {
            return Err(Problem::conflict("problem-duty-ended"));
        }
        self.check_somebody_is_left(&duty)?;
        let staff = self.staff_numbered(duty.duty.staff)?;
        self.file_duty(permit, "duty-ended", &staff.user, &duty.duty)?;
        let by = permit.principal().user();
        let ended = self
            .registry()
            .end_duty(number, self.now(), by, reason.trim());
        match ended.map_err(registry_problem)? {
            true => Ok(()),
            false => Err(Problem::conflict("problem-duty-ended")),
        }
    }

    pub(super) fn duty_numbered(&self, number: u64) -> Result<Duty, Problem> {
        let found = self.registry().duty(number).map_err(registry_problem)?;
        found.ok_or_else(|| Problem::gone("problem-no-such-duty"))
    }

    fn proposed(&self, number: u64) -> Result<(Duty, Staff), Problem> {
        let duty = self.duty_numbered(number)?;
        if duty.state != DutyState::Proposed {
            return Err(Problem::conflict("problem-duty-decided"));
        }
        let staff = self.staff_numbered(duty.duty.staff)?;
        Ok((duty, staff))
    }

    fn to_be_given(
        &self,
        permit: &Permit<ApproveDuty>,
        number: u64,
    ) -> Result<(Duty, Staff), Problem> {
        let (duty, staff) = self.proposed(number)?;
        let about = self.about_duty(&duty, &staff)?;
        permit.over(&about)?;
        Ok((duty, staff))
    }

    /// A proposed duty as the rules see it.
    pub(super) fn about_duty(&self, duty: &Duty, staff: &Staff) -> Result<About, Problem> {
        let role = Role::of(&duty.duty.role);
        let role = role.ok_or_else(|| Problem::gone("problem-no-such-duty"))?;
        self.about_giving(staff, role, &duty.proposed_by, Some(duty.number))
    }

    /// `but`: the duty in question, which is not among those the holder has already.
    fn about_giving(
        &self,
        staff: &Staff,
        role: Role,
        proposed_by: &str,
        but: Option<u64>,
    ) -> Result<About, Problem> {
        let today = self.today();
        let duties = self.registry().duties_of(staff.number);
        let mut others = duties.map_err(registry_problem)?;
        others.retain(|other| Some(other.number) != but);
        let bodies = self.bodies()?;
        Ok(About::Duty(permit::Duty {
            role,
            holder: Who(staff.user.clone()),
            holder_units: self.units_of(staff.national_id.as_ref(), today),
            holder_roles: roles_had_or_proposed(&others, today),
            proposed_by: Who(proposed_by.to_owned()),
            reviewers_given_by: bodies.given_by,
            reviewers_held_by: bodies.held_by,
        }))
    }

    /// Which bodies give out the role of log reviewer, and whose staff may hold it.
    pub(crate) fn bodies(&self) -> Result<Bodies, Problem> {
        let codes = |setting: &Setting<String>| {
            let listed = self.registry().setting(setting).map_err(registry_problem)?;
            let codes = listed
                .split(',')
                .map(str::trim)
                .filter(|code| !code.is_empty());
            Ok(codes.map(str::to_owned).collect())
        };
        Ok(Bodies {
            given_by: codes(&REVIEWERS_GIVEN_BY)?,
            held_by: codes(&REVIEWERS_HELD_BY)?,
        })
    }

    /// A step of a duty is in the ledger before it holds.
    pub(super) fn file_duty<A: Action>(
        &self,
        permit: &Permit<A>,
        step: &'static str,
        user: &str,
        duty: &NewDuty,
    ) -> Result<(), Problem> {
        let mut looked = Looked::plain(step, 1)
            .by("role", Some(&duty.role))
            .by("scope", Some(&duty.scope));
        looked.about = Some(own_account(user));
        self.file_look(permit, &looked)
    }

    /// Held from the question who is left to the end of the duty.
    pub(super) fn ending(&self) -> MutexGuard<'_, ()> {
        self.endings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody must be left who can propose, and two who can give: or no duty could ever be
    /// given to one of those two again.
    pub(super) fn check_somebody_is_left(&self, ending: &Duty) -> Result<(), Problem> {
        let today = self.today();
        let all = self.registry().duties().map_err(registry_problem)?;
        let left = |role: Role| {
            let others = all.iter().filter(|other| {
                other.number != ending.number
                    && other.duty.role == role.word()
                    && other.holds_on(today)
            });
            let mut holders: Vec<u64> = others.map(|other| other.duty.staff).collect();
            holders.sort_unstable();
            holders.dedup();
            holders.len()
        };
        let ends = |role: Role| ending.duty.role == role.word();
        let too_few = (ends(Role::HeadOfReview) && left(Role::HeadOfReview) < 2)
            || (ends(Role::Administrator) && left(Role::Administrator) < 1);
        match too_few {
            true => Err(Problem::denied("problem-duty-last", EndDuty::NAME)),
            false => Ok(()),
        }
    }
}

/// Codes of units.
pub(crate) struct Bodies {
    pub(crate) given_by: Vec<String>,
    pub(crate) held_by: Vec<String>,
}

fn decided(was_open: bool) -> Result<(), Problem> {
    match was_open {
        true => Ok(()),
        false => Err(Problem::conflict("problem-duty-decided")),
    }
}

fn conflict(cause: Error) -> Problem {
    match cause {
        Error::Taken(Taken::Proposal) => Problem::conflict("problem-duty-proposed-already"),
        other => registry_problem(other),
    }
}

pub(super) fn check_reason(reason: &str) -> Result<(), Problem> {
    if reason.trim().is_empty() || reason.chars().count() > REASON_MAX {
        return Err(Problem::yours("problem-erasure-reason").with("max", REASON_MAX));
    }
    Ok(())
}

/// An auditor's duty ends by itself; no duty ends before it begins, or has ended already.
pub(super) fn check_days(role: Role, duty: &NewDuty, today: Day) -> Result<(), Problem> {
    let must_end = role == Role::Auditor;
    match duty.to {
        None if must_end => Err(Problem::yours("problem-duty-needs-end")),
        Some(to) if to < duty.from || to < today => Err(Problem::yours("problem-duty-days")),
        _ => Ok(()),
    }
}
