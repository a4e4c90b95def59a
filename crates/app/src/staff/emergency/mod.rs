//! Coming in while the provider of logins cannot be reached: by two codes on paper.
//!
//! One is made by whose login it is, the other by a head of review, and both lie sealed in places
//! of their own. Together they open one session of one hour, for that person, with the duties they
//! have and no more; then they are used up. The heads are told, and somebody who had neither code
//! goes through what was done. Not here: what a session is (`sessions`).

mod code;
mod entry;

use tilsyn_domain::Instant;
use tilsyn_registry::{EmergencyLogin, Staff};

pub use code::EmergencyCode;
pub use entry::EmergencyAsked;
pub(crate) use entry::WrongCodes;

use self::code::Half;
use super::Names;
use super::duties::check_reason;
use super::people::own_account;
use crate::desk::{Desk, registry_problem};
use crate::own_log::{FILTER_CHARS_MAX, Looked};
use crate::permit::{
    About, Action, MakeFirstHalf, MakeSecondHalf, Permit, ReadEmergency, ReadMine, ReviewEmergency,
    Who, ask,
};
use crate::problem::Problem;

/// One such login as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmergencyRow {
    pub number: u64,
    /// Whose it is, by name.
    pub holder: String,
    pub first_made: Instant,
    /// When and by whom, by name; so below.
    pub second: Option<(Instant, String)>,
    pub used: Option<Instant>,
    pub reason: String,
    pub reviewed: Option<(Instant, String)>,
    pub remark: String,
    pub may_complete: bool,
    pub may_review: bool,
}

/// Whose one is.
#[derive(Clone, PartialEq, Eq)]
pub struct EmergencyHolder {
    pub name: String,
    pub user: String,
}

/// How far one's own has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MyEmergencyLogin {
    pub first_made: Instant,
    pub second_made: Option<Instant>,
}

impl Desk {
    /// Makes the first half of one's own; what was there before, with its second half, opens
    /// nothing any more.
    ///
    /// # Errors
    /// Gone, where whoever asks is no member of staff; ours, where it cannot be filed or kept.
    pub fn make_first_half(
        &self,
        permit: &Permit<MakeFirstHalf>,
        code: &EmergencyCode,
    ) -> Result<(), Problem> {
        let staff = self.staff_called(permit.principal().user())?;
        self.file_staff(permit, "emergency-first", &staff.user)?;
        let digest = code.digest(Half::First, &staff.user);
        let kept = self.registry();
        let kept = kept.begin_emergency_login(staff.number, &digest, self.now());
        kept.map_err(registry_problem)
    }

    /// Makes the second half of somebody else's, in place of the one before, which may be lost;
    /// gives whose it is.
    ///
    /// # Errors
    /// Refused, where it is one's own; gone, where there is none that waits for one.
    pub fn make_second_half(
        &self,
        permit: &Permit<MakeSecondHalf>,
        number: u64,
        code: &EmergencyCode,
    ) -> Result<EmergencyHolder, Problem> {
        let (login, staff) = self.emergency_login(number)?;
        permit.over(&about(&login, &staff))?;
        let gone = || Problem::conflict("problem-emergency-no-half");
        if login.used.is_some() {
            return Err(gone());
        }
        self.file_staff(permit, "emergency-second", &staff.user)?;
        let digest = code.digest(Half::Second, &staff.user);
        let by = permit.principal().user();
        let kept = self.registry();
        let kept = kept.complete_emergency_login(number, &digest, self.now(), by);
        match kept.map_err(registry_problem)? {
            true => Ok(EmergencyHolder {
                name: staff.name,
                user: staff.user,
            }),
            false => Err(gone()),
        }
    }

