//! Accounts, as the organisation's own provider of logins keeps them here (SCIM): who there is,
//! what they are called, and whether they may come in.
//!
//! It gives nobody a duty. Whom it keeps out has no session from that moment, and keeps the duties
//! for when they come back; whom it removes has left. A subject never goes to somebody else, and
//! nobody gets another login by it. Not here: the protocol (`web`).

use tilsyn_domain::{Instant, MailAddress};
use tilsyn_registry::{Account as Kept, AccountChange, Login, Staff};

use super::people::{caused_by_registry, check_user};
use super::{Newcomer, SignedOut};
use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{Permit, ProvisionStaff};
use crate::problem::Problem;

/// Characters of a name.
const NAME_MAX: usize = 200;

/// An account, as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub number: u64,
    pub asked: AccountAsked,
    pub added: Instant,
}

/// What the provider says of an account.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AccountAsked {
    /// What it is called now; may change with a name.
    pub called: String,
    /// What it is for good: the subject of its logins.
    pub subject: String,
    pub name: String,
    /// By which the directory knows the owner; empty for somebody from outside.
    pub employee_no: String,
    pub is_active: bool,
    /// Where the owner is written to; empty: nowhere.
    pub mail: String,
}

/// Names nobody: what is printed may end in a log.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.number)
    }
}

/// Names nobody either.
impl std::fmt::Debug for AccountAsked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccountAsked(hidden)")
    }
}

/// The accounts of one issuer, for whoever may keep them.
pub struct Accounts<'a> {
    desk: &'a Desk,
    permit: &'a Permit<ProvisionStaff>,
    issuer: &'a str,
}

impl Desk {
    #[must_use]
    pub fn accounts<'a>(
        &'a self,
        permit: &'a Permit<ProvisionStaff>,
        issuer: &'a str,
    ) -> Accounts<'a> {
        Accounts {
            desk: self,
            permit,
            issuer,
        }
    }
}

