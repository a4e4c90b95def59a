//! Who may sign in: added, given another login, noted as having left.
//!
//! One rule: nobody gets a login while they have a duty or are proposed for one. Whoever adds
//! logins could else sign in as somebody with more to see; so duties are approved by somebody who
//! sees which logins they are for.

use tilsyn_domain::NationalId;
use tilsyn_domain::codebook::Identity;
use tilsyn_registry::{Error, Login, NewStaff, Staff, Taken};

use super::roles_had_or_proposed;
use crate::desk::{Desk, registry_problem};
use crate::own_log::{Looked, OWN_SOURCE};
use crate::permit::{Action, AddStaff, Permit, Principal};
use crate::problem::{Problem, Whose};

/// Characters of a user name.
const USER_MAX: usize = 64;
/// More digits may be a national id, which must not stand in logs; those of a UUID are none.
const DIGITS_MAX: usize = 8;
/// How long the parts of a UUID are (RFC 9562, section 4).
const UUID_PARTS: [usize; 5] = [8, 4, 4, 4, 12];

/// Somebody who is to be able to sign in.
#[derive(Clone)]
pub struct Newcomer {
    /// What the own log is to call them.
    pub user: String,
    /// Empty: as the directory has it.
    pub name: String,
    /// By which the directory knows them; empty for somebody from outside.
    pub employee_no: String,
    pub logins: Vec<Login>,
}

/// Names nobody: what is printed may end in a log.
impl std::fmt::Debug for Newcomer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Newcomer({} logins)", self.logins.len())
    }
}

impl Desk {
    /// Lets somebody sign in from now on; they have no duty by that.
    ///
    /// # Errors
    /// Yours, for what cannot be a user name, or an employee number that nobody has today. A
    /// conflict, where the user name, the person or a login is somebody's already.
    pub fn add_staff(&self, permit: &Permit<AddStaff>, new: &Newcomer) -> Result<(), Problem> {
        let new = self.staff_to_be(new)?;
        let could = self.registry().could_add_staff(&new);
        could.map_err(caused_by_registry)?;
        self.file_staff(permit, "staff-added", &new.user)?;
        let by = permit.principal().user();
        let added = self.registry().add_staff(&new, self.now(), by);
        added.map(drop).map_err(caused_by_registry)
    }

    /// Gives somebody another login.
    ///
    /// # Errors
    /// A conflict, where they have a duty or are proposed for one, or the login is or was
    /// somebody's; gone, where there is nobody of that name.
    pub fn add_login(
        &self,
        permit: &Permit<AddStaff>,
        user: &str,
        login: &Login,
    ) -> Result<(), Problem> {
        let staff = self.staff_called(user)?;
        let duties = self.registry().duties_of(staff.number);
        let duties = duties.map_err(registry_problem)?;
        if !roles_had_or_proposed(&duties, self.today()).is_empty() {
            return Err(Problem::conflict("problem-staff-has-duties"));
        }
        let could = self.registry().could_add_login(staff.number, login);
        could.map_err(caused_by_registry)?;
        self.file_staff(permit, "staff-login-added", user)?;
        let added = self.registry().add_login(staff.number, login, self.now());
        added.map_err(caused_by_registry)
    }

    /// Notes that somebody left: no login opens anything any more, and every duty ends.
    ///
    /// # Errors
    /// Gone, where there is nobody of that name; refused, where nobody could give duties then.
    pub fn end_staff(&self, permit: &Permit<AddStaff>, user: &str) -> Result<(), Problem> {
        let staff = self.staff_called(user)?;
        self.note_left(permit, &staff)
    }

    pub(super) fn note_left<A: Action>(
        &self,
        permit: &Permit<A>,
        staff: &Staff,
    ) -> Result<(), Problem> {
        let _one_at_a_time = self.ending();
        let duties = self.registry().duties_of(staff.number);
        for duty in duties.map_err(registry_problem)? {
            if duty.holds_on(self.today()) {
                self.check_somebody_is_left(&duty)?;
            }
        }
        self.file_staff(permit, "staff-left", &staff.user)?;
        let by = permit.principal().user();
        let ended = self.registry().end_staff(staff.number, self.now(), by);
        ended.map(drop).map_err(registry_problem)
    }