    /// How far one's own has come; none, where there is none to use.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn my_emergency_login(
        &self,
        permit: &Permit<ReadMine>,
    ) -> Result<Option<MyEmergencyLogin>, Problem> {
        let user = permit.principal().user();
        let staff = self.registry().staff_of_user(user);
        let Some(staff) = staff.map_err(registry_problem)? else {
            return Ok(None);
        };
        let all = self.registry().emergency_logins();
        let mut all = all.map_err(registry_problem)?.into_iter();
        let own = all.find(|one| one.staff == staff.number && one.used.is_none());
        Ok(own.map(|one| MyEmergencyLogin {
            first_made: one.first_made,
            second_made: one.second.map(|(at, _)| at),
        }))
    }

    /// Who has one, and which were used; newest first.
    ///
    /// # Errors
    /// When the registry cannot be read or the look not filed.
    pub fn emergency(&self, permit: &Permit<ReadEmergency>) -> Result<Vec<EmergencyRow>, Problem> {
        let all = self.registry().emergency_logins();
        let all = all.map_err(registry_problem)?;
        let staff = self.registry().staff().map_err(registry_problem)?;
        let names = Names::of(&staff);
        let (principal, form) = (permit.principal(), permit.form());
        let complete = ask::<MakeSecondHalf>(principal, form).ok();
        let review = ask::<ReviewEmergency>(principal, form).ok();
        let row = |login: EmergencyLogin| {
            let holder = staff.iter().find(|one| one.number == login.staff)?;
            let about = about(&login, holder);
            let is_open = login.used.is_none();
            let waits = login.used.is_some() && login.reviewed.is_none();
            let may_complete = complete
                .as_ref()
                .is_some_and(|may| may.ruling(&about).allowed);
            let may_review = review
                .as_ref()
                .is_some_and(|may| may.ruling(&about).allowed);
            let named = |(at, user): (Instant, String)| (at, names.called(&user));
            Some(EmergencyRow {
                number: login.number,
                holder: holder.name.clone(),
                first_made: login.first_made,
                second: login.second.map(named),
                used: login.used,
                reason: login.reason.unwrap_or_default(),
                reviewed: login.reviewed.map(named),
                remark: login.remark.unwrap_or_default(),
                may_complete: is_open && may_complete,
                may_review: waits && may_review,
            })
        };
        let rows: Vec<EmergencyRow> = all.into_iter().filter_map(row).collect();
        self.file_look(permit, &Looked::plain("emergency", rows.len()))?;
        Ok(rows)
    }

    /// How many uses whoever asks may go through; names nobody, so it is no look.
    pub(crate) fn emergencies_to_review(
        &self,
        permit: &Permit<ReviewEmergency>,
    ) -> Result<usize, Problem> {
        let all = self.registry().emergency_logins();
        let mut count = 0;
        for login in all.map_err(registry_problem)? {
            if login.used.is_some() && login.reviewed.is_none() {
                let staff = self.staff_numbered(login.staff)?;
                count += usize::from(permit.ruling(&about(&login, &staff)).allowed);
            }
        }
        Ok(count)
    }

    /// Says what came of going through a use.
    ///
    /// # Errors
    /// Refused, where one had a part in it; a conflict, where somebody did already; yours, where
    /// nothing is said.
    pub fn review_emergency(
        &self,
        permit: &Permit<ReviewEmergency>,
        number: u64,
        remark: &str,
    ) -> Result<(), Problem> {
        let (login, staff) = self.emergency_login(number)?;
        permit.over(&about(&login, &staff))?;
        check_reason(remark)?;
        let done = || Problem::conflict("problem-emergency-reviewed");
        if login.used.is_none() || login.reviewed.is_some() {
            return Err(done());
        }
        self.file_emergency((permit, "emergency-reviewed"), &staff, remark)?;
        let by = permit.principal().user();
        let kept = self.registry();
        let kept = kept.review_emergency_login(number, self.now(), by, remark.trim());
        match kept.map_err(registry_problem)? {
            true => Ok(()),
            false => Err(done()),
        }
    }

    /// Files what somebody said of a use with it: the registry alone could be written anew.
    fn file_emergency<A: Action>(
        &self,
        (permit, step): (&Permit<A>, &'static str),
        holder: &Staff,
        said: &str,
    ) -> Result<(), Problem> {
        let mut looked = Looked::plain(step, 1);
        looked.about = Some(own_account(&holder.user));
        let signs: Vec<char> = said.trim().chars().collect();
        for piece in signs.chunks(FILTER_CHARS_MAX) {
            let piece: String = piece.iter().collect();
            looked = looked.by("text", Some(&piece));
        }
        self.file_look(permit, &looked)
    }

    fn emergency_login(&self, number: u64) -> Result<(EmergencyLogin, Staff), Problem> {
        let all = self.registry().emergency_logins();
        let mut all = all.map_err(registry_problem)?.into_iter();
        let found = all.find(|one| one.number == number);
        let login = found.ok_or_else(|| Problem::gone("problem-no-such-emergency"))?;
        let staff = self.staff_numbered(login.staff)?;
        Ok((login, staff))
    }
}

fn about(login: &EmergencyLogin, holder: &Staff) -> About {
    About::EmergencyLogin {
        holder: Who(holder.user.clone()),
        second_by: login.second.as_ref().map(|(_, by)| Who(by.clone())),
    }
}
