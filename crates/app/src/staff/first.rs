//! The first duties: given together by whoever set the program up, who is nobody afterwards.
//!
//! A beginning that could not go on is refused: somebody must be able to propose, and two to
//! approve, or nobody could give one of those two a duty.

use std::collections::BTreeSet;

use tilsyn_domain::Day;
use tilsyn_registry::{NewDuty, NewStaff};

use super::duties::{Bodies, check_days};
use super::people::{Newcomer, caused_by_registry};
use crate::desk::Desk;
use crate::permit::{self, About, GiveFirstDuties, Permit, Role, Who};
use crate::problem::Problem;

/// Somebody who is there from the beginning.
#[derive(Clone, Debug)]
pub struct Beginner {
    pub who: Newcomer,
    pub duties: Vec<FirstDuty>,
}

/// A duty somebody begins with.
#[derive(Clone, Debug)]
pub struct FirstDuty {
    pub role: Role,
    /// A unit's code or a system's name, as the role can have it; empty: the whole organisation.
    pub scope: String,
    pub need: String,
    pub to: Option<Day>,
}

impl Desk {
    /// Lets the first people in with their duties, all or none. From then on nobody acts as the
    /// founder, on this machine or anywhere.
    ///
    /// # Errors
    /// Yours, where it could not go on from there or somebody is to have what must be kept apart;
    /// a conflict, where anybody was given a duty before.
    pub fn give_first_duties(
        &self,
        permit: &Permit<GiveFirstDuties>,
        beginners: &[Beginner],
    ) -> Result<(), Problem> {
        if self.has_begun()? {
            return Err(Problem::conflict("problem-duties-begun"));
        }
        check_it_can_go_on(beginners)?;
        let bodies = self.bodies()?;
        let today = self.today();
        let mut people = Vec::new();
        for beginner in beginners {
            let staff = self.staff_to_be(&beginner.who)?;
            let mut duties = Vec::new();
            for duty in &beginner.duties {
                let new = first(duty, today);
                check_days(duty.role, &new, today)?;
                self.check_scope(duty.role, &new.scope)?;
                self.check_first(permit, (&staff, beginner), duty, &bodies, today)?;
                duties.push(new);
            }
            people.push((staff, duties));
        }
        let could = self.registry().could_begin_duties(&people);
        could.map_err(caused_by_registry)?;
        for (staff, duties) in &people {
            for duty in duties {
                self.file_duty(permit, "duty-given", &staff.user, duty)?;
            }
        }
        let by = permit.principal().user();
        let begun = self.registry().begin_duties(&people, self.now(), by);
        begun.map_err(caused_by_registry)
    }

    /// Asks the rules about one of the first duties.
    fn check_first(
        &self,
        permit: &Permit<GiveFirstDuties>,
        (staff, beginner): (&NewStaff, &Beginner),
        duty: &FirstDuty,
        bodies: &Bodies,
        today: Day,
    ) -> Result<(), Problem> {
        let others = beginner.duties.iter().map(|other| other.role);
        let about = About::Duty(permit::Duty {
            role: duty.role,
            holder: Who(staff.user.clone()),
            holder_units: self.units_of(staff.national_id.as_ref(), today),
            holder_roles: others.filter(|role| *role != duty.role).collect(),
            proposed_by: Who(permit.principal().user().to_owned()),
            reviewers_given_by: bodies.given_by.clone(),
            reviewers_held_by: bodies.held_by.clone(),
        });
        permit.over(&about)
    }
}

fn first(duty: &FirstDuty, today: Day) -> NewDuty {
    NewDuty {
        // Known once they are added.
        staff: 0,
        role: duty.role.word().to_owned(),
        scope: duty.scope.trim().to_owned(),
        need: duty.need.clone(),
        from: today,
        to: duty.to,
        deputy_for: None,
    }
}

/// One who proposes and two who approve, other than that one.
fn check_it_can_go_on(beginners: &[Beginner]) -> Result<(), Problem> {
    let with = |role: Role| {
        let holders = beginners.iter().filter(move |beginner| {
            let mut duties = beginner.duties.iter();
            duties.any(|duty| duty.role == role)
        });
        let users: BTreeSet<&str> = holders.map(|one| one.who.user.as_str()).collect();
        users.len()
    };
    if with(Role::HeadOfReview) < 2 || with(Role::Administrator) < 1 {
        return Err(Problem::yours("problem-duties-cannot-go-on"));
    }
    Ok(())
}