    /// A newcomer as the directory knows them.
    pub(super) fn staff_to_be(&self, new: &Newcomer) -> Result<NewStaff, Problem> {
        check_user(&new.user)?;
        let national_id = match new.employee_no.as_str() {
            "" => None,
            number => Some(self.employed_as(number, &new.user)?),
        };
        let directory = self.directory();
        let index = self.directory_index();
        // Whom the register protects is called here what somebody writes, or nothing.
        let of_directory = directory.people.iter().find(|person| {
            Some(&person.national_id) == national_id.as_ref()
                && !index.is_protected(&person.national_id)
        });
        let name = match new.name.trim() {
            "" => of_directory.map(|person| person.name.clone()),
            name => Some(name.to_owned()),
        };
        Ok(NewStaff {
            user: new.user.clone(),
            name: name
                .ok_or_else(|| Problem::yours("problem-staff-name").with("user", &new.user))?,
            national_id,
            logins: new.logins.clone(),
        })
    }

    /// Whose employee number it is today; `user` names them in the refusal.
    fn employed_as(&self, number: &str, user: &str) -> Result<NationalId, Problem> {
        let today = self.today();
        let directory = self.directory();
        let mut holders = directory
            .employments
            .iter()
            .filter(|row| row.employee_no.as_deref() == Some(number) && row.valid.on(today));
        let holder = holders.next().map(|row| row.national_id.clone());
        match holder {
            Some(id) if holders.all(|row| row.national_id == id) => Ok(id),
            _ => Err(Problem::yours("problem-staff-employee").with("user", user)),
        }
    }

    pub(super) fn staff_called(&self, user: &str) -> Result<Staff, Problem> {
        let staff = self.registry().staff_of_user(user);
        let staff = staff.map_err(registry_problem)?;
        staff.ok_or_else(|| Problem::gone("problem-no-such-staff"))
    }

    /// It is in the ledger before it holds.
    pub(super) fn file_staff<A: Action>(
        &self,
        permit: &Permit<A>,
        step: &'static str,
        user: &str,
    ) -> Result<(), Problem> {
        self.file_staff_or_all(permit, step, Some(user))
    }

    /// The same of somebody, or of everybody.
    pub(super) fn file_staff_or_all<A: Action>(
        &self,
        permit: &Permit<A>,
        step: &'static str,
        user: Option<&str>,
    ) -> Result<(), Problem> {
        let mut looked = Looked::plain(step, 1);
        looked.about = user.map(own_account);
        self.file_look(permit, &looked)
    }
}

/// A member of staff as the vault knows one.
pub(crate) fn own_account(user: &str) -> Identity {
    Identity::Account {
        source: OWN_SOURCE.to_owned(),
        user: user.to_owned(),
    }
}

/// What may be a user name: it stands in the own log, where the program has a name too.
pub(super) fn check_user(user: &str) -> Result<(), Problem> {
    let fits = |one: char| one.is_alphanumeric() || "._-@".contains(one);
    let digits = user.chars().filter(char::is_ascii_digit).count();
    let of_ours = [Principal::program(), Principal::provisioner()];
    let is_free = !user.is_empty() && of_ours.iter().all(|ours| ours.user() != user);
    let is_one = is_free && user.chars().all(fits);
    let is_no_id = digits <= DIGITS_MAX || is_uuid(user);
    match is_one && user.chars().count() <= USER_MAX && is_no_id {
        true => Ok(()),
        false => Err(Problem::yours("problem-staff-user").with("max", USER_MAX)),
    }
}

/// What providers give out that name people by chance alone. One without a letter could be
/// anything.
fn is_uuid(user: &str) -> bool {
    let parts: Vec<&str> = user.split('-').collect();
    let is_hex = |part: &&str| part.bytes().all(|one| one.is_ascii_hexdigit());
    parts.iter().map(|part| part.len()).eq(UUID_PARTS)
        && parts.iter().all(is_hex)
        && user.contains(|one: char| one.is_ascii_alphabetic())
}

/// What stands in the way of adding people, in a sentence.
pub(super) fn caused_by_registry(cause: Error) -> Problem {
    match cause {
        Error::NotEmpty => Problem::conflict("problem-duties-begun"),
        Error::Taken(Taken::User) => Problem::conflict("problem-staff-user-taken"),
        Error::Taken(Taken::Person) => Problem::conflict("problem-staff-person-taken"),
        Error::Taken(Taken::Login) => Problem::conflict("problem-staff-login-taken"),
        Error::ZeroByte => Problem::caused(Whose::Yours, "problem-registry", Error::ZeroByte),
        other => registry_problem(other),
    }
}
