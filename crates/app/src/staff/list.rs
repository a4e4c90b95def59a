//! Who has which duty, as it is shown: everybody with what they have, what waits for a decision,
//! and one duty with what stands in the way of deciding it.

use std::collections::HashMap;

use tilsyn_domain::{Day, Instant};
use tilsyn_registry::{Duty, DutyState, Login, Staff};

use super::Names;
use super::people::own_account;
use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{ApproveDuty, EndDuty, Permit, ReadDuties, Role, ask};
use crate::problem::Problem;

/// A duty as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyRow {
    pub number: u64,
    /// The holder's name, and user name.
    pub holder: String,
    pub user: String,
    pub role: Role,
    /// What it is about, by name; empty: the whole organisation.
    pub scope: String,
    pub need: String,
    pub from: Day,
    pub to: Option<Day>,
    /// Whom the holder stands in for, by name.
    pub deputy_for: Option<String>,
    pub state: DutyState,
    pub holds_today: bool,
    /// When and by whom, by name; so below.
    pub proposed: (Instant, String),
    pub decided: Option<(Instant, String)>,
    pub ended: Option<(Instant, String)>,
    pub end_reason: Option<String>,
}

/// Somebody who may sign in, or could once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    pub user: String,
    pub name: String,
    /// What they may do today.
    pub roles: Vec<Role>,
    /// Names of the units where they are employed today.
    pub units: Vec<String>,
    pub left: Option<Instant>,
    /// Whether the directory says that they no longer work here, so that no login opens.
    pub works_here: bool,
    /// Whether the provider of logins keeps them out for now.
    pub is_kept_out: bool,
}

/// Everybody and everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutiesView {
    pub people: Vec<PersonRow>,
    /// Newest first; those that wait for a decision among them.
    pub duties: Vec<DutyRow>,
}

/// One duty, and what the one who looks at it may do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyView {
    pub row: DutyRow,
    /// What the holder signs in with: who gives a duty gives it to these.
    pub logins: Vec<Login>,
    /// Whether it can be given by the one who looks at it; else the key of the sentence why not,
    /// where the rules allow that one to decide such things at all.
    pub give: Result<(), &'static str>,
    pub may_decline: bool,
    pub may_end: bool,
}

impl Desk {
    /// Who may sign in, and who has which duty.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn duties(&self, permit: &Permit<ReadDuties>) -> Result<DutiesView, Problem> {
        let (staff, duties) = self.staff_and_duties()?;
        let today = self.today();
        let names = Names::of(&staff);
        let holders: HashMap<u64, &Staff> = staff.iter().map(|one| (one.number, one)).collect();
        let row = |duty: &Duty| {
            let whose = duty.duty.deputy_for.and_then(|whose| holders.get(&whose));
            self.row(
                (holders.get(&duty.duty.staff)?, whose.copied()),
                duty,
                &names,
            )
        };
        let people = staff.iter().map(|one| self.person(one, &duties, today));
        let view = DutiesView {
            people: people.collect::<Result<_, Problem>>()?,
            duties: duties.iter().filter_map(row).collect(),
        };
        let rows = view.people.len() + view.duties.len();
        self.file_look(permit, &Looked::plain("duties", rows))?;
        Ok(view)
    }

    /// One duty.
    ///
    /// # Errors
    /// Gone, where there is none of that number.
    pub fn duty(&self, permit: &Permit<ReadDuties>, number: u64) -> Result<DutyView, Problem> {
        let duty = self.duty_numbered(number)?;
        let staff = self.staff_numbered(duty.duty.staff)?;
        let about = self.about_duty(&duty, &staff)?;
        let (principal, form) = (permit.principal(), permit.form());
        let may_give = ask::<ApproveDuty>(principal, form);
        let give = match may_give {
            Ok(may) => may.over(&about).map_err(|no| no.message),
            Err(no) => Err(no.message),
        };
        let is = |state: DutyState| duty.state == state;
        let may_decline = is(DutyState::Proposed) && ask::<ApproveDuty>(principal, form).is_ok();
        let may_end = is(DutyState::Given) && ask::<EndDuty>(principal, form).is_ok();
        let mut looked = Looked::plain("duty", 1).by("role", Some(&duty.duty.role));
        looked.about = Some(own_account(&staff.user));
        self.file_look(permit, &looked)?;
        let logins = self.registry().logins_of(staff.number);
        let logins = logins.map_err(registry_problem)?;
        let names = self.names()?;
        let whose = duty.duty.deputy_for.map(|whose| self.staff_numbered(whose));
        let whose = whose.transpose()?;
        let row = self.row((&staff, whose.as_ref()), &duty, &names);
        Ok(DutyView {
            row: row.ok_or_else(|| Problem::gone("problem-no-such-duty"))?,
            logins,
            give,
            may_decline,
            may_end,
        })
    }

    fn staff_and_duties(&self) -> Result<(Vec<Staff>, Vec<Duty>), Problem> {
        let staff = self.registry().staff().map_err(registry_problem)?;
        let duties = self.registry().duties().map_err(registry_problem)?;
        Ok((staff, duties))
    }

    fn person(&self, staff: &Staff, duties: &[Duty], today: Day) -> Result<PersonRow, Problem> {
        let own = duties.iter().filter(|duty| duty.duty.staff == staff.number);
        let own: Vec<Duty> = own.cloned().collect();
        let index = self.directory_index();
        let own_rows = staff.national_id.iter();
        let own_rows = own_rows.flat_map(|id| index.employments_of(id));
        let employed = own_rows.filter(|row| row.valid.on(today));
        let units = self.unit_names(employed.map(|row| row.unit.as_str()));
        let codes = self.units_of(staff.national_id.as_ref(), today);
        Ok(PersonRow {
            user: staff.user.clone(),
            name: staff.name.clone(),
            roles: self.roles_that_hold(&own, &codes, today)?,
            units: units.into_iter().map(|unit| unit.name).collect(),
            left: staff.left,
            works_here: self.works_here(staff, today),
            is_kept_out: staff.suspended.is_some(),
        })
    }

    /// `None`: of a role that a newer version knows.
    fn row(
        &self,
        (holder, deputy_for): (&Staff, Option<&Staff>),
        duty: &Duty,
        names: &Names,
    ) -> Option<DutyRow> {
        let by = |(at, user): &(Instant, String)| (*at, names.called(user));
        Some(DutyRow {
            number: duty.number,
            holder: holder.name.clone(),
            user: holder.user.clone(),
            role: Role::of(&duty.duty.role)?,
            scope: match duty.duty.scope.as_str() {
                "" => String::new(),
                scope => self.unit_name(scope),
            },
            need: duty.duty.need.clone(),
            from: duty.duty.from,
            to: duty.duty.to,
            deputy_for: deputy_for.map(|whose| whose.name.clone()),
            state: duty.state,
            holds_today: duty.holds_on(self.today()),
            proposed: (duty.proposed, names.called(&duty.proposed_by)),
            decided: duty.decided.as_ref().map(by),
            ended: duty.ended.as_ref().map(by),
            end_reason: duty.end_reason.clone(),
        })
    }
}
