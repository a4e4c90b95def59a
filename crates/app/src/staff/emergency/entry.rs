//! Coming in by the two codes: whose they are, whether both still count, and what happens to those
//! that open nothing.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use tilsyn_domain::Instant;
use tilsyn_domain::time::HOUR;
use tilsyn_registry::{EmergencyLogin, Login, Staff, Telling};

use super::code::{EmergencyCode, Half};
use crate::desk::{Desk, registry_problem};
use crate::notices::NoticeKind;
use crate::own_log::OWN_SOURCE;
use crate::permit::{self, Action, CameBy, Form, Principal, ReviewEmergency, SignIn, ask};
use crate::problem::Problem;
use crate::staff::duties::check_reason;
use crate::staff::sessions::{SessionToken, Vouched};

/// Who vouches for such a session.
const ISSUER: &str = "emergency";
/// Wrong tries that are filed within an hour, in one name and in all; of more the diagnostics tell,
/// so that no stranger can fill the log.
const WRONG_OF_ONE_MAX: usize = 5;
const WRONG_FILED_MAX: usize = 60;

/// What somebody types who would come in.
pub struct EmergencyAsked {
    pub user: String,
    pub first: EmergencyCode,
    pub second: EmergencyCode,
    pub reason: String,
}

/// When wrong codes were filed within the last hour, and in whose name (staff number).
#[derive(Default)]
pub(crate) struct WrongCodes(Mutex<VecDeque<(Instant, u64)>>);

impl WrongCodes {
    fn may_file(&self, now: Instant, staff: u64) -> bool {
        let mut filed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        filed.retain(|(at, _)| now.0 - at.0 < HOUR);
        let of_one = filed.iter().filter(|(_, of)| *of == staff).count();
        let may = of_one < WRONG_OF_ONE_MAX && filed.len() < WRONG_FILED_MAX;
        if may {
            filed.push_back((now, staff));
        }
        may
    }
}

impl Desk {
    /// Begins a session for whose login the two codes are; from now on the token opens it.
    ///
    /// # Errors
    /// Yours, where no reason is given; refused, in one and the same sentence, where no login is
    /// opened by that, or its owner or whoever made its second half no longer works here.
    pub fn sign_in_by_codes(
        &self,
        asked: &EmergencyAsked,
        token: &SessionToken,
    ) -> Result<(), Problem> {
        check_reason(&asked.reason)?;
        // From the question whether they open one to its use.
        let _one_at_a_time = self.entering.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((login, staff, principal)) = self.opened_by(asked)? else {
            return Err(self.wrong_codes(&asked.user));
        };
        let permit = ask::<SignIn>(&principal, Form::Page)?;
        self.file_emergency((&permit, "signed-in-by-codes"), &staff, &asked.reason)?;
        let told = self.told_of_use(&staff)?;
        let (registry, now) = (self.registry(), self.now());
        let used = registry.use_emergency_login(login.number, now, asked.reason.trim(), &told);
        if !used.map_err(registry_problem)? {
            return Err(self.wrong_codes(&asked.user));
        }
        let vouched = Vouched {
            login: Login {
                issuer: ISSUER.to_owned(),
                subject: staff.user.clone(),
            },
            session: None,
            is_strong: true,
        };
        self.begin_session((&staff, &principal), &vouched, token);
        Ok(())
    }

    fn opened_by(
        &self,
        asked: &EmergencyAsked,
    ) -> Result<Option<(EmergencyLogin, Staff, Principal)>, Problem> {
        let staff = self.registry().staff_of_user(asked.user.trim());
        let Some(staff) = staff.map_err(registry_problem)? else {
            return Ok(None);
        };
        let first = asked.first.digest(Half::First, &staff.user);
        let second = asked.second.digest(Half::Second, &staff.user);
        let login = self.registry();
        let login = login.emergency_login_opened_by(staff.number, (&first, &second));
        let Some(login) = login.map_err(registry_problem)? else {
            return Ok(None);
        };
        let is_of_two = match &login.second {
            Some((_, by)) => self.still_works_here(by)?,
            None => false,
        };
        let principal = match is_of_two {
            true => self.principal(&staff, CameBy::Emergency)?,
            false => None,
        };
        Ok(principal.map(|principal| (login, staff, principal)))
    }

    /// Whoever made the second half may have left since, with a code that nobody else has.
    fn still_works_here(&self, user: &str) -> Result<bool, Problem> {
        let staff = self.registry().staff_of_user(user);
        let staff = staff.map_err(registry_problem)?;
        Ok(staff.is_some_and(|one| one.suspended.is_none() && self.works_here(&one, self.today())))
    }

    /// The no to codes that open nothing. It is filed where they were tried on a login there is.
    fn wrong_codes(&self, user: &str) -> Problem {
        let no = Problem::denied("problem-emergency-wrong", SignIn::NAME);
        let staff = self.registry().staff_of_user(user.trim());
        let Ok(Some(staff)) = staff else {
            tracing::warn!("a login for emergencies was tried in the name of nobody there is");
            return no;
        };
        if !self.wrong_codes.may_file(self.now(), staff.number) {
            tracing::warn!("wrong codes were typed for a login for emergencies, once more");
            return no;
        }
        let login = Login {
            // As the own log knows them.
            issuer: OWN_SOURCE.to_owned(),
            subject: staff.user,
        };
        self.filed_of_stranger(&login, Form::Page, no)
    }

    /// Whoever may go through a use is told of it, but for whom it was.
    fn told_of_use(&self, user: &Staff) -> Result<Telling, Problem> {
        let mut told = Telling::default();
        for staff in self.staff_with_duties()? {
            let principal = self.principal(&staff, CameBy::Itself)?;
            let may = principal.is_some_and(|one| permit::may(&one, ReviewEmergency::NAME));
            if may && staff.number != user.number {
                let used = NoticeKind::EmergencyUsed.to(staff.number, "/emergency".to_owned());
                told.new.push(used);
            }
        }
        Ok(told)
    }
}