impl Accounts<'_> {
    /// All whose owners have not left.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn all(&self) -> Result<Vec<Account>, Problem> {
        let kept = self.kept()?;
        let looked = Looked::plain("accounts", kept.len());
        self.desk.file_look(self.permit, &looked)?;
        Ok(kept.iter().map(|one| self.told(one)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// Gone, where there is none of that number.
    pub fn one(&self, number: u64) -> Result<Account, Problem> {
        let all = self.kept()?;
        let kept = numbered(&all, number)?;
        self.desk
            .file_staff(self.permit, "accounts", &kept.owner.user)?;
        Ok(self.told(kept))
    }

    /// Lets the owner of a new account come in; they have no duty by that.
    ///
    /// # Errors
    /// Yours, for what cannot be a user name or a mail address, or an employee number that nobody
    /// has today. A conflict, where the account, its name or its owner is here already.
    pub fn add(&self, asked: &AccountAsked) -> Result<Account, Problem> {
        check_called(asked, &self.kept()?, None)?;
        let new = self.desk.staff_to_be(&Newcomer {
            user: asked.called.clone(),
            name: asked.name.clone(),
            employee_no: asked.employee_no.clone(),
            logins: vec![self.login(asked)],
        })?;
        let registry = self.desk.registry();
        let could = registry.could_add_staff(&new);
        could.map_err(caused_by_registry)?;
        self.desk
            .file_staff(self.permit, "staff-added", &new.user)?;
        let by = self.permit.principal().user();
        let number = registry.add_staff(&new, self.desk.now(), by);
        let number = number.map_err(caused_by_registry)?;
        let asked = AccountAsked {
            name: new.name,
            ..asked.clone()
        };
        self.write(number, &asked, None)?;
        numbered(&self.kept()?, number).map(|kept| self.told(kept))
    }

    /// Changes what an account is called, whose name its owner has, and whether they may come in.
    ///
    /// # Errors
    /// Gone, where there is none of that number; a conflict, for another subject or employee
    /// number: that would be somebody else; yours, for what cannot be a user name or an address.
    pub fn change(&self, number: u64, asked: &AccountAsked) -> Result<Account, Problem> {
        let all = self.kept()?;
        self.changed(&all, numbered(&all, number)?, asked)
    }

    /// Notes that the owner of an account left.
    ///
    /// # Errors
    /// Gone, where there is none of that number; refused, where nobody could give duties then:
    /// the owner is kept out all the same.
    pub fn remove(&self, number: u64) -> Result<(), Problem> {
        let all = self.kept()?;
        let kept = numbered(&all, number)?;
        let out = AccountAsked {
            is_active: false,
            ..self.told(kept).asked
        };
        self.changed(&all, kept, &out)?;
        let left = self.desk.note_left(self.permit, &kept.owner);
        let (by, form) = (self.permit.principal(), self.permit.form());
        left.map_err(|no| self.desk.filed(by, form, no))
    }

    fn changed(&self, all: &[Kept], kept: &Kept, asked: &AccountAsked) -> Result<Account, Problem> {
        let before = self.told(kept);
        let is_own = asked.employee_no.is_empty()
            || self
                .employee_numbers(&kept.owner)
                .contains(&asked.employee_no);
        if asked.subject != before.asked.subject || !is_own {
            return Err(Problem::conflict("problem-account-of-another"));
        }
        let asked = AccountAsked {
            employee_no: before.asked.employee_no.clone(),
            ..asked.clone()
        };
        if asked == before.asked {
            return Ok(before);
        }
        check_called(&asked, all, Some(kept.owner.number))?;
        let step = match (before.asked.is_active, asked.is_active) {
            (true, false) => "staff-kept-out",
            (false, true) => "staff-let-in",
            _ => "staff-changed",
        };
        self.desk.file_staff(self.permit, step, &kept.owner.user)?;
        self.write(kept.owner.number, &asked, kept.owner.suspended)?;
        if !asked.is_active {
            let subject = SignedOut::Subject(asked.subject.clone());
            let _ended = self.desk.signed_out_at_provider(self.issuer, &subject);
        }
        Ok(Account { asked, ..before })
    }

    fn write(
        &self,
        number: u64,
        asked: &AccountAsked,
        suspended: Option<Instant>,
    ) -> Result<(), Problem> {
        let change = AccountChange {
            mail: MailAddress::new(&asked.mail),
            called: asked.called.clone(),
            name: asked.name.clone(),
            suspended: (!asked.is_active).then(|| suspended.unwrap_or_else(|| self.desk.now())),
        };
        let registry = self.desk.registry();
        let written = registry.change_account(number, &self.login(asked), &change);
        written.map_err(registry_problem)
    }

    fn login(&self, asked: &AccountAsked) -> Login {
        Login {
            issuer: self.issuer.to_owned(),
            subject: asked.subject.clone(),
        }
    }

    fn kept(&self) -> Result<Vec<Kept>, Problem> {
        let kept = self.desk.registry().accounts_of(self.issuer);
        kept.map_err(registry_problem)
    }

    fn told(&self, kept: &Kept) -> Account {
        let owner = &kept.owner;
        let employee_no = self.employee_numbers(owner).pop();
        let mail = owner.mail.as_ref();
        Account {
            number: owner.number,
            asked: AccountAsked {
                called: called(kept).to_owned(),
                subject: kept.subject.clone(),
                name: owner.name.clone(),
                employee_no: employee_no.unwrap_or_default(),
                is_active: owner.suspended.is_none(),
                mail: mail.map_or_else(String::new, |mail| mail.reveal().to_owned()),
            },
            added: owner.added,
        }
    }

    /// The employee numbers that somebody ever had, the newest last.
    fn employee_numbers(&self, staff: &Staff) -> Vec<String> {
        let index = self.desk.directory_index();
        let own = staff.national_id.iter();
        let own = own.flat_map(|id| index.employments_of(id));
        let mut own: Vec<_> = own
            .filter_map(|row| Some((row.valid.from, row.employee_no.clone()?)))
            .collect();
        own.sort();
        own.into_iter().map(|(_, number)| number).collect()
    }
}

fn numbered(all: &[Kept], number: u64) -> Result<&Kept, Problem> {
    let found = all.iter().find(|one| one.owner.number == number);
    found.ok_or_else(|| Problem::gone("problem-no-such-staff"))
}

/// What the provider calls it; the user name of its owner, where it never said.
fn called(kept: &Kept) -> &str {
    kept.called.as_ref().unwrap_or(&kept.owner.user)
}

/// What an account is called is its own, nobody is without a name, and mail goes to an address.
/// `own`: the number of the account, where it is there already.
fn check_called(asked: &AccountAsked, all: &[Kept], own: Option<u64>) -> Result<(), Problem> {
    check_user(&asked.called)?;
    if asked.subject.is_empty() || asked.name.chars().count() > NAME_MAX {
        return Err(Problem::yours("problem-account-empty").with("max", NAME_MAX));
    }
    if !asked.mail.is_empty() && MailAddress::new(&asked.mail).is_none() {
        return Err(Problem::yours("problem-account-mail"));
    }
    let same = |one: &Kept| {
        Some(one.owner.number) != own && called(one).to_lowercase() == asked.called.to_lowercase()
    };
    match all.iter().any(same) {
        true => Err(Problem::conflict("problem-staff-user-taken")),
        false => Ok(()),
    }
}
